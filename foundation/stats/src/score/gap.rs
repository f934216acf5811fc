//! The gap between what customers expected and what they perceived, item by item (Parasuraman, Zeithaml & Berry 1988,
//! *SERVQUAL*, Journal of Retailing 64:12: gap = perception − expectation).

use crate::{
    Estimate,
    error::{Result, finite_rows, same_length, undetermined},
    estimate::check_level,
    special::{student_cdf, student_quantile},
};

/// Answers of the same people to both questions, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap<'a> {
    /// What each person perceived.
    pub perception: &'a [f64],
    /// What the same person expected, in the same order.
    pub expectation: &'a [f64],
}

/// A gap with its interval and the test of no gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapEstimate {
    /// Mean of perception − expectation, Student's interval of the paired differences.
    pub gap: Estimate,
    /// Two-sided probability of a gap at least this far from zero; 1 where nobody's answers differ.
    pub p_value: f64,
}

impl Gap<'_> {
    /// The mean paired difference with Student's interval at confidence `level`; needs at least two people.
    ///
    /// ```
    /// use troth_stats::score::gap::Gap;
    /// let g = Gap { perception: &[6.0, 7.0, 5.0], expectation: &[8.0, 8.0, 8.0] }.estimate(0.95)?;
    /// assert_eq!(g.gap.value, -2.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn estimate(self, level: f64) -> Result<GapEstimate> {
        check_level(level)?;
        finite_rows("perception", self.perception)?;
        finite_rows("expectation", self.expectation)?;
        let count = self.perception.len();
        same_length("expectation", self.expectation.len(), "perception", count)?;
        if count < 2 {
            return Err(undetermined("perception", "the gap", format!("{count} rows, two are needed")));
        }
        let n = count as f64;
        let differences = || self.perception.iter().zip(self.expectation).map(|(p, e)| p - e);
        let value = differences().sum::<f64>() / n;
        let variance = differences().map(|d| (d - value).powi(2)).sum::<f64>() / (n - 1.0);
        let se = (variance / n).sqrt();
        let half = student_quantile(0.5 + level / 2.0, n - 1.0) * se;
        let t = if value == 0.0 { 0.0 } else { value / se };
        Ok(GapEstimate {
            gap: Estimate {
                value,
                se: Some(se),
                low: value - half,
                high: value + half,
                level,
                n,
                method: "Student's t of paired differences",
            },
            p_value: 2.0 * student_cdf(-t.abs(), n - 1.0),
        })
    }
}
