//! What the store has done since the program began, for whoever watches it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counted while it happens; only numbers, so nothing waits for anything.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    pub(crate) commits: Count,
    pub(crate) changes: Count,
    pub(crate) slow: Count,
    pub(crate) conflicts: Count,
}

#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, count: usize) {
        self.0.fetch_add(count as u64, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the store has done since the program began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Transactions committed; on SQLite many changes share one.
    pub commits: u64,
    /// Changes asked for.
    pub changes: u64,
    /// Changes that kept the writer longer than 5 ms.
    pub slow: u64,
    /// Changes run again because another was in their way.
    pub conflicts: u64,
    /// Changes that wait for the writer now; none where every change has a connection of its own.
    pub waiting: Option<u64>,
    /// Bytes of the write-ahead log on disk now: it stays as large as it ever was until it is folded in at the end.
    pub log_bytes: Option<u64>,
    /// How often that log was folded in and begun anew since there is one.
    pub checkpoints: Option<u64>,
}

impl Counting {
    pub(crate) fn counts(
        &self,
        waiting: Option<u64>,
        (log_bytes, checkpoints): (Option<u64>, Option<u64>),
    ) -> Counts {
        Counts {
            commits: self.commits.get(),
            changes: self.changes.get(),
            slow: self.slow.get(),
            conflicts: self.conflicts.get(),
            waiting,
            log_bytes,
            checkpoints,
        }
    }
}
