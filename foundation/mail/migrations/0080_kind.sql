-- `kind`: who is asked about a message of the letter when it is about to go out, and fills what is kept nowhere; empty: nobody.
ALTER TABLE mail_letter ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- When the person said by the link of this message that they want no more.
ALTER TABLE mail_message ADD COLUMN left_at BIGINT;
DROP INDEX mail_message_state;
-- What became of a letter is counted from the index alone.
CREATE INDEX mail_message_state ON mail_message (letter_id, state, reason);
CREATE INDEX mail_message_left ON mail_message (letter_id) WHERE left_at IS NOT NULL;
-- Whom a letter reached, in the order of time: reminders follow it.
CREATE INDEX mail_message_sent ON mail_message (letter_id, sent_at, id) WHERE sent_at IS NOT NULL;
