//! Survival curves without covariates: Kaplan-Meier, Nelson-Aalen, Fleming-Harrington.

use super::span::{self, Span, entered};
use crate::error::{Error, Result};
use crate::estimate::{Estimate, check_level, critical};

/// Scale on which the interval of a survival probability is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// On the logarithm: the default of R's `survfit`.
    Log,
    /// On `ln(−ln S)`: the default of lifelines, and the one to prefer with few events.
    LogLog,
    /// On the probability itself, cut at 0 and 1.
    Plain,
}

/// What tied events add to the cumulative hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HazardTies {
    /// `d/n` (Nelson; R's `ctype = 1`).
    Plain,
    /// `1/n + 1/(n−1) + …`, as if the events came one after another (lifelines' default; R's `ctype = 2`).
    Smoothed,
}

/// What happened at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Relations under watch just before (sum of weights).
    pub at_risk: f64,
    /// Relations that ended.
    pub events: f64,
    /// Relations last seen then, without an end.
    pub censored: f64,
    /// Share still there just after.
    pub survival: f64,
    /// Variance of the logarithm of `survival` (Greenwood 1926).
    pub variance: f64,
    /// Cumulative hazard.
    pub hazard: f64,
    /// Its variance.
    pub hazard_variance: f64,
}

/// A survival curve.
///
/// ```
/// use troth_stats::contract::{Curve, Scale, Span};
/// let spans = [Span::new(2.0, true), Span::new(3.0, false), Span::new(5.0, true), Span::new(8.0, false)];
/// let curve = Curve::kaplan_meier(&spans)?;
/// assert_eq!(curve.survival(4.0, Scale::Log, 0.95)?.value, 0.75);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
    n: f64,
    method: &'static str,
}

/// `1/n + 1/(n−1) + …` over `d` ends, and the same of squares. Weights need not be whole: the last part may be a fraction.
///
/// Far from zero all terms come at once by the midpoint rule with its first correction (relative error below 1e-15), so
/// that a weight of 10^12 costs no more than one of 4,096.
fn one_by_one(n: f64, d: f64) -> (f64, f64) {
    const FAR: f64 = 4096.0;
    let at_once = (n - FAR).min(d).floor().max(0.0);
    let (mut sum, mut squares) = (0.0, 0.0);
    if at_once > 0.0 {
        let (top, bottom) = (n + 0.5, n - at_once + 0.5);
        sum = (at_once / bottom).ln_1p() + ((top * top).recip() - (bottom * bottom).recip()) / 24.0;
        squares = at_once / top / bottom + (top.powi(3).recip() - bottom.powi(3).recip()) / 12.0;
    }
    let (mut still, mut left) = (n - at_once, d - at_once);
    // Counted in whole steps: near 10^16 taking one away changes nothing.
    for _ in 0..=4097 {
        if left <= 0.0 {
            break;
        }
        let part = left.min(1.0);
        sum += part / still;
        squares += part / (still * still);
        left -= part;
        still -= part;
    }
    (sum, squares)
}

impl Curve {
    /// Kaplan & Meier (1958), with Nelson-Aalen's cumulative hazard beside it (ties plain).
    ///
    /// # Errors
    /// [`Error::Row`] or [`Error::Empty`].
    pub fn kaplan_meier(spans: &[Span]) -> Result<Self> {
        Self::of(spans, HazardTies::Plain, false)
    }

    /// Nelson-Aalen cumulative hazard (Nelson 1972, Aalen 1978); survival is `exp(−hazard)` (Fleming & Harrington 1984).
    ///
    /// # Errors
    /// [`Error::Row`] or [`Error::Empty`].
    pub fn nelson_aalen(spans: &[Span], ties: HazardTies) -> Result<Self> {
        Self::of(spans, ties, true)
    }

    fn of(spans: &[Span], ties: HazardTies, by_hazard: bool) -> Result<Self> {
        let mut steps = table(spans)?;
        let (mut survival, mut variance, mut hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
        for step in &mut steps {
            let (n, d) = (step.at_risk, step.events);
            if d > 0.0 {
                survival *= 1.0 - d / n;
                variance += if n > d { d / (n * (n - d)) } else { f64::INFINITY };
                let (more, spread) = match ties {
                    HazardTies::Plain => (d / n, d / (n * n)),
                    HazardTies::Smoothed => one_by_one(n, d),
                };
                hazard += more;
                hazard_variance += spread;
            }
            step.hazard = hazard;
            step.hazard_variance = hazard_variance;
            (step.survival, step.variance) =
                if by_hazard { ((-hazard).exp(), hazard_variance) } else { (survival.max(0.0), variance) };
        }
        let n = crate::error::finite("the sum of the weights", spans.iter().map(|s| s.weight).sum())?;
        for step in &steps {
            crate::error::finite("the cumulative hazard", step.hazard + step.hazard_variance)?;
            if step.variance.is_nan() {
                let why = "weights differ by more than the digits of a number".into();
                return Err(Error::Numeric { what: "the variance of the curve", why });
            }
        }
        Ok(Self { steps, n, method: if by_hazard { "Nelson-Aalen" } else { "Kaplan-Meier" } })
    }

    /// One step per time at which anything happened.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Share still there after `time`.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad level or a time that is negative or NaN.
    pub fn survival(&self, time: f64, scale: Scale, level: f64) -> Result<Estimate> {
        check_level(level)?;
        Ok(match self.before(time)? {
            Some(step) => self.bounds(step, scale, level),
            None => {
                Estimate { se: Some(0.0), ..Estimate::interval(1.0, 1.0, 1.0, level, self.n, self.method) }
            }
        })
    }

    /// Cumulative hazard until `time`, normal interval cut at zero.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad level or a time that is negative or NaN.
    pub fn hazard(&self, time: f64, level: f64) -> Result<Estimate> {
        check_level(level)?;
        let (h, v) = self.before(time)?.map_or((0.0, 0.0), |s| (s.hazard, s.hazard_variance));
        let mut estimate = Estimate::normal(h, v.sqrt(), level, self.n, "Nelson-Aalen");
        estimate.low = estimate.low.max(0.0);
        estimate.checked("the cumulative hazard")
    }

    /// The time by which a share `q` has ended (0.5: the median), with the interval of Brookmeyer & Crowley (1982): where the
    /// bounds of the curve cross. `None` if the curve does not come down so far; an upper end never reached is infinite.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad level or share.
    pub fn quantile(&self, q: f64, scale: Scale, level: f64) -> Result<Option<Estimate>> {
        check_level(level)?;
        crate::error::open_unit("q", q)?;
        let target = 1.0 - q;
        let cross = |of: &dyn Fn(&Step) -> f64| -> f64 {
            let tolerance = 1e-12;
            for (i, step) in self.steps.iter().enumerate() {
                let v = of(step);
                if v < target + tolerance && step.events > 0.0 {
                    if (v - target).abs() <= tolerance {
                        // Flat exactly at the target: the middle of the flat, as R does.
                        let next = self.steps[i + 1..].iter().find(|s| s.events > 0.0);
                        return next.map_or(step.time, |s| 0.5 * (step.time + s.time));
                    }
                    return step.time;
                }
            }
            f64::INFINITY
        };
        let value = cross(&|s| s.survival);
        if value.is_infinite() {
            return Ok(None);
        }
        let low = cross(&|s| self.bounds(s, scale, level).low);
        let high = cross(&|s| self.bounds(s, scale, level).high);
        Ok(Some(Estimate::interval(value, low, high, level, self.n, "Brookmeyer-Crowley")))
    }

    /// Mean time until `horizon`: the area under the curve (Irwin 1949), with Greenwood's variance.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad level or horizon.
    pub fn restricted_mean(&self, horizon: f64, level: f64) -> Result<Estimate> {
        check_level(level)?;
        crate::error::positive("horizon", horizon)?;
        let mut ends: Vec<(f64, f64)> = vec![(0.0, 1.0)];
        ends.extend(self.steps.iter().filter(|s| s.time < horizon).map(|s| (s.time, s.survival)));
        let mut areas = vec![0.0; ends.len()];
        let (mut area, mut end) = (0.0, horizon);
        for (i, &(time, survival)) in ends.iter().enumerate().rev() {
            area += survival * (end - time);
            end = time;
            areas[i] = area;
        }
        let mut variance = 0.0;
        let inside = self.steps.iter().filter(|s| s.time < horizon);
        for (step, after) in inside.zip(&areas[1..]) {
            let (n, d) = (step.at_risk, step.events);
            if d > 0.0 && n > d {
                variance += after * after * d / (n * (n - d));
            }
        }
        Estimate::normal(area, variance.sqrt(), level, self.n, "area under the curve")
            .checked("the restricted mean")
    }

    fn before(&self, time: f64) -> Result<Option<&Step>> {
        if time.is_nan() || time < 0.0 {
            return Err(Error::Value { input: "time", value: time, why: "it must be zero or above" });
        }
        let after = self.steps.partition_point(|s| s.time <= time);
        Ok(if after == 0 { None } else { self.steps.get(after - 1) })
    }

    fn bounds(&self, step: &Step, scale: Scale, level: f64) -> Estimate {
        let (s, z) = (step.survival, critical(level));
        if s <= 0.0 || !step.variance.is_finite() {
            // Everybody has left: the variance is not estimated, and no bound is invented.
            return Estimate { se: None, ..Estimate::interval(0.0, 0.0, 1.0, level, self.n, self.method) };
        }
        let spread = step.variance.sqrt();
        let (low, high) = match scale {
            Scale::Log => (s * (-z * spread).exp(), s * (z * spread).exp()),
            Scale::Plain => (s - z * s * spread, s + z * s * spread),
            Scale::LogLog if s < 1.0 => {
                let reach = (z * spread / s.ln().abs()).exp();
                (s.powf(reach), s.powf(1.0 / reach))
            }
            Scale::LogLog => (1.0, 1.0),
        };
        let ends = Estimate::interval(s, low.max(0.0), high.min(1.0), level, self.n, self.method);
        Estimate { se: Some(s * spread), ..ends }
    }
}

/// Times at which anything happened, with numbers at risk.
pub(super) fn table(spans: &[Span]) -> Result<Vec<Step>> {
    let rows = span::check(spans)?;
    let mut exits: Vec<&Span> = rows.iter().map(|&i| &spans[i]).collect();
    let mut entries: Vec<(f64, f64)> = exits.iter().map(|s| (s.entry, s.weight)).collect();
    exits.sort_by(|a, b| a.exit.total_cmp(&b.exit));
    entries.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut steps, mut next, mut at_risk) = (Vec::new(), 0, 0.0);
    for group in exits.chunk_by(|a, b| a.exit == b.exit) {
        let time = group[0].exit;
        while next < entries.len() && entered(entries[next].0, time) {
            at_risk += entries[next].1;
            next += 1;
        }
        let events: f64 = group.iter().filter(|s| s.event).map(|s| s.weight).sum();
        let all: f64 = group.iter().map(|s| s.weight).sum();
        steps.push(Step {
            time,
            at_risk,
            events,
            censored: all - events,
            survival: 1.0,
            variance: 0.0,
            hazard: 0.0,
            hazard_variance: 0.0,
        });
        at_risk -= all;
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::one_by_one;

    #[test]
    fn many_ties_at_once_are_the_sum_of_each() {
        for (n, d) in [(5000.0, 5000.0), (100_000.0, 70_000.5), (9000.0, 12.0), (3.5, 2.0), (1e6, 1e6)] {
            let (mut sum, mut squares, mut left) = (0.0, 0.0, d);
            while left > 0.0 {
                let (part, still) = (f64::min(left, 1.0), n - (d - left));
                sum += part / still;
                squares += part / (still * still);
                left -= part;
            }
            let (all, of_squares) = one_by_one(n, d);
            assert!((all / sum - 1.0).abs() < 1e-12, "{n} {d}: {all} {sum}");
            assert!((of_squares / squares - 1.0).abs() < 1e-12, "{n} {d}: {of_squares} {squares}");
        }
        let (sum, _) = one_by_one(1e18, 1e17);
        assert!((sum + (-0.1_f64).ln_1p()).abs() < 1e-15);
    }
}
