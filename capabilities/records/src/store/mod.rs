//! Customers in the database. The tables of this crate are written nowhere else.

use troth_core::{AccountId, ContactId, Day, Id, StaffId, TeamId, Zone};
use troth_store::{Db, Error, Hit, Row, Tx, Value, params};

use crate::entity::{ByHand, Target, account::Customer};
use crate::model::{Account, AccountKind, AccountRow, fold};

pub(crate) mod export;
pub(crate) mod lookup;
pub(crate) mod met;
pub(crate) mod note;
pub(crate) mod staff;
pub(crate) mod table;

pub(crate) const COLUMNS: &str = "account.id, account.source, account.external_key, account.kind, account.name, account.name_key, \
                       account.team_id, account.owner_id, account.created_day, account.merged_into";

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

/// How many customers there are, merged ones left out.
pub fn count_accounts(db: &mut Db<'_>) -> Result<i64, Error> {
    db.scalar("SELECT COUNT(*) FROM account WHERE merged_into IS NULL", &[])
}

/// Which customers a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// First letters of the name.
    pub starting: String,
    /// Of this kind alone.
    pub kind: Option<AccountKind>,
    /// Those this team looks after.
    pub team: Option<TeamId>,
    /// Those whose tie this member of staff holds.
    pub owner: Option<StaffId>,
    /// From the end of the alphabet.
    pub falling: bool,
}

/// A page of customers by name, after the one named `after`, with what each bought. One query: the page is cut first,
/// by the index on the name, or that of the kind, team or owner with the name; then the purchases of its customers
/// are summed.
pub fn list_accounts(
    db: &mut Db<'_>,
    filter: &AccountFilter,
    after: Option<(String, AccountId)>,
    limit: usize,
) -> Result<Vec<AccountRow>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (from, until) = prefix(&filter.starting);
    let mut params: Vec<Value> = vec![from.into(), until.into(), limit.into()];
    let mut narrow = Vec::new();
    let mut add = |column: &str, value: Value| {
        params.push(value);
        narrow.push(format!(" AND {column} = ${}", params.len()));
    };
    filter.kind.into_iter().for_each(|kind| add("kind", kind.key().into()));
    filter.team.into_iter().for_each(|team| add("team_id", team.raw().into()));
    filter.owner.into_iter().for_each(|owner| add("owner_id", owner.raw().into()));
    let (beyond, turn) = if filter.falling { ("<", "DESC") } else { (">", "ASC") };
    if let Some((name, id)) = after {
        let place = params.len();
        params.extend([name.into(), id.raw().into()]);
        narrow.push(format!(" AND (name_key, id) {beyond} (${}, ${})", place + 1, place + 2));
    }
    let narrow = narrow.concat();
    let sql = format!(
        "WITH page AS (SELECT id, name_key FROM account WHERE merged_into IS NULL AND name_key >= $1 AND name_key < $2\
         {narrow} ORDER BY name_key {turn}, id {turn} LIMIT $3), member AS (SELECT page.id, page.id AS stands FROM page \
         UNION ALL SELECT kin.id, page.id FROM page JOIN account kin ON kin.merged_into = page.id \
         WHERE kin.merged_into IS NOT NULL) \
         SELECT {COLUMNS}, COUNT(purchase.id), MAX(purchase.day), CAST(COALESCE(SUM(purchase.amount), 0) AS BIGINT) \
         FROM member JOIN account ON account.id = member.stands LEFT JOIN purchase ON purchase.account_id = member.id \
         GROUP BY {COLUMNS} ORDER BY account.name_key {turn}, account.id {turn}"
    );
    let rows = db.query(&sql, &params)?;
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

/// Key of a row in a list of customers by name, for the page after it.
pub(crate) fn place_of(account: &Account) -> String {
    format!("{}~{}", account.id, fold(&account.name))
}

/// Reads such a key.
pub(crate) fn read_place(text: &str) -> Option<(String, AccountId)> {
    let (id, name) = text.split_once('~')?;
    Some((name.to_owned(), id.parse().ok()?))
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
