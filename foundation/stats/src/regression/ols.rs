//! Ordinary (and weighted) least squares.

use super::{
    covariance::{Covariance, Scores, standard_errors},
    design::{Design, Rows, check_outcomes, dot},
};
use crate::{
    Estimate,
    error::{Result, undetermined},
    estimate::check_level,
    linalg::{DMatrix, DVector},
    special::{f_sf, student_quantile},
};

/// A linear model, not yet checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ols<'a> {
    /// The explaining columns.
    pub design: Design<'a>,
    /// The outcome of each row.
    pub outcomes: &'a [f64],
    /// Precision of each row (its variance is `σ²/w`); `None` for equal. A row of weight zero takes no part.
    pub weights: Option<&'a [f64]>,
}

/// A checked linear model, ready to fit.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedOls {
    rows: Rows,
    outcomes: Vec<f64>,
    weights: Option<Vec<f64>>,
}

/// A fitted linear model.
#[derive(Debug, Clone, PartialEq)]
pub struct OlsModel {
    coefficients: Vec<f64>,
    rows: Rows,
    outcomes: Vec<f64>,
    weights: Vec<f64>,
    bread: DMatrix<f64>,
    n: f64,
    residual_squares: f64,
    total_squares: f64,
}

impl Ols<'_> {
    /// Checks shapes, that all numbers are finite, and that there are at least as many rows as coefficients.
    pub fn check(self) -> Result<CheckedOls> {
        check_outcomes(self.outcomes, self.weights)?;
        let rows = self.design.rows(self.outcomes.len())?;
        let used = self.weights.map_or(rows.count, |w| w.iter().filter(|w| **w > 0.0).count());
        if used < rows.width {
            let why = format!("{used} rows for {} coefficients", rows.width);
            return Err(undetermined("outcomes", "the coefficients", why));
        }
        Ok(CheckedOls { rows, outcomes: self.outcomes.to_vec(), weights: self.weights.map(<[f64]>::to_vec) })
    }
}

impl CheckedOls {
    /// Fits by Householder's QR decomposition, which keeps twice the digits of normal equations. A column that is a combination
    /// of those before it is an error that names it.
    pub fn fit(self) -> Result<OlsModel> {
        let Self { rows, outcomes, weights } = self;
        let weights = weights.unwrap_or_else(|| vec![1.0; rows.count]);
        let (coefficients, bread) = least_squares(&rows, &outcomes, &weights)?;
        let residual_squares: f64 = (0..rows.count)
            .map(|i| weights[i] * (outcomes[i] - dot(rows.row(i), &coefficients)).powi(2))
            .sum();
        let total: f64 = weights.iter().sum();
        let mean = if rows.intercept { dot(&weights, &outcomes) / total } else { 0.0 };
        let total_squares = outcomes.iter().zip(&weights).map(|(y, w)| w * (y - mean).powi(2)).sum();
        let n = weights.iter().filter(|w| **w > 0.0).count() as f64;
        Ok(OlsModel { coefficients, rows, outcomes, weights, bread, n, residual_squares, total_squares })
    }
}

/// Coefficients and `(XᵀWX)⁻¹` by QR.
pub(crate) fn least_squares(
    rows: &Rows,
    outcomes: &[f64],
    weights: &[f64],
) -> Result<(Vec<f64>, DMatrix<f64>)> {
    let width = rows.width;
    let roots: Vec<f64> = weights.iter().map(|w| w.sqrt()).collect();
    let mut x = DMatrix::from_fn(rows.count, width, |i, j| roots[i] * rows.values[i * width + j]);
    let scale: Vec<f64> = (0..width).map(|j| x.column(j).amax()).collect();
    if let Some(at) = scale.iter().position(|s| *s == 0.0) {
        return Err(undetermined("design", "the coefficients", format!("column {at} is zero in every row")));
    }
    for (j, s) in scale.iter().enumerate() {
        x.column_mut(j).scale_mut(1.0 / s);
    }
    let norms: Vec<f64> = (0..width).map(|j| x.column(j).norm()).collect();
    let qr = x.qr();
    let r = qr.r();
    if let Some(at) = (0..width).find(|&j| r[(j, j)].abs() <= 1e-10 * norms[j]) {
        let why =
            format!("column {at} is a combination of the columns before it (the intercept counts as one)");
        return Err(undetermined("design", "the coefficients", why));
    }
    let mut right = DVector::from_iterator(rows.count, outcomes.iter().zip(&roots).map(|(y, w)| y * w));
    qr.q_tr_mul(&mut right);
    let top = right.rows(0, width).into_owned();
    let singular =
        || undetermined("design", "the coefficients", "the columns are not told apart by the rows");
    let solution = r.solve_upper_triangular(&top).ok_or_else(singular)?;
    let inverse = r.solve_upper_triangular(&DMatrix::identity(width, width)).ok_or_else(singular)?;
    let product = &inverse * inverse.transpose();
    let bread = DMatrix::from_fn(width, width, |i, j| product[(i, j)] / (scale[i] * scale[j]));
    let coefficients: Vec<f64> = solution.iter().zip(&scale).map(|(b, s)| b / s).collect();
    crate::error::finite_rows("coefficients", &coefficients)?;
    Ok((coefficients, bread))
}

impl OlsModel {
    /// The coefficients, the intercept first if there is one.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Rows of positive weight.
    pub fn n(&self) -> f64 {
        self.n
    }

    /// Rows less coefficients.
    pub fn degrees_of_freedom(&self) -> f64 {
        self.n - self.coefficients.len() as f64
    }

    /// Residual standard error `√(RSS/(n−k))`; NaN-free: an error where nothing is left to estimate it from.
    pub fn sigma(&self) -> Result<f64> {
        let left = self.degrees_of_freedom();
        if left <= 0.0 {
            return Err(undetermined(
                "outcomes",
                "the residual error",
                "there are as many coefficients as rows",
            ));
        }
        Ok((self.residual_squares / left).sqrt())
    }

    /// Share of the variance that is explained: about the mean with an intercept, about zero without; an error where
    /// the outcome does not vary.
    pub fn r_squared(&self) -> Result<f64> {
        if self.total_squares <= 0.0 {
            return Err(undetermined("outcomes", "the explained share", "they are all the same"));
        }
        Ok(1.0 - self.residual_squares / self.total_squares)
    }

    /// The same, adjusted for the number of coefficients.
    pub fn adjusted_r_squared(&self) -> Result<f64> {
        let base = self.n - f64::from(u8::from(self.rows.intercept));
        Ok(1.0 - (1.0 - self.r_squared()?) * base / self.degrees_of_freedom())
    }

    /// F statistic of all columns but the intercept, with its upper probability.
    pub fn f_statistic(&self) -> Result<(f64, f64)> {
        let tested = (self.coefficients.len() - usize::from(self.rows.intercept)) as f64;
        if tested == 0.0 {
            return Err(undetermined("design", "the F statistic", "there is no column to test"));
        }
        let f = (self.total_squares - self.residual_squares) / tested / self.sigma()?.powi(2);
        Ok((f, f_sf(f, tested, self.degrees_of_freedom())))
    }

    /// Normal log-likelihood at the maximum-likelihood variance.
    pub fn log_likelihood(&self) -> f64 {
        let logs: f64 = self.weights.iter().filter(|w| **w > 0.0).map(|w| w.ln()).sum();
        let variance = self.residual_squares / self.n;
        0.5 * logs - 0.5 * self.n * ((2.0 * std::f64::consts::PI * variance).ln() + 1.0)
    }

    /// Outcome less prediction, row by row.
    pub fn residuals(&self) -> Vec<f64> {
        self.outcomes.iter().zip(self.rows.iter()).map(|(y, x)| y - dot(x, &self.coefficients)).collect()
    }

    /// The covariance of the coefficients; an error where there are as many coefficients as rows.
    pub fn covariance(&self, kind: Covariance<'_>) -> Result<DMatrix<f64>> {
        // With as many coefficients as rows every residual is zero, and so would be every robust error.
        self.sigma()?;
        let classic = match kind {
            Covariance::Classic => &self.bread * self.sigma()?.powi(2),
            _ => DMatrix::zeros(0, 0),
        };
        let residual: Vec<f64> = self.residuals().iter().zip(&self.weights).map(|(e, w)| e * w).collect();
        let scores = Scores {
            rows: &self.rows,
            bread: &self.bread,
            residual: &residual,
            curvature: &self.weights,
            frequency: None,
            n: self.n,
        };
        scores.covariance(kind, &classic)
    }

    /// Each coefficient with its standard error and Student's interval on `n − k` degrees of freedom.
    pub fn estimates(&self, kind: Covariance<'_>, level: f64) -> Result<Vec<Estimate>> {
        check_level(level)?;
        let reach = student_quantile(0.5 + level / 2.0, self.degrees_of_freedom());
        let errors = standard_errors(&self.covariance(kind)?);
        let make = |(&value, se): (&f64, f64)| {
            let (low, high) = (value - reach * se, value + reach * se);
            let method = "least squares, Student's t";
            Estimate { value, se: Some(se), low, high, level, n: self.n, method }.checked("coefficient")
        };
        self.coefficients.iter().zip(errors).map(make).collect()
    }

    /// The expected outcome of a row given without the intercept, with the interval of the mean (not of a new outcome).
    ///
    /// ```
    /// use troth_stats::regression::{Covariance, Design, Ols};
    /// let x = [0.0, 1.0, 2.0, 3.0];
    /// let design = Design { columns: &[&x], intercept: true };
    /// let model = Ols { design, outcomes: &[1.0, 2.9, 5.1, 7.0], weights: None }.check()?.fit()?;
    /// let at = model.predict(&[4.0], Covariance::Classic, 0.95)?;
    /// assert!((at.value - 9.05).abs() < 1e-9);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn predict(&self, row: &[f64], kind: Covariance<'_>, level: f64) -> Result<Estimate> {
        check_level(level)?;
        let x: Vec<f64> =
            std::iter::repeat_n(1.0, usize::from(self.rows.intercept)).chain(row.iter().copied()).collect();
        crate::error::same_length("row", x.len(), "coefficients", self.coefficients.len())?;
        let value = dot(&x, &self.coefficients);
        let se = super::sums::form(&x, &self.covariance(kind)?).max(0.0).sqrt();
        let half = student_quantile(0.5 + level / 2.0, self.degrees_of_freedom()) * se;
        let method = "least squares, Student's t";
        Estimate { value, se: Some(se), low: value - half, high: value + half, level, n: self.n, method }
            .checked("prediction")
    }
}
