//! The counter look-up for programs.

use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use troth_core::{ContactId, Message};
use troth_web::{App, Error};
use utoipa::ToSchema;

use crate::store::met::{self, Met};

/// What somebody typed.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
pub(super) struct Typed {
    /// The first letters of any words: name, e-mail, telephone, key.
    #[serde(default)]
    q: String,
}

/// Somebody who was looked up.
#[derive(Serialize, ToSchema)]
pub(super) struct Found {
    /// The customer.
    customer: String,
    /// The person at the customer, where it is one that was found.
    contact: Option<String>,
    name: String,
    /// What tells those of one name apart.
    detail: String,
    /// What they bought most often of late.
    likes: Vec<String>,
    /// Open work for them, as keys of texts with their arguments.
    #[schema(value_type = Vec<Object>)]
    owed: Vec<Message>,
}

/// Everyone who is found by these letters, ten at most.
#[utoipa::path(get, path = "/lookup", tag = "records", params(Typed),
    responses((status = 200, description = "Who it may be", body = Vec<Found>)))]
pub(super) async fn look_up(
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Json<Vec<Found>>, Error> {
    let now = app.now();
    let found = app.store().read(move |db| met::list_met(db, &typed.q, now)).await?;
    let found = found.into_iter().map(|Met { known, likes, owed }| Found {
        customer: known.account.to_string(),
        contact: known.contact.map(|contact: ContactId| contact.to_string()),
        name: known.name,
        detail: known.detail,
        likes,
        owed,
    });
    Ok(Json(found.collect()))
}
