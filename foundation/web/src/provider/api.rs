//! The house that signs people in, for programs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::Provider;
use super::{store, verbs};
use crate::user::MANAGE_USERS;
use crate::{ApiRoutes, App, Error, Need, View, Who};

/// The endpoints, at the root of the API.
pub(crate) fn routes(routes: ApiRoutes) -> ApiRoutes {
    routes.add(Need::Permission(MANAGE_USERS), routes!(get_provider, put_provider, remove_provider))
}

/// The house that signs people in, without its secret.
#[derive(Serialize, ToSchema)]
pub(super) struct ProviderShown {
    /// What the button says.
    name: String,
    /// Its address, as its tokens name it.
    issuer: String,
    /// What this installation is called there.
    client_id: String,
    /// The claim with somebody's groups.
    groups_claim: String,
    /// Which role each group stands for: `group = role` in lines.
    roles: String,
    /// Whether somebody whom nobody invited may come in.
    make_users: bool,
    /// Whether it stands in the business's own network.
    own_network: bool,
}

fn shown(provider: Provider) -> Json<ProviderShown> {
    let Provider { name, issuer, client_id, groups_claim, roles, make_users, own_network, .. } = provider;
    Json(ProviderShown { name, issuer, client_id, groups_claim, roles, make_users, own_network })
}

/// The house that signs people in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Google", "issuer": "https://accounts.google.com", "client_id": "troth", "secret": "kept to yourself", "groups_claim": "groups", "roles": "buyers = staff", "make_users": true}))]
pub(super) struct ProviderBody {
    /// What the button says.
    name: String,
    /// Its address, as its tokens name it: `https://…`.
    issuer: String,
    /// What this installation is called there.
    client_id: String,
    /// The secret that it gave; as it was where it is left out and the issuer stays.
    #[serde(default)]
    secret: String,
    /// The claim with somebody's groups, parts of a path by dots; empty: groups stand for nothing.
    #[serde(default)]
    groups_claim: String,
    /// Which role each group stands for: `group = role` in lines.
    #[serde(default)]
    roles: String,
    /// Whether somebody whom nobody invited may come in.
    #[serde(default)]
    make_users: bool,
    /// Whether it stands in the business's own network.
    #[serde(default)]
    own_network: bool,
}

/// The house that signs people in.
#[utoipa::path(get, path = "/provider", tag = "web", responses(
    (status = 200, description = "The house", body = ProviderShown), (status = 404, description = "None is set up")))]
pub(super) async fn get_provider(State(app): State<App>) -> Result<Json<ProviderShown>, Error> {
    app.store().read(store::find).await?.map(shown).ok_or(Error::NotFound)
}

/// Sets the house up that signs people in, once it has answered.
#[utoipa::path(put, path = "/provider", tag = "web", request_body = ProviderBody, responses(
    (status = 200, description = "The house", body = ProviderShown), (status = 422, description = "Fields are wrong, or it does not answer")))]
pub(super) async fn put_provider(
    State(app): State<App>,
    view: View,
    who: Who,
    Json(body): Json<ProviderBody>,
) -> Result<Json<ProviderShown>, Error> {
    let ProviderBody { name, issuer, client_id, secret, groups_claim, roles, make_users, own_network } = body;
    let provider = Provider { name, issuer, client_id, secret, groups_claim, roles, make_users, own_network };
    let back = view.whole_address("/sign-in/with/back");
    Ok(shown(verbs::set_up(&app, who.actor(), provider, &back).await?))
}

/// Takes the house away; everybody comes in by password or link again.
#[utoipa::path(delete, path = "/provider", tag = "web", responses(
    (status = 204, description = "It is gone"), (status = 404, description = "None is set up")))]
pub(super) async fn remove_provider(State(app): State<App>, who: Who) -> Result<StatusCode, Error> {
    verbs::remove(&app, who.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
