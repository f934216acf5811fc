//! How many new customers a customer brings: the reproduction number of a referral tree.

use super::branching::Offspring;
use crate::error::{Error, Result, positive};
use crate::estimate::{Estimate, check_level};
use crate::fitted::{Fitted, InLogs, Parameter};
use crate::optimise::Convergence;
use crate::special::{chi_square_quantile, gamma_inc_inverse, ln_gamma};

const MODEL: &str = "negative binomial offspring";
const NAMES: &[&str] = &["R", "k"];

/// A customer (or `weight` identical ones) who could refer others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Referrer {
    /// New customers brought so far.
    pub children: u64,
    /// Share of all referrals that should be visible by now: 1 for a customer watched long enough; the
    /// distribution function of the delay of referrals at the customer's age for a recent one (right-censoring). Above 0.
    pub exposure: f64,
    /// How many such customers; 0 leaves it out.
    pub weight: f64,
}

/// Validated referrers, compressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Referrals {
    cells: Vec<Referrer>,
    n: f64,
    children: f64,
    exposure: f64,
}

/// The reproduction number with its dispersion.
#[derive(Debug, Clone, PartialEq)]
pub struct Reproduction {
    fitted: Fitted,
    data: Referrals,
}

impl Referrals {
    /// Validates and compresses.
    ///
    /// # Errors
    /// [`Error::Row`] for an exposure outside 0..1 (0 excluded) or a bad weight; [`Error::Empty`].
    pub fn check(rows: &[Referrer]) -> Result<Self> {
        for (row, r) in rows.iter().enumerate() {
            if !(r.exposure > 0.0 && r.exposure <= 1.0) {
                let why = "it must lie above 0 and not above 1";
                return Err(Error::Row { input: "exposure", row, value: r.exposure, why });
            }
            if !r.weight.is_finite() || r.weight < 0.0 {
                let why = "it must be a finite number, zero or above";
                return Err(Error::Row { input: "weight", row, value: r.weight, why });
            }
        }
        let mut cells: Vec<Referrer> = rows.iter().copied().filter(|r| r.weight > 0.0).collect();
        cells.sort_by_key(|r| (r.children, r.exposure.to_bits()));
        cells.dedup_by(|next, kept| {
            let same = next.children == kept.children && next.exposure == kept.exposure;
            if same {
                kept.weight += next.weight;
            }
            same
        });
        if cells.is_empty() {
            return Err(Error::Empty {
                input: "referrers",
                why: "at least one with a weight above zero is needed",
            });
        }
        let sum = |f: &dyn Fn(&Referrer) -> f64| cells.iter().map(|r| r.weight * f(r)).sum::<f64>();
        let (n, children, exposure) = (sum(&|_| 1.0), sum(&|r| r.children as f64), sum(&|r| r.exposure));
        Ok(Self { cells, n, children, exposure })
    }

    /// Reproduction number if all customers were alike (Poisson): children over exposure, exact interval (Garwood 1936).
    ///
    /// # Errors
    /// [`Error::Value`] for a bad level, [`Error::Numeric`] where the number is beyond all numbers.
    pub fn poisson(&self, level: f64) -> Result<Estimate> {
        check_level(level)?;
        let (y, e, tail) = (self.children, self.exposure, 0.5 * (1.0 - level));
        let low = if y > 0.0 { gamma_inc_inverse(y, tail) } else { 0.0 };
        let high = gamma_inc_inverse(y + 1.0, 1.0 - tail);
        Estimate::interval(y / e, low / e, high / e, level, self.n, "Garwood")
            .checked("children over exposure")
    }

    /// Log-likelihood of the Poisson model at its maximum.
    pub fn poisson_log_likelihood(&self) -> f64 {
        let rate = self.children / self.exposure;
        let one = |r: &Referrer| {
            let (x, m) = (r.children as f64, rate * r.exposure);
            let power = if x > 0.0 { x * m.ln() } else { 0.0 };
            r.weight * (power - m - ln_gamma(x + 1.0))
        };
        self.cells.iter().map(one).sum()
    }

    /// Log-likelihood of a given mean and dispersion; `k = 1` is the geometric distribution.
    ///
    /// ```
    /// use troth_stats::economics::{Referrals, Referrer};
    /// let rows = [0, 1, 3].map(|children| Referrer { children, exposure: 1.0, weight: 1.0 });
    /// let geometric = Referrals::check(&rows)?.log_likelihood_of(1.0, 1.0)?;
    /// assert!((geometric - 7.0 * 0.5f64.ln()).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Value`](crate::Error::Value) unless both are above zero.
    pub fn log_likelihood_of(&self, mean: f64, k: f64) -> Result<f64> {
        positive("mean", mean)?;
        positive("k", k)?;
        Ok(self.derivatives(&[mean, k])[0])
    }

    /// Value, gradient and Hessian in `R, k`: Lloyd-Smith (2007), with mean `R · exposure`.
    fn derivatives(&self, p: &[f64]) -> Vec<f64> {
        let (rate, k) = (p[0], p[1]);
        let mut out = vec![0.0; 6];
        for r in &self.cells {
            let (x, e, w) = (r.children as f64, r.exposure, r.weight);
            let m = rate * e;
            let all = k + m;
            // Γ(k + x)/Γ(k) as a sum over the children: no cancellation for large k.
            let (mut g, mut g1, mut g2, mut j) = (0.0, 0.0, 0.0, 0.0);
            while j < x {
                g += (k + j).ln();
                g1 += 1.0 / (k + j);
                g2 -= 1.0 / (k + j).powi(2);
                j += 1.0;
            }
            let gap = (m / k).ln_1p();
            let power = if x > 0.0 { x * (m.ln() - all.ln()) } else { 0.0 };
            out[0] += w * (g - ln_gamma(x + 1.0) - k * gap + power);
            out[1] += w * (x / rate - (k + x) * e / all);
            out[2] += w * (g1 - gap + m / all - x / all);
            out[3] += w * ((k + x) * e * e / (all * all) - x / (rate * rate));
            out[4] += w * (-e / all + (k + x) * e / (all * all));
            out[5] += w * (g2 + m / (k * all) - m / (all * all) + x / (all * all));
        }
        out
    }
}

impl Reproduction {
    /// Maximum likelihood of the negative binomial model.
    ///
    /// # Errors
    /// [`Error::Undetermined`] if nobody brought anyone, or if the numbers vary no more than Poisson (then `k` is
    /// infinite: use [`Referrals::poisson`]); [`Error::Row`] for more than 10 million children of one customer.
    pub fn fit(data: &Referrals) -> Result<Self> {
        let undetermined =
            |why: &str| Err(Error::Undetermined { input: "referrers", what: MODEL, why: why.into() });
        if data.children <= 0.0 {
            return undetermined("nobody brought anyone");
        }
        if let Some(row) = data.cells.iter().position(|r| r.children > 10_000_000) {
            let why = "more than 10 million children of one customer";
            return Err(Error::Row { input: "children", row, value: data.cells[row].children as f64, why });
        }
        let rate = data.children / data.exposure;
        // The score of 1/k at 0 (Dean 1992): without more variance than Poisson's the likelihood rises towards k = ∞.
        let more: f64 = data
            .cells
            .iter()
            .map(|r| {
                let (x, m) = (r.children as f64, rate * r.exposure);
                r.weight * ((x - m).powi(2) - x)
            })
            .sum();
        if more <= 0.0 {
            return undetermined(
                "numbers vary no more than Poisson, so k is infinite; take the Poisson interval",
            );
        }
        let likelihood = InLogs::<2, _>::new(|p: &[f64]| data.derivatives(p));
        let moment = (rate * rate * data.n / more).clamp(1e-3, 1e3);
        let starts = [vec![rate, moment], vec![rate, 0.3], vec![rate, 10.0]];
        let fitted = Fitted::maximise(MODEL, "referrers", NAMES, &likelihood, &starts, &[1.0, 1.0], data.n)?;
        Ok(Self { fitted, data: data.clone() })
    }

    /// `R` and `k` with Wald intervals on the logarithm; for few data prefer [`Reproduction::profile`].
    pub fn parameters(&self) -> Vec<Parameter> {
        self.fitted.parameters()
    }

    /// Log-likelihood at the maximum.
    pub fn log_likelihood(&self) -> Option<f64> {
        self.fitted.log_likelihood
    }

    /// How the fit ended.
    pub fn convergence(&self) -> Option<Convergence> {
        self.fitted.convergence
    }

    /// The fitted distribution of referrals per customer.
    pub fn offspring(&self) -> Offspring {
        Offspring::NegativeBinomial { mean: self.fitted.values[0], k: self.fitted.values[1] }
    }

    /// Profile likelihood intervals of `R` and `k`: all values not rejected by the likelihood ratio test.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad level.
    pub fn profile(&self, level: f64) -> Result<[Estimate; 2]> {
        check_level(level)?;
        let drop = 0.5 * chi_square_quantile(level, 1.0);
        let best = self.fitted.log_likelihood.unwrap_or(f64::NAN);
        let ends = |i: usize| {
            let value = self.fitted.values[i];
            let end = |sign: f64| {
                // In the logarithm: go out until rejected, then halve. A likelihood flat beyond e^40 sets no bound.
                let rejected = |d: f64| best - self.profile_at(i, value * (sign * d).exp()) > drop;
                let (mut inside, mut outside) = (0.0, 0.25);
                while !rejected(outside) {
                    inside = outside;
                    outside *= 2.0;
                    if outside > 40.0 {
                        return if sign > 0.0 { f64::INFINITY } else { 0.0 };
                    }
                }
                for _ in 0..40 {
                    let middle = 0.5 * (inside + outside);
                    if rejected(middle) { outside = middle } else { inside = middle }
                }
                value * (sign * inside).exp()
            };
            Estimate::interval(value, end(-1.0), end(1.0), level, self.fitted.n, "profile likelihood")
        };
        Ok([ends(0), ends(1)])
    }

    /// Greatest log-likelihood with parameter `i` fixed: Newton's method in the logarithm of the other, from the overall maximum.
    fn profile_at(&self, i: usize, fixed: f64) -> f64 {
        let other = 1 - i;
        let mut ln = self.fitted.values[other].ln();
        let mut best = f64::NEG_INFINITY;
        for _ in 0..100 {
            let mut p = [0.0; 2];
            p[i] = fixed;
            p[other] = ln.exp();
            let d = self.data.derivatives(&p);
            best = best.max(d[0]);
            let slope = d[1 + other] * p[other];
            let curve = d[if other == 0 { 3 } else { 5 }] * p[other] * p[other] + slope;
            // Uphill by at most a factor of e; where the curve bends up, half of that.
            let step = if curve < 0.0 { (-slope / curve).clamp(-1.0, 1.0) } else { 0.5_f64.copysign(slope) };
            ln += step;
            if step.abs() < 1e-8 || ln.abs() > 60.0 {
                break;
            }
        }
        best
    }
}
