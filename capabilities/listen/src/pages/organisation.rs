//! What organisations say: a page, and the list of those still to be heard as a file.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, Argument, ContactId, Figure, Grade, Id, Instant, Message, SurveyId, Unit};
use troth_web::csv::{Cell, Lines};
use troth_web::{App, Error, Measured, Page, View};

use super::parse;
use super::result::{form_of, group_name, measured};
use crate::model::{Survey, said};
use crate::store;
use crate::verbs::organisation::{Organisations, Unheard, WarningResult, load_organisations};

/// What organisations say.
#[derive(Debug, Serialize)]
pub(crate) struct OrganisationsPage {
    id: SurveyId,
    name: String,
    anonymous: bool,
    questions: Vec<Choice>,
    question: String,
    counted: Option<Message>,
    warnings: Vec<Message>,
    /// Nothing misleads, as far as it is known how they decide.
    clear: Option<Message>,
    scores: Vec<(&'static str, Measured)>,
    divergences: Vec<(&'static str, Measured)>,
    groups: Vec<Group>,
    hidden: usize,
    unheard: Vec<Unheard>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct Choice {
    name: String,
    label: String,
    chosen: bool,
}

#[derive(Debug, Serialize)]
struct Group {
    by: &'static str,
    label: String,
    score: Figure,
}

impl Page for OrganisationsPage {
    const TEMPLATE: &str = "listen/organisations.html";

    fn sample() -> Self {
        let at = Instant::from_micros(0);
        let figure =
            |method: &str| Figure::new(0.4, Unit::Share, 20, Grade::Counted, method, at).between(0.2, 0.6);
        let one =
            |key: &'static str, method: &str| (key, measured(figure(method), format!("{key}-sentence")));
        let warning = |why| WarningResult {
            why,
            count: Some(3),
            of: Some(20),
            difference: Some(figure("survey-divergence")),
        };
        let person = |role, asked| Unheard {
            contact: ContactId::from_raw(1),
            name: "Eva Lind".into(),
            customer: AccountId::from_raw(1),
            customer_name: "Stein mill".into(),
            role,
            level: Some("executive"),
            structure: Some("hierarchical"),
            asked,
        };
        let choice = Choice { name: "nps".into(), label: "Would you recommend us?".into(), chosen: true };
        Self {
            id: SurveyId::from_raw(1),
            name: "Yearly".into(),
            anonymous: false,
            questions: vec![choice],
            question: "nps".into(),
            counted: Some(counted(20, 3, 5)),
            warnings: ["hierarchical", "distributed", "unheard"].map(|why| warned(&warning(why))).into(),
            clear: Some(Message::new("listen-organisations-clear").with("structures", 12)),
            scores: vec![
                one("listen-organisations-coverage", "survey-share"),
                one("listen-organisations-plain", "survey-organisations"),
                one("listen-organisations-weighted", "survey-influence"),
                one("listen-organisations-shift", "survey-influence"),
            ],
            divergences: vec![
                one("listen-organisations-levels", "survey-divergence"),
                one("listen-organisations-roles", "survey-divergence"),
            ],
            groups: ["level", "role"]
                .map(|by| Group { by, label: "Executive".into(), score: figure("survey-top") })
                .into(),
            hidden: 1,
            unheard: vec![person("decides", true), person("influences", false)],
            more: 4,
        }
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn counted(organisations: u64, unknown: u64, structures: u64) -> Message {
    Message::new("listen-organisations-counted")
        .with("count", number(organisations))
        .with("unknown", number(unknown))
        .with("structures", number(structures))
}

/// A figure as it stands in a sentence: a share as per cent, a score in points.
fn argument(figure: &Figure, value: f64) -> Argument {
    if figure.unit == Unit::Share { Argument::Share(value) } else { Argument::Number(value.round()) }
}

fn warned(one: &WarningResult) -> Message {
    let message = Message::new(format!("listen-organisations-warning-{}", one.why));
    match (&one.difference, one.count, one.of) {
        (Some(difference), ..) if one.why == "hierarchical" => message
            .with("difference", argument(difference, difference.value))
            .with("low", argument(difference, difference.low.unwrap_or(difference.value)))
            .with("high", argument(difference, difference.high.unwrap_or(difference.value))),
        (_, Some(count), Some(of)) => message.with("count", number(count)).with("of", number(of)),
        _ => message,
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    question: Option<String>,
}

/// What organisations say as of now.
pub(crate) async fn load(
    app: &App,
    id: SurveyId,
    question: Option<&str>,
) -> Result<(Survey, Organisations), Error> {
    let now = app.now();
    let question = question.filter(|name| !name.is_empty()).map(str::to_owned);
    let read = app.store().read(move |db| {
        let survey = store::get_survey(db, id)?;
        let found = load_organisations(db, &survey, question.as_deref(), now)?;
        Ok::<_, troth_store::Error>((survey, found))
    });
    let (survey, found) = read.await?;
    let wrong = |name: String| Error::Wrong(Message::new("listen-drivers-unknown").with("name", name));
    Ok((survey, found.map_err(|unknown| wrong(unknown.0))?))
}

pub(crate) async fn get_organisations(
    view: View,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let (survey, told) = load(view.app(), id, chosen.question.as_deref()).await?;
    let form = form_of(&view, &survey).await?;
    let choice = |name: String| Choice {
        label: form.find(&name).map_or("", |(_, one)| said(&one.text, view.language().tag())).to_owned(),
        chosen: Some(&name) == told.question.as_ref(),
        name,
    };
    let put = |key: &'static str, figure: Option<Figure>| {
        figure.map(|figure| (key, measured(figure, format!("{key}-sentence"))))
    };
    let heard = told.answered > 0;
    let clear = heard && told.warnings.is_empty();
    let clear = clear.then(|| {
        let key = if told.structures == 0 {
            "listen-organisations-no-structure"
        } else {
            "listen-organisations-clear"
        };
        Message::new(key).with("structures", number(told.structures))
    });
    let scores = [
        put("listen-organisations-coverage", told.coverage),
        put("listen-organisations-plain", told.plain),
        put("listen-organisations-weighted", told.weighted),
        put("listen-organisations-shift", told.shift),
    ];
    let divergences = told.divergences.into_iter().map(|one| {
        let key = if one.between == "levels" {
            "listen-organisations-levels"
        } else {
            "listen-organisations-roles"
        };
        let sentence = if one.differs { format!("{key}-sentence") } else { format!("{key}-alike") };
        (key, measured(one.difference, sentence))
    });
    let groups = told.groups.into_iter().map(|one| Group {
        by: one.by,
        label: group_name(&view, one.by, one.group),
        score: one.score,
    });
    view.page(&OrganisationsPage {
        id,
        anonymous: told.anonymous,
        counted: heard.then(|| counted(told.answered, told.unknown, told.structures)),
        warnings: told.warnings.iter().map(warned).collect(),
        clear,
        scores: scores.into_iter().flatten().collect(),
        divergences: divergences.collect(),
        groups: groups.collect(),
        hidden: told.hidden,
        unheard: told.unheard,
        more: told.more,
        questions: told.questions.into_iter().map(choice).collect(),
        question: told.question.clone().unwrap_or_default(),
        name: survey.name,
    })
}

/// Who is still to be heard, a line each.
pub(crate) async fn get_file(
    view: View,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let (_, told) = load(view.app(), parse(&id)?, chosen.question.as_deref()).await?;
    let mut lines =
        Lines::with(&["customer", "customer_name", "contact", "name", "role", "level", "structure", "asked"]);
    for one in &told.unheard {
        lines.add([
            Cell::plain(one.customer),
            Cell::from(one.customer_name.as_str()),
            Cell::plain(one.contact),
            Cell::from(one.name.as_str()),
            Cell::plain(one.role),
            Cell::plain(one.level.unwrap_or_default()),
            Cell::plain(one.structure.unwrap_or_default()),
            Cell::plain(if one.asked { "yes" } else { "no" }),
        ]);
    }
    Ok(lines.into_file("to-be-heard.csv"))
}
