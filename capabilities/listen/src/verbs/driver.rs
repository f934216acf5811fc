//! What goes with the outcome of a survey, as it is shown and told.

use serde::Serialize;
use troth_core::few::MINIMUM;
use troth_core::{Figure, Id, Instant};
use troth_store::Db;

use super::result::Items;
use crate::model::{
    Aside, Found, MOST_DRIVERS, Questionnaire, Rated, Refused, Survey, candidates, drivers, outcomes,
};
use crate::store;
use crate::store::driver::last_by_person;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The outcome by name; without one the first there is.
    pub(crate) outcome: Option<String>,
    /// Ratings by name; without any those that there usually are.
    pub(crate) drivers: Vec<String>,
}

/// What goes with an outcome.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyDrivers)]
pub(crate) struct DriverResults {
    /// The question that is looked at; none where there is none that could be.
    pub(crate) outcome: Option<String>,
    /// What else could be.
    pub(crate) outcomes: Vec<String>,
    /// What can be held against it, and what is by itself.
    pub(crate) candidates: Vec<Candidate>,
    /// People who answered the outcome, each once, by their last answers; of more than 20,000 responses the last. None where too few.
    pub(crate) people: Option<usize>,
    /// Of them, those who answered every rating that is looked at.
    pub(crate) complete: Option<usize>,
    /// The share of the outcome's spread that all ratings account for together.
    #[schema(value_type = Option<Object>)]
    pub(crate) explained: Option<Figure>,
    /// The ratings, those that account for most first.
    pub(crate) drivers: Vec<DriverResult>,
    /// Ratings that are not looked at.
    pub(crate) aside: Vec<AsideResult>,
    /// Why nothing is said.
    pub(crate) refused: Option<RefusedResult>,
}

/// A rating that can be held against the outcome.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyDriverCandidate)]
pub(crate) struct Candidate {
    /// Its name: the key of the question, after a point that of the row.
    pub(crate) driver: String,
    /// Whether it is held against the outcome.
    pub(crate) chosen: bool,
}

/// A rating and what it accounts for.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyDriver)]
pub(crate) struct DriverResult {
    /// Its name.
    pub(crate) driver: String,
    /// Its share of the outcome's spread; the shares add up to what all account for.
    #[schema(value_type = Object)]
    pub(crate) importance: Figure,
    /// The mean of its answers.
    #[schema(value_type = Object)]
    pub(crate) mean: Figure,
    /// The lowest answer of its scale.
    pub(crate) low: i64,
    /// The highest.
    pub(crate) high: i64,
    /// The mean as a share of the scale.
    #[schema(value_type = Object)]
    pub(crate) position: Figure,
    /// How many people left it out.
    pub(crate) missing: usize,
    /// Beside the means of all: `first` (important, rated below), `keep` (important, rated well), `later` (neither), `overkill`
    /// (rated well, less important).
    pub(crate) quadrant: &'static str,
    /// Whether the other ratings leave too little of it to tell it apart.
    pub(crate) entangled: bool,
}

/// A rating that is not looked at.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyDriverAside)]
pub(crate) struct AsideResult {
    /// Its name.
    pub(crate) driver: String,
    /// `same`: all answered alike; `rare`: fewer than half answered it; `many`: there are twelve before it.
    pub(crate) why: &'static str,
}

/// Why nothing is said.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyDriversRefused)]
pub(crate) struct RefusedResult {
    /// `no-outcome`, `no-drivers`, `same-outcome`, `few` or `follows`.
    pub(crate) why: &'static str,
    /// How many people would be needed.
    pub(crate) needed: Option<usize>,
    /// The rating that follows from the others.
    pub(crate) driver: Option<String>,
}

/// What was asked for names something that the survey does not ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown(pub(crate) String);

type Chosen = (Rated, Vec<Rated>, Vec<Rated>, Vec<Rated>);

/// The outcome, all outcomes there could be, all ratings, and those that are looked at.
fn choose(form: &Questionnaire, asked: &Asked) -> Result<Option<Chosen>, Unknown> {
    let outcomes = outcomes(form);
    let outcome = match &asked.outcome {
        Some(name) => {
            let found = outcomes.iter().find(|one| one.name() == *name);
            Some(found.ok_or_else(|| Unknown(name.clone()))?.clone())
        }
        None => outcomes.iter().find(|one| one.usual).cloned(),
    };
    let Some(outcome) = outcome else { return Ok(None) };
    let all = candidates(form, &outcome);
    // Another outcome was chosen together with what it was held against before: what it is itself is left out.
    let named: Vec<&String> = asked.drivers.iter().filter(|name| **name != outcome.name()).collect();
    if let Some(strange) = named.iter().find(|name| !all.iter().any(|one| one.name() == ***name)) {
        return Err(Unknown((*strange).clone()));
    }
    let is_chosen = |one: &&Rated| if named.is_empty() { one.usual } else { named.contains(&&one.name()) };
    let chosen = all.iter().filter(is_chosen).cloned().collect();
    Ok(Some((outcome, outcomes, all, chosen)))
}

/// Reads what goes with the outcome; `None` where the survey asks nothing of the kind.
pub(crate) fn load_drivers(
    db: &mut Db<'_>,
    survey: &Survey,
    asked: &Asked,
    as_of: Instant,
) -> Result<Result<DriverResults, Unknown>, troth_store::Error> {
    let form = match survey.version {
        Some(version) => store::get_version(db, version)?.form,
        None => survey.draft.clone(),
    };
    let chosen = match choose(&form, asked) {
        Ok(chosen) => chosen,
        Err(unknown) => return Ok(Err(unknown)),
    };
    let Some((outcome, outcomes, all, chosen)) = chosen else {
        return Ok(Ok(DriverResults::nothing("no-outcome")));
    };
    let known = Items::load(db, survey.id)?;
    let item = |one: &Rated| known.find(&one.question, &one.part, one.kind);
    let mut results = DriverResults::nothing("few");
    results.outcomes = outcomes.iter().map(Rated::name).collect();
    results.candidates =
        all.iter().map(|one| Candidate { driver: one.name(), chosen: chosen.contains(one) }).collect();
    let rated: Vec<(Rated, _)> =
        chosen.into_iter().filter_map(|one| Some((item(&one)?, one))).map(|(id, one)| (one, id)).collect();
    let found = match item(&outcome) {
        None => Found { refused: Some(Refused::Few(0, 0)), ..Found::default() },
        Some(id) => {
            let ids: Vec<_> = std::iter::once(id).chain(rated.iter().map(|(_, id)| *id)).collect();
            let columns = last_by_person(db, survey.id, &ids)?;
            let ratings: Vec<Rated> = rated.iter().map(|(one, _)| one.clone()).collect();
            let by_name = !asked.drivers.is_empty();
            let seed = survey.id.raw().unsigned_abs();
            drivers(&ratings, &columns[1..], &columns[0], by_name, seed, as_of)
        }
    };
    results.outcome = Some(outcome.name());
    let name = |place: usize| rated.get(place).map_or_else(String::new, |(one, _)| one.name());
    results.tell(found, &name, &|place| rated[place].0.scale);
    Ok(Ok(results))
}

impl DriverResults {
    fn nothing(why: &'static str) -> Self {
        Self {
            outcome: None,
            outcomes: Vec::new(),
            candidates: Vec::new(),
            people: None,
            complete: None,
            explained: None,
            drivers: Vec::new(),
            aside: Vec::new(),
            refused: Some(RefusedResult { why, needed: None, driver: None }),
        }
    }

    fn tell(&mut self, found: Found, name: &dyn Fn(usize) -> String, scale: &dyn Fn(usize) -> (i64, i64)) {
        let told = |count: usize| Some(count).filter(|count| *count as u64 >= MINIMUM);
        (self.people, self.complete) = (told(found.people), told(found.complete));
        self.explained = found.explained;
        self.aside = found
            .aside
            .into_iter()
            .map(|(place, why): (usize, Aside)| AsideResult { driver: name(place), why: why.key() })
            .collect();
        self.drivers = found
            .drivers
            .into_iter()
            .map(|one| DriverResult {
                driver: name(one.place),
                importance: one.importance,
                mean: one.mean,
                low: scale(one.place).0,
                high: scale(one.place).1,
                position: one.position,
                missing: one.missing,
                quadrant: one.quadrant,
                entangled: one.entangled,
            })
            .collect();
        let told = |why, needed, driver| RefusedResult { why, needed, driver };
        self.refused = found.refused.map(|refused| match refused {
            Refused::Few(_, needed) => told("few", Some(needed).filter(|needed| *needed > 0), None),
            Refused::SameOutcome => told("same-outcome", None, None),
            Refused::NoDrivers => told("no-drivers", None, None),
            Refused::Follows(place) => told("follows", None, Some(name(place))),
        });
    }

    /// The most ratings that are looked at together.
    pub(crate) const MOST: usize = MOST_DRIVERS;
}
