//! Shares of a whole: how many of `n` answered so, and how sure that is.
//!
//! [`Count`] is unchecked; [`Count::check`] makes a [`Share`], which has the intervals in common use
//! ([`Method`]), the differences of two independent shares ([`difference`]) and of two shares of the same people
//! ([`paired`]). The interval to show by default is [`Method::Wilson`]: it never leaves `[0, 1]`, never has width
//! zero and needs no correction at 0 or `n`.

mod interval;

pub mod difference;
pub mod paired;

pub use interval::Method;

use crate::{
    Error, Estimate,
    error::{Result, finite_rows},
};

/// A count of successes among trials, not yet checked.
///
/// ```
/// use troth_stats::share::{Count, Method};
/// // 81 of 263: Newcombe (1998), example 1.
/// let share = Count { successes: 81, trials: 263 }.check()?;
/// let wilson = share.interval(Method::Wilson, 0.95)?;
/// assert!((wilson.low - 0.2553).abs() < 5e-5 && (wilson.high - 0.3662).abs() < 5e-5);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Count {
    /// How many had the property.
    pub successes: u64,
    /// How many were asked.
    pub trials: u64,
}

impl Count {
    /// Checks that there is at least one trial and no more successes than trials.
    pub fn check(self) -> Result<Share> {
        if self.trials == 0 {
            return Err(Error::Empty { input: "trials", why: "a share of nobody has no value" });
        }
        if self.successes > self.trials {
            let value = self.successes as f64;
            return Err(Error::Value {
                input: "successes",
                value,
                why: "there cannot be more successes than trials",
            });
        }
        Ok(Share { successes: self.successes, trials: self.trials })
    }
}

/// A checked count: between 0 and all of at least one trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    successes: u64,
    trials: u64,
}

impl Share {
    /// Counts answers at or above a threshold: `top_box(scores, 9.0)` is the share of 9s and 10s on a 0–10 scale.
    ///
    /// ```
    /// use troth_stats::share::Share;
    /// let share = Share::top_box(&[10.0, 9.0, 7.0, 3.0], 9.0)?;
    /// assert_eq!(share.value(), 0.5);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn top_box(scores: &[f64], threshold: f64) -> Result<Self> {
        if threshold.is_nan() {
            return Err(Error::Value { input: "threshold", value: threshold, why: "it must be a number" });
        }
        finite_rows("scores", scores)?;
        let successes = scores.iter().filter(|&&s| s >= threshold).count() as u64;
        Count { successes, trials: scores.len() as u64 }.check()
    }

    /// Successes over trials, in `[0, 1]`.
    pub fn value(self) -> f64 {
        self.successes as f64 / self.trials as f64
    }

    /// How many had the property.
    pub fn successes(self) -> u64 {
        self.successes
    }

    /// How many were asked.
    pub fn trials(self) -> u64 {
        self.trials
    }

    /// The interval of the share by `method` at confidence `level` (0.95 for 95 %).
    ///
    /// The estimate's value is always successes over trials; its standard error is the binomial one,
    /// `√(p(1−p)/n)`, whatever the method.
    pub fn interval(self, method: Method, level: f64) -> Result<Estimate> {
        let (low, high) = interval::bounds(self, method, level)?;
        let (p, n) = (self.value(), self.trials as f64);
        let se = Some((p * (1.0 - p) / n).sqrt());
        Estimate { value: p, se, low, high, level, n, method: method.name() }.checked("a share")
    }
}
