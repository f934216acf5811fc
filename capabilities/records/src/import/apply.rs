//! Applying what was staged, a few chunks in each transaction. What comes next is read and made out meanwhile, so that the
//! transaction holds the writer for nothing but writing.

use std::sync::Arc;

use tokio::sync::mpsc::{Receiver, channel};
use troth_core::{Actor, BatchId, Id, ImportApplied, Instant};
use troth_store::import::{Applied, Batch, ImportKind, Outcome, StagedRow};
use troth_store::{Business, Db, Pace, Store, Tx, params};

use super::{Imported, Progress};
use crate::Error;
use crate::store::latest;

/// The most chunks in one transaction.
const MOST: usize = 32;
/// Customers whose latest purchase is found in the transaction of the last chunk; of a larger file the others follow.
const SETTLED: usize = 250;

/// How far an import is: chunks applied, chunks in all.
#[derive(Debug, Clone, Copy)]
struct Stand {
    applied: i64,
    chunks: i64,
    done: bool,
}

/// Applies what is staged, from wherever it stands, to the end. Two programs may do so at once: each chunk is applied
/// by whoever moves the counter past it.
pub async fn apply_import(
    store: &Store,
    now: Instant,
    actor: Actor,
    batch: BatchId,
    progress: Progress<'_>,
) -> Result<(), Error> {
    let kinds: Arc<Vec<ImportKind>> =
        Arc::new(store.parts().iter().flat_map(|part| part.imports).copied().collect());
    let engine = store.engine();
    let (mut pace, mut settling) = (Pace::new(engine, 1, MOST), Pace::new(engine, SETTLED, SETTLED * 64));
    let mut missing = None;
    loop {
        let mut stand = store.read(move |db| find_stand(db, batch)).await?;
        let mut ahead = read_ahead(store, batch, stand);
        while !stand.done {
            let (from, mut rows, mut taken) = (stand.applied, Vec::new(), 0);
            while taken < pace.pieces() {
                let Some(chunk) = ahead.recv().await else { break };
                rows.append(&mut chunk?);
                taken += 1;
            }
            if taken == 0 && from < stand.chunks {
                // Another program applied it meanwhile, or nobody ever will.
                if missing.replace(from) == Some(from) {
                    return Err(Error::State(format!("a staged chunk of import {batch} is missing")));
                }
                break;
            }
            let (kinds, rows) = (Arc::clone(&kinds), Arc::new(rows));
            let chunks = i64::try_from(taken).unwrap_or(i64::MAX);
            // What follows the last chunk has a pace of its own.
            let settled = if taken == 0 { settling.pieces() } else { SETTLED };
            let write = move |tx: &mut Tx<'_>| {
                let began = tx.wall();
                let stand = apply_next(tx, &kinds, batch, (from, chunks), &rows, settled)?;
                Ok::<_, Error>((stand, tx.wall().micros() - began.micros()))
            };
            let (reached, micros) = store.write(now, actor, write).await?;
            if taken == 0 {
                settling.took(settled, micros);
            } else {
                pace.took(taken, micros);
            }
            let expected = reached.applied == from + chunks;
            stand = reached;
            progress(stand.applied.cast_unsigned(), stand.chunks.cast_unsigned());
            if !expected {
                break;
            }
        }
        if stand.done {
            return Ok(());
        }
    }
}

/// Reads staged chunks on the way to being applied, some ahead of the writer.
fn read_ahead(store: &Store, batch: BatchId, stand: Stand) -> Receiver<Result<Vec<StagedRow>, Error>> {
    let (sender, receiver) = channel(MOST);
    let store = store.clone();
    tokio::spawn(async move {
        for number in stand.applied..stand.chunks {
            let read = store.read(move |db| find_chunk(db, batch, number)).await;
            let Some(chunk) = read.transpose() else { return };
            if sender.send(chunk).await.is_err() {
                return;
            }
        }
    });
    receiver
}

fn find_chunk(db: &mut Db<'_>, batch: BatchId, number: i64) -> Result<Option<Vec<StagedRow>>, Error> {
    let row = db.query_opt(
        "SELECT content FROM import_chunk WHERE batch_id = $1 AND number = $2",
        params![batch.raw(), number],
    )?;
    let Some(row) = row else { return Ok(None) };
    let rows = serde_json::from_str(row.text(0)?);
    rows.map(Some).map_err(|error| Error::State(format!("a staged chunk is damaged: {error}")))
}

fn find_stand(db: &mut Db<'_>, id: BatchId) -> Result<Stand, Error> {
    find_batch(db, id).map(|(stand, ..)| stand)
}

/// How far an import is, its kind and its source; refused where it is not to be applied.
fn find_batch(db: &mut Db<'_>, id: BatchId) -> Result<(Stand, String, String), Error> {
    let row = db.query_opt(
        "SELECT kind, source, state, chunks, applied_chunks FROM import_batch WHERE id = $1",
        params![id.raw()],
    )?;
    let row = row.ok_or_else(|| Error::NotFound(format!("there is no import {id}")))?;
    let state = row.text(2)?;
    let done = state == "done";
    if !done && state != "applying" {
        return Err(Error::State(format!("import {id} is {state} and cannot be applied")));
    }
    Ok((Stand { applied: row.get(4)?, chunks: row.get(3)?, done }, row.get(0)?, row.get(1)?))
}

/// Applies chunks, unless somebody else has meanwhile. After the last one the latest purchases of up to so many customers are
/// found, and when nobody is left the batch is done.
fn apply_next(
    tx: &mut Tx<'_>,
    kinds: &[ImportKind],
    id: BatchId,
    (from, chunks): (i64, i64),
    rows: &[StagedRow],
    settled: usize,
) -> Result<Stand, Error> {
    let (mut stand, name, source) = find_batch(tx, id)?;
    if stand.done || stand.applied != from {
        return Ok(stand);
    }
    let kind = kinds.iter().find(|kind| kind.name == name);
    let kind = kind.ok_or_else(|| Error::State(format!("this program knows no import of {name}")))?;
    if chunks > 0 {
        let Business { zone, currency, people, .. } = tx.business()?;
        let batch = Batch { id, source, zone, currency, people, in_pieces: true };
        let outcomes = (kind.apply)(tx, &batch, rows)?;
        count(tx, id, chunks, &outcomes)?;
        stand.applied += chunks;
        tx.execute(
            "DELETE FROM import_chunk WHERE batch_id = $1 AND number < $2",
            params![id.raw(), stand.applied],
        )?;
    }
    if stand.applied == stand.chunks && latest::settle(tx, settled)? < settled {
        let now = tx.now();
        tx.execute(
            "UPDATE import_batch SET state = 'done', finished_at = $2 WHERE id = $1",
            params![id.raw(), now],
        )?;
        tx.append(&ImportApplied { batch: id, import_kind: name })?;
        stand.done = true;
    }
    Ok(stand)
}

/// Notes chunks as applied, and what became of their rows.
pub(super) fn count(tx: &mut Tx<'_>, id: BatchId, chunks: i64, outcomes: &[Outcome]) -> Result<(), Error> {
    let mut did = Applied::default();
    did.add(outcomes);
    tx.execute(
        "UPDATE import_batch SET applied_chunks = applied_chunks + $2, new_count = new_count + $3, \
         changed_count = changed_count + $4, same_count = same_count + $5 WHERE id = $1",
        params![id.raw(), chunks, did.new.cast_signed(), did.changed.cast_signed(), did.same.cast_signed()],
    )?;
    Ok(())
}

/// What an import did, as far as it stands in the records.
pub(super) fn outcome(db: &mut Db<'_>, id: BatchId) -> Result<Imported, Error> {
    let row = db.query_one(
        "SELECT kind, row_count, new_count, changed_count, same_count FROM import_batch WHERE id = $1",
        params![id.raw()],
    )?;
    let count = |index| row.get::<i64>(index).map(i64::cast_unsigned);
    let applied = Applied { new: count(2)?, changed: count(3)?, same: count(4)? };
    Ok(Imported { batch: id, kind: row.get(0)?, rows: count(1)?, wrong: 0, found: None, applied })
}
