//! The second factor.

use troth_core::{Id, Instant, UserId};
use troth_store::{Db, Error, Tx, params};

/// What is known of a user's second factor.
#[derive(Clone)]
pub(crate) struct Factor {
    /// In base 32, as the app was told.
    pub(crate) secret: String,
    /// Since when it is asked for; none while it waits for its first code.
    pub(crate) since: Option<Instant>,
}

pub(crate) fn find_factor(db: &mut Db<'_>, user: UserId) -> Result<Option<Factor>, Error> {
    let row =
        db.query_one("SELECT totp_secret, totp_since FROM web_user WHERE id = $1", params![user.raw()])?;
    let Some(secret) = row.get::<Option<String>>(0)? else { return Ok(None) };
    let since = row.get::<Option<i64>>(1)?.map(Instant::from_micros);
    Ok(Some(Factor { secret, since }))
}

/// A secret that waits for its first code.
pub(crate) fn begin_factor(tx: &mut Tx<'_>, user: UserId, secret: &str) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_user SET totp_secret = $1, totp_since = NULL, totp_step = NULL WHERE id = $2",
        params![secret, user.raw()],
    )?;
    Ok(())
}

/// From now on a code is asked for.
pub(crate) fn start_factor(tx: &mut Tx<'_>, user: UserId, wall: Instant) -> Result<(), Error> {
    tx.execute("UPDATE web_user SET totp_since = $1 WHERE id = $2", params![wall.micros(), user.raw()])?;
    Ok(())
}

pub(crate) fn clear_factor(tx: &mut Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute("DELETE FROM web_recovery_code WHERE user_id = $1", params![user.raw()])?;
    tx.execute(
        "UPDATE web_user SET totp_secret = NULL, totp_since = NULL, totp_step = NULL WHERE id = $1",
        params![user.raw()],
    )?;
    Ok(())
}

/// Notes that the code of this step was used; false when it, or a later one, was used before.
pub(crate) fn use_step(tx: &mut Tx<'_>, user: UserId, step: i64) -> Result<bool, Error> {
    let used = tx.execute(
        "UPDATE web_user SET totp_step = $1 WHERE id = $2 AND (totp_step IS NULL OR totp_step < $1)",
        params![step, user.raw()],
    )?;
    Ok(used > 0)
}

pub(crate) fn set_recovery_codes(tx: &mut Tx<'_>, user: UserId, hashes: &[String]) -> Result<(), Error> {
    tx.execute("DELETE FROM web_recovery_code WHERE user_id = $1", params![user.raw()])?;
    for hash in hashes {
        tx.execute(
            "INSERT INTO web_recovery_code (user_id, code_hash) VALUES ($1, $2)",
            params![user.raw(), hash.as_str()],
        )?;
    }
    Ok(())
}

/// Uses a recovery code up; false where there is no such code.
pub(crate) fn use_recovery_code(tx: &mut Tx<'_>, user: UserId, hash: &str) -> Result<bool, Error> {
    let sql = "DELETE FROM web_recovery_code WHERE user_id = $1 AND code_hash = $2";
    Ok(tx.execute(sql, params![user.raw(), hash])? > 0)
}

pub(crate) fn count_recovery_codes(db: &mut Db<'_>, user: UserId) -> Result<i64, Error> {
    db.scalar("SELECT COUNT(*) FROM web_recovery_code WHERE user_id = $1", params![user.raw()])
}
