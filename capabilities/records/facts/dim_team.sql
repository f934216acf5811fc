-- Teams from batches that are done.
SELECT team.id AS team_id, team.name
FROM team
WHERE team.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))
