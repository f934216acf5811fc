-- What people tell of their own accord. `email` is what they left, `wants` whether they want to hear; `about` whom or what they named; `folded` is what
-- the search looks at. `account_id` and `contact_id` are said by somebody here, never guessed. `misaligned`: of what was declined, with whom the
-- disagreement lies. `merged_into`: what stands for it, where others told the same. `published`: the words under which it stands on the public list.
CREATE TABLE voice (
  id BIGINT PRIMARY KEY,
  sort TEXT NOT NULL,
  stage TEXT NOT NULL,
  text TEXT NOT NULL,
  about TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  wants BOOLEAN NOT NULL,
  language TEXT NOT NULL,
  folded TEXT NOT NULL,
  account_id BIGINT REFERENCES account (id),
  contact_id BIGINT REFERENCES contact (id),
  staff_id BIGINT REFERENCES staff (id),
  misaligned TEXT,
  merged_into BIGINT REFERENCES voice (id),
  published TEXT,
  at BIGINT NOT NULL,
  day BIGINT NOT NULL,
  month BIGINT NOT NULL,
  answered_day BIGINT,
  done_day BIGINT,
  told_day BIGINT
);
CREATE INDEX voice_by_stage ON voice (stage, id);
CREATE INDEX voice_by_sort ON voice (sort, id);
CREATE INDEX voice_by_account ON voice (account_id, at, id) WHERE account_id IS NOT NULL;
CREATE INDEX voice_by_contact ON voice (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX voice_by_staff ON voice (staff_id, id) WHERE staff_id IS NOT NULL;
CREATE INDEX voice_by_merged ON voice (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX voice_by_email ON voice (email) WHERE email <> '';
CREATE INDEX voice_published ON voice (id) WHERE published IS NOT NULL;
-- Done, and those who asked were not told.
CREATE INDEX voice_untold ON voice (id) WHERE stage = 'done' AND told_day IS NULL;

-- Ways by which its author follows it. The token itself is kept nowhere.
CREATE TABLE voice_link (
  token_hash TEXT PRIMARY KEY,
  voice_id BIGINT NOT NULL REFERENCES voice (id)
);
CREATE INDEX voice_link_by_voice ON voice_link (voice_id);

-- What was answered, one after the other; `stage` is what it became by it.
CREATE TABLE voice_reply (
  id BIGINT PRIMARY KEY,
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  stage TEXT NOT NULL,
  text TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX voice_reply_of_voice ON voice_reply (voice_id, id);

-- Who wants it, too: a browser once. `email`: where they want to hear of it, or nothing.
CREATE TABLE voice_vote (
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  browser_hash TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL,
  day BIGINT NOT NULL,
  PRIMARY KEY (voice_id, browser_hash)
);
CREATE INDEX voice_vote_by_email ON voice_vote (email) WHERE email <> '';

-- Letters about it: to whom each goes (`author`, `voter` or `staff`), for the question whether it still may.
CREATE TABLE voice_letter (
  letter_id BIGINT PRIMARY KEY,
  voice_id BIGINT NOT NULL REFERENCES voice (id),
  reader TEXT NOT NULL,
  email TEXT NOT NULL
);
CREATE INDEX voice_letter_of_voice ON voice_letter (voice_id);
CREATE INDEX voice_letter_by_email ON voice_letter (email) WHERE email <> '';
