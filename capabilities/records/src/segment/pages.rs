//! Segments: the list, one with its live count and its customers, and the page on which one is built.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Id, Message, SegmentId};
use troth_store::{Business, SegmentField, SegmentType};
use troth_web::csv::{Cell, Lines};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, Form, Page, View};

use super::model::{Filter, Segment, Test};
use super::{store, verbs};
use crate::EDIT;
use crate::entity::Target;
use crate::export::ExportFormat;
use crate::export::pages::sent;
use crate::pages::edit::{Choice, Choices, by};
use crate::store::{place_of, read_place};

const ON_A_PAGE: usize = 50;
/// Tests that the page builds; programs may send more.
const ROWS: usize = 12;
/// Customers read at once for a file.
const CHUNK: usize = 5_000;

/// Every segment.
#[derive(Debug, Serialize)]
pub(crate) struct SegmentsPage {
    segments: Vec<Named>,
    may: bool,
}

#[derive(Debug, Serialize)]
struct Named {
    id: SegmentId,
    name: String,
    tests: i64,
}

impl Page for SegmentsPage {
    const TEMPLATE: &str = "records/segments.html";

    fn sample() -> Self {
        Self {
            segments: vec![Named { id: SegmentId::from_raw(1), name: "Silent regulars".into(), tests: 2 }],
            may: true,
        }
    }
}

pub(crate) async fn get_segments(view: View) -> Result<Response, Error> {
    let segments = view.app().store().read(store::list_segments).await?;
    let named = |one: Segment| Named {
        id: one.id,
        tests: i64::try_from(one.filter.tests().len()).unwrap_or(i64::MAX),
        name: one.name,
    };
    view.page(&SegmentsPage { segments: segments.into_iter().map(named).collect(), may: view.may(&EDIT) })
}

/// A segment, how many it finds now, and who they are.
#[derive(Debug, Serialize)]
pub(crate) struct SegmentPage {
    id: SegmentId,
    name: String,
    any: bool,
    tests: Vec<String>,
    /// Why it cannot be asked any more.
    problem: Option<Message>,
    count: Option<i64>,
    removed: bool,
    members: Table<Member>,
    may: bool,
}

#[derive(Debug, Serialize)]
struct Member {
    id: AccountId,
    name: String,
    key: Option<String>,
}

fn headings() -> Vec<Heading> {
    vec![Heading::text("records-name"), Heading::text("records-external-key")]
}

impl Page for SegmentPage {
    const TEMPLATE: &str = "records/segment.html";

    fn sample() -> Self {
        let member = Member { id: AccountId::from_raw(1), name: "Ada Berg".into(), key: Some("0042".into()) };
        Self {
            id: SegmentId::from_raw(1),
            name: "Silent regulars".into(),
            any: false,
            tests: vec!["Purchases: at least 3".into()],
            problem: Some(Message::new("records-segment-gone").with("field", "measure.alive")),
            count: Some(1),
            removed: true,
            members: Table::new(
                "/records/segments/seg_0000000000001",
                &Asked::default(),
                headings(),
                vec![member],
            ),
            may: true,
        }
    }
}

fn parse(id: &str) -> Result<SegmentId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn fields_of(view: &View) -> Vec<SegmentField> {
    store::fields(view.app().registry().parts())
}

pub(crate) async fn get_segment(
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let fields = fields_of(&view);
    let today = view.app().zone().day_of(view.app().now());
    let after = read_place(&asked.after);
    let known = fields.clone();
    let (segment, problem, count, members, choices) = view
        .app()
        .store()
        .read(move |db| {
            let segment = store::get_segment(db, id)?;
            let choices = Choices::load(db, troth_core::Day::from_number(0), None)?;
            let problem = segment.filter.check(&known, db.business()?.currency).err();
            if problem.is_some() {
                return Ok((segment, problem, None, Vec::new(), choices));
            }
            let count = store::count_members(db, &known, &segment.filter, today)?;
            let members = store::list_members(db, &known, &segment.filter, today, after, ON_A_PAGE + 1)?;
            Ok::<_, troth_store::Error>((segment, None, Some(count), members, choices))
        })
        .await?;
    let next = members.get(ON_A_PAGE - 1).filter(|_| members.len() > ON_A_PAGE).map(place_of);
    let members = members.into_iter().take(ON_A_PAGE);
    let members = members.map(|one| Member { id: one.id, name: one.name, key: one.external_key }).collect();
    let path = format!("/records/segments/{id}");
    let tests = segment.filter.tests();
    view.page(&SegmentPage {
        id,
        tests: tests.into_iter().map(|test| sentence(&view, &fields, &choices, test)).collect(),
        any: matches!(segment.filter, Filter::Any { .. }),
        name: segment.name,
        problem,
        count,
        removed: segment.removed_at.is_some(),
        members: Table::new(&path, &asked, headings(), members)
            .next(next)
            .csv(&format!("{path}/members.csv")),
        may: view.may(&EDIT),
    })
}

/// A test in words.
fn sentence(view: &View, fields: &[SegmentField], choices: &Choices, test: &Test) -> String {
    let say = |key: String| view.app().templates().say(view.language(), &Message::new(key));
    let Some(field) = fields.iter().find(|field| field.name == test.field) else { return test.field.clone() };
    let value = options(view, field, choices).into_iter().find(|option| option.value == test.value);
    let value = value.map_or_else(|| test.value.clone(), |option| option.label);
    let operator = say(format!("records-operator-{}", test.operator));
    let unit = unit_of(field.kind, &test.operator).map(|key| say(key.to_owned())).unwrap_or_default();
    format!("{}: {operator} {value} {unit}", say(field.text.to_owned())).trim().to_owned()
}

/// What a number stands for.
fn unit_of(kind: SegmentType, operator: &str) -> Option<&'static str> {
    match kind {
        SegmentType::Day if counts_days(operator) => Some("records-segment-days"),
        SegmentType::Share if !["known", "unknown"].contains(&operator) => Some("records-segment-percent"),
        _ => None,
    }
}

fn counts_days(operator: &str) -> bool {
    ["within", "not-within", "next"].contains(&operator)
}

/// What can be chosen for a field; nothing where it is typed.
fn options(view: &View, field: &SegmentField, choices: &Choices) -> Vec<Choice> {
    let say = |key: String| view.app().templates().say(view.language(), &Message::new(key));
    match field.kind {
        SegmentType::Word(words, prefix) => words
            .iter()
            .map(|word| Choice { value: (*word).into(), label: say(format!("{prefix}-{word}")) })
            .collect(),
        SegmentType::Team => choices.of(Target::Team).to_vec(),
        SegmentType::Staff => choices.of(Target::Staff).to_vec(),
        SegmentType::Truth => ["yes", "no"]
            .map(|word| Choice { value: word.into(), label: say(format!("records-segment-{word}")) })
            .into(),
        SegmentType::Number | SegmentType::Money | SegmentType::Share | SegmentType::Day => Vec::new(),
    }
}

/// Everybody in it as a file.
pub(crate) async fn get_members(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let fields = fields_of(&view);
    let today = view.app().zone().day_of(view.app().now());
    let segment = view.app().store().read(move |db| store::get_segment(db, id)).await?;
    let currency = view.app().store().business().await?.currency;
    segment.filter.check(&fields, currency).map_err(Error::Wrong)?;
    let start = (None::<(String, AccountId)>, true);
    Ok(sent("segment.csv", ExportFormat::Csv, start, move |(after, first)| {
        let (store, fields, filter) = (view.app().store().clone(), fields.clone(), segment.filter.clone());
        async move {
            let members =
                store.read(move |db| store::list_members(db, &fields, &filter, today, after, CHUNK)).await?;
            let headings: &[&str] = if first { &["customer", "name", "source", "key"] } else { &[] };
            let mut lines = Lines::with(headings);
            for one in &members {
                lines.add([
                    Cell::plain(one.id),
                    Cell::from(one.name.as_str()),
                    Cell::from(one.source.as_deref().unwrap_or_default()),
                    Cell::from(one.external_key.as_deref().unwrap_or_default()),
                ]);
            }
            let next = members.last().filter(|_| members.len() == CHUNK);
            Ok((lines.take(), next.map(|last| (Some((crate::fold(&last.name), last.id)), false))))
        }
    }))
}

/// The page on which a segment is built: one line for each test, one empty line to go on with, and the live count.
#[derive(Debug, Serialize)]
pub(crate) struct BuildPage {
    id: Option<SegmentId>,
    any: bool,
    fields: Vec<Choice>,
    lines: Vec<Line>,
    count: Option<i64>,
    problem: Option<Message>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Line {
    number: usize,
    field: String,
    operator: String,
    value: String,
    operators: Vec<Choice>,
    options: Vec<Choice>,
    /// `number`, `date` or `text`.
    kind: &'static str,
    takes_value: bool,
    unit: Option<&'static str>,
}

impl Page for BuildPage {
    const TEMPLATE: &str = "records/segment_build.html";

    fn sample() -> Self {
        let choice = |word: &str| Choice { value: word.into(), label: word.into() };
        let line = |number, field: &str, options: Vec<Choice>| Line {
            number,
            field: field.into(),
            operator: "at-least".into(),
            value: "3".into(),
            operators: vec![choice("at-least"), choice("at-most")],
            options,
            kind: "number",
            takes_value: true,
            unit: Some("records-segment-days"),
        };
        Self {
            id: Some(SegmentId::from_raw(1)),
            any: true,
            fields: vec![choice("records.purchases"), choice("records.kind")],
            lines: vec![
                line(0, "records.purchases", Vec::new()),
                line(1, "records.kind", vec![choice("person")]),
                Line { takes_value: false, operators: Vec::new(), ..line(2, "", Vec::new()) },
            ],
            count: Some(42),
            problem: Some(Message::new("records-segment-empty")),
            form: Form::with([("name", "Silent regulars")]),
        }
    }
}

/// What a form says of a segment, line by line; lines without a field are left out.
fn read(form: &Form) -> Filter {
    let tests = (0..ROWS).filter_map(|number| {
        let text = |what: &str| form.text(&format!("{what}-{number}")).to_owned();
        let test = Test { field: text("field"), operator: text("operator"), value: text("value") };
        (!test.field.is_empty()).then_some(Filter::Test(test))
    });
    let tests = tests.collect();
    if form.text("match") == "any" { Filter::Any { any: tests } } else { Filter::All { all: tests } }
}

/// Operators that stay in their field: another field was chosen, or none was said yet.
fn settle(filter: &Filter, fields: &[SegmentField]) -> Filter {
    let settle = |test: &Test| {
        let field = fields.iter().find(|field| field.name == test.field);
        let fits = |field: &SegmentField| field.kind.operators().iter().any(|one| one.key() == test.operator);
        match field {
            Some(field) if !fits(field) => {
                let first = field.kind.operators().first();
                let operator = first.map_or("", |operator| operator.key()).to_owned();
                Filter::Test(Test { field: test.field.clone(), operator, value: String::new() })
            }
            _ => Filter::Test(test.clone()),
        }
    };
    let tests = filter.tests().into_iter().map(settle).collect();
    if matches!(filter, Filter::Any { .. }) { Filter::Any { any: tests } } else { Filter::All { all: tests } }
}

async fn build(
    view: &View,
    id: Option<SegmentId>,
    filter: &Filter,
    count: bool,
    status: StatusCode,
    form: Form,
) -> Result<Response, Error> {
    let fields = fields_of(view);
    let today = view.app().zone().day_of(view.app().now());
    let (asked, known) = (filter.clone(), fields.clone());
    let (problem, found, choices) = view
        .app()
        .store()
        .read(move |db| {
            let choices = Choices::load(db, today, None)?;
            let Business { currency, .. } = db.business()?;
            let problem = asked.check(&known, currency).err();
            let found = if problem.is_none() && count {
                Some(store::count_members(db, &known, &asked, today)?)
            } else {
                None
            };
            Ok::<_, troth_store::Error>((problem, found, choices))
        })
        .await?;
    let say = |key: String| view.app().templates().say(view.language(), &Message::new(key));
    let mut lines = Vec::new();
    for (number, test) in filter.tests().into_iter().enumerate() {
        let field = fields.iter().find(|field| field.name == test.field);
        let kind = field.map(|field| field.kind);
        let operators = kind.map_or(&[][..], SegmentType::operators);
        let operator = operators.iter().find(|operator| operator.key() == test.operator);
        let counted = counts_days(&test.operator);
        lines.push(Line {
            number,
            field: test.field.clone(),
            operator: test.operator.clone(),
            value: test.value.clone(),
            operators: operators
                .iter()
                .map(|one| Choice {
                    value: one.key().into(),
                    label: say(format!("records-operator-{}", one.key())),
                })
                .collect(),
            options: field.map(|field| options(view, field, &choices)).unwrap_or_default(),
            kind: match kind {
                Some(SegmentType::Day) if !counted => "date",
                _ => "text",
            },
            takes_value: operator.is_none_or(|operator| operator.takes_value()),
            unit: kind.and_then(|kind| unit_of(kind, &test.operator)),
        });
    }
    if lines.len() < ROWS {
        lines.push(Line {
            number: lines.len(),
            field: String::new(),
            operator: String::new(),
            value: String::new(),
            operators: Vec::new(),
            options: Vec::new(),
            kind: "text",
            takes_value: false,
            unit: None,
        });
    }
    let choice = |field: &SegmentField| Choice { value: field.name.into(), label: say(field.text.into()) };
    view.page_with(
        status,
        &BuildPage {
            id,
            any: matches!(filter, Filter::Any { .. }),
            fields: fields.iter().map(choice).collect(),
            lines,
            count: found,
            problem: problem.filter(|_| count),
            form,
        },
    )
}

/// Whether every line says what it is compared with; one that was just begun is no mistake yet.
fn is_complete(filter: &Filter) -> bool {
    let tests = filter.tests();
    let said =
        |test: &&Test| !test.value.is_empty() || ["known", "unknown"].contains(&test.operator.as_str());
    !tests.is_empty() && tests.iter().all(said)
}

/// An empty page, or one as far as it was built: the button that counts sends what is there.
pub(crate) async fn get_build(
    view: View,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let form = Form::with(pairs);
    let filter = settle(&read(&form), &fields_of(&view));
    build(&view, None, &filter, is_complete(&filter), StatusCode::OK, form).await
}

pub(crate) async fn get_change(
    view: View,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let segment = view.app().store().read(move |db| store::get_segment(db, id)).await?;
    if pairs.is_empty() {
        let form = Form::with([("name", segment.name)]);
        return build(&view, Some(id), &segment.filter, true, StatusCode::OK, form).await;
    }
    let form = Form::with(pairs);
    let filter = settle(&read(&form), &fields_of(&view));
    build(&view, Some(id), &filter, is_complete(&filter), StatusCode::OK, form).await
}

pub(crate) async fn post_build(view: View, form: Form) -> Result<Response, Error> {
    save(view, None, form).await
}

pub(crate) async fn post_change(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    save(view, Some(parse(&id)?), form).await
}

async fn save(view: View, id: Option<SegmentId>, mut form: Form) -> Result<Response, Error> {
    let filter = read(&form);
    let name = Some(form.text("name").to_owned());
    match verbs::save(view.app().store(), by(&view), id, name, Some(filter.clone())).await {
        Ok(id) => Ok(view.go_saying(&format!("/records/segments/{id}"), &Message::new("records-saved"))),
        Err(error) => {
            form.refused(error)?;
            build(&view, id, &filter, true, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

pub(crate) async fn post_remove(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    verbs::remove(view.app().store(), by(&view), id, true).await?;
    Ok(view.go(&format!("/records/segments/{id}")))
}

pub(crate) async fn post_restore(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    verbs::remove(view.app().store(), by(&view), id, false).await?;
    Ok(view.go_saying(&format!("/records/segments/{id}"), &Message::new("records-segment-is-back")))
}
