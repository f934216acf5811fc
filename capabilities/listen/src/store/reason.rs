//! Why customers came, stayed and left, in the database.

use std::collections::{HashMap, HashSet};

use troth_core::{AccountId, Day, Id, Instant, ReasonId, SurveyId};
use troth_store::{Db, Error, Row, Tx, params};

use super::list_items;
use crate::model::{Kind, Questionnaire, Reason, Told, find_meaning};

const REASON: &str = "SELECT reason.id, reason.account_id, reason.about, reason.word, reason.detail, reason.referrer_id, reason.noted_at, \
     reason.removed_at IS NOT NULL FROM reason";

fn reason(row: &Row) -> Result<Reason, Error> {
    Ok(Reason {
        id: row.id(0)?,
        account: row.id(1)?,
        about: row.get(2)?,
        word: row.get(3)?,
        detail: row.get(4)?,
        referrer: row.get::<Option<i64>>(5)?.map(AccountId::from_raw),
        noted_at: row.instant(6)?,
        removed: row.get(7)?,
    })
}

/// One, also where it was taken away.
pub(crate) fn get_reason(db: &mut Db<'_>, id: ReasonId) -> Result<Reason, Error> {
    reason(&db.query_one(&format!("{REASON} WHERE reason.id = $1"), params![id.raw()])?)
}

/// Of a customer and the records that went into it, latest first; a customer has a handful.
pub(crate) fn list_reasons(db: &mut Db<'_>, account: AccountId, limit: usize) -> Result<Vec<Reason>, Error> {
    let sql = format!(
        "{REASON} WHERE reason.account_id IN (SELECT account.id FROM account WHERE account.id = $1 OR account.merged_into = $1) \
         AND reason.removed_at IS NULL ORDER BY reason.noted_at DESC, reason.id DESC LIMIT $2"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.query(&sql, params![account.raw(), limit])?.iter().map(reason).collect()
}

pub(crate) fn add_reason(tx: &mut Tx<'_>, one: &Reason, day: Day) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO reason (id, account_id, about, word, detail, referrer_id, noted_at, day, month) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            one.id.raw(),
            one.account.raw(),
            one.about.as_str(),
            one.word.as_str(),
            one.detail.as_str(),
            one.referrer.map(Id::raw),
            one.noted_at,
            day,
            day.month().number()
        ],
    )?;
    Ok(())
}

pub(crate) fn put_removed(tx: &mut Tx<'_>, id: ReasonId, removed: bool) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        "UPDATE reason SET removed_at = $2 WHERE id = $1",
        params![id.raw(), removed.then(|| now.micros())],
    )?;
    Ok(())
}

/// Writes what the answers to a survey mean, as it is published.
pub(crate) fn put_meanings(tx: &mut Tx<'_>, survey: SurveyId, form: &Questionnaire) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM reason_meaning WHERE item_id IN (SELECT survey_item.id FROM survey_item WHERE survey_item.survey_id = $1)",
        params![survey.raw()],
    )?;
    let mut items = None;
    for question in &form.questions {
        for choice in &question.choices {
            let Some((about, word)) = choice.means.as_deref().and_then(find_meaning) else { continue };
            let (part, value) = match question.kind {
                Kind::Multiple => (choice.value.to_string(), 1),
                _ => (String::new(), choice.value),
            };
            if items.is_none() {
                items = Some(list_items(tx, survey)?);
            }
            let known = items.iter().flatten().find(|item| {
                item.question == question.key && item.part == part && item.kind == question.kind.key()
            });
            let Some(item) = known else { continue };
            tx.execute(
                "INSERT INTO reason_meaning (item_id, value, about, word) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                params![item.id.raw(), value, about, word],
            )?;
        }
    }
    Ok(())
}

/// What customers told about this, the latest of each. Cost: one pass over what was noted about it, and over the answers that say it. What was
/// answered without a name belongs to no customer and stands in the results of its survey.
pub(crate) fn told_about(db: &mut Db<'_>, about: &str) -> Result<HashMap<i64, Told>, Error> {
    let mut told: HashMap<i64, Told> = HashMap::new();
    let sql = "SELECT fact_reason.account_id, fact_reason.day, fact_reason.word, fact_reason.referrer_id IS NOT NULL FROM fact_reason \
               WHERE fact_reason.about = $1 AND fact_reason.account_id IS NOT NULL";
    db.each(sql, params![about], |row| {
        told.entry(row.get(0)?).or_default().add(row.get(1)?, row.text(2)?, row.get(3)?);
        Ok::<_, Error>(())
    })?;
    Ok(told)
}

/// Customers who came since a day, with the day. Cost: one pass over customers.
pub(crate) fn came_since(db: &mut Db<'_>, since: Day) -> Result<Vec<(i64, Day)>, Error> {
    let mut came = Vec::new();
    let sql = "SELECT account_id, created_day FROM dim_account WHERE created_day >= $1";
    db.each(sql, params![since], |row| {
        came.push((row.get(0)?, Day::from_number(row.get(1)?)));
        Ok::<_, Error>(())
    })?;
    Ok(came)
}

/// Customers whose last contract was ended since a day, and who have none that runs. Cost: one pass over contracts.
pub(crate) fn left_since(db: &mut Db<'_>, since: Day) -> Result<Vec<(i64, Day)>, Error> {
    let mut left = Vec::new();
    let sql = "SELECT account_id, MAX(ended_day) FROM fact_contract GROUP BY account_id \
               HAVING COUNT(*) = COUNT(ended_day) AND MAX(ended_day) >= $1";
    db.each(sql, params![since], |row| {
        left.push((row.get(0)?, Day::from_number(row.get(1)?)));
        Ok::<_, Error>(())
    })?;
    Ok(left)
}

/// Names that were said of those to whom customers went, with how many said each; folded, the most often said first.
pub(crate) fn list_competitors(
    db: &mut Db<'_>,
    since: Day,
    accounts: Option<&HashSet<i64>>,
) -> Result<Vec<(String, u64)>, Error> {
    let mut named: HashMap<String, (String, HashSet<i64>)> = HashMap::new();
    let sql = "SELECT detail, account_id FROM reason WHERE about = 'went' AND word = 'competitor' AND removed_at IS NULL \
               AND detail <> '' AND day >= $1 ORDER BY day";
    db.each(sql, params![since], |row| {
        let (name, account): (String, i64) = (row.get(0)?, row.get(1)?);
        if accounts.is_none_or(|accounts| accounts.contains(&account)) {
            let entry = named.entry(troth_records::fold(&name)).or_default();
            entry.0 = name;
            entry.1.insert(account);
        }
        Ok::<_, Error>(())
    })?;
    let mut all: Vec<(String, u64)> =
        named.into_values().map(|(name, accounts)| (name, accounts.len() as u64)).collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    all.truncate(20);
    Ok(all)
}

/// A page of what was noted of one record of a customer, for its timeline.
pub(crate) fn list_before(
    db: &mut Db<'_>,
    account: AccountId,
    before: (Instant, i64),
    limit: usize,
) -> Result<Vec<Reason>, Error> {
    let sql = format!(
        "{REASON} WHERE reason.account_id = $1 AND reason.removed_at IS NULL AND (reason.noted_at, reason.id) < ($2, $3) \
         ORDER BY reason.noted_at DESC, reason.id DESC LIMIT $4"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.query(&sql, params![account.raw(), before.0, before.1, limit])?.iter().map(reason).collect()
}
