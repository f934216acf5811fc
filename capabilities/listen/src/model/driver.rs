//! What goes with an outcome: how much of its spread each rating accounts for, and how the same people rated it. Nothing of it says
//! what causes what.

use troth_core::{Figure, Grade, Instant, Unit};
use troth_stats::driver::quadrant::{Quadrant, quadrants};
use troth_stats::driver::{CheckedDrivers, Drivers};

use super::form::{Kind, Question, Questionnaire, Shape};
use super::result::{LEVEL, Tally, figure, mean_of};

/// The most ratings that are taken at once: each further one doubles the work, and asks for more answers.
pub(crate) const MOST_DRIVERS: usize = 12;
/// Fewer people than this determine nothing, nor do fewer than [`EACH`] for each rating.
const PEOPLE: usize = 30;
const EACH: usize = 10;
/// Replicates of the bootstrap.
const REPLICATES: usize = 400;
/// A rating of whose spread the others leave less than this can hardly be told apart from them.
const APART: f64 = 0.1;

/// Something that is answered on a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rated {
    /// The key of its question.
    pub(crate) question: String,
    /// The row; empty for questions without.
    pub(crate) part: String,
    /// The kind of its question.
    pub(crate) kind: Kind,
    /// The ends of its scale.
    pub(crate) scale: (i64, i64),
    /// Whether it is looked at where nobody says what is to be.
    pub(crate) usual: bool,
}

impl Rated {
    /// As it is named in addresses: `overall`, `service.speed`.
    pub(crate) fn name(&self) -> String {
        if self.part.is_empty() { self.question.clone() } else { format!("{}.{}", self.question, self.part) }
    }

    fn of(question: &Question, part: String, usual: bool) -> Option<Self> {
        let values = question.choices.iter().map(|choice| choice.value);
        let scale = (values.clone().min()?, values.max()?);
        (scale.0 < scale.1).then(|| Self {
            question: question.key.clone(),
            part,
            kind: question.kind,
            scale,
            usual,
        })
    }
}

/// What can be an outcome: questions about loyalty first, then those about satisfaction, then those of which somebody must know that their
/// choices are in order. The first usual one is taken where nobody says.
pub(crate) fn outcomes(form: &Questionnaire) -> Vec<Rated> {
    let rank = |kind: Kind| match kind {
        Kind::Nps | Kind::Recommend | Kind::Again => Some(0),
        Kind::Csat => Some(1),
        Kind::Ces => Some(2),
        Kind::Single => Some(3),
        _ => None,
    };
    let mut all: Vec<(u8, Rated)> = form
        .questions
        .iter()
        .filter_map(|question| {
            let rank = rank(question.kind)?;
            Some((rank, Rated::of(question, String::new(), rank < 3)?))
        })
        .collect();
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().map(|(_, rated)| rated).collect()
}

/// What can go with an outcome. Overall judgements are asked for by name: they are outcomes themselves, and would stand before all else.
pub(crate) fn candidates(form: &Questionnaire, outcome: &Rated) -> Vec<Rated> {
    let several = form.questions.iter().filter(|question| question.kind == Kind::Csat).count() > 1;
    let mut all = Vec::new();
    for question in form.questions.iter().filter(|question| question.key != outcome.question) {
        let usual = match question.kind {
            Kind::Matrix | Kind::Ces | Kind::Gap => true,
            Kind::Csat => several,
            Kind::Nps | Kind::Recommend | Kind::Again | Kind::Single => false,
            _ => continue,
        };
        let parts = match question.kind.shape() {
            Shape::Rows if question.kind == Kind::Gap => vec!["found".to_owned()],
            Shape::Rows => question.rows.iter().map(|row| row.key.clone()).collect(),
            _ => vec![String::new()],
        };
        all.extend(parts.into_iter().filter_map(|part| Rated::of(question, part, usual)));
    }
    all
}

/// Why nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// So many people answered all of it, so many are needed.
    Few(usize, usize),
    /// Everybody answered the outcome alike.
    SameOutcome,
    /// No rating is left.
    NoDrivers,
    /// The rating at this place follows from those before it.
    Follows(usize),
}

/// Why a rating was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    /// Everybody answered it alike.
    Same,
    /// Fewer than half of those who answered the outcome answered it.
    Rare,
    /// There were too many before it.
    Many,
}

impl Aside {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Rare => "rare",
            Self::Many => "many",
        }
    }
}

/// A rating and what it accounts for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Driver {
    /// Which of the candidates.
    pub(crate) place: usize,
    /// Its share of the outcome's spread (Shapley's value of R²).
    pub(crate) importance: Figure,
    /// The mean of the answers.
    pub(crate) mean: Figure,
    /// The same as a share of the scale.
    pub(crate) position: Figure,
    /// Of all people, how many did not answer it.
    pub(crate) missing: usize,
    /// Important or not, well rated or not, beside the means of all.
    pub(crate) quadrant: &'static str,
    /// Whether the others leave too little of it to tell it apart.
    pub(crate) entangled: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Found {
    /// People who answered the outcome.
    pub(crate) people: usize,
    /// Of them, those who answered all that was looked at.
    pub(crate) complete: usize,
    /// The share of the outcome's spread that all account for together.
    pub(crate) explained: Option<Figure>,
    /// Most important first.
    pub(crate) drivers: Vec<Driver>,
    /// What was not looked at.
    pub(crate) aside: Vec<(usize, Aside)>,
    /// Why nothing is said.
    pub(crate) refused: Option<Refused>,
}

fn quadrant_key(quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::ConcentrateHere => "first",
        Quadrant::KeepUp => "keep",
        Quadrant::LowPriority => "later",
        Quadrant::PossibleOverkill => "overkill",
    }
}

fn is_same(values: &[f64]) -> bool {
    values.iter().all(|value| value.total_cmp(&values[0]).is_eq())
}

/// Answers of whoever answered the outcome, a column for each candidate, NaN where one is missing. Of those that nobody `asked` for by
/// name, the rarely answered are left out. The same seed gives the same intervals.
///
/// Cost: people × ratings² × replicates, and `2^ratings` × replicates; both are bounded.
pub(crate) fn drivers(
    candidates: &[Rated],
    columns: &[Vec<f64>],
    outcome: &[f64],
    asked: bool,
    seed: u64,
    as_of: Instant,
) -> Found {
    let people = outcome.len();
    let mut found = Found { people, ..Found::default() };
    let answered = |place: usize| columns[place].iter().filter(|value| !value.is_nan()).count();
    let mut places = Vec::new();
    for place in 0..candidates.len() {
        if !asked && 2 * answered(place) < people {
            found.aside.push((place, Aside::Rare));
        } else if places.len() == MOST_DRIVERS {
            found.aside.push((place, Aside::Many));
        } else {
            places.push(place);
        }
    }
    let (whole, kept) = loop {
        let whole: Vec<usize> = (0..people)
            .filter(|person| places.iter().all(|place| !columns[*place][*person].is_nan()))
            .collect();
        let kept: Vec<Vec<f64>> = places
            .iter()
            .map(|place| whole.iter().map(|person| columns[*place][*person]).collect())
            .collect();
        let same = kept.iter().position(|values| !values.is_empty() && is_same(values));
        match same {
            Some(at) => found.aside.push((places.remove(at), Aside::Same)),
            None => break (whole, kept),
        }
    };
    found.complete = whole.len();
    let needed = PEOPLE.max(EACH * places.len());
    if places.is_empty() {
        found.refused = Some(Refused::NoDrivers);
    } else if whole.len() < needed {
        found.refused = Some(Refused::Few(whole.len(), needed));
    }
    if found.refused.is_some() {
        return found;
    }
    let outcome: Vec<f64> = whole.iter().map(|person| outcome[*person]).collect();
    if is_same(&outcome) {
        found.refused = Some(Refused::SameOutcome);
        return found;
    }
    let checked = |count: usize| -> Option<CheckedDrivers> {
        let columns: Vec<&[f64]> = kept[..count].iter().map(Vec::as_slice).collect();
        Drivers { columns: &columns, outcome: &outcome, weights: None }.check().ok()
    };
    // Importance exists where no rating follows from others; the first set that has none ends with the one to blame.
    let whole = checked(kept.len()).and_then(|all| Some((all.importance().ok()?, all)));
    let Some((importance, all)) = whole else {
        let clean = |count: &usize| checked(*count).is_some_and(|some| some.importance().is_ok());
        let follows = (1..=kept.len()).find(|count| !clean(count)).unwrap_or(kept.len());
        found.refused = Some(Refused::Follows(places[follows - 1]));
        return found;
    };
    let Ok(intervals) = all.bootstrap(REPLICATES, seed, LEVEL) else { return found };
    let share = |estimate| {
        let mut figure = figure(estimate, Unit::Share, 1.0, "survey-drivers", as_of);
        figure.grade = Grade::Associated;
        figure
    };
    let mut drivers = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let mut tally = Tally::new();
        for value in &kept[at] {
            #[expect(clippy::cast_possible_truncation, reason = "an answer is a whole number")]
            let value = *value as i64;
            *tally.entry(value).or_default() += 1;
        }
        let (low, high) = candidates[*place].scale;
        let Some(mean) = mean_of(&tally, (low, high), as_of) else { continue };
        let on_scale = |value: f64| (value - low as f64) / (high - low) as f64;
        let position = Figure {
            value: on_scale(mean.value),
            low: mean.low.map(on_scale),
            high: mean.high.map(on_scale),
            unit: Unit::Share,
            ..mean.clone()
        };
        drivers.push(Driver {
            place: *place,
            importance: share(intervals.shapley[at]),
            mean,
            position,
            missing: people - answered(*place),
            quadrant: "",
            // What it adds to all others is β²·(1 − R² with them).
            entangled: importance.last[at] < APART * importance.beta_squared[at],
        });
    }
    let important: Vec<f64> = drivers.iter().map(|driver| driver.importance.value).collect();
    let rated: Vec<f64> = drivers.iter().map(|driver| driver.position.value).collect();
    for (driver, quadrant) in drivers.iter_mut().zip(quadrants(&important, &rated, None).unwrap_or_default())
    {
        driver.quadrant = quadrant_key(quadrant);
    }
    drivers.sort_by(|one, other| other.importance.value.total_cmp(&one.importance.value));
    found.drivers = drivers;
    found.explained = Some(share(intervals.r_squared));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(name: &str) -> Rated {
        Rated { question: name.into(), part: String::new(), kind: Kind::Matrix, scale: (1, 5), usual: true }
    }

    fn spread(step: u32) -> Vec<f64> {
        (0..60).map(|person| f64::from(person * step % 5 + 1)).collect()
    }

    fn look(columns: &[Vec<f64>], outcome: &[f64]) -> Found {
        let candidates: Vec<Rated> = (0..columns.len()).map(|place| rated(&place.to_string())).collect();
        drivers(&candidates, columns, outcome, false, 7, Instant::from_micros(0))
    }

    #[test]
    fn the_rating_that_the_outcome_follows_stands_first_with_its_interval() {
        let (one, other) = (spread(1), (0..60).map(|person| f64::from(person / 12 + 1)).collect::<Vec<_>>());
        let outcome: Vec<f64> = one.iter().zip(&other).map(|(a, b)| 3.0 * a + b).collect();
        let found = look(&[other, one], &outcome);
        assert_eq!((found.refused.as_ref(), found.complete), (None, 60));
        let first = &found.drivers[0];
        assert_eq!((first.place, first.importance.grade, first.quadrant), (1, Grade::Associated, "keep"));
        assert!((first.importance.value - 0.9).abs() < 0.1 && first.importance.low.unwrap() > 0.6);
        assert!((found.explained.unwrap().value - 1.0).abs() < 1e-9);
        assert!((first.mean.value - 3.0).abs() < 1e-9 && (first.position.value - 0.5).abs() < 1e-9);
    }

    #[test]
    fn whoever_left_something_out_is_counted_and_what_most_left_out_is_set_aside() {
        let mut rare = spread(1);
        rare.iter_mut().skip(20).for_each(|value| *value = f64::NAN);
        let mut holes = spread(3);
        holes.iter_mut().take(6).for_each(|value| *value = f64::NAN);
        let found = look(&[rare, holes, vec![4.0; 60]], &spread(2));
        assert_eq!((found.people, found.complete), (60, 54));
        assert_eq!(found.aside, [(0, Aside::Rare), (2, Aside::Same)]);
        assert_eq!((found.drivers.len(), found.drivers[0].missing), (1, 6));
    }

    #[test]
    fn what_determines_nothing_is_refused_with_its_reason() {
        let outcome = spread(2);
        assert_eq!(look(&[spread(1)], &[3.0; 60]).refused, Some(Refused::SameOutcome));
        assert_eq!(look(&[vec![2.0; 60]], &outcome).refused, Some(Refused::NoDrivers));
        let few: Vec<Vec<f64>> = vec![spread(1)[..29].to_vec()];
        assert_eq!(look(&few, &outcome[..29]).refused, Some(Refused::Few(29, 30)));
        let four: Vec<Vec<f64>> = [1, 2, 3, 4].map(|step| spread(step)[..39].to_vec()).into();
        assert_eq!(look(&four, &outcome[..39]).refused, Some(Refused::Few(39, 40)), "ten for each rating");
        let twin = spread(1).iter().map(|value| 6.0 - value).collect();
        assert_eq!(look(&[spread(1), twin], &outcome).refused, Some(Refused::Follows(1)));
    }

    #[test]
    fn ratings_that_say_nearly_the_same_are_named() {
        let one = spread(1);
        let mut nearly = one.clone();
        nearly[0] = 2.0;
        let outcome: Vec<f64> =
            one.iter().enumerate().map(|(place, value)| value + (place % 3) as f64).collect();
        let found = look(&[one, nearly], &outcome);
        assert!(found.drivers.iter().all(|driver| driver.entangled), "{found:?}");
    }

    #[test]
    fn no_more_than_so_many_are_taken() {
        let columns: Vec<Vec<f64>> = (0..14)
            .map(|place| {
                (0..200)
                    .map(|person| f64::from((person * (place + 7) / 3 + person * person) % 5 + 1))
                    .collect()
            })
            .collect();
        let outcome: Vec<f64> = (0..200).map(|person| f64::from(person * 7 % 11)).collect();
        let found = look(&columns, &outcome);
        let many: Vec<usize> =
            found.aside.iter().filter(|(_, why)| *why == Aside::Many).map(|(place, _)| *place).collect();
        assert_eq!(many, [12, 13]);
    }
}
