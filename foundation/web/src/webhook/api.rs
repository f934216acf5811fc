//! Addresses that are told what happens, for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{DeliveryId, Message, WebhookId};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::model::{Delivery, Draft, Try, Webhook};
use super::{MANAGE_WEBHOOKS, store, verbs};
use crate::error::FieldError;
use crate::{ApiRoutes, App, Error, Need, Who};

const ON_A_PAGE: usize = 50;

/// Adds the endpoints.
pub(crate) fn routes(api: ApiRoutes) -> ApiRoutes {
    let need = Need::Permission(MANAGE_WEBHOOKS);
    api.add(need, routes!(list_webhooks, create_webhook))
        .add(need, routes!(get_webhook, change_webhook, remove_webhook))
        .add(need, routes!(get_secret))
        .add(need, routes!(rotate_secret))
        .add(need, routes!(test_webhook))
        .add(need, routes!(list_deliveries))
        .add(need, routes!(get_delivery))
        .add(need, routes!(replay_delivery))
}

pub(super) fn parse(id: &str) -> Result<WebhookId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(super) fn parse_delivery(id: &str) -> Result<DeliveryId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn known(app: &App, id: WebhookId) -> Result<Webhook, Error> {
    Ok(app.store().read(move |db| store::get_webhook(db, id)).await?)
}

/// Every address that is told what happens.
#[utoipa::path(get, path = "/webhooks", tag = "web", responses((status = 200, description = "By name", body = Vec<Webhook>)))]
pub(super) async fn list_webhooks(State(app): State<App>) -> Result<Json<Vec<Webhook>>, Error> {
    Ok(Json(app.store().read(store::list_webhooks).await?))
}

/// An address to be told what happens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Shop", "url": "https://shop.example/hook", "kinds": ["records.customers_merged"]}))]
pub(super) struct WebhookBody {
    /// What it is called.
    name: Option<String>,
    /// Where messages go: `https://…`.
    url: Option<String>,
    /// Kinds of events, as `/events` has them; empty or left out when it is entered: all.
    kinds: Option<Vec<String>>,
    /// Whether it stands in the business's own network: private addresses and HTTP are taken then.
    own_network: Option<bool>,
    /// Whether it is told anything.
    enabled: Option<bool>,
}

impl WebhookBody {
    fn over(self, known: Draft) -> Draft {
        Draft {
            name: self.name.unwrap_or(known.name),
            url: self.url.unwrap_or(known.url),
            kinds: self.kinds.unwrap_or(known.kinds),
            own_network: self.own_network.unwrap_or(known.own_network),
        }
    }
}

/// An address and its secret.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookAndSecret)]
pub(super) struct WithSecret {
    webhook: Webhook,
    /// What messages are signed with: `whsec_…`.
    secret: String,
}

/// Tells an address from now on.
#[utoipa::path(post, path = "/webhooks", tag = "web", request_body = WebhookBody,
    responses((status = 201, description = "The address and its secret", body = WithSecret), (status = 409, description = "There are too many"),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_webhook(
    State(app): State<App>,
    who: Who,
    Json(body): Json<WebhookBody>,
) -> Result<(StatusCode, Json<WithSecret>), Error> {
    let off = body.enabled == Some(false);
    let (id, secret) = verbs::create(&app, who.actor(), body.over(Draft::default())).await?;
    if off {
        verbs::enable(&app, who.actor(), id, false).await?;
    }
    Ok((StatusCode::CREATED, Json(WithSecret { webhook: known(&app, id).await?, secret })))
}

/// One address.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "web", params(("id" = String, Path, description = "The address")),
    responses((status = 200, description = "The address", body = Webhook), (status = 404, description = "Not there")))]
pub(super) async fn get_webhook(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Webhook>, Error> {
    Ok(Json(known(&app, parse(&id)?).await?))
}

/// Changes an address; what is left out stays as it is.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "web", params(("id" = String, Path, description = "The address")),
    request_body = WebhookBody, responses((status = 200, description = "The address", body = Webhook),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_webhook(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
    Json(body): Json<WebhookBody>,
) -> Result<Json<Webhook>, Error> {
    let id = parse(&id)?;
    let Webhook { name, url, kinds, own_network, .. } = known(&app, id).await?;
    let enabled = body.enabled;
    verbs::change(&app, who.actor(), id, body.over(Draft { name, url, kinds, own_network })).await?;
    if let Some(enabled) = enabled {
        verbs::enable(&app, who.actor(), id, enabled).await?;
    }
    Ok(Json(known(&app, id).await?))
}

/// Tells an address nothing any more.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "web", params(("id" = String, Path, description = "The address")),
    responses((status = 204, description = "It is told nothing"), (status = 404, description = "Not there")))]
pub(super) async fn remove_webhook(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::remove(&app, who.actor(), parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The secret of an address.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookSecret)]
pub(super) struct Secret {
    /// What messages are signed with: `whsec_…`.
    secret: String,
}

/// What messages to an address are signed with.
#[utoipa::path(get, path = "/webhooks/{id}/secret", tag = "web", params(("id" = String, Path, description = "The address")),
    responses((status = 200, description = "The secret", body = Secret), (status = 404, description = "Not there")))]
pub(super) async fn get_secret(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Secret>, Error> {
    Ok(Json(Secret { secret: known(&app, parse(&id)?).await?.secret }))
}

/// Gives an address a new secret. Messages are signed with the one before, too, for a day.
#[utoipa::path(post, path = "/webhooks/{id}/rotate", tag = "web", params(("id" = String, Path, description = "The address")),
    responses((status = 200, description = "The new secret", body = Secret), (status = 404, description = "Not there")))]
pub(super) async fn rotate_secret(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Json<Secret>, Error> {
    Ok(Json(Secret { secret: verbs::rotate(&app, who.actor(), parse(&id)?).await? }))
}

/// What is on its way.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookOnItsWay)]
pub(super) struct OnItsWay {
    /// The delivery, to be asked for.
    delivery: String,
}

/// Sends an address the event `web.webhook_tested`, once; also where it is switched off.
#[utoipa::path(post, path = "/webhooks/{id}/test", tag = "web", params(("id" = String, Path, description = "The address")),
    responses((status = 202, description = "It is on its way", body = OnItsWay), (status = 404, description = "Not there")))]
pub(super) async fn test_webhook(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<OnItsWay>), Error> {
    let delivery = verbs::test(&app, who.actor(), parse(&id)?).await?.to_string();
    Ok((StatusCode::ACCEPTED, Json(OnItsWay { delivery })))
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Page {
    /// `next` of the page before.
    after: Option<String>,
}

/// One delivery and its last try.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDelivered)]
pub(super) struct Delivered {
    #[serde(flatten)]
    delivery: Delivery,
    /// The last try.
    last: Option<Try>,
}

/// A page of deliveries.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDeliveries)]
pub(super) struct Deliveries {
    items: Vec<Delivered>,
    /// Give it as `after` for the next page; absent on the last.
    next: Option<String>,
}

/// What an address was told, the latest first, 50 at a time; kept for 30 days.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", tag = "web",
    params(("id" = String, Path, description = "The address"), Page),
    responses((status = 200, description = "A page", body = Deliveries), (status = 404, description = "Not there"),
    (status = 422, description = "There is no such page")))]
pub(super) async fn list_deliveries(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Deliveries>, Error> {
    let id = parse(&id)?;
    let wrong = |_| {
        Error::Fields(vec![FieldError {
            field: "after".into(),
            message: Message::new("web-audit-after-wrong"),
        }])
    };
    let before = page.after.map(|after| after.parse::<DeliveryId>().map_err(wrong)).transpose()?;
    let read = move |db: &mut troth_store::Db<'_>| {
        store::get_webhook(db, id)?;
        store::list_deliveries(db, id, before, ON_A_PAGE + 1)
    };
    let mut items = app.store().read(read).await?;
    let more = items.len() > ON_A_PAGE;
    items.truncate(ON_A_PAGE);
    let next = items.last().filter(|_| more).map(|(last, _)| last.id.to_string());
    let items = items.into_iter().map(|(delivery, last)| Delivered { delivery, last }).collect();
    Ok(Json(Deliveries { items, next }))
}

/// A delivery, its message and its tries.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookMessage)]
pub(super) struct Whole {
    #[serde(flatten)]
    delivery: Delivery,
    /// What it says.
    #[schema(value_type = Object)]
    body: serde_json::Value,
    /// The latest tries, the last first.
    latest: Vec<Try>,
}

/// One delivery.
#[utoipa::path(get, path = "/webhook-deliveries/{id}", tag = "web", params(("id" = String, Path, description = "The delivery")),
    responses((status = 200, description = "The delivery", body = Whole), (status = 404, description = "Not there")))]
pub(super) async fn get_delivery(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Whole>, Error> {
    let (delivery, body, latest) = load_delivery(&app, parse_delivery(&id)?).await?;
    Ok(Json(Whole { delivery, body, latest }))
}

/// A delivery with its message and its latest tries.
pub(super) async fn load_delivery(
    app: &App,
    id: DeliveryId,
) -> Result<(Delivery, serde_json::Value, Vec<Try>), Error> {
    let read = move |db: &mut troth_store::Db<'_>| {
        let delivery = store::get_delivery(db, id)?;
        let entry = db.find_event(delivery.event)?;
        let body = entry.map(|entry| super::model::body_of(&entry)).unwrap_or_default();
        let tries = store::list_tries(db, id, 50)?;
        Ok::<_, troth_store::Error>((delivery, serde_json::from_str(&body).unwrap_or_default(), tries))
    };
    Ok(app.store().read(read).await?)
}

/// Sends it once more, under the same id.
#[utoipa::path(post, path = "/webhook-deliveries/{id}/replay", tag = "web", params(("id" = String, Path, description = "The delivery")),
    responses((status = 202, description = "It is on its way", body = OnItsWay), (status = 404, description = "Not there"),
    (status = 409, description = "It is on its way already, or the address is switched off")))]
pub(super) async fn replay_delivery(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<OnItsWay>), Error> {
    let id = parse_delivery(&id)?;
    verbs::replay(&app, who.actor(), id).await?;
    Ok((StatusCode::ACCEPTED, Json(OnItsWay { delivery: id.to_string() })))
}
