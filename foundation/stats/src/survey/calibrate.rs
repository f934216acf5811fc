//! Moving weights until known totals come out right: post-stratification and raking.

use super::Survey;
use crate::{
    Error,
    error::{Result, finite_rows, same_length, undetermined},
};

/// Rounds of raking before it gives up.
const LIMIT: usize = 10_000;

/// A property whose totals in the population are known: the cell of each row, and the total of each cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin<'a> {
    /// Cell of each row, from 0.
    pub cells: &'a [usize],
    /// Size of each cell in the population.
    pub totals: &'a [f64],
}

impl Survey {
    /// Scales the weights so that each cell adds up to its known total (Holt & Smith 1979, JRSS A 142:33). Later errors
    /// count only what varies within cells.
    ///
    /// ```
    /// use troth_stats::survey::{Margin, Sample};
    /// let survey = Sample { weights: &[1.0; 4], ..Sample::default() }.check()?;
    /// let moved = survey.poststratify(Margin { cells: &[0, 0, 0, 1], totals: &[50.0, 50.0] })?;
    /// assert_eq!(moved.weights()[3], 50.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn poststratify(&self, margin: Margin<'_>) -> Result<Self> {
        self.rake(&[margin])
    }

    /// Scales the weights by one margin after the other until all come out right to one part in 10¹⁰: Deming & Stephan (1940), Annals of
    /// Mathematical Statistics 11:427. Errors are those of the regression on all margins, to which raking is
    /// asymptotically equal: Deville, Särndal & Sautory (1993), JASA 88:1013.
    ///
    /// Margins whose totals add up to different numbers, cells without a row of positive weight, and margins that contradict each
    /// other are errors.
    pub fn rake(&self, margins: &[Margin<'_>]) -> Result<Self> {
        for margin in margins {
            self.check_margin(margin)?;
        }
        let size = |m: &Margin<'_>| m.totals.iter().sum::<f64>();
        if let Some(other) = margins.iter().find(|m| (size(m) / size(&margins[0]) - 1.0).abs() > 1e-9) {
            let why = "the totals of every margin must add up to the same number";
            return Err(Error::Value { input: "margins", value: size(other), why });
        }
        let mut weights = self.weights.clone();
        for _ in 0..LIMIT {
            let mut worst = 0.0_f64;
            for margin in margins {
                let mut sums = vec![0.0; margin.totals.len()];
                for (cell, weight) in margin.cells.iter().zip(&weights) {
                    sums[*cell] += weight;
                }
                let factor: Vec<f64> = margin
                    .totals
                    .iter()
                    .zip(&sums)
                    .map(|(t, s)| if *s > 0.0 { t / s } else { 1.0 })
                    .collect();
                for (cell, weight) in margin.cells.iter().zip(&mut weights) {
                    *weight *= factor[*cell];
                }
                worst = factor.iter().map(|f| (f - 1.0).abs()).fold(worst, f64::max);
            }
            if worst < 1e-10 || margins.len() == 1 {
                let margins = margins.iter().map(|m| m.cells.to_vec()).collect();
                return Ok(Self { weights, margins, ..self.clone() });
            }
        }
        Err(Error::NotConverged {
            method: "raking",
            iterations: LIMIT,
            gradient: f64::NAN,
            why: "the margins contradict each other where combinations of cells have no row".into(),
        })
    }

    fn check_margin(&self, margin: &Margin<'_>) -> Result<()> {
        same_length("cells", margin.cells.len(), "weights", self.weights.len())?;
        finite_rows("totals", margin.totals)?;
        if let Some(row) = margin.totals.iter().position(|t| *t < 0.0) {
            let value = margin.totals[row];
            return Err(Error::Row { input: "totals", row, value, why: "a total is zero or above" });
        }
        if let Some(row) = margin.cells.iter().position(|c| *c >= margin.totals.len()) {
            let value = margin.cells[row] as f64;
            return Err(Error::Row { input: "cells", row, value, why: "no total was given for this cell" });
        }
        let mut sums = vec![0.0; margin.totals.len()];
        for (cell, weight) in margin.cells.iter().zip(&self.weights) {
            sums[*cell] += weight;
        }
        if let Some(cell) = (0..sums.len()).find(|&c| sums[c] == 0.0 && margin.totals[c] > 0.0) {
            let why = format!("cell {cell} has a total but no row of positive weight, join it with another");
            return Err(undetermined("cells", "the weights", why));
        }
        Ok(())
    }

    /// What is left of `values` after the weighted regression on the cells of all margins. Found by subtracting cell means in
    /// turn, which also holds where margins overlap so much that the regression has no unique coefficients.
    pub(super) fn residuals(&self, mut values: Vec<f64>) -> Result<Vec<f64>> {
        let scale = values.iter().map(|v| v.abs()).fold(0.0, f64::max);
        for _ in 0..LIMIT {
            let mut worst = 0.0_f64;
            for cells in &self.margins {
                let count = cells.iter().max().map_or(0, |c| c + 1);
                let mut sums = vec![(0.0, 0.0); count];
                for ((cell, weight), value) in cells.iter().zip(&self.weights).zip(&values) {
                    sums[*cell].0 += weight * value;
                    sums[*cell].1 += weight;
                }
                let mean: Vec<f64> = sums.iter().map(|(s, w)| if *w > 0.0 { s / w } else { 0.0 }).collect();
                for (cell, value) in cells.iter().zip(&mut values) {
                    *value -= mean[*cell];
                }
                worst = mean.iter().map(|m| m.abs()).fold(worst, f64::max);
            }
            if worst <= 1e-12 * scale || self.margins.len() < 2 {
                return Ok(values);
            }
        }
        Err(Error::NotConverged {
            method: "regression on the margins",
            iterations: LIMIT,
            gradient: f64::NAN,
            why: "the margins are nearly the same property".into(),
        })
    }
}
