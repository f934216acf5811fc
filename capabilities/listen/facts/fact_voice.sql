-- What people told of their own accord, each with the customer and the person that stayed after a merge.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
), merged_contact AS MATERIALIZED (
  SELECT contact.id, contact.merged_into FROM contact WHERE contact.merged_into IS NOT NULL
)
SELECT voice.id AS voice_id, voice.sort, voice.stage, voice.misaligned, voice.merged_into,
  COALESCE(merged.merged_into, voice.account_id) AS account_id, COALESCE(merged_contact.merged_into, voice.contact_id) AS contact_id,
  voice.staff_id, voice.day, voice.month, voice.answered_day, voice.done_day, voice.told_day
FROM voice LEFT JOIN merged ON merged.id = voice.account_id LEFT JOIN merged_contact ON merged_contact.id = voice.contact_id
