//! Intervals of one share.

use super::Share;
use crate::{
    error::Result,
    estimate::{check_level, critical},
    special::beta_inc_inverse,
};

/// How the interval of a share is made.
///
/// Brown, Cai & `DasGupta` (2001), *Interval estimation for a binomial proportion*, Statistical Science 16:101,
/// compare them all; "BCD" below.
///
/// ```
/// use troth_stats::share::{Count, Method};
/// let all = Count { successes: 29, trials: 29 }.check()?;
/// let exact = all.interval(Method::ClopperPearson, 0.95)?;
/// assert!((exact.low - 0.025f64.powf(1.0 / 29.0)).abs() < 1e-12);
/// assert_eq!(exact.high, 1.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// The score interval, Wilson (1927), JASA 22:209; BCD eq. 4. Coverage is near the nominal level on average.
    #[default]
    Wilson,
    /// Equal-tailed posterior limits under the prior Beta(1/2, 1/2), BCD §3.1.3 without their change at the ends.
    Jeffreys,
    /// As [`Method::Jeffreys`], but the lower limit is 0 at no success and the upper 1 at no failure: BCD §3.1.3.
    JeffreysClosed,
    /// The "exact" interval: tail probabilities of at most `(1 − level)/2` each, Clopper & Pearson (1934),
    /// Biometrika 26:404; BCD §4.2.1. It covers at least at the nominal level, usually at more.
    ClopperPearson,
    /// Agresti & Coull (1998), The American Statistician 52:119; BCD eq. 5. Cut to `[0, 1]`.
    AgrestiCoull,
    /// The textbook interval `p ± z√(p(1−p)/n)`, BCD eq. 1, cut to `[0, 1]`. For comparison only: it has width zero
    /// at 0 and `n`, and covers too seldom even at large `n`.
    Wald,
}

impl Method {
    /// The name that an estimate carries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wilson => "Wilson score",
            Self::Jeffreys => "Jeffreys",
            Self::JeffreysClosed => "Jeffreys, closed at the ends",
            Self::ClopperPearson => "Clopper-Pearson",
            Self::AgrestiCoull => "Agresti-Coull",
            Self::Wald => "Wald",
        }
    }
}

pub(super) fn bounds(share: Share, method: Method, level: f64) -> Result<(f64, f64)> {
    let z = critical(check_level(level)?);
    let (x, n) = (share.successes() as f64, share.trials() as f64);
    Ok(match method {
        Method::Wilson => wilson(x, n, z),
        Method::Jeffreys => jeffreys(x, n, level),
        Method::JeffreysClosed => {
            let (low, high) = jeffreys(x, n, level);
            (if x == 0.0 { 0.0 } else { low }, if x == n { 1.0 } else { high })
        }
        Method::ClopperPearson => {
            let tail = (1.0 - level) / 2.0;
            let low = if x == 0.0 { 0.0 } else { beta_inc_inverse(x, n - x + 1.0, tail) };
            let high = if x == n { 1.0 } else { beta_inc_inverse(x + 1.0, n - x, 1.0 - tail) };
            (low, high)
        }
        Method::AgrestiCoull => {
            let n_tilde = n + z * z;
            let p_tilde = (x + z * z / 2.0) / n_tilde;
            around(p_tilde, z * (p_tilde * (1.0 - p_tilde) / n_tilde).sqrt())
        }
        Method::Wald => {
            let p = x / n;
            around(p, z * (p * (1.0 - p) / n).sqrt())
        }
    })
}

/// Wilson's limits for `x` of `n`, which need not be whole. At `x = 0` and `x = n` the outer limit is exact.
pub(crate) fn wilson(x: f64, n: f64, z: f64) -> (f64, f64) {
    let p = x / n;
    let z2 = z * z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if x <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if x >= n { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

fn jeffreys(x: f64, n: f64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
    let (a, b) = (x + 0.5, n - x + 0.5);
    (beta_inc_inverse(a, b, tail), beta_inc_inverse(a, b, 1.0 - tail))
}

fn around(centre: f64, half: f64) -> (f64, f64) {
    ((centre - half).max(0.0), (centre + half).min(1.0))
}
