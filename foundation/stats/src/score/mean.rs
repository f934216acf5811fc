//! The mean of answers on a scale with known ends.
//!
//! Student's interval is right for a mean of many answers, but at five answers on a scale from 0 to 10 it leaves the scale,
//! and when all five agree it has width zero. Two others behave: [`Method::Adjusted`] adds answers spread over the scale, as the adjusted
//! Wald interval does for shares; [`Method::Guaranteed`] covers at its level whatever the distribution of answers is.

use crate::{
    Error, Estimate,
    error::{Result, undetermined},
    estimate::check_level,
    special::student_quantile,
};

/// How the interval of a mean is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// Student's t on the answers with three more added, at the low end, the middle and the high end of the scale, weight
    /// 1/2, 1 and 1/2 (Agresti & Min's two answers, taken to a scale): never of width zero, cut to the scale.
    /// No paper proves its level: the tests measure it, see `docs/METHODS.md`.
    #[default]
    Adjusted,
    /// Student's t, the textbook interval; not defined for one answer. For comparison and for long scales.
    Student,
    /// Anderson (1969), *Confidence limits for the expected value of an arbitrary bounded random variable*: both limits from
    /// the band of Dvoretzky, Kiefer & Wolfowitz with Massart's constant (1990, Annals of Probability 18:1269).
    /// Covers at least at the level at every `n` and for every distribution on the scale; wide.
    Guaranteed,
}

impl Method {
    /// The name that an estimate carries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adjusted => "adjusted t",
            Self::Student => "Student's t",
            Self::Guaranteed => "Anderson",
        }
    }
}

/// Answers on a scale, not yet checked.
///
/// ```
/// use troth_stats::score::mean::{Method, Scores};
/// let scores = Scores { values: &[10.0; 5], low: 0.0, high: 10.0 }.check()?;
/// assert_eq!(scores.interval(Method::Student, 0.95)?.low, 10.0); // five tens prove nothing: width zero
/// assert!(scores.interval(Method::Adjusted, 0.95)?.low < 8.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores<'a> {
    /// The answers, in any order, in the unit of the scale.
    pub values: &'a [f64],
    /// The lowest answer that the scale allows.
    pub low: f64,
    /// The highest answer that the scale allows.
    pub high: f64,
}

impl<'a> Scores<'a> {
    /// Checks that the scale has a width, that somebody answered, and that all answers lie on the scale.
    pub fn check(self) -> Result<MeanScore<'a>> {
        if !(self.low.is_finite() && self.high.is_finite() && self.low < self.high) {
            let why = "the ends of the scale must be finite and the high end above the low one";
            return Err(Error::Value { input: "scale", value: self.high, why });
        }
        if self.values.is_empty() {
            return Err(Error::Empty { input: "scores", why: "a mean needs at least one" });
        }
        let outside = |v: &f64| v.is_nan() || *v < self.low || *v > self.high;
        if let Some(row) = self.values.iter().position(outside) {
            let value = self.values[row];
            return Err(Error::Row { input: "scores", row, value, why: "it lies outside the scale" });
        }
        Ok(MeanScore(self))
    }
}

/// Checked answers: at least one, all on the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanScore<'a>(Scores<'a>);

impl MeanScore<'_> {
    /// The arithmetic mean of the answers.
    pub fn value(&self) -> f64 {
        self.0.values.iter().sum::<f64>() / self.0.values.len() as f64
    }

    /// The interval at confidence `level`. The standard error is `s/√n` of the answers themselves, zero for a single one.
    pub fn interval(&self, method: Method, level: f64) -> Result<Estimate> {
        check_level(level)?;
        let Scores { values, low: floor, high: ceiling } = self.0;
        let n = values.len() as f64;
        let value = self.value();
        let squares: f64 = values.iter().map(|v| (v - value).powi(2)).sum();
        let se = if n > 1.0 { (squares / (n - 1.0) / n).sqrt() } else { 0.0 };
        let (low, high) = match method {
            Method::Student => {
                if values.len() < 2 {
                    return Err(undetermined(
                        "scores",
                        "Student's interval",
                        "there is a single one, two are needed",
                    ));
                }
                let half = student_quantile(0.5 + level / 2.0, n - 1.0) * se;
                (value - half, value + half)
            }
            Method::Adjusted => adjusted((n, value, squares), (floor, ceiling), level),
            Method::Guaranteed => anderson(values, floor, ceiling, level),
        };
        Ok(Estimate { value, se: Some(se), low, high, level, n, method: method.name() })
    }
}

/// Limits with two answers more, spread over the scale (half at each end, one in the middle), from the count, the mean and the sum of squares about it.
fn adjusted((n, value, squares): (f64, f64, f64), (floor, ceiling): (f64, f64), level: f64) -> (f64, f64) {
    let (middle, total) = (0.5 * (floor + ceiling), n + 2.0);
    let centre = (n * value + 2.0 * middle) / total;
    let spread = squares
        + n * (value - centre).powi(2)
        + 0.5 * (floor - centre).powi(2)
        + (middle - centre).powi(2)
        + 0.5 * (ceiling - centre).powi(2);
    let half = student_quantile(0.5 + level / 2.0, n + 1.0) * (spread / (total - 1.0) / total).sqrt();
    ((centre - half).max(floor), (centre + half).min(ceiling))
}

/// The mean of answers that were counted by value, with [`Method::Adjusted`]: cost grows with the values, not with the answers.
///
/// ```
/// use troth_stats::score::mean::{Method, Scores, of_counts};
/// let one_by_one = Scores { values: &[1.0, 3.0, 3.0, 5.0], low: 1.0, high: 5.0 }.check()?.interval(Method::Adjusted, 0.95)?;
/// let counted = of_counts(&[(1.0, 1), (3.0, 2), (5.0, 1)], (1.0, 5.0), 0.95)?;
/// assert!((counted.low - one_by_one.low).abs() < 1e-12 && (counted.high - one_by_one.high).abs() < 1e-12);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn of_counts(counts: &[(f64, u64)], (low, high): (f64, f64), level: f64) -> Result<Estimate> {
    check_level(level)?;
    let values: Vec<f64> = counts.iter().filter(|(_, count)| *count > 0).map(|(value, _)| *value).collect();
    Scores { values: &values, low, high }.check()?;
    let n: f64 = counts.iter().map(|(_, count)| *count as f64).sum();
    let value = counts.iter().map(|(value, count)| value * *count as f64).sum::<f64>() / n;
    let squares: f64 = counts.iter().map(|(one, count)| (one - value).powi(2) * *count as f64).sum();
    let se = if n > 1.0 { (squares / (n - 1.0) / n).sqrt() } else { 0.0 };
    let (from, to) = adjusted((n, value, squares), (low, high), level);
    Ok(Estimate { value, se: Some(se), low: from, high: to, level, n, method: Method::Adjusted.name() })
}

/// Anderson's limits: each moves a mass of `√(ln(2/α)/2n)` from one end of the ordered answers to the far end of the scale.
fn anderson(values: &[f64], floor: f64, ceiling: f64, level: f64) -> (f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let moved = ((2.0 / (1.0 - level)).ln() / (2.0 * n)).sqrt().min(1.0);
    let kept = |ordered: &mut dyn Iterator<Item = &f64>| {
        let (mut left, mut sum) = (1.0 - moved, 0.0);
        for value in ordered {
            let mass = left.min(1.0 / n);
            sum += mass * value;
            left -= mass;
            if left <= 0.0 {
                break;
            }
        }
        sum
    };
    let low = kept(&mut sorted.iter()) + moved * floor;
    let high = kept(&mut sorted.iter().rev()) + moved * ceiling;
    (low, high)
}
