//! Rules of measuring; pure.

use serde::{Deserialize, Serialize};
use troth_core::{AccountId, Action, Currency, Day, Figure, Message, Money, Proposal};

/// A customer more likely gone than not.
pub(crate) const AT_RISK_BELOW: f64 = 0.5;
/// Below this nobody hopes any more: the customer is lost and no longer part of the base.
pub(crate) const LOST_BELOW: f64 = 0.05;
/// How far ahead money is counted, in weeks.
pub(crate) const HORIZON_WEEKS: f64 = 52.0;

/// A parameter of a fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The letter of the paper.
    pub name: String,
    /// Its estimate.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Its name, as in the reference files.
    pub model: String,
    /// The unit of time.
    pub unit: String,
    /// Customers it was fitted to.
    pub n: u64,
    /// Parameters by name.
    pub parameters: std::collections::BTreeMap<String, f64>,
    /// Their intervals.
    pub intervals: Vec<Parameter>,
    /// Log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// Whether the maximum was reached.
    pub converged: bool,
}

/// The customer base at risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AtRisk {
    /// Share of the base.
    pub share: Figure,
    /// How many customers.
    pub customers: Figure,
    /// What they would buy in a year if they stayed, times the chance that they are gone.
    pub money: Figure,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The day up to which records were used.
    pub as_of: Day,
    /// The fitted models.
    pub fits: Vec<Fit>,
    /// The base at risk.
    pub at_risk: AtRisk,
    /// Customers who came back at least once, by the chance that they are still there, in tenths from 0 to 1.
    pub by_chance: [u64; 10],
}

/// How a customer has bought, and what the model says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Standing {
    pub(crate) account: AccountId,
    /// Days with a purchase after the first.
    pub(crate) frequency: i64,
    /// Days from the first to the last purchase.
    pub(crate) recency: i64,
    /// Days from the first purchase to the day of the run.
    pub(crate) age: i64,
    /// Minor units spent.
    pub(crate) amount: i64,
    pub(crate) alive: (f64, f64, f64),
    /// Expected purchases over the horizon.
    pub(crate) expected: (f64, f64, f64),
}

impl Standing {
    /// Whether the customer has come back at least once and is not lost: the base whose risk is measured.
    pub(crate) fn in_base(&self) -> bool {
        self.frequency > 0 && self.alive.0 >= LOST_BELOW
    }

    pub(crate) fn at_risk(&self) -> bool {
        self.in_base() && self.alive.0 < AT_RISK_BELOW
    }

    /// What the customer would spend over the horizon if still there, in minor units.
    pub(crate) fn worth_if_alive(&self) -> f64 {
        let days = (self.frequency + 1) as f64;
        self.expected.0 / self.alive.0 * (self.amount as f64 / days)
    }

    /// The proposal to call a customer at risk.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "money at stake is far below 2^63 minor units and is rounded"
    )]
    pub(crate) fn proposal(&self, currency: Currency) -> Proposal {
        let rhythm = self.recency as f64 / self.frequency as f64;
        let silent = (self.age - self.recency) as f64;
        let (unit, divisor) = if rhythm < 14.0 { ("days", 1.0) } else { ("weeks", 7.0) };
        let worth = Money::new(self.worth_if_alive().round() as i64, currency);
        Proposal {
            key: format!("measure.at_risk:{}", self.account),
            kind: "at_risk".into(),
            account: self.account,
            sentence: Message::new("measure-work-at-risk").with("worth", worth),
            reasons: vec![
                Message::new(format!("measure-reason-rhythm-{unit}"))
                    .with("every", (rhythm / divisor).max(1.0).round())
                    .with("silent", (silent / divisor).round()),
                Message::new("measure-reason-alive").with("alive", troth_core::Argument::Share(self.alive.0)),
                Message::new("measure-reason-purchases").with("times", self.frequency + 1),
            ],
            worth: Some(worth),
            chance: Some(1.0 - self.alive.0),
            due: None,
            action: Action {
                label: Message::new("measure-action-call"),
                href: format!("/records/{}", self.account),
            },
        }
    }
}
