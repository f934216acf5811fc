//! Value of a customer from margin, retention and discount; customer equity.

use crate::error::{Error, Result, not_negative};
use crate::estimate::Estimate;

/// Whether the margin of today counts.
///
/// The two conventions in use differ by a factor `(1 + d)/r`: 37.5 % at retention 0.8 and discount 0.1. So it has to be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstMargin {
    /// The first margin comes after the first renewal: `m r/(1 + d − r)` (Gupta & Lehmann 2003). The value of an *existing* customer
    /// who has just paid.
    Excluded,
    /// The first margin comes today, in full: `m (1 + d)/(1 + d − r)`. The value of a *new* customer, before the cost of winning one.
    Included,
}

/// `r/(1 + d − r)`: what a yearly margin is multiplied by (Gupta & Lehmann 2003, "Customers as assets").
///
/// ```
/// assert!((troth_stats::economics::margin_multiple(0.8, 0.1)? - 8.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), troth_stats::Error>(())
/// ```
///
/// # Errors
/// [`Error::Value`] unless retention lies in 0..1 and the discount rate is finite, zero or above (above zero at retention 1).
pub fn margin_multiple(retention: f64, discount: f64) -> Result<f64> {
    Relation { margin: 1.0, retention, discount, growth: 0.0, first: FirstMargin::Excluded }.value()
}

/// A relation with constant margin, retention and discount per period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// The first margin that counts, in any currency.
    pub margin: f64,
    /// Chance to stay another period.
    pub retention: f64,
    /// Discount rate per period.
    pub discount: f64,
    /// Growth of the margin per period after the first that counts, 0 for none.
    pub growth: f64,
    /// Whether the margin of today counts.
    pub first: FirstMargin,
}

impl Relation {
    /// Discounted value for ever: `m r/(1+d − r(1+g))` without, `m (1+d)/(1+d − r(1+g))` with the margin of today.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad input, or if retention and growth outrun the discount: the value is infinite.
    pub fn value(&self) -> Result<f64> {
        let q = self.factor()?;
        if q >= 1.0 {
            let why = "retention and growth outrun it, so the value is infinite";
            return Err(Error::Value { input: "discount", value: self.discount, why });
        }
        let top = self.retention * (1.0 + self.growth);
        let sum = match self.first {
            FirstMargin::Excluded => self.retention / (1.0 + self.discount - top),
            FirstMargin::Included => (1.0 + self.discount) / (1.0 + self.discount - top),
        };
        crate::error::finite("the value of the relation", self.margin * sum)
    }

    /// Discounted value of the next `periods` renewals only, and of today's margin if that counts.
    ///
    /// # Errors
    /// [`Error::Value`] for a bad input.
    pub fn value_until(&self, periods: u32) -> Result<f64> {
        let q = self.factor()?;
        // Σ q^t for t = 0 … n − 1, without cancellation near q = 1.
        let geometric = |n: f64| {
            if q == 1.0 {
                n
            } else if q == 0.0 {
                n.min(1.0)
            } else {
                (n * q.ln()).exp_m1() / (q - 1.0)
            }
        };
        let n = f64::from(periods);
        let sum = match self.first {
            FirstMargin::Excluded => self.retention / (1.0 + self.discount) * geometric(n),
            FirstMargin::Included => geometric(n + 1.0),
        };
        crate::error::finite("the value of the relation", self.margin * sum)
    }

    /// [`Relation::value`] when retention is an estimate: value and ends follow retention, in which the value rises.
    ///
    /// # Errors
    /// As [`Relation::value`].
    pub fn value_with(&self, retention: &Estimate) -> Result<Estimate> {
        let at = |r: f64| Self { retention: r.clamp(0.0, 1.0), ..*self }.value();
        let value = at(retention.value)?;
        let low = at(retention.low)?;
        // Beyond the convergence of the sum there is no upper bound.
        let high = at(retention.high).unwrap_or(f64::INFINITY);
        let (low, high) = if self.margin < 0.0 { (high, low) } else { (low, high) };
        Ok(Estimate::interval(
            value,
            low,
            high,
            retention.level,
            retention.n,
            "transformed interval of retention",
        ))
    }

    fn factor(&self) -> Result<f64> {
        crate::error::finite("margin", self.margin)?;
        if !(0.0..=1.0).contains(&self.retention) {
            return Err(Error::Value {
                input: "retention",
                value: self.retention,
                why: "it must lie between 0 and 1",
            });
        }
        not_negative("discount", self.discount)?;
        if !self.growth.is_finite() || self.growth <= -1.0 {
            return Err(Error::Value {
                input: "growth",
                value: self.growth,
                why: "it must be finite and above −1",
            });
        }
        Ok(self.retention * (1.0 + self.growth) / (1.0 + self.discount))
    }
}

/// Customers who are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// How many there are now.
    pub customers: f64,
    /// How many are won per period from now on.
    pub won: f64,
    /// Cost of winning one.
    pub cost: f64,
    /// Their relation; existing ones are valued without, new ones with the first margin.
    pub relation: Relation,
}

/// Customer equity: the value of all existing customers, and of those to be won in the next `periods` (Blattberg & Deighton
/// 1996; Gupta, Lehmann & Stuart 2004), each cohort discounted to today from the start of its period.
///
/// Returns the value of the existing and of the future ones.
///
/// # Errors
/// [`Error::Row`] for a negative number of customers or cost; otherwise as [`Relation::value`].
pub fn customer_equity(segments: &[Segment], periods: u32) -> Result<(f64, f64)> {
    let (mut existing, mut future) = (0.0, 0.0);
    for (row, s) in segments.iter().enumerate() {
        for (input, value) in [("customers", s.customers), ("won", s.won), ("cost", s.cost)] {
            if !value.is_finite() || value < 0.0 {
                return Err(Error::Row { input, row, value, why: "it must be finite, zero or above" });
            }
        }
        existing += s.customers * Relation { first: FirstMargin::Excluded, ..s.relation }.value()?;
        if s.won > 0.0 {
            let each = Relation { first: FirstMargin::Included, ..s.relation }.value()? - s.cost;
            let growth = 1.0 / (1.0 + s.relation.discount);
            // Cohorts of periods 1 … n.
            let cohorts: f64 = (1..=periods).map(|t| growth.powf(f64::from(t))).sum();
            future += s.won * each * cohorts;
        }
    }
    Ok((crate::error::finite("customer equity", existing)?, crate::error::finite("customer equity", future)?))
}
