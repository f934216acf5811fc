//! What can be done with users: one transaction, one event each.

use std::net::IpAddr;
use std::sync::LazyLock;

use tokio::sync::Semaphore;
use troth_core::{
    Actor, Message, Role, SessionId, StaffId, TokenId, UserCreated, UserId, UserLinked, UserSignedIn,
};

use super::identify::expiry;
use super::model::{NewUser, Secret, email_key, hash_password, hash_secret, verify_password};
use super::store;
use crate::throttle::Rate;
use crate::{App, Error};

/// Each takes 19 MiB and a processor for a moment: more at once would starve the pages.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// Tries for one person from one place: a mistyped password, not a search.
const FROM_ONE_PLACE: Rate = Rate { count: 10, seconds: 15 * 60 };
/// Tries for one person from anywhere: wide enough that strangers cannot easily keep somebody out.
const FROM_ANYWHERE: Rate = Rate { count: 100, seconds: 15 * 60 };
/// How long the link of the first start holds.
const FIRST_LINK_SECONDS: i64 = 24 * 3600;

async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = HASHING.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

async fn hash_new(app: &App, password: Option<String>) -> Result<Option<String>, Error> {
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
            if store::find_user_by_email(tx, &user.email)?.is_some() {
                return Err(Error::Conflict(Message::new("web-email-taken")));
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

/// The path of a link that signs this user in once, within so many seconds.
pub async fn make_sign_in_link(app: &App, user: UserId, seconds: i64) -> Result<String, Error> {
    let secret = Secret::new(app.random());
    let (hash, wall) = (secret.hash(), app.wall());
    app.store()
        .write(app.now(), Actor::System, move |tx| {
            store::insert_link(tx, &hash, Some(user), wall, wall.plus_seconds(seconds))
        })
        .await?;
    Ok(format!("/enter/{}", secret.reveal()))
}

/// Signs somebody in with address and password; the secret for their cookie. Which of the two was wrong is not said.
pub(crate) async fn sign_in(
    app: &App,
    from: Option<IpAddr>,
    email: &str,
    password: String,
    agent: String,
) -> Result<Secret, Error> {
    let key = format!("sign-in {} {from:?}", email_key(email));
    app.throttle().take(&key, FROM_ONE_PLACE, app.wall())?;
    app.throttle().take(&format!("sign-in {}", email_key(email)), FROM_ANYWHERE, app.wall())?;
    let asked = email.to_owned();
    let found = app.store().read(move |db| store::find_user_by_email(db, &asked)).await?;
    let stored = found.as_ref().and_then(|user| user.password_hash.clone());
    let right = hashing(move || verify_password(&password, stored.as_deref())).await?;
    let Some(user) = found.filter(|_| right) else {
        return Err(Error::Wrong(Message::new("web-sign-in-wrong")));
    };
    app.throttle().forgive(&key);
    open_session(app, user.id, None, agent).await
}

/// Signs in by a link and uses it up.
pub(crate) async fn enter(app: &App, link: &str, agent: String) -> Result<Secret, Error> {
    let (hash, wall) = (hash_secret(link), app.wall());
    let asked = hash.clone();
    let found = app.store().read(move |db| store::find_link_user(db, &asked, wall)).await?;
    let Some((user, _)) = found else {
        return Err(Error::Conflict(Message::new("web-link-used")));
    };
    open_session(app, user, Some(hash), agent).await
}

async fn open_session(app: &App, user: UserId, link: Option<String>, agent: String) -> Result<Secret, Error> {
    let secret = Secret::new(app.random());
    let (hash, wall) = (secret.hash(), app.wall());
    let expires = expiry(app, wall);
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            if let Some(link) = &link
                && !store::delete_link(tx, link, wall)?
            {
                return Err(Error::Conflict(Message::new("web-link-used")));
            }
            store::insert_session(tx, user, &hash, &agent, wall, expires)?;
            tx.append(&UserSignedIn { user })?;
            Ok(())
        })
        .await?;
    Ok(secret)
}

/// Ends a session of a user: this browser's, or another of theirs.
pub async fn end_session(app: &App, user: UserId, session: SessionId) -> Result<(), Error> {
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            if store::delete_session(tx, user, session)? { Ok(()) } else { Err(Error::NotFound) }
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

/// Makes a token for a program and tells it once.
pub async fn make_token(app: &App, user: UserId, name: &str, role: Role) -> Result<(TokenId, Secret), Error> {
    let secret = Secret::new(app.random());
    let (hash, name, wall) = (secret.hash(), name.to_owned(), app.wall());
    let id = app
        .store()
        .write(app.now(), Actor::User(user), move |tx| {
            Ok::<_, Error>(store::insert_token(tx, user, &name, role, &hash, wall)?)
        })
        .await?;
    Ok((id, secret))
}
