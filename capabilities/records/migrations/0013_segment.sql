-- Saved filters over what capabilities declare of customers; `filter` is JSON. One that was removed keeps its row, so that
-- it can be brought back.
CREATE TABLE segment (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  filter TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  removed_at BIGINT
);
CREATE INDEX segment_by_name ON segment (name_key, id) WHERE removed_at IS NULL;
