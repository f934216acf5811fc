//! When each customer last bought, in order of time: what the list sorted by it walks along. Kept in the transaction that
//! enters, changes or takes back purchases, or merges customers; a customer who bought nothing has no row, one who went into
//! another none of their own.
//!
//! What is done in many transactions only marks the customers, and finds their latest purchase once at its end: in a file of ten
//! purchases a customer each would otherwise be found ten times, and put in another place of the order of time.

use std::collections::{BTreeMap, BTreeSet};

use troth_core::{BatchId, Id};
use troth_store::{Error, Kind, Tx, Value, params};

use super::table::Table;
use crate::entity::{Entity, purchase::Purchase};

const COLUMNS: [(&str, Kind); 2] = [("account_id", Kind::Int), ("at", Kind::Int)];

/// Whose purchases these rows are: nobody's where they are of another table.
pub(crate) fn buyers<'v>(
    table: &Table,
    rows: impl IntoIterator<Item = &'v [Value]>,
    into: &mut BTreeSet<i64>,
) {
    let Some(place) = table.place("account_id").filter(|_| table.name == Purchase::TABLE.name) else {
        return;
    };
    into.extend(rows.into_iter().filter_map(|row| match row.get(place) {
        Some(Value::Int(id)) => Some(*id),
        _ => None,
    }));
}

/// Marks customers whose latest purchase is to be found anew. Cost: one look for each, and a row for each that is not marked yet.
pub(crate) fn mark(tx: &mut Tx<'_>, accounts: &BTreeSet<i64>) -> Result<(), Error> {
    let rows: Vec<Vec<Value>> = accounts.iter().map(|id| vec![(*id).into()]).collect();
    tx.insert_many("account_latest_due", &COLUMNS[..1], "ON CONFLICT DO NOTHING", &rows)?;
    Ok(())
}

/// Marks the customers of an import's purchases from one id to another.
pub(crate) fn mark_range(tx: &mut Tx<'_>, batch: BatchId, first: i64, last: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO account_latest_due (account_id) SELECT purchase.account_id FROM purchase \
         WHERE purchase.id >= $1 AND purchase.id <= $2 AND purchase.batch_id = $3 ON CONFLICT DO NOTHING",
        params![first, last, batch.raw()],
    )?;
    Ok(())
}

/// Finds the latest purchase of up to `most` marked customers; how many there were. Those of another import at work may be
/// among them, and are marked again by what it does next.
pub(crate) fn settle(tx: &mut Tx<'_>, most: usize) -> Result<usize, Error> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let due =
        tx.query("SELECT account_id FROM account_latest_due ORDER BY account_id LIMIT $1", params![limit])?;
    let due = due.iter().map(|row| row.get(0)).collect::<Result<BTreeSet<i64>, _>>()?;
    if let Some(last) = due.last() {
        refresh(tx, &due)?;
        tx.execute("DELETE FROM account_latest_due WHERE account_id <= $1", params![*last])?;
    }
    Ok(due.len())
}

/// Finds anew when these customers last bought, or those that they went into. Cost: one seek in the index of purchases for
/// each of them, and for each that went into one.
pub(crate) fn refresh(tx: &mut Tx<'_>, accounts: &BTreeSet<i64>) -> Result<(), Error> {
    if accounts.is_empty() {
        return Ok(());
    }
    let asked: Vec<i64> = accounts.iter().copied().collect();
    let (mut touched, mut stand) = (accounts.clone(), BTreeSet::new());
    tx.each_among("SELECT COALESCE(merged_into, id) FROM account WHERE id {among}", &[], &asked, |row| {
        stand.insert(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    let stand: Vec<i64> = stand.into_iter().collect();
    touched.extend(&stand);
    let mut family: Vec<(i64, i64)> = stand.iter().map(|id| (*id, *id)).collect();
    tx.each_among("SELECT id, merged_into FROM account WHERE merged_into {among}", &[], &stand, |row| {
        family.push((row.get(0)?, row.get(1)?));
        Ok::<_, Error>(())
    })?;
    let of: BTreeMap<i64, i64> = family.into_iter().collect();
    let members: Vec<i64> = of.keys().copied().collect();
    let mut latest: BTreeMap<i64, i64> = BTreeMap::new();
    // One seek for each: the end of its stretch of the index.
    let sql = "SELECT account.id, (SELECT MAX(purchase.at) FROM purchase WHERE purchase.account_id = account.id) FROM account \
               WHERE account.id {among}";
    tx.each_among(sql, &[], &members, |row| {
        if let (Some(stays), Some(at)) = (of.get(&row.get(0)?), row.get::<Option<i64>>(1)?) {
            let known = latest.entry(*stays).or_insert(at);
            *known = at.max(*known);
        }
        Ok::<_, Error>(())
    })?;
    let gone: Vec<i64> = touched.into_iter().filter(|id| !latest.contains_key(id)).collect();
    tx.execute_among("DELETE FROM account_latest WHERE account_id {among}", &[], &gone)?;
    let rows: Vec<Vec<Value>> = latest.into_iter().map(|(id, at)| vec![id.into(), at.into()]).collect();
    let again =
        "ON CONFLICT (account_id) DO UPDATE SET at = excluded.at WHERE account_latest.at <> excluded.at";
    tx.insert_many("account_latest", &COLUMNS, again, &rows)?;
    Ok(())
}
