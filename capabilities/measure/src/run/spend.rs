//! Spend and worth: what a customer pays on a day with a purchase, and what the days to come are worth today.

use troth_core::Currency;
use troth_stats::repeat::{Discount, GammaGamma, Spend, Spends};

use super::Triple;
use super::base::{Customer, Part};
use super::family::{describe, rows_of, square, start_of};
use crate::Error;
use crate::model::Fit;

/// Purchases count for three years, a quarter at a time, at the end of the quarter.
const QUARTERS: u32 = 12;
const WEEKS_IN_QUARTER: f64 = 13.0;
/// How far ahead purchases count.
pub(super) const WORTH_WEEKS: f64 = QUARTERS as f64 * WEEKS_IN_QUARTER;

/// The discount as a sum over quarters.
pub(super) fn quarters(yearly: f64) -> Discount {
    Discount { rate: (1.0 + yearly).powf(0.25) - 1.0, length: WEEKS_IN_QUARTER, periods: QUARTERS }
}

/// The same over years, a quarter of the terms.
pub(super) fn by_year(quarters: &Discount) -> Discount {
    Discount {
        rate: (1.0 + quarters.rate).powi(4) - 1.0,
        length: 4.0 * quarters.length,
        periods: quarters.periods / 4,
    }
}

/// What money of each quarter is worth today, from the first that lies ahead.
pub(super) fn by_quarter(discount: &Discount) -> Vec<f64> {
    (1..=QUARTERS).map(|quarter| (1.0 + discount.rate).powf(-f64::from(quarter))).collect()
}

fn unit(currency: Currency) -> f64 {
    10f64.powi(i32::try_from(currency.exponent()).unwrap_or(2))
}

/// A fitted model of spend as a run keeps it.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Kept {
    pub(super) fit: Fit,
    /// Of its parameters, by rows.
    covariance: Vec<f64>,
}

impl Kept {
    fn model(&self) -> Result<GammaGamma, Error> {
        let values = start_of(&self.fit);
        let covariance = square(&self.covariance, values.len())?;
        Ok(GammaGamma::restored(&values, &covariance, self.fit.n as f64)?)
    }
}

fn spends(base: &Part<'_>, unit: f64) -> Result<Spends, troth_stats::Error> {
    let paid = base.amounts().filter(|(_, amount)| *amount > 0);
    let mean =
        |(count, amount): (u32, i64)| Spend::new(u64::from(count), amount as f64 / f64::from(count) / unit);
    Spends::check(&paid.map(mean).collect::<Vec<_>>())
}

/// How far a fit to what is spent now would lie from one kept, as a share; without one it is far wherever there is something to fit.
pub(super) fn drift(base: &Part<'_>, currency: Currency, kept: Option<&Kept>) -> Result<f64, Error> {
    match kept {
        Some(kept) => Ok(kept.model()?.drift(&spends(base, unit(currency))?)?),
        None => Ok(if fit(base, currency, None).is_some() { f64::INFINITY } else { 0.0 }),
    }
}

/// Gamma-Gamma on customers with repeat purchases that cost something; none where amounts do not tell enough.
pub(super) fn fit(base: &Part<'_>, currency: Currency, before: Option<&Kept>) -> Option<Kept> {
    let data = spends(base, unit(currency)).ok()?;
    let start = before.map(|kept| start_of(&kept.fit));
    let fitted = GammaGamma::fit(&data, start.as_deref()).or_else(|_| GammaGamma::fit(&data, None)).ok()?;
    let (n, likelihood, parameters) = (data.customers(), fitted.log_likelihood(), fitted.parameters());
    let fit =
        describe("gammagamma", currency.code(), n, &parameters, likelihood, fitted.convergence().is_some());
    Some(Kept { fit, covariance: fitted.covariance().as_ref().map_or_else(Vec::new, rows_of) })
}

/// What customers pay on a day with a purchase.
pub(super) struct Spending {
    model: Option<GammaGamma>,
    unit: f64,
    /// Minor units of a repeat purchase, over all.
    mean: f64,
}

impl Spending {
    /// The fitted model again, and the mean of all.
    pub(super) fn of(base: &Part<'_>, currency: Currency, kept: Option<&Kept>) -> Result<Self, Error> {
        let (mut count, mut amount) = (0, 0.0);
        for own in base.amounts() {
            count += u64::from(own.0);
            amount += own.1 as f64;
        }
        let model = kept.map(Kept::model).transpose()?;
        Ok(Self { model, unit: unit(currency), mean: amount / (count as f64).max(1.0) })
    }

    /// The same with the model's parameters at either end of each axis of what is known of them; nothing without a model.
    pub(super) fn ends(&self) -> Vec<[Self; 2]> {
        let with = |model| Self { model: Some(model), ..*self };
        self.model.iter().flat_map(|model| model.ends().into_iter().map(|axis| axis.map(with))).collect()
    }

    /// Expected minor units of a day with a purchase of somebody with so many repeat purchases, and so many minor units spent on them.
    pub(super) fn value(&self, repeats: u32, amount: f64) -> f64 {
        let paid = repeats > 0 && amount > 0.0;
        let own = amount / f64::from(repeats).max(1.0);
        let spend = if paid { Spend::new(u64::from(repeats), own / self.unit) } else { Spend::new(0, 0.0) };
        let mean = self.model.as_ref().and_then(|model| model.value(&spend).ok());
        mean.map_or(if paid { own } else { self.mean }, |mean| mean * self.unit)
    }

    /// Expected minor units of a day with a purchase of each. Without a model, or where it has no mean, a customer's own mean or else
    /// that of all.
    pub(super) fn expect(&self, customers: &[Customer]) -> Vec<Triple> {
        let own = |customer: &Customer| customer.later_amount as f64 / f64::from(customer.repeats).max(1.0);
        let paid = |customer: &Customer| customer.repeats > 0 && customer.later_amount > 0;
        let otherwise = |customer: &Customer| {
            let mean = if paid(customer) { own(customer) } else { self.mean };
            (mean, mean, mean)
        };
        let Some(model) = &self.model else { return customers.iter().map(otherwise).collect() };
        let spend = |customer: &Customer| {
            if paid(customer) {
                Spend::new(u64::from(customer.repeats), own(customer) / self.unit)
            } else {
                Spend::new(0, 0.0)
            }
        };
        let means = model.means(&customers.iter().map(spend).collect::<Vec<_>>());
        let triple = |(mean, customer): (Result<troth_stats::Estimate, _>, &Customer)| {
            mean.map_or_else(
                |_| otherwise(customer),
                |mean| (mean.value * self.unit, mean.low * self.unit, mean.high * self.unit),
            )
        };
        means.into_iter().zip(customers).map(triple).collect()
    }
}

/// Half the width of an interval on the logarithm; both factors of the worth are above zero.
fn reach((_, low, high): Triple) -> f64 {
    if low > 0.0 && high >= low && high.is_finite() { 0.5 * (high / low).ln() } else { 0.0 }
}

/// Worth: discounted purchases times spend. Both are independent by assumption, so the squares of the widths of their
/// logarithms add up; the width of discounted purchases is that of those discounted by the year.
pub(super) fn worth(discounted: f64, by_year: Triple, spend: Triple) -> Triple {
    let value = discounted * spend.0;
    let factor = reach(by_year).hypot(reach(spend)).exp();
    (value, value / factor, value * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_quarters_discount_a_year() {
        let discount = quarters(0.1);
        assert!(((1.0 + discount.rate).powi(4) - 1.1).abs() < 1e-12);
        let years = by_year(&discount);
        assert!(
            (years.rate - 0.1).abs() < 1e-12 && years.periods == 3 && (years.length - 52.0).abs() < 1e-12
        );
    }

    #[test]
    fn without_a_model_a_customer_spends_as_before() {
        let spending = Spending { model: None, unit: 100.0, mean: 1_500.0 };
        let customers = [Customer::sample(2, 5_000), Customer::sample(0, 0)];
        let means: Vec<f64> = spending.expect(&customers).into_iter().map(|mean| mean.0).collect();
        assert!((means[0] - 2_500.0).abs() < 1e-9 && (means[1] - 1_500.0).abs() < 1e-9);
    }

    #[test]
    fn a_worth_is_as_uncertain_as_its_parts_together() {
        let (value, low, high) = worth(2.0, (1.0, 1.0 / 1.5, 1.5), (10.0, 10.0, 10.0));
        assert!(
            (value - 20.0).abs() < 1e-12 && (low - 20.0 / 1.5).abs() < 1e-9 && (high - 30.0).abs() < 1e-9
        );
    }
}
