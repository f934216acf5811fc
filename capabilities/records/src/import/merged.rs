//! What files say of records that were merged since.

use std::collections::HashMap;

use troth_store::{Column as _, Db, Error, Tx, Value, params};

use crate::duplicate::merge::together;
use crate::duplicate::store::list_overwritten;
use crate::store::table::Table;

/// What a merge decided is kept where a file only says again what it said before: addresses and numbers of people who went into
/// this one, and values that somebody chose. What a file says anew holds.
pub(super) fn keep_kin(
    db: &mut Db<'_>,
    table: &Table,
    id: i64,
    before: &[Value],
    values: &mut [Value],
) -> Result<(), Error> {
    if table.place("merged_into").is_none() || before == values {
        return Ok(());
    }
    let name = table.name;
    let lines = table.place("emails").zip(table.place("phones"));
    let said = if lines.is_some() { "emails, phones" } else { "id" };
    let kin =
        db.query(&format!("SELECT {said} FROM {name} WHERE merged_into = $1 ORDER BY id"), params![id])?;
    if kin.is_empty() {
        return Ok(());
    }
    if let Some((emails, phones)) = lines {
        for row in &kin {
            for (place, kin) in [emails, phones].into_iter().zip(row.values()) {
                values[place] = together(&values[place], kin);
            }
        }
    }
    let account = table.place("account_id").and_then(|place| i64::from_value(&before[place]));
    for written in list_overwritten(db, name, id, account)? {
        for (column, earlier, chosen) in &written.columns {
            if let Some(place) = table.place(column)
                && values[place] == *earlier
                && before[place] == *chosen
            {
                values[place] = chosen.clone();
            }
        }
    }
    Ok(())
}

/// What a file says anew of a record that went into another: the other, with the columns.
pub(super) fn news(table: &Table, before: &[Value], after: &[Value]) -> Option<(i64, Vec<(usize, Value)>)> {
    let Value::Int(stays) = after[table.place("merged_into")?] else { return None };
    let own = ["account_id", "merged_into", "created_day", "kind"];
    let columns = table.columns.iter().enumerate().filter(|(_, (name, _))| !own.contains(name));
    let news = columns.filter(|(place, _)| before[*place] != after[*place]);
    Some((stays, news.map(|(place, _)| (place, after[place].clone())).collect()))
}

/// Points records that a file has entered at those that they went into, or at what those went into themselves.
pub(super) fn go_into(
    tx: &mut Tx<'_>,
    table: &Table,
    pairs: impl Iterator<Item = (i64, i64)>,
) -> Result<(), Error> {
    let name = table.name;
    for (goes, stays) in pairs {
        let sql = format!("SELECT COALESCE(merged_into, id) FROM {name} WHERE id = $1");
        let stays: i64 = tx.scalar(&sql, params![stays])?;
        // It has just been entered: nobody bought under its key yet.
        if stays != goes {
            let sql = format!("UPDATE {name} SET merged_into = $2 WHERE id = $1");
            tx.execute(&sql, params![goes, stays])?;
        }
    }
    Ok(())
}

/// Writes what a file says anew of a record that went into another to the one that stays, too. What it said before was
/// chosen from when the two were merged, and is not chosen again.
pub(super) fn pass_on(
    tx: &mut Tx<'_>,
    table: &'static Table,
    stays: i64,
    news: Vec<(usize, Value)>,
    changed: &mut HashMap<i64, (Vec<Value>, Vec<Value>)>,
) -> Result<(), Error> {
    let (before, mut after) = if let Some(both) = changed.remove(&stays) {
        both
    } else {
        let Some(row) = table.find(tx, stays)? else { return Ok(()) };
        let values = table.values(&row);
        (values.clone(), values)
    };
    for (place, value) in news {
        let lines = ["emails", "phones"].contains(&table.columns[place].0);
        after[place] = if lines { together(&after[place], &value) } else { value };
    }
    if before != after {
        changed.insert(stays, (before, after));
    }
    Ok(())
}
