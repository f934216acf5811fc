//! Gamma-Gamma: how much a customer spends per purchase.

use rayon::prelude::*;

use super::counts::rising;
use crate::error::{Error, Result, finite};
use crate::estimate::Estimate;
use crate::fitted::{Around, Fitted, InLogs, of_its_fit};
use crate::linalg::DMatrix;
use crate::parallel::sums;

const NAMES: &[&str] = &["p", "q", "gamma"];
const MODEL: &str = "Gamma-Gamma";

/// Spend of one customer (or of `weight` identical ones).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spend {
    /// Purchases that the mean is made of: the *repeat* purchases, as in [`History`](super::History).
    pub count: u64,
    /// Mean amount of those purchases, in any currency; ignored when `count` is 0.
    pub mean: f64,
    /// How many customers share this; 0 leaves it out.
    pub weight: f64,
}

impl Spend {
    /// A single customer.
    pub fn new(count: u64, mean: f64) -> Self {
        Self { count, mean, weight: 1.0 }
    }
}

/// Validated spends of customers with at least one repeat purchase.
#[derive(Debug, Clone, PartialEq)]
pub struct Spends {
    cells: Vec<Spend>,
    customers: f64,
}

impl Spends {
    /// Validates, leaves out customers without a repeat purchase (they say nothing about spend), compresses.
    ///
    /// ```
    /// use troth_stats::repeat::{Spend, Spends};
    /// let data = Spends::check(&[Spend::new(2, 20.0), Spend::new(0, 0.0), Spend::new(2, 20.0)])?;
    /// assert_eq!(data.customers(), 2.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Row`] for a mean that is not finite and above zero although there are purchases (the model has no mass at zero), or a bad
    /// weight; [`Error::Empty`] if nobody has a repeat purchase.
    pub fn check(rows: &[Spend]) -> Result<Self> {
        for (row, s) in rows.iter().enumerate() {
            if !s.weight.is_finite() || s.weight < 0.0 {
                let why = "it must be a finite number, zero or above";
                return Err(Error::Row { input: "weight", row, value: s.weight, why });
            }
            if s.count > 0 && s.weight > 0.0 && !(s.mean.is_finite() && s.mean > 0.0) {
                let why = "the mean amount of a customer with purchases must be finite and above zero";
                return Err(Error::Row { input: "mean", row, value: s.mean, why });
            }
        }
        let mut cells: Vec<Spend> = rows.iter().copied().filter(|s| s.count > 0 && s.weight > 0.0).collect();
        cells.sort_by_key(|s| (s.count, s.mean.to_bits()));
        cells.dedup_by(|next, kept| {
            let same = next.count == kept.count && next.mean == kept.mean;
            if same {
                kept.weight += next.weight;
            }
            same
        });
        if cells.is_empty() {
            return Err(Error::Empty {
                input: "spends",
                why: "at least one customer with a repeat purchase is needed",
            });
        }
        let customers = cells.iter().map(|s| s.weight).sum();
        Ok(Self { cells, customers })
    }

    /// Customers with a repeat purchase (sum of weights).
    pub fn customers(&self) -> f64 {
        self.customers
    }

    /// Correlation between the number of purchases and their mean amount: the model assumes there is none.
    /// `None` if one of them does not vary.
    pub fn correlation(&self) -> Option<f64> {
        let n = self.customers;
        let mean = |f: &dyn Fn(&Spend) -> f64| self.cells.iter().map(|s| s.weight * f(s)).sum::<f64>() / n;
        let (x, m) = (mean(&|s| s.count as f64), mean(&|s| s.mean));
        let (xx, mm) = (mean(&|s| (s.count as f64 - x).powi(2)), mean(&|s| (s.mean - m).powi(2)));
        let xm = mean(&|s| (s.count as f64 - x) * (s.mean - m));
        (xx > 0.0 && mm > 0.0).then(|| xm / (xx * mm).sqrt())
    }

    /// Value, gradient and Hessian. Fader & Hardie (2013), likelihood; gamma functions once per distinct count.
    fn derivatives(&self, v: &[f64]) -> Vec<f64> {
        let (p, q, gamma) = (v[0], v[1], v[2]);
        let mut out = sums::<10, _>(&self.cells, |s, out| {
            let (x, m, w) = (s.count as f64, s.mean, s.weight);
            let all = gamma + m * x;
            // ln of γ/(γ + mx) and of mx/(γ + mx)
            let (rest, own) = (-(m * x / gamma).ln_1p(), -(gamma / (m * x)).ln_1p());
            out[0] += w * (q * rest + p * x * own - m.ln());
            out[1] += w * x * own;
            out[2] += w * rest;
            out[3] += w * (q / gamma - (p * x + q) / all);
            out[6] -= w * x / all;
            out[8] += w * (1.0 / gamma - 1.0 / all);
            out[9] += w * ((p * x + q) / (all * all) - q / (gamma * gamma));
        });
        for group in self.cells.chunk_by(|a, b| a.count == b.count) {
            let x = group[0].count as f64;
            let w: f64 = group.iter().map(|s| s.weight).sum();
            // ln Γ(px + q)/Γ(px) with its derivatives, as rising factorials from either argument.
            let [by_q, dq, ddq] = rising(q, p * x);
            let ln_gamma_px = crate::special::ln_gamma(p * x);
            let (psi_all, psi_px) = (crate::special::digamma(p * x + q), crate::special::digamma(p * x));
            let (tri_all, tri_px) = (crate::special::trigamma(p * x + q), crate::special::trigamma(p * x));
            out[0] += w * (by_q - ln_gamma_px);
            out[1] += w * x * (psi_all - psi_px);
            out[2] += w * dq;
            out[4] += w * x * x * (tri_all - tri_px);
            out[5] += w * x * tri_all;
            out[7] += w * ddq;
        }
        out.to_vec()
    }
}

/// Gamma-Gamma model of spend: amounts vary around a customer's mean (gamma), means vary between customers (gamma on the rate).
///
/// Fader, P. S., Hardie, B. G. S. (2013), "The Gamma-Gamma model of monetary value". Parameters `p, q, gamma`
/// (`gamma` in the currency; other packages call it `v`).
#[derive(Debug, Clone, PartialEq)]
pub struct GammaGamma {
    pub(super) fitted: Fitted,
}

impl GammaGamma {
    /// A model with given parameters.
    ///
    /// ```
    /// use troth_stats::repeat::{GammaGamma, Spend};
    /// let model = GammaGamma::of(&[6.25, 3.74, 15.44])?;
    /// assert!((model.mean(&Spend::new(0, 0.0))?.value - 6.25 * 15.44 / 2.74).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Length`] or [`Error::Value`].
    pub fn of(parameters: &[f64]) -> Result<Self> {
        Ok(Self { fitted: Fitted::of(MODEL, NAMES, parameters)? })
    }

    /// Maximum likelihood, warmed up by `start` (natural scale) if there is one.
    ///
    /// # Errors
    /// [`Error::NotConverged`] or [`Error::Undetermined`] where the amounts do not vary enough to tell the parameters apart.
    pub fn fit(data: &Spends, start: Option<&[f64]>) -> Result<Self> {
        let n = data.customers;
        let mean = data.cells.iter().map(|s| s.weight * s.mean).sum::<f64>() / n;
        let mut starts = Vec::new();
        if let Some(start) = start {
            starts.push(Fitted::of(MODEL, NAMES, start)?.values);
        }
        starts.extend([(2.0, 3.0), (10.0, 2.0), (0.7, 10.0)].map(|(p, q)| vec![p, q, mean * (q - 1.0) / p]));
        let likelihood = InLogs::<3, _>::new(|v: &[f64]| data.derivatives(v));
        let fitted = Fitted::maximise(MODEL, "spends", NAMES, &likelihood, &starts, &[1.0, 1.0, mean], n)?;
        Ok(Self { fitted })
    }

    /// A model as an earlier fit left it: parameters, their covariance ([`GammaGamma::covariance`]) and the number of customers.
    ///
    /// # Errors
    /// As [`GammaGamma::of`]; [`Error::Length`] or [`Error::Value`] for a covariance that cannot be one.
    pub fn restored(parameters: &[f64], covariance: &DMatrix<f64>, customers: f64) -> Result<Self> {
        Ok(Self { fitted: Fitted::restored(MODEL, NAMES, parameters, covariance, customers)? })
    }

    /// How far a fit to `data` would lie from these parameters, as a share: the longest component of its first Newton step in logarithms.
    ///
    /// # Errors
    /// [`Error::Undetermined`] where the likelihood of `data` is not curved enough at these parameters to tell.
    pub fn drift(&self, data: &Spends) -> Result<f64> {
        let likelihood = InLogs::<3, _>::new(|v: &[f64]| data.derivatives(v));
        self.fitted.drift(MODEL, "spends", &likelihood)
    }

    of_its_fit!();

    /// The model with its parameters moved to either end of what is known of them: see [`Model::ends`](super::Model::ends).
    pub fn ends(&self) -> Vec<[Self; 2]> {
        let given = |values| Self { fitted: self.fitted.given(values) };
        self.fitted.ends().into_iter().map(|both| both.map(given)).collect()
    }

    /// Expected amount per purchase of a customer with this spend so far; without a purchase, of a new customer.
    ///
    /// Fader & Hardie (2013): `p (γ + m x) / (p x + q − 1)`.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible spend, or for a customer without purchases when `q ≤ 1`: the mean is infinite.
    pub fn mean(&self, spend: &Spend) -> Result<Estimate> {
        self.mean_around(&self.fitted.around(), spend)
    }

    /// The value of [`GammaGamma::mean`] alone, at a fraction of its cost.
    ///
    /// # Errors
    /// As [`GammaGamma::mean`].
    pub fn value(&self, spend: &Spend) -> Result<f64> {
        let (x, total) = self.usable(spend)?;
        finite("the expected spend", expected(self.values(), x, total))
    }

    /// [`GammaGamma::mean`] of many customers, on all cores, in the order given.
    pub fn means(&self, spends: &[Spend]) -> Vec<Result<Estimate>> {
        let around = self.fitted.around();
        spends.par_iter().map(|spend| self.mean_around(&around, spend)).collect()
    }

    fn mean_around(&self, around: &Around<'_>, spend: &Spend) -> Result<Estimate> {
        let (x, total) = self.usable(spend)?;
        around.amount_of("the expected spend", |v| expected(v, x, total))
    }

    /// Purchases and what they cost together.
    fn usable(&self, spend: &Spend) -> Result<(f64, f64)> {
        let x = spend.count as f64;
        let total = if spend.count == 0 { 0.0 } else { x * spend.mean };
        if !total.is_finite() || (spend.count > 0 && spend.mean <= 0.0) {
            let why = "the mean amount of a customer with purchases must be finite and above zero";
            return Err(Error::Value { input: "mean", value: spend.mean, why });
        }
        let (p, q) = (self.fitted.values[0], self.fitted.values[1]);
        if p * x + q <= 1.0 {
            return Err(Error::Value {
                input: "q",
                value: q,
                why: "at q of 1 or less the mean spend of a new customer is infinite",
            });
        }
        Ok((x, total))
    }
}

/// `p (γ + total) / (p x + q − 1)`.
pub(super) fn expected(v: &[f64], x: f64, total: f64) -> f64 {
    v[0] * (v[2] + total) / (v[0] * x + v[1] - 1.0)
}
