-- What a touchpoint is held to: a sentence, and where it can be measured how soon a function of the business answers, in working hours or days. And
-- what is done to make it better, by whom, until when.
ALTER TABLE touchpoint ADD COLUMN standard TEXT NOT NULL DEFAULT '';
ALTER TABLE touchpoint ADD COLUMN within BIGINT;
ALTER TABLE touchpoint ADD COLUMN unit TEXT;
ALTER TABLE touchpoint ADD COLUMN function TEXT;
ALTER TABLE touchpoint ADD COLUMN improvement TEXT NOT NULL DEFAULT '';
ALTER TABLE touchpoint ADD COLUMN improvement_staff_id BIGINT REFERENCES staff (id);
ALTER TABLE touchpoint ADD COLUMN improvement_day BIGINT;
