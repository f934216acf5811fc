//! The list of customers at risk, as a table and as a file.

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Currency, Day, Message, Money, Unit};
use troth_store::Db;
use troth_web::csv::{Cell, Lines};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, View};

use crate::model::AtRiskCustomer;
use crate::store::at_risk;

const ON_A_PAGE: usize = 50;
/// Rows read at a time for a file.
const CHUNK: usize = 500;

#[derive(Debug, Serialize)]
pub(super) struct CustomerRow {
    id: AccountId,
    name: String,
    chance: f64,
    stake: Money,
    reason: Message,
    last: Day,
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::text("measure-list-name"),
        Heading::number("measure-list-chance").by("chance"),
        Heading::number("measure-list-stake").by("stake"),
        Heading::text("measure-list-reason"),
        Heading::text("measure-list-last").by("last"),
    ]
}

/// A table that shows this row and goes on.
pub(super) fn sample() -> Table<CustomerRow> {
    let row = CustomerRow {
        id: troth_core::Id::from_raw(1),
        name: "Ada Berg".into(),
        chance: 0.23,
        stake: Money::new(12_550, Currency::EUR),
        reason: crate::model::rhythm(21.0, 133),
        last: Day::from_number(20_000),
    };
    table(&Asked::default(), vec![row], Some("x".into()))
}

fn table(asked: &Asked, rows: Vec<CustomerRow>, next: Option<String>) -> Table<CustomerRow> {
    Table::new("/measure", asked, headings(), rows).next(next).csv("/measure/at-risk.csv")
}

/// The page of the list that is asked for.
pub(super) fn load(db: &mut Db<'_>, asked: &Asked) -> Result<Table<CustomerRow>, crate::Error> {
    let order = asked.order(&at_risk::ORDERS, "-stake");
    let (rows, next) = load_rows(db, order, &asked.after, ON_A_PAGE)?;
    Ok(table(asked, rows, next))
}

fn load_rows(
    db: &mut Db<'_>,
    order: (&'static str, bool),
    after: &str,
    limit: usize,
) -> Result<(Vec<CustomerRow>, Option<String>), crate::Error> {
    let Some(half) = db.find_published_half()? else { return Ok((Vec::new(), None)) };
    let currency = match db.find_figure("at_risk.money")?.map(|figure| figure.unit) {
        Some(Unit::Money(currency)) => currency,
        _ => Currency::USD,
    };
    let (customers, next) = at_risk_page(db, half, order, after, limit)?;
    let ids: Vec<AccountId> = customers.iter().map(|customer| customer.account).collect();
    let accounts = troth_records::names_of(db, &ids)?;
    let rows = customers
        .into_iter()
        .zip(accounts)
        .filter_map(|(customer, account)| {
            let account = account?;
            Some(CustomerRow {
                id: account.id,
                name: account.name,
                chance: customer.alive,
                stake: Money::new(customer.stake, currency),
                reason: customer.reason(),
                last: customer.last_day,
            })
        })
        .collect();
    Ok((rows, next))
}

/// A page of customers at risk and the key of the next.
pub(crate) fn at_risk_page(
    db: &mut Db<'_>,
    half: troth_store::Half,
    order: (&'static str, bool),
    after: &str,
    limit: usize,
) -> Result<(Vec<AtRiskCustomer>, Option<String>), troth_store::Error> {
    let after = at_risk::read_key(order.0, after);
    let mut customers = at_risk::list(db, half, order, after, limit + 1)?;
    let more = customers.len() > limit;
    customers.truncate(limit);
    let next = customers.last().filter(|_| more).map(|last| at_risk::key(order.0, last));
    Ok((customers, next))
}

/// The whole list in its order, as a file for a spreadsheet.
pub(super) async fn get_file(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let order = asked.order(&at_risk::ORDERS, "-stake");
    let rows = view
        .app()
        .store()
        .read(move |db| {
            let mut rows = Vec::new();
            let mut after = String::new();
            loop {
                let (page, next) = load_rows(db, order, &after, CHUNK)?;
                rows.extend(page);
                match next {
                    Some(key) => after = key,
                    None => return Ok::<_, crate::Error>(rows),
                }
            }
        })
        .await?;
    let mut lines =
        Lines::with(&["customer", "name", "chance", "at_stake_a_year", "currency", "reason", "last_bought"]);
    for row in rows {
        lines.add([
            Cell::plain(row.id),
            Cell::from(row.name),
            Cell::plain(format_args!("{:.4}", row.chance)),
            Cell::plain(row.stake.amount()),
            Cell::plain(row.stake.currency),
            Cell::from(view.app().templates().say(view.language(), &row.reason)),
            Cell::plain(row.last),
        ]);
    }
    Ok(lines.into_file("at-risk.csv"))
}
