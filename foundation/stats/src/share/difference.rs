//! The difference of two independent shares.
//!
//! The one to show by default is [`Method::Newcombe`]. The score intervals solve for the differences that a score
//! test would not reject. The nuisance share under each tested difference is found by bisection of its
//! likelihood equation, which is monotone, and not by the closed form of the cubic: nothing is lost to cancellation near
//! the corners, and tables with empty cells need no special case.

use super::{Share, interval::wilson};
use crate::{
    Estimate,
    error::Result,
    estimate::{check_level, critical},
    special::normal_sf,
};

/// How the interval of a difference of two shares is made.
///
/// ```
/// use troth_stats::share::{Count, difference};
/// let first = Count { successes: 56, trials: 70 }.check()?;
/// let second = Count { successes: 48, trials: 80 }.check()?;
/// // Newcombe (1998), table II, method 10: 0.0524 to 0.3339.
/// let d = difference::interval(first, second, difference::Method::Newcombe, 0.95)?;
/// assert!((d.value - 0.2).abs() < 1e-12);
/// assert!((d.low - 0.0524).abs() < 5e-5 && (d.high - 0.3339).abs() < 5e-5);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// Hybrid score interval: Newcombe (1998), Statistics in Medicine 17:873, method 10.
    #[default]
    Newcombe,
    /// Score interval with the variance times `N/(N−1)`: Miettinen & Nurminen (1985), Statistics in Medicine 4:213.
    MiettinenNurminen,
    /// Score interval: Mee (1984), Biometrics 40:1175.
    Mee,
    /// One success and one failure added to each group: Agresti & Caffo (2000), The American Statistician 54:280.
    /// It can leave `[−1, 1]`, as published.
    AgrestiCaffo,
}

impl Method {
    /// The name that an estimate carries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newcombe => "Newcombe hybrid score",
            Self::MiettinenNurminen => "Miettinen-Nurminen score",
            Self::Mee => "Mee score",
            Self::AgrestiCaffo => "Agresti-Caffo",
        }
    }
}

/// The interval of `first − second` at confidence `level`.
///
/// The value is the difference of the observed shares; the standard error is the unpooled one; `n` is the sum of
/// both trials.
pub fn interval(first: Share, second: Share, method: Method, level: f64) -> Result<Estimate> {
    let z = critical(check_level(level)?);
    let (x1, n1) = (first.successes() as f64, first.trials() as f64);
    let (x2, n2) = (second.successes() as f64, second.trials() as f64);
    let (p1, p2) = (first.value(), second.value());
    let value = p1 - p2;
    let (low, high) = match method {
        Method::Newcombe => {
            let (l1, u1) = wilson(x1, n1, z);
            let (l2, u2) = wilson(x2, n2, z);
            (value - (p1 - l1).hypot(u2 - p2), value + (u1 - p1).hypot(p2 - l2))
        }
        Method::MiettinenNurminen => {
            let n = n1 + n2;
            Score { x1, n1, x2, n2, factor: n / (n - 1.0) }.bounds(z)
        }
        Method::Mee => Score { x1, n1, x2, n2, factor: 1.0 }.bounds(z),
        Method::AgrestiCaffo => {
            let (m1, m2) = (n1 + 2.0, n2 + 2.0);
            let (q1, q2) = ((x1 + 1.0) / m1, (x2 + 1.0) / m2);
            let half = z * (q1 * (1.0 - q1) / m1 + q2 * (1.0 - q2) / m2).sqrt();
            (q1 - q2 - half, q1 - q2 + half)
        }
    };
    let se = Some((p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).sqrt());
    Estimate { value, se, low, high, level, n: n1 + n2, method: method.name() }
        .checked("a difference of shares")
}

/// The two-sided probability of a score statistic at least as far from zero if both shares are equal: the pooled
/// chi-squared test without continuity correction. It is 1 where both shares are 0 or both are 1.
///
/// ```
/// use troth_stats::share::{Count, difference};
/// let same = Count { successes: 5, trials: 5 }.check()?;
/// assert_eq!(difference::p_value(same, same), 1.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn p_value(first: Share, second: Share) -> f64 {
    let (n1, n2) = (first.trials() as f64, second.trials() as f64);
    let pooled = (first.successes() as f64 + second.successes() as f64) / (n1 + n2);
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    if variance <= 0.0 {
        return 1.0;
    }
    2.0 * normal_sf((first.value() - second.value()).abs() / variance.sqrt())
}

struct Score {
    x1: f64,
    n1: f64,
    x2: f64,
    n2: f64,
    factor: f64,
}

impl Score {
    /// The variance of the difference where the shares are the most likely ones that differ by `delta`.
    fn variance(&self, delta: f64) -> f64 {
        let p2 = self.restricted(delta);
        let p1 = (p2 + delta).clamp(0.0, 1.0);
        self.factor * (p1 * (1.0 - p1) / self.n1 + p2 * (1.0 - p2) / self.n2)
    }

    /// The maximum-likelihood second share given that the first exceeds it by `delta`. The log-likelihood is concave:
    /// bisection of its slope cannot fail.
    fn restricted(&self, delta: f64) -> f64 {
        let (mut low, mut high) = ((-delta).max(0.0), (1.0 - delta).min(1.0));
        let term = |count: f64, share: f64| if count == 0.0 { 0.0 } else { count / share };
        let slope = |p2: f64| {
            let p1 = p2 + delta;
            term(self.x1, p1) - term(self.n1 - self.x1, 1.0 - p1) + term(self.x2, p2)
                - term(self.n2 - self.x2, 1.0 - p2)
        };
        for _ in 0..64 {
            let middle = 0.5 * (low + high);
            if slope(middle) > 0.0 { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }

    fn bounds(&self, z: f64) -> (f64, f64) {
        let observed = self.x1 / self.n1 - self.x2 / self.n2;
        let rejected = |delta: f64| (observed - delta).powi(2) > z * z * self.variance(delta);
        let edge = |outside: f64| {
            let (mut out, mut inside) = (outside, observed);
            for _ in 0..60 {
                let middle = 0.5 * (out + inside);
                if rejected(middle) { out = middle } else { inside = middle }
            }
            inside
        };
        (edge(-1.0), edge(1.0))
    }
}
