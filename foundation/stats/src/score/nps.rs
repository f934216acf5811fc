//! The net promoter score: the share of promoters minus the share of detractors, from −1 to 1.

use crate::{
    Error, Estimate,
    error::Result,
    estimate::{check_level, critical},
    special::normal_sf,
};

/// How the interval of a net promoter score is made.
///
/// Rocks (2016), *Interval estimation for the "net promoter score"*, The American Statistician 70:365, compares them: the
/// iterative score interval and the adjusted Wald ones come closest to their level, Wald is worst. Only
/// [`Method::Score`] stays inside `[−1, 1]` by construction, so it is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// The score interval of Tango (1998), Statistics in Medicine 17:891, as used for the score by
    /// May & Johnson (1997) and Rocks (2016).
    #[default]
    Score,
    /// 3/4 promoter, 3/2 passives and 3/4 detractor added, then Wald: Rocks (2016) and Lewis & Sauro. Can leave `[−1, 1]`.
    AdjustedWald,
    /// 1/2 promoter, 1 passive and 1/2 detractor added, then Wald: Agresti & Min (2005), Statistics in Medicine 24:729.
    /// Can leave `[−1, 1]`.
    AgrestiMin,
    /// The textbook interval. Width zero when all answer alike; can leave `[−1, 1]`; for comparison only.
    Wald,
}

impl Method {
    /// The name that an estimate carries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Score => "score (Tango)",
            Self::AdjustedWald => "adjusted Wald (3/4, 3/2, 3/4)",
            Self::AgrestiMin => "adjusted Wald (1/2, 1, 1/2)",
            Self::Wald => "Wald",
        }
    }
}

/// Counts of a recommendation question, not yet checked.
///
/// ```
/// use troth_stats::score::nps::{Answers, Method};
/// // Ten promoters and nobody else: the score is 1, and at ten answers that is far from certain.
/// let nps = Answers { detractors: 0, passives: 0, promoters: 10 }.check()?.interval(Method::Score, 0.95)?;
/// assert_eq!((nps.value, nps.high), (1.0, 1.0));
/// assert!((nps.low - 0.4449344).abs() < 1e-7);
/// # Ok::<(), troth_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Answers {
    /// 0 to 6.
    pub detractors: u64,
    /// 7 and 8.
    pub passives: u64,
    /// 9 and 10.
    pub promoters: u64,
}

impl Answers {
    /// Counts whole answers from 0 to 10: 0–6 detractors, 7–8 passives, 9–10 promoters (Reichheld 2003).
    ///
    /// ```
    /// use troth_stats::score::nps::Answers;
    /// let answers = Answers::count(&[10, 9, 8, 6])?;
    /// assert_eq!((answers.promoters, answers.passives, answers.detractors), (2, 1, 1));
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn count(scores: &[u8]) -> Result<Self> {
        let mut answers = Self { detractors: 0, passives: 0, promoters: 0 };
        for (row, score) in scores.iter().enumerate() {
            match score {
                0..=6 => answers.detractors += 1,
                7 | 8 => answers.passives += 1,
                9 | 10 => answers.promoters += 1,
                &other => {
                    let value = f64::from(other);
                    return Err(Error::Row {
                        input: "scores",
                        row,
                        value,
                        why: "an answer is a whole number from 0 to 10",
                    });
                }
            }
        }
        Ok(answers)
    }

    /// Checks that somebody answered.
    pub fn check(self) -> Result<Nps> {
        if [self.detractors, self.passives, self.promoters] == [0; 3] {
            return Err(Error::Empty { input: "answers", why: "a score needs at least one" });
        }
        Ok(Nps(self))
    }
}

/// Checked counts of at least one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Nps(Answers);

impl Nps {
    /// Share of promoters minus share of detractors, in `[−1, 1]` (not in points of a hundred).
    pub fn value(self) -> f64 {
        let (low, _, high, n) = self.counts();
        (high - low) / n
    }

    /// The variance of one answer coded −1, 0, 1: `p + d − (p − d)²`.
    pub fn variance(self) -> f64 {
        let (low, middle, high, _) = self.counts();
        wald(low, middle, high).1
    }

    /// The interval at confidence `level`. The standard error is that of the estimator behind the interval: with the
    /// added answers for the adjusted ones, without for [`Method::Score`] and [`Method::Wald`].
    pub fn interval(self, method: Method, level: f64) -> Result<Estimate> {
        let z = critical(check_level(level)?);
        let (low, middle, high, n) = self.counts();
        let added = match method {
            Method::AdjustedWald => 0.75,
            Method::AgrestiMin => 0.5,
            Method::Wald | Method::Score => 0.0,
        };
        let (centre, variance, total) = wald(low + added, middle + 2.0 * added, high + added);
        let se = (variance / total).sqrt();
        let bounds =
            if method == Method::Score { score(high, low, n, z) } else { (centre - z * se, centre + z * se) };
        Ok(Estimate {
            value: self.value(),
            se: Some(se),
            low: bounds.0,
            high: bounds.1,
            level,
            n,
            method: method.name(),
        })
    }

    /// The centre about which an adjusted interval is symmetric: the score with the added answers.
    ///
    /// ```
    /// use troth_stats::score::nps::{Answers, Method};
    /// let nps = Answers { detractors: 0, passives: 0, promoters: 10 }.check()?;
    /// assert_eq!(nps.centre(Method::AgrestiMin), 10.0 / 12.0);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn centre(self, method: Method) -> f64 {
        let (low, _, high, n) = self.counts();
        match method {
            Method::AdjustedWald => (high - low) / (n + 3.0),
            Method::AgrestiMin => (high - low) / (n + 2.0),
            Method::Wald | Method::Score => self.value(),
        }
    }

    fn counts(self) -> (f64, f64, f64, f64) {
        let [low, middle, high] =
            [self.0.detractors, self.0.passives, self.0.promoters].map(|count| count as f64);
        (low, middle, high, low + middle + high)
    }
}

/// The difference of the scores of two independent groups, with its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NpsDifference {
    /// First minus second; the interval is Wald's, see [`compare`].
    pub wald: Estimate,
    /// The same difference with limits joined from the two score intervals (Zou & Donner 2008, Statistics in Medicine
    /// 27:1693): the one to show when a group is small.
    pub score: Estimate,
    /// Difference over its standard error; zero when both are zero.
    pub z: f64,
    /// Two-sided probability of `z` under no difference; 1 where nothing varies and nothing differs, 0 where it does.
    pub p_value: f64,
}

/// Compares two independent groups, first minus second: variances unpooled, so `se² = v₁/n₁ + v₂/n₂`.
///
/// ```
/// use troth_stats::score::nps::{Answers, compare};
/// let last_year = Answers { detractors: 30, passives: 40, promoters: 30 }.check()?;
/// let this_year = Answers { detractors: 15, passives: 40, promoters: 45 }.check()?;
/// let change = compare(this_year, last_year, 0.95)?;
/// assert!((change.score.value - 0.3).abs() < 1e-12 && change.p_value < 0.01);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn compare(first: Nps, second: Nps, level: f64) -> Result<NpsDifference> {
    let reach = critical(check_level(level)?);
    let a = first.interval(Method::Score, level)?;
    let b = second.interval(Method::Score, level)?;
    let value = a.value - b.value;
    let se = (first.variance() / first.counts().3 + second.variance() / second.counts().3).sqrt();
    let z = if value == 0.0 { 0.0 } else { value / se };
    let both = |low: f64, high: f64, method| Estimate {
        value,
        se: Some(se),
        low,
        high,
        level,
        n: a.n + b.n,
        method,
    };
    Ok(NpsDifference {
        wald: both(value - reach * se, value + reach * se, "Wald, variances unpooled"),
        score: both(
            value - (a.value - a.low).hypot(b.high - b.value),
            value + (a.high - a.value).hypot(b.value - b.low),
            "hybrid of two score intervals",
        ),
        z,
        p_value: 2.0 * normal_sf(z.abs()),
    })
}

fn wald(low: f64, middle: f64, high: f64) -> (f64, f64, f64) {
    let n = low + middle + high;
    let score = (high - low) / n;
    (score, ((high + low) / n - score * score).max(0.0), n)
}

/// Tango's limits: the differences `delta` whose score statistic does not exceed `z`. With `b` promoters and `c` detractors,
/// the restricted share of detractors solves `2n·q² + B·q + C = 0` (Tango 1998).
fn score(b: f64, c: f64, n: f64, z: f64) -> (f64, f64) {
    let observed = (b - c) / n;
    let rejected = |delta: f64| {
        let linear = -b - c + (2.0 * n - b + c) * delta;
        let constant = -c * delta * (1.0 - delta);
        let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
        // The larger root, without cancellation where `linear` is positive.
        let q = if linear > 0.0 { -2.0 * constant / (linear + root) } else { (root - linear) / (4.0 * n) };
        let variance = (2.0 * q + delta * (1.0 - delta)).max(0.0);
        n * (observed - delta).powi(2) > z * z * variance
    };
    let edge = |outside: f64| {
        let (mut out, mut inside) = (outside, observed);
        for _ in 0..80 {
            let middle = 0.5 * (out + inside);
            if rejected(middle) { out = middle } else { inside = middle }
        }
        inside
    };
    let low = if observed <= -1.0 { -1.0 } else { edge(-1.0) };
    let high = if observed >= 1.0 { 1.0 } else { edge(1.0) };
    (low, high)
}
