-- Customers. `name_key` is the name folded for sorting; `external_key` is the customer's key in `source`.
CREATE TABLE account (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('organisation', 'household', 'person')),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  source TEXT,
  external_key TEXT,
  team_id BIGINT,
  created_day BIGINT NOT NULL,
  merged_into BIGINT REFERENCES account (id),
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX account_by_name ON account (name_key, id) WHERE merged_into IS NULL;
CREATE INDEX account_of_batch ON account (batch_id) WHERE batch_id <> 0;
CREATE INDEX account_merged ON account (merged_into) WHERE merged_into IS NOT NULL;

-- Purchases (zero or more) and returns (less than zero). Quantities are thousandths.
CREATE TABLE purchase (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  at BIGINT NOT NULL,
  day BIGINT NOT NULL,
  month BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  original_amount BIGINT NOT NULL,
  original_currency TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  product TEXT,
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX purchase_of_account ON purchase (account_id, at, id);
CREATE INDEX purchase_of_batch ON purchase (batch_id) WHERE batch_id <> 0;

-- Imports of files. Rows are staged in chunks, checked, then applied chunk by chunk; facts show a batch when it is done.
CREATE TABLE import_batch (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  file_name TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('staging', 'applying', 'done', 'undoing', 'undone')),
  chunks BIGINT NOT NULL,
  applied_chunks BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  new_count BIGINT NOT NULL,
  changed_count BIGINT NOT NULL,
  same_count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX import_batch_open ON import_batch (state, fingerprint) WHERE state NOT IN ('done', 'undone');

-- Checked rows that wait to be applied; gone once they are.
CREATE TABLE import_chunk (
  batch_id BIGINT NOT NULL REFERENCES import_batch (id),
  number BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (batch_id, number)
);

-- How rows looked before an import changed them, so that it can be undone.
CREATE TABLE import_before (
  batch_id BIGINT NOT NULL REFERENCES import_batch (id),
  entity TEXT NOT NULL,
  entity_id BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (batch_id, entity, entity_id)
);
