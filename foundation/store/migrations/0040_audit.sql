-- The log is looked through by what happened and by who did it, latest first.
CREATE INDEX event_of_kind ON event (kind, id);
CREATE INDEX event_of_actor ON event (actor_kind, actor_id, id);
