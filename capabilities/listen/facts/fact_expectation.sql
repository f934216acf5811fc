-- What was expected, noted and asked, each with the customer and the person that stayed after a merge; answers from imports that are done.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
), merged_contact AS MATERIALIZED (
  SELECT contact.id, contact.merged_into FROM contact WHERE contact.merged_into IS NOT NULL
)
SELECT CAST('noted' AS TEXT) AS source, expectation.id AS expectation_id, unasked.response_id, expectation.touchpoint_id,
  COALESCE(merged.merged_into, expectation.account_id) AS account_id,
  COALESCE(merged_contact.merged_into, expectation.contact_id) AS contact_id, expectation.day, expectation.month,
  expectation.judgement, unasked.value AS gap
FROM expectation LEFT JOIN survey_answer AS unasked ON 1 = 0 LEFT JOIN merged ON merged.id = expectation.account_id
  LEFT JOIN merged_contact ON merged_contact.id = expectation.contact_id
WHERE expectation.removed_at IS NULL
UNION ALL
SELECT CAST('asked' AS TEXT), CAST(NULL AS BIGINT), found.response_id, touchpoint_question.touchpoint_id,
  COALESCE(merged.merged_into, found.account_id), COALESCE(merged_contact.merged_into, found.contact_id), found.day, found.month,
  CASE WHEN found.value < expected.value THEN CAST('missed' AS TEXT) WHEN found.value = expected.value THEN CAST('met' AS TEXT)
    ELSE CAST('exceeded' AS TEXT) END, found.value - expected.value
FROM touchpoint_question
  JOIN survey_item AS found_item ON found_item.survey_id = touchpoint_question.survey_id AND found_item.question = touchpoint_question.question
    AND found_item.item = 'found' AND found_item.kind = 'gap'
  JOIN survey_item AS expected_item ON expected_item.survey_id = touchpoint_question.survey_id
    AND expected_item.question = touchpoint_question.question AND expected_item.item = 'expected' AND expected_item.kind = 'gap'
  JOIN survey_answer AS found ON found.item_id = found_item.id
  JOIN survey_answer AS expected ON expected.response_id = found.response_id AND expected.item_id = expected_item.id
  LEFT JOIN merged ON merged.id = found.account_id
  LEFT JOIN merged_contact ON merged_contact.id = found.contact_id
WHERE found.response_id NOT IN (SELECT survey_response.id FROM survey_response WHERE survey_response.batch_id IN
  (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone')))
