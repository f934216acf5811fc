-- What somebody did about work: one row for each time an item was done or found not useful, kept when the item comes back, so that
-- what became of it can be counted. Taking a decision back takes its row back.
CREATE TABLE work_action (
  id BIGINT PRIMARY KEY,
  item_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('done', 'not-useful')),
  at BIGINT NOT NULL,
  day BIGINT NOT NULL
);
CREATE INDEX work_action_of_item ON work_action (item_id, id);
CREATE INDEX work_action_by_day ON work_action (day);
-- Days of decisions before this table are those of UTC.
INSERT INTO work_action (id, item_id, account_id, kind, decision, at, day)
SELECT id, id, account_id, kind, decision, decided_at, decided_at / 86400000000
FROM work_item WHERE decision IN ('done', 'not-useful') AND decided_at IS NOT NULL;
