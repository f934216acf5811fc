//! Ridge, lasso and their mixtures along a path of penalties, with the penalty chosen by cross-validation.

use rayon::prelude::*;

use super::design::{Design, Rows, check_outcomes, dot};
use crate::{
    Error,
    error::{Result, undetermined},
    random,
};

/// Rounds over the coefficients at one penalty before it gives up.
const LIMIT: usize = 100_000;

/// A penalised least-squares problem, not yet checked:
/// `min 1/(2n)·Σ(y − a − xᵀb)² + λ·[(1 − mix)/2·Σb² + mix·Σ|b|]` over standardised columns, in the convention of Friedman, Hastie &
/// Tibshirani (2010), Journal of Statistical Software 33(1). The intercept is not penalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Path<'a> {
    /// One slice per column.
    pub columns: &'a [&'a [f64]],
    /// The outcome of each row.
    pub outcomes: &'a [f64],
    /// 1 for the lasso (Tibshirani 1996), 0 for ridge (Hoerl & Kennard 1970), between for the elastic net.
    pub mix: f64,
    /// How many penalties: from the smallest that leaves no coefficient down to a ten-thousandth of it (a hundredth with
    /// more columns than rows), evenly in logarithms.
    pub penalties: usize,
}

/// A checked problem.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedPath {
    rows: Rows,
    outcomes: Vec<f64>,
    mix: f64,
    penalties: usize,
}

/// One point of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The penalty λ.
    pub penalty: f64,
    /// The intercept, in the unit of the outcome.
    pub intercept: f64,
    /// The coefficients, in the units of the columns.
    pub coefficients: Vec<f64>,
    /// Share of the outcome's variance explained in these rows.
    pub explained: f64,
}

/// A fitted path, from the largest penalty to the smallest. Penalised coefficients are biased on purpose: there are no standard errors.
#[derive(Debug, Clone, PartialEq)]
pub struct PathModel {
    /// The points.
    pub steps: Vec<Step>,
}

/// A path with the penalty that predicts best.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossValidated {
    /// The path on all rows.
    pub path: PathModel,
    /// Mean squared error of prediction of rows left out, at each penalty.
    pub errors: Vec<f64>,
    /// Standard error of each, over folds.
    pub standard_errors: Vec<f64>,
    /// Position of the smallest error.
    pub best: usize,
    /// Position of the largest penalty whose error is within one standard error of the smallest.
    pub simplest: usize,
}

impl Path<'_> {
    /// Checks shapes, that all numbers are finite, and that the outcome and at least one column vary.
    pub fn check(self) -> Result<CheckedPath> {
        check_outcomes(self.outcomes, None)?;
        if !(0.0..=1.0).contains(&self.mix) {
            return Err(Error::Value {
                input: "mix",
                value: self.mix,
                why: "it goes from 0 (ridge) to 1 (lasso)",
            });
        }
        if self.penalties == 0 || self.columns.is_empty() {
            return Err(Error::Empty { input: "path", why: "it needs a column and a penalty" });
        }
        let rows = Design { columns: self.columns, intercept: false }.rows(self.outcomes.len())?;
        let problem =
            CheckedPath { rows, outcomes: self.outcomes.to_vec(), mix: self.mix, penalties: self.penalties };
        let standard = problem.standardised(&(0..self.outcomes.len()).collect::<Vec<_>>());
        if self.outcomes.iter().all(|y| *y == self.outcomes[0]) {
            return Err(undetermined("outcomes", "the coefficients", "all of them are the same"));
        }
        if standard.columns.iter().all(|(_, spread)| *spread == 0.0) {
            return Err(undetermined("columns", "the coefficients", "none of them varies"));
        }
        crate::error::finite_rows("cross-products", &standard.cross)?;
        Ok(problem)
    }
}

/// Columns brought to mean zero and variance one, in the form of cross-products.
struct Standard {
    /// Column means and standard deviations (divisor n).
    columns: Vec<(f64, f64)>,
    outcome: f64,
    variance: f64,
    gram: Vec<f64>,
    cross: Vec<f64>,
}

impl CheckedPath {
    fn standardised(&self, chosen: &[usize]) -> Standard {
        let (n, width) = (chosen.len() as f64, self.rows.width);
        let outcome = chosen.iter().map(|&r| self.outcomes[r]).sum::<f64>() / n;
        let variance = chosen.iter().map(|&r| (self.outcomes[r] - outcome).powi(2)).sum::<f64>() / n;
        let mut columns = Vec::with_capacity(width);
        for j in 0..width {
            let mean = chosen.iter().map(|&r| self.rows.row(r)[j]).sum::<f64>() / n;
            let spread =
                (chosen.iter().map(|&r| (self.rows.row(r)[j] - mean).powi(2)).sum::<f64>() / n).sqrt();
            // A column that does not vary in these rows says nothing there: it stays at zero.
            columns.push((mean, if spread > 1e-14 * mean.abs() { spread } else { 0.0 }));
        }
        let (mut gram, mut cross) = (vec![0.0; width * width], vec![0.0; width]);
        let mut z = vec![0.0; width];
        for &r in chosen {
            for ((z, x), (mean, spread)) in z.iter_mut().zip(self.rows.row(r)).zip(&columns) {
                *z = if *spread > 0.0 { (x - mean) / spread } else { 0.0 };
            }
            let y = self.outcomes[r] - outcome;
            for i in 0..width {
                cross[i] += z[i] * y / n;
                for (sum, zj) in gram[i * width..(i + 1) * width].iter_mut().zip(&z) {
                    *sum += z[i] * zj / n;
                }
            }
        }
        Standard { columns, outcome, variance, gram, cross }
    }

    /// The penalties of the path.
    fn penalties(&self, standard: &Standard) -> Vec<f64> {
        // Ridge has no largest penalty of its own; a thousandth of lasso stands in, as in glmnet.
        let largest = standard.cross.iter().map(|c| c.abs()).fold(0.0, f64::max) / self.mix.max(1e-3);
        let ratio: f64 = if self.rows.count > self.rows.width { 1e-4 } else { 1e-2 };
        let last = (self.penalties.max(2) - 1) as f64;
        (0..self.penalties).map(|k| largest * ratio.powf(k as f64 / last)).collect()
    }

    /// Fits the path of default penalties.
    ///
    /// ```
    /// use troth_stats::regression::Path;
    /// let (a, b) = ([1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]);
    /// let path = Path { columns: &[&a, &b], outcomes: &[3.0, 1.0, 1.0, -1.0], mix: 1.0, penalties: 50 }.check()?.fit()?;
    /// assert!(path.steps[0].coefficients.iter().all(|c| c.abs() < 1e-12));
    /// assert!((path.steps[49].coefficients[0] - 1.0).abs() < 1e-3);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn fit(&self) -> Result<PathModel> {
        let all: Vec<usize> = (0..self.outcomes.len()).collect();
        let standard = self.standardised(&all);
        let penalties = self.penalties(&standard);
        Ok(PathModel { steps: self.descend(&standard, &penalties)? })
    }

    /// Fits at penalties of the caller's, which should fall.
    pub fn fit_at(&self, penalties: &[f64]) -> Result<PathModel> {
        if let Some(row) = penalties.iter().position(|p| !(p.is_finite() && *p >= 0.0)) {
            let value = penalties[row];
            return Err(Error::Row {
                input: "penalties",
                row,
                value,
                why: "it must be finite, zero or above",
            });
        }
        let all: Vec<usize> = (0..self.outcomes.len()).collect();
        Ok(PathModel { steps: self.descend(&self.standardised(&all), penalties)? })
    }

    /// Fits the path and chooses the penalty by leaving out one of `folds` random parts after the other.
    pub fn cross_validate(&self, folds: usize, seed: u64) -> Result<CrossValidated> {
        let n = self.outcomes.len();
        if folds < 2 || folds > n {
            let why = "it takes at least two folds and a row in each";
            return Err(Error::Value { input: "folds", value: folds as f64, why });
        }
        let part = parts(n, folds, seed);
        let all: Vec<usize> = (0..n).collect();
        let standard = self.standardised(&all);
        let penalties = self.penalties(&standard);
        let path = PathModel { steps: self.descend(&standard, &penalties)? };
        let by_fold: Vec<Vec<f64>> = (0..folds)
            .into_par_iter()
            .map(|fold| {
                let train: Vec<usize> = (0..n).filter(|&r| part[r] != fold).collect();
                let steps = self.descend(&self.standardised(&train), &penalties)?;
                let left: Vec<usize> = (0..n).filter(|&r| part[r] == fold).collect();
                let error = |step: &Step| {
                    let square = |&r: &usize| {
                        (self.outcomes[r] - step.intercept - dot(self.rows.row(r), &step.coefficients))
                            .powi(2)
                    };
                    left.iter().map(square).sum::<f64>() / left.len() as f64
                };
                Ok(steps.iter().map(error).collect())
            })
            .collect::<Result<_>>()?;
        let k = folds as f64;
        let errors: Vec<f64> =
            (0..penalties.len()).map(|p| by_fold.iter().map(|f| f[p]).sum::<f64>() / k).collect();
        let standard_errors: Vec<f64> = (0..penalties.len())
            .map(|p| (by_fold.iter().map(|f| (f[p] - errors[p]).powi(2)).sum::<f64>() / (k - 1.0) / k).sqrt())
            .collect();
        let best = (0..errors.len()).min_by(|&a, &b| errors[a].total_cmp(&errors[b])).unwrap_or(0);
        let simplest = errors.iter().position(|e| *e <= errors[best] + standard_errors[best]).unwrap_or(best);
        Ok(CrossValidated { path, errors, standard_errors, best, simplest })
    }

    /// Coordinate descent on cross-products (Friedman, Hastie & Tibshirani 2010, §2.2), each penalty starting from the last.
    fn descend(&self, standard: &Standard, penalties: &[f64]) -> Result<Vec<Step>> {
        let width = self.rows.width;
        let Standard { columns, outcome, variance, gram, cross } = standard;
        let mut b = vec![0.0; width];
        // Gradient of the squared error: cross − gram·b.
        let mut slope = cross.clone();
        let tolerance = 1e-12 * variance.sqrt();
        let mut steps = Vec::with_capacity(penalties.len());
        for &penalty in penalties {
            let (soft, hard) = (penalty * self.mix, 1.0 + penalty * (1.0 - self.mix));
            let mut round = 0;
            loop {
                let mut change = 0.0_f64;
                for j in 0..width {
                    let old = b[j];
                    let pull = slope[j] + old;
                    let new = pull.signum() * (pull.abs() - soft).max(0.0) / hard;
                    if new != old {
                        b[j] = new;
                        change = change.max((new - old).abs());
                        for (s, g) in slope.iter_mut().zip(&gram[j * width..(j + 1) * width]) {
                            *s -= g * (new - old);
                        }
                    }
                }
                round += 1;
                if change <= tolerance {
                    break;
                }
                if round > LIMIT {
                    let why = "columns are combinations of others; use a larger penalty or ridge".into();
                    return Err(Error::NotConverged {
                        method: "coordinate descent",
                        iterations: LIMIT,
                        gradient: change,
                        why,
                    });
                }
            }
            let coefficients: Vec<f64> = b
                .iter()
                .zip(columns)
                .map(|(b, (_, spread))| if *spread > 0.0 { b / spread } else { 0.0 })
                .collect();
            let centre: f64 = coefficients.iter().zip(columns).map(|(c, (mean, _))| c * mean).sum();
            for value in coefficients.iter().chain([&centre]) {
                crate::error::finite("a coefficient", *value)?;
            }
            let left =
                variance - b.iter().zip(cross.iter().zip(&slope)).map(|(b, (c, s))| b * (c + s)).sum::<f64>();
            steps.push(Step {
                penalty,
                intercept: outcome - centre,
                coefficients,
                explained: if *variance > 0.0 { 1.0 - left / variance } else { 0.0 },
            });
        }
        Ok(steps)
    }
}

/// Assigns rows to random parts of nearly equal size.
pub(crate) fn parts(rows: usize, parts: usize, seed: u64) -> Vec<usize> {
    let mut part: Vec<usize> = (0..rows).map(|r| r % parts).collect();
    random::shuffle(&mut random::seeded(seed), &mut part);
    part
}

impl Step {
    /// The predicted outcome of a row.
    pub fn predict(&self, row: &[f64]) -> Result<f64> {
        crate::error::same_length("row", row.len(), "coefficients", self.coefficients.len())?;
        Ok(self.intercept + dot(row, &self.coefficients))
    }
}
