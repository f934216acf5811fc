//! Coming in and going out.

use std::net::IpAddr;

use troth_core::{Actor, Id, Message, SessionId, SessionsEnded, UserId, UserSignedIn};

use super::hashing;
use super::own::is_code;
use crate::throttle::Rate;
use crate::user::identify::expiry;
use crate::user::model::{Secret, email_key, hash_secret, verify_password};
use crate::user::store;
use crate::{App, Error};

/// Tries for one person from one place: a mistyped password, not a search.
const FROM_ONE_PLACE: Rate = Rate { count: 10, seconds: 15 * 60 };
/// Tries for one person from anywhere: wide enough that strangers cannot easily keep somebody out.
const FROM_ANYWHERE: Rate = Rate { count: 100, seconds: 15 * 60 };
/// Tries of a code: six digits would take years.
const CODES: Rate = Rate { count: 10, seconds: 15 * 60 };
/// How long somebody has to give a code.
const CODE_SECONDS: i64 = 10 * 60;

/// Where a right password or a link leads.
pub(crate) enum Entered {
    /// In: the secret for the cookie of the session.
    Session(Secret),
    /// A code is asked for next: the secret for the cookie until then.
    Code(Secret),
}

/// Signs somebody in with address and password. Which of the two was wrong is not said.
pub(crate) async fn sign_in(
    app: &App,
    from: Option<IpAddr>,
    email: &str,
    password: String,
    agent: String,
) -> Result<Entered, Error> {
    let key = format!("sign-in {} {from:?}", email_key(email));
    app.throttle().take(&key, FROM_ONE_PLACE, app.wall())?;
    app.throttle().take(&format!("sign-in {}", email_key(email)), FROM_ANYWHERE, app.wall())?;
    let asked = email.to_owned();
    let found = app.store().read(move |db| store::find_user_by_email(db, &asked)).await?;
    let stored = found.as_ref().and_then(|user| user.password_hash.clone());
    let right = hashing(move || verify_password(&password, stored.as_deref())).await?;
    let Some(user) = found.filter(|_| right) else {
        // Without the address: people type passwords into that field too.
        tracing::warn!(from = ?from, "a sign-in was refused: wrong address or password");
        return Err(Error::Wrong(Message::new("web-sign-in-wrong")));
    };
    app.throttle().forgive(&key);
    open(app, user.id, None, agent).await
}

/// Signs in by a link and uses it up.
pub(crate) async fn enter(app: &App, link: &str, agent: String) -> Result<Entered, Error> {
    let (hash, wall) = (hash_secret(link), app.wall());
    let asked = hash.clone();
    let found = app.store().read(move |db| store::find_link_user(db, &asked, wall)).await?;
    let Some((user, _)) = found else {
        return Err(Error::Conflict(Message::new("web-link-used")));
    };
    open(app, user, Some(hash), agent).await
}

pub(crate) async fn open(
    app: &App,
    user: UserId,
    link: Option<String>,
    agent: String,
) -> Result<Entered, Error> {
    let secret = Secret::new(app.random());
    let (hash, wall) = (secret.hash(), app.wall());
    let expires = expiry(app, wall);
    let asks = app
        .store()
        .write(app.now(), Actor::User(user), move |tx| {
            if let Some(link) = &link
                && !store::delete_link(tx, link, wall)?
            {
                return Err(Error::Conflict(Message::new("web-link-used")));
            }
            let asks = store::find_factor(tx, user)?.is_some_and(|factor| factor.since.is_some());
            if asks {
                store::insert_half(tx, user, &hash, wall, wall.plus_seconds(CODE_SECONDS))?;
            } else {
                store::insert_session(tx, user, &hash, &agent, wall, expires)?;
                tx.append(&UserSignedIn { user })?;
            }
            Ok(asks)
        })
        .await?;
    Ok(if asks { Entered::Code(secret) } else { Entered::Session(secret) })
}

/// Takes the code of the second factor, or a recovery code, from somebody who gave the right password before.
pub(crate) async fn give_code(app: &App, half: &str, code: String, agent: String) -> Result<Secret, Error> {
    let (half, wall) = (hash_secret(half), app.wall());
    let asked = half.clone();
    let found = app.store().read(move |db| store::find_half(db, &asked, wall)).await?;
    let user = found.ok_or(Error::SignIn)?;
    let key = format!("code {}", user.raw());
    app.throttle().take(&key, CODES, wall)?;
    let secret = Secret::new(app.random());
    let (hash, expires) = (secret.hash(), expiry(app, wall));
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            let known = store::find_factor(tx, user)?.ok_or(Error::SignIn)?;
            if !is_code(tx, user, &code, &known, wall)? {
                tracing::warn!(user = %user, "a sign-in was refused: wrong code");
                return Err(Error::Wrong(Message::new("web-code-wrong")));
            }
            if !store::delete_half(tx, &half)? {
                return Err(Error::SignIn);
            }
            store::insert_session(tx, user, &hash, &agent, wall, expires)?;
            tx.append(&UserSignedIn { user })?;
            Ok(())
        })
        .await?;
    app.throttle().forgive(&key);
    Ok(secret)
}

/// Ends a session of a user: this browser's, or another of theirs.
pub async fn end_session(app: &App, user: UserId, session: SessionId) -> Result<(), Error> {
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            if !store::delete_session(tx, user, session)? {
                return Err(Error::NotFound);
            }
            tx.append(&SessionsEnded { user, sessions: 1 })?;
            Ok(())
        })
        .await
}
