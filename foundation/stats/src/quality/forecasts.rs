//! Forecast chances with what happened; scores and lift.

use crate::error::{Error, Result, same_length};
use crate::estimate::Estimate;

/// Validated forecasts: a chance and an outcome for each case, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasts {
    pub(super) chance: Vec<f64>,
    pub(super) happened: Vec<bool>,
    pub(super) n: f64,
}

/// What acting on the most likely cases gains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lift {
    /// Share of cases acted on.
    pub share: f64,
    /// Their number: `share` of all, rounded up.
    pub cases: usize,
    /// Rate among them, divided by the rate among all.
    pub lift: f64,
    /// Share of all that happened that is among them.
    pub gain: f64,
}

impl Forecasts {
    /// Validates.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::Empty`]; [`Error::Row`] for a chance outside 0..1.
    pub fn check(chance: &[f64], happened: &[bool]) -> Result<Self> {
        same_length("happened", happened.len(), "chance", chance.len())?;
        if chance.is_empty() {
            return Err(Error::Empty { input: "chance", why: "at least one forecast is needed" });
        }
        if let Some(row) = chance.iter().position(|p| !(0.0..=1.0).contains(p)) {
            let why = "a chance must lie between 0 and 1";
            return Err(Error::Row { input: "chance", row, value: chance[row], why });
        }
        Ok(Self { chance: chance.to_vec(), happened: happened.to_vec(), n: chance.len() as f64 })
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.chance.iter().zip(&self.happened).map(|(p, y)| (*p, f64::from(u8::from(*y))))
    }

    /// Share of cases in which it happened.
    pub fn base_rate(&self) -> f64 {
        self.pairs().map(|(_, y)| y).sum::<f64>() / self.n
    }

    /// Mean squared error of the chances (Brier 1950): 0 is perfect. Interval by the normal approximation of a mean.
    pub fn brier(&self) -> Estimate {
        self.mean(|p, y| (p - y).powi(2), "mean of squared errors")
    }

    /// Brier skill: the part of the base rate's Brier score that the forecasts take away.
    ///
    /// # Errors
    /// [`Error::Undetermined`] if it happened always or never.
    pub fn skill(&self) -> Result<f64> {
        let rate = self.base_rate();
        if rate <= 0.0 || rate >= 1.0 {
            return Err(one_sided("skill"));
        }
        Ok(1.0 - self.brier().value / (rate * (1.0 - rate)))
    }

    /// Mean negative logarithm of the chance given to what happened (Good 1952), natural logarithm.
    ///
    /// # Errors
    /// [`Error::Row`] for a chance of 0 or 1 that was wrong: the loss is infinite, and no clipping hides it.
    pub fn log_loss(&self) -> Result<Estimate> {
        if let Some(row) = self.pairs().position(|(p, y)| (p - y).abs() >= 1.0) {
            let why = "the impossible happened: the loss is infinite";
            return Err(Error::Row { input: "chance", row, value: self.chance[row], why });
        }
        Ok(self.mean(|p, y| if y > 0.5 { -p.ln() } else { -(-p).ln_1p() }, "mean of logarithmic losses"))
    }

    /// Spiegelhalter's (1986) z: are the chances calibrated, judged by the Brier score? Normal if they are.
    ///
    /// # Errors
    /// [`Error::Undetermined`] if every chance is 0, ½ or 1.
    pub fn spiegelhalter(&self) -> Result<f64> {
        let (mut top, mut bottom) = (0.0, 0.0);
        for (p, y) in self.pairs() {
            top += (y - p) * (1.0 - 2.0 * p);
            bottom += (1.0 - 2.0 * p).powi(2) * p * (1.0 - p);
        }
        if bottom <= 0.0 {
            let why = "no chance differs from 0, ½ and 1".into();
            return Err(Error::Undetermined { input: "chance", what: "Spiegelhalter's z", why });
        }
        Ok(top / bottom.sqrt())
    }

    /// Lift and gain of acting on the most likely `shares`. Equal chances keep the order given.
    ///
    /// # Errors
    /// [`Error::Row`] for a share outside 0..1; [`Error::Undetermined`] if it never happened.
    pub fn lift(&self, shares: &[f64]) -> Result<Vec<Lift>> {
        let total: f64 = self.pairs().map(|(_, y)| y).sum();
        if total <= 0.0 {
            return Err(one_sided("lift"));
        }
        let mut order: Vec<usize> = (0..self.chance.len()).collect();
        order.sort_by(|&i, &j| self.chance[j].total_cmp(&self.chance[i]));
        let mut caught = vec![0.0];
        for i in order {
            caught.push(caught[caught.len() - 1] + f64::from(u8::from(self.happened[i])));
        }
        let one = |(row, &share): (usize, &f64)| {
            if !(share > 0.0 && share <= 1.0) {
                let why = "a share must lie above 0 and not above 1";
                return Err(Error::Row { input: "shares", row, value: share, why });
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and the length"
            )]
            let cases = ((share * self.n - 1e-9).ceil() as usize).clamp(1, self.chance.len());
            let gain = caught[cases] / total;
            Ok(Lift { share, cases, lift: gain * self.n / cases as f64, gain })
        };
        shares.iter().enumerate().map(one).collect()
    }

    fn mean(&self, f: impl Fn(f64, f64) -> f64, method: &'static str) -> Estimate {
        let value = self.pairs().map(|(p, y)| f(p, y)).sum::<f64>() / self.n;
        let square = self.pairs().map(|(p, y)| (f(p, y) - value).powi(2)).sum::<f64>();
        if self.n < 2.0 {
            return Estimate::interval(value, 0.0, f64::INFINITY, 0.95, self.n, method);
        }
        let mut estimate =
            Estimate::normal(value, (square / (self.n - 1.0) / self.n).sqrt(), 0.95, self.n, method);
        estimate.low = estimate.low.max(0.0);
        estimate
    }
}

pub(super) fn one_sided(what: &'static str) -> Error {
    Error::Undetermined { input: "happened", what, why: "it happened always or never".into() }
}
