//! Logit with Firth's penalty: finite where groups are separated, less biased where data are few.

use super::{
    binary::{BinaryModel, CheckedBinary, LIMIT, spread, stalled},
    design::dot,
    link::{Link, both},
    sums::{add_outer, form, over_rows, symmetric, triangle},
};
use crate::{
    Error,
    error::Result,
    linalg::{DMatrix, DVector, invert_definite},
    optimise::Convergence,
};

/// A logit fitted with Firth's penalty. All that a [`BinaryModel`] can do; its log-likelihood is the penalised one.
pub type FirthModel = BinaryModel;

impl CheckedBinary {
    /// Fits a logit that maximises `ln L + ½ ln det I`: Firth (1993), Biometrika 80:27, in the form of Heinze & Schemper (2002),
    /// Statistics in Medicine 21:2409. Exists for every data set whose columns are not collinear. Errors of the
    /// coefficients are from the information at the solution; under separation the likelihood is lopsided and their intervals are rough.
    ///
    /// ```
    /// use troth_stats::regression::{Binary, Design, Link};
    /// let x = [0.0, 0.0, 1.0, 1.0];
    /// let design = Design { columns: &[&x], intercept: true };
    /// let separated = Binary { design, outcomes: &[0.0, 0.0, 1.0, 1.0], weights: None, link: Link::Logit };
    /// assert!(separated.check()?.fit().is_err());
    /// // Half a case added to each of the four cells: ln(2.5/0.5)·2.
    /// let model = separated.check()?.fit_firth()?;
    /// assert!((model.coefficients()[1] - 2.0 * 5f64.ln()).abs() < 1e-9);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn fit_firth(self) -> Result<FirthModel> {
        if self.link != Link::Logit {
            let why = "Firth's penalty is defined here for the logit only";
            return Err(Error::Value { input: "link", value: f64::NAN, why });
        }
        let width = self.rows.width;
        let spread = spread(&self.rows);
        let mut beta = vec![0.0; width];
        let mut point = self.penalised(&beta)?;
        for iteration in 1..=LIMIT {
            let mut step = &point.covariance * DVector::from_column_slice(&point.score);
            let size = |step: &DVector<f64>| {
                step.iter().zip(&spread).map(|(s, m)| (s * m).abs()).fold(0.0, f64::max)
            };
            let reach = size(&step);
            if reach < 1e-11 {
                let gradient =
                    point.score.iter().zip(&spread).map(|(g, m)| (g / m).abs()).fold(0.0, f64::max);
                let remaining = 0.5 * dot(step.as_slice(), &point.score);
                let convergence =
                    Convergence { iterations: iteration, evaluations: iteration, gradient, remaining };
                let Penalised { value: log_likelihood, covariance, .. } = point;
                return Ok(BinaryModel {
                    data: self,
                    coefficients: beta,
                    covariance,
                    log_likelihood,
                    convergence,
                });
            }
            if reach > 5.0 {
                step *= 5.0 / reach;
            }
            let mut share = 1.0;
            loop {
                let next: Vec<f64> = beta.iter().zip(step.iter()).map(|(b, s)| b + share * s).collect();
                let candidate = self.penalised(&next);
                if let Ok(candidate) = candidate
                    && candidate.value >= point.value - 1e-10 * point.value.abs().max(1.0)
                {
                    (beta, point) = (next, candidate);
                    break;
                }
                share *= 0.5;
                if share < 1e-8 {
                    return Err(stalled("Firth's logit", iteration, reach));
                }
            }
        }
        Err(stalled("Firth's logit", LIMIT, f64::NAN))
    }

    fn penalised(&self, beta: &[f64]) -> Result<Penalised> {
        let width = self.rows.width;
        let first = over_rows(self.rows.count, 1 + triangle(width), |row, sums| {
            let x = self.rows.row(row);
            let eta = dot(x, beta);
            let (value, ..) = if self.outcomes[row] == 1.0 {
                Link::Logit.log_lower(eta)
            } else {
                Link::Logit.log_upper(eta)
            };
            sums[0] += self.weights[row] * value;
            let (p, q) = both(eta);
            add_outer(&mut sums[1..], x, self.weights[row] * p * q);
        });
        let information = symmetric(&first[1..], width);
        let covariance = invert_definite(&information, "design", "the coefficients")?;
        let determinant = information
            .clone()
            .cholesky()
            .map_or(f64::NEG_INFINITY, |c| 2.0 * c.l_dirty().diagonal().iter().map(|d| d.ln()).sum::<f64>());
        let score = over_rows(self.rows.count, width, |row, sums| {
            let x = self.rows.row(row);
            let eta = dot(x, beta);
            let (p, q) = both(eta);
            let leverage = p * q * form(x, &covariance);
            let residual = if self.outcomes[row] == 1.0 { q } else { -p };
            let factor = self.weights[row] * (residual + leverage * (0.5 - p));
            for (sum, xi) in sums.iter_mut().zip(x) {
                *sum += factor * xi;
            }
        });
        Ok(Penalised { value: first[0] + 0.5 * determinant, score, covariance })
    }
}

struct Penalised {
    value: f64,
    score: Vec<f64>,
    covariance: DMatrix<f64>,
}
