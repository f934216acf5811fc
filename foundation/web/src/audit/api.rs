//! The log for programs.

use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use troth_core::Message;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{Done, READ_AUDIT, Wanted, load};
use crate::error::FieldError;
use crate::{ApiRoutes, App, Error, Need};

/// Entries of a page.
const ON_A_PAGE: usize = 200;

/// Adds the endpoint.
pub(crate) fn routes(api: ApiRoutes) -> ApiRoutes {
    api.add(Need::Permission(READ_AUDIT), routes!(list_events))
}

/// A page of the log.
#[derive(Serialize, ToSchema)]
pub(super) struct Events {
    /// The latest first.
    items: Vec<Done>,
    /// Where the next page begins: `after`; none on the last.
    next: Option<String>,
}

/// What was done, by whom, to what: the latest first, 200 at a time.
#[utoipa::path(get, path = "/events", tag = "web", params(Wanted),
    responses((status = 200, description = "A page of the log", body = Events),
    (status = 422, description = "A filter cannot be understood")))]
pub(super) async fn list_events(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Events>, Error> {
    let asked = wanted.read(&app.zone(), ON_A_PAGE).map_err(|unknown| {
        let message = Message::new(format!("web-audit-{}-wrong", unknown.0));
        Error::Fields(vec![FieldError { field: unknown.0.into(), message }])
    })?;
    let (items, more) = app.store().read(move |db| load(db, asked)).await?;
    let next = items.last().filter(|_| more).map(|last| last.id.clone());
    Ok(Json(Events { items, next }))
}
