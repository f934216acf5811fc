//! A fit in positive parameters: shared by every model whose parameters are rates and shapes.

use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result, finite, positive};
use crate::estimate::{Estimate, check_level};
use crate::linalg::{DMatrix, DVector, axes, invert_definite, quadratic};
use crate::optimise::{Convergence, Likelihood, Maximum, Options, maximise};

/// A logarithm of a shape farther from 0 than this means that the likelihood has no maximum inside.
const FARTHEST: f64 = 18.0;

/// A standard error of a logarithm beyond this (a factor of e^10 either way) means the same.
const VAGUEST: f64 = 10.0;

/// A parameter by name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Name, as in the paper.
    pub name: &'static str,
    /// Estimate on the natural scale, its interval made on the logarithm.
    pub estimate: Estimate,
}

/// Parameters with their uncertainty, and how they were found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    pub(crate) values: Vec<f64>,
    names: &'static [&'static str],
    /// Covariance of the logarithms; none for given parameters.
    logs: Option<DMatrix<f64>>,
    pub(crate) log_likelihood: Option<f64>,
    pub(crate) convergence: Option<Convergence>,
    pub(crate) n: f64,
    pub(crate) level: f64,
}

impl Fitted {
    /// Given parameters.
    pub(crate) fn of(model: &'static str, names: &'static [&'static str], values: &[f64]) -> Result<Self> {
        if values.len() != names.len() {
            return Err(Error::Length {
                input: "parameters",
                got: values.len(),
                other: model,
                want: names.len(),
            });
        }
        for (input, value) in names.iter().zip(values) {
            positive(input, *value)?;
        }
        Ok(Self {
            values: values.to_vec(),
            names,
            logs: None,
            log_likelihood: None,
            convergence: None,
            n: 0.0,
            level: 0.95,
        })
    }

    /// Other parameters of the same model, taken as given.
    pub(crate) fn given(&self, values: Vec<f64>) -> Self {
        Self {
            values,
            names: self.names,
            logs: None,
            log_likelihood: None,
            convergence: None,
            n: 0.0,
            level: self.level,
        }
    }

    /// As an earlier fit left it, `covariance` on the natural scale.
    pub(crate) fn restored(
        model: &'static str,
        names: &'static [&'static str],
        values: &[f64],
        covariance: &DMatrix<f64>,
        n: f64,
    ) -> Result<Self> {
        let given = Self::of(model, names, values)?;
        let k = values.len();
        if covariance.shape() != (k, k) {
            return Err(Error::Length {
                input: "covariance",
                got: covariance.nrows(),
                other: "parameters",
                want: k,
            });
        }
        for i in 0..k {
            positive("covariance", covariance[(i, i)])?;
        }
        let logs = DMatrix::from_fn(k, k, |i, j| covariance[(i, j)] / (values[i] * values[j]));
        Ok(Self { logs: Some(logs), n, ..given })
    }

    /// The longest component of the Newton step from here, in logarithms.
    pub(crate) fn drift(
        &self,
        model: &'static str,
        input: &'static str,
        likelihood: &dyn Likelihood,
    ) -> Result<f64> {
        let theta: Vec<f64> = self.values.iter().map(|p| p.ln()).collect();
        let mut gradient = vec![0.0; theta.len()];
        likelihood.evaluate(&theta, &mut gradient);
        let logs = invert_definite(&-likelihood.hessian(&theta), input, model)?;
        let step = &logs * DVector::from_vec(gradient);
        finite("the distance to the maximum", step.amax())
    }

    /// The parameters and their neighbours, where functions of them are evaluated for the delta method.
    pub(crate) fn around(&self) -> Around<'_> {
        let mut points = vec![self.values.clone()];
        let theta: Vec<f64> = self.values.iter().map(|p| p.ln()).collect();
        let mut steps = Vec::new();
        if self.logs.is_some() {
            for j in 0..theta.len() {
                let h = f64::EPSILON.cbrt() * theta[j].abs().max(1.0);
                for moved in [theta[j] + h, theta[j] - h] {
                    let mut point = theta.clone();
                    point[j] = moved;
                    points.push(point.iter().map(|v| v.exp()).collect());
                }
                steps.push(2.0 * h);
            }
        }
        Around { fitted: self, points, steps }
    }

    /// The parameters moved to either end of their interval along each axis of independent doubt; nothing for given parameters.
    pub(crate) fn ends(&self) -> Vec<[Vec<f64>; 2]> {
        let Some(logs) = &self.logs else { return Vec::new() };
        let reach = crate::estimate::critical(self.level);
        let moved = |axis: &[f64], way: f64| {
            let step = |(value, step): (&f64, &f64)| value * (way * reach * step).exp();
            self.values.iter().zip(axis).map(step).collect()
        };
        axes(logs).iter().map(|axis| [moved(axis, 1.0), moved(axis, -1.0)]).collect()
    }

    /// Maximum likelihood from the first of `starts` (natural scale) that leads to a maximum inside.
    /// `scales` holds, for each parameter, the unit it is measured in (1 for shapes).
    pub(crate) fn maximise(
        model: &'static str,
        input: &'static str,
        names: &'static [&'static str],
        likelihood: &dyn Likelihood,
        starts: &[Vec<f64>],
        scales: &[f64],
        n: f64,
    ) -> Result<Self> {
        let mut failure = None;
        for start in starts {
            let logs: Vec<f64> = start.iter().map(|v| v.ln()).collect();
            match maximise(model, likelihood, &logs, &Options::default())
                .and_then(|maximum| Self::inside(model, input, names, scales, n, &maximum))
            {
                Ok(fitted) => return Ok(fitted),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        Err(failure.unwrap_or(Error::Empty { input: "starts", why: "a fit needs a start" }))
    }

    fn inside(
        model: &'static str,
        input: &'static str,
        names: &'static [&'static str],
        scales: &[f64],
        n: f64,
        maximum: &Maximum,
    ) -> Result<Self> {
        for ((name, theta), scale) in names.iter().zip(&maximum.theta).zip(scales) {
            if (theta - scale.ln()).abs() > FARTHEST {
                return Err(Error::Undetermined {
                    input,
                    what: model,
                    why: format!(
                        "parameter {name} runs to {:.1e}: the likelihood has no maximum inside",
                        theta.exp()
                    ),
                });
            }
        }
        let logs = invert_definite(&-&maximum.hessian, input, model)?;
        for (i, name) in names.iter().enumerate() {
            if logs[(i, i)].sqrt() > VAGUEST {
                return Err(Error::Undetermined {
                    input,
                    what: model,
                    why: format!("parameter {name} is not determined: the likelihood is flat in it"),
                });
            }
        }
        Ok(Self {
            values: maximum.theta.iter().map(|t| t.exp()).collect(),
            names,
            logs: Some(logs),
            log_likelihood: Some(maximum.log_likelihood),
            convergence: Some(maximum.convergence),
            n,
            level: 0.95,
        })
    }

    pub(crate) fn at_level(mut self, level: f64) -> Result<Self> {
        self.level = check_level(level)?;
        Ok(self)
    }

    pub(crate) fn parameters(&self) -> Vec<Parameter> {
        let estimate = |i: usize, value: f64| match &self.logs {
            Some(v) => {
                Estimate::on_log(value, value * v[(i, i)].sqrt(), self.level, self.n, "maximum likelihood")
            }
            None => Estimate::exact(value, self.n, "given"),
        };
        let named = self.names.iter().zip(&self.values).enumerate();
        named.map(|(i, (name, value))| Parameter { name, estimate: estimate(i, *value) }).collect()
    }

    /// Covariance on the natural scale. At the maximum the gradient is zero, so this is the inverse of the
    /// information in natural parameters, too.
    pub(crate) fn covariance(&self) -> Option<DMatrix<f64>> {
        let p = &self.values;
        let v = self.logs.as_ref()?;
        Some(DMatrix::from_fn(p.len(), p.len(), |i, j| v[(i, j)] * p[i] * p[j]))
    }

    /// An estimate of a probability that depends on the parameters.
    pub(crate) fn probability(&self, what: &'static str, f: impl Fn(&[f64]) -> f64) -> Result<Estimate> {
        self.probability_of(what, f(&self.values), self.se(&f))
    }

    fn probability_of(&self, what: &'static str, value: f64, se: Option<f64>) -> Result<Estimate> {
        match se {
            Some(se) => Estimate::on_logit(value, se, self.level, self.n, "delta method on the logit"),
            None => Estimate::exact(value, self.n, "given parameters"),
        }
        .checked(what)
    }

    /// An estimate of an amount at or above zero that depends on the parameters.
    pub(crate) fn amount(&self, what: &'static str, f: impl Fn(&[f64]) -> f64) -> Result<Estimate> {
        self.amount_of(what, f(&self.values), self.se(&f))
    }

    fn amount_of(&self, what: &'static str, value: f64, se: Option<f64>) -> Result<Estimate> {
        match se {
            Some(se) => Estimate::on_log(value, se, self.level, self.n, "delta method on the logarithm"),
            None => Estimate::exact(value, self.n, "given parameters"),
        }
        .checked(what)
    }

    /// Standard error by the delta method; the gradient is taken in the logarithms of the parameters.
    fn se(&self, f: &impl Fn(&[f64]) -> f64) -> Option<f64> {
        let around = self.around();
        let values: Vec<f64> = around.points().map(f).collect();
        around.se(&values)
    }
}

/// A fit with the parameters around it. Whoever evaluates a function at all points (the parameters first) gets its estimate:
/// several functions share what they have in common.
pub(crate) struct Around<'f> {
    fitted: &'f Fitted,
    points: Vec<Vec<f64>>,
    steps: Vec<f64>,
}

impl Around<'_> {
    pub(crate) fn points(&self) -> impl Iterator<Item = &[f64]> {
        self.points.iter().map(Vec::as_slice)
    }

    /// An estimate of a probability with these values at the points.
    pub(crate) fn probability(&self, what: &'static str, values: &[f64]) -> Result<Estimate> {
        self.fitted.probability_of(what, values[0], self.se(values))
    }

    /// An estimate of an amount at or above zero with these values at the points.
    pub(crate) fn amount(&self, what: &'static str, values: &[f64]) -> Result<Estimate> {
        self.fitted.amount_of(what, values[0], self.se(values))
    }

    /// The same of a function.
    pub(crate) fn amount_of(&self, what: &'static str, f: impl Fn(&[f64]) -> f64) -> Result<Estimate> {
        let values: Vec<f64> = self.points().map(f).collect();
        self.amount(what, &values)
    }

    fn se(&self, values: &[f64]) -> Option<f64> {
        let logs = self.fitted.logs.as_ref()?;
        let slope = |(pair, step): (&[f64], &f64)| (pair[0] - pair[1]) / step;
        let gradient: Vec<f64> = values[1..].chunks_exact(2).zip(&self.steps).map(slope).collect();
        Some(quadratic(&gradient, logs).sqrt())
    }
}

/// A likelihood with value, gradient and Hessian in natural parameters, turned into logarithms by the chain rule.
/// `N` parameters; `derivatives` returns the value, `N` first and `N (N + 1) / 2` second derivatives (upper triangle by rows).
/// The last answer is kept: a Newton step asks for gradient and Hessian at the same place.
pub(crate) struct InLogs<const N: usize, D> {
    derivatives: D,
    last: Mutex<(Vec<f64>, Vec<f64>)>,
}

impl<const N: usize, D: Fn(&[f64]) -> Vec<f64>> InLogs<N, D> {
    pub(crate) fn new(derivatives: D) -> Self {
        Self { derivatives, last: Mutex::new((Vec::new(), Vec::new())) }
    }

    fn at(&self, theta: &[f64], p: &[f64]) -> Vec<f64> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != theta {
            *last = (theta.to_vec(), (self.derivatives)(p));
        }
        last.1.clone()
    }
}

impl<const N: usize, D: Fn(&[f64]) -> Vec<f64>> Likelihood for InLogs<N, D> {
    fn dimension(&self) -> usize {
        N
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        let p: Vec<f64> = theta.iter().map(|t| t.exp()).collect();
        let d = self.at(theta, &p);
        for i in 0..N {
            gradient[i] = d[1 + i] * p[i];
        }
        d[0]
    }

    fn hessian(&self, theta: &[f64]) -> DMatrix<f64> {
        let p: Vec<f64> = theta.iter().map(|t| t.exp()).collect();
        let d = self.at(theta, &p);
        DMatrix::from_fn(N, N, |i, j| {
            let (row, column) = (i.min(j), i.max(j));
            let place = 1 + N + row * N - row * (row + 1) / 2 + column;
            let chain = if i == j { d[1 + i] * p[i] } else { 0.0 };
            d[place] * p[i] * p[j] + chain
        })
    }
}

/// What every model fitted in positive parameters says of its fit: stands once in the model's `impl`, whose field `fitted` it reads.
macro_rules! of_its_fit {
    () => {
        /// The same model with intervals of another level (0.95 at first).
        ///
        /// # Errors
        /// [`Error::Value`](crate::Error::Value) unless the level lies strictly between 0 and 1.
        pub fn at_level(mut self, level: f64) -> crate::Result<Self> {
            self.fitted = self.fitted.at_level(level)?;
            Ok(self)
        }

        /// The parameters on the natural scale, in the order in which [`parameters`](Self::parameters) names them.
        pub fn values(&self) -> &[f64] {
            &self.fitted.values
        }

        /// Parameters with names, standard errors and intervals.
        pub fn parameters(&self) -> Vec<crate::Parameter> {
            self.fitted.parameters()
        }

        /// Covariance of the parameters on the natural scale; `None` for given parameters.
        pub fn covariance(&self) -> Option<crate::linalg::DMatrix<f64>> {
            self.fitted.covariance()
        }

        /// Log-likelihood at the maximum; `None` for given parameters.
        pub fn log_likelihood(&self) -> Option<f64> {
            self.fitted.log_likelihood
        }

        /// How the fit ended; `None` for given parameters.
        pub fn convergence(&self) -> Option<crate::optimise::Convergence> {
            self.fitted.convergence
        }

        /// Number of customers fitted (sum of weights); 0 for given parameters.
        pub fn customers(&self) -> f64 {
            self.fitted.n
        }
    };
}
pub(crate) use of_its_fit;
