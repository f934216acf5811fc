-- The first and the last row that an import entered into the table of its kind, where there are many: what it entered is found
-- by this range when it is taken back, and no index of purchases and interactions by import has to be kept.
ALTER TABLE import_batch ADD COLUMN first_row BIGINT;
ALTER TABLE import_batch ADD COLUMN last_row BIGINT;
UPDATE import_batch SET
  first_row = (SELECT MIN(purchase.id) FROM purchase WHERE purchase.batch_id = import_batch.id AND purchase.batch_id <> 0),
  last_row = (SELECT MAX(purchase.id) FROM purchase WHERE purchase.batch_id = import_batch.id AND purchase.batch_id <> 0)
WHERE kind = 'purchases' AND state <> 'undone';
UPDATE import_batch SET
  first_row = (SELECT MIN(interaction.id) FROM interaction WHERE interaction.batch_id = import_batch.id AND interaction.batch_id <> 0),
  last_row = (SELECT MAX(interaction.id) FROM interaction WHERE interaction.batch_id = import_batch.id AND interaction.batch_id <> 0)
WHERE kind = 'interactions' AND state <> 'undone';
DROP INDEX purchase_of_batch;
DROP INDEX interaction_of_batch;
