//! Ordered answers: the cumulative link model, with thresholds as parameters of their own.
//!
//! `P(y ≤ j) = F(θ_j − xᵀβ)` (`McCullagh` 1980, JRSS B 42:109, §2; the sign of β as in Agresti and in R's polr and clm: larger
//! means better answers). The thresholds θ are fitted as such, not as a first one and logarithms of increments, so their standard
//! errors are theirs. The log-likelihood is concave in (θ, β) for the three links (Pratt 1981, JASA 76:103).

mod likelihood;
mod profile;

use likelihood::{Likelihood, Point};

use super::{
    binary::{LIMIT, separated, spread, stalled},
    covariance::standard_errors,
    design::{Design, Rows, check_outcomes, compress, dot},
    link::Link,
};
use crate::{
    Error, Estimate,
    error::{Result, same_length, undetermined},
    estimate::check_level,
    linalg::{DMatrix, DVector, invert_definite},
    optimise::Convergence,
    special::chi_square_sf,
};

/// A model of an ordered outcome, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ordinal<'a> {
    /// One slice per explaining column; there is no intercept, the thresholds take its place.
    pub columns: &'a [&'a [f64]],
    /// The answer of each row, from 0 for the lowest to `levels − 1`.
    pub outcomes: &'a [usize],
    /// How many identical rows each stands for; `None` for one.
    pub weights: Option<&'a [f64]>,
    /// The link.
    pub link: Link,
}

/// A checked model, its identical rows joined.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedOrdinal {
    rows: Option<Rows>,
    outcomes: Vec<usize>,
    weights: Vec<f64>,
    levels: usize,
    link: Link,
}

/// A fitted cumulative link model.
#[derive(Debug, Clone, PartialEq)]
pub struct OrdinalModel {
    data: CheckedOrdinal,
    thresholds: Vec<f64>,
    coefficients: Vec<f64>,
    covariance: DMatrix<f64>,
    log_likelihood: f64,
    convergence: Convergence,
}

/// Whether columns act alike on all thresholds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NominalTest {
    /// Log-likelihood where the columns have a coefficient of their own at each threshold.
    pub log_likelihood: f64,
    /// Twice the gain in log-likelihood.
    pub statistic: f64,
    /// Columns tested times thresholds less one.
    pub degrees_of_freedom: f64,
    /// Upper probability of chi-squared.
    pub p_value: f64,
}

impl Ordinal<'_> {
    /// Checks shapes, that all numbers are finite, and that every level up to the highest occurs, since a threshold
    /// beside an empty level has no value.
    ///
    /// ```
    /// use troth_stats::regression::{Link, Ordinal};
    /// let x = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    /// let outcomes = &[0, 0, 1, 2, 0, 1, 2, 2];
    /// let model = Ordinal { columns: &[&x], outcomes, weights: None, link: Link::Logit }.check()?.fit()?;
    /// assert!(model.coefficients()[0] > 0.0 && model.thresholds()[0] < model.thresholds()[1]);
    /// let shares = model.probabilities(&[1.0])?;
    /// assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn check(self) -> Result<CheckedOrdinal> {
        let codes: Vec<f64> = self.outcomes.iter().map(|o| *o as f64).collect();
        check_outcomes(&codes, self.weights)?;
        let ones;
        let weights = if let Some(weights) = self.weights {
            weights
        } else {
            ones = vec![1.0; codes.len()];
            &ones
        };
        let highest = self.outcomes.iter().max().copied().unwrap_or(0);
        if highest >= codes.len() {
            let why = format!("level {highest} is higher than there are rows, so a level below it is empty");
            return Err(undetermined("outcomes", "the thresholds", why));
        }
        let mut counts = vec![0.0; highest + 1];
        for (outcome, weight) in self.outcomes.iter().zip(weights) {
            counts[*outcome] += weight;
        }
        if counts.len() < 2 {
            return Err(undetermined("outcomes", "the thresholds", "all of them are the same"));
        }
        if let Some(level) = counts.iter().position(|c| *c == 0.0) {
            let why = format!("nobody answered level {level}, join it with its neighbour");
            return Err(undetermined("outcomes", "the thresholds", why));
        }
        // A column of ones keeps the layout of the other models; it is cut off below.
        let design = Design { columns: self.columns, intercept: self.columns.is_empty() };
        let (rows, codes, weights) = compress(&design.rows(codes.len())?, &codes, weights);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "they were whole numbers before"
        )]
        let outcomes = codes.iter().map(|c| *c as usize).collect();
        let rows = (!self.columns.is_empty()).then_some(rows);
        Ok(CheckedOrdinal { rows, outcomes, weights, levels: counts.len(), link: self.link })
    }
}

impl CheckedOrdinal {
    /// Distinct rows after identical ones were joined.
    pub fn distinct(&self) -> usize {
        self.outcomes.len()
    }

    /// Fits by Newton's method with the exact second derivatives. Separation is an error that names the coefficient.
    pub fn fit(self) -> Result<OrdinalModel> {
        let (point, parameters, convergence) = self.maximise(&[], None)?;
        let thresholds = self.levels - 1;
        let covariance = invert_definite(&point.information, "columns", "the coefficients")?;
        Ok(OrdinalModel {
            thresholds: parameters[..thresholds].to_vec(),
            coefficients: parameters[thresholds..].to_vec(),
            covariance,
            log_likelihood: point.log_likelihood,
            convergence,
            data: self,
        })
    }

    /// Maximises with some columns acting on each threshold by itself; or from a given point with one parameter held where it is.
    fn maximise(
        &self,
        nominal: &[usize],
        held: Option<(usize, &[f64])>,
    ) -> Result<(Point, Vec<f64>, Convergence)> {
        let likelihood = Likelihood::new(
            self.rows.as_ref(),
            &self.outcomes,
            &self.weights,
            self.levels,
            self.link,
            nominal,
        );
        let mut parameters = held.map_or_else(|| likelihood.start(), |(_, start)| start.to_vec());
        let mut reaches = vec![1.0; parameters.len()];
        if let Some(rows) = &self.rows {
            reaches = likelihood.reaches(&spread(rows));
        }
        // A held parameter is one whose equation reads: do not move.
        let at = |parameters: &[f64]| {
            let mut point = likelihood.at(parameters)?;
            if let Some((held, _)) = held {
                point.gradient[held] = 0.0;
                point.information.row_mut(held).fill(0.0);
                point.information.column_mut(held).fill(0.0);
                point.information[(held, held)] = 1.0;
            }
            Some(point)
        };
        let mut point = at(&parameters).ok_or_else(|| stalled("ordinal regression", 0, f64::NAN))?;
        for iteration in 1..=LIMIT {
            let inverse = invert_definite(&point.information, "columns", "the coefficients")
                .map_err(|error| if iteration > 8 { separated(&parameters, &reaches) } else { error })?;
            let step = inverse * DVector::from_column_slice(&point.gradient);
            let decrement = dot(step.as_slice(), &point.gradient);
            let reach = step.iter().zip(&reaches).map(|(s, m)| (s * m).abs()).fold(0.0, f64::max);
            if iteration > 25 && reach > 0.05 && nominal.is_empty() {
                return Err(separated(step.as_slice(), &reaches));
            }
            // A test needs the supremum of the likelihood only, which exists even where a coefficient has no end.
            let done = decrement < 1e-10 && (reach < 1e-7 || !nominal.is_empty());
            let mut share = 1.0;
            loop {
                let next: Vec<f64> = parameters.iter().zip(step.iter()).map(|(b, s)| b + share * s).collect();
                if let Some(candidate) = at(&next)
                    && candidate.log_likelihood >= point.log_likelihood - 1e-12 * point.log_likelihood.abs()
                {
                    (parameters, point) = (next, candidate);
                    break;
                }
                share *= 0.5;
                if share < 1e-10 {
                    return Err(stalled("ordinal regression", iteration, reach));
                }
            }
            if done {
                crate::error::finite_rows("coefficients", &parameters)?;
                let gradient =
                    point.gradient.iter().zip(&reaches).map(|(g, m)| (g / m).abs()).fold(0.0, f64::max);
                let convergence = Convergence {
                    iterations: iteration,
                    evaluations: iteration + 1,
                    gradient,
                    remaining: 0.5 * decrement,
                };
                return Ok((point, parameters, convergence));
            }
        }
        Err(stalled("ordinal regression", LIMIT, f64::NAN))
    }
}

impl OrdinalModel {
    /// The thresholds, ascending, one fewer than levels.
    pub fn thresholds(&self) -> &[f64] {
        &self.thresholds
    }

    /// The coefficients, one per column.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The maximised log-likelihood.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// `−2 ln L`.
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

    /// Covariance of thresholds and coefficients, in that order: the inverse of the observed information.
    pub fn covariance(&self) -> &DMatrix<f64> {
        &self.covariance
    }

    /// Thresholds, then coefficients, each with its standard error and normal interval.
    pub fn estimates(&self, level: f64) -> Result<Vec<Estimate>> {
        check_level(level)?;
        let values = self.thresholds.iter().chain(&self.coefficients);
        let make = |(&value, se): (&f64, f64)| {
            Estimate::normal(value, se, level, self.n(), "maximum likelihood").checked("coefficient")
        };
        values.zip(standard_errors(&self.covariance)).map(make).collect()
    }

    /// The probability of each level for a row of columns.
    pub fn probabilities(&self, row: &[f64]) -> Result<Vec<f64>> {
        same_length("row", row.len(), "columns", self.coefficients.len())?;
        if let Some(at) = row.iter().position(|v| !v.is_finite()) {
            return Err(Error::Row {
                input: "row",
                row: at,
                value: row[at],
                why: "it must be a finite number",
            });
        }
        let line = dot(row, &self.coefficients);
        let link = self.data.link;
        let below: Vec<f64> = self.thresholds.iter().map(|t| link.cdf(t - line)).collect();
        let above: Vec<f64> = self.thresholds.iter().map(|t| link.upper(t - line)).collect();
        let last = self.thresholds.len();
        Ok((0..=last)
            .map(|level| match level {
                0 => below[0],
                l if l == last => above[last - 1],
                // The difference on the side where the two are small keeps its digits.
                l if below[l] < 0.5 => below[l] - below[l - 1],
                l => above[l - 1] - above[l],
            })
            .collect())
    }

    /// Tests by likelihood ratio whether `columns` act alike on all thresholds (proportional odds, for the logit): refits with a
    /// coefficient of their own at each threshold, as R's `nominal_test`. Needs three levels. Where a cell is empty such a coefficient has no
    /// end; the likelihood has, and it is what the test needs.
    pub fn nominal_test(&self, columns: &[usize]) -> Result<NominalTest> {
        if let Some(column) = columns.iter().find(|c| **c >= self.coefficients.len()) {
            let why = "there is no such column";
            return Err(Error::Value { input: "columns", value: *column as f64, why });
        }
        if columns.is_empty() || self.thresholds.len() < 2 {
            let why = "it takes a column and at least three levels";
            return Err(undetermined("columns", "whether effects are alike", why));
        }
        let (point, ..) = self.data.maximise(columns, None)?;
        let statistic = (2.0 * (point.log_likelihood - self.log_likelihood)).max(0.0);
        let degrees_of_freedom = (columns.len() * (self.thresholds.len() - 1)) as f64;
        Ok(NominalTest {
            log_likelihood: point.log_likelihood,
            statistic,
            degrees_of_freedom,
            p_value: chi_square_sf(statistic, degrees_of_freedom),
        })
    }
}
