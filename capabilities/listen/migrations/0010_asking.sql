-- A survey sent by e-mail to many people at once. `filter` is JSON: who was chosen, as the segment stood then; `null`: everybody. `words` is JSON: what is written, by
-- language. `reached`: the last customer that was looked at; `left_out` is JSON: how many people were passed over, by why. Moments are the
-- business's. `remind_until`: after that nobody is reminded any more; zero: nobody is.
CREATE TABLE survey_asking (
  id BIGINT PRIMARY KEY,
  survey_id BIGINT NOT NULL REFERENCES survey (id),
  segment_id BIGINT REFERENCES segment (id),
  filter TEXT NOT NULL,
  from_name TEXT NOT NULL,
  reply_to TEXT NOT NULL,
  words TEXT NOT NULL,
  remind_days BIGINT NOT NULL,
  reminders BIGINT NOT NULL,
  remind_until BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  prepared_at BIGINT,
  stopped_at BIGINT,
  reached BIGINT NOT NULL,
  prepared BIGINT NOT NULL,
  left_out TEXT NOT NULL
);
CREATE INDEX survey_asking_of_survey ON survey_asking (survey_id, id);
CREATE INDEX survey_asking_reminds ON survey_asking (remind_until) WHERE remind_until > 0;

-- The letters of it: one for each language, and again for each reminder. `reached_at` and `reached_id`: of those whom this letter reached, the last one
-- who was looked at for the next reminder.
CREATE TABLE survey_asking_letter (
  letter_id BIGINT PRIMARY KEY,
  asking_id BIGINT NOT NULL REFERENCES survey_asking (id),
  round BIGINT NOT NULL,
  language TEXT NOT NULL,
  reached_at BIGINT NOT NULL,
  reached_id BIGINT NOT NULL,
  UNIQUE (asking_id, round, language)
);

-- A link that somebody got by e-mail is made when the message goes out, once for each person.
ALTER TABLE survey_link ADD COLUMN asking_id BIGINT REFERENCES survey_asking (id);
CREATE UNIQUE INDEX survey_link_of_asking ON survey_link (asking_id, contact_id) WHERE asking_id IS NOT NULL;
CREATE INDEX survey_link_by_asking ON survey_link (asking_id, state) WHERE asking_id IS NOT NULL;
