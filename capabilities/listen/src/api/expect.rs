//! What customers expect, for programs.

use axum::Json;
use axum::extract::{Path, Query, State as Given};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, ContactId, Day, ExpectationId, Id, Instant, Message};
use troth_web::{ApiRoutes, App, Error, Need, Visit};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::model::Expectation;
use crate::pages::load_expected;
use crate::store::expect::{get_expectation as find, list_expectations as list};
use crate::verbs::expect::{
    Expected, NewExpectation, judge_expectation, note_expectation, remove_expectation,
};
use crate::verbs::{By, refuse};
use crate::{NOTE, READ, SEE};

pub(super) fn routes(routes: ApiRoutes) -> ApiRoutes {
    let (see, note, read) = (Need::Permission(SEE), Need::Permission(NOTE), Need::Permission(READ));
    routes
        .add(see, routes!(get_expected))
        .add(read, routes!(list_expectations))
        .add(note, routes!(create_expectation))
        .add(read, routes!(get_expectation))
        .add(note, routes!(judge))
        .add(note, routes!(remove))
        .add(note, routes!(restore))
}

fn parse(id: &str) -> Result<ExpectationId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

#[derive(Deserialize, IntoParams)]
struct OfSegment {
    /// The id of a segment: of its customers alone.
    segment: Option<String>,
}

/// What became of expectations, by touchpoint: shares and the mean gap with their intervals; nothing of fewer than `minimum`.
#[utoipa::path(get, path = "/expectations/results", tag = "listen", params(OfSegment),
    responses((status = 200, description = "By touchpoint", body = Expected), (status = 404, description = "No such segment"),
    (status = 422, description = "The segment names a field that nobody declares any more")))]
async fn get_expected(Given(app): Given<App>, Query(of): Query<OfSegment>) -> Result<Json<Expected>, Error> {
    Ok(Json(load_expected(&app, of.segment.as_deref()).await?))
}

#[derive(Deserialize, IntoParams)]
struct OfCustomer {
    /// Of which customer.
    customer: String,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// A page of expectations.
#[derive(Serialize, ToSchema)]
#[schema(as = ExpectationItems)]
struct Items {
    items: Vec<Expectation>,
    /// What `after` is for the next page.
    next: Option<String>,
}

/// What was noted that a customer expects, latest first; what was taken away is left out.
#[utoipa::path(get, path = "/expectations", tag = "listen", params(OfCustomer),
    responses((status = 200, description = "A page", body = Items)))]
async fn list_expectations(
    Given(app): Given<App>,
    Query(asked): Query<OfCustomer>,
) -> Result<Json<Items>, Error> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let account: AccountId = asked.customer.parse().map_err(|_| Error::NotFound)?;
    let before = asked.after.as_deref().and_then(|key| {
        let (at, id) = key.split_once('~')?;
        Some((Instant::from_micros(at.parse().ok()?), id.parse::<ExpectationId>().ok()?.raw()))
    });
    let before = before.unwrap_or((Instant::from_micros(i64::MAX), i64::MAX));
    let mut items = app.store().read(move |db| list(db, account, before, limit + 1)).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| format!("{}~{}", last.noted_at.micros(), last.id));
    Ok(Json(Items { items, next }))
}

/// One, also where it was taken away.
#[utoipa::path(get, path = "/expectations/{id}", tag = "listen", params(("id" = String, Path, description = "The expectation")),
    responses((status = 200, description = "The expectation", body = Expectation), (status = 404, description = "Not there")))]
async fn get_expectation(Given(app): Given<App>, Path(id): Path<String>) -> Result<Json<Expectation>, Error> {
    let id = parse(&id)?;
    Ok(Json(app.store().read(move |db| find(db, id)).await?))
}

/// What a customer expects.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "touchpoint": "tpt_0000000000001", "text": "An answer on the same day"}))]
struct ExpectationBody {
    /// Whose.
    customer: Option<String>,
    /// Which person there.
    contact: Option<String>,
    /// Where.
    touchpoint: Option<String>,
    /// What, in up to 500 characters.
    text: Option<String>,
    /// By when, `2026-12-31`.
    due: Option<String>,
}

/// Notes what a customer expects.
#[utoipa::path(post, path = "/expectations", tag = "listen", request_body = ExpectationBody,
    responses((status = 201, description = "The expectation", body = Expectation), (status = 404, description = "No such customer"),
    (status = 409, description = "They were erased"), (status = 422, description = "Fields are wrong")))]
async fn create_expectation(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<ExpectationBody>,
) -> Result<(StatusCode, Json<Expectation>), Error> {
    let account: Option<AccountId> = body.customer.as_deref().and_then(|id| id.parse().ok());
    let contact: Option<Option<ContactId>> = body.contact.as_deref().map(|id| id.parse().ok());
    let due = body.due.as_deref().map(|due| Day::parse(due, "%Y-%m-%d")).transpose();
    let new = NewExpectation {
        account: account.ok_or_else(|| refuse("customer", Message::new("listen-wrong-customer")))?,
        contact: match contact {
            Some(None) => return Err(refuse("contact", Message::new("listen-contact-elsewhere"))),
            known => known.flatten(),
        },
        touchpoint: body.touchpoint.as_deref().and_then(|id| id.parse().ok()),
        text: body.text.unwrap_or_default(),
        due: due.map_err(|_| refuse("due", Message::new("listen-wrong-day")))?,
    };
    let id = note_expectation(&app, By::of(&app, &visit), new).await?;
    Ok((StatusCode::CREATED, get_expectation(Given(app), Path(id.to_string())).await?))
}

/// What became of it.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"judgement": "met"}))]
struct JudgementBody {
    /// `missed`, `met` or `exceeded`; empty or left out: it is open again.
    judgement: Option<String>,
}

/// Says whether an expectation was missed, met or exceeded.
#[utoipa::path(post, path = "/expectations/{id}/judge", tag = "listen", params(("id" = String, Path, description = "The expectation")),
    request_body = JudgementBody, responses((status = 200, description = "The expectation", body = Expectation), (status = 404, description = "Not there"),
    (status = 409, description = "It was taken away"), (status = 422, description = "No such word")))]
async fn judge(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<JudgementBody>,
) -> Result<Json<Expectation>, Error> {
    let word = body.judgement.unwrap_or_default();
    judge_expectation(app.store(), By::of(&app, &visit), parse(&id)?, word).await?;
    get_expectation(Given(app), Path(id)).await
}

async fn put_away(app: App, visit: Visit, id: String, away: bool) -> Result<Json<Expectation>, Error> {
    remove_expectation(app.store(), By::of(&app, &visit), parse(&id)?, away).await?;
    get_expectation(Given(app), Path(id)).await
}

/// Takes an expectation away; it can be brought back.
#[utoipa::path(delete, path = "/expectations/{id}", tag = "listen", params(("id" = String, Path, description = "The expectation")),
    responses((status = 200, description = "The expectation", body = Expectation), (status = 404, description = "Not there")))]
async fn remove(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Expectation>, Error> {
    put_away(app, visit, id, true).await
}

/// Brings an expectation back.
#[utoipa::path(post, path = "/expectations/{id}/restore", tag = "listen", params(("id" = String, Path, description = "The expectation")),
    responses((status = 200, description = "The expectation", body = Expectation), (status = 404, description = "Not there")))]
async fn restore(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Expectation>, Error> {
    put_away(app, visit, id, false).await
}
