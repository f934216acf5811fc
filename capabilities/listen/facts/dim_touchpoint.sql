-- Touchpoints with the names of their stages.
SELECT touchpoint.id AS touchpoint_id, journey_stage.name AS stage, touchpoint.name, touchpoint.retired_at IS NOT NULL AS retired
FROM touchpoint JOIN journey_stage ON journey_stage.id = touchpoint.stage_id
