//! Covariates, checked and put on a common scale.

use crate::error::{Error, Result, same_length};

/// Covariates as a table in row order: `values[i * columns + j]` is column `j` of row `i`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covariates<'a> {
    /// The numbers, row after row.
    pub values: &'a [f64],
    /// Columns in a row.
    pub columns: usize,
}

/// Covariates of the rows in use, centred and scaled to unit variance: Newton steps and their limits then mean the same in every column.
#[derive(Debug, Clone)]
pub(super) struct Design {
    pub(super) x: Vec<f64>,
    pub(super) p: usize,
    pub(super) mean: Vec<f64>,
    pub(super) scale: Vec<f64>,
}

impl Design {
    pub(super) fn check(
        table: Covariates<'_>,
        spans: usize,
        rows: &[usize],
        weight: impl Fn(usize) -> f64,
    ) -> Result<Self> {
        let p = table.columns;
        same_length("covariates", table.values.len(), "spans × columns", spans * p)?;
        let mut mean = vec![0.0; p];
        let total: f64 = rows.iter().map(|&i| weight(i)).sum();
        for &i in rows {
            for (j, m) in mean.iter_mut().enumerate() {
                let value = table.values[i * p + j];
                if !value.is_finite() {
                    return Err(Error::Row {
                        input: "covariates",
                        row: i,
                        value,
                        why: "a covariate must be a finite number",
                    });
                }
                *m += weight(i) * value / total;
            }
        }
        let mut scale = vec![0.0; p];
        for &i in rows {
            for j in 0..p {
                scale[j] += weight(i) * (table.values[i * p + j] - mean[j]).powi(2) / total;
            }
        }
        for (j, s) in scale.iter_mut().enumerate() {
            *s = s.sqrt();
            if *s <= 1e-12 * mean[j].abs() || *s == 0.0 {
                return Err(Error::Undetermined {
                    input: "covariates",
                    what: "every coefficient",
                    why: format!("column {j} has the same value in every row"),
                });
            }
        }
        let mut x = Vec::with_capacity(rows.len() * p);
        for &i in rows {
            x.extend((0..p).map(|j| (table.values[i * p + j] - mean[j]) / scale[j]));
        }
        Ok(Self { x, p, mean, scale })
    }

    pub(super) fn row(&self, i: usize) -> &[f64] {
        &self.x[i * self.p..(i + 1) * self.p]
    }

    /// A new row on the common scale.
    pub(super) fn place(&self, x: &[f64]) -> Result<Vec<f64>> {
        same_length("x", x.len(), "covariates", self.p)?;
        x.iter()
            .enumerate()
            .map(|(j, v)| {
                if v.is_finite() {
                    Ok((v - self.mean[j]) / self.scale[j])
                } else {
                    Err(Error::Row {
                        input: "x",
                        row: j,
                        value: *v,
                        why: "a covariate must be a finite number",
                    })
                }
            })
            .collect()
    }
}
