//! What can be done with users: one transaction, one event each.

mod manage;
mod own;
mod sign_in;
mod token;

use std::sync::LazyLock;

use tokio::sync::Semaphore;
use troth_core::{Actor, Id, Message, StaffId, UserCreated, UserId, UserLinked};

use super::identify::expiry;
use super::model::{NewUser, Secret, hash_password, hash_secret};
use super::store;
use crate::error::FieldError;
use crate::{App, Error};

pub use manage::{UserChange, change_user, end_sessions, invite_again, make_sign_in_link, reset_factor};
pub(crate) use own::{begin_factor, change_password, confirm_factor, renew_recovery_codes, stop_factor};
pub use sign_in::end_session;
pub(crate) use sign_in::{Entered, enter, give_code, open, sign_in};
pub use token::{make_token, revoke_token};

/// Each takes 19 MiB and a processor for a moment: more at once would starve the pages.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// How long the link of the first start holds.
const FIRST_LINK_SECONDS: i64 = 24 * 3600;

pub(super) async fn hashing<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let _turn = HASHING.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

pub(super) async fn hash_new(app: &App, password: Option<String>) -> Result<Option<String>, Error> {
    let Some(password) = password else { return Ok(None) };
    let salt = app.random::<16>();
    hashing(move || hash_password(&password, salt)).await?.map(Some)
}

/// The path of a link that makes the first owner; nothing when somebody can sign in already. An earlier link of
/// this kind no longer holds.
pub async fn make_first_link(app: &App) -> Result<Option<String>, Error> {
    let secret = Secret::new(app.random());
    let (hash, wall) = (secret.hash(), app.wall());
    let made = app
        .store()
        .write(app.now(), Actor::System, move |tx| {
            if store::has_users(tx)? {
                return Ok::<_, Error>(false);
            }
            store::replace_first_link(tx, &hash, wall, wall.plus_seconds(FIRST_LINK_SECONDS))?;
            Ok(true)
        })
        .await?;
    Ok(made.then(|| format!("/start/{}", secret.reveal())))
}

/// Makes the first owner and signs them in; the secret for their cookie.
pub(crate) async fn create_owner(
    app: &App,
    link: &str,
    owner: NewUser,
    agent: String,
) -> Result<Secret, Error> {
    owner.check()?;
    let password = hash_new(app, owner.password.clone()).await?;
    let session = Secret::new(app.random());
    let (link, hash, wall) = (hash_secret(link), session.hash(), app.wall());
    let expires = expiry(app, wall);
    app.store()
        .write(app.now(), Actor::System, move |tx| {
            if store::has_users(tx)? || !store::first_link_holds(tx, &link, wall)? {
                return Err(Error::Conflict(Message::new("web-link-used")));
            }
            let user = store::insert_user(tx, &owner, password.as_deref())?;
            store::delete_link(tx, &link, wall)?;
            store::insert_session(tx, user, &hash, &agent, wall, expires)?;
            tx.append(&UserCreated { user })?;
            Ok(())
        })
        .await?;
    Ok(session)
}

/// Gives somebody the right to sign in.
pub async fn create_user(app: &App, actor: Actor, user: NewUser) -> Result<UserId, Error> {
    user.check()?;
    let password = hash_new(app, user.password.clone()).await?;
    app.store()
        .write(app.now(), actor, move |tx| {
            if store::email_is_taken(tx, &user.email, UserId::from_raw(0))? {
                let message = Message::new("web-email-taken");
                return Err(Error::Fields(vec![FieldError { field: "email".into(), message }]));
            }
            let id = store::insert_user(tx, &user, password.as_deref())?;
            tx.append(&UserCreated { user: id })?;
            Ok(id)
        })
        .await
}

/// Says who signs in as a member of staff: one user or nobody. One event for each user of whom something else is true now.
pub async fn link_staff(app: &App, actor: Actor, staff: StaffId, user: Option<UserId>) -> Result<(), Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            let before = store::users_of(tx, staff)?;
            for gone in before.iter().copied().filter(|known| Some(*known) != user) {
                store::set_staff(tx, gone, None)?;
                tx.append(&UserLinked { user: gone, staff: None })?;
            }
            let Some(user) = user.filter(|user| !before.contains(user)) else { return Ok(()) };
            if !store::set_staff(tx, user, Some(staff))? {
                return Err(Error::NotFound);
            }
            tx.append(&UserLinked { user, staff: Some(staff) })?;
            Ok(())
        })
        .await
}

/// Keeps how somebody likes to read, or where they are on the tour.
pub(crate) async fn set_preference(
    app: &App,
    user: UserId,
    name: &'static str,
    value: &'static str,
) -> Result<(), Error> {
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            Ok::<_, Error>(store::set_preference(tx, user, name, value)?)
        })
        .await
}
