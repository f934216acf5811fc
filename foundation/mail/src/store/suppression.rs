//! Addresses that nothing is sent to.

use std::collections::HashSet;

use ring::hmac;
use troth_core::{AddressReleased, AddressSuppressed, Instant};
use troth_store::{Db, Error, Row, Tx, params};

use super::setting::{find_secret, keep_secret};
use crate::model::Suppression;

/// What finds an address, whoever wrote it how.
pub(super) fn hash_of(secret: &[u8], address: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, format!("address {}", address.trim().to_lowercase()).as_bytes());
    tag.as_ref().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Whether nothing is sent to an address.
pub(super) fn is_suppressed(db: &mut Db<'_>, address: &str) -> Result<bool, Error> {
    let Some(secret) = find_secret(db)? else { return Ok(false) };
    let hash = hash_of(&secret, address);
    Ok(db.query_opt("SELECT hash FROM mail_suppression WHERE hash = $1", params![hash])?.is_some())
}

/// Which of these addresses nothing is sent to.
pub fn list_suppressed(db: &mut Db<'_>, addresses: &[&str]) -> Result<HashSet<String>, Error> {
    let Some(secret) = find_secret(db)? else { return Ok(HashSet::new()) };
    if db.query_opt("SELECT hash FROM mail_suppression LIMIT 1", &[])?.is_none() {
        return Ok(HashSet::new());
    }
    let hashes: Vec<(String, &str)> =
        addresses.iter().map(|address| (hash_of(&secret, address), *address)).collect();
    let keys: Vec<&str> = hashes.iter().map(|(hash, _)| hash.as_str()).collect();
    let mut found = HashSet::new();
    db.each_among("SELECT hash FROM mail_suppression WHERE hash {among}", &[], &keys, |row| {
        found.insert(row.get::<String>(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(hashes.into_iter().filter(|(hash, _)| found.contains(hash)).map(|(_, one)| one.to_owned()).collect())
}

/// Sends nothing to an address from now on; whether that is new. Without an event: whoever calls it appends one.
pub(super) fn put(tx: &mut Tx<'_>, fresh: [u8; 32], address: &str, reason: &str) -> Result<bool, Error> {
    let secret = keep_secret(tx, fresh)?;
    let (hash, now) = (hash_of(&secret, address), tx.now());
    let added = tx.execute(
        "INSERT INTO mail_suppression (hash, address, reason, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING",
        params![hash, address.trim(), reason, now],
    )?;
    Ok(added == 1)
}

/// Sends nothing to an address any more, because somebody says so. `fresh`: randomness for the secret, where none was needed yet.
pub fn suppress(tx: &mut Tx<'_>, fresh: [u8; 32], address: &str) -> Result<(), Error> {
    if put(tx, fresh, address, "hand")? {
        tx.append(&AddressSuppressed {})?;
    }
    Ok(())
}

/// Lets an address be written to again.
///
/// # Errors
/// [`Error::NotFound`] where it is not among those that are not written to.
pub fn release(tx: &mut Tx<'_>, hash: &str) -> Result<(), Error> {
    if tx.execute("DELETE FROM mail_suppression WHERE hash = $1", params![hash])? == 0 {
        return Err(Error::NotFound("the address".into()));
    }
    tx.append(&AddressReleased {})?;
    Ok(())
}

fn suppression(row: &Row) -> Result<Suppression, Error> {
    Ok(Suppression { hash: row.get(0)?, address: row.get(1)?, reason: row.get(2)?, since: row.instant(3)? })
}

/// Addresses that nothing is sent to, the latest first, after one of them.
pub fn list_suppressions(
    db: &mut Db<'_>,
    after: Option<(Instant, String)>,
    limit: usize,
) -> Result<Vec<Suppression>, Error> {
    let (at, hash) = after.unwrap_or((Instant::from_micros(i64::MAX), String::new()));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT hash, address, reason, created_at FROM mail_suppression \
               WHERE created_at < $1 OR (created_at = $1 AND hash < $2) ORDER BY created_at DESC, hash DESC LIMIT $3";
    db.query(sql, params![at, hash, limit])?.iter().map(suppression).collect()
}
