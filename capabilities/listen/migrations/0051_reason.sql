-- Why customers came, what decided it, why they stayed or left and where they went, as staff heard it. `about` says which of these, `word` what; `detail`
-- is a name somebody said. `referrer_id`: the customer who told them of the business. The second index holds all that is counted by reason.
CREATE TABLE reason (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  about TEXT NOT NULL,
  word TEXT NOT NULL,
  detail TEXT NOT NULL,
  referrer_id BIGINT REFERENCES account (id),
  noted_at BIGINT NOT NULL,
  day BIGINT NOT NULL,
  month BIGINT NOT NULL,
  removed_at BIGINT
);
CREATE INDEX reason_by_account ON reason (account_id, noted_at, id);
CREATE INDEX reason_by_about ON reason (about, day, word, account_id, referrer_id) WHERE removed_at IS NULL;
CREATE INDEX reason_by_referrer ON reason (referrer_id) WHERE referrer_id IS NOT NULL;

-- What an answer to a question says of that: the number `value` of an item. Written anew when a survey is published.
CREATE TABLE reason_meaning (
  item_id BIGINT NOT NULL REFERENCES survey_item (id),
  value BIGINT NOT NULL,
  about TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (item_id, value)
);
