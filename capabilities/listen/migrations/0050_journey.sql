-- The way customers go with the business: stages in their order, and the touchpoints of each. `place` counts from zero; what is retired keeps its
-- row, because expectations and answers speak of it.
CREATE TABLE journey_stage (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  place BIGINT NOT NULL,
  retired_at BIGINT
);
CREATE TABLE touchpoint (
  id BIGINT PRIMARY KEY,
  stage_id BIGINT NOT NULL REFERENCES journey_stage (id),
  name TEXT NOT NULL,
  place BIGINT NOT NULL,
  retired_at BIGINT
);

-- Which question of a survey asks about which touchpoint: one at most.
CREATE TABLE touchpoint_question (
  survey_id BIGINT NOT NULL REFERENCES survey (id),
  question TEXT NOT NULL,
  touchpoint_id BIGINT NOT NULL REFERENCES touchpoint (id),
  PRIMARY KEY (survey_id, question)
);
CREATE INDEX touchpoint_question_of ON touchpoint_question (touchpoint_id);

-- What customers expect, as staff heard it. `judgement`: missed, met or exceeded, by `staff` or by the customer's own `answer`; open while it is empty.
-- The last index holds all that is counted by touchpoint.
CREATE TABLE expectation (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account (id),
  contact_id BIGINT REFERENCES contact (id),
  touchpoint_id BIGINT NOT NULL REFERENCES touchpoint (id),
  text TEXT NOT NULL,
  due_day BIGINT,
  noted_at BIGINT NOT NULL,
  day BIGINT NOT NULL,
  month BIGINT NOT NULL,
  judgement TEXT,
  judged_by TEXT,
  judged_at BIGINT,
  removed_at BIGINT
);
CREATE INDEX expectation_by_account ON expectation (account_id, noted_at, id);
CREATE INDEX expectation_by_contact ON expectation (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX expectation_by_touchpoint ON expectation (touchpoint_id, judgement, account_id) WHERE removed_at IS NULL;
