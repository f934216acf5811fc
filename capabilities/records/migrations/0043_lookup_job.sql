-- Records that are older than look-up have no words by which they are found: a job enters them. The time zero is long past, so it runs at once.
INSERT INTO job (id, kind, idempotence_key, payload, state, run_at, attempts, max_attempts, created_at)
SELECT 43, 'records.enter_words', 'all', '{}', 'ready', 0, 0, 10, 0 WHERE EXISTS (SELECT 1 FROM account) ON CONFLICT DO NOTHING;
