-- What is written once and goes to many. `key`: who asked for it, so that it is written once. `about`: what it is part of, so that an invitation
-- and its reminders count as one. `stopped_at`: nothing more of it goes out.
CREATE TABLE mail_letter (
    id BIGINT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    about TEXT NOT NULL,
    purpose TEXT NOT NULL,
    language TEXT NOT NULL,
    from_name TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT,
    created_at BIGINT NOT NULL,
    stopped_at BIGINT
);

-- One letter to one person. `contact_id`: whom the consent is asked of. `fields`: what fills the gaps of the letter, as JSON.
-- `due_at` and `sent_at` are moments of the business, `claimed_at` one of the wall.
CREATE TABLE mail_message (
    id BIGINT PRIMARY KEY,
    letter_id BIGINT NOT NULL REFERENCES mail_letter (id),
    contact_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    fields TEXT NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'held', 'refused', 'failed', 'unsure')),
    -- Why it was held, refused or failed: a word with a text.
    reason TEXT,
    -- What the server said.
    answer TEXT,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_at BIGINT,
    sent_at BIGINT,
    returned_at BIGINT,
    UNIQUE (letter_id, contact_id)
);
CREATE INDEX mail_message_due ON mail_message (due_at, id) WHERE state = 'waiting';
CREATE INDEX mail_message_claimed ON mail_message (claimed_at) WHERE state = 'sending';
CREATE INDEX mail_message_contact ON mail_message (contact_id, sent_at);
CREATE INDEX mail_message_state ON mail_message (letter_id, state);

-- Addresses that nothing is sent to. The hash finds them; erasure empties the address and leaves the hash.
CREATE TABLE mail_suppression (
    hash TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    -- `returned`, `complaint` or `hand`.
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX mail_suppression_latest ON mail_suppression (created_at, hash);
