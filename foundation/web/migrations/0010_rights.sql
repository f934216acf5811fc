-- The second factor: a secret shared with an app on the telephone (RFC 6238). Without `totp_since` it waits for its first code.
ALTER TABLE web_user ADD COLUMN totp_secret TEXT;
ALTER TABLE web_user ADD COLUMN totp_since BIGINT;
-- The step whose code was used last: a code works once.
ALTER TABLE web_user ADD COLUMN totp_step BIGINT;

-- Codes for the day on which the telephone is lost; each works once.
CREATE TABLE web_recovery_code (
    user_id BIGINT NOT NULL REFERENCES web_user (id),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- Somebody who gave the right password, or came by a link, and has yet to give a code.
CREATE TABLE web_half_session (
    token_hash TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES web_user (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_half_session_expiry ON web_half_session (expires_at);

-- What a program may do: keys of permissions with a space between; all that its maker may where this is none.
ALTER TABLE web_api_token ADD COLUMN scopes TEXT;
CREATE INDEX web_api_token_user ON web_api_token (user_id);
CREATE INDEX web_sign_in_link_user ON web_sign_in_link (user_id);
