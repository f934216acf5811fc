-- The words by which a customer or a person is looked up: folded words of the name, e-mail addresses, digits of
-- telephone numbers, the key in the source. `contact_id` is zero where the word is the customer's own. Written with
-- every write of an account or a contact; erasure deletes its rows.
CREATE TABLE lookup_token (
  token TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  PRIMARY KEY (token, account_id, contact_id)
) WITHOUT ROWID;
CREATE INDEX lookup_token_of_account ON lookup_token (account_id, token);
