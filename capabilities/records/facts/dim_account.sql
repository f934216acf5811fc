-- Customers that stand for themselves, from batches that are done.
SELECT account.id AS account_id, account.kind, account.source, account.external_key, account.team_id, account.owner_id,
  account.created_day
FROM account
WHERE account.merged_into IS NULL
  AND account.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
