//! Maximum likelihood by damped Newton steps, with a report of convergence.
//!
//! Every likelihood here is smooth, has few parameters (2 to some dozens) and an analytic gradient; Newton's method with
//! the exact Hessian needs 5–10 evaluations and ends at machine precision, where quasi-Newton codes of other packages stop
//! early (see `docs/METHODS.md`). Where a model gives no Hessian, it is made from central differences of the
//! *analytic* gradient: relative error about 1e-10, enough for the step and for standard errors. Away from the optimum
//! the Hessian need not be negative definite: it is then shifted (Levenberg 1944, Marquardt 1963) until it is, and the step is
//! halved until the likelihood rises enough (Armijo 1966). Models put their parameters on an unbounded scale (logarithms).

use crate::error::{Error, Result};
use crate::linalg::{DMatrix, DVector};

/// A log-likelihood in unbounded parameters.
pub trait Likelihood {
    /// Number of parameters.
    fn dimension(&self) -> usize;

    /// Log-likelihood at `theta`; writes its gradient. Anything but a finite number means "outside": the step is shortened.
    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64;

    /// Hessian of the log-likelihood. Without one, central differences of the analytic gradient.
    fn hessian(&self, theta: &[f64]) -> DMatrix<f64> {
        difference_hessian(self, theta)
    }
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Most Newton steps (default 200).
    pub max_iterations: usize,
    /// Stop when the largest gradient component, divided by 1 + |log-likelihood|, is below this (default 1e-9).
    pub tolerance: f64,
    /// Longest step in any parameter (default 2).
    pub max_step: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_iterations: 200, tolerance: 1e-9, max_step: 2.0 }
    }
}

/// How a fit ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Newton steps taken.
    pub iterations: usize,
    /// Likelihood and Hessian evaluations.
    pub evaluations: usize,
    /// Largest gradient component at the end, divided by 1 + |log-likelihood|.
    pub gradient: f64,
    /// The Newton decrement `g' (-H)^-1 g / 2`: how much log-likelihood is left to gain.
    pub remaining: f64,
}

/// A maximum: where, how high, how curved.
#[derive(Debug, Clone, PartialEq)]
pub struct Maximum {
    /// Parameters on the unbounded scale.
    pub theta: Vec<f64>,
    /// Log-likelihood there.
    pub log_likelihood: f64,
    /// Hessian of the log-likelihood there.
    pub hessian: DMatrix<f64>,
    /// How the search ended.
    pub convergence: Convergence,
}

/// Finds the maximum from `start`.
///
/// ```
/// use troth_stats::optimise::{Likelihood, Options, maximise};
/// struct Normal;
/// impl Likelihood for Normal {
///     fn dimension(&self) -> usize { 1 }
///     fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
///         gradient[0] = 3.0 - theta[0];
///         -0.5 * (theta[0] - 3.0).powi(2)
///     }
/// }
/// let maximum = maximise("mean", &Normal, &[0.0], &Options::default())?;
/// assert!((maximum.theta[0] - 3.0).abs() < 1e-9);
/// # Ok::<(), troth_stats::Error>(())
/// ```
///
/// # Errors
/// [`Error::Numeric`] if the likelihood is not finite at the start; [`Error::NotConverged`] if the gradient does not
/// vanish (a likelihood that rises for ever ends here, too).
pub fn maximise<L: Likelihood + ?Sized>(
    method: &'static str,
    likelihood: &L,
    start: &[f64],
    options: &Options,
) -> Result<Maximum> {
    let p = likelihood.dimension();
    let mut theta = start.to_vec();
    let mut gradient = vec![0.0; p];
    let mut value = likelihood.evaluate(&theta, &mut gradient);
    let mut evaluations = 1;
    if !value.is_finite() || gradient.iter().any(|g| !g.is_finite()) {
        return Err(Error::Numeric {
            what: method,
            why: "the log-likelihood at the start parameters is not finite".into(),
        });
    }
    let mut trial_gradient = vec![0.0; p];
    for iteration in 0..=options.max_iterations {
        let hessian = likelihood.hessian(&theta);
        evaluations += 1;
        if hessian.iter().any(|h| !h.is_finite()) {
            return Err(Error::Numeric { what: method, why: "its Hessian is not finite".into() });
        }
        let (step, definite) = newton_step(&hessian, &gradient);
        let remaining = 0.5 * dot(&step, &gradient);
        let scaled = largest(&gradient) / (1.0 + value.abs());
        // At a strict maximum the next step would change the value by less than rounding does.
        let flat = remaining <= 1e-13 * (1.0 + value.abs()) && largest(&step) < 1e-5;
        if definite && scaled < options.tolerance && (flat || largest(&step) < 1e-7) {
            let convergence = Convergence { iterations: iteration, evaluations, gradient: scaled, remaining };
            return Ok(Maximum { theta, log_likelihood: value, hessian, convergence });
        }
        if iteration == options.max_iterations {
            break;
        }
        let longest = largest(&step);
        let mut shrink = if longest > options.max_step { options.max_step / longest } else { 1.0 };
        let slope = dot(&step, &gradient);
        let mut moved = false;
        for _ in 0..60 {
            let trial: Vec<f64> = theta.iter().zip(&step).map(|(t, s)| t + shrink * s).collect();
            let trial_value = likelihood.evaluate(&trial, &mut trial_gradient);
            evaluations += 1;
            let rounding = 4.0 * f64::EPSILON * (1.0 + value.abs());
            if trial_value.is_finite()
                && trial_gradient.iter().all(|g| g.is_finite())
                && trial_value >= value + 1e-4 * shrink * slope - rounding
            {
                moved = trial != theta;
                theta = trial;
                value = trial_value;
                std::mem::swap(&mut gradient, &mut trial_gradient);
                break;
            }
            shrink *= 0.5;
        }
        if !moved {
            let scaled = largest(&gradient) / (1.0 + value.abs());
            if definite && scaled < options.tolerance.sqrt() * 1e-2 && remaining < 1e-9 * (1.0 + value.abs())
            {
                let convergence =
                    Convergence { iterations: iteration, evaluations, gradient: scaled, remaining };
                return Ok(Maximum { theta, log_likelihood: value, hessian, convergence });
            }
            return Err(Error::NotConverged {
                method,
                iterations: iteration,
                gradient: scaled,
                why: "no step raises the likelihood any more, yet it still slopes: the data may not determine every parameter"
                    .into(),
            });
        }
    }
    let scaled = largest(&gradient) / (1.0 + value.abs());
    Err(Error::NotConverged {
        method,
        iterations: options.max_iterations,
        gradient: scaled,
        why: "the likelihood keeps rising: the data may not determine every parameter".into(),
    })
}

/// Hessian from central differences of the analytic gradient, made symmetric.
///
/// Error about `h²·|f⁗| + ε·|g|/h` with `h = ε^(1/3)·max(1, |θ|)`: some 1e-10 of the largest entry.
pub fn difference_hessian<L: Likelihood + ?Sized>(likelihood: &L, theta: &[f64]) -> DMatrix<f64> {
    let p = theta.len();
    let (mut up, mut down) = (vec![0.0; p], vec![0.0; p]);
    let mut hessian = DMatrix::zeros(p, p);
    let mut point = theta.to_vec();
    for j in 0..p {
        let h = f64::EPSILON.cbrt() * theta[j].abs().max(1.0);
        point[j] = theta[j] + h;
        likelihood.evaluate(&point, &mut up);
        point[j] = theta[j] - h;
        likelihood.evaluate(&point, &mut down);
        point[j] = theta[j];
        for i in 0..p {
            hessian[(i, j)] = (up[i] - down[i]) / (2.0 * h);
        }
    }
    let turned = hessian.transpose();
    (hessian + turned) * 0.5
}

/// Gradient of a function by central differences, for the delta method.
///
/// The predictions of this crate are accurate to some 1e-13, so this gradient is to some 1e-9.
pub fn difference_gradient(f: impl Fn(&[f64]) -> f64, theta: &[f64]) -> Vec<f64> {
    let mut point = theta.to_vec();
    (0..theta.len())
        .map(|j| {
            let h = f64::EPSILON.cbrt() * theta[j].abs().max(1.0);
            point[j] = theta[j] + h;
            let up = f(&point);
            point[j] = theta[j] - h;
            let down = f(&point);
            point[j] = theta[j];
            (up - down) / (2.0 * h)
        })
        .collect()
}

/// Ascent step `(-H + shift·D)^-1 g`; the flag says whether no shift was needed.
fn newton_step(hessian: &DMatrix<f64>, gradient: &[f64]) -> (Vec<f64>, bool) {
    let p = gradient.len();
    let negative = -hessian;
    let size = (0..p).map(|i| negative[(i, i)].abs()).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let g = DVector::from_column_slice(gradient);
    let mut shift = 0.0;
    for attempt in 0..60 {
        let mut shifted = negative.clone();
        for i in 0..p {
            shifted[(i, i)] += shift * (negative[(i, i)].abs() + 1e-3 * size);
        }
        if let Some(cholesky) = shifted.cholesky() {
            let step = cholesky.solve(&g);
            if step.iter().all(|s| s.is_finite()) {
                return (step.iter().copied().collect(), attempt == 0);
            }
        }
        shift = if shift == 0.0 { 1e-4 } else { shift * 4.0 };
    }
    (gradient.iter().map(|x| x / size).collect(), false)
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |m: f64, v| m.max(v.abs()))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
