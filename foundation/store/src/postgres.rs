//! The PostgreSQL side: a pool, serializable transactions that are run again on conflict, the start lock.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};
use sqlx::{Connection, Executor};
use tokio::runtime::Handle;
use tokio::sync::RwLock;
use troth_core::{Actor, Instant};

use crate::db::{Conn, Db};
use crate::part::Part;
use crate::sqlite::SLOW;
use crate::tx::Tx;
use crate::{Engine, Error, Reach, Shared, reach};

/// What every connection is told first.
const SESSION: &str = "SET default_transaction_isolation = 'serializable'; SET jit = off; SET idle_in_transaction_session_timeout = '60s'; SET timezone = 'UTC'";
/// How often a transaction is run again when others changed the same rows.
const TRIES: u32 = 24;
/// After so many conflicts a transaction runs while no other of this program does.
const ALONE: u32 = 3;
/// Number of the advisory lock held while a database is brought up to date.
const START_LOCK: i32 = 0x7472_6f74;

pub(crate) struct Postgres {
    pub(crate) pool: PgPool,
    /// Connections that see only what is in somebody's reach.
    bounded: Option<PgPool>,
    /// Shared by transactions that write; taken alone by one that has met others too often.
    lane: Arc<RwLock<()>>,
}

impl Postgres {
    pub(crate) async fn connect(url: &str) -> Result<Self, Error> {
        let options: sqlx::postgres::PgConnectOptions = url.parse().map_err(|_| {
            Error::Unreachable("the database URL is not of the form postgres://user@host/name".into())
        })?;
        let pool = PgPoolOptions::new()
            .max_connections(24)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(|conn, _| Box::pin(async move { conn.execute(SESSION).await.map(|_| ()) }))
            .connect_with(options.application_name("troth"))
            .await?;
        Ok(Self { pool, bounded: None, lane: Arc::default() })
    }

    /// Ready for readers who see only what is in their reach; their connections are made when the first of them asks.
    pub(crate) fn bounding(mut self, parts: &[Part]) -> Self {
        let parts: Arc<[Part]> = parts.into();
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |conn, _| {
                let parts = Arc::clone(&parts);
                Box::pin(async move {
                    conn.execute(SESSION).await?;
                    let main: String =
                        sqlx::query_scalar("SELECT CAST(quote_ident(current_schema()) AS TEXT)")
                            .fetch_one(&mut *conn)
                            .await?;
                    let script = reach::script(&parts, Engine::Postgres, &main);
                    conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(script))).await.map(|_| ())
                })
            })
            .connect_lazy_with((*self.pool.connect_options()).clone());
        self.bounded = Some(pool);
        self
    }

    /// Runs `f` in one transaction on a connection of its own, holding the start lock. Closing the connection frees the
    /// lock, whatever happened.
    pub(crate) async fn under_start_lock(
        &self,
        f: impl FnOnce(&mut Db<'_>) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let mut conn = PgConnection::connect_with(&self.pool.connect_options()).await?;
        sqlx::query("SELECT pg_advisory_lock($1, hashtext(current_schema()))")
            .bind(START_LOCK)
            .execute(&mut conn)
            .await?;
        let handle = Handle::current();
        blocking(move || {
            let mut db = Db::new(Conn::Postgres(&mut conn, &handle));
            let outcome = db.script("BEGIN ISOLATION LEVEL READ COMMITTED").and_then(|()| f(&mut db));
            let outcome = settle(&mut db, outcome);
            drop(handle.block_on(conn.close()));
            outcome
        })
        .await
    }

    /// Runs a read-only closure within one snapshot.
    pub(crate) async fn read<T, E>(
        &self,
        f: impl FnOnce(&mut Db<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.read_within(None, f).await
    }

    /// The same of what is in somebody's reach.
    pub(crate) async fn read_within<T, E>(
        &self,
        reach: Option<Reach>,
        f: impl FnOnce(&mut Db<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let pool = match (reach, &self.bounded) {
            (None, _) => &self.pool,
            (Some(_), Some(bounded)) => bounded,
            // Rather nothing than everything.
            (Some(_), None) => return Err(Error::Closed.into()),
        };
        let mut conn = pool.acquire().await.map_err(Error::from)?;
        let handle = Handle::current();
        blocking(move || {
            let mut db = Db::new(Conn::Postgres(&mut conn, &handle));
            db.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let asked = reach.map_or(Ok(()), |reach| reach.ask(&mut db)).map_err(E::from);
            let outcome = asked.and_then(|()| f(&mut db));
            settle(&mut db, outcome)
        })
        .await
    }

    pub(crate) async fn close(&self) {
        if let Some(bounded) = &self.bounded {
            bounded.close().await;
        }
        self.pool.close().await;
    }

    /// Runs a closure serializably, again on conflict. Many who write to the same few pages of an index would meet again and again, however long
    /// they wait; so one that has conflicted [`ALONE`] times runs alone, and then only another program can be in its way.
    pub(crate) async fn write<T, E, F>(
        &self,
        now: Instant,
        actor: Actor,
        shared: Arc<Shared>,
        mut f: F,
    ) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let mut conn = self.pool.acquire().await.map_err(Error::from)?;
        let (handle, lane) = (Handle::current(), Arc::clone(&self.lane));
        blocking(move || {
            let began = shared.wall.now();
            for attempt in 1..=TRIES {
                let alone = attempt > ALONE;
                let lanes = (
                    (!alone).then(|| handle.block_on(lane.read())),
                    alone.then(|| handle.block_on(lane.write())),
                );
                let mut tx = Tx::new(Conn::Postgres(&mut conn, &handle), now, actor, &shared);
                tx.script("BEGIN ISOLATION LEVEL SERIALIZABLE")?;
                let outcome = catch_unwind(AssertUnwindSafe(|| f(&mut tx)));
                let outcome = outcome.unwrap_or_else(|_| Err(Error::Panicked.into()));
                let outcome = settle(&mut tx, outcome);
                if outcome.is_ok() || !tx.conflicted {
                    shared.counting.commits.add(usize::from(outcome.is_ok()));
                    shared.counting.changes.add(1);
                    shared.counting.slow.add(usize::from(shared.wall.now().micros() - began.micros() > SLOW));
                    return outcome;
                }
                drop(lanes);
                shared.counting.conflicts.add(1);
                // Programs and tries wait differently, so that two in conflict do not meet again.
                let pause = u64::from(attempt) * 700 + u64::from(std::process::id() % 7) * 100;
                handle.block_on(tokio::time::sleep(Duration::from_micros(pause)));
            }
            Err(Error::Retry.into())
        })
        .await
    }
}

/// Commits what succeeded and rolls back what failed or met a conflict.
fn settle<T, E: From<Error>>(db: &mut Db<'_>, outcome: Result<T, E>) -> Result<T, E> {
    if outcome.is_ok() && !db.conflicted {
        db.script("COMMIT")?;
        return outcome;
    }
    let conflicted = db.conflicted;
    if let Err(error) = db.script("ROLLBACK") {
        tracing::warn!(%error, "a transaction could not be rolled back; its connection is dropped");
    }
    db.conflicted = conflicted;
    outcome.and_then(|_| Err(Error::Retry.into()))
}

/// Runs what waits on the database on a thread that may wait.
async fn blocking<T: Send + 'static, E: From<Error> + Send + 'static>(
    f: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    tokio::task::spawn_blocking(f).await.unwrap_or_else(|_| Err(Error::Panicked.into()))
}
