//! Notes in the database.

use troth_core::{AccountId, Id, Instant, NoteId};
use troth_store::{Db, Error, Row, Tx, params};

use crate::model::Note;

const SELECT: &str =
    "SELECT id, account_id, contact_id, text, written_at, written_by, changed_at, removed_at FROM note";

pub(crate) fn note(row: &Row) -> Result<Note, Error> {
    let moment = |index| Ok::<_, Error>(row.get::<Option<i64>>(index)?.map(Instant::from_micros));
    Ok(Note {
        id: row.id(0)?,
        account: row.id(1)?,
        contact: row.optional_id(2)?,
        text: row.get(3)?,
        written_at: row.instant(4)?,
        written_by: row.optional_id(5)?,
        changed_at: moment(6)?,
        removed_at: moment(7)?,
    })
}

/// The note with this id, one that was taken away too.
pub(crate) fn get(db: &mut Db<'_>, id: NoteId) -> Result<Note, Error> {
    let row = db.query_opt(&format!("{SELECT} WHERE id = $1"), params![id.raw()])?;
    row.as_ref().map(note).transpose()?.ok_or_else(|| Error::NotFound(format!("note {id}")))
}

/// A page of a customer's notes that stand, latest first, before a moment.
pub(crate) fn list(
    db: &mut Db<'_>,
    account: AccountId,
    before: (Instant, i64),
    limit: usize,
) -> Result<Vec<Note>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = format!(
        "{SELECT} WHERE account_id = $1 AND removed_at IS NULL AND (written_at, id) < ($2, $3) \
         ORDER BY written_at DESC, id DESC LIMIT $4"
    );
    db.query(&sql, params![account.raw(), before.0, before.1, limit])?.iter().map(note).collect()
}

pub(crate) fn insert(tx: &mut Tx<'_>, note: &Note) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO note (id, account_id, contact_id, text, written_at, written_by) VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            note.id.raw(),
            note.account.raw(),
            note.contact.map(Id::raw),
            note.text.as_str(),
            note.written_at,
            note.written_by.map(Id::raw)
        ],
    )?;
    Ok(())
}

pub(crate) fn put(tx: &mut Tx<'_>, note: &Note) -> Result<(), Error> {
    tx.execute(
        "UPDATE note SET text = $2, changed_at = $3, removed_at = $4 WHERE id = $1",
        params![
            note.id.raw(),
            note.text.as_str(),
            note.changed_at.map(Instant::micros),
            note.removed_at.map(Instant::micros)
        ],
    )?;
    Ok(())
}
