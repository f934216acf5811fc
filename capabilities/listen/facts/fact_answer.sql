-- Answers, from imports that are done, each with the customer and the person that stayed after a merge.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
), merged_contact AS MATERIALIZED (
  SELECT contact.id, contact.merged_into FROM contact WHERE contact.merged_into IS NOT NULL
)
SELECT survey_answer.response_id, survey_item.survey_id, survey_answer.item_id, survey_item.question, survey_item.item,
  survey_item.kind, survey_answer.value, COALESCE(merged.merged_into, survey_answer.account_id) AS account_id,
  COALESCE(merged_contact.merged_into, survey_answer.contact_id) AS contact_id, survey_answer.day, survey_answer.month
FROM survey_answer JOIN survey_item ON survey_item.id = survey_answer.item_id
  LEFT JOIN merged ON merged.id = survey_answer.account_id
  LEFT JOIN merged_contact ON merged_contact.id = survey_answer.contact_id
WHERE survey_answer.response_id NOT IN (SELECT survey_response.id FROM survey_response WHERE survey_response.batch_id IN
  (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone')))
