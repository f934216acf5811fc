//! Tokens of programs.

use serde::Serialize;
use troth_core::{Id, Instant, TokenId, UserId};
use troth_store::{Db, Error, Row, Tx, params};
use utoipa::ToSchema;

use super::{Person, read_person, read_role};
use crate::user::token::NewToken;

/// A token as a program shows it: it may what its role may, as far as its maker may today and its scopes go.
pub(crate) fn find_token(
    db: &mut Db<'_>,
    hash: &str,
    wall: Instant,
) -> Result<Option<(TokenId, Person)>, Error> {
    db.query_opt(
        "SELECT u.id, k.name, k.role, u.staff_id, k.id, u.role, k.scopes, \
         u.totp_since IS NOT NULL \
         FROM web_api_token k JOIN web_user u ON u.id = k.user_id \
         WHERE k.token_hash = $1 AND k.revoked_at IS NULL AND u.disabled_at IS NULL \
         AND (k.expires_at IS NULL OR k.expires_at > $2)",
        params![hash, wall.micros()],
    )?
    .map(|row| {
        let within = Some((read_role(row.text(5)?), read_scopes(&row, 6)?));
        Ok((row.id(4)?, Person { within, has_factor: row.get(7)?, ..read_person(&row)? }))
    })
    .transpose()
}

fn read_scopes(row: &Row, index: usize) -> Result<Option<Vec<String>>, Error> {
    let scopes = row.get::<Option<String>>(index)?;
    Ok(scopes.map(|keys| keys.split_whitespace().map(str::to_owned).collect()))
}

pub(crate) fn insert_token(
    tx: &mut Tx<'_>,
    token: &NewToken,
    hash: &str,
    wall: Instant,
) -> Result<TokenId, Error> {
    let id: TokenId = tx.new_id();
    tx.execute(
        "INSERT INTO web_api_token (id, token_hash, user_id, name, role, created_at, expires_at, scopes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            id.raw(),
            hash,
            token.user.raw(),
            token.name.as_str(),
            token.role.key(),
            wall.micros(),
            token.expires_at.map(Instant::micros),
            token.scopes.as_ref().map(|keys| keys.join(" "))
        ],
    )?;
    Ok(id)
}

/// A token, as its maker sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenRow {
    /// Which.
    #[schema(value_type = String)]
    pub id: TokenId,
    /// What its maker calls it.
    pub name: String,
    /// Whose rights it has.
    #[schema(value_type = String)]
    pub user: UserId,
    /// Their name.
    pub user_name: String,
    /// The permissions it was given; none: all of its maker's.
    pub scopes: Option<Vec<String>>,
    /// When it was made.
    #[schema(value_type = String)]
    pub created_at: Instant,
    /// Until when it holds; none: until it is taken back.
    #[schema(value_type = Option<String>)]
    pub expires_at: Option<Instant>,
}

/// Tokens that hold, the newest first: of one user, or of all.
pub(crate) fn list_tokens(
    db: &mut Db<'_>,
    of: Option<UserId>,
    wall: Instant,
) -> Result<Vec<TokenRow>, Error> {
    db.query(
        "SELECT k.id, k.name, k.user_id, u.name, k.scopes, k.created_at, k.expires_at \
         FROM web_api_token k JOIN web_user u ON u.id = k.user_id \
         WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $1) AND ($2 = 0 OR k.user_id = $2) \
         ORDER BY k.id DESC LIMIT 1000",
        params![wall.micros(), of.map_or(0, Id::raw)],
    )?
    .iter()
    .map(|row| {
        Ok(TokenRow {
            id: row.id(0)?,
            name: row.get(1)?,
            user: row.id(2)?,
            user_name: row.get(3)?,
            scopes: read_scopes(row, 4)?,
            created_at: row.instant(5)?,
            expires_at: row.get::<Option<i64>>(6)?.map(Instant::from_micros),
        })
    })
    .collect()
}

/// Whose token it is, while it was not taken back.
pub(crate) fn get_token_owner(db: &mut Db<'_>, id: TokenId) -> Result<Option<UserId>, Error> {
    let sql = "SELECT user_id FROM web_api_token WHERE id = $1 AND revoked_at IS NULL";
    db.query_opt(sql, params![id.raw()])?.map(|row| row.id(0)).transpose()
}

pub(crate) fn revoke_token(tx: &mut Tx<'_>, id: TokenId, wall: Instant) -> Result<(), Error> {
    let sql = "UPDATE web_api_token SET revoked_at = $1 WHERE id = $2";
    tx.execute(sql, params![wall.micros(), id.raw()])?;
    Ok(())
}
