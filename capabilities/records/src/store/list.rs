//! The list of customers: looked through, narrowed, sorted by what any capability declares, gone on with by key.

use troth_core::{AccountId, Day, Id, StaffId, TeamId};
use troth_store::{Db, Error, Row, SegmentField, SegmentJoin, SegmentType, Value, no_params};

use super::{COLUMNS, account, lookup};
use crate::model::{Account, AccountKind, AccountRow, fold};
use crate::segment::{Filter, store as segment};

/// When each customer, and those that went into it, last bought: from the index of purchases alone.
pub(crate) const LATEST: SegmentField = SegmentField {
    name: "records.latest",
    text: "records-last",
    kind: SegmentType::Day,
    join: Some(&SegmentJoin {
        name: "latest",
        sql: "SELECT bought.account_id, MAX(bought.at) AS at FROM (SELECT purchase.account_id, MAX(purchase.at) AS at FROM purchase \
              GROUP BY purchase.account_id UNION ALL SELECT kin.merged_into, MAX(purchase.at) FROM account kin \
              JOIN purchase ON purchase.account_id = kin.id WHERE kin.merged_into IS NOT NULL GROUP BY kin.merged_into) bought \
              GROUP BY bought.account_id",
        params: no_params,
    }),
    value: "latest.at",
    estimate: None,
    outcome: true,
};

/// What a declared field says of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// The value.
    pub value: f64,
    /// The ends of its interval, where it was estimated.
    pub interval: Option<(f64, f64)>,
}

/// By what a list of customers is sorted.
#[derive(Debug, Clone, Copy, Default)]
pub enum AccountSort {
    /// By name.
    #[default]
    Name,
    /// By something that a capability declares; where it is not known, last.
    Field(SegmentField),
}

/// Which customers a list shows, and in which order.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// Letters of which each word begins a word that the customer, or a person there, is looked up by.
    pub words: String,
    /// Of this kind alone.
    pub kind: Option<AccountKind>,
    /// Those this team looks after.
    pub team: Option<TeamId>,
    /// Those whose tie this member of staff holds.
    pub owner: Option<StaffId>,
    /// Those that a segment finds, with the fields it may ask.
    pub segment: Option<(Filter, Vec<SegmentField>)>,
    /// The order.
    pub sort: AccountSort,
    /// From the end of the alphabet, the largest first.
    pub falling: bool,
}

impl AccountFilter {
    /// What rows are sorted by.
    fn key(&self) -> String {
        match self.sort {
            AccountSort::Name => "account.name_key".to_owned(),
            AccountSort::Field(field) => {
                let last = if self.falling { "-1e300" } else { "1e300" };
                format!("COALESCE(CAST({} AS DOUBLE PRECISION), {last})", field.value)
            }
        }
    }

    /// Whether this is the place of a row in such a list.
    pub(crate) fn knows(&self, place: &str) -> bool {
        self.place(place).is_some()
    }

    /// Reads the place of a row, for the page after it.
    fn place(&self, text: &str) -> Option<(Value, AccountId)> {
        let (name, id) = read_place(text)?;
        let place = match self.sort {
            AccountSort::Name => Value::Text(name),
            AccountSort::Field(_) => Value::Real(name.parse().ok().filter(|place: &f64| place.is_finite())?),
        };
        Some((place, id))
    }
}

/// A page of customers after the place of another, with what each bought. The page is cut first, then the purchases of
/// its customers are summed.
///
/// Cost: by name, the page, through the index on the name, or that of the kind, team or owner with it. With words, those
/// customers that the rarest of them finds, 20,000 at most, sorted. By the last purchase, one pass over the index of
/// purchases and one over the customers, seconds at a million of them; by a score one over scores and customers;
/// within a segment, one over each table that it asks.
pub fn list_accounts(
    db: &mut Db<'_>,
    filter: &AccountFilter,
    after: Option<&str>,
    (limit, today): (usize, Day),
) -> Result<Vec<AccountRow>, Error> {
    let mut params: Vec<Value> = Vec::new();
    let mut conditions = vec!["account.merged_into IS NULL".to_owned()];
    let looked = lookup::condition(db, &filter.words, &mut params)?;
    let sorted = if let AccountSort::Field(field) = filter.sort { Some(field) } else { None };
    let (asked, fields) = match &filter.segment {
        Some((asked, fields)) => (Some(asked), fields.as_slice()),
        None => (None, &[][..]),
    };
    let parts = segment::parts(db, fields, asked, sorted.as_ref(), today, &mut params)?;
    conditions.extend(parts.condition);
    let mut add = |column: &str, value: Value| {
        params.push(value);
        conditions.push(format!("account.{column} = ${}", params.len()));
    };
    filter.kind.into_iter().for_each(|kind| add("kind", kind.key().into()));
    filter.team.into_iter().for_each(|team| add("team_id", team.raw().into()));
    filter.owner.into_iter().for_each(|owner| add("owner_id", owner.raw().into()));
    let key = filter.key();
    let (beyond, turn) = if filter.falling { ("<", "DESC") } else { (">", "ASC") };
    if let Some((place, id)) = after.and_then(|after| filter.place(after)) {
        let mark = params.len();
        params.extend([place, id.raw().into()]);
        conditions.push(format!("({key}, account.id) {beyond} (${}, ${})", mark + 1, mark + 2));
    }
    params.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let (joins, conditions, mark) = (parts.joins, conditions.join(" AND "), params.len());
    // Whom the words find stands first, so that no engine walks through everybody instead.
    let from = looked.map_or("account".to_owned(), |found| format!("({found}) looked CROSS JOIN account"));
    let met = if from == "account" { "" } else { " AND account.id = looked.id" };
    let sql = format!(
        "WITH page AS (SELECT account.id, {key} AS place FROM {from}{joins} WHERE {conditions}{met} \
         ORDER BY {key} {turn}, account.id {turn} LIMIT ${mark}), member AS (SELECT page.id, page.id AS stands, page.place FROM page \
         UNION ALL SELECT kin.id, page.id, page.place FROM page JOIN account kin ON kin.merged_into = page.id \
         WHERE kin.merged_into IS NOT NULL) \
         SELECT {COLUMNS}, COUNT(purchase.id), MAX(purchase.day), CAST(COALESCE(SUM(purchase.amount), 0) AS BIGINT), member.place \
         FROM member JOIN account ON account.id = member.stands LEFT JOIN purchase ON purchase.account_id = member.id \
         GROUP BY {COLUMNS}, member.place ORDER BY member.place {turn}, account.id {turn}"
    );
    db.query(&sql, &params)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<AccountRow, Error> {
    let account = account(row)?;
    let place = match row.values().get(14) {
        Some(Value::Real(place)) => format!("{}~{place}", account.id),
        _ => place_of(&account),
    };
    Ok(AccountRow {
        purchases: row.get(11)?,
        last_day: row.get::<Option<i64>>(12)?.map(Day::from_number),
        amount: row.get(13)?,
        account,
        place,
    })
}

/// What declared fields say of these customers, in the order of both; nothing where it is not known.
pub fn list_values(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    ids: &[AccountId],
    today: Day,
) -> Result<Vec<Vec<Option<Said>>>, Error> {
    let mut values = vec![vec![None; fields.len()]; ids.len()];
    if ids.is_empty() {
        return Ok(values);
    }
    for (column, field) in fields.iter().enumerate() {
        let mut params: Vec<Value> = Vec::new();
        let parts = segment::parts(db, &[], None, Some(field), today, &mut params)?;
        let marks: Vec<String> = (1..=ids.len()).map(|n| format!("${}", params.len() + n)).collect();
        params.extend(ids.iter().map(|id| Value::Int(id.raw())));
        let (low, high) = field.estimate.map_or(("NULL", "NULL"), |estimate| estimate.interval);
        let each = [field.value, low, high].map(|value| format!("CAST({value} AS DOUBLE PRECISION)"));
        let sql = format!(
            "SELECT account.id, {} FROM account{} WHERE account.id IN ({})",
            each.join(", "),
            parts.joins,
            marks.join(", ")
        );
        for row in db.query(&sql, &params)? {
            let id: AccountId = row.id(0)?;
            if let Some(place) = ids.iter().position(|one| *one == id) {
                let interval = row.get::<Option<f64>>(2)?.zip(row.get::<Option<f64>>(3)?);
                values[place][column] = row.get::<Option<f64>>(1)?.map(|value| Said { value, interval });
            }
        }
    }
    Ok(values)
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
