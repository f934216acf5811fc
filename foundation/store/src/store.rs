//! Opening, reading, writing, closing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use troth_core::{Actor, Clock, ConsentId, Id as _, IdMaker, Instant, WorkItemId};

use crate::backup::{self, Manifest};
use crate::db::{Conn, Db};
use crate::node::Node;
use crate::once::Claim;
use crate::part::{self, Folder, Part};
use crate::postgres::Postgres;
use crate::reach::Belonging;
use crate::sqlite::{self, Request, Sqlite};
use crate::tx::Tx;
use crate::{Error, Reach, Shared, migrate, node};

/// Which database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// An embedded file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where the records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder that holds `troth.db`; made when it does not exist.
    Folder(PathBuf),
    /// A PostgreSQL URL.
    Url(String),
}

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

/// The store's own tables whose rows belong to customers. The log is read by nobody who is limited.
const BELONGINGS: &[Belonging] = &[
    Belonging::through("consent", "contact_id", "contact").shown_as(ConsentId::PREFIX),
    Belonging::through("score", "account_id", "account"),
    Belonging::through("work_item", "account_id", "account").shown_as(WorkItemId::PREFIX),
    Belonging::through("work_action", "account_id", "account"),
];

/// The store's own tables.
pub const fn part() -> Part {
    Part {
        privacy: Some(crate::privacy::PRIVACY),
        belongings: BELONGINGS,
        ..Part::new("store", Folder::of::<Migrations>())
    }
}

enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

struct Inner {
    backend: Backend,
    shared: Arc<Shared>,
    node: Node,
    parts: Vec<Part>,
}

/// The open records database. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine()).field("node", &self.node()).finish()
    }
}

fn taken(place: &str) -> Error {
    Error::Other(format!(
        "{place} holds records already; restore into an empty place, and move there afterwards"
    ))
}

fn restore_file(
    folder: &std::path::Path,
    path: &std::path::Path,
    parts: &[Part],
    wall: Instant,
    shown: backup::Progress<'_>,
) -> Result<Manifest, Error> {
    let conn = sqlite::open_writer(folder)?;
    // Rows point at rows that come later; all are checked at the end.
    conn.inner.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")?;
    let done = backup::restore(&mut Db::new(Conn::Sqlite(&conn)), path, parts, wall, shown);
    conn.inner.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

impl Store {
    /// Opens the records, brings their tables and fact views up to date, and takes a node number.
    ///
    /// `parts` are those of every crate with tables, this one's [`part`] included.
    pub async fn open(location: &Location, parts: Vec<Part>, wall: Arc<dyn Clock>) -> Result<Self, Error> {
        part::check(&parts)?;
        let mut listeners: std::collections::HashMap<_, Vec<_>> = std::collections::HashMap::new();
        for listener in parts.iter().flat_map(|part| part.listeners) {
            listeners.entry(listener.event).or_default().push(listener.job);
        }
        let now = wall.now();
        let token = node::token();
        match location {
            Location::Folder(folder) => {
                let shown = |source| Error::File { path: folder.display().to_string(), source };
                std::fs::create_dir_all(folder).map_err(shown)?;
                let lock = sqlite::start_lock(folder)?;
                let conn = sqlite::open_writer(folder)?;
                conn.inner.execute_batch("BEGIN IMMEDIATE")?;
                let mut db = Db::new(Conn::Sqlite(&conn));
                let leased =
                    migrate::migrate(&mut db, &parts, now).and_then(|()| Node::lease(&mut db, &token, now));
                conn.inner.execute_batch(if leased.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
                let node = leased?;
                drop(lock);
                let shared = Arc::new(Shared::new(listeners, IdMaker::new(node.number()), wall));
                let backend = Backend::Sqlite(Sqlite::start(folder, conn, Arc::clone(&shared), &parts)?);
                Ok(Self(Arc::new(Inner { backend, shared, node, parts })))
            }
            Location::Url(url) => {
                let postgres = Postgres::connect(url).await?.bounding(&parts);
                let all = parts.clone();
                let (reply, leased) = oneshot::channel();
                postgres
                    .under_start_lock(move |db| {
                        migrate::migrate(db, &all, now)?;
                        // The receiver waits just below.
                        drop(reply.send(Node::lease(db, &token, now)?));
                        Ok(())
                    })
                    .await?;
                let node = leased.await.map_err(|_| Error::Closed)?;
                let shared = Arc::new(Shared::new(listeners, IdMaker::new(node.number()), wall));
                Ok(Self(Arc::new(Inner { backend: Backend::Postgres(postgres), shared, node, parts })))
            }
        }
    }

    /// Which engine holds the records.
    pub fn engine(&self) -> Engine {
        match self.0.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// This program's node number.
    pub fn node(&self) -> u16 {
        self.0.node.number()
    }

    /// What every crate with tables exported.
    pub fn parts(&self) -> &[Part] {
        &self.0.parts
    }

    /// What it has done since the program began.
    pub fn counts(&self) -> crate::Counts {
        let (waiting, log) = match &self.0.backend {
            Backend::Sqlite(sqlite) => {
                (Some(sqlite.waiting()), (Some(sqlite.log_bytes()), Some(sqlite.checkpoints())))
            }
            Backend::Postgres(_) => (None, (None, None)),
        };
        self.0.shared.counting.counts(waiting, log)
    }

    /// The wall clock the store was opened with.
    pub fn wall(&self) -> Instant {
        self.0.shared.wall.now()
    }

    /// Changes the records: the only way to. The closure does SQL and arithmetic only and may run again. When this
    /// returns `Ok`, the change is on disk; when it returns `Err`, nothing of it is kept.
    pub async fn write<T, E, F>(&self, now: Instant, actor: Actor, mut f: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        // A request that is carried out once notes so in the transaction of each of its changes.
        let claim = Claim::current();
        let bounded = Reach::current().map(|reach| (reach, self.0.parts.clone()));
        let f = move |tx: &mut Tx<'_>| {
            tx.reach = bounded.as_ref().map(|(reach, _)| *reach);
            let done = f(tx)?;
            if let Some((reach, parts)) = &bounded {
                let named = std::mem::take(&mut tx.named);
                reach.check(tx, parts, named.iter().map(String::as_str))?;
            }
            claim.map_or(Ok(()), |claim| claim.commit(tx))?;
            Ok(done)
        };
        match &self.0.backend {
            Backend::Sqlite(sqlite) => {
                let (reply, answer) = oneshot::channel();
                sqlite.send(Box::new(Verb { f, now, actor, outcome: None, reply })).await?;
                answer.await.unwrap_or_else(|_| Err(Error::Closed.into()))
            }
            Backend::Postgres(postgres) => postgres.write(now, actor, Arc::clone(&self.0.shared), f).await,
        }
    }

    /// Fails with [`Error::NotFound`] where one of these ids, as they are shown, belongs to a customer out of reach.
    pub async fn check_reach(&self, reach: Reach, ids: Vec<String>) -> Result<(), Error> {
        let parts = self.0.parts.clone();
        self.read(move |db| reach.check(db, &parts, ids.iter().map(String::as_str))).await
    }

    /// Looks at the records, within one snapshot. Reading never writes: the connection refuses. Within [`Reach::scope`] there is
    /// only what is in reach.
    pub async fn read<T, E>(
        &self,
        f: impl FnOnce(&mut Db<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let reach = Reach::current();
        let sqlite = match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite,
            Backend::Postgres(postgres) => return postgres.read_within(reach, f).await,
        };
        let permit = sqlite.permits().acquire().await.map_err(|_| Error::Closed)?;
        let inner = Arc::clone(&self.0);
        let reading = tokio::task::spawn_blocking(move || match &inner.backend {
            Backend::Sqlite(sqlite) => sqlite.read(reach, f),
            Backend::Postgres(_) => Err(Error::Closed.into()),
        });
        let outcome = reading.await.unwrap_or_else(|_| Err(Error::Panicked.into()));
        drop(permit);
        outcome
    }

    /// Writes everything in the records to one file that is not there yet, from one snapshot, while others go on. On SQLite the log of changes
    /// grows meanwhile, because the snapshot needs what it holds.
    pub async fn backup(
        &self,
        path: PathBuf,
        mut shown: impl FnMut(u64) + Send + 'static,
    ) -> Result<Manifest, Error> {
        let now = self.wall().micros();
        self.read(move |db| backup::write(db, &path, now, &mut shown)).await
    }

    /// Fills a place that holds no records from a backup, and reads all of it back before it is kept. Open the records afterwards to bring them up to
    /// date.
    pub async fn restore(
        location: &Location,
        parts: Vec<Part>,
        wall: Instant,
        path: PathBuf,
        mut shown: impl FnMut(u64) + Send + 'static,
    ) -> Result<Manifest, Error> {
        match location {
            Location::Folder(folder) => {
                let fault = |source| Error::File { path: folder.display().to_string(), source };
                std::fs::create_dir_all(folder).map_err(fault)?;
                let lock = sqlite::start_lock(folder)?;
                if folder.join(sqlite::FILE).exists() {
                    return Err(taken(&folder.display().to_string()));
                }
                let folder = folder.clone();
                let restoring = tokio::task::spawn_blocking(move || {
                    let done = restore_file(&folder, &path, &parts, wall, &mut shown);
                    if done.is_err() {
                        for end in ["", "-wal", "-shm"] {
                            drop(std::fs::remove_file(folder.join(format!("{}{end}", sqlite::FILE))));
                        }
                    }
                    done
                });
                let done = restoring.await.unwrap_or(Err(Error::Panicked));
                drop(lock);
                done
            }
            Location::Url(url) => {
                let postgres = Postgres::connect(url).await?;
                let (reply, restored) = oneshot::channel();
                postgres
                    .under_start_lock(move |db| {
                        let tables = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()";
                        if db.scalar::<i64>(tables, &[])? > 0 {
                            return Err(taken("the database"));
                        }
                        // The receiver waits just below.
                        drop(reply.send(backup::restore(db, &path, &parts, wall, &mut shown)?));
                        Ok(())
                    })
                    .await?;
                restored.await.map_err(|_| Error::Closed)
            }
        }
    }

    /// Whether opening these records would change their tables: the moment for a backup.
    pub async fn is_migration_due(location: &Location, parts: Vec<Part>) -> Result<bool, Error> {
        match location {
            Location::Folder(folder) if !folder.join(sqlite::FILE).exists() => Ok(false),
            Location::Folder(folder) => {
                let conn = sqlite::open_writer(folder)?;
                migrate::is_due(&mut Db::new(Conn::Sqlite(&conn)), &parts)
            }
            Location::Url(url) => {
                Postgres::connect(url).await?.read(move |db| migrate::is_due(db, &parts)).await
            }
        }
    }

    /// As [`Store::backup`], of records that are not open and stay as they are.
    pub async fn backup_unopened(
        location: &Location,
        wall: Instant,
        path: PathBuf,
    ) -> Result<Manifest, Error> {
        match location {
            Location::Folder(folder) => {
                let conn = sqlite::open_writer(folder)?;
                conn.inner.execute_batch("BEGIN")?;
                let done =
                    backup::write(&mut Db::new(Conn::Sqlite(&conn)), &path, wall.micros(), &mut |_| ());
                conn.inner.execute_batch("ROLLBACK")?;
                done
            }
            Location::Url(url) => {
                let postgres = Postgres::connect(url).await?;
                postgres.read(move |db| backup::write(db, &path, wall.micros(), &mut |_| ())).await
            }
        }
    }

    /// The engine behind it: one of the two.
    pub(crate) fn sides(&self) -> (Option<&Sqlite>, Option<&Postgres>) {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => (Some(sqlite), None),
            Backend::Postgres(postgres) => (None, Some(postgres)),
        }
    }

    /// The business that this installation serves.
    pub async fn business(&self) -> Result<crate::Business, Error> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method is not general over lifetimes"
        )]
        self.read(|db| db.business()).await
    }

    /// Renews the node lease; called now and then by [`job::Runner`](crate::job::Runner).
    pub(crate) async fn renew_node(&self) -> Result<(), Error> {
        let node = self.0.node.clone();
        self.write(self.wall(), Actor::System, move |tx| node.renew(tx)).await
    }

    /// Finishes what waits, gives the node number back and closes the files.
    pub async fn close(&self) {
        let node = self.0.node.clone();
        if let Err(error) = self.write(self.wall(), Actor::System, move |tx| node.release(tx)).await {
            tracing::warn!(%error, "the node number stays taken until its lease ends");
        }
        match &self.0.backend {
            Backend::Sqlite(_) => {
                let inner = Arc::clone(&self.0);
                let closing = tokio::task::spawn_blocking(move || {
                    if let Backend::Sqlite(sqlite) = &inner.backend {
                        sqlite.close();
                    }
                });
                drop(closing.await);
            }
            Backend::Postgres(postgres) => {
                // A stuck connection must not keep the program from ending.
                drop(tokio::time::timeout(Duration::from_secs(5), postgres.close()).await);
            }
        }
    }
}

/// One change on its way through the SQLite writer.
struct Verb<T, E, F> {
    f: F,
    now: Instant,
    actor: Actor,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Request for Verb<T, E, F>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn when(&self) -> (Instant, Actor) {
        (self.now, self.actor)
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = (self.f)(tx);
        let succeeded = outcome.is_ok();
        self.outcome = Some(outcome);
        succeeded
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        // A caller that went away needs no answer.
        drop(self.reply.send(self.outcome.unwrap_or_else(|| Err(Error::Closed.into()))));
    }
}
