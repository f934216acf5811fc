//! Links between a probability and the line that explains it: distribution functions with their derivatives in the tails.

use crate::special::{logistic, normal_cdf, normal_pdf};

/// The distribution whose cumulative function turns a line into a probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Link {
    /// Logistic: coefficients are log odds ratios.
    #[default]
    Logit,
    /// Normal.
    Probit,
    /// `1 − exp(−exp(η))`; for ordered outcomes the proportional-hazards model.
    CLogLog,
}

impl Link {
    /// `F(η)`.
    pub(crate) fn cdf(self, eta: f64) -> f64 {
        match self {
            Self::Logit => logistic(eta),
            Self::Probit => normal_cdf(eta),
            Self::CLogLog => -(-eta.exp()).exp_m1(),
        }
    }

    /// `1 − F(η)`, with its own digits.
    pub(crate) fn upper(self, eta: f64) -> f64 {
        match self {
            Self::Logit => logistic(-eta),
            Self::Probit => normal_cdf(-eta),
            Self::CLogLog => (-eta.exp()).exp(),
        }
    }

    /// `F′(η)` and `F″(η)`.
    pub(crate) fn derivatives(self, eta: f64) -> (f64, f64) {
        match self {
            Self::Logit => {
                let (p, q) = both(eta);
                (p * q, p * q * (q - p))
            }
            Self::Probit => {
                let density = normal_pdf(eta);
                (density, -eta * density)
            }
            Self::CLogLog => {
                let hazard = eta.exp();
                let density = (eta - hazard).exp();
                (density, density * (1.0 - hazard))
            }
        }
    }

    /// `ln F(η)` with its first and second derivative, without underflow in the lower tail.
    pub(crate) fn log_lower(self, eta: f64) -> (f64, f64, f64) {
        match self {
            Self::Logit => {
                let (p, q) = both(eta);
                let log = eta.min(0.0) - (-eta.abs()).exp().ln_1p();
                (log, q, -p * q)
            }
            Self::Probit => {
                let (log, mills) = if eta < -30.0 {
                    // Abramowitz & Stegun 26.2.12: Φ(−x) = φ(x)/x·(1 − 1/x² + 3/x⁴ − …).
                    let s = 1.0 / (eta * eta);
                    let series = 1.0 - s * (1.0 - 3.0 * s * (1.0 - 5.0 * s));
                    let log = -0.5 * eta * eta - 0.5 * (2.0 * std::f64::consts::PI).ln() - (-eta).ln()
                        + series.ln();
                    (log, -eta / series)
                } else {
                    let p = normal_cdf(eta);
                    (p.ln(), normal_pdf(eta) / p)
                };
                (log, mills, -mills * (mills + eta))
            }
            Self::CLogLog => {
                let hazard = eta.exp();
                let p = -(-hazard).exp_m1();
                if eta < -30.0 {
                    return (eta, 1.0, 0.0);
                }
                let ratio = (eta - hazard).exp() / p;
                (p.ln(), ratio, ratio * (1.0 - hazard - ratio))
            }
        }
    }

    /// `ln(1 − F(η))` with its first and second derivative.
    pub(crate) fn log_upper(self, eta: f64) -> (f64, f64, f64) {
        match self {
            Self::Logit | Self::Probit => {
                let (log, first, second) = self.log_lower(-eta);
                (log, -first, second)
            }
            Self::CLogLog => {
                let hazard = eta.exp();
                (-hazard, -hazard, -hazard)
            }
        }
    }
}

/// The logistic function and its complement, each with its own digits, from one exponential.
pub(crate) fn both(eta: f64) -> (f64, f64) {
    let small = (-eta.abs()).exp();
    let large = 1.0 / (1.0 + small);
    if eta >= 0.0 { (large, small * large) } else { (small * large, large) }
}
