-- What people have agreed to, and what they have taken back. Entries are added and never changed; the latest holds.
CREATE TABLE consent (
  id BIGINT PRIMARY KEY,
  contact_id BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  given BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  obtained TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX consent_of_contact ON consent (contact_id, purpose, at, id);
