//! The rules of the house for programs.

use axum::Json;
use axum::extract::State;
use utoipa_axum::routes;

use super::{Rules, RulesChange};
use crate::user::MANAGE_USERS;
use crate::{ApiRoutes, App, Error, Need, Who};

/// The endpoints, at the root of the API.
pub(crate) fn routes(routes: ApiRoutes) -> ApiRoutes {
    routes.add(Need::Permission(MANAGE_USERS), routes!(get_rules, change_rules))
}

/// What is demanded of everybody who signs in.
#[utoipa::path(get, path = "/rules", tag = "web", responses((status = 200, description = "The rules", body = Rules)))]
pub(super) async fn get_rules(State(app): State<App>) -> Result<Json<Rules>, Error> {
    Ok(Json(app.store().read(Rules::read).await?))
}

/// Changes what is demanded of everybody who signs in.
#[utoipa::path(patch, path = "/rules", tag = "web", request_body = RulesChange,
    responses((status = 200, description = "The rules", body = Rules),
    (status = 422, description = "Whoever asks gives no code themselves")))]
pub(super) async fn change_rules(
    State(app): State<App>,
    who: Who,
    Json(change): Json<RulesChange>,
) -> Result<Json<Rules>, Error> {
    Ok(Json(super::change_rules(&app, who.actor(), who.user, change).await?))
}
