//! Imports: a file is read and checked whole, staged in chunks, then applied chunk by chunk.
//!
//! A few chunks at a time are applied in one transaction that also moves the batch's counter, so a program that is killed
//! leaves a batch that anybody can go on with: the same command, or the job queued when staging ended. Facts show a batch
//! only when it is done. Cost: one pass over the file, then work in proportion to its rows.

mod apply;
pub(crate) mod batch;
mod check;
mod erased;
pub(crate) mod folder;
pub(crate) mod ground;
pub(crate) mod look;
mod mapping;
mod merged;
pub(crate) mod pages;
pub(crate) mod qualified;
pub(crate) mod reason;
mod rows;
mod source;
mod stage;
mod take_back;
mod twice;
mod undo;
pub(crate) mod upload;
pub(crate) mod value;
mod whom;
pub(crate) mod wrong;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use troth_core::{Actor, BatchId, Id, Instant};
use troth_store::import::{Applied, Batch, ImportKind};
use troth_store::{Store, params};

pub use apply::apply_import;
pub use check::{Checked, CheckedSaid};
pub use mapping::{DateForm, Mapping};
pub use reason::in_english;
pub(crate) use rows::kind;
pub use source::{Cell, Format, Found, Opening, Row, Source};
pub use stage::APPLY_JOB;
pub use take_back::{changed_by, take_back};
pub use undo::{UNDO_JOB, undo_import};
pub use upload::UPLOAD_JOB;
pub use whom::{Whom, enter_whom, find_whom};

use crate::Error;

/// Rows in a chunk, which is applied in well under 100 ms on the slowest machine; how many go into one transaction is
/// found out by how long they take ([`troth_store::Pace`]), so that other writers are not kept waiting.
const CHUNK: usize = 500;

/// How a file is to be read.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Options {
    /// Field and column, as given; what is not given is found by its heading.
    pub map: Vec<(String, String)>,
    /// Columns of a file that has one for each of several things, and what each is called.
    #[serde(default)]
    pub named: Vec<(String, String)>,
    /// The form of dates, where it is not ISO 8601.
    pub date_form: Option<String>,
    /// The outside system whose keys the file uses.
    pub source: String,
    /// Import the good rows of a file that has wrong ones.
    pub skip_wrong: bool,
    /// What stands before the decimals; `None`: `.`, and what could be read in two ways is refused.
    pub decimal: Option<char>,
    /// The encoding, where it is not to be found out.
    pub encoding: Option<String>,
    /// The sheet of a workbook; the first one otherwise.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Where rows that are wrong are written, with the reason; made when there is one.
    pub errors: Option<PathBuf>,
    /// Reasons are written there as messages, for readers of several languages; otherwise in English.
    #[serde(default)]
    pub keyed: bool,
}

impl Options {
    fn opening(&self) -> Opening<'_> {
        Opening { encoding: self.encoding.as_deref(), sheet: self.sheet.as_deref() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            map: Vec::new(),
            named: Vec::new(),
            date_form: None,
            source: "file".into(),
            skip_wrong: false,
            decimal: None,
            encoding: None,
            sheet: None,
            errors: None,
            keyed: false,
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Imported {
    /// The import.
    pub batch: BatchId,
    /// Its kind.
    pub kind: String,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that were left out because they are wrong.
    pub wrong: u64,
    /// How the file is written; `None` where the import was gone on with.
    #[serde(flatten)]
    pub found: Option<Found>,
    /// What applying the others did.
    #[serde(flatten)]
    pub applied: Applied,
}

/// Told how far an import is: chunks applied, chunks in all; zero in all while that is not known.
pub type Progress<'p> = &'p mut (dyn FnMut(u64, u64) + Send);

/// The kind of import with this name, among those of every capability.
pub fn find_kind(store: &Store, name: &str) -> Option<ImportKind> {
    store.parts().iter().flat_map(|part| part.imports).find(|kind| kind.name == name).copied()
}

/// Reads and checks a file without changing anything: the dry run. Right rows are compared with what is stored.
pub async fn check_file(
    store: &Store,
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Checked, Error> {
    let ground = ground::Ground::find(store, Some(kind)).await?;
    let (mut receiver, reading) = stage::read_in_chunks(kind, file, options, &ground);
    let (mut would, mut chunks) = (Applied::default(), 0);
    while let Some(rows) = receiver.recv().await {
        let batch = Batch {
            id: BatchId::from_raw(0),
            source: options.source.clone(),
            zone: ground.business.zone.clone(),
            currency: ground.business.currency,
            people: ground.business.people,
            in_pieces: true,
        };
        let compare = kind.compare;
        let did = store.read(move |db| compare(db, &batch, &rows)).await?;
        would.add(&did);
        chunks += 1;
        // How many there will be is not known before the end.
        progress(chunks, 0);
    }
    let checked = reading.await.map_err(|_| Error::State("reading the file failed".into()))??;
    Ok(Checked { would, ..checked })
}

/// Imports a file: checks it, stages it, applies it. A file that was being imported when the program stopped is gone on
/// with. A file with wrong rows is refused whole unless [`Options::skip_wrong`].
pub async fn import_file(
    store: &Store,
    now: Instant,
    actor: Actor,
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Imported, Error> {
    let (batch, checked) = stage_file(store, now, actor, kind, file, options).await?;
    apply_import(store, now, actor, batch, progress).await?;
    let mut imported = store.read(move |db| apply::outcome(db, batch)).await?;
    imported.wrong = checked.wrong;
    imported.rows = checked.rows;
    imported.found = Some(checked.found);
    Ok(imported)
}

/// Checks a file and stages it; the queued job, or [`apply_import`], does the rest.
pub async fn stage_file(
    store: &Store,
    now: Instant,
    actor: Actor,
    kind: &ImportKind,
    file: &Path,
    options: &Options,
) -> Result<(BatchId, Checked), Error> {
    let ground = ground::Ground::find(store, Some(kind)).await?;
    let fingerprint = fingerprint(kind, file, options)?;
    match find_open(store, &fingerprint).await? {
        Some((batch, true)) => {
            // Staged to the end before: the file is only read for what is said of it.
            let (mut receiver, reading) = stage::read_in_chunks(kind, file, options, &ground);
            while receiver.recv().await.is_some() {}
            let checked = reading.await.map_err(|_| Error::State("reading the file failed".into()))??;
            return Ok((batch, checked));
        }
        Some((batch, false)) => abandon(store, now, actor, batch).await?,
        None => {}
    }
    stage::stage(store, now, actor, kind, file, options, &ground, &fingerprint).await
}

/// Names a file's content together with how it is read.
fn fingerprint(kind: &ImportKind, file: &Path, options: &Options) -> Result<String, Error> {
    let mut digest = Sha256::new();
    let shown = |error: std::io::Error| Error::file(file, reason::said(error));
    let mut reader = std::fs::File::open(file).map_err(shown)?;
    std::io::copy(&mut reader, &mut digest).map_err(shown)?;
    digest.update(format!(
        "{}|{:?}|{:?}|{:?}|{}|{}|{:?}|{:?}|{:?}",
        kind.name,
        options.map,
        options.named,
        options.date_form,
        options.source,
        options.skip_wrong,
        options.decimal,
        options.encoding,
        options.sheet
    ));
    Ok(digest.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
}

/// An unfinished import of the same content, and whether it was staged to the end.
async fn find_open(store: &Store, fingerprint: &str) -> Result<Option<(BatchId, bool)>, Error> {
    let fingerprint = fingerprint.to_owned();
    store
        .read(move |db| {
            let row = db.query_opt(
                "SELECT id, state FROM import_batch WHERE state NOT IN ('done', 'undone', 'undoing') AND fingerprint = $1 ORDER BY id",
                params![fingerprint],
            )?;
            row.map(|row| Ok((row.id(0)?, row.text(1)? == "applying"))).transpose()
        })
        .await
}

/// Clears away an import that never got as far as being staged whole, a few chunks at a time.
async fn abandon(store: &Store, now: Instant, actor: Actor, batch: BatchId) -> Result<(), Error> {
    loop {
        let left = store
            .write(now, actor, move |tx| {
                let gone = tx.execute(
                    "DELETE FROM import_chunk WHERE batch_id = $1 AND number IN \
                     (SELECT number FROM import_chunk WHERE batch_id = $1 ORDER BY number LIMIT 20)",
                    params![batch.raw()],
                )?;
                if gone == 0 {
                    tx.execute(
                        "DELETE FROM import_batch WHERE id = $1 AND state = 'staging'",
                        params![batch.raw()],
                    )?;
                }
                Ok::<_, Error>(gone)
            })
            .await?;
        if left == 0 {
            return Ok(());
        }
    }
}
