//! The SQLite side: one writer thread that shares commits, and a few read-only connections.

use std::fs::File;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::OpenFlags;
use tokio::sync::{Semaphore, mpsc};

use troth_core::{Actor, Instant};

use crate::checkpoint::Checkpoint;
use crate::db::{Conn, Db, SqliteConn};
use crate::part::Part;
use crate::tx::Tx;
use crate::{Engine, Error, Reach, Shared, reach};

/// How many changes may share a commit.
const BATCH: usize = 256;
/// How many changes may wait for the writer before callers wait too.
const WAITING: usize = 4096;
const READERS: usize = 6;
/// A closure that holds the writer longer than this is logged, in microseconds.
pub(crate) const SLOW: i64 = 5_000;
/// Nobody may hold it longer than this.
const TOO_LONG: i64 = 100_000;

/// A change asked of the writer.
pub(crate) trait Request: Send {
    fn when(&self) -> (Instant, Actor);
    /// Runs the closure; whether it succeeded. May be called again.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Marks the closure as failed by something other than itself.
    fn fail(&mut self, error: Error);
    /// Answers the caller, after the commit.
    fn answer(self: Box<Self>);
}

pub(crate) struct Sqlite {
    requests: Mutex<Option<mpsc::Sender<Box<dyn Request>>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Mutex<Vec<SqliteConn>>,
    /// Connections that see only what is in somebody's reach.
    bounded: Mutex<Vec<SqliteConn>>,
    /// What makes one.
    bounding: String,
    free: Semaphore,
    path: PathBuf,
}

pub(crate) const FILE: &str = "troth.db";

/// Held while a database is brought up to date; another program waits for it.
pub(crate) fn start_lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join("start.lock");
    let shown = |source| Error::File { path: path.display().to_string(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(shown)?;
    file.lock().map_err(shown)?;
    Ok(file)
}

pub(crate) fn open_writer(folder: &Path) -> Result<SqliteConn, Error> {
    let conn = rusqlite::Connection::open(folder.join(FILE))?;
    conn.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA temp_store = memory; PRAGMA cache_size = -65536; PRAGMA trusted_schema = OFF;",
    )?;
    Ok(SqliteConn::new(conn))
}

fn open_reader(path: &Path) -> Result<SqliteConn, Error> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let conn = rusqlite::Connection::open_with_flags(path, flags)?;
    conn.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA temp_store = memory; PRAGMA cache_size = -8192; \
         PRAGMA trusted_schema = OFF;",
    )?;
    Ok(SqliteConn::new(conn))
}

impl Sqlite {
    pub(crate) fn start(
        folder: &Path,
        conn: SqliteConn,
        shared: Arc<Shared>,
        parts: &[Part],
    ) -> Result<Self, Error> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let path = folder.join(FILE);
        let file = path.clone();
        let spawned = std::thread::Builder::new().name("troth-writer".into()).spawn(move || {
            match Checkpoint::watch(&file, &conn.inner) {
                Ok(checkpoint) => Writer { conn, shared, checkpoint }.serve(receiver),
                // Whoever sends a change is answered that the records are closed.
                Err(error) => tracing::error!(%error, "the records cannot be written"),
            }
        });
        let writer = spawned.map_err(|source| Error::File { path: path.display().to_string(), source })?;
        Ok(Self {
            requests: Mutex::new(Some(sender)),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::new(Vec::new()),
            bounded: Mutex::new(Vec::new()),
            bounding: reach::script(parts, Engine::Sqlite, "main"),
            free: Semaphore::new(READERS),
            path,
        })
    }

    pub(crate) async fn send(&self, request: Box<dyn Request>) -> Result<(), Error> {
        let sender = self.requests.lock().map_err(|_| Error::Closed)?.clone().ok_or(Error::Closed)?;
        sender.send(request).await.map_err(|_| Error::Closed)
    }

    /// A read-only connection that nobody else has.
    pub(crate) fn reader(&self) -> Result<SqliteConn, Error> {
        open_reader(&self.path)
    }

    /// Runs a closure on a read-only connection, within one snapshot.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        reach: Option<Reach>,
        f: impl FnOnce(&mut Db<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let pool = if reach.is_some() { &self.bounded } else { &self.readers };
        let pooled = pool.lock().map_err(|_| Error::Closed)?.pop();
        let conn = match (pooled, reach) {
            (Some(conn), _) => conn,
            (None, None) => open_reader(&self.path)?,
            (None, Some(_)) => self.open_bounded()?,
        };
        if let Some(reach) = reach {
            reach.ask(&mut Db::new(Conn::Sqlite(&conn)))?;
        }
        conn.inner.execute_batch("BEGIN").map_err(Error::from)?;
        let outcome = f(&mut Db::new(Conn::Sqlite(&conn)));
        conn.inner.execute_batch("ROLLBACK").map_err(Error::from)?;
        pool.lock().map_err(|_| Error::Closed)?.push(conn);
        outcome
    }

    fn open_bounded(&self) -> Result<SqliteConn, Error> {
        let conn = open_reader(&self.path)?;
        conn.inner.execute_batch(&format!(
            "PRAGMA query_only = OFF; BEGIN; {} COMMIT; PRAGMA query_only = ON",
            self.bounding
        ))?;
        Ok(conn)
    }

    pub(crate) const fn permits(&self) -> &Semaphore {
        &self.free
    }

    /// How many changes wait for the writer.
    pub(crate) fn waiting(&self) -> u64 {
        let requests = self.requests.lock().ok();
        let free =
            requests.as_ref().and_then(|sender| sender.as_ref()).map_or(WAITING, mpsc::Sender::capacity);
        (WAITING - free) as u64
    }

    fn log(&self) -> PathBuf {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        log.into()
    }

    /// Bytes of the write-ahead log; none before anything was written.
    pub(crate) fn log_bytes(&self) -> u64 {
        std::fs::metadata(self.log()).map_or(0, |file| file.len())
    }

    /// How often the write-ahead log was begun anew: the checkpoint sequence number, the fourth word of its header
    /// (<https://www.sqlite.org/fileformat.html#the_write_ahead_log>).
    pub(crate) fn checkpoints(&self) -> u64 {
        let mut header = [0; 16];
        let read = File::open(self.log()).and_then(|mut log| log.read_exact(&mut header));
        let [.., a, b, c, d] = header;
        read.map_or(0, |()| u64::from(u32::from_be_bytes([a, b, c, d])))
    }

    /// Lets the writer finish what waits, and closes the files.
    pub(crate) fn close(&self) {
        if let Ok(mut sender) = self.requests.lock() {
            sender.take();
        }
        let writer = self.writer.lock().ok().and_then(|mut writer| writer.take());
        if let Some(writer) = writer {
            // The writer catches what its closures throw; joining only waits.
            drop(writer.join());
        }
        for pool in [&self.readers, &self.bounded] {
            if let Ok(mut readers) = pool.lock() {
                readers.clear();
            }
        }
    }
}

struct Writer {
    conn: SqliteConn,
    shared: Arc<Shared>,
    checkpoint: Checkpoint,
}

/// How a closure ended.
enum Ran {
    /// It succeeded or failed by itself; either way its savepoint is settled.
    Settled,
    /// SQLite gave up the whole transaction (full disk, I/O).
    TransactionLost,
}

impl Writer {
    fn serve(mut self, mut receiver: mpsc::Receiver<Box<dyn Request>>) {
        while let Some(first) = receiver.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH {
                let Ok(next) = receiver.try_recv() else { break };
                batch.push(next);
            }
            if self.together(&mut batch).is_err() {
                self.shared.counting.conflicts.add(batch.len());
                for request in &mut batch {
                    // A batch that cannot commit is run again one by one, so that only the cause fails.
                    if let Err(error) = self.together(std::slice::from_mut(request)) {
                        request.fail(error);
                    }
                }
            }
            for request in batch {
                request.answer();
            }
            self.checkpoint.after_commit(&self.conn.inner);
        }
        self.checkpoint.stop();
        // Folds the log into the file, so that what is left is one file.
        if let Err(error) = self.conn.inner.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
            tracing::warn!(%error, "the write-ahead log stays beside the database");
        }
    }

    /// Runs requests in one transaction. An error means that nothing was kept and every one must be run again.
    fn together(&self, requests: &mut [Box<dyn Request>]) -> Result<(), Error> {
        let conn = &self.conn.inner;
        if let Err(error) = conn.execute_batch("BEGIN IMMEDIATE") {
            // Another program holds the database: one by one would only wait as long again for each.
            let error = error.to_string();
            for request in requests {
                request.fail(Error::Busy(error.clone()));
            }
            return Ok(());
        }
        // One that is alone needs no savepoint: the transaction is its own, and no page is copied before it is written.
        let alone = requests.len() == 1;
        for request in &mut *requests {
            let lost = match self.one(request.as_mut(), alone) {
                Ok(Ran::Settled) => None,
                Ok(Ran::TransactionLost) => Some(Error::Full),
                Err(error) => Some(error),
            };
            if let Some(error) = lost {
                self.roll_back();
                return Err(error);
            }
        }
        if alone && conn.is_autocommit() {
            self.shared.counting.changes.add(1);
            return Ok(());
        }
        conn.execute_batch("COMMIT").map_err(|error| {
            self.roll_back();
            Error::from(error)
        })?;
        self.shared.counting.commits.add(1);
        self.shared.counting.changes.add(requests.len());
        Ok(())
    }

    fn one(&self, request: &mut dyn Request, alone: bool) -> Result<Ran, Error> {
        let conn = &self.conn.inner;
        let (kept, undone) =
            if alone { ("", "ROLLBACK") } else { ("RELEASE verb", "ROLLBACK TO verb; RELEASE verb") };
        if !alone {
            conn.execute_batch("SAVEPOINT verb")?;
        }
        let (now, actor) = request.when();
        let started = self.shared.wall.now();
        let mut tx = Tx::new(Conn::Sqlite(&self.conn), now, actor, &self.shared);
        let succeeded = catch_unwind(AssertUnwindSafe(|| request.run(&mut tx)));
        let held = self.shared.wall.now().micros() - started.micros();
        if held > SLOW {
            self.shared.counting.slow.add(1);
        }
        if held > TOO_LONG {
            tracing::warn!(held_us = held, "a change kept every other waiting; it should be cut in chunks");
        } else if held > SLOW {
            tracing::debug!(held_us = held, "a change held the writer");
        }
        if conn.is_autocommit() {
            return Ok(Ran::TransactionLost);
        }
        match succeeded {
            Ok(true) => conn.execute_batch(kept)?,
            Ok(false) => conn.execute_batch(undone)?,
            Err(_) => {
                request.fail(Error::Panicked);
                conn.execute_batch(undone)?;
            }
        }
        Ok(Ran::Settled)
    }

    fn roll_back(&self) {
        if !self.conn.inner.is_autocommit()
            && let Err(error) = self.conn.inner.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}
