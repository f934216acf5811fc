//! People at customers, and what they have agreed to, for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{ContactId, Message, Purpose};
use troth_store::Consent;
use troth_web::{App, Error, FieldError, Visit};
use utoipa::ToSchema;

use super::{Asked, Items, by, change, create, get, list};
use crate::entity::contact::Person;
use crate::import::DateForm;
use crate::model::Contact;
use crate::verbs;

/// What is said of a person at a customer. What is left out stays as it is; an empty text takes it away.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "name": "Eva Stein", "title": "Head of buying", "emails": ["eva@mill.example"], "level": "management", "role": "decides"}))]
pub(super) struct ContactBody {
    /// At which customer.
    customer: Option<String>,
    /// What they are called.
    name: Option<String>,
    /// What they are there, in their own words.
    title: Option<String>,
    /// E-mail addresses, the main one first.
    #[serde(rename(serialize = "email"))]
    emails: Option<Vec<String>>,
    /// Telephone numbers, the main one first.
    #[serde(rename(serialize = "phone"))]
    phones: Option<Vec<String>>,
    /// The language they are spoken to in, BCP 47.
    language: Option<String>,
    /// `executive`, `management` or `operations`.
    level: Option<String>,
    /// The part in buying: `decides`, `influences`, `uses` or `none`.
    role: Option<String>,
}

/// People at customers.
#[utoipa::path(get, path = "/contacts", tag = "records", params(Asked),
    responses((status = 200, description = "A page, oldest first", body = Items<Contact>)))]
pub(super) async fn list_contacts(
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Items<Contact>>, Error> {
    list::<Person>(&app, asked).await
}

/// One person.
#[utoipa::path(get, path = "/contacts/{id}", tag = "records", params(("id" = String, Path, description = "The person")),
    responses((status = 200, description = "The person", body = Contact), (status = 404, description = "Not there")))]
pub(super) async fn get_contact(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Contact>, Error> {
    get::<Person>(&app, &id).await
}

/// Enters a person at a customer.
#[utoipa::path(post, path = "/contacts", tag = "records", request_body = ContactBody,
    responses((status = 201, description = "The person", body = Contact), (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_contact(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<ContactBody>,
) -> Result<(StatusCode, Json<Contact>), Error> {
    if body.customer.is_none() {
        let wrong = |message| Error::Fields(vec![FieldError { field: "customer".into(), message }]);
        return Err(wrong(Message::new("web-field-empty")));
    }
    create::<Person>(&app, &visit, &body).await
}

/// Changes a person.
#[utoipa::path(patch, path = "/contacts/{id}", tag = "records", params(("id" = String, Path, description = "The person")),
    request_body = ContactBody, responses((status = 200, description = "The person", body = Contact),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_contact(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ContactBody>,
) -> Result<Json<Contact>, Error> {
    change::<Person>(&app, &visit, &id, &body).await
}

/// What a person has agreed to, or taken back.
#[derive(Serialize, ToSchema)]
pub(super) struct ConsentEntry {
    /// The entry.
    id: String,
    /// `news`, `survey`, `referral` or `testimonial`.
    purpose: String,
    /// Whether it is allowed from then on.
    given: bool,
    /// When they said so.
    at: String,
    /// How it was obtained.
    obtained: String,
    /// Who entered it: `user`, `token` or `system`.
    by: String,
}

impl From<Consent> for ConsentEntry {
    fn from(entry: Consent) -> Self {
        Self {
            id: entry.id.to_string(),
            purpose: entry.purpose.key().to_owned(),
            given: entry.given,
            at: entry.at.to_string(),
            obtained: entry.obtained,
            by: entry.actor.0,
        }
    }
}

/// Everything a person has agreed to or taken back, latest first. The latest of a purpose holds.
#[utoipa::path(get, path = "/contacts/{id}/consents", tag = "records", params(("id" = String, Path, description = "The person")),
    responses((status = 200, description = "The entries", body = [ConsentEntry]), (status = 404, description = "Not there")))]
pub(super) async fn list_consents(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Vec<ConsentEntry>>, Error> {
    let contact: ContactId = id.parse().map_err(|_| Error::NotFound)?;
    let Json(_) = get::<Person>(&app, &id).await?;
    let entries = app.store().read(move |db| db.list_consents(contact)).await?;
    Ok(Json(entries.into_iter().map(ConsentEntry::from).collect()))
}

/// One more entry.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"purpose": "survey", "given": true, "at": "2025-11-22", "obtained": "Asked at the counter"}))]
pub(super) struct ConsentBody {
    /// `news`, `survey`, `referral` or `testimonial`.
    purpose: String,
    /// Whether they agreed; `false` takes it back.
    given: bool,
    /// When they said so; now where it is missing.
    at: Option<String>,
    /// How it was obtained, in words that can be shown to them.
    obtained: String,
}

/// Records that a person agreed to something, or took it back. Entries are added and never changed.
#[utoipa::path(post, path = "/contacts/{id}/consents", tag = "records", params(("id" = String, Path, description = "The person")),
    request_body = ConsentBody, responses((status = 201, description = "Every entry, latest first", body = [ConsentEntry]),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn record_consent(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ConsentBody>,
) -> Result<(StatusCode, Json<Vec<ConsentEntry>>), Error> {
    let contact: ContactId = id.parse().map_err(|_| Error::NotFound)?;
    let wrong = |field: &str, message| Error::Fields(vec![FieldError { field: field.to_owned(), message }]);
    let words = Purpose::ALL.map(Purpose::key).join(", ");
    let purpose = Purpose::find(&body.purpose)
        .ok_or_else(|| wrong("purpose", Message::new("records-wrong-choice").with("words", words)))?;
    let zone = app.store().business().await?.zone;
    let at = body.at.map(|at| DateForm::Iso.read(&at, &zone)).transpose();
    let at = at.map_err(|_| wrong("at", Message::new("records-wrong-moment")))?;
    let by = by(&app, &visit);
    verbs::record_consent(app.store(), by, contact, (purpose, body.given), at, &body.obtained).await?;
    Ok((StatusCode::CREATED, list_consents(State(app), Path(id)).await?))
}
