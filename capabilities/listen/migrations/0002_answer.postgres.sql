-- One number for each item that was answered. The second index holds all that a distribution by month or by customer asks for,
-- sorted so that it is counted without sorting.
CREATE TABLE survey_answer (
  response_id BIGINT NOT NULL REFERENCES survey_response (id),
  item_id BIGINT NOT NULL REFERENCES survey_item (id),
  value BIGINT NOT NULL,
  month BIGINT NOT NULL,
  day BIGINT NOT NULL,
  account_id BIGINT,
  contact_id BIGINT,
  PRIMARY KEY (response_id, item_id)
);
CREATE INDEX survey_answer_by_item ON survey_answer (item_id, month, value, day, account_id, contact_id);
