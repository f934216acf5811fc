//! Matching: for each treated row the untreated one with the nearest propensity.

use super::{check_groups, of_group};
use crate::{
    Error, Estimate,
    comparison::moments,
    error::{Result, finite_rows, same_length, undetermined},
    estimate::check_level,
};

/// Rows to be matched, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matching<'a> {
    /// Whether each row was treated.
    pub treated: &'a [bool],
    /// Propensity or any other score of each row; distance is its absolute difference.
    pub scores: &'a [f64],
    /// Whether an untreated row may be matched more than once. With it, matches are closer and fewer rows are used.
    pub replacement: bool,
    /// Largest distance allowed; `None` for any. Treated rows without a match within it are left out.
    pub caliper: Option<f64>,
}

/// Matched pairs. Treated rows choose from the highest score down (ties: the earlier row), and take the nearest untreated row (ties: the
/// earlier row), as R's `MatchIt` with `m.order = "largest"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// Treated row and untreated row of each pair, in the order in which they were matched.
    pub pairs: Vec<(usize, usize)>,
    /// Treated rows left without a match.
    pub unmatched: Vec<usize>,
    treated: Vec<bool>,
    scores: Vec<f64>,
    replacement: bool,
}

impl Matching<'_> {
    /// Matches greedily, nearest first.
    ///
    /// ```
    /// use troth_stats::effect::matching::Matching;
    /// let matched = Matching {
    ///     treated: &[true, true, false, false, false],
    ///     scores: &[0.8, 0.5, 0.1, 0.55, 0.7],
    ///     replacement: false,
    ///     caliper: None,
    /// }.pairs()?;
    /// assert_eq!(matched.pairs, [(0, 4), (1, 3)]);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn pairs(self) -> Result<Matched> {
        check_groups(self.treated, self.scores, 1)?;
        if let Some(caliper) = self.caliper
            && (caliper.is_nan() || caliper < 0.0)
        {
            return Err(Error::Value {
                input: "caliper",
                value: caliper,
                why: "it is a distance, zero or above",
            });
        }
        let by_score = |rows: &mut Vec<usize>, down: bool| {
            rows.sort_by(|&a, &b| {
                let order = self.scores[a].total_cmp(&self.scores[b]);
                (if down { order.reverse() } else { order }).then(a.cmp(&b))
            });
        };
        let mut pool: Vec<usize> = (0..self.treated.len()).filter(|&r| !self.treated[r]).collect();
        let mut order: Vec<usize> = (0..self.treated.len()).filter(|&r| self.treated[r]).collect();
        by_score(&mut pool, false);
        by_score(&mut order, true);
        if !self.replacement && self.caliper.is_none() && order.len() > pool.len() {
            let why =
                format!("{} treated rows for {} others, match with replacement", order.len(), pool.len());
            return Err(undetermined("treated", "a match for every treated row", why));
        }
        let mut free = Free::new(pool.len());
        let (mut pairs, mut unmatched) = (Vec::new(), Vec::new());
        for row in order {
            let score = self.scores[row];
            let at = pool.partition_point(|&r| self.scores[r] < score);
            // The nearest free one at or above, and the earliest row among the equally scored ones below.
            let above = free.next(at);
            let below = free.previous(at).map(|found| {
                let run = pool.partition_point(|&r| self.scores[r] < self.scores[pool[found]]);
                free.next(run).unwrap_or(found)
            });
            let distance = |at: usize| (self.scores[pool[at]] - score).abs();
            let nearest = [above, below]
                .into_iter()
                .flatten()
                .min_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(pool[a].cmp(&pool[b])));
            match nearest {
                Some(at) if self.caliper.is_none_or(|c| distance(at) <= c) => {
                    pairs.push((row, pool[at]));
                    if !self.replacement {
                        free.take(at);
                    }
                }
                _ => unmatched.push(row),
            }
        }
        if pairs.is_empty() {
            return Err(undetermined("caliper", "a match", "no untreated row is within it"));
        }
        Ok(Matched {
            pairs,
            unmatched,
            treated: self.treated.to_vec(),
            scores: self.scores.to_vec(),
            replacement: self.replacement,
        })
    }
}

/// Positions not yet taken: two forests of links with path halving, so that a search costs almost nothing.
struct Free {
    up: Vec<usize>,
    down: Vec<usize>,
}

impl Free {
    fn new(count: usize) -> Self {
        Self { up: (0..=count).collect(), down: (0..=count).collect() }
    }

    fn find(links: &mut [usize], mut at: usize) -> usize {
        while links[at] != at {
            links[at] = links[links[at]];
            at = links[at];
        }
        at
    }

    /// The first free position at or after `at`.
    fn next(&mut self, at: usize) -> Option<usize> {
        let found = Self::find(&mut self.up, at);
        (found + 1 < self.up.len()).then_some(found)
    }

    /// The last free position before `at`. Positions are shifted by one: 0 means none.
    fn previous(&mut self, at: usize) -> Option<usize> {
        Self::find(&mut self.down, at).checked_sub(1)
    }

    fn take(&mut self, at: usize) {
        self.up[at] = at + 1;
        self.down[at + 1] = at;
    }
}

impl Matched {
    /// Weight of each row in the matched sample: 1 for matched treated rows; for others how often they were matched, over the mean of that (so that
    /// they add up to their number), 0 for all that are left out.
    pub fn weights(&self) -> Vec<f64> {
        let uses = self.uses();
        let used = uses.iter().filter(|u| **u > 0.0).count() as f64;
        let scale = used / self.pairs.len() as f64;
        let mut weights: Vec<f64> = uses.iter().map(|u| u * scale).collect();
        for (treated, _) in &self.pairs {
            weights[*treated] = 1.0;
        }
        weights
    }

    fn uses(&self) -> Vec<f64> {
        let mut uses = vec![0.0; self.treated.len()];
        for (_, other) in &self.pairs {
            uses[*other] += 1.0;
        }
        uses
    }

    /// The mean difference within pairs: the effect on the matched treated. Without replacement the error is that of paired differences (pairs as
    /// clusters); with replacement that of Abadie & Imbens (2006), Econometrica 74:235, with variances from the
    /// nearest row of the same group. Neither counts that propensities were estimated.
    pub fn effect_on_treated(&self, outcomes: &[f64], level: f64) -> Result<Estimate> {
        check_level(level)?;
        same_length("outcomes", outcomes.len(), "treated", self.treated.len())?;
        finite_rows("outcomes", outcomes)?;
        let differences: Vec<f64> = self.pairs.iter().map(|(t, c)| outcomes[*t] - outcomes[*c]).collect();
        let (n, value, variance) = moments("pairs", &differences)?;
        if !self.replacement {
            let se = (variance / n).sqrt();
            return Estimate::normal(value, se, level, n, "matched pairs").checked("effect");
        }
        let noise = self.noise(outcomes)?;
        let uses = self.uses();
        let reuse: f64 = uses.iter().zip(&noise).map(|(k, v)| (k * k - k) * v).sum();
        let squares: f64 = differences.iter().map(|d| (d - value).powi(2)).sum();
        let se = ((squares + reuse) / (n * n)).sqrt();
        Estimate::normal(value, se, level, n, "matching with replacement (Abadie-Imbens)").checked("effect")
    }

    /// Half the squared difference to the untreated row nearest by score, for untreated rows; zero for treated ones.
    fn noise(&self, outcomes: &[f64]) -> Result<Vec<f64>> {
        let mut others: Vec<usize> = (0..self.treated.len()).filter(|&r| !self.treated[r]).collect();
        if others.len() < 2 {
            return Err(undetermined("treated", "the variance of the others", "there is a single one"));
        }
        others.sort_by(|&a, &b| self.scores[a].total_cmp(&self.scores[b]).then(a.cmp(&b)));
        let mut noise = vec![0.0; self.treated.len()];
        for (at, &row) in others.iter().enumerate() {
            let gap = |other: usize| (self.scores[others[other]] - self.scores[row]).abs();
            let before = at.checked_sub(1);
            let after = (at + 1 < others.len()).then_some(at + 1);
            let nearest = before.into_iter().chain(after).min_by(|&a, &b| gap(a).total_cmp(&gap(b)));
            if let Some(nearest) = nearest {
                noise[row] = 0.5 * (outcomes[row] - outcomes[others[nearest]]).powi(2);
            }
        }
        Ok(noise)
    }

    /// The plain difference of the two groups before matching, for comparison.
    pub fn difference_before(&self, outcomes: &[f64]) -> Result<f64> {
        same_length("outcomes", outcomes.len(), "treated", self.treated.len())?;
        let mean = |group| {
            let values = of_group(&self.treated, outcomes, group);
            values.iter().sum::<f64>() / values.len() as f64
        };
        Ok(mean(true) - mean(false))
    }
}
