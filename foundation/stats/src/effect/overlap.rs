//! Whether treated and untreated rows can be compared: balance of columns, spread of weights, common support.

use super::{check_groups, of_group};
use crate::{
    Error,
    error::{Result, finite_rows, same_length, undetermined},
};

/// Whose effect the weights are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Target {
    /// All rows: `1/p` and `1/(1 − p)`.
    #[default]
    All,
    /// The treated: 1 and `p/(1 − p)`.
    Treated,
    /// Where both are likely: `1 − p` and `p` (Li, Morgan & Zaslavsky 2018, JASA 113:390). Never extreme.
    Overlap,
}

/// Weights that make the groups alike, from propensities strictly between 0 and 1.
///
/// ```
/// use troth_stats::effect::overlap::{Target, weights};
/// let w = weights(&[true, false], &[0.25, 0.25], Target::All)?;
/// assert_eq!(w, [4.0, 1.0 / 0.75]);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn weights(treated: &[bool], propensity: &[f64], target: Target) -> Result<Vec<f64>> {
    same_length("propensity", propensity.len(), "treated", treated.len())?;
    if let Some(row) = propensity.iter().position(|p| !(*p > 0.0 && *p < 1.0)) {
        let value = propensity[row];
        return Err(Error::Row {
            input: "propensity",
            row,
            value,
            why: "it must lie strictly between 0 and 1",
        });
    }
    Ok(treated
        .iter()
        .zip(propensity)
        .map(|(t, p)| match (target, *t) {
            (Target::All, true) => 1.0 / p,
            (Target::All, false) => 1.0 / (1.0 - p),
            (Target::Treated, true) => 1.0,
            (Target::Treated, false) => p / (1.0 - p),
            (Target::Overlap, true) => 1.0 - p,
            (Target::Overlap, false) => *p,
        })
        .collect())
}

/// The standardised mean difference of a column: treated less others, over the standard deviation of the treated before weighting (as
/// `MatchIt` does for effects on the treated; Stuart 2010, Statistical Science 25:1). Below 0.1 is taken for balanced.
///
/// ```
/// use troth_stats::effect::overlap::standardised_difference;
/// let treated = [true, true, false, false];
/// let d = standardised_difference(&treated, &[2.0, 4.0, 1.0, 1.0], None)?;
/// assert!((d - 2.0 / 2f64.sqrt()).abs() < 1e-12);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn standardised_difference(treated: &[bool], column: &[f64], weights: Option<&[f64]>) -> Result<f64> {
    check_groups(treated, column, 2)?;
    if let Some(weights) = weights {
        same_length("weights", weights.len(), "treated", treated.len())?;
        finite_rows("weights", weights)?;
    }
    let mean = |group: bool| -> Result<f64> {
        let (mut sum, mut total) = (0.0, 0.0);
        for row in (0..column.len()).filter(|&r| treated[r] == group) {
            let weight = weights.map_or(1.0, |w| w[row]);
            sum += weight * column[row];
            total += weight;
        }
        if total > 0.0 {
            Ok(sum / total)
        } else {
            Err(Error::Empty { input: "weights", why: "a group has none above zero" })
        }
    };
    let (_, _, variance) = crate::comparison::moments("column", &of_group(treated, column, true))?;
    let difference = mean(true)? - mean(false)?;
    if variance == 0.0 {
        if difference == 0.0 {
            return Ok(0.0);
        }
        return Err(undetermined(
            "column",
            "a standardised difference",
            "it does not vary among the treated",
        ));
    }
    Ok(difference / variance.sqrt())
}

/// Diagnostics of propensities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Number of equally weighted rows the treated amount to, `(Σw)²/Σw²`.
    pub effective_treated: f64,
    /// The same for the others.
    pub effective_others: f64,
    /// Share of a group's weight that its heaviest row has, the larger of the two groups.
    pub heaviest: f64,
    /// Rows outside the range of propensities that both groups have.
    pub outside: usize,
    /// Lowest propensity.
    pub lowest: f64,
    /// Highest propensity.
    pub highest: f64,
    /// Whether to be warned: a row with more than a tenth of its group's weight, a group that amounts to less than a fifth of its rows, or more
    /// than a tenth of all rows outside.
    pub poor: bool,
}

/// Looks at propensities under the weights of `target`.
///
/// ```
/// use troth_stats::effect::overlap::{Target, overlap};
/// let treated: Vec<bool> = (0..100).map(|i| i % 2 == 0).collect();
/// assert!(!overlap(&treated, &[0.5; 100], Target::All)?.poor);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn overlap(treated: &[bool], propensity: &[f64], target: Target) -> Result<Overlap> {
    check_groups(treated, propensity, 1)?;
    let weights = weights(treated, propensity, target)?;
    let (mut effective, mut heaviest, mut kept) = ([0.0; 2], 0.0_f64, [1.0; 2]);
    let mut range = [(f64::INFINITY, f64::NEG_INFINITY); 2];
    for group in [false, true] {
        let own = of_group(treated, &weights, group);
        let (sum, squares) = own.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
        let at = usize::from(group);
        effective[at] = sum * sum / squares;
        kept[at] = effective[at] / own.len() as f64;
        heaviest = own.iter().fold(heaviest, |h, w| h.max(w / sum));
        for p in of_group(treated, propensity, group) {
            range[at] = (range[at].0.min(p), range[at].1.max(p));
        }
    }
    let (low, high) = (range[0].0.max(range[1].0), range[0].1.min(range[1].1));
    let outside = propensity.iter().filter(|p| **p < low || **p > high).count();
    let poor =
        heaviest > 0.1 || kept.iter().any(|k| *k < 0.2) || outside as f64 > 0.1 * propensity.len() as f64;
    Ok(Overlap {
        effective_treated: effective[1],
        effective_others: effective[0],
        heaviest,
        outside,
        lowest: range[0].0.min(range[1].0),
        highest: range[0].1.max(range[1].1),
        poor,
    })
}
