-- What one unit of a currency was worth in the reporting currency of that time, in millionths of a millionth. A later
-- row for the same day stands before an earlier one, so that undoing its import brings the earlier one back.
CREATE TABLE currency_rate (
  id BIGINT PRIMARY KEY,
  source TEXT,
  external_key TEXT,
  currency TEXT NOT NULL,
  reporting TEXT NOT NULL,
  day BIGINT NOT NULL,
  rate BIGINT NOT NULL CHECK (rate > 0),
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX currency_rate_of_day ON currency_rate (reporting, currency, day, id);
CREATE INDEX currency_rate_of_batch ON currency_rate (batch_id) WHERE batch_id <> 0;
