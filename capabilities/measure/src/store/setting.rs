//! What only the business knows, in the database.

use troth_core::Day;
use troth_store::{Db, Tx};

use crate::Error;
use crate::model::{DISCOUNT, Settings};

/// Discount a year, a share.
const RATE: &str = "measure.discount";
/// The day from which on contracts that ended are written down.
const SINCE: &str = "measure.contracts_since";

/// The segments with models of their own, by id with commas between.
const SEGMENTS: &str = "measure.segments";

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
    let segments = db.find_setting(SEGMENTS)?.unwrap_or_default();
    let segments = segments.split(',').filter(|id| !id.is_empty()).map(|id| {
        id.parse().map_err(|_| Error::Setting(SEGMENTS, format!("`{id}` is no segment such as seg_…")))
    });
    Ok(Settings { discount, contracts_since, segments: segments.collect::<Result<_, _>>()? })
}

/// Keeps them; the keys of those that are new.
pub(crate) fn put(tx: &mut Tx<'_>, settings: &Settings) -> Result<Vec<&'static str>, Error> {
    let since = settings.contracts_since.map_or_else(String::new, |day| day.to_string());
    let segments: Vec<String> = settings.segments.iter().map(ToString::to_string).collect();
    let mut changed = Vec::new();
    for (key, value) in
        [(RATE, settings.discount.to_string()), (SINCE, since), (SEGMENTS, segments.join(","))]
    {
        if tx.find_setting(key)?.unwrap_or_default() != value {
            tx.set_setting(key, &value)?;
            changed.push(key);
        }
    }
    Ok(changed)
}
