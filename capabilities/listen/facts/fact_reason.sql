-- Why customers came, stayed and left, noted and asked, each with the customers that stayed after a merge; answers from imports that are done.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
)
SELECT CAST('noted' AS TEXT) AS source, reason.id AS reason_id, unasked.response_id,
  COALESCE(merged.merged_into, reason.account_id) AS account_id, reason.about, reason.word,
  COALESCE(told.merged_into, reason.referrer_id) AS referrer_id, reason.day, reason.month
FROM reason LEFT JOIN survey_answer AS unasked ON 1 = 0 LEFT JOIN merged ON merged.id = reason.account_id LEFT JOIN merged AS told ON told.id = reason.referrer_id
WHERE reason.removed_at IS NULL
UNION ALL
SELECT CAST('asked' AS TEXT), CAST(NULL AS BIGINT), survey_answer.response_id, COALESCE(merged.merged_into, survey_answer.account_id),
  reason_meaning.about, reason_meaning.word, NULLIF(merged.merged_into, merged.merged_into), survey_answer.day, survey_answer.month
FROM reason_meaning JOIN survey_answer ON survey_answer.item_id = reason_meaning.item_id AND survey_answer.value = reason_meaning.value
  LEFT JOIN merged ON merged.id = survey_answer.account_id
WHERE survey_answer.response_id NOT IN (SELECT survey_response.id FROM survey_response WHERE survey_response.batch_id IN
  (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone')))
