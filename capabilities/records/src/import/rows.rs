//! What every kind of import does alike: comparing rows with what is stored, applying them, and taking them back.

use std::collections::{HashMap, HashSet};

use troth_core::{BatchId, Id};
use troth_store::import::{Batch, ImportKind, Outcome, StagedRow};
use troth_store::{Db, Error, Row, Tx, Value, params};

use super::qualified;

use crate::duplicate::merge::together;
use crate::duplicate::store::{forget, is_merged_since};
use crate::entity::{
    Around, Draft, Entity, Target, account, contact::Person, contract::Agreement, interaction::Moment,
    purchase::Purchase, rate::DayRate, staff::Staff, team::Team,
};
use crate::model::fold;
use crate::store::lookup;
use crate::store::table::{Fresh, Table};

/// The kind of import that reads a thing.
pub(crate) const fn kind<E: Entity>() -> ImportKind {
    ImportKind {
        name: E::NAME,
        row: E::ROW,
        fields: E::FIELDS,
        order: order::<E>(),
        check: E::check,
        apply: apply::<E>,
        compare: compare::<E>,
        undo,
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
    let around = look_around::<E>(db, batch, rows)?;
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
    let around = enter_around::<E>(tx, batch, rows)?;
    let known = known::<E>(tx, batch, rows)?;
    let mut applied = Vec::with_capacity(rows.len());
    let (mut fresh, mut changed, mut merged) = (Vec::new(), HashMap::new(), Vec::new());
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
    note_range(tx, E::TABLE, batch.id, &fresh)?;
    E::TABLE.insert(tx, Some(batch.id), fresh)?;
    for (id, (before, after)) in changed {
        let content = serde_json::to_string(&before).map_err(|error| Error::Value(error.to_string()))?;
        tx.execute(
            "INSERT INTO import_before (batch_id, entity, entity_id, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            params![batch.id.raw(), E::TABLE.name, id, content],
        )?;
        E::TABLE.put(tx, id, &after)?;
    }
    Ok(applied)
}

/// Tables with very many rows, and the kinds of import that fill them. What an import entered into one is found by the range of
/// its ids, so that no index of such a table by import has to be written.
const RANGED: [(&str, &str); 2] = [(Purchase::TABLE.name, Purchase::NAME), (Moment::TABLE.name, Moment::NAME)];

/// Widens the range of what an import has entered by these rows.
fn note_range(tx: &mut Tx<'_>, table: &Table, batch: BatchId, fresh: &[Fresh]) -> Result<(), Error> {
    let ids = || fresh.iter().map(|row| row.id);
    let (true, Some(first), Some(last)) =
        (RANGED.iter().any(|(name, _)| *name == table.name), ids().min(), ids().max())
    else {
        return Ok(());
    };
    tx.execute(
        "UPDATE import_batch SET first_row = CASE WHEN first_row < $2 THEN first_row ELSE $2 END, \
         last_row = CASE WHEN last_row > $3 THEN last_row ELSE $3 END WHERE id = $1",
        params![batch.raw(), first, last],
    )?;
    Ok(())
}

/// Addresses and numbers of people who went into this one are kept, whatever a file says of it.
fn keep_kin(
    db: &mut Db<'_>,
    table: &Table,
    id: i64,
    before: &[Value],
    values: &mut [Value],
) -> Result<(), Error> {
    if table.name != "contact" || before == values {
        return Ok(());
    }
    let (Some(emails), Some(phones)) = (table.place("emails"), table.place("phones")) else { return Ok(()) };
    for row in
        db.query("SELECT emails, phones FROM contact WHERE merged_into = $1 ORDER BY id", params![id])?
    {
        for (place, kin) in [emails, phones].into_iter().zip(row.values()) {
            values[place] = together(&values[place], kin);
        }
    }
    Ok(())
}

/// What a file says anew of a record that went into another: the other, with the columns.
fn news(table: &Table, before: &[Value], after: &[Value]) -> Option<(i64, Vec<(usize, Value)>)> {
    let Value::Int(stays) = after[table.place("merged_into")?] else { return None };
    let own = ["account_id", "merged_into", "created_day", "kind"];
    let columns = table.columns.iter().enumerate().filter(|(_, (name, _))| !own.contains(name));
    let news = columns.filter(|(place, _)| before[*place] != after[*place]);
    Some((stays, news.map(|(place, _)| (place, after[place].clone())).collect()))
}

/// Writes what a file says anew of a record that went into another to the one that stays, too. What it said before was
/// chosen from when the two were merged, and is not chosen again.
fn pass_on(
    tx: &mut Tx<'_>,
    table: &'static Table,
    stays: i64,
    news: Vec<(usize, Value)>,
    changed: &mut HashMap<i64, (Vec<Value>, Vec<Value>)>,
) -> Result<(), Error> {
    let (before, mut after) = if let Some(both) = changed.remove(&stays) {
        both
    } else {
        let Some(row) = table.find(tx, stays)? else { return Ok(()) };
        let values = table.values(&row);
        (values.clone(), values)
    };
    for (place, value) in news {
        let lines = ["emails", "phones"].contains(&table.columns[place].0);
        after[place] = if lines { together(&after[place], &value) } else { value };
    }
    if before != after {
        changed.insert(stays, (before, after));
    }
    Ok(())
}

/// The key of a staged row, which checking has seen to.
fn key<E: Entity>(row: &StagedRow) -> Result<&str, Error> {
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

/// What rows name of one sort, each once, with the row that does so first.
fn named<E: Entity>(target: Target, rows: &[StagedRow]) -> Vec<(&str, &StagedRow)> {
    let fields = E::REFERENCES.iter().filter(|(_, named)| *named == target).map(|(field, _)| *field);
    let mut seen = HashSet::new();
    let all = fields.flat_map(|field| rows.iter().filter_map(move |row| Some((row.text(field)?, row))));
    all.filter(|(key, _)| seen.insert(*key)).collect()
}

const ORDER: [Target; 4] = [Target::Team, Target::Staff, Target::Account, Target::Contact];

/// The ids of all that rows name and that is there.
fn look_around<E: Entity>(db: &mut Db<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Around, Error> {
    let today = troth_core::Day::from_number(0);
    let (zone, currency, people) = (batch.zone.clone(), batch.currency, batch.people);
    let mut around = Around { zone, currency, people, today, ids: HashMap::new() };
    for target in ORDER {
        let keys: Vec<&str> = named::<E>(target, rows).into_iter().map(|(key, _)| key).collect();
        let found = find(db, target, &batch.source, &keys)?;
        around.ids.extend(found.into_iter().map(|(key, id)| ((target, key), id)));
    }
    let before = E::before(rows);
    let keys: Vec<&str> = before.iter().filter_map(|row| row.text(account::KEY)).collect();
    let found = find(db, Target::Account, &batch.source, &keys)?;
    around.ids.extend(found.into_iter().map(|(key, id)| ((Target::Account, key), id)));
    Ok(around)
}

/// The same; what is only named yet is entered under its key.
fn enter_around<E: Entity>(tx: &mut Tx<'_>, batch: &Batch, rows: &[StagedRow]) -> Result<Around, Error> {
    let before = E::before(rows);
    if !before.is_empty() {
        apply::<account::Customer>(tx, batch, &before)?;
    }
    let mut around = look_around::<E>(tx, batch, rows)?;
    around.today = batch.zone.day_of(tx.now());
    for target in ORDER {
        let unknown: Vec<_> = named::<E>(target, rows)
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
                    let customer = E::REFERENCES.iter().find(|(_, named)| *named == Target::Account);
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

/// Tables in the order in which a batch is taken back: what names others first.
const TABLES: [&Table; 8] = [
    DayRate::TABLE,
    Purchase::TABLE,
    Moment::TABLE,
    Agreement::TABLE,
    Person::TABLE,
    account::Customer::TABLE,
    Staff::TABLE,
    Team::TABLE,
];

/// Rows that point at one of a table, by column.
fn pointed_at(table: &Table) -> &'static [(&'static str, &'static str)] {
    match table.name {
        "contact" => &[
            ("interaction", "contact_id"),
            ("note", "contact_id"),
            ("consent", "contact_id"),
            ("contact", "merged_into"),
        ],
        "account" => &[
            ("purchase", "account_id"),
            ("contact", "account_id"),
            ("contract", "account_id"),
            ("interaction", "account_id"),
            ("note", "account_id"),
            ("account", "merged_into"),
        ],
        "staff" => &[("account", "owner_id"), ("interaction", "staff_id")],
        "team" => &[("account", "team_id"), ("staff", "team_id")],
        _ => &[],
    }
}

/// A later import, still standing, that changed rows which this one entered or changed.
fn changed_by(db: &mut Db<'_>, batch: BatchId) -> Result<Option<BatchId>, Error> {
    let mut latest: Option<BatchId> = None;
    for table in TABLES {
        let name = table.name;
        let sql = format!(
            "SELECT later.batch_id FROM import_before later JOIN import_batch ON import_batch.id = later.batch_id \
             WHERE later.batch_id > $1 AND later.entity = $2 AND import_batch.state <> 'undone' AND ( \
             EXISTS (SELECT 1 FROM {name} WHERE {name}.id = later.entity_id AND {name}.batch_id = $1) OR \
             EXISTS (SELECT 1 FROM import_before mine WHERE mine.batch_id = $1 AND mine.entity = later.entity \
             AND mine.entity_id = later.entity_id)) ORDER BY later.batch_id DESC LIMIT 1"
        );
        let row = db.query_opt(&sql, params![batch.raw(), name])?;
        let found: Option<BatchId> = row.map(|row| row.id(0)).transpose()?;
        latest = latest.max(found);
    }
    Ok(latest)
}

/// Takes back changes first, then rows, then those they named that nothing else holds on to; those among them that an
/// import undone before had to leave, too.
fn undo(tx: &mut Tx<'_>, batch: BatchId, limit: usize) -> Result<u64, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let before = tx.query(
        "SELECT entity, entity_id, content FROM import_before WHERE batch_id = $1 LIMIT $2",
        params![batch.raw(), limit],
    )?;
    for row in &before {
        let (entity, id) = (row.text(0)?, row.get::<i64>(1)?);
        let mut values: Vec<Value> =
            serde_json::from_str(row.text(2)?).map_err(|error| Error::Decode(error.to_string()))?;
        let table = TABLES.into_iter().find(|table| table.name == entity);
        let table = table.ok_or_else(|| Error::Decode(format!("nothing is called `{entity}`")))?;
        // Somebody who merged the record since has chosen what it says.
        if !is_merged_since(tx, table.name, id, batch.raw())? {
            if let (Some(place), Some(now)) = (table.place("merged_into"), table.find(tx, id)?) {
                values[place] = table.values(&now)[place].clone();
            }
            table.put(tx, id, &values)?;
        }
        tx.execute(
            "DELETE FROM import_before WHERE batch_id = $1 AND entity = $2 AND entity_id = $3",
            params![batch.raw(), entity, id],
        )?;
    }
    if !before.is_empty() {
        return Ok(before.len() as u64);
    }
    for table in TABLES {
        let ranged = RANGED.iter().find(|(name, _)| *name == table.name);
        let gone = match ranged {
            Some((_, kind)) => drop_range(tx, table, kind, batch, limit)?,
            None => drop_rows(tx, table, batch, limit)?,
        };
        if gone > 0 {
            return Ok(gone);
        }
    }
    Ok(0)
}

/// Deletes up to `limit` rows from the beginning of the range of a batch; nothing else holds on to them. Cost: the rows, and what
/// others entered at the same time.
fn drop_range(tx: &mut Tx<'_>, table: &Table, kind: &str, batch: BatchId, limit: i64) -> Result<u64, Error> {
    let name = table.name;
    let sql = "SELECT first_row, last_row FROM import_batch WHERE id = $1 AND kind = $2 AND first_row IS NOT NULL";
    let Some(range) = tx.query_opt(sql, params![batch.raw(), kind])? else { return Ok(0) };
    let (first, last): (i64, i64) = (range.get(0)?, range.get(1)?);
    let next = tx.query_one(
        &format!(
            "SELECT MAX(id) FROM (SELECT id FROM {name} WHERE id >= $1 AND id <= $2 AND batch_id = $3 ORDER BY id LIMIT $4) \
             some_of_them"
        ),
        params![first, last, batch.raw(), limit],
    )?;
    let Some(until) = next.get::<Option<i64>>(0)? else { return Ok(0) };
    let range = params![first, until, batch.raw()];
    if table.apart {
        let sql = format!(
            "DELETE FROM {name}_text WHERE id IN (SELECT {name}.id FROM {name} WHERE {name}.id >= $1 AND {name}.id <= $2 \
             AND {name}.batch_id = $3)"
        );
        tx.execute(&sql, range)?;
    }
    let sql = format!("DELETE FROM {name} WHERE id >= $1 AND id <= $2 AND batch_id = $3");
    let gone = tx.execute(&sql, range)?;
    tx.execute("UPDATE import_batch SET first_row = $2 WHERE id = $1", params![batch.raw(), until])?;
    Ok(gone)
}

/// Deletes up to `limit` rows of a batch that nothing else holds on to.
fn drop_rows(tx: &mut Tx<'_>, table: &Table, batch: BatchId, limit: i64) -> Result<u64, Error> {
    let name = table.name;
    let held = pointed_at(table).iter().fold(String::new(), |sql, (by, column)| {
        format!("{sql} AND NOT EXISTS (SELECT 1 FROM {by} held WHERE held.{column} = {name}.id)")
    });
    let of = if held.is_empty() {
        "batch_id = $1".to_owned()
    } else {
        "(batch_id = $1 OR batch_id IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state = 'undone'))"
            .to_owned()
    };
    // A record that went into another is held by whoever merged the two.
    let merged = table.place("merged_into").map_or("", |_| " AND merged_into IS NULL");
    let sql = format!("SELECT {name}.id FROM {name} WHERE batch_id <> 0 AND {of}{held}{merged} LIMIT $2");
    let gone = tx.query(&sql, params![batch.raw(), limit])?;
    let gone = gone.iter().map(|row| row.get(0)).collect::<Result<Vec<i64>, _>>()?;
    forget(tx, table, &gone)?;
    lookup::leave_all(tx, table, &gone)?;
    if table.apart {
        tx.execute_among(&format!("DELETE FROM {name}_text WHERE id {{among}}"), &[], &gone)?;
    }
    tx.execute_among(&format!("DELETE FROM {name} WHERE id {{among}}"), &[], &gone)
}
