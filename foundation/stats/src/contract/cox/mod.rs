//! Cox regression: what makes relations end sooner, without assuming how the risk changes with time.

mod concordance;
mod exact;
mod risk;
mod sweep;

use super::curve::table;
use super::design::{Covariates, Design};
use super::span::{self, Span};
use crate::error::{Error, Result, same_length, undetermined};
use crate::estimate::{Estimate, check_level, critical};
use crate::linalg::{DMatrix, DVector, invert_definite, quadratic};
use crate::optimise::{Convergence, Likelihood, Options, maximise};
use crate::special::{chi_square_sf, normal_sf};
pub use concordance::Concordance;
pub use exact::ExactCox;
use risk::{Baseline, Walk};
use sweep::{Order, Sweep};

const MODEL: &str = "Cox regression";

/// How events at the same time are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// Efron (1977): close to the exact answer, the default.
    #[default]
    Efron,
    /// Breslow (1974): every tied event sees all of them at risk; biased towards zero with many ties.
    Breslow,
}

/// Validated data of a Cox regression.
#[derive(Debug, Clone)]
pub struct CoxData {
    /// The spans in use, with their row in the input.
    spans: Vec<Span>,
    rows: Vec<usize>,
    given: usize,
    design: Design,
    stratum: Vec<u32>,
    cluster: Option<Vec<u32>>,
}

impl CoxData {
    /// Validates spans and covariates (same number of rows). Rows of weight zero are left out.
    ///
    /// # Errors
    /// [`Error::Row`], [`Error::Length`], [`Error::Empty`]; [`Error::Undetermined`] for a constant column or without any event.
    pub fn check(spans: &[Span], covariates: Covariates<'_>) -> Result<Self> {
        let rows = span::check(spans)?;
        let design = Design::check(covariates, spans.len(), &rows, |i| spans[i].weight)?;
        if !rows.iter().any(|&i| spans[i].event) {
            return Err(Error::Undetermined {
                input: "spans",
                what: MODEL,
                why: "no relation has ended".into(),
            });
        }
        let stratum = vec![0; rows.len()];
        let spans_used = rows.iter().map(|&i| spans[i]).collect();
        Ok(Self { spans: spans_used, rows, given: spans.len(), design, stratum, cluster: None })
    }

    /// A baseline of its own for every stratum.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn stratified(mut self, stratum: &[u32]) -> Result<Self> {
        same_length("stratum", stratum.len(), "spans", self.given)?;
        self.stratum = self.rows.iter().map(|&i| stratum[i]).collect();
        Ok(self)
    }

    /// Standard errors that allow for any dependence within a cluster (Lin & Wei 1989), say several spans of one customer.
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn clustered(mut self, cluster: &[u32]) -> Result<Self> {
        same_length("cluster", cluster.len(), "spans", self.given)?;
        self.cluster = Some(self.rows.iter().map(|&i| cluster[i]).collect());
        Ok(self)
    }

    /// Standard errors that hold if the model is wrong (Lin & Wei 1989): every span is its own cluster.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cluster number only has to be distinct, and memory ends before 2^32 rows"
    )]
    #[must_use]
    pub fn robust(mut self) -> Self {
        self.cluster = Some((0..self.spans.len()).map(|i| i as u32).collect());
        self
    }

    fn events(&self) -> f64 {
        self.spans.iter().filter(|s| s.event).map(|s| s.weight).sum()
    }
}

/// A chi-square test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The statistic.
    pub chi_square: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Chance of so much if there were nothing to find.
    pub p: f64,
}

impl Test {
    fn of(chi_square: f64, df: usize) -> Self {
        Self { chi_square, df: df as f64, p: chi_square_sf(chi_square, df as f64) }
    }
}

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Logarithm of the hazard ratio for one unit of the covariate; its standard error is robust if that was asked for.
    pub log_ratio: Estimate,
    /// The hazard ratio, its interval made on the logarithm.
    pub ratio: Estimate,
    /// Standard error from the information matrix.
    pub naive_se: f64,
    /// `log_ratio / se`.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Test of proportional hazards.
#[derive(Debug, Clone, PartialEq)]
pub struct Proportionality {
    /// For each covariate.
    pub columns: Vec<Test>,
    /// For all together.
    pub global: Test,
}

/// A point of a predicted survival curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// The time.
    pub time: f64,
    /// Chance to be still there.
    pub survival: Estimate,
}

/// Cox's proportional hazards (Cox 1972): the risk of ending at time `t` is `h₀(t) exp(β'x)`.
///
/// ```
/// use troth_stats::contract::{Covariates, Cox, CoxData, Span, Ties};
/// let spans: Vec<Span> = [(2.0, true), (3.0, true), (5.0, false), (6.0, true), (7.0, true), (9.0, false)]
///     .map(|(t, e)| Span::new(t, e)).to_vec();
/// let data = CoxData::check(&spans, Covariates { values: &[1.0, 0.0, 1.0, 1.0, 0.0, 0.0], columns: 1 })?;
/// let model = Cox::fit(&data, Ties::Efron)?;
/// assert!(model.coefficients()[0].ratio.value > 1.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cox {
    data: CoxData,
    ties: Ties,
    /// On the common scale of the covariates.
    theta: Vec<f64>,
    naive: DMatrix<f64>,
    robust: Option<DMatrix<f64>>,
    log_likelihood: f64,
    null: f64,
    score: Test,
    convergence: Convergence,
    baseline: Vec<Baseline>,
    level: f64,
}

impl Cox {
    /// Maximum partial likelihood.
    ///
    /// # Errors
    /// [`Error::Undetermined`] for collinear columns or separation (a covariate after whose value the order of ends never
    /// contradicts: the coefficient is infinite); [`Error::NotConverged`].
    pub fn fit(data: &CoxData, ties: Ties) -> Result<Self> {
        let order = Order::new(data);
        let sweep = Sweep::new(data, &order, ties);
        let p = data.design.p;
        let zero = vec![0.0; p];
        let mut gradient = vec![0.0; p];
        let null = sweep.evaluate(&zero, &mut gradient);
        let information = invert_definite(&-sweep.hessian(&zero), "covariates", "every coefficient")?;
        let score = Test::of(quadratic(&gradient, &information), p);
        let maximum = maximise(MODEL, &sweep, &zero, &Options::default()).map_err(separated)?;
        if let Some(column) = maximum.theta.iter().position(|t| t.abs() > 12.0) {
            return Err(separated_column(column));
        }
        let naive = invert_definite(&-&maximum.hessian, "covariates", "every coefficient")?;
        let walk = Walk::new(data, &order, ties, &maximum.theta);
        let baseline = walk.baselines();
        let robust = data.cluster.as_ref().map(|cluster| {
            let scores = walk.scores(&baseline);
            let mut by: Vec<(u32, usize)> = cluster.iter().copied().zip(0..).collect();
            by.sort_unstable();
            // Sums of squares, so that rounding makes no variance negative.
            let mut sandwich = DMatrix::zeros(p, p);
            for group in by.chunk_by(|a, b| a.0 == b.0) {
                let mut sum = DVector::zeros(p);
                for (_, i) in group {
                    let row = scores[i * p..(i + 1) * p].iter();
                    sum += DVector::from_iterator(p, row.map(|v| v * data.spans[*i].weight));
                }
                let moved = &naive * sum;
                sandwich += &moved * moved.transpose();
            }
            sandwich
        });
        let vanishes = |robust: &DMatrix<f64>| (0..p).any(|j| robust[(j, j)] <= 1e-24 * naive[(j, j)]);
        if robust.as_ref().is_some_and(vanishes) {
            return Err(undetermined(
                "spans",
                "a robust standard error",
                "what each adds to a coefficient cancels out: they are too few or too alike",
            ));
        }
        Ok(Self {
            data: data.clone(),
            ties,
            theta: maximum.theta,
            naive,
            robust,
            log_likelihood: maximum.log_likelihood,
            null,
            score,
            convergence: maximum.convergence,
            baseline,
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

    /// The coefficients, in the order of the columns.
    pub fn coefficients(&self) -> Vec<Coefficient> {
        let n = self.data.events();
        let covariance = self.robust.as_ref().unwrap_or(&self.naive);
        let method = if self.robust.is_some() { "robust sandwich" } else { "observed information" };
        let one = |j: usize| {
            let scale = self.data.design.scale[j];
            let value = self.theta[j] / scale;
            let se = covariance[(j, j)].sqrt() / scale;
            let log_ratio = Estimate::normal(value, se, self.level, n, method);
            let ends = (log_ratio.low.exp(), log_ratio.high.exp());
            let ratio = Estimate::interval(value.exp(), ends.0, ends.1, self.level, n, method);
            let ratio = Estimate { se: Some(se * value.exp()), ..ratio };
            let z = value / se;
            let naive_se = self.naive[(j, j)].sqrt() / scale;
            Coefficient { log_ratio, ratio, naive_se, z, p: 2.0 * normal_sf(z.abs()) }
        };
        (0..self.theta.len()).map(one).collect()
    }

    /// Partial log-likelihood at the maximum.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Partial log-likelihood without covariates.
    pub fn null_log_likelihood(&self) -> f64 {
        self.null
    }

    /// How the fit ended.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }

    /// Number of spans (sum of weights) and of events among them.
    pub fn n(&self) -> (f64, f64) {
        (self.data.spans.iter().map(|s| s.weight).sum(), self.data.events())
    }

    /// Likelihood ratio test of all coefficients.
    pub fn likelihood_ratio(&self) -> Test {
        Test::of(2.0 * (self.log_likelihood - self.null), self.theta.len())
    }

    /// Score test of all coefficients: the log-rank test, if the covariates are groups.
    pub fn score(&self) -> Test {
        self.score
    }

    /// Wald test of all coefficients.
    ///
    /// # Errors
    /// [`Error::Undetermined`] if the covariance is singular (fewer clusters than columns).
    pub fn wald(&self) -> Result<Test> {
        let covariance = self.robust.as_ref().unwrap_or(&self.naive);
        let inverse = invert_definite(covariance, "clusters", "the Wald test")?;
        Ok(Test::of(quadratic(&self.theta, &inverse), self.theta.len()))
    }

    /// How well the order of predicted risks agrees with the order of ends (Harrell, Lee & Mark 1996).
    ///
    /// # Errors
    /// [`Error::Undetermined`] if no two spans can be compared.
    pub fn concordance(&self) -> Result<Concordance> {
        let design = &self.data.design;
        let risk: Vec<f64> = (0..self.data.spans.len()).map(|i| dot(design.row(i), &self.theta)).collect();
        concordance::of(&self.data.spans, &self.data.stratum, &risk, self.level)
    }

    /// Martingale residuals: ends seen minus ends expected, in the order of the rows in use.
    pub fn martingale(&self) -> Vec<f64> {
        let order = Order::new(&self.data);
        Walk::new(&self.data, &order, self.ties, &self.theta).martingale(&self.baseline)
    }

    /// Test of proportional hazards: does a coefficient change with time, time being measured as 1 − Kaplan-Meier?
    ///
    /// The score test for an added `x · g(t)` (Grambsch & Therneau 1994, in the exact form of R's `survival` 3).
    ///
    /// # Errors
    /// [`Error::Undetermined`] if the events are too few.
    pub fn proportionality(&self) -> Result<Proportionality> {
        let order = Order::new(&self.data);
        let walk = Walk::new(&self.data, &order, self.ties, &self.theta);
        let steps = table(&self.data.spans)?;
        // The curve just before each time, all strata together, centred at its mean over events.
        let (mut survival, mut times, mut sum, mut events) = (1.0, Vec::new(), 0.0, 0.0);
        for step in steps.iter().filter(|s| s.events > 0.0) {
            times.push((step.time, 1.0 - survival));
            let count = self.data.spans.iter().filter(|s| s.event && s.exit == step.time).count() as f64;
            sum += count * (1.0 - survival);
            events += count;
            survival *= 1.0 - step.events / step.at_risk;
        }
        let clock = |time: f64| {
            let i = times.partition_point(|t| t.0 < time).min(times.len() - 1);
            times[i].1 - sum / events
        };
        let p = self.theta.len();
        let (score, information) = walk.interaction(clock);
        let test = |columns: &[usize]| -> Result<Test> {
            let mut keep: Vec<usize> = (0..p).collect();
            keep.extend(columns.iter().map(|j| p + j));
            let block = DMatrix::from_fn(keep.len(), keep.len(), |a, b| information[(keep[a], keep[b])]);
            let u: Vec<f64> = keep.iter().map(|&a| if a < p { 0.0 } else { score[a - p] }).collect();
            let inverse = invert_definite(&block, "events", "the proportionality test")?;
            Ok(Test::of(quadratic(&u, &inverse), columns.len()))
        };
        let columns = (0..p).map(|j| test(&[j])).collect::<Result<_>>()?;
        Ok(Proportionality { columns, global: test(&(0..p).collect::<Vec<_>>())? })
    }

    /// Predicted survival of a relation with covariates `x` in `stratum` (0 if there are none), at the times asked for.
    ///
    /// Breslow's estimate of the baseline (Efron's with Efron's ties); the variance counts the baseline and
    /// the coefficients (Tsiatis 1981); intervals on the logarithm.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::Row`], or [`Error::Value`] for an unknown stratum.
    pub fn survival(&self, x: &[f64], stratum: u32, times: &[f64]) -> Result<Vec<Survival>> {
        let z = self.data.design.place(x)?;
        let baseline = self.baseline.iter().find(|b| b.stratum == stratum).ok_or(Error::Value {
            input: "stratum",
            value: f64::from(stratum),
            why: "no relation of this stratum has been fitted",
        })?;
        let covariance = self.robust.as_ref().unwrap_or(&self.naive);
        let ratio = dot(&z, &self.theta).exp();
        let reach = critical(self.level);
        let one = |&time: &f64| {
            let (hazard, variance, moment) = baseline.at(time);
            let q: Vec<f64> = z.iter().zip(moment).map(|(z, m)| z * hazard - m).collect();
            let spread = ratio * (variance + quadratic(&q, covariance)).sqrt();
            let value = (-ratio * hazard).exp();
            let (low, high) = (value * (-reach * spread).exp(), (value * (reach * spread).exp()).min(1.0));
            let ends =
                Estimate::interval(value, low, high, self.level, self.data.events(), "Breslow-Tsiatis");
            Ok(Survival {
                time,
                survival: Estimate { se: Some(value * spread), ..ends }.checked("predicted survival")?,
            })
        };
        times.iter().map(one).collect()
    }

    /// The time by which half of the relations with covariates `x` have ended; `None` if the curve stays above.
    ///
    /// # Errors
    /// As [`Cox::survival`].
    pub fn median(&self, x: &[f64], stratum: u32) -> Result<Option<f64>> {
        let times: Vec<f64> =
            self.baseline.iter().filter(|b| b.stratum == stratum).flat_map(|b| b.times().to_vec()).collect();
        let curve = self.survival(x, stratum, &times)?;
        Ok(curve.iter().find(|s| s.survival.value <= 0.5).map(|s| s.time))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn separated(error: Error) -> Error {
    match error {
        Error::NotConverged { method, iterations, gradient, .. } => Error::NotConverged {
            method,
            iterations,
            gradient,
            why: "a covariate may separate those who end from those who stay, or columns may be collinear"
                .into(),
        },
        Error::Numeric { .. } => Error::Undetermined {
            input: "covariates",
            what: "a finite coefficient",
            why: "coefficients grow until risks overflow: a covariate orders the ends without contradiction (separation)"
                .into(),
        },
        other => other,
    }
}

fn separated_column(column: usize) -> Error {
    Error::Undetermined {
        input: "covariates",
        what: "a finite coefficient",
        why: format!("column {column} orders the ends without contradiction (separation)"),
    }
}
