//! What every kind of import does alike: comparing rows with what is stored, and applying them.

use std::collections::{BTreeSet, HashMap, HashSet};

use troth_core::Id;
use troth_store::import::{Batch, ImportKind, Outcome, StagedRow};
use troth_store::{Db, Error, Row, Tx, Value, params};

use super::erased::{left_out, with_left_out};
use super::merged::{go_into, keep_kin, news, pass_on};
use super::qualified;
use super::take_back::{changed_by, is_ranged, note_range, take_back};
use crate::entity::{Around, Draft, Entity, MERGED_INTO, Target, account};
use crate::model::fold;
use crate::store::latest;
use crate::store::table::Fresh;

/// The kind of import that reads a thing.
pub(crate) const fn kind<E: Entity>() -> ImportKind {
    ImportKind {
        name: E::NAME,
        row: E::ROW,
        fields: E::FIELDS,
        order: order::<E>(),
        check: E::check,
        judge: None,
        wide: None,
        apply: apply::<E>,
        compare: compare::<E>,
        undo: take_back,
        changed_by,
    }
}

/// Rows go in by customer where they have one, by their first field otherwise.
const fn order<E: Entity>() -> usize {
    let mut at = 0;
    while at < E::REFERENCES.len() {
        if let (place, Target::Account) = E::REFERENCES[at] {
            return place;
        }
        at += 1;
    }
    0
}

/// What applying these rows would do.
fn compare<E: Entity>(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Vec<Outcome>, Error> {
    if let Some((kept, stands)) = left_out::<E>(db, batch, rows)? {
        return Ok(with_left_out(compare_all::<E>(db, batch, &kept)?, &stands));
    }
    compare_all::<E>(db, batch, rows)
}

fn compare_all<E: Entity>(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Vec<Outcome>, Error> {
    let around = look_around(db, batch, rows, E::REFERENCES, &E::before(rows))?;
    let known = known::<E>(db, batch, rows)?;
    let would = rows.iter().map(|row| {
        let Some((id, before)) = known.get(key::<E>(row)?) else { return Ok(Outcome::New) };
        let mut draft = Draft::of(E::TABLE, before.clone());
        E::fill(&mut draft, row, &around)?;
        keep_kin(db, E::TABLE, *id, before, &mut draft.values)?;
        Ok(if draft.values == *before { Outcome::Same } else { Outcome::Changed })
    });
    would.collect()
}

/// Enters rows that are not there, and writes those that differ; how those were before is kept with the batch.
fn apply<E: Entity>(tx: &mut Tx<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Vec<Outcome>, Error> {
    if let Some((kept, stands)) = left_out::<E>(tx, batch, rows)? {
        return Ok(with_left_out(apply_all::<E>(tx, batch, &kept)?, &stands));
    }
    apply_all::<E>(tx, batch, rows)
}

fn apply_all<E: Entity>(tx: &mut Tx<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Vec<Outcome>, Error> {
    let around = enter_around(tx, batch, rows, E::REFERENCES, &E::before(rows))?;
    if may_be_new::<E>(tx, batch, rows)? && enter_new::<E>(tx, batch, rows, &around)? {
        return Ok(vec![Outcome::New; rows.len()]);
    }
    let known = known::<E>(tx, batch, rows)?;
    let mut applied = Vec::with_capacity(rows.len());
    let (mut fresh, mut changed, mut merged) = (Vec::new(), HashMap::new(), Vec::new());
    let into = E::FIELDS.iter().position(|field| field.name == MERGED_INTO);
    let mut goes = Vec::new();
    for row in rows {
        let key = key::<E>(row)?;
        let before = known.get(key);
        let mut draft =
            before.map_or_else(|| Draft::new(E::TABLE), |(_, values)| Draft::of(E::TABLE, values.clone()));
        E::fill(&mut draft, row, &around)?;
        if let Some((id, before)) = before {
            keep_kin(tx, E::TABLE, *id, before, &mut draft.values)?;
        }
        match before {
            None => {
                applied.push(Outcome::New);
                let id = tx.new_id::<E::Id>().raw();
                goes.extend(into.and_then(|into| row.text(into)).map(|stays| (id, stays)));
                fresh.push(Fresh {
                    id,
                    key: Some(qualified::split(&batch.source, key)),
                    values: draft.values,
                });
            }
            Some((_, values)) if *values == draft.values => applied.push(Outcome::Same),
            Some((id, values)) => {
                applied.push(Outcome::Changed);
                merged.extend(news(E::TABLE, values, &draft.values));
                changed.insert(*id, (values.clone(), draft.values));
            }
        }
    }
    for (stays, news) in merged {
        pass_on(tx, E::TABLE, stays, news, &mut changed)?;
    }
    note_range(
        tx,
        E::TABLE,
        batch.id,
        fresh.first().zip(fresh.last()).map(|(first, last)| (first.id, last.id)),
    )?;
    let mut buyers = BTreeSet::new();
    latest::buyers(E::TABLE, fresh.iter().map(|row| &*row.values), &mut buyers);
    E::TABLE.insert(tx, Some(batch.id), fresh)?;
    if let Some(target) = Target::of_table(E::TABLE).filter(|_| !goes.is_empty()) {
        let keys: Vec<&str> = goes.iter().map(|(_, stays)| *stays).collect();
        let stays = find(tx, target, &batch.source, &keys)?;
        go_into(tx, E::TABLE, goes.iter().filter_map(|(id, key)| Some((*id, *stays.get(*key)?))))?;
    }
    for (id, (before, after)) in changed {
        let content = serde_json::to_string(&before).map_err(|error| Error::Value(error.to_string()))?;
        tx.execute(
            "INSERT INTO import_before (batch_id, entity, entity_id, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            params![batch.id.raw(), E::TABLE.name, id, content],
        )?;
        E::TABLE.put(tx, id, &after)?;
        latest::buyers(E::TABLE, [&*before, &*after], &mut buyers);
    }
    note_buyers(tx, batch, &buyers)?;
    Ok(applied)
}

/// Of so many rows one is looked up, to find out whether a file is read for the first time.
const PROBE: usize = 50;

/// Whether rows seem to be new: none of a few of them is there. Only in tables that have very many and that nothing is looked up
/// in, and not in a file of Troth's own, whose keys may be ids.
fn may_be_new<E: Entity>(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<bool, Error> {
    if !is_ranged(E::TABLE) || batch.source == qualified::OWN || rows.len() < PROBE {
        return Ok(false);
    }
    let few: Vec<StagedRow> = rows.iter().step_by(PROBE).cloned().collect();
    Ok(known::<E>(db, batch, &few)?.is_empty())
}

/// Enters rows that seem to be new, without looking each up before; none where one is there after all.
fn enter_new<E: Entity>(
    tx: &mut Tx<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    around: &Around,
) -> Result<bool, Error> {
    let mut fresh = Vec::with_capacity(rows.len());
    for row in rows {
        let mut draft = Draft::new(E::TABLE);
        E::fill(&mut draft, row, around)?;
        let key = Some((batch.source.clone(), key::<E>(row)?.to_owned()));
        fresh.push(Fresh { id: tx.new_id::<E::Id>().raw(), key, values: draft.values });
    }
    let mut buyers = BTreeSet::new();
    latest::buyers(E::TABLE, fresh.iter().map(|row| &*row.values), &mut buyers);
    let range = fresh.first().zip(fresh.last()).map(|(first, last)| (first.id, last.id));
    let entered = E::TABLE.insert_new(tx, batch.id, fresh)?;
    if entered {
        note_range(tx, E::TABLE, batch.id, range)?;
        note_buyers(tx, batch, &buyers)?;
    }
    Ok(entered)
}

/// Has it found when these customers last bought: now, or when the last row of many is there.
fn note_buyers(tx: &mut Tx<'_>, batch: &Batch, buyers: &BTreeSet<i64>) -> Result<(), Error> {
    if batch.in_pieces { latest::mark(tx, buyers) } else { latest::refresh(tx, buyers) }
}

/// The key of a staged row, which checking has seen to.
pub(super) fn key<E: Entity>(row: &StagedRow) -> Result<&str, Error> {
    let place = E::FIELDS.iter().position(|field| field.name == "key");
    place.and_then(|place| row.text(place)).ok_or_else(|| crate::entity::missing(row))
}

/// The rows that are there already, by key.
fn known<E: Entity>(
    db: &mut Db<'_>,
    batch: &Batch,
    rows: &[StagedRow],
) -> Result<HashMap<String, (i64, Vec<Value>)>, Error> {
    let keys = rows.iter().map(key::<E>).collect::<Result<Vec<_>, _>>()?;
    let by_id = |db: &mut Db<'_>, id: &str| {
        let Ok(id) = id.parse::<E::Id>() else { return Ok(None) };
        let row = E::TABLE.find(db, id.raw())?.filter(is_nobodys);
        Ok(row.map(|row| (id.raw(), E::TABLE.values(&row))))
    };
    qualified::find(db, &batch.source, &keys, |db, source, keys| E::TABLE.known(db, source, keys), by_id)
}

/// Whether a row has no key of any outside system.
fn is_nobodys(row: &Row) -> bool {
    matches!(row.values().get(1), Some(Value::Null(_)))
}

/// Fields that name another thing, as an entity has them.
pub(super) type References = [(usize, Target)];

/// What rows name of one sort, each once, with the row that does so first.
fn named<'r>(
    references: &References,
    target: Target,
    rows: &'r [StagedRow],
) -> Vec<(&'r str, &'r StagedRow)> {
    let fields = references.iter().filter(|(_, named)| *named == target).map(|(field, _)| *field);
    let mut seen = HashSet::new();
    let all = fields.flat_map(|field| rows.iter().filter_map(move |row| Some((row.text(field)?, row))));
    all.filter(|(key, _)| seen.insert(*key)).collect()
}

const ORDER: [Target; 4] = [Target::Team, Target::Staff, Target::Account, Target::Contact];

/// The ids of all that rows name and that is there.
pub(super) fn look_around(
    db: &mut Db<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    references: &References,
    before: &[StagedRow],
) -> Result<Around, Error> {
    let today = troth_core::Day::from_number(0);
    let (zone, currency, people) = (batch.zone.clone(), batch.currency, batch.people);
    let mut around = Around { zone, currency, people, today, ids: HashMap::new() };
    for target in ORDER {
        let keys: Vec<&str> = named(references, target, rows).into_iter().map(|(key, _)| key).collect();
        let found = find(db, target, &batch.source, &keys)?;
        around.ids.extend(found.into_iter().map(|(key, id)| ((target, key), id)));
    }
    let keys: Vec<&str> = before.iter().filter_map(|row| row.text(account::KEY)).collect();
    let found = find(db, Target::Account, &batch.source, &keys)?;
    around.ids.extend(found.into_iter().map(|(key, id)| ((Target::Account, key), id)));
    Ok(around)
}

/// The same; what is only named yet is entered under its key.
pub(super) fn enter_around(
    tx: &mut Tx<'_>,
    batch: &Batch,
    rows: &[StagedRow],
    references: &References,
    before: &[StagedRow],
) -> Result<Around, Error> {
    if !before.is_empty() {
        apply::<account::Customer>(tx, batch, before)?;
    }
    let mut around = look_around(tx, batch, rows, references, before)?;
    around.today = batch.zone.day_of(tx.now());
    for target in ORDER {
        let unknown: Vec<_> = named(references, target, rows)
            .into_iter()
            .filter(|(key, _)| !around.ids.contains_key(&(target, (*key).to_owned())))
            .collect();
        if unknown.is_empty() {
            continue;
        }
        let drafts = unknown.iter().map(|(key, row)| {
            let mut draft = Draft::new(target.table());
            match target {
                Target::Account => {
                    account::Customer::fill(
                        &mut draft,
                        &account::only_named(
                            key,
                            Some(&qualified::split(&batch.source, key).1),
                            None,
                            row.line,
                        ),
                        &around,
                    )?;
                }
                Target::Staff | Target::Team | Target::Contact => {
                    let (_, name) = qualified::split(&batch.source, key);
                    draft.put("name_key", fold(&name));
                    draft.put("name", name);
                    draft.put("created_day", around.today);
                    let customer = references.iter().find(|(_, named)| *named == Target::Account);
                    draft.take(
                        "account_id",
                        customer.and_then(|(field, _)| around.named(Target::Account, row, *field)),
                    );
                }
            }
            Ok::<_, Error>(draft.values)
        });
        let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
        let mut fresh = Vec::new();
        let mut ids = Vec::new();
        for ((key, _), values) in unknown.iter().zip(drafts) {
            let id = target.new_id(tx);
            ids.push(((target, (*key).to_owned()), id));
            fresh.push(Fresh { id, key: Some(qualified::split(&batch.source, key)), values });
        }
        target.table().insert(tx, Some(batch.id), fresh)?;
        around.ids.extend(ids);
    }
    Ok(around)
}

/// By key; staff and teams, which files name as people do, by e-mail or name too where only one is called so.
fn find(db: &mut Db<'_>, target: Target, source: &str, keys: &[&str]) -> Result<HashMap<String, i64>, Error> {
    let table = target.table();
    let by_id = |db: &mut Db<'_>, id: &str| {
        let Some(id) = target.parse(id) else { return Ok(None) };
        Ok(table.find(db, id)?.filter(is_nobodys).map(|_| id))
    };
    let by_key = |db: &mut Db<'_>, source: &str, keys: &[&str]| table.find_keys(db, source, keys);
    let mut found = qualified::find(db, source, keys, by_key, by_id)?;
    if matches!(target, Target::Account | Target::Contact) {
        return Ok(found);
    }
    for key in keys {
        if found.contains_key(*key) {
            continue;
        }
        let other = match target {
            Target::Staff if key.contains('@') => table.find_only(db, "email", &key.to_lowercase())?,
            _ => table.find_only(db, "name_key", &fold(key))?,
        };
        found.extend(other.map(|id| ((*key).to_owned(), id)));
    }
    Ok(found)
}
