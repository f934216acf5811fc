//! What touchpoints are held to: the forms, and the journey map as a file.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Day, Figure, Message, StaffId, TouchpointId};
use troth_web::csv::{Cell, Lines};
use troth_web::{App, Error, Form, View};

use super::journey::settled;
use crate::model::{Plan, Standard, Within, Working};
use crate::verbs::By;
use crate::verbs::standard::{JourneyMap, Standing, load_map, set_plan, set_standard};

/// How a touchpoint stands, as the map shows it.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    sentence: String,
    within: Option<Message>,
    met: Option<Figure>,
    well: Option<Figure>,
    is_asked: bool,
    plan: String,
    staff: Option<String>,
    day: Option<Day>,
    overdue: bool,
}

impl Shown {
    fn of(one: Standing, today: Day) -> Self {
        let within = one.standard.within.map(|within| {
            Message::new(format!("listen-standard-within-{}", within.unit.key()))
                .with("count", within.amount)
                .with("function", Message::new(format!("records-word-{}", within.function)))
        });
        Self {
            sentence: one.standard.sentence,
            within,
            met: one.met,
            well: one.well,
            is_asked: one.is_asked,
            overdue: one.plan.day.is_some_and(|day| day < today),
            plan: one.plan.text,
            staff: one.staff,
            day: one.plan.day,
        }
    }

    pub(super) fn sample(figure: &Figure) -> Self {
        Self {
            sentence: "A friendly answer the same day".into(),
            within: Some(
                Message::new("listen-standard-within-hours")
                    .with("count", 4)
                    .with("function", Message::new("records-word-service")),
            ),
            met: Some(figure.clone()),
            well: None,
            is_asked: true,
            plan: "Two people on the phone".into(),
            staff: Some("Nora Lind".into()),
            day: Some(Day::from_number(20_000)),
            overdue: true,
        }
    }
}

/// The map as of now.
pub(crate) async fn load(app: &App) -> Result<JourneyMap, Error> {
    let (now, today) = (app.now(), app.zone().day_of(app.now()));
    Ok(app.store().read(move |db| load_map(db, (today, now))).await?)
}

/// How each touchpoint stands, by its id.
pub(super) async fn shown(app: &App) -> Result<BTreeMap<String, Shown>, Error> {
    let today = app.zone().day_of(app.now());
    let map = load(app).await?;
    let shown = |one: Standing| (one.touchpoint.to_string(), Shown::of(one, today));
    Ok(map.touchpoints.into_iter().map(shown).collect())
}

/// The map as a file: a line for each touchpoint.
pub(crate) async fn get_file(view: View) -> Result<Response, Error> {
    let map = load(view.app()).await?;
    let mut file = Lines::with(&[
        "touchpoint",
        "stage",
        "name",
        "standard",
        "within",
        "unit",
        "function",
        "met",
        "met_low",
        "met_high",
        "met_n",
        "well",
        "well_low",
        "well_high",
        "well_n",
        "improvement",
        "by",
        "until",
    ]);
    for one in map.touchpoints {
        let within = one.standard.within.as_ref();
        let mut cells = vec![
            Cell::plain(one.touchpoint),
            Cell::from(one.stage.as_str()),
            Cell::from(one.name.as_str()),
            Cell::from(one.standard.sentence.as_str()),
            Cell::if_known(within.map(|within| within.amount)),
            Cell::if_known(within.map(|within| within.unit.key())),
            Cell::if_known(within.map(|within| within.function.as_str())),
        ];
        for figure in [&one.met, &one.well] {
            let figure = figure.as_ref();
            cells.push(Cell::if_known(figure.map(|figure| figure.value)));
            cells.push(Cell::if_known(figure.and_then(|figure| figure.low)));
            cells.push(Cell::if_known(figure.and_then(|figure| figure.high)));
            cells.push(Cell::if_known(figure.map(|figure| figure.n)));
        }
        cells.push(Cell::from(one.plan.text.as_str()));
        cells.push(Cell::from(one.staff.unwrap_or_default()));
        cells.push(Cell::if_known(one.plan.day));
        file.add(cells);
    }
    Ok(file.into_file("journey.csv"))
}

/// What the forms of a touchpoint show that stands.
pub(super) fn values(standard: &Standard, plan: &Plan) -> Vec<(&'static str, String)> {
    let within = standard.within.as_ref();
    vec![
        ("standard", standard.sentence.clone()),
        ("within", within.map(|within| within.amount.to_string()).unwrap_or_default()),
        ("unit", within.map_or("hours", |within| within.unit.key()).to_owned()),
        ("function", within.map(|within| within.function.clone()).unwrap_or_default()),
        ("improvement", plan.text.clone()),
        ("staff", plan.staff.map(|staff| staff.to_string()).unwrap_or_default()),
        ("day", plan.day.map(|day| day.to_string()).unwrap_or_default()),
    ]
}

/// A time to answer, as a form or a program says it; nothing where neither a number nor a function is said.
pub(crate) fn read_within(amount: &str, unit: &str, function: &str) -> Result<Option<Within>, Error> {
    if amount.is_empty() && function.is_empty() {
        return Ok(None);
    }
    let wrong = |field: &str, key: &str| {
        crate::verbs::refuse(field, Message::new(key).with("limit", crate::model::MOST_WITHIN))
    };
    let amount = amount.parse().map_err(|_| wrong("within", "listen-wrong-within"))?;
    let unit = Working::find(unit).ok_or_else(|| wrong("unit", "listen-wrong-unit"))?;
    Ok(Some(Within { amount, unit, function: function.to_owned() }))
}

pub(crate) async fn post_standard(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let done = match read_within(form.text("within"), form.text("unit"), form.text("function")) {
        Ok(within) => {
            let standard = Standard { sentence: form.text("standard").to_owned(), within };
            set_standard(view.app().store(), By::view(&view), id, standard).await
        }
        Err(error) => Err(error),
    };
    settled(&view, id, (&form, done), "/listen/journey").await
}

/// What is done, as a form or a program says it.
pub(crate) fn read_plan(text: &str, staff: &str, day: &str) -> Result<Plan, Error> {
    let wrong = |field: &str, key: &str| crate::verbs::refuse(field, Message::new(key));
    let staff: Option<StaffId> = Some(staff)
        .filter(|staff| !staff.is_empty())
        .map(str::parse)
        .transpose()
        .map_err(|_| wrong("staff", "listen-wrong-staff"))?;
    let day = Some(day).filter(|day| !day.is_empty()).map(|day| Day::parse(day, "%Y-%m-%d")).transpose();
    let day = day.map_err(|_| wrong("day", "listen-wrong-day"))?;
    Ok(Plan { text: text.to_owned(), staff, day })
}

pub(crate) async fn post_plan(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let done = match read_plan(form.text("improvement"), form.text("staff"), form.text("day")) {
        Ok(plan) => set_plan(view.app().store(), By::view(&view), id, plan).await,
        Err(error) => Err(error),
    };
    settled(&view, id, (&form, done), "/listen/journey").await
}
