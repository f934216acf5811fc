//! Pairs in the database, and whose turn it is to be compared.

pub(super) mod known;

use troth_core::{AccountId, DuplicateId, Id, Instant};
use troth_store::{Db, Error, Kind as Column, Row, Tx, Value, params};

use super::likeness::{Found, Likeness, Reason};
use super::model::{Kind, Overwritten, Pair, State};
use crate::store::{family, table::Table};

/// The longest count of what is still to be looked at.
pub(crate) const COUNTED: i64 = 10_000;

/// Notes that something was written of customers. `accounts` may name one often.
pub(crate) fn mark_due(tx: &mut Tx<'_>, accounts: impl Iterator<Item = i64>) -> Result<(), Error> {
    let mut accounts: Vec<i64> = accounts.collect();
    accounts.sort_unstable();
    accounts.dedup();
    let rows: Vec<Vec<Value>> = accounts.into_iter().map(|id| vec![id.into()]).collect();
    if !rows.is_empty() {
        tx.insert_many("duplicate_due", &[("account_id", Column::Int)], "ON CONFLICT DO NOTHING", &rows)?;
    }
    Ok(())
}

/// Forgets everything about rows that are about to be deleted.
pub(crate) fn forget(tx: &mut Tx<'_>, table: &Table, gone: &[i64]) -> Result<(), Error> {
    if table.name == "account" {
        tx.execute_among("DELETE FROM duplicate_due WHERE account_id {among}", &[], gone)?;
        tx.execute_among("DELETE FROM duplicate_key WHERE account_id {among}", &[], gone)?;
    }
    if let Some(kind) = Kind::find(table.name) {
        let kind = params![kind.key()];
        tx.execute_among("DELETE FROM duplicate WHERE kind = $1 AND one {among}", kind, gone)?;
        tx.execute_among("DELETE FROM duplicate WHERE kind = $1 AND other {among}", kind, gone)?;
    }
    Ok(())
}

/// How many customers are still to be looked at, at most [`COUNTED`].
pub(crate) fn count_due(db: &mut Db<'_>) -> Result<i64, Error> {
    db.scalar(
        "SELECT COUNT(*) FROM (SELECT account_id FROM duplicate_due LIMIT $1) some_of_them",
        params![COUNTED],
    )
}

/// Customers, as they stand now, of which somebody said that they are not one of this family; or people not one of these.
pub(super) fn list_apart(db: &mut Db<'_>, kind: Kind, ids: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let mut apart = Vec::new();
    let table = kind.key();
    for (mine, theirs) in [("one", "other"), ("other", "one")] {
        let sql = format!(
            "SELECT COALESCE(far.merged_into, far.id) FROM duplicate JOIN {table} far ON far.id = duplicate.{theirs} \
             WHERE duplicate.kind = '{table}' AND duplicate.{mine} = $1 AND duplicate.state = 'apart' LIMIT 1000"
        );
        for id in ids {
            for row in db.query(&sql, params![*id])? {
                apart.push((*id, row.get(0)?));
            }
        }
    }
    Ok(apart)
}

/// Makes these the proposals of a customer: those that nothing speaks for any more go, decided ones stay as they are.
pub(super) fn put_proposals(tx: &mut Tx<'_>, account: i64, kind: Kind, found: &[Found]) -> Result<(), Error> {
    let of = |column: &str| {
        let kind = kind.key();
        format!(
            "SELECT id, one, other, score, reasons FROM duplicate WHERE kind = '{kind}' AND {column} = $1 AND state = 'proposed'"
        )
    };
    let sql = match kind {
        // Not `one = $1 OR other = $1`, for which SQLite walks all proposals.
        Kind::Account => format!("{} UNION ALL {}", of("one"), of("other")),
        Kind::Contact => of("account_id"),
    };
    let mut known = Vec::new();
    for row in tx.query(&sql, params![account])? {
        let pair = (row.get::<i64>(1)?, row.get::<i64>(2)?);
        let likeness = Likeness { score: row.get(3)?, reasons: read_reasons(row.text(4)?) };
        let wanted = found.iter().find(|(one, _)| *one == pair).map(|(_, likeness)| likeness);
        let said = likeness.reasons.contains(&Reason::Said);
        match wanted {
            Some(wanted) if *wanted == likeness => known.push(pair),
            // What somebody named stays until somebody decides; the other may not have its marks yet, and judges when
            // it is looked at.
            _ if said => known.push(pair),
            None if kind == Kind::Account
                && known::is_due(tx, if pair.0 == account { pair.1 } else { pair.0 })? => {}
            _ => {
                tx.execute("DELETE FROM duplicate WHERE id = $1", params![row.get::<i64>(0)?])?;
            }
        }
    }
    for ((one, other), likeness) in found.iter().filter(|(pair, _)| !known.contains(pair)) {
        let at = if kind == Kind::Account { *one } else { account };
        insert(tx, kind, at, (*one, *other), likeness.score, &likeness.reasons)?;
    }
    Ok(())
}

/// Enters a proposal unless the pair is known.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    kind: Kind,
    account: i64,
    (one, other): (i64, i64),
    score: i64,
    reasons: &[Reason],
) -> Result<Option<DuplicateId>, Error> {
    let id: DuplicateId = tx.new_id();
    let words: Vec<&str> = reasons.iter().map(|reason| reason.key()).collect();
    let entered = tx.execute(
        "INSERT INTO duplicate (id, kind, account_id, one, other, score, reasons, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed') ON CONFLICT DO NOTHING",
        params![id.raw(), kind.key(), account, one, other, score, words.join(" ")],
    )?;
    Ok((entered == 1).then_some(id))
}

/// Proposals that name a record which went into another fall away, and come back in the name of that one.
pub(super) fn drop_proposals(tx: &mut Tx<'_>, account: i64) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM duplicate WHERE state = 'proposed' AND kind = 'account' AND one = $1",
        params![account],
    )?;
    tx.execute(
        "DELETE FROM duplicate WHERE state = 'proposed' AND kind = 'account' AND other = $1",
        params![account],
    )?;
    tx.execute(
        "DELETE FROM duplicate WHERE state = 'proposed' AND kind = 'contact' AND account_id = $1",
        params![account],
    )?;
    Ok(())
}

const SELECT: &str =
    "SELECT id, kind, account_id, one, other, score, reasons, state, decided_at, merged FROM duplicate";

fn read_reasons(words: &str) -> Vec<Reason> {
    words.split(' ').filter_map(Reason::find).collect()
}

fn pair(row: &Row) -> Result<Pair, Error> {
    let wrong = |what: &str| Error::Decode(format!("`{what}` is nothing of a duplicate"));
    let merged: Option<String> = row.get(9)?;
    Ok(Pair {
        id: row.id(0)?,
        kind: Kind::find(row.text(1)?).ok_or_else(|| wrong("kind"))?,
        account: row.id(2)?,
        one: row.get(3)?,
        other: row.get(4)?,
        score: row.get(5)?,
        reasons: read_reasons(row.text(6)?),
        state: State::find(row.text(7)?).ok_or_else(|| wrong("state"))?,
        decided_at: row.get::<Option<i64>>(8)?.map(Instant::from_micros),
        merged: merged
            .map(|text| serde_json::from_str(&text).map_err(|error| Error::Decode(error.to_string())))
            .transpose()?,
    })
}

/// The pair with this id.
pub(crate) fn get(db: &mut Db<'_>, id: DuplicateId) -> Result<Pair, Error> {
    let row = db.query_opt(&format!("{SELECT} WHERE id = $1"), params![id.raw()])?;
    row.as_ref().map(pair).transpose()?.ok_or_else(|| Error::NotFound(format!("duplicate {id}")))
}

/// The pair of these records.
pub(super) fn find_of(db: &mut Db<'_>, kind: Kind, (one, other): (i64, i64)) -> Result<Option<Pair>, Error> {
    let sql = format!("{SELECT} WHERE kind = $1 AND one = $2 AND other = $3");
    db.query_opt(&sql, params![kind.key(), one, other])?.as_ref().map(pair).transpose()
}

/// A page of pairs in a state, after this place: the likeliest first, or the one decided last.
pub(crate) fn list(
    db: &mut Db<'_>,
    state: State,
    after: Option<(i64, DuplicateId)>,
    limit: usize,
) -> Result<Vec<Pair>, Error> {
    let by = if state == State::Proposed { "score" } else { "decided_at" };
    let (place, id) = after.map_or((i64::MAX, i64::MAX), |(place, id)| (place, id.raw()));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let known = if state == State::Proposed { "" } else { " AND decided_at IS NOT NULL" };
    let sql = format!(
        "{SELECT} WHERE state = $1 AND ({by}, id) < ($2, $3){known} ORDER BY {by} DESC, id DESC LIMIT $4"
    );
    db.query(&sql, params![state.key(), place, id, limit])?.iter().map(pair).collect()
}

/// Key of a pair in such a list, for the page after it.
pub(crate) fn place_of(pair: &Pair) -> String {
    let place = match pair.state {
        State::Proposed => pair.score,
        State::Merged | State::Apart => pair.decided_at.map_or(0, Instant::micros),
    };
    format!("{place}.{}", pair.id)
}

/// Reads such a key.
pub(crate) fn read_place(text: &str) -> Option<(i64, DuplicateId)> {
    let (place, id) = text.split_once('.')?;
    Some((place.parse().ok()?, id.parse().ok()?))
}

/// How many pairs wait for somebody, at most [`COUNTED`].
pub(crate) fn count_proposed(db: &mut Db<'_>) -> Result<i64, Error> {
    db.scalar(
        "SELECT COUNT(*) FROM (SELECT id FROM duplicate WHERE state = 'proposed' LIMIT $1) some_of_them",
        params![COUNTED],
    )
}

/// Writes what became of a pair.
pub(super) fn decide(tx: &mut Tx<'_>, pair: &Pair) -> Result<(), Error> {
    let merged = pair.merged.as_ref().map(serde_json::to_string).transpose();
    let merged = merged.map_err(|error| Error::Value(error.to_string()))?;
    tx.execute(
        "UPDATE duplicate SET state = $2, decided_at = $3, merge_id = $4, merged = $5 WHERE id = $1",
        params![
            pair.id.raw(),
            pair.state.key(),
            pair.decided_at.map(Instant::micros),
            pair.merged.as_ref().map(|merged| merged.event.raw()),
            merged
        ],
    )?;
    Ok(())
}

/// Names of the two records of each pair.
pub(crate) fn names_of(db: &mut Db<'_>, pairs: &[Pair]) -> Result<Vec<(String, String)>, Error> {
    let mut names = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let sql = format!("SELECT name FROM {} WHERE id = $1", pair.kind.key());
        let mut name = |id: i64| -> Result<String, Error> {
            let row = db.query_opt(&sql, params![id])?;
            row.map_or_else(|| Ok(String::new()), |row| row.get(0))
        };
        names.push((name(pair.one)?, name(pair.other)?));
    }
    Ok(names)
}

/// What follows a customer into another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Follows {
    pub(crate) purchases: i64,
    pub(crate) contracts: i64,
    pub(crate) people: i64,
    pub(crate) interactions: i64,
    pub(crate) notes: i64,
}

/// How much is known of a customer, by the indexes on it.
pub(crate) fn count_follows(db: &mut Db<'_>, account: AccountId) -> Result<Follows, Error> {
    let mut count = |table: &str, and: &str| {
        let of = family("$1");
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {table}.account_id IN ({of}){and}");
        db.scalar::<i64>(&sql, params![account.raw()])
    };
    Ok(Follows {
        purchases: count("purchase", "")?,
        contracts: count("contract", "")?,
        people: count("contact", " AND contact.merged_into IS NULL")?,
        interactions: count("interaction", "")?,
        notes: count("note", " AND note.removed_at IS NULL")?,
    })
}

/// How much is known of a person at a customer.
pub(crate) fn count_follows_of_person(db: &mut Db<'_>, contact: i64) -> Result<Follows, Error> {
    let mut count = |table: &str, and: &str| {
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE {table}.contact_id IN \
             (SELECT CAST($1 AS BIGINT) UNION ALL SELECT kin.id FROM contact kin WHERE kin.merged_into = $1){and}"
        );
        db.scalar::<i64>(&sql, params![contact])
    };
    Ok(Follows {
        interactions: count("interaction", "")?,
        notes: count("note", " AND note.removed_at IS NULL")?,
        ..Follows::default()
    })
}

/// Points records that had gone into one at another; which they were.
pub(super) fn follow(tx: &mut Tx<'_>, table: &str, from: i64, to: i64) -> Result<Vec<i64>, Error> {
    let sql = format!("SELECT id FROM {table} WHERE merged_into = $1 ORDER BY id");
    let ids = tx.query(&sql, params![from])?.iter().map(|row| row.get(0)).collect::<Result<Vec<i64>, _>>()?;
    tx.execute(&format!("UPDATE {table} SET merged_into = $2 WHERE merged_into = $1"), params![from, to])?;
    Ok(ids)
}

/// Points those of these records that still point at one at another.
pub(super) fn turn_back(
    tx: &mut Tx<'_>,
    table: &str,
    ids: &[i64],
    (from, to): (i64, i64),
) -> Result<(), Error> {
    let sql = format!("UPDATE {table} SET merged_into = $3 WHERE id = $1 AND merged_into = $2");
    for id in ids {
        tx.execute(&sql, params![*id, from, to])?;
    }
    Ok(())
}

/// Lets go of what later imports would write back over a record.
pub(super) fn release(tx: &mut Tx<'_>, table: &str, id: i64, since: i64) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM import_before WHERE entity = $1 AND entity_id = $2 AND batch_id > $3",
        params![table, id, since],
    )?;
    Ok(())
}

/// Whether a record was merged, and still is, since an import: then its values are nobody's import's.
pub(crate) fn is_merged_since(db: &mut Db<'_>, table: &str, id: i64, since: i64) -> Result<bool, Error> {
    let Some(kind) = Kind::find(table) else { return Ok(false) };
    for end in ["one", "other"] {
        let sql = format!(
            "SELECT id FROM duplicate WHERE kind = $1 AND {end} = $2 AND state = 'merged' AND merge_id > $3 LIMIT 1"
        );
        if db.query_opt(&sql, params![kind.key(), id, since])?.is_some() {
            return Ok(true);
        }
    }
    // People who went along with the customers they are.
    if kind == Kind::Contact {
        let sql = "SELECT duplicate.id FROM contact JOIN duplicate ON duplicate.kind = 'account' \
                   AND (duplicate.one = contact.account_id OR duplicate.other = contact.account_id) \
                   WHERE contact.id = $1 AND duplicate.state = 'merged' AND duplicate.merge_id > $2 LIMIT 1";
        return Ok(db.query_opt(sql, params![id, since])?.is_some());
    }
    Ok(false)
}

/// What merges wrote over in a record that stays. `account` is the customer at whom a person is.
pub(crate) fn list_overwritten(
    db: &mut Db<'_>,
    table: &str,
    id: i64,
    account: Option<i64>,
) -> Result<Vec<Overwritten>, Error> {
    let mut overwritten = Vec::new();
    let of = [(table, Some(id)), (Kind::Account.key(), account.filter(|_| table == Kind::Contact.key()))];
    for (kind, one) in of {
        let sql = "SELECT private.payload FROM duplicate JOIN event_private private ON private.event_id = duplicate.merge_id \
                   WHERE duplicate.kind = $1 AND duplicate.one = $2 AND duplicate.state = 'merged' \
                   ORDER BY duplicate.merge_id LIMIT 100";
        let Some(one) = one else { continue };
        for row in db.query(sql, params![kind, one])? {
            // Erasure empties it.
            let written: Vec<Overwritten> = serde_json::from_str(row.text(0)?).unwrap_or_default();
            overwritten.extend(written.into_iter().filter(|one| one.table == table && one.id == id));
        }
    }
    Ok(overwritten)
}

/// What was kept beside an event; empty where erasure has emptied it.
pub(super) fn find_private(db: &mut Db<'_>, event: i64) -> Result<Option<String>, Error> {
    let row = db.query_opt("SELECT payload FROM event_private WHERE event_id = $1", params![event])?;
    row.map(|row| row.get(0)).transpose()
}
