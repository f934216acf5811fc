-- One number for each item that was answered. The table is its own index by response, so that there is no order of rows
-- that would say which answers came first. The other index holds all that a distribution by month or by customer asks for,
-- sorted so that it is counted without sorting.
CREATE TABLE survey_answer (
  response_id INTEGER NOT NULL REFERENCES survey_response (id),
  item_id INTEGER NOT NULL REFERENCES survey_item (id),
  value INTEGER NOT NULL,
  month INTEGER NOT NULL,
  day INTEGER NOT NULL,
  account_id INTEGER,
  contact_id INTEGER,
  PRIMARY KEY (response_id, item_id)
) WITHOUT ROWID;
CREATE INDEX survey_answer_by_item ON survey_answer (item_id, month, value, day, account_id, contact_id);
