-- What customers are asked. `draft` is JSON: what is being written; `version_id` is what is asked now. `slug` is the open
-- link, which is no secret.
CREATE TABLE survey (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  anonymous BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  slug TEXT NOT NULL,
  open_link BOOLEAN NOT NULL,
  draft TEXT NOT NULL,
  version_id BIGINT,
  last_day BIGINT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX survey_by_slug ON survey (slug);

-- Surveys as they were published; `form` is JSON. A row never changes, so that answers keep what they answered.
CREATE TABLE survey_version (
  id BIGINT PRIMARY KEY,
  survey_id BIGINT NOT NULL REFERENCES survey (id),
  number BIGINT NOT NULL,
  form TEXT NOT NULL,
  published_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX survey_version_by_number ON survey_version (survey_id, number);

-- What one number answers: a question, a row of a matrix, a choice among several. The same in every version, so that
-- answers can be compared over time.
CREATE TABLE survey_item (
  id BIGINT PRIMARY KEY,
  survey_id BIGINT NOT NULL REFERENCES survey (id),
  question TEXT NOT NULL,
  item TEXT NOT NULL,
  kind TEXT NOT NULL
);
CREATE UNIQUE INDEX survey_item_by_name ON survey_item (survey_id, question, item, kind);

-- Ways to answer once. The token itself is kept nowhere. In a survey without names no link says whose it is, ids are
-- random, and the way to the answers is forgotten when they are sent.
CREATE TABLE survey_link (
  id BIGINT PRIMARY KEY,
  survey_id BIGINT NOT NULL REFERENCES survey (id),
  token_hash TEXT NOT NULL,
  origin TEXT NOT NULL,
  account_id BIGINT REFERENCES account (id),
  contact_id BIGINT REFERENCES contact (id),
  made_day BIGINT NOT NULL,
  state TEXT NOT NULL,
  response_id BIGINT
);
CREATE UNIQUE INDEX survey_link_by_token ON survey_link (token_hash);
CREATE INDEX survey_link_by_state ON survey_link (survey_id, origin, state);
CREATE INDEX survey_link_by_account ON survey_link (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX survey_link_by_contact ON survey_link (contact_id) WHERE contact_id IS NOT NULL;

-- What somebody answered together. Without names: a random id, a day instead of moments, no language.
CREATE TABLE survey_response (
  id BIGINT PRIMARY KEY,
  survey_id BIGINT NOT NULL REFERENCES survey (id),
  version_id BIGINT NOT NULL REFERENCES survey_version (id),
  language TEXT,
  done BOOLEAN NOT NULL,
  account_id BIGINT REFERENCES account (id),
  contact_id BIGINT REFERENCES contact (id),
  at BIGINT,
  day BIGINT NOT NULL,
  month BIGINT NOT NULL
);
CREATE INDEX survey_response_by_survey ON survey_response (survey_id, id);
CREATE INDEX survey_response_by_account ON survey_response (account_id, at, id) WHERE account_id IS NOT NULL;
CREATE INDEX survey_response_by_contact ON survey_response (contact_id) WHERE contact_id IS NOT NULL;

-- What somebody wrote.
CREATE TABLE survey_text (
  response_id BIGINT NOT NULL REFERENCES survey_response (id),
  item_id BIGINT NOT NULL REFERENCES survey_item (id),
  text TEXT NOT NULL,
  PRIMARY KEY (response_id, item_id)
);
