//! How many groups.

use rayon::prelude::*;

use super::{CheckedRows, Groups};
use crate::{Error, error::Result, random};

/// Rows on which silhouettes are computed; more are sampled, since the work grows with their square.
const SAMPLE: usize = 1_500;

/// One number of groups tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Number of groups.
    pub k: usize,
    /// Mean silhouette (Rousseeuw 1987, Journal of Computational and Applied Mathematics 20:53), from −1 to 1: how much nearer rows are to their
    /// own group than to the next. Below 0.25 there is no substantial structure (Kaufman & Rousseeuw 1990, p. 88).
    pub silhouette: f64,
    /// Sum of distances to the centres.
    pub spread: f64,
}

/// The number of groups with the best silhouette.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// All numbers tried, ascending.
    pub candidates: Vec<Candidate>,
    /// Groups of the best one.
    pub groups: Groups,
    /// Whether its silhouette reaches 0.25; if not, the data do not fall into groups.
    pub substantial: bool,
}

impl CheckedRows {
    /// Tries all numbers of groups from 2 to `most` and keeps the one with the largest mean silhouette; ties go to fewer groups. Beyond 1,500 rows the
    /// silhouette is that of a random sample (seeded).
    ///
    /// ```
    /// use troth_stats::grouping::Rows;
    /// let x: Vec<f64> = (0..60).map(|i| f64::from(100 * (i % 3) + (i * 7) % 20)).collect();
    /// let choice = Rows { numbers: &[&x], ..Rows::default() }.check()?.choose(6, 5, 1)?;
    /// assert_eq!(choice.groups.sizes.len(), 3);
    /// assert!(choice.substantial);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn choose(&self, most: usize, starts: usize, seed: u64) -> Result<Choice> {
        if most < 2 {
            return Err(Error::Value {
                input: "most",
                value: most as f64,
                why: "a choice needs at least two groups",
            });
        }
        let distinct = self.distinct(most + 1);
        if distinct < 3 {
            let why = "there are fewer than three distinct rows, nothing can be chosen";
            return Err(Error::Value { input: "rows", value: distinct as f64, why });
        }
        let mut order: Vec<usize> = (0..self.count).collect();
        if self.count > SAMPLE {
            random::shuffle(&mut random::seeded(seed), &mut order);
            order.truncate(SAMPLE);
            order.sort_unstable();
        }
        let (mut candidates, mut best): (Vec<Candidate>, Option<(f64, Groups)>) = (Vec::new(), None);
        for k in 2..=most.min(distinct - 1) {
            let groups = self.groups(k, starts, seed)?;
            let silhouette = self.silhouette(&groups.labels, k, &order);
            candidates.push(Candidate { k, silhouette, spread: groups.spread });
            if best.as_ref().is_none_or(|(s, _)| silhouette > *s) {
                best = Some((silhouette, groups));
            }
        }
        let Some((silhouette, groups)) = best else {
            return Err(Error::Empty { input: "most", why: "no number of groups could be tried" });
        };
        Ok(Choice { candidates, groups, substantial: silhouette >= 0.25 })
    }

    fn silhouette(&self, labels: &[usize], k: usize, sample: &[usize]) -> f64 {
        let widths: Vec<f64> = sample
            .par_iter()
            .map(|&row| {
                let (mut sums, mut sizes) = (vec![0.0; k], vec![0.0; k]);
                for &other in sample {
                    if other != row {
                        sums[labels[other]] += self.between(row, other).sqrt();
                        sizes[labels[other]] += 1.0;
                    }
                }
                let own = labels[row];
                if sizes[own] == 0.0 {
                    return 0.0;
                }
                let inside = sums[own] / sizes[own];
                let next = (0..k)
                    .filter(|&g| g != own && sizes[g] > 0.0)
                    .map(|g| sums[g] / sizes[g])
                    .fold(f64::INFINITY, f64::min);
                if next.is_infinite() || (inside == 0.0 && next == 0.0) {
                    0.0
                } else {
                    (next - inside) / next.max(inside)
                }
            })
            .collect();
        widths.iter().sum::<f64>() / widths.len() as f64
    }
}
