//! Rows of files about somebody who was erased: nothing of them is written, or the next file of the night would bring the name back.
//!
//! Keys of erased rows are kept hidden ([`HiddenKeys`]), so they are recognised and not read. Cost: nothing where nobody was ever
//! erased; otherwise one more look-up for each key of a chunk.

use std::collections::{BTreeMap, HashMap, HashSet};

use troth_store::import::{Batch, Outcome, StagedRow};
use troth_store::{Db, Error, HiddenKeys};

use super::qualified;
use super::rows::{References, key};
use crate::entity::{Entity, Target, account::Customer};
use crate::store::table::Table;

/// The rows that may be written, and of all rows whether they are among these.
pub(super) type Kept = (Vec<StagedRow>, Vec<bool>);

/// The rows that may be written; nothing where that is all of them.
pub(super) fn left_out<E: Entity>(
    db: &mut Db<'_>,
    batch: &Batch,
    rows: &[StagedRow],
) -> Result<Option<Kept>, Error> {
    let own = rows.iter().map(key::<E>).collect::<Result<Vec<_>, _>>()?;
    // A person without a customer is one, under the same key.
    let alone = own.iter().zip(rows).map(|(key, row)| {
        let is_customer = !E::before(std::slice::from_ref(row)).is_empty();
        is_customer.then_some(*key)
    });
    let alone: Vec<Option<&str>> = alone.collect();
    let own = own.into_iter().map(Some).collect();
    let mut keys = vec![(E::TABLE, own)];
    if alone.iter().any(Option::is_some) {
        keys.push((Customer::TABLE, alone));
    }
    which_stand(db, batch, rows, E::REFERENCES, keys)
}

/// The same for rows of which these keys, each of a table, and these references are known.
pub(super) fn which_stand(
    db: &mut Db<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    references: &References,
    own: Vec<(&Table, Vec<Option<&str>>)>,
) -> Result<Option<Kept>, Error> {
    let Some(hidden) = db.find_hidden_keys()? else { return Ok(None) };
    let mut stands = vec![true; rows.len()];
    let mut look = |db: &mut Db<'_>, table: &Table, keys: Vec<Option<&str>>| -> Result<(), Error> {
        let erased = find(db, &hidden, table, &batch.source, keys.iter().flatten().copied().collect())?;
        for (stands, key) in stands.iter_mut().zip(&keys) {
            *stands &= key.is_none_or(|key| !erased.contains(key));
        }
        Ok(())
    };
    for (table, keys) in own {
        look(db, table, keys)?;
    }
    for (field, target) in references {
        if matches!(target, Target::Account | Target::Contact) {
            look(db, target.table(), rows.iter().map(|row| row.text(*field)).collect())?;
        }
    }
    if stands.iter().all(|stands| *stands) {
        return Ok(None);
    }
    let kept = rows.iter().zip(&stands).filter(|(_, stands)| **stands).map(|(row, _)| row.clone()).collect();
    Ok(Some((kept, stands)))
}

/// What became of all rows, where this became of those that may be written: of the others nothing.
pub(super) fn with_left_out(outcomes: Vec<Outcome>, stands: &[bool]) -> Vec<Outcome> {
    let mut outcomes = outcomes.into_iter();
    let each = stands.iter().map(|stands| if *stands { outcomes.next() } else { None });
    each.map(|outcome| outcome.unwrap_or(Outcome::Same)).collect()
}

/// Those of these keys that are of erased rows of a table.
fn find<'k>(
    db: &mut Db<'_>,
    hidden: &HiddenKeys,
    table: &Table,
    source: &str,
    keys: Vec<&'k str>,
) -> Result<HashSet<&'k str>, Error> {
    let mut of: BTreeMap<String, HashMap<String, &str>> = BTreeMap::new();
    let mut ids = HashMap::new();
    for whole in keys {
        let (source, key) = qualified::split(source, whole);
        if source == qualified::OWN
            && let Some(id) = Target::of_table(table).and_then(|target| target.parse(&key))
        {
            ids.insert(id, whole);
        }
        of.entry(source.clone()).or_default().insert(hidden.hide(&source, &key), whole);
    }
    let mut erased = HashSet::new();
    for (source, keys) in &of {
        let wanted: Vec<&str> = keys.keys().map(String::as_str).collect();
        let found = table.find_keys(db, source, &wanted)?;
        erased.extend(found.keys().filter_map(|key| keys.get(key)));
    }
    let wanted: Vec<i64> = ids.keys().copied().collect();
    let sql = format!("SELECT id FROM {} WHERE erased_day IS NOT NULL AND id {{among}}", table.name);
    db.each_among(&sql, &[], &wanted, |row| {
        erased.extend(ids.get(&row.get(0)?));
        Ok::<_, Error>(())
    })?;
    Ok(erased)
}
