//! Sums of vectors and of outer products over rows, on all cores, the same to the last bit on any number of them.

use rayon::prelude::*;

use crate::linalg::DMatrix;

/// Rows per piece; pieces are fixed by position and added in order.
const PIECE: usize = 2048;

/// Adds `length` sums over the rows `0..count`; `add` puts one row into the sums.
pub(crate) fn over_rows(count: usize, length: usize, add: impl Fn(usize, &mut [f64]) + Sync) -> Vec<f64> {
    let piece = |at: usize| {
        let mut sums = vec![0.0; length];
        for row in at * PIECE..((at + 1) * PIECE).min(count) {
            add(row, &mut sums);
        }
        sums
    };
    let pieces = count.div_ceil(PIECE);
    if pieces <= 1 {
        return piece(0);
    }
    let parts: Vec<Vec<f64>> = (0..pieces).into_par_iter().map(piece).collect();
    let mut total = vec![0.0; length];
    for part in parts {
        for (t, p) in total.iter_mut().zip(part) {
            *t += p;
        }
    }
    total
}

/// Number of entries of an upper triangle.
pub(crate) fn triangle(order: usize) -> usize {
    order * (order + 1) / 2
}

/// Adds `weight · x xᵀ` to an upper triangle stored by rows.
pub(crate) fn add_outer(sums: &mut [f64], x: &[f64], weight: f64) {
    let mut rest = sums;
    for (i, xi) in x.iter().enumerate() {
        let (row, tail) = rest.split_at_mut(x.len() - i);
        let scaled = weight * xi;
        for (sum, xj) in row.iter_mut().zip(&x[i..]) {
            *sum += scaled * xj;
        }
        rest = tail;
    }
}

/// The symmetric matrix of an upper triangle stored by rows.
pub(crate) fn symmetric(upper: &[f64], order: usize) -> DMatrix<f64> {
    let mut matrix = DMatrix::zeros(order, order);
    let mut at = 0;
    for i in 0..order {
        for j in i..order {
            matrix[(i, j)] = upper[at];
            matrix[(j, i)] = upper[at];
            at += 1;
        }
    }
    matrix
}

/// `xᵀ M x`.
pub(crate) fn form(x: &[f64], matrix: &DMatrix<f64>) -> f64 {
    let mut sum = 0.0;
    for (j, xj) in x.iter().enumerate() {
        let inner: f64 = matrix.column(j).iter().zip(x).map(|(m, xi)| m * xi).sum();
        sum += xj * inner;
    }
    sum
}
