-- Customers at risk are kept in two halves, as scores are: one is read while a run writes the other.
DROP TABLE at_risk;
CREATE TABLE at_risk (
  half BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  alive DOUBLE PRECISION NOT NULL,
  stake BIGINT NOT NULL,
  rhythm_days DOUBLE PRECISION NOT NULL,
  silent_days BIGINT NOT NULL,
  last_day BIGINT NOT NULL,
  PRIMARY KEY (half, account_id)
) WITHOUT ROWID;
CREATE INDEX at_risk_by_alive ON at_risk (half, alive, account_id);
CREATE INDEX at_risk_by_stake ON at_risk (half, stake, account_id);
CREATE INDEX at_risk_by_last_day ON at_risk (half, last_day, account_id);
