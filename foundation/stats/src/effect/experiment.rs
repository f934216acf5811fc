//! Effects where chance decided who was treated.

use super::{check_groups, of_group};
use crate::{
    Estimate,
    comparison::{Welch, welch},
    error::{Result, finite_rows, same_length, undetermined},
    regression::{Covariance, Design, Ols, OlsModel},
};

/// A randomised experiment, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Experiment<'a> {
    /// Whether each row was treated.
    pub treated: &'a [bool],
    /// The outcome of each row.
    pub outcomes: &'a [f64],
}

/// A checked experiment: at least two rows in each group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckedExperiment<'a>(Experiment<'a>);

/// An effect on outcomes from which a covariate's part was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cuped {
    /// The effect, with Welch's interval on the adjusted outcomes.
    pub effect: Estimate,
    /// The coefficient `cov(y, x)/var(x)` over all rows.
    pub theta: f64,
    /// Variance of the adjusted outcome over that of the outcome, over all rows: what the covariate saves.
    pub variance_ratio: f64,
    /// Two-sided probability under no effect.
    pub p_value: f64,
}

impl<'a> Experiment<'a> {
    /// Checks shapes, that all numbers are finite, and that both groups have two rows.
    ///
    /// ```
    /// use troth_stats::effect::experiment::Experiment;
    /// let treated = [true, true, true, false, false, false];
    /// let experiment = Experiment { treated: &treated, outcomes: &[5.0, 6.0, 7.0, 3.0, 4.0, 5.0] }.check()?;
    /// assert_eq!(experiment.difference(0.95)?.difference.value, 2.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn check(self) -> Result<CheckedExperiment<'a>> {
        check_groups(self.treated, self.outcomes, 2)?;
        Ok(CheckedExperiment(self))
    }
}

impl CheckedExperiment<'_> {
    /// Mean of the treated less mean of the others, by Welch.
    pub fn difference(&self, level: f64) -> Result<Welch> {
        let Experiment { treated, outcomes } = self.0;
        welch(&of_group(treated, outcomes, true), &of_group(treated, outcomes, false), level)
    }

    /// The difference after `theta·(x − mean of x)` is taken from the outcomes, where `x` was known before: Deng, Xu, Kohavi & Walker (2013),
    /// *Improving the sensitivity of online controlled experiments*, WSDM. `theta` is estimated over all rows.
    pub fn cuped(&self, before: &[f64], level: f64) -> Result<Cuped> {
        let Experiment { treated, outcomes } = self.0;
        same_length("before", before.len(), "outcomes", outcomes.len())?;
        finite_rows("before", before)?;
        let n = outcomes.len() as f64;
        let mean = |v: &[f64]| v.iter().sum::<f64>() / n;
        let (mx, my) = (mean(before), mean(outcomes));
        let spread: f64 = before.iter().map(|x| (x - mx).powi(2)).sum();
        if spread == 0.0 {
            return Err(undetermined("before", "theta", "it is the same in every row"));
        }
        let theta = before.iter().zip(outcomes).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / spread;
        let adjusted: Vec<f64> = before.iter().zip(outcomes).map(|(x, y)| y - theta * (x - mx)).collect();
        let found = welch(&of_group(treated, &adjusted, true), &of_group(treated, &adjusted, false), level)?;
        let total: f64 = outcomes.iter().map(|y| (y - my).powi(2)).sum();
        let left: f64 = adjusted.iter().map(|y| (y - my).powi(2)).sum();
        let variance_ratio = if total > 0.0 { left / total } else { 1.0 };
        Ok(Cuped { effect: found.difference, theta, variance_ratio, p_value: found.p_value })
    }

    /// Least squares on treatment and columns: coefficient 1 is the effect. Lin's variant is safer and at least as precise.
    pub fn adjusted(&self, columns: &[&[f64]]) -> Result<OlsModel> {
        let treatment: Vec<f64> = self.0.treated.iter().map(|t| f64::from(u8::from(*t))).collect();
        let all: Vec<&[f64]> = std::iter::once(treatment.as_slice()).chain(columns.iter().copied()).collect();
        Ols { design: Design { columns: &all, intercept: true }, outcomes: self.0.outcomes, weights: None }
            .check()?
            .fit()
    }

    /// Least squares on treatment, centred columns, and their products with treatment; the effect with errors of `kind` (HC2 or HC3): Lin
    /// (2013), Annals of Applied Statistics 7:295, §4. Never less precise than the difference in large samples, whatever the truth.
    pub fn interacted(&self, columns: &[&[f64]], kind: Covariance<'_>, level: f64) -> Result<Estimate> {
        let n = self.0.outcomes.len() as f64;
        let mut made: Vec<Vec<f64>> = Vec::new();
        for column in columns {
            same_length("column", column.len(), "outcomes", self.0.outcomes.len())?;
            let mean = column.iter().sum::<f64>() / n;
            let centred: Vec<f64> = column.iter().map(|v| v - mean).collect();
            made.push(centred.iter().zip(self.0.treated).map(|(c, t)| if *t { *c } else { 0.0 }).collect());
            made.push(centred);
        }
        let slices: Vec<&[f64]> = made.iter().map(Vec::as_slice).collect();
        let estimate = self.adjusted(&slices)?.estimates(kind, level)?[1];
        Ok(Estimate { method: "interacted least squares (Lin)", ..estimate })
    }
}
