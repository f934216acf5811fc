-- Customers of whom something was written since they were last compared with the others. Written with every write of an
-- account or a contact; the search takes them off.
CREATE TABLE duplicate_due (
  account_id BIGINT PRIMARY KEY
);
INSERT INTO duplicate_due (account_id) SELECT id FROM account;

-- What customers are found alike by: numbers made from e-mail addresses, telephone numbers, keys and names. Kept by the
-- search; a number that many share tells nobody apart and is not followed.
CREATE TABLE duplicate_key (
  key BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (key, account_id)
) WITHOUT ROWID;
CREATE INDEX duplicate_key_of_account ON duplicate_key (account_id, key);

-- Two records that may be of one customer, or of one person at a customer: `one` was entered first. `account_id` is the
-- customer where the two people are, and `one` for customers; `score` in thousandths; `reasons` are words. `merged`
-- holds, as JSON of ids, what a merge did, so that it can be taken back; `merge_id` its event.
CREATE TABLE duplicate (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('account', 'contact')),
  account_id BIGINT NOT NULL,
  one BIGINT NOT NULL,
  other BIGINT NOT NULL,
  score BIGINT NOT NULL,
  reasons TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'merged', 'apart')),
  decided_at BIGINT,
  merge_id BIGINT,
  merged TEXT,
  UNIQUE (kind, one, other),
  CHECK (one < other)
);
CREATE INDEX duplicate_by_score ON duplicate (state, score, id);
CREATE INDEX duplicate_by_decision ON duplicate (state, decided_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX duplicate_of_other ON duplicate (kind, other);
CREATE INDEX duplicate_of_account ON duplicate (account_id, kind);
