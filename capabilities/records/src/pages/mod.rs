//! Customers: the list and the page of one.

pub(crate) mod lookup;

use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::handler::Handler;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Currency, Day, Id, Instant, Message, Money};
use troth_store::{Db, TimelineEntry};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, Need, Page, Place, Routes, ShownPanel, View};

use crate::model::AccountRow;
use crate::{IMPORT, MANAGE_BUSINESS, SEE, business, import::pages as importing, store};

const ON_A_PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/", Need::Permission(SEE), get_customers)
        .get("/lookup", Need::Permission(SEE), lookup::get_lookup)
        .get("/{id}", Need::Permission(SEE), get_customer)
        .get("/business", Need::Permission(MANAGE_BUSINESS), business::get_business)
        .post("/business", Need::Permission(MANAGE_BUSINESS), business::post_business)
        .get("/import", Need::Permission(IMPORT), importing::get_imports)
        .post(
            "/import",
            Need::Permission(IMPORT),
            importing::post_file.layer(DefaultBodyLimit::max(importing::UPLOAD_LIMIT)),
        )
        .get("/import/{id}", Need::Permission(IMPORT), importing::get_upload_page)
        .get("/import/{id}/errors", Need::Permission(IMPORT), importing::get_errors)
        .post("/import/{id}/check", Need::Permission(IMPORT), importing::post_check)
        .post("/import/{id}/start", Need::Permission(IMPORT), importing::post_start)
        .post("/import/{id}/undo", Need::Permission(IMPORT), importing::post_undo)
}

/// The list of customers.
#[derive(Debug, Serialize)]
pub(crate) struct CustomersPage {
    customers: Table<CustomerRow>,
    total: i64,
    q: String,
}

#[derive(Debug, Serialize)]
struct CustomerRow {
    id: AccountId,
    name: String,
    purchases: i64,
    last: Option<Day>,
    amount: Money,
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::text("records-name"),
        Heading::number("records-purchases"),
        Heading::number("records-amount"),
        Heading::text("records-last"),
    ]
}

impl Page for CustomersPage {
    const TEMPLATE: &str = "records/customers.html";

    fn sample() -> Self {
        let row = CustomerRow {
            id: AccountId::from_raw(1),
            name: "Ada Berg".into(),
            purchases: 4,
            last: Some(Day::from_number(20_000)),
            amount: Money::new(12_550, Currency::EUR),
        };
        let table = Table::new("/records", &Asked::default(), headings(), vec![row]).next(Some("x".into()));
        Self { customers: table, total: 1, q: String::new() }
    }
}

async fn get_customers(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let (letters, after) = (asked.q.clone(), read_key(&asked.after));
    let (rows, total, currency) = view
        .app()
        .store()
        .read(move |db| {
            let rows = store::list_accounts(db, &letters, after, ON_A_PAGE + 1)?;
            let currency = db.business()?.currency;
            Ok::<_, crate::Error>((rows, store::count_accounts(db)?, currency))
        })
        .await?;
    let more = rows.len() > ON_A_PAGE;
    let shown: Vec<AccountRow> = rows.into_iter().take(ON_A_PAGE).collect();
    let next = shown
        .last()
        .filter(|_| more)
        .map(|row| format!("{}~{}", row.account.id, crate::fold(&row.account.name)));
    let rows = shown
        .into_iter()
        .map(|row| CustomerRow {
            id: row.account.id,
            name: row.account.name,
            purchases: row.purchases,
            last: row.last_day,
            amount: Money::new(row.amount, currency),
        })
        .collect();
    let q = asked.q.clone();
    view.page(&CustomersPage {
        customers: Table::new("/records", &asked, headings(), rows).next(next),
        total,
        q,
    })
}

/// The key of the last row of the page before: its id and folded name.
fn read_key(text: &str) -> Option<(String, AccountId)> {
    let (id, name) = text.split_once('~')?;
    Some((name.to_owned(), id.parse().ok()?))
}

/// The page of a customer.
#[derive(Debug, Serialize)]
pub(crate) struct CustomerPage {
    id: AccountId,
    name: String,
    external_key: Option<String>,
    head: Vec<ShownPanel>,
    side: Vec<ShownPanel>,
    timeline: Vec<Moment>,
    earlier: Option<String>,
}

#[derive(Debug, Serialize)]
struct Moment {
    at: Instant,
    kind: &'static str,
    sentence: Message,
}

impl From<TimelineEntry> for Moment {
    fn from(entry: TimelineEntry) -> Self {
        Self { at: entry.at, kind: entry.kind, sentence: entry.sentence }
    }
}

impl Page for CustomerPage {
    const TEMPLATE: &str = "records/customer.html";

    fn sample() -> Self {
        let amount = Money::new(2_933, Currency::EUR);
        Self {
            id: AccountId::from_raw(1),
            name: "Ada Berg".into(),
            external_key: Some("0042".into()),
            head: Vec::new(),
            side: Vec::new(),
            timeline: vec![Moment {
                at: Instant::from_micros(1_767_690_000_000_000),
                kind: "purchase",
                sentence: Message::new("records-timeline-bought-product")
                    .with("amount", amount)
                    .with("product", "Tea"),
            }],
            earlier: Some("1.2".into()),
        }
    }
}

#[derive(serde::Deserialize)]
struct Before {
    before: Option<String>,
}

async fn get_customer(
    view: View,
    Path(id): Path<String>,
    Query(before): Query<Before>,
) -> Result<Response, Error> {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let before =
        before.before.as_deref().and_then(read_moment).unwrap_or((Instant::from_micros(i64::MAX), i64::MAX));
    let reader = view.clone();
    let timelines: Vec<_> = view.app().registry().parts().iter().filter_map(|part| part.timeline).collect();
    let (account, panels, timeline) = view
        .app()
        .store()
        .read(move |db| {
            let account = store::get_account(db, id)?;
            let panels = reader.load_panels(db, id)?;
            let timeline = union(db, &timelines, id, before, ON_A_PAGE + 1)?;
            Ok::<_, troth_store::Error>((account, panels, timeline))
        })
        .await?;
    if let Some(stayed) = account.merged_into {
        return Ok(view.go(&format!("/records/{stayed}")));
    }
    let more = timeline.len() > ON_A_PAGE;
    let shown: Vec<TimelineEntry> = timeline.into_iter().take(ON_A_PAGE).collect();
    let earlier = shown.last().filter(|_| more).map(|last| format!("{}.{}", last.at.micros(), last.id));
    view.page(&CustomerPage {
        id,
        name: account.name,
        external_key: account.external_key,
        head: view.show_panels(&panels, Place::Head)?,
        side: view.show_panels(&panels, Place::Side)?,
        timeline: shown.into_iter().map(Moment::from).collect(),
        earlier,
    })
}

fn read_moment(text: &str) -> Option<(Instant, i64)> {
    let (at, id) = text.split_once('.')?;
    Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
}

/// The latest entries of every capability before a moment: each is asked for a page, and the pages are merged.
fn union(
    db: &mut Db<'_>,
    timelines: &[troth_store::Timeline],
    account: AccountId,
    before: (Instant, i64),
    limit: usize,
) -> Result<Vec<TimelineEntry>, troth_store::Error> {
    let mut all = Vec::new();
    for timeline in timelines {
        all.extend(timeline(db, account, before, limit)?);
    }
    all.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    all.truncate(limit);
    Ok(all)
}
