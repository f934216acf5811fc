//! Groups of similar customers: k-means for numbers, k-prototypes for numbers and kinds, the number of groups, and plain descriptions.
//!
//! Groups are a summary, not a discovery: any data can be cut into `k` parts. [`Choice`] says how well separated they are, and a weak
//! answer there means that there are no groups worth naming.

mod choice;
mod description;

pub use choice::{Candidate, Choice};
pub use description::{Description, Trait};

use rayon::prelude::*;

use crate::{
    Error,
    error::{Result, finite_rows, same_length},
    random::{self, Generator},
};

/// Rounds after which one start gives up moving rows; the groups found by then are kept if they are the best.
const ROUNDS: usize = 300;

/// Rows to be grouped, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rows<'a> {
    /// One slice per column of numbers. Each is brought to mean zero and variance one.
    pub numbers: &'a [&'a [f64]],
    /// One slice per column of kinds, as codes from 0. With none, this is k-means; with some, k-prototypes.
    pub kinds: &'a [&'a [usize]],
    /// What a differing kind counts for, against the squared distance of standardised numbers; `None` for one half, the middle of what Huang
    /// (1998) suggests for columns of variance one.
    pub kind_weight: Option<f64>,
}

/// Checked rows.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRows {
    count: usize,
    width: usize,
    /// Standardised numbers, by rows.
    numbers: Vec<f64>,
    /// Mean and standard deviation of each column.
    scale: Vec<(f64, f64)>,
    /// Kinds, by rows.
    kinds: Vec<usize>,
    /// Number of kinds of each column.
    levels: Vec<usize>,
    kind_weight: f64,
}

/// Groups found.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// The group of each row, from 0, the largest group first.
    pub labels: Vec<usize>,
    /// Rows in each group.
    pub sizes: Vec<usize>,
    /// Mean of each column of numbers in each group, in the column's unit: `means[group][column]`.
    pub means: Vec<Vec<f64>>,
    /// Most frequent kind of each column of kinds in each group; ties go to the smaller code.
    pub modes: Vec<Vec<usize>>,
    /// Sum of distances of rows to the centre of their group.
    pub spread: f64,
    centres: Vec<Centre>,
}

#[derive(Debug, Clone, PartialEq)]
struct Centre {
    numbers: Vec<f64>,
    kinds: Vec<usize>,
}

impl Rows<'_> {
    /// Checks shapes and numbers. A column that never varies is kept, and separates nobody.
    ///
    /// ```
    /// use troth_stats::grouping::Rows;
    /// let spend = [1.0, 1.2, 0.9, 9.0, 9.5, 8.7];
    /// let groups = Rows { numbers: &[&spend], ..Rows::default() }.check()?.groups(2, 10, 1)?;
    /// assert_eq!(groups.labels, [0, 0, 0, 1, 1, 1]);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn check(self) -> Result<CheckedRows> {
        let count = self.numbers.first().map(|c| c.len()).or_else(|| self.kinds.first().map(|c| c.len()));
        let count = count.unwrap_or(0);
        if count == 0 {
            return Err(Error::Empty { input: "rows", why: "there is nothing to group" });
        }
        let kind_weight = self.kind_weight.unwrap_or(0.5);
        if !(kind_weight.is_finite() && kind_weight >= 0.0) {
            let why = "it must be finite, zero or above";
            return Err(Error::Value { input: "kind_weight", value: kind_weight, why });
        }
        let width = self.numbers.len();
        let (mut numbers, mut scale) = (vec![0.0; count * width], Vec::with_capacity(width));
        for (at, column) in self.numbers.iter().enumerate() {
            same_length("numbers", column.len(), "the first column", count)?;
            finite_rows("numbers", column)?;
            // About the first value, so that large offsets cost no digits.
            let first = column[0];
            let mean = column.iter().map(|v| v - first).sum::<f64>() / count as f64;
            let reach = column.iter().map(|v| (v - first - mean).abs()).fold(0.0, f64::max);
            let deviation = if reach > 0.0 {
                let squares: f64 = column.iter().map(|v| ((v - first - mean) / reach).powi(2)).sum();
                reach * (squares / count as f64).sqrt()
            } else {
                0.0
            };
            for (row, v) in column.iter().enumerate() {
                numbers[row * width + at] =
                    if deviation > 0.0 { (v - first - mean) / deviation } else { 0.0 };
            }
            scale.push((first + mean, deviation));
        }
        let mut kinds = vec![0; count * self.kinds.len()];
        let mut levels = Vec::new();
        for (at, column) in self.kinds.iter().enumerate() {
            same_length("kinds", column.len(), "the first column", count)?;
            let highest = column.iter().max().copied().unwrap_or(0);
            if let Some(row) = column.iter().position(|k| *k > 1_000_000) {
                let why = "a code is at most a million, number the kinds from 0";
                return Err(Error::Row { input: "kinds", row, value: column[row] as f64, why });
            }
            for (row, v) in column.iter().enumerate() {
                kinds[row * self.kinds.len() + at] = *v;
            }
            levels.push(highest + 1);
        }
        Ok(CheckedRows { count, width, numbers, scale, kinds, levels, kind_weight })
    }
}

impl CheckedRows {
    /// Finds `k` groups: starts by k-means++ (Arthur & Vassilvitskii 2007, SODA, §2.2), rounds of Lloyd (1982) with modes for kinds as in Huang (1998), Data
    /// Mining and Knowledge Discovery 2:283. The best of `starts` is kept; start `s` uses stream `s` of the seed, so the answer does not
    /// depend on the number of threads. A group that empties takes the row farthest from its centre.
    pub fn groups(&self, k: usize, starts: usize, seed: u64) -> Result<Groups> {
        if k == 0 || starts == 0 {
            return Err(Error::Empty { input: "k", why: "it takes at least one group and one start" });
        }
        let distinct = self.distinct(k);
        if distinct < k {
            let why = "there are fewer distinct rows than groups";
            return Err(Error::Value { input: "k", value: k as f64, why });
        }
        let found: Vec<(Vec<usize>, Vec<Centre>, f64)> = (0..starts as u64)
            .into_par_iter()
            .map(|start| self.one(k, random::stream(seed, start)))
            .collect();
        let best = found.into_iter().reduce(|best, next| if next.2 < best.2 { next } else { best });
        let Some((labels, centres, spread)) = best else {
            return Err(Error::Empty { input: "starts", why: "it takes at least one" });
        };
        Ok(self.ordered(&labels, &centres, spread))
    }

    /// Distinct rows, counted up to `enough`.
    fn distinct(&self, enough: usize) -> usize {
        let mut seen: Vec<usize> = Vec::new();
        for row in 0..self.count {
            if seen.iter().all(|&s| self.between(s, row) > 0.0) {
                seen.push(row);
                if seen.len() >= enough {
                    break;
                }
            }
        }
        seen.len()
    }

    fn row(&self, row: usize) -> (&[f64], &[usize]) {
        let q = self.levels.len();
        (&self.numbers[row * self.width..(row + 1) * self.width], &self.kinds[row * q..(row + 1) * q])
    }

    fn distance(&self, row: usize, numbers: &[f64], kinds: &[usize]) -> f64 {
        let (n, c) = self.row(row);
        let squares: f64 = n.iter().zip(numbers).map(|(a, b)| (a - b).powi(2)).sum();
        let differing = c.iter().zip(kinds).filter(|(a, b)| a != b).count() as f64;
        squares + self.kind_weight * differing
    }

    fn between(&self, a: usize, b: usize) -> f64 {
        let (numbers, kinds) = self.row(b);
        self.distance(a, numbers, kinds)
    }

    fn to_centre(&self, row: usize, centre: &Centre) -> f64 {
        self.distance(row, &centre.numbers, &centre.kinds)
    }

    fn start(&self, k: usize, generator: &mut Generator) -> Vec<Centre> {
        let centre = |row: usize| {
            let (numbers, kinds) = self.row(row);
            Centre { numbers: numbers.to_vec(), kinds: kinds.to_vec() }
        };
        let mut centres = vec![centre(random::below(generator, self.count))];
        let mut nearest = vec![f64::INFINITY; self.count];
        while centres.len() < k {
            let last = &centres[centres.len() - 1];
            for (row, d) in nearest.iter_mut().enumerate() {
                *d = d.min(self.to_centre(row, last));
            }
            let total: f64 = nearest.iter().sum();
            let mut left = random::uniform(generator) * total;
            let far = (0..self.count).max_by(|&a, &b| nearest[a].total_cmp(&nearest[b])).unwrap_or(0);
            let chosen = nearest.iter().position(|d| {
                left -= d;
                left < 0.0 && *d > 0.0
            });
            centres.push(centre(chosen.unwrap_or(far)));
        }
        centres
    }

    fn one(&self, k: usize, mut generator: Generator) -> (Vec<usize>, Vec<Centre>, f64) {
        let mut centres = self.start(k, &mut generator);
        let mut labels = vec![usize::MAX; self.count];
        for _ in 0..ROUNDS {
            let mut moved = false;
            for (row, label) in labels.iter_mut().enumerate() {
                let near = self.nearest(row, &centres);
                moved |= near != *label;
                *label = near;
            }
            if !moved {
                break;
            }
            self.fill_empty(&mut labels, &centres);
            centres = self.centres(&labels, k);
        }
        let spread = labels.iter().enumerate().map(|(row, &l)| self.to_centre(row, &centres[l])).sum();
        (labels, centres, spread)
    }

    /// The nearest centre; ties go to the first.
    fn nearest(&self, row: usize, centres: &[Centre]) -> usize {
        let mut best = (0, f64::INFINITY);
        for (at, centre) in centres.iter().enumerate() {
            let d = self.to_centre(row, centre);
            if d < best.1 {
                best = (at, d);
            }
        }
        best.0
    }

    fn fill_empty(&self, labels: &mut [usize], centres: &[Centre]) {
        let mut sizes = vec![0_usize; centres.len()];
        for &label in labels.iter() {
            sizes[label] += 1;
        }
        for empty in 0..centres.len() {
            if sizes[empty] > 0 {
                continue;
            }
            let far = (0..labels.len()).filter(|&r| sizes[labels[r]] > 1).max_by(|&a, &b| {
                self.to_centre(a, &centres[labels[a]]).total_cmp(&self.to_centre(b, &centres[labels[b]]))
            });
            if let Some(row) = far {
                sizes[labels[row]] -= 1;
                labels[row] = empty;
                sizes[empty] = 1;
            }
        }
    }

    fn centres(&self, labels: &[usize], k: usize) -> Vec<Centre> {
        let mut sizes = vec![0.0; k];
        let mut sums = vec![vec![0.0; self.width]; k];
        let mut counts: Vec<Vec<Vec<usize>>> =
            (0..k).map(|_| self.levels.iter().map(|l| vec![0; *l]).collect()).collect();
        for (row, &label) in labels.iter().enumerate() {
            let (numbers, kinds) = self.row(row);
            sizes[label] += 1.0;
            for (s, v) in sums[label].iter_mut().zip(numbers) {
                *s += v;
            }
            for (count, kind) in counts[label].iter_mut().zip(kinds) {
                count[*kind] += 1;
            }
        }
        let mode = |count: &Vec<usize>| {
            (0..count.len()).max_by(|&a, &b| count[a].cmp(&count[b]).then(b.cmp(&a))).unwrap_or(0)
        };
        sums.iter()
            .zip(&sizes)
            .zip(&counts)
            .map(|((sum, size), count)| Centre {
                numbers: sum.iter().map(|s| if *size > 0.0 { s / size } else { 0.0 }).collect(),
                kinds: count.iter().map(mode).collect(),
            })
            .collect()
    }

    /// Groups by size, the largest first; equal ones by their first row.
    fn ordered(&self, labels: &[usize], centres: &[Centre], spread: f64) -> Groups {
        let k = centres.len();
        let mut sizes = vec![0_usize; k];
        let mut first = vec![usize::MAX; k];
        for (row, &label) in labels.iter().enumerate() {
            sizes[label] += 1;
            first[label] = first[label].min(row);
        }
        let mut order: Vec<usize> = (0..k).collect();
        order.sort_by_key(|&g| (std::cmp::Reverse(sizes[g]), first[g]));
        let mut rank = vec![0; k];
        for (at, &group) in order.iter().enumerate() {
            rank[group] = at;
        }
        let real =
            |c: &Centre| c.numbers.iter().zip(&self.scale).map(|(z, (mean, sd))| mean + z * sd).collect();
        Groups {
            labels: labels.iter().map(|&l| rank[l]).collect(),
            sizes: order.iter().map(|&g| sizes[g]).collect(),
            means: order.iter().map(|&g| real(&centres[g])).collect(),
            modes: order.iter().map(|&g| centres[g].kinds.clone()).collect(),
            spread,
            centres: order.iter().map(|&g| centres[g].clone()).collect(),
        }
    }

    /// The group of a new row: the one with the nearest centre.
    pub fn assign(&self, groups: &Groups, numbers: &[f64], kinds: &[usize]) -> Result<usize> {
        same_length("numbers", numbers.len(), "columns of numbers", self.width)?;
        same_length("kinds", kinds.len(), "columns of kinds", self.levels.len())?;
        finite_rows("numbers", numbers)?;
        let standard: Vec<f64> = numbers
            .iter()
            .zip(&self.scale)
            .map(|(v, (mean, sd))| if *sd > 0.0 { (v - mean) / sd } else { 0.0 })
            .collect();
        let distance = |centre: &Centre| {
            let squares: f64 = standard.iter().zip(&centre.numbers).map(|(a, b)| (a - b).powi(2)).sum();
            let differing = kinds.iter().zip(&centre.kinds).filter(|(a, b)| a != b).count() as f64;
            squares + self.kind_weight * differing
        };
        let nearest = (0..groups.centres.len())
            .min_by(|&a, &b| distance(&groups.centres[a]).total_cmp(&distance(&groups.centres[b])));
        Ok(nearest.unwrap_or(0))
    }
}
