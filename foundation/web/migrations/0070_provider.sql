-- The other house that says who somebody is (OpenID Connect); there is one at most. Its secret must be readable to be shown there.
CREATE TABLE web_provider (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    -- The claim that names somebody's groups, and which role each group has: `group = role` in lines. Empty: roles are given here.
    groups_claim TEXT NOT NULL,
    roles TEXT NOT NULL,
    -- Whether somebody whom nobody invited may come in.
    make_users BOOLEAN NOT NULL,
    own_network BOOLEAN NOT NULL
);

-- Who somebody is there.
CREATE TABLE web_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES web_user (id),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX web_identity_of_user ON web_identity (user_id);
