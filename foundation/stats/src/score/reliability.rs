//! Whether a set of questions measures one thing: Cronbach's alpha and its relatives.

use crate::{
    Error, Estimate,
    error::{Result, same_length, undetermined},
    estimate::check_level,
    linalg::{DMatrix, invert_definite},
};

/// What to do with missing answers, which are given as NaN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Missing {
    /// A missing answer is an error that names item and row.
    #[default]
    Refuse,
    /// Each covariance from all rows that have both items (the default of R's psych). The standard error counts all rows.
    Pairwise,
    /// Only rows that have all items.
    Listwise,
}

/// Answers to at least two items by the same people, not yet checked: one slice per item, all of one length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Items<'a> {
    /// One slice per item.
    pub columns: &'a [&'a [f64]],
    /// What NaN means.
    pub missing: Missing,
}

/// What [`Items::reliability`] finds. The letters are those of R's psych.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Cronbach's alpha of the covariances (Cronbach 1951, Psychometrika 16:297, eq. 2), with the normal interval of Duhachek & Iacobucci
    /// (2004), Journal of Applied Psychology 89:792. `n` counts rows.
    pub alpha: Estimate,
    /// Alpha of the correlations ("standardised").
    pub standardised: f64,
    /// Guttman's lambda 6 from squared multiple correlations (Guttman 1945, Psychometrika 10:255).
    pub lambda6: f64,
    /// Mean correlation between items.
    pub average_correlation: f64,
    /// Signal to noise: `k·r/(1−r)`.
    pub signal_to_noise: f64,
    /// Mean of the persons' means.
    pub mean: f64,
    /// Standard deviation of the persons' means.
    pub standard_deviation: f64,
    /// Alpha without each item; empty for two items.
    pub without: Vec<f64>,
    /// Correlation of each item with the sum of the others.
    pub item_rest: Vec<f64>,
}

impl Items<'_> {
    /// Estimates the reliability of the set at confidence `level`.
    ///
    /// ```
    /// use troth_stats::score::reliability::{Items, Missing};
    /// let columns: [&[f64]; 3] = [&[1., 2., 3., 4.], &[2., 2., 3., 5.], &[1., 3., 3., 4.]];
    /// let found = Items { columns: &columns, missing: Missing::Refuse }.reliability(0.95)?;
    /// assert!(found.alpha.value > 0.9 && found.alpha.value < 1.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn reliability(&self, level: f64) -> Result<Reliability> {
        check_level(level)?;
        let table = self.covariance()?;
        let k = self.columns.len();
        let c = &table.covariance;
        let total = c.sum();
        let correlation = correlation(c)?;
        if total <= 0.0 {
            return Err(undetermined(
                "items",
                "alpha",
                "they cancel out: the variance of their sum is not positive",
            ));
        }
        let value = alpha(c);
        let kf = k as f64;
        let average = (correlation.sum() - kf) / (kf * (kf - 1.0));
        let squared = c * c;
        let trace = c.trace();
        let q = 2.0 * kf * kf / ((kf - 1.0).powi(2) * total.powi(3))
            * (total * (squared.trace() + trace * trace) - 2.0 * trace * squared.sum());
        let se = (q.max(0.0) / table.rows).sqrt();
        let inverse = invert_definite(&correlation, "items", "lambda 6")?;
        let specific: f64 = inverse.diagonal().iter().map(|d| 1.0 / d).sum();
        let (mean, standard_deviation) = table.person_means;
        let without = if k > 2 { (0..k).map(|item| alpha(&without(c, item))).collect() } else { Vec::new() };
        let item_rest = (0..k).map(|i| item_rest(c, i)).collect();
        Ok(Reliability {
            alpha: Estimate::normal(value, se, level, table.rows, "Duhachek-Iacobucci").checked("alpha")?,
            standardised: alpha(&correlation),
            lambda6: 1.0 - specific / correlation.sum(),
            average_correlation: average,
            signal_to_noise: kf * average / (1.0 - average),
            mean,
            standard_deviation,
            without,
            item_rest,
        })
    }

    /// The covariance matrix of the items, with the number of rows.
    pub(super) fn covariance(&self) -> Result<Table> {
        let k = self.columns.len();
        if k < 2 {
            return Err(undetermined("items", "reliability", format!("there are {k}, two are needed")));
        }
        let rows = self.columns[0].len();
        for column in self.columns {
            same_length("item", column.len(), "the first item", rows)?;
            let bad = |v: &f64| v.is_infinite() || (v.is_nan() && self.missing == Missing::Refuse);
            if let Some(row) = column.iter().position(bad) {
                let why = "an answer must be finite, or NaN where missing answers are allowed";
                return Err(Error::Row { input: "item", row, value: column[row], why });
            }
        }
        let complete = |row: &usize| self.columns.iter().all(|c| !c[*row].is_nan());
        let used: Vec<usize> =
            (0..rows).filter(|row| self.missing != Missing::Listwise || complete(row)).collect();
        let mut covariance = DMatrix::zeros(k, k);
        for i in 0..k {
            for j in 0..=i {
                let pair: Vec<(f64, f64)> = used
                    .iter()
                    .map(|&r| (self.columns[i][r], self.columns[j][r]))
                    .filter(|(a, b)| !a.is_nan() && !b.is_nan())
                    .collect();
                if pair.len() < 2 {
                    let why = format!("items {j} and {i} share {} rows, two are needed", pair.len());
                    return Err(undetermined("items", "a covariance", why));
                }
                let n = pair.len() as f64;
                let (sa, sb) = pair.iter().fold((0.0, 0.0), |(a, b), p| (a + p.0, b + p.1));
                let (ma, mb) = (sa / n, sb / n);
                let value = pair.iter().map(|(a, b)| (a - ma) * (b - mb)).sum::<f64>() / (n - 1.0);
                covariance[(i, j)] = value;
                covariance[(j, i)] = value;
            }
        }
        let means: Vec<f64> = used
            .iter()
            .filter_map(|&row| {
                let known = self.columns.iter().map(|c| c[row]).filter(|v| !v.is_nan());
                let (sum, count) = known.fold((0.0, 0.0), |(s, c), v| (s + v, c + 1.0));
                (count > 0.0).then_some(sum / count)
            })
            .collect();
        let n = means.len() as f64;
        let mean = means.iter().sum::<f64>() / n;
        let spread = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / (n - 1.0);
        Ok(Table { covariance, rows: used.len() as f64, person_means: (mean, spread.sqrt()) })
    }
}

pub(super) struct Table {
    pub(super) covariance: DMatrix<f64>,
    pub(super) rows: f64,
    person_means: (f64, f64),
}

/// Correlations of a covariance matrix.
fn correlation(c: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    if let Some(item) = c.diagonal().iter().position(|v| *v <= 0.0) {
        let why = format!("item {item} has the same answer in every row");
        return Err(undetermined("items", "a correlation", why));
    }
    Ok(DMatrix::from_fn(c.nrows(), c.nrows(), |i, j| {
        if i == j { 1.0 } else { c[(i, j)] / (c[(i, i)] * c[(j, j)]).sqrt() }
    }))
}

fn without(c: &DMatrix<f64>, item: usize) -> DMatrix<f64> {
    c.clone().remove_row(item).remove_column(item)
}

fn alpha(c: &DMatrix<f64>) -> f64 {
    let k = c.nrows() as f64;
    (1.0 - c.trace() / c.sum()) * k / (k - 1.0)
}

fn item_rest(c: &DMatrix<f64>, item: usize) -> f64 {
    let with_rest: f64 = c.row(item).sum() - c[(item, item)];
    with_rest / (c[(item, item)] * without(c, item).sum()).sqrt()
}
