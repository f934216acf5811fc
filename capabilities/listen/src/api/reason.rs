//! Why customers came, stayed and left, for programs.

use axum::Json;
use axum::extract::{Path, Query, State as Given};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, Message, ReasonId};
use troth_web::{ApiRoutes, App, Error, Need, Visit};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::model::{Reason, Reasons, find_about};
use crate::pages::load_reasons;
use crate::store::reason::{get_reason as find, list_reasons as list};
use crate::verbs::reason::{NewReason, note_reason, remove_reason};
use crate::verbs::{By, refuse};
use crate::{NOTE, READ, SEE};

pub(super) fn routes(routes: ApiRoutes) -> ApiRoutes {
    let (see, note, read) = (Need::Permission(SEE), Need::Permission(NOTE), Need::Permission(READ));
    routes
        .add(see, routes!(count_reasons))
        .add(read, routes!(list_reasons))
        .add(note, routes!(create_reason))
        .add(read, routes!(get_reason))
        .add(note, routes!(take_reason_away))
        .add(note, routes!(bring_reason_back))
}

fn parse(id: &str) -> Result<ReasonId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

#[derive(Deserialize, IntoParams)]
struct Which {
    /// `came`, `decided`, `stayed`, `left` or `went`; `came` if not given.
    about: Option<String>,
    /// The id of a segment: of its customers alone.
    segment: Option<String>,
}

/// Why, of the last two years: shares with their intervals, in all and by month; who was not asked stands apart.
#[utoipa::path(get, path = "/reasons/results", tag = "listen", params(Which),
    responses((status = 200, description = "Why", body = Reasons), (status = 404, description = "No such segment, or nothing of that name"),
    (status = 422, description = "The segment names a field that nobody declares any more")))]
async fn count_reasons(Given(app): Given<App>, Query(which): Query<Which>) -> Result<Json<Reasons>, Error> {
    let about = find_about(which.about.as_deref().unwrap_or("came")).ok_or(Error::NotFound)?;
    Ok(Json(load_reasons(&app, about, which.segment.as_deref()).await?.0))
}

#[derive(Deserialize, IntoParams)]
struct OfCustomer {
    /// Of which customer.
    customer: String,
}

/// What was noted of a customer.
#[derive(Serialize, ToSchema)]
#[schema(as = ReasonItems)]
struct Items {
    items: Vec<Reason>,
}

/// What was noted of why a customer came, stayed or left, latest first, 200 at most; what was taken away is left out.
#[utoipa::path(get, path = "/reasons", tag = "listen", params(OfCustomer), responses((status = 200, description = "The reasons", body = Items)))]
async fn list_reasons(Given(app): Given<App>, Query(of): Query<OfCustomer>) -> Result<Json<Items>, Error> {
    let account: AccountId = of.customer.parse().map_err(|_| Error::NotFound)?;
    Ok(Json(Items { items: app.store().read(move |db| list(db, account, 200)).await? }))
}

/// One, also where it was taken away.
#[utoipa::path(get, path = "/reasons/{id}", tag = "listen", params(("id" = String, Path, description = "The reason")),
    responses((status = 200, description = "The reason", body = Reason), (status = 404, description = "Not there")))]
async fn get_reason(Given(app): Given<App>, Path(id): Path<String>) -> Result<Json<Reason>, Error> {
    let id = parse(&id)?;
    Ok(Json(app.store().read(move |db| find(db, id)).await?))
}

/// Why a customer came, stayed or left.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "about": "came", "word": "person", "detail": "A colleague"}))]
struct ReasonBody {
    /// Whose.
    customer: Option<String>,
    /// `came`, `decided`, `stayed`, `left` or `went`.
    about: Option<String>,
    /// came: `person`, `advert`, `search`, `passing`, `other`; decided: `price`, `product`, `service`, `recommendation`, `place`, `other`;
    /// stayed: `price`, `product`, `service`, `people`, `habit`, `alternative`, `other`; left: `price`, `product`, `service`, `mishap`, `need`,
    /// `other`; went: `competitor`, `self`, `nobody`, `other`.
    word: Option<String>,
    /// A name that was said, in up to 200 characters.
    detail: Option<String>,
    /// The customer who told them; with `came` and `person` only.
    referrer: Option<String>,
}

/// Notes why a customer came, stayed or left. Somebody came once: what is noted of `came` and `decided` takes the place of what was noted before.
#[utoipa::path(post, path = "/reasons", tag = "listen", request_body = ReasonBody,
    responses((status = 201, description = "The reason", body = Reason), (status = 404, description = "No such customer"),
    (status = 409, description = "They were erased"), (status = 422, description = "Fields are wrong")))]
async fn create_reason(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<ReasonBody>,
) -> Result<(StatusCode, Json<Reason>), Error> {
    let account: Option<AccountId> = body.customer.as_deref().and_then(|id| id.parse().ok());
    let referrer = body.referrer.as_deref().map(str::parse).transpose();
    let new = NewReason {
        account: account.ok_or_else(|| refuse("customer", Message::new("listen-wrong-customer")))?,
        meaning: format!("{}.{}", body.about.unwrap_or_default(), body.word.unwrap_or_default()),
        detail: body.detail.unwrap_or_default(),
        referrer: referrer.map_err(|_| refuse("referrer", Message::new("listen-wrong-referrer")))?,
    };
    let id = note_reason(&app, By::of(&app, &visit), new).await?;
    Ok((StatusCode::CREATED, get_reason(Given(app), Path(id.to_string())).await?))
}

async fn put_away(app: App, visit: Visit, id: String, away: bool) -> Result<Json<Reason>, Error> {
    remove_reason(app.store(), By::of(&app, &visit), parse(&id)?, away).await?;
    get_reason(Given(app), Path(id)).await
}

/// Takes a reason away; it can be brought back.
#[utoipa::path(delete, path = "/reasons/{id}", tag = "listen", params(("id" = String, Path, description = "The reason")),
    responses((status = 200, description = "The reason", body = Reason), (status = 404, description = "Not there")))]
async fn take_reason_away(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Reason>, Error> {
    put_away(app, visit, id, true).await
}

/// Brings a reason back.
#[utoipa::path(post, path = "/reasons/{id}/restore", tag = "listen", params(("id" = String, Path, description = "The reason")),
    responses((status = 200, description = "The reason", body = Reason), (status = 404, description = "Not there")))]
async fn bring_reason_back(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Reason>, Error> {
    put_away(app, visit, id, false).await
}
