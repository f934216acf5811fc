//! The renewals due soon, as a table and as a file.

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, ContractId, Currency, Day, Message, Money, Unit};
use troth_store::Db;
use troth_web::csv::{Cell, Lines};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, Page, View};

use crate::model::{Basis, Renewal, Report};
use crate::store::renewal;

const ON_A_PAGE: usize = 50;
/// Rows read at a time for a file.
const CHUNK: usize = 500;

/// Renewals due soon.
#[derive(Debug, Serialize)]
pub(crate) struct RenewalsPage {
    /// Whether there are contracts.
    known: bool,
    sentence: Option<Message>,
    leaving: Option<Message>,
    warns: Vec<Message>,
    list: Table<RenewalRow>,
}

#[derive(Debug, Serialize)]
struct RenewalRow {
    contract: ContractId,
    id: AccountId,
    name: String,
    due: Day,
    when: Message,
    chance: Option<(f64, f64, f64)>,
    yearly: Option<Money>,
    stake: Option<Money>,
    reasons: Vec<Message>,
}

fn table(asked: &Asked, rows: Vec<RenewalRow>, next: Option<String>) -> Table<RenewalRow> {
    let headings = vec![
        Heading::text("measure-list-name"),
        Heading::text("measure-renewal-due").by("due"),
        Heading::number("measure-renewal-chance").by("chance"),
        Heading::number("measure-renewal-yearly"),
        Heading::number("measure-renewal-stake").by("stake"),
        Heading::text("measure-list-reason"),
    ];
    Table::new("/measure/renewals", asked, headings, rows).next(next).csv("/measure/renewals.csv")
}

impl Page for RenewalsPage {
    const TEMPLATE: &str = "measure/renewals.html";

    fn sample() -> Self {
        let row = RenewalRow {
            contract: troth_core::Id::from_raw(1),
            id: troth_core::Id::from_raw(1),
            name: "Berg & Co".into(),
            due: Day::from_number(20_030),
            when: Message::new("measure-due-in").with("days", 30),
            chance: Some((0.74, 0.65, 0.82)),
            yearly: Some(Money::new(120_000, Currency::EUR)),
            stake: Some(Money::new(31_200, Currency::EUR)),
            reasons: vec![Message::new("measure-reason-renewal").with("number", 3)],
        };
        Self {
            known: true,
            sentence: Some(Message::new("measure-renewals-due").with("count", 1).with("days", 90)),
            leaving: Some(Message::new("measure-contracts-leaving").with("count", 2)),
            warns: vec![Message::new("measure-warn-renewals-few").with("relations", 4)],
            list: table(&Asked::default(), vec![row], Some("x".into())),
        }
    }
}

/// A page of renewals and the key of the next.
pub(crate) fn renewals_page(
    db: &mut Db<'_>,
    order: (&'static str, bool),
    after: &str,
    limit: usize,
) -> Result<(Vec<Renewal>, Option<String>), troth_store::Error> {
    let after = renewal::read_key(order.0, after);
    let mut renewals = renewal::list(db, order, after, limit + 1)?;
    let more = renewals.len() > limit;
    renewals.truncate(limit);
    let next = renewals.last().filter(|_| more).map(|last| renewal::key(order.0, last));
    Ok((renewals, next))
}

fn rows(
    db: &mut Db<'_>,
    report: &Report,
    order: (&'static str, bool),
    (after, limit): (&str, usize),
) -> Result<(Vec<RenewalRow>, Option<String>), crate::Error> {
    let currency = match report.at_risk.money.unit {
        Unit::Money(currency) => currency,
        _ => Currency::USD,
    };
    let (renewals, next) = renewals_page(db, order, after, limit)?;
    let ids: Vec<AccountId> = renewals.iter().map(|renewal| renewal.account).collect();
    let accounts = troth_records::names_of(db, &ids)?;
    let row = |(renewal, account): (Renewal, Option<troth_records::Account>)| {
        let account = account?;
        let money = |minor| Money::new(minor, currency);
        Some(RenewalRow {
            contract: renewal.contract,
            id: account.id,
            name: account.name,
            due: renewal.due,
            when: renewal.when(report.as_of),
            chance: (renewal.basis != Basis::Unknown).then_some(renewal.chance),
            yearly: renewal.yearly.map(money),
            stake: renewal.yearly.map(|_| money(renewal.stake())),
            reasons: renewal.reasons(),
        })
    };
    Ok((renewals.into_iter().zip(accounts).filter_map(row).collect(), next))
}

pub(super) async fn get_renewals(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let page = view
        .app()
        .store()
        .read(move |db| {
            let order = asked.order(&renewal::ORDERS, "-stake");
            let report = super::find_report(db)?;
            let Some((report, contracts)) =
                report.as_ref().and_then(|report| Some((report, report.contracts.as_ref()?)))
            else {
                let list = table(&asked, Vec::new(), None);
                let (sentence, leaving, warns) = (None, None, Vec::new());
                return Ok::<_, crate::Error>(RenewalsPage { known: false, sentence, leaving, warns, list });
            };
            let (rows, next) = rows(db, report, order, (&asked.after, ON_A_PAGE))?;
            let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
            let sentence = Message::new("measure-renewals-due").with("count", count(contracts.due));
            Ok(RenewalsPage {
                known: true,
                sentence: Some(sentence.with("days", crate::model::SOON)),
                leaving: (contracts.leaving > 0).then(|| {
                    Message::new("measure-contracts-leaving").with("count", count(contracts.leaving))
                }),
                warns: contracts.every_warn().cloned().collect(),
                list: table(&asked, rows, next),
            })
        })
        .await?;
    view.page(&page)
}

/// The whole list in its order, as a file for a spreadsheet.
pub(super) async fn get_file(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let order = asked.order(&renewal::ORDERS, "-stake");
    let found = view
        .app()
        .store()
        .read(move |db| {
            let mut found = Vec::new();
            let Some(report) = super::find_report(db)? else { return Ok::<_, crate::Error>(found) };
            let mut after = String::new();
            loop {
                let (page, next) = rows(db, &report, order, (&after, CHUNK))?;
                found.extend(page);
                match next {
                    Some(key) => after = key,
                    None => return Ok(found),
                }
            }
        })
        .await?;
    let mut lines = Lines::with(&[
        "contract",
        "customer",
        "name",
        "due",
        "chance",
        "chance_low",
        "chance_high",
        "a_year",
        "at_stake",
        "currency",
        "reasons",
    ]);
    for row in found {
        let say = |reason| view.app().templates().say(view.language(), reason);
        let reasons: Vec<String> = row.reasons.iter().map(say).collect();
        let share = |of: fn((f64, f64, f64)) -> f64| {
            Cell::if_known(row.chance.map(|chance| format!("{:.4}", of(chance))))
        };
        lines.add([
            Cell::plain(row.contract),
            Cell::plain(row.id),
            Cell::from(row.name),
            Cell::plain(row.due),
            share(|chance| chance.0),
            share(|chance| chance.1),
            share(|chance| chance.2),
            Cell::if_known(row.yearly.map(Money::amount)),
            Cell::if_known(row.stake.map(Money::amount)),
            Cell::if_known(row.yearly.map(|money| money.currency)),
            Cell::from(reasons.join(" ")),
        ]);
    }
    Ok(lines.into_file("renewals.csv"))
}
