//! Doubly robust effects with cross-fitting: every row is scored by models that have not seen it, so that flexible models do not
//! flatter themselves. Chernozhukov, Chetverikov, Demirer, Duflo, Hansen, Newey & Robins (2018), Econometrics Journal 21:C1, §5.1 (DML2).

use rayon::prelude::*;

use super::{check_groups, observational::Study};
use crate::{
    Error, Estimate,
    error::{Result, undetermined},
    estimate::check_level,
    regression::{Binary, Design, Rows, dot, least_squares, parts},
};

/// The model of the outcome, in each group by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Outcome {
    /// Least squares.
    #[default]
    LeastSquares,
    /// Lasso, its penalty chosen by five-fold cross-validation inside the other folds.
    Lasso,
}

/// How to cross-fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossFit {
    /// Number of parts, 5 to 10.
    pub folds: usize,
    /// Seed of the random parts.
    pub seed: u64,
    /// The model of the outcome.
    pub outcome: Outcome,
    /// Propensities are moved to at least this and at most one less this, 0.01 for instance; 0 leaves them.
    pub floor: f64,
}

/// A cross-fitted effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossFitted {
    /// Average effect over all rows.
    pub average: Estimate,
    /// Average effect on the treated.
    pub on_treated: Estimate,
    /// Rows whose propensity was moved to the floor.
    pub moved: usize,
}

impl CrossFit {
    /// Estimates the effect. Every training part needs more rows of each group than coefficients.
    ///
    /// ```
    /// use troth_stats::{effect::{cross_fit::{CrossFit, Outcome}, observational::Study}, regression::Link};
    /// let x: Vec<f64> = (0..200).map(|i| f64::from(i % 10)).collect();
    /// let treated: Vec<bool> = (0..200).map(|i| (i * 7) % 13 < 3 + i % 10).collect();
    /// let outcomes: Vec<f64> = (0..200).map(|i| x[i] + if treated[i] { 2.0 } else { 0.0 }).collect();
    /// let study = Study { treated: &treated, outcomes: &outcomes, propensity: &[&x], outcome: &[&x], link: Link::Logit };
    /// let plan = CrossFit { folds: 5, seed: 1, outcome: Outcome::LeastSquares, floor: 0.01 };
    /// assert!((plan.effect(&study, 0.95)?.average.value - 2.0).abs() < 1e-9);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn effect(&self, study: &Study<'_>, level: f64) -> Result<CrossFitted> {
        check_level(level)?;
        check_groups(study.treated, study.outcomes, 2 * self.folds)?;
        let n = study.outcomes.len();
        if self.folds < 2 || self.folds > n {
            return Err(Error::Value {
                input: "folds",
                value: self.folds as f64,
                why: "it takes at least two folds",
            });
        }
        if !(0.0..0.5).contains(&self.floor) {
            return Err(Error::Value {
                input: "floor",
                value: self.floor,
                why: "it goes from 0 to below 0.5",
            });
        }
        let ones: Vec<f64> = study.treated.iter().map(|t| f64::from(u8::from(*t))).collect();
        let design = Design { columns: study.propensity, intercept: true };
        let propensity = Binary { design, outcomes: &ones, weights: None, link: study.link }.check()?;
        let propensity_rows = design.rows(n)?;
        let rows = Design { columns: study.outcome, intercept: true }.rows(n)?;
        let part = parts(n, self.folds, self.seed);
        let scored: Vec<Vec<(usize, [f64; 3])>> = (0..self.folds)
            .into_par_iter()
            .map(|fold| {
                let train: Vec<usize> = (0..n).filter(|&r| part[r] != fold).collect();
                let model = propensity.choose(&train).fit()?;
                let group = |treated: bool| -> Result<Vec<f64>> {
                    let chosen: Vec<usize> =
                        train.iter().copied().filter(|&r| study.treated[r] == treated).collect();
                    self.outcome_model(&rows, study.outcomes, &chosen)
                };
                let (one, zero) = (group(true)?, group(false)?);
                let score = |r: usize| {
                    let x = rows.row(r);
                    (r, [model.probability_of(propensity_rows.row(r)), dot(x, &one), dot(x, &zero)])
                };
                Ok((0..n).filter(|&r| part[r] == fold).map(score).collect())
            })
            .collect::<Result<_>>()?;
        let mut nuisance = vec![[0.0; 3]; n];
        for (row, values) in scored.into_iter().flatten() {
            nuisance[row] = values;
        }
        self.combine(study, &nuisance, level)
    }

    fn combine(&self, study: &Study<'_>, nuisance: &[[f64; 3]], level: f64) -> Result<CrossFitted> {
        let n = nuisance.len() as f64;
        let share = study.treated.iter().filter(|t| **t).count() as f64 / n;
        let (mut average, mut treated, mut moved) = (Vec::new(), Vec::new(), 0);
        for (row, [p, one, zero]) in nuisance.iter().enumerate() {
            let kept = p.clamp(self.floor, 1.0 - self.floor);
            moved += usize::from(kept != *p);
            if kept <= 0.0 || kept >= 1.0 {
                let why = "this row has no counterpart in the other group, use a floor";
                return Err(Error::Row { input: "propensity", row, value: *p, why });
            }
            let y = study.outcomes[row];
            if study.treated[row] {
                average.push(one - zero + (y - one) / kept);
                treated.push((y - zero) / share);
            } else {
                average.push(one - zero - (y - zero) / (1.0 - kept));
                treated.push(-kept / (1.0 - kept) * (y - zero) / share);
            }
        }
        let mean = |v: &[f64]| v.iter().sum::<f64>() / n;
        let (a, t) = (mean(&average), mean(&treated));
        let error = |squares: f64| (squares / n / n).sqrt();
        let se = error(average.iter().map(|v| (v - a).powi(2)).sum());
        // The share of the treated is estimated too: its influence is −t·(D − share)/share.
        let on = |(v, d): (&f64, &bool)| (v - if *d { t / share } else { 0.0 }).powi(2);
        let se_treated = error(treated.iter().zip(study.treated).map(on).sum());
        let method = "doubly robust, cross-fitted";
        Ok(CrossFitted {
            average: Estimate::normal(a, se, level, n, method).checked("effect")?,
            on_treated: Estimate::normal(t, se_treated, level, n, method).checked("effect")?,
            moved,
        })
    }

    /// Coefficients with the intercept first.
    fn outcome_model(&self, rows: &Rows, outcomes: &[f64], chosen: &[usize]) -> Result<Vec<f64>> {
        let y: Vec<f64> = chosen.iter().map(|&r| outcomes[r]).collect();
        let same = y.iter().all(|v| *v == y[0]);
        if chosen.len() < rows.width || y.is_empty() {
            let why = format!("a part has {} rows of a group for {} coefficients", chosen.len(), rows.width);
            return Err(undetermined("outcome", "the model in each group", why));
        }
        if self.outcome == Outcome::LeastSquares || rows.width == 1 || same {
            return Ok(least_squares(&rows.choose(chosen), &y, &vec![1.0; y.len()])?.0);
        }
        let columns: Vec<Vec<f64>> =
            (1..rows.width).map(|j| chosen.iter().map(|&r| rows.row(r)[j]).collect()).collect();
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let path =
            crate::regression::Path { columns: &slices, outcomes: &y, mix: 1.0, penalties: 60 }.check()?;
        let chosen = path.cross_validate(5, self.seed)?;
        let step = &chosen.path.steps[chosen.best];
        Ok(std::iter::once(step.intercept).chain(step.coefficients.iter().copied()).collect())
    }
}
