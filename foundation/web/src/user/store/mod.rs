//! The tables of users; nobody else reads or writes them.

mod factor;
mod link;
mod session;
mod token;

use troth_core::{Id, Instant, Role, StaffId, UserId};
use troth_store::{Db, Error, Row, Tx, params};

pub(crate) use factor::{
    Factor, begin_factor, clear_factor, count_recovery_codes, find_factor, set_recovery_codes, start_factor,
    use_recovery_code, use_step,
};
pub(crate) use link::{
    delete_half, delete_link, delete_links_of, find_half, find_link_user, first_link_holds, insert_half,
    insert_link, replace_first_link,
};
pub use session::SessionRow;
pub(crate) use session::{
    delete_other_sessions, delete_session, find_session, insert_session, list_sessions, renew_session,
};
pub use token::TokenRow;
pub(crate) use token::{find_token, get_token_owner, insert_token, list_tokens, revoke_token};

use super::model::{NewUser, email_key};

/// Somebody found by their address.
#[derive(Debug, Clone)]
pub struct Found {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    pub(crate) password_hash: Option<String>,
}

/// Whether anybody can sign in yet.
pub(crate) fn has_users(db: &mut Db<'_>) -> Result<bool, Error> {
    Ok(db.query_opt("SELECT id FROM web_user LIMIT 1", params![])?.is_some())
}

/// Somebody who may sign in, by their address.
pub fn find_user_by_email(db: &mut Db<'_>, email: &str) -> Result<Option<Found>, Error> {
    db.query_opt(
        "SELECT id, name, password_hash, role FROM web_user WHERE email_key = $1 AND disabled_at IS NULL",
        params![email_key(email)],
    )?
    .map(|row| {
        Ok(Found {
            id: row.id(0)?,
            name: row.get(1)?,
            password_hash: row.get(2)?,
            role: read_role(row.text(3)?),
        })
    })
    .transpose()
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

#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) staff: Option<StaffId>,
    /// Whether they give a code beside their password.
    pub(crate) has_factor: bool,
    /// Where a token may do less: what its maker may today, and the permissions it was given.
    pub(crate) within: Option<(Role, Option<Vec<String>>)>,
}

pub(super) fn read_person(row: &Row) -> Result<Person, Error> {
    Ok(Person {
        id: row.id(0)?,
        name: row.get(1)?,
        role: read_role(row.text(2)?),
        staff: row.optional_id(3)?,
        has_factor: false,
        within: None,
    })
}

/// Somebody who may sign in, or once could, as whoever manages users sees them.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct UserRow {
    /// Who.
    #[schema(value_type = String)]
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// `owner`, `manager`, `staff`, `analyst` or `read-only`.
    pub role: &'static str,
    /// The member of staff they are.
    #[schema(value_type = Option<String>)]
    pub staff: Option<StaffId>,
    /// Whether they have chosen a password; until then they come by a link.
    pub password: bool,
    /// Whether they give a code beside it.
    pub two_factor: bool,
    /// Whether they can no longer sign in.
    pub disabled: bool,
    /// When a browser of theirs was last used, to the hour; none where none is signed in.
    #[schema(value_type = Option<String>)]
    pub seen_at: Option<Instant>,
}

const USER: &str = "SELECT u.id, u.name, u.email, u.role, u.staff_id, u.password_hash IS NOT NULL, \
     u.totp_since IS NOT NULL, u.disabled_at IS NOT NULL, MAX(s.seen_at) \
     FROM web_user u LEFT JOIN web_session s ON s.user_id = u.id";
const BY_USER: &str = "GROUP BY u.id, u.name, u.email, u.role, u.staff_id, u.password_hash, u.totp_since, u.disabled_at, u.email_key";

fn read_user(row: &Row) -> Result<UserRow, Error> {
    Ok(UserRow {
        id: row.id(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        role: read_role(row.text(3)?).key(),
        staff: row.optional_id(4)?,
        password: row.get(5)?,
        two_factor: row.get(6)?,
        disabled: row.get(7)?,
        seen_at: row.get::<Option<i64>>(8)?.map(Instant::from_micros),
    })
}

/// Users by address, those after `after`.
pub fn list_users(db: &mut Db<'_>, after: &str, limit: usize) -> Result<Vec<UserRow>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.query(
        &format!("{USER} WHERE u.email_key > $1 {BY_USER} ORDER BY u.email_key LIMIT $2"),
        params![after, limit],
    )?
    .iter()
    .map(read_user)
    .collect()
}

/// Users who are this member of staff.
pub(crate) fn users_of(db: &mut Db<'_>, staff: StaffId) -> Result<Vec<UserId>, Error> {
    let rows = db.query("SELECT id FROM web_user WHERE staff_id = $1 ORDER BY id", params![staff.raw()])?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// How many users with the role staff nobody has linked to a member of staff.
pub(crate) fn count_unlinked_staff(db: &mut Db<'_>) -> Result<i64, Error> {
    db.scalar(
        "SELECT COUNT(*) FROM web_user WHERE role = 'staff' AND staff_id IS NULL AND disabled_at IS NULL",
        &[],
    )
}

/// How many users give no code beside their password.
pub(crate) fn count_without_factor(db: &mut Db<'_>) -> Result<i64, Error> {
    db.scalar("SELECT COUNT(*) FROM web_user WHERE totp_since IS NULL AND disabled_at IS NULL", &[])
}

/// Says which member of staff a user is; whether there is such a user.
pub(crate) fn set_staff(tx: &mut Tx<'_>, user: UserId, staff: Option<StaffId>) -> Result<bool, Error> {
    let sql = "UPDATE web_user SET staff_id = $2 WHERE id = $1 AND disabled_at IS NULL";
    Ok(tx.execute(sql, params![user.raw(), staff.map(Id::raw)])? > 0)
}

/// One of them.
/// Somebody who can sign in.
pub fn find_user(db: &mut Db<'_>, id: UserId) -> Result<Option<UserRow>, Error> {
    db.query_opt(&format!("{USER} WHERE u.id = $1 {BY_USER}"), params![id.raw()])?
        .as_ref()
        .map(read_user)
        .transpose()
}

/// Whether another owner than this user can sign in.
pub(crate) fn has_other_owner(db: &mut Db<'_>, user: UserId) -> Result<bool, Error> {
    let sql = "SELECT id FROM web_user WHERE role = 'owner' AND disabled_at IS NULL AND id <> $1 LIMIT 1";
    Ok(db.query_opt(sql, params![user.raw()])?.is_some())
}

/// Whether somebody else, signed out for good or not, has this address.
pub(crate) fn email_is_taken(db: &mut Db<'_>, email: &str, by_other_than: UserId) -> Result<bool, Error> {
    let sql = "SELECT id FROM web_user WHERE email_key = $1 AND id <> $2";
    Ok(db.query_opt(sql, params![email_key(email), by_other_than.raw()])?.is_some())
}

pub(crate) fn update_user(
    tx: &mut Tx<'_>,
    id: UserId,
    name: &str,
    email: &str,
    role: Role,
    disabled: Option<Instant>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_user SET name = $1, email = $2, email_key = $3, role = $4, disabled_at = $5 WHERE id = $6",
        params![name, email, email_key(email), role.key(), disabled.map(Instant::micros), id.raw()],
    )?;
    Ok(())
}

pub(crate) fn update_role(tx: &mut Tx<'_>, id: UserId, role: Role) -> Result<(), Error> {
    tx.execute("UPDATE web_user SET role = $1 WHERE id = $2", params![role.key(), id.raw()])?;
    Ok(())
}

pub(crate) fn find_password(db: &mut Db<'_>, id: UserId) -> Result<Option<String>, Error> {
    db.query_one("SELECT password_hash FROM web_user WHERE id = $1", params![id.raw()])?.get(0)
}

pub(crate) fn set_password(tx: &mut Tx<'_>, id: UserId, hash: &str) -> Result<(), Error> {
    tx.execute("UPDATE web_user SET password_hash = $1 WHERE id = $2", params![hash, id.raw()])?;
    Ok(())
}

/// A role this program does not know can do nothing but look.
pub(super) fn read_role(key: &str) -> Role {
    Role::find(key).unwrap_or(Role::ReadOnly)
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
