//! The exact likelihood of tied events.

use super::super::span::entered;
use super::sweep::Order;
use super::{CoxData, MODEL, Test, dot, separated, separated_column};
use crate::error::{Error, Result};
use crate::estimate::{Estimate, check_level};
use crate::linalg::{DMatrix, invert_definite, quadratic};
use crate::optimise::{Convergence, Likelihood, Options, maximise};

/// Cox regression where time itself goes in steps (monthly renewals): of those at risk, exactly these ended.
///
/// Each time contributes `∏ events exp(β'x) / Σ ∏ exp(β'x)`, the sum over all sets of as many relations at risk (Cox 1972, equation 13;
/// R's `ties = "exact"`; conditional logistic regression is the same). The coefficients are logarithms of *odds* ratios per step,
/// not of hazard ratios. The sums are elementary symmetric functions, made by recursion (Howard 1972; Gail, Lubin & Rubinstein 1981): the cost
/// of a time grows with events × relations at risk × columns².
///
/// ```
/// use troth_stats::contract::{Covariates, CoxData, ExactCox, Span};
/// let spans: Vec<Span> = [(1.0, true), (1.0, true), (1.0, false), (2.0, true), (2.0, false), (2.0, false)]
///     .map(|(t, e)| Span::new(t, e)).to_vec();
/// let data = CoxData::check(&spans, Covariates { values: &[1.0, 0.0, 0.0, 1.0, 1.0, 0.0], columns: 1 })?;
/// let model = ExactCox::fit(&data)?;
/// assert!(model.coefficients()[0].value > 0.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ExactCox {
    theta: Vec<f64>,
    scale: Vec<f64>,
    covariance: DMatrix<f64>,
    log_likelihood: f64,
    null: f64,
    score: Test,
    convergence: Convergence,
    events: f64,
    level: f64,
}

impl ExactCox {
    /// Maximum of the exact partial likelihood; strata and late entries are heeded.
    ///
    /// # Errors
    /// [`Error::Undetermined`] for clusters (no sandwich is known for it here), weights other than one, collinear columns or
    /// separation; [`Error::NotConverged`].
    pub fn fit(data: &CoxData) -> Result<Self> {
        let refuse = |input, why: &str| Error::Undetermined { input, what: MODEL, why: why.into() };
        if data.cluster.is_some() {
            return Err(refuse("cluster", "exact ties have no robust errors; take Efron's"));
        }
        if data.spans.iter().any(|s| s.weight != 1.0) {
            return Err(refuse("weights", "exact ties count single relations; take Efron's with weights"));
        }
        let sets = Sets::new(data);
        let p = data.design.p;
        let zero = vec![0.0; p];
        let mut gradient = vec![0.0; p];
        let null = sets.evaluate(&zero, &mut gradient);
        let information = invert_definite(&-sets.hessian(&zero), "covariates", "every coefficient")?;
        let score = Test::of(quadratic(&gradient, &information), p);
        let maximum = maximise(MODEL, &sets, &zero, &Options::default()).map_err(separated)?;
        if let Some(column) = maximum.theta.iter().position(|t| t.abs() > 12.0) {
            return Err(separated_column(column));
        }
        Ok(Self {
            covariance: invert_definite(&-&maximum.hessian, "covariates", "every coefficient")?,
            theta: maximum.theta,
            scale: data.design.scale.clone(),
            log_likelihood: maximum.log_likelihood,
            null,
            score,
            convergence: maximum.convergence,
            events: data.events(),
            level: 0.95,
        })
    }

    /// The same model with intervals of another level.
    ///
    /// # Errors
    /// [`Error::Value`] unless the level lies strictly between 0 and 1.
    pub fn at_level(mut self, level: f64) -> Result<Self> {
        self.level = check_level(level)?;
        Ok(self)
    }

    /// Logarithm of the odds ratio for one unit of each covariate.
    pub fn coefficients(&self) -> Vec<Estimate> {
        let one = |(j, theta): (usize, &f64)| {
            let se = self.covariance[(j, j)].sqrt() / self.scale[j];
            Estimate::normal(theta / self.scale[j], se, self.level, self.events, "observed information")
        };
        self.theta.iter().enumerate().map(one).collect()
    }

    /// Partial log-likelihood at the maximum.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Likelihood ratio test of all coefficients.
    pub fn likelihood_ratio(&self) -> Test {
        Test::of(2.0 * (self.log_likelihood - self.null), self.theta.len())
    }

    /// Score test of all coefficients: the Mantel-Haenszel test, if the covariates are groups.
    pub fn score(&self) -> Test {
        self.score
    }

    /// How the fit ended.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }
}

/// The sets at risk, one for each time with events.
struct Sets<'a> {
    data: &'a CoxData,
    /// Those at risk, and among them those who ended.
    times: Vec<(Vec<usize>, Vec<usize>)>,
}

impl<'a> Sets<'a> {
    fn new(data: &'a CoxData) -> Self {
        let order = Order::new(data);
        let mut times = Vec::new();
        for stratum in order.exit.chunk_by(|&i, &j| data.stratum[i] == data.stratum[j]) {
            let mut end = 0;
            for group in stratum.chunk_by(|&i, &j| data.spans[i].exit == data.spans[j].exit) {
                end += group.len();
                let time = data.spans[group[0]].exit;
                let ended: Vec<usize> = group.iter().copied().filter(|&i| data.spans[i].event).collect();
                if !ended.is_empty() {
                    let here = |i: &usize| entered(data.spans[*i].entry, time);
                    times.push((stratum[..end].iter().copied().filter(here).collect(), ended));
                }
            }
        }
        Self { data, times }
    }

    /// `ln Bₙ(d)` with gradient and Hessian: the sum over all sets of `d` of the products of their risks.
    ///
    /// `B(i, m) = B(i−1, m) + rᵢ B(i−1, m−1)`; each step is a mixture of both, so shares of them carry the derivatives and nothing overflows.
    fn all_sets(&self, at_risk: &[usize], d: usize, eta: &[f64]) -> (f64, Vec<f64>, DMatrix<f64>) {
        let p = self.data.design.p;
        let mut ln = vec![f64::NEG_INFINITY; d + 1];
        ln[0] = 0.0;
        let mut mean = vec![vec![0.0; p]; d + 1];
        let mut spread = vec![DMatrix::<f64>::zeros(p, p); d + 1];
        for (seen, &i) in at_risk.iter().enumerate() {
            let x = self.data.design.row(i);
            for m in (1..=d.min(seen + 1)).rev() {
                let with = ln[m - 1] + eta[i];
                let total = crate::special::ln_add(ln[m], with);
                let share = (with - total).exp();
                let stay = 1.0 - share;
                let (before, after) = mean.split_at_mut(m);
                let (old, own) = (&before[m - 1], &mut after[0]);
                let gap: Vec<f64> = (0..p).map(|a| old[a] + x[a] - own[a]).collect();
                let (lower, upper) = spread.split_at_mut(m);
                for a in 0..p {
                    for b in 0..p {
                        let (from, to) = (lower[m - 1][(a, b)], upper[0][(a, b)]);
                        upper[0][(a, b)] = stay * to + share * from + stay * share * gap[a] * gap[b];
                    }
                    own[a] += share * gap[a];
                }
                ln[m] = total;
            }
        }
        (ln[d], std::mem::take(&mut mean[d]), spread.swap_remove(d))
    }

    fn run(&self, theta: &[f64], gradient: &mut [f64]) -> (f64, DMatrix<f64>) {
        let design = &self.data.design;
        let eta: Vec<f64> = (0..self.data.spans.len()).map(|i| dot(design.row(i), theta)).collect();
        let (mut value, mut hessian) = (0.0, DMatrix::zeros(design.p, design.p));
        gradient.fill(0.0);
        for (at_risk, ended) in &self.times {
            let (ln, mean, spread) = self.all_sets(at_risk, ended.len(), &eta);
            value -= ln;
            for &i in ended {
                value += eta[i];
                for (g, x) in gradient.iter_mut().zip(design.row(i)) {
                    *g += x;
                }
            }
            for (g, m) in gradient.iter_mut().zip(&mean) {
                *g -= m;
            }
            hessian -= spread;
        }
        (value, hessian)
    }
}

impl Likelihood for Sets<'_> {
    fn dimension(&self) -> usize {
        self.data.design.p
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        self.run(theta, gradient).0
    }

    fn hessian(&self, theta: &[f64]) -> DMatrix<f64> {
        self.run(theta, &mut vec![0.0; theta.len()]).1
    }
}
