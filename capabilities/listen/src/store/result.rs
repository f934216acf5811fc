//! Answers counted, for results.

use std::collections::{BTreeMap, HashSet};

use troth_core::{Id, SurveyItemId};
use troth_store::{Db, Error, params};

use crate::model::Tally;

fn count(row: &troth_store::Row, place: usize) -> Result<u64, Error> {
    Ok(u64::try_from(row.get::<i64>(place)?).unwrap_or(0))
}

/// Answers to an item by month and number: one pass over its entries in the index that holds them all, already in this order.
pub(crate) fn by_month(db: &mut Db<'_>, item: SurveyItemId) -> Result<BTreeMap<i64, Tally>, Error> {
    let mut months: BTreeMap<i64, Tally> = BTreeMap::new();
    let sql = "SELECT month, value, COUNT(*) FROM survey_answer WHERE item_id = $1 GROUP BY month, value";
    db.each(sql, params![item.raw()], |row| {
        months.entry(row.get(0)?).or_default().insert(row.get(1)?, count(row, 2)?);
        Ok::<_, Error>(())
    })?;
    Ok(months)
}

/// The same of these customers alone: the same pass, with a look-up for each answer.
pub(crate) fn by_month_among(
    db: &mut Db<'_>,
    item: SurveyItemId,
    accounts: &HashSet<i64>,
) -> Result<BTreeMap<i64, Tally>, Error> {
    let mut months: BTreeMap<i64, Tally> = BTreeMap::new();
    let sql = "SELECT survey_answer.month, survey_answer.value, COALESCE(account.merged_into, account.id) FROM survey_answer \
               JOIN account ON account.id = survey_answer.account_id WHERE survey_answer.item_id = $1";
    db.each(sql, params![item.raw()], |row| {
        if accounts.contains(&row.get(2)?) {
            *months.entry(row.get(0)?).or_default().entry(row.get(1)?).or_default() += 1;
        }
        Ok::<_, Error>(())
    })?;
    Ok(months)
}

/// By what answers can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The level of the person.
    Level,
    /// Their part in buying.
    Role,
    /// The kind of customer.
    Kind,
    /// The team that looks after the customer.
    Team,
}

impl Cut {
    pub(crate) const ALL: [Self; 4] = [Self::Level, Self::Role, Self::Kind, Self::Team];

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Role => "role",
            Self::Kind => "kind",
            Self::Team => "team",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cut| cut.key() == key)
    }

    /// The column and what it needs; after a merge, the customer and the person that stay.
    const fn sql(self) -> &'static str {
        match self {
            Self::Level => {
                "SELECT contact.level, survey_answer.value, COUNT(*) FROM survey_answer \
                 LEFT JOIN contact given ON given.id = survey_answer.contact_id \
                 LEFT JOIN contact ON contact.id = COALESCE(given.merged_into, given.id) \
                 WHERE survey_answer.item_id = $1 GROUP BY contact.level, survey_answer.value"
            }
            Self::Role => {
                "SELECT contact.buying_role, survey_answer.value, COUNT(*) FROM survey_answer \
                 LEFT JOIN contact given ON given.id = survey_answer.contact_id \
                 LEFT JOIN contact ON contact.id = COALESCE(given.merged_into, given.id) \
                 WHERE survey_answer.item_id = $1 GROUP BY contact.buying_role, survey_answer.value"
            }
            Self::Kind => {
                "SELECT account.kind, survey_answer.value, COUNT(*) FROM survey_answer \
                 LEFT JOIN account given ON given.id = survey_answer.account_id \
                 LEFT JOIN account ON account.id = COALESCE(given.merged_into, given.id) \
                 WHERE survey_answer.item_id = $1 GROUP BY account.kind, survey_answer.value"
            }
            Self::Team => {
                "SELECT dim_team.name, survey_answer.value, COUNT(*) FROM survey_answer \
                 LEFT JOIN account given ON given.id = survey_answer.account_id \
                 LEFT JOIN account ON account.id = COALESCE(given.merged_into, given.id) \
                 LEFT JOIN dim_team ON dim_team.team_id = account.team_id \
                 WHERE survey_answer.item_id = $1 GROUP BY dim_team.name, survey_answer.value"
            }
        }
    }
}

/// Answers to an item by group; those of whom nothing is known are a group of their own.
pub(crate) fn by_group(
    db: &mut Db<'_>,
    item: SurveyItemId,
    cut: Cut,
) -> Result<BTreeMap<Option<String>, Tally>, Error> {
    let mut groups: BTreeMap<Option<String>, Tally> = BTreeMap::new();
    db.each(cut.sql(), params![item.raw()], |row| {
        groups.entry(row.get(0)?).or_default().insert(row.get(1)?, count(row, 2)?);
        Ok::<_, Error>(())
    })?;
    Ok(groups)
}

/// How much more was found than expected, of those who said both: one pass over the answers to one, with a look-up for the other.
pub(crate) fn differences(
    db: &mut Db<'_>,
    expected: SurveyItemId,
    found: SurveyItemId,
) -> Result<Tally, Error> {
    let mut tally = Tally::new();
    let sql = "SELECT survey_answer.value - other.value, COUNT(*) FROM survey_answer JOIN survey_answer other \
               ON other.response_id = survey_answer.response_id AND other.item_id = $2 WHERE survey_answer.item_id = $1 \
               GROUP BY survey_answer.value - other.value";
    db.each(sql, params![found.raw(), expected.raw()], |row| {
        tally.insert(row.get(0)?, count(row, 1)?);
        Ok::<_, Error>(())
    })?;
    Ok(tally)
}
