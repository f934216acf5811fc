//! Staff and teams for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_web::{App, Error, Visit};
use utoipa::ToSchema;

use super::{Items, Paged, change, create, get, list};
use crate::entity::staff::Staff as Member;
use crate::entity::team::Team as Group;
use crate::model::{Staff, Team};

/// What is said of a member of staff. What is left out stays as it is; an empty text takes it away.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Nora Lind", "email": "nora@shop.example", "from": "2025-01-01"}))]
pub(super) struct StaffBody {
    /// What they are called.
    name: Option<String>,
    /// Their e-mail address.
    email: Option<String>,
    /// Their team.
    team: Option<String>,
    /// The first day at work.
    from: Option<String>,
    /// The last day at work.
    to: Option<String>,
}

/// Staff.
#[utoipa::path(get, path = "/staff", tag = "records", params(Paged),
    responses((status = 200, description = "A page, oldest first", body = Items<Staff>)))]
pub(super) async fn list_staff(
    State(app): State<App>,
    Query(asked): Query<Paged>,
) -> Result<Json<Items<Staff>>, Error> {
    list::<Member>(&app, asked.into()).await
}

/// One member of staff.
#[utoipa::path(get, path = "/staff/{id}", tag = "records", params(("id" = String, Path, description = "The member of staff")),
    responses((status = 200, description = "The member of staff", body = Staff), (status = 404, description = "Not there")))]
pub(super) async fn get_staff(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Staff>, Error> {
    get::<Member>(&app, &id).await
}

/// Enters a member of staff.
#[utoipa::path(post, path = "/staff", tag = "records", request_body = StaffBody,
    responses((status = 201, description = "The member of staff", body = Staff), (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_staff(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<StaffBody>,
) -> Result<(StatusCode, Json<Staff>), Error> {
    create::<Member>(&app, &visit, &body).await
}

/// Changes a member of staff.
#[utoipa::path(patch, path = "/staff/{id}", tag = "records", params(("id" = String, Path, description = "The member of staff")),
    request_body = StaffBody, responses((status = 200, description = "The member of staff", body = Staff),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_staff(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<StaffBody>,
) -> Result<Json<Staff>, Error> {
    change::<Member>(&app, &visit, &id, &body).await
}

/// What is said of a team. What is left out stays as it is; an empty text takes it away.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"name": "North"}))]
pub(super) struct TeamBody {
    /// What it is called.
    name: Option<String>,
}

/// Teams.
#[utoipa::path(get, path = "/teams", tag = "records", params(Paged),
    responses((status = 200, description = "A page, oldest first", body = Items<Team>)))]
pub(super) async fn list_teams(
    State(app): State<App>,
    Query(asked): Query<Paged>,
) -> Result<Json<Items<Team>>, Error> {
    list::<Group>(&app, asked.into()).await
}

/// One team.
#[utoipa::path(get, path = "/teams/{id}", tag = "records", params(("id" = String, Path, description = "The team")),
    responses((status = 200, description = "The team", body = Team), (status = 404, description = "Not there")))]
pub(super) async fn get_team(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Team>, Error> {
    get::<Group>(&app, &id).await
}

/// Enters a team.
#[utoipa::path(post, path = "/teams", tag = "records", request_body = TeamBody,
    responses((status = 201, description = "The team", body = Team), (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_team(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<TeamBody>,
) -> Result<(StatusCode, Json<Team>), Error> {
    create::<Group>(&app, &visit, &body).await
}

/// Changes a team.
#[utoipa::path(patch, path = "/teams/{id}", tag = "records", params(("id" = String, Path, description = "The team")),
    request_body = TeamBody, responses((status = 200, description = "The team", body = Team),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_team(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TeamBody>,
) -> Result<Json<Team>, Error> {
    change::<Group>(&app, &visit, &id, &body).await
}
