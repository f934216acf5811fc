-- One row for each customer with every number that a run says of it. There are two halves: everybody reads the published one, a run
-- writes the other, and publishing turns them round; so nothing is deleted, and a run that fails changes nothing that anybody sees.
DROP INDEX score_of_account;
DROP TABLE score;
CREATE TABLE score (
  half BIGINT NOT NULL CHECK (half IN (0, 1)),
  account_id BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  alive DOUBLE PRECISION NOT NULL,
  alive_low DOUBLE PRECISION NOT NULL,
  alive_high DOUBLE PRECISION NOT NULL,
  purchases DOUBLE PRECISION NOT NULL,
  purchases_low DOUBLE PRECISION NOT NULL,
  purchases_high DOUBLE PRECISION NOT NULL,
  worth DOUBLE PRECISION NOT NULL,
  worth_low DOUBLE PRECISION NOT NULL,
  worth_high DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (half, account_id)
) WITHOUT ROWID;
