//! Customers at risk in the database.

use std::collections::HashSet;

use troth_core::{AccountId, Day, Id};
use troth_store::{Db, Error, Half, Kind, Row, Tx, Value, params};

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

/// Keeps those of a chunk who are at risk.
pub(crate) fn put(tx: &mut Tx<'_>, half: Half, chunk: &[Standing]) -> Result<(), Error> {
    let rows: Vec<Vec<Value>> = chunk
        .iter()
        .filter(|standing| standing.at_risk())
        .map(|standing| {
            let customer = standing.at_risk_customer();
            vec![
                half.number().into(),
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
        ("half", Kind::Int),
        ("account_id", Kind::Int),
        ("alive", Kind::Real),
        ("stake", Kind::Int),
        ("rhythm_days", Kind::Real),
        ("silent_days", Kind::Int),
        ("last_day", Kind::Int),
    ];
    tx.insert_many("at_risk", &columns, "", &rows)?;
    Ok(())
}

/// Forgets who was at risk among the accounts after one and up to another (to the end if none).
pub(crate) fn drop(tx: &mut Tx<'_>, half: Half, after: i64, until: Option<i64>) -> Result<u64, Error> {
    tx.execute(
        "DELETE FROM at_risk WHERE half = $1 AND account_id > $2 AND account_id <= $3",
        params![half.number(), after, until.unwrap_or(i64::MAX)],
    )
}

/// A page of the customers at risk, after the key of the last row of the page before. One range of one index.
pub(crate) fn list(
    db: &mut Db<'_>,
    half: Half,
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
    let mut values = vec![Value::Int(half.number()), Value::Int(limit)];
    let mut from = String::new();
    if let Some((value, account)) = after {
        values.extend([value, Value::Int(account.raw())]);
        from = format!(" AND ({column}, account_id) {sign} ($3, $4)");
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM at_risk WHERE half = $1{from} ORDER BY {column} {way}, account_id {way} LIMIT $2"
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

/// Who is at risk in a half.
pub(crate) fn accounts(db: &mut Db<'_>, half: Half) -> Result<HashSet<AccountId>, Error> {
    let mut accounts = HashSet::new();
    db.each("SELECT account_id FROM at_risk WHERE half = $1", params![half.number()], |row| {
        accounts.insert(row.id(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(accounts)
}
