//! How many relations are still there, by how long ago they began: everybody's curve, and that of each cohort.
//!
//! Cost: sorting the relations of each cohort by how long they were watched.

use std::collections::BTreeMap;

use troth_core::Day;
use troth_stats::contract::{Curve, Scale, Span};
use troth_stats::share::{Count, Method};

use super::relation::{Fate, Relation};
use crate::Error;
use crate::model::{CohortCurve, Kept};

/// Coverage of intervals.
const LEVEL: f64 = 0.95;
/// With starts in fewer years than this, cohorts are quarters.
const YEARS: usize = 3;
/// The most points of a curve.
const POINTS: i64 = 40;

/// Everybody's curve, then that of each cohort, the oldest first.
pub(super) fn curves(relations: &[Relation], as_of: Day) -> Result<Vec<CohortCurve>, Error> {
    let years: std::collections::BTreeSet<i16> =
        relations.iter().map(|relation| relation.started.date().year()).collect();
    let mut cohorts: BTreeMap<(i16, Option<i8>), Vec<&Relation>> = BTreeMap::new();
    for relation in relations {
        let date = relation.started.date();
        let quarter = (years.len() < YEARS).then(|| (date.month() - 1) / 3 + 1);
        cohorts.entry((date.year(), quarter)).or_default().push(relation);
    }
    let all: Vec<&Relation> = relations.iter().collect();
    let step = step(&all, as_of);
    let mut curves = vec![curve((None, None), &all, as_of, step)?];
    for ((year, quarter), own) in cohorts {
        curves.push(curve((Some(year), quarter), &own, as_of, step)?);
    }
    Ok(curves)
}

/// The curve of some of all relations, at the same months as everybody's.
pub(super) fn curve_of(relations: &[Relation], all: &[Relation], as_of: Day) -> Result<CohortCurve, Error> {
    let step = step(&all.iter().collect::<Vec<_>>(), as_of);
    curve((None, None), &relations.iter().collect::<Vec<_>>(), as_of, step)
}

/// Months between two points of a curve.
fn step(relations: &[&Relation], as_of: Day) -> i64 {
    match relations.iter().map(|relation| relation.started.months_until(as_of.plus(1))).max().unwrap_or(0) {
        ..=12 => 1,
        13..=35 => 3,
        _ => 12,
    }
}

/// Time from one day to another in months; what is left of a month counts as its part.
fn months(from: Day, to: Day) -> f64 {
    let whole = from.months_until(to);
    let (begins, ends) = (from.plus_months(whole), from.plus_months(whole + 1));
    let part = (to.number() - begins.number()) as f64 / (ends.number() - begins.number()).max(1) as f64;
    whole as f64 + part
}

/// How long a relation was watched; none if never.
fn span(relation: &Relation, as_of: Day) -> Option<Span> {
    let (last, event) = match relation.fate {
        Fate::Lost { last, .. } => (last, true),
        Fate::Running { .. } => (as_of, false),
    };
    let entry = relation.watched_from.map_or(0.0, |from| months(relation.started, from));
    let exit = months(relation.started, last.plus(1));
    (exit > entry).then(|| Span::from(entry, exit, event))
}

fn curve(
    (year, quarter): (Option<i16>, Option<i8>),
    relations: &[&Relation],
    as_of: Day,
    step: i64,
) -> Result<CohortCurve, Error> {
    let spans: Vec<Span> = relations.iter().filter_map(|relation| span(relation, as_of)).collect();
    let lost = spans.iter().filter(|span| span.event).count() as u64;
    let mut found = CohortCurve { year, quarter, relations: relations.len() as u64, lost, kept: Vec::new() };
    if !spans.is_empty() {
        found.kept = kept(&spans, step)?;
    }
    Ok(found)
}

/// The curve at every `step` months, as far as anybody was watched. Where nobody was lost yet, or nobody is left, Greenwood's variance says
/// nothing: the interval is then the exact one of that many of so many who were watched (Clopper and Pearson 1934).
fn kept(spans: &[Span], step: i64) -> Result<Vec<Kept>, Error> {
    let curve = Curve::kaplan_meier(spans)?;
    let mut kept = Vec::new();
    for months in (1..=POINTS).map(|point| point * step) {
        let time = months as f64;
        let watched = spans.iter().filter(|span| span.entry < time && span.exit >= time).count() as u64;
        if watched == 0 {
            break;
        }
        let there = curve.survival(time, Scale::LogLog, LEVEL)?;
        let exact = |successes, trials: u64| {
            Count { successes, trials }.check()?.interval(Method::ClopperPearson, LEVEL)
        };
        let lost = spans.iter().filter(|span| span.event && span.exit <= time).count() as u64;
        let ends = if lost == 0 {
            exact(watched, watched)?
        } else if there.value <= 0.0 {
            exact(0, lost)?
        } else {
            there
        };
        kept.push(Kept { months, watched, value: there.value, low: ends.low, high: ends.high });
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    use super::super::relation::tests::{day, yearly};
    use super::super::relation::{Relations, Seen};
    use super::*;

    fn relations(rows: &[super::super::relation::Row], as_of: &str) -> Vec<Relation> {
        Relations::of(rows, day(as_of), Seen::default()).all
    }

    #[test]
    fn a_year_counts_from_first_day_to_last() {
        assert!((months(day("2020-03-01"), day("2021-03-01")) - 12.0).abs() < 1e-12);
        assert!((months(day("2020-01-31"), day("2020-02-29")) - 1.0).abs() < 1e-12);
        assert!((months(day("2021-01-01"), day("2021-01-17")) - 16.0 / 31.0).abs() < 1e-12);
    }

    #[test]
    fn three_relations_of_which_one_was_lost() {
        let rows = [
            yearly(1, "2020-01-01", Some("2020-12-31")),
            yearly(2, "2020-01-01", None),
            yearly(3, "2020-01-01", None),
        ];
        let found = curves(&relations(&rows, "2023-12-31"), day("2023-12-31")).unwrap();
        assert_eq!(found.len(), 2, "everybody's, and one cohort");
        assert_eq!((found[1].year, found[1].quarter, found[1].lost), (Some(2020), Some(1), 1));
        let shares: Vec<(i64, u64)> = found[0].kept.iter().map(|kept| (kept.months, kept.watched)).collect();
        assert_eq!(shares, [(12, 3), (24, 2), (36, 2), (48, 2)]);
        for kept in &found[0].kept {
            assert!((kept.value - 2.0 / 3.0).abs() < 1e-12);
            assert!(kept.low > 0.0 && kept.low < 0.1 && kept.high > 0.9 && kept.high < 1.0, "{kept:?}");
        }
    }

    #[test]
    fn where_nobody_or_everybody_left_the_interval_is_that_of_so_few() {
        let none: Vec<_> = (1..=3).map(|account| yearly(account, "2020-01-01", None)).collect();
        let found = curves(&relations(&none, "2021-06-30"), day("2021-06-30")).unwrap();
        let last = found[0].kept.last().unwrap();
        assert_eq!(
            (last.months, last.value.to_bits(), last.high.to_bits()),
            (18, 1f64.to_bits(), 1f64.to_bits())
        );
        assert!((last.low - 0.025f64.powf(1.0 / 3.0)).abs() < 1e-9, "of three nothing is certain: {last:?}");
        let all: Vec<_> = (1..=40).map(|account| yearly(account, "2020-01-01", Some("2020-12-31"))).collect();
        let found = curves(&relations(&all, "2021-06-30"), day("2021-06-30")).unwrap();
        let last = found[0].kept.last().unwrap();
        assert!(last.value < 1e-12 && last.low < 1e-12 && last.high < 0.1, "{last:?}");
        assert_eq!(last.months, 12, "nobody was watched any longer");
    }

    fn uniform(random: &mut ChaCha8Rng) -> f64 {
        (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Relations that begin over eight years and leave at each renewal with the same chance.
    fn simulated(random: &mut ChaCha8Rng, n: i64, leave: f64) -> Vec<super::super::relation::Row> {
        let begin = day("2012-01-01").number();
        (1..=n)
            .map(|account| {
                let started = Day::from_number(begin + i64::from(random.next_u32() % 2_900));
                let renewals = (1..40).find(|_| uniform(random) < leave).unwrap_or(40);
                let ended = started.plus_months(12 * renewals).plus(-1);
                super::super::relation::Row {
                    started,
                    ended: Some(ended),
                    ..yearly(account, &started.to_string(), None)
                }
            })
            .collect()
    }

    #[test]
    fn curves_never_rise_and_cohorts_add_up_to_the_whole() {
        for seed in 0..20 {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            let rows = simulated(&mut random, 200, 0.2);
            let as_of = day("2020-06-30");
            let found = curves(&relations(&rows, "2020-06-30"), as_of).unwrap();
            for curve in &found {
                assert!(curve.kept.is_sorted_by(|one, two| one.value >= two.value), "{curve:?}");
                assert!(curve.kept.iter().all(|kept| kept.low <= kept.value && kept.value <= kept.high));
            }
            let (whole, cohorts) = found.split_first().unwrap();
            let sum = |of: fn(&CohortCurve) -> u64| cohorts.iter().map(of).sum::<u64>();
            assert_eq!((sum(|one| one.relations), sum(|one| one.lost)), (whole.relations, whole.lost));
            for kept in &whole.kept {
                let watched: u64 = cohorts
                    .iter()
                    .flat_map(|one| &one.kept)
                    .filter(|one| one.months == kept.months)
                    .map(|one| one.watched)
                    .sum();
                assert_eq!(watched, kept.watched);
            }
        }
    }

    /// Few relations, some of them picked up late: the interval holds the truth as often as it says or oftener.
    #[test]
    fn intervals_of_small_cohorts_hold_the_truth() {
        let (sets, leave) = (600, 0.12);
        let as_of = day("2020-06-30");
        for (n, since) in [(15, None), (60, None), (120, Some(day("2015-01-01")))] {
            let mut held = 0;
            for seed in 0..sets {
                let mut random = ChaCha8Rng::seed_from_u64(seed * 1_000 + n);
                let rows = simulated(&mut random, i64::try_from(n).unwrap(), leave);
                let seen = Seen { since, ahead: false };
                let found = curves(&Relations::of(&rows, as_of, seen).all, as_of).unwrap();
                let two = found[0].kept.iter().find(|kept| kept.months == 24).unwrap();
                let truth = (1.0 - leave) * (1.0 - leave);
                held += u32::from(two.low <= truth && truth <= two.high);
            }
            let share = f64::from(held) / sets as f64;
            assert!(share > 0.93, "{n} relations: {share}");
        }
    }
}
