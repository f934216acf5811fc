//! What those who did something are called.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use troth_store::{Db, Entry, Error, params};

/// Names by kind and number of an actor.
pub(super) type Names = BTreeMap<(String, i64), String>;

/// The names of the actors of a page: each looked up once, by its key.
pub(super) fn names(db: &mut Db<'_>, entries: &[Entry]) -> Result<Names, Error> {
    let mut names = Names::new();
    for entry in entries {
        let key = (entry.actor_kind.clone(), entry.actor_id);
        let sql = match entry.actor_kind.as_str() {
            "user" => "SELECT name FROM web_user WHERE id = $1",
            "token" => "SELECT name FROM web_api_token WHERE id = $1",
            _ => continue,
        };
        if let Slot::Vacant(slot) = names.entry(key) {
            let found = db.query_opt(sql, params![entry.actor_id])?;
            slot.insert(found.map_or(Ok(String::new()), |row| row.get(0))?);
        }
    }
    Ok(names)
}
