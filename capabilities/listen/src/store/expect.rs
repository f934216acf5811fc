//! What customers expect, in the database.

use std::collections::{BTreeMap, HashMap, HashSet};

use troth_core::{
    AccountId, ContactId, Day, ExpectationId, Id, Instant, ResponseId, SurveyItemId, TouchpointId,
};
use troth_store::{Db, Error, Row, Tx, params};

use crate::model::{Expectation, Judgement, Judgements, Tally};

const EXPECTATION: &str = "SELECT expectation.id, expectation.account_id, expectation.contact_id, expectation.touchpoint_id, expectation.text, \
     expectation.due_day, expectation.noted_at, expectation.judgement, expectation.judged_by, expectation.removed_at IS NOT NULL FROM expectation";

fn expectation(row: &Row) -> Result<Expectation, Error> {
    let judgement = row.get::<Option<String>>(7)?;
    Ok(Expectation {
        id: row.id(0)?,
        account: row.id(1)?,
        contact: row.get::<Option<i64>>(2)?.map(ContactId::from_raw),
        touchpoint: row.id(3)?,
        text: row.get(4)?,
        due: row.get::<Option<i64>>(5)?.map(Day::from_number),
        noted_at: row.instant(6)?,
        judgement: judgement.as_deref().and_then(Judgement::find),
        judged_by: row.get(8)?,
        removed: row.get(9)?,
    })
}

/// One, also where it was taken away.
pub(crate) fn get_expectation(db: &mut Db<'_>, id: ExpectationId) -> Result<Expectation, Error> {
    expectation(&db.query_one(&format!("{EXPECTATION} WHERE expectation.id = $1"), params![id.raw()])?)
}

/// Of a customer and the records that went into it, before a moment, latest first; through the index by customer.
pub(crate) fn list_expectations(
    db: &mut Db<'_>,
    account: AccountId,
    before: (Instant, i64),
    limit: usize,
) -> Result<Vec<Expectation>, Error> {
    let sql = format!(
        "{EXPECTATION} WHERE expectation.account_id IN (SELECT account.id FROM account WHERE account.id = $1 OR account.merged_into = $1) \
         AND expectation.removed_at IS NULL AND (expectation.noted_at, expectation.id) < ($2, $3) \
         ORDER BY expectation.noted_at DESC, expectation.id DESC LIMIT $4"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.query(&sql, params![account.raw(), before.0, before.1, limit])?.iter().map(expectation).collect()
}

/// Those of a customer at a touchpoint that nobody has judged, noted up to a moment.
pub(crate) fn list_open(
    db: &mut Db<'_>,
    account: AccountId,
    touchpoint: TouchpointId,
    until: Instant,
) -> Result<Vec<Expectation>, Error> {
    let sql = format!(
        "{EXPECTATION} WHERE expectation.account_id IN (SELECT account.id FROM account WHERE account.id = $1 OR account.merged_into = $1 \
         OR account.id = (SELECT own.merged_into FROM account own WHERE own.id = $1)) \
         AND expectation.touchpoint_id = $2 AND expectation.judgement IS NULL AND expectation.removed_at IS NULL \
         AND expectation.noted_at <= $3 ORDER BY expectation.id LIMIT 100"
    );
    db.query(&sql, params![account.raw(), touchpoint.raw(), until])?.iter().map(expectation).collect()
}

pub(crate) fn add_expectation(tx: &mut Tx<'_>, one: &Expectation, day: Day) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO expectation (id, account_id, contact_id, touchpoint_id, text, due_day, noted_at, day, month) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            one.id.raw(),
            one.account.raw(),
            one.contact.map(Id::raw),
            one.touchpoint.raw(),
            one.text.as_str(),
            one.due.map(Day::number),
            one.noted_at,
            day,
            day.month().number()
        ],
    )?;
    Ok(())
}

/// Says what became of it, and who said so; or that it is open.
pub(crate) fn put_judgement(
    tx: &mut Tx<'_>,
    id: ExpectationId,
    judgement: Option<Judgement>,
    by: &str,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        "UPDATE expectation SET judgement = $2, judged_by = $3, judged_at = $4 WHERE id = $1",
        params![
            id.raw(),
            judgement.map(Judgement::key),
            judgement.map(|_| by),
            judgement.map(|_| now.micros())
        ],
    )?;
    Ok(())
}

pub(crate) fn put_removed(tx: &mut Tx<'_>, id: ExpectationId, removed: bool) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        "UPDATE expectation SET removed_at = $2 WHERE id = $1",
        params![id.raw(), removed.then(|| now.micros())],
    )?;
    Ok(())
}

/// How often each judgement was given at each touchpoint, of these customers or of all; and how many are open. One pass over the index.
pub(crate) fn count_judged(
    db: &mut Db<'_>,
    accounts: Option<&HashSet<i64>>,
) -> Result<HashMap<i64, (Judgements, u64)>, Error> {
    let mut all: HashMap<i64, (Judgements, u64)> = HashMap::new();
    let mut add = |touchpoint: i64, judgement: Option<String>, count: u64| {
        let counts = all.entry(touchpoint).or_default();
        match judgement.as_deref().and_then(Judgement::find) {
            Some(judgement) => counts.0[judgement as usize] += count,
            None => counts.1 += count,
        }
    };
    if let Some(accounts) = accounts {
        let sql = "SELECT touchpoint_id, judgement, account_id FROM expectation WHERE removed_at IS NULL";
        db.each(sql, &[], |row| {
            if accounts.contains(&row.get(2)?) {
                add(row.get(0)?, row.get(1)?, 1);
            }
            Ok::<_, Error>(())
        })?;
    } else {
        let sql = "SELECT touchpoint_id, judgement, COUNT(*) FROM expectation WHERE removed_at IS NULL GROUP BY touchpoint_id, judgement";
        db.each(sql, &[], |row| {
            add(row.get(0)?, row.get(1)?, u64::try_from(row.get::<i64>(2)?).unwrap_or(0));
            Ok::<_, Error>(())
        })?;
    }
    Ok(all)
}

/// How much more was found than expected, of these customers alone: one pass over the answers to one, with a look-up for the other.
pub(crate) fn differences_among(
    db: &mut Db<'_>,
    (expected, found): (SurveyItemId, SurveyItemId),
    accounts: &HashSet<i64>,
) -> Result<Tally, Error> {
    let mut tally = Tally::new();
    let sql = "SELECT survey_answer.value - other.value, survey_answer.account_id FROM survey_answer JOIN survey_answer other \
               ON other.response_id = survey_answer.response_id AND other.item_id = $2 WHERE survey_answer.item_id = $1";
    db.each(sql, params![found.raw(), expected.raw()], |row| {
        if row.get::<Option<i64>>(1)?.is_some_and(|account| accounts.contains(&account)) {
            *tally.entry(row.get(0)?).or_default() += 1;
        }
        Ok::<_, Error>(())
    })?;
    Ok(tally)
}

/// The numbers of one response by item.
pub(crate) fn numbers_of(db: &mut Db<'_>, response: ResponseId) -> Result<BTreeMap<i64, i64>, Error> {
    let sql = "SELECT item_id, value FROM survey_answer WHERE response_id = $1";
    db.query(sql, params![response.raw()])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
