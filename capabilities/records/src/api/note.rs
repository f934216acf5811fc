//! Notes for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use troth_core::{AccountId, ContactId, Id, Instant, Message, NoteId};
use troth_web::{App, Error, FieldError, Visit};
use utoipa::{IntoParams, ToSchema};

use super::{Items, by};
use crate::model::Note;
use crate::store::note;
use crate::verbs;

#[derive(Deserialize, IntoParams)]
pub(super) struct OfCustomer {
    /// About which customer.
    customer: String,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// Notes about a customer, latest first; those taken away are left out.
#[utoipa::path(get, path = "/notes", tag = "records", params(OfCustomer),
    responses((status = 200, description = "A page of notes", body = Items<Note>)))]
pub(super) async fn list_notes(
    State(app): State<App>,
    Query(asked): Query<OfCustomer>,
) -> Result<Json<Items<Note>>, Error> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let account: AccountId = asked.customer.parse().map_err(|_| Error::NotFound)?;
    let before = asked.after.as_deref().and_then(|key| {
        let (at, id) = key.split_once('~')?;
        Some((Instant::from_micros(at.parse().ok()?), id.parse::<NoteId>().ok()?.raw()))
    });
    let before = before.unwrap_or((Instant::from_micros(i64::MAX), i64::MAX));
    let mut items = app.store().read(move |db| note::list(db, account, before, limit + 1)).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| format!("{}~{}", last.written_at.micros(), last.id));
    Ok(Json(Items { items, next }))
}

/// One note, one that was taken away too.
#[utoipa::path(get, path = "/notes/{id}", tag = "records", params(("id" = String, Path, description = "The note")),
    responses((status = 200, description = "The note", body = Note), (status = 404, description = "Not there")))]
pub(super) async fn get_note(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Note>, Error> {
    let id = parse(&id)?;
    Ok(Json(app.store().read(move |db| note::get(db, id)).await?))
}

fn parse(id: &str) -> Result<NoteId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// A new note.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "text": "Prefers to be called in the morning."}))]
pub(super) struct NoteBody {
    /// About which customer.
    customer: String,
    /// About which person there.
    contact: Option<String>,
    /// What it says.
    text: String,
}

/// Writes a note about a customer.
#[utoipa::path(post, path = "/notes", tag = "records", request_body = NoteBody,
    responses((status = 201, description = "The note", body = Note), (status = 404, description = "No such customer"),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn write_note(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<NoteBody>,
) -> Result<(StatusCode, Json<Note>), Error> {
    let wrong = |field: &str| {
        Error::Fields(vec![FieldError { field: field.into(), message: Message::new("records-wrong-named") }])
    };
    let account: AccountId = body.customer.parse().map_err(|_| wrong("customer"))?;
    let contact = body.contact.map(|id| id.parse::<ContactId>().map_err(|_| wrong("contact"))).transpose()?;
    let id = verbs::write_note(app.store(), by(&app, &visit), account, contact, &body.text).await?;
    Ok((StatusCode::CREATED, get_note(State(app), Path(id.to_string())).await?))
}

/// A note's new text.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"text": "Prefers to be called in the afternoon."}))]
pub(super) struct NoteText {
    /// What it says.
    text: String,
}

/// Writes a note anew.
#[utoipa::path(patch, path = "/notes/{id}", tag = "records", params(("id" = String, Path, description = "The note")),
    request_body = NoteText, responses((status = 200, description = "The note", body = Note),
    (status = 404, description = "Not there"), (status = 409, description = "It was taken away"),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_note(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<NoteText>,
) -> Result<Json<Note>, Error> {
    Ok(Json(verbs::change_note(app.store(), by(&app, &visit), parse(&id)?, &body.text).await?))
}

/// Takes a note away; it can be brought back.
#[utoipa::path(delete, path = "/notes/{id}", tag = "records", params(("id" = String, Path, description = "The note")),
    responses((status = 200, description = "The note", body = Note), (status = 404, description = "Not there")))]
pub(super) async fn remove_note(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Note>, Error> {
    Ok(Json(verbs::remove_note(app.store(), by(&app, &visit), parse(&id)?, true).await?))
}

/// Brings a note back.
#[utoipa::path(post, path = "/notes/{id}/restore", tag = "records", params(("id" = String, Path, description = "The note")),
    responses((status = 200, description = "The note", body = Note), (status = 404, description = "Not there")))]
pub(super) async fn restore_note(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Note>, Error> {
    Ok(Json(verbs::remove_note(app.store(), by(&app, &visit), parse(&id)?, false).await?))
}
