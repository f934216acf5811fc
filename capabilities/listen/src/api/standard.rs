//! What touchpoints are held to, for programs.

use axum::Json;
use axum::extract::{Path, State as Given};
use serde::Deserialize;
use troth_core::TouchpointId;
use troth_web::{ApiRoutes, App, Error, Need, Visit};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::model::{Standard, Touchpoint};
use crate::pages::{load_map, read_plan, read_within};
use crate::store::journey::get_touchpoint;
use crate::verbs::By;
use crate::verbs::standard::{JourneyMap, set_plan, set_standard};
use crate::{EDIT, SEE};

pub(super) fn routes(routes: ApiRoutes) -> ApiRoutes {
    routes
        .add(Need::Permission(SEE), routes!(get_map))
        .add(Need::Permission(EDIT), routes!(put_standard))
        .add(Need::Permission(EDIT), routes!(put_plan))
}

/// How each touchpoint stands: the share that met its standard and the share that went well, with their intervals; nothing of fewer than `minimum`.
#[utoipa::path(get, path = "/journey/map", tag = "listen", responses((status = 200, description = "The map", body = JourneyMap)))]
async fn get_map(Given(app): Given<App>) -> Result<Json<JourneyMap>, Error> {
    Ok(Json(load_map(&app).await?))
}

/// What a touchpoint is held to.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"sentence": "A friendly answer on the same day", "within": 4, "unit": "hours", "function": "service"}))]
struct StandardBody {
    /// In words.
    sentence: Option<String>,
    /// How many working hours or days until somebody who gets in touch is answered, 1 to 260; left out where it cannot be measured.
    within: Option<i64>,
    /// `hours` or `days`; `hours` if left out.
    unit: Option<String>,
    /// Which function answers: `sales`, `delivery`, `service`, `accounting`, `product`, `marketing` or `community`.
    function: Option<String>,
}

async fn told(app: App, id: TouchpointId) -> Result<Json<Touchpoint>, Error> {
    Ok(Json(app.store().read(move |db| get_touchpoint(db, id)).await?))
}

/// Says what a touchpoint is held to; what is left out is taken away.
#[utoipa::path(post, path = "/touchpoints/{id}/standard", tag = "listen", params(("id" = String, Path, description = "The touchpoint")),
    request_body = StandardBody, responses((status = 200, description = "The touchpoint", body = Touchpoint), (status = 404, description = "Not there"),
    (status = 422, description = "Fields are wrong")))]
async fn put_standard(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<StandardBody>,
) -> Result<Json<Touchpoint>, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let amount = body.within.map(|within| within.to_string()).unwrap_or_default();
    let function = body.function.unwrap_or_default();
    let within = read_within(&amount, body.unit.as_deref().unwrap_or("hours"), &function)?;
    let standard = Standard { sentence: body.sentence.unwrap_or_default(), within };
    set_standard(app.store(), By::of(&app, &visit), id, standard).await?;
    told(app, id).await
}

/// What is done to make a touchpoint better.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"text": "Two people on the telephone in the morning", "staff": "stf_0000000000001", "day": "2026-12-31"}))]
struct PlanBody {
    /// What.
    text: Option<String>,
    /// By whom.
    staff: Option<String>,
    /// Until when, `2026-12-31`.
    day: Option<String>,
}

/// Says what is done to make a touchpoint better, by whom, until when; what is left out is taken away.
#[utoipa::path(post, path = "/touchpoints/{id}/improvement", tag = "listen", params(("id" = String, Path, description = "The touchpoint")),
    request_body = PlanBody, responses((status = 200, description = "The touchpoint", body = Touchpoint), (status = 404, description = "Not there"),
    (status = 422, description = "Fields are wrong")))]
async fn put_plan(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PlanBody>,
) -> Result<Json<Touchpoint>, Error> {
    let id: TouchpointId = id.parse().map_err(|_| Error::NotFound)?;
    let (text, staff) = (body.text.unwrap_or_default(), body.staff.unwrap_or_default());
    let plan = read_plan(&text, &staff, body.day.as_deref().unwrap_or_default())?;
    set_plan(app.store(), By::of(&app, &visit), id, plan).await?;
    told(app, id).await
}
