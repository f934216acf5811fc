//! Keys that tell whose they are: in a file that Troth wrote itself, things of several outside systems stand beside each
//! other. `shop:42` is the key `42` of the source `shop`; a key without a colon is one that Troth gave by itself, the id
//! of what somebody entered by hand.

use std::collections::{BTreeMap, HashMap};

use troth_store::{Db, Error};

/// The source that a file of Troth's own is imported with.
pub(crate) const OWN: &str = "troth-export";

/// The key of a thing as such a file has it.
pub(crate) fn join(source: Option<&str>, key: Option<&str>, id: &str) -> String {
    match (source, key) {
        (Some(OWN), Some(key)) => key.to_owned(),
        (Some(source), Some(key)) => format!("{}:{key}", source.replace('%', "%25").replace(':', "%3A")),
        _ => id.to_owned(),
    }
}

/// Source and key of a thing that a file of this source names.
pub(crate) fn split(source: &str, key: &str) -> (String, String) {
    // Blanks around a value are never kept.
    match key.split_once(':').map(|(of, key)| (of.trim(), key.trim())) {
        Some((of, key)) if source == OWN && !of.is_empty() && !key.is_empty() => {
            (of.replace("%3A", ":").replace("%25", "%"), key.to_owned())
        }
        _ => (source.to_owned(), key.to_owned()),
    }
}

/// What is found under the keys of a file: by source and key; in a file of Troth's own, what nobody's key finds by its
/// id too, so that such a file can be mended and read again.
pub(super) fn find<T>(
    db: &mut Db<'_>,
    source: &str,
    keys: &[&str],
    by_key: impl Fn(&mut Db<'_>, &str, &[&str]) -> Result<HashMap<String, T>, Error>,
    by_id: impl Fn(&mut Db<'_>, &str) -> Result<Option<T>, Error>,
) -> Result<HashMap<String, T>, Error> {
    if source != OWN {
        return by_key(db, source, keys);
    }
    let mut of: BTreeMap<String, Vec<(String, &str)>> = BTreeMap::new();
    for whole in keys {
        let (source, key) = split(source, whole);
        of.entry(source).or_default().push((key, whole));
    }
    let mut all = HashMap::with_capacity(keys.len());
    for (source, keys) in of {
        let plain: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let mut found = by_key(db, &source, &plain)?;
        for (key, whole) in &keys {
            let one = match found.remove(key) {
                None if source == OWN => by_id(db, key)?,
                found => found,
            };
            all.extend(one.map(|one| ((*whole).to_owned(), one)));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_back_to_its_source() {
        for (source, key) in [("shop", "42"), ("a:b%3A", "x:y"), ("%", ":"), (OWN, "acc_1")] {
            let whole = join(Some(source), Some(key), "id");
            assert_eq!(split(OWN, &whole), (source.to_owned(), key.to_owned()), "{whole}");
        }
        assert_eq!(join(None, None, "acc_1"), "acc_1");
        assert_eq!(split("till", "a:b"), ("till".into(), "a:b".into()), "only in files of our own");
    }
}
