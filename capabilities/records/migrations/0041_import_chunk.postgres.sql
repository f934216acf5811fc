-- Staged rows are read once and deleted; pressing them together costs more than writing them.
ALTER TABLE import_chunk ALTER COLUMN content SET STORAGE EXTERNAL;
