//! What every kind of import does alike to take a batch back.

use std::collections::BTreeSet;

use troth_core::{BatchId, Id};
use troth_store::import::Held;
use troth_store::{Db, Error, Tx, Value, params};

use crate::duplicate::store::{forget, is_merged_since};
use crate::entity::{
    Entity, account, contact::Person, contract::Agreement, interaction::Moment, purchase::Purchase,
    rate::DayRate, staff::Staff, team::Team,
};
use crate::store::table::Table;
use crate::store::{latest, lookup};

/// Tables in the order in which a batch is taken back: what names others first.
const TABLES: [&Table; 8] = [
    DayRate::TABLE,
    Purchase::TABLE,
    Moment::TABLE,
    Agreement::TABLE,
    Person::TABLE,
    account::Customer::TABLE,
    Staff::TABLE,
    Team::TABLE,
];

/// Rows that point at one of a table, by column.
fn pointed_at(table: &Table) -> &'static [(&'static str, &'static str)] {
    match table.name {
        "contact" => &[
            ("interaction", "contact_id"),
            ("note", "contact_id"),
            ("consent", "contact_id"),
            ("contact", "merged_into"),
        ],
        "account" => &[
            ("purchase", "account_id"),
            ("contact", "account_id"),
            ("contract", "account_id"),
            ("interaction", "account_id"),
            ("note", "account_id"),
            ("account", "merged_into"),
        ],
        "staff" => &[("account", "owner_id"), ("interaction", "staff_id")],
        "team" => &[("account", "team_id"), ("staff", "team_id")],
        _ => &[],
    }
}

/// A later import, still standing, that changed rows which this one entered or changed.
pub fn changed_by(db: &mut Db<'_>, batch: BatchId) -> Result<Option<BatchId>, Error> {
    let mut latest: Option<BatchId> = None;
    for table in TABLES {
        let name = table.name;
        let sql = format!(
            "SELECT later.batch_id FROM import_before later JOIN import_batch ON import_batch.id = later.batch_id \
             WHERE later.batch_id > $1 AND later.entity = $2 AND import_batch.state <> 'undone' AND ( \
             EXISTS (SELECT 1 FROM {name} WHERE {name}.id = later.entity_id AND {name}.batch_id = $1) OR \
             EXISTS (SELECT 1 FROM import_before mine WHERE mine.batch_id = $1 AND mine.entity = later.entity \
             AND mine.entity_id = later.entity_id)) ORDER BY later.batch_id DESC LIMIT 1"
        );
        let row = db.query_opt(&sql, params![batch.raw(), name])?;
        let found: Option<BatchId> = row.map(|row| row.id(0)).transpose()?;
        latest = latest.max(found);
    }
    Ok(latest)
}

/// Takes back up to `limit` rows: changes first, then rows, then those they named that nothing else holds on to; those among them that an
/// import undone before had to leave, too.
pub fn take_back(tx: &mut Tx<'_>, batch: BatchId, held: &[Held], limit: usize) -> Result<u64, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let before = tx.query(
        "SELECT entity, entity_id, content FROM import_before WHERE batch_id = $1 LIMIT $2",
        params![batch.raw(), limit],
    )?;
    let mut buyers = BTreeSet::new();
    for row in &before {
        let (entity, id) = (row.text(0)?, row.get::<i64>(1)?);
        let mut values: Vec<Value> =
            serde_json::from_str(row.text(2)?).map_err(|error| Error::Decode(error.to_string()))?;
        let table = TABLES.into_iter().find(|table| table.name == entity);
        let table = table.ok_or_else(|| Error::Decode(format!("nothing is called `{entity}`")))?;
        // Kept when the table had fewer columns.
        let later = table.columns.iter().skip(values.len());
        values.extend(later.map(|(_, kind)| Value::Null(*kind)).collect::<Vec<_>>());
        // Somebody who merged the record since has chosen what it says.
        if !is_merged_since(tx, table.name, id, batch.raw())? {
            if let Some(now) = table.find(tx, id)? {
                let now = table.values(&now);
                if let Some(place) = table.place("merged_into") {
                    values[place] = now[place].clone();
                }
                latest::buyers(table, [&*values, &*now], &mut buyers);
            }
            table.put(tx, id, &values)?;
        }
        tx.execute(
            "DELETE FROM import_before WHERE batch_id = $1 AND entity = $2 AND entity_id = $3",
            params![batch.raw(), entity, id],
        )?;
    }
    latest::mark(tx, &buyers)?;
    if !before.is_empty() {
        return Ok(before.len() as u64);
    }
    for table in TABLES {
        let ranged = RANGED.iter().find(|(name, _)| *name == table.name);
        let gone = match ranged {
            Some((_, kind)) => drop_range(tx, table, kind, batch, limit)?,
            None => drop_rows(tx, table, batch, held, limit)?,
        };
        if gone > 0 {
            return Ok(gone);
        }
    }
    Ok(0)
}

/// Deletes up to `limit` rows from the beginning of the range of a batch; nothing else holds on to them. Cost: the rows, and what
/// others entered at the same time.
fn drop_range(tx: &mut Tx<'_>, table: &Table, kind: &str, batch: BatchId, limit: i64) -> Result<u64, Error> {
    let name = table.name;
    let sql =
        "SELECT first_row, last_row FROM import_batch WHERE id = $1 AND kind = $2 AND first_row IS NOT NULL";
    let Some(range) = tx.query_opt(sql, params![batch.raw(), kind])? else { return Ok(0) };
    let (first, last): (i64, i64) = (range.get(0)?, range.get(1)?);
    let next = tx.query_one(
        &format!(
            "SELECT MAX(id) FROM (SELECT id FROM {name} WHERE id >= $1 AND id <= $2 AND batch_id = $3 ORDER BY id LIMIT $4) \
             some_of_them"
        ),
        params![first, last, batch.raw(), limit],
    )?;
    let Some(until) = next.get::<Option<i64>>(0)? else { return Ok(0) };
    let range = params![first, until, batch.raw()];
    if name == Purchase::TABLE.name {
        latest::mark_range(tx, batch, first, until)?;
    }
    if table.apart {
        let sql = format!(
            "DELETE FROM {name}_text WHERE id IN (SELECT {name}.id FROM {name} WHERE {name}.id >= $1 AND {name}.id <= $2 \
             AND {name}.batch_id = $3)"
        );
        tx.execute(&sql, range)?;
    }
    let sql = format!("DELETE FROM {name} WHERE id >= $1 AND id <= $2 AND batch_id = $3");
    let gone = tx.execute(&sql, range)?;
    tx.execute("UPDATE import_batch SET first_row = $2 WHERE id = $1", params![batch.raw(), until])?;
    Ok(gone)
}

/// Deletes up to `limit` rows of a batch that nothing else holds on to.
fn drop_rows(
    tx: &mut Tx<'_>,
    table: &Table,
    batch: BatchId,
    by_others: &[Held],
    limit: i64,
) -> Result<u64, Error> {
    let name = table.name;
    let by_others = by_others.iter().filter(|held| held.table == name).map(|held| (held.by, held.column));
    let held = pointed_at(table).iter().copied().chain(by_others).fold(String::new(), |sql, (by, column)| {
        format!("{sql} AND NOT EXISTS (SELECT 1 FROM {by} held WHERE held.{column} = {name}.id)")
    });
    let of = if held.is_empty() {
        "batch_id = $1".to_owned()
    } else {
        "(batch_id = $1 OR batch_id IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state = 'undone'))"
            .to_owned()
    };
    // A record that went into another is held by whoever merged the two, unless it came like that.
    let merged = table.place("merged_into").map_or(String::new(), |_| {
        let of = if name == "contact" { "contact.account_id" } else { "account.id" };
        format!(
            " AND (merged_into IS NULL OR NOT EXISTS (SELECT 1 FROM duplicate WHERE duplicate.state = 'merged' AND \
             (duplicate.kind = '{name}' AND duplicate.other = {name}.id OR duplicate.kind = 'account' AND duplicate.other = {of})))"
        )
    });
    let sql = format!("SELECT {name}.id FROM {name} WHERE batch_id <> 0 AND {of}{held}{merged} LIMIT $2");
    let gone = tx.query_by_index(&sql, params![batch.raw(), limit])?;
    let gone = gone.iter().map(|row| row.get(0)).collect::<Result<Vec<i64>, _>>()?;
    forget(tx, table, &gone)?;
    lookup::leave_all(tx, table, &gone)?;
    if table.apart {
        tx.execute_among(&format!("DELETE FROM {name}_text WHERE id {{among}}"), &[], &gone)?;
    }
    tx.execute_among(&format!("DELETE FROM {name} WHERE id {{among}}"), &[], &gone)
}

/// Tables with very many rows, and the kinds of import that fill them. What an import entered into one is found by the range of
/// its ids, so that no index of such a table by import has to be written.
const RANGED: [(&str, &str); 2] =
    [(Purchase::TABLE.name, Purchase::NAME), (Moment::TABLE.name, Moment::NAME)];

/// Whether a table has very many rows.
pub(super) fn is_ranged(table: &Table) -> bool {
    RANGED.iter().any(|(name, _)| *name == table.name)
}

/// Widens the range of what an import has entered by these rows: the first and the last of ids that were made one after the other.
pub(super) fn note_range(
    tx: &mut Tx<'_>,
    table: &Table,
    batch: BatchId,
    rows: Option<(i64, i64)>,
) -> Result<(), Error> {
    let (true, Some((first, last))) = (is_ranged(table), rows) else { return Ok(()) };
    tx.execute(
        "UPDATE import_batch SET first_row = CASE WHEN first_row < $2 THEN first_row ELSE $2 END, \
         last_row = CASE WHEN last_row > $3 THEN last_row ELSE $3 END WHERE id = $1",
        params![batch.raw(), first, last],
    )?;
    Ok(())
}
