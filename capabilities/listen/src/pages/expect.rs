//! What customers expect: of one, noted and judged; and of all, by touchpoint, as a page and a file.

use std::collections::HashSet;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{
    AccountId, ContactId, Day, ExpectationId, Figure, Grade, Id, Instant, Message, SegmentId, TouchpointId,
    Unit,
};
use troth_store::Db;
use troth_web::csv::{Cell, Lines};
use troth_web::{App, Error, Form, Page, Piece, View};

use super::result::members_of;
use crate::model::{Expectation, JourneyStage, Judged, Judgement};
use crate::store::expect::list_expectations;
use crate::store::journey::{has_touchpoints, list_journey};
use crate::store::link::list_people;
use crate::verbs::By;
use crate::verbs::expect::{
    Expected, NewExpectation, judge_expectation, load_expected, note_expectation, remove_expectation,
};

/// On one page of a customer.
const ON_A_PAGE: usize = 100;

/// What became of expectations, by touchpoint.
#[derive(Debug, Serialize)]
pub(crate) struct ExpectedPage {
    minimum: u64,
    touchpoints: Vec<Shown>,
    segments: Vec<(SegmentId, String)>,
    segment: String,
}

#[derive(Debug, Serialize)]
struct Shown {
    id: TouchpointId,
    name: String,
    stage: String,
    asked: Option<Vec<Line>>,
    noted: Option<Vec<Line>>,
    open: u64,
    is_asked: bool,
}

/// A line of a table: key of its label, and the figure.
#[derive(Debug, Serialize)]
struct Line {
    label: &'static str,
    figure: Figure,
}

fn lines(judged: Judged) -> Vec<Line> {
    let line = |label, figure| Line { label, figure };
    let mut lines = vec![
        line("listen-judgement-missed", judged.missed),
        line("listen-judgement-met", judged.met),
        line("listen-judgement-exceeded", judged.exceeded),
    ];
    lines.extend(judged.gap.map(|gap| line("listen-expected-gap", gap)));
    lines
}

impl Page for ExpectedPage {
    const TEMPLATE: &str = "listen/expected.html";

    fn sample() -> Self {
        let figure = |value| {
            Figure::new(value, Unit::Share, 40, Grade::Counted, "survey-share", Instant::from_micros(0))
                .between(value - 0.1, value + 0.1)
        };
        let judged = Judged {
            n: 40,
            missed: figure(0.2),
            met: figure(0.5),
            exceeded: figure(0.3),
            gap: Some(Figure { unit: Unit::Number, method: "survey-mean".into(), ..figure(-0.4) }),
        };
        let shown = |asked: bool| Shown {
            id: TouchpointId::from_raw(1),
            name: "Delivery".into(),
            stage: "Buying".into(),
            asked: asked.then(|| lines(judged.clone())),
            noted: asked.then(|| lines(Judged { gap: None, ..judged.clone() })),
            open: 3,
            is_asked: true,
        };
        Self {
            minimum: 5,
            touchpoints: vec![shown(true), shown(false)],
            segments: vec![(SegmentId::from_raw(1), "Regulars".into())],
            segment: String::new(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Of {
    segment: Option<String>,
}

/// Reads something of everybody, or of the customers of a segment.
pub(super) async fn within<T: Send + 'static>(
    app: &App,
    segment: Option<&str>,
    load: impl Fn(&mut Db<'_>, Option<&HashSet<i64>>) -> Result<T, troth_store::Error> + Send + 'static,
) -> Result<T, Error> {
    let segment: Option<SegmentId> =
        segment.filter(|id| !id.is_empty()).map(str::parse).transpose().map_err(|_| Error::NotFound)?;
    let fields = troth_records::segment_fields(app.registry().parts());
    let today = app.zone().day_of(app.now());
    let read = app.store().read(move |db| {
        let accounts = match members_of(db, &fields, segment, today)? {
            Ok(accounts) => accounts,
            Err(message) => return Ok(Err(message)),
        };
        Ok::<_, troth_store::Error>(Ok(load(db, accounts.as_ref())?))
    });
    read.await?.map_err(Error::Wrong)
}

/// What became of expectations, of everybody or of a segment.
pub(crate) async fn load(app: &App, segment: Option<&str>) -> Result<Expected, Error> {
    let now = app.now();
    within(app, segment, move |db, accounts| load_expected(db, accounts, now)).await
}

pub(crate) async fn get_expected(view: View, Query(of): Query<Of>) -> Result<Response, Error> {
    let expected = load(view.app(), of.segment.as_deref()).await?;
    let segments = view.app().store().read(troth_records::list_segments).await?;
    let touchpoints = expected.touchpoints.into_iter().map(|one| Shown {
        id: one.touchpoint,
        name: one.name,
        stage: one.stage,
        asked: one.asked.map(lines),
        noted: one.noted.map(lines),
        open: one.open,
        is_asked: one.is_asked,
    });
    view.page(&ExpectedPage {
        minimum: expected.minimum,
        touchpoints: touchpoints.collect(),
        segments: segments.into_iter().map(|one| (one.id, one.name)).collect(),
        segment: of.segment.unwrap_or_default(),
    })
}

/// The same as a file: a line for each figure.
pub(crate) async fn get_expected_file(view: View, Query(of): Query<Of>) -> Result<Response, Error> {
    let expected = load(view.app(), of.segment.as_deref()).await?;
    let headings = ["touchpoint", "stage", "name", "source", "what", "n", "value", "low", "high", "method"];
    let mut file = Lines::with(&headings);
    for one in expected.touchpoints {
        for (source, judged) in [("asked", one.asked), ("noted", one.noted)] {
            for line in judged.map(lines).unwrap_or_default() {
                file.add([
                    Cell::plain(one.touchpoint),
                    Cell::from(one.stage.as_str()),
                    Cell::from(one.name.as_str()),
                    Cell::plain(source),
                    Cell::plain(line.label.rsplit('-').next().unwrap_or_default()),
                    Cell::plain(line.figure.n),
                    Cell::plain(line.figure.value),
                    Cell::if_known(line.figure.low),
                    Cell::if_known(line.figure.high),
                    Cell::from(line.figure.method.as_str()),
                ]);
            }
        }
    }
    Ok(file.into_file("expectations.csv"))
}

/// What a customer expects.
#[derive(Debug, Serialize)]
pub(crate) struct ExpectationsPage {
    account: AccountId,
    name: String,
    erased: bool,
    entries: Vec<Entry>,
    /// The last one, where there are more.
    earlier: Option<String>,
    /// Touchpoints that are used, by the names of their stages.
    stages: Vec<JourneyStage>,
    people: Vec<(ContactId, String)>,
    removed: Option<ExpectationId>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: ExpectationId,
    text: String,
    touchpoint: String,
    who: Option<String>,
    due: Option<Day>,
    overdue: bool,
    noted: Day,
    judgement: Option<&'static str>,
    by_answer: bool,
}

impl Entry {
    fn of(
        one: Expectation,
        names: &[(TouchpointId, String)],
        people: &[(ContactId, String)],
        day_of: &dyn Fn(Instant) -> Day,
        today: Day,
    ) -> Self {
        let touchpoint = names.iter().find(|(id, _)| *id == one.touchpoint).map(|(_, name)| name.clone());
        let who = one.contact.and_then(|contact| people.iter().find(|(id, _)| *id == contact));
        Self {
            id: one.id,
            text: one.text,
            touchpoint: touchpoint.unwrap_or_default(),
            who: who.map(|(_, name)| name.clone()),
            due: one.due,
            overdue: one.judgement.is_none() && one.due.is_some_and(|due| due < today),
            noted: day_of(one.noted_at),
            judgement: one.judgement.map(Judgement::key),
            by_answer: one.judged_by.as_deref() == Some("answer"),
        }
    }

    fn sample(judgement: Option<&'static str>) -> Self {
        Self {
            id: ExpectationId::from_raw(1),
            text: "An answer on the same day".into(),
            touchpoint: "Asks for support".into(),
            who: Some("Eva Lind".into()),
            due: Some(Day::from_number(20_000)),
            overdue: judgement.is_none(),
            noted: Day::from_number(19_990),
            judgement,
            by_answer: judgement.is_some(),
        }
    }
}

impl Page for ExpectationsPage {
    const TEMPLATE: &str = "listen/expectations.html";

    fn sample() -> Self {
        let mut form = Form::with([("text", "")]);
        form.wrong("text", Message::new("web-field-empty"));
        form.wrong("touchpoint", Message::new("listen-wrong-touchpoint"));
        Self {
            account: AccountId::from_raw(1),
            name: "Ålborg Works".into(),
            erased: false,
            entries: vec![Entry::sample(None), Entry::sample(Some("met"))],
            earlier: Some("1.2".into()),
            stages: Vec::new(),
            people: vec![(ContactId::from_raw(1), "Eva Lind".into())],
            removed: Some(ExpectationId::from_raw(1)),
            form,
        }
    }
}

fn touchpoint_names(stages: &[JourneyStage]) -> Vec<(TouchpointId, String)> {
    let all = stages.iter().flat_map(|stage| &stage.touchpoints);
    all.map(|one| (one.id, one.name.clone())).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Looked {
    before: String,
    removed: String,
}

async fn show(
    view: &View,
    account: AccountId,
    looked: &Looked,
    status: StatusCode,
    form: Form,
) -> Result<Response, Error> {
    let before = looked
        .before
        .split_once('.')
        .and_then(|(at, id)| Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?)));
    let before = before.unwrap_or((Instant::from_micros(i64::MAX), i64::MAX));
    let loaded = view.app().store().read(move |db| {
        let found = troth_records::get_account(db, account)?;
        let entries = list_expectations(db, account, before, ON_A_PAGE + 1)?;
        let people = list_people(db, &[account])?;
        Ok::<_, troth_store::Error>((found, entries, people, list_journey(db)?))
    });
    let (found, mut entries, people, mut stages) = loaded.await?;
    if let Some(stayed) = found.merged_into {
        return Ok(view.go(&format!("/listen/customers/{stayed}/expectations")));
    }
    let more = entries.len() > ON_A_PAGE;
    entries.truncate(ON_A_PAGE);
    let earlier = entries.last().filter(|_| more);
    let earlier = earlier.map(|last| format!("{}.{}", last.noted_at.micros(), last.id.raw()));
    let people: Vec<(ContactId, String)> =
        people.into_iter().map(|person| (person.contact, person.name)).collect();
    let names = touchpoint_names(&stages);
    stages.retain(|stage| !stage.retired);
    for stage in &mut stages {
        stage.touchpoints.retain(|one| !one.retired);
    }
    let zone = view.app().zone();
    let today = zone.day_of(view.app().now());
    let entry = |one| Entry::of(one, &names, &people, &|at| zone.day_of(at), today);
    let entries = entries.into_iter().map(entry).collect();
    view.page_with(
        status,
        &ExpectationsPage {
            account,
            name: found.name,
            erased: found.erased.is_some(),
            entries,
            earlier,
            stages,
            people,
            removed: looked.removed.parse().ok(),
            form,
        },
    )
}

pub(crate) async fn get_expectations(
    view: View,
    Path(id): Path<String>,
    Query(looked): Query<Looked>,
) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    show(&view, id, &looked, StatusCode::OK, Form::new()).await
}

/// What a form says is expected; fields that cannot be read are marked.
fn read(account: AccountId, form: &mut Form) -> NewExpectation {
    let due = form.text("due").to_owned();
    let due = match (due.as_str(), Day::parse(&due, "%Y-%m-%d")) {
        ("", _) => None,
        (_, Ok(day)) => Some(day),
        (_, Err(_)) => {
            form.wrong("due", Message::new("listen-wrong-day"));
            None
        }
    };
    let contact = form.text("contact").to_owned();
    let contact: Option<ContactId> = contact.parse().ok();
    if contact.is_none() && !form.text("contact").is_empty() {
        form.wrong("contact", Message::new("listen-contact-elsewhere"));
    }
    NewExpectation {
        account,
        contact,
        touchpoint: form.text("touchpoint").parse().ok(),
        text: form.text("text").to_owned(),
        due,
    }
}

pub(crate) async fn post_expectation(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let account: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let new = read(account, &mut form);
    if form.is_right() {
        match note_expectation(view.app(), By::view(&view), new).await {
            Ok(_) => {
                let to = format!("/listen/customers/{account}/expectations");
                return Ok(view.go_saying(&to, &Message::new("listen-expectation-noted")));
            }
            Err(error) => form.refused(error)?,
        }
    }
    show(&view, account, &Looked::default(), StatusCode::UNPROCESSABLE_ENTITY, form).await
}

fn parse(id: &str) -> Result<ExpectationId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(crate) async fn post_judge(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let word = form.text("judgement").to_owned();
    match judge_expectation(view.app().store(), By::view(&view), parse(&id)?, word).await {
        Ok(account) => {
            let to = format!("/listen/customers/{account}/expectations");
            Ok(view.go_saying(&to, &Message::new("listen-saved")))
        }
        // The page offers the words there are as buttons.
        Err(Error::Fields(_)) => Err(Error::Wrong(Message::new("listen-wrong-judgement"))),
        Err(error) => Err(error),
    }
}

pub(crate) async fn post_remove(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let account = remove_expectation(view.app().store(), By::view(&view), id, true).await?;
    Ok(view.go(&format!("/listen/customers/{account}/expectations?removed={id}")))
}

pub(crate) async fn post_restore(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let account = remove_expectation(view.app().store(), By::view(&view), id, false).await?;
    let to = format!("/listen/customers/{account}/expectations");
    Ok(view.go_saying(&to, &Message::new("listen-saved")))
}

/// What a customer expects, on their page.
#[derive(Debug, Serialize)]
pub(crate) struct ExpectationPanel {
    account: AccountId,
    open: Vec<Entry>,
    judged: usize,
}

impl Page for ExpectationPanel {
    const TEMPLATE: &str = "listen/expectation_panel.html";

    fn sample() -> Self {
        Self { account: AccountId::from_raw(1), open: vec![Entry::sample(None)], judged: 2 }
    }
}

/// The panel on a customer's page: what is open; nothing where no touchpoints are kept.
pub(crate) fn load_panel(
    db: &mut Db<'_>,
    account: AccountId,
    now: Instant,
) -> Result<Option<Piece>, troth_store::Error> {
    if !has_touchpoints(db)? {
        return Ok(None);
    }
    let all = list_expectations(db, account, (Instant::from_micros(i64::MAX), i64::MAX), ON_A_PAGE)?;
    let judged = all.iter().filter(|one| one.judgement.is_some()).count();
    let zone = db.business()?.zone;
    let today = zone.day_of(now);
    let (mut names, mut people) = (Vec::new(), Vec::new());
    if judged < all.len() {
        names = touchpoint_names(&list_journey(db)?);
        people = list_people(db, &[account])?.into_iter().map(|one| (one.contact, one.name)).collect();
    }
    let open = all.into_iter().filter(|one| one.judgement.is_none());
    let open = open.map(|one| Entry::of(one, &names, &people, &|at| zone.day_of(at), today)).collect();
    Ok(Some(Piece::of(&ExpectationPanel { account, open, judged })))
}
