//! Shifted beta geometric: renewals of a contract, projected beyond the data.

use crate::error::{Error, Result, positive};
use crate::estimate::Estimate;
use crate::fitted::{Fitted, InLogs, of_its_fit};
use crate::special::{integrate, ln_beta, ln_rising};

const NAMES: &[&str] = &["alpha", "beta"];
const MODEL: &str = "shifted beta geometric";

/// Customers acquired together, and how many were lost at each renewal.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Customers lost at the first renewal, the second, …
    pub lost: Vec<f64>,
    /// Customers still there after the last of them.
    pub survivors: f64,
}

/// Validated cohorts, added up by renewal.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohorts {
    /// Lost at renewal `t + 1`, over all cohorts.
    lost: Vec<f64>,
    /// Censored after renewal `t`.
    kept: Vec<f64>,
    customers: f64,
}

impl Cohorts {
    /// Validates and adds up.
    ///
    /// # Errors
    /// [`Error::Row`] for a count that is negative or not finite; [`Error::Empty`] without customers or renewals.
    pub fn check(cohorts: &[Cohort]) -> Result<Self> {
        let longest = cohorts.iter().map(|c| c.lost.len()).max().unwrap_or(0);
        let (mut lost, mut kept) = (vec![0.0; longest], vec![0.0; longest + 1]);
        for cohort in cohorts {
            for (row, &value) in cohort.lost.iter().chain([&cohort.survivors]).enumerate() {
                if !value.is_finite() || value < 0.0 {
                    let input = if row < cohort.lost.len() { "lost" } else { "survivors" };
                    let why = "a number of customers must be finite, zero or above";
                    return Err(Error::Row { input, row, value, why });
                }
            }
            for (sum, value) in lost.iter_mut().zip(&cohort.lost) {
                *sum += value;
            }
            kept[cohort.lost.len()] += cohort.survivors;
        }
        let customers = lost.iter().chain(&kept).sum();
        if longest == 0 || customers <= 0.0 {
            return Err(Error::Empty {
                input: "cohorts",
                why: "at least one customer and one renewal are needed",
            });
        }
        Ok(Self { lost, kept, customers })
    }

    /// The same, `customers` of them picked up late: watched only from after renewal `renewals` on, because those who had left by then
    /// were never written down. What came before says nothing of them: their likelihood is divided by `S(renewals)`.
    ///
    /// # Errors
    /// [`Error::Value`] for a number that is negative or not finite, or a renewal beyond the longest cohort.
    pub fn entered_late(mut self, renewals: usize, customers: f64) -> Result<Self> {
        if !customers.is_finite() || customers < 0.0 {
            let why = "a number of customers must be finite, zero or above";
            return Err(Error::Value { input: "customers", value: customers, why });
        }
        let Some(kept) = self.kept.get_mut(renewals) else {
            let why = "nobody was watched so long";
            return Err(Error::Value { input: "renewals", value: renewals as f64, why });
        };
        *kept -= customers;
        Ok(self)
    }

    /// Fader & Hardie (2007). `P(T = t) = α (β)ₜ₋₁/(α+β)ₜ`, `S(t) = (β)ₜ/(α+β)ₜ`.
    fn derivatives(&self, p: &[f64]) -> Vec<f64> {
        let (alpha, beta) = (p[0], p[1]);
        let mut out = vec![0.0; 6];
        // Logarithm of (v)ₜ with two derivatives, built up factor by factor.
        let (mut stay, mut all) = ([0.0; 3], [0.0; 3]);
        let grow = |v: f64, sums: &mut [f64; 3]| {
            sums[0] += v.ln();
            sums[1] += 1.0 / v;
            sums[2] -= 1.0 / (v * v);
        };
        let mut add = |w: f64, stay: &[f64; 3], all: &[f64; 3], left: bool| {
            if w == 0.0 {
                return;
            }
            let own = if left { [alpha.ln(), 1.0 / alpha, -1.0 / (alpha * alpha)] } else { [0.0; 3] };
            out[0] += w * (own[0] + stay[0] - all[0]);
            out[1] += w * (own[1] - all[1]);
            out[2] += w * (stay[1] - all[1]);
            out[3] += w * (own[2] - all[2]);
            out[4] -= w * all[2];
            out[5] += w * (stay[2] - all[2]);
        };
        add(self.kept[0], &stay, &all, false);
        let mut t = 0.0;
        for (lost, kept) in self.lost.iter().zip(&self.kept[1..]) {
            grow(alpha + beta + t, &mut all);
            add(*lost, &stay, &all, true);
            grow(beta + t, &mut stay);
            add(*kept, &stay, &all, false);
            t += 1.0;
        }
        out
    }
}

/// Every customer has a chance to leave at each renewal, the same each time; chances differ by customer (beta).
/// Retention rises with time only because the likely leavers leave first.
///
/// Fader, P. S., Hardie, B. G. S. (2007), "How to project customer retention", Journal of Interactive Marketing 21(1):76–90.
///
/// ```
/// use troth_stats::contract::{Cohort, Cohorts, ShiftedBetaGeometric};
/// let regular = Cohort { lost: vec![369.0, 163.0, 86.0, 56.0, 37.0, 27.0, 21.0], survivors: 241.0 };
/// let model = ShiftedBetaGeometric::fit(&Cohorts::check(&[regular])?)?;
/// assert!((model.values()[0] - 0.704).abs() < 0.001);
/// assert!((model.survival(12)?.value - 0.170).abs() < 0.001);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftedBetaGeometric {
    fitted: Fitted,
}

impl ShiftedBetaGeometric {
    /// A model with given parameters `alpha, beta`.
    ///
    /// # Errors
    /// [`Error::Length`] or [`Error::Value`].
    pub fn of(parameters: &[f64]) -> Result<Self> {
        Ok(Self { fitted: Fitted::of(MODEL, NAMES, parameters)? })
    }

    /// Maximum likelihood.
    ///
    /// # Errors
    /// [`Error::Undetermined`] or [`Error::NotConverged`] if nobody left, everybody left at once, or there is one renewal only.
    pub fn fit(data: &Cohorts) -> Result<Self> {
        let undetermined =
            |why: &str| Err(Error::Undetermined { input: "cohorts", what: MODEL, why: why.into() });
        if data.lost.iter().filter(|l| **l > 0.0).count() == 0 {
            return undetermined("nobody left");
        }
        if data.lost.len() < 2 {
            return undetermined(
                "one renewal tells the mean chance to leave, not how it differs between customers",
            );
        }
        let likelihood = InLogs::<2, _>::new(|p: &[f64]| data.derivatives(p));
        let starts = [vec![1.0, 2.0], vec![0.5, 5.0], vec![5.0, 5.0]];
        let fitted =
            Fitted::maximise(MODEL, "cohorts", NAMES, &likelihood, &starts, &[1.0, 1.0], data.customers)?;
        Ok(Self { fitted })
    }

    of_its_fit!();

    /// Share of a cohort still there after `t` renewals: `B(α, β+t)/B(α, β)`.
    ///
    /// # Errors
    /// [`Error::Numeric`] if it is not finite.
    pub fn survival(&self, t: u32) -> Result<Estimate> {
        let t = f64::from(t);
        if t == 0.0 {
            return Ok(Estimate::exact(1.0, self.fitted.n, "by definition"));
        }
        self.fitted.probability("survival", |p| (ln_rising(p[1], t) - ln_rising(p[0] + p[1], t)).exp())
    }

    /// Chance that a customer there before renewal `t` (from 1) renews: `(β + t − 1)/(α + β + t − 1)`.
    ///
    /// # Errors
    /// [`Error::Value`] for renewal 0.
    pub fn retention(&self, t: u32) -> Result<Estimate> {
        if t == 0 {
            return Err(Error::Value { input: "t", value: 0.0, why: "renewals are counted from 1" });
        }
        let before = f64::from(t - 1);
        self.fitted.probability("retention", |p| (p[1] + before) / (p[0] + p[1] + before))
    }

    /// Chance that a customer who has renewed `n` times renews the next `m` times, too: `S(n+m)/S(n)`.
    ///
    /// # Errors
    /// [`Error::Numeric`] if it is not finite.
    pub fn renewing(&self, n: u32, m: u32) -> Result<Estimate> {
        let (n, m) = (f64::from(n), f64::from(m));
        if m == 0.0 {
            return Ok(Estimate::exact(1.0, self.fitted.n, "by definition"));
        }
        self.fitted
            .probability("renewing", |p| (ln_rising(p[1] + n, m) - ln_rising(p[0] + p[1] + n, m)).exp())
    }

    /// Expected sum of what the periods ahead bring a customer who has renewed `n` times: `Σ weights[j] S(n+j)/S(n)` from `j = 0`, the
    /// period that runs. With discounted payments as weights it is what the customer is worth over a limited time.
    ///
    /// # Errors
    /// [`Error::Row`] for a weight that is negative or not finite; [`Error::Numeric`] if the sum is not.
    pub fn expected(&self, n: u32, weights: &[f64]) -> Result<Estimate> {
        for (row, &value) in weights.iter().enumerate() {
            if !value.is_finite() || value < 0.0 {
                let why = "a weight must be finite, zero or above";
                return Err(Error::Row { input: "weights", row, value, why });
            }
        }
        let n = f64::from(n);
        self.fitted.amount("expected sum", |p| {
            let (mut there, mut sum, mut before) = (1.0, 0.0, n);
            for weight in weights {
                sum += weight * there;
                there *= (p[1] + before) / (p[0] + p[1] + before);
                before += 1.0;
            }
            sum
        })
    }

    /// Mean chance to leave at the first renewal, `α/(α+β)`.
    ///
    /// # Errors
    /// [`Error::Numeric`] if it is not finite.
    pub fn churn(&self) -> Result<Estimate> {
        self.fitted.probability("mean churn", |p| p[0] / (p[0] + p[1]))
    }

    /// Expected number of periods of a new customer, the first included. Infinite for `α ≤ 1`, which is an error.
    ///
    /// # Errors
    /// [`Error::Value`] for `α ≤ 1`.
    pub fn tenure(&self) -> Result<Estimate> {
        let alpha = self.values()[0];
        if alpha <= 1.0 {
            return Err(Error::Value {
                input: "alpha",
                value: alpha,
                why: "at 1 or less the expected tenure is infinite",
            });
        }
        self.fitted.amount("expected tenure", |p| (p[0] + p[1] - 1.0) / (p[0] - 1.0))
    }

    /// Discounted expected lifetime of a new customer in periods: `Σ S(t)/(1+d)^t` from `t = 0` (the first payment counts in full).
    ///
    /// # Errors
    /// [`Error::Value`] unless the rate `d` per period is above zero.
    pub fn discounted_lifetime(&self, d: f64) -> Result<Estimate> {
        positive("d", d)?;
        self.fitted.amount("discounted lifetime", |p| {
            (1.0 + d) * mean_over_beta(p[0], p[1], |theta, _| 1.0 / (d + theta))
        })
    }

    /// Discounted expected residual lifetime of a customer who has renewed `n` times, seen right before the
    /// next renewal: `Σ S(t)/S(n)/(1+d)^(t−n−1)` from `t = n + 1` (a payment at that renewal counts in full).
    ///
    /// Fader & Hardie (2010), "Customer-base valuation in a contractual setting"; their hypergeometric
    /// function is the mean of `(1−θ)(1+d)/(d+θ)` over a beta distribution.
    ///
    /// # Errors
    /// [`Error::Value`] unless the rate `d` per period is above zero.
    pub fn discounted_residual(&self, n: u32, d: f64) -> Result<Estimate> {
        positive("d", d)?;
        let n = f64::from(n);
        self.fitted.amount("discounted residual lifetime", |p| {
            (1.0 + d) * mean_over_beta(p[0], p[1] + n, |theta, stays| stays / (d + theta))
        })
    }
}

/// Mean of `f(θ, 1 − θ)` over a Beta(a, b).
fn mean_over_beta(a: f64, b: f64, f: impl Fn(f64, f64) -> f64) -> f64 {
    let constant = ln_beta(a, b);
    integrate(1.0, |theta, stays| {
        ((a - 1.0) * theta.ln() + (b - 1.0) * stays.ln() - constant).exp() * f(theta, stays)
    })
}
