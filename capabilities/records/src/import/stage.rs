//! A file's right rows on their way into the database, chunk by chunk: memory does not grow with the file.

use std::path::Path;

use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinHandle;
use troth_core::{Actor, BatchId, Id, Instant};
use troth_store::import::{ImportKind, StagedRow};
use troth_store::{Kind, NewJob, Store, Tx, params};

use super::check::{Met, check};
use super::ground::Ground;
use super::wrong::WrongRows;
use super::{CHUNK, Checked, Options, qualified};
use crate::Error;

/// Rows that are put in order together before they are cut in chunks. A chunk then touches one stretch of each index instead of
/// a page for nearly every row: a million purchases in the order of a till take two thirds more processor time.
const GROUP: usize = 80 * CHUNK;

/// Chunks that are staged in one transaction.
const TOGETHER: usize = 8;

const CHUNK_COLUMNS: [(&str, Kind); 3] =
    [("batch_id", Kind::Int), ("number", Kind::Int), ("content", Kind::Text)];

/// The job that goes on with a staged import.
pub const APPLY_JOB: &str = "records.apply_import";

/// Reads a file on a thread of its own and hands its right rows over chunk by chunk; wrong ones go to
/// [`Options::errors`].
pub(super) fn read_in_chunks(
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    ground: &Ground,
) -> (Receiver<Vec<StagedRow>>, JoinHandle<Result<Checked, Error>>) {
    let (sender, receiver) = channel(4);
    let (kind, file, options, ground) = (*kind, file.to_owned(), options.clone(), ground.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let mut rows: Vec<StagedRow> = Vec::with_capacity(GROUP);
        let hand_over = |rows: &mut Vec<StagedRow>| {
            let order = kind.order;
            // Rows of one text keep the order of the file; so do all of a file of Troth's own, which is in good order and
            // comes back as it was.
            if options.source != qualified::OWN {
                rows.sort_by(|one, other| one.text(order).cmp(&other.text(order)));
            }
            let mut all = rows.drain(..);
            while all.len() > 0 {
                let chunk = all.by_ref().take(CHUNK).collect();
                sender.blocking_send(chunk).map_err(|_| Error::State("the import was stopped".into()))?;
            }
            Ok::<_, Error>(())
        };
        let mut headings = Vec::new();
        let mut errors = None;
        let checked = check(&kind, &file, &options, &ground, |met| {
            match (met, &options.errors) {
                (Met::Headings(found), _) => found.clone_into(&mut headings),
                (Met::Right(row), _) => {
                    rows.push(row);
                    if rows.len() == GROUP {
                        hand_over(&mut rows)?;
                    }
                }
                (Met::Wrong(_), None) => {}
                (Met::Wrong(wrong), Some(to)) => {
                    let mut file = match errors.take() {
                        Some(file) => file,
                        None => WrongRows::create(to, options.keyed, &headings)?,
                    };
                    file.add(wrong)?;
                    errors = Some(file);
                }
            }
            Ok(())
        })?;
        errors.map_or(Ok(()), WrongRows::finish)?;
        hand_over(&mut rows)?;
        Ok(checked)
    });
    (receiver, reading)
}

#[expect(clippy::too_many_arguments, reason = "what an import is of, each named once")]
pub(super) async fn stage(
    store: &Store,
    now: Instant,
    actor: Actor,
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    ground: &Ground,
    fingerprint: &str,
) -> Result<(BatchId, Checked), Error> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (kind_name, source, print) = (kind.name, options.source.clone(), fingerprint.to_owned());
    let batch: BatchId = store
        .write(now, actor, move |tx| {
            let id: BatchId = tx.new_id();
            tx.execute(
                "INSERT INTO import_batch (id, kind, source, file_name, fingerprint, state, chunks, applied_chunks, row_count, \
                 new_count, changed_count, same_count, created_at) \
                 VALUES ($1, $2, $3, $4, $5, 'staging', 0, 0, 0, 0, 0, 0, $6)",
                params![id.raw(), kind_name, source.as_str(), name.as_str(), print.as_str(), tx.now()],
            )?;
            Ok::<_, Error>(id)
        })
        .await?;
    let staged = stage_chunks(store, now, actor, batch, read_in_chunks(kind, file, options, ground)).await;
    let staged = staged.and_then(|(checked, chunks, rows)| {
        if checked.wrong == 0 || options.skip_wrong {
            return Ok((checked, chunks, rows));
        }
        match checked.first_wrong {
            Some(first) => Err(Error::Rows { count: checked.wrong, rows: checked.rows, first }),
            None => Err(Error::State("rows are wrong and none is the first".into())),
        }
    });
    let (checked, chunks, staged) = match staged {
        Ok(staged) => staged,
        Err(error) => {
            super::abandon(store, now, actor, batch).await?;
            return Err(error);
        }
    };
    store
        .write(now, actor, move |tx| {
            tx.execute(
                "UPDATE import_batch SET state = 'applying', chunks = $2, row_count = $3 WHERE id = $1 AND state = 'staging'",
                params![batch.raw(), chunks, staged],
            )?;
            let payload = format!(r#"{{"batch":"{batch}"}}"#);
            tx.enqueue(&NewJob::new(APPLY_JOB).key(batch.to_string()).payload(payload))?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok((batch, checked))
}

/// Writes the rows of a file as they are read; what the file holds, chunks and rows staged.
async fn stage_chunks(
    store: &Store,
    now: Instant,
    actor: Actor,
    batch: BatchId,
    (mut receiver, reading): (Receiver<Vec<StagedRow>>, JoinHandle<Result<Checked, Error>>),
) -> Result<(Checked, i64, i64), Error> {
    let (mut chunks, mut staged) = (0i64, 0i64);
    let mut together = Vec::with_capacity(TOGETHER);
    loop {
        let rows = receiver.recv().await;
        if let Some(rows) = &rows {
            staged += i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let content = serde_json::to_string(rows).map_err(|error| Error::State(error.to_string()))?;
            together.push(vec![batch.raw().into(), chunks.into(), content.into()]);
            chunks += 1;
        }
        if together.len() == TOGETHER || (rows.is_none() && !together.is_empty()) {
            let values = std::mem::replace(&mut together, Vec::with_capacity(TOGETHER));
            let write = move |tx: &mut Tx<'_>| tx.insert_many("import_chunk", &CHUNK_COLUMNS, "", &values);
            store.write(now, actor, write).await?;
        }
        if rows.is_none() {
            break;
        }
    }
    let checked = reading.await.map_err(|_| Error::State("reading the file failed".into()))??;
    Ok((checked, chunks, staged))
}
