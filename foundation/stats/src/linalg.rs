//! Linear algebra: `nalgebra`, with the few steps that every model repeats.
//!
//! `nalgebra` without its extras compiles in a few seconds; `faer` is faster from a few hundred columns up, which
//! no model of this crate reaches (all reduce to cross-products of at most some dozens of columns).

pub use nalgebra::{DMatrix, DVector};

use crate::error::{Error, Result};

/// Inverse of a symmetric positive definite matrix, or an error that says which matrix was not.
///
/// Rows and columns are scaled to a unit diagonal first, so units of the columns (cents, millions) do not matter.
///
/// # Errors
/// [`Error::Undetermined`] if the matrix is not positive definite to working precision.
pub fn invert_definite(
    matrix: &DMatrix<f64>,
    input: &'static str,
    what: &'static str,
) -> Result<DMatrix<f64>> {
    let n = matrix.nrows();
    let scale = unit_scale(matrix, input, what)?;
    let scaled = DMatrix::from_fn(n, n, |i, j| matrix[(i, j)] * scale[i] * scale[j]);
    let singular = || Error::Undetermined {
        input,
        what,
        why: "the information matrix is singular: some parameters are not told apart by the data".into(),
    };
    let cholesky = scaled.cholesky().ok_or_else(singular)?;
    if cholesky.l_dirty().diagonal().iter().any(|d| *d < 1e-6) {
        return Err(singular());
    }
    let inverse = cholesky.inverse();
    Ok(DMatrix::from_fn(n, n, |i, j| inverse[(i, j)] * scale[i] * scale[j]))
}

/// Quadratic form `g' V g`, never below zero by rounding.
pub fn quadratic(gradient: &[f64], matrix: &DMatrix<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..gradient.len() {
        for j in 0..gradient.len() {
            sum += gradient[i] * matrix[(i, j)] * gradient[j];
        }
    }
    sum.max(0.0)
}

/// Columns `l` with `Σ l l' = V`: one standard deviation along each principal axis of the correlations, for any covariance `V`.
pub fn axes(covariance: &DMatrix<f64>) -> Vec<Vec<f64>> {
    let n = covariance.nrows();
    let scale: Vec<f64> = covariance.diagonal().iter().map(|v| v.max(f64::MIN_POSITIVE).sqrt()).collect();
    let correlations = DMatrix::from_fn(n, n, |i, j| covariance[(i, j)] / (scale[i] * scale[j]));
    let found = correlations.symmetric_eigen();
    let axis = |j: usize| {
        let deviation = found.eigenvalues[j].max(0.0).sqrt();
        (0..n).map(|i| scale[i] * found.eigenvectors[(i, j)] * deviation).collect()
    };
    (0..n).map(axis).collect()
}

fn unit_scale(matrix: &DMatrix<f64>, input: &'static str, what: &'static str) -> Result<Vec<f64>> {
    matrix
        .diagonal()
        .iter()
        .map(|d| {
            if d.is_finite() && *d > 0.0 {
                Ok(1.0 / d.sqrt())
            } else {
                Err(Error::Undetermined {
                    input,
                    what,
                    why: format!("the information of one parameter is {d}, where it must be above zero"),
                })
            }
        })
        .collect()
}
