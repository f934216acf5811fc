//! What is held of somebody, and erasure, for programs.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use troth_web::{App, Error, Visit};
use utoipa::ToSchema;

use super::{DataSubject, Preview};
use crate::api::by;

/// What erasing takes, or has taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct Erasure {
    /// Whether it was done.
    done: bool,
    /// The day on which they were erased before.
    erased: Option<String>,
    /// How many rows of each table go or are emptied.
    rows: std::collections::BTreeMap<String, i64>,
    /// Other customers with the same e-mail address, perhaps entered twice: they are not erased with it.
    alike: Vec<String>,
    /// Notes about the customer that do not say about whom there they are: they stay.
    notes_left: i64,
    /// Whether an import is at work; it must come to its end first.
    import_at_work: bool,
}

impl From<Preview> for Erasure {
    fn from(preview: Preview) -> Self {
        Self {
            done: false,
            erased: preview.subject.erased.map(|day| day.to_string()),
            rows: preview.weight.into_iter().map(|(table, rows)| (table.to_owned(), rows)).collect(),
            alike: preview.alike.into_iter().map(|(id, _)| id.to_string()).collect(),
            notes_left: preview.unnamed,
            import_at_work: preview.at_work,
        }
    }
}

pub(super) fn customer(id: &str) -> Result<DataSubject, Error> {
    id.parse().map(DataSubject::Customer).map_err(|_| Error::NotFound)
}

pub(super) fn person(id: &str) -> Result<DataSubject, Error> {
    id.parse().map(DataSubject::Person).map_err(|_| Error::NotFound)
}

/// The archive as a file to keep.
pub(super) async fn sent(app: &App, visit: &Visit, who: DataSubject) -> Result<Response, Error> {
    let (name, bytes) = super::tell_person(app, by(app, visit).actor, who, visit.language()).await?;
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// Erases, and answers with what is gone.
async fn erase(app: &App, visit: &Visit, who: DataSubject) -> Result<Erasure, Error> {
    let rows = super::erase_person(app, by(app, visit).actor, who, visit.language()).await?;
    let after = super::preview(app.store(), by(app, visit), who).await?;
    let rows = rows.into_iter().map(|(table, rows)| (table.to_owned(), rows)).collect();
    Ok(Erasure { done: true, rows, ..after.into() })
}

/// Everything that is held of a customer, as one archive: a table for each sort of thing, the same as JSON, and a text that says what
/// is what. That it was asked for is noted in the log.
#[utoipa::path(get, path = "/customers/{id}/data", tag = "records", params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "The archive", body = Vec<u8>, content_type = "application/zip"),
    (status = 404, description = "No such customer")))]
pub(crate) async fn get_customer_data(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    sent(&app, &visit, customer(&id)?).await
}

/// The same of a person at a customer; where the customer is a person, of the customer.
#[utoipa::path(get, path = "/contacts/{id}/data", tag = "records", params(("id" = String, Path, description = "The person")),
    responses((status = 200, description = "The archive", body = Vec<u8>, content_type = "application/zip"),
    (status = 404, description = "Not there")))]
pub(crate) async fn get_contact_data(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    sent(&app, &visit, person(&id)?).await
}

/// What erasing a customer would take; nothing is changed.
#[utoipa::path(get, path = "/customers/{id}/erasure", tag = "records", params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "What would go", body = Erasure), (status = 404, description = "No such customer")))]
pub(crate) async fn get_customer_erasure(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Erasure>, Error> {
    Ok(Json(super::preview(app.store(), by(&app, &visit), customer(&id)?).await?.into()))
}

/// What erasing a person at a customer would take; nothing is changed.
#[utoipa::path(get, path = "/contacts/{id}/erasure", tag = "records", params(("id" = String, Path, description = "The person")),
    responses((status = 200, description = "What would go", body = Erasure), (status = 404, description = "Not there")))]
pub(crate) async fn get_contact_erasure(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Erasure>, Error> {
    Ok(Json(super::preview(app.store(), by(&app, &visit), person(&id)?).await?.into()))
}

/// Erases a customer with everybody there, for good: names, addresses and texts go; purchases, sums and moments stay. Rows of later files
/// about them are passed over.
#[utoipa::path(post, path = "/customers/{id}/erasure", tag = "records", params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "What is gone", body = Erasure), (status = 404, description = "No such customer"),
    (status = 409, description = "An import is at work")))]
pub(crate) async fn erase_customer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Erasure>, Error> {
    Ok(Json(erase(&app, &visit, customer(&id)?).await?))
}

/// Erases a person at a customer, for good; where the customer is a person, the customer.
#[utoipa::path(post, path = "/contacts/{id}/erasure", tag = "records", params(("id" = String, Path, description = "The person")),
    responses((status = 200, description = "What is gone", body = Erasure), (status = 404, description = "Not there"),
    (status = 409, description = "An import is at work")))]
pub(crate) async fn erase_contact(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Erasure>, Error> {
    Ok(Json(erase(&app, &visit, person(&id)?).await?))
}
