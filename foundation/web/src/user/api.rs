//! Users, their tokens and rights for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{Instant, Message, Role, UserId};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::model::{NewUser, email_key};
use super::store::{self, TokenRow, UserRow};
use super::verbs::{self, UserChange};
use super::{MANAGE_USERS, NewToken};
use crate::error::FieldError;
use crate::{ApiRoutes, App, Error, Need, Who};

/// The endpoints, at the root of the API.
pub(super) fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .add(Need::SignedIn, routes!(get_me))
        .add(Need::SignedIn, routes!(list_rights))
        .add(Need::SignedIn, routes!(list_tokens, make_token))
        .add(Need::SignedIn, routes!(revoke_token))
        .add(Need::Permission(MANAGE_USERS), routes!(list_users, create_user))
        .add(Need::Permission(MANAGE_USERS), routes!(get_user, change_user))
        .add(Need::Permission(MANAGE_USERS), routes!(make_link))
        .add(Need::Permission(MANAGE_USERS), routes!(end_sessions))
        .add(Need::Permission(MANAGE_USERS), routes!(reset_factor))
}

fn parse(id: &str) -> Result<UserId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn wrong(field: &str, key: &str) -> Error {
    Error::Fields(vec![FieldError { field: field.into(), message: Message::new(key) }])
}

/// Whoever asks.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// Who.
    #[serde(flatten)]
    user: UserRow,
    /// Keys of the permissions that this token or session has.
    permissions: Vec<&'static str>,
}

/// Who asks, and what they may do.
#[utoipa::path(get, path = "/me", tag = "web", responses((status = 200, description = "Whoever asks", body = Me)))]
pub(super) async fn get_me(State(app): State<App>, who: Who) -> Result<Json<Me>, Error> {
    let id = who.user;
    let user = app.store().read(move |db| store::find_user(db, id)).await?.ok_or(Error::NotFound)?;
    let permissions =
        app.registry().permissions().iter().filter(|one| who.may(one)).map(|one| one.key).collect();
    Ok(Json(Me { user, permissions }))
}

/// A permission and the roles that have it.
#[derive(Serialize, ToSchema)]
pub(super) struct Right {
    /// Its key.
    permission: &'static str,
    /// The roles.
    roles: Vec<&'static str>,
}

/// Every permission with the roles that have it.
#[utoipa::path(get, path = "/rights", tag = "web", responses((status = 200, description = "All permissions", body = Vec<Right>)))]
pub(super) async fn list_rights(State(app): State<App>) -> Json<Vec<Right>> {
    let right = |one: &troth_core::Permission| Right {
        permission: one.key,
        roles: one.roles.iter().map(|role| role.key()).collect(),
    };
    Json(app.registry().permissions().iter().map(right).collect())
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Wanted {
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// A page of users.
#[derive(Serialize, ToSchema)]
pub(super) struct Users {
    /// By address.
    items: Vec<UserRow>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// Everybody who may sign in, by address.
#[utoipa::path(get, path = "/users", tag = "web", params(Wanted),
    responses((status = 200, description = "A page of users", body = Users)))]
pub(super) async fn list_users(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Users>, Error> {
    let limit = wanted.limit.unwrap_or(50).clamp(1, 200);
    let after = wanted.after.unwrap_or_default();
    let mut items = app.store().read(move |db| store::list_users(db, &after, limit + 1)).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| email_key(&last.email));
    Ok(Json(Users { items, next }))
}

/// Somebody new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Bea Roth", "email": "bea@shop.example", "role": "staff"}))]
pub(super) struct UserBody {
    /// What they are called.
    name: String,
    /// What they sign in with.
    email: String,
    /// `owner`, `manager`, `staff`, `analyst` or `read-only`.
    role: String,
}

/// Somebody who may sign in, and how they come in first.
#[derive(Serialize, ToSchema)]
pub(super) struct Invited {
    /// Who.
    #[serde(flatten)]
    user: UserRow,
    /// Path of a link that signs them in once, within a week. It is told here and nowhere else.
    link: String,
}

async fn known(app: &App, id: UserId) -> Result<UserRow, Error> {
    app.store().read(move |db| store::find_user(db, id)).await?.ok_or(Error::NotFound)
}

/// Lets somebody sign in.
#[utoipa::path(post, path = "/users", tag = "web", request_body = UserBody,
    responses((status = 201, description = "The user, with a link for them", body = Invited),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_user(
    State(app): State<App>,
    who: Who,
    Json(body): Json<UserBody>,
) -> Result<(StatusCode, Json<Invited>), Error> {
    let role = Role::find(&body.role).ok_or_else(|| wrong("role", "web-role-wrong"))?;
    let user = NewUser { name: body.name, email: body.email, role, password: None };
    let id = verbs::create_user(&app, who.actor(), user).await?;
    let link = verbs::invite_again(&app, who.actor(), id).await?;
    Ok((StatusCode::CREATED, Json(Invited { user: known(&app, id).await?, link })))
}

/// One user.
#[utoipa::path(get, path = "/users/{id}", tag = "web", params(("id" = String, Path, description = "The user")),
    responses((status = 200, description = "The user", body = UserRow), (status = 404, description = "Not there")))]
pub(super) async fn get_user(State(app): State<App>, Path(id): Path<String>) -> Result<Json<UserRow>, Error> {
    Ok(Json(known(&app, parse(&id)?).await?))
}

/// Changes what a user is called, signs in with and may do, or lets them sign in no longer.
#[utoipa::path(patch, path = "/users/{id}", tag = "web", params(("id" = String, Path, description = "The user")),
    request_body = UserChange, responses((status = 200, description = "The user", body = UserRow),
    (status = 404, description = "Not there"), (status = 409, description = "Nobody would own the installation"),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn change_user(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
    Json(change): Json<UserChange>,
) -> Result<Json<UserRow>, Error> {
    Ok(Json(verbs::change_user(&app, who.actor(), parse(&id)?, change).await?))
}

/// A link that signs a user in once, within a week; earlier ones no longer hold.
#[utoipa::path(post, path = "/users/{id}/link", tag = "web", params(("id" = String, Path, description = "The user")),
    responses((status = 200, description = "The user and the link", body = Invited), (status = 404, description = "Not there"),
    (status = 409, description = "They cannot sign in")))]
pub(super) async fn make_link(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Json<Invited>, Error> {
    let id = parse(&id)?;
    let link = verbs::invite_again(&app, who.actor(), id).await?;
    Ok(Json(Invited { user: known(&app, id).await?, link }))
}

/// How many browsers were signed out.
#[derive(Serialize, ToSchema)]
pub(super) struct Ended {
    /// How many.
    sessions: i64,
}

/// Signs a user out everywhere.
#[utoipa::path(delete, path = "/users/{id}/sessions", tag = "web", params(("id" = String, Path, description = "The user")),
    responses((status = 200, description = "How many browsers that were", body = Ended), (status = 404, description = "Not there")))]
pub(super) async fn end_sessions(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Json<Ended>, Error> {
    Ok(Json(Ended { sessions: verbs::end_sessions(&app, who.actor(), parse(&id)?).await? }))
}

/// Asks a user for no code at sign-in any more, because the telephone is lost.
#[utoipa::path(delete, path = "/users/{id}/two-factor", tag = "web", params(("id" = String, Path, description = "The user")),
    responses((status = 200, description = "The user", body = UserRow), (status = 404, description = "Not there")))]
pub(super) async fn reset_factor(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Json<UserRow>, Error> {
    let id = parse(&id)?;
    verbs::reset_factor(&app, who.actor(), id).await?;
    Ok(Json(known(&app, id).await?))
}

/// Tokens that hold: one's own; everybody's for whoever manages users.
#[utoipa::path(get, path = "/tokens", tag = "web", responses((status = 200, description = "The tokens, the newest first", body = Vec<TokenRow>)))]
pub(super) async fn list_tokens(State(app): State<App>, who: Who) -> Result<Json<Vec<TokenRow>>, Error> {
    let (of, wall) = ((!who.may(&MANAGE_USERS)).then_some(who.user), app.wall());
    Ok(Json(app.store().read(move |db| store::list_tokens(db, of, wall)).await?))
}

/// A new token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Till", "scopes": ["records.see"], "days": 365}))]
pub(super) struct TokenBody {
    /// What it is for.
    name: String,
    /// Keys of permissions that whoever asks has; at least one.
    scopes: Vec<String>,
    /// Holds for so many days, 1 to 3650; until it is taken back if not given.
    days: Option<i64>,
}

/// A token, told once.
#[derive(Serialize, ToSchema)]
pub(super) struct Told {
    /// Which.
    id: String,
    /// What a program shows as `Authorization: Bearer …`. It is told here and nowhere else.
    token: String,
}

/// Makes a token with the rights, or some of the rights, of whoever asks.
#[utoipa::path(post, path = "/tokens", tag = "web", request_body = TokenBody,
    responses((status = 201, description = "The token", body = Told), (status = 422, description = "Fields are wrong")))]
pub(super) async fn make_token(
    State(app): State<App>,
    who: Who,
    Json(body): Json<TokenBody>,
) -> Result<(StatusCode, Json<Told>), Error> {
    let has = |key: &String| app.registry().permissions().iter().any(|one| one.key == key && who.may(one));
    if !body.scopes.iter().all(has) {
        return Err(wrong("scopes", "web-token-scopes-wrong"));
    }
    let until = |days: i64| match days {
        1..=3650 => Ok(app.wall().plus_seconds(days * 86_400)),
        _ => Err(wrong("days", "web-token-days-wrong")),
    };
    let expires_at: Option<Instant> = body.days.map(until).transpose()?;
    let token =
        NewToken { user: who.user, name: body.name, role: who.role, scopes: Some(body.scopes), expires_at };
    let (id, secret) = verbs::make_token(&app, who.actor(), token).await?;
    Ok((StatusCode::CREATED, Json(Told { id: id.to_string(), token: secret.reveal().to_owned() })))
}

/// Takes a token back: one's own; anybody's for whoever manages users.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "web", params(("id" = String, Path, description = "The token")),
    responses((status = 204, description = "It no longer holds"), (status = 404, description = "Not there")))]
pub(super) async fn revoke_token(
    State(app): State<App>,
    who: Who,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let of = (!who.may(&MANAGE_USERS)).then_some(who.user);
    verbs::revoke_token(&app, who.actor(), of, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
