//! Links that sign in once, and those who have yet to give a code.

use troth_core::{Id, Instant, UserId};
use troth_store::{Db, Error, Tx, params};

/// Links for the first owner: there is one at a time.
pub(crate) fn replace_first_link(
    tx: &mut Tx<'_>,
    hash: &str,
    wall: Instant,
    expires: Instant,
) -> Result<(), Error> {
    tx.execute("DELETE FROM web_sign_in_link WHERE user_id IS NULL", params![])?;
    insert_link(tx, hash, None, wall, expires)
}

pub(crate) fn insert_link(
    tx: &mut Tx<'_>,
    hash: &str,
    user: Option<UserId>,
    wall: Instant,
    expires: Instant,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO web_sign_in_link (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        params![hash, user.map(Id::raw), wall.micros(), expires.micros()],
    )?;
    Ok(())
}

/// Whether a link for the first owner still holds.
pub(crate) fn first_link_holds(db: &mut Db<'_>, hash: &str, wall: Instant) -> Result<bool, Error> {
    let sql = "SELECT token_hash FROM web_sign_in_link WHERE token_hash = $1 AND user_id IS NULL AND expires_at > $2";
    Ok(db.query_opt(sql, params![hash, wall.micros()])?.is_some())
}

/// Whom a link signs in, while it holds.
pub(crate) fn find_link_user(
    db: &mut Db<'_>,
    hash: &str,
    wall: Instant,
) -> Result<Option<(UserId, String)>, Error> {
    db.query_opt(
        "SELECT u.id, u.name FROM web_sign_in_link k JOIN web_user u ON u.id = k.user_id \
         WHERE k.token_hash = $1 AND k.expires_at > $2 AND u.disabled_at IS NULL",
        params![hash, wall.micros()],
    )?
    .map(|row| Ok((row.id(0)?, row.get(1)?)))
    .transpose()
}

/// Uses a link up; false when somebody else was quicker.
pub(crate) fn delete_link(tx: &mut Tx<'_>, hash: &str, wall: Instant) -> Result<bool, Error> {
    let used = tx.execute("DELETE FROM web_sign_in_link WHERE token_hash = $1", params![hash])? > 0;
    tx.execute("DELETE FROM web_sign_in_link WHERE expires_at <= $1", params![wall.micros()])?;
    Ok(used)
}

/// Links of this user no longer hold.
pub(crate) fn delete_links_of(tx: &mut Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute("DELETE FROM web_sign_in_link WHERE user_id = $1", params![user.raw()])?;
    Ok(())
}

/// Somebody who has yet to give a code.
pub(crate) fn insert_half(
    tx: &mut Tx<'_>,
    user: UserId,
    hash: &str,
    wall: Instant,
    expires: Instant,
) -> Result<(), Error> {
    tx.execute("DELETE FROM web_half_session WHERE expires_at <= $1", params![wall.micros()])?;
    tx.execute(
        "INSERT INTO web_half_session (token_hash, user_id, expires_at) VALUES ($1, $2, $3)",
        params![hash, user.raw(), expires.micros()],
    )?;
    Ok(())
}

/// Who has yet to give a code.
pub(crate) fn find_half(db: &mut Db<'_>, hash: &str, wall: Instant) -> Result<Option<UserId>, Error> {
    db.query_opt(
        "SELECT u.id FROM web_half_session h JOIN web_user u ON u.id = h.user_id \
         WHERE h.token_hash = $1 AND h.expires_at > $2 AND u.disabled_at IS NULL",
        params![hash, wall.micros()],
    )?
    .map(|row| row.id(0))
    .transpose()
}

/// Uses it up; false when it was used already.
pub(crate) fn delete_half(tx: &mut Tx<'_>, hash: &str) -> Result<bool, Error> {
    Ok(tx.execute("DELETE FROM web_half_session WHERE token_hash = $1", params![hash])? > 0)
}
