//! What goes with the outcome of a survey: a page, and a file.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Serialize;
use troth_core::{Figure, Grade, Id, Instant, Message, SurveyId, Unit};
use troth_web::chart::{At, Chart, Measure, Point, Shape};
use troth_web::csv::{Cell, Lines};
use troth_web::{App, Error, Measured, Page, View};

use super::parse;
use super::result::{form_of, label, measured};
use crate::model::{Questionnaire, Survey, said};
use crate::store;
use crate::verbs::driver::{Asked, DriverResult, DriverResults, load_drivers};

/// What goes with the outcome.
#[derive(Debug, Serialize)]
pub(crate) struct DriversPage {
    id: SurveyId,
    name: String,
    outcome: Option<Choice>,
    outcomes: Vec<Choice>,
    candidates: Vec<Choice>,
    most: usize,
    counted: Option<Message>,
    explained: Option<Measured>,
    map: Option<Chart>,
    drivers: Vec<Shown>,
    aside: Vec<Message>,
    refused: Option<Message>,
    /// The same choice for the file.
    file: String,
}

/// Something that can be chosen.
#[derive(Debug, Clone, Serialize)]
struct Choice {
    name: String,
    label: String,
    chosen: bool,
}

/// A rating.
#[derive(Debug, Serialize)]
struct Shown {
    label: String,
    importance: Figure,
    mean: Figure,
    low: i64,
    high: i64,
    missing: usize,
    quadrant: &'static str,
    entangled: bool,
}

impl Page for DriversPage {
    const TEMPLATE: &str = "listen/drivers.html";

    fn sample() -> Self {
        let at = Instant::from_micros(0);
        let figure = |value: f64, unit, method: &str| {
            Figure::new(value, unit, 120, Grade::Associated, method, at).between(value - 0.1, value + 0.1)
        };
        let choice = |name: &str, chosen| Choice { name: name.into(), label: name.into(), chosen };
        let shown = |label: &str, quadrant, entangled| Shown {
            label: label.into(),
            importance: figure(0.3, Unit::Share, "survey-drivers"),
            mean: figure(3.8, Unit::Number, "survey-mean"),
            low: 1,
            high: 5,
            missing: 7,
            quadrant,
            entangled,
        };
        let aside = |why: &str| Message::new(format!("listen-drivers-aside-{why}")).with("driver", "Parking");
        let drivers = vec![
            shown("Speed", "first", false),
            shown("Kindness", "keep", true),
            shown("Price", "later", true),
            shown("Place", "overkill", false),
        ];
        let points =
            drivers.iter().enumerate().map(|(place, one)| point(place, &one.label, 0.3, &one.importance));
        let map = map_of(points.collect());
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            outcome: Some(choice("nps", true)),
            outcomes: vec![choice("nps", true), choice("satisfied", false)],
            candidates: vec![choice("areas.speed", true), choice("price", false)],
            most: DriverResults::MOST,
            counted: Some(counted(140, 120)),
            explained: Some(measured(
                figure(0.6, Unit::Share, "survey-drivers"),
                "listen-drivers-explained-sentence".into(),
            )),
            map: Some(map),
            drivers,
            aside: ["same", "rare", "many"].map(aside).into(),
            refused: None,
            file: "outcome=nps".into(),
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn counted(people: usize, complete: usize) -> Message {
    let left = number(people.saturating_sub(complete));
    let key = if left == 0 { "listen-drivers-counted-all" } else { "listen-drivers-counted" };
    Message::new(key).with("people", number(people)).with("complete", number(complete)).with("left", left)
}

/// A rating on the map; its place in the table is written beside it.
fn point(place: usize, label: &str, importance: f64, position: &Figure) -> Point {
    let at = At::Number((importance * 1_000.0).round() / 10.0);
    let point = Point::new(at, position.value).of(format!("{} {label}", place + 1));
    match (position.low, position.high) {
        (Some(low), Some(high)) => point.between(low, high),
        _ => point,
    }
}

fn map_of(points: Vec<Point>) -> Chart {
    Chart::new(Shape::Map, Measure::Share, Message::new("listen-drivers-map"), points)
        .axes(Message::new("listen-drivers-map-importance"), Message::new("listen-drivers-map-rated"))
}

/// What addresses say: `outcome` once, `driver` as often as there are.
pub(crate) type Chosen = Vec<(String, String)>;

fn asked(chosen: &Chosen) -> Asked {
    let of = |name: &'static str| {
        chosen
            .iter()
            .filter(move |(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.clone())
    };
    Asked { outcome: of("outcome").next(), drivers: of("driver").collect() }
}

/// What goes with the outcome as of now.
pub(crate) async fn load(app: &App, id: SurveyId, chosen: &Chosen) -> Result<(Survey, DriverResults), Error> {
    let (now, asked) = (app.now(), asked(chosen));
    let read = app.store().read(move |db| {
        let survey = store::get_survey(db, id)?;
        let found = load_drivers(db, &survey, &asked, now)?;
        Ok::<_, troth_store::Error>((survey, found))
    });
    let (survey, found) = read.await?;
    let wrong = |name: String| Error::Wrong(Message::new("listen-drivers-unknown").with("name", name));
    Ok((survey, found.map_err(|unknown| wrong(unknown.0))?))
}

/// What a rating is called: the question, and the row.
fn called(view: &View, form: &Questionnaire, name: &str) -> String {
    let (key, part) = name.split_once('.').unwrap_or((name, ""));
    let Some((_, question)) = form.find(key) else { return name.to_owned() };
    let text = match said(&question.text, view.language().tag()) {
        "" => key,
        text => text,
    };
    if part.is_empty() {
        return text.to_owned();
    }
    let row = label(view, question, part);
    // One matrix needs no name before each of its rows.
    let rows = form.questions.iter().filter(|one| !one.rows.is_empty()).count();
    if rows > 1 { format!("{text}: {row}") } else { row }
}

fn shown(one: DriverResult, label: String) -> Shown {
    Shown {
        label,
        importance: one.importance,
        mean: one.mean,
        low: one.low,
        high: one.high,
        missing: one.missing,
        quadrant: one.quadrant,
        entangled: one.entangled,
    }
}

/// The address of the same choice.
fn written(results: &DriverResults) -> String {
    let chosen = results.candidates.iter().filter(|one| one.chosen);
    let outcome = results.outcome.iter().map(|name| format!("outcome={name}"));
    // Names are letters, digits, hyphens and points.
    outcome.chain(chosen.map(|one| format!("driver={}", one.driver))).collect::<Vec<_>>().join("&")
}

pub(crate) async fn get_drivers(
    view: View,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let (survey, results) = load(view.app(), id, &chosen).await?;
    let form = form_of(&view, &survey).await?;
    let call = |name: &str| called(&view, &form, name);
    let choice = |name: &str, chosen| Choice { name: name.to_owned(), label: call(name), chosen };
    let file = written(&results);
    let refused = results.refused.as_ref().map(|one| {
        let message = Message::new(format!("listen-drivers-refused-{}", one.why));
        let message = message.with("needed", number(one.needed.unwrap_or(30)));
        message.with("driver", one.driver.as_deref().map(call).unwrap_or_default())
    });
    let points = results
        .drivers
        .iter()
        .enumerate()
        .map(|(place, one)| point(place, &call(&one.driver), one.importance.value, &one.position));
    let points: Vec<Point> = points.collect();
    let aside = results.aside.iter().map(|one| {
        let message = Message::new(format!("listen-drivers-aside-{}", one.why));
        message.with("driver", call(&one.driver)).with("most", number(DriverResults::MOST))
    });
    view.page(&DriversPage {
        id,
        outcome: results.outcome.as_deref().map(|name| choice(name, true)),
        outcomes: results
            .outcomes
            .iter()
            .map(|name| choice(name, Some(name) == results.outcome.as_ref()))
            .collect(),
        candidates: results.candidates.iter().map(|one| choice(&one.driver, one.chosen)).collect(),
        most: DriverResults::MOST,
        counted: results.people.zip(results.complete).map(|(people, complete)| counted(people, complete)),
        map: (points.len() > 1).then(|| map_of(points)),
        aside: aside.collect(),
        drivers: results
            .drivers
            .into_iter()
            .map(|one| {
                let label = call(&one.driver);
                shown(one, label)
            })
            .collect(),
        explained: results
            .explained
            .map(|figure| measured(figure, "listen-drivers-explained-sentence".into())),
        refused,
        name: survey.name,
        file,
    })
}

/// The same as a file: a line for the whole, and for each rating what it accounts for and how it was rated.
pub(crate) async fn get_file(
    view: View,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let (_, results) = load(view.app(), parse(&id)?, &chosen).await?;
    let mut lines = Lines::with(&[
        "outcome", "driver", "what", "value", "low", "high", "n", "grade", "method", "quadrant",
    ]);
    let outcome = results.outcome.unwrap_or_default();
    let mut add = |driver: &str, what: &str, figure: &Figure, quadrant: &str| {
        lines.add([
            Cell::from(outcome.as_str()),
            Cell::from(driver),
            Cell::plain(what),
            Cell::plain(figure.value),
            Cell::if_known(figure.low),
            Cell::if_known(figure.high),
            Cell::plain(figure.n),
            Cell::plain(figure.grade.key()),
            Cell::plain(&figure.method),
            Cell::plain(quadrant),
        ]);
    };
    if let Some(explained) = &results.explained {
        add("", "explained", explained, "");
    }
    for one in &results.drivers {
        add(&one.driver, "importance", &one.importance, one.quadrant);
        add(&one.driver, "performance", &one.mean, one.quadrant);
    }
    Ok(lines.into_file("drivers.csv"))
}
