//! The tables of users; nobody else reads or writes them.

use troth_core::{Id, Instant, Role, SessionId, StaffId, TokenId, UserId};
use troth_store::{Db, Error, Row, Tx, params};

use super::model::{NewUser, email_key};
use crate::tour;

/// Somebody found by their address.
#[derive(Debug, Clone)]
pub struct Found {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    pub(crate) password_hash: Option<String>,
}

/// Whether anybody can sign in yet.
pub(crate) fn has_users(db: &mut Db<'_>) -> Result<bool, Error> {
    Ok(db.query_opt("SELECT id FROM web_user LIMIT 1", params![])?.is_some())
}

/// Somebody who may sign in, by their address.
pub fn find_user_by_email(db: &mut Db<'_>, email: &str) -> Result<Option<Found>, Error> {
    db.query_opt(
        "SELECT id, name, password_hash FROM web_user WHERE email_key = $1 AND disabled_at IS NULL",
        params![email_key(email)],
    )?
    .map(|row| Ok(Found { id: row.id(0)?, name: row.get(1)?, password_hash: row.get(2)? }))
    .transpose()
}

/// Somebody who may sign in, as they are chosen from a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The member of staff they are.
    pub staff: Option<StaffId>,
}

/// Everybody who may sign in, in order of address, so many of them.
pub fn list_users(db: &mut Db<'_>, limit: i64) -> Result<Vec<Listed>, Error> {
    let sql = "SELECT id, name, email, staff_id FROM web_user WHERE disabled_at IS NULL ORDER BY email_key LIMIT $1";
    let listed = |row: &Row| {
        Ok(Listed { id: row.id(0)?, name: row.get(1)?, email: row.get(2)?, staff: row.optional_id(3)? })
    };
    db.query(sql, params![limit])?.iter().map(listed).collect()
}

/// Users who are this member of staff.
pub(crate) fn users_of(db: &mut Db<'_>, staff: StaffId) -> Result<Vec<UserId>, Error> {
    let rows = db.query("SELECT id FROM web_user WHERE staff_id = $1 ORDER BY id", params![staff.raw()])?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Says which member of staff a user is; whether there is such a user.
pub(crate) fn set_staff(tx: &mut Tx<'_>, user: UserId, staff: Option<StaffId>) -> Result<bool, Error> {
    let sql = "UPDATE web_user SET staff_id = $2 WHERE id = $1 AND disabled_at IS NULL";
    Ok(tx.execute(sql, params![user.raw(), staff.map(Id::raw)])? > 0)
}

pub(crate) fn insert_user(tx: &mut Tx<'_>, user: &NewUser, hash: Option<&str>) -> Result<UserId, Error> {
    let id: UserId = tx.new_id();
    let now = tx.now();
    tx.execute(
        "INSERT INTO web_user (id, email, email_key, name, role, password_hash, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            id.raw(),
            user.email.trim(),
            email_key(&user.email),
            user.name.trim(),
            user.role.key(),
            hash.map(str::to_owned),
            now.micros()
        ],
    )?;
    Ok(id)
}

/// A session as its cookie finds it, with how its owner likes to read and where they are on the tour.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) session: SessionId,
    pub(crate) seen_at: Instant,
    pub(crate) person: Person,
    pub(crate) language: Option<String>,
    pub(crate) theme: Option<String>,
    pub(crate) tour: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) staff: Option<StaffId>,
}

fn read_person(row: &Row) -> Result<Person, Error> {
    Ok(Person {
        id: row.id(0)?,
        name: row.get(1)?,
        role: read_role(row.text(2)?),
        staff: row.optional_id(3)?,
    })
}

/// A role this program does not know can do nothing but look.
fn read_role(key: &str) -> Role {
    Role::find(key).unwrap_or(Role::ReadOnly)
}

/// One read for every page: the session, its owner, language, theme and tour.
pub(crate) fn find_session(db: &mut Db<'_>, hash: &str, wall: Instant) -> Result<Option<SignedIn>, Error> {
    db.query_opt(
        "SELECT u.id, u.name, u.role, u.staff_id, s.id, s.seen_at, l.value, t.value, g.value \
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
            person: read_person(&row)?,
            session: row.id(4)?,
            seen_at: row.instant(5)?,
            language: row.get(6)?,
            theme: row.get(7)?,
            tour: row.get(8)?,
        })
    })
    .transpose()
}

/// A token as a program shows it. It has the role it was made with.
pub(crate) fn find_token(
    db: &mut Db<'_>,
    hash: &str,
    wall: Instant,
) -> Result<Option<(TokenId, Person)>, Error> {
    db.query_opt(
        "SELECT u.id, k.name, k.role, u.staff_id, k.id \
         FROM web_api_token k JOIN web_user u ON u.id = k.user_id \
         WHERE k.token_hash = $1 AND k.revoked_at IS NULL AND u.disabled_at IS NULL \
         AND (k.expires_at IS NULL OR k.expires_at > $2)",
        params![hash, wall.micros()],
    )?
    .map(|row| Ok((row.id(4)?, read_person(&row)?)))
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

/// The address of a user.
pub fn find_email(db: &mut Db<'_>, user: UserId) -> Result<String, Error> {
    db.query_one("SELECT email FROM web_user WHERE id = $1", params![user.raw()])?.get(0)
}

pub(crate) fn set_preference(tx: &mut Tx<'_>, user: UserId, name: &str, value: &str) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO web_preference (user_id, name, value) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
        params![user.raw(), name, value],
    )?;
    Ok(())
}

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

pub(crate) fn insert_token(
    tx: &mut Tx<'_>,
    user: UserId,
    name: &str,
    role: Role,
    hash: &str,
    wall: Instant,
) -> Result<TokenId, Error> {
    let id: TokenId = tx.new_id();
    tx.execute(
        "INSERT INTO web_api_token (id, token_hash, user_id, name, role, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        params![id.raw(), hash, user.raw(), name, role.key(), wall.micros()],
    )?;
    Ok(id)
}
