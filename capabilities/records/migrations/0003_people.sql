-- Teams of staff. `external_key` is the key in `source`; both are empty where somebody entered it by hand.
CREATE TABLE team (
  id BIGINT PRIMARY KEY,
  source TEXT,
  external_key TEXT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX team_by_name ON team (name_key, id);
CREATE INDEX team_of_batch ON team (batch_id) WHERE batch_id <> 0;

-- Staff. Days are days since 1970; `active_to_day` is empty while they are there.
CREATE TABLE staff (
  id BIGINT PRIMARY KEY,
  source TEXT,
  external_key TEXT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  email TEXT,
  team_id BIGINT REFERENCES team (id),
  active_from_day BIGINT,
  active_to_day BIGINT,
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX staff_by_name ON staff (name_key, id);
CREATE INDEX staff_by_email ON staff (email) WHERE email IS NOT NULL;
CREATE INDEX staff_of_team ON staff (team_id) WHERE team_id IS NOT NULL;
CREATE INDEX staff_of_batch ON staff (batch_id) WHERE batch_id <> 0;

-- Who holds the tie to a customer.
ALTER TABLE account ADD COLUMN owner_id BIGINT REFERENCES staff (id);
CREATE INDEX account_of_kind ON account (kind, name_key, id) WHERE merged_into IS NULL;
CREATE INDEX account_of_owner ON account (owner_id, name_key, id) WHERE owner_id IS NOT NULL;
CREATE INDEX account_of_team ON account (team_id, name_key, id) WHERE team_id IS NOT NULL;

-- People at customers. `emails` and `phones` hold one a line, in the order given; e-mail addresses in lower case.
CREATE TABLE contact (
  id BIGINT PRIMARY KEY,
  source TEXT,
  external_key TEXT,
  account_id BIGINT NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  title TEXT,
  language TEXT,
  level TEXT CHECK (level IN ('executive', 'management', 'operations')),
  buying_role TEXT CHECK (buying_role IN ('decides', 'influences', 'uses', 'none')),
  emails TEXT,
  phones TEXT,
  created_day BIGINT NOT NULL,
  merged_into BIGINT REFERENCES contact (id),
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX contact_of_account ON contact (account_id, id);
CREATE INDEX contact_by_name ON contact (name_key, id);
CREATE INDEX contact_of_batch ON contact (batch_id) WHERE batch_id <> 0;
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;

-- Agreements that run for a time. Amounts are for each period, in minor units of the reporting currency and as agreed.
CREATE TABLE contract (
  id BIGINT PRIMARY KEY,
  source TEXT,
  external_key TEXT,
  account_id BIGINT NOT NULL REFERENCES account (id),
  name TEXT,
  started_day BIGINT NOT NULL,
  term_months BIGINT,
  ends_day BIGINT,
  renewal_day BIGINT,
  ended_day BIGINT,
  ended_reason TEXT,
  amount BIGINT,
  original_amount BIGINT,
  original_currency TEXT,
  period_months BIGINT NOT NULL,
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX contract_of_account ON contract (account_id, id);
CREATE INDEX contract_by_renewal ON contract (renewal_day, id) WHERE renewal_day IS NOT NULL AND ended_day IS NULL;
CREATE INDEX contract_of_batch ON contract (batch_id) WHERE batch_id <> 0;

-- Moments at which a function of the business had to do with a customer. What was said stands apart, so that counting
-- never reads it.
CREATE TABLE interaction (
  id BIGINT PRIMARY KEY,
  source TEXT,
  external_key TEXT,
  account_id BIGINT NOT NULL REFERENCES account (id),
  contact_id BIGINT REFERENCES contact (id),
  staff_id BIGINT REFERENCES staff (id),
  at BIGINT NOT NULL,
  day BIGINT NOT NULL,
  month BIGINT NOT NULL,
  channel TEXT NOT NULL,
  function TEXT NOT NULL,
  direction TEXT,
  effect TEXT NOT NULL CHECK (effect IN ('closer', 'away', 'neither')),
  batch_id BIGINT NOT NULL,
  UNIQUE (source, external_key)
);
CREATE INDEX interaction_of_account ON interaction (account_id, at, id);
CREATE INDEX interaction_of_contact ON interaction (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX interaction_of_staff ON interaction (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX interaction_of_batch ON interaction (batch_id) WHERE batch_id <> 0;
CREATE TABLE interaction_text (
  id BIGINT PRIMARY KEY REFERENCES interaction (id),
  text TEXT NOT NULL
);

-- Notes about a customer. One that was removed keeps its row, so that it can be brought back.
CREATE TABLE note (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  contact_id BIGINT REFERENCES contact (id),
  text TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  written_by BIGINT,
  changed_at BIGINT,
  removed_at BIGINT
);
CREATE INDEX note_of_account ON note (account_id, written_at, id);
CREATE INDEX note_of_contact ON note (contact_id) WHERE contact_id IS NOT NULL;

-- Somebody who changes a row by hand takes it out of what an import can take back.
CREATE INDEX import_before_of ON import_before (entity, entity_id);
