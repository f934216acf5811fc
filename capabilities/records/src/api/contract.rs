//! Contracts for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_web::{App, Error, Visit};
use utoipa::ToSchema;

use super::{Asked, Items, change, create, get, list};
use crate::entity::contract::Agreement;
use crate::model::Contract;

/// What is said of a contract. What is left out stays as it is; an empty text takes it away.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "name": "Service", "started": "2025-01-01", "months": 24, "amount": "120.00", "period": "month"}))]
pub(super) struct ContractBody {
    /// With whom.
    customer: Option<String>,
    /// What it is about.
    name: Option<String>,
    /// Its first day, `2026-11-22`.
    started: Option<String>,
    /// How long it was agreed for, in months.
    months: Option<i64>,
    /// The last day agreed; counted from the months where it is missing.
    ends: Option<String>,
    /// The day by which its renewal is decided.
    renewal: Option<String>,
    /// What it brings in each period: `1234.50`.
    amount: Option<String>,
    /// ISO 4217; the reporting currency where it is missing.
    currency: Option<String>,
    /// `month`, `quarter` or `year`.
    period: Option<String>,
    /// The day it was ended.
    ended: Option<String>,
    /// Why it was ended.
    reason: Option<String>,
}

/// Contracts.
#[utoipa::path(get, path = "/contracts", tag = "records", params(Asked),
    responses((status = 200, description = "A page, oldest first", body = Items<Contract>)))]
pub(super) async fn list_contracts(
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<Items<Contract>>, Error> {
    list::<Agreement>(&app, asked).await
}

/// One contract.
#[utoipa::path(get, path = "/contracts/{id}", tag = "records", params(("id" = String, Path, description = "The contract")),
    responses((status = 200, description = "The contract", body = Contract), (status = 404, description = "Not there")))]
pub(super) async fn get_contract(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Contract>, Error> {
    get::<Agreement>(&app, &id).await
}

/// Enters a contract.
#[utoipa::path(post, path = "/contracts", tag = "records", request_body = ContractBody,
    responses((status = 201, description = "The contract", body = Contract), (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_contract(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<ContractBody>,
) -> Result<(StatusCode, Json<Contract>), Error> {
    create::<Agreement>(&app, &visit, &body).await
}

/// Changes a contract, or ends it.
#[utoipa::path(patch, path = "/contracts/{id}", tag = "records", params(("id" = String, Path, description = "The contract")),
    request_body = ContractBody, responses((status = 200, description = "The contract", body = Contract),
    (status = 404, description = "Not there"), (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_contract(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ContractBody>,
) -> Result<Json<Contract>, Error> {
    change::<Agreement>(&app, &visit, &id, &body).await
}
