-- The day on which a customer, or a person there, was erased: the row stays for what is counted, its name is gone, and nothing that names
-- anybody is written to it again.
ALTER TABLE account ADD COLUMN erased_day BIGINT;
ALTER TABLE contact ADD COLUMN erased_day BIGINT;
