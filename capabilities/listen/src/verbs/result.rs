//! Results of a survey, as they are shown and told: nothing of fewer than [`MINIMUM`] answers, and nothing from which such a thing could
//! be worked out.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use troth_core::few::{MINIMUM, part_may_be_shown, shown};
use troth_core::{Figure, Instant, SurveyId, SurveyItemId};
use troth_store::Db;

use super::missing::load_missing;
use crate::model::{Kind, Question, Score, Survey, Tally, compare, mean_of, reliability, share, size};
use crate::store::result::{Cut, Groups, by_group, by_month, by_month_among, by_response, differences};
use crate::store::{self, Item};

/// What is asked of the results.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// Groups to tell apart.
    pub(crate) by: Option<Cut>,
    /// Of these customers alone.
    pub(crate) accounts: Option<HashSet<i64>>,
}

/// The results of a survey.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Results {
    /// The least number of answers of which anything is told.
    pub(crate) minimum: u64,
    /// How many of those who were asked answered.
    #[schema(value_type = Option<Object>)]
    pub(crate) rate: Option<Figure>,
    /// The questions as they are published now.
    pub(crate) questions: Vec<QuestionResult>,
}

/// The results of a question.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct QuestionResult {
    /// Its key.
    pub(crate) question: String,
    /// Its kind.
    pub(crate) kind: &'static str,
    /// How many answered it; none where they are too few.
    pub(crate) n: Option<u64>,
    /// The score: net promoters from −100 to 100, or the share at the upper end.
    #[schema(value_type = Option<Object>)]
    pub(crate) score: Option<Figure>,
    /// The score of those who were asked by name, weighted so that they resemble everybody who was asked; only of everybody together.
    #[schema(value_type = Option<Object>)]
    pub(crate) weighted: Option<Figure>,
    /// How far the rows of a matrix measure one thing (Cronbach's alpha), of those who answered them all.
    #[schema(value_type = Option<Object>)]
    pub(crate) reliability: Option<Figure>,
    /// What each answer, row or choice got.
    pub(crate) parts: Vec<PartResult>,
    /// The score by month, `year × 12 + month − 1`.
    pub(crate) months: Vec<MonthResult>,
    /// The score by group.
    pub(crate) groups: Vec<GroupResult>,
    /// How many groups are not shown.
    pub(crate) hidden: usize,
    /// Groups that differ, corrected for how many were compared.
    pub(crate) differ: Vec<Difference>,
}

/// What an answer, a row or a choice got: a share, or a mean.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct PartResult {
    /// The number of the answer or choice, or the key of the row; `gap` for found less expected.
    pub(crate) part: String,
    /// What it got.
    #[schema(value_type = Object)]
    pub(crate) figure: Figure,
}

/// The score of a month.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct MonthResult {
    /// Which.
    pub(crate) month: i64,
    /// The score.
    #[schema(value_type = Object)]
    pub(crate) score: Figure,
}

/// The score of a group.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct GroupResult {
    /// Its word or name; none for those of whom it is not known.
    pub(crate) group: Option<String>,
    /// The score.
    #[schema(value_type = Object)]
    pub(crate) score: Figure,
}

/// Two groups that differ.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Difference {
    /// The one with the higher score.
    pub(crate) higher: Option<String>,
    /// The other.
    pub(crate) lower: Option<String>,
    /// The chance of so much by chance alone, corrected (Holm).
    pub(crate) p: f64,
}

/// Of more answers to a matrix than this it is not said how far its rows measure one thing: they are put together in memory.
const MOST_WHOLE: u64 = 200_000;

/// Where more were asked, weighted scores stand only on the page of who is missing: everybody who was asked is looked at.
const MOST_WEIGHTED: i64 = 20_000;

/// From which chance on two groups are said to differ.
const CHANCE: f64 = 0.05;

fn total(months: &BTreeMap<i64, Tally>) -> Tally {
    let mut all = Tally::new();
    for (value, count) in months.values().flatten() {
        *all.entry(*value).or_default() += count;
    }
    all
}

/// Reads the results of what is published now; items of earlier versions count with those of the same question.
pub(crate) fn load(
    db: &mut Db<'_>,
    survey: &Survey,
    asked: &Asked,
    as_of: Instant,
) -> Result<Results, troth_store::Error> {
    let counts = store::link::count_links(db, survey.id)?;
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let rate = (number(counts.asked) >= MINIMUM)
        .then(|| share(number(counts.asked_done), number(counts.asked), as_of));
    let form = match survey.version {
        Some(version) => store::get_version(db, version)?.form,
        None => return Ok(Results { minimum: MINIMUM, rate: None, questions: Vec::new() }),
    };
    let items = Items::load(db, survey.id)?;
    // A segment is not told apart further: the pieces would be too small, and would have to be hidden together.
    let cut = asked.by.filter(|_| asked.accounts.is_none());
    let groups = cut.map(|cut| Groups::load(db, cut)).transpose()?;
    let mut questions = Vec::new();
    for question in &form.questions {
        questions.push(of_question(db, &items, question, (asked, groups.as_ref()), as_of)?);
    }
    if asked.accounts.is_none() && !survey.anonymous && counts.asked <= MOST_WEIGHTED {
        let missing = load_missing(db, survey, None, as_of)?;
        for question in questions.iter_mut().filter(|one| one.score.is_some()) {
            question.weighted = missing.score_of(&question.question).cloned();
        }
    }
    Ok(Results { minimum: MINIMUM, rate: rate.flatten(), questions })
}

/// What each number answers, by question, part and kind.
pub(super) struct Items(HashMap<(String, String, String), SurveyItemId>);

impl Items {
    pub(super) fn load(db: &mut Db<'_>, survey: SurveyId) -> Result<Self, troth_store::Error> {
        let named = |item: Item| ((item.question, item.part, item.kind), item.id);
        Ok(Self(store::list_items(db, survey)?.into_iter().map(named).collect()))
    }

    pub(super) fn find(&self, question: &str, part: &str, kind: Kind) -> Option<SurveyItemId> {
        self.0.get(&(question.to_owned(), part.to_owned(), kind.key().to_owned())).copied()
    }

    fn of(&self, question: &Question, part: &str) -> Option<SurveyItemId> {
        self.find(&question.key, part, question.kind)
    }
}

/// Answers to an item as far as they may be shown at all.
fn months_of(
    db: &mut Db<'_>,
    item: SurveyItemId,
    asked: &Asked,
) -> Result<Option<BTreeMap<i64, Tally>>, troth_store::Error> {
    let Some(accounts) = &asked.accounts else {
        let months = by_month(db, item)?;
        return Ok((size(&total(&months)) >= MINIMUM).then_some(months));
    };
    let (part, whole) = (by_month_among(db, item, accounts)?, by_month(db, item)?);
    Ok(part_may_be_shown(size(&total(&part)), size(&total(&whole))).then_some(part))
}

fn of_question(
    db: &mut Db<'_>,
    items: &Items,
    question: &Question,
    (asked, groups): (&Asked, Option<&Groups>),
    as_of: Instant,
) -> Result<QuestionResult, troth_store::Error> {
    let mut result = QuestionResult {
        question: question.key.clone(),
        kind: question.kind.key(),
        n: None,
        score: None,
        weighted: None,
        reliability: None,
        parts: Vec::new(),
        months: Vec::new(),
        groups: Vec::new(),
        hidden: 0,
        differ: Vec::new(),
    };
    let scale = question.choices.iter().map(|choice| choice.value);
    let scale = (scale.clone().min().unwrap_or(0), scale.max().unwrap_or(1));
    let places = (1, i64::try_from(question.choices.len()).unwrap_or(1).max(2));
    for part in question.items() {
        let Some(item) = items.of(question, &part) else { continue };
        let Some(months) = months_of(db, item, asked)? else { continue };
        let tally = total(&months);
        result.n = result.n.max(Some(size(&tally)));
        match question.kind {
            Kind::Text => {}
            Kind::Matrix | Kind::Gap => result.add(&part, mean_of(&tally, scale, as_of)),
            Kind::Ranking => result.add(&part, mean_of(&tally, places, as_of)),
            Kind::Multiple => {
                result.add(&part, share(tally.get(&1).copied().unwrap_or(0), size(&tally), as_of));
            }
            _ => {
                for choice in &question.choices {
                    let count = tally.get(&choice.value).copied().unwrap_or(0);
                    result.add(&choice.value.to_string(), share(count, size(&tally), as_of));
                }
                result.score = Score::of(question.kind, &tally).and_then(|score| score.figure(as_of));
                result.months = trend(question.kind, &months, as_of);
                if let Some(groups) = groups.filter(|_| result.score.is_some()) {
                    result.split(question.kind, by_group(db, item, groups)?, as_of);
                }
            }
        }
    }
    let few_enough = result.n.is_some_and(|n| n <= MOST_WHOLE);
    if question.kind == Kind::Matrix && asked.accounts.is_none() && few_enough {
        let rows: Vec<SurveyItemId> =
            question.items().iter().filter_map(|part| items.of(question, part)).collect();
        if rows.len() > 1 {
            result.reliability = reliability(&by_response(db, &rows)?, as_of);
        }
    }
    if question.kind == Kind::Gap
        && asked.accounts.is_none()
        && let (Some(expected), Some(found)) = (items.of(question, "expected"), items.of(question, "found"))
    {
        let tally = differences(db, expected, found)?;
        let width = scale.1 - scale.0;
        if size(&tally) >= MINIMUM {
            result.add("gap", mean_of(&tally, (-width, width), as_of));
        }
    }
    Ok(result)
}

/// The score by month, of the months that may be shown.
fn trend(kind: Kind, months: &BTreeMap<i64, Tally>, as_of: Instant) -> Vec<MonthResult> {
    let sizes: Vec<u64> = months.values().map(size).collect();
    let visible = months.iter().zip(shown(&sizes)).filter(|(_, shown)| *shown);
    let result = |((month, tally), _): ((&i64, &Tally), bool)| {
        Some(MonthResult { month: *month, score: Score::of(kind, tally)?.figure(as_of)? })
    };
    visible.filter_map(result).collect()
}

impl QuestionResult {
    fn add(&mut self, part: &str, figure: Option<Figure>) {
        self.parts.extend(figure.map(|figure| PartResult { part: part.to_owned(), figure }));
    }

    /// Tells groups apart, as far as none is too small.
    fn split(&mut self, kind: Kind, groups: BTreeMap<Option<String>, Tally>, as_of: Instant) {
        let sizes: Vec<u64> = groups.values().map(size).collect();
        let visible = shown(&sizes);
        self.hidden = visible.iter().filter(|shown| !**shown).count();
        let groups = groups.into_iter().zip(visible).filter(|(_, shown)| *shown);
        let scored: Vec<(Option<String>, Score)> =
            groups.filter_map(|((group, tally), _)| Some((group, Score::of(kind, &tally)?))).collect();
        let scores: Vec<Score> = scored.iter().map(|(_, score)| *score).collect();
        for pair in compare(&scores).into_iter().filter(|pair| pair.holm < CHANCE) {
            let (mut higher, mut lower) = (pair.first, pair.second);
            if pair.difference.value < 0.0 {
                (higher, lower) = (lower, higher);
            }
            let name = |place: usize| scored[place].0.clone();
            self.differ.push(Difference { higher: name(higher), lower: name(lower), p: pair.holm });
        }
        let result = |(group, score): (Option<String>, Score)| {
            Some(GroupResult { group, score: score.figure(as_of)? })
        };
        self.groups = scored.into_iter().filter_map(result).collect();
    }
}
