-- Addresses that are told what happened. `kinds`: kinds of events with a space between, all of them where this is empty. The old secret signs too,
-- until `old_until`. A row that was removed is kept for its deliveries.
CREATE TABLE web_webhook (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    kinds TEXT NOT NULL,
    -- Whether it stands in the business's own network, where addresses are private and nothing is encrypted.
    own_network BOOLEAN NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_until BIGINT,
    created_at BIGINT NOT NULL,
    -- Tries that failed since the last that did not, since when, and until when nothing is tried.
    failures BIGINT NOT NULL,
    failing_since BIGINT,
    wait_until BIGINT,
    disabled_at BIGINT,
    -- Why, where nobody did it: `failing`, `gone`.
    disabled_why TEXT,
    removed_at BIGINT
);

-- One event on its way to one address.
CREATE TABLE web_webhook_delivery (
    id BIGINT PRIMARY KEY,
    webhook_id BIGINT NOT NULL REFERENCES web_webhook (id),
    event_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'stopped')),
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    next_at BIGINT,
    UNIQUE (webhook_id, event_id)
);
CREATE INDEX web_webhook_delivery_latest ON web_webhook_delivery (webhook_id, id);
CREATE INDEX web_webhook_delivery_old ON web_webhook_delivery (created_at);

-- Each try, with what was answered.
CREATE TABLE web_webhook_try (
    id BIGINT PRIMARY KEY,
    delivery_id BIGINT NOT NULL REFERENCES web_webhook_delivery (id),
    at BIGINT NOT NULL,
    millis BIGINT NOT NULL,
    status BIGINT,
    answer TEXT NOT NULL,
    -- Word for what kept an answer from coming: `private`, `unknown`, `refused`, `slow`, `tls`, `broken`.
    problem TEXT
);
CREATE INDEX web_webhook_try_of ON web_webhook_try (delivery_id, id);
