//! The back-test: models fitted to the first part of the history, judged by the rest.
//!
//! The model is chosen by the squared error of the counts of customers: worth, money at risk and what Today proposes are made of
//! expected counts, and the mean is what squared error asks for. The simplest stays unless another is better beyond chance: errors of the
//! three differ by a hundredth, and an interval of a model that chance has chosen does not hold the truth. The log score of the whole hold-out (when customers bought, as well as how
//! often) is reported beside it: the likelihood of whole histories less that of histories up to the cut.

use troth_core::{Argument, Day, Message};

use super::base::Part;
use super::family::{Buying, kind, start_of};
use super::fit::{Cell, histories, history};
use crate::Error;
use crate::model::{BackTest, ByFrequency, Fit, Week};

/// Customers who bought again so often, and oftener, are one row.
const OFTEN: usize = 7;
/// Distinct histories from which the course over the weeks is computed; the total is of all.
const COURSE: usize = 2_000;
/// An error of the total beyond this share, and beyond chance, fails.
const TOLERANCE: f64 = 0.2;
/// With fewer purchases in the hold-out nothing can be told.
const FEWEST: u64 = 30;
/// Half the width of a 95 % interval in standard errors.
const REACH: f64 = 1.96;

/// What is held out: histories at the cut, and what came after.
pub(super) struct HoldOut {
    cut: Day,
    until: Day,
    /// Of the customers compared: frequency, recency, age, customers, later purchases, their squares.
    sample: Vec<[i64; 6]>,
    /// The same of all.
    cells: Vec<[i64; 6]>,
    /// Purchases by day, from the day after the cut.
    days: Vec<u64>,
}

impl HoldOut {
    /// Compares on every `step`-th customer.
    pub(super) fn of(base: &Part<'_>, step: usize) -> Self {
        let cells = base.held_out(1);
        let sample = if step == 1 { cells.clone() } else { base.held_out(step) };
        Self { cut: base.cut, until: base.as_of, sample, cells, days: base.days.clone() }
    }

    fn weeks(&self) -> f64 {
        (self.until.number() - self.cut.number()) as f64 / 7.0
    }
}

/// Fits each model to the first part, marks in `fits` the one that foretold best, and says how well it foretold all; `sample` is what
/// the customers compared have bought to the end. None where too little is known at the cut to fit anything.
pub(super) fn test(held: &HoldOut, sample: &[Cell], fits: &mut [Fit]) -> Result<Option<BackTest>, Error> {
    let before: Vec<Cell> = held.sample.iter().map(|&[f, r, a, n, ..]| (f, r, a, n)).collect();
    if before.is_empty() || held.cut >= held.until {
        return Ok(None);
    }
    let span = held.until.number() - held.cut.number();
    let after: Vec<Cell> = sample.iter().filter(|cell| cell.2 >= span).copied().collect();
    let (before, after) = (histories(&before)?, histories(&after)?);
    let mut simplest: Option<Vec<f64>> = None;
    let mut best: Option<(BackTest, usize, Box<dyn Buying>)> = None;
    for (index, fit) in fits.iter_mut().enumerate() {
        let Ok(model) = (kind(&fit.model).fit)(&before, Some(&start_of(fit))) else { continue };
        let gain = model.log_likelihood_of(&after)? - model.log_likelihood_of(&before)?;
        fit.log_score = Some(gain / before.customers().max(1.0));
        let given = model.given()?;
        let expected = expectations(held, &held.sample, given.as_ref())?;
        let test = judge(held, &held.sample, fit.model.clone(), &expected);
        fit.hold_out_error = Some(test.root_mean_square);
        let better = simplest.as_ref().is_none_or(|simplest| surpasses(&held.sample, &expected, simplest));
        if better && best.as_ref().is_none_or(|(least, ..)| test.root_mean_square < least.root_mean_square) {
            best = Some((test, index, given));
        }
        simplest.get_or_insert(expected);
    }
    let Some((mut test, index, given)) = best else { return Ok(None) };
    fits[index].chosen = true;
    if held.cells.len() > held.sample.len() {
        let expected = expectations(held, &held.cells, given.as_ref())?;
        test = judge(held, &held.cells, test.model, &expected);
    }
    test.weeks = weeks(held, given.as_ref(), test.expected)?;
    Ok(Some(test))
}

/// Purchases that a model expects of each distinct history in the hold-out.
fn expectations(held: &HoldOut, cells: &[[i64; 6]], given: &dyn Buying) -> Result<Vec<f64>, Error> {
    let rows: Vec<_> = cells.iter().map(|&[f, r, a, ..]| history(f, r, a)).collect();
    Ok(given.outlook(&rows, held.weeks())?.iter().map(|outlook| outlook.purchases.value).collect())
}

/// Whether one forecast has less squared error than another by more than chance: the differences of customers, paired, as Diebold and
/// Mariano (1995) compare forecasts.
fn surpasses(cells: &[[i64; 6]], one: &[f64], other: &[f64]) -> bool {
    let (mut customers, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (&[.., n, later, later_squares], (one, other)) in cells.iter().zip(one.iter().zip(other)) {
        // (y − e')² − (y − e)² is c − 2 d y, with c = e'² − e² and d = e' − e.
        let (n, later, later_squares) = (n as f64, later as f64, later_squares as f64);
        let (c, d) = (other * other - one * one, other - one);
        customers += n;
        sum += n * c - 2.0 * d * later;
        squares += n * c * c - 4.0 * c * d * later + 4.0 * d * d * later_squares;
    }
    let variance = (squares - sum * sum / customers.max(1.0)).max(0.0);
    sum > REACH * variance.sqrt()
}

#[expect(clippy::cast_sign_loss, reason = "counts of customers and purchases")]
fn judge(held: &HoldOut, cells: &[[i64; 6]], model: String, expectations: &[f64]) -> BackTest {
    let (mut customers, mut actual, mut squares, mut error_squares, mut expected) = (0, 0, 0.0, 0.0, 0.0);
    let mut by_frequency: Vec<ByFrequency> = (0..=OFTEN)
        .map(|frequency| ByFrequency { frequency: frequency as u64, customers: 0, actual: 0, expected: 0.0 })
        .collect();
    for (&[frequency, _, _, n, later, later_squares], each) in cells.iter().zip(expectations) {
        let (sum, square, weight) = (later as f64, later_squares as f64, n as f64);
        customers += n as u64;
        actual += later as u64;
        squares += square;
        expected += weight * each;
        error_squares += square - 2.0 * each * sum + weight * each * each;
        let row = &mut by_frequency[usize::try_from(frequency).unwrap_or(OFTEN).min(OFTEN)];
        row.customers += n as u64;
        row.actual += later as u64;
        row.expected += weight * each;
    }
    by_frequency.retain(|row| row.customers > 0);
    let n = (customers as f64).max(1.0);
    let mean = actual as f64 / n;
    let reach = REACH * error_squares.max(0.0).sqrt();
    let mut test = BackTest {
        cut: held.cut,
        until: held.until,
        model,
        customers,
        actual,
        expected,
        error: (expected - actual as f64) / (actual as f64).max(1.0),
        between: ((expected - reach).max(0.0), expected + reach),
        root_mean_square: (error_squares / n).max(0.0).sqrt(),
        deviation: (squares / n - mean * mean).max(0.0).sqrt(),
        weeks: Vec::new(),
        by_frequency,
        warns: Vec::new(),
    };
    test.warns = warns(&test);
    test
}

/// Actual and expected purchases by week. The course of the expectation comes from every k-th distinct history, scaled to the
/// expectation of all.
fn weeks(held: &HoldOut, given: &dyn Buying, expected: f64) -> Result<Vec<Week>, Error> {
    let step = held.cells.len().div_ceil(COURSE).max(1);
    let sample: Vec<&[i64; 6]> = held.cells.iter().step_by(step).collect();
    let rows: Vec<_> = sample.iter().map(|&&[f, r, a, ..]| history(f, r, a)).collect();
    let until = |weeks: f64| -> Result<f64, Error> {
        let outlooks = given.outlook(&rows, weeks)?;
        Ok(sample.iter().zip(&outlooks).map(|(cell, outlook)| cell[3] as f64 * outlook.purchases.value).sum())
    };
    let all = until(held.weeks())?;
    let scale = if all > 0.0 { expected / all } else { 0.0 };
    let mut course = Vec::new();
    let (mut reached, mut from) = (0.0, held.cut.number());
    while from < held.until.number() {
        let to = (from + 7).min(held.until.number());
        let now = until((to - held.cut.number()) as f64 / 7.0)?;
        let place = |day: i64| usize::try_from(day - held.cut.number()).unwrap_or(0).min(held.days.len());
        course.push(Week {
            from: Day::from_number(from + 1),
            actual: held.days[place(from)..place(to)].iter().sum(),
            expected: scale * (now - reached),
        });
        (reached, from) = (now, to);
    }
    Ok(course)
}

/// What is wrong, in words.
fn warns(test: &BackTest) -> Vec<Message> {
    let mut warns = Vec::new();
    if test.actual < FEWEST {
        let came = Message::new("measure-warn-few");
        warns.push(came.with("actual", i64::try_from(test.actual).unwrap_or(i64::MAX)));
        return warns;
    }
    let actual = test.actual as f64;
    if test.error.abs() > TOLERANCE && (actual < test.between.0 || actual > test.between.1) {
        let key = if test.error > 0.0 { "measure-warn-many" } else { "measure-warn-less" };
        warns.push(Message::new(key).with("error", Argument::Share(test.error.abs())));
    }
    if test.root_mean_square >= test.deviation {
        warns.push(Message::new("measure-warn-alike"));
    }
    warns
}

#[cfg(test)]
mod tests {
    use super::super::whole;
    use super::*;

    fn held(later: i64, later_squares: i64) -> HoldOut {
        let cells = vec![[0, 0, 280, 600, 0, 0], [2, 200, 270, 100, later, later_squares]];
        let (cut, until) = (Day::from_number(1_000), Day::from_number(1_070));
        let mut days = vec![0; 70];
        (days[0], days[69]) = (later.unsigned_abs() - 1, 1);
        HoldOut { cut, until, sample: cells.clone(), cells, days }
    }

    fn judged(later: i64, later_squares: i64) -> BackTest {
        let model = troth_stats::repeat::BgNbd::of(&[0.243, 4.414, 0.793, 2.426]).unwrap();
        let held = held(later, later_squares);
        let expected = expectations(&held, &held.cells, &model).unwrap();
        let test = judge(&held, &held.cells, "bgnbd".into(), &expected);
        BackTest { weeks: weeks(&held, &model, test.expected).unwrap(), ..test }
    }

    #[test]
    fn weeks_and_frequencies_add_up_to_the_total() {
        let test = judged(60, 100);
        assert_eq!((test.customers, test.actual, test.weeks.len()), (700, 60, 10));
        assert_eq!(test.weeks.iter().map(|week| week.actual).collect::<Vec<_>>()[..2], [59, 0]);
        assert_eq!(test.weeks.iter().map(|week| week.actual).sum::<u64>(), 60);
        for sum in [
            test.weeks.iter().map(|week| week.expected).sum::<f64>(),
            test.by_frequency.iter().map(|row| row.expected).sum::<f64>(),
        ] {
            assert!((sum - test.expected).abs() < 1e-9, "{sum} of {}", test.expected);
        }
    }

    #[test]
    fn a_forecast_surpasses_another_only_beyond_chance() {
        // A hundred customers, half of whom buy once and half twice: 1.5 is right for all.
        let cells = [[0, 0, 280, 100, 150, 250]];
        assert!(surpasses(&cells, &[1.5], &[2.5]), "wrong by one purchase each");
        assert!(!surpasses(&cells, &[1.5], &[1.55]), "the error is less, by less than chance");
        assert!(!surpasses(&cells, &[1.5], &[1.5]), "the same is no better");
        assert!(!surpasses(&cells, &[2.5], &[1.5]), "worse is no better");
    }

    #[test]
    fn a_forecast_that_is_far_off_is_warned_of_and_one_that_is_near_is_not() {
        let keys = |test: BackTest| test.warns.into_iter().map(|warn| warn.key).collect::<Vec<_>>();
        let near = judged(60, 100);
        let right = whole(near.expected);
        assert_eq!(keys(judged(i64::try_from(right).unwrap(), 100)), [""; 0]);
        assert_eq!(keys(judged(400, 1_700)), ["measure-warn-less"]);
        assert_eq!(keys(judged(4, 4)), ["measure-warn-few"]);
    }

    #[test]
    fn what_is_off_beyond_chance_is_said_though_it_fails_nothing() {
        let said = |off: f64, reach: f64, warns: Vec<Message>| {
            let test = judged(60, 100);
            let expected = 60.0 * (1.0 + off);
            let between = (expected - reach, expected + reach);
            BackTest { expected, between, error: off, warns, ..test }.sentence().map(|said| said.key)
        };
        assert_eq!(said(-0.1, 3.0, Vec::new()).as_deref(), Some("measure-test-less"));
        assert_eq!(said(0.1, 3.0, Vec::new()).as_deref(), Some("measure-test-more"));
        assert_eq!(said(-0.1, 9.0, Vec::new()).as_deref(), Some("measure-test-alike"));
        assert_eq!(said(-0.1, 3.0, vec![Message::new("measure-warn-less")]), None);
    }
}
