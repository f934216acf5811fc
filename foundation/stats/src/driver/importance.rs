//! The measures of importance.

use super::{CheckedDrivers, subset};
use crate::{
    error::{Result, undetermined},
    linalg::{DMatrix, invert_definite},
};

/// How much each driver counts, by each measure in use. All are shares of the outcome's variance; slices are in the order of the
/// drivers. Letters: `r` correlations with the outcome, `β` standardised coefficients, `R` correlations of drivers.
#[derive(Debug, Clone, PartialEq)]
pub struct Importance {
    /// Explained share of the variance, by all drivers.
    pub r_squared: f64,
    /// Shapley's values of `R²`: Lindeman, Merenda & Gold (1980), *Introduction to bivariate and multivariate analysis*, p. 119 (LMG); the
    /// same numbers as general dominance (Budescu 1993, Psychological Bulletin 114:542). They add up to `R²`.
    pub shapley: Vec<f64>,
    /// Johnson (2000), Multivariate Behavioral Research 35:1; the same numbers as Genizi (1993), Statistica Sinica 3:407. They
    /// add up to `R²`.
    pub relative_weight: Vec<f64>,
    /// `r²`: the driver alone.
    pub first: Vec<f64>,
    /// What the driver adds to all others.
    pub last: Vec<f64>,
    /// `β²`.
    pub beta_squared: Vec<f64>,
    /// `β·r` (Pratt 1987): adds up to `R²`, but can be negative.
    pub pratt: Vec<f64>,
    /// `(R^(−1/2) r)²`: Zuber & Strimmer (2011), Statistical Applications in Genetics and Molecular Biology 10(1).
    pub car: Vec<f64>,
    /// Conditional dominance: `conditional[i][s]` is the mean gain by driver `i` over subsets of `s` others (Azen & Budescu 2003, Psychological
    /// Methods 8:129).
    pub conditional: Vec<Vec<f64>>,
    /// Complete dominance: `complete[i][j]` if driver `i` adds more than `j` to every subset of the others (Azen & Budescu 2003).
    pub complete: Vec<Vec<bool>>,
}

impl CheckedDrivers {
    /// Computes all measures. Drivers that are combinations of others have no coefficients, so they are an error; [`CheckedDrivers::shapley`]
    /// has an answer there.
    pub fn importance(&self) -> Result<Importance> {
        let p = self.drivers;
        self.check_rows()?;
        let all = self.correlation(&self.weights);
        let drivers = all.view((0, 0), (p, p)).into_owned();
        let r: Vec<f64> = (0..p).map(|j| all[(j, p)]).collect();
        let inverse = invert_definite(&drivers, "drivers", "importance")?;
        let beta: Vec<f64> = (0..p).map(|i| (0..p).map(|j| inverse[(i, j)] * r[j]).sum()).collect();
        let explained = subset::explained(&all);
        let conditional = subset::gains(&explained, p);
        let full = explained.len() - 1;
        let (relative_weight, car) = stand_ins(&drivers, &r);
        Ok(Importance {
            r_squared: explained[full],
            shapley: subset::shapley(&conditional),
            relative_weight,
            first: r.iter().map(|r| r * r).collect(),
            last: (0..p).map(|j| explained[full] - explained[full & !(1 << j)]).collect(),
            beta_squared: beta.iter().map(|b| b * b).collect(),
            pratt: beta.iter().zip(&r).map(|(b, r)| b * r).collect(),
            car,
            complete: (0..p).map(|i| (0..p).map(|j| dominates(&explained, i, j)).collect()).collect(),
            conditional,
        })
    }

    /// Shapley's values alone. Exists also where drivers are combinations of others: twins share what either adds.
    ///
    /// ```
    /// use troth_stats::driver::Drivers;
    /// let a = [1.0, 2.0, 3.0, 5.0];
    /// let twins = Drivers { columns: &[&a, &a], outcome: &[2.0, 4.0, 6.0, 10.0], weights: None }.check()?;
    /// assert_eq!(twins.shapley()?, [0.5, 0.5]);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn shapley(&self) -> Result<Vec<f64>> {
        self.check_rows()?;
        let explained = subset::explained(&self.correlation(&self.weights));
        Ok(subset::shapley(&subset::gains(&explained, self.drivers)))
    }

    pub(super) fn check_rows(&self) -> Result<()> {
        let used = self.weights.iter().filter(|w| **w > 0.0).count();
        if used < self.drivers + 2 {
            let why =
                format!("{used} rows of positive weight for {} drivers explain everything", self.drivers);
            return Err(undetermined("outcome", "importance", why));
        }
        Ok(())
    }
}

/// Relative weights and CAR scores, through `R = V·D·Vᵀ`: the stand-ins are `X·R^(−1/2)`, the drivers load on them by `R^(1/2)`.
pub(super) fn stand_ins(drivers: &DMatrix<f64>, r: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let p = r.len();
    let eigen = drivers.clone().symmetric_eigen();
    let (values, vectors) = (eigen.eigenvalues, eigen.eigenvectors);
    let root = |power: f64, i: usize, j: usize| -> f64 {
        (0..p).map(|k| vectors[(i, k)] * values[k].max(0.0).powf(power) * vectors[(j, k)]).sum()
    };
    let coefficient: Vec<f64> = (0..p).map(|i| (0..p).map(|j| root(-0.5, i, j) * r[j]).sum()).collect();
    let weights = (0..p).map(|i| (0..p).map(|k| (root(0.5, i, k) * coefficient[k]).powi(2)).sum()).collect();
    (weights, coefficient.iter().map(|c| c * c).collect())
}

fn dominates(explained: &[f64], i: usize, j: usize) -> bool {
    i != j
        && (0..explained.len())
            .filter(|subset| subset >> i & 1 == 0 && subset >> j & 1 == 0)
            .all(|subset| explained[subset | 1 << i] > explained[subset | 1 << j])
}
