//! What whoever manages users can do with others.

use troth_core::{Actor, Message, Role, SessionsEnded, SignInLinkMade, UserChanged, UserId};

use crate::error::FieldError;
use crate::user::model::{NewUser, Secret};
use crate::user::store;
use crate::{App, Error};

/// How long an invitation holds.
const INVITATION_SECONDS: i64 = 7 * 86_400;

/// The path of a link that signs this user in once, within so many seconds.
pub async fn make_sign_in_link(app: &App, user: UserId, seconds: i64) -> Result<String, Error> {
    make_link(app, Actor::System, user, seconds, false).await
}

/// A new link that signs this user in within a week; links from before no longer hold.
pub async fn invite_again(app: &App, actor: Actor, user: UserId) -> Result<String, Error> {
    make_link(app, actor, user, INVITATION_SECONDS, true).await
}

async fn make_link(
    app: &App,
    actor: Actor,
    user: UserId,
    seconds: i64,
    alone: bool,
) -> Result<String, Error> {
    let secret = Secret::new(app.random());
    let (hash, wall) = (secret.hash(), app.wall());
    app.store()
        .write(app.now(), actor, move |tx| {
            let known = store::find_user(tx, user)?.ok_or(Error::NotFound)?;
            if known.disabled {
                return Err(Error::Conflict(Message::new("web-user-is-disabled")));
            }
            if alone {
                store::delete_links_of(tx, user)?;
            }
            store::insert_link(tx, &hash, Some(user), wall, wall.plus_seconds(seconds))?;
            tx.append(&SignInLinkMade { user })?;
            Ok(())
        })
        .await?;
    Ok(format!("/enter/{}", secret.reveal()))
}

/// What is to be different about a user; none: as it was.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "manager"}))]
pub struct UserChange {
    /// What they are called.
    pub name: Option<String>,
    /// What they sign in with.
    pub email: Option<String>,
    /// `owner`, `manager`, `staff`, `analyst` or `read-only`.
    pub role: Option<String>,
    /// Whether they can no longer sign in. Their sessions end; what they did stays theirs.
    pub disabled: Option<bool>,
}

/// Changes what a user is called, signs in with and may do. Somebody always stays who owns the installation.
pub async fn change_user(
    app: &App,
    actor: Actor,
    user: UserId,
    change: UserChange,
) -> Result<store::UserRow, Error> {
    let wall = app.wall();
    app.store()
        .write(app.now(), actor, move |tx| {
            let known = store::find_user(tx, user)?.ok_or(Error::NotFound)?;
            let role = match &change.role {
                None => Role::find(known.role).unwrap_or(Role::ReadOnly),
                Some(key) => Role::find(key).ok_or_else(|| {
                    let message = Message::new("web-role-wrong");
                    Error::Fields(vec![FieldError { field: "role".into(), message }])
                })?,
            };
            let wanted = NewUser {
                name: change.name.clone().unwrap_or_else(|| known.name.clone()).trim().to_owned(),
                email: change.email.clone().unwrap_or_else(|| known.email.clone()).trim().to_owned(),
                role,
                password: None,
            };
            wanted.check()?;
            let disabled = change.disabled.unwrap_or(known.disabled);
            if store::email_is_taken(tx, &wanted.email, user)? {
                let message = Message::new("web-email-taken");
                return Err(Error::Fields(vec![FieldError { field: "email".into(), message }]));
            }
            let owns = known.role == Role::Owner.key() && !known.disabled;
            if owns && (disabled || role != Role::Owner) && !store::has_other_owner(tx, user)? {
                return Err(Error::Conflict(Message::new("web-last-owner")));
            }
            let fields: Vec<String> = [
                ("name", wanted.name != known.name),
                ("email", wanted.email != known.email),
                ("role", role.key() != known.role),
                ("disabled", disabled != known.disabled),
            ]
            .into_iter()
            .filter(|(_, changed)| *changed)
            .map(|(field, _)| field.to_owned())
            .collect();
            if fields.is_empty() {
                return Ok(known);
            }
            store::update_user(tx, user, &wanted.name, &wanted.email, role, disabled.then_some(wall))?;
            if disabled {
                store::delete_other_sessions(tx, user, None)?;
                store::delete_links_of(tx, user)?;
            }
            tx.append(&UserChanged { user, fields })?;
            store::find_user(tx, user)?.ok_or(Error::NotFound)
        })
        .await
}

/// Signs a user out everywhere; how many browsers that were.
pub async fn end_sessions(app: &App, actor: Actor, user: UserId) -> Result<i64, Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            store::find_user(tx, user)?.ok_or(Error::NotFound)?;
            let sessions = store::delete_other_sessions(tx, user, None)?;
            tx.append(&SessionsEnded { user, sessions })?;
            Ok(sessions)
        })
        .await
}

/// Asks a user for no code any more, because the telephone is lost.
pub async fn reset_factor(app: &App, actor: Actor, user: UserId) -> Result<(), Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            store::find_user(tx, user)?.ok_or(Error::NotFound)?;
            store::clear_factor(tx, user)?;
            tx.append(&UserChanged { user, fields: vec!["two_factor".into()] })?;
            Ok(())
        })
        .await
}
