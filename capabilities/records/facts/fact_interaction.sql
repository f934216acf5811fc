-- Interactions from batches that are done, each with the customer and the person that stayed after a merge.
WITH merged AS MATERIALIZED (
  SELECT account.id, account.merged_into FROM account WHERE account.merged_into IS NOT NULL
), merged_contact AS MATERIALIZED (
  SELECT contact.id, contact.merged_into FROM contact WHERE contact.merged_into IS NOT NULL
)
SELECT interaction.id AS interaction_id, COALESCE(merged.merged_into, interaction.account_id) AS account_id,
  COALESCE(merged_contact.merged_into, interaction.contact_id) AS contact_id, interaction.staff_id,
  interaction.at, interaction.day, interaction.month, interaction.channel, interaction.function, interaction.direction,
  interaction.effect
FROM interaction LEFT JOIN merged ON merged.id = interaction.account_id
  LEFT JOIN merged_contact ON merged_contact.id = interaction.contact_id
WHERE interaction.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
