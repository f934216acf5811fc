//! When each customer last bought, in order of time: what the list sorted by it walks along. Kept in the transaction that
//! enters, changes or takes back purchases, or merges customers; a customer who bought nothing has no row, one who went into
//! another none of their own.

use std::collections::{BTreeMap, BTreeSet};

use troth_store::{Error, Kind, Tx, Value};

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
