//! Customers for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_web::{App, Error, Visit};
use utoipa::{IntoParams, ToSchema};

use super::{Items, as_sent, by, change, create, get};
use crate::entity::account::Customer;
use crate::entity::contact::Person;
use crate::import::ground::Ground;
use crate::model::{Account, AccountKind};
use crate::said::Said;
use crate::{store, verbs};

#[derive(Deserialize, IntoParams)]
pub(super) struct ByName {
    /// First letters of any words: name, e-mail, telephone, key, of the customer or of people there.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// Customers by name.
#[utoipa::path(get, path = "/customers", tag = "records", params(ByName),
    responses((status = 200, description = "A page of customers", body = Items<Account>)))]
pub(super) async fn list_customers(
    State(app): State<App>,
    Query(asked): Query<ByName>,
) -> Result<Json<Items<Account>>, Error> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let filter =
        store::AccountFilter { words: asked.q.unwrap_or_default(), ..store::AccountFilter::default() };
    let (after, today) = (asked.after, app.zone().day_of(app.now()));
    let rows = app
        .store()
        .read(move |db| store::list_accounts(db, &filter, after.as_deref(), (limit + 1, today)))
        .await?;
    let more = rows.len() > limit;
    let items: Vec<Account> = rows.into_iter().take(limit).map(|row| row.account).collect();
    let next = items.last().filter(|_| more).map(store::place_of);
    Ok(Json(Items { items, next }))
}

/// One customer.
#[utoipa::path(get, path = "/customers/{id}", tag = "records", params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "The customer", body = Account), (status = 404, description = "No such customer")))]
pub(super) async fn get_customer(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Account>, Error> {
    get::<Customer>(&app, &id).await
}

/// What is said of a customer. What is left out stays as it is; an empty text takes it away.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"name": "Stein mill", "kind": "organisation"}))]
pub(super) struct CustomerBody {
    /// What it is called.
    name: Option<String>,
    /// `organisation`, `household` or `person`.
    kind: Option<String>,
    /// The team that looks after it.
    team: Option<String>,
    /// The member of staff who holds the tie.
    owner: Option<String>,
    /// How it decides: `hierarchical` or `distributed`.
    structure: Option<String>,
    /// Only when entered, and only for a person: e-mail addresses.
    #[serde(rename(serialize = "email"))]
    emails: Option<Vec<String>>,
    /// Only when entered, and only for a person: telephone numbers.
    #[serde(rename(serialize = "phone"))]
    phones: Option<Vec<String>>,
    /// Only when entered, and only for a person: the language they are spoken to in.
    language: Option<String>,
}

/// Enters a customer. Where the business sells to people, the person is entered with it.
#[utoipa::path(post, path = "/customers", tag = "records", request_body = CustomerBody,
    responses((status = 201, description = "The customer", body = Account), (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_customer(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<CustomerBody>,
) -> Result<(StatusCode, Json<Account>), Error> {
    let business = app.store().business().await?;
    let person = AccountKind::Person.key();
    if business.people && body.kind.as_deref().is_none_or(|kind| kind == person) {
        let said = Said::in_json(&body);
        let ground = Ground::of(business);
        let customer = said.row::<Customer>(&ground, None, false).map_err(as_sent)?;
        let contact = said.row::<Person>(&ground, None, false).map_err(as_sent)?;
        let (id, _) = verbs::create_person(app.store(), by(&app, &visit), customer, contact).await?;
        return Ok((StatusCode::CREATED, get::<Customer>(&app, &id.to_string()).await?));
    }
    create::<Customer>(&app, &visit, &body).await
}

/// Changes a customer.
#[utoipa::path(patch, path = "/customers/{id}", tag = "records", params(("id" = String, Path, description = "The customer")),
    request_body = CustomerBody, responses((status = 200, description = "The customer", body = Account),
    (status = 404, description = "No such customer"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_customer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CustomerBody>,
) -> Result<Json<Account>, Error> {
    change::<Customer>(&app, &visit, &id, &body).await
}
