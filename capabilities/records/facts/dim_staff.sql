-- Staff from batches that are done.
SELECT staff.id AS staff_id, staff.team_id, staff.active_from_day, staff.active_to_day
FROM staff
WHERE staff.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
