//! Many groups at once, and change over time: adjusted probabilities, all pairs, trends.

pub mod trend;
mod welch;

pub(crate) use welch::moments;
pub use welch::{Welch, welch};

use crate::{
    Error, Estimate,
    error::{Result, undetermined},
    share::{Share, difference},
};

/// Two groups compared, among many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Position of the first group.
    pub first: usize,
    /// Position of the second group.
    pub second: usize,
    /// First minus second; the interval is not adjusted for the number of pairs.
    pub difference: Estimate,
    /// Two-sided probability of the pair by itself.
    pub p_value: f64,
    /// The same, adjusted by [`holm`] over all pairs: the chance of even one false finding.
    pub holm: f64,
    /// The same, adjusted by [`benjamini_hochberg`] over all pairs: the expected share of false findings.
    pub benjamini_hochberg: f64,
}

/// Probabilities adjusted so that the chance of any false finding stays below the level: Holm (1979), Scandinavian Journal of Statistics 6:65.
///
/// ```
/// let adjusted = troth_stats::comparison::holm(&[0.01, 0.04, 0.03])?;
/// assert_eq!(adjusted, [0.03, 0.06, 0.06]);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>> {
    let order = ascending(p_values)?;
    let m = p_values.len();
    let mut adjusted = vec![0.0; m];
    let mut running = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        running = running.max(((m - rank) as f64 * p_values[at]).min(1.0));
        adjusted[at] = running;
    }
    Ok(adjusted)
}

/// Probabilities adjusted so that the expected share of false findings stays below the level, for independent or positively
/// dependent tests: Benjamini & Hochberg (1995), JRSS B 57:289.
///
/// ```
/// let adjusted = troth_stats::comparison::benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5])?;
/// assert!((adjusted[1] - 0.16 / 3.0).abs() < 1e-15 && adjusted[3] == 0.5);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>> {
    let order = ascending(p_values)?;
    let m = p_values.len() as f64;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut running = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        running = running.min(m / (rank + 1) as f64 * p_values[at]);
        adjusted[at] = running;
    }
    Ok(adjusted)
}

/// All pairs of shares: Newcombe's interval and the score test of each pair.
///
/// ```
/// use troth_stats::{comparison::shares, share::Count};
/// let groups = [(90, 100), (60, 100), (61, 100)].map(|(successes, trials)| Count { successes, trials }.check());
/// let groups = groups.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let pairs = shares(&groups, 0.95)?;
/// assert!(pairs[0].holm < 0.001 && pairs[2].holm > 0.5);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn shares(groups: &[Share], level: f64) -> Result<Vec<Pair>> {
    pairs(groups.len(), |i, j| {
        let d = difference::interval(groups[i], groups[j], difference::Method::Newcombe, level)?;
        Ok((d, difference::p_value(groups[i], groups[j])))
    })
}

/// All pairs of means: Welch's interval and test of each pair; every group needs two values.
///
/// ```
/// use troth_stats::comparison::means;
/// let pairs = means(&[&[1.0, 2.0, 3.0], &[11.0, 12.0, 13.0]], 0.95)?;
/// assert_eq!(pairs[0].difference.value, -10.0);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn means(groups: &[&[f64]], level: f64) -> Result<Vec<Pair>> {
    pairs(groups.len(), |i, j| {
        let test = welch(groups[i], groups[j], level)?;
        Ok((test.difference, test.p_value))
    })
}

fn pairs(groups: usize, compare: impl Fn(usize, usize) -> Result<(Estimate, f64)>) -> Result<Vec<Pair>> {
    if groups < 2 {
        return Err(undetermined("groups", "a comparison", format!("there are {groups}, two are needed")));
    }
    let mut found = Vec::new();
    for first in 0..groups {
        for second in first + 1..groups {
            let (difference, p_value) = compare(first, second)?;
            found.push(Pair { first, second, difference, p_value, holm: 1.0, benjamini_hochberg: 1.0 });
        }
    }
    let p_values: Vec<f64> = found.iter().map(|pair| pair.p_value).collect();
    for ((pair, holm), bh) in found.iter_mut().zip(holm(&p_values)?).zip(benjamini_hochberg(&p_values)?) {
        pair.holm = holm;
        pair.benjamini_hochberg = bh;
    }
    Ok(found)
}

fn ascending(p_values: &[f64]) -> Result<Vec<usize>> {
    if let Some(row) = p_values.iter().position(|p| !(0.0..=1.0).contains(p)) {
        let value = p_values[row];
        return Err(Error::Row { input: "p_values", row, value, why: "a probability lies from 0 to 1" });
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    Ok(order)
}
