-- Kinds of events that are wanted while the program runs, each with the job that is queued for every such event in its transaction; `*` is
-- every kind. Listeners of the program itself are not among them.
CREATE TABLE event_wish (
  kind TEXT PRIMARY KEY,
  job TEXT NOT NULL
) WITHOUT ROWID;
