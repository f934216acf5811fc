-- Requests that are carried out once: the key that a program chose, a hash of what it sent, and the answer, kept for a
-- day. `open`: nothing of it is in the records; `committed`: something is; `answered`: the answer is kept too.
CREATE TABLE request_key (
  id BIGINT PRIMARY KEY,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'committed', 'answered')),
  lease_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  status BIGINT,
  kind TEXT,
  answer BLOB,
  UNIQUE (actor_kind, actor_id, key)
);
CREATE INDEX request_key_expiry ON request_key (expires_at);
