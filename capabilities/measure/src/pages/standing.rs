//! A customer's standing: what the models say of what they buy and of what they agreed to.

use serde::Serialize;
use troth_core::{AccountId, Currency, Day, Figure, Grade, Instant, Message, Unit};
use troth_store::{Db, Ranged, Score};
use troth_web::{Measured, Page, Piece};

use super::{find_report, measured};
use crate::model::{Basis, Renewal, Report};
use crate::store;

/// The most contracts of a customer that are shown: the next due.
const CONTRACTS: i64 = 5;

/// What the models say of a customer.
#[derive(Debug, Serialize)]
pub(crate) struct StandingPanel {
    account: AccountId,
    contracts: Vec<ShownContract>,
    bought: Option<Bought>,
}

/// What the next renewal looks like.
#[derive(Debug, Serialize)]
struct ShownContract {
    due: Day,
    when: Message,
    chance: Option<Measured>,
    worth: Option<Measured>,
    reasons: Vec<Message>,
    leaves: Option<Day>,
}

/// What purchases say.
#[derive(Debug, Serialize)]
struct Bought {
    alive: Measured,
    expected: Measured,
    worth: Option<Measured>,
}

impl Page for StandingPanel {
    const TEMPLATE: &str = "measure/standing.html";

    fn sample() -> Self {
        let as_of = Instant::from_micros(1_767_690_000_000_000);
        let figure = |value, unit| {
            Figure::new(value, unit, 928, Grade::Modelled, "bg-nbd", as_of).between(value * 0.9, value * 1.1)
        };
        let money = figure(12_550.0, Unit::Money(Currency::EUR));
        let contract = |leaves| ShownContract {
            due: Day::from_number(20_030),
            when: Message::new("measure-due-in").with("days", 30),
            chance: Some(measured("measure-chance-sentence", figure(0.74, Unit::Share), Vec::new())),
            worth: Some(measured("measure-contract-worth-sentence", money.clone(), Vec::new())),
            reasons: vec![Message::new("measure-reason-renewal").with("number", 3)],
            leaves,
        };
        Self {
            account: troth_core::Id::from_raw(1),
            contracts: vec![contract(None), contract(Some(Day::from_number(20_030)))],
            bought: Some(Bought {
                alive: measured("measure-alive-sentence", figure(0.42, Unit::Share), Vec::new()),
                expected: measured("measure-expected-sentence", figure(2.5, Unit::Number), Vec::new()),
                worth: Some(measured("measure-customer-worth-sentence", money.clone(), Vec::new())),
            }),
        }
    }
}

/// The panel on a customer's page.
pub(crate) fn load_standing(
    db: &mut Db<'_>,
    account: AccountId,
    now: Instant,
) -> Result<Option<Piece>, troth_store::Error> {
    let score = db.find_score(account)?;
    let renewals = store::renewal::list_of(db, account, CONTRACTS)?;
    if score.is_none() && renewals.is_empty() {
        return Ok(None);
    }
    let report = find_report(db).map_err(|error| troth_store::Error::Decode(error.to_string()))?;
    let bought = score.map(|score| bought(&score, report.as_ref(), now));
    let contracts = report.map_or_else(Vec::new, |report| {
        renewals.into_iter().map(|renewal| contract(&renewal, &report)).collect()
    });
    Ok(Some(Piece::of(&StandingPanel { account, contracts, bought })))
}

fn bought(score: &Score, report: Option<&Report>, now: Instant) -> Bought {
    // The model rests on every customer it was fitted to, not on this one alone.
    let n = report.and_then(Report::chosen).map_or(0, |fit| fit.n);
    let risk = report.map(|report| report.at_risk_purchases.as_ref().unwrap_or(&report.at_risk));
    let (method, as_of) = risk.map_or(("bg-nbd", now), |risk| (risk.share.method.as_str(), risk.share.as_of));
    let figure = |ranged: Ranged, unit, method: &str| {
        Figure::new(ranged.value, unit, n, Grade::Modelled, method, as_of).between(ranged.low, ranged.high)
    };
    let worth = report.and_then(|report| report.worth.as_ref()).map(|worth| {
        let figure = figure(score.worth, worth.base.unit, "customer-worth");
        let measured = measured("measure-customer-worth-sentence", figure, Vec::new());
        Measured { href: Some("/measure/worth".into()), ..measured }
    });
    let (alive, expected) =
        (figure(score.alive, Unit::Share, method), figure(score.purchases, Unit::Number, method));
    Bought {
        alive: measured("measure-alive-sentence", alive, Vec::new()),
        expected: measured("measure-expected-sentence", expected, Vec::new()),
        worth,
    }
}

fn contract(renewal: &Renewal, report: &Report) -> ShownContract {
    let as_of = report.at_risk.share.as_of;
    let at = |measured: Measured| Measured { href: Some("/measure/renewals".into()), ..measured };
    let chance = (renewal.basis != Basis::Unknown && renewal.leaves.is_none())
        .then(|| at(measured("measure-chance-sentence", chance(renewal, report), Vec::new())));
    let unit = report.worth.as_ref().map(|worth| worth.base.unit);
    let worth = renewal.worth.zip(unit).map(|((value, low, high), unit)| {
        let n = term(renewal, report).map_or(0, |term| term.relations);
        let figure = Figure::new(value, unit, n, Grade::Modelled, "contract-worth", as_of).between(low, high);
        at(measured("measure-contract-worth-sentence", figure, Vec::new()))
    });
    ShownContract {
        due: renewal.due,
        when: renewal.when(report.as_of),
        chance,
        worth,
        reasons: renewal.reasons(),
        leaves: renewal.leaves,
    }
}

fn term<'r>(renewal: &Renewal, report: &'r Report) -> Option<&'r crate::Term> {
    let terms = report.contracts.as_ref().map(|contracts| &contracts.terms);
    terms?.iter().find(|term| term.months == renewal.term_months)
}

/// The chance of a renewal as a figure.
pub(super) fn chance(renewal: &Renewal, report: &Report) -> Figure {
    let decided = u64::try_from(renewal.like.1).unwrap_or(0);
    let (n, grade, method) = match renewal.basis {
        Basis::Model => (term(renewal, report).map_or(0, |term| term.relations), Grade::Modelled, "sbg"),
        _ => (decided, Grade::Counted, "renewed-share"),
    };
    let (value, low, high) = renewal.chance;
    Figure::new(value, Unit::Share, n, grade, method, report.at_risk.share.as_of).between(low, high)
}
