//! Taking an import back, in chunks; a program that is killed is gone on with by the same command or by the queued job.

use troth_core::{Actor, BatchId, Id, ImportUndone, Instant, Message};
use troth_store::import::{Held, ImportKind};
use troth_store::{Db, NewJob, Pace, Store, Tx, params};

use crate::Error;
use crate::store::latest;

/// The job that goes on with an undo.
pub const UNDO_JOB: &str = "records.undo_import";

/// Rows that are taken back in one transaction, at least and at most.
const LEAST: usize = 250;
const MOST: usize = 16_000;

/// Takes an import back: what it added goes, what it changed is as before. Refused while a later import of the same
/// records stands, because its rows would be lost.
pub async fn undo_import(store: &Store, now: Instant, actor: Actor, batch: BatchId) -> Result<u64, Error> {
    let kinds: Vec<ImportKind> = store.parts().iter().flat_map(|part| part.imports).copied().collect();
    let found = kinds.clone();
    let held: Vec<Held> = store.parts().iter().flat_map(|part| part.holds).copied().collect();
    store.write(now, actor, move |tx| begin(tx, &found, batch)).await?;
    let mut pace = Pace::new(store.engine(), LEAST, MOST);
    let mut taken_back = 0;
    loop {
        let (kinds, held, rows) = (kinds.clone(), held.clone(), pace.pieces());
        let step = store.write(now, actor, move |tx| {
            let began = tx.wall();
            let step = take_back(tx, &kinds, batch, &held, rows)?;
            Ok::<_, Error>((step, tx.wall().micros() - began.micros()))
        });
        let (step, micros) = step.await?;
        match step {
            Step::Done => return Ok(taken_back),
            Step::Rows(gone) => taken_back += gone,
            Step::Settled => {}
        }
        pace.took(rows, micros);
    }
}

/// What one transaction did.
enum Step {
    /// Took so many rows back.
    Rows(u64),
    /// Found when customers last bought, now that no row is left.
    Settled,
    /// The batch is undone.
    Done,
}

/// Takes back so many rows; after the last one it is found when their customers last bought, and the batch is undone.
fn take_back(
    tx: &mut Tx<'_>,
    kinds: &[ImportKind],
    batch: BatchId,
    held: &[Held],
    rows: usize,
) -> Result<Step, Error> {
    let (name, state) = name_and_state(tx, batch)?;
    if state == "undone" {
        // Another program was at it, too, and has said so.
        return Ok(Step::Done);
    }
    let undone = (of(kinds, &name)?.undo)(tx, batch, held, rows)?;
    if undone > 0 {
        return Ok(Step::Rows(undone));
    }
    if latest::settle(tx, rows)? == rows {
        return Ok(Step::Settled);
    }
    let now = tx.now();
    tx.execute(
        "UPDATE import_batch SET state = 'undone', finished_at = $2 WHERE id = $1",
        params![batch.raw(), now],
    )?;
    tx.append(&ImportUndone { batch, import_kind: name })?;
    Ok(Step::Done)
}

fn name_and_state(db: &mut Db<'_>, batch: BatchId) -> Result<(String, String), Error> {
    let row = db.query_opt("SELECT kind, state FROM import_batch WHERE id = $1", params![batch.raw()])?;
    let row = row.ok_or_else(|| Error::NotFound(format!("there is no import {batch}")))?;
    Ok((row.get(0)?, row.get(1)?))
}

fn of<'k>(kinds: &'k [ImportKind], name: &str) -> Result<&'k ImportKind, Error> {
    let kind = kinds.iter().find(|kind| kind.name == name);
    kind.ok_or_else(|| Error::State(format!("this program knows no import of {name}")))
}

/// From here on the batch is being taken back, whoever goes on with it.
fn begin(tx: &mut Tx<'_>, kinds: &[ImportKind], batch: BatchId) -> Result<(), Error> {
    let (name, state) = name_and_state(tx, batch)?;
    match state.as_str() {
        "undone" => {
            let why = Message::new("records-why-undone").with("import", batch.to_string());
            return Err(Error::Refused(why));
        }
        "undoing" => return Ok(()),
        _ => {}
    }
    let busy = tx.query_opt(
        "SELECT id FROM import_batch WHERE state IN ('staging', 'applying', 'undoing') AND id > $1 ORDER BY id DESC LIMIT 1",
        params![batch.raw()],
    )?;
    if let Some(row) = busy {
        let other: BatchId = row.id(0)?;
        let why = Message::new("records-why-at-work").with("other", other.to_string());
        return Err(Error::Refused(why));
    }
    if let Some(later) = (of(kinds, &name)?.changed_by)(tx, batch)? {
        let why = Message::new("records-why-changed-later").with("later", later.to_string());
        return Err(Error::Refused(why.with("import", batch.to_string())));
    }
    tx.execute("DELETE FROM import_chunk WHERE batch_id = $1", params![batch.raw()])?;
    tx.execute("UPDATE import_batch SET state = 'undoing' WHERE id = $1", params![batch.raw()])?;
    let payload = format!(r#"{{"batch":"{batch}"}}"#);
    tx.enqueue(&NewJob::new(UNDO_JOB).key(batch.to_string()).payload(payload))?;
    Ok(())
}
