//! The way customers go, for programs.

use axum::Json;
use axum::extract::{Path, State as Given};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{Message, StageId, SurveyId, TouchpointId};
use troth_web::{ApiRoutes, App, Error, Need, Visit};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::model::{JourneyStage, Move, TEMPLATES, Tie};
use crate::pages::words_of;
use crate::store::journey::{list_journey, list_ties};
use crate::verbs::journey::{
    Change, add_stage, add_touchpoint, begin_journey, change_stage, change_touchpoint, tie_question,
};
use crate::verbs::{By, refuse};
use crate::{EDIT, SEE};

pub(super) fn routes(routes: ApiRoutes) -> ApiRoutes {
    let (see, edit) = (Need::Permission(SEE), Need::Permission(EDIT));
    routes
        .add(see, routes!(get_journey))
        .add(edit, routes!(start_journey))
        .add(edit, routes!(create_stage))
        .add(edit, routes!(patch_stage))
        .add(edit, routes!(create_touchpoint))
        .add(edit, routes!(patch_touchpoint))
        .add(edit, routes!(create_tie))
        .add(edit, routes!(remove_tie))
}

/// The way customers go.
#[derive(Serialize, ToSchema)]
#[schema(as = JourneyTold)]
struct Told {
    /// Its stages in their order, retired ones last.
    stages: Vec<JourneyStage>,
    /// The questions of surveys that ask about its touchpoints.
    questions: Vec<Tie>,
}

async fn told(app: &App) -> Result<Json<Told>, Error> {
    let read = app.store().read(|db| {
        Ok::<_, troth_store::Error>(Told { stages: list_journey(db)?, questions: list_ties(db, None)? })
    });
    Ok(Json(read.await?))
}

/// Stages with their touchpoints, and the questions that ask about them.
#[utoipa::path(get, path = "/journey", tag = "listen", responses((status = 200, description = "The way", body = Told)))]
async fn get_journey(Given(app): Given<App>) -> Result<Json<Told>, Error> {
    told(&app).await
}

/// What to begin with.
#[derive(Deserialize, ToSchema)]
struct JourneyBody {
    /// `shop` or `maker`.
    template: Option<String>,
}

/// Begins the way with a template, where nothing stands yet.
#[utoipa::path(post, path = "/journey", tag = "listen", request_body(content = JourneyBody, example = json!({"template": "shop"})),
    responses((status = 201, description = "The way", body = Told), (status = 409, description = "There are stages already"),
    (status = 422, description = "No such template")))]
async fn start_journey(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<JourneyBody>,
) -> Result<(StatusCode, Json<Told>), Error> {
    let wanted = body.template.unwrap_or_default();
    let template = TEMPLATES.into_iter().find(|(key, _)| *key == wanted);
    let template = template.ok_or_else(|| refuse("template", Message::new("listen-wrong-template")))?;
    let words = words_of(&app, visit.language(), template);
    begin_journey(app.store(), By::of(&app, &visit), template.0, words).await?;
    Ok((StatusCode::CREATED, told(&app).await?))
}

/// What is said of a stage; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"name": "Getting to know us"}))]
struct StageBody {
    /// What it is called.
    name: Option<String>,
    /// Where it goes among those that are used, counted from zero.
    place: Option<usize>,
    /// Whether it is used no more.
    retired: Option<bool>,
}

/// Adds a stage at the end.
#[utoipa::path(post, path = "/stages", tag = "listen", request_body = StageBody,
    responses((status = 201, description = "The way", body = Told), (status = 422, description = "Fields are wrong")))]
async fn create_stage(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<StageBody>,
) -> Result<(StatusCode, Json<Told>), Error> {
    add_stage(app.store(), By::of(&app, &visit), &body.name.unwrap_or_default()).await?;
    Ok((StatusCode::CREATED, told(&app).await?))
}

/// Renames a stage, puts it elsewhere, retires it or brings it back.
#[utoipa::path(patch, path = "/stages/{id}", tag = "listen", params(("id" = String, Path, description = "The stage")), request_body = StageBody,
    responses((status = 200, description = "The way", body = Told), (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
async fn patch_stage(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<StageBody>,
) -> Result<Json<Told>, Error> {
    let id: StageId = id.parse().map_err(|_| Error::NotFound)?;
    let to = body.place.map(Move::To);
    let change = Change { name: body.name, stage: None, to, retired: body.retired };
    change_stage(app.store(), By::of(&app, &visit), id, change).await?;
    told(&app).await
}

/// What is said of a touchpoint; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"stage": "stg_0000000000001", "name": "Calls us"}))]
struct TouchpointBody {
    /// At which stage.
    stage: Option<String>,
    /// What it is called.
    name: Option<String>,
    /// Where it goes among those of its stage that are used, counted from zero.
    place: Option<usize>,
    /// Whether it is used no more.
    retired: Option<bool>,
}

impl TouchpointBody {
    fn stage(&self) -> Result<Option<StageId>, Error> {
        let read = self.stage.as_deref().map(str::parse).transpose();
        read.map_err(|_| refuse("stage", Message::new("listen-wrong-stage")))
    }
}

/// Adds a touchpoint at the end of a stage.
#[utoipa::path(post, path = "/touchpoints", tag = "listen", request_body = TouchpointBody,
    responses((status = 201, description = "The way", body = Told), (status = 404, description = "No such stage"), (status = 422, description = "Fields are wrong")))]
async fn create_touchpoint(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<TouchpointBody>,
) -> Result<(StatusCode, Json<Told>), Error> {
    let stage = body.stage()?.ok_or_else(|| refuse("stage", Message::new("listen-wrong-stage")))?;
    add_touchpoint(app.store(), By::of(&app, &visit), stage, &body.name.unwrap_or_default()).await?;
    Ok((StatusCode::CREATED, told(&app).await?))
}

/// Renames a touchpoint, puts it elsewhere, retires it or brings it back.
#[utoipa::path(patch, path = "/touchpoints/{id}", tag = "listen", params(("id" = String, Path, description = "The touchpoint")),
    request_body = TouchpointBody, responses((status = 200, description = "The way", body = Told), (status = 404, description = "Not there"),
    (status = 422, description = "Fields are wrong")))]
async fn patch_touchpoint(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TouchpointBody>,
) -> Result<Json<Told>, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let stage = body.stage()?;
    let to = body.place.map(Move::To);
    let change = Change { name: body.name, stage, to, retired: body.retired };
    change_touchpoint(app.store(), By::of(&app, &visit), id, change).await?;
    told(&app).await
}

/// A question of a survey.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"survey": "srv_0000000000001", "question": "satisfied"}))]
struct TieBody {
    /// Of which survey.
    survey: Option<String>,
    /// Its key.
    question: Option<String>,
}

async fn tie(app: &App, visit: &Visit, id: &str, body: TieBody, tied: bool) -> Result<Json<Told>, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let survey: Option<SurveyId> = body.survey.as_deref().and_then(|survey| survey.parse().ok());
    let survey = survey.ok_or_else(|| refuse("survey", Message::new("listen-wrong-question")))?;
    let question = (survey, body.question.unwrap_or_default());
    tie_question(app.store(), By::of(app, visit), id, question, tied).await?;
    told(app).await
}

/// Says that a question asks about a touchpoint: a pair of expected and found, or one that has a score.
#[utoipa::path(post, path = "/touchpoints/{id}/questions", tag = "listen", params(("id" = String, Path, description = "The touchpoint")),
    request_body = TieBody, responses((status = 200, description = "The way", body = Told), (status = 404, description = "Not there"),
    (status = 422, description = "Such a question cannot ask about a touchpoint")))]
async fn create_tie(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TieBody>,
) -> Result<Json<Told>, Error> {
    tie(&app, &visit, &id, body, true).await
}

/// Says that a question asks about a touchpoint no longer.
#[utoipa::path(post, path = "/touchpoints/{id}/questions/remove", tag = "listen", params(("id" = String, Path, description = "The touchpoint")),
    request_body = TieBody, responses((status = 200, description = "The way", body = Told), (status = 404, description = "Not there")))]
async fn remove_tie(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TieBody>,
) -> Result<Json<Told>, Error> {
    tie(&app, &visit, &id, body, false).await
}
