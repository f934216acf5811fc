//! Signed-in browsers.

use troth_core::{Id, Instant, SessionId, UserId};
use troth_store::{Db, Error, Tx, params};

use super::{Person, read_person};
use crate::tour;

/// A session as its cookie finds it, with how its owner likes to read and where they are on the tour.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) session: SessionId,
    pub(crate) created_at: Instant,
    pub(crate) seen_at: Instant,
    pub(crate) person: Person,
    pub(crate) language: Option<String>,
    pub(crate) theme: Option<String>,
    pub(crate) tour: Option<String>,
}

/// One read for every page: the session, its owner, language, theme and tour.
pub(crate) fn find_session(db: &mut Db<'_>, hash: &str, wall: Instant) -> Result<Option<SignedIn>, Error> {
    db.query_opt(
        "SELECT u.id, u.name, u.role, u.staff_id, s.id, s.created_at, s.seen_at, l.value, t.value, g.value, \
         u.totp_since IS NOT NULL \
         FROM web_session s \
         JOIN web_user u ON u.id = s.user_id \
         LEFT JOIN web_preference l ON l.user_id = u.id AND l.name = 'language' \
         LEFT JOIN web_preference t ON t.user_id = u.id AND t.name = 'theme' \
         LEFT JOIN web_preference g ON g.user_id = u.id AND g.name = $3 \
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL",
        params![hash, wall.micros(), tour::PREFERENCE],
    )?
    .map(|row| {
        Ok(SignedIn {
            person: Person { has_factor: row.get(10)?, ..read_person(&row)? },
            session: row.id(4)?,
            created_at: row.instant(5)?,
            seen_at: row.instant(6)?,
            language: row.get(7)?,
            theme: row.get(8)?,
            tour: row.get(9)?,
        })
    })
    .transpose()
}

pub(crate) fn insert_session(
    tx: &mut Tx<'_>,
    user: UserId,
    hash: &str,
    agent: &str,
    wall: Instant,
    expires: Instant,
) -> Result<SessionId, Error> {
    let id: SessionId = tx.new_id();
    // What has run out is cleared away by whoever comes next.
    tx.execute("DELETE FROM web_session WHERE expires_at <= $1", params![wall.micros()])?;
    tx.execute(
        "INSERT INTO web_session (id, token_hash, user_id, agent, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id.raw(), hash, user.raw(), agent, wall.micros(), wall.micros(), expires.micros()],
    )?;
    Ok(id)
}

pub(crate) fn renew_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    wall: Instant,
    expires: Instant,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_session SET seen_at = $1, expires_at = $2 WHERE id = $3",
        params![wall.micros(), expires.micros(), id.raw()],
    )?;
    Ok(())
}

/// Ends a session of this user; whether there was one.
pub(crate) fn delete_session(tx: &mut Tx<'_>, user: UserId, id: SessionId) -> Result<bool, Error> {
    Ok(tx.execute("DELETE FROM web_session WHERE id = $1 AND user_id = $2", params![id.raw(), user.raw()])?
        > 0)
}

/// Ends the sessions of this user but for one; how many there were.
pub(crate) fn delete_other_sessions(
    tx: &mut Tx<'_>,
    user: UserId,
    but: Option<SessionId>,
) -> Result<i64, Error> {
    let ended = tx.execute(
        "DELETE FROM web_session WHERE user_id = $1 AND id <> $2",
        params![user.raw(), but.map_or(0, Id::raw)],
    )?;
    Ok(i64::try_from(ended).unwrap_or(i64::MAX))
}

/// A signed-in browser, as its owner sees it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// What the browser called itself.
    pub agent: String,
    /// When somebody signed in there.
    pub created_at: Instant,
    /// When it was last used, to the hour.
    pub seen_at: Instant,
}

pub(crate) fn list_sessions(db: &mut Db<'_>, user: UserId, wall: Instant) -> Result<Vec<SessionRow>, Error> {
    db.query(
        "SELECT id, agent, created_at, seen_at FROM web_session \
         WHERE user_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 100",
        params![user.raw(), wall.micros()],
    )?
    .iter()
    .map(|row| {
        Ok(SessionRow {
            id: row.id(0)?,
            agent: row.get(1)?,
            created_at: row.instant(2)?,
            seen_at: row.instant(3)?,
        })
    })
    .collect()
}
