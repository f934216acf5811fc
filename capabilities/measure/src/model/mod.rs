//! Rules of measuring; pure.

mod contract;
mod group;
mod movement;
mod outcome;
mod said;
mod setting;

use serde::{Deserialize, Serialize};
use troth_core::{
    AccountId, Action, Argument, Currency, Day, Figure, Grade, Instant, Message, Money, Proposal, RunId, Unit,
};
use troth_store::{Ranged, Score};

pub use contract::{AfterRenewals, AtRenewal, CohortCurve, Contracts, Kept, RenewalTest, Term};
pub(crate) use contract::{Basis, Renewal, SOON};
pub use group::Group;
pub use movement::Movement;
pub(crate) use outcome::HORIZON;
pub use outcome::Outcome;
pub use said::{
    Answered, Deed, Despite, Finding, Moved, Said, SaidForecast, SaidGroup, SaidPoint, SaidStayed,
};
pub(crate) use said::{SAID_DAYS, band, ends};
pub(crate) use setting::{DISCOUNT, SEGMENT_FIELDS, Settings};

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
    /// Whether this is the model that scores customers.
    #[serde(default)]
    pub chosen: bool,
    /// Root of the mean squared error of the count of a customer in the hold-out, fitted to the first part of the history. The
    /// simplest model is chosen, or the one with the smallest where that is smaller beyond chance.
    #[serde(default)]
    pub hold_out_error: Option<f64>,
    /// Logarithm of the probability it gave to what came after the cut, a customer.
    #[serde(default)]
    pub log_score: Option<f64>,
}

/// A week of the hold-out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Week {
    /// Its first day.
    pub from: Day,
    /// Purchases that came.
    pub actual: u64,
    /// Purchases that the chosen model expected.
    pub expected: f64,
}

/// Customers of the hold-out who had bought again equally often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByFrequency {
    /// Repeat purchases before the cut; the last row stands for so many and more.
    pub frequency: u64,
    /// How many customers.
    pub customers: u64,
    /// Purchases that came.
    pub actual: u64,
    /// Purchases that the chosen model expected.
    pub expected: f64,
}

/// How the chosen model, fitted to the first part of the history, foretold the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// The last day the models were fitted to.
    pub cut: Day,
    /// The last day that was foretold.
    pub until: Day,
    /// The model it is about.
    pub model: String,
    /// Customers known at the cut.
    pub customers: u64,
    /// Purchases that came.
    pub actual: u64,
    /// Purchases that were expected.
    pub expected: f64,
    /// Expected less actual, as a share of actual.
    pub error: f64,
    /// Lower and upper end of where the actual number could have lain if the model is right.
    pub between: (f64, f64),
    /// Root of the mean squared error of the count of a customer.
    pub root_mean_square: f64,
    /// Standard deviation of the counts: the error of whoever takes all customers to be alike.
    pub deviation: f64,
    /// By week.
    pub weeks: Vec<Week>,
    /// By purchases before the cut.
    pub by_frequency: Vec<ByFrequency>,
    /// What is wrong with it, in words; nothing if it stands.
    pub warns: Vec<Message>,
}

impl BackTest {
    /// What it says of forecasts, in a sentence; none where it warns, because then a warning says it.
    pub(crate) fn sentence(&self) -> Option<Message> {
        let actual = self.actual as f64;
        let key = match () {
            () if !self.warns.is_empty() => return None,
            () if actual > self.between.1 => "measure-test-less",
            () if actual < self.between.0 => "measure-test-more",
            () => "measure-test-alike",
        };
        let message = Message::new(key).with("cut", self.cut).with("until", self.until);
        Some(message.with("error", Argument::Share(self.error.abs())))
    }

    /// Its numbers as figures: purchases expected, purchases that came, and by how much a customer's count is usually missed.
    pub(crate) fn figures(&self, as_of: Instant) -> [Figure; 3] {
        let figure = |value, unit, grade| Figure::new(value, unit, self.customers, grade, "back-test", as_of);
        [
            figure(self.expected, Unit::Count, Grade::Modelled).between(self.between.0, self.between.1),
            figure(self.actual as f64, Unit::Count, Grade::Counted),
            figure(self.root_mean_square, Unit::Number, Grade::Modelled),
        ]
    }
}

/// What the customer base is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// Worth of all customers.
    pub base: Figure,
    /// The part of customers without a running contract; none where all worth is of one sort.
    #[serde(default)]
    pub purchases: Option<Figure>,
    /// The part of running contracts; none where all worth is of one sort.
    #[serde(default)]
    pub contracts: Option<Figure>,
    /// What customers with a running contract may buy besides, which is in no sum: a contract's invoices are often written down as
    /// purchases, and money must not count twice.
    #[serde(default)]
    pub besides: Option<Figure>,
    /// Share of it held by the tenth of customers who are worth most.
    pub top_tenth: Figure,
    /// Share of it held by each tenth of customers, the richest first.
    pub by_tenth: [f64; 10],
    /// Discount a year.
    pub discount: f64,
    /// How far ahead purchases count, in weeks.
    pub weeks: f64,
    /// The fitted model of spend; none where amounts do not tell enough.
    pub fit: Option<Fit>,
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

/// A customer at risk, as a run found it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct AtRiskCustomer {
    pub(crate) account: AccountId,
    /// The chance that the customer is still there.
    pub(crate) alive: f64,
    /// Minor units a year if the customer stayed.
    pub(crate) stake: i64,
    /// Mean days between purchases.
    pub(crate) rhythm_days: f64,
    /// Days since the last purchase.
    pub(crate) silent_days: i64,
    pub(crate) last_day: Day,
}

impl AtRiskCustomer {
    /// Why the customer is on the list.
    pub(crate) fn reason(&self) -> Message {
        rhythm(self.rhythm_days, self.silent_days)
    }
}

/// "Bought about every 3 weeks, silent for 19."
pub(crate) fn rhythm(days: f64, silent: i64) -> Message {
    let (unit, divisor) = if days < 14.0 { ("days", 1.0) } else { ("weeks", 7.0) };
    Message::new(format!("measure-reason-rhythm-{unit}"))
        .with("every", (days / divisor).max(1.0).round())
        .with("silent", (silent as f64 / divisor).round())
}

/// A run in the list of runs.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct RunRow {
    /// The day up to which records were used.
    #[schema(value_type = String, format = Date)]
    pub(crate) as_of: Day,
    /// `running`, `done` or `failed`.
    pub(crate) state: String,
    /// The step it is at, or failed in.
    pub(crate) step: String,
    /// Why it failed.
    pub(crate) failure: Option<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) started_at: troth_core::Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) finished_at: Option<troth_core::Instant>,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The day up to which records were used.
    pub as_of: Day,
    /// The fitted models.
    pub fits: Vec<Fit>,
    /// How the chosen model foretold what came; none where too little is known.
    #[serde(default)]
    pub backtest: Option<BackTest>,
    /// The base at risk, every customer counted once.
    pub at_risk: AtRisk,
    /// The part of customers without a running contract; none where all are of one sort.
    #[serde(default)]
    pub at_risk_purchases: Option<AtRisk>,
    /// What contracts say; none without contracts.
    #[serde(default)]
    pub contracts: Option<Contracts>,
    /// What the base is worth; none in reports of runs that did not say it yet.
    #[serde(default)]
    pub worth: Option<Worth>,
    /// What became of customers at risk since the run before; none for the first run, and where another model was chosen.
    #[serde(default)]
    pub movement: Option<Movement>,
    /// The same of every run of the last week, the latest last.
    #[serde(default)]
    pub recent: Vec<Movement>,
    /// What became of work that somebody acted on, by sort and decision.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
    /// What people said, and what they did: each question by itself.
    #[serde(default)]
    pub said: Vec<Said>,
    /// Customers who came back at least once, by the chance that they are still there, in tenths from 0 to 1.
    pub by_chance: [u64; 10],
    /// What the chosen segments add up to, in their order, then everybody else; empty where no segment is chosen.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Whether people bought, and what they bought determines no model: then contracts alone say something.
    #[serde(default)]
    pub undetermined: bool,
}

/// How a customer has bought, and what the model says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Whose.
    pub account: AccountId,
    /// The day of the run.
    pub as_of: Day,
    /// Days with a purchase after the first.
    pub frequency: i64,
    /// Days from the first to the last purchase.
    pub recency: i64,
    /// Days from the first purchase to the day of the run.
    pub age: i64,
    /// The chance that the customer is still there: value, lower and upper end.
    pub alive: (f64, f64, f64),
    /// Expected purchases over the horizon.
    pub expected: (f64, f64, f64),
    /// Expected minor units of a day with a purchase.
    pub spend: (f64, f64, f64),
    /// What future purchases are worth today, in minor units.
    pub worth: (f64, f64, f64),
    /// Whether a contract runs: then the customer is there, however long nothing was bought.
    pub holds: bool,
    /// The place of the group the customer is in.
    pub(crate) group: u8,
}

/// The few customers of whom something else is said than before.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    /// The published run they were compared with.
    pub(crate) since: RunId,
    pub(crate) changed: Vec<Standing>,
    pub(crate) gone: Vec<AccountId>,
}

impl Report {
    /// What is wrong with what is said of purchases, in words.
    pub fn warns(&self) -> impl Iterator<Item = Message> {
        let undetermined = self.undetermined.then(|| Message::new("measure-warn-undetermined"));
        self.backtest.iter().flat_map(|test| &test.warns).cloned().chain(undetermined)
    }

    /// What is to be known of forecasts of purchases: what is wrong with them, or else how far off the same model would have been.
    pub(crate) fn tested(&self) -> (Vec<Message>, Option<Message>) {
        (self.warns().collect(), self.backtest.as_ref().and_then(BackTest::sentence))
    }

    /// The model that scored customers who buy without a contract; none where nobody does.
    pub fn chosen(&self) -> Option<&Fit> {
        let of_purchases = || self.fits.iter().find(|fit| fit.unit == "week");
        self.fits.iter().find(|fit| fit.chosen).or_else(of_purchases)
    }
}

impl Standing {
    /// Whether the customer has come back at least once, is not lost, and has no contract that says more: the base whose risk is measured
    /// by purchases.
    pub fn in_base(&self) -> bool {
        !self.holds && Self::counts(self.frequency, self.alive.0)
    }

    /// Whether the customer of the base is more likely gone than not.
    pub fn at_risk(&self) -> bool {
        self.in_base() && Self::rather_gone(self.alive.0)
    }

    /// Whether somebody without a contract counts who has come back so often and is there with such a chance.
    pub(crate) fn counts(frequency: i64, alive: f64) -> bool {
        frequency > 0 && alive >= LOST_BELOW
    }

    /// Whether somebody who counts is at risk.
    pub(crate) fn rather_gone(alive: f64) -> bool {
        alive < AT_RISK_BELOW
    }

    /// What the customer would spend over the horizon if still there, in minor units.
    pub fn worth_if_alive(&self) -> f64 {
        self.expected.0 / self.alive.0 * self.spend.0
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "money at stake is far below 2^63 minor units and is rounded"
    )]
    fn stake(&self) -> i64 {
        self.worth_if_alive().round() as i64
    }

    fn rhythm_days(&self) -> f64 {
        self.recency as f64 / self.frequency as f64
    }

    /// What everybody reads of this customer.
    pub(crate) fn score(&self) -> Score {
        let ranged = |(value, low, high)| Ranged { value, low, high };
        Score {
            account: self.account,
            alive: ranged(self.alive),
            purchases: ranged(self.expected),
            worth: ranged(self.worth),
        }
    }

    /// What the list of customers at risk says of this one.
    pub(crate) fn at_risk_customer(&self) -> AtRiskCustomer {
        let silent = self.age - self.recency;
        AtRiskCustomer {
            account: self.account,
            alive: self.alive.0,
            stake: self.stake(),
            rhythm_days: self.rhythm_days(),
            silent_days: silent,
            last_day: self.as_of.plus(-silent),
        }
    }

    /// The proposal to call a customer at risk.
    pub(crate) fn proposal(&self, currency: Currency) -> Proposal {
        let worth = Money::new(self.stake(), currency);
        Proposal {
            key: format!("measure.at_risk:{}", self.account),
            kind: "at_risk".into(),
            account: self.account,
            sentence: Message::new("measure-work-at-risk").with("worth", worth),
            reasons: vec![
                rhythm(self.rhythm_days(), self.age - self.recency),
                Message::new("measure-reason-alive").with("alive", Argument::Share(self.alive.0)),
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
