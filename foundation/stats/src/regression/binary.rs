//! Yes-or-no outcomes: logit, probit and complementary log-log by Newton's method on the exact log-likelihood.

use super::{
    covariance::{Covariance, Scores, standard_errors},
    design::{Design, Rows, check_outcomes, dot},
    link::Link,
    sums::{add_outer, over_rows, symmetric, triangle},
};
use crate::{
    Error, Estimate,
    error::{Result, undetermined},
    estimate::check_level,
    linalg::{DMatrix, DVector, invert_definite},
    optimise::Convergence,
};

/// Steps after which a fit gives up; a fit that converges needs fewer than ten.
pub(super) const LIMIT: usize = 100;

/// A model of a yes-or-no outcome, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binary<'a> {
    /// The explaining columns.
    pub design: Design<'a>,
    /// 1 for yes, 0 for no.
    pub outcomes: &'a [f64],
    /// How many identical rows each stands for; `None` for one. A row of weight zero takes no part.
    pub weights: Option<&'a [f64]>,
    /// The link.
    pub link: Link,
}

/// A checked model, ready to fit.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedBinary {
    pub(super) rows: Rows,
    pub(super) outcomes: Vec<f64>,
    pub(super) weights: Vec<f64>,
    pub(super) link: Link,
}

/// A fitted model of a yes-or-no outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct BinaryModel {
    pub(super) data: CheckedBinary,
    pub(super) coefficients: Vec<f64>,
    pub(super) covariance: DMatrix<f64>,
    pub(super) log_likelihood: f64,
    pub(super) convergence: Convergence,
}

impl Binary<'_> {
    /// Checks shapes, that all numbers are finite, and that both outcomes occur.
    ///
    /// ```
    /// use troth_stats::regression::{Binary, Covariance, Design, Link};
    /// let x = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    /// let design = Design { columns: &[&x], intercept: true };
    /// let outcomes = &[0.0, 0.0, 1.0, 0.0, 1.0, 1.0];
    /// let model = Binary { design, outcomes, weights: None, link: Link::Logit }.check()?.fit()?;
    /// // One third against two thirds: the odds differ by a factor of 4.
    /// assert!((model.coefficients()[1] - 4f64.ln()).abs() < 1e-12);
    /// assert!((model.probability(&[1.0])? - 2.0 / 3.0).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn check(self) -> Result<CheckedBinary> {
        check_outcomes(self.outcomes, self.weights)?;
        if let Some(row) = self.outcomes.iter().position(|y| *y != 0.0 && *y != 1.0) {
            let value = self.outcomes[row];
            return Err(Error::Row { input: "outcomes", row, value, why: "an outcome is 0 or 1" });
        }
        let rows = self.design.rows(self.outcomes.len())?;
        let weights = self.weights.map_or_else(|| vec![1.0; rows.count], <[f64]>::to_vec);
        let yes = dot(&weights, self.outcomes);
        let no = weights.iter().sum::<f64>() - yes;
        if yes <= 0.0 || no <= 0.0 {
            return Err(undetermined("outcomes", "the coefficients", "all of them are the same"));
        }
        Ok(CheckedBinary { rows, outcomes: self.outcomes.to_vec(), weights, link: self.link })
    }
}

/// The state of a log-likelihood at a point.
struct Point {
    log_likelihood: f64,
    gradient: Vec<f64>,
    information: DMatrix<f64>,
}

impl CheckedBinary {
    /// Rows chosen by position.
    pub(crate) fn choose(&self, rows: &[usize]) -> Self {
        Self {
            rows: self.rows.choose(rows),
            outcomes: rows.iter().map(|&r| self.outcomes[r]).collect(),
            weights: rows.iter().map(|&r| self.weights[r]).collect(),
            link: self.link,
        }
    }

    /// Fits by maximum likelihood. The log-likelihood is concave for each link, so Newton's method with halved steps finds
    /// its maximum if there is one. Where the columns separate yes from no there is none: an error that names the
    /// column; [`CheckedBinary::fit_firth`] has an answer there.
    pub fn fit(self) -> Result<BinaryModel> {
        let width = self.rows.width;
        let compressed = super::design::compress(&self.rows, &self.outcomes, &self.weights);
        let small =
            Self { rows: compressed.0, outcomes: compressed.1, weights: compressed.2, link: self.link };
        let spread = spread(&small.rows);
        let mut beta = vec![0.0; width];
        let mut point = small.point(&beta);
        for iteration in 1..=LIMIT {
            let covariance = invert_definite(&point.information, "design", "the coefficients")
                .map_err(|error| if iteration > 8 { separated(&beta, &spread) } else { error })?;
            let step = &covariance * DVector::from_column_slice(&point.gradient);
            let decrement = dot(step.as_slice(), &point.gradient);
            let reach = step.iter().zip(&spread).map(|(s, m)| (s * m).abs()).fold(0.0, f64::max);
            if reach < 1e-9 && decrement < 1e-9 {
                // One last full step from inside the quadratic region.
                let last: Vec<f64> = beta.iter().zip(step.iter()).map(|(b, s)| b + s).collect();
                let end = small.point(&last);
                let gradient =
                    end.gradient.iter().zip(&spread).map(|(g, m)| (g / m).abs()).fold(0.0, f64::max);
                let covariance = invert_definite(&end.information, "design", "the coefficients")?;
                crate::error::finite_rows("coefficients", &last)?;
                let convergence = Convergence {
                    iterations: iteration,
                    evaluations: iteration + 1,
                    gradient,
                    remaining: 0.5 * decrement,
                };
                let log_likelihood = end.log_likelihood;
                return Ok(BinaryModel {
                    data: self,
                    coefficients: last,
                    covariance,
                    log_likelihood,
                    convergence,
                });
            }
            if iteration > 25 && reach > 0.05 {
                return Err(separated(step.as_slice(), &spread));
            }
            let mut share = 1.0;
            loop {
                let next: Vec<f64> = beta.iter().zip(step.iter()).map(|(b, s)| b + share * s).collect();
                let candidate = small.point(&next);
                if candidate.log_likelihood >= point.log_likelihood - 1e-12 * point.log_likelihood.abs() {
                    (beta, point) = (next, candidate);
                    break;
                }
                share *= 0.5;
                if share < 1e-10 {
                    return Err(stalled("binary regression", iteration, reach));
                }
            }
        }
        Err(stalled("binary regression", LIMIT, f64::NAN))
    }

    fn point(&self, beta: &[f64]) -> Point {
        let width = self.rows.width;
        let sums = over_rows(self.rows.count, 1 + width + triangle(width), |row, sums| {
            let x = self.rows.row(row);
            let weight = self.weights[row];
            let eta = dot(x, beta);
            let (value, first, second) =
                if self.outcomes[row] == 1.0 { self.link.log_lower(eta) } else { self.link.log_upper(eta) };
            sums[0] += weight * value;
            for (sum, xi) in sums[1..=width].iter_mut().zip(x) {
                *sum += weight * first * xi;
            }
            add_outer(&mut sums[1 + width..], x, -weight * second);
        });
        Point {
            log_likelihood: sums[0],
            gradient: sums[1..=width].to_vec(),
            information: symmetric(&sums[1 + width..], width),
        }
    }
}

/// The largest absolute value of each column: turns a coefficient's step into the largest step of a prediction.
pub(super) fn spread(rows: &Rows) -> Vec<f64> {
    let mut spread = vec![0.0_f64; rows.width];
    for row in rows.iter() {
        for (s, x) in spread.iter_mut().zip(row) {
            *s = s.max(x.abs());
        }
    }
    spread.iter().map(|s| s.max(f64::MIN_POSITIVE)).collect()
}

pub(super) fn separated(direction: &[f64], spread: &[f64]) -> Error {
    let size = |j: usize| (direction[j] * spread[j]).abs();
    let worst = (0..direction.len()).max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(0);
    let why = format!(
        "they are separated: the likelihood grows without end along coefficient {worst} (counted with the intercept); use Firth's fit or drop the column"
    );
    undetermined("outcomes", "the coefficients", why)
}

pub(super) fn stalled(method: &'static str, iterations: usize, gradient: f64) -> Error {
    let why = "the likelihood is flat to working precision; scale or drop columns that hardly vary".into();
    Error::NotConverged { method, iterations, gradient, why }
}

impl BinaryModel {
    /// The coefficients, the intercept first if there is one.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The maximised log-likelihood.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// `−2 ln L`; for rows that are each one outcome this is the deviance.
    pub fn deviance(&self) -> f64 {
        -2.0 * self.log_likelihood
    }

    /// How the fit ended.
    pub fn convergence(&self) -> &Convergence {
        &self.convergence
    }

    /// Number of rows, with their weights.
    pub fn n(&self) -> f64 {
        self.data.weights.iter().sum()
    }

    /// The fitted probability of yes, row by row.
    pub fn fitted(&self) -> Vec<f64> {
        self.data.rows.iter().map(|x| self.data.link.cdf(dot(x, &self.coefficients))).collect()
    }

    /// The probability of yes of a row given without the intercept.
    pub fn probability(&self, row: &[f64]) -> Result<f64> {
        let first = usize::from(self.data.rows.intercept);
        crate::error::same_length("row", row.len(), "columns", self.coefficients.len() - first)?;
        let intercept = if first == 1 { self.coefficients[0] } else { 0.0 };
        Ok(self.data.link.cdf(intercept + dot(row, &self.coefficients[first..])))
    }

    pub(crate) fn probability_of(&self, x: &[f64]) -> f64 {
        self.data.link.cdf(dot(x, &self.coefficients))
    }

    pub(crate) fn linear(&self, x: &[f64]) -> f64 {
        dot(x, &self.coefficients)
    }

    /// The covariance of the coefficients; [`Covariance::Classic`] is the inverse of the observed information, which for the logit is also the
    /// expected one.
    pub fn covariance(&self, kind: Covariance<'_>) -> Result<DMatrix<f64>> {
        let data = &self.data;
        let (mut residual, mut curvature) = (Vec::new(), Vec::new());
        for (x, y) in data.rows.iter().zip(&data.outcomes) {
            let eta = dot(x, &self.coefficients);
            let (_, first, second) =
                if *y == 1.0 { data.link.log_lower(eta) } else { data.link.log_upper(eta) };
            residual.push(first);
            curvature.push(-second);
        }
        let scores = Scores {
            rows: &data.rows,
            bread: &self.covariance,
            residual: &residual,
            curvature: &curvature,
            frequency: Some(&data.weights),
            n: self.n(),
        };
        scores.covariance(kind, &self.covariance)
    }

    /// Each coefficient with its standard error and normal interval.
    pub fn estimates(&self, kind: Covariance<'_>, level: f64) -> Result<Vec<Estimate>> {
        check_level(level)?;
        let errors = standard_errors(&self.covariance(kind)?);
        let make = |(&value, se): (&f64, f64)| {
            Estimate::normal(value, se, level, self.n(), "maximum likelihood").checked("coefficient")
        };
        self.coefficients.iter().zip(errors).map(make).collect()
    }
}
