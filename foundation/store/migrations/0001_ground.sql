-- Programs at work on this database; the number is part of every id they make.
CREATE TABLE node (
  number BIGINT PRIMARY KEY,
  token TEXT NOT NULL,
  until BIGINT NOT NULL
);

-- Settings of the installation.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- What happened: one row for each verb.
CREATE TABLE event (
  id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  payload TEXT NOT NULL
);
CREATE INDEX event_of_subject ON event (subject_kind, subject_id, id);

-- Personal values before and after a change; erasure empties them.
CREATE TABLE event_private (
  event_id BIGINT PRIMARY KEY REFERENCES event (id),
  subject_kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  payload TEXT NOT NULL
);
CREATE INDEX event_private_of_subject ON event_private (subject_kind, subject_id);

-- Work for the background. A key makes a job of its kind unique for as long as it is kept.
CREATE TABLE job (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  idempotence_key TEXT,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  max_attempts BIGINT NOT NULL,
  lease_token TEXT,
  lease_until BIGINT,
  last_error TEXT,
  event_id BIGINT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  UNIQUE (kind, idempotence_key)
);
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_finished ON job (finished_at) WHERE state = 'done';

-- When each schedule is next due.
CREATE TABLE schedule (
  kind TEXT PRIMARY KEY,
  next_at BIGINT NOT NULL
);

-- One number for each customer and kind, as a run left it.
CREATE TABLE score (
  run_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  low DOUBLE PRECISION,
  high DOUBLE PRECISION,
  PRIMARY KEY (run_id, kind, account_id)
) WITHOUT ROWID;
CREATE INDEX score_of_account ON score (account_id, run_id, kind);

-- Fitted figures, as a run left them.
CREATE TABLE figure (
  run_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (run_id, key)
) WITHOUT ROWID;

-- What Today proposes.
CREATE TABLE work_item (
  id BIGINT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  payload TEXT NOT NULL,
  worth BIGINT,
  currency TEXT,
  chance DOUBLE PRECISION,
  due BIGINT,
  place BIGINT NOT NULL,
  proposed_run BIGINT NOT NULL,
  decision TEXT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  snoozed_until BIGINT,
  why TEXT,
  dismissed_payload TEXT
);
CREATE INDEX work_item_open ON work_item (proposed_run, place);
CREATE INDEX work_item_of_account ON work_item (account_id);
