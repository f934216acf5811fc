-- Contracts from batches that are done, each with the customer that stayed after a merge.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
)
SELECT contract.id AS contract_id, COALESCE(merged.merged_into, contract.account_id) AS account_id,
  contract.started_day, contract.term_months, contract.ends_day, contract.renewal_day, contract.ended_day,
  contract.amount, contract.original_amount, contract.original_currency, contract.period_months
FROM contract LEFT JOIN merged ON merged.id = contract.account_id
WHERE contract.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
