//! Customers in the database. The tables of this crate are written nowhere else.

use troth_core::{AccountId, ContactId, Day, Id, Zone};
use troth_store::{Db, Error, Hit, Row, Tx, Value, params};

use crate::entity::{ByHand, Target, account::Customer};
use crate::model::{Account, fold};

pub use list::{AccountFilter, AccountSort, Said, list_accounts, list_values};
pub(crate) use list::{LATEST, place_of, read_place};

pub(crate) mod export;
pub(crate) mod latest;
mod list;
pub(crate) mod lookup;
pub(crate) mod met;
pub(crate) mod note;
pub(crate) mod privacy;
pub(crate) mod reach;
pub(crate) mod staff;
pub(crate) mod table;

pub(crate) const COLUMNS: &str = "account.id, account.source, account.external_key, account.kind, account.name, account.name_key, \
                       account.team_id, account.owner_id, account.created_day, account.merged_into, account.erased_day, account.structure";

pub(crate) fn account(row: &Row) -> Result<Account, Error> {
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

/// A customer and those that went into it, as a SELECT of ids: `IN (…)`. `mark` is the parameter of the customer.
pub(crate) fn family(mark: &str) -> String {
    format!(
        "SELECT CAST({mark} AS BIGINT) UNION ALL SELECT kin.id FROM account kin WHERE kin.merged_into = {mark}"
    )
}

/// The same as a list: one entry for nearly everybody.
pub(crate) fn list_family(db: &mut Db<'_>, id: AccountId) -> Result<Vec<AccountId>, Error> {
    let sql = "SELECT id FROM account WHERE merged_into = $1 ORDER BY id LIMIT 1000";
    let kin = db.query(sql, params![id.raw()])?;
    std::iter::once(Ok(id)).chain(kin.iter().map(|row| row.id(0))).collect()
}

/// The customer that stands for this one after a merge: mostly itself.
pub(crate) fn find_standing(db: &mut Db<'_>, id: AccountId) -> Result<Option<Account>, Error> {
    let Some(account) = find_account(db, id)? else { return Ok(None) };
    account.merged_into.map_or(Ok(Some(account)), |stays| find_account(db, stays))
}

/// How many customers there are, merged ones left out; counted no further than `most`, so that no page waits for it.
pub fn count_accounts(db: &mut Db<'_>, most: i64) -> Result<i64, Error> {
    let sql = "SELECT COUNT(*) FROM (SELECT account.id FROM account WHERE account.merged_into IS NULL LIMIT $1) some_of_them";
    db.scalar(sql, params![most])
}

/// What a customer bought in each month, in minor units of the reporting currency: the latest months, oldest first.
pub(crate) fn months_of(db: &mut Db<'_>, account: AccountId, limit: i64) -> Result<Vec<(i64, i64)>, Error> {
    let sql = format!(
        "SELECT month, CAST(SUM(amount) AS BIGINT) FROM purchase WHERE account_id IN ({}) GROUP BY month \
         ORDER BY month DESC LIMIT $2",
        family("$1")
    );
    let rows = db.query(&sql, params![account.raw(), limit])?;
    rows.iter().rev().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// What a customer bought up to the end of a day: day and minor units of the reporting currency of each purchase, returns left out, in
/// no order. By an index.
pub fn list_bought(db: &mut Db<'_>, account: AccountId, until: Day) -> Result<Vec<(Day, i64)>, Error> {
    let sql = format!(
        "SELECT day, amount FROM purchase WHERE account_id IN ({}) AND day <= $2 AND amount >= 0 AND batch_id NOT IN \
         (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))",
        family("$1")
    );
    let rows = db.query(&sql, params![account.raw(), until])?;
    rows.iter().map(|row| Ok((Day::from_number(row.get(0)?), row.get(1)?))).collect()
}

/// Id and name of staff or teams for a choice, by name; `at` leaves out staff who had left by that day.
pub(crate) fn choices(db: &mut Db<'_>, target: Target, at: Day) -> Result<Vec<(i64, String)>, Error> {
    let sql = match target {
        Target::Staff => {
            "SELECT id, name FROM staff WHERE active_to_day IS NULL OR active_to_day >= $1 ORDER BY name_key, id LIMIT 1000"
        }
        Target::Team => "SELECT id, name FROM team WHERE $1 = $1 ORDER BY name_key, id LIMIT 1000",
        Target::Account | Target::Contact => return Ok(Vec::new()),
    };
    db.query(sql, params![at])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Whether each person of a customer allows each purpose, as of the latest they said: person, purpose, given.
pub(crate) fn consents_of(
    db: &mut Db<'_>,
    account: AccountId,
) -> Result<Vec<(ContactId, String, bool)>, Error> {
    let sql = format!(
        "SELECT contact_id, purpose, given FROM (SELECT consent.contact_id, consent.purpose, consent.given, \
         ROW_NUMBER() OVER (PARTITION BY consent.contact_id, consent.purpose ORDER BY consent.at DESC, consent.id DESC) AS place \
         FROM contact JOIN consent ON consent.contact_id = contact.id WHERE contact.account_id IN ({}) \
         AND contact.merged_into IS NULL) latest WHERE place = 1 ORDER BY contact_id, purpose",
        family("$1")
    );
    let rows = db.query(&sql, params![account.raw()])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.get(1)?, row.get(2)?))).collect()
}

pub(crate) fn search_hits(db: &mut Db<'_>, letters: &str, limit: usize) -> Result<Vec<Hit>, Error> {
    let known = met::list_known(db, letters, limit)?.into_iter();
    Ok(known.map(|known| Hit { href: known.href(), title: known.name, detail: known.detail }).collect())
}

/// Each of these customers, in the order asked; of one that was merged, the customer that stays.
pub fn names_of(db: &mut Db<'_>, ids: &[AccountId]) -> Result<Vec<Option<Account>>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|index| format!("${index}")).collect();
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id IN ({})", marks.join(", "));
    let values: Vec<Value> = ids.iter().map(|id| Value::Int(id.raw())).collect();
    let mut found = db.query(&sql, &values)?.iter().map(account).collect::<Result<Vec<_>, _>>()?;
    let merged: Vec<AccountId> = found.iter().filter_map(|account| account.merged_into).collect();
    for id in merged {
        found.extend(find_account(db, id)?);
    }
    let of = |id: AccountId| found.iter().find(|account| account.id == id);
    let standing = |id: &AccountId| of(*id).map(|one| one.merged_into.and_then(of).unwrap_or(one).clone());
    Ok(ids.iter().map(standing).collect())
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
