//! Before and after, with a group to compare: difference in differences.
//!
//! The assumption is that without the action both groups would have changed alike. It cannot be seen in two periods.

use super::{check_groups, of_group};
use crate::{
    Estimate,
    comparison::{Welch, welch},
    error::{Result, same_length, undetermined},
    regression::{Covariance, Design, Ols, OlsModel},
};

/// Rows of two groups in two periods, not yet checked. Units may be seen once or twice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoPeriods<'a> {
    /// Whether each row is of the group that was acted upon.
    pub treated: &'a [bool],
    /// Whether each row is of the time after.
    pub after: &'a [bool],
    /// The outcome of each row.
    pub outcomes: &'a [f64],
}

/// A cell of the two-by-two table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Rows.
    pub n: f64,
    /// Mean outcome.
    pub mean: f64,
    /// Standard error of the mean, `s/√n`.
    pub se: f64,
}

/// A fitted two-by-two table.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubleDifference {
    /// `cells[treated][after]`.
    pub cells: [[Cell; 2]; 2],
    model: OlsModel,
}

impl TwoPeriods<'_> {
    /// Fits the saturated regression on group, period and their product. Each cell needs two rows.
    ///
    /// ```
    /// use troth_stats::{effect::before_after::TwoPeriods, regression::Covariance};
    /// let (f, t) = (false, true);
    /// let data = TwoPeriods {
    ///     treated: &[f, f, f, f, t, t, t, t],
    ///     after: &[f, f, t, t, f, f, t, t],
    ///     outcomes: &[1.0, 3.0, 2.0, 4.0, 2.0, 4.0, 7.0, 9.0],
    /// };
    /// let effect = data.fit()?.effect(Covariance::Hc2, 0.95)?;
    /// assert!((effect.value - 4.0).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn fit(self) -> Result<DoubleDifference> {
        check_groups(self.treated, self.outcomes, 4)?;
        same_length("after", self.after.len(), "outcomes", self.outcomes.len())?;
        let cell = |treated: bool, after: bool| -> Result<Cell> {
            let values: Vec<f64> = (0..self.outcomes.len())
                .filter(|&r| self.treated[r] == treated && self.after[r] == after)
                .map(|r| self.outcomes[r])
                .collect();
            if values.len() < 2 {
                let why = format!("a cell of group and period has {} rows, two are needed", values.len());
                return Err(undetermined("after", "an effect", why));
            }
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
            Ok(Cell { n, mean, se: (squares / (n - 1.0) / n).sqrt() })
        };
        let cells = [[cell(false, false)?, cell(false, true)?], [cell(true, false)?, cell(true, true)?]];
        let number = |v: &[bool]| v.iter().map(|b| f64::from(u8::from(*b))).collect::<Vec<_>>();
        let (group, period) = (number(self.treated), number(self.after));
        let both: Vec<f64> = group.iter().zip(&period).map(|(g, p)| g * p).collect();
        let design = Design { columns: &[&group, &period, &both], intercept: true };
        let model = Ols { design, outcomes: self.outcomes, weights: None }.check()?.fit()?;
        Ok(DoubleDifference { cells, model })
    }
}

impl DoubleDifference {
    /// Change of the treated less change of the others. The error depends on the convention, so it is asked for: [`Covariance::Hc2`] is the root of
    /// the sum of the four squared errors of means; [`Covariance::Cluster`] by unit is right where units are seen twice.
    pub fn effect(&self, kind: Covariance<'_>, level: f64) -> Result<Estimate> {
        let estimate = self.model.estimates(kind, level)?[3];
        Ok(Estimate { method: "difference in differences", ..estimate })
    }
}

/// Units seen both before and after, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Changes<'a> {
    /// Whether each unit was acted upon.
    pub treated: &'a [bool],
    /// Its outcome before.
    pub before: &'a [f64],
    /// Its outcome after.
    pub after: &'a [f64],
}

impl Changes<'_> {
    /// The difference of mean changes by Welch: what each unit is like drops out.
    ///
    /// ```
    /// use troth_stats::effect::before_after::Changes;
    /// let data = Changes {
    ///     treated: &[true, true, false, false],
    ///     before: &[1.0, 2.0, 1.0, 2.0],
    ///     after: &[4.0, 6.0, 2.0, 3.0],
    /// };
    /// assert_eq!(data.difference(0.95)?.difference.value, 2.5);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn difference(self, level: f64) -> Result<Welch> {
        let changes = self.changes()?;
        welch(&of_group(self.treated, &changes, true), &of_group(self.treated, &changes, false), level)
    }

    /// Least squares of the change on treatment and further columns: coefficient 1 is the effect.
    pub fn adjusted(self, columns: &[&[f64]]) -> Result<OlsModel> {
        let changes = self.changes()?;
        let treatment: Vec<f64> = self.treated.iter().map(|t| f64::from(u8::from(*t))).collect();
        let all: Vec<&[f64]> = std::iter::once(treatment.as_slice()).chain(columns.iter().copied()).collect();
        Ols { design: Design { columns: &all, intercept: true }, outcomes: &changes, weights: None }
            .check()?
            .fit()
    }

    fn changes(&self) -> Result<Vec<f64>> {
        same_length("before", self.before.len(), "after", self.after.len())?;
        crate::error::finite_rows("before", self.before)?;
        crate::error::finite_rows("after", self.after)?;
        let changes: Vec<f64> = self.after.iter().zip(self.before).map(|(a, b)| a - b).collect();
        check_groups(self.treated, &changes, 2)?;
        Ok(changes)
    }
}
