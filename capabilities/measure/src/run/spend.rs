//! Spend and worth: what a customer pays on a day with a purchase, and what the days to come are worth today.

use troth_core::{Currency, Day};
use troth_stats::repeat::{Discount, GammaGamma, Spend, Spends};
use troth_store::{Db, Store};

use super::Triple;
use super::family::{describe, start_of};
use super::fit::rows;
use crate::Error;
use crate::metric::REPEAT_SPEND;
use crate::model::Fit;

/// Discount a year where nobody has set one.
const DISCOUNT: f64 = 0.1;
/// Purchases count for three years, a quarter at a time, at the end of the quarter.
const QUARTERS: u32 = 12;
const WEEKS_IN_QUARTER: f64 = 13.0;
/// How far ahead purchases count.
pub(super) const WORTH_WEEKS: f64 = QUARTERS as f64 * WEEKS_IN_QUARTER;

/// Repeat purchases, minor units spent on them, customers.
pub(super) async fn load(store: &Store, as_of: Day) -> Result<Vec<[i64; 3]>, Error> {
    rows::<3>(store, REPEAT_SPEND, vec![as_of.number()]).await
}

/// Discount a year, from the setting `measure.discount`.
pub(super) fn discount(db: &mut Db<'_>) -> Result<f64, Error> {
    let Some(text) = db.find_setting("measure.discount")? else { return Ok(DISCOUNT) };
    text.parse().ok().filter(|rate| (0.0..1.0).contains(rate)).ok_or_else(|| {
        Error::Setting("measure.discount", format!("`{text}` is no share of a year such as 0.1"))
    })
}

/// The discount as a sum over quarters.
pub(super) fn quarters(yearly: f64) -> Discount {
    Discount { rate: (1.0 + yearly).powf(0.25) - 1.0, length: WEEKS_IN_QUARTER, periods: QUARTERS }
}

fn unit(currency: Currency) -> f64 {
    10f64.powi(i32::try_from(currency.exponent()).unwrap_or(2))
}

fn spends(amounts: &[[i64; 3]], currency: Currency) -> Result<Spends, troth_stats::Error> {
    let unit = unit(currency);
    let paid = amounts.iter().filter(|[_, amount, _]| *amount > 0);
    let spends = paid.map(|&[count, amount, customers]| Spend {
        weight: customers as f64,
        ..Spend::new(count.unsigned_abs(), amount as f64 / count as f64 / unit)
    });
    Spends::check(&spends.collect::<Vec<_>>())
}

/// Gamma-Gamma on customers with repeat purchases that cost something; none where amounts do not tell enough.
pub(super) fn fit(amounts: &[[i64; 3]], currency: Currency, start: Option<&[f64]>) -> Option<Fit> {
    let data = spends(amounts, currency).ok()?;
    let fitted = GammaGamma::fit(&data, start).or_else(|_| GammaGamma::fit(&data, None)).ok()?;
    let (n, likelihood) = (data.customers(), fitted.log_likelihood());
    Some(describe(
        "gammagamma",
        currency.code(),
        n,
        &fitted.parameters(),
        likelihood,
        fitted.convergence().is_some(),
    ))
}

/// What customers pay on a day with a purchase.
pub(super) struct Spending {
    model: Option<GammaGamma>,
    unit: f64,
    /// Minor units of a repeat purchase, over all.
    mean: f64,
}

impl Spending {
    /// The fitted model again, from the amounts.
    pub(super) async fn load(
        store: &Store,
        as_of: Day,
        currency: Currency,
        fit: Option<&Fit>,
    ) -> Result<Self, Error> {
        let amounts = load(store, as_of).await?;
        let total = |index: usize| amounts.iter().map(|row| (row[index] * row[2]) as f64).sum::<f64>();
        let mean = total(1) / total(0).max(1.0);
        let model = match fit {
            Some(fit) => GammaGamma::fit(&spends(&amounts, currency)?, Some(&start_of(fit))).ok(),
            None => None,
        };
        Ok(Self { model, unit: unit(currency), mean })
    }

    /// Expected minor units of a day with a purchase, by repeat purchases and what was spent on them. Without a model, or where it has no mean, a
    /// customer's own mean or else that of all.
    pub(super) fn expect(&self, frequency: i64, amount: i64) -> Triple {
        let own = if frequency > 0 { amount as f64 / frequency as f64 } else { 0.0 };
        let count = if amount > 0 { frequency.unsigned_abs() } else { 0 };
        let modelled =
            self.model.as_ref().and_then(|model| model.mean(&Spend::new(count, own / self.unit)).ok());
        modelled.map_or_else(
            || {
                let mean = if count > 0 { own } else { self.mean };
                (mean, mean, mean)
            },
            |mean| (mean.value * self.unit, mean.low * self.unit, mean.high * self.unit),
        )
    }
}

/// Half the width of an interval on the logarithm; both factors of the worth are above zero.
fn reach((_, low, high): Triple) -> f64 {
    if low > 0.0 && high >= low && high.is_finite() { 0.5 * (high / low).ln() } else { 0.0 }
}

/// Worth: discounted purchases times spend. Both are independent by assumption, so the squares of the widths of their
/// logarithms add up; the width of discounted purchases is that of the purchases of a year.
pub(super) fn worth(discounted: f64, purchases: Triple, spend: Triple) -> Triple {
    let value = discounted * spend.0;
    let factor = reach(purchases).hypot(reach(spend)).exp();
    (value, value / factor, value * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_quarters_discount_a_year() {
        let discount = quarters(0.1);
        assert!(((1.0 + discount.rate).powi(4) - 1.1).abs() < 1e-12);
    }

    #[test]
    fn without_a_model_a_customer_spends_as_before() {
        let spending = Spending { model: None, unit: 100.0, mean: 1_500.0 };
        assert!((spending.expect(2, 5_000).0 - 2_500.0).abs() < 1e-9);
        assert!((spending.expect(0, 0).0 - 1_500.0).abs() < 1e-9);
    }

    #[test]
    fn a_worth_is_as_uncertain_as_its_parts_together() {
        let (value, low, high) = worth(2.0, (1.0, 1.0 / 1.5, 1.5), (10.0, 10.0, 10.0));
        assert!(
            (value - 20.0).abs() < 1e-12 && (low - 20.0 / 1.5).abs() < 1e-9 && (high - 30.0).abs() < 1e-9
        );
    }
}
