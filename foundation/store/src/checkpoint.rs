//! Folding SQLite's write-ahead log into the file while others go on writing.
//!
//! The log begins anew only at a moment when all of it is in the file. Were the writer to see to that alone, everybody would
//! wait while tens of thousands of pages are copied and forced to disk. So a thread of its own copies what has
//! gathered, again and again while the writer goes on, until little is left; that little the writer copies itself.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::Error;

/// Pages of log from which on it is folded in: 32 MB.
const BEGIN: i32 = 8_192;
/// Left with so many pages, the writer copies them itself between two commits.
const LITTLE: i64 = 2_048;
/// How often the log is copied while the writer is as fast.
const PASSES: u32 = 4;
/// More than that is never left to the writer: somebody reads what was true long ago, and the log waits for them.
const MUCH: i64 = 16_384;

thread_local! {
    /// Pages of log after the latest commit of this thread.
    static PAGES: Cell<i32> = const { Cell::new(0) };
}

/// The writer's side.
pub(crate) struct Checkpoint {
    ask: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    /// Set when what is left is little.
    ready: Arc<AtomicBool>,
}

impl Checkpoint {
    /// Begins to watch a connection; must be called on the thread that will write with it.
    pub(crate) fn watch(file: &Path, writer: &Connection) -> Result<Self, Error> {
        writer.wal_hook(Some(|_, pages| {
            PAGES.set(pages);
            Ok(())
        }));
        let conn = Connection::open(file)?;
        conn.execute_batch("PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0;")?;
        let ready = Arc::new(AtomicBool::new(false));
        let (ask, asked) = sync_channel(1);
        let said = Arc::clone(&ready);
        let spawned = std::thread::Builder::new()
            .name("troth-checkpoint".into())
            .spawn(move || serve(&conn, &asked, &said));
        let thread = spawned.map_err(|source| Error::File { path: file.display().to_string(), source })?;
        Ok(Self { ask: Some(ask), thread: Some(thread), ready })
    }

    /// Called by the writer after each commit. Cost: nothing but for one commit in some thousands of pages.
    pub(crate) fn after_commit(&self, writer: &Connection) {
        if self.ready.swap(false, Ordering::Acquire) {
            if let Err(error) = pass(writer) {
                tracing::warn!(%error, "the write-ahead log could not be folded in");
            }
        } else if PAGES.get() >= BEGIN
            && let Some(ask) = &self.ask
        {
            // One that is at work, or has just been asked, is enough.
            let _ = ask.try_send(());
        }
    }

    /// Waits for the thread to end, so that nothing else has the file open.
    pub(crate) fn stop(&mut self) {
        self.ask.take();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn serve(conn: &Connection, asked: &Receiver<()>, ready: &AtomicBool) {
    while asked.recv().is_ok() {
        let mut left = MUCH;
        for _ in 0..PASSES {
            left = match pass(conn) {
                Ok(left) => left,
                Err(error) => {
                    tracing::warn!(%error, "the write-ahead log could not be folded in");
                    break;
                }
            };
            if left <= LITTLE {
                break;
            }
        }
        ready.store(left < MUCH, Ordering::Release);
        // Asked again in the meantime: of the log that the writer is about to begin anew.
        while asked.try_recv().is_ok() {}
    }
}

/// Copies what has gathered, without keeping anybody waiting; pages that were added since or that a reader still needs.
fn pass(conn: &Connection) -> Result<i64, Error> {
    let counted = |row: &rusqlite::Row<'_>| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?);
    Ok(conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], counted)?)
}
