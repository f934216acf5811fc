//! Effects where recorded circumstances decided who was treated: inverse probability weighting, regression adjustment, and both.
//!
//! Standard errors are those of stacked estimating equations (Stefanski & Boos 2002, The American Statistician 56:29): they count that
//! propensities and regressions were estimated too, as Stata's `teffects` does.

use super::{check_groups, multiply};
use crate::{
    Error, Estimate,
    error::{Result, undetermined},
    estimate::check_level,
    linalg::{DMatrix, invert_definite},
    regression::{
        Binary, BinaryModel, Design, Link, Rows, add_outer, dot, least_squares, over_rows, symmetric,
        triangle,
    },
};

/// An observational study, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Study<'a> {
    /// Whether each row was treated.
    pub treated: &'a [bool],
    /// The outcome of each row.
    pub outcomes: &'a [f64],
    /// What explains who was treated; an intercept is added.
    pub propensity: &'a [&'a [f64]],
    /// What explains the outcome, in each group by itself; an intercept is added. Not used by weighting alone.
    pub outcome: &'a [&'a [f64]],
    /// Link of the model of treatment.
    pub link: Link,
}

/// How the effect is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// Regression in each group, predicted for all.
    RegressionAdjustment,
    /// Inverse probability weights normalised in each group (Hájek).
    Weighting,
    /// Inverse probability weights as they are (Horvitz & Thompson 1952, JASA 47:663): wild where propensities come near 0 or 1.
    HorvitzThompson,
    /// Regression, with weighted residuals added: right if either model is (Robins, Rotnitzky & Zhao 1994, JASA 89:846; Lunceford & Davidian 2004,
    /// Statistics in Medicine 23:2937, eq. 9).
    #[default]
    DoublyRobust,
    /// The same with the regressions weighted by `(1/p)(1/p − 1)` (Cao, Tsiatis & Davidian 2009, Biometrika 96:723): Stata's `aipw, wnls`.
    DoublyRobustWeighted,
    /// Regressions weighted by inverse probabilities, predicted for all: Stata's `ipwra`.
    WeightedAdjustment,
}

/// The mean outcome had all been treated, had none been, and the difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Average treatment effect over all rows.
    pub average: Estimate,
    /// Mean had all been treated.
    pub treated: Estimate,
    /// Mean had none been treated.
    pub untreated: Estimate,
    /// For the methods that add weighted residuals, the error of the average as if propensities and regressions were known: `s/√n` of the
    /// scores (Lunceford & Davidian 2004). Right if both models are; it says nothing of their own uncertainty.
    pub score_error: Option<f64>,
}

/// A study with its fitted model of treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedStudy {
    pub(super) treated: Vec<bool>,
    pub(super) outcomes: Vec<f64>,
    pub(super) outcome_rows: Rows,
    pub(super) model: BinaryModel,
    pub(super) propensity_rows: Rows,
    pub(super) scores: Vec<f64>,
    pub(super) link: Link,
}

impl Study<'_> {
    /// Checks the study and fits the model of treatment. Propensities of exactly 0 or 1 in double precision are an error: such rows
    /// have no counterpart in the other group.
    ///
    /// ```
    /// use troth_stats::{effect::observational::{Method, Study}, regression::Link};
    /// let x: Vec<f64> = (0..60).map(|i| f64::from(i % 10)).collect();
    /// let treated: Vec<bool> = (0..60).map(|i| (i * 7) % 13 < 3 + i % 10).collect();
    /// let outcomes: Vec<f64> = (0..60).map(|i| x[i] + if treated[i] { 2.0 } else { 0.0 }).collect();
    /// let study = Study { treated: &treated, outcomes: &outcomes, propensity: &[&x], outcome: &[&x], link: Link::Logit };
    /// let effect = study.fit()?.effect(Method::DoublyRobust, 0.95)?;
    /// assert!((effect.average.value - 2.0).abs() < 1e-9);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn fit(self) -> Result<FittedStudy> {
        check_groups(self.treated, self.outcomes, 2)?;
        let n = self.outcomes.len();
        let ones: Vec<f64> = self.treated.iter().map(|t| f64::from(u8::from(*t))).collect();
        let design = Design { columns: self.propensity, intercept: true };
        let model = Binary { design, outcomes: &ones, weights: None, link: self.link }.check()?.fit()?;
        let propensity_rows = design.rows(n)?;
        let scores = model.fitted();
        if let Some(row) = scores.iter().position(|p| *p <= 0.0 || *p >= 1.0) {
            let value = scores[row];
            return Err(Error::Row {
                input: "propensity",
                row,
                value,
                why: "this row has no counterpart in the other group",
            });
        }
        let outcome_rows = Design { columns: self.outcome, intercept: true }.rows(n)?;
        Ok(FittedStudy {
            treated: self.treated.to_vec(),
            outcomes: self.outcomes.to_vec(),
            outcome_rows,
            model,
            propensity_rows,
            scores,
            link: self.link,
        })
    }
}

/// What distinguishes the methods: the weight of a row in its group's regression as a function of the probability of its own group, the
/// derivative of that, and whether weighted residuals are added.
struct Recipe {
    weight: fn(f64) -> (f64, f64),
    augmented: bool,
    columns: Columns,
}

#[derive(PartialEq)]
enum Columns {
    All,
    Intercept,
    None,
}

impl Method {
    fn recipe(self) -> Recipe {
        let plain: fn(f64) -> (f64, f64) = |_| (1.0, 0.0);
        let inverse: fn(f64) -> (f64, f64) = |p| (1.0 / p, -1.0 / (p * p));
        let (weight, augmented, columns) = match self {
            Self::RegressionAdjustment => (plain, false, Columns::All),
            Self::Weighting => (inverse, false, Columns::Intercept),
            Self::HorvitzThompson => (plain, true, Columns::None),
            Self::DoublyRobust => (plain, true, Columns::All),
            Self::DoublyRobustWeighted => (
                (|p| ((1.0 - p) / (p * p), (p - 2.0) / (p * p * p))) as fn(f64) -> (f64, f64),
                true,
                Columns::All,
            ),
            Self::WeightedAdjustment => (inverse, false, Columns::All),
        };
        Recipe { weight, augmented, columns }
    }

    /// The name that an estimate carries.
    pub fn name(self) -> &'static str {
        match self {
            Self::RegressionAdjustment => "regression adjustment",
            Self::Weighting => "inverse probability weighting",
            Self::HorvitzThompson => "inverse probability weighting, not normalised",
            Self::DoublyRobust => "augmented inverse probability weighting",
            Self::DoublyRobustWeighted => "augmented weighting with weighted regression",
            Self::WeightedAdjustment => "inverse probability weighted regression adjustment",
        }
    }
}

/// A mean, the influences on it, and the parts it is the mean of.
type Means = (f64, Vec<f64>, Vec<f64>);

impl FittedStudy {
    /// The fitted probability of treatment of each row.
    pub fn propensity(&self) -> &[f64] {
        &self.scores
    }

    /// The model of treatment.
    pub fn model(&self) -> &BinaryModel {
        &self.model
    }

    /// The average effect on all rows, normal intervals.
    pub fn effect(&self, method: Method, level: f64) -> Result<Effect> {
        check_level(level)?;
        let recipe = method.recipe();
        let own = self.own_scores()?;
        let (one, influence1, scores1) = self.mean_if(true, &recipe, &own)?;
        let (zero, influence0, scores0) = self.mean_if(false, &recipe, &own)?;
        let n = self.outcomes.len() as f64;
        let make = |value: f64, influence: &mut dyn Iterator<Item = f64>| {
            let se = (influence.map(|i| i * i).sum::<f64>() / (n * n)).sqrt();
            Estimate::normal(value, se, level, n, method.name()).checked("effect")
        };
        let squares: f64 = scores1.iter().zip(&scores0).map(|(a, b)| (a - b - (one - zero)).powi(2)).sum();
        Ok(Effect {
            score_error: recipe.augmented.then(|| (squares / (n - 1.0) / n).sqrt()),
            average: make(one - zero, &mut influence1.iter().zip(&influence0).map(|(a, b)| a - b))?,
            treated: make(one, &mut influence1.iter().copied())?,
            untreated: make(zero, &mut influence0.iter().copied())?,
        })
    }

    /// The average effect on the treated, by weights `p/(1 − p)` on the others, normalised (Hirano & Imbens 2001).
    pub fn effect_on_treated(&self, level: f64) -> Result<Estimate> {
        check_level(level)?;
        let own = self.own_scores()?;
        let n = self.outcomes.len() as f64;
        let count = self.treated.iter().filter(|t| **t).count() as f64;
        let odds: Vec<f64> = self.scores.iter().map(|p| p / (1.0 - p)).collect();
        let (mut treated, mut others, mut total) = (0.0, 0.0, 0.0);
        for ((is_treated, outcome), odds) in self.treated.iter().zip(&self.outcomes).zip(&odds) {
            if *is_treated {
                treated += outcome;
            } else {
                others += odds * outcome;
                total += odds;
            }
        }
        let (one, zero) = (treated / count, others / total);
        let width = self.propensity_rows.width;
        let mut slope = vec![0.0; width];
        for i in 0..self.outcomes.len() {
            if !self.treated[i] {
                // d(p/(1−p)) = p′/(1−p)².
                let factor = self.density(i) / (1.0 - self.scores[i]).powi(2) * (self.outcomes[i] - zero);
                for (s, x) in slope.iter_mut().zip(self.propensity_rows.row(i)) {
                    *s += factor * x;
                }
            }
        }
        let squares: f64 = (0..self.outcomes.len())
            .map(|i| {
                let first = if self.treated[i] { n / count * (self.outcomes[i] - one) } else { 0.0 };
                let direct = if self.treated[i] { 0.0 } else { odds[i] * (self.outcomes[i] - zero) };
                let second = n / total * (direct + dot(&slope, &own[i * width..(i + 1) * width]) / n);
                (first - second).powi(2)
            })
            .sum();
        let method = "inverse probability weighting, effect on the treated";
        Estimate::normal(one - zero, squares.sqrt() / n, level, n, method).checked("effect")
    }

    /// Slope of the probability of treatment in its linear predictor.
    fn density(&self, row: usize) -> f64 {
        self.link.derivatives(self.model.linear(self.propensity_rows.row(row))).0
    }

    /// Influence of each row on the coefficients of treatment, times n: inverse mean information times the row's score. By rows.
    fn own_scores(&self) -> Result<Vec<f64>> {
        let n = self.outcomes.len() as f64;
        let bread = self.model.covariance(crate::regression::Covariance::Classic)? * n;
        let mut influence = Vec::with_capacity(self.propensity_rows.values.len());
        for (x, treated) in self.propensity_rows.iter().zip(&self.treated) {
            let eta = self.model.linear(x);
            let first = if *treated { self.link.log_lower(eta).1 } else { self.link.log_upper(eta).1 };
            influence.extend(multiply(&bread, x).iter().map(|b| b * first));
        }
        Ok(influence)
    }

    /// The mean outcome had everybody been in `group`, the influence of each row on it, and the row's own part of it.
    fn mean_if(&self, group: bool, recipe: &Recipe, own: &[f64]) -> Result<Means> {
        let count = self.outcomes.len();
        let n = count as f64;
        let width = self.propensity_rows.width;
        let rows = match recipe.columns {
            Columns::All => self.outcome_rows.clone(),
            Columns::Intercept | Columns::None => {
                Rows { values: vec![1.0; count], width: 1, count, intercept: true }
            }
        };
        let k = rows.width;
        let inside: Vec<f64> = self.treated.iter().map(|t| f64::from(u8::from(*t == group))).collect();
        let chance: Vec<f64> = self.scores.iter().map(|p| if group { *p } else { 1.0 - p }).collect();
        let slope: Vec<f64> =
            (0..count).map(|i| if group { self.density(i) } else { -self.density(i) }).collect();
        let fitted = recipe.columns != Columns::None;
        let (beta, bread) = if fitted {
            let used = inside.iter().filter(|i| **i > 0.0).count();
            if used < k {
                let why = format!("a group has {used} rows for {k} coefficients");
                return Err(undetermined("outcome", "the regression in each group", why));
            }
            let weights: Vec<f64> = (0..count).map(|i| inside[i] * (recipe.weight)(chance[i]).0).collect();
            let chosen: Vec<usize> = (0..count).filter(|&i| inside[i] > 0.0).collect();
            let pick = |v: &[f64]| chosen.iter().map(|&i| v[i]).collect::<Vec<f64>>();
            let (beta, _) = least_squares(&rows.choose(&chosen), &pick(&self.outcomes), &pick(&weights))?;
            let meat = over_rows(count, triangle(k), |i, sums| add_outer(sums, rows.row(i), weights[i] / n));
            (beta, invert_definite(&symmetric(&meat, k), "outcome", "the regression in each group")?)
        } else {
            (vec![0.0; k], DMatrix::zeros(k, k))
        };
        let predicted = rows.times(&beta);
        let a = f64::from(u8::from(recipe.augmented));
        let part = |i: usize| predicted[i] + a * inside[i] * (self.outcomes[i] - predicted[i]) / chance[i];
        let mean = (0..count).map(part).sum::<f64>() / n;
        // Slopes of the mean in the regression's coefficients and in those of treatment, and of the regression's equations in the latter.
        let (mut by_beta, mut by_gamma, mut mixed) = (vec![0.0; k], vec![0.0; width], vec![0.0; k * width]);
        for i in 0..count {
            let (x, z) = (rows.row(i), self.propensity_rows.row(i));
            let residual = self.outcomes[i] - predicted[i];
            let own_weight = 1.0 - a * inside[i] / chance[i];
            for (b, x) in by_beta.iter_mut().zip(x) {
                *b += own_weight * x / n;
            }
            if inside[i] == 0.0 {
                continue;
            }
            let factor = -a * residual * slope[i] / (chance[i] * chance[i]) / n;
            let turn = (recipe.weight)(chance[i]).1 * slope[i] * residual / n;
            for (g, z) in by_gamma.iter_mut().zip(z) {
                *g += factor * z;
            }
            for (row, x) in mixed.chunks_exact_mut(width).zip(x) {
                for (m, z) in row.iter_mut().zip(z) {
                    *m += turn * x * z;
                }
            }
        }
        let through = if fitted { multiply(&bread, &by_beta) } else { vec![0.0; k] };
        for (row, t) in mixed.chunks_exact(width).zip(&through) {
            for (g, m) in by_gamma.iter_mut().zip(row) {
                *g += t * m;
            }
        }
        let influence = (0..count)
            .map(|i| {
                let weight = if inside[i] == 0.0 { 0.0 } else { (recipe.weight)(chance[i]).0 };
                let residual = if fitted { weight * (self.outcomes[i] - predicted[i]) } else { 0.0 };
                part(i) - mean
                    + residual * dot(&through, rows.row(i))
                    + dot(&by_gamma, &own[i * width..(i + 1) * width])
            })
            .collect();
        Ok((mean, influence, (0..count).map(part).collect()))
    }
}
