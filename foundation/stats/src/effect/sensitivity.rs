//! How strong an unrecorded circumstance would have to be: the E-value of `VanderWeele` & Ding (2017), Annals of Internal Medicine 167:268.

use crate::{
    Error,
    error::{Result, undetermined},
    estimate::{check_level, critical},
};

/// The E-value: the risk ratio that an unrecorded circumstance must have with both treatment and outcome to explain the association away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EValue {
    /// For the point estimate.
    pub point: f64,
    /// For the end of the interval nearer to 1; 1 if the interval holds 1.
    pub limit: f64,
}

/// What the ratio is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ratio {
    /// A risk ratio, or an odds or hazard ratio of an outcome rarer than 15 %.
    Risk,
    /// An odds ratio of a common outcome: its square root stands for the risk ratio (`VanderWeele` & Ding 2017).
    CommonOdds,
    /// A hazard ratio of a common outcome: `(1 − ½^√h)/(1 − ½^√(1/h))` (the same).
    CommonHazard,
}

/// The E-value of a ratio and its interval.
///
/// ```
/// use troth_stats::effect::sensitivity::{Ratio, e_value};
/// // Smoking and lung cancer (Hammond & Horn 1958).
/// let e = e_value(10.73, 8.02, 14.36, Ratio::Risk)?;
/// assert!((e.point - 20.94777).abs() < 1e-5 && (e.limit - 15.52336).abs() < 1e-5);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn e_value(ratio: f64, low: f64, high: f64, kind: Ratio) -> Result<EValue> {
    for (input, value) in [("ratio", ratio), ("low", low), ("high", high)] {
        if !(value.is_finite() && value > 0.0) {
            return Err(Error::Value { input, value, why: "a ratio is finite and above zero" });
        }
    }
    if !(low <= ratio && ratio <= high) {
        return Err(Error::Value { input: "ratio", value: ratio, why: "it lies outside its interval" });
    }
    let risk = |r: f64| match kind {
        Ratio::Risk => r,
        Ratio::CommonOdds => r.sqrt(),
        Ratio::CommonHazard => {
            -(-(r.sqrt()) * 2f64.ln()).exp_m1() / -(-(1.0 / r).sqrt() * 2f64.ln()).exp_m1()
        }
    };
    let value = |r: f64| {
        let r = if r < 1.0 { 1.0 / r } else { r };
        r + (r * (r - 1.0)).sqrt()
    };
    let (ratio, low, high) = (risk(ratio), risk(low), risk(high));
    let limit = if low <= 1.0 && high >= 1.0 { 1.0 } else { value(if low > 1.0 { low } else { high }) };
    Ok(EValue { point: value(ratio), limit })
}

/// The E-value of a difference in means in standard deviations of the outcome, with its standard error: `RR ≈ exp(0.91·d)` and ends at
/// `exp(0.91·d ± 1.78·se)` (`VanderWeele` & Ding 2017; the 95 % level is built in).
///
/// ```
/// let e = troth_stats::effect::sensitivity::e_value_of_difference(0.5, 0.1)?;
/// assert!(e.point > e.limit && e.limit > 1.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn e_value_of_difference(standardised: f64, se: f64) -> Result<EValue> {
    if !(se.is_finite() && se >= 0.0 && standardised.is_finite()) {
        return Err(Error::Value {
            input: "se",
            value: se,
            why: "difference and error must be finite, the error zero or above",
        });
    }
    let at = |shift: f64| (0.91 * standardised + shift * 1.78 * se).exp();
    e_value(at(0.0), at(-1.0), at(1.0), Ratio::Risk)
}

/// The risk ratio of two groups, exposed over unexposed, with its interval on the logarithm: Katz, Baptista, Azen & Pike (1978), Biometrics
/// 34:469, method C. Returns ratio, low and high.
///
/// ```
/// let (ratio, low, high) = troth_stats::effect::sensitivity::risk_ratio([397, 78_557], [51, 108_778], 0.95)?;
/// assert!((ratio - 10.7298).abs() < 1e-4 && low < ratio && ratio < high);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn risk_ratio(exposed: [u64; 2], unexposed: [u64; 2], level: f64) -> Result<(f64, f64, f64)> {
    let z = critical(check_level(level)?);
    let [a, b, c, d] = [exposed[0], exposed[1], unexposed[0], unexposed[1]].map(|count| count as f64);
    if a == 0.0 || c == 0.0 {
        return Err(undetermined("counts", "a risk ratio", "a group has no case"));
    }
    let (n1, n0) = (a + b, c + d);
    let ratio = (a / n1) / (c / n0);
    let se = (b / (a * n1) + d / (c * n0)).sqrt();
    Ok((ratio, ratio * (-z * se).exp(), ratio * (z * se).exp()))
}
