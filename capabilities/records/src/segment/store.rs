//! Segments in the database: kept filters, and filters as statements.

use troth_core::{AccountId, Day, Id, Instant, SegmentId};
use troth_store::{
    Db, Error, Operator, Part, Row, SegmentField, SegmentJoin, SegmentType, Tx, Value, no_params, params,
};

use super::model::{Filter, Segment, Understood};
use crate::model::Account;

/// Every field that the parts declare.
pub fn fields(parts: &[Part]) -> Vec<SegmentField> {
    parts.iter().flat_map(|part| part.segments).copied().collect()
}

const PURCHASES: SegmentJoin = SegmentJoin {
    name: "bought",
    sql: "SELECT account_id, COUNT(*) AS purchases, MAX(day) AS last_day, CAST(SUM(amount) AS BIGINT) AS amount \
          FROM fact_purchase GROUP BY account_id",
    params: no_params,
};
const CONTRACTS: SegmentJoin = SegmentJoin {
    name: "agreed",
    sql: "SELECT account_id, COUNT(*) AS running, MIN(renewal_day) AS renewal_day FROM fact_contract \
          WHERE ended_day IS NULL GROUP BY account_id",
    params: no_params,
};
const INTERACTIONS: SegmentJoin = SegmentJoin {
    name: "met",
    sql: "SELECT account_id, MAX(day) AS last_day, COUNT(*) FILTER (WHERE effect = 'away') AS away FROM fact_interaction \
          GROUP BY account_id",
    params: no_params,
};
const NEWS: SegmentJoin = SegmentJoin {
    name: "news",
    sql: "SELECT COALESCE(account.merged_into, account.id) AS account_id, 1 AS allowed FROM contact \
          JOIN account ON account.id = contact.account_id JOIN (SELECT consent.contact_id, consent.given, \
          ROW_NUMBER() OVER (PARTITION BY consent.contact_id ORDER BY consent.at DESC, consent.id DESC) AS place \
          FROM consent WHERE consent.purpose = 'news') latest ON latest.contact_id = contact.id \
          WHERE latest.place = 1 AND latest.given AND contact.merged_into IS NULL \
          GROUP BY COALESCE(account.merged_into, account.id)",
    params: no_params,
};

const fn field(
    name: &'static str,
    text: &'static str,
    kind: SegmentType,
    join: Option<&'static SegmentJoin>,
    value: &'static str,
) -> SegmentField {
    SegmentField { name, text, kind, join, value, estimate: None, outcome: false }
}

/// The same, where it says what models foretell.
const fn outcome(field: SegmentField) -> SegmentField {
    SegmentField { outcome: true, ..field }
}

/// What the records themselves know of a customer.
pub(crate) const FIELDS: &[SegmentField] = &[
    field(
        "records.kind",
        "records-kind",
        SegmentType::Word(crate::model::AccountKind::WORDS, "records-word"),
        None,
        "account.kind",
    ),
    field(
        "records.structure",
        "records-structure",
        SegmentType::Word(crate::model::Structure::WORDS, "records-word"),
        None,
        "account.structure",
    ),
    field("records.team", "records-team", SegmentType::Team, None, "account.team_id"),
    field("records.owner", "records-owner", SegmentType::Staff, None, "account.owner_id"),
    field("records.created", "records-created", SegmentType::Day, None, "account.created_day"),
    outcome(field(
        "records.purchases",
        "records-purchases",
        SegmentType::Number,
        Some(&PURCHASES),
        "COALESCE(bought.purchases, 0)",
    )),
    outcome(field(
        "records.last_bought",
        "records-last",
        SegmentType::Day,
        Some(&PURCHASES),
        "bought.last_day",
    )),
    outcome(field(
        "records.spent",
        "records-amount",
        SegmentType::Money,
        Some(&PURCHASES),
        "COALESCE(bought.amount, 0)",
    )),
    outcome(field(
        "records.contracts",
        "records-segment-contracts",
        SegmentType::Number,
        Some(&CONTRACTS),
        "COALESCE(agreed.running, 0)",
    )),
    outcome(field(
        "records.renewal",
        "records-segment-renewal",
        SegmentType::Day,
        Some(&CONTRACTS),
        "agreed.renewal_day",
    )),
    field(
        "records.last_contact",
        "records-segment-contact",
        SegmentType::Day,
        Some(&INTERACTIONS),
        "met.last_day",
    ),
    field(
        "records.pushed_away",
        "records-segment-away",
        SegmentType::Number,
        Some(&INTERACTIONS),
        "COALESCE(met.away, 0)",
    ),
    field(
        "records.allows_news",
        "records-segment-news",
        SegmentType::Truth,
        Some(&NEWS),
        "COALESCE(news.allowed, 0)",
    ),
];

/// Pieces of a statement over customers.
pub(crate) struct Parts {
    /// What the one more field needs: a table by its name.
    pub(crate) also: Option<(String, &'static str)>,
    /// ` LEFT JOIN …` for each other table that is asked, once.
    pub(crate) others: String,
    /// What a filter asks.
    pub(crate) condition: Option<String>,
}

impl Parts {
    /// ` LEFT JOIN …` for each table that is asked, once.
    pub(crate) fn joins(&self) -> String {
        let also = self.also.as_ref().map(|(sql, name)| left(sql, name));
        also.unwrap_or_default() + &self.others
    }
}

fn left(sql: &str, name: &str) -> String {
    format!(" LEFT JOIN ({sql}) {name} ON {name}.account_id = account.id")
}

/// What a filter asks, and what one more field needs, as pieces of a statement; their values go behind the parameters.
///
/// Cost: tests of `account` itself use its indexes; every join is one pass over its table, whatever the number of
/// tests.
pub(crate) fn parts(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    filter: Option<&Filter>,
    also: Option<&SegmentField>,
    today: Day,
    params: &mut Vec<Value>,
) -> Result<Parts, Error> {
    let currency = db.business()?.currency;
    let wrong =
        |message: troth_core::Message| Error::Value(format!("the segment cannot be asked: {}", message.key));
    let mut wanted: Vec<&'static SegmentJoin> = also.and_then(|field| field.join).into_iter().collect();
    if let Some(filter) = filter {
        filter.check(fields, currency).map_err(wrong)?;
        for test in filter.tests() {
            wanted.extend(test.read(fields, currency).map_err(wrong)?.field.join);
        }
    }
    let (mut first, mut others, mut named) = (None, String::new(), Vec::new());
    for join in wanted {
        if named.contains(&join.name) {
            continue;
        }
        named.push(join.name);
        let mut pieces = join.sql.split('?');
        let mut sql = pieces.next().unwrap_or_default().to_owned();
        for (piece, value) in pieces.zip((join.params)(db)?) {
            params.push(value);
            sql = format!("{sql}${}{piece}", params.len());
        }
        match also.and_then(|field| field.join) {
            Some(also) if also.name == join.name => first = Some((sql, join.name)),
            _ => others += &left(&sql, join.name),
        }
    }
    let mut write = |test: &super::model::Test| -> Result<String, Error> {
        let understood = test.read(fields, currency).map_err(wrong)?;
        Ok(test_sql(&understood, today, params))
    };
    let condition = filter.map(|filter| group(filter, &mut write)).transpose()?;
    Ok(Parts { also: first, others, condition })
}

/// A filter as a statement: `FROM account … WHERE …`, to be put behind what is wanted of the customers it finds, and
/// its parameters.
pub(crate) fn statement(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    filter: &Filter,
    today: Day,
) -> Result<(String, Vec<Value>), Error> {
    let mut params = Vec::new();
    let parts = parts(db, fields, Some(filter), None, today, &mut params)?;
    let joins = parts.joins();
    let condition = parts.condition.unwrap_or_else(|| "1 = 1".to_owned());
    Ok((format!("FROM account{joins} WHERE account.merged_into IS NULL AND {condition}"), params))
}

fn group(
    filter: &Filter,
    write: &mut impl FnMut(&super::model::Test) -> Result<String, Error>,
) -> Result<String, Error> {
    let (parts, word, nothing) = match filter {
        Filter::Test(test) => return write(test),
        Filter::All { all } => (all, " AND ", "1 = 1"),
        Filter::Any { any } => (any, " OR ", "1 = 0"),
    };
    let parts = parts.iter().map(|part| group(part, write)).collect::<Result<Vec<_>, _>>()?;
    Ok(if parts.is_empty() { nothing.to_owned() } else { format!("({})", parts.join(word)) })
}

fn test_sql(test: &Understood<'_>, today: Day, params: &mut Vec<Value>) -> String {
    let value = test.field.value;
    let mut mark = |value: Value| {
        params.push(value);
        format!("${}", params.len())
    };
    let days = |value: &Option<Value>| match value {
        Some(Value::Int(days)) => *days,
        _ => 1,
    };
    let given = test.value.clone().unwrap_or(Value::Int(0));
    match test.operator {
        Operator::Is => format!("{value} = {}", mark(given)),
        Operator::IsNot => format!("({value} IS NULL OR {value} <> {})", mark(given)),
        Operator::AtLeast | Operator::Since => format!("{value} >= {}", mark(given)),
        Operator::AtMost => format!("{value} <= {}", mark(given)),
        Operator::Before => format!("{value} < {}", mark(given)),
        Operator::Within => {
            let from = mark(Value::Int(today.number() - days(&test.value) + 1));
            format!("({value} >= {from} AND {value} <= {})", mark(Value::Int(today.number())))
        }
        Operator::NotWithin => {
            let from = mark(Value::Int(today.number() - days(&test.value) + 1));
            format!("({value} IS NULL OR {value} < {from})")
        }
        Operator::Next => {
            let from = mark(Value::Int(today.number()));
            format!(
                "({value} >= {from} AND {value} < {})",
                mark(Value::Int(today.number() + days(&test.value)))
            )
        }
        Operator::Known => format!("{value} IS NOT NULL"),
        Operator::Unknown => format!("{value} IS NULL"),
    }
}

/// Hands out every customer that a filter finds, in no order. One pass, as for a count.
pub fn each_member(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    filter: &Filter,
    today: Day,
    mut take: impl FnMut(AccountId),
) -> Result<(), Error> {
    let (sql, params) = statement(db, fields, filter, today)?;
    db.each(&format!("SELECT account.id {sql}"), &params, |row| {
        take(row.id(0)?);
        Ok::<_, Error>(())
    })
}

/// Whether a filter finds a customer.
pub fn is_member(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    filter: &Filter,
    today: Day,
    account: AccountId,
) -> Result<bool, Error> {
    let (sql, mut params) = statement(db, fields, filter, today)?;
    params.push(Value::Int(account.raw()));
    let sql = format!("SELECT account.id {sql} AND account.id = ${}", params.len());
    Ok(db.query_opt(&sql, &params)?.is_some())
}

/// How many customers a filter finds.
pub fn count_members(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    filter: &Filter,
    today: Day,
) -> Result<i64, Error> {
    let (sql, params) = statement(db, fields, filter, today)?;
    db.scalar(&format!("SELECT COUNT(*) {sql}"), &params)
}

/// A page of the customers that a filter finds, by name, after the one named `after`.
pub fn list_members(
    db: &mut Db<'_>,
    fields: &[SegmentField],
    filter: &Filter,
    today: Day,
    after: Option<(String, AccountId)>,
    limit: usize,
) -> Result<Vec<Account>, Error> {
    let (mut sql, mut params) = statement(db, fields, filter, today)?;
    if let Some((name, id)) = after {
        params.extend([name.into(), id.raw().into()]);
        sql =
            format!("{sql} AND (account.name_key, account.id) > (${}, ${})", params.len() - 1, params.len());
    }
    params.push(Value::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
    let columns = crate::store::COLUMNS;
    let sql = format!("SELECT {columns} {sql} ORDER BY account.name_key, account.id LIMIT ${}", params.len());
    db.query(&sql, &params)?.iter().map(crate::store::account).collect()
}

const SELECT: &str = "SELECT id, name, filter, changed_at, removed_at FROM segment";

fn segment(row: &Row) -> Result<Segment, Error> {
    Ok(Segment {
        id: row.id(0)?,
        name: row.get(1)?,
        filter: serde_json::from_str(row.text(2)?).map_err(|error| Error::Decode(error.to_string()))?,
        changed_at: row.instant(3)?,
        removed_at: row.get::<Option<i64>>(4)?.map(Instant::from_micros),
    })
}

/// The segment with this id, one that was taken away too.
pub fn get_segment(db: &mut Db<'_>, id: SegmentId) -> Result<Segment, Error> {
    let row = db.query_opt(&format!("{SELECT} WHERE id = $1"), params![id.raw()])?;
    row.as_ref().map(segment).transpose()?.ok_or_else(|| Error::NotFound(format!("segment {id}")))
}

/// Every segment that stands, by name; at most 500.
pub fn list_segments(db: &mut Db<'_>) -> Result<Vec<Segment>, Error> {
    let sql = format!("{SELECT} WHERE removed_at IS NULL ORDER BY name_key, id LIMIT 500");
    db.query(&sql, &[])?.iter().map(segment).collect()
}

/// Another segment of this name that stands.
pub(super) fn find_named(db: &mut Db<'_>, name: &str, except: Option<SegmentId>) -> Result<bool, Error> {
    let row = db.query_opt(
        "SELECT id FROM segment WHERE name_key = $1 AND removed_at IS NULL AND id <> $2 LIMIT 1",
        params![crate::fold(name), except.map_or(0, Id::raw)],
    )?;
    Ok(row.is_some())
}

/// Keeps a segment, new or changed.
pub(super) fn put(tx: &mut Tx<'_>, segment: &Segment) -> Result<(), Error> {
    let filter = serde_json::to_string(&segment.filter).map_err(|error| Error::Value(error.to_string()))?;
    tx.execute(
        "INSERT INTO segment (id, name, name_key, filter, changed_at, removed_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, filter = excluded.filter, \
         changed_at = excluded.changed_at, removed_at = excluded.removed_at",
        params![
            segment.id.raw(),
            segment.name.as_str(),
            crate::fold(&segment.name),
            filter,
            segment.changed_at,
            segment.removed_at.map(Instant::micros)
        ],
    )?;
    Ok(())
}
