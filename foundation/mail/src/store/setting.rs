//! The server, the policy, the secret, and what is wrong with the way out.

use serde::{Deserialize, Serialize};
use troth_core::{Instant, SettingChanged};
use troth_store::{Db, Error, Tx};

use crate::policy::Policy;
use crate::server::Server;

const SERVER: &str = "mail.server";
const POLICY: &str = "mail.policy";
const SECRET: &str = "mail.secret";
const TROUBLE: &str = "mail.trouble";

fn read<T: for<'de> Deserialize<'de>>(db: &mut Db<'_>, key: &str) -> Result<Option<T>, Error> {
    let Some(text) = db.find_setting(key)?.filter(|text| !text.is_empty()) else { return Ok(None) };
    let damaged = |error| Error::Decode(format!("the setting {key} is damaged: {error}"));
    serde_json::from_str(&text).map(Some).map_err(damaged)
}

fn write<T: Serialize>(tx: &mut Tx<'_>, key: &str, value: &T) -> Result<(), Error> {
    let text = serde_json::to_string(value).map_err(|error| Error::Value(error.to_string()))?;
    tx.set_setting(key, &text)
}

/// The server that takes our messages, once somebody has named it.
pub fn find_server(db: &mut Db<'_>) -> Result<Option<Server>, Error> {
    read(db, SERVER)
}

/// Names the server; what was wrong with the one before is forgotten.
pub fn put_server(tx: &mut Tx<'_>, server: &Server) -> Result<(), Error> {
    write(tx, SERVER, server)?;
    clear_trouble(tx)?;
    tx.append(&SettingChanged { key: SERVER.to_owned() })?;
    Ok(())
}

/// When and how often people may be written to.
pub fn get_policy(db: &mut Db<'_>) -> Result<Policy, Error> {
    Ok(read(db, POLICY)?.unwrap_or_default())
}

/// Changes when and how often people may be written to.
pub fn put_policy(tx: &mut Tx<'_>, policy: &Policy) -> Result<(), Error> {
    write(tx, POLICY, policy)?;
    tx.append(&SettingChanged { key: POLICY.to_owned() })?;
    Ok(())
}

/// Why nothing gets out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Since when, by the wall.
    pub since: Instant,
    /// What was said.
    pub said: String,
}

/// Why nothing gets out; nothing while it does.
pub fn find_trouble(db: &mut Db<'_>) -> Result<Option<Trouble>, Error> {
    read(db, TROUBLE)
}

/// Notes why nothing gets out; since when stays as it was.
pub(crate) fn put_trouble(tx: &mut Tx<'_>, said: &str) -> Result<(), Error> {
    let since = find_trouble(tx)?.map_or_else(|| tx.wall(), |trouble| trouble.since);
    write(tx, TROUBLE, &Trouble { since, said: said.to_owned() })
}

/// Something got out.
pub(crate) fn clear_trouble(tx: &mut Tx<'_>) -> Result<(), Error> {
    if find_trouble(tx)?.is_some() {
        tx.set_setting(TROUBLE, "")?;
    }
    Ok(())
}

fn bytes_of(text: &str) -> Vec<u8> {
    let two = |two: &[u8]| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok();
    text.as_bytes().chunks(2).filter_map(two).collect()
}

/// The secret that links and hashes of addresses are made with; nothing where none was needed yet.
pub(crate) fn find_secret(db: &mut Db<'_>) -> Result<Option<Vec<u8>>, Error> {
    Ok(db.find_setting(SECRET)?.map(|text| bytes_of(&text)))
}

/// The same, or this the first time.
pub(crate) fn keep_secret(tx: &mut Tx<'_>, fresh: [u8; 32]) -> Result<Vec<u8>, Error> {
    if let Some(secret) = find_secret(tx)? {
        return Ok(secret);
    }
    let text = fresh.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    tx.set_setting(SECRET, &text)?;
    Ok(fresh.to_vec())
}
