//! Pareto/NBD: leaving may happen at any time.
//!
//! The papers write the chance of having left as a difference of two hypergeometric functions, which overflows and cancels for heavy
//! buyers. It is the integral `∫ s (α+τ)^−(r+x) (β+τ)^−(s+1) dτ` from the last purchase to now: a positive, smooth function of
//! the moment of leaving. With `y = ln(min(α, β) + τ)` it is analytic in a strip of half-width π, so Gauss-Legendre panels give it to
//! 14 digits in 16 nodes each, and its derivatives are averages over the same nodes. No parameter is special.

use super::counts::{mean_gap, rising};
use super::history::{Histories, History};
use super::model::{Family, Model};
use crate::error::{Result, positive};
use crate::estimate::Estimate;
use crate::fitted::InLogs;
use crate::optimise::Likelihood;
use crate::parallel::sums;
use crate::special::{integrate, integrate_tail, legendre, ln_rising, logistic};

/// The family of the Pareto/NBD.
///
/// Schmittlein, D. C., Morrison, D. G., Colombo, R. (1987), "Counting your customers: who are they and what will they do
/// next?", Management Science 33(1):1–24; Fader, P. S., Hardie, B. G. S. (2005), "A note on deriving the Pareto/NBD model and related expressions".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pareto;

/// Logarithm of the integral over the moment of leaving, with averages of the derivatives of the integrand's logarithm.
struct Leaving {
    ln: f64,
    /// In `r, alpha, s, beta`.
    first: [f64; 4],
    /// `E[∂²] + Cov(∂)`, upper triangle by rows.
    second: [f64; 10],
}

/// `∫ s (α+τ)^−k (β+τ)^−(s+1) dτ` over `[from, to]`, `k = r + x`.
fn leaving<const DERIVE: bool>(p: &[f64], k: f64, from: f64, to: f64) -> Leaving {
    let (alpha, s, beta) = (p[1], p[2], p[3]);
    let near = alpha.min(beta);
    let (low, mut high) = ((near + from).ln(), (near + to).ln());
    let level = |y: f64| {
        let tau = y.exp() - near;
        y - k * (alpha + tau).ln() - (s + 1.0) * (beta + tau).ln()
    };
    let top = level(low);
    let mut drop = top - level(high);
    if drop > 50.0 {
        // What lies deeper than e^−45 below the start adds nothing.
        let (mut inside, mut outside) = (low, high);
        for _ in 0..40 {
            let middle = 0.5 * (inside + outside);
            let depth = top - level(middle);
            if depth > 45.0 {
                outside = middle;
            } else {
                inside = middle;
            }
            if depth > 45.0 && depth < 60.0 {
                break;
            }
        }
        high = outside;
        drop = top - level(high);
    }
    let panels = ((high - low) / 4.0).max(drop.abs() / 16.0).ceil().clamp(1.0, 64.0);
    let width = (high - low) / panels;
    let (mut total, mut first, mut second) = (0.0, [0.0; 4], [0.0; 10]);
    let mut panel = 0.0;
    while panel < panels {
        for (y, w) in legendre(low + panel * width, low + (panel + 1.0) * width) {
            let tau = y.exp() - near;
            let (at, bt) = (alpha + tau, beta + tau);
            // The smaller of the two shifts has its logarithm already.
            let (ln_at, ln_bt) = if alpha <= beta { (y, bt.ln()) } else { (at.ln(), y) };
            let mass = w * (y - k * ln_at - (s + 1.0) * ln_bt - top).exp();
            total += mass;
            if DERIVE {
                let g = [-ln_at, -k / at, -ln_bt, -(s + 1.0) / bt];
                let mut place = 0;
                for i in 0..4 {
                    first[i] += mass * g[i];
                    for j in i..4 {
                        second[place] += mass * g[i] * g[j];
                        place += 1;
                    }
                }
                second[1] -= mass / at;
                second[4] += mass * k / (at * at);
                second[8] -= mass / bt;
                second[9] += mass * (s + 1.0) / (bt * bt);
            }
        }
        panel += 1.0;
    }
    let ln = s.ln() + top + total.ln();
    if DERIVE {
        for v in &mut first {
            *v /= total;
        }
        let mut place = 0;
        for i in 0..4 {
            for j in i..4 {
                second[place] = second[place] / total - first[i] * first[j];
                place += 1;
            }
        }
        first[2] += 1.0 / s;
        second[7] -= 1.0 / (s * s);
    }
    Leaving { ln, first, second }
}

/// Value, gradient and Hessian in natural parameters. Likelihood of Fader & Hardie (2005), with the integral above.
#[expect(clippy::needless_range_loop, reason = "two triangles are walked at once, by the same indices")]
fn derivatives(data: &Histories, frequencies: &[(f64, f64)], p: &[f64]) -> Vec<f64> {
    let (r, alpha, s, beta) = (p[0], p[1], p[2], p[3]);
    let mut out = sums::<15, _>(data.cells(), |h, out| {
        let (k, w) = (r + h.frequency as f64, h.weight);
        let (at, bt) = (alpha + h.age, beta + h.age);
        let (ln_at, ln_bt) = (at.ln(), bt.ln());
        let stay = -k * ln_at - s * ln_bt;
        let stay_first = [-ln_at, -k / at, -ln_bt, -s / bt];
        let mut stay_second = [0.0; 10];
        stay_second[1] = -1.0 / at;
        stay_second[4] = k / (at * at);
        stay_second[8] = -1.0 / bt;
        stay_second[9] = s / (bt * bt);
        if h.recency >= h.age {
            out[0] += w * stay;
            for i in 0..4 {
                out[1 + i] += w * stay_first[i];
            }
            for i in 0..10 {
                out[5 + i] += w * stay_second[i];
            }
            return;
        }
        let gone = leaving::<true>(p, k, h.recency, h.age);
        let left = logistic(gone.ln - stay);
        let stays = 1.0 - left;
        out[0] += w * crate::special::ln_add(stay, gone.ln);
        let mut place = 0;
        for i in 0..4 {
            let gap = gone.first[i] - stay_first[i];
            out[1 + i] += w * (stay_first[i] + left * gap);
            for j in i..4 {
                let across = gone.first[j] - stay_first[j];
                out[5 + place] += w
                    * (stays * stay_second[place] + left * gone.second[place] + left * stays * gap * across);
                place += 1;
            }
        }
    });
    for &(x, w) in frequencies {
        let [g, g1, g2] = rising(r, x);
        out[0] += w * g;
        out[1] += w * g1;
        out[5] += w * g2;
    }
    let n = data.customers();
    out[0] += n * (r * alpha.ln() + s * beta.ln());
    out[1] += n * alpha.ln();
    out[2] += n * r / alpha;
    out[3] += n * beta.ln();
    out[4] += n * s / beta;
    out[6] += n / alpha;
    out[9] -= n * r / (alpha * alpha);
    out[13] += n / beta;
    out[14] -= n * s / (beta * beta);
    out.to_vec()
}

impl Family for Pareto {
    const NAME: &'static str = "Pareto/NBD";
    const PARAMETERS: &'static [&'static str] = &["r", "alpha", "s", "beta"];

    fn likelihood(data: &Histories) -> Box<dyn Likelihood + Send + Sync + '_> {
        let mut frequencies: Vec<(f64, f64)> = Vec::new();
        for h in data.cells() {
            let x = h.frequency as f64;
            match frequencies.last_mut() {
                Some((last, weight)) if *last == x => *weight += h.weight,
                _ => frequencies.push((x, h.weight)),
            }
        }
        Box::new(InLogs::<4, _>::new(move |p: &[f64]| derivatives(data, &frequencies, p)))
    }

    fn starts(data: &Histories) -> Vec<Vec<f64>> {
        let (gap, long) = (mean_gap(data), data.longest());
        [(0.5, 0.5, 0.3), (1.0, 1.0, 1.0), (0.3, 0.3, 0.1), (2.0, 2.0, 3.0)]
            .map(|(r, s, b)| vec![r, r * gap, s, b * long])
            .to_vec()
    }

    fn alive(p: &[f64], h: &History) -> f64 {
        if h.recency >= h.age {
            return 1.0;
        }
        let k = p[0] + h.frequency as f64;
        let stay = -k * (p[1] + h.age).ln() - p[2] * (p[3] + h.age).ln();
        logistic(stay - leaving::<false>(p, k, h.recency, h.age).ln)
    }

    /// Conditional expectation of Fader & Hardie (2005); `[1 − q^(s−1)]/(s−1)` by `expm1`, its limit `−ln q` at `s = 1`.
    fn while_there(p: &[f64], x: f64, age: f64, t: f64) -> f64 {
        let (k, at, bt) = (p[0] + x, p[1] + age, p[3] + age);
        let (power, span) = (p[2] - 1.0, (t / bt).ln_1p());
        let years = if (power * span).abs() < 1e-300 { span } else { -(-power * span).exp_m1() / power };
        k / at * bt * years
    }

    fn purchases_of_new(p: &[f64], t: f64) -> f64 {
        Self::purchases(p, &History::new(0, 0.0, 0.0), t)
    }

    /// Fader & Hardie (2006), "Deriving an expression for P(X(t) = x) under the Pareto/NBD model", as an integral.
    fn mass(p: &[f64], t: f64, x: u64) -> f64 {
        let (r, alpha, s, beta) = (p[0], p[1], p[2], p[3]);
        let x = x as f64;
        if t == 0.0 {
            return if x == 0.0 { 1.0 } else { 0.0 };
        }
        let constant = ln_rising(r, x) - ln_rising(1.0, x);
        let count = |tau: f64| {
            let power = if x > 0.0 { -x * (alpha / tau).ln_1p() } else { 0.0 };
            constant + power - r * (tau / alpha).ln_1p()
        };
        let there = (count(t) - s * (t / beta).ln_1p()).exp();
        let gone = integrate(t, |tau, _| (count(tau) - (s + 1.0) * (tau / beta).ln_1p()).exp());
        there + gone * s / beta
    }
}

impl Model<Pareto> {
    /// Discounted expected residual transactions: all future purchases, discounted continuously at `delta` per unit of time.
    ///
    /// Fader, Hardie & Lee (2005b), "RFM and CLV: using iso-value curves"; Tricomi's function there is the
    /// integral `∫ e^−δt ((β+T)/(β+T+t))^s dt` here. An annual rate of 15 % is `delta = ln(1.15)/52 = 0.0027` in weeks.
    ///
    /// # Errors
    /// [`Error::Value`](crate::Error::Value) for an impossible history or a rate that is not above zero.
    pub fn discounted_residual(&self, history: &History, delta: f64) -> Result<Estimate> {
        let h = Self::usable(history)?;
        positive("delta", delta)?;
        self.fitted.amount("discounted residual purchases", |p| {
            let (k, at, bt) = (p[0] + h.frequency as f64, p[1] + h.age, p[3] + h.age);
            let years = integrate_tail(|w| (-delta * bt * w - p[2] * w.ln_1p()).exp());
            Pareto::alive(p, &h) * k / at * bt * years
        })
    }
}
