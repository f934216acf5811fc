//! The explained variance of every subset of drivers.

use crate::linalg::DMatrix;

/// What is left of a driver's variance, as a share, below which it counts as a combination of the others and adds nothing.
const COLLINEAR: f64 = 1e-11;

/// `R²` of every subset, at the index whose bits are its members, from correlations with the outcome last. Each subset
/// follows from one without its last member by a step of Gaussian elimination on the drivers yet to come (a partial "sweep",
/// Goodnight 1979, The American Statistician 33:149), so all of them cost about `2^(p+2)` such steps of few numbers, not `2^p` regressions.
pub(super) fn explained(correlation: &DMatrix<f64>) -> Vec<f64> {
    let p = correlation.nrows() - 1;
    let mut found = vec![0.0; 1 << p];
    let width = p + 1;
    // One square per depth; the outcome is the last row and column.
    let mut squares = vec![0.0; (p + 1) * width * width];
    for i in 0..width {
        for j in 0..width {
            squares[i * width + j] = correlation[(i, j)];
        }
    }
    descend(&mut squares, width, 0, 0, &mut found);
    found
}

fn descend(squares: &mut [f64], width: usize, start: usize, subset: usize, found: &mut [f64]) {
    let p = width - 1;
    for added in start..p {
        let (here, rest) = squares.split_at_mut(width * width);
        let pivot = here[added * width + added];
        let next = subset | 1 << added;
        let with_outcome = here[added * width + p];
        let kept = pivot > COLLINEAR;
        found[next] = found[subset] + if kept { with_outcome * with_outcome / pivot } else { 0.0 };
        if added + 1 == p {
            continue;
        }
        for i in added + 1..p {
            let factor = if kept { here[added * width + i] / pivot } else { 0.0 };
            for j in i..width {
                rest[i * width + j] = here[i * width + j] - factor * here[added * width + j];
            }
        }
        descend(rest, width, added + 1, next, found);
    }
}

/// The mean gain of each driver at each size of the subset it is added to: `gains[driver][size]`.
pub(super) fn gains(explained: &[f64], p: usize) -> Vec<Vec<f64>> {
    let mut gains = vec![vec![0.0; p]; p];
    for (subset, base) in explained.iter().enumerate() {
        let size = subset.count_ones() as usize;
        for (driver, gain) in gains.iter_mut().enumerate() {
            if subset >> driver & 1 == 0 {
                gain[size] += explained[subset | 1 << driver] - base;
            }
        }
    }
    // C(p−1, size) subsets of each size leave a driver out.
    let mut subsets = 1.0;
    for size in 0..p {
        for gain in &mut gains {
            gain[size] /= subsets;
        }
        subsets *= (p - 1 - size) as f64 / (size + 1) as f64;
    }
    gains
}

/// Shapley's values: the mean over sizes of the mean gains.
pub(super) fn shapley(gains: &[Vec<f64>]) -> Vec<f64> {
    gains.iter().map(|gain| gain.iter().sum::<f64>() / gain.len() as f64).collect()
}
