//! The tables of the house that signs people in.

use troth_core::{Id, UserId};
use troth_store::{Db, Error, Tx, params};

use super::model::Provider;

/// The house, if one is set up.
pub(super) fn find(db: &mut Db<'_>) -> Result<Option<Provider>, Error> {
    let row = db.query_opt(
        "SELECT name, issuer, client_id, client_secret, groups_claim, roles, make_users, own_network \
         FROM web_provider WHERE id = 1",
        &[],
    )?;
    row.map(|row| {
        Ok(Provider {
            name: row.get(0)?,
            issuer: row.get(1)?,
            client_id: row.get(2)?,
            secret: row.get(3)?,
            groups_claim: row.get(4)?,
            roles: row.get(5)?,
            make_users: row.get(6)?,
            own_network: row.get(7)?,
        })
    })
    .transpose()
}

/// What the house is called, if one is set up.
pub(crate) fn find_name(db: &mut Db<'_>) -> Result<Option<String>, Error> {
    db.query_opt("SELECT name FROM web_provider WHERE id = 1", &[])?.map(|row| row.get(0)).transpose()
}

pub(super) fn put(tx: &mut Tx<'_>, provider: &Provider) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO web_provider (id, name, issuer, client_id, client_secret, groups_claim, roles, make_users, own_network) \
         VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
         issuer = excluded.issuer, client_id = excluded.client_id, client_secret = excluded.client_secret, \
         groups_claim = excluded.groups_claim, roles = excluded.roles, make_users = excluded.make_users, \
         own_network = excluded.own_network",
        params![
            provider.name.as_str(),
            provider.issuer.as_str(),
            provider.client_id.as_str(),
            provider.secret.as_str(),
            provider.groups_claim.as_str(),
            provider.roles.as_str(),
            provider.make_users,
            provider.own_network
        ],
    )?;
    Ok(())
}

/// Takes the house away; whether there was one. Who somebody is there stays known, for the day it comes back.
pub(super) fn delete(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(tx.execute("DELETE FROM web_provider WHERE id = 1", &[])? > 0)
}

/// Who somebody at a house is here.
pub(super) fn find_identity(db: &mut Db<'_>, issuer: &str, subject: &str) -> Result<Option<UserId>, Error> {
    let sql = "SELECT user_id FROM web_identity WHERE issuer = $1 AND subject = $2";
    db.query_opt(sql, params![issuer, subject])?.map(|row| row.id(0)).transpose()
}

/// Whether somebody here is known at this house already.
pub(super) fn has_identity(db: &mut Db<'_>, issuer: &str, user: UserId) -> Result<bool, Error> {
    let sql = "SELECT subject FROM web_identity WHERE user_id = $1 AND issuer = $2 LIMIT 1";
    Ok(db.query_opt(sql, params![user.raw(), issuer])?.is_some())
}

pub(super) fn insert_identity(
    tx: &mut Tx<'_>,
    issuer: &str,
    subject: &str,
    user: UserId,
) -> Result<(), Error> {
    let wall = tx.wall();
    tx.execute(
        "INSERT INTO web_identity (issuer, subject, user_id, made_at) VALUES ($1, $2, $3, $4)",
        params![issuer, subject, user.raw(), wall],
    )?;
    Ok(())
}
