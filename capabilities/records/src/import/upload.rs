//! Files that come through the browser: kept in the folder of uploads, looked at, checked, then imported by a job.

use std::path::{Path, PathBuf};

use troth_core::{Actor, BatchId, Id, Instant, Message};
use troth_store::{Db, NewJob, Row, Store, params};

use super::reason::said;
use super::{Checked, Options, folder};
use crate::Error;

/// The job that imports a file which somebody has sent.
pub const UPLOAD_JOB: &str = "records.import_upload";

/// The job that checks a large file.
pub(crate) const CHECK_JOB: &str = "records.check_upload";

/// The job that clears away files that nobody came back for.
pub(crate) const CLEAR_JOB: &str = "records.clear_uploads";

/// A file that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) id: BatchId,
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) file_name: String,
    pub(crate) state: String,
    pub(crate) reading: Option<Options>,
    pub(crate) checked: Option<Checked>,
    pub(crate) problem: Option<Message>,
    pub(crate) batch: Option<BatchId>,
    /// Rows read so far, while it is being checked.
    pub(crate) checking: Option<i64>,
}

impl Upload {
    /// Where the file waits.
    pub(crate) fn file(&self, folder: &Path) -> PathBuf {
        folder::file_of(folder, self.id)
    }

    /// Where its wrong rows are.
    pub(crate) fn errors(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.wrong.csv", self.id))
    }
}

/// The largest file taken, in bytes.
pub(crate) const LARGEST: usize = 512 << 20;

const COLUMNS: &str = "id, kind, source, file_name, state, reading, checked, problem, batch_id, checking";

fn upload(row: &Row) -> Result<Upload, troth_store::Error> {
    let json = |index| row.get::<Option<String>>(index);
    Ok(Upload {
        id: row.id(0)?,
        kind: row.get(1)?,
        source: row.get(2)?,
        file_name: row.get(3)?,
        state: row.get(4)?,
        reading: json(5)?.and_then(|text| serde_json::from_str(&text).ok()),
        checked: json(6)?.and_then(|text| serde_json::from_str(&text).ok()),
        problem: json(7)?.and_then(|text| serde_json::from_str(&text).ok()),
        batch: row.optional_id(8)?,
        checking: row.get(9)?,
    })
}

/// The upload with this id.
pub(crate) fn get_upload(db: &mut Db<'_>, id: BatchId) -> Result<Upload, troth_store::Error> {
    let sql = format!("SELECT {COLUMNS} FROM import_upload WHERE id = $1");
    let row = db.query_opt(&sql, params![id.raw()])?;
    row.as_ref()
        .map(upload)
        .transpose()?
        .ok_or_else(|| troth_store::Error::NotFound(format!("the file {id}")))
}

/// How the last file of this kind and source was read.
pub(crate) fn find_last_reading(
    db: &mut Db<'_>,
    kind: &str,
    source: &str,
) -> Result<Option<Options>, troth_store::Error> {
    let row = db.query_opt(
        "SELECT reading FROM import_upload WHERE kind = $1 AND source = $2 AND state = 'started' \
         ORDER BY created_at DESC, id DESC LIMIT 1",
        params![kind, source],
    )?;
    let text = row.map(|row| row.get::<Option<String>>(0)).transpose()?.flatten();
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Notes a file that has come.
pub(crate) async fn keep_upload(
    store: &Store,
    now: Instant,
    actor: Actor,
    (kind, from, file_name): (String, String, String),
) -> Result<BatchId, Error> {
    // What programs send is told from files by having no name.
    let file_name = if file_name.is_empty() { "file".to_owned() } else { file_name };
    store
        .write(now, actor, move |tx| {
            let id: BatchId = tx.new_id();
            let now = tx.wall();
            tx.execute(
                "INSERT INTO import_upload (id, kind, source, file_name, state, created_at) VALUES ($1, $2, $3, $4, 'waiting', $5)",
                params![id.raw(), kind.as_str(), from.as_str(), file_name.as_str(), now],
            )?;
            Ok(id)
        })
        .await
}

/// A file up to this size is checked while its sender waits; a larger one by a job, so that no request runs out of time.
const AT_ONCE: u64 = 4 << 20;

/// The dry run of a file that waits, as it is to be read: done at once, or queued where the file is large.
pub(crate) async fn check(
    store: &Store,
    (now, actor): (Instant, Actor),
    folder: &Path,
    upload: &Upload,
    reading: Options,
) -> Result<(), Error> {
    let (id, errors, file) = (upload.id, upload.errors(folder), upload.file(folder));
    let shown = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::Refused(Message::new("records-import-file-gone")),
        _ => Error::file(&file, said(error)),
    };
    if errors.exists() {
        tokio::fs::remove_file(&errors).await.map_err(shown)?;
    }
    let later = tokio::fs::metadata(&file).await.map_err(shown)?.len() > AT_ONCE;
    let (source, errors) = (upload.source.clone(), Some(errors));
    let reading = Options { source, skip_wrong: true, errors, keyed: true, ..reading };
    begin_check(store, now, actor, id, (&reading, later)).await?;
    if later { Ok(()) } else { check_upload(store, now, actor, folder, id).await }
}

/// Notes how a file is to be read; `later` queues the dry run, which a large file does not get within a request.
async fn begin_check(
    store: &Store,
    now: Instant,
    actor: Actor,
    id: BatchId,
    (reading, later): (&Options, bool),
) -> Result<(), Error> {
    let reading = serde_json::to_string(reading).map_err(|error| Error::State(error.to_string()))?;
    store
        .write(now, actor, move |tx| {
            let begun = tx.execute(
                "UPDATE import_upload SET reading = $2, checked = NULL, problem = NULL, checking = 0 \
                 WHERE id = $1 AND state = 'waiting' AND checking IS NULL",
                params![id.raw(), reading.as_str()],
            )?;
            if later && begun == 1 {
                let key = format!("{id}-{}", tx.wall().micros());
                let payload = format!(r#"{{"batch":"{id}"}}"#);
                tx.enqueue(&NewJob::new(CHECK_JOB).key(key).payload(payload))?;
            }
            Ok(())
        })
        .await
}

/// Chunks read between two notes of how far a check is.
const NOTED: u64 = 10;

/// The dry run of a file, with its progress noted on the way; what it found is noted at the end. Run again, it begins
/// anew.
pub(crate) async fn check_upload(
    store: &Store,
    now: Instant,
    actor: Actor,
    folder: &Path,
    id: BatchId,
) -> Result<(), Error> {
    let upload = store.read(move |db| get_upload(db, id)).await?;
    let Some(reading) = upload.reading.clone().filter(|_| upload.checking.is_some()) else { return Ok(()) };
    let kind = super::find_kind(store, &upload.kind);
    let kind =
        kind.ok_or_else(|| Error::State(format!("this program knows no import of {}", upload.kind)))?;
    let (noter, notes) = tokio::sync::watch::channel(0i64);
    let noting = tokio::spawn(note_progress(store.clone(), now, id, notes));
    let file = upload.file(folder);
    let mut progress = |chunks: u64, _| {
        if chunks.is_multiple_of(NOTED) {
            noter.send_replace(i64::try_from(chunks * super::CHUNK as u64).unwrap_or(i64::MAX));
        }
    };
    let checked = super::check_file(store, &kind, &file, &reading, &mut progress).await;
    drop(noter);
    noting.await.map_err(|_| Error::State("noting the progress failed".into()))??;
    let checked = match checked {
        Err(Error::Store(error)) => return Err(error.into()),
        other => other,
    };
    let problem = checked.as_ref().err().map(|error| kept(error, &file, &upload)).transpose()?;
    let checked = checked.as_ref().ok().map(serde_json::to_string).transpose();
    let checked = checked.map_err(|error| Error::State(error.to_string()))?;
    store
        .write(now, actor, move |tx| {
            tx.execute(
                "UPDATE import_upload SET checked = $2, problem = $3, checking = NULL WHERE id = $1 AND state = 'waiting'",
                params![id.raw(), checked.as_deref(), problem.as_deref()],
            )?;
            Ok(())
        })
        .await
}

/// What is wrong with a file, to be said to each reader.
fn kept(error: &Error, file: &Path, upload: &Upload) -> Result<String, Error> {
    let problem = error.of_sent(file, &upload.file_name);
    serde_json::to_string(&problem).map_err(|error| Error::State(error.to_string()))
}

async fn note_progress(
    store: Store,
    now: Instant,
    id: BatchId,
    mut notes: tokio::sync::watch::Receiver<i64>,
) -> Result<(), Error> {
    while notes.changed().await.is_ok() {
        let rows = *notes.borrow_and_update();
        let note = "UPDATE import_upload SET checking = $2 WHERE id = $1 AND checking IS NOT NULL";
        store
            .write(now, Actor::System, move |tx| {
                tx.execute(note, params![id.raw(), rows])?;
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(())
}

/// Days after which a file that nobody imported, and the wrong rows of one that somebody did, go.
const KEPT_DAYS: i64 = 14;

/// Clears away files that nobody came back for, rows of theirs, and what stands in the folder for no reason. Cost: the
/// files in the folder, which are as many as were sent in two weeks.
pub(crate) async fn clear_uploads(store: &Store, wall: Instant, folder: &Path) -> Result<u64, Error> {
    let before = wall.micros() - KEPT_DAYS * 86_400_000_000;
    store
        .write(wall, Actor::System, move |tx| {
            tx.execute(
                "DELETE FROM import_upload WHERE created_at < $1 AND state IN ('waiting', 'refused')",
                params![before],
            )?;
            Ok::<_, Error>(())
        })
        .await?;
    let rows = store.read(|db| db.query("SELECT id, state, created_at FROM import_upload", &[])).await?;
    let mut kept = std::collections::HashSet::new();
    for row in &rows {
        let id: BatchId = row.id(0)?;
        if matches!(row.text(1)?, "waiting" | "queued") {
            kept.insert(format!("{id}.upload"));
        }
        if row.get::<i64>(2)? >= before {
            kept.insert(format!("{id}.wrong.csv"));
        }
    }
    let folder = folder.to_owned();
    let cleared = tokio::task::spawn_blocking(move || folder::clear(&folder, &kept, before));
    let cleared = cleared.await.map_err(|_| Error::State("clearing the uploads failed".into()))?;
    cleared.map_err(|error| Error::State(format!("the folder of uploads cannot be cleared: {error}")))
}

/// Clears away what may name somebody who was just erased: files of uploads that are gone, and wrong rows of files that were read.
pub(crate) async fn forget_uploads(store: &Store, folder: &Path) -> Result<u64, Error> {
    let rows = store
        .read(|db| db.query("SELECT id FROM import_upload WHERE state IN ('waiting', 'queued')", &[]))
        .await?;
    let mut kept = std::collections::HashSet::new();
    for row in &rows {
        let id: BatchId = row.id(0)?;
        kept.extend([format!("{id}.upload"), format!("{id}.wrong.csv")]);
    }
    let (folder, day_before) = (folder.to_owned(), store.wall().micros() - 86_400_000_000);
    let cleared = tokio::task::spawn_blocking(move || folder::clear(&folder, &kept, day_before));
    let cleared = cleared.await.map_err(|_| Error::State("clearing the uploads failed".into()))?;
    cleared.map_err(|error| Error::State(format!("the folder of uploads cannot be cleared: {error}")))
}

/// Queues the import of a checked file; a second time changes nothing.
pub(crate) async fn queue_upload(
    store: &Store,
    now: Instant,
    actor: Actor,
    id: BatchId,
) -> Result<(), Error> {
    store
        .write(now, actor, move |tx| {
            let queued = tx.execute(
                "UPDATE import_upload SET state = 'queued' WHERE id = $1 AND state = 'waiting' AND checked IS NOT NULL AND checking IS NULL",
                params![id.raw()],
            )?;
            if queued == 1 {
                let payload = format!(r#"{{"batch":"{id}"}}"#);
                tx.enqueue(&NewJob::new(UPLOAD_JOB).key(id.to_string()).payload(payload))?;
            }
            Ok(())
        })
        .await
}

/// Imports a queued file. What a person can mend is noted with the file instead of tried again.
pub(crate) async fn import_upload(
    store: &Store,
    now: Instant,
    actor: Actor,
    folder: &Path,
    id: BatchId,
) -> Result<(), Error> {
    let upload = store.read(move |db| get_upload(db, id)).await?;
    let Some(reading) = upload.reading.clone().filter(|_| upload.state == "queued") else { return Ok(()) };
    let kind = super::find_kind(store, &upload.kind);
    let kind =
        kind.ok_or_else(|| Error::State(format!("this program knows no import of {}", upload.kind)))?;
    let file = upload.file(folder);
    let staged = super::stage_file(store, now, actor, &kind, &file, &reading).await;
    let (batch, problem) = match staged {
        Ok((batch, _)) => (Some(batch), None),
        Err(Error::Store(error)) => return Err(error.into()),
        Err(other) => (None, Some(kept(&other, &file, &upload)?)),
    };
    let name = upload.file_name.clone();
    store
        .write(now, actor, move |tx| {
            tx.execute(
                "UPDATE import_upload SET state = $2, problem = $3, batch_id = $4 WHERE id = $1",
                params![
                    id.raw(),
                    if batch.is_some() { "started" } else { "refused" },
                    problem.as_deref(),
                    batch.map(Id::raw)
                ],
            )?;
            tx.execute(
                "UPDATE import_batch SET file_name = $2 WHERE id = $1",
                params![batch.map(Id::raw), name.as_str()],
            )?;
            Ok::<_, Error>(())
        })
        .await?;
    if let Some(batch) = batch {
        super::apply_import(store, now, actor, batch, &mut |_, _| {}).await?;
        // What was read is in the records; the file itself is not kept.
        if let Err(error) = std::fs::remove_file(&file) {
            return Err(Error::file(&file, said(error)));
        }
    }
    Ok(())
}

/// An import as a list shows it.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub(crate) id: BatchId,
    pub(crate) kind: String,
    pub(crate) source: String,
    pub(crate) file_name: String,
    pub(crate) state: String,
    pub(crate) chunks: (i64, i64),
    pub(crate) new: i64,
    pub(crate) changed: i64,
    pub(crate) same: i64,
    pub(crate) created: Instant,
}

const SUMMARY: &str = "SELECT id, kind, source, file_name, state, applied_chunks, chunks, new_count, changed_count, same_count, created_at \
                       FROM import_batch";

fn summary(row: &Row) -> Result<Summary, troth_store::Error> {
    Ok(Summary {
        id: row.id(0)?,
        kind: row.get(1)?,
        source: row.get(2)?,
        file_name: row.get(3)?,
        state: row.get(4)?,
        chunks: (row.get(5)?, row.get(6)?),
        new: row.get(7)?,
        changed: row.get(8)?,
        same: row.get(9)?,
        created: row.instant(10)?,
    })
}

/// The latest imports before one, of files or of what programs sent (which has no file), by their indexes.
pub(crate) fn list_imports(
    db: &mut Db<'_>,
    by_programs: bool,
    before: Option<(Instant, BatchId)>,
    limit: usize,
) -> Result<Vec<Summary>, troth_store::Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let which = if by_programs { "file_name = ''" } else { "file_name <> ''" };
    let (at, id) = before.unwrap_or((Instant::from_micros(i64::MAX), BatchId::from_raw(i64::MAX)));
    let sql = format!(
        "{SUMMARY} WHERE {which} AND (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3"
    );
    db.query(&sql, params![at, id.raw(), limit])?.iter().map(summary).collect()
}

/// One import.
pub(crate) fn find_import(db: &mut Db<'_>, id: BatchId) -> Result<Option<Summary>, troth_store::Error> {
    let row = db.query_opt(&format!("{SUMMARY} WHERE id = $1"), params![id.raw()])?;
    row.as_ref().map(summary).transpose()
}
