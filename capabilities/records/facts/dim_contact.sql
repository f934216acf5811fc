-- People that stand for themselves, from batches that are done, each at the customer that stayed after a merge.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
)
SELECT contact.id AS contact_id, COALESCE(merged.merged_into, contact.account_id) AS account_id, contact.level,
  contact.buying_role, contact.language, contact.created_day
FROM contact LEFT JOIN merged ON merged.id = contact.account_id
WHERE contact.merged_into IS NULL
  AND contact.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
