//! Who was asked and has not answered, and what the scores would be if those who answered resembled those who were asked.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use troth_core::few::{MINIMUM, shown};
use troth_core::{Figure, Id, Instant};
use troth_stats::comparison::holm;
use troth_stats::share::{Count, difference};
use troth_store::Db;

use super::result::Items;
use crate::model::{FEWEST, Kind, Recorded, Score, Survey, Tally, share, weigh};
use crate::store;
use crate::store::missing::{AskedPerson, answers_to, list_asked};
use crate::store::result::{Cut, Groups};

/// From which chance on a group is said to answer more or less often.
const CHANCE: f64 = 0.05;

/// Who is missing.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyMissing)]
pub(crate) struct Missing {
    /// How many people were asked by name; none where they are too few.
    pub(crate) asked: Option<u64>,
    /// The share of them that answered.
    #[schema(value_type = Option<Object>)]
    pub(crate) rate: Option<Figure>,
    /// The same told apart, by what is recorded of them.
    pub(crate) cuts: Vec<MissingCut>,
    /// How answers were weighted.
    pub(crate) weighting: Option<Weighting>,
    /// Scores with and without weights.
    pub(crate) weighted: Vec<WeightedScore>,
    /// Why there are no weights: `anonymous`, `nobody` (nobody was asked by name), `few` (fewer than 30 answered), `everybody` (all answered),
    /// `alike` (nothing is recorded that tells them apart).
    pub(crate) off: Option<&'static str>,
}

/// The asked, told apart by one property.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyMissingCut)]
pub(crate) struct MissingCut {
    /// `level`, `role`, `kind`, `team` or `segment`.
    pub(crate) by: &'static str,
    /// The groups that may be shown.
    pub(crate) groups: Vec<MissingGroup>,
    /// How many are not shown.
    pub(crate) hidden: usize,
}

/// A group of those who were asked.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyMissingGroup)]
pub(crate) struct MissingGroup {
    /// Its word or name; none for those of whom it is not known.
    pub(crate) group: Option<String>,
    /// The share that answered.
    #[schema(value_type = Object)]
    pub(crate) rate: Figure,
    /// The share of all others.
    #[schema(value_type = Object)]
    pub(crate) rest: Figure,
    /// The chance of so much of a difference by chance alone, corrected for all groups (Holm).
    pub(crate) p: f64,
}

impl MissingGroup {
    /// Whether it answers more or less often than the rest, beyond chance.
    pub(crate) fn differs(&self) -> bool {
        self.p < CHANCE
    }
}

/// How answers were weighted.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyWeighting)]
pub(crate) struct Weighting {
    /// By which properties.
    pub(crate) by: Vec<&'static str>,
    /// People who answered.
    pub(crate) people: usize,
    /// People with the same weight who would tell as much (Kish).
    pub(crate) effective: f64,
    /// The largest weight beside the mean.
    pub(crate) largest: f64,
    /// How many weights were cut to five times the mean.
    pub(crate) trimmed: usize,
}

/// A score with and without weights.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyWeighted)]
pub(crate) struct WeightedScore {
    /// The key of the question.
    pub(crate) question: String,
    /// Its kind.
    pub(crate) kind: &'static str,
    /// As it was answered, of those who were asked by name.
    #[schema(value_type = Object)]
    pub(crate) plain: Figure,
    /// With weights.
    #[schema(value_type = Object)]
    pub(crate) weighted: Figure,
}

/// Whom a person counts to, by a property.
struct Split {
    by: &'static str,
    /// Names of the groups; none for those of whom it is not known.
    names: Vec<Option<String>>,
    /// The group of each person.
    of: Vec<usize>,
}

impl Split {
    fn load(db: &mut Db<'_>, cut: Cut, people: &[AskedPerson]) -> Result<Self, troth_store::Error> {
        let groups = Groups::load(db, cut)?;
        let of: Vec<Option<usize>> =
            people.iter().map(|person| groups.place(person.account, person.contact)).collect();
        let unknown = groups.names().len();
        let names = groups.names().iter().cloned().map(Some).chain([None]).collect();
        Ok(Self { by: cut.key(), names, of: of.into_iter().map(|place| place.unwrap_or(unknown)).collect() })
    }

    /// Of each group how many were asked, and how many answered.
    fn counts(&self, people: &[AskedPerson]) -> Vec<(u64, u64)> {
        let mut counts = vec![(0, 0); self.names.len()];
        for (person, place) in people.iter().zip(&self.of) {
            counts[*place].0 += 1;
            counts[*place].1 += u64::from(person.done);
        }
        counts
    }

    fn tell(&self, people: &[AskedPerson], as_of: Instant) -> MissingCut {
        let counts = self.counts(people);
        let sizes: Vec<u64> = counts.iter().map(|(asked, _)| *asked).collect();
        let visible = shown(&sizes);
        let (asked, answered) = counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let group = |(place, (own, own_answered)): (usize, &(u64, u64))| {
            let rest = (asked - own, answered - own_answered);
            let check = |(trials, successes): (u64, u64)| Count { successes, trials }.check().ok();
            let p = difference::p_value(check((*own, *own_answered))?, check(rest)?);
            Some(MissingGroup {
                group: self.names[place].clone(),
                rate: share(*own_answered, *own, as_of)?,
                rest: share(rest.1, rest.0, as_of)?,
                p,
            })
        };
        let all = counts.iter().enumerate().filter(|(place, _)| visible[*place]);
        MissingCut {
            by: self.by,
            groups: all.filter_map(group).collect(),
            hidden: sizes.iter().zip(&visible).filter(|(size, shown)| **size > 0 && !**shown).count(),
        }
    }
}

impl Missing {
    fn off(why: &'static str) -> Self {
        Self {
            asked: None,
            rate: None,
            cuts: Vec::new(),
            weighting: None,
            weighted: Vec::new(),
            off: Some(why),
        }
    }

    /// The weighted score of a question.
    pub(crate) fn score_of(&self, question: &str) -> Option<&Figure> {
        self.weighted.iter().find(|one| one.question == question).map(|one| &one.weighted)
    }
}

/// Reads who is missing, and weights what the others said. `segment` are the customers of a segment that is told apart too.
///
/// Cost: one pass over the survey's links and over customers and people; the answers of whoever was asked by name, by key.
pub(crate) fn load_missing(
    db: &mut Db<'_>,
    survey: &Survey,
    segment: Option<&HashSet<i64>>,
    as_of: Instant,
) -> Result<Missing, troth_store::Error> {
    let Some(version) = survey.version.filter(|_| !survey.anonymous) else {
        return Ok(Missing::off(if survey.anonymous { "anonymous" } else { "nobody" }));
    };
    let people = list_asked(db, survey.id)?;
    let asked = people.len() as u64;
    if asked < MINIMUM {
        return Ok(Missing::off("nobody"));
    }
    let mut splits = Vec::new();
    for cut in Cut::ALL {
        splits.push(Split::load(db, cut, &people)?);
    }
    let recorded = splits.len();
    if let Some(accounts) = segment {
        let inside = |person: &AskedPerson| person.account.is_some_and(|account| accounts.contains(&account));
        let of = people.iter().map(|person| usize::from(!inside(person))).collect();
        let names = vec![Some("inside".to_owned()), Some("outside".to_owned())];
        splits.push(Split { by: "segment", names, of });
    }
    let mut cuts: Vec<MissingCut> = splits.iter().map(|split| split.tell(&people, as_of)).collect();
    correct(&mut cuts);
    let answered = people.iter().filter(|person| person.done).count() as u64;
    let mut missing = Missing {
        asked: Some(asked),
        rate: share(answered, asked, as_of),
        // One group is everybody.
        cuts: cuts.into_iter().filter(|cut| cut.groups.len() + cut.hidden > 1).collect(),
        weighting: None,
        weighted: Vec::new(),
        off: None,
    };
    let spoke: Vec<usize> =
        (0..people.len()).filter(|place| people[*place].done && people[*place].response.is_some()).collect();
    let known: Vec<Recorded> = splits[..recorded]
        .iter()
        .map(|split| Recorded {
            asked: split.counts(&people).iter().map(|(asked, _)| *asked).collect(),
            of: spoke.iter().map(|place| split.of[*place]).collect(),
        })
        .collect();
    if answered == asked || spoke.len() < FEWEST {
        missing.off = Some(if answered == asked { "everybody" } else { "few" });
        return Ok(missing);
    }
    let Some(weights) = weigh(&known, spoke.len()) else {
        missing.off = Some("alike");
        return Ok(missing);
    };
    missing.weighting = Some(Weighting {
        by: weights.by.iter().map(|place| splits[*place].by).collect(),
        people: spoke.len(),
        effective: weights.effective,
        largest: weights.largest,
        trimmed: weights.trimmed,
    });
    let form = store::get_version(db, version)?.form;
    let items = Items::load(db, survey.id)?;
    let scored: Vec<(&str, Kind, i64)> = form
        .questions
        .iter()
        .filter(|question| Score::of(question.kind, &Tally::from([(1, 1)])).is_some())
        .filter_map(|question| {
            Some((question.key.as_str(), question.kind, items.find(&question.key, "", question.kind)?.raw()))
        })
        .collect();
    let responses: Vec<i64> = spoke.iter().filter_map(|place| people[*place].response).collect();
    let ids: Vec<i64> = scored.iter().map(|(_, _, item)| *item).collect();
    let answers = answers_to(db, &responses, &ids)?;
    for (question, kind, item) in scored {
        let given: Vec<Option<i64>> =
            responses.iter().map(|response| answers.get(&(*response, item)).copied()).collect();
        let mut tally: BTreeMap<i64, u64> = BTreeMap::new();
        for value in given.iter().flatten() {
            *tally.entry(*value).or_default() += 1;
        }
        let plain = Score::of(kind, &tally).and_then(|score| score.figure(as_of));
        if let (Some(plain), Some(weighted)) = (plain, weights.score(kind, &given, as_of)) {
            missing.weighted.push(WeightedScore {
                question: question.to_owned(),
                kind: kind.key(),
                plain,
                weighted,
            });
        }
    }
    Ok(missing)
}

/// Of many groups some differ by chance.
fn correct(cuts: &mut [MissingCut]) {
    let alone: Vec<f64> = cuts.iter().flat_map(|cut| &cut.groups).map(|group| group.p).collect();
    let corrected = holm(&alone).unwrap_or_default();
    for (group, p) in cuts.iter_mut().flat_map(|cut| &mut cut.groups).zip(corrected) {
        group.p = p;
    }
}
