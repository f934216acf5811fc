//! Where a chain of referrals leads: the Galton-Watson process.

use crate::error::{Error, Result, finite, not_negative, positive};
use crate::special::{ln_gamma, ln_rising};

/// How many new customers one customer brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Offspring {
    /// Poisson with this mean.
    Poisson {
        /// Mean number, the reproduction number.
        mean: f64,
    },
    /// Negative binomial: the smaller `k`, the more depends on few customers (Lloyd-Smith et al. 2005).
    NegativeBinomial {
        /// Mean number, the reproduction number.
        mean: f64,
        /// Dispersion; variance is `mean + mean²/k`.
        k: f64,
    },
    /// Every one of `invitations` is taken up with the same chance.
    Binomial {
        /// Invitations per customer.
        invitations: u32,
        /// Chance that one is taken up.
        chance: f64,
    },
}

impl Offspring {
    fn check(&self) -> Result<()> {
        match *self {
            Self::Poisson { mean } => not_negative("mean", mean).map(|_| ()),
            Self::NegativeBinomial { mean, k } => {
                positive("k", k)?;
                not_negative("mean", mean).map(|_| ())
            }
            Self::Binomial { chance, .. } => {
                if (0.0..=1.0).contains(&chance) {
                    Ok(())
                } else {
                    Err(Error::Value { input: "chance", value: chance, why: "it must lie between 0 and 1" })
                }
            }
        }
    }

    /// Mean number of new customers: the reproduction number.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Poisson { mean } | Self::NegativeBinomial { mean, .. } => mean,
            Self::Binomial { invitations, chance } => f64::from(invitations) * chance,
        }
    }

    /// Generating function at `1 − v` as `1 − g`, with the derivative of `g`; in `v`, so that nothing cancels near 1.
    fn generate(&self, v: f64) -> (f64, f64) {
        match *self {
            Self::Poisson { mean } => (-(-mean * v).exp_m1(), mean * (-mean * v).exp()),
            Self::NegativeBinomial { mean, k } => {
                let ln = (mean * v / k).ln_1p();
                (-(-k * ln).exp_m1(), mean * (-(k + 1.0) * ln).exp())
            }
            Self::Binomial { invitations, chance } => {
                let (n, ln) = (f64::from(invitations), (-chance * v).ln_1p());
                if invitations == 0 {
                    (0.0, 0.0)
                } else {
                    (-(n * ln).exp_m1(), n * chance * ((n - 1.0) * ln).exp())
                }
            }
        }
    }

    /// Chance that the chain started by one customer ends: the least fixed point of the generating function (Harris 1963, theorem I.6.1).
    ///
    /// ```
    /// use troth_stats::economics::Offspring;
    /// let q = Offspring::Binomial { invitations: 3, chance: 0.5 }.extinction()?;
    /// assert!((q - (5_f64.sqrt() - 2.0)).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Value`] for a bad parameter.
    pub fn extinction(&self) -> Result<f64> {
        self.check()?;
        if self.mean() <= 1.0 {
            // Except where exactly one new customer is certain, the chain ends.
            let certain = matches!(*self, Self::Binomial { invitations: 1, chance } if chance >= 1.0);
            return Ok(if certain { 0.0 } else { 1.0 });
        }
        // 1 − g(1 − v) is concave in v: Newton from v = 1 comes down to the root without overshooting.
        let mut v = 1.0_f64;
        for _ in 0..200 {
            let (value, slope) = self.generate(v);
            let next = v - (value - v) / (slope - 1.0);
            if next.is_nan() || next <= 0.0 || (v - next).abs() <= 1e-16 * v {
                break;
            }
            v = next;
        }
        Ok((1.0 - v).clamp(0.0, 1.0))
    }

    /// Expected number of customers in the whole chain, the first included: `1/(1 − R)`.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad parameter, or `R ≥ 1`, where it is infinite.
    pub fn expected_total(&self) -> Result<f64> {
        self.check()?;
        let mean = self.mean();
        if mean >= 1.0 {
            return Err(Error::Value {
                input: "mean",
                value: mean,
                why: "at 1 or more the expected chain is infinite",
            });
        }
        Ok(1.0 / (1.0 - mean))
    }

    /// Chance that the whole chain counts exactly `n` customers (Dwass 1969: `P(n) = P(n children of n together are n − 1)/n`;
    /// for Poisson the Borel distribution).
    ///
    /// # Errors
    /// [`Error::Value`] for a bad parameter, [`Error::Numeric`] where it is beyond all numbers.
    pub fn total_mass(&self, n: u64) -> Result<f64> {
        self.check()?;
        if n == 0 {
            return Ok(0.0);
        }
        let (m, x) = (n as f64, n as f64 - 1.0);
        let power = |base: f64, exponent: f64| if exponent == 0.0 { 0.0 } else { exponent * base.ln() };
        let ln = match *self {
            Self::Poisson { mean } => power(mean, x) + power(m, x) - mean * m - ln_gamma(x + 1.0),
            // (q/(1+q))ˣ (1+q)^−km with q = mean/k: as one power of 1 + 1/q, which keeps its digits when q is huge.
            Self::NegativeBinomial { mean, k } => {
                let miss = if x == 0.0 { 0.0 } else { x * (k / mean).ln_1p() };
                ln_rising(k * m, x) - ln_gamma(x + 1.0) - k * m * (mean / k).ln_1p() - miss
            }
            Self::Binomial { invitations, chance } => {
                let trials = f64::from(invitations) * m;
                return Ok(if x > trials {
                    0.0
                } else {
                    crate::special::binomial_pmf(x, trials, chance) / m
                });
            }
        };
        finite("the chance of a chain", ln.exp() / m)
    }
}
