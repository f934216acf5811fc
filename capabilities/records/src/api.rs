//! Customers for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use troth_core::AccountId;
use troth_web::{ApiRoutes, App, Error, Need};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::model::Account;
use crate::{SEE, store};

pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .add(Need::Permission(SEE), routes!(list_customers))
        .add(Need::Permission(SEE), routes!(get_customer))
}

/// A customer.
#[derive(Serialize, ToSchema)]
struct Customer {
    id: String,
    /// `organisation`, `household` or `person`.
    kind: String,
    name: String,
    /// The outside system that knows it.
    source: Option<String>,
    /// Its key there.
    external_key: Option<String>,
    /// The day it was entered.
    created: String,
    /// The customer it was merged into.
    merged_into: Option<String>,
}

impl From<Account> for Customer {
    fn from(account: Account) -> Self {
        Self {
            id: account.id.to_string(),
            kind: account.kind.key().into(),
            name: account.name,
            source: account.source,
            external_key: account.external_key,
            created: account.created.to_string(),
            merged_into: account.merged_into.map(|id| id.to_string()),
        }
    }
}

/// A page of customers.
#[derive(Serialize, ToSchema)]
struct Customers {
    items: Vec<Customer>,
    /// Give it as `after` for the next page; absent on the last.
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
struct Asked {
    /// First letters of the name.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// Customers by name.
#[utoipa::path(get, path = "/customers", tag = "records", params(Asked),
    responses((status = 200, description = "A page of customers", body = Customers)))]
async fn list_customers(
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Customers>, Error> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let letters = asked.q.unwrap_or_default();
    let after = asked.after.as_deref().and_then(|key| {
        let (id, name) = key.split_once('~')?;
        Some((name.to_owned(), id.parse().ok()?))
    });
    let rows = app.store().read(move |db| store::list_accounts(db, &letters, after, limit + 1)).await?;
    let more = rows.len() > limit;
    let shown: Vec<Account> = rows.into_iter().take(limit).map(|row| row.account).collect();
    let next = shown.last().filter(|_| more).map(|last| format!("{}~{}", last.id, crate::fold(&last.name)));
    Ok(Json(Customers { items: shown.into_iter().map(Customer::from).collect(), next }))
}

/// One customer.
#[utoipa::path(get, path = "/customers/{id}", tag = "records", params(("id" = String, Path, description = "The customer")),
    responses((status = 200, description = "The customer", body = Customer), (status = 404, description = "No such customer")))]
async fn get_customer(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Customer>, Error> {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    Ok(Json(app.store().read(move |db| store::get_account(db, id)).await?.into()))
}
