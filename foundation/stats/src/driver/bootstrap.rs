//! Bootstrap intervals of importance.

use rayon::prelude::*;

use super::{CheckedDrivers, subset};
use crate::{Error, Estimate, error::Result, estimate::check_level, random};

/// Percentile intervals of importance, in the order of the drivers.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// Shapley's value of each driver. The standard error is that of the replicates.
    pub shapley: Vec<Estimate>,
    /// Explained share of the variance. Its value is the sample's: in small samples it and its replicates lie above the truth.
    pub r_squared: Estimate,
    /// `first[i]`: share of replicates in which driver `i` counts most.
    pub first: Vec<f64>,
}

impl CheckedDrivers {
    /// Draws whole rows with replacement `replicates` times (Efron & Tibshirani 1993, *An introduction to the bootstrap*, ch. 13) and takes the
    /// percentiles of Shapley's values. Replicate `k` uses stream `k` of the seed: the answer does not depend on the number of threads.
    /// Rows of weight zero are not drawn; other weights stay with their rows.
    ///
    /// ```
    /// use troth_stats::driver::Drivers;
    /// let a: Vec<f64> = (0..40).map(|i| f64::from(i % 7)).collect();
    /// let b: Vec<f64> = (0..40).map(|i| f64::from(i % 5)).collect();
    /// let y: Vec<f64> = (0..40).map(|i| f64::from(3 * (i % 7) + i % 5 + i % 3)).collect();
    /// let drivers = Drivers { columns: &[&a, &b], outcome: &y, weights: None }.check()?;
    /// let found = drivers.bootstrap(200, 1, 0.95)?;
    /// assert!(found.shapley[0].low > 0.3 && found.first[0] > 0.95);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn bootstrap(&self, replicates: usize, seed: u64, level: f64) -> Result<Intervals> {
        check_level(level)?;
        if replicates < 20 {
            let why = "percentiles need at least 20 replicates";
            return Err(Error::Value { input: "replicates", value: replicates as f64, why });
        }
        let value = self.shapley()?;
        let used: Vec<usize> = (0..self.weights.len()).filter(|&r| self.weights[r] > 0.0).collect();
        let drawn: Vec<Vec<f64>> = (0..replicates as u64)
            .into_par_iter()
            .map(|replicate| {
                let mut generator = random::stream(seed, replicate);
                let mut weights = vec![0.0; self.weights.len()];
                for _ in 0..used.len() {
                    let row = used[random::below(&mut generator, used.len())];
                    weights[row] += self.weights[row];
                }
                let explained = subset::explained(&self.correlation(&weights));
                subset::shapley(&subset::gains(&explained, self.drivers))
            })
            .collect();
        let n = used.len() as f64;
        let interval = |value: f64, mut replicates: Vec<f64>| {
            let count = replicates.len() as f64;
            let mean = replicates.iter().sum::<f64>() / count;
            let variance = replicates.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (count - 1.0);
            replicates.sort_by(f64::total_cmp);
            let (low, high) =
                (quantile(&replicates, 0.5 - level / 2.0), quantile(&replicates, 0.5 + level / 2.0));
            Estimate {
                value,
                se: Some(variance.sqrt()),
                low,
                high,
                level,
                n,
                method: "bootstrap percentiles",
            }
        };
        let shapley =
            (0..self.drivers).map(|j| interval(value[j], drawn.iter().map(|d| d[j]).collect())).collect();
        let r_squared = interval(value.iter().sum(), drawn.iter().map(|d| d.iter().sum()).collect());
        let mut first = vec![0.0; self.drivers];
        for values in &drawn {
            let top = (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b]).then(b.cmp(&a)));
            first[top.unwrap_or(0)] += 1.0 / replicates as f64;
        }
        Ok(Intervals { shapley, r_squared, first })
    }
}

/// Quantile of ascending values by the rule `p·(n+1)` (Hyndman & Fan 1996, The American Statistician 50:361, type 6): with few replicates the
/// usual one, type 7, makes intervals too short.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the position lies between 0 and the length of the slice"
)]
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = (p * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, (sorted.len() - 1) as f64);
    let (low, share) = (at.floor() as usize, at.fract());
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + share * (sorted[high] - sorted[low])
}
