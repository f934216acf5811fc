//! Do the likelier cases get the higher chances? The area under the ROC curve.

use super::forecasts::{Forecasts, one_sided};
use crate::error::{Error, Result, same_length};
use crate::estimate::{Estimate, check_level};
use crate::special::normal_sf;

/// A point of the ROC curve: what calling everything at or above `threshold` would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocPoint {
    /// Half way between two neighbouring scores; infinite at the ends.
    pub threshold: f64,
    /// Share of what happened that is called.
    pub sensitivity: f64,
    /// Share of what did not happen that is not called.
    pub specificity: f64,
}

/// Two forecasts of the same cases compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AucDifference {
    /// First minus second area.
    pub difference: Estimate,
    /// Difference over its standard error.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Area, and for each case its placement among those of the other outcome (DeLong, DeLong & Clarke-Pearson 1988).
struct Placement {
    area: f64,
    /// Of the cases in which it happened, then of the others.
    happened: Vec<f64>,
    not: Vec<f64>,
}

/// Placements by midranks (Sun & Xu 2014): `n ln n` instead of all pairs.
fn placement(score: &[f64], happened: &[bool]) -> Result<Placement> {
    let yes: Vec<f64> = score.iter().zip(happened).filter(|(_, y)| **y).map(|(s, _)| *s).collect();
    let no: Vec<f64> = score.iter().zip(happened).filter(|(_, y)| !**y).map(|(s, _)| *s).collect();
    if yes.is_empty() || no.is_empty() {
        return Err(one_sided("the area under the curve"));
    }
    let sorted = |v: &[f64]| {
        let mut v = v.to_vec();
        v.sort_by(f64::total_cmp);
        v
    };
    let (yes_sorted, no_sorted) = (sorted(&yes), sorted(&no));
    // Share of `other` below `s`, ties counted half.
    let below = |other: &[f64], s: f64| {
        let (less, upto) = (other.partition_point(|o| *o < s), other.partition_point(|o| *o <= s));
        0.5 * (less + upto) as f64 / other.len() as f64
    };
    let from_yes: Vec<f64> = yes.iter().map(|s| below(&no_sorted, *s)).collect();
    let from_no: Vec<f64> = no.iter().map(|s| 1.0 - below(&yes_sorted, *s)).collect();
    let area = from_yes.iter().sum::<f64>() / from_yes.len() as f64;
    Ok(Placement { area, happened: from_yes, not: from_no })
}

/// Variance of a mean of placements, or covariance of two.
fn spread(a: &[f64], mean_a: f64, b: &[f64], mean_b: f64) -> f64 {
    let n = a.len() as f64;
    if n < 2.0 {
        return f64::NAN;
    }
    a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum::<f64>() / (n - 1.0) / n
}

fn area(score: &[f64], happened: &[bool], level: f64) -> Result<Estimate> {
    check_level(level)?;
    let p = placement(score, happened)?;
    let variance = spread(&p.happened, p.area, &p.happened, p.area) + spread(&p.not, p.area, &p.not, p.area);
    let n = score.len() as f64;
    if variance.is_nan() {
        // One case on a side: an area, but no variance.
        return Ok(Estimate::interval(
            p.area,
            0.0,
            1.0,
            level,
            n,
            "area without variance: one case on a side",
        ));
    }
    let mut estimate = Estimate::normal(p.area, variance.sqrt(), level, n, "DeLong");
    estimate.low = estimate.low.max(0.0);
    estimate.high = estimate.high.min(1.0);
    Ok(estimate)
}

/// Compares the areas of two scores of the same cases (DeLong, DeLong & Clarke-Pearson 1988); scores need not be chances.
///
/// # Errors
/// [`Error::Length`], [`Error::Row`]; [`Error::Undetermined`] if it happened always or never, or the scores order alike.
pub fn compare_auc(first: &[f64], second: &[f64], happened: &[bool], level: f64) -> Result<AucDifference> {
    check_level(level)?;
    for (input, score) in [("first", first), ("second", second)] {
        same_length(input, score.len(), "happened", happened.len())?;
        check_scores(input, score)?;
    }
    let (a, b) = (placement(first, happened)?, placement(second, happened)?);
    let part = |x: &[f64], y: &[f64]| {
        spread(x, a.area, x, a.area) + spread(y, b.area, y, b.area) - 2.0 * spread(x, a.area, y, b.area)
    };
    let variance = part(&a.happened, &b.happened) + part(&a.not, &b.not);
    let difference = a.area - b.area;
    if variance.is_nan() || variance <= 1e-300 {
        let why = "the two scores order the cases alike, or one side has a single case".into();
        return Err(Error::Undetermined { input: "scores", what: "the difference of areas", why });
    }
    let se = variance.sqrt();
    let z = difference / se;
    let n = happened.len() as f64;
    let difference = Estimate::normal(difference, se, level, n, "DeLong, paired");
    Ok(AucDifference { difference, z, p: 2.0 * normal_sf(z.abs()) })
}

fn check_scores(input: &'static str, score: &[f64]) -> Result<()> {
    match score.iter().position(|s| s.is_nan()) {
        Some(row) => Err(Error::Row { input, row, value: score[row], why: "a score must be a number" }),
        None => Ok(()),
    }
}

impl Forecasts {
    /// Area under the ROC curve: the chance that a case in which it happened got the higher forecast. Interval of DeLong, DeLong &
    /// Clarke-Pearson (1988), cut at 0 and 1.
    ///
    /// # Errors
    /// [`Error::Undetermined`] if it happened always or never; [`Error::Value`] for a bad level.
    pub fn auc(&self, level: f64) -> Result<Estimate> {
        area(&self.chance, &self.happened, level)
    }

    /// [`Forecasts::auc`] of any score; no need to be chances.
    ///
    /// # Errors
    /// As [`Forecasts::auc`], and [`Error::Row`] for a score that is not a number.
    pub fn auc_of(score: &[f64], happened: &[bool], level: f64) -> Result<Estimate> {
        same_length("happened", happened.len(), "score", score.len())?;
        check_scores("score", score)?;
        area(score, happened, level)
    }

    /// The ROC curve of any score, from calling nothing to calling everything.
    ///
    /// # Errors
    /// As [`Forecasts::auc_of`].
    pub fn roc(score: &[f64], happened: &[bool]) -> Result<Vec<RocPoint>> {
        same_length("happened", happened.len(), "score", score.len())?;
        check_scores("score", score)?;
        let yes = happened.iter().filter(|y| **y).count() as f64;
        let no = happened.len() as f64 - yes;
        if yes == 0.0 || no == 0.0 {
            return Err(one_sided("the ROC curve"));
        }
        let mut order: Vec<usize> = (0..score.len()).collect();
        order.sort_by(|&i, &j| score[j].total_cmp(&score[i]));
        let mut points = vec![RocPoint { threshold: f64::INFINITY, sensitivity: 0.0, specificity: 1.0 }];
        let (mut hits, mut alarms) = (0.0, 0.0);
        let groups: Vec<&[usize]> = order.chunk_by(|&i, &j| score[i] == score[j]).collect();
        for (g, group) in groups.iter().enumerate() {
            for &i in *group {
                if happened[i] { hits += 1.0 } else { alarms += 1.0 }
            }
            let threshold =
                groups.get(g + 1).map_or(f64::NEG_INFINITY, |next| 0.5 * (score[group[0]] + score[next[0]]));
            points.push(RocPoint { threshold, sensitivity: hits / yes, specificity: 1.0 - alarms / no });
        }
        Ok(points)
    }

    /// The point of the ROC curve with the greatest sum of sensitivity and specificity (Youden 1950).
    ///
    /// # Errors
    /// As [`Forecasts::auc_of`].
    pub fn youden(score: &[f64], happened: &[bool]) -> Result<RocPoint> {
        let points = Self::roc(score, happened)?;
        let sum = |p: &RocPoint| p.sensitivity + p.specificity;
        Ok(points.iter().copied().fold(points[0], |best, p| if sum(&p) > sum(&best) { p } else { best }))
    }

    /// Area under the ROC curve between two specificities, by straight lines between its points.
    ///
    /// # Errors
    /// As [`Forecasts::auc_of`]; [`Error::Value`] unless `0 ≤ low < high ≤ 1`.
    pub fn partial_auc(score: &[f64], happened: &[bool], low: f64, high: f64) -> Result<f64> {
        if !(0.0 <= low && low < high && high <= 1.0) {
            return Err(Error::Value {
                input: "low",
                value: low,
                why: "it must lie below the upper specificity, both in 0..1",
            });
        }
        let points = Self::roc(score, happened)?;
        let mut area = 0.0;
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let (right, left) = (a.specificity.min(high), b.specificity.max(low));
            if right > left {
                let at = |s: f64| {
                    let share = (a.specificity - s) / (a.specificity - b.specificity);
                    a.sensitivity + share * (b.sensitivity - a.sensitivity)
                };
                area += 0.5 * (at(right) + at(left)) * (right - left);
            }
        }
        Ok(area)
    }
}
