//! Answers put together person by person, for what goes with what.

use std::collections::{BTreeSet, HashMap};

use troth_core::{Id, SurveyId, SurveyItemId};
use troth_store::{Db, Error, params};

/// Of more responses than this the last count: intervals of so many are narrow, and a page must not take longer the more there are.
pub(crate) const MOST: usize = 20_000;

/// Records of a table that went into others, by the one that stays: as many rows as there were ever merges.
pub(crate) fn merged(db: &mut Db<'_>, table: Merged) -> Result<HashMap<i64, i64>, Error> {
    let mut into = HashMap::new();
    db.each(table.sql(), &[], |row| {
        into.insert(row.get(0)?, row.get(1)?);
        Ok::<_, Error>(())
    })?;
    Ok(into)
}

/// What can be merged.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Merged {
    Accounts,
    Contacts,
}

impl Merged {
    const fn sql(self) -> &'static str {
        match self {
            Self::Accounts => "SELECT id, merged_into FROM account WHERE merged_into IS NOT NULL",
            Self::Contacts => "SELECT id, merged_into FROM contact WHERE merged_into IS NOT NULL",
        }
    }
}

/// Whoever answered: a person, a customer without one, or nobody that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Who {
    Contact(i64),
    Account(i64),
    Response(i64),
}

/// The last answers of each person who answered the first of the items: a column for each item, NaN where one is missing.
///
/// Cost: the last [`MOST`] responses by index, and their answers by key; no matter how many there are.
pub(crate) fn last_by_person(
    db: &mut Db<'_>,
    survey: SurveyId,
    items: &[SurveyItemId],
) -> Result<Vec<Vec<f64>>, Error> {
    let (accounts, contacts) = (merged(db, Merged::Accounts)?, merged(db, Merged::Contacts)?);
    let standing = |of: &HashMap<i64, i64>, id: i64| of.get(&id).copied().unwrap_or(id);
    let sql = "SELECT id, account_id, contact_id, day FROM survey_response WHERE survey_id = $1 ORDER BY id DESC LIMIT $2";
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let mut responses: Vec<(i64, i64, Who)> = Vec::new();
    db.each(sql, params![survey.raw(), limit], |row| {
        let id: i64 = row.get(0)?;
        let who = match (row.get::<Option<i64>>(2)?, row.get::<Option<i64>>(1)?) {
            (Some(contact), _) => Who::Contact(standing(&contacts, contact)),
            (None, Some(account)) => Who::Account(standing(&accounts, account)),
            (None, None) => Who::Response(id),
        };
        responses.push((row.get(3)?, id, who));
        Ok::<_, Error>(())
    })?;
    let columns: HashMap<i64, usize> =
        items.iter().enumerate().map(|(column, item)| (item.raw(), column)).collect();
    let keys: Vec<i64> = responses.iter().map(|(_, id, _)| *id).collect();
    let mut answers: HashMap<i64, Vec<f64>> = HashMap::new();
    let sql = "SELECT response_id, item_id, value FROM survey_answer WHERE response_id {among}";
    db.each_among(sql, &[], &keys, |row| {
        if let Some(column) = columns.get(&row.get(1)?) {
            let own = answers.entry(row.get(0)?).or_insert_with(|| vec![f64::NAN; items.len()]);
            own[*column] = row.get::<i64>(2)? as f64;
        }
        Ok::<_, Error>(())
    })?;
    responses.sort_unstable();
    let mut seen = BTreeSet::new();
    let mut table = vec![Vec::new(); items.len()];
    for (_, id, who) in responses.into_iter().rev() {
        let Some(own) = answers.get(&id).filter(|own| !own.is_empty() && !own[0].is_nan()) else { continue };
        if seen.insert(who) {
            for (column, value) in table.iter_mut().zip(own) {
                column.push(*value);
            }
        }
    }
    Ok(table)
}
