-- Messages to somebody who is no person in the records (`contact_id` 0) are found by their address: when they say no, ask what is held, or are erased.
CREATE INDEX mail_message_reader ON mail_message (address) WHERE contact_id = 0;
