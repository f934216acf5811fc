//! Everything in the records as one file, and back: on the same engine or the other.
//!
//! A backup is a ZIP archive: a file of rows for each table, one JSON array a row in the order of its key, and `manifest.json`, which says of each
//! table its columns, how many rows it has and the SHA-256 of its rows. It is written from one snapshot while others go on writing. A restore makes
//! the tables as they were at the time of the backup, fills them in one transaction, reads every row back and compares it with the manifest, and
//! only then keeps them; the program that opens the records next brings them up to date.
//!
//! Both grow with the rows; memory with a thousand of them. Left out are the leases of running programs.

mod format;
mod read;
mod table;
mod write;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use read::check;

use crate::part::Part;
use crate::{Db, Error};

/// How a backup says what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Which form of backup this is; this program reads 1.
    pub format: u32,
    /// When it was made, in microseconds since 1970.
    pub made_at: i64,
    /// The engine it was made on.
    pub engine: String,
    /// The migrations that its tables came by.
    pub migrations: Vec<Applied>,
    /// Its tables.
    pub tables: Vec<Kept>,
}

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Whose it is.
    pub owner: String,
    /// Its number.
    pub number: i64,
    /// Fingerprint of its text.
    pub checksum: String,
}

/// A table in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of its rows as they stand in the file, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// All its rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Told how far a backup or a restore is: rows done.
pub type Progress<'p> = &'p mut (dyn FnMut(u64) + Send);

/// Writes a backup of this snapshot to a file that is not there yet. It stands there whole or not at all.
pub(crate) fn write(db: &mut Db<'_>, path: &Path, now: i64, shown: Progress<'_>) -> Result<Manifest, Error> {
    write::write(db, path, now, shown)
}

/// Fills a database that has nothing in it; the caller has begun a transaction and keeps it only if this succeeds.
pub(crate) fn restore(
    db: &mut Db<'_>,
    path: &Path,
    parts: &[Part],
    now: troth_core::Instant,
    shown: Progress<'_>,
) -> Result<Manifest, Error> {
    read::restore(db, path, parts, now, shown)
}
