//! Intervals from the likelihood itself.

use super::OrdinalModel;
use crate::{
    Error, Estimate,
    error::Result,
    estimate::{check_level, critical},
    regression::covariance::standard_errors,
};

/// Steps of the search for one end; each is a fit from a point nearby.
const STEPS: usize = 60;

impl OrdinalModel {
    /// The profile-likelihood interval of a coefficient: all values that a likelihood-ratio test at `1 − level` would not reject (Venables & Ripley
    /// 2002, *Modern applied statistics with S*, §8.4). Lopsided where the likelihood is; better than the normal one where data are few.
    ///
    /// ```
    /// use troth_stats::regression::{Link, Ordinal};
    /// let x = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    /// let outcomes = &[0, 0, 1, 2, 0, 1, 2, 2];
    /// let model = Ordinal { columns: &[&x], outcomes, weights: None, link: Link::Logit }.check()?.fit()?;
    /// let interval = model.profile(0, 0.95)?;
    /// assert!(interval.low < 0.0 && interval.high > 2.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn profile(&self, column: usize, level: f64) -> Result<Estimate> {
        let z = critical(check_level(level)?);
        let Some(&value) = self.coefficients.get(column) else {
            let why = "there is no such column";
            return Err(Error::Value { input: "column", value: column as f64, why });
        };
        let held = self.thresholds.len() + column;
        let se = standard_errors(&self.covariance)[held];
        let low = self.end(held, value, -z, se)?;
        let high = self.end(held, value, z, se)?;
        let method = "profile likelihood";
        Ok(Estimate { value, se: Some(se), low, high, level, n: self.n(), method })
    }

    /// Where the signed root of twice the loss of log-likelihood reaches `z`: the secant on a nearly straight line, inside a bracket.
    fn end(&self, held: usize, value: f64, z: f64, se: f64) -> Result<f64> {
        let mut start: Vec<f64> = self.thresholds.iter().chain(&self.coefficients).copied().collect();
        let (mut inner, mut outer) = ((value, 0.0), None::<(f64, f64)>);
        let mut at = value + z * se;
        for _ in 0..STEPS {
            start[held] = at;
            let (point, parameters, _) = self.data.maximise(&[], Some((held, &start)))?;
            start = parameters;
            let root = (2.0 * (self.log_likelihood - point.log_likelihood).max(0.0)).sqrt();
            if (root - z.abs()).abs() < 1e-9 {
                return Ok(at);
            }
            if root > z.abs() {
                outer = Some((at, root));
            } else {
                inner = (at, root);
            }
            at = match outer {
                Some(outer) => {
                    let secant = inner.0 + (z.abs() - inner.1) / (outer.1 - inner.1) * (outer.0 - inner.0);
                    let near = (secant - inner.0).abs().min((secant - outer.0).abs());
                    if near > 1e-12 * (outer.0 - inner.0).abs() { secant } else { 0.5 * (inner.0 + outer.0) }
                }
                // Further out along the chord from the maximum, at most three times as far.
                None => value + (at - value) * (z.abs() / root).clamp(1.01, 3.0),
            };
            if let Some(outer) = outer
                && (outer.0 - inner.0).abs() < 1e-10 * se
            {
                return Ok(at);
            }
        }
        let why = "the likelihood does not fall far enough: this coefficient has no end on this side".into();
        Err(Error::NotConverged { method: "profile likelihood", iterations: STEPS, gradient: f64::NAN, why })
    }
}
