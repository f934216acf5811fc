//! A number with its uncertainty: what every room of this crate hands out.

use crate::error::{Result, finite, open_unit};
use crate::special;

/// A point estimate with its interval.
///
/// `value`, `se`, `low` and `high` share the unit of the quantity; `level` is the coverage of the interval
/// (0.95); `n` is the sum of the weights of the observations behind it; `method` names how the
/// interval was made, so that two numbers made differently are never confused.
///
/// ```
/// use troth_stats::Estimate;
/// let share = Estimate::on_logit(0.8, 0.05, 0.95, 64.0, "delta method on the logit");
/// assert!(share.low > 0.68 && share.high < 0.89);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Its standard error, on the scale of `value`; `None` where the method has none (exact intervals,
    /// quantiles, a model made from given parameters).
    pub se: Option<f64>,
    /// Lower end of the interval; may be minus infinity where the data set no bound.
    pub low: f64,
    /// Upper end of the interval; may be infinite where the data set no bound.
    pub high: f64,
    /// Nominal coverage of the interval, between 0 and 1.
    pub level: f64,
    /// Number of observations (sum of weights).
    pub n: f64,
    /// How value and interval were made.
    pub method: &'static str,
}

impl Estimate {
    /// A value known without sampling error (a model made from given parameters): the interval is the point.
    pub fn exact(value: f64, n: f64, method: &'static str) -> Self {
        Self { value, se: None, low: value, high: value, level: 1.0, n, method }
    }

    /// Symmetric normal interval: `value ± z·se`.
    pub fn normal(value: f64, se: f64, level: f64, n: f64, method: &'static str) -> Self {
        let reach = critical(level) * se;
        Self { value, se: Some(se), low: value - reach, high: value + reach, level, n, method }
    }

    /// Normal interval on the logarithm, for quantities above zero: never crosses zero.
    pub fn on_log(value: f64, se: f64, level: f64, n: f64, method: &'static str) -> Self {
        let reach = if value > 0.0 { critical(level) * se / value } else { 0.0 };
        Self { value, se: Some(se), low: value * (-reach).exp(), high: value * reach.exp(), level, n, method }
    }

    /// Normal interval on the logit, for probabilities: stays inside 0..1.
    pub fn on_logit(value: f64, se: f64, level: f64, n: f64, method: &'static str) -> Self {
        let slope = value * (1.0 - value);
        if slope <= 0.0 {
            return Self { value, se: Some(se), low: value, high: value, level, n, method };
        }
        let centre = (value / (1.0 - value)).ln();
        let reach = critical(level) * se / slope;
        let back = |l: f64| 1.0 / (1.0 + (-l).exp());
        Self { value, se: Some(se), low: back(centre - reach), high: back(centre + reach), level, n, method }
    }

    /// An interval whose ends were found directly (exact, profile, bootstrap).
    pub fn interval(value: f64, low: f64, high: f64, level: f64, n: f64, method: &'static str) -> Self {
        Self { value, se: None, low, high, level, n, method }
    }

    /// The same estimate, or an error naming `what` if a part of it is not a number.
    ///
    /// # Errors
    /// [`Error::Numeric`](crate::Error::Numeric) if the value or the standard error is not finite, an end is NaN or beyond all
    /// numbers on the wrong side, or the lower end lies above the upper one.
    pub fn checked(self, what: &'static str) -> Result<Self> {
        finite(what, self.value)?;
        if let Some(se) = self.se {
            finite(what, se)?;
        }
        // An end may be beyond all numbers on its own side only, and the ends may not have passed each other.
        if self.low <= self.high && self.low < f64::INFINITY && self.high > f64::NEG_INFINITY {
            return Ok(self);
        }
        Err(crate::Error::Numeric {
            what,
            why: format!("its interval is {} to {}: the digits do not suffice", self.low, self.high),
        })
    }
}

/// Two-sided normal critical value: 1.959964 for 0.95.
///
/// ```
/// assert!((troth_stats::estimate::critical(0.95) - 1.959963984540054).abs() < 1e-14);
/// ```
pub fn critical(level: f64) -> f64 {
    special::normal_quantile(0.5 + level / 2.0)
}

/// Checks a nominal coverage.
///
/// # Errors
/// [`Error::Value`](crate::Error::Value) unless `level` lies strictly between 0 and 1.
pub fn check_level(level: f64) -> Result<f64> {
    open_unit("level", level)
}
