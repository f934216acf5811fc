-- Morning runs. `step` is the next one to do, `reached` how far that step has come; both make a run resumable.
CREATE TABLE run (
  id BIGINT PRIMARY KEY,
  as_of_day BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  step TEXT NOT NULL,
  reached BIGINT NOT NULL,
  fingerprint TEXT,
  fit TEXT,
  report TEXT,
  failure TEXT,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX run_by_state ON run (state, id);
