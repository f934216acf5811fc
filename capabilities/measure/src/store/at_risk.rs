//! Customers at risk in the database.

use std::collections::HashSet;

use troth_core::{AccountId, Day, Id, RunId};
use troth_store::{Db, Error, Kind, Row, Tx, Value, params};

use crate::model::{AtRiskCustomer, Standing};

/// What the list can be sorted by, and the column it stands for.
pub(crate) const ORDERS: [&str; 3] = ["chance", "stake", "last"];

const COLUMNS: &str = "account_id, alive, stake, rhythm_days, silent_days, last_day";

fn customer(row: &Row) -> Result<AtRiskCustomer, Error> {
    Ok(AtRiskCustomer {
        account: row.id(0)?,
        alive: row.get(1)?,
        stake: row.get(2)?,
        rhythm_days: row.get(3)?,
        silent_days: row.get(4)?,
        last_day: Day::from_number(row.get(5)?),
    })
}

/// Keeps those of a chunk who are at risk; written again, they are replaced.
pub(crate) fn put(tx: &mut Tx<'_>, run: RunId, as_of: Day, chunk: &[Standing]) -> Result<(), Error> {
    let rows: Vec<Vec<Value>> = chunk
        .iter()
        .filter(|standing| standing.at_risk())
        .map(|standing| {
            let customer = standing.at_risk_customer(as_of);
            vec![
                run.raw().into(),
                customer.account.raw().into(),
                customer.alive.into(),
                customer.stake.into(),
                customer.rhythm_days.into(),
                customer.silent_days.into(),
                customer.last_day.number().into(),
            ]
        })
        .collect();
    let columns = [
        ("run_id", Kind::Int),
        ("account_id", Kind::Int),
        ("alive", Kind::Real),
        ("stake", Kind::Int),
        ("rhythm_days", Kind::Real),
        ("silent_days", Kind::Int),
        ("last_day", Kind::Int),
    ];
    let again = "ON CONFLICT (run_id, account_id) DO UPDATE SET alive = excluded.alive, stake = excluded.stake, \
                 rhythm_days = excluded.rhythm_days, silent_days = excluded.silent_days, last_day = excluded.last_day";
    tx.insert_many("at_risk", &columns, again, &rows)?;
    Ok(())
}

/// A page of the customers at risk in a run, after the key of the last row of the page before. One range of one index.
pub(crate) fn list(
    db: &mut Db<'_>,
    run: RunId,
    (order, falls): (&str, bool),
    after: Option<(Value, AccountId)>,
    limit: usize,
) -> Result<Vec<AtRiskCustomer>, Error> {
    let column = match order {
        "chance" => "alive",
        "last" => "last_day",
        _ => "stake",
    };
    let (sign, way) = if falls { ("<", "DESC") } else { (">", "ASC") };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values = vec![Value::Int(run.raw()), Value::Int(limit)];
    let mut from = String::new();
    if let Some((value, account)) = after {
        values.extend([value, Value::Int(account.raw())]);
        from = format!(" AND ({column}, account_id) {sign} ($3, $4)");
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM at_risk WHERE run_id = $1{from} ORDER BY {column} {way}, account_id {way} LIMIT $2"
    );
    db.query(&sql, &values)?.iter().map(customer).collect()
}

/// The key of a row in an order, as it stands in the address.
pub(crate) fn key(order: &str, customer: &AtRiskCustomer) -> String {
    let value = match order {
        "chance" => customer.alive.to_string(),
        "last" => customer.last_day.number().to_string(),
        _ => customer.stake.to_string(),
    };
    format!("{value}~{}", customer.account)
}

/// Reads such a key; nothing for what no page ever gave.
pub(crate) fn read_key(order: &str, text: &str) -> Option<(Value, AccountId)> {
    let (value, account) = text.split_once('~')?;
    let value =
        if order == "chance" { Value::Real(value.parse().ok()?) } else { Value::Int(value.parse().ok()?) };
    Some((value, account.parse().ok()?))
}

/// Who was at risk in a run.
pub(crate) fn accounts(db: &mut Db<'_>, run: RunId) -> Result<HashSet<AccountId>, Error> {
    let mut accounts = HashSet::new();
    db.each("SELECT account_id FROM at_risk WHERE run_id = $1", params![run.raw()], |row| {
        accounts.insert(row.id(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(accounts)
}

/// Removes up to `limit` rows of other runs than `run`; how many there were.
pub(crate) fn drop_old(tx: &mut Tx<'_>, run: RunId, limit: i64) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM at_risk WHERE (run_id, account_id) IN \
         (SELECT run_id, account_id FROM at_risk WHERE run_id <> $1 LIMIT $2)",
        params![run.raw(), limit],
    )
}
