//! The list of customers: looked through, narrowed, sorted, its columns chosen, fetched as a file. Its state stands in
//! the address.

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Currency, Day, Id, Message, Money};
use troth_store::{Db, SegmentField, SegmentType};
use troth_web::csv::{self, Lines};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{App, Error, Page, View};

use super::ON_A_PAGE;
use super::edit::{Choice, Choices};
use super::wanted::{COLUMNS, List, read};
use crate::entity::Target;
use crate::export::ExportFormat;
use crate::export::pages::sent;
use crate::model::{AccountKind, AccountRow};
use crate::segment::{Segment, get_segment, list_segments};
use crate::store::{self, Said, lookup};
use crate::{EDIT, IMPORT, MERGE};

/// Customers read at once for a file.
const CHUNK: usize = 1_000;
/// Customers counted for the head of the page; beyond, it says that there are more.
const COUNTED: i64 = 10_000;

/// The list of customers.
#[derive(Debug, Serialize)]
pub(crate) struct CustomersPage {
    customers: Table<CustomerRow>,
    total: i64,
    /// Whether there are more than were counted.
    many: bool,
    q: String,
    people: bool,
    /// Whether something is narrowed or chosen.
    narrowed: bool,
    filters: Vec<Filter>,
    columns: Vec<Column>,
    sort: String,
    /// What whoever looks should know of the list.
    notices: Vec<Message>,
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
    Share(f64),
    Money(Money),
    /// An estimate with the ends of its interval.
    Shares([f64; 3]),
    Amounts([Money; 3]),
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
                Cell::Shares([0.7, 0.6, 0.8]),
                Cell::Amounts([100, 50, 200].map(|minor| Money::new(minor, Currency::EUR))),
            ],
        };
        let chosen = &COLUMNS[..5];
        let headings = chosen.iter().map(|(name, text)| Heading::text(text).by(name));
        let headings = std::iter::once(Heading::text("records-name").by("name")).chain(headings).collect();
        let table = Table::new("/records", &Asked::default(), headings, vec![row]).next(Some("x".into()));
        let option = Choice { value: "team_0000000000001".into(), label: "North".into() };
        Self {
            customers: table.csv("/records/customers.csv"),
            total: 1,
            many: false,
            q: String::new(),
            people: false,
            narrowed: true,
            filters: vec![Filter {
                name: "team",
                text: "records-team",
                value: option.value.clone(),
                options: vec![option],
            }],
            columns: COLUMNS.iter().map(|(name, text)| Column { name, text, shown: true }).collect(),
            sort: "-name".into(),
            notices: vec![Message::new("records-list-ignored").with("what", "color")],
            may: May { edit: true, import: true, merge: true },
        }
    }
}

/// Rows with what their cells need.
struct Loaded {
    rows: Vec<AccountRow>,
    /// Columns of other capabilities, with what they say of each row.
    declared: Vec<(SegmentField, Vec<Option<Said>>)>,
    currency: Currency,
    choices: Choices,
    segments: Vec<Segment>,
}

fn load(db: &mut Db<'_>, list: &mut List, after: &str, limit: usize) -> Result<Loaded, Error> {
    let currency = db.business()?.currency;
    if let Some(id) = list.segment {
        let segment = get_segment(db, id)?;
        segment.filter.check(&list.fields, currency).map_err(Error::Wrong)?;
        list.filter.segment = Some((segment.filter, list.fields.clone()));
    }
    let rows = store::list_accounts(db, &list.filter, Some(after), (limit, list.today))?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.account.id).collect();
    let fields: Vec<SegmentField> =
        list.declared.iter().filter(|field| list.chosen.contains(&field.name)).copied().collect();
    let values = store::list_values(db, &fields, &ids, list.today)?;
    let of = |column: usize| values.iter().map(|row| row[column]).collect();
    let declared = fields.iter().enumerate().map(|(column, field)| (*field, of(column))).collect();
    Ok(Loaded {
        rows,
        declared,
        currency,
        // Those who left still hold ties until somebody else does.
        choices: Choices::load(db, Day::from_number(0), None)?,
        segments: list_segments(db)?,
    })
}

impl Loaded {
    fn cell(&self, place: usize, column: &str) -> Cell {
        let row = &self.rows[place];
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
            "key" => Cell::Text(row.account.external_key.clone().unwrap_or_default()),
            other => self.said(place, other),
        }
    }

    /// What another capability says of a row.
    fn said(&self, place: usize, column: &str) -> Cell {
        let declared = self.declared.iter().find(|(field, _)| field.name == column);
        let Some((field, Some(Said { value, interval }))) =
            declared.map(|(field, values)| (field, values[place]))
        else {
            return Cell::Text(String::new());
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "amounts and days are far below the largest number"
        )]
        let whole = |value: f64| value.round() as i64;
        let money = |value| Money::new(whole(value), self.currency);
        match (field.kind, interval) {
            (SegmentType::Share, Some((low, high))) => Cell::Shares([value, low, high]),
            (SegmentType::Share, None) => Cell::Share(value),
            (SegmentType::Money, Some((low, high))) => Cell::Amounts([value, low, high].map(money)),
            (SegmentType::Money, None) => Cell::Money(money(value)),
            (SegmentType::Day, _) => Cell::Day(Some(Day::from_number(whole(value)))),
            _ => Cell::Number(whole(value)),
        }
    }
}

pub(super) async fn get_customers(
    view: View,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let mut list = read(&view, pairs);
    let (list, loaded, total, people, cut) = view
        .app()
        .store()
        .read(move |db| {
            let after = list.asked.after.clone();
            let loaded = load(db, &mut list, &after, ON_A_PAGE + 1)?;
            let (total, people) = (store::count_accounts(db, COUNTED + 1)?, db.business()?.people);
            let cut = lookup::find_cut(db, &list.asked.q)?;
            Ok::<_, Error>((list, loaded, total, people, cut))
        })
        .await?;
    let more = loaded.rows.len() > ON_A_PAGE;
    let count = ON_A_PAGE.min(loaded.rows.len());
    let next = loaded.rows[..count].last().filter(|_| more).map(|row| row.place.clone());
    let order = list.in_order();
    let rows = (0..count).map(|place| CustomerRow {
        id: loaded.rows[place].account.id,
        name: loaded.rows[place].account.name.clone(),
        cells: order.iter().map(|column| loaded.cell(place, column)).collect(),
    });
    let rows = rows.collect();
    let say = |word: &str| {
        view.app().templates().say(view.language(), &Message::new(format!("records-word-{word}")))
    };
    let kinds =
        AccountKind::WORDS.iter().map(|word| Choice { value: (*word).into(), label: say(word) }).collect();
    let segments = loaded.segments.iter();
    let segments =
        segments.map(|one| Choice { value: one.id.to_string(), label: one.name.clone() }).collect();
    let value = |name: &str| {
        let said = list.asked.keep.iter().find(|(kept, _)| kept == name);
        said.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let filters = [
        ("segment", "records-segment", segments),
        ("kind", "records-kind", if people { Vec::new() } else { kinds }),
        ("team", "records-team", loaded.choices.of(Target::Team).to_vec()),
        ("owner", "records-owner", loaded.choices.of(Target::Staff).to_vec()),
    ];
    let filters = filters.into_iter().filter(|(_, _, options)| !options.is_empty());
    let filters = filters.map(|(name, text, options)| Filter { name, text, value: value(name), options });
    let filters = filters.collect();
    let columns =
        list.columns().map(|name| Column { name, text: list.text(name), shown: list.chosen.contains(&name) });
    view.page(&CustomersPage {
        customers: Table::new("/records", &list.asked, list.headings(), rows)
            .next(next)
            .csv("/records/customers.csv"),
        total: total.min(COUNTED),
        many: total > COUNTED,
        q: list.asked.q.clone(),
        people,
        narrowed: !list.asked.keep.is_empty(),
        filters,
        columns: columns.collect(),
        sort: list.asked.sort.clone(),
        notices: list.notices(total > COUNTED, cut),
        may: May { edit: view.may(&EDIT), import: view.may(&IMPORT), merge: view.may(&MERGE) },
    })
}

/// The whole list as a file: every column, read and sent piece by piece.
pub(super) async fn get_file(
    view: View,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let mut list = read(&view, pairs);
    list.chosen = list.columns().collect();
    let app = view.app().clone();
    Ok(sent("customers.csv", ExportFormat::Csv, (list, None::<String>), move |(list, after)| {
        piece(app.clone(), list, after)
    }))
}

type Rest = Option<(List, Option<String>)>;

async fn piece(app: App, mut list: List, after: Option<String>) -> Result<(Vec<u8>, Rest), Error> {
    let first = after.is_none();
    let (list, loaded) = app
        .store()
        .read(move |db| {
            let loaded = load(db, &mut list, after.as_deref().unwrap_or_default(), CHUNK)?;
            Ok::<_, Error>((list, loaded))
        })
        .await?;
    let named = list.columns().flat_map(|column| list.file_headings(column));
    let headings: Vec<String> = ["customer", "name"].map(str::to_owned).into_iter().chain(named).collect();
    let headings: Vec<&str> = headings.iter().filter(|_| first).map(String::as_str).collect();
    let mut lines = Lines::with(&headings);
    for (place, row) in loaded.rows.iter().enumerate() {
        let cells = list.columns().flat_map(|column| {
            let mut cells = match loaded.cell(place, column) {
                Cell::Number(number) => vec![csv::Cell::plain(number)],
                Cell::Share(share) => vec![csv::Cell::plain(share)],
                Cell::Money(money) => vec![csv::Cell::plain(money.amount())],
                Cell::Shares(shares) => shares.map(csv::Cell::plain).into(),
                Cell::Amounts(amounts) => amounts.map(|money| csv::Cell::plain(money.amount())).into(),
                Cell::Day(day) => vec![csv::Cell::if_known(day)],
                Cell::Word(word) => vec![csv::Cell::plain(word)],
                Cell::Text(text) => vec![csv::Cell::from(text)],
            };
            cells.resize(list.file_headings(column).len(), csv::Cell::plain(""));
            cells
        });
        let who = [csv::Cell::plain(row.account.id), csv::Cell::from(row.account.name.as_str())];
        lines.add(who.into_iter().chain(cells));
    }
    let next = loaded.rows.last().filter(|_| loaded.rows.len() == CHUNK).map(|last| last.place.clone());
    Ok((lines.take(), next.map(|place| (list, Some(place)))))
}
