-- Who can sign in. `user` is a reserved word in PostgreSQL.
CREATE TABLE web_user (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    -- What addresses are compared by: lower case, no space around it.
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- A member of staff of `records`; no foreign key, because `records` comes later.
    staff_id BIGINT,
    -- None until somebody has chosen one; argon2id.
    password_hash TEXT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

-- A signed-in browser. The token itself is only in its cookie.
CREATE TABLE web_session (
    id BIGINT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES web_user (id),
    -- What the browser called itself, so that its owner can tell it from others.
    agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_session_user ON web_session (user_id);
CREATE INDEX web_session_expiry ON web_session (expires_at);

-- A link that signs somebody in once, or makes the first owner (no user yet).
CREATE TABLE web_sign_in_link (
    token_hash TEXT PRIMARY KEY,
    user_id BIGINT REFERENCES web_user (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- A key for programs.
CREATE TABLE web_api_token (
    id BIGINT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    -- Who made it.
    user_id BIGINT NOT NULL REFERENCES web_user (id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT
);

-- How somebody likes to read: `language`, `theme`.
CREATE TABLE web_preference (
    user_id BIGINT NOT NULL REFERENCES web_user (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);
