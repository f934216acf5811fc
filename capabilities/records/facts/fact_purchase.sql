-- Purchases from batches that are done, each at the customer that stayed after a merge. A merge never chains: the
-- verb points every earlier duplicate at the customer that stays. Merged customers are few, so they are gathered once
-- instead of being looked up for every purchase.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
)
SELECT purchase.id AS purchase_id, COALESCE(merged.merged_into, purchase.account_id) AS account_id,
  purchase.at, purchase.day, purchase.month, purchase.amount, purchase.original_amount, purchase.original_currency,
  purchase.quantity, purchase.product
FROM purchase LEFT JOIN merged ON merged.id = purchase.account_id
WHERE purchase.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
