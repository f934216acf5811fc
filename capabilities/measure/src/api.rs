//! Figures for programs.

use axum::Json;
use axum::extract::State;
use troth_web::{ApiRoutes, App, Error, Need};
use utoipa_axum::routes;

use crate::SEE;

pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::new().add(Need::Permission(SEE), routes!(get_at_risk))
}

/// What the latest run found: fitted models and the base at risk, every figure with count, interval, grade and method.
#[utoipa::path(get, path = "/at-risk", tag = "measure", responses(
    (status = 200, description = "The report of the latest run", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet")))]
async fn get_at_risk(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let report = app.store().read(crate::pages::find_report).await?.ok_or(Error::NotFound)?;
    serde_json::to_value(&report).map(Json).map_err(Error::internal)
}
