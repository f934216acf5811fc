//! The normal distribution.

/// Distribution function, with full relative accuracy in the lower tail.
///
/// ```
/// assert!((troth_stats::special::normal_cdf(1.96) - 0.975_002_104_851_779_5).abs() < 1e-15);
/// ```
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Upper tail, with full relative accuracy.
pub fn normal_sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Density.
pub fn normal_pdf(z: f64) -> f64 {
    (-0.5 * z * z).exp() * 0.398_942_280_401_432_7
}

/// Quantile: the start of Abramowitz & Stegun 26.2.23 (absolute error 4.5e-4), then two steps of Halley on [`normal_cdf`].
///
/// ```
/// assert!((troth_stats::special::normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
/// assert_eq!(troth_stats::special::normal_quantile(0.5), 0.0);
/// ```
pub fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    if p > 0.5 {
        // 1 − p is exact for p above a half.
        return -normal_quantile(1.0 - p);
    }
    let mut z = start(p);
    for _ in 0..2 {
        let error = (normal_cdf(z) - p) / normal_pdf(z);
        z -= error / (1.0 + 0.5 * z * error);
    }
    z
}

/// Any start within some 5e-4 will do: Abramowitz & Stegun 26.2.23.
fn start(p: f64) -> f64 {
    let t = (-2.0 * p.ln()).sqrt();
    -(t - (2.515_517 + t * (0.802_853 + t * 0.010_328))
        / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308))))
}
