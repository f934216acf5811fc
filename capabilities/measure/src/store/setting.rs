//! What only the business knows, in the database.

use troth_core::Day;
use troth_store::{Db, Tx};

use crate::Error;
use crate::model::{DISCOUNT, Settings};

/// Discount a year, a share.
const RATE: &str = "measure.discount";
/// The day from which on contracts that ended are written down.
const SINCE: &str = "measure.contracts_since";

/// As they are set, or as they are where nobody has.
pub(crate) fn get(db: &mut Db<'_>) -> Result<Settings, Error> {
    let discount = match db.find_setting(RATE)? {
        Some(text) => text
            .parse()
            .ok()
            .filter(|rate| (0.0..1.0).contains(rate))
            .ok_or_else(|| Error::Setting(RATE, format!("`{text}` is no share of a year such as 0.1")))?,
        None => DISCOUNT,
    };
    let contracts_since = match db.find_setting(SINCE)?.filter(|text| !text.is_empty()) {
        Some(text) => Some(
            Day::parse(&text, "%Y-%m-%d")
                .map_err(|_| Error::Setting(SINCE, format!("`{text}` is no day such as 2020-01-31")))?,
        ),
        None => None,
    };
    Ok(Settings { discount, contracts_since })
}

/// Keeps them; the keys of those that are new.
pub(crate) fn put(tx: &mut Tx<'_>, settings: &Settings) -> Result<Vec<&'static str>, Error> {
    let since = settings.contracts_since.map_or_else(String::new, |day| day.to_string());
    let mut changed = Vec::new();
    for (key, value) in [(RATE, settings.discount.to_string()), (SINCE, since)] {
        if tx.find_setting(key)?.unwrap_or_default() != value {
            tx.set_setting(key, &value)?;
            changed.push(key);
        }
    }
    Ok(changed)
}
