//! Interactions for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_web::{App, Error, Visit};
use utoipa::ToSchema;

use super::{Asked, Items, change, create, get, list};
use crate::entity::interaction::Moment;
use crate::model::Interaction;

/// What is said of an interaction. What is left out stays as it is; an empty text takes it away.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "at": "2025-05-01T10:00", "function": "service", "channel": "phone", "direction": "inbound", "effect": "closer", "text": "Asked for a spare part and got it the same day."}))]
pub(super) struct InteractionBody {
    /// With whom.
    customer: Option<String>,
    /// With which person there.
    contact: Option<String>,
    /// Which member of staff.
    staff: Option<String>,
    /// When: `2026-11-22T10:00` in the business zone, or with an offset.
    at: Option<String>,
    /// `sales`, `delivery`, `service`, `accounting`, `product`, `marketing` or `community`.
    function: Option<String>,
    /// `meeting`, `phone`, `email`, `chat`, `letter`, `web`, `event` or `other`.
    channel: Option<String>,
    /// `inbound` (the customer began) or `outbound`.
    direction: Option<String>,
    /// Whether it drew the customer `closer`, pushed `away`, or `neither`.
    effect: Option<String>,
    /// What was said.
    text: Option<String>,
}

/// Interactions.
#[utoipa::path(get, path = "/interactions", tag = "records", params(Asked),
    responses((status = 200, description = "A page, oldest first", body = Items<Interaction>)))]
pub(super) async fn list_interactions(
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Items<Interaction>>, Error> {
    list::<Moment>(&app, asked).await
}

/// One interaction.
#[utoipa::path(get, path = "/interactions/{id}", tag = "records", params(("id" = String, Path, description = "The interaction")),
    responses((status = 200, description = "The interaction", body = Interaction), (status = 404, description = "Not there")))]
pub(super) async fn get_interaction(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Interaction>, Error> {
    get::<Moment>(&app, &id).await
}

/// Enters an interaction.
#[utoipa::path(post, path = "/interactions", tag = "records", request_body = InteractionBody,
    responses((status = 201, description = "The interaction", body = Interaction), (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_interaction(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<InteractionBody>,
) -> Result<(StatusCode, Json<Interaction>), Error> {
    create::<Moment>(&app, &visit, &body).await
}

/// Changes what was written of an interaction.
#[utoipa::path(patch, path = "/interactions/{id}", tag = "records", params(("id" = String, Path, description = "The interaction")),
    request_body = InteractionBody, responses((status = 200, description = "The interaction", body = Interaction),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_interaction(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<InteractionBody>,
) -> Result<Json<Interaction>, Error> {
    change::<Moment>(&app, &visit, &id, &body).await
}
