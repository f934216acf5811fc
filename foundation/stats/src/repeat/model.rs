//! What all models of repeat buying share: fitting, standard errors, predictions with intervals.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::history::{Histories, History, fault};
use crate::error::{Error, Result, finite, not_negative};
use crate::estimate::{Estimate, check_level};
use crate::linalg::{DMatrix, invert_definite, quadratic};
use crate::optimise::{Convergence, Likelihood, Options, difference_gradient, maximise};

/// Parameters farther than this from the unit of time, as a power of e, mean that the likelihood has no maximum inside.
const FARTHEST: f64 = 18.0;

/// One family of models: its likelihood and its predictions as functions of the natural parameters.
///
/// Implemented by the families of this room; call it through [`Model`].
pub trait Family: Send + Sync {
    /// Name in messages and reports.
    const NAME: &'static str;
    /// Names of the parameters, in order; those of the papers and of `docs/METHODS.md`.
    const PARAMETERS: &'static [&'static str];

    /// Log-likelihood in the logarithms of the parameters.
    fn likelihood(data: &Histories) -> Box<dyn Likelihood + Send + Sync + '_>;
    /// Start parameters for a fit.
    fn start(data: &Histories) -> Vec<f64>;
    /// Probability that the customer is still there.
    fn alive(p: &[f64], h: &History) -> f64;
    /// Expected purchases of the customer in the next `t`.
    fn purchases(p: &[f64], h: &History, t: f64) -> f64;
    /// Expected repeat purchases of a new customer in the first `t`.
    fn purchases_of_new(p: &[f64], t: f64) -> f64;
    /// Probability of `x` repeat purchases of a new customer in the first `t`.
    fn mass(p: &[f64], t: f64, x: u64) -> f64;
    /// What else a history must fulfil (discrete models want whole numbers).
    fn fault(_: &History) -> Option<(&'static str, f64, &'static str)> {
        None
    }
    /// What a future time span must fulfil.
    fn span(t: f64) -> Result<f64> {
        not_negative("t", t)
    }
}

/// A parameter by name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Name, as in the paper.
    pub name: &'static str,
    /// Estimate on the natural scale, its interval made on the logarithm.
    pub estimate: Estimate,
}

/// Chance to be there and expected purchases of one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Probability that the customer is still there.
    pub alive: Estimate,
    /// Expected purchases in the span asked for.
    pub purchases: Estimate,
}

/// A model of repeat buying: fitted to data, or made from given parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Model<F> {
    parameters: Vec<f64>,
    /// Covariance of the logarithms of the parameters; none for given parameters.
    covariance: Option<DMatrix<f64>>,
    log_likelihood: Option<f64>,
    convergence: Option<Convergence>,
    customers: f64,
    level: f64,
    family: PhantomData<F>,
}

impl<F: Family> Model<F> {
    /// A model with given parameters (from a paper, from an earlier run): its predictions have no intervals.
    ///
    /// ```
    /// use troth_stats::repeat::{BgNbd, History};
    /// let model = BgNbd::of(&[0.243, 4.414, 0.793, 2.426])?;
    /// let next = model.purchases(&History::new(2, 30.43, 38.86), 39.0)?;
    /// assert!((next.value - 1.2260281747671444).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Length`] for a wrong number of parameters, [`Error::Value`] for one that is not finite and above zero.
    pub fn of(parameters: &[f64]) -> Result<Self> {
        Self::check(parameters)?;
        Ok(Self {
            parameters: parameters.to_vec(),
            covariance: None,
            log_likelihood: None,
            convergence: None,
            customers: 0.0,
            level: 0.95,
            family: PhantomData,
        })
    }

    /// Maximum likelihood. `start` (natural scale) warms it up, say with yesterday's parameters; a start
    /// does not change the answer, only the time.
    ///
    /// Standard errors come from the inverse of the observed information.
    ///
    /// # Errors
    /// [`Error::NotConverged`] or [`Error::Undetermined`] where the data have no interior maximum
    /// (nobody ever came back; everybody buys alike; nobody leaves).
    pub fn fit(data: &Histories, start: Option<&[f64]>) -> Result<Self> {
        for (row, cell) in data.cells().iter().enumerate() {
            if let Some((input, value, why)) = F::fault(cell) {
                return Err(Error::Row { input, row, value, why });
            }
        }
        if data.purchases() <= 0.0 {
            return Err(Error::Undetermined {
                input: "histories",
                what: F::NAME,
                why: "nobody made a repeat purchase, so neither rates nor leaving can be learned".into(),
            });
        }
        let likelihood = F::likelihood(data);
        let options = Options::default();
        let logs = |p: &[f64]| p.iter().map(|v| v.ln()).collect::<Vec<f64>>();
        let maximum = if let Some(start) = start {
            Self::check(start)?;
            maximise(F::NAME, likelihood.as_ref(), &logs(start), &options)
                .or_else(|_| maximise(F::NAME, likelihood.as_ref(), &logs(&F::start(data)), &options))?
        } else {
            maximise(F::NAME, likelihood.as_ref(), &logs(&F::start(data)), &options)?
        };
        let unit = data.longest().max(f64::MIN_POSITIVE).ln();
        for (name, theta) in F::PARAMETERS.iter().zip(&maximum.theta) {
            let distance = if matches!(*name, "alpha" | "beta") { theta - unit } else { *theta };
            if distance.abs() > FARTHEST {
                return Err(Error::Undetermined {
                    input: "histories",
                    what: F::NAME,
                    why: format!(
                        "parameter {name} runs to {:.1e}: the likelihood has no maximum inside",
                        theta.exp()
                    ),
                });
            }
        }
        let covariance = invert_definite(&-&maximum.hessian, "histories", F::NAME)?;
        Ok(Self {
            parameters: maximum.theta.iter().map(|t| t.exp()).collect(),
            covariance: Some(covariance),
            log_likelihood: Some(maximum.log_likelihood),
            convergence: Some(maximum.convergence),
            customers: data.customers(),
            level: 0.95,
            family: PhantomData,
        })
    }

    /// The same model with intervals of another level (0.95 at first).
    ///
    /// # Errors
    /// [`Error::Value`] unless the level lies strictly between 0 and 1.
    pub fn at_level(mut self, level: f64) -> Result<Self> {
        self.level = check_level(level)?;
        Ok(self)
    }

    /// Parameters on the natural scale, in the order of [`Family::PARAMETERS`].
    pub fn values(&self) -> &[f64] {
        &self.parameters
    }

    /// Parameters with names, standard errors and intervals.
    pub fn parameters(&self) -> Vec<Parameter> {
        let estimate = |i: usize, value: f64| match &self.covariance {
            Some(v) => Estimate::on_log(
                value,
                value * v[(i, i)].sqrt(),
                self.level,
                self.customers,
                "maximum likelihood",
            ),
            None => Estimate::exact(value, self.customers, "given"),
        };
        F::PARAMETERS
            .iter()
            .zip(&self.parameters)
            .enumerate()
            .map(|(i, (name, value))| Parameter { name, estimate: estimate(i, *value) })
            .collect()
    }

    /// Covariance of the parameters on the natural scale; `None` for given parameters.
    pub fn covariance(&self) -> Option<DMatrix<f64>> {
        let p = &self.parameters;
        let v = self.covariance.as_ref()?;
        Some(DMatrix::from_fn(p.len(), p.len(), |i, j| v[(i, j)] * p[i] * p[j]))
    }

    /// Log-likelihood at the maximum; `None` for given parameters.
    pub fn log_likelihood(&self) -> Option<f64> {
        self.log_likelihood
    }

    /// Log-likelihood of other data under these parameters.
    ///
    /// # Errors
    /// [`Error::Numeric`] if it is not finite.
    pub fn log_likelihood_of(&self, data: &Histories) -> Result<f64> {
        let theta: Vec<f64> = self.parameters.iter().map(|p| p.ln()).collect();
        let mut gradient = vec![0.0; theta.len()];
        finite("the log-likelihood", F::likelihood(data).evaluate(&theta, &mut gradient))
    }

    /// How the fit ended; `None` for given parameters.
    pub fn convergence(&self) -> Option<Convergence> {
        self.convergence
    }

    /// Number of customers fitted (sum of weights).
    pub fn customers(&self) -> f64 {
        self.customers
    }

    /// Probability that a customer with this history is still there, interval by the delta method on the logit.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history.
    pub fn alive(&self, history: &History) -> Result<Estimate> {
        let h = Self::usable(history)?;
        self.probability("the probability to be alive", |p| F::alive(p, &h))
    }

    /// Expected purchases in the next `t` by a customer with this history, interval by the delta method on the logarithm.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history or span.
    pub fn purchases(&self, history: &History, t: f64) -> Result<Estimate> {
        let h = Self::usable(history)?;
        let t = F::span(t)?;
        self.amount("expected purchases", |p| F::purchases(p, &h, t))
    }

    /// Expected repeat purchases in the first `t` by a customer who has just bought for the first time.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible span.
    pub fn purchases_of_new(&self, t: f64) -> Result<Estimate> {
        let t = F::span(t)?;
        self.amount("expected purchases of a new customer", |p| F::purchases_of_new(p, t))
    }

    /// Probability that a new customer makes exactly `x` repeat purchases in the first `t`.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible span.
    pub fn mass(&self, t: f64, x: u64) -> Result<Estimate> {
        let t = F::span(t)?;
        self.probability("the probability mass", |p| F::mass(p, t, x))
    }

    /// [`Model::alive`] and [`Model::purchases`] for many customers, on all cores, in the order given.
    ///
    /// # Errors
    /// [`Error::Row`] names the first impossible history.
    pub fn outlook(&self, histories: &[History], t: f64) -> Result<Vec<Outlook>> {
        let t = F::span(t)?;
        if let Some((row, (input, value, why))) =
            histories.iter().enumerate().find_map(|(i, h)| Some((i, fault(h).or_else(|| F::fault(h))?)))
        {
            return Err(Error::Row { input, row, value, why });
        }
        // Equal histories have equal outlooks: compute each once.
        let mut order: Vec<u32> = (0..u32::try_from(histories.len()).map_err(|_| Error::Numeric {
            what: "outlook",
            why: "more than 2^32 customers at once".into(),
        })?)
            .collect();
        order.par_sort_unstable_by_key(|&i| histories[i as usize].order());
        let runs: Vec<&[u32]> =
            order.chunk_by(|&i, &j| histories[i as usize].order() == histories[j as usize].order()).collect();
        let outlooks: Vec<Outlook> = runs
            .par_iter()
            .map(|run| {
                let h = &histories[run[0] as usize];
                Ok(Outlook { alive: self.alive(h)?, purchases: self.purchases(h, t)? })
            })
            .collect::<Result<_>>()?;
        let mut answer: Vec<Option<Outlook>> = vec![None; histories.len()];
        for (run, outlook) in runs.iter().zip(&outlooks) {
            for &i in *run {
                answer[i as usize] = Some(*outlook);
            }
        }
        Ok(answer.into_iter().flatten().collect())
    }

    /// An estimate of a probability that depends on the parameters.
    pub(super) fn probability(&self, what: &'static str, f: impl Fn(&[f64]) -> f64) -> Result<Estimate> {
        match self.delta(&f) {
            Some((value, se)) => {
                Estimate::on_logit(value, se, self.level, self.customers, "delta method on the logit")
            }
            None => Estimate::exact(f(&self.parameters), self.customers, "given parameters"),
        }
        .checked(what)
    }

    /// An estimate of an amount at or above zero that depends on the parameters.
    pub(super) fn amount(&self, what: &'static str, f: impl Fn(&[f64]) -> f64) -> Result<Estimate> {
        match self.delta(&f) {
            Some((value, se)) => {
                Estimate::on_log(value, se, self.level, self.customers, "delta method on the logarithm")
            }
            None => Estimate::exact(f(&self.parameters), self.customers, "given parameters"),
        }
        .checked(what)
    }

    /// Value and standard error; the gradient is taken in the logarithms of the parameters.
    fn delta(&self, f: &impl Fn(&[f64]) -> f64) -> Option<(f64, f64)> {
        let covariance = self.covariance.as_ref()?;
        let theta: Vec<f64> = self.parameters.iter().map(|p| p.ln()).collect();
        let gradient = difference_gradient(|t| f(&t.iter().map(|v| v.exp()).collect::<Vec<f64>>()), &theta);
        Some((f(&self.parameters), quadratic(&gradient, covariance).sqrt()))
    }

    fn check(parameters: &[f64]) -> Result<()> {
        if parameters.len() != F::PARAMETERS.len() {
            return Err(Error::Length {
                input: "parameters",
                got: parameters.len(),
                other: F::NAME,
                want: F::PARAMETERS.len(),
            });
        }
        for (input, value) in F::PARAMETERS.iter().zip(parameters) {
            crate::error::positive(input, *value)?;
        }
        Ok(())
    }

    pub(super) fn usable(h: &History) -> Result<History> {
        match fault(h).or_else(|| F::fault(h)) {
            Some((input, value, why)) => Err(Error::Value { input, value, why }),
            None => Ok(History { recency: h.recency + 0.0, age: h.age + 0.0, ..*h }),
        }
    }
}
