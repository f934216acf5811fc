//! The difference of two shares of the same people: before and after, or one question against another.

use super::interval::wilson;
use crate::{
    Error, Estimate,
    error::Result,
    estimate::{check_level, critical},
};

/// A table of pairs, not yet checked. `yes_no` counts those with the property the first time and without it the second.
///
/// ```
/// use troth_stats::share::paired::Pairs;
/// let pairs = Pairs { both: 36, yes_no: 12, no_yes: 2, neither: 0 };
/// // Newcombe (1998), Statistics in Medicine 17:2635, method 10: 0.0569 to 0.3404.
/// let d = pairs.check()?.interval(0.95)?;
/// assert!((d.low - 0.0569).abs() < 5e-5 && (d.high - 0.3404).abs() < 5e-5);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pairs {
    /// With the property both times.
    pub both: u64,
    /// Only the first time.
    pub yes_no: u64,
    /// Only the second time.
    pub no_yes: u64,
    /// Neither time.
    pub neither: u64,
}

impl Pairs {
    /// Checks that there is at least one pair.
    pub fn check(self) -> Result<PairedShares> {
        if [self.both, self.yes_no, self.no_yes, self.neither] == [0; 4] {
            return Err(Error::Empty { input: "pairs", why: "a difference needs at least one pair" });
        }
        Ok(PairedShares(self))
    }
}

/// A checked table of at least one pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PairedShares(Pairs);

impl PairedShares {
    /// First share minus second share, with the hybrid score interval for pairs: Newcombe (1998), Statistics in
    /// Medicine 17:2635, method 10 (the correlation is corrected for continuity when positive, and 0 when a margin is empty).
    pub fn interval(self, level: f64) -> Result<Estimate> {
        let z = critical(check_level(level)?);
        let [e, f, g, h] =
            [self.0.both, self.0.yes_no, self.0.no_yes, self.0.neither].map(|count| count as f64);
        let n = e + f + g + h;
        let (p1, p2) = ((e + f) / n, (e + g) / n);
        let value = (f - g) / n;
        let (l1, u1) = wilson(e + f, n, z);
        let (l2, u2) = wilson(e + g, n, z);
        let margins = (e + f) * (g + h) * (e + g) * (f + h);
        let cross = e * h - f * g;
        let corrected = if cross > 0.0 { (cross - n / 2.0).max(0.0) } else { cross };
        let phi = if margins == 0.0 { 0.0 } else { corrected / margins.sqrt() };
        let join = |a: f64, b: f64| (a * a - 2.0 * phi * a * b + b * b).max(0.0).sqrt();
        let se = Some(((f + g) / n - value * value).max(0.0).sqrt() / n.sqrt());
        Ok(Estimate {
            value,
            se,
            low: value - join(p1 - l1, u2 - p2),
            high: value + join(u1 - p1, p2 - l2),
            level,
            n,
            method: "Newcombe hybrid score for pairs",
        })
    }
}
