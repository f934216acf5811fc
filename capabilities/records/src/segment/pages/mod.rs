//! Segments: the list, and one with its live count and its customers.

mod build;

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Id, Message, SegmentId};
use troth_store::{SegmentField, SegmentType};
use troth_web::csv::{Cell, Lines};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, Page, View};

use super::model::{Filter, Segment, Test};
use super::{store, verbs};
use crate::EDIT;
use crate::entity::Target;
use crate::export::ExportFormat;
use crate::export::pages::sent;
use crate::pages::edit::{Choice, Choices, by};
use crate::store::{place_of, read_place};

pub(crate) use build::{BuildPage, get_build, get_change, post_build, post_change};

const ON_A_PAGE: usize = 50;
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
