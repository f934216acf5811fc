-- Customers at risk, as a run found them: the list on the page, and what the next run compares with.
CREATE TABLE at_risk (
  run_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  alive DOUBLE PRECISION NOT NULL,
  stake BIGINT NOT NULL,
  rhythm_days DOUBLE PRECISION NOT NULL,
  silent_days BIGINT NOT NULL,
  last_day BIGINT NOT NULL,
  PRIMARY KEY (run_id, account_id)
) WITHOUT ROWID;
CREATE INDEX at_risk_by_alive ON at_risk (run_id, alive, account_id);
CREATE INDEX at_risk_by_stake ON at_risk (run_id, stake, account_id);
CREATE INDEX at_risk_by_last_day ON at_risk (run_id, last_day, account_id);
