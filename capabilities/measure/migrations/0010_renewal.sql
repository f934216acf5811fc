-- Running contracts and what a run expects of each, in two halves, as scores are: one is read while a run writes the other.
-- `listed` is one where the renewal falls due soon and is still open.
CREATE TABLE renewal (
  half BIGINT NOT NULL,
  contract_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  listed BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  number BIGINT NOT NULL,
  term_months BIGINT NOT NULL,
  basis TEXT NOT NULL,
  chance DOUBLE PRECISION NOT NULL,
  chance_low DOUBLE PRECISION NOT NULL,
  chance_high DOUBLE PRECISION NOT NULL,
  renewed BIGINT NOT NULL,
  decided BIGINT NOT NULL,
  alike BOOLEAN NOT NULL,
  yearly BIGINT,
  stake BIGINT NOT NULL,
  worth DOUBLE PRECISION,
  worth_low DOUBLE PRECISION,
  worth_high DOUBLE PRECISION,
  leaves_day BIGINT,
  PRIMARY KEY (half, contract_id)
) WITHOUT ROWID;
CREATE INDEX renewal_by_due ON renewal (half, listed, due_day, contract_id);
CREATE INDEX renewal_by_stake ON renewal (half, listed, stake, contract_id);
CREATE INDEX renewal_by_chance ON renewal (half, listed, chance, contract_id);
CREATE INDEX renewal_of_account ON renewal (half, account_id, due_day);
