//! Two records become one, and two again.

use std::collections::BTreeMap;

use troth_core::{
    AccountId, ConsentId, ContactId, CustomersMerged, DuplicateId, EventId, Id, MergeUndone, Message,
    PeopleMerged, Subject,
};
use troth_store::{Db, Store, Tx, Value};
use troth_web::Error;

use super::model::{Joined, Kind, Merged, Overwritten, Pair, State, Which, proposed};
use super::store;
use crate::entity::{ByHand, Entity, account::Customer, contact::Person};
use crate::model::{Account, AccountKind, Contact};
use crate::store::latest;
use crate::store::table::Table;
use crate::verbs::By;

/// A field in which two records can differ, with its column in each table that has it.
struct Field {
    name: &'static str,
    account: Option<&'static str>,
    contact: Option<&'static str>,
}

const FIELDS: [Field; 9] = [
    Field { name: "name", account: Some("name"), contact: Some("name") },
    Field { name: "kind", account: Some("kind"), contact: None },
    Field { name: "team", account: Some("team_id"), contact: None },
    Field { name: "owner", account: Some("owner_id"), contact: None },
    Field { name: "structure", account: Some("structure"), contact: None },
    Field { name: "title", account: None, contact: Some("title") },
    Field { name: "level", account: None, contact: Some("level") },
    Field { name: "role", account: None, contact: Some("buying_role") },
    Field { name: "language", account: None, contact: Some("language") },
];

/// The fields that can be chosen.
pub(super) fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.name)
}

/// Key of the text that names a field, or a column that is no field.
pub(super) fn text_of(field: &str) -> String {
    let known = FIELDS.iter().find(|one| one.name == field);
    match (known, field) {
        (Some(Field { account: Some(_), .. }), _) => format!("records-field-accounts-{field}"),
        (Some(_), _) => format!("records-field-contacts-{field}"),
        (None, "emails") => "records-field-contacts-email".to_owned(),
        (None, "phones") => "records-field-contacts-phone".to_owned(),
        (None, _) => "records-created".to_owned(),
    }
}

/// One of the two, as it stands.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// The customer; where the pair is one of people, the one at which the person is.
    pub(super) account: Account,
    /// The person: of two people each, of two customers who are people the person that each is.
    pub(super) contact: Option<Contact>,
    /// Columns by table.
    rows: Vec<(&'static Table, i64, Vec<Value>)>,
}

impl Side {
    fn row(&self, table: &str) -> Option<&(&'static Table, i64, Vec<Value>)> {
        self.rows.iter().find(|(one, _, _)| one.name == table)
    }

    fn value(&self, field: &Field) -> Option<&Value> {
        let of = |table: &str, column: Option<&'static str>| {
            let (table, _, values) = self.row(table)?;
            table.place(column?).map(|place| &values[place])
        };
        of("contact", field.contact).or_else(|| of("account", field.account))
    }

    /// What a field says; nothing where it is empty, or where the name is only the key in an outside system.
    fn said(&self, field: &Field) -> Option<String> {
        match self.value(field)? {
            Value::Text(text) => {
                let keys = [
                    self.account.external_key.as_deref(),
                    self.contact.as_ref().and_then(|contact| contact.external_key.as_deref()),
                ];
                (field.name != "name" || !keys.contains(&Some(text))).then(|| text.clone())
            }
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// A field in which the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) field: &'static str,
    pub(super) proposed: Which,
}

/// What merging a pair would do.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) one: Side,
    pub(super) other: Side,
    pub(super) differences: Vec<Difference>,
}

fn load(
    db: &mut Db<'_>,
    table: &'static Table,
    id: i64,
) -> Result<Option<(troth_store::Row, Vec<Value>)>, Error> {
    let Some(row) = table.find(db, id)? else { return Ok(None) };
    let values = table.values(&row);
    Ok(Some((row, values)))
}

/// The person that a customer is; nothing where it is an organisation, or several live there.
fn only_person(db: &mut Db<'_>, account: &Account) -> Result<Option<Contact>, Error> {
    if account.kind == AccountKind::Organisation {
        return Ok(None);
    }
    let rows = Person::TABLE.list(db, Some(account.id.raw()), 0, 2)?;
    match rows.as_slice() {
        [only] => Ok(Some(Person::read(only)?)),
        _ => Ok(None),
    }
}

fn side(db: &mut Db<'_>, kind: Kind, id: i64) -> Result<Side, Error> {
    let mut rows = Vec::new();
    let (account, contact) = match kind {
        Kind::Account => {
            let (row, values) = load(db, Customer::TABLE, id)?.ok_or(Error::NotFound)?;
            rows.push((Customer::TABLE, id, values));
            let account = Customer::read(&row)?;
            (account.clone(), only_person(db, &account)?)
        }
        Kind::Contact => {
            let (row, _) = load(db, Person::TABLE, id)?.ok_or(Error::NotFound)?;
            let contact = Person::read(&row)?;
            (crate::store::get_account(db, contact.account)?, Some(contact))
        }
    };
    Ok(Side { account, contact, rows })
}

/// What merging would do, as the records stand.
pub(super) fn plan(db: &mut Db<'_>, pair: &Pair) -> Result<Plan, Error> {
    let (mut one, mut other) = (side(db, pair.kind, pair.one)?, side(db, pair.kind, pair.other)?);
    // Two people become one only where both are known.
    if one.contact.is_some() && other.contact.is_some() {
        for side in [&mut one, &mut other] {
            let Some(contact) = &side.contact else { continue };
            if let Some((_, values)) = load(db, Person::TABLE, contact.id.raw())? {
                side.rows.push((Person::TABLE, contact.id.raw(), values));
            }
        }
    } else {
        (one.contact, other.contact) = (None, None);
    }
    let people = db.business()?.people;
    let asked = |field: &&Field| !(people && field.name == "kind");
    let differences = FIELDS.iter().filter(asked).filter_map(|field| {
        let (mine, theirs) = (one.value(field)?, other.value(field)?);
        let (said, theirs_said) = (one.said(field), other.said(field));
        let differs = mine != theirs && !matches!((mine, theirs), (Value::Null(_), Value::Null(_)));
        differs.then(|| Difference {
            field: field.name,
            proposed: proposed(field.name, said.as_deref(), theirs_said.as_deref()),
        })
    });
    let differences = differences.collect();
    Ok(Plan { one, other, differences })
}

/// Says that something happened meanwhile.
fn conflict(key: &str) -> Error {
    Error::Conflict(Message::new(key))
}

/// Merges a pair, each field as chosen, or as proposed where nobody chose.
pub(crate) async fn merge(
    records: &Store,
    by: By,
    id: DuplicateId,
    chosen: BTreeMap<String, Which>,
) -> Result<(), Error> {
    records.write(by.now, by.actor, move |tx| merge_in(tx, id, &chosen)).await
}

fn merge_in(tx: &mut Tx<'_>, id: DuplicateId, chosen: &BTreeMap<String, Which>) -> Result<(), Error> {
    let mut pair = store::get(tx, id)?;
    if pair.state == State::Merged {
        return Err(conflict("records-duplicate-is-merged"));
    }
    let plan = plan(tx, &pair)?;
    if [&plan.one, &plan.other].iter().any(|side| is_gone(pair.kind, side)) {
        return Err(conflict("records-duplicate-gone"));
    }
    let mut fields = Vec::new();
    let mut overwritten = Vec::new();
    let mut joined = Vec::new();
    for (table, stays, before) in &plan.one.rows {
        let Some((_, goes, theirs)) = plan.other.row(table.name) else { continue };
        let mut after = before.clone();
        for field in &FIELDS {
            let column = if table.name == "account" { field.account } else { field.contact };
            let Some(place) = column.and_then(|column| table.place(column)) else { continue };
            let difference = plan.differences.iter().find(|one| one.field == field.name);
            let which = difference.map(|one| chosen.get(field.name).copied().unwrap_or(one.proposed));
            if which == Some(Which::Other) {
                // A customer and the person it is are called alike.
                let value = plan.other.value(field).unwrap_or(&theirs[place]);
                after[place] = value.clone();
                fields.push(field.name.to_owned());
            }
        }
        keep_both(table, &mut after, theirs);
        let columns: Vec<_> = table
            .columns
            .iter()
            .zip(before.iter().zip(&after))
            .filter(|(_, (before, after))| before != after)
            .map(|((name, _), (before, after))| ((*name).to_owned(), before.clone(), after.clone()))
            .collect();
        if !columns.is_empty() {
            table.put(tx, *stays, &after)?;
            overwritten.push(Overwritten { table: table.name.to_owned(), id: *stays, columns });
        }
        let followed = join(tx, table, *goes, theirs, Some(*stays))?;
        let followed = if followed { store::follow(tx, table.name, *goes, *stays)? } else { Vec::new() };
        if table.name == Customer::TABLE.name {
            latest::refresh(tx, &[*stays, *goes].into())?;
        }
        joined.push(Joined { table: table.name.to_owned(), stays: *stays, goes: *goes, followed });
    }
    fields.sort_unstable();
    fields.dedup();
    let consents = carry_consents(tx, &joined)?;
    let (event, subject) = announce(tx, &pair, fields)?;
    let private = serde_json::to_string(&overwritten).map_err(Error::internal)?;
    tx.append_private(event, subject, &private)?;
    pair.state = State::Merged;
    pair.decided_at = Some(tx.now());
    pair.merged = Some(Merged { event, joined, consents });
    store::decide(tx, &pair)?;
    Ok(())
}

fn is_gone(kind: Kind, side: &Side) -> bool {
    match kind {
        Kind::Account => side.account.merged_into.is_some() || side.account.erased.is_some(),
        Kind::Contact => {
            let gone = |contact: &Contact| contact.merged_into.is_some() || contact.erased.is_some();
            side.contact.as_ref().is_none_or(gone)
        }
    }
}

fn announce(tx: &mut Tx<'_>, pair: &Pair, fields: Vec<String>) -> Result<(EventId, Subject), Error> {
    let duplicate = pair.id;
    Ok(match pair.kind {
        Kind::Account => {
            let (stays, goes) = (AccountId::from_raw(pair.one), AccountId::from_raw(pair.other));
            (tx.append(&CustomersMerged { duplicate, stays, goes, fields })?, stays.into())
        }
        Kind::Contact => {
            let (stays, goes) = (ContactId::from_raw(pair.one), ContactId::from_raw(pair.other));
            (tx.append(&PeopleMerged { duplicate, stays, goes, fields })?, stays.into())
        }
    })
}

/// Addresses and numbers of both are kept, those of the one that stays first; it was known since the earlier day.
fn keep_both(table: &Table, after: &mut [Value], theirs: &[Value]) {
    for (place, (column, _)) in table.columns.iter().enumerate() {
        match *column {
            "emails" | "phones" => after[place] = together(&after[place], &theirs[place]),
            "created_day" => {
                if let (Value::Int(mine), Value::Int(day)) = (&after[place], &theirs[place]) {
                    after[place] = Value::Int(*mine.min(day));
                }
            }
            "name_key" => {
                let name = table.place("name").map(|name| after[name].clone());
                if let Some(Value::Text(name)) = name {
                    after[place] = Value::Text(crate::fold(&name));
                }
            }
            _ => {}
        }
    }
}

/// Lines of both, each once.
pub(crate) fn together(mine: &Value, theirs: &Value) -> Value {
    let (Value::Text(mine), Value::Text(theirs)) = (mine, theirs) else {
        return if matches!(mine, Value::Text(_)) { mine.clone() } else { theirs.clone() };
    };
    let mut lines: Vec<&str> = mine.lines().collect();
    for line in theirs.lines() {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Value::Text(lines.join("\n"))
}

/// Points a record at the one that stays, or lets it stand for itself again.
fn join(tx: &mut Tx<'_>, table: &Table, id: i64, values: &[Value], into: Option<i64>) -> Result<bool, Error> {
    let mut values = values.to_vec();
    let Some(place) = table.place("merged_into") else { return Ok(false) };
    values[place] = into.into();
    table.put(tx, id, &values)?;
    Ok(true)
}

/// The stricter word of two people holds for the one that stays.
fn carry_consents(tx: &mut Tx<'_>, joined: &[Joined]) -> Result<Vec<ConsentId>, Error> {
    let people = joined.iter().find(|one| one.table == "contact");
    let Some(people) = people else { return Ok(Vec::new()) };
    Ok(tx.carry_consents(ContactId::from_raw(people.goes), ContactId::from_raw(people.stays))?)
}

/// Takes a merge back. Fields that somebody changed since stay as they are; their names.
pub(crate) async fn undo(records: &Store, by: By, id: DuplicateId) -> Result<Vec<String>, Error> {
    records.write(by.now, by.actor, move |tx| undo_in(tx, id)).await
}

fn undo_in(tx: &mut Tx<'_>, id: DuplicateId) -> Result<Vec<String>, Error> {
    let mut pair = store::get(tx, id)?;
    let Some(merged) = pair.merged.take().filter(|_| pair.state == State::Merged) else {
        return Err(conflict("records-duplicate-not-merged"));
    };
    let private = store::find_private(tx, merged.event.raw())?.filter(|text| !text.is_empty());
    let overwritten: Vec<Overwritten> = private
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(Error::internal)?
        .unwrap_or_default();
    let mut kept = Vec::new();
    for Joined { table: name, stays, goes, followed } in &merged.joined {
        let table = [Customer::TABLE, Person::TABLE].into_iter().find(|table| table.name == name);
        let Some(table) = table else { continue };
        if let Some((_, values)) = load(tx, table, *goes)? {
            let now = table.place("merged_into").map(|place| values[place].clone());
            join(tx, table, *goes, &values, None)?;
            if let Some(Value::Int(now)) = now {
                store::turn_back(tx, name, followed, (now, *goes))?;
            }
            if table.name == Customer::TABLE.name {
                latest::refresh(tx, &[*stays, *goes].into())?;
            }
        }
        if let Some(columns) = overwritten.iter().find(|one| one.table == *name && one.id == *stays) {
            kept.extend(restore(tx, table, columns)?);
        }
        for id in [*stays, *goes] {
            store::release(tx, name, id, merged.event.raw())?;
        }
    }
    tx.drop_consents(&merged.consents)?;
    kept.sort_unstable();
    kept.dedup();
    pair.state = State::Proposed;
    pair.decided_at = None;
    store::decide(tx, &pair)?;
    tx.append(&MergeUndone { duplicate: id, kept: kept.clone() })?;
    Ok(kept)
}

/// Writes back what a merge wrote over, where it still stands; the names of the columns where something else does.
fn restore(tx: &mut Tx<'_>, table: &'static Table, written: &Overwritten) -> Result<Vec<String>, Error> {
    let mut kept = Vec::new();
    let Some((_, before)) = load(tx, table, written.id)? else { return Ok(kept) };
    let mut values = before.clone();
    for (column, earlier, later) in &written.columns {
        let Some(place) = table.place(column) else { continue };
        if values[place] == *later {
            values[place] = earlier.clone();
        } else {
            kept.push(field_of(column).to_owned());
        }
    }
    kept.retain(|field| field != "name_key");
    if let (Some(name), Some(key)) = (table.place("name"), table.place("name_key"))
        && let Value::Text(text) = &values[name]
    {
        values[key] = Value::Text(crate::fold(text));
    }
    if values != before {
        table.put(tx, written.id, &values)?;
    }
    Ok(kept)
}

/// What a column is called in forms.
fn field_of(column: &str) -> &str {
    let known = FIELDS.iter().find(|field| [field.account, field.contact].contains(&Some(column)));
    known.map_or(column, |field| field.name)
}
