//! Running contracts and what is expected of them, in the database.

use troth_core::{AccountId, Day, Id, RunId};
use troth_store::{Db, Error, Half, Kind, Row, Tx, Value, params};

use crate::model::{Basis, Renewal};

/// Setting that names the half that everybody reads.
const PUBLISHED: &str = "measure.renewals";

/// What the list can be sorted by.
pub(crate) const ORDERS: [&str; 3] = ["due", "stake", "chance"];

const COLUMNS: &str = "contract_id, account_id, due_day, number, term_months, basis, chance, chance_low, chance_high, renewed, \
                       decided, alike, yearly, worth, worth_low, worth_high, leaves_day";

fn renewal(row: &Row) -> Result<Renewal, Error> {
    let basis = row.text(5)?;
    let worth = match (row.get::<Option<f64>>(13)?, row.get(14)?, row.get(15)?) {
        (Some(value), Some(low), Some(high)) => Some((value, low, high)),
        _ => None,
    };
    Ok(Renewal {
        contract: row.id(0)?,
        account: row.id(1)?,
        due: Day::from_number(row.get(2)?),
        number: row.get(3)?,
        term_months: row.get(4)?,
        basis: Basis::find(basis).ok_or_else(|| Error::Decode(format!("`{basis}` is no basis")))?,
        chance: (row.get(6)?, row.get(7)?, row.get(8)?),
        like: (row.get(9)?, row.get(10)?),
        alike: row.get(11)?,
        yearly: row.get(12)?,
        worth,
        leaves: row.get::<Option<i64>>(16)?.map(Day::from_number),
    })
}

/// The half that everybody reads; none before the first run that knew of contracts.
pub(crate) fn find_half(db: &mut Db<'_>) -> Result<Option<Half>, Error> {
    let half = db.find_setting(PUBLISHED)?;
    Ok(half.map(|number| if number == "1" { Half::Second } else { Half::First }))
}

/// Takes, for this run alone, the half that nobody reads.
pub(crate) fn claim(tx: &mut Tx<'_>, id: RunId) -> Result<Half, Error> {
    super::claim(tx, id)?;
    Ok(find_half(tx)?.map_or(Half::First, Half::other))
}

/// Writes a chunk in order of contracts, in the place of whatever stood after the one before and up to its last (to the end if none).
pub(crate) fn put_chunk(
    tx: &mut Tx<'_>,
    id: RunId,
    half: Half,
    (after, last): (i64, Option<i64>),
    (as_of, chunk): (Day, &[Renewal]),
) -> Result<(), crate::Error> {
    super::check_claim(tx, id)?;
    tx.execute(
        "DELETE FROM renewal WHERE half = $1 AND contract_id > $2 AND contract_id <= $3",
        params![half.number(), after, last.unwrap_or(i64::MAX)],
    )?;
    let rows: Vec<Vec<Value>> = chunk.iter().map(|renewal| row(half, as_of, renewal)).collect();
    let columns = [
        ("half", Kind::Int),
        ("contract_id", Kind::Int),
        ("account_id", Kind::Int),
        ("listed", Kind::Int),
        ("due_day", Kind::Int),
        ("number", Kind::Int),
        ("term_months", Kind::Int),
        ("basis", Kind::Text),
        ("chance", Kind::Real),
        ("chance_low", Kind::Real),
        ("chance_high", Kind::Real),
        ("renewed", Kind::Int),
        ("decided", Kind::Int),
        ("alike", Kind::Bool),
        ("yearly", Kind::Int),
        ("stake", Kind::Int),
        ("worth", Kind::Real),
        ("worth_low", Kind::Real),
        ("worth_high", Kind::Real),
        ("leaves_day", Kind::Int),
    ];
    tx.insert_many("renewal", &columns, "", &rows)?;
    Ok(())
}

fn row(half: Half, as_of: Day, renewal: &Renewal) -> Vec<Value> {
    let [value, low, high] = match renewal.worth {
        Some((value, low, high)) => [Some(value), Some(low), Some(high)],
        None => [None; 3],
    };
    vec![
        half.number().into(),
        renewal.contract.raw().into(),
        renewal.account.raw().into(),
        i64::from(renewal.listed(as_of)).into(),
        renewal.due.number().into(),
        renewal.number.into(),
        renewal.term_months.into(),
        renewal.basis.key().into(),
        renewal.chance.0.into(),
        renewal.chance.1.into(),
        renewal.chance.2.into(),
        renewal.like.0.into(),
        renewal.like.1.into(),
        renewal.alike.into(),
        renewal.yearly.into(),
        renewal.stake().into(),
        value.into(),
        low.into(),
        high.into(),
        renewal.leaves.map(Day::number).into(),
    ]
}

/// Makes a half the one that everybody reads. Only inside the transaction that publishes the run.
pub(crate) fn publish(tx: &mut Tx<'_>, half: Half) -> Result<(), Error> {
    tx.set_setting(PUBLISHED, &half.number().to_string())
}

/// A page of the renewals due soon, after the key of the last row of the page before. One range of one index.
pub(crate) fn list(
    db: &mut Db<'_>,
    (order, falls): (&str, bool),
    after: Option<(Value, i64)>,
    limit: usize,
) -> Result<Vec<Renewal>, Error> {
    let Some(half) = find_half(db)? else { return Ok(Vec::new()) };
    let column = match order {
        "due" => "due_day",
        "chance" => "chance",
        _ => "stake",
    };
    let (sign, way) = if falls { ("<", "DESC") } else { (">", "ASC") };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values = vec![Value::Int(half.number()), Value::Int(limit)];
    let mut from = String::new();
    if let Some((value, contract)) = after {
        values.extend([value, Value::Int(contract)]);
        from = format!(" AND ({column}, contract_id) {sign} ($3, $4)");
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM renewal WHERE half = $1 AND listed = 1{from} ORDER BY {column} {way}, contract_id {way} LIMIT $2"
    );
    db.query(&sql, &values)?.iter().map(renewal).collect()
}

/// The key of a row in an order, as it stands in the address.
pub(crate) fn key(order: &str, renewal: &Renewal) -> String {
    let value = match order {
        "due" => renewal.due.number().to_string(),
        "chance" => renewal.chance.0.to_string(),
        _ => renewal.stake().to_string(),
    };
    format!("{value}~{}", renewal.contract)
}

/// Reads such a key; nothing for what no page ever gave.
pub(crate) fn read_key(order: &str, text: &str) -> Option<(Value, i64)> {
    let (value, contract) = text.split_once('~')?;
    let value =
        if order == "chance" { Value::Real(value.parse().ok()?) } else { Value::Int(value.parse().ok()?) };
    let contract: troth_core::ContractId = contract.parse().ok()?;
    Some((value, contract.raw()))
}

/// The running contracts of a customer, the next due first.
pub(crate) fn list_of(db: &mut Db<'_>, account: AccountId, limit: i64) -> Result<Vec<Renewal>, Error> {
    let Some(half) = find_half(db)? else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT {COLUMNS} FROM renewal WHERE half = $1 AND account_id = $2 ORDER BY due_day, contract_id LIMIT $3"
    );
    db.query(&sql, params![half.number(), account.raw(), limit])?.iter().map(renewal).collect()
}
