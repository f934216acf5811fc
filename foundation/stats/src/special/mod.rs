//! Special functions that neither overflow nor lose their digits where loyalty data live.
//!
//! `ln_gamma` and `erfc` are those of the `libm` crate (the FreeBSD routines, below one unit in the last place). The
//! rest is written here because the crates at hand lose digits: a logarithm of a beta function as a difference of three
//! `ln_gamma` keeps 16 − log10(ln Γ) digits (10 at a million), so [`ln_beta`], [`ln_rising`] and the incomplete functions are built on
//! Stirling's correction instead (Loader 2000, "Fast and accurate computation of binomial probabilities"). Reference values
//! computed with mpmath at 40 digits stand in `tests/all/special.rs`.

mod beta;
mod gamma;
mod normal;
mod quadrature;

pub use beta::{
    beta_inc, beta_inc_inverse, binomial_pmf, f_sf, ln_beta, ln_choose, student_cdf, student_quantile,
};
pub use gamma::{
    chi_square_quantile, chi_square_sf, digamma, gamma_inc, gamma_inc_inverse, gamma_inc_upper, ln_gamma,
    ln_rising, poisson_pmf, stirling, trigamma,
};
pub use normal::{normal_cdf, normal_pdf, normal_quantile, normal_sf};
pub use quadrature::{integrate, integrate_tail, legendre};

/// `ln(e^a + e^b)` without overflow.
///
/// ```
/// assert_eq!(troth_stats::special::ln_add(-1000.0, -1000.0), -1000.0 + std::f64::consts::LN_2);
/// ```
pub fn ln_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    if high == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// `ln Σ e^v` without overflow; minus infinity for nothing.
///
/// ```
/// assert!((troth_stats::special::ln_sum(&[1000.0, 1000.0]) - 1000.693147180559945).abs() < 1e-12);
/// ```
pub fn ln_sum(values: &[f64]) -> f64 {
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high == f64::NEG_INFINITY {
        return high;
    }
    high + values.iter().map(|v| (v - high).exp()).sum::<f64>().ln()
}

/// `ln(1 − e^v)` for `v` below zero (Mächler 2012, "Accurately computing log(1 − exp(−|a|))").
///
/// ```
/// assert!((troth_stats::special::ln_one_minus_exp(-1e-20) - (1e-20_f64).ln()).abs() < 1e-12);
/// ```
pub fn ln_one_minus_exp(v: f64) -> f64 {
    if v > -std::f64::consts::LN_2 { (-v.exp_m1()).ln() } else { (-v.exp()).ln_1p() }
}

/// `1 / (1 + e^-v)` without overflow.
pub fn logistic(v: f64) -> f64 {
    if v >= 0.0 {
        1.0 / (1.0 + (-v).exp())
    } else {
        let e = v.exp();
        e / (1.0 + e)
    }
}
