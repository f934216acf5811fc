//! The explaining columns, checked and laid out by rows.

use crate::{
    Error,
    error::{Result, same_length},
};

/// The explaining columns of a regression, not yet checked: one slice per column, all of one length.
///
/// ```
/// use troth_stats::regression::{Design, Ols};
/// let x = [1.0, 2.0, 3.0, 4.0];
/// let design = Design { columns: &[&x], intercept: true };
/// let model = Ols { design, outcomes: &[3.0, 5.0, 7.0, 9.0], weights: None }.check()?.fit()?;
/// assert!((model.coefficients()[1] - 2.0).abs() < 1e-12);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design<'a> {
    /// One slice per column, without the intercept.
    pub columns: &'a [&'a [f64]],
    /// Whether a column of ones comes first.
    pub intercept: bool,
}

/// A design by rows, intercept first, all finite.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) values: Vec<f64>,
    pub(crate) width: usize,
    pub(crate) count: usize,
    pub(crate) intercept: bool,
}

impl Design<'_> {
    /// Lays the columns out by rows, of which there must be `count`.
    pub(crate) fn rows(&self, count: usize) -> Result<Rows> {
        for column in self.columns {
            same_length("column", column.len(), "outcomes", count)?;
            if let Some(row) = column.iter().position(|v| !v.is_finite()) {
                let value = column[row];
                return Err(Error::Row { input: "column", row, value, why: "it must be a finite number" });
            }
        }
        let first = usize::from(self.intercept);
        let width = self.columns.len() + first;
        if width == 0 {
            return Err(Error::Empty { input: "design", why: "it needs a column or an intercept" });
        }
        let mut values = vec![1.0; count * width];
        for (at, column) in self.columns.iter().enumerate() {
            for (row, value) in column.iter().enumerate() {
                values[row * width + first + at] = *value;
            }
        }
        Ok(Rows { values, width, count, intercept: self.intercept })
    }
}

impl Rows {
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.width)
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    /// Rows chosen by position, in that order.
    pub(crate) fn choose(&self, rows: &[usize]) -> Self {
        let mut values = Vec::with_capacity(rows.len() * self.width);
        for &row in rows {
            values.extend_from_slice(self.row(row));
        }
        Self { values, count: rows.len(), ..*self }
    }

    pub(crate) fn times(&self, coefficients: &[f64]) -> Vec<f64> {
        self.iter().map(|row| dot(row, coefficients)).collect()
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Checks outcomes and optional weights of a regression.
pub(crate) fn check_outcomes(outcomes: &[f64], weights: Option<&[f64]>) -> Result<()> {
    crate::error::finite_rows("outcomes", outcomes)?;
    if outcomes.is_empty() {
        return Err(Error::Empty { input: "outcomes", why: "a regression needs rows" });
    }
    let Some(weights) = weights else { return Ok(()) };
    same_length("weights", weights.len(), "outcomes", outcomes.len())?;
    if let Some(row) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        let value = weights[row];
        return Err(Error::Row { input: "weights", row, value, why: "a weight is finite, zero or above" });
    }
    if weights.iter().all(|w| *w == 0.0) {
        return Err(Error::Empty { input: "weights", why: "at least one must be above zero" });
    }
    Ok(())
}

/// Joins identical rows with identical outcomes and adds up their weights; rows of weight zero go. The order is that of
/// first appearance, so the answer does not depend on the hash.
pub(crate) fn compress(rows: &Rows, outcomes: &[f64], weights: &[f64]) -> (Rows, Vec<f64>, Vec<f64>) {
    let mut seen: std::collections::HashMap<u64, usize> =
        std::collections::HashMap::with_capacity(rows.count);
    let (mut kept, mut summed): (Vec<usize>, Vec<f64>) = (Vec::new(), Vec::new());
    for row in 0..rows.count {
        if weights[row] == 0.0 {
            continue;
        }
        let x = rows.row(row);
        let mut hash = outcomes[row].to_bits();
        for value in x {
            hash = (hash.rotate_left(5) ^ value.to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        let next = kept.len();
        let at = *seen.entry(hash).or_insert(next);
        // Rows that share a hash by accident stay apart.
        if at < next && outcomes[kept[at]] == outcomes[row] && rows.row(kept[at]) == x {
            summed[at] += weights[row];
        } else {
            kept.push(row);
            summed.push(weights[row]);
        }
    }
    let outcomes = kept.iter().map(|&r| outcomes[r]).collect();
    (rows.choose(&kept), outcomes, summed)
}
