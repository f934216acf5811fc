//! Customers in the database. The tables of this crate are written nowhere else.

use troth_core::{AccountId, Day, Id, Zone};
use troth_store::{Db, Error, Hit, Row, Tx, Value, params};

use crate::entity::{ByHand, account::Customer};
use crate::model::{Account, AccountRow, fold};

pub(crate) mod lookup;
pub(crate) mod met;
pub(crate) mod note;
pub(crate) mod table;

const COLUMNS: &str = "account.id, account.source, account.external_key, account.kind, account.name, account.name_key, \
                       account.team_id, account.owner_id, account.created_day, account.merged_into";

fn account(row: &Row) -> Result<Account, Error> {
    Customer::read(row)
}

/// The customer with this id, merged ones included.
pub fn find_account(db: &mut Db<'_>, id: AccountId) -> Result<Option<Account>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
    db.query_opt(&sql, params![id.raw()])?.as_ref().map(account).transpose()
}

/// The customer with this id.
pub fn get_account(db: &mut Db<'_>, id: AccountId) -> Result<Account, Error> {
    find_account(db, id)?.ok_or_else(|| Error::NotFound(format!("customer {id}")))
}

/// How many customers there are, merged ones left out.
pub fn count_accounts(db: &mut Db<'_>) -> Result<i64, Error> {
    db.scalar("SELECT COUNT(*) FROM account WHERE merged_into IS NULL", &[])
}

/// A page of customers by name, after the one named `after`, with what each bought. One query: the page is cut first,
/// then the purchases of its customers are summed.
pub fn list_accounts(
    db: &mut Db<'_>,
    starting: &str,
    after: Option<(String, AccountId)>,
    limit: usize,
) -> Result<Vec<AccountRow>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (from, until) = prefix(starting);
    let (after_name, after_id) = after.map_or((String::new(), 0), |(name, id)| (name, id.raw()));
    let sql = format!(
        "WITH page AS (SELECT id, name_key FROM account WHERE merged_into IS NULL AND name_key >= $1 AND name_key < $2 \
         AND (name_key, id) > ($3, $4) ORDER BY name_key, id LIMIT $5) \
         SELECT {COLUMNS}, COUNT(purchase.id), MAX(purchase.day), CAST(COALESCE(SUM(purchase.amount), 0) AS BIGINT) \
         FROM page JOIN account ON account.id = page.id LEFT JOIN purchase ON purchase.account_id = account.id \
         GROUP BY {COLUMNS} ORDER BY account.name_key, account.id"
    );
    let rows = db.query(&sql, params![from, until, after_name, after_id, limit])?;
    rows.iter()
        .map(|row| {
            Ok(AccountRow {
                account: account(row)?,
                purchases: row.get(10)?,
                last_day: row.get::<Option<i64>>(11)?.map(Day::from_number),
                amount: row.get(12)?,
            })
        })
        .collect()
}

pub(crate) fn search_hits(db: &mut Db<'_>, letters: &str, limit: usize) -> Result<Vec<Hit>, Error> {
    let mut hits = Vec::new();
    for found in lookup::find(db, letters, limit)? {
        let known = met::Known::find(db, found)?;
        hits.extend(known.map(|known| Hit { href: known.href(), title: known.name, detail: known.detail }));
    }
    Ok(hits)
}

/// Name and external key of each of these customers, in the order asked.
pub fn names_of(db: &mut Db<'_>, ids: &[AccountId]) -> Result<Vec<Option<Account>>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|index| format!("${index}")).collect();
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id IN ({})", marks.join(", "));
    let values: Vec<Value> = ids.iter().map(|id| Value::Int(id.raw())).collect();
    let found = db.query(&sql, &values)?.iter().map(account).collect::<Result<Vec<_>, _>>()?;
    Ok(ids.iter().map(|id| found.iter().find(|account| account.id == *id).cloned()).collect())
}

/// The range of folded texts that begin with these letters.
fn prefix(letters: &str) -> (String, String) {
    let from = fold(letters);
    let until = format!("{from}\u{10ffff}");
    (from, until)
}

/// Whether anything was ever bought: amounts are then in the reporting currency.
pub(crate) fn has_purchases(db: &mut Db<'_>) -> Result<bool, Error> {
    Ok(db.query_opt("SELECT id FROM purchase LIMIT 1", &[])?.is_some())
}

/// Tables whose rows carry a day and month beside their moment.
pub(crate) const DATED: [&str; 2] = ["purchase", "interaction"];

/// Writes day and month of up to `limit` rows after `after` as the zone has them; the last one looked at, none at the end.
pub(crate) fn rebuild_days(
    tx: &mut Tx<'_>,
    table: &'static str,
    zone: &Zone,
    after: i64,
    limit: i64,
) -> Result<Option<i64>, Error> {
    let sql = format!("SELECT id, at, day FROM {table} WHERE id > $1 ORDER BY id LIMIT $2");
    let rows = tx.query(&sql, params![after, limit])?;
    let put = format!("UPDATE {table} SET day = $2, month = $3 WHERE id = $1");
    for row in &rows {
        let day = zone.day_of(row.instant(1)?);
        if day.number() != row.get::<i64>(2)? {
            tx.execute(&put, params![row.get::<i64>(0)?, day, day.month().number()])?;
        }
    }
    rows.last().map(|row| row.get(0)).transpose()
}
