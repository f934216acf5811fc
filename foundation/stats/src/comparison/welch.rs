//! Two means with variances of their own.

use crate::{
    Estimate,
    error::{Result, finite_rows, undetermined},
    estimate::check_level,
    special::{student_cdf, student_quantile},
};

/// The difference of two means, with its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Welch {
    /// First mean minus second; `se² = s₁²/n₁ + s₂²/n₂`.
    pub difference: Estimate,
    /// Satterthwaite's degrees of freedom.
    pub degrees_of_freedom: f64,
    /// Two-sided probability; 1 where nothing varies and nothing differs, 0 where nothing varies and the means differ.
    pub p_value: f64,
}

/// Compares two means without assuming equal variances: Welch (1947), Biometrika 34:28.
///
/// ```
/// let found = troth_stats::comparison::welch(&[3.0, 4.0, 5.0], &[1.0, 2.0, 3.0], 0.95)?;
/// assert_eq!((found.difference.value, found.degrees_of_freedom), (2.0, 4.0));
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn welch(first: &[f64], second: &[f64], level: f64) -> Result<Welch> {
    check_level(level)?;
    let (n1, m1, v1) = moments("first", first)?;
    let (n2, m2, v2) = moments("second", second)?;
    let (a, b) = (v1 / n1, v2 / n2);
    let value = m1 - m2;
    let se = (a + b).sqrt();
    let degrees_of_freedom = if se > 0.0 {
        // In shares of the larger part, so that squares neither overflow nor vanish.
        let (a, b) = (a / (a + b), b / (a + b));
        1.0 / (a * a / (n1 - 1.0) + b * b / (n2 - 1.0))
    } else {
        n1 + n2 - 2.0
    };
    let half = student_quantile(0.5 + level / 2.0, degrees_of_freedom) * se;
    let p_value = if value == 0.0 {
        1.0
    } else if se == 0.0 {
        0.0
    } else {
        2.0 * student_cdf(-(value / se).abs(), degrees_of_freedom)
    };
    let method = "Welch's t";
    let difference =
        Estimate { value, se: Some(se), low: value - half, high: value + half, level, n: n1 + n2, method };
    Ok(Welch { difference: difference.checked("difference of means")?, degrees_of_freedom, p_value })
}

/// Number, mean and variance of a group of at least two finite values.
pub(crate) fn moments(input: &'static str, values: &[f64]) -> Result<(f64, f64, f64)> {
    finite_rows(input, values)?;
    if values.len() < 2 {
        return Err(undetermined(
            input,
            "a variance",
            format!("it has {} values, two are needed", values.len()),
        ));
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    Ok((n, mean, squares / (n - 1.0)))
}
