//! What drives an outcome: how much of its variance each of several correlated drivers accounts for.
//!
//! Two ideas, not four. *Shapley* (also LMG, general dominance): the gain in explained variance by adding the driver, averaged over all
//! orders. *Johnson's relative weights* (also Genizi's): the nearest uncorrelated stand-ins for the drivers, and how the
//! drivers load on them. Both add up to `R²`. Neither says what causes what.
//!
//! [`Drivers`] is unchecked; [`Drivers::check`] makes [`CheckedDrivers`], with [`CheckedDrivers::importance`] and
//! bootstrap intervals by [`CheckedDrivers::bootstrap`]. [`quadrant`] sets importance against performance; [`kano`] sorts features.

mod bootstrap;
mod importance;
pub mod kano;
pub mod quadrant;
mod subset;

pub use bootstrap::Intervals;
pub use importance::Importance;

use crate::{
    Error,
    error::{Result, finite_rows, same_length, undetermined},
    linalg::DMatrix,
};

/// The most drivers that are taken: the subsets of 20 are a million.
pub const MOST: usize = 20;

/// Drivers and the outcome they are to explain, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drivers<'a> {
    /// One slice per driver.
    pub columns: &'a [&'a [f64]],
    /// The outcome of each row.
    pub outcome: &'a [f64],
    /// How many identical rows each stands for, or a survey weight; `None` for one.
    pub weights: Option<&'a [f64]>,
}

/// Checked drivers, by rows: the drivers, then the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedDrivers {
    values: Vec<f64>,
    weights: Vec<f64>,
    drivers: usize,
}

impl Drivers<'_> {
    /// Checks shapes, that all numbers are finite, that there are 1 to [`MOST`] drivers, and that outcome and drivers vary.
    ///
    /// ```
    /// use troth_stats::driver::Drivers;
    /// let (speed, price) = ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 4.0, 3.0, 5.0]);
    /// let outcome = [1.0, 2.0, 4.0, 4.0, 6.0];
    /// let drivers = Drivers { columns: &[&speed, &price], outcome: &outcome, weights: None }.check()?;
    /// let importance = drivers.importance()?;
    /// assert!((importance.shapley.iter().sum::<f64>() - importance.r_squared).abs() < 1e-12);
    /// assert!(importance.shapley[0] > importance.shapley[1]);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn check(self) -> Result<CheckedDrivers> {
        let rows = self.outcome.len();
        let drivers = self.columns.len();
        if drivers == 0 || drivers > MOST {
            let why = "it takes 1 to 20 drivers, every further one doubles the work";
            return Err(Error::Value { input: "drivers", value: drivers as f64, why });
        }
        finite_rows("outcome", self.outcome)?;
        for column in self.columns {
            same_length("driver", column.len(), "outcome", rows)?;
            finite_rows("driver", column)?;
        }
        if let Some(weights) = self.weights {
            same_length("weights", weights.len(), "outcome", rows)?;
            if let Some(row) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
                let value = weights[row];
                return Err(Error::Row {
                    input: "weights",
                    row,
                    value,
                    why: "a weight is finite, zero or above",
                });
            }
        }
        // Centred about the first row and scaled by the largest distance from it, so that no amount is too large to square.
        let width = drivers + 1;
        let mut values = vec![0.0; rows * width];
        for (at, column) in self.columns.iter().copied().chain(std::iter::once(self.outcome)).enumerate() {
            let first = column.first().copied().unwrap_or(0.0);
            let reach = column.iter().map(|v| (v - first).abs()).fold(0.0, f64::max);
            if reach == 0.0 {
                let (input, why) = if at < drivers {
                    ("drivers", format!("driver {at} is the same in every row"))
                } else {
                    ("outcome", "it is the same in every row".to_owned())
                };
                return Err(undetermined(input, "importance", why));
            }
            for (row, value) in column.iter().enumerate() {
                values[row * width + at] = (value - first) / reach;
            }
        }
        let weights = self.weights.map_or_else(|| vec![1.0; rows], <[f64]>::to_vec);
        Ok(CheckedDrivers { values, weights, drivers })
    }
}

impl CheckedDrivers {
    /// Correlations of drivers and outcome with other weights. A column that does not vary under them gets correlations of zero.
    fn correlation(&self, weights: &[f64]) -> DMatrix<f64> {
        let width = self.drivers + 1;
        let total: f64 = weights.iter().sum();
        let mut mean = vec![0.0; width];
        for (row, weight) in self.values.chunks_exact(width).zip(weights) {
            for (m, v) in mean.iter_mut().zip(row) {
                *m += weight * v / total;
            }
        }
        let mut upper = vec![0.0; width * (width + 1) / 2];
        let mut centred = vec![0.0; width];
        for (row, weight) in self.values.chunks_exact(width).zip(weights) {
            if *weight == 0.0 {
                continue;
            }
            for ((c, v), m) in centred.iter_mut().zip(row).zip(&mean) {
                *c = v - m;
            }
            crate::regression::add_outer(&mut upper, &centred, *weight);
        }
        let covariance = crate::regression::symmetric(&upper, width);
        DMatrix::from_fn(width, width, |i, j| {
            let scale = (covariance[(i, i)] * covariance[(j, j)]).sqrt();
            match (i == j, scale > 1e-24 * total) {
                (_, false) => 0.0,
                (true, true) => 1.0,
                (false, true) => covariance[(i, j)] / scale,
            }
        })
    }
}
