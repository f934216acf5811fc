//! Renewals: how many were made of how many that fell due, the model of them, and how it foretold what came.
//!
//! Relations are told apart by the length of their term: a month's chance to leave is not a year's. Cost: a count of the relations;
//! the fit grows with the number of renewals of the oldest.

use std::collections::{BTreeMap, HashMap};

use troth_core::{Argument, ContractId, Day, Figure, Grade, Instant, Message, Unit};
use troth_stats::Estimate;
use troth_stats::contract::{Cohort, Cohorts, ShiftedBetaGeometric};
use troth_stats::share::{Count, Method};

use super::super::Triple;
use super::super::family::describe;
use super::relation::{Relation, Relations, Row, Seen};
use crate::Error;
use crate::model::{AfterRenewals, AtRenewal, Basis, Fit, RenewalTest, Term};

/// With fewer decided renewals no model is fitted.
const FEWEST: u64 = 30;
/// With fewer relations in the hold-out nothing can be told.
const FEWEST_TOLD: u64 = 20;
/// An error of the lost beyond this share, and beyond chance, fails.
const TOLERANCE: f64 = 0.2;
/// Of renewals of one number so many are enough to speak of those alone.
const ENOUGH_ALIKE: u64 = 20;
/// The name of the model in reports.
pub(super) const MODEL: &str = "sbg";
const LEVEL: f64 = 0.95;
/// Half the width of a 95 % interval in standard errors.
const REACH: f64 = 1.96;

fn triple(estimate: &Estimate) -> Triple {
    (estimate.value, estimate.low, estimate.high)
}

/// How many renewals were made and missed, by their number from 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Counts {
    made: Vec<u64>,
    missed: Vec<u64>,
    /// Relations that are still there, or left before their renewal fell due, by renewals made.
    open: BTreeMap<usize, u64>,
    /// Relations picked up late, by renewals made before.
    late: BTreeMap<usize, u64>,
}

impl Counts {
    pub(super) fn of<'r>(relations: impl Iterator<Item = &'r Relation>, as_of: Day) -> Self {
        let mut counts = Self::default();
        for relation in relations {
            let (before, made) = (relation.made_before as usize, relation.made as usize);
            let lost = relation.lost_by(as_of);
            let most = made + usize::from(lost);
            if counts.made.len() < most {
                counts.made.resize(most, 0);
                counts.missed.resize(most, 0);
            }
            counts.made[before..made].iter_mut().for_each(|count| *count += 1);
            if lost {
                counts.missed[made] += 1;
            } else {
                *counts.open.entry(made).or_default() += 1;
            }
            if before > 0 {
                *counts.late.entry(before).or_default() += 1;
            }
        }
        counts
    }

    /// Renewals made and renewals that fell due.
    pub(super) fn total(&self) -> (u64, u64) {
        let made = self.made.iter().sum::<u64>();
        (made, made + self.missed.iter().sum::<u64>())
    }

    /// The same of one number.
    fn at(&self, number: u32) -> (u64, u64) {
        let place = number as usize - 1;
        let count = |counts: &[u64]| counts.get(place).copied().unwrap_or(0);
        (count(&self.made), count(&self.made) + count(&self.missed))
    }

    fn add(&mut self, other: &Self) {
        if self.made.len() < other.made.len() {
            self.made.resize(other.made.len(), 0);
            self.missed.resize(other.made.len(), 0);
        }
        self.made.iter_mut().zip(&other.made).for_each(|(sum, count)| *sum += count);
        self.missed.iter_mut().zip(&other.missed).for_each(|(sum, count)| *sum += count);
    }

    /// The shifted beta geometric model of them; none where they do not determine one.
    fn fit(&self) -> Option<ShiftedBetaGeometric> {
        let (made, decided) = self.total();
        if decided < FEWEST || made == decided {
            return None;
        }
        let lost = self.missed.iter().map(|count| *count as f64).collect();
        let mut cohorts = vec![Cohort { lost, survivors: 0.0 }];
        cohorts.extend(
            self.open.iter().map(|(made, count)| Cohort { lost: vec![0.0; *made], survivors: *count as f64 }),
        );
        let mut data = Cohorts::check(&cohorts).ok()?;
        for (before, count) in &self.late {
            data = data.entered_late(*before, *count as f64).ok()?;
        }
        ShiftedBetaGeometric::fit(&data).ok()
    }
}

/// What is known of relations with terms of one length.
pub(super) struct Renewals {
    pub(super) months: i64,
    relations: u64,
    counts: Counts,
    model: Option<ShiftedBetaGeometric>,
    /// The chance of a renewal where no model tells more, from the share that was made; none where none fell due.
    share: Option<Triple>,
    backtest: Option<RenewalTest>,
}

/// The chance that something is renewed, and what it rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance {
    pub(super) basis: Basis,
    pub(super) of: Triple,
    pub(super) like: (u64, u64),
    pub(super) alike: bool,
}

fn share((made, decided): (u64, u64)) -> Result<Option<Triple>, Error> {
    if decided == 0 {
        return Ok(None);
    }
    let share = Count { successes: made, trials: decided }.check()?;
    Ok(Some(triple(&share.interval(Method::ClopperPearson, LEVEL)?)))
}

/// The chance that the next renewal is made after so many of so many: the mean under the prior of Jeffreys, `(k + ½)/(n + 1)`. Five of
/// five is no certainty, and what is certain would never be work for anybody.
fn foretold((made, decided): (u64, u64)) -> Result<Option<Triple>, Error> {
    let value = (made as f64 + 0.5) / (decided as f64 + 1.0);
    Ok(share((made, decided))?.map(|(_, low, high)| (value, low, high)))
}

/// By length of the term, the commonest first.
pub(super) fn renewals(
    rows: &[Row],
    relations: &[Relation],
    as_of: Day,
    seen: Seen,
) -> Result<Vec<Renewals>, Error> {
    let mut groups: BTreeMap<i64, Vec<&Relation>> = BTreeMap::new();
    for relation in relations {
        groups.entry(relation.schedule.months).or_default().push(relation);
    }
    let mut found: Vec<Renewals> = groups
        .into_iter()
        .map(|(months, own)| {
            let counts = Counts::of(own.iter().copied(), as_of);
            let model = counts.fit();
            let share = foretold(counts.total())?;
            let backtest = match &model {
                Some(_) => test(rows, &own, months, as_of, seen)?,
                None => None,
            };
            Ok(Renewals { months, relations: own.len() as u64, counts, model, share, backtest })
        })
        .collect::<Result<_, Error>>()?;
    let mut whole = Counts::default();
    for one in &found {
        whole.add(&one.counts);
    }
    // Terms of a length that never fell due lean on all others.
    let otherwise = foretold(whole.total())?;
    for one in &mut found {
        one.share = one.share.or(otherwise);
    }
    found.sort_by_key(|one| (std::cmp::Reverse(one.relations), one.months));
    Ok(found)
}

impl Renewals {
    /// The chance that the renewal after so many is made.
    pub(super) fn chance(&self, made: u32) -> Result<Chance, Error> {
        let own = self.counts.at(made + 1);
        let alike = own.1 >= ENOUGH_ALIKE;
        let like = if alike { own } else { self.counts.total() };
        let (basis, chance) = match (&self.model, self.share) {
            (Some(model), _) => (Basis::Model, triple(&model.retention(made + 1)?)),
            (None, Some(share)) => (Basis::Counted, share),
            (None, None) => (Basis::Unknown, (0.0, 0.0, 1.0)),
        };
        Ok(Chance { basis, of: chance, like, alike })
    }

    /// The chance that one who has renewed so often makes the next few renewals, too; certain where nothing is known.
    pub(super) fn stays(&self, made: u32, next: u32) -> Result<Triple, Error> {
        Ok(match (&self.model, self.share) {
            (Some(model), _) => triple(&model.renewing(made, next)?),
            (None, Some((value, low, high))) => {
                let power = i32::try_from(next).unwrap_or(i32::MAX);
                (value.powi(power), low.powi(power), high.powi(power))
            }
            (None, None) => (1.0, 1.0, 1.0),
        })
    }

    /// What the terms ahead bring one who has renewed so often; where nothing is known, the one that runs.
    pub(super) fn brings(&self, made: u32, weights: &[f64]) -> Result<Triple, Error> {
        if let Some(model) = &self.model {
            return Ok(triple(&model.expected(made, weights)?));
        }
        let sum = |stays: f64| weights.iter().rev().fold(0.0, |sum, weight| weight + stays * sum);
        let (value, low, high) = self.share.unwrap_or((0.0, 0.0, 0.0));
        Ok((sum(value), sum(low), sum(high)))
    }

    /// Whether its renewals determine a model.
    pub(super) const fn has_model(&self) -> bool {
        self.model.is_some()
    }

    /// The model, as it is reported.
    pub(super) fn fitted(&self) -> Option<Fit> {
        self.model.as_ref().map(|model| fit(model, self.months, self.relations))
    }

    /// What is reported.
    pub(super) fn report(self, as_of: Instant) -> Result<Term, Error> {
        let last = self.counts.made.len();
        // As far ahead again as was seen, for the eye; a model of many months need not be drawn month by month.
        let shown = if self.model.is_some() { 2 * last } else { last }.min(60);
        let mut by_renewal = Vec::new();
        for number in 1..=u32::try_from(shown).unwrap_or(0) {
            let (renewed, decided) = self.counts.at(number);
            let there = match &self.model {
                Some(model) => Some(triple(&model.survival(number)?)),
                None => None,
            };
            by_renewal.push(AtRenewal { number, decided, renewed, there });
        }
        let renewed = counted(self.counts.total(), "renewed-share", as_of)?;
        let fit = self.fitted();
        let Self { months, relations, backtest, .. } = self;
        Ok(Term { months, relations, renewed, fit, by_renewal, backtest })
    }
}

/// A counted share as a figure; none of nothing.
pub(in crate::run) fn counted(
    (made, decided): (u64, u64),
    method: &str,
    as_of: Instant,
) -> Result<Option<Figure>, Error> {
    Ok(share((made, decided))?.map(|(value, low, high)| {
        Figure::new(value, Unit::Share, decided, Grade::Counted, method, as_of).between(low, high)
    }))
}

fn fit(model: &ShiftedBetaGeometric, months: i64, relations: u64) -> Fit {
    let unit = if months == 1 { "month".to_owned() } else { format!("{months} months") };
    let converged = model.convergence().is_some();
    describe(MODEL, &unit, relations as f64, &model.parameters(), model.log_likelihood(), converged)
}

/// Fits to the first half of the history and compares the rest: who of those that ran at the cut was lost by the day of the run.
fn test(
    rows: &[Row],
    now: &[&Relation],
    months: i64,
    as_of: Day,
    seen: Seen,
) -> Result<Option<RenewalTest>, Error> {
    let Some(first) = now.iter().map(|one| one.watched_from.unwrap_or(one.started)).min() else {
        return Ok(None);
    };
    let cut = as_of.plus(-(as_of.number() - first.number()) / 2);
    let seen = Seen { ahead: false, ..seen };
    let before: Vec<Relation> =
        Relations::of(rows, cut, seen).all.into_iter().filter(|one| one.schedule.months == months).collect();
    let Some(model) = Counts::of(before.iter(), cut).fit() else { return Ok(None) };
    let now: HashMap<ContractId, &Relation> = now.iter().map(|one| (one.root, *one)).collect();
    let mut held: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
    let mut there_after: Vec<u64> = Vec::new();
    for then in before.iter().filter(|one| one.runs()) {
        let due = then.schedule.renewals(as_of) - then.schedule.renewals(cut);
        let (Some(later), Ok(due @ 1..)) = (now.get(&then.root), u32::try_from(due)) else { continue };
        let made = later.made.saturating_sub(then.made);
        let lost = later.lost_by(as_of) && made < due;
        // One whose term has become another's length has as many renewals behind it as fell due.
        let stood = if lost { made } else { due };
        let cell = held.entry((then.made, due)).or_default();
        cell.0 += 1;
        cell.1 += u64::from(lost);
        if there_after.len() < due as usize {
            there_after.resize(due as usize, 0);
        }
        there_after[..stood as usize].iter_mut().for_each(|count| *count += 1);
    }
    judge(&model, &held, &there_after, (cut, as_of)).map(Some)
}

/// `held` by renewals made before the cut and fallen due since: relations, and how many of them were lost.
fn judge(
    model: &ShiftedBetaGeometric,
    held: &BTreeMap<(u32, u32), (u64, u64)>,
    there_after: &[u64],
    (cut, until): (Day, Day),
) -> Result<RenewalTest, Error> {
    let expect = |model: &ShiftedBetaGeometric| -> Result<(f64, f64), Error> {
        let (mut expected, mut variance) = (0.0, 0.0);
        for (&(made, due), &(relations, _)) in held {
            let stays = model.renewing(made, due)?.value;
            expected += relations as f64 * (1.0 - stays);
            variance += relations as f64 * stays * (1.0 - stays);
        }
        Ok((expected, variance))
    };
    let (expected, variance) = expect(model)?;
    let mut spread = 0.0;
    if let Some(covariance) = model.covariance() {
        let values = model.values();
        let mut slope = [0.0; 2];
        for (place, slope) in slope.iter_mut().enumerate() {
            let step = 1e-4 * values[place];
            let moved = |by: f64| {
                let mut values = values.to_vec();
                values[place] += by;
                Ok::<_, Error>(expect(&ShiftedBetaGeometric::of(&values)?)?.0)
            };
            *slope = (moved(step)? - moved(-step)?) / (2.0 * step);
        }
        for (row, one) in slope.iter().enumerate() {
            spread += slope
                .iter()
                .enumerate()
                .map(|(column, two)| one * covariance[(row, column)] * two)
                .sum::<f64>();
        }
    }
    let (relations, lost) = held.values().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
    let reach = REACH * (variance + spread.max(0.0)).sqrt();
    let mut by_renewal = Vec::new();
    for (renewals, there) in (1u32..).zip(there_after) {
        let (mut all, mut stay) = (0, 0.0);
        for (&(made, _), &(relations, _)) in held.iter().filter(|((_, due), _)| *due >= renewals) {
            all += relations;
            stay += relations as f64 * model.renewing(made, renewals)?.value;
        }
        by_renewal.push(AfterRenewals { renewals, relations: all, there: *there, expected: stay });
    }
    let mut test = RenewalTest {
        cut,
        until,
        relations,
        lost,
        expected,
        error: (expected - lost as f64) / (lost as f64).max(1.0),
        between: ((expected - reach).max(0.0), expected + reach),
        by_renewal,
        warns: Vec::new(),
    };
    test.warns = warns(&test);
    Ok(test)
}

/// What is wrong, in words.
fn warns(test: &RenewalTest) -> Vec<Message> {
    let lost = test.lost as f64;
    if test.relations < FEWEST_TOLD {
        let relations = i64::try_from(test.relations).unwrap_or(i64::MAX);
        return vec![Message::new("measure-warn-renewals-few").with("relations", relations)];
    }
    if test.error.abs() <= TOLERANCE || (test.between.0..=test.between.1).contains(&lost) {
        return Vec::new();
    }
    let key = if test.error > 0.0 { "measure-warn-renewals-many" } else { "measure-warn-renewals-less" };
    vec![Message::new(key).with("error", Argument::Share(test.error.abs()))]
}

#[cfg(test)]
mod tests {
    use super::super::relation::tests::{day, yearly};
    use super::*;

    /// A thousand yearly contracts of 2000, of whom so many were lost at each renewal (Fader and Hardie 2007, "high end").
    fn high_end() -> Vec<Row> {
        let (started, first) = ("2000-01-01", day("2000-01-01"));
        let lost = [131, 126, 90, 60, 42, 34, 26, 23, 23, 18, 18, 15];
        let mut rows: Vec<Row> = Vec::new();
        let next = |rows: &[Row]| 1 + i64::try_from(rows.len()).unwrap();
        for (renewal, lost) in (1..).zip(lost) {
            let last = first.plus_months(12 * renewal).plus(-1).to_string();
            for _ in 0..lost {
                rows.push(yearly(next(&rows), started, Some(&last)));
            }
        }
        while rows.len() < 1_000 {
            rows.push(yearly(next(&rows), started, None));
        }
        rows
    }

    fn found(rows: &[Row], as_of: &str, seen: Seen) -> Vec<Renewals> {
        let as_of = day(as_of);
        renewals(rows, &Relations::of(rows, as_of, seen).all, as_of, seen).unwrap()
    }

    #[test]
    fn a_renewal_is_counted_by_its_number() {
        let rows = high_end();
        let counts = &found(&rows, "2007-01-01", Seen::default())[0].counts;
        assert_eq!(counts.at(1), (869, 1_000));
        assert_eq!(counts.at(7), (491, 517));
        assert_eq!(counts.missed, [131, 126, 90, 60, 42, 34, 26]);
        assert_eq!(counts.open, [(7, 491)].into());
    }

    #[test]
    fn the_forecast_of_the_paper_stands_and_a_break_is_warned_of() {
        let rows = high_end();
        let term = found(&rows, "2012-01-01", Seen::default()).remove(0);
        let test = term.backtest.unwrap();
        assert_eq!((test.relations, test.lost, test.by_renewal.len()), (517, 123, 6), "{test:?}");
        assert!(test.warns.is_empty() && test.between.0 < 123.0 && test.between.1 > 123.0, "{test:?}");
        assert_eq!(test.by_renewal.last().unwrap().there, 394);
        let last = test.by_renewal.last().unwrap();
        assert!((last.expected - (517.0 - test.expected)).abs() < 1e-9);

        // At the ninth renewal a third of those who had stayed leave at once.
        let fled: Vec<Row> = rows
            .iter()
            .enumerate()
            .map(|(place, row)| match row.ended {
                None if place % 3 == 0 => Row { ended: Some(day("2008-12-31")), ..*row },
                _ => *row,
            })
            .collect();
        let test = found(&fled, "2010-01-01", Seen::default()).remove(0).backtest.unwrap();
        let keys: Vec<&str> = test.warns.iter().map(|warn| warn.key.as_str()).collect();
        assert_eq!(keys, ["measure-warn-renewals-less"], "{test:?}");
    }

    #[test]
    fn without_a_model_the_share_of_earlier_renewals_stands_in_and_without_those_nothing() {
        let few = [
            yearly(1, "2020-01-01", Some("2020-12-31")),
            yearly(2, "2020-01-01", None),
            yearly(3, "2020-01-01", None),
        ];
        let terms = found(&few, "2021-06-30", Seen::default());
        let chance = terms[0].chance(1).unwrap();
        assert_eq!((chance.basis, chance.like, chance.alike), (Basis::Counted, (2, 3), false));
        assert!((chance.of.0 - 2.5 / 4.0).abs() < 1e-12 && chance.of.1 < 0.1 && chance.of.2 > 0.99);
        assert!((terms[0].stays(1, 2).unwrap().0 - 0.625f64.powi(2)).abs() < 1e-12);
        assert!((terms[0].brings(1, &[2.0, 3.0]).unwrap().0 - 3.875).abs() < 1e-12);

        let none = found(&few, "2020-06-30", Seen::default());
        let chance = none[0].chance(0).unwrap();
        assert_eq!((chance.basis, chance.like), (Basis::Unknown, (0, 0)));
        assert!((none[0].brings(0, &[2.0, 3.0]).unwrap().0 - 2.0).abs() < 1e-12, "the term that runs");

        // Another term, whose renewals never fell due, leans on all.
        let monthly = Row { term_months: Some(24), ends: None, ..yearly(4, "2021-03-01", None) };
        let mut rows = few.to_vec();
        rows.push(monthly);
        let terms = found(&rows, "2021-06-30", Seen::default());
        let other = terms.iter().find(|term| term.months == 24).unwrap();
        assert_eq!(other.chance(0).unwrap().basis, Basis::Counted);
    }

    #[test]
    fn where_all_or_none_left_there_is_no_model_but_a_share() {
        let all: Vec<Row> = (1..=60).map(|one| yearly(one, "2020-01-01", Some("2020-12-31"))).collect();
        let none: Vec<Row> = (1..=60).map(|one| yearly(one, "2020-01-01", None)).collect();
        for (rows, made) in [(all, 0.0), (none, 1.0)] {
            let term = found(&rows, "2023-06-30", Seen::default()).remove(0);
            assert!(term.model.is_none() && term.backtest.is_none());
            let (value, low, high) = term.share.unwrap();
            assert!((value - made).abs() < 0.01 && high - low < 0.07, "{value} {low} {high}");
            assert!(low < value && value < high, "nothing is certain: {value} of {low} to {high}");
        }
    }

    /// Those who left in the first three years were never written down: told so, the model finds what it finds with them.
    #[test]
    fn contracts_entered_late_give_the_model_of_all() {
        let rows = high_end();
        let kept: Vec<Row> = rows
            .iter()
            .filter(|row| row.ended.is_none_or(|ended| ended >= day("2003-01-02")))
            .copied()
            .collect();
        let all = found(&rows, "2012-01-01", Seen::default()).remove(0);
        let seen = Seen { since: Some(day("2003-01-02")), ahead: false };
        let late = found(&kept, "2012-01-01", seen).remove(0);
        let naive = found(&kept, "2012-01-01", Seen::default()).remove(0);
        let at = |term: &Renewals| term.chance(3).unwrap().of.0;
        assert!((at(&late) - at(&all)).abs() < 0.01, "{} {}", at(&late), at(&all));
        assert!((at(&naive) - at(&all)).abs() > 0.02, "{} {}", at(&naive), at(&all));
    }
}
