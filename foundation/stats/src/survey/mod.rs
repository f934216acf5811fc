//! Samples that are not the population in small: weights, strata, clusters, and weights that make known totals come out
//! right. Errors are those of the design (linearised), not of the model.
//!
//! [`Sample`] is unchecked, [`Sample::check`] makes a [`Survey`] with means and totals; [`Survey::poststratify`] and
//! [`Survey::rake`] move the weights and keep what is needed for the right, smaller errors.

mod calibrate;

pub use calibrate::Margin;

use crate::{
    Error, Estimate,
    error::{Result, finite_rows, same_length, undetermined},
    estimate::check_level,
    special::student_quantile,
};

/// A sample with its design, not yet checked. All slices have one entry per row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample<'a> {
    /// How many of the population each row stands for, or any multiple of it; zero keeps a row out.
    pub weights: &'a [f64],
    /// Stratum of each row, any numbers; `None` for a single stratum.
    pub strata: Option<&'a [usize]>,
    /// Cluster (primary sampling unit) of each row, numbered within its stratum or over all; `None` if rows were drawn by themselves.
    pub clusters: Option<&'a [usize]>,
    /// Size of the stratum that each row was drawn from, in clusters if there are any: for the finite population correction.
    /// `None` for a population so large, or a draw with replacement, that it does not matter.
    pub population: Option<&'a [f64]>,
}

/// A checked sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    weights: Vec<f64>,
    /// Index of each row's primary unit.
    unit: Vec<usize>,
    strata: Vec<Stratum>,
    /// Known totals that the weights were moved to: each a cell per row.
    margins: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Stratum {
    units: std::ops::Range<usize>,
    /// Share of the stratum that was drawn.
    fraction: f64,
}

impl Sample<'_> {
    /// Checks weights and design. Every stratum needs two units: with one, the variance inside it cannot be known, and
    /// strata should be joined.
    ///
    /// ```
    /// use troth_stats::survey::Sample;
    /// let survey = Sample { weights: &[10.0, 10.0, 30.0, 30.0], strata: Some(&[0, 0, 1, 1]), ..Sample::default() }.check()?;
    /// let mean = survey.mean(&[1.0, 3.0, 5.0, 7.0], 0.95)?;
    /// assert_eq!(mean.value, 5.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn check(self) -> Result<Survey> {
        let rows = self.weights.len();
        finite_rows("weights", self.weights)?;
        if let Some(row) = self.weights.iter().position(|w| *w < 0.0) {
            let value = self.weights[row];
            return Err(Error::Row { input: "weights", row, value, why: "a weight is zero or above" });
        }
        if self.weights.iter().sum::<f64>() <= 0.0 {
            return Err(Error::Empty { input: "weights", why: "at least one must be above zero" });
        }
        for (input, slice) in [("strata", self.strata), ("clusters", self.clusters)] {
            if let Some(slice) = slice {
                same_length(input, slice.len(), "weights", rows)?;
            }
        }
        if let Some(population) = self.population {
            same_length("population", population.len(), "weights", rows)?;
            finite_rows("population", population)?;
        }
        let key = |row: usize| (self.strata.map_or(0, |s| s[row]), self.clusters.map_or(row, |c| c[row]));
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by_key(|&row| key(row));
        let (mut unit, mut strata) = (vec![0; rows], Vec::<Stratum>::new());
        let mut units = 0;
        for group in order.chunk_by(|&a, &b| key(a).0 == key(b).0) {
            let first = units;
            for cluster in group.chunk_by(|&a, &b| key(a).1 == key(b).1) {
                for &row in cluster {
                    unit[row] = units;
                }
                units += 1;
            }
            let drawn = (units - first) as f64;
            if units - first < 2 {
                let why = format!("stratum {} has a single unit, join it with another", key(group[0]).0);
                return Err(undetermined("strata", "a standard error", why));
            }
            let fraction = self.population.map_or(0.0, |p| drawn / p[group[0]]);
            if let Some(p) = self.population
                && let Some(&row) = group.iter().find(|&&row| p[row] < drawn || p[row] != p[group[0]])
            {
                let why = "it must be the same within a stratum and at least the number of units drawn there";
                return Err(Error::Row { input: "population", row, value: p[row], why });
            }
            strata.push(Stratum { units: first..units, fraction });
        }
        Ok(Survey { weights: self.weights.to_vec(), unit, strata, margins: Vec::new() })
    }
}

impl Survey {
    /// The weights, as given or as moved.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Kish's design effect of unequal weights, `n·Σw²/(Σw)²` (Kish 1965, *Survey sampling*): by how much they inflate the
    /// variance of a mean that has nothing to do with them. Rows of weight zero do not count.
    pub fn design_effect(&self) -> f64 {
        let n = self.weights.iter().filter(|w| **w > 0.0).count() as f64;
        let (sum, squares) = self.weights.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
        n * squares / (sum * sum)
    }

    /// Number of equally weighted rows that would tell as much: `(Σw)²/Σw²`.
    pub fn effective_rows(&self) -> f64 {
        let (sum, squares) = self.weights.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
        sum * sum / squares
    }

    /// Degrees of freedom of the design: units less strata.
    pub fn degrees_of_freedom(&self) -> f64 {
        let units = self.strata.last().map_or(0, |s| s.units.end);
        (units - self.strata.len()) as f64
    }

    /// The weighted mean of `values` (a share, if they are 0 and 1), with the linearised standard error (Särndal, Swensson &
    /// Wretman 1992, *Model assisted survey sampling*, §5.7) and Student's interval on the design's degrees of freedom.
    pub fn mean(&self, values: &[f64], level: f64) -> Result<Estimate> {
        self.check_values(values)?;
        let total: f64 = self.weights.iter().sum();
        let mean = self.weights.iter().zip(values).map(|(w, v)| w * v).sum::<f64>() / total;
        let deviation: Vec<f64> = values.iter().map(|v| v - mean).collect();
        let influence: Vec<f64> =
            self.residuals(deviation)?.iter().zip(&self.weights).map(|(e, w)| w * e / total).collect();
        self.estimate(mean, &influence, level, "weighted mean, linearised")
    }

    /// The weighted total of `values`; meaningful if the weights say how many each row stands for.
    pub fn total(&self, values: &[f64], level: f64) -> Result<Estimate> {
        self.check_values(values)?;
        let total = self.weights.iter().zip(values).map(|(w, v)| w * v).sum();
        let influence: Vec<f64> =
            self.residuals(values.to_vec())?.iter().zip(&self.weights).map(|(e, w)| w * e).collect();
        self.estimate(total, &influence, level, "weighted total, linearised")
    }

    fn check_values(&self, values: &[f64]) -> Result<()> {
        same_length("values", values.len(), "weights", self.weights.len())?;
        finite_rows("values", values)
    }

    /// Variance of a sum of influences: `Σ_h (1−f_h) n_h/(n_h−1) Σ (z − z̄)²` over the units of each stratum.
    fn estimate(&self, value: f64, influence: &[f64], level: f64, method: &'static str) -> Result<Estimate> {
        check_level(level)?;
        let units = self.strata.last().map_or(0, |s| s.units.end);
        let mut sums = vec![0.0; units];
        for (u, i) in self.unit.iter().zip(influence) {
            sums[*u] += i;
        }
        let variance: f64 = self
            .strata
            .iter()
            .map(|stratum| {
                let part = &sums[stratum.units.clone()];
                let n = part.len() as f64;
                let mean = part.iter().sum::<f64>() / n;
                let squares: f64 = part.iter().map(|z| (z - mean).powi(2)).sum();
                (1.0 - stratum.fraction) * n / (n - 1.0) * squares
            })
            .sum();
        let se = variance.sqrt();
        let half = student_quantile(0.5 + level / 2.0, self.degrees_of_freedom()) * se;
        let n = self.weights.iter().filter(|w| **w > 0.0).count() as f64;
        Estimate { value, se: Some(se), low: value - half, high: value + half, level, n, method }
            .checked(method)
    }
}
