//! Change over time of a share or of a mean.

use crate::{
    Error, Estimate,
    error::{Result, finite_rows, same_length, undetermined},
    estimate::check_level,
    share::Share,
    special::{chi_square_sf, normal_sf},
};

/// A straight line through periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Change per unit of time.
    pub slope: Estimate,
    /// The fitted level at time zero.
    pub intercept: f64,
    /// Test statistic of no slope, standard normal under it.
    pub z: f64,
    /// Its two-sided probability.
    pub p_value: f64,
    /// Chi-squared of what the line leaves, with `periods − 2` degrees of freedom.
    pub departure: f64,
    /// Probability of such a departure from a line; 1 for two periods.
    pub departure_p_value: f64,
}

/// A trend of shares: Cochran (1954), Biometrics 10:417, and Armitage (1955), Biometrics 11:375. The test pools the shares, the
/// interval of the slope does not.
///
/// ```
/// use troth_stats::{comparison::trend, share::Count};
/// let shares = [30, 40, 50].map(|successes| Count { successes, trials: 100 }.check());
/// let shares = shares.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let found = trend::shares(&[0.0, 1.0, 2.0], &shares, 0.95)?;
/// assert!((found.slope.value - 0.1).abs() < 1e-12 && found.p_value < 0.01 && found.departure < 1e-9);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn shares(times: &[f64], shares: &[Share], level: f64) -> Result<Trend> {
    check_level(level)?;
    same_length("shares", shares.len(), "times", times.len())?;
    let n: Vec<f64> = shares.iter().map(|s| s.trials() as f64).collect();
    let p: Vec<f64> = shares.iter().map(|s| s.value()).collect();
    let line = Line::through(times, &p, &n)?;
    let total: f64 = n.iter().sum();
    let pooled = p.iter().zip(&n).map(|(p, n)| p * n).sum::<f64>() / total;
    let spread = pooled * (1.0 - pooled);
    let unpooled: f64 =
        (0..n.len()).map(|i| (n[i] * (times[i] - line.centre)).powi(2) * p[i] * (1.0 - p[i]) / n[i]).sum();
    let se = unpooled.sqrt() / line.squares;
    let (z, departure) = if spread > 0.0 {
        let all: f64 = (0..n.len()).map(|i| n[i] * (p[i] - pooled).powi(2)).sum::<f64>() / spread;
        let z = line.slope * (line.squares / spread).sqrt();
        (z, (all - z * z).max(0.0))
    } else {
        (0.0, 0.0)
    };
    Ok(line.trend(Estimate::normal(line.slope, se, level, total, "Cochran-Armitage"), z, departure, n.len()))
}

/// A trend of means (or scores) that come with standard errors: the line weighted by `1/se²`, as if the errors were all there is.
/// A large departure says they are not.
///
/// ```
/// use troth_stats::comparison::trend;
/// let found = trend::means(&[0.0, 1.0, 2.0], &[7.0, 7.5, 8.0], &[0.1, 0.1, 0.1], 0.95)?;
/// assert!((found.slope.value - 0.5).abs() < 1e-12);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn means(times: &[f64], means: &[f64], errors: &[f64], level: f64) -> Result<Trend> {
    check_level(level)?;
    same_length("means", means.len(), "times", times.len())?;
    same_length("errors", errors.len(), "times", times.len())?;
    finite_rows("means", means)?;
    if let Some(row) = errors.iter().position(|e| !(e.is_finite() && *e > 0.0)) {
        let value = errors[row];
        return Err(Error::Row { input: "errors", row, value, why: "it must be a finite number above zero" });
    }
    let weights: Vec<f64> = errors.iter().map(|e| 1.0 / (e * e)).collect();
    let line = Line::through(times, means, &weights)?;
    let se = 1.0 / line.squares.sqrt();
    let departure: f64 = (0..times.len())
        .map(|i| weights[i] * (means[i] - line.intercept - line.slope * times[i]).powi(2))
        .sum();
    let slope = Estimate::normal(line.slope, se, level, times.len() as f64, "inverse-variance line");
    Ok(line.trend(slope, line.slope / se, departure, times.len()))
}

struct Line {
    slope: f64,
    intercept: f64,
    centre: f64,
    squares: f64,
}

impl Line {
    fn through(times: &[f64], values: &[f64], weights: &[f64]) -> Result<Self> {
        finite_rows("times", times)?;
        let total: f64 = weights.iter().sum();
        let mean = |v: &[f64]| v.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total;
        let (centre, level) = if times.is_empty() { (0.0, 0.0) } else { (mean(times), mean(values)) };
        let squares: f64 = times.iter().zip(weights).map(|(t, w)| w * (t - centre).powi(2)).sum();
        if times.is_empty() || squares <= 0.0 || times.iter().all(|t| *t == times[0]) {
            return Err(undetermined("times", "a trend", "it needs two different times"));
        }
        let cross: f64 =
            (0..times.len()).map(|i| weights[i] * (times[i] - centre) * (values[i] - level)).sum();
        let slope = cross / squares;
        Ok(Self { slope, intercept: level - slope * centre, centre, squares })
    }

    fn trend(&self, slope: Estimate, z: f64, departure: f64, periods: usize) -> Trend {
        let departure_p_value =
            if periods > 2 { chi_square_sf(departure, periods as f64 - 2.0) } else { 1.0 };
        Trend {
            slope,
            intercept: self.intercept,
            z,
            p_value: 2.0 * normal_sf(z.abs()),
            departure,
            departure_p_value,
        }
    }
}
