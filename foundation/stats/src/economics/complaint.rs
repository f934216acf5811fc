//! The complaint iceberg: what problems cost, and what preventing or hearing them pays.
//!
//! Most customers with a problem say nothing and come back less often than those who complained and were helped (Goodman 2009,
//! "Strategic customer service", chapter 3; the rates of TARP). All rates are inputs; take them from your own data.

use crate::error::{Error, Result, not_negative};

/// What happens to customers with a problem.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Complaints {
    /// Customers in the period.
    pub customers: f64,
    /// Share with a problem.
    pub problem: f64,
    /// Share of those who complain; the others stay silent.
    pub complain: f64,
    /// Share of complainers who are satisfied in the end.
    pub satisfied: f64,
    /// Share that comes back after no problem; 1 counts every loss, less counts only what the problem adds.
    pub back_without: f64,
    /// Share of the silent that comes back.
    pub back_silent: f64,
    /// Share of the complainers left dissatisfied that comes back.
    pub back_dissatisfied: f64,
    /// Share of the satisfied complainers that comes back.
    pub back_satisfied: f64,
    /// What a lost customer would have been worth.
    pub value: f64,
}

/// Damage of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Damage {
    /// Customers with a problem.
    pub affected: f64,
    /// Of these, those who said nothing: the part below the water.
    pub silent: f64,
    /// Customers lost among the silent.
    pub lost_silent: f64,
    /// Customers lost among the dissatisfied complainers.
    pub lost_dissatisfied: f64,
    /// Customers lost among the satisfied complainers.
    pub lost_satisfied: f64,
    /// All of them.
    pub lost: f64,
    /// Their worth.
    pub money: f64,
}

/// A change that costs something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prevention {
    /// The rates after the change.
    pub after: Complaints,
    /// What it costs in the period.
    pub cost: f64,
}

/// What a change brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PayOff {
    /// Customers kept who would have been lost.
    pub kept: f64,
    /// Their worth.
    pub money: f64,
    /// Worth minus cost.
    pub net: f64,
    /// Net over cost; infinite if it costs nothing.
    pub return_on_cost: f64,
    /// The most that it may cost.
    pub break_even: f64,
}

impl Complaints {
    /// Customers lost through problems, and their worth.
    ///
    /// ```
    /// use troth_stats::economics::Complaints;
    /// let major = Complaints {
    ///     customers: 10_000.0, problem: 0.2, complain: 0.25, satisfied: 0.4, back_without: 1.0,
    ///     back_silent: 0.09, back_dissatisfied: 0.19, back_satisfied: 0.54, value: 100.0,
    /// };
    /// assert!((major.damage()?.lost - 1700.0).abs() < 1e-9);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Value`] for a share outside 0..1 or a number that is negative or not finite.
    pub fn damage(&self) -> Result<Damage> {
        not_negative("customers", self.customers)?;
        not_negative("value", self.value)?;
        for (input, value) in [
            ("problem", self.problem),
            ("complain", self.complain),
            ("satisfied", self.satisfied),
            ("back_without", self.back_without),
            ("back_silent", self.back_silent),
            ("back_dissatisfied", self.back_dissatisfied),
            ("back_satisfied", self.back_satisfied),
        ] {
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::Value { input, value, why: "a share must lie between 0 and 1" });
            }
        }
        let affected = self.customers * self.problem;
        let heard = affected * self.complain;
        let silent = affected - heard;
        let lost = |people: f64, back: f64| people * (self.back_without - back);
        let lost_silent = lost(silent, self.back_silent);
        let lost_dissatisfied = lost(heard * (1.0 - self.satisfied), self.back_dissatisfied);
        let lost_satisfied = lost(heard * self.satisfied, self.back_satisfied);
        let sum = lost_silent + lost_dissatisfied + lost_satisfied;
        let money = crate::error::finite("the damage", sum * self.value)?;
        Ok(Damage { affected, silent, lost_silent, lost_dissatisfied, lost_satisfied, lost: sum, money })
    }

    /// Compares damage before and after a change: fewer problems, more complaints heard, more of them put right.
    ///
    /// # Errors
    /// As [`Complaints::damage`], and for a negative cost.
    pub fn pay_off(&self, change: &Prevention) -> Result<PayOff> {
        let cost = not_negative("cost", change.cost)?;
        let (before, after) = (self.damage()?, change.after.damage()?);
        let money = before.money - after.money;
        let return_on_cost = if cost > 0.0 { (money - cost) / cost } else { f64::INFINITY.copysign(money) };
        Ok(PayOff {
            kept: before.lost - after.lost,
            money,
            net: money - cost,
            return_on_cost,
            break_even: money,
        })
    }
}
