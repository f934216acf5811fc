//! A transaction: what a closure given to [`Store::write`](crate::Store::write) works with.

use std::ops::{Deref, DerefMut};

use troth_core::{Actor, Event, EventId, Id, Instant, JobId, join_id};

use crate::db::{Conn, Db};
use crate::value::{Kind, Value};
use crate::{Engine, Error, Reach, Shared, params};

/// A transaction on the records. It reads like [`Db`] and can change. SQL and arithmetic only: nothing that waits,
/// because others wait for it, and nothing outside the database, because it may run again.
pub struct Tx<'c> {
    db: Db<'c>,
    now: Instant,
    actor: Actor,
    shared: &'c Shared,
    /// Whose reach bounds it.
    pub(crate) reach: Option<Reach>,
    /// What its events name, where its reach is bounded.
    pub(crate) named: Vec<String>,
}

impl<'c> Deref for Tx<'c> {
    type Target = Db<'c>;
    fn deref(&self) -> &Db<'c> {
        &self.db
    }
}
impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Db<'c> {
        &mut self.db
    }
}

impl<'c> Tx<'c> {
    pub(crate) const fn new(conn: Conn<'c>, now: Instant, actor: Actor, shared: &'c Shared) -> Self {
        Self { db: Db::new(conn), now, actor, shared, reach: None, named: Vec::new() }
    }

    /// The business moment at which this happens.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Who does it.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// A fresh id.
    pub fn new_id<I: Id>(&self) -> I {
        self.shared.new_id()
    }

    /// The wall clock's moment: for leases, retries and expiry of secrets.
    pub fn wall(&self) -> Instant {
        self.shared.wall.now()
    }

    /// Runs a statement; the number of rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        self.db.run(sql, params)
    }

    /// Runs a statement for rows with one of these keys. `{among}` in the text stands for the comparison, as in
    /// `WHERE id {among}`; it stands there once, and no parameter comes after it. One statement on PostgreSQL, one for each 256
    /// keys on SQLite.
    pub fn execute_among<'k>(
        &mut self,
        sql: &str,
        params: &[Value],
        keys: impl Into<crate::Among<'k>>,
    ) -> Result<u64, Error> {
        self.db.run_among(sql, params, keys.into())
    }

    /// Inserts many rows of one table, by one prepared statement or by `COPY`; `conflict` is empty or an `ON CONFLICT …` clause.
    pub fn insert_many(
        &mut self,
        table: &str,
        columns: &[(&str, Kind)],
        conflict: &str,
        rows: &[Vec<Value>],
    ) -> Result<u64, Error> {
        self.db.insert_many(table, columns, conflict, rows)
    }

    /// Inserts rows that are thought to be new, all of them; none, and `false`, where one breaks a rule of uniqueness. Their first
    /// column is their primary key. Saves looking every one of them up before it is inserted, which looks it up again.
    pub fn insert_new(
        &mut self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: &[Vec<Value>],
    ) -> Result<bool, Error> {
        if self.engine() == Engine::Sqlite {
            // A savepoint would copy every page that is written to.
            return self.db.insert_while_new(table, columns, rows);
        }
        match self.attempt(|tx| tx.insert_many(table, columns, "", rows)) {
            Ok(_) => Ok(true),
            Err(Error::Unique(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Tries something that may fail with a broken rule, and undoes it alone if it does: PostgreSQL would otherwise
    /// abandon the whole transaction.
    pub fn attempt<T, E: From<Error>>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.db.script("SAVEPOINT attempt")?;
        let outcome = f(self);
        self.db.script(match outcome {
            Ok(_) => "RELEASE SAVEPOINT attempt",
            Err(_) => "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt",
        })?;
        outcome
    }

    /// Appends an event, and in the same transaction one job for each listener of its kind, and one where it was wished for.
    pub fn append<V: Event>(&mut self, event: &V) -> Result<EventId, Error> {
        let id: EventId = self.new_id();
        let subject = event.subject();
        let payload = serde_json::to_string(event).map_err(|error| Error::Value(error.to_string()))?;
        if self.reach.is_some() {
            self.named.push(join_id(subject.kind, subject.id));
            let fields = serde_json::to_value(event).map_err(|error| Error::Value(error.to_string()))?;
            let fields = fields.as_object().into_iter().flat_map(|fields| fields.values());
            self.named.extend(fields.filter_map(serde_json::Value::as_str).map(str::to_owned));
        }
        let (now, actor) = (self.now, self.actor);
        let wished = self.query_one(
            "INSERT INTO event (id, at, actor_kind, actor_id, kind, subject_kind, subject_id, payload) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             RETURNING (SELECT MIN(event_wish.job) FROM event_wish WHERE event_wish.kind = $5 OR event_wish.kind = '*')",
            params![
                id.raw(),
                now,
                actor.kind(),
                actor.id(),
                V::KIND,
                subject.kind,
                subject.id,
                payload.as_str()
            ],
        )?;
        let shared = self.shared;
        for job in shared.listeners.get(V::KIND).into_iter().flatten() {
            self.enqueue(
                &crate::NewJob::new(*job).payload(payload.clone()).key(format!("{id}")).caused_by(id),
            )?;
        }
        if let Some(job) = wished.get::<Option<String>>(0)? {
            let payload = format!(r#"{{"event":"{id}"}}"#);
            self.enqueue(&crate::NewJob::new(job).payload(payload).key(format!("{id}")).caused_by(id))?;
        }
        Ok(id)
    }

    /// Has a job queued for every event of these kinds from now on, `*` being all; what was wished before no longer holds. Its payload is
    /// `{"event": "evt_…"}`.
    pub fn wish_events(&mut self, job: &str, kinds: &[&str]) -> Result<(), Error> {
        self.execute("DELETE FROM event_wish WHERE job = $1", params![job])?;
        for kind in kinds {
            self.execute("INSERT INTO event_wish (kind, job) VALUES ($1, $2)", params![*kind, job])?;
        }
        Ok(())
    }

    /// Keeps personal values before and after a change beside an event; erasure empties them.
    pub fn append_private(
        &mut self,
        event: EventId,
        subject: troth_core::Subject,
        values: &str,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT INTO event_private (event_id, subject_kind, subject_id, payload) VALUES ($1, $2, $3, $4)",
            params![event.raw(), subject.kind, subject.id, values],
        )?;
        Ok(())
    }

    /// Queues a job in this transaction. With a key that a job of its kind has had before, nothing is queued.
    pub fn enqueue(&mut self, job: &crate::NewJob) -> Result<Option<JobId>, Error> {
        let id: JobId = self.new_id();
        let wall = self.wall();
        let run_at = job.run_at.unwrap_or(wall);
        let added = self.execute(
            "INSERT INTO job (id, kind, idempotence_key, payload, state, run_at, attempts, max_attempts, event_id, created_at) \
             VALUES ($1, $2, $3, $4, 'ready', $5, 0, $6, $7, $8) ON CONFLICT DO NOTHING",
            params![
                id.raw(),
                job.kind.as_str(),
                job.key.as_deref(),
                job.payload.as_str(),
                run_at,
                job.max_attempts,
                job.event.map(Id::raw),
                wall
            ],
        )?;
        Ok((added == 1).then_some(id))
    }

    /// Changes a setting of the installation. The caller appends the event.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), Error> {
        self.execute(
            "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, value],
        )?;
        Ok(())
    }
}

impl Db<'_> {
    /// A setting of the installation, if it was ever set.
    pub fn find_setting(&mut self, key: &str) -> Result<Option<String>, Error> {
        self.query_opt("SELECT value FROM setting WHERE key = $1", params![key])?
            .map(|row| row.get(0))
            .transpose()
    }
}
