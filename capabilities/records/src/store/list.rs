//! The list of customers: looked through, narrowed, sorted by what any capability declares, gone on with by key.

use troth_core::{AccountId, Day, Id, StaffId, TeamId};
use troth_store::{Db, Error, Row, SegmentField, SegmentJoin, SegmentType, Value, no_params};

use super::{COLUMNS, account, lookup};
use crate::model::{Account, AccountKind, AccountRow, fold};
use crate::segment::{Filter, store as segment};

/// When each customer, and those that went into it, last bought.
pub(crate) const LATEST: SegmentField = SegmentField {
    name: "records.latest",
    text: "records-last",
    kind: SegmentType::Day,
    join: Some(&SegmentJoin {
        name: "latest",
        sql: "SELECT account_latest.account_id, account_latest.at FROM account_latest",
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
    /// The stretches of the list, one behind the other. Sorted by what is not known of everybody, those of whom it is
    /// known stand first, in its order, which an index may have; the others follow by id.
    fn stretches(&self) -> Vec<Stretch> {
        let AccountSort::Field(field) = self.sort else {
            let key = "account.name_key".to_owned();
            return vec![Stretch { place: key.clone(), key: Some(key), id: "account.id".into(), of: None }];
        };
        let last = if self.falling { "-1e300" } else { "1e300" };
        // Its own id, so that an index on value and id is walked along.
        let id = field.join.map_or("account.id".to_owned(), |join| format!("{}.account_id", join.name));
        let (value, place) = (field.value, format!("CAST({} AS DOUBLE PRECISION)", field.value));
        let known = format!("{value} IS NOT NULL");
        let unknown = format!("{value} IS NULL");
        vec![
            Stretch { place, key: Some(value.to_owned()), id, of: Some(known) },
            Stretch {
                place: format!("CAST({last} AS DOUBLE PRECISION)"),
                key: None,
                id: "account.id".into(),
                of: Some(unknown),
            },
        ]
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
            // A whole number is compared as one, or no index of whole numbers helps.
            AccountSort::Field(SegmentField { kind: SegmentType::Day, .. })
                if name.parse::<i64>().is_ok() =>
            {
                Value::Int(name.parse().ok()?)
            }
            AccountSort::Field(_) => Value::Real(name.parse().ok().filter(|place: &f64| place.is_finite())?),
        };
        Some((place, id))
    }
}

/// Customers of a list that stand together, in one order.
struct Stretch {
    /// Its place as it is shown, and as it is sorted by; none where only the id tells them apart.
    place: String,
    key: Option<String>,
    id: String,
    /// Who belongs to it.
    of: Option<String>,
}

/// A place behind which there are only customers of whom it is not known.
const UNKNOWN: f64 = 1e300;

/// A page of customers after the place of another, with what each bought. The page is cut first, then the purchases of
/// its customers are summed.
///
/// Cost: by name, the page, through the index on the name, or that of the kind, team or owner with it. With words, those
/// customers that the rarest of them finds, 20,000 at most, sorted. By the last purchase, the page, through the index of
/// [`super::latest`]; by a score one pass over scores and customers; within a segment, one over each table that it asks.
pub fn list_accounts(
    db: &mut Db<'_>,
    filter: &AccountFilter,
    after: Option<&str>,
    (limit, today): (usize, Day),
) -> Result<Vec<AccountRow>, Error> {
    let after = after.and_then(|after| filter.place(after));
    let mut rows: Vec<AccountRow> = Vec::new();
    for stretch in filter.stretches() {
        let left = limit.saturating_sub(rows.len());
        let beyond = match &after {
            // The page goes on where the other ended; only the first stretch of it begins behind that.
            Some((place, id)) if rows.is_empty() => match (stretch.key.is_some(), is_unknown(place)) {
                (true, true) => continue,
                (false, false) => None,
                _ => Some((place.clone(), *id)),
            },
            _ => None,
        };
        if left > 0 {
            rows.extend(list_stretch(db, filter, &stretch, beyond, (left, today))?);
        }
    }
    Ok(rows)
}

fn is_unknown(place: &Value) -> bool {
    matches!(place, Value::Real(place) if place.abs() >= UNKNOWN)
}

/// A page within one stretch.
fn list_stretch(
    db: &mut Db<'_>,
    filter: &AccountFilter,
    stretch: &Stretch,
    after: Option<(Value, AccountId)>,
    (limit, today): (usize, Day),
) -> Result<Vec<AccountRow>, Error> {
    let mut params: Vec<Value> = Vec::new();
    let mut conditions = vec!["account.merged_into IS NULL".to_owned()];
    conditions.extend(stretch.of.clone());
    let looked = lookup::condition(db, &filter.words, &mut params)?;
    let sorted = if let AccountSort::Field(field) = filter.sort { Some(field) } else { None };
    let (asked, fields) = match &filter.segment {
        Some((asked, fields)) => (Some(asked), fields.as_slice()),
        None => (None, &[][..]),
    };
    let parts = segment::parts(db, fields, asked, sorted.as_ref(), today, &mut params)?;
    let mut joins = parts.joins();
    conditions.extend(parts.condition);
    let mut add = |column: &str, value: Value| {
        params.push(value);
        conditions.push(format!("account.{column} = ${}", params.len()));
    };
    filter.kind.into_iter().for_each(|kind| add("kind", kind.key().into()));
    filter.team.into_iter().for_each(|team| add("team_id", team.raw().into()));
    filter.owner.into_iter().for_each(|owner| add("owner_id", owner.raw().into()));
    let Stretch { place, key, id, .. } = stretch;
    let (beyond, turn) = if filter.falling { ("<", "DESC") } else { (">", "ASC") };
    let mark = params.len();
    match (key, after) {
        (Some(key), Some((place, last))) => {
            params.extend([place, last.raw().into()]);
            conditions.push(format!("({key}, {id}) {beyond} (${}, ${})", mark + 1, mark + 2));
        }
        (None, Some((_, last))) => {
            params.push(last.raw().into());
            conditions.push(format!("{id} {beyond} ${}", mark + 1));
        }
        (_, None) => {}
    }
    params.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let mark = params.len();
    let order = key.iter().chain([id]).map(|by| format!("{by} {turn}")).collect::<Vec<_>>().join(", ");
    // Whom the words find stands first, so that no engine walks through everybody instead; so does what everybody is sorted
    // by, whose order is walked along.
    let everybody = filter.team.is_none() && filter.owner.is_none() && filter.segment.is_none();
    let from = match (looked, parts.also) {
        (Some(found), _) => {
            conditions.push("account.id = looked.id".to_owned());
            format!("({found}) looked CROSS JOIN account")
        }
        (None, Some((sorted, name))) if stretch.key.is_some() && everybody => {
            conditions.push(format!("account.id = {name}.account_id"));
            joins = parts.others;
            format!("({sorted}) {name} CROSS JOIN account")
        }
        (None, _) => "account".to_owned(),
    };
    let conditions = conditions.join(" AND ");
    let sql = format!(
        "WITH page AS (SELECT account.id, {place} AS place FROM {from}{joins} WHERE {conditions} \
         ORDER BY {order} LIMIT ${mark}), member AS (SELECT page.id, page.id AS stands, page.place FROM page \
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
    let place = match row.values().get(15) {
        Some(Value::Real(place)) => format!("{}~{place}", account.id),
        _ => place_of(&account),
    };
    Ok(AccountRow {
        purchases: row.get(12)?,
        last_day: row.get::<Option<i64>>(13)?.map(Day::from_number),
        amount: row.get(14)?,
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
            parts.joins(),
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
