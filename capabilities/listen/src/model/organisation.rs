//! What organisations say whose people differ in what they have to decide: who has not been heard, where levels disagree, and what the score
//! is where a word counts as much as it decides.

use std::collections::BTreeMap;

use troth_core::few::MINIMUM;
use troth_core::{Figure, Instant};
use troth_records::{BuyingRole, Level, Structure};
use troth_stats::comparison::holm;
use troth_stats::score::gap::Gap;
use troth_stats::score::mean::{Method, Scores};

use super::form::Kind;
use super::result::{LEVEL, figure, share, unit_of, worth};

/// From which chance on levels are said to disagree, and a score to mislead.
const CHANCE: f64 = 0.05;
/// A score rests on others than those who decide where they were heard at fewer than this share of organisations.
const HALF: f64 = 0.5;

/// Somebody at an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Voice {
    /// Who, where it is a person.
    pub(crate) contact: Option<i64>,
    pub(crate) level: Option<Level>,
    pub(crate) role: Option<BuyingRole>,
    /// Whether they were asked by a link of their own.
    pub(crate) asked: bool,
    /// Their last answer to the question.
    pub(crate) answer: Option<i64>,
}

/// An organisation that was asked, or answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Organisation {
    pub(crate) account: i64,
    pub(crate) structure: Option<Structure>,
    pub(crate) people: Vec<Voice>,
}

/// How much a word counts, by the part in buying: decides, influences, uses, none. Of whom it is not known counts as whoever uses.
pub(crate) const fn weights(structure: Option<Structure>) -> [f64; 4] {
    match structure {
        Some(Structure::Hierarchical) => [12.0, 4.0, 2.0, 1.0],
        None => [6.0, 4.0, 2.0, 1.0],
        Some(Structure::Distributed) => [8.0, 6.0, 4.0, 2.0],
    }
}

fn weight(structure: Option<Structure>, voice: &Voice) -> f64 {
    let [decides, influences, uses, none] = weights(structure);
    match voice.role {
        Some(BuyingRole::Decides) => decides,
        Some(BuyingRole::Influences) => influences,
        Some(BuyingRole::Uses) | None => uses,
        Some(BuyingRole::None) => none,
    }
}

fn decides(voice: &Voice) -> bool {
    voice.role == Some(BuyingRole::Decides)
}

fn works(voice: &Voice) -> bool {
    voice.level == Some(Level::Operations)
}

fn leads(voice: &Voice) -> bool {
    voice.level.is_some_and(|level| level != Level::Operations)
}

/// Two sides of the same organisations, and by how much the first is more content.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Divergence {
    /// `levels`: those who do the work less those who lead; `roles`: the others less those who decide.
    pub(crate) between: &'static str,
    /// The mean difference within organisations.
    pub(crate) difference: Figure,
    /// The chance of so much by chance alone, corrected (Holm).
    pub(crate) p: f64,
}

impl Divergence {
    pub(crate) fn differs(&self) -> bool {
        self.p < CHANCE
    }
}

/// Why a score misleads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Warning {
    /// Where few at the top decide, the others are more content than those who decide.
    Hierarchical(Figure),
    /// Where many decide together, most of them were not asked: so many were, of so many.
    Distributed(u64, u64),
    /// At so many of so many organisations nobody who decides has answered.
    Unheard(u64, u64),
}

/// What organisations say.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Found {
    /// Organisations that answered.
    pub(crate) organisations: u64,
    /// Of those at which somebody is known to decide, the share where one who decides has answered.
    pub(crate) coverage: Option<Figure>,
    /// At how many nobody is recorded as deciding.
    pub(crate) unknown: u64,
    /// Of how many it is recorded how they decide.
    pub(crate) structures: u64,
    /// Each organisation counts once, each person in it alike.
    pub(crate) plain: Option<Figure>,
    /// Each organisation counts once, each person as much as they have to decide.
    pub(crate) weighted: Option<Figure>,
    /// The second less the first, within organisations.
    pub(crate) shift: Option<Figure>,
    pub(crate) divergences: Vec<Divergence>,
    pub(crate) warnings: Vec<Warning>,
}

/// Means of what is said at each organisation.
struct Told {
    kind: Kind,
    as_of: Instant,
}

impl Told {
    /// The mean worth of the answers of some people there, by weight; none where nobody of them answered.
    fn mean(&self, one: &Organisation, weight: &dyn Fn(&Voice) -> f64) -> Option<f64> {
        let (mut sum, mut total) = (0.0, 0.0);
        for voice in &one.people {
            let weight = weight(voice);
            if let Some(worth) =
                voice.answer.and_then(|answer| worth(self.kind, answer)).filter(|_| weight > 0.0)
            {
                sum += weight * worth;
                total += weight;
            }
        }
        (total > 0.0).then(|| sum / total)
    }

    /// The mean over organisations of the first less the second, with the chance of it; none of too few.
    fn gap(&self, pairs: &[(f64, f64)], method: &str, ends: (f64, f64)) -> Option<(Figure, f64)> {
        if (pairs.len() as u64) < MINIMUM {
            return None;
        }
        let (first, second): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let differences: Vec<f64> = pairs.iter().map(|(first, second)| first - second).collect();
        let scores = Scores { values: &differences, low: ends.0, high: ends.1 }.check().ok()?;
        let estimate = scores.interval(Method::Adjusted, LEVEL).ok()?;
        let alone = Gap { perception: &first, expectation: &second }.estimate(LEVEL).ok()?;
        // Where all differ alike there is no spread to test by: the chance that all have the same sign.
        let alike = alone.gap.se == Some(0.0) && alone.gap.value != 0.0;
        let p = if alike { 0.5_f64.powf(pairs.len() as f64 - 1.0) } else { alone.p_value };
        let (unit, scale) = unit_of(self.kind);
        Some((figure(estimate, unit, scale, method, self.as_of), p))
    }

    fn mean_of(&self, values: &[f64], method: &str) -> Option<Figure> {
        let low = if self.kind == Kind::Nps { -1.0 } else { 0.0 };
        let pairs: Vec<(f64, f64)> = values.iter().map(|value| (*value, 0.0)).collect();
        self.gap(&pairs, method, (low, 1.0)).map(|(figure, _)| figure)
    }
}

/// Looks at what the people of organisations say; pure.
///
/// Cost: one pass over the people.
pub(crate) fn look(kind: Kind, all: &[Organisation], as_of: Instant) -> Found {
    let told = Told { kind, as_of };
    let heard: Vec<&Organisation> =
        all.iter().filter(|one| one.people.iter().any(|voice| voice.answer.is_some())).collect();
    let mut found = Found { organisations: heard.len() as u64, ..Found::default() };
    let known: Vec<&&Organisation> = heard.iter().filter(|one| one.people.iter().any(decides)).collect();
    let spoke =
        |one: &&&Organisation| one.people.iter().any(|voice| decides(voice) && voice.answer.is_some());
    let (of, with) = (known.len() as u64, known.iter().filter(|one| spoke(one)).count() as u64);
    if of >= MINIMUM {
        found.coverage = share(with, of, as_of);
        if (with as f64) < HALF * of as f64 {
            found.warnings.push(Warning::Unheard(of - with, of));
        }
    }
    found.unknown = heard.len() as u64 - of;
    found.structures = heard.iter().filter(|one| one.structure.is_some()).count() as u64;

    let both = |one: &&Organisation| {
        let even = told.mean(one, &|_| 1.0)?;
        Some((told.mean(one, &|voice| weight(one.structure, voice))?, even))
    };
    let means: Vec<(f64, f64)> = heard.iter().filter_map(both).collect();
    let (weighted, plain): (Vec<f64>, Vec<f64>) = means.iter().copied().unzip();
    found.plain = told.mean_of(&plain, "survey-organisations");
    found.weighted = told.mean_of(&weighted, "survey-influence");
    let widest = if kind == Kind::Nps { 2.0 } else { 1.0 };
    let apart = |of: &[&Organisation], first: &dyn Fn(&Voice) -> bool, second: &dyn Fn(&Voice) -> bool| {
        let some = |which: &dyn Fn(&Voice) -> bool, one: &Organisation| {
            told.mean(one, &|voice| f64::from(u8::from(which(voice))))
        };
        let pairs: Vec<(f64, f64)> =
            of.iter().filter_map(|one| Some((some(first, one)?, some(second, one)?))).collect();
        told.gap(&pairs, "survey-divergence", (-widest, widest))
    };
    found.shift = told.gap(&means, "survey-influence", (-widest, widest)).map(|(figure, _)| figure);

    let others = |voice: &Voice| voice.role.is_some() && !decides(voice);
    let few: Vec<&Organisation> = of_structure(&heard, Structure::Hierarchical);
    let top = apart(&few, &others, &decides);
    let mut sides = vec![
        ("levels", apart(&heard, &works, &leads)),
        ("roles", apart(&heard, &others, &decides)),
        ("hierarchical", top),
    ];
    sides.retain(|(_, found)| found.is_some());
    let alone: Vec<f64> = sides.iter().filter_map(|(_, found)| Some(found.as_ref()?.1)).collect();
    let corrected = holm(&alone).unwrap_or_default();
    for ((between, side), p) in sides.into_iter().zip(corrected) {
        let Some((difference, _)) = side else { continue };
        if between == "hierarchical" {
            if p < CHANCE && difference.value > 0.0 {
                found.warnings.push(Warning::Hierarchical(difference));
            }
        } else {
            found.divergences.push(Divergence { between, difference, p });
        }
    }

    // Where many decide together whoever has a part in it should have been asked.
    let mut parts = (0, 0);
    for voice in of_structure(&all.iter().collect::<Vec<_>>(), Structure::Distributed)
        .iter()
        .flat_map(|one| &one.people)
        .filter(|voice| voice.role.is_some_and(|role| role != BuyingRole::None))
    {
        parts.0 += u64::from(voice.asked || voice.answer.is_some());
        parts.1 += 1;
    }
    if parts.1 >= MINIMUM && (parts.0 as f64) < HALF * parts.1 as f64 {
        found.warnings.push(Warning::Distributed(parts.0, parts.1));
    }
    found
}

fn of_structure<'o>(all: &[&'o Organisation], structure: Structure) -> Vec<&'o Organisation> {
    all.iter().filter(|one| one.structure == Some(structure)).copied().collect()
}

/// Answers by level or role, each person's last; for a score of each group.
pub(crate) fn tallies(
    all: &[Organisation],
    group: &dyn Fn(&Voice) -> Option<&'static str>,
) -> BTreeMap<Option<&'static str>, super::Tally> {
    let mut tallies: BTreeMap<Option<&'static str>, super::Tally> = BTreeMap::new();
    for voice in all.iter().flat_map(|one| &one.people) {
        if let Some(answer) = voice.answer {
            *tallies.entry(group(voice)).or_default().entry(answer).or_default() += 1;
        }
    }
    tallies
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(level: Level, role: BuyingRole, answer: Option<i64>) -> Voice {
        Voice { contact: None, level: Some(level), role: Some(role), asked: true, answer }
    }

    fn at() -> Instant {
        Instant::from_micros(0)
    }

    /// Users are content, whoever decides is not, or not always.
    fn organisations(
        structure: Option<Structure>,
        count: i64,
        decides: impl Fn(i64) -> Option<i64>,
    ) -> Vec<Organisation> {
        let one = |account: i64| {
            let people = vec![
                voice(Level::Executive, BuyingRole::Decides, decides(account)),
                voice(Level::Operations, BuyingRole::Uses, Some(5 - account % 3 / 2 * 4)),
                voice(Level::Operations, BuyingRole::Uses, Some(5)),
            ];
            Organisation { account, structure, people }
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn levels_that_disagree_within_organisations_are_found_and_a_word_counts_as_it_decides() {
        let all = organisations(Some(Structure::Hierarchical), 20, |account| {
            Some(if account % 5 == 0 { 5 } else { 1 })
        });
        let found = look(Kind::Csat, &all, at());
        assert_eq!((found.organisations, found.structures, found.unknown), (20, 20, 0));
        assert_eq!(found.coverage.as_ref().map(|share| share.value), Some(1.0));
        let levels = &found.divergences[0];
        assert!(
            levels.between == "levels" && levels.differs() && levels.difference.value > 0.5,
            "{levels:?}"
        );
        let (plain, weighted) = (found.plain.unwrap(), found.weighted.unwrap());
        assert!(weighted.value < plain.value - 0.2 && found.shift.unwrap().high.unwrap() < 0.0);
        assert!(
            matches!(&found.warnings[..], [Warning::Hierarchical(difference)] if difference.low.unwrap() > 0.0)
        );
        // The same disagreement misleads nobody where nothing is known of how they decide, and none is made of chance.
        let unknown = look(
            Kind::Csat,
            &organisations(None, 20, |account| Some(if account % 5 == 0 { 5 } else { 1 })),
            at(),
        );
        assert!(unknown.warnings.is_empty() && unknown.divergences.iter().all(Divergence::differs));
        let alike = look(
            Kind::Csat,
            &organisations(Some(Structure::Hierarchical), 20, |account| {
                Some(if account % 4 == 0 { 1 } else { 5 })
            }),
            at(),
        );
        assert!(alike.warnings.is_empty() && !alike.divergences.iter().any(Divergence::differs), "{alike:?}");
    }

    #[test]
    fn a_score_of_those_who_do_not_decide_is_named() {
        let all = organisations(None, 10, |account| (account == 0).then_some(5));
        let found = look(Kind::Csat, &all, at());
        assert_eq!(found.warnings, [Warning::Unheard(9, 10)]);
        assert!(found.divergences.iter().all(|one| one.between == "none"), "one pair tells nothing");
        let few = look(Kind::Csat, &organisations(None, 4, |_| Some(1)), at());
        assert_eq!(
            (few.coverage, few.plain, few.warnings.len(), few.divergences.len()),
            (None, None, 0, 0),
            "too few to be told"
        );
    }

    #[test]
    fn where_many_decide_together_most_must_have_been_asked() {
        let mut all = organisations(Some(Structure::Distributed), 6, |_| Some(5));
        for one in &mut all {
            let silent = Voice { asked: false, ..voice(Level::Operations, BuyingRole::Influences, None) };
            one.people.extend([silent; 4]);
        }
        assert_eq!(look(Kind::Csat, &all, at()).warnings, [Warning::Distributed(18, 42)]);
        let [hierarchical, unknown, distributed] =
            [Some(Structure::Hierarchical), None, Some(Structure::Distributed)].map(weights);
        for weights in [hierarchical, unknown, distributed] {
            assert!(
                weights.windows(2).all(|pair| pair[0] > pair[1]),
                "decides before influences before uses"
            );
        }
        assert!(
            hierarchical[0] / hierarchical[2] > unknown[0] / unknown[2]
                && unknown[0] / unknown[2] > distributed[0] / distributed[2]
        );
    }
}
