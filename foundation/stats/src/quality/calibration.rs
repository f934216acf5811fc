//! Do chances of 30 % come true in 30 % of cases?

use super::forecasts::{Forecasts, one_sided};
use crate::error::{Error, Result};
use crate::estimate::{Estimate, check_level};
use crate::linalg::{DMatrix, invert_definite};
use crate::optimise::{Likelihood, Options, maximise};
use crate::special::{beta_inc_inverse, chi_square_sf, ln_add, logistic};

/// Forecasts with similar chances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Number of forecasts.
    pub n: f64,
    /// Their mean chance.
    pub mean: f64,
    /// Share in which it happened, with Jeffreys' interval (a band of the calibration curve).
    pub observed: Estimate,
}

/// The Brier score in parts, for a given binning (Murphy 1973; Stephenson, Coelho & Jolliffe 2008):
/// `brier = reliability − resolution + uncertainty + within_variance − within_covariance`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decomposition {
    /// Mean squared gap between chance and share in a bin; 0 is perfectly calibrated.
    pub reliability: f64,
    /// How much the shares of bins differ; more is better.
    pub resolution: f64,
    /// Brier score of the base rate.
    pub uncertainty: f64,
    /// Variance of chances within bins.
    pub within_variance: f64,
    /// Twice the covariance of chance and outcome within bins.
    pub within_covariance: f64,
}

/// Logistic regression of what happened on the log-odds forecast (Cox 1958): intercept 0 and slope 1 are perfect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recalibration {
    /// Intercept.
    pub intercept: Estimate,
    /// Slope: below 1, the forecasts are too extreme.
    pub slope: Estimate,
    /// Likelihood ratio chi-square of intercept 0 and slope 1 (2 degrees of freedom): rms calls it `U:Chi-sq`.
    pub unreliability: f64,
    /// Its p-value.
    pub p: f64,
    /// Likelihood ratio chi-square of the forecasts as given against the base rate: rms calls it `D:Chi-sq`.
    pub discrimination: f64,
    /// Nagelkerke's R² of the forecasts as given.
    pub r_squared: f64,
}

impl Forecasts {
    /// Calibration curve in `bins` of (nearly) equal number, cut at quantiles (type 7, upper end inclusive); equal chances share a bin.
    ///
    /// # Errors
    /// [`Error::Value`] for no bins or a bad level.
    pub fn calibration(&self, bins: usize, level: f64) -> Result<Vec<Bin>> {
        check_level(level)?;
        let tail = 0.5 * (1.0 - level);
        let one = |rows: &Vec<(f64, f64)>| {
            let n = rows.len() as f64;
            let k: f64 = rows.iter().map(|r| r.1).sum();
            let low = if k == 0.0 { 0.0 } else { beta_inc_inverse(k + 0.5, n - k + 0.5, tail) };
            let high = if k == n { 1.0 } else { beta_inc_inverse(k + 0.5, n - k + 0.5, 1.0 - tail) };
            let mean = rows.iter().map(|r| r.0).sum::<f64>() / n;
            Bin { n, mean, observed: Estimate::interval(k / n, low, high, level, n, "Jeffreys") }
        };
        Ok(self.binned(bins)?.iter().map(one).collect())
    }

    /// Murphy's decomposition for `bins` as in [`Forecasts::calibration`].
    ///
    /// # Errors
    /// [`Error::Value`] for no bins.
    pub fn decomposition(&self, bins: usize) -> Result<Decomposition> {
        let base = self.base_rate();
        let mut parts = Decomposition {
            reliability: 0.0,
            resolution: 0.0,
            uncertainty: base * (1.0 - base),
            within_variance: 0.0,
            within_covariance: 0.0,
        };
        for rows in self.binned(bins)? {
            let n = rows.len() as f64;
            let (p, y) =
                (rows.iter().map(|r| r.0).sum::<f64>() / n, rows.iter().map(|r| r.1).sum::<f64>() / n);
            parts.reliability += n * (p - y).powi(2) / self.n;
            parts.resolution += n * (y - base).powi(2) / self.n;
            for (chance, outcome) in rows {
                parts.within_variance += (chance - p).powi(2) / self.n;
                parts.within_covariance += 2.0 * (chance - p) * (outcome - y) / self.n;
            }
        }
        Ok(parts)
    }

    /// Expected calibration error: mean gap between chance and share over bins. It depends on the binning, and is above
    /// zero even for perfect forecasts.
    ///
    /// # Errors
    /// [`Error::Value`] for no bins.
    pub fn calibration_error(&self, bins: usize) -> Result<f64> {
        let gap = |b: &Bin| b.n * (b.mean - b.observed.value).abs() / self.n;
        Ok(self.calibration(bins, 0.95)?.iter().map(gap).sum())
    }

    /// Hosmer & Lemeshow (1980): statistic and p-value; `bins − 2` degrees of freedom for forecasts of the data they were
    /// fitted on (`fitted`), `bins` for new data.
    ///
    /// # Errors
    /// [`Error::Value`] for fewer than three bins; [`Error::Undetermined`] if a bin has mean 0 or 1.
    pub fn hosmer_lemeshow(&self, bins: usize, fitted: bool) -> Result<(f64, f64)> {
        if bins < 3 {
            return Err(Error::Value { input: "bins", value: bins as f64, why: "at least three are needed" });
        }
        let cells = self.calibration(bins, 0.95)?;
        let mut statistic = 0.0;
        for b in &cells {
            let spread = b.n * b.mean * (1.0 - b.mean);
            if spread <= 0.0 {
                let why = "a bin has only chances of 0 or of 1".into();
                return Err(Error::Undetermined {
                    input: "chance",
                    what: "the Hosmer-Lemeshow statistic",
                    why,
                });
            }
            statistic += (b.n * (b.observed.value - b.mean)).powi(2) / spread;
        }
        let df = cells.len() as f64 - if fitted { 2.0 } else { 0.0 };
        Ok((statistic, chi_square_sf(statistic, df)))
    }

    /// Intercept and slope of what happened on the log-odds forecast.
    ///
    /// # Errors
    /// [`Error::Row`] for a chance of 0 or 1; [`Error::Undetermined`] if it happened always or never, if the chances are all
    /// equal, or separate what happened perfectly.
    pub fn recalibration(&self, level: f64) -> Result<Recalibration> {
        check_level(level)?;
        if let Some(row) = self.chance.iter().position(|p| *p <= 0.0 || *p >= 1.0) {
            let why = "a chance of 0 or 1 has no log-odds";
            return Err(Error::Row { input: "chance", row, value: self.chance[row], why });
        }
        let rate = self.base_rate();
        if rate <= 0.0 || rate >= 1.0 {
            return Err(one_sided("recalibration"));
        }
        let rows: Vec<(f64, f64)> = self.pairs().map(|(p, y)| (p.ln() - (-p).ln_1p(), y)).collect();
        let what = "recalibration";
        if rows.iter().all(|r| r.0 == rows[0].0) {
            return Err(Error::Undetermined { input: "chance", what, why: "all chances are equal".into() });
        }
        if self.auc(level)?.value >= 1.0 {
            let why = "the chances separate perfectly what happened, so the slope is infinite".into();
            return Err(Error::Undetermined { input: "chance", what, why });
        }
        let line = Line(&rows);
        let mut gradient = [0.0; 2];
        let as_given = line.evaluate(&[0.0, 1.0], &mut gradient);
        let maximum = maximise(what, &line, &[0.0, 1.0], &Options::default())?;
        let covariance = invert_definite(&-&maximum.hessian, "chance", what)?;
        let null = self.n * (rate * rate.ln() + (1.0 - rate) * (-rate).ln_1p());
        let discrimination = 2.0 * (as_given - null);
        let unreliability = 2.0 * (maximum.log_likelihood - as_given);
        let estimate = |j: usize| {
            Estimate::normal(maximum.theta[j], covariance[(j, j)].sqrt(), level, self.n, "maximum likelihood")
        };
        Ok(Recalibration {
            intercept: estimate(0),
            slope: estimate(1),
            unreliability,
            p: chi_square_sf(unreliability, 2.0),
            discrimination,
            r_squared: (-discrimination / self.n).exp_m1() / (2.0 * null / self.n).exp_m1(),
        })
    }

    /// Chance and outcome by bin.
    fn binned(&self, bins: usize) -> Result<Vec<Vec<(f64, f64)>>> {
        if bins == 0 || bins > 10_000 {
            return Err(Error::Value {
                input: "bins",
                value: bins as f64,
                why: "between 1 and 10,000 are possible",
            });
        }
        let mut rows: Vec<(f64, f64)> = self.pairs().collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut cuts: Vec<f64> = (1..bins).map(|b| quantile(&rows, b as f64 / bins as f64)).collect();
        cuts.dedup();
        let mut cells: Vec<Vec<(f64, f64)>> = vec![Vec::new(); cuts.len() + 1];
        for row in rows {
            cells[cuts.partition_point(|c| *c < row.0)].push(row);
        }
        cells.retain(|c| !c.is_empty());
        Ok(cells)
    }
}

/// Quantile of type 7 (Hyndman & Fan 1996) of sorted rows.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
fn quantile(rows: &[(f64, f64)], q: f64) -> f64 {
    let place = q * (rows.len() - 1) as f64;
    let i = place.floor() as usize;
    let next = rows[(i + 1).min(rows.len() - 1)].0;
    rows[i].0 + (place - place.floor()) * (next - rows[i].0)
}

/// Logistic regression on one column.
struct Line<'a>(&'a [(f64, f64)]);

impl Likelihood for Line<'_> {
    fn dimension(&self) -> usize {
        2
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut value = 0.0;
        for (x, y) in self.0 {
            let eta = theta[0] + theta[1] * x;
            value += y * eta - ln_add(0.0, eta);
            let error = y - logistic(eta);
            gradient[0] += error;
            gradient[1] += error * x;
        }
        value
    }

    fn hessian(&self, theta: &[f64]) -> DMatrix<f64> {
        let mut hessian = DMatrix::zeros(2, 2);
        for (x, _) in self.0 {
            let p = logistic(theta[0] + theta[1] * x);
            let w = p * (1.0 - p);
            hessian[(0, 0)] -= w;
            hessian[(0, 1)] -= w * x;
            hessian[(1, 1)] -= w * x * x;
        }
        hessian[(1, 0)] = hessian[(0, 1)];
        hessian
    }
}
