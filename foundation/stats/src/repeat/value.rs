//! What future purchases are worth today.

use super::history::History;
use super::model::{Family, Model};
use super::spend::{GammaGamma, Spend, expected};
use crate::error::{Error, Result, not_negative, positive};
use crate::estimate::Estimate;

/// How the future is discounted: in `periods` of equal length, purchases of a period at its *end*.
///
/// The purchases of period `i` (from `(i−1)·length` to `i·length`) count `1/(1+rate)^i`. That is the convention of `lifetimes`, whose
/// month is 4.345 weeks; counting them at the start of the period instead would multiply the result by `1 + rate`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discount {
    /// Rate per period, say 0.01 per month.
    pub rate: f64,
    /// Length of a period in the model's unit of time.
    pub length: f64,
    /// Number of periods.
    pub periods: u32,
}

impl Discount {
    pub(super) fn check(&self) -> Result<()> {
        not_negative("rate", self.rate)?;
        positive("length", self.length)?;
        if self.periods == 0 || self.periods > 100_000 {
            let why = "between 1 and 100,000 periods can be summed";
            return Err(Error::Value { input: "periods", value: f64::from(self.periods), why });
        }
        Ok(())
    }

    /// Discounted sum of the increments of a cumulative expectation.
    pub(super) fn sum(&self, cumulative: impl Fn(f64) -> f64) -> f64 {
        let (mut before, mut sum, mut factor) = (0.0, 0.0, 1.0);
        for i in 1..=self.periods {
            factor /= 1.0 + self.rate;
            let now = cumulative(f64::from(i) * self.length);
            sum += factor * (now - before);
            before = now;
        }
        sum
    }
}

/// Discounted expected purchases of a customer.
///
/// # Errors
/// [`Error::Value`] for an impossible history or discount.
pub fn discounted_purchases<F: Family>(
    model: &Model<F>,
    history: &History,
    discount: &Discount,
) -> Result<Estimate> {
    let h = Model::<F>::usable(history)?;
    discount.check()?;
    F::span(discount.length)?;
    model.fitted.amount("discounted purchases", |p| {
        F::alive(p, &h) * discount.sum(|t| F::while_there(p, h.frequency as f64, h.age, t))
    })
}

/// Expected value of a customer's future purchases today: discounted purchases × expected amount × `margin`.
///
/// The two models are independent by assumption, so the variances of the logarithms add up.
///
/// ```
/// use troth_stats::repeat::{BgNbd, Discount, GammaGamma, History, Spend, lifetime_value};
/// let (buying, spending) = (BgNbd::of(&[0.243, 4.414, 0.793, 2.426])?, GammaGamma::of(&[6.25, 3.74, 15.44])?);
/// let year = Discount { rate: 0.01, length: 4.345, periods: 12 };
/// let value = lifetime_value(&buying, &spending, &History::new(2, 30.43, 38.86), &Spend::new(2, 22.35), &year, 1.0)?;
/// assert!((value.value - 36.3).abs() < 0.1);
/// # Ok::<(), troth_stats::Error>(())
/// ```
///
/// # Errors
/// [`Error::Value`] for an impossible history, spend, discount or margin.
pub fn lifetime_value<F: Family>(
    buying: &Model<F>,
    spending: &GammaGamma,
    history: &History,
    spend: &Spend,
    discount: &Discount,
    margin: f64,
) -> Result<Estimate> {
    positive("margin", margin)?;
    let purchases = discounted_purchases(buying, history, discount)?;
    // Checks the spend, too.
    let amount = spending.mean(spend)?;
    let x = spend.count as f64;
    let value =
        purchases.value * margin * expected(spending.values(), x, if x > 0.0 { x * spend.mean } else { 0.0 });
    let (n, level) = (purchases.n, purchases.level);
    match (purchases.se, amount.se) {
        (Some(a), Some(b)) if purchases.value > 0.0 => {
            let share = (a / purchases.value).hypot(b / amount.value);
            Estimate::on_log(value, value * share, level, n, "delta method on the logarithm")
        }
        _ => Estimate::exact(value, n, "given parameters"),
    }
    .checked("the lifetime value")
}
