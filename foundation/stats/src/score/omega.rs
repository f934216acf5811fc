//! `McDonald`'s omega: reliability without the assumption of alpha that all items weigh the same.

use super::reliability::Items;
use crate::{
    Error,
    error::{Result, undetermined},
    linalg::DMatrix,
};

/// The one-factor model behind omega.
#[derive(Debug, Clone, PartialEq)]
pub struct Omega {
    /// Omega total, `(Σλ)² / ((Σλ)² + Σψ)`: `McDonald` (1999), *Test theory*, ch. 6.
    pub value: f64,
    /// Loading λ of each item on the common factor, in the item's unit; the sum is positive.
    pub loadings: Vec<f64>,
    /// Variance ψ of each item that the factor leaves.
    pub unique_variances: Vec<f64>,
    /// Steps of the EM algorithm that were needed.
    pub iterations: usize,
}

impl Items<'_> {
    /// Fits one common factor by maximum likelihood (EM: Rubin & Thayer 1982, Psychometrika 47:69) to the covariances, and
    /// gives omega. Needs three items; an item that the factor explains wholly (a Heywood case) is an error.
    ///
    /// ```
    /// use troth_stats::score::reliability::{Items, Missing};
    /// let columns: [&[f64]; 3] = [
    ///     &[1., 2., 3., 4., 2., 5., 4., 1.],
    ///     &[2., 1., 3., 5., 1., 4., 4., 2.],
    ///     &[1., 3., 3., 4., 1., 5., 3., 3.],
    /// ];
    /// let omega = Items { columns: &columns, missing: Missing::Refuse }.omega()?;
    /// assert!(omega.value > 0.8 && omega.value < 1.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn omega(&self) -> Result<Omega> {
        let table = self.covariance()?;
        one_factor(&table.covariance)
    }
}

/// Steps after which EM gives up; each costs `k²`.
const LIMIT: usize = 50_000;

fn one_factor(s: &DMatrix<f64>) -> Result<Omega> {
    let k = s.nrows();
    if k < 3 {
        return Err(undetermined("items", "one common factor", format!("there are {k}, three are needed")));
    }
    if let Some(item) = (0..k).find(|&i| s[(i, i)] <= 0.0) {
        return Err(undetermined("items", "omega", format!("item {item} has the same answer in every row")));
    }
    // Items are brought to unit variance for the iteration: one tolerance then fits all.
    let scale: Vec<f64> = (0..k).map(|i| s[(i, i)].sqrt()).collect();
    let r = |i: usize, j: usize| s[(i, j)] / (scale[i] * scale[j]);
    let mut loading: Vec<f64> = (0..k)
        .map(|i| {
            (0..k).map(|j| r(i, j)).sum::<f64>()
                / (0..k * k).map(|m| r(m / k, m % k)).sum::<f64>().abs().sqrt().max(0.1)
        })
        .map(|l: f64| l.clamp(-0.95, 0.95))
        .collect();
    let mut unique: Vec<f64> = loading.iter().map(|l| (1.0 - l * l).max(0.05)).collect();
    let mut change = f64::INFINITY;
    for iteration in 1..=LIMIT {
        // β = λ'Σ⁻¹ through the Sherman–Morrison identity; Cxz = Sβ', Czz = βSβ' + 1 − βλ.
        let precision: f64 = loading.iter().zip(&unique).map(|(l, u)| l * l / u).sum();
        let beta: Vec<f64> = loading.iter().zip(&unique).map(|(l, u)| l / u / (1.0 + precision)).collect();
        let cross: Vec<f64> = (0..k).map(|i| (0..k).map(|j| r(i, j) * beta[j]).sum()).collect();
        let explained: f64 = beta.iter().zip(&loading).map(|(b, l)| b * l).sum();
        let second: f64 = beta.iter().zip(&cross).map(|(b, c)| b * c).sum::<f64>() + 1.0 - explained;
        change = 0.0;
        for i in 0..k {
            let new = cross[i] / second;
            change = change.max((new - loading[i]).abs());
            loading[i] = new;
            unique[i] = 1.0 - new * cross[i];
            if unique[i] < 1e-6 {
                let why = format!("item {i} is explained wholly by the common factor (a Heywood case)");
                return Err(undetermined("items", "omega", why));
            }
        }
        if change < 1e-12 {
            let sign =
                if loading.iter().zip(&scale).map(|(l, s)| l * s).sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
            let loadings: Vec<f64> = loading.iter().zip(&scale).map(|(l, s)| sign * l * s).collect();
            let unique_variances: Vec<f64> = unique.iter().zip(&scale).map(|(u, s)| u * s * s).collect();
            let common = loadings.iter().sum::<f64>().powi(2);
            let value = common / (common + unique_variances.iter().sum::<f64>());
            return Ok(Omega { value, loadings, unique_variances, iterations: iteration });
        }
    }
    Err(Error::NotConverged {
        method: "one-factor model",
        iterations: LIMIT,
        gradient: change,
        why: "EM did not settle the loadings; the items hardly correlate".into(),
    })
}
