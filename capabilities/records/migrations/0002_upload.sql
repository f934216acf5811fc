-- Files sent by the browser on their way to an import. The file itself waits in the folder of uploads under its id;
-- `reading` says how it is read, `checked` what the dry run found, `problem` why it could not be read.
CREATE TABLE import_upload (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  file_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'queued', 'started', 'refused')),
  reading TEXT,
  checked TEXT,
  problem TEXT,
  batch_id BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX import_upload_recent ON import_upload (created_at);
CREATE INDEX import_batch_recent ON import_batch (created_at);
