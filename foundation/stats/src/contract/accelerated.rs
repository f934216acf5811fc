//! Accelerated failure time: covariates stretch or shrink the time until the end.

use super::design::{Covariates, Design};
use super::span::{self, Span};
use crate::error::{Error, Result, not_negative, open_unit, positive};
use crate::estimate::{Estimate, check_level};
use crate::linalg::{DMatrix, invert_definite, quadratic};
use crate::optimise::{Convergence, Likelihood, Options, difference_gradient, maximise};
use crate::special::{ln_one_minus_exp, normal_quantile};

const MODEL: &str = "accelerated failure time model";

/// Distribution of the logarithm of time around its mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Constant hazard: Weibull with scale fixed at 1.
    Exponential,
    /// Smallest extreme value.
    Weibull,
    /// Normal.
    LogNormal,
    /// Logistic.
    LogLogistic,
}

impl Distribution {
    /// Logarithms of density and survival at `z`, each with two derivatives.
    fn at(self, z: f64) -> ([f64; 3], [f64; 3]) {
        match self {
            Self::Exponential | Self::Weibull => {
                let e = z.exp();
                ([z - e, 1.0 - e, -e], [-e, -e, -e])
            }
            Self::LogNormal => {
                let ln_density = -0.5 * z * z - 0.918_938_533_204_672_8;
                let ln_tail = ln_normal_sf(z);
                let hazard = (ln_density - ln_tail).exp();
                ([ln_density, -z, -1.0], [ln_tail, -hazard, hazard * (z - hazard)])
            }
            Self::LogLogistic => {
                let share = crate::special::logistic(z);
                // −ln(1 + e^z)
                let ln_tail = -crate::special::ln_add(0.0, z);
                let slope = share * (1.0 - share);
                ([z + 2.0 * ln_tail, 1.0 - 2.0 * share, -2.0 * slope], [ln_tail, -share, -slope])
            }
        }
    }

    /// The `z` by which a share `q` has ended.
    fn quantile(self, q: f64) -> f64 {
        match self {
            Self::Exponential | Self::Weibull => (-(-q).ln_1p()).ln(),
            Self::LogNormal => normal_quantile(q),
            Self::LogLogistic => q.ln() - ln_one_minus_exp(q.ln()),
        }
    }
}

/// Logarithm of the upper tail of the normal distribution; a continued fraction where the tail underflows (Abramowitz & Stegun 26.2.14).
fn ln_normal_sf(z: f64) -> f64 {
    if z < 30.0 {
        return crate::special::normal_sf(z).ln();
    }
    let mut fraction = z;
    for k in (1..20).rev() {
        fraction = z + f64::from(k) / fraction;
    }
    -0.5 * z * z - 0.918_938_533_204_672_8 - fraction.ln()
}

/// The likelihood in `intercept, coefficients, ln scale`.
struct Sample<'a> {
    spans: Vec<Span>,
    design: Option<&'a Design>,
    distribution: Distribution,
}

impl Sample<'_> {
    fn p(&self) -> usize {
        1 + self.design.map_or(0, |d| d.p)
    }

    fn free(&self) -> bool {
        self.distribution != Distribution::Exponential
    }

    /// Kalbfleisch & Prentice (2002), section 3.7; a late entry divides by the chance to have lasted until then.
    fn run(&self, theta: &[f64], gradient: &mut [f64], hessian: &mut DMatrix<f64>) -> f64 {
        let p = self.p();
        let ln_scale = if self.free() { theta[p] } else { 0.0 };
        let scale = ln_scale.exp();
        let mut value = 0.0;
        gradient.fill(0.0);
        hessian.fill(0.0);
        let mut x = vec![1.0; p];
        for (i, span) in self.spans.iter().enumerate() {
            if let Some(design) = self.design {
                x[1..].copy_from_slice(design.row(i));
            }
            let mean: f64 = x.iter().zip(theta).map(|(x, t)| x * t).sum();
            let mut add = |time: f64, event: bool, w: f64| {
                let z = (time.ln() - mean) / scale;
                let (density, tail) = self.distribution.at(z);
                let [g, g1, g2] = if event { density } else { tail };
                value += w * g;
                if event {
                    value -= w * (ln_scale + time.ln());
                }
                for a in 0..p {
                    gradient[a] -= w * g1 * x[a] / scale;
                    for b in a..p {
                        hessian[(a, b)] += w * g2 * x[a] * x[b] / (scale * scale);
                    }
                }
                if self.free() {
                    gradient[p] -= w * (g1 * z + if event { 1.0 } else { 0.0 });
                    for a in 0..p {
                        hessian[(a, p)] += w * x[a] * (g1 + g2 * z) / scale;
                    }
                    hessian[(p, p)] += w * (g2 * z * z + g1 * z);
                }
            };
            add(span.exit, span.event, span.weight);
            if span.entry > 0.0 {
                add(span.entry, false, -span.weight);
            }
        }
        hessian.fill_lower_triangle_with_upper_triangle();
        value
    }
}

impl Likelihood for Sample<'_> {
    fn dimension(&self) -> usize {
        self.p() + usize::from(self.free())
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        self.run(theta, gradient, &mut DMatrix::zeros(theta.len(), theta.len()))
    }

    fn hessian(&self, theta: &[f64]) -> DMatrix<f64> {
        let mut hessian = DMatrix::zeros(theta.len(), theta.len());
        self.run(theta, &mut vec![0.0; theta.len()], &mut hessian);
        hessian
    }
}

/// `ln T = intercept + β'x + scale · ε`, fitted by maximum likelihood with late entry and censoring.
///
/// Signs and parameters are those of R's `survreg`: a positive coefficient means a *longer* time; a Weibull shape is `1/scale`.
///
/// ```
/// use troth_stats::contract::{Accelerated, Covariates, Distribution, Span};
/// let spans: Vec<Span> = [2.0, 3.0, 5.0, 6.0, 7.0, 9.0].map(|t| Span::new(t, true)).to_vec();
/// let x = Covariates { values: &[1.0, 1.0, 0.0, 1.0, 0.0, 0.0], columns: 1 };
/// let model = Accelerated::fit(&spans, x, Distribution::Weibull)?;
/// assert!(model.coefficients()[1].value < 0.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Accelerated {
    distribution: Distribution,
    /// Intercept and coefficients per unit of each covariate, then `ln scale` unless fixed.
    theta: Vec<f64>,
    covariance: DMatrix<f64>,
    log_likelihood: f64,
    null: f64,
    convergence: Convergence,
    events: f64,
    level: f64,
    p: usize,
}

impl Accelerated {
    /// Maximum likelihood. Times must be above zero, since their logarithm is modelled.
    ///
    /// # Errors
    /// [`Error::Row`], [`Error::Length`], [`Error::Empty`]; [`Error::Undetermined`] for constant or collinear columns, without events,
    /// or if all times are equal; [`Error::NotConverged`].
    pub fn fit(spans: &[Span], covariates: Covariates<'_>, distribution: Distribution) -> Result<Self> {
        let rows = span::check(spans)?;
        if let Some(&row) = rows.iter().find(|&&i| spans[i].exit <= 0.0) {
            let why = "the model is about the logarithm of time: it must be above zero";
            return Err(Error::Row { input: "exit", row, value: spans[row].exit, why });
        }
        let design = Design::check(covariates, spans.len(), &rows, |i| spans[i].weight)?;
        let used: Vec<Span> = rows.iter().map(|&i| spans[i]).collect();
        let events: f64 = used.iter().filter(|s| s.event).map(|s| s.weight).sum();
        let undetermined =
            |why: &str| Err(Error::Undetermined { input: "spans", what: MODEL, why: why.into() });
        if events <= 0.0 {
            return undetermined("no relation has ended");
        }
        let first = used[0].exit;
        if distribution != Distribution::Exponential && used.iter().all(|s| s.exit == first && s.event) {
            return undetermined("all times are equal, so the scale is zero");
        }
        // Start without covariates: mean and spread of the logarithms.
        let total: f64 = used.iter().map(|s| s.weight).sum();
        let mean = used.iter().map(|s| s.weight * s.exit.ln()).sum::<f64>() / total;
        let spread =
            (used.iter().map(|s| s.weight * (s.exit.ln() - mean).powi(2)).sum::<f64>() / total).sqrt();
        let mut start = vec![mean];
        if distribution != Distribution::Exponential {
            start.push(spread.max(0.05).ln());
        }
        let alone = Sample { spans: used.clone(), design: None, distribution };
        let null = maximise(MODEL, &alone, &start, &Options::default())?;
        let p = 1 + design.p;
        let mut start = vec![0.0; p];
        start[0] = null.theta[0];
        start.extend(&null.theta[1..]);
        let sample = Sample { spans: used, design: Some(&design), distribution };
        let maximum = maximise(MODEL, &sample, &start, &Options::default())?;
        if let Some(j) = maximum.theta.iter().position(|t| t.abs() > 50.0) {
            return Err(Error::Undetermined {
                input: "covariates",
                what: "a finite coefficient",
                why: format!(
                    "parameter {j} runs away: a column may separate those who end from those who stay"
                ),
            });
        }
        let inner = invert_definite(&-&maximum.hessian, "covariates", "every coefficient")?;
        // Back to the units of the covariates: b = t / s, intercept = t0 − Σ t m / s.
        let size = maximum.theta.len();
        let mut back = DMatrix::identity(size, size);
        for j in 1..p {
            back[(j, j)] = 1.0 / design.scale[j - 1];
            back[(0, j)] = -design.mean[j - 1] / design.scale[j - 1];
        }
        let theta = &back * crate::linalg::DVector::from_column_slice(&maximum.theta);
        Ok(Self {
            distribution,
            theta: theta.iter().copied().collect(),
            covariance: &back * inner * back.transpose(),
            log_likelihood: maximum.log_likelihood,
            null: null.log_likelihood,
            convergence: maximum.convergence,
            events,
            level: 0.95,
            p,
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

    /// Intercept and coefficients, in the order of the columns. `exp` of a coefficient is the factor on time.
    pub fn coefficients(&self) -> Vec<Estimate> {
        (0..self.p).map(|j| self.estimate(j)).collect()
    }

    /// The scale, interval on the logarithm; 1 for the exponential.
    pub fn scale(&self) -> Estimate {
        match self.ln_scale() {
            Some(ln) => {
                let value = ln.value.exp();
                let se = ln.se.unwrap_or(0.0) * value;
                Estimate::on_log(value, se, self.level, self.events, "maximum likelihood")
            }
            None => Estimate::exact(1.0, self.events, "fixed"),
        }
    }

    /// The logarithm of the scale; `None` for the exponential.
    pub fn ln_scale(&self) -> Option<Estimate> {
        (self.theta.len() > self.p).then(|| self.estimate(self.p))
    }

    /// Covariance of intercept, coefficients and logarithm of scale.
    pub fn covariance(&self) -> &DMatrix<f64> {
        &self.covariance
    }

    /// Log-likelihood of the times (not of their logarithms) at the maximum.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Log-likelihood without covariates.
    pub fn null_log_likelihood(&self) -> f64 {
        self.null
    }

    /// How the fit ended.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }

    /// The time by which a share `q` of relations with covariates `x` has ended (0.5: the median).
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::Row`] or [`Error::Value`].
    pub fn quantile(&self, x: &[f64], q: f64) -> Result<Estimate> {
        let x = self.row(x)?;
        open_unit("q", q)?;
        let z = self.distribution.quantile(q);
        let time = |t: &[f64]| (dot(&x, t) + self.spread(t) * z).exp();
        let (value, se) = self.delta(time);
        Estimate::on_log(value, se, self.level, self.events, "delta method on the logarithm")
            .checked("the predicted time")
    }

    /// Chance that a relation with covariates `x` lasts longer than `time`.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::Row`] or [`Error::Value`].
    pub fn survival(&self, x: &[f64], time: f64) -> Result<Estimate> {
        let x = self.row(x)?;
        not_negative("time", time)?;
        if time == 0.0 {
            return Ok(Estimate::exact(1.0, self.events, "by definition"));
        }
        let (value, se) =
            self.delta(|t| self.distribution.at((time.ln() - dot(&x, t)) / self.spread(t)).1[0].exp());
        Estimate::on_logit(value, se, self.level, self.events, "delta method on the logit")
            .checked("the predicted survival")
    }

    /// Expected time of relations with covariates `x`; infinite tails are an error.
    ///
    /// # Errors
    /// As [`Accelerated::quantile`]; [`Error::Value`] for a log-logistic scale of 1 or more, whose mean is infinite.
    pub fn mean(&self, x: &[f64]) -> Result<Estimate> {
        let x = self.row(x)?;
        let scale = self.scale().value;
        if self.distribution == Distribution::LogLogistic && scale >= 1.0 {
            return Err(Error::Value {
                input: "scale",
                value: scale,
                why: "at 1 or more the expected time is infinite",
            });
        }
        positive("scale", scale)?;
        let factor = |s: f64| match self.distribution {
            Distribution::Exponential | Distribution::Weibull => crate::special::ln_gamma(1.0 + s).exp(),
            Distribution::LogNormal => (0.5 * s * s).exp(),
            Distribution::LogLogistic => std::f64::consts::PI * s / (std::f64::consts::PI * s).sin(),
        };
        let (value, se) = self.delta(|t| dot(&x, t).exp() * factor(self.spread(t)));
        Estimate::on_log(value, se, self.level, self.events, "delta method on the logarithm")
            .checked("the expected time")
    }

    fn estimate(&self, j: usize) -> Estimate {
        Estimate::normal(
            self.theta[j],
            self.covariance[(j, j)].sqrt(),
            self.level,
            self.events,
            "maximum likelihood",
        )
    }

    fn spread(&self, theta: &[f64]) -> f64 {
        theta.get(self.p).map_or(1.0, |ln| ln.exp())
    }

    fn row(&self, x: &[f64]) -> Result<Vec<f64>> {
        crate::error::same_length("x", x.len(), "covariates", self.p - 1)?;
        if let Some(row) = x.iter().position(|v| !v.is_finite()) {
            return Err(Error::Row {
                input: "x",
                row,
                value: x[row],
                why: "a covariate must be a finite number",
            });
        }
        Ok(std::iter::once(1.0).chain(x.iter().copied()).collect())
    }

    fn delta(&self, f: impl Fn(&[f64]) -> f64) -> (f64, f64) {
        let gradient = difference_gradient(&f, &self.theta);
        (f(&self.theta), quadratic(&gradient, &self.covariance).sqrt())
    }
}

fn dot(x: &[f64], theta: &[f64]) -> f64 {
    x.iter().zip(theta).map(|(a, b)| a * b).sum()
}
