//! The page on which a segment is built.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Id, Message, SegmentId};
use troth_store::{Business, SegmentField, SegmentType};
use troth_web::{Error, Form, Page, View};

use super::{counts_days, fields_of, options, parse, unit_of};
use crate::pages::edit::{Choice, Choices, by};
use crate::segment::model::{Filter, Test};
use crate::segment::{store, verbs};

/// Tests that the page builds; programs may send more.
const ROWS: usize = 12;

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
