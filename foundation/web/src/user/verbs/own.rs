//! What everybody can do with their own account: the password and the second factor.

use troth_core::{Actor, Id, Message, SessionId, UserChanged, UserId};

use super::{hash_new, hashing};
use crate::error::FieldError;
use crate::rule::Rules;
use crate::throttle::Rate;
use crate::user::factor::{self, RECOVERY_CODES};
use crate::user::model::{check_password, verify_password};
use crate::user::store;
use crate::{App, Error};

/// Tries of the present password or of a code by somebody who is signed in.
const TRIES: Rate = Rate { count: 10, seconds: 15 * 60 };

fn wrong(field: &str, key: &str) -> Error {
    Error::Fields(vec![FieldError { field: field.into(), message: Message::new(key) }])
}

/// Chooses a password. Whoever has one says it first; other browsers are signed out.
pub(crate) async fn change_password(
    app: &App,
    user: UserId,
    here: Option<SessionId>,
    present: String,
    wanted: String,
) -> Result<(), Error> {
    let known = app.store().read(move |db| store::find_user(db, user)).await?.ok_or(Error::NotFound)?;
    if let Some(key) = check_password(&wanted, &[&known.name, &known.email]) {
        return Err(wrong("password", key));
    }
    app.throttle().take(&format!("password {}", user.raw()), TRIES, app.wall())?;
    let stored = app.store().read(move |db| store::find_password(db, user)).await?;
    if stored.is_some() {
        let known = stored.clone();
        if !hashing(move || verify_password(&present, known.as_deref())).await? {
            return Err(wrong("present", "web-password-not-this"));
        }
    }
    let hash = hash_new(app, Some(wanted)).await?.unwrap_or_default();
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            // Somebody else may have chosen one in the meantime.
            if store::find_password(tx, user)? != stored {
                return Err(Error::Conflict(Message::new("web-changed-meanwhile")));
            }
            store::set_password(tx, user, &hash)?;
            store::delete_other_sessions(tx, user, here)?;
            store::delete_links_of(tx, user)?;
            tx.append(&UserChanged { user, fields: vec!["password".into()] })?;
            Ok(())
        })
        .await?;
    app.throttle().forgive(&format!("password {}", user.raw()));
    Ok(())
}

/// A new secret, which is asked for once its first code has come.
pub(crate) async fn begin_factor(app: &App, user: UserId) -> Result<(), Error> {
    let secret = factor::new_secret(app.random());
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            if store::find_factor(tx, user)?.is_some_and(|known| known.since.is_some()) {
                return Err(Error::Conflict(Message::new("web-factor-already")));
            }
            store::begin_factor(tx, user, &secret)?;
            Ok(())
        })
        .await
}

fn new_codes(app: &App) -> (Vec<String>, Vec<String>) {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| factor::recovery_code(app.random())).collect();
    let hashes = codes.iter().map(|code| factor::hash_recovery_code(code)).collect();
    (codes, hashes)
}

/// Takes the first code: from now on one is asked for. The recovery codes, told once.
pub(crate) async fn confirm_factor(app: &App, user: UserId, code: String) -> Result<Vec<String>, Error> {
    let wall = app.wall();
    app.throttle().take(&format!("code {}", user.raw()), TRIES, wall)?;
    let (codes, hashes) = new_codes(app);
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            let known = store::find_factor(tx, user)?.filter(|known| known.since.is_none());
            let known = known.ok_or_else(|| Error::Conflict(Message::new("web-factor-begin-again")))?;
            let step =
                factor::check(&known.secret, &code, wall)?.ok_or_else(|| wrong("code", "web-code-wrong"))?;
            store::use_step(tx, user, step)?;
            store::start_factor(tx, user, wall)?;
            store::set_recovery_codes(tx, user, &hashes)?;
            tx.append(&UserChanged { user, fields: vec!["two_factor".into()] })?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(codes)
}

/// Takes a code of now that was not used before, or a recovery code, which is used up; whether it was one.
pub(super) fn is_code(
    tx: &mut troth_store::Tx<'_>,
    user: UserId,
    code: &str,
    known: &store::Factor,
    wall: troth_core::Instant,
) -> Result<bool, Error> {
    Ok(match factor::check(&known.secret, code, wall)? {
        Some(step) => store::use_step(tx, user, step)?,
        None => store::use_recovery_code(tx, user, &factor::hash_recovery_code(code))?,
    })
}

/// A code of somebody who is signed in and asked for one, or nothing goes on.
fn take_code(
    tx: &mut troth_store::Tx<'_>,
    user: UserId,
    code: &str,
    wall: troth_core::Instant,
) -> Result<(), Error> {
    let known = store::find_factor(tx, user)?.filter(|known| known.since.is_some());
    let known = known.ok_or_else(|| Error::Conflict(Message::new("web-factor-not-on")))?;
    if is_code(tx, user, code, &known, wall)? { Ok(()) } else { Err(wrong("code", "web-code-wrong")) }
}

/// Asks for no code any more; takes one to believe it.
pub(crate) async fn stop_factor(app: &App, user: UserId, code: String) -> Result<(), Error> {
    let wall = app.wall();
    app.throttle().take(&format!("code {}", user.raw()), TRIES, wall)?;
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            if Rules::read(tx)?.two_factor {
                return Err(Error::Conflict(Message::new("web-factor-demanded")));
            }
            take_code(tx, user, &code, wall)?;
            store::clear_factor(tx, user)?;
            tx.append(&UserChanged { user, fields: vec!["two_factor".into()] })?;
            Ok(())
        })
        .await
}

/// New recovery codes in place of the old ones, told once; takes a code to believe it.
pub(crate) async fn renew_recovery_codes(
    app: &App,
    user: UserId,
    code: String,
) -> Result<Vec<String>, Error> {
    let wall = app.wall();
    app.throttle().take(&format!("code {}", user.raw()), TRIES, wall)?;
    let (codes, hashes) = new_codes(app);
    app.store()
        .write(app.now(), Actor::User(user), move |tx| {
            take_code(tx, user, &code, wall)?;
            store::set_recovery_codes(tx, user, &hashes)?;
            tx.append(&UserChanged { user, fields: vec!["recovery_codes".into()] })?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(codes)
}
