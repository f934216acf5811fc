-- What was done about work, each with the customer that stayed after a merge.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
)
SELECT work_action.id AS action_id, COALESCE(merged.merged_into, work_action.account_id) AS account_id,
  work_action.kind, work_action.decision, work_action.at, work_action.day
FROM work_action LEFT JOIN merged ON merged.id = work_action.account_id
