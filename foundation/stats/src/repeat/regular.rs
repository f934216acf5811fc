//! MBG/CNBD-k: customers who buy at regular times.
//!
//! Poisson purchases have no memory: just after one, the next is as likely as ever. Groceries, filters and haircuts have a rhythm. Here
//! the time between purchases is Erlang-k: every k-th beat of a Poisson clock is a purchase. `k = 1` is the MBG/NBD; the
//! greater k, the sooner silence means that somebody left.

use super::history::{Histories, History, fault};
use super::model::Outlook;
use crate::error::{Error, Result, finite, not_negative};
use crate::estimate::Estimate;
use crate::fitted::{Fitted, of_its_fit};
use crate::optimise::Likelihood;
use crate::parallel::sums;
use crate::special::{beta_inc, digamma, integrate, ln_add, ln_beta, ln_rising, ln_sum};

const NAME: &str = "MBG/CNBD-k";

const PARAMETERS: &[&str] = &["r", "alpha", "a", "b"];

/// Beyond this regularity data cannot tell one k from the next.
const MOST: u32 = 100;

/// MBG/CNBD-k: as the [`MbgNbd`](super::MbgNbd), but the time between purchases is Erlang with shape `k` at the customer's rate.
///
/// Platzer & Reutterer (2016), "Ticking away the moments: timing regularity helps to better predict customer activity",
/// Marketing Science 35(5):779–799; Reutterer, Platzer & Schröder (2021), IJRM 38(1):194–215. Rates count beats of the
/// clock, `k` to a purchase.
///
/// ```
/// use troth_stats::repeat::{History, MbgCnbd};
/// // Groceries: ten repeat purchases in forty weeks, then twelve weeks of silence.
/// let history = History::new(10, 40.0, 52.0);
/// let regular = MbgCnbd::of(2, &[1.33, 2.81, 0.42, 0.79])?.alive(&history)?;
/// let at_random = MbgCnbd::of(1, &[1.26, 6.04, 0.37, 0.72])?.alive(&history)?;
/// assert!(regular.value < at_random.value);
/// # Ok::<(), troth_stats::Error>(())
/// ```
///
/// The parameters are `r, alpha, a, b`; their intervals do not count that `k` was chosen. The log-likelihood can be compared between
/// different `k`, not with models that leave the times between purchases out, except at `k = 1`.
#[derive(Debug, Clone, PartialEq)]
pub struct MbgCnbd {
    k: u32,
    fitted: Fitted,
}

impl MbgCnbd {
    /// A model with given parameters `r, alpha, a, b`: its predictions have no intervals.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::Value`] for a parameter that is not above zero or a `k` outside 1 to 100.
    pub fn of(k: u32, parameters: &[f64]) -> Result<Self> {
        Ok(Self { k: check_k(k)?, fitted: Fitted::of(NAME, PARAMETERS, parameters)? })
    }

    /// Maximum likelihood for a given regularity. `log_gaps` is the sum, over all customers and with their weights, of the logarithms of the
    /// times between purchases, in the unit of the histories; it does not move the parameters, but decides between different `k`.
    ///
    /// # Errors
    /// As [`Model::fit`](super::Model::fit); [`Error::Value`] for `log_gaps` that is not finite or a `k` outside 1 to 100.
    pub fn fit(data: &Histories, log_gaps: f64, k: u32) -> Result<Self> {
        let k = check_k(k)?;
        if !log_gaps.is_finite() {
            return Err(Error::Value {
                input: "log_gaps",
                value: log_gaps,
                why: "it is a sum of logarithms of times above zero",
            });
        }
        if data.purchases() <= 0.0 {
            return Err(Error::Undetermined {
                input: "histories",
                what: NAME,
                why: "nobody made a repeat purchase, so neither rhythm nor leaving can be learned".into(),
            });
        }
        let likelihood = Regular::new(data, log_gaps, k);
        let times: f64 = data.cells().iter().map(|h| h.weight * h.age).sum();
        let gap = times / (data.purchases() + data.customers());
        let starts: Vec<Vec<f64>> = [(0.7, 1.5), (3.0, 3.0), (0.3, 0.3)]
            .iter()
            .map(|&(r, b)| vec![r, r * gap / f64::from(k), 0.5, b])
            .collect();
        let scales = [1.0, data.longest().max(f64::MIN_POSITIVE), 1.0, 1.0];
        let n = data.customers();
        let fitted = Fitted::maximise(NAME, "histories", PARAMETERS, &likelihood, &starts, &scales, n)?;
        Ok(Self { k, fitted })
    }

    /// The regularity from 1 to `most` with the highest likelihood, fitted. All have the same number of parameters, so nothing is penalised.
    /// The search ends at the first `k` that is worse than the one before.
    ///
    /// # Errors
    /// As [`MbgCnbd::fit`], of `k = 1`; a greater `k` that has no maximum ends the search.
    pub fn choose(data: &Histories, log_gaps: f64, most: u32) -> Result<Self> {
        let height = |model: &Self| model.fitted.log_likelihood.unwrap_or(f64::NEG_INFINITY);
        let mut best = Self::fit(data, log_gaps, 1)?;
        for k in 2..=check_k(most)? {
            match Self::fit(data, log_gaps, k) {
                Ok(next) if height(&next) > height(&best) => best = next,
                _ => break,
            }
        }
        Ok(best)
    }

    of_its_fit!();

    /// The regularity: beats of the clock to a purchase.
    pub fn k(&self) -> u32 {
        self.k
    }

    /// Log-likelihood of other data under these parameters.
    ///
    /// # Errors
    /// [`Error::Numeric`] if it is not finite.
    pub fn log_likelihood_of(&self, data: &Histories, log_gaps: f64) -> Result<f64> {
        let theta: Vec<f64> = self.fitted.values.iter().map(|p| p.ln()).collect();
        let likelihood = Regular::new(data, log_gaps, self.k);
        finite("the log-likelihood", likelihood.evaluate(&theta, &mut [0.0; 4]))
    }

    /// Probability that a customer with this history is still there, interval by the delta method on the logit.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history.
    pub fn alive(&self, history: &History) -> Result<Estimate> {
        let h = usable(history)?;
        self.fitted.probability("the probability to be alive", |p| alive(p, self.k, &h))
    }

    /// Expected purchases in the next `t` by a customer with this history, interval by the delta method on the logarithm.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history or span.
    pub fn purchases(&self, history: &History, t: f64) -> Result<Estimate> {
        let h = usable(history)?;
        not_negative("t", t)?;
        self.fitted.amount("expected purchases", |p| purchases(p, self.k, &h, t))
    }

    /// Expected repeat purchases in the first `t` by a customer who has just bought for the first time.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible span.
    pub fn purchases_of_new(&self, t: f64) -> Result<Estimate> {
        not_negative("t", t)?;
        self.fitted.amount("expected purchases of a new customer", |p| {
            let (alpha, a, b) = (p[1], p[2], p[3]);
            let stays = b / (a + b);
            stays * while_dropping(f64::from(self.k), 0.0, p[0], t / alpha, a, b + 1.0)
        })
    }

    /// [`MbgCnbd::alive`] and [`MbgCnbd::purchases`] for many customers, on all cores, in the order given.
    ///
    /// # Errors
    /// [`Error::Row`] names the first impossible history.
    pub fn outlook(&self, histories: &[History], t: f64) -> Result<Vec<Outlook>> {
        use rayon::prelude::*;
        if let Some((row, (input, value, why))) =
            histories.iter().enumerate().find_map(|(i, h)| Some((i, fault(h)?)))
        {
            return Err(Error::Row { input, row, value, why });
        }
        let one = |h: &History| Ok(Outlook { alive: self.alive(h)?, purchases: self.purchases(h, t)? });
        histories.par_iter().map(one).collect()
    }
}

fn check_k(k: u32) -> Result<u32> {
    if (1..=MOST).contains(&k) {
        Ok(k)
    } else {
        Err(Error::Value {
            input: "k",
            value: f64::from(k),
            why: "the regularity is a whole number from 1 to 100",
        })
    }
}

fn usable(h: &History) -> Result<History> {
    match fault(h) {
        Some((input, value, why)) => Err(Error::Value { input, value, why }),
        None => Ok(*h),
    }
}

/// Logarithms of the weights of having left and, for `j = 0 … k − 1` beats since the last purchase, of being there.
///
/// The posterior in the gamma rate of a customer who stayed and has heard `j` beats in `T − t_x`: `(r+kx)ⱼ/j! · ((T−t_x)/(α+T))ʲ`; of one who
/// left after the last purchase: `a/(b+x) · ((α+T)/(α+t_x))^(r+kx)`. Both relative to `(α+T)^−(r+kx)`.
fn weights(p: &[f64], k: u32, h: &History) -> (f64, Vec<f64>) {
    let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
    let x = h.frequency as f64;
    let shape = r + f64::from(k) * x;
    let at = alpha + h.age;
    let left = a.ln() - (b + x).ln() + shape * ((h.age - h.recency) / (alpha + h.recency)).ln_1p();
    let mut beats = Vec::with_capacity(k as usize);
    let silence = ((h.age - h.recency) / at).ln();
    let mut term = 0.0;
    for j in 0..k {
        beats.push(term);
        term += (shape + f64::from(j)).ln() - f64::from(j + 1).ln() + silence;
    }
    (left, beats)
}

fn alive(p: &[f64], k: u32, h: &History) -> f64 {
    let (left, beats) = weights(p, k, h);
    let here = ln_sum(&beats);
    (here - ln_add(here, left)).exp()
}

/// Sum over the beats heard so far: with `j` of them the `n`-th purchase ahead needs `nk − j` more.
fn purchases(p: &[f64], k: u32, h: &History, t: f64) -> f64 {
    let (alpha, a, b) = (p[1], p[2], p[3]);
    let (left, beats) = weights(p, k, h);
    let x = h.frequency as f64;
    let shape = p[0] + f64::from(k) * x;
    let total = ln_add(ln_sum(&beats), left);
    let growth = t / (alpha + h.age);
    let mut sum = 0.0;
    for (weight, j) in beats.iter().zip(0_u32..) {
        let share = (weight - total).exp();
        if share > 0.0 {
            let j = f64::from(j);
            sum += share * while_dropping(f64::from(k), j, shape + j, growth, a, b + x + 1.0);
        }
    }
    sum
}

/// Expected purchases of somebody who is there: `Σₙ E[(1−p)^(n−1)] P(beats ≥ nk − j)`, `p ~ Beta(a, b)`, beats negative binomial of this shape
/// with odds `growth = t/(α + T)`. NaN where more than 10⁹ beats are expected.
fn while_dropping(k: f64, j: f64, shape: f64, growth: f64, a: f64, b: f64) -> f64 {
    /// So many terms are added one by one; beyond them the sum is an integral to all digits.
    const SINGLE: f64 = 2_000.0;
    if growth <= 0.0 {
        return 0.0;
    }
    let z = growth / (1.0 + growth);
    let mean = shape * growth;
    if !(mean <= 1e9 && growth <= 1e9) {
        return f64::NAN;
    }
    let (mut sum, mut stays, mut n) = (0.0_f64, 1.0_f64, 1.0_f64);
    while n < SINGLE {
        let term = stays * beta_inc(n * k - j, shape, z);
        sum += term;
        // Beyond the mean of the beats the terms die out at least geometrically.
        if term.is_nan() || n * k - j > mean && term <= 1e-16 * sum {
            return sum;
        }
        stays *= (b + n - 1.0) / (a + b + n - 1.0);
        n += 1.0;
    }
    let term =
        |n: f64| (ln_rising(b, n - 1.0) - ln_rising(a + b, n - 1.0)).exp() * beta_inc(n * k - j, shape, z);
    sum + rest_from(SINGLE, &term, (mean + j) / k, (mean * (1.0 + growth)).sqrt() / k, growth / k)
}

/// `Σ_{n ≥ first} f(n)` by Euler and Maclaurin, for terms that are smooth at the scale of 1 and fall around `fall`, within `width` of it, and
/// beyond like `exp(−n/tail)`.
fn rest_from(first: f64, f: &impl Fn(f64) -> f64, fall: f64, width: f64, tail: f64) -> f64 {
    let end = fall.max(first) + 12.0 * width + 60.0 * (tail + 1.0);
    // In the logarithm of n the power with which customers leave is smooth; the fall gets a piece of its own.
    let cuts =
        [first, fall - 8.0 * width, fall, fall + 8.0 * width, end].map(|cut| cut.clamp(first, end).ln());
    let area: f64 = cuts
        .windows(2)
        .filter(|piece| piece[1] > piece[0])
        .map(|piece| {
            integrate(piece[1] - piece[0], |from, _| {
                let n = (piece[0] + from).exp();
                n * f(n)
            })
        })
        .sum();
    area + 0.5 * f(first) - (f(first + 1.0) - f(first - 1.0)) / 24.0
}

/// The likelihood. Equation 8 of Platzer & Reutterer (2016), with leaving possible after the first purchase:
/// `ln L = (k−1) Σ ln gaps − x ln Γ(k) + ln B(a, b+x+1)/B(a, b) + ln Γ(r+kx)/Γ(r) + r ln α − (r+kx) ln(α+T) + ln(left + Σⱼ beatsⱼ)`.
struct Regular {
    cells: Vec<History>,
    k: u32,
    constant: f64,
}

impl Regular {
    fn new(data: &Histories, log_gaps: f64, k: u32) -> Self {
        let order: f64 = (1..k).map(|i| f64::from(i).ln()).sum();
        let constant = f64::from(k - 1) * log_gaps - data.purchases() * order;
        Self { cells: data.cells().to_vec(), k, constant }
    }
}

impl Likelihood for Regular {
    fn dimension(&self) -> usize {
        4
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        let p: Vec<f64> = theta.iter().map(|t| t.exp()).collect();
        let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
        let k = f64::from(self.k);
        let (base, digamma_r, digamma_b, digamma_ab) =
            (ln_beta(a, b), digamma(r), digamma(b), digamma(a + b));
        let out = sums::<5, _>(&self.cells, |h, s| {
            let x = h.frequency as f64;
            let shape = r + k * x;
            let at = alpha + h.age;
            let (left, beats) = weights(&p, self.k, h);
            let total = ln_add(ln_sum(&beats), left);
            let gone = (left - total).exp();
            let w = h.weight;
            s[0] += w
                * (ln_beta(a, b + x + 1.0) - base + ln_rising(r, k * x) + r * (alpha / at).ln()
                    - k * x * at.ln()
                    + total);
            let (mut d_r, mut d_alpha) = (0.0, 0.0);
            let mut harmonic = 0.0;
            for (beat, j) in beats.iter().zip(0_u32..) {
                let share = (beat - total).exp();
                let j = f64::from(j);
                d_r += share * harmonic;
                d_alpha -= share * j / at;
                harmonic += 1.0 / (shape + j);
            }
            let gap = ((h.age - h.recency) / (alpha + h.recency)).ln_1p();
            d_r += digamma(shape) - digamma_r + (alpha / at).ln() + gone * gap;
            d_alpha += r / alpha - shape / at + gone * shape * (1.0 / at - 1.0 / (alpha + h.recency));
            let both = digamma_ab - digamma(a + b + x + 1.0);
            s[1] += w * d_r;
            s[2] += w * d_alpha;
            s[3] += w * (both + gone / a);
            s[4] += w * (digamma(b + x + 1.0) - digamma_b + both - gone / (b + x));
        });
        for (i, slope) in gradient.iter_mut().enumerate() {
            *slope = out[i + 1] * p[i];
        }
        out[0] + self.constant
    }
}
