-- What programs send has no file; the two are listed apart, because there may be very many of the former.
DROP INDEX import_batch_recent;
CREATE INDEX import_batch_of_files ON import_batch (created_at, id) WHERE file_name <> '';
CREATE INDEX import_batch_of_programs ON import_batch (created_at, id) WHERE file_name = '';
CREATE INDEX import_batch_undone ON import_batch (id) WHERE state = 'undone';
