//! The estimates of this crate on answers in memory, for whoever holds them against a known truth: the functions that pages ask, not
//! copies of them.

use troth_core::{Figure, Instant};
use troth_records::{BuyingRole, Level};

use crate::Kind;
use crate::model::organisation::{Divergence, Organisation, Voice, look};
use crate::model::{Rated, Score, Tally, drivers};

/// The score of answers to a question of a kind; none where the kind has none, or nobody answered.
pub fn score(kind: Kind, answers: impl IntoIterator<Item = i64>, as_of: Instant) -> Option<Figure> {
    let mut tally = Tally::new();
    for answer in answers {
        *tally.entry(answer).or_default() += 1;
    }
    Score::of(kind, &tally)?.figure(as_of)
}

/// The last answer of somebody at an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoke {
    /// The organisation.
    pub account: i64,
    /// At which level they stand.
    pub level: Option<Level>,
    /// Their part in buying.
    pub role: Option<BuyingRole>,
    /// What they said.
    pub answer: i64,
}

/// By how much those who do the work are more content than those who lead, within organisations, and whether that is beyond chance.
pub fn level_divergence(kind: Kind, spoke: &[Spoke], as_of: Instant) -> Option<(Figure, bool)> {
    let mut sorted: Vec<&Spoke> = spoke.iter().collect();
    sorted.sort_by_key(|one| one.account);
    let voice = |one: &&Spoke| Voice {
        contact: None,
        level: one.level,
        role: one.role,
        asked: true,
        answer: Some(one.answer),
    };
    let all: Vec<Organisation> = sorted
        .chunk_by(|one, other| one.account == other.account)
        .map(|own| Organisation {
            account: own[0].account,
            structure: None,
            people: own.iter().map(voice).collect(),
        })
        .collect();
    let found = look(kind, &all, as_of).divergences;
    let levels = found.into_iter().find(|one| one.between == "levels")?;
    let differs = Divergence::differs(&levels);
    Some((levels.difference, differs))
}

/// What ratings account for of an outcome: a column for each, NaN where one is missing. Figures in the order of the columns; none where
/// nothing can be said of them.
pub fn importance(
    columns: &[(Vec<f64>, (i64, i64))],
    outcome: &[f64],
    seed: u64,
    as_of: Instant,
) -> Vec<Option<Figure>> {
    let rated: Vec<Rated> = columns
        .iter()
        .enumerate()
        .map(|(place, (_, scale))| Rated {
            question: place.to_string(),
            part: String::new(),
            kind: Kind::Matrix,
            scale: *scale,
            usual: true,
        })
        .collect();
    let values: Vec<Vec<f64>> = columns.iter().map(|(values, _)| values.clone()).collect();
    let mut found = vec![None; columns.len()];
    for driver in drivers(&rated, &values, outcome, true, seed, as_of).drivers {
        found[driver.place] = Some(driver.importance);
    }
    found
}
