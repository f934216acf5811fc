//! What a run says of contracts; pure.
//!
//! Words: a *relation* is a contract with those that followed it; a *renewal* is decided at the end of each term; a relation is
//! *lost* when it ends and nothing follows.

use serde::{Deserialize, Serialize};
use troth_core::{
    AccountId, Action, Argument, ContractId, Currency, Day, Figure, Grade, Instant, Message, Money, Proposal,
    Unit,
};

use super::{AtRisk, Fit};

/// A share of relations still there, so many months after they began.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Months since the start.
    pub months: i64,
    /// Relations that were watched until then.
    pub watched: u64,
    /// Share still there.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// Relations that began in the same time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohortCurve {
    /// The year in which they began; none for all together.
    pub year: Option<i16>,
    /// The quarter of it, where years are too coarse.
    pub quarter: Option<i8>,
    /// How many.
    pub relations: u64,
    /// How many of them were lost by the day of the run.
    pub lost: u64,
    /// How many are still there, by months since the start.
    pub kept: Vec<Kept>,
}

impl CohortCurve {
    /// "2021", "2021 Q3"; none for all together.
    pub(crate) fn name(&self) -> Option<String> {
        let year = self.year?;
        Some(self.quarter.map_or_else(|| year.to_string(), |quarter| format!("{year} Q{quarter}")))
    }
}

/// Of relations of one term, how many were renewed at one renewal, and what the model says of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AtRenewal {
    /// Which renewal, from 1.
    pub number: u32,
    /// Relations whose renewal fell due.
    pub decided: u64,
    /// How many of them were renewed.
    pub renewed: u64,
    /// Share of all still there after it, by the model; none without a model.
    pub there: Option<(f64, f64, f64)>,
}

/// What came of relations after a number of renewals in the hold-out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AfterRenewals {
    /// Renewals since the cut.
    pub renewals: u32,
    /// Relations for which so many fell due.
    pub relations: u64,
    /// How many were still there after them.
    pub there: u64,
    /// How many the model expected to be.
    pub expected: f64,
}

/// How the model of renewals, fitted to the first part of the history, foretold the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RenewalTest {
    /// The last day the model was fitted to.
    pub cut: Day,
    /// The last day that was foretold.
    pub until: Day,
    /// Relations that ran at the cut and had a renewal to decide since.
    pub relations: u64,
    /// Of them lost.
    pub lost: u64,
    /// Of them expected to be lost.
    pub expected: f64,
    /// Expected less lost, as a share of lost.
    pub error: f64,
    /// Lower and upper end of where the lost could have lain if the model is right.
    pub between: (f64, f64),
    /// By renewals since the cut.
    pub by_renewal: Vec<AfterRenewals>,
    /// What is wrong with it, in words; nothing if it stands.
    pub warns: Vec<Message>,
}

impl RenewalTest {
    /// Its numbers as figures: losses expected, and those that came.
    pub(crate) fn figures(&self, as_of: Instant) -> [Figure; 2] {
        let figure =
            |value, grade| Figure::new(value, Unit::Count, self.relations, grade, "renewal-back-test", as_of);
        [
            figure(self.expected, Grade::Modelled).between(self.between.0, self.between.1),
            figure(self.lost as f64, Grade::Counted),
        ]
    }
}

/// Relations with a term of the same length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its length in months.
    pub months: i64,
    /// How many relations.
    pub relations: u64,
    /// Of all renewals that fell due, the share that was made.
    pub renewed: Option<Figure>,
    /// The shifted beta geometric model; none where the records do not determine one.
    pub fit: Option<Fit>,
    /// By renewal, and as far ahead as was seen.
    pub by_renewal: Vec<AtRenewal>,
    /// How the model foretold what came; none without one.
    pub backtest: Option<RenewalTest>,
}

/// What a run found of contracts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contracts {
    /// Customers with a running contract.
    pub customers: u64,
    /// Of them, those who buy besides.
    pub both: u64,
    /// Running contracts.
    pub running: u64,
    /// Running contracts that bring no amount that is known.
    pub unpriced: u64,
    /// Running contracts whose end is known already.
    pub leaving: u64,
    /// Contracts left out because they end before they begin.
    pub wrong: u64,
    /// Relations left out because they ended before the records were whole.
    pub early: u64,
    /// Share of the renewals of the last year that was made; none where none fell due.
    pub renewed: Option<Figure>,
    /// Customers to be expected lost within a year, and their money; none before the first renewal fell due.
    pub at_risk: Option<AtRisk>,
    /// What running contracts will bring; none where no amount is known.
    pub worth: Option<Figure>,
    /// Everybody's curve, then each cohort's.
    pub curves: Vec<CohortCurve>,
    /// By length of the term, the commonest first.
    pub terms: Vec<Term>,
    /// Renewals due soon.
    pub due: u64,
    /// What is to be known of the records, in words.
    pub warns: Vec<Message>,
}

impl Contracts {
    /// What is wrong with the records or a forecast.
    pub fn every_warn(&self) -> impl Iterator<Item = &Message> {
        let tests = self.terms.iter().filter_map(|term| term.backtest.as_ref());
        self.warns.iter().chain(tests.flat_map(|test| &test.warns))
    }
}

/// What a chance to renew rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Basis {
    /// A fitted model.
    Model,
    /// The share of earlier renewals.
    Counted,
    /// Nothing: no renewal ever fell due.
    Unknown,
}

impl Basis {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Counted => "counted",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        [Self::Model, Self::Counted, Self::Unknown].into_iter().find(|basis| basis.key() == key)
    }
}

/// A running contract and what is expected of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Renewal {
    pub(crate) contract: ContractId,
    pub(crate) account: AccountId,
    /// The day by which the next renewal is decided.
    pub(crate) due: Day,
    /// Which renewal it is, from 1.
    pub(crate) number: i64,
    pub(crate) term_months: i64,
    pub(crate) basis: Basis,
    /// The chance that it is renewed.
    pub(crate) chance: (f64, f64, f64),
    /// Of renewals like it, how many were made, of how many.
    pub(crate) like: (i64, i64),
    /// Whether those were of the same number, or of any.
    pub(crate) alike: bool,
    /// Minor units a year.
    pub(crate) yearly: Option<i64>,
    /// What it is worth today, in minor units.
    pub(crate) worth: Option<(f64, f64, f64)>,
    /// Its last day, where that is known already.
    pub(crate) leaves: Option<Day>,
}

/// Renewals due within so many days are listed and become work.
pub(crate) const SOON: i64 = 90;

impl Renewal {
    /// Whether it is open and due soon.
    pub(crate) fn listed(&self, as_of: Day) -> bool {
        self.leaves.is_none() && self.due.number() <= as_of.number() + SOON
    }

    /// Minor units a year times the chance that they are lost.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "money at stake is far below 2^63 minor units and is rounded"
    )]
    pub(crate) fn stake(&self) -> i64 {
        let lost = if self.basis == Basis::Unknown { 1.0 } else { 1.0 - self.chance.0 };
        (self.yearly.unwrap_or(0) as f64 * lost).round() as i64
    }

    /// "Third renewal." and "74 of 100 like it were made."
    pub(crate) fn reasons(&self) -> Vec<Message> {
        let mut reasons = vec![Message::new("measure-reason-renewal").with("number", self.number)];
        if self.like.1 > 0 {
            let key = if self.alike { "measure-reason-like" } else { "measure-reason-like-term" };
            let message = Message::new(key).with("renewed", self.like.0).with("decided", self.like.1);
            reasons.push(message.with("months", self.term_months));
        }
        if self.basis == Basis::Unknown {
            reasons.push(Message::new("measure-reason-unknown"));
        }
        reasons
    }

    /// "Due in 12 days", or that the day has passed.
    pub(crate) fn when(&self, as_of: Day) -> Message {
        let days = self.due.number() - as_of.number();
        if days < 0 {
            Message::new("measure-due-passed").with("day", self.due)
        } else {
            Message::new("measure-due-in").with("days", days)
        }
    }

    /// The proposal to speak about the renewal.
    pub(crate) fn proposal(&self, as_of: Day, currency: Currency) -> Proposal {
        let worth = self.yearly.map(|yearly| Money::new(yearly, currency));
        let passed = self.due < as_of;
        let key = match (worth, passed) {
            (Some(_), false) => "measure-work-renewal",
            (None, false) => "measure-work-renewal-unpriced",
            (Some(_), true) => "measure-work-renewal-passed",
            (None, true) => "measure-work-renewal-passed-unpriced",
        };
        let mut sentence = Message::new(key).with("days", self.due.number() - as_of.number());
        sentence = sentence.with("day", self.due);
        if let Some(worth) = worth {
            sentence = sentence.with("worth", worth);
        }
        let mut reasons = Vec::new();
        if self.basis != Basis::Unknown {
            let chance = Message::new("measure-reason-chance").with("chance", Argument::Share(self.chance.0));
            let chance = chance.with("low", Argument::Share(self.chance.1));
            reasons.push(chance.with("high", Argument::Share(self.chance.2)));
        }
        reasons.extend(self.reasons());
        Proposal {
            // Next year's renewal is another matter.
            key: format!("measure.renewal:{}:{}", self.contract, self.due),
            kind: "renewal".into(),
            account: self.account,
            sentence,
            reasons,
            worth,
            chance: (self.basis != Basis::Unknown).then_some(1.0 - self.chance.0),
            due: None,
            action: Action {
                label: Message::new("measure-action-renew"),
                href: format!("/records/{}", self.account),
            },
        }
    }
}
