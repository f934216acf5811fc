//! Intervals that stay valid however often one looks: confidence sequences.
//!
//! A 95 % interval covers at one look that was fixed beforehand. Looked at every day until it excludes zero, it errs far more often than
//! one time in twenty. A confidence sequence covers at all times together with probability 95 %, so an experiment may be stopped at any look.

use crate::{
    Error, Estimate,
    error::{Result, undetermined},
    estimate::check_level,
};

/// Running sums of one group: all that is needed to look again.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Running {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Running {
    /// Adds an outcome (Welford 1962, Technometrics 4:419).
    pub fn add(&mut self, outcome: f64) -> Result<()> {
        if !outcome.is_finite() {
            return Err(Error::Value { input: "outcome", value: outcome, why: "it must be a finite number" });
        }
        self.n += 1.0;
        let step = outcome - self.mean;
        self.mean += step / self.n;
        self.squares += step * (outcome - self.mean);
        Ok(())
    }

    /// Outcomes so far.
    pub fn n(&self) -> f64 {
        self.n
    }

    /// Their mean; zero of none.
    pub fn mean(&self) -> f64 {
        self.mean
    }
}

/// A watched experiment: the level, and the number of rows in both groups together at which the intervals should be narrowest. That number
/// only tunes: coverage holds at every look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    level: f64,
    rho2: f64,
}

impl Watch {
    /// Chooses the tuning by Howard, Ramdas, `McAuliffe` & Sekhon (2021), Annals of Statistics 49:1055, §3 (in closed form by Waudby-Smith et al.
    /// 2024): `ρ² = (−2 ln α + ln(−2 ln α + 1))/n`.
    ///
    /// ```
    /// use troth_stats::effect::sequential::{Running, Watch};
    /// let (mut treated, mut others) = (Running::default(), Running::default());
    /// for i in 0..400 {
    ///     treated.add(f64::from(i % 3 + 1))?;
    ///     others.add(f64::from(i % 3))?;
    /// }
    /// let now = Watch::new(0.95, 1000.0)?.difference(&treated, &others)?;
    /// assert!(now.low > 0.0 && now.high < 2.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn new(level: f64, tuned_for: f64) -> Result<Self> {
        check_level(level)?;
        if !(tuned_for.is_finite() && tuned_for >= 1.0) {
            return Err(Error::Value {
                input: "tuned_for",
                value: tuned_for,
                why: "it is a number of rows, at least 1",
            });
        }
        let log = -2.0 * (1.0 - level).ln();
        Ok(Self { level, rho2: (log + log.ln_1p()) / tuned_for })
    }

    /// Treated less others, with the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Annals of Statistics
    /// 52:2613, theorem 2.2, on the sum of both groups' variances. Asymptotic: begin to look once each group has some dozens of rows (the function
    /// asks for ten).
    pub fn difference(&self, treated: &Running, others: &Running) -> Result<Estimate> {
        for (input, group) in [("treated", treated), ("others", others)] {
            if group.n < 10.0 {
                let why = format!("it has {} rows, ten are needed before the first look", group.n);
                return Err(undetermined(input, "a confidence sequence", why));
            }
        }
        let n = treated.n + others.n;
        let part = |g: &Running| g.squares / (g.n - 1.0) / g.n;
        // The variance of one of n rows of the difference.
        let variance = n * (part(treated) + part(others));
        let value = treated.mean - others.mean;
        let half = self.half_width(n, variance);
        let se = Some((variance / n).sqrt());
        let method = "asymptotic confidence sequence";
        Ok(Estimate { value, se, low: value - half, high: value + half, level: self.level, n, method })
    }

    /// The mean of outcomes on a scale, with a sequence that covers at every sample size and for every distribution on the scale: outcomes on
    /// `[low, high]` are sub-Gaussian with variance `(high − low)²/4` (Hoeffding 1963), and the normal mixture of Howard et al. (2021).
    pub fn bounded_mean(&self, group: &Running, low: f64, high: f64) -> Result<Estimate> {
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(Error::Value {
                input: "high",
                value: high,
                why: "the scale must have a finite width",
            });
        }
        if group.n < 1.0 {
            return Err(Error::Empty { input: "group", why: "a mean needs an outcome" });
        }
        // Rounding lets a mean of equal outcomes at the end stray by a few units in the last place.
        let slack = 1e-9 * (high - low);
        if group.mean < low - slack || group.mean > high + slack {
            return Err(Error::Value {
                input: "group",
                value: group.mean,
                why: "its mean lies outside the scale",
            });
        }
        let half = self.half_width(group.n, (high - low).powi(2) / 4.0);
        let value = group.mean;
        let (low, high) = ((value - half).max(low), (value + half).min(high));
        Ok(Estimate {
            value,
            se: None,
            low,
            high,
            level: self.level,
            n: group.n,
            method: "confidence sequence on a scale",
        })
    }

    /// `σ·√(2(nρ² + 1)/(n²ρ²)·ln(√(nρ² + 1)/α))`.
    fn half_width(&self, n: f64, variance: f64) -> f64 {
        let mixed = n * self.rho2 + 1.0;
        let log = 0.5 * mixed.ln() - (1.0 - self.level).ln();
        (variance * 2.0 * mixed / (n * n * self.rho2) * log).sqrt()
    }
}
