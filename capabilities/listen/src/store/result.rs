//! Answers counted, for results.

use std::collections::{BTreeMap, HashMap, HashSet};

use troth_core::{Id, SurveyItemId};
use troth_store::{Db, Error, params};

use super::driver::{Merged, merged};
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

/// The same of these customers alone: the same pass; records that went into theirs are theirs.
pub(crate) fn by_month_among(
    db: &mut Db<'_>,
    item: SurveyItemId,
    accounts: &HashSet<i64>,
) -> Result<BTreeMap<i64, Tally>, Error> {
    let mut months: BTreeMap<i64, Tally> = BTreeMap::new();
    let sql = "SELECT month, value, account_id FROM survey_answer WHERE item_id = $1";
    db.each(sql, params![item.raw()], |row| {
        if row.get::<Option<i64>>(2)?.is_some_and(|account| accounts.contains(&account)) {
            *months.entry(row.get(0)?).or_default().entry(row.get(1)?).or_default() += 1;
        }
        Ok::<_, Error>(())
    })?;
    Ok(months)
}

/// Adds the records that went into those of these customers: as many rows as there were ever merges.
pub(crate) fn with_merged(db: &mut Db<'_>, accounts: &mut HashSet<i64>) -> Result<(), Error> {
    let went = merged(db, Merged::Accounts)?;
    let theirs: Vec<i64> =
        went.into_iter().filter(|(_, into)| accounts.contains(into)).map(|(from, _)| from).collect();
    accounts.extend(theirs);
    Ok(())
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

    /// Who is in which group: the id, the word or name, and whom they went into.
    const fn members(self) -> &'static str {
        match self {
            Self::Level => "SELECT id, level, merged_into FROM contact",
            Self::Role => "SELECT id, buying_role, merged_into FROM contact",
            Self::Kind => "SELECT id, kind, merged_into FROM account",
            Self::Team => {
                "SELECT account.id, dim_team.name, account.merged_into FROM account \
                 LEFT JOIN dim_team ON dim_team.team_id = account.team_id"
            }
        }
    }

    const fn answers(self) -> &'static str {
        match self {
            Self::Level | Self::Role => "SELECT contact_id, value FROM survey_answer WHERE item_id = $1",
            Self::Kind | Self::Team => "SELECT account_id, value FROM survey_answer WHERE item_id = $1",
        }
    }
}

/// Who is in which group. Cost: one pass over customers, or the people there; some dozen bytes each while a page is made. A look-up in the
/// database for each answer would take ten times as long.
pub(crate) struct Groups {
    cut: Cut,
    names: Vec<String>,
    /// Places in the names.
    of: HashMap<i64, usize>,
}

impl Groups {
    pub(crate) fn load(db: &mut Db<'_>, cut: Cut) -> Result<Self, Error> {
        let (mut places, mut of, mut merged) = (BTreeMap::new(), HashMap::new(), Vec::new());
        db.each(cut.members(), &[], |row| {
            let id: i64 = row.get(0)?;
            if let Some(into) = row.get::<Option<i64>>(2)? {
                merged.push((id, into));
            } else if let Some(name) = row.get::<Option<String>>(1)? {
                let next = places.len();
                of.insert(id, *places.entry(name).or_insert(next));
            }
            Ok::<_, Error>(())
        })?;
        for (id, into) in merged {
            if let Some(place) = of.get(&into).copied() {
                of.insert(id, place);
            }
        }
        let mut names = vec![String::new(); places.len()];
        for (name, place) in places {
            names[place] = name;
        }
        Ok(Self { cut, names, of })
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The place among the names of the group that somebody is in; none where it is not known.
    pub(crate) fn place(&self, account: Option<i64>, contact: Option<i64>) -> Option<usize> {
        let id = match self.cut {
            Cut::Level | Cut::Role => contact,
            Cut::Kind | Cut::Team => account,
        };
        self.of.get(&id?).copied()
    }
}

/// Answers to an item by group; those of whom nothing is known are a group of their own. One pass over its entries in the index.
pub(crate) fn by_group(
    db: &mut Db<'_>,
    item: SurveyItemId,
    groups: &Groups,
) -> Result<BTreeMap<Option<String>, Tally>, Error> {
    let mut tallies = vec![Tally::new(); groups.names.len() + 1];
    let unknown = groups.names.len();
    db.each(groups.cut.answers(), params![item.raw()], |row| {
        let place = row.get::<Option<i64>>(0)?.and_then(|id| groups.of.get(&id).copied());
        *tallies[place.unwrap_or(unknown)].entry(row.get(1)?).or_default() += 1;
        Ok::<_, Error>(())
    })?;
    let name = |place: usize| groups.names.get(place).cloned();
    let tallies = tallies.into_iter().enumerate().filter(|(_, tally)| !tally.is_empty());
    Ok(tallies.map(|(place, tally)| (name(place), tally)).collect())
}

/// Answers to items by response, a column for each item and NaN where one is missing: one pass over the entries of each.
pub(crate) fn by_response(db: &mut Db<'_>, items: &[SurveyItemId]) -> Result<Vec<Vec<f64>>, Error> {
    let mut places: HashMap<i64, usize> = HashMap::new();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); items.len()];
    for (column, item) in items.iter().enumerate() {
        let sql = "SELECT response_id, value FROM survey_answer WHERE item_id = $1";
        db.each(sql, params![item.raw()], |row| {
            let next = places.len();
            let place = *places.entry(row.get(0)?).or_insert(next);
            if place == next {
                for column in &mut columns {
                    column.push(f64::NAN);
                }
            }
            columns[column][place] = row.get::<i64>(1)? as f64;
            Ok::<_, Error>(())
        })?;
    }
    Ok(columns)
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
