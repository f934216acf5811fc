//! From purchases to histories.

use rayon::prelude::*;

use super::history::History;
use super::spend::Spend;
use crate::error::{Error, Result, positive, same_length};

/// Purchases as columns of equal length.
///
/// Several purchases of a customer on one day count as one, their amounts added; the first day gives neither frequency nor spend.
#[derive(Debug, Clone, Copy)]
pub struct Transactions<'a> {
    /// Customer of each purchase: any number that identifies.
    pub customer: &'a [u64],
    /// Day of each purchase, counted from any day.
    pub day: &'a [i32],
    /// Amount of each purchase; may be empty.
    pub amount: &'a [f64],
}

/// One customer, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer {
    /// The number given.
    pub id: u64,
    /// Day of the first purchase.
    pub first: i32,
    /// Repeat purchase days until the end of observation.
    pub frequency: u64,
    /// Days from the first to the last of them.
    pub recency: u32,
    /// Days from the first purchase to the end of observation.
    pub age: u32,
    /// Mean amount per repeat purchase day, 0 without one.
    pub mean: f64,
    /// Sum of the logarithms of the days between purchase days, for [`MbgCnbd`](super::MbgCnbd).
    pub log_gaps: f64,
    /// Purchase days after the end of observation, until the end of the hold-out.
    pub later: u64,
    /// Amount of the later purchases together.
    pub later_total: f64,
    /// Later purchases, several a day counted each. (`lifetimes` divides by this in the hold-out, yet by days before it.)
    pub later_rows: u64,
}

impl Customer {
    /// The history in units of `days` (7 for weeks).
    pub fn history(&self, days: f64) -> History {
        History::new(self.frequency, f64::from(self.recency) / days, f64::from(self.age) / days)
    }

    /// Sum of the logarithms of the times between purchases, in units of `days`.
    pub fn log_gaps(&self, days: f64) -> f64 {
        self.log_gaps - self.frequency as f64 * days.ln()
    }

    /// The spend so far.
    pub fn spend(&self) -> Spend {
        Spend::new(self.frequency, self.mean)
    }
}

/// Customer, day and row: the row keeps equal days in the order given, so sums have the same bits always.
type Purchase = (u64, i32, u32);

impl Transactions<'_> {
    /// Customers with a purchase on or before day `until`, sorted by number. Purchases from then to `hold_out` are counted
    /// as later ones; anything after is ignored.
    ///
    /// ```
    /// use troth_stats::repeat::Transactions;
    /// let purchases = Transactions { customer: &[7, 7, 7, 7], day: &[0, 0, 10, 25], amount: &[5.0, 1.0, 8.0, 9.0] };
    /// let customers = purchases.summarise(20, 30)?;
    /// assert_eq!((customers[0].frequency, customers[0].recency, customers[0].age), (1, 10, 20));
    /// assert_eq!((customers[0].mean, customers[0].later), (8.0, 1));
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Length`] for columns of unequal length, [`Error::Row`] for an amount that is not finite,
    /// [`Error::Empty`] if nobody bought by then.
    pub fn summarise(&self, until: i32, hold_out: i32) -> Result<Vec<Customer>> {
        let n = self.customer.len();
        same_length("day", self.day.len(), "customer", n)?;
        let money = !self.amount.is_empty();
        if money {
            same_length("amount", self.amount.len(), "customer", n)?;
            if let Some(row) = self.amount.par_iter().position_first(|a| !a.is_finite()) {
                let why = "an amount must be a finite number";
                return Err(Error::Row { input: "amount", row, value: self.amount[row], why });
            }
        }
        let end = until.max(hold_out);
        let last = u32::try_from(n).map_err(|_| Error::Numeric {
            what: "transactions",
            why: "more than 2^32 purchases at once".into(),
        })?;
        let mut customers = Vec::new();
        let mut add = |own: &[Purchase]| {
            if own.first().is_some_and(|purchase| purchase.1 <= until) {
                customers.push(self.one(own, until, money));
            }
        };
        let purchase = |row: u32| (self.customer[row as usize], self.day[row as usize], row);
        let seen = (0..last).map(purchase).filter(|purchase| purchase.1 <= end);
        if seen.clone().is_sorted() {
            // As files often are: one customer at a time is all that is held.
            let mut own: Vec<Purchase> = Vec::new();
            for purchase in seen {
                if own.last().is_some_and(|before| before.0 != purchase.0) {
                    add(&own);
                    own.clear();
                }
                own.push(purchase);
            }
            add(&own);
        } else {
            let mut rows: Vec<Purchase> = seen.collect();
            rows.par_sort_unstable();
            rows.chunk_by(|a, b| a.0 == b.0).for_each(add);
        }
        if customers.is_empty() {
            return Err(Error::Empty {
                input: "transactions",
                why: "nobody bought on or before the end of observation",
            });
        }
        Ok(customers)
    }

    fn one(&self, own: &[Purchase], until: i32, money: bool) -> Customer {
        let first = own[0].1;
        let (mut last, mut frequency, mut later, mut later_rows) = (first, 0_u64, 0_u64, 0_u64);
        let (mut spent, mut spent_later) = (0.0, 0.0);
        // One logarithm for many gaps: of their product, as long as it is far from overflow.
        let (mut log_gaps, mut product) = (0.0, 1.0_f64);
        for day in own.chunk_by(|a, b| a.1 == b.1) {
            let amount = if money { day.iter().map(|r| self.amount[r.2 as usize]).sum() } else { 0.0 };
            let when = day[0].1;
            if when > until {
                later += 1;
                later_rows += day.len() as u64;
                spent_later += amount;
            } else if when > first {
                product *= f64::from(when.abs_diff(last));
                if product > 1e290 {
                    log_gaps += product.ln();
                    product = 1.0;
                }
                last = when;
                frequency += 1;
                spent += amount;
            }
        }
        let mean = |sum: f64, count: u64| if count == 0 { 0.0 } else { sum / count as f64 };
        Customer {
            id: own[0].0,
            first,
            frequency,
            recency: last.abs_diff(first),
            age: until.abs_diff(first),
            mean: mean(spent, frequency),
            log_gaps: log_gaps + product.ln(),
            later,
            later_total: spent_later,
            later_rows,
        }
    }
}

/// Histories in units of `days`.
///
/// # Errors
/// [`Error::Value`] unless `days` is above zero.
pub fn histories(customers: &[Customer], days: f64) -> Result<Vec<History>> {
    positive("days", days)?;
    Ok(customers.iter().map(|c| c.history(days)).collect())
}
