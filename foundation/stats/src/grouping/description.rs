//! What distinguishes each group, in plain words.

use super::{CheckedRows, Groups};
use crate::error::{Result, same_length};

/// One thing that distinguishes a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trait {
    /// A number that is higher or lower than in all rows.
    Number {
        /// Position among the columns of numbers.
        column: usize,
        /// Mean in the group.
        mean: f64,
        /// Mean of all rows.
        overall: f64,
        /// Their difference in standard deviations of all rows.
        difference: f64,
    },
    /// A kind that is more frequent than in all rows.
    Kind {
        /// Position among the columns of kinds.
        column: usize,
        /// The kind.
        kind: usize,
        /// Share in the group.
        share: f64,
        /// Share in all rows.
        overall: f64,
        /// Their difference in standard deviations of the indicator.
        difference: f64,
    },
}

/// A group in plain words.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// Rows.
    pub size: usize,
    /// Share of all rows.
    pub share: f64,
    /// What distinguishes it, the strongest first; only differences of at least 0.3 standard deviations.
    pub traits: Vec<Trait>,
}

impl Trait {
    fn strength(&self) -> f64 {
        match self {
            Self::Number { difference, .. } | Self::Kind { difference, .. } => difference.abs(),
        }
    }
}

impl CheckedRows {
    /// Describes each group, in the order of the groups.
    ///
    /// ```
    /// use troth_stats::grouping::Rows;
    /// let spend = [1.0, 1.2, 0.9, 9.0, 9.5, 8.8];
    /// let channel = [0, 0, 0, 1, 1, 0];
    /// let rows = Rows { numbers: &[&spend], kinds: &[&channel], ..Rows::default() }.check()?;
    /// let found = rows.describe(&rows.groups(2, 5, 1)?)?;
    /// let text = found[1].sentence(&["spend"], &["channel"], &[&["shop", "web"]])?;
    /// assert_eq!(text, "50 % of all: spend much higher (9.1 against 5.1), channel more often web (67 % against 33 %)");
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn describe(&self, groups: &Groups) -> Result<Vec<Description>> {
        same_length("labels", groups.labels.len(), "rows", self.count)?;
        let n = self.count as f64;
        let q = self.levels.len();
        let mut overall: Vec<Vec<f64>> = self.levels.iter().map(|l| vec![0.0; *l]).collect();
        let mut inside: Vec<Vec<Vec<f64>>> = vec![overall.clone(); groups.sizes.len()];
        for (row, &label) in groups.labels.iter().enumerate() {
            for (at, kind) in self.kinds[row * q..(row + 1) * q].iter().enumerate() {
                overall[at][*kind] += 1.0 / n;
                inside[label][at][*kind] += 1.0 / groups.sizes[label] as f64;
            }
        }
        Ok((0..groups.sizes.len())
            .map(|group| {
                let number = |(column, (mean, deviation)): (usize, &(f64, f64))| {
                    let own = groups.means[group][column];
                    let difference = if *deviation > 0.0 { (own - mean) / deviation } else { 0.0 };
                    Trait::Number { column, mean: own, overall: *mean, difference }
                };
                let kind = |column: usize| {
                    let difference = |kind: usize| {
                        let p = overall[column][kind];
                        let deviation = (p * (1.0 - p)).sqrt();
                        if deviation > 0.0 { (inside[group][column][kind] - p) / deviation } else { 0.0 }
                    };
                    let most = (0..self.levels[column])
                        .max_by(|&a, &b| difference(a).total_cmp(&difference(b)).then(b.cmp(&a)))
                        .unwrap_or(0);
                    Trait::Kind {
                        column,
                        kind: most,
                        share: inside[group][column][most],
                        overall: overall[column][most],
                        difference: difference(most),
                    }
                };
                let mut traits: Vec<Trait> =
                    self.scale.iter().enumerate().map(number).chain((0..q).map(kind)).collect();
                traits.retain(|t| t.strength() >= 0.3);
                traits.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
                let size = groups.sizes[group];
                Description { size, share: size as f64 / n, traits }
            })
            .collect())
    }
}

impl Description {
    /// One sentence with the three strongest traits. `numbers` and `kinds` name the columns, `names` the kinds of each column.
    pub fn sentence(&self, numbers: &[&str], kinds: &[&str], names: &[&[&str]]) -> Result<String> {
        same_length("names", names.len(), "kinds", kinds.len())?;
        let share = |s: f64| format!("{:.0} %", 100.0 * s);
        let mut parts = Vec::new();
        for item in self.traits.iter().take(3) {
            parts.push(match *item {
                Trait::Number { column, mean, overall, difference } => {
                    same_length(
                        "numbers",
                        numbers.len().max(column + 1),
                        "columns of numbers",
                        numbers.len(),
                    )?;
                    let much = if difference.abs() >= 0.8 { "much " } else { "" };
                    let way = if difference > 0.0 { "higher" } else { "lower" };
                    format!("{} {much}{way} ({} against {})", numbers[column], short(mean), short(overall))
                }
                Trait::Kind { column, kind, share: own, overall, .. } => {
                    same_length("kinds", kinds.len().max(column + 1), "columns of kinds", kinds.len())?;
                    let known = names[column].len();
                    same_length("names", known.max(kind + 1), "kinds of the column", known)?;
                    let name = names[column][kind];
                    format!("{} more often {name} ({} against {})", kinds[column], share(own), share(overall))
                }
            });
        }
        let what = if parts.is_empty() { "like all others".to_owned() } else { parts.join(", ") };
        Ok(format!("{} of all: {what}", share(self.share)))
    }
}

/// About three digits.
fn short(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 1.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}
