//! Mail for programs: what was sent, how it is set up, whom nothing is sent to, what came back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{ContactId, Instant, Message, MessageId};
use troth_mail::{Outcome, Policy, State as Fate, Suppression};
use troth_store::Db;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::pages::{key_of, read_key};
use super::verbs::{self, Draft};
use super::{MANAGE_MAIL, READ_MAIL, Settings, Told, told};
use crate::error::FieldError;
use crate::{ApiRoutes, App, Error, Need, Who};

const ON_A_PAGE: usize = 50;

/// Adds the endpoints.
pub(super) fn routes() -> ApiRoutes {
    let (read, manage) = (Need::Permission(READ_MAIL), Need::Permission(MANAGE_MAIL));
    ApiRoutes::new()
        .add(read, routes!(list_messages))
        .add(manage, routes!(retry_message))
        .add(manage, routes!(get_settings, put_settings))
        .add(manage, routes!(send_test))
        .add(read, routes!(list_suppressions))
        .add(manage, routes!(suppress_address))
        .add(manage, routes!(release_address))
        .add(manage, routes!(take_back))
}

fn wrong(field: &str, key: &'static str) -> Error {
    Error::Fields(vec![FieldError { field: field.into(), message: Message::new(key) }])
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct MessagesAsked {
    /// Of this state alone.
    state: Option<String>,
    /// To this person alone.
    contact: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
#[schema(as = MailMessages)]
pub(super) struct Messages {
    items: Vec<Told>,
    /// Give it as `after` for the next page; absent on the last.
    next: Option<String>,
}

/// Messages to people, the latest queued first, 50 at a time.
#[utoipa::path(get, path = "/messages", tag = "mail", params(MessagesAsked),
    responses((status = 200, description = "A page", body = Messages), (status = 422, description = "There is no such state, person or page")))]
pub(super) async fn list_messages(
    State(app): State<App>,
    Query(asked): Query<MessagesAsked>,
) -> Result<Json<Messages>, Error> {
    let state = asked.state.map(|state| Fate::find(&state).ok_or_else(|| wrong("state", "mail-state-wrong")));
    let contact = asked
        .contact
        .map(|id| id.parse::<ContactId>().map_err(|_| wrong("contact", "web-audit-after-wrong")));
    let before =
        asked.after.map(|id| id.parse::<MessageId>().map_err(|_| wrong("after", "web-audit-after-wrong")));
    let (state, contact, before) = (state.transpose()?, contact.transpose()?, before.transpose()?);
    let read =
        move |db: &mut Db<'_>| troth_mail::list_messages(db, (state, contact, None), before, ON_A_PAGE + 1);
    let mut rows = app.store().read(read).await?;
    let more = rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    let next = rows.last().filter(|_| more).map(|last| last.message.id.to_string());
    Ok(Json(Messages { items: rows.into_iter().map(told).collect(), next }))
}

/// Sends a message again of which nobody knows whether it arrived.
#[utoipa::path(post, path = "/messages/{id}/retry", tag = "mail", params(("id" = String, Path, description = "The message")),
    responses((status = 202, description = "It waits again"), (status = 404, description = "Not there, or its fate is known")))]
pub(super) async fn retry_message(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::retry(&app, who.actor(), id.parse().map_err(|_| Error::NotFound)?).await?;
    Ok(StatusCode::ACCEPTED)
}

/// How mail is set up; the password is not told.
#[utoipa::path(get, path = "/settings", tag = "mail", responses((status = 200, description = "The settings", body = Settings)))]
pub(super) async fn get_settings(State(app): State<App>) -> Result<Json<Settings>, Error> {
    Ok(Json(Settings::load(&app).await?))
}

/// What is to be changed; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailSettingsChange, example = json!({"host": "smtp.shop.example", "port": 587, "security": "starttls", "from": "post@shop.example", "most": 2, "days": 30}))]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    host: Option<String>,
    port: Option<u16>,
    security: Option<String>,
    user: Option<String>,
    password: Option<String>,
    authority: Option<String>,
    from: Option<String>,
    quiet_from: Option<i64>,
    quiet_to: Option<i64>,
    most: Option<i64>,
    days: Option<i64>,
}

/// Sets mail up.
#[utoipa::path(patch, path = "/settings", tag = "mail", request_body = Change,
    responses((status = 200, description = "The settings", body = Settings), (status = 422, description = "Fields are wrong")))]
pub(super) async fn put_settings(
    State(app): State<App>,
    who: Who,
    Json(change): Json<Change>,
) -> Result<Json<Settings>, Error> {
    let now = Settings::load(&app).await?;
    let times = [change.quiet_from, change.quiet_to, change.most, change.days].iter().any(Option::is_some);
    let server = change.port.is_some()
        || [&change.host, &change.security, &change.user, &change.password, &change.authority, &change.from]
            .iter()
            .any(|field| field.is_some());
    if server {
        let draft = Draft {
            host: change.host.unwrap_or(now.host),
            port: change.port.unwrap_or(now.port).to_string(),
            security: change.security.unwrap_or_else(|| now.security.to_owned()),
            user: change.user.unwrap_or(now.user),
            password: change.password,
            authority: change.authority.unwrap_or(now.authority),
            from: change.from.unwrap_or(now.from),
        };
        verbs::put_server(&app, who.actor(), draft).await?;
    }
    if times {
        let quiet = (change.quiet_from.unwrap_or(now.quiet_from), change.quiet_to.unwrap_or(now.quiet_to));
        let policy =
            Policy { quiet, most: change.most.unwrap_or(now.most), days: change.days.unwrap_or(now.days) };
        verbs::put_policy(&app, who.actor(), policy).await?;
    }
    Ok(Json(Settings::load(&app).await?))
}

/// What the server said.
#[derive(Serialize, ToSchema)]
#[schema(as = MailTest)]
pub(super) struct Tested {
    /// `taken`, `unwritable`, `refused`, `later`, `unreachable` or `unsure`.
    outcome: &'static str,
    /// In its words.
    said: String,
}

/// Sends a message to whoever asks, and tells what the server said.
#[utoipa::path(post, path = "/test", tag = "mail", responses((status = 200, description = "What the server said", body = Tested),
    (status = 409, description = "No server is named"), (status = 422, description = "It cannot be used as it is set up")))]
pub(super) async fn send_test(State(app): State<App>, who: Who) -> Result<Json<Tested>, Error> {
    let texts = ("Troth", "Messages get out.");
    let (outcome, said) = match verbs::test(&app, &who, texts).await?.1 {
        Outcome::Taken(said) => ("taken", said),
        Outcome::Unwritable(said) => ("unwritable", said),
        Outcome::Refused(said) => ("refused", said),
        Outcome::Later(said) => ("later", said),
        Outcome::Unreachable(said) => ("unreachable", said),
        Outcome::Unsure(said) => ("unsure", said),
    };
    Ok(Json(Tested { outcome, said }))
}

/// An address that nothing is sent to.
#[derive(Serialize, ToSchema)]
#[schema(as = MailSuppression)]
pub(super) struct Suppressed {
    /// What stands for it.
    id: String,
    /// The address; empty once the person was erased.
    address: String,
    /// `returned`, `complaint` or `hand`.
    reason: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Instant,
}

/// A page of such addresses.
#[derive(Serialize, ToSchema)]
#[schema(as = MailSuppressions)]
pub(super) struct Suppressions {
    items: Vec<Suppressed>,
    /// Give it as `after` for the next page; absent on the last.
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct SuppressionsAsked {
    /// `next` of the page before.
    after: Option<String>,
}

/// Addresses that nothing is sent to, the latest first, 50 at a time.
#[utoipa::path(get, path = "/suppressions", tag = "mail", params(SuppressionsAsked),
    responses((status = 200, description = "A page", body = Suppressions), (status = 422, description = "There is no such page")))]
pub(super) async fn list_suppressions(
    State(app): State<App>,
    Query(asked): Query<SuppressionsAsked>,
) -> Result<Json<Suppressions>, Error> {
    let after = asked.after.map(|key| read_key(&key).ok_or_else(|| wrong("after", "web-audit-after-wrong")));
    let after = after.transpose()?;
    let read = move |db: &mut Db<'_>| troth_mail::list_suppressions(db, after, ON_A_PAGE + 1);
    let mut rows = app.store().read(read).await?;
    let more = rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    let next = rows.last().filter(|_| more).map(key_of);
    let one = |Suppression { hash, address, reason, since }| Suppressed { id: hash, address, reason, since };
    Ok(Json(Suppressions { items: rows.into_iter().map(one).collect(), next }))
}

/// An address.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailAddress, example = json!({"address": "ada@home.example"}))]
#[serde(deny_unknown_fields)]
pub(super) struct Address {
    /// For example `ada@home.example`.
    address: String,
}

/// Sends nothing to an address any more.
#[utoipa::path(post, path = "/suppressions", tag = "mail", request_body = Address,
    responses((status = 204, description = "Nothing is sent there"), (status = 422, description = "It is no address")))]
pub(super) async fn suppress_address(
    State(app): State<App>,
    who: Who,
    Json(body): Json<Address>,
) -> Result<StatusCode, Error> {
    verbs::suppress(&app, who.actor(), body.address).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an address be written to again.
#[utoipa::path(delete, path = "/suppressions/{id}", tag = "mail", params(("id" = String, Path, description = "What stands for the address")),
    responses((status = 204, description = "It may be written to"), (status = 404, description = "Not there")))]
pub(super) async fn release_address(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::release(&app, who.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What became of what came back.
#[derive(Serialize, ToSchema)]
#[schema(as = MailReturned)]
pub(super) struct Noted {
    /// Whether it was about a message of ours, and new.
    noted: bool,
}

/// Takes in what came back for the address that messages come from, as it came (RFC 5322): a message that could not be delivered (RFC 3464) or a
/// complaint (RFC 5965). Anything else is passed over. Have your mail server hand those messages on to this address.
#[utoipa::path(post, path = "/returns", tag = "mail", request_body(content = String, content_type = "text/plain"),
    responses((status = 200, description = "Whether it was about one of ours", body = Noted)))]
pub(super) async fn take_back(State(app): State<App>, who: Who, raw: Bytes) -> Result<Json<Noted>, Error> {
    let noted = match troth_mail::read_returned(&raw) {
        Some(returned) => verbs::take_back(&app, who.actor(), returned).await?,
        None => false,
    };
    Ok(Json(Noted { noted }))
}
