//! What can be done by hand and by programs: enter and change things, write notes, record consent. One transaction and
//! one event each.

use std::collections::{BTreeMap, HashMap};

use troth_core::{
    AccountCreated, AccountId, Actor, ConsentId, ContactId, EventId, Id, Instant, Message, NoteChanged,
    NoteCreated, NoteId, NoteRemoved, Purpose, Subject,
};
use troth_store::import::StagedRow;
use troth_store::{Row, Store, Tx, Value};
use troth_web::{Error, FieldError};

use crate::entity::{Around, ByHand, Draft, Entity, Target, account::Customer, contact::Person};
use crate::model::{AccountKind, Note};
use crate::store::table::{BEFORE, Fresh, Table};
use crate::store::{self, note};

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    pub(crate) now: Instant,
    pub(crate) actor: Actor,
}

/// Enters a thing.
pub(crate) async fn create<E: ByHand>(store: &Store, by: By, row: StagedRow) -> Result<E::Id, Error> {
    store
        .write(by.now, by.actor, move |tx| {
            let draft = draft::<E>(tx, &row)?;
            let id = enter::<E>(tx, &draft)?;
            E::announce(tx, id, &draft, None)?;
            Ok(id)
        })
        .await
}

/// Enters a customer who is a person: the account and the person together.
pub(crate) async fn create_person(
    store: &Store,
    by: By,
    customer: StagedRow,
    person: StagedRow,
) -> Result<(AccountId, ContactId), Error> {
    store
        .write(by.now, by.actor, move |tx| {
            let mut account = draft::<Customer>(tx, &customer)?;
            account.put("kind", AccountKind::Person.key());
            let id = enter::<Customer>(tx, &account)?;
            let mut contact = draft::<Person>(tx, &person)?;
            contact.put("account_id", id.raw());
            let contact = enter::<Person>(tx, &contact)?;
            tx.append(&AccountCreated { account: id })?;
            Ok((id, contact))
        })
        .await
}

/// The columns of a new row.
fn draft<E: Entity>(tx: &mut Tx<'_>, row: &StagedRow) -> Result<Draft, Error> {
    let around = around(tx)?;
    check_named::<E>(tx, row)?;
    let mut draft = Draft::new(E::TABLE);
    E::fill(&mut draft, row, &around)?;
    keep_in_reach::<E>(tx, &mut draft, true)?;
    Ok(draft)
}

/// Whoever is limited to their team enters customers there, and gives none away.
fn keep_in_reach<E: Entity>(tx: &mut Tx<'_>, draft: &mut Draft, fresh: bool) -> Result<(), Error> {
    let Some(reach) = tx.reach().filter(|_| E::TABLE == Customer::TABLE) else { return Ok(()) };
    let member = reach.staff().map(|staff| store::staff::find_staff(tx, staff)).transpose()?.flatten();
    let team = member.and_then(|(_, _, team)| team).map(Id::raw);
    if let Some(team) = team.filter(|_| fresh && draft.get::<i64>("team_id").is_none()) {
        draft.put("team_id", team);
    }
    let (theirs, owner) = (draft.get::<i64>("team_id"), draft.get::<i64>("owner_id"));
    let held = owner.is_some() && owner == reach.staff().map(Id::raw);
    if held || (theirs.is_some() && theirs == team) {
        return Ok(());
    }
    let message = Message::new("records-not-your-team");
    Err(Error::Fields(vec![FieldError { field: "team".into(), message }]))
}

fn enter<E: Entity>(tx: &mut Tx<'_>, draft: &Draft) -> Result<E::Id, Error> {
    let id: E::Id = tx.new_id();
    E::TABLE.insert(tx, None, vec![Fresh { id: id.raw(), key: None, values: draft.values.clone() }])?;
    Ok(id)
}

/// Rows as whoever changes them has read them.
pub(crate) type Seen = Vec<Vec<Value>>;

/// Changes a thing; nothing happens where nothing differs. How it was before is kept with the event, where erasure
/// finds it. What was `seen` must still stand there: of two who save at the same moment the second looks again.
pub(crate) async fn change<E: ByHand>(
    store: &Store,
    by: By,
    id: E::Id,
    row: StagedRow,
    seen: Option<Vec<Value>>,
) -> Result<(), Error> {
    store
        .write(by.now, by.actor, move |tx| {
            let (draft, changed) = rewrite::<E>(tx, id, &row, seen.as_deref())?;
            if changed.is_empty() {
                return Ok(());
            }
            if E::TABLE == Person::TABLE && tx.business()?.people {
                let name = draft.get::<String>("name").unwrap_or_default();
                rename_customer(tx, draft.get("account_id").unwrap_or_default(), &name)?;
            }
            let event = E::announce(tx, id, &draft, Some(names(&changed)))?;
            keep_before(tx, event, Subject::from(id), changed)
        })
        .await
}

/// Changes a customer who is a person: both in one. The person is entered where only the customer was known.
pub(crate) async fn change_person(
    store: &Store,
    by: By,
    account: AccountId,
    customer: StagedRow,
    person: StagedRow,
    seen: Seen,
) -> Result<(), Error> {
    store
        .write(by.now, by.actor, move |tx| {
            let seen = |place: usize| seen.get(place).map(Vec::as_slice);
            let (draft, mut changed) = rewrite::<Customer>(tx, account, &customer, seen(0))?;
            let first = Person::TABLE.list(tx, Some(account.raw()), 0, 1)?;
            if let Some(row) = first.first() {
                changed.extend(rewrite::<Person>(tx, row.id(0)?, &person, seen(1))?.1);
            } else {
                let around = around(tx)?;
                let mut contact = Draft::new(Person::TABLE);
                Person::fill(&mut contact, &person, &around)?;
                contact.put("account_id", account.raw());
                enter::<Person>(tx, &contact)?;
                changed.push(("contact", Value::Null(troth_store::Kind::Text)));
            }
            if changed.is_empty() {
                return Ok(());
            }
            let event = Customer::announce(tx, account, &draft, Some(names(&changed)))?;
            keep_before(tx, event, Subject::from(account), changed)
        })
        .await
}

/// Columns that changed, with what they held before.
type Changed = Vec<(&'static str, Value)>;

fn names(changed: &Changed) -> Vec<String> {
    changed.iter().map(|(name, _)| (*name).to_owned()).collect()
}

fn keep_before(tx: &mut Tx<'_>, event: EventId, subject: Subject, changed: Changed) -> Result<(), Error> {
    let values: BTreeMap<&str, Value> = changed.into_iter().collect();
    let values = serde_json::to_string(&values).map_err(Error::internal)?;
    Ok(tx.append_private(event, subject, &values)?)
}

/// Writes a row over one that is there; from then on it is nobody's import's.
fn rewrite<E: Entity>(
    tx: &mut Tx<'_>,
    id: E::Id,
    row: &StagedRow,
    seen: Option<&[Value]>,
) -> Result<(Draft, Changed), Error> {
    let around = around(tx)?;
    check_named::<E>(tx, row)?;
    let stored = E::TABLE.find(tx, id.raw())?.ok_or(Error::NotFound)?;
    let before = E::TABLE.values(&stored);
    if E::TABLE.place("merged_into").is_some_and(|place| matches!(before[place], Value::Int(_))) {
        return Err(Error::Conflict(Message::new("records-merged-away")));
    }
    if E::TABLE.place("erased_day").is_some_and(|place| matches!(before[place], Value::Int(_))) {
        return Err(Error::Conflict(Message::new("records-is-erased")));
    }
    for (column, target) in [("account_id", Target::Account), ("contact_id", Target::Contact)] {
        let Some(Value::Int(id)) = E::TABLE.place(column).map(|place| &before[place]) else { continue };
        let named = target.table().find(tx, *id)?;
        if named.is_some_and(|named| is_erased(target.table(), &named)) {
            return Err(Error::Conflict(Message::new("records-is-erased")));
        }
    }
    if seen.is_some_and(|seen| seen != before) {
        return Err(Error::Conflict(Message::new("web-changed-meanwhile")));
    }
    let mut draft = Draft::of(E::TABLE, before.clone());
    E::fill(&mut draft, row, &around)?;
    keep_in_reach::<E>(tx, &mut draft, false)?;
    let changed = draft.differs_from(&before);
    if !changed.is_empty() {
        E::TABLE.put(tx, id.raw(), &draft.values)?;
        E::TABLE.claim(tx, id.raw())?;
    }
    Ok((draft, changed))
}

/// Where the business sells to people, a customer is called as the person is.
fn rename_customer(tx: &mut Tx<'_>, id: i64, name: &str) -> Result<(), Error> {
    let Some(row) = Customer::TABLE.find(tx, id)? else { return Ok(()) };
    let before = Customer::TABLE.values(&row);
    let mut draft = Draft::of(Customer::TABLE, before.clone());
    if draft.get::<String>("kind").as_deref() == Some(AccountKind::Person.key()) {
        draft.put("name", name);
        draft.put("name_key", crate::fold(name));
    }
    if draft.values != before {
        Customer::TABLE.put(tx, id, &draft.values)?;
        Customer::TABLE.claim(tx, id)?;
    }
    Ok(())
}

fn around(tx: &mut Tx<'_>) -> Result<Around, Error> {
    let business = tx.business()?;
    let today = business.zone.day_of(tx.now());
    let (zone, currency, people) = (business.zone, business.currency, business.people);
    Ok(Around { zone, currency, people, today, ids: HashMap::new() })
}

/// Refuses a row that names what is not there, or a person of another customer.
fn check_named<E: Entity>(tx: &mut Tx<'_>, row: &StagedRow) -> Result<(), Error> {
    let mut customer = None;
    for (field, target) in E::REFERENCES {
        let Some(id) = row.number(*field) else { continue };
        let found = target.table().find(tx, id)?;
        let wrong = |key: &str| {
            let field = E::FIELDS[*field].name.to_owned();
            Error::Fields(vec![FieldError { field, message: Message::new(key) }])
        };
        let found = found.ok_or_else(|| wrong("records-wrong-named"))?;
        if is_erased(target.table(), &found) {
            return Err(wrong("records-is-erased"));
        }
        match target {
            Target::Account => customer = Some(id),
            Target::Contact => {
                let contact = Person::read(&found)?;
                if let Some(customer) = customer
                    && !is_same(tx, contact.account, AccountId::from_raw(customer))?
                {
                    return Err(wrong("records-wrong-other-customer"));
                }
            }
            Target::Staff | Target::Team => {}
        }
    }
    Ok(())
}

/// Whether a customer or a person was erased: nothing is written about them any more.
fn is_erased(table: &Table, row: &Row) -> bool {
    let place = table.place("erased_day");
    place.is_some_and(|place| matches!(row.values().get(BEFORE + place), Some(Value::Int(_))))
}

/// Whether two records stand for the same customer.
fn is_same(tx: &mut Tx<'_>, one: AccountId, other: AccountId) -> Result<bool, Error> {
    if one == other {
        return Ok(true);
    }
    let (one, other) = (store::find_standing(tx, one)?, store::find_standing(tx, other)?);
    Ok(one.is_some() && one == other)
}

/// The longest note.
pub(crate) const NOTE_LIMIT: usize = 10_000;

/// A note's text, or what is wrong with it.
fn note_text(text: &str) -> Result<String, Error> {
    let text = text.trim().replace("\r\n", "\n");
    let message = if text.is_empty() {
        Message::new("web-field-empty")
    } else if text.chars().count() > NOTE_LIMIT {
        Message::new("records-wrong-text").with("limit", i64::try_from(NOTE_LIMIT).unwrap_or(i64::MAX))
    } else {
        return Ok(text);
    };
    Err(Error::Fields(vec![FieldError { field: "text".into(), message }]))
}

/// Writes a note about a customer, or about a person there.
pub(crate) async fn write_note(
    store: &Store,
    by: By,
    account: AccountId,
    contact: Option<ContactId>,
    text: &str,
) -> Result<NoteId, Error> {
    let text = note_text(text)?;
    store
        .write(by.now, by.actor, move |tx| {
            let customer = Customer::TABLE.find(tx, account.raw())?.ok_or(Error::NotFound)?;
            if is_erased(Customer::TABLE, &customer) {
                return Err(Error::Conflict(Message::new("records-is-erased")));
            }
            if let Some(contact) = contact {
                let found =
                    Person::TABLE.find(tx, contact.raw())?.map(|row| Person::read(&row)).transpose()?;
                let there = match found {
                    Some(contact) => is_same(tx, contact.account, account)?,
                    None => false,
                };
                if !there {
                    let message = Message::new("records-wrong-other-customer");
                    return Err(Error::Fields(vec![FieldError { field: "contact".into(), message }]));
                }
            }
            let id: NoteId = tx.new_id();
            let written_by = match tx.actor() {
                Actor::User(user) => Some(user),
                Actor::Token(_) | Actor::System => None,
            };
            let written_at = tx.now();
            let (changed_at, removed_at) = (None, None);
            let text = text.clone();
            note::insert(
                tx,
                &Note { id, account, contact, text, written_at, written_by, changed_at, removed_at },
            )?;
            tx.append(&NoteCreated { note: id, account })?;
            Ok(id)
        })
        .await
}

/// Writes a note anew; how it was before is kept with the event.
pub(crate) async fn change_note(store: &Store, by: By, id: NoteId, text: &str) -> Result<Note, Error> {
    let text = note_text(text)?;
    store
        .write(by.now, by.actor, move |tx| {
            let mut note = note::get(tx, id)?;
            if note.removed_at.is_some() {
                return Err(Error::Conflict(Message::new("records-note-is-removed")));
            }
            if note.text != text {
                let before = serde_json::to_string(&note.text).map_err(Error::internal)?;
                note.text.clone_from(&text);
                note.changed_at = Some(tx.now());
                note::put(tx, &note)?;
                let event = tx.append(&NoteChanged { note: id })?;
                tx.append_private(event, Subject::from(id), &before)?;
            }
            Ok(note)
        })
        .await
}

/// Takes a note away, or brings it back; a second time changes nothing.
pub(crate) async fn remove_note(store: &Store, by: By, id: NoteId, removed: bool) -> Result<Note, Error> {
    store
        .write(by.now, by.actor, move |tx| {
            let mut note = note::get(tx, id)?;
            if note.removed_at.is_some() != removed {
                note.removed_at = removed.then(|| tx.now());
                note::put(tx, &note)?;
                tx.append(&NoteRemoved { note: id, removed })?;
            }
            Ok(note)
        })
        .await
}

/// Records that a person agreed to something, or took it back.
pub(crate) async fn record_consent(
    store: &Store,
    by: By,
    contact: ContactId,
    (purpose, given): (Purpose, bool),
    at: Option<Instant>,
    obtained: &str,
) -> Result<ConsentId, Error> {
    let obtained = obtained.trim().to_owned();
    let wrong =
        |field: &str, message: Message| Error::Fields(vec![FieldError { field: field.into(), message }]);
    if obtained.is_empty() {
        return Err(wrong("obtained", Message::new("web-field-empty")));
    }
    if obtained.chars().count() > 300 {
        return Err(wrong("obtained", Message::new("records-wrong-text").with("limit", 300)));
    }
    if at.is_some_and(|at| at > by.now) {
        return Err(wrong("at", Message::new("records-wrong-future")));
    }
    store
        .write(by.now, by.actor, move |tx| {
            let person = Person::TABLE.find(tx, contact.raw())?.ok_or(Error::NotFound)?;
            if is_erased(Person::TABLE, &person) {
                return Err(Error::Conflict(Message::new("records-is-erased")));
            }
            let at = at.unwrap_or_else(|| tx.now());
            Ok(tx.put_consent(contact, purpose, given, at, &obtained)?)
        })
        .await
}
