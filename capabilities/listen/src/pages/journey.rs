//! The way customers go: its stages and touchpoints, and what can be changed of each.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::few::MINIMUM;
use troth_core::{Figure, Grade, Id, Instant, Message, StaffId, StageId, SurveyId, TouchpointId, Unit};
use troth_records::Function;
use troth_store::Db;
use troth_web::{Error, Form, Page, View};

use super::standard::{Shown, shown, values};
use crate::EDIT;
use crate::model::{
    JourneyStage, Move, Plan, Standard, TEMPLATES, Template, Tie, Touchpoint, can_be_tied, said,
};
use crate::store;
use crate::store::journey::{get_touchpoint as find, list_journey, list_ties};
use crate::store::standard::list_staff;
use crate::verbs::journey::{
    Change, add_stage, add_touchpoint, begin_journey, change_stage, change_touchpoint, tie_question,
};
use crate::verbs::{By, refuse, say};

/// The way.
#[derive(Debug, Serialize)]
pub(crate) struct JourneyPage {
    stages: Vec<JourneyStage>,
    /// How each touchpoint stands, by its id.
    standings: BTreeMap<String, Shown>,
    minimum: u64,
    templates: Vec<&'static str>,
    may: bool,
    form: Form,
}

fn sample_stage() -> JourneyStage {
    let stage = StageId::from_raw(1);
    let touchpoint = |raw: i64, name: &str, retired: bool| Touchpoint {
        id: TouchpointId::from_raw(raw),
        stage,
        name: name.into(),
        retired,
        standard: Standard::default(),
        plan: Plan::default(),
    };
    let touchpoints = vec![touchpoint(1, "Pays", false), touchpoint(2, "Gets the goods", true)];
    JourneyStage { id: stage, name: "Buying".into(), retired: false, touchpoints }
}

impl Page for JourneyPage {
    const TEMPLATE: &str = "listen/journey.html";

    fn sample() -> Self {
        let retired = JourneyStage {
            id: StageId::from_raw(2),
            retired: true,
            touchpoints: Vec::new(),
            ..sample_stage()
        };
        let figure =
            Figure::new(0.8, Unit::Share, 40, Grade::Counted, "journey-standard", Instant::from_micros(0));
        let figure = figure.between(0.65, 0.9);
        let mut form = Form::with([("name", "x")]);
        form.wrong("name", Message::new("web-field-empty"));
        Self {
            stages: vec![sample_stage(), retired],
            standings: [(TouchpointId::from_raw(1).to_string(), Shown::sample(&figure))].into(),
            minimum: MINIMUM,
            templates: TEMPLATES.map(|(key, _)| key).into(),
            may: true,
            form,
        }
    }
}

async fn show(view: &View, status: StatusCode, form: Form) -> Result<Response, Error> {
    let stages = view.app().store().read(list_journey).await?;
    let templates = TEMPLATES.map(|(key, _)| key).into();
    let standings = shown(view.app()).await?;
    let minimum = MINIMUM;
    view.page_with(status, &JourneyPage { stages, standings, minimum, templates, may: view.may(&EDIT), form })
}

pub(crate) async fn get_journey(view: View) -> Result<Response, Error> {
    show(&view, StatusCode::OK, Form::new()).await
}

/// The words of a template in the reader's language.
pub(crate) fn words_of(
    app: &troth_web::App,
    language: troth_web::Language,
    (key, stages): Template,
) -> Vec<(String, Vec<String>)> {
    let word = |name: &str| {
        let key = format!("listen-journey-{key}-{name}");
        say(app, language.tag(), &key).unwrap_or_else(|| name.to_owned())
    };
    stages
        .iter()
        .map(|(stage, points)| (word(stage), points.iter().map(|point| word(point)).collect()))
        .collect()
}

/// Where a form leads that changed something: back to the way, or the same page with what is wrong.
async fn after(
    view: &View,
    done: Result<(), Error>,
    mut form: Form,
    notice: &str,
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(view.go_saying("/listen/journey", &Message::new(notice))),
        Err(error) => {
            form.refused(error)?;
            show(view, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

pub(crate) async fn post_begin(view: View, form: Form) -> Result<Response, Error> {
    let template = TEMPLATES.into_iter().find(|(key, _)| *key == form.text("template"));
    let template = template.ok_or(Error::NotFound)?;
    let words = words_of(view.app(), view.language(), template);
    let done = begin_journey(view.app().store(), By::view(&view), template.0, words).await;
    after(&view, done, form, "listen-journey-begun").await
}

pub(crate) async fn post_stage(view: View, form: Form) -> Result<Response, Error> {
    let done = add_stage(view.app().store(), By::view(&view), form.text("name")).await;
    after(&view, done.map(drop), form, "listen-saved").await
}

pub(crate) async fn post_touchpoint(view: View, mut form: Form) -> Result<Response, Error> {
    let stage: StageId = form.text("stage").parse().map_err(|_| Error::NotFound)?;
    let done = add_touchpoint(view.app().store(), By::view(&view), stage, form.text("name")).await;
    if let Err(Error::Fields(errors)) = done {
        // The way shows a field for each stage.
        let message = errors.into_iter().next().map(|error| error.message);
        form.wrong(&format!("name-{stage}"), message.unwrap_or_else(|| Message::new("web-field-empty")));
        return show(&view, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    after(&view, done.map(drop), form, "listen-saved").await
}

fn parse_move(form: &Form) -> Result<Move, Error> {
    Move::find(form.text("to")).ok_or(Error::NotFound)
}

pub(crate) async fn post_stage_order(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id: StageId = id.parse().map_err(|_| Error::NotFound)?;
    let change = Change { to: Some(parse_move(&form)?), ..Change::default() };
    change_stage(view.app().store(), By::view(&view), id, change).await?;
    Ok(view.go(&format!("/listen/journey#{id}")))
}

pub(crate) async fn post_touchpoint_order(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let change = Change { to: Some(parse_move(&form)?), ..Change::default() };
    change_touchpoint(view.app().store(), By::view(&view), id, change).await?;
    Ok(view.go(&format!("/listen/journey#{id}")))
}

/// A stage to be changed.
#[derive(Debug, Serialize)]
pub(crate) struct StagePage {
    id: StageId,
    name: String,
    retired: bool,
    form: Form,
}

impl Page for StagePage {
    const TEMPLATE: &str = "listen/stage.html";

    fn sample() -> Self {
        let mut form = Form::with([("name", "")]);
        form.wrong("name", Message::new("web-field-empty"));
        Self { id: StageId::from_raw(1), name: "Buying".into(), retired: false, form }
    }
}

async fn stage_page(
    view: &View,
    id: StageId,
    status: StatusCode,
    form: Option<Form>,
) -> Result<Response, Error> {
    let stages = view.app().store().read(list_journey).await?;
    let stage = stages.into_iter().find(|stage| stage.id == id).ok_or(Error::NotFound)?;
    let form = form.unwrap_or_else(|| Form::with([("name", stage.name.as_str())]));
    view.page_with(status, &StagePage { id, name: stage.name, retired: stage.retired, form })
}

pub(crate) async fn get_stage(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    stage_page(&view, id, StatusCode::OK, None).await
}

pub(crate) async fn post_stage_change(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let change = Change { name: Some(form.text("name").to_owned()), ..Change::default() };
    match change_stage(view.app().store(), By::view(&view), id, change).await {
        Ok(()) => Ok(view.go_saying("/listen/journey", &Message::new("listen-saved"))),
        Err(error) => {
            form.refused(error)?;
            stage_page(&view, id, StatusCode::UNPROCESSABLE_ENTITY, Some(form)).await
        }
    }
}

fn retiring(form: &Form) -> Change {
    Change { retired: Some(form.text("retired") != "no"), ..Change::default() }
}

fn retired_notice(change: &Change) -> Message {
    Message::new(if change.retired == Some(true) { "listen-retired" } else { "listen-restored" })
}

pub(crate) async fn post_stage_retire(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let change = retiring(&form);
    let notice = retired_notice(&change);
    change_stage(view.app().store(), By::view(&view), id, change).await?;
    Ok(view.go_saying("/listen/journey", &notice))
}

/// A touchpoint to be changed, with the questions that ask about it.
#[derive(Debug, Serialize)]
pub(crate) struct TouchpointPage {
    id: TouchpointId,
    name: String,
    retired: bool,
    stages: Vec<(StageId, String)>,
    functions: &'static [&'static str],
    staff: Vec<(StaffId, String)>,
    ties: Vec<Tie>,
    /// Questions that could ask about it: survey and key, and the words.
    questions: Vec<(String, String)>,
    form: Form,
}

impl Page for TouchpointPage {
    const TEMPLATE: &str = "listen/touchpoint.html";

    fn sample() -> Self {
        let mut form = Form::with([("name", "")]);
        form.wrong("name", Message::new("web-field-empty"));
        form.wrong("question", Message::new("listen-wrong-question"));
        Self {
            id: TouchpointId::from_raw(1),
            name: "Pays".into(),
            retired: false,
            stages: vec![(StageId::from_raw(1), "Buying".into())],
            functions: Function::WORDS,
            staff: vec![(StaffId::from_raw(1), "Nora Lind".into())],
            ties: vec![Tie {
                touchpoint: TouchpointId::from_raw(1),
                survey: SurveyId::from_raw(1),
                survey_name: "After a purchase".into(),
                question: "expected".into(),
                kind: "gap".into(),
            }],
            questions: vec![(
                "srv_0000000000001 satisfied".into(),
                "After a purchase: How satisfied?".into(),
            )],
            form,
        }
    }
}

/// Questions of published surveys that could ask about this touchpoint, with their words in a language.
fn free_questions(
    db: &mut Db<'_>,
    ties: &[Tie],
    language: &str,
) -> Result<Vec<(String, String)>, troth_store::Error> {
    let mut questions = Vec::new();
    for survey in store::list_surveys(db)? {
        let Some(version) = survey.version else { continue };
        for question in store::get_version(db, version)?.form.questions {
            let tied = ties.iter().any(|tie| tie.survey == survey.id && tie.question == question.key);
            if can_be_tied(question.kind) && !tied {
                let words = format!("{}: {}", survey.name, said(&question.text, language));
                questions.push((format!("{} {}", survey.id, question.key), words));
            }
        }
    }
    Ok(questions)
}

/// The page; where a form of it was refused, with what was typed into it and what is wrong, the others with what stands.
pub(super) async fn touchpoint_page(
    view: &View,
    id: TouchpointId,
    refused: Option<(&Form, Error)>,
) -> Result<Response, Error> {
    let language = view.language().tag();
    let loaded = view.app().store().read(move |db| {
        let ties = list_ties(db, Some(id))?;
        let questions = free_questions(db, &ties, language)?;
        Ok::<_, troth_store::Error>((find(db, id)?, list_journey(db)?, list_staff(db)?, ties, questions))
    });
    let (one, stages, staff, ties, questions) = loaded.await?;
    let mut fields = vec![("name", one.name.clone()), ("stage", one.stage.to_string())];
    fields.extend(values(&one.standard, &one.plan));
    if let Some((sent, _)) = &refused {
        fields.extend(sent.fields().map(|(name, value)| (name, value.to_owned())));
    }
    let mut form = Form::with(fields);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((_, error)) = refused {
        form.refused(error)?;
    }
    let stages = stages.into_iter().filter(|known| !known.retired || known.id == one.stage);
    view.page_with(
        status,
        &TouchpointPage {
            id,
            name: one.name,
            retired: one.retired,
            stages: stages.map(|stage| (stage.id, stage.name)).collect(),
            functions: Function::WORDS,
            staff,
            ties,
            questions,
            form,
        },
    )
}

pub(crate) async fn get_touchpoint(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    touchpoint_page(&view, id, None).await
}

/// What a form of a touchpoint has led to: on to another page, or back with what is wrong.
pub(super) async fn settled(
    view: &View,
    id: TouchpointId,
    (form, done): (&Form, Result<(), Error>),
    to: &str,
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(view.go_saying(to, &Message::new("listen-saved"))),
        Err(error) => touchpoint_page(view, id, Some((form, error))).await,
    }
}

pub(crate) async fn post_touchpoint_change(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let stage = Some(form.text("stage")).filter(|stage| !stage.is_empty()).map(str::parse).transpose();
    let done = match stage {
        Ok(stage) => {
            let change = Change { name: Some(form.text("name").to_owned()), stage, ..Change::default() };
            change_touchpoint(view.app().store(), By::view(&view), id, change).await
        }
        Err(_) => Err(refuse("stage", Message::new("listen-wrong-stage"))),
    };
    settled(&view, id, (&form, done), "/listen/journey").await
}

pub(crate) async fn post_touchpoint_retire(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let change = retiring(&form);
    let notice = retired_notice(&change);
    change_touchpoint(view.app().store(), By::view(&view), id, change).await?;
    Ok(view.go_saying("/listen/journey", &notice))
}

/// The question that a form names: `srv_… key`.
fn named(form: &Form) -> Option<(SurveyId, String)> {
    let (survey, key) = form.text("question").split_once(' ')?;
    Some((survey.parse().ok()?, key.to_owned()))
}

async fn tie(view: &View, id: &str, form: &Form, tied: bool) -> Result<Response, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let done = match named(form) {
        Some(question) => tie_question(view.app().store(), By::view(view), id, question, tied).await,
        None => Err(refuse("question", Message::new("listen-wrong-question"))),
    };
    settled(view, id, (form, done), &format!("/listen/touchpoints/{id}")).await
}

pub(crate) async fn post_tie(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    tie(&view, &id, &form, true).await
}

pub(crate) async fn post_untie(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    tie(&view, &id, &form, false).await
}
