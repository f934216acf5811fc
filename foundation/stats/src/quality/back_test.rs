//! Counts forecast against counts that came: purchases of the hold-out, by customer, group or week.

use crate::error::{Error, Result, same_length};
use crate::estimate::{Estimate, check_level};
use crate::special::gamma_inc_inverse;

/// How forecasts of counts did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BackTest {
    /// Sum of the forecasts.
    pub expected: f64,
    /// Sum of what came.
    pub actual: f64,
    /// `actual / expected`: above 1, the forecast was too low. Exact Poisson interval of the sum (Garwood 1936); counts
    /// that vary more than Poisson (see `dispersion`) are wider than it says.
    pub ratio: Estimate,
    /// Mean of `expected − actual`.
    pub bias: f64,
    /// Mean absolute error.
    pub absolute: f64,
    /// Root of the mean squared error.
    pub root_mean_square: f64,
    /// Mean Poisson deviance `2 [y ln(y/m) − (y − m)]`: 0 is perfect, about 1 where counts are Poisson around the forecast.
    pub deviance: f64,
    /// Mean of `(actual − expected)²/expected`: 1 if the counts are Poisson around the forecast, more if they vary more.
    pub dispersion: f64,
    /// Correlation of forecast and outcome; `None` if one of them does not vary.
    pub correlation: Option<f64>,
}

/// Compares forecast and actual counts, pair by pair.
///
/// ```
/// let test = troth_stats::quality::back_test(&[1.0, 2.0, 3.0], &[2.0, 2.0, 2.0], 0.95)?;
/// assert_eq!((test.ratio.value, test.absolute), (1.0, 2.0 / 3.0));
/// # Ok::<(), troth_stats::Error>(())
/// ```
///
/// # Errors
/// [`Error::Length`], [`Error::Empty`]; [`Error::Row`] for a number that is negative or not finite, or a forecast of zero where
/// something came; [`Error::Undetermined`] if nothing was expected.
pub fn back_test(expected: &[f64], actual: &[f64], level: f64) -> Result<BackTest> {
    check_level(level)?;
    same_length("actual", actual.len(), "expected", expected.len())?;
    if expected.is_empty() {
        return Err(Error::Empty { input: "expected", why: "at least one forecast is needed" });
    }
    for (row, (m, y)) in expected.iter().zip(actual).enumerate() {
        for (input, value) in [("expected", *m), ("actual", *y)] {
            if !value.is_finite() || value < 0.0 {
                return Err(Error::Row { input, row, value, why: "a count must be finite, zero or above" });
            }
        }
        if *m == 0.0 && *y > 0.0 {
            let why = "nothing at all was expected, yet something came: the deviance is infinite";
            return Err(Error::Row { input: "expected", row, value: 0.0, why });
        }
    }
    let n = expected.len() as f64;
    let pairs = || expected.iter().zip(actual).map(|(m, y)| (*m, *y));
    let (m, y) = (expected.iter().sum::<f64>(), actual.iter().sum::<f64>());
    if m <= 0.0 {
        return Err(Error::Undetermined {
            input: "expected",
            what: "a back-test",
            why: "nothing was expected".into(),
        });
    }
    let tail = 0.5 * (1.0 - level);
    let low = if y > 0.0 { gamma_inc_inverse(y, tail) } else { 0.0 };
    let ratio =
        Estimate::interval(y / m, low / m, gamma_inc_inverse(y + 1.0, 1.0 - tail) / m, level, n, "Garwood")
            .checked("actual over expected")?;
    let mean = |f: &dyn Fn(f64, f64) -> f64| pairs().map(|(m, y)| f(m, y)).sum::<f64>() / n;
    let (mm, yy) = (m / n, y / n);
    let (vm, vy) = (mean(&|m, _| (m - mm).powi(2)), mean(&|_, y| (y - yy).powi(2)));
    let correlation = (vm > 0.0 && vy > 0.0).then(|| mean(&|m, y| (m - mm) * (y - yy)) / (vm * vy).sqrt());
    let log = |m: f64, y: f64| if y > 0.0 { y * (y / m).ln() } else { 0.0 };
    Ok(BackTest {
        expected: m,
        actual: y,
        ratio,
        bias: mm - yy,
        absolute: mean(&|m, y| (m - y).abs()),
        root_mean_square: mean(&|m, y| (m - y).powi(2)).sqrt(),
        deviance: 2.0 * mean(&|m, y| log(m, y) - (y - m)),
        dispersion: mean(&|m, y| if m > 0.0 { (y - m).powi(2) / m } else { 0.0 }),
        correlation,
    })
}
