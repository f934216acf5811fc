-- Answers that came in files. `source_key` is a fingerprint of the source and of what tells responses apart in its files, so that a
-- file can be read twice; answers without names have none, their random id is made of what they say. A survey with a batch was made
-- by a file and grows with what files bring.
ALTER TABLE survey ADD COLUMN batch_id BIGINT;
ALTER TABLE survey_response ADD COLUMN batch_id BIGINT;
ALTER TABLE survey_response ADD COLUMN source_key TEXT;
CREATE UNIQUE INDEX survey_response_by_source_key ON survey_response (source_key) WHERE source_key IS NOT NULL;
CREATE INDEX survey_response_by_batch ON survey_response (batch_id) WHERE batch_id IS NOT NULL;

-- What an answer was before a file changed it, until the import is taken back; nothing where there was none.
CREATE TABLE survey_answer_before (
  batch_id BIGINT NOT NULL,
  response_id BIGINT NOT NULL REFERENCES survey_response (id),
  item_id BIGINT NOT NULL REFERENCES survey_item (id),
  value BIGINT,
  text TEXT,
  PRIMARY KEY (batch_id, response_id, item_id)
);
CREATE INDEX survey_answer_before_by_response ON survey_answer_before (response_id);
