//! The list of customers: looked through, narrowed, sorted, its columns chosen, fetched as a file. Its state stands in
//! the address.

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Currency, Day, Id, Message, Money};
use troth_store::Db;
use troth_web::table::{Asked, Heading, Table};
use troth_web::{App, Error, Page, View};

use super::ON_A_PAGE;
use super::edit::{Choice, Choices};
use crate::entity::Target;
use crate::export::pages::sent;
use crate::export::{ExportFormat, lines};
use crate::model::{AccountKind, AccountRow};
use crate::store::{self, AccountFilter};
use crate::{EDIT, IMPORT, MERGE, harmless};

/// Columns that can be chosen, with the keys of their texts. The name is always there.
const COLUMNS: [(&str, &str); 8] = [
    ("purchases", "records-purchases"),
    ("amount", "records-amount"),
    ("last", "records-last"),
    ("kind", "records-kind"),
    ("team", "records-team"),
    ("owner", "records-owner"),
    ("key", "records-external-key"),
    ("created", "records-created"),
];
/// Those shown where nobody has chosen.
const SHOWN: [&str; 3] = ["purchases", "amount", "last"];
/// Customers read at once for a file.
const CHUNK: usize = 1_000;

/// The list of customers.
#[derive(Debug, Serialize)]
pub(crate) struct CustomersPage {
    customers: Table<CustomerRow>,
    total: i64,
    q: String,
    people: bool,
    /// Whether something is narrowed or chosen.
    narrowed: bool,
    filters: Vec<Filter>,
    columns: Vec<Column>,
    sort: String,
    may: May,
}

/// What whoever looks may do.
#[derive(Debug, Serialize)]
struct May {
    edit: bool,
    import: bool,
    merge: bool,
}

#[derive(Debug, Serialize)]
struct Filter {
    name: &'static str,
    text: &'static str,
    value: String,
    options: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Column {
    name: &'static str,
    text: &'static str,
    shown: bool,
}

#[derive(Debug, Serialize)]
struct CustomerRow {
    id: AccountId,
    name: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Cell {
    Number(i64),
    Money(Money),
    Day(Option<Day>),
    Word(&'static str),
    Text(String),
}

impl Page for CustomersPage {
    const TEMPLATE: &str = "records/customers.html";

    fn sample() -> Self {
        let row = CustomerRow {
            id: AccountId::from_raw(1),
            name: "Ada Berg".into(),
            cells: vec![
                Cell::Number(4),
                Cell::Money(Money::new(12_550, Currency::EUR)),
                Cell::Day(Some(Day::from_number(20_000))),
                Cell::Word("person"),
                Cell::Text("North".into()),
            ],
        };
        let chosen = ["purchases", "amount", "last", "kind", "team"];
        let table =
            Table::new("/records", &Asked::default(), headings(&chosen), vec![row]).next(Some("x".into()));
        let option = Choice { value: "team_0000000000001".into(), label: "North".into() };
        Self {
            customers: table.csv("/records/customers.csv"),
            total: 1,
            q: String::new(),
            people: false,
            narrowed: true,
            filters: vec![Filter {
                name: "team",
                text: "records-team",
                value: option.value.clone(),
                options: vec![option],
            }],
            columns: columns(&chosen),
            sort: "-name".into(),
            may: May { edit: true, import: true, merge: true },
        }
    }
}

fn headings(chosen: &[&'static str]) -> Vec<Heading> {
    let mut headings = vec![Heading::text("records-name").by("name")];
    for (name, text) in COLUMNS.iter().filter(|(name, _)| chosen.contains(name)) {
        let number = ["purchases", "amount"].contains(name);
        headings.push(if number { Heading::number(text) } else { Heading::text(text) });
    }
    headings
}

fn columns(chosen: &[&'static str]) -> Vec<Column> {
    COLUMNS.iter().map(|(name, text)| Column { name, text, shown: chosen.contains(name) }).collect()
}

/// What the address asks for.
struct List {
    asked: Asked,
    filter: AccountFilter,
    after: Option<(String, AccountId)>,
    chosen: Vec<&'static str>,
}

fn read(pairs: Vec<(String, String)>) -> List {
    let mut list =
        List { asked: Asked::default(), filter: AccountFilter::default(), after: None, chosen: Vec::new() };
    for (name, value) in pairs {
        let value: String = value.chars().take(200).collect();
        let known = match name.as_str() {
            "q" => {
                list.asked.q = value.trim().to_owned();
                continue;
            }
            "sort" => {
                list.asked.sort = value;
                continue;
            }
            "after" => {
                list.asked.after = value;
                continue;
            }
            "kind" => {
                list.filter.kind = AccountKind::find(&value);
                list.filter.kind.is_some()
            }
            "team" => {
                list.filter.team = value.parse().ok();
                list.filter.team.is_some()
            }
            "owner" => {
                list.filter.owner = value.parse().ok();
                list.filter.owner.is_some()
            }
            "column" => {
                let column =
                    COLUMNS.iter().find(|(column, _)| *column == value && !list.chosen.contains(column));
                list.chosen.extend(column.map(|(column, _)| *column));
                column.is_some()
            }
            _ => false,
        };
        if known {
            list.asked.keep.push((name, value));
        }
    }
    list.filter.starting.clone_from(&list.asked.q);
    list.filter.falling = list.asked.order(&["name"], "name").1;
    list.after = store::read_place(&list.asked.after);
    if list.chosen.is_empty() {
        list.chosen = SHOWN.to_vec();
    }
    list
}

/// Rows with what their cells need.
struct Loaded {
    rows: Vec<AccountRow>,
    currency: Currency,
    choices: Choices,
}

fn load(
    db: &mut Db<'_>,
    list: &List,
    after: Option<(String, AccountId)>,
    limit: usize,
) -> Result<Loaded, troth_store::Error> {
    Ok(Loaded {
        rows: store::list_accounts(db, &list.filter, after, limit)?,
        currency: db.business()?.currency,
        // Those who left still hold ties until somebody else does.
        choices: Choices::load(db, Day::from_number(0), None)?,
    })
}

impl Loaded {
    fn cell(&self, row: &AccountRow, column: &str) -> Cell {
        let name = |target: Target, id: Option<String>| {
            let found = id.and_then(|id| self.choices.of(target).iter().find(|one| one.value == id));
            Cell::Text(found.map(|one| one.label.clone()).unwrap_or_default())
        };
        match column {
            "purchases" => Cell::Number(row.purchases),
            "amount" => Cell::Money(Money::new(row.amount, self.currency)),
            "last" => Cell::Day(row.last_day),
            "kind" => Cell::Word(row.account.kind.key()),
            "team" => name(Target::Team, row.account.team.map(|team| team.to_string())),
            "owner" => name(Target::Staff, row.account.owner.map(|owner| owner.to_string())),
            "created" => Cell::Day(Some(row.account.created)),
            _ => Cell::Text(row.account.external_key.clone().unwrap_or_default()),
        }
    }
}

pub(super) async fn get_customers(
    view: View,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let list = read(pairs);
    let (list, loaded, total, people) = view
        .app()
        .store()
        .read(move |db| {
            let loaded = load(db, &list, list.after.clone(), ON_A_PAGE + 1)?;
            let (total, people) = (store::count_accounts(db)?, db.business()?.people);
            Ok::<_, troth_store::Error>((list, loaded, total, people))
        })
        .await?;
    let more = loaded.rows.len() > ON_A_PAGE;
    let shown = &loaded.rows[..ON_A_PAGE.min(loaded.rows.len())];
    let next = shown.last().filter(|_| more).map(|row| store::place_of(&row.account));
    let order = COLUMNS.iter().filter(|(name, _)| list.chosen.contains(name));
    let order: Vec<&'static str> = order.map(|(name, _)| *name).collect();
    let rows = shown.iter().map(|row| CustomerRow {
        id: row.account.id,
        name: row.account.name.clone(),
        cells: order.iter().map(|column| loaded.cell(row, column)).collect(),
    });
    let rows = rows.collect();
    let say = |word: &str| {
        view.app().templates().say(view.language(), &Message::new(format!("records-word-{word}")))
    };
    let kinds =
        AccountKind::WORDS.iter().map(|word| Choice { value: (*word).into(), label: say(word) }).collect();
    let value = |name: &str| {
        let said = list.asked.keep.iter().find(|(kept, _)| kept == name);
        said.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let filters = [
        ("kind", "records-kind", if people { Vec::new() } else { kinds }),
        ("team", "records-team", loaded.choices.of(Target::Team).to_vec()),
        ("owner", "records-owner", loaded.choices.of(Target::Staff).to_vec()),
    ];
    let filters = filters.into_iter().filter(|(_, _, options)| !options.is_empty());
    let filters = filters.map(|(name, text, options)| Filter { name, text, value: value(name), options });
    let filters = filters.collect();
    view.page(&CustomersPage {
        customers: Table::new("/records", &list.asked, headings(&list.chosen), rows)
            .next(next)
            .csv("/records/customers.csv"),
        total,
        q: list.asked.q.clone(),
        people,
        narrowed: !list.asked.keep.is_empty(),
        filters,
        columns: columns(&list.chosen),
        sort: list.asked.sort.clone(),
        may: May { edit: view.may(&EDIT), import: view.may(&IMPORT), merge: view.may(&MERGE) },
    })
}

/// The whole list as a file: every column, read and sent piece by piece.
pub(super) async fn get_file(
    view: View,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let start = (read(pairs), None::<(String, AccountId)>, true);
    Ok(sent("customers.csv", ExportFormat::Csv, start, move |(list, after, first)| {
        piece(view.app().clone(), list, after, first)
    }))
}

type Rest = Option<(List, Option<(String, AccountId)>, bool)>;

async fn piece(
    app: App,
    list: List,
    after: Option<(String, AccountId)>,
    first: bool,
) -> Result<(Vec<u8>, Rest), Error> {
    let (list, loaded) = app
        .store()
        .read(move |db| {
            let loaded = load(db, &list, after, CHUNK)?;
            Ok::<_, troth_store::Error>((list, loaded))
        })
        .await?;
    let headings = ["customer", "name"].into_iter().chain(COLUMNS.iter().map(|(name, _)| *name));
    let headings: Option<Vec<String>> = first.then(|| headings.map(str::to_owned).collect());
    let rows = loaded.rows.iter().map(|row| {
        let cells = COLUMNS.iter().map(|(column, _)| match loaded.cell(row, column) {
            Cell::Number(number) => number.to_string(),
            Cell::Money(money) => {
                let digits = usize::try_from(money.currency.exponent()).unwrap_or_default();
                format!("{:.digits$}", money.major())
            }
            Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
            Cell::Word(word) => word.to_owned(),
            Cell::Text(text) => harmless(&text),
        });
        [row.account.id.to_string(), harmless(&row.account.name)].into_iter().chain(cells).collect()
    });
    let text = lines(headings.into_iter().chain(rows));
    let next = loaded.rows.last().filter(|_| loaded.rows.len() == CHUNK);
    let next = next.map(|last| (last.account.id, crate::fold(&last.account.name)));
    Ok((text, next.map(|(id, name)| (list, Some((name, id)), false))))
}
