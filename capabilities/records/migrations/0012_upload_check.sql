-- Rows read so far while a file is being checked; empty while it is not.
ALTER TABLE import_upload ADD COLUMN checking BIGINT;
