-- Surveys that were asked.
SELECT survey.id AS survey_id, survey.name, survey.kind AS occasion, survey.anonymous FROM survey WHERE survey.version_id IS NOT NULL
