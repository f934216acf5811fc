//! What the records hold of a customer or of a person there: whose it is, how much, told in full, erased.

use std::collections::BTreeSet;

use troth_core::{AccountId, ContactId, Id, Instant};
use troth_store::export::Given;
use troth_store::{Db, Erasing, Error, PersonalTable, Privacy, Sheet, Told, Tx, Value, Weight, Whom, params};

use super::export::{each_of, list_notes_of};
use crate::entity::{
    ByHand, Entity, Target, account::Customer, contact::Person, contract::Agreement, interaction::Moment,
    purchase::Purchase,
};
use crate::fold;
use crate::model::AccountKind;
use crate::store::table::Table;

/// Shorter words are in too many texts to tell anybody apart.
const SHORTEST: usize = 3;
/// An import that was not gone on with for so long is nobody's any more.
const STALE: i64 = 86_400_000_000;

pub(crate) const PRIVACY: Privacy = Privacy {
    tables: &[
        PersonalTable::new(
            "account",
            "records-privacy-account",
            &["name", "name_key", "external_key"],
            Told::Sheet("customers"),
        ),
        PersonalTable::new(
            "contact",
            "records-privacy-contact",
            &["name", "name_key", "title", "emails", "phones", "external_key"],
            Told::Sheet("people"),
        ),
        PersonalTable::new(
            "contract",
            "records-privacy-contract",
            &["name", "ended_reason", "external_key"],
            Told::Sheet("contracts"),
        ),
        PersonalTable::new(
            "interaction",
            "records-privacy-interaction",
            &["external_key"],
            Told::Sheet("interactions"),
        ),
        PersonalTable::new("interaction_text", "records-privacy-interaction-text", &["text"], Told::Made),
        PersonalTable::new("note", "records-privacy-note", &["text"], Told::Sheet("notes")),
        PersonalTable::new(
            "purchase",
            "records-privacy-purchase",
            &["product", "external_key"],
            Told::Sheet("purchases"),
        ),
        PersonalTable::new("account_latest", "records-privacy-purchase", &[], Told::Made),
        PersonalTable::new("account_latest_due", "records-privacy-purchase", &[], Told::Made),
        PersonalTable::new(
            "import_before",
            "records-privacy-import-before",
            &["content"],
            Told::Sheet("earlier"),
        ),
        PersonalTable::new("import_chunk", "records-privacy-import-chunk", &["content"], Told::Made),
        PersonalTable::new(
            "import_upload",
            "records-privacy-import-upload",
            &["checked", "problem"],
            Told::Made,
        ),
        PersonalTable::new("lookup_token", "records-privacy-lookup-token", &["token"], Told::Made),
        PersonalTable::new("duplicate_key", "records-privacy-duplicate-key", &[], Told::Made),
        PersonalTable::new("duplicate_due", "records-privacy-duplicate-key", &[], Told::Made),
        PersonalTable::new("duplicate", "records-privacy-duplicate", &[], Told::Made),
    ],
    tell,
    weigh,
    erase,
};

/// Of whom something is held: a customer or a person there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataSubject {
    /// A customer, with everybody there.
    Customer(AccountId),
    /// A person at a customer.
    Person(ContactId),
}

fn ids(db: &mut Db<'_>, sql: &str, first: &[Value], keys: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    db.each_among(sql, first, keys, |row| {
        found.push(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

/// Whom it is about: a customer with everybody there, or a person alone, with all records that went into theirs. A person who is a
/// customer is erased as one.
pub(crate) fn whom(db: &mut Db<'_>, who: DataSubject) -> Result<Whom, Error> {
    let mut whom = Whom::default();
    match who {
        DataSubject::Customer(id) => {
            let standing = super::find_standing(db, id)?.ok_or_else(|| missing(id))?;
            whom.accounts = super::list_family(db, standing.id)?.into_iter().map(Id::raw).collect();
            let sql = "SELECT id FROM contact WHERE account_id {among} ORDER BY id";
            whom.contacts = ids(db, sql, &[], &whom.accounts)?;
        }
        DataSubject::Person(id) => {
            let row = Person::TABLE.find(db, id.raw())?.ok_or_else(|| missing(id))?;
            let person = Person::read(&row)?;
            if let Some(account) = super::find_standing(db, person.account)?
                && account.kind == AccountKind::Person
            {
                return self::whom(db, DataSubject::Customer(account.id));
            }
            whom.contacts = vec![person.merged_into.unwrap_or(id).raw()];
        }
    }
    let sql = "SELECT id FROM contact WHERE merged_into {among} ORDER BY id";
    let kin = ids(db, sql, &[], &whom.contacts)?;
    whom.contacts.extend(kin);
    whom.contacts.sort_unstable();
    whom.contacts.dedup();
    let (mut words, mut subjects) = (BTreeSet::new(), Vec::new());
    for (table, ids) in [(Customer::TABLE, &whom.accounts), (Person::TABLE, &whom.contacts)] {
        words_of(db, table, ids, &mut words)?;
    }
    whom.words = words.into_iter().collect();
    let of = if whom.accounts.is_empty() {
        ("contact_id", &whom.contacts)
    } else {
        ("account_id", &whom.accounts)
    };
    for (prefix, table) in [("int", "interaction"), ("note", "note"), ("ctr", "contract")] {
        if table == "contract" && whom.accounts.is_empty() {
            continue;
        }
        let sql = format!("SELECT id FROM {table} WHERE {} {{among}} ORDER BY id", of.0);
        subjects.push((prefix, ids(db, &sql, &[], of.1)?));
    }
    subjects.push((AccountId::PREFIX, whom.accounts.clone()));
    subjects.push((ContactId::PREFIX, whom.contacts.clone()));
    whom.subjects = subjects;
    whom.linked = list_linked(db, &whom)?;
    Ok(whom)
}

fn missing(id: impl std::fmt::Display) -> Error {
    Error::NotFound(format!("customer or person {id}"))
}

/// What records are called and reached by, and their ids as people and programs write them.
fn words_of(db: &mut Db<'_>, table: &Table, ids: &[i64], words: &mut BTreeSet<String>) -> Result<(), Error> {
    let sql = format!("{} WHERE {}.id {{among}}", table.select(), table.name);
    let target = Target::of_table(table);
    db.each_among(&sql, &[], ids, |row| {
        let id = row.get::<i64>(0)?;
        words.extend(target.map(|target| target.show(id)));
        let values = table.values(row);
        let value = |column: &str| table.place(column).map(|place| &values[place]);
        if matches!(value("erased_day"), Some(Value::Int(_))) {
            return Ok(());
        }
        let lines = ["name", "emails", "phones"].into_iter().filter_map(|column| match value(column) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        });
        let key: Option<String> = row.get(2)?;
        for text in lines.chain(key) {
            words.extend(text.lines().filter(|word| word.chars().count() >= SHORTEST).map(str::to_owned));
        }
        Ok::<_, Error>(())
    })
}

#[derive(serde::Deserialize)]
struct Joining {
    stays: String,
    goes: String,
}

/// Records that were one with theirs, by the log: what is kept beside their events may repeat what these are called. Cost: the merges
/// there ever were.
fn list_linked(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<(&'static str, Vec<i64>)>, Error> {
    let mut linked = Vec::new();
    for (kind, target, mine) in [
        ("records.customers_merged", Target::Account, &whom.accounts),
        ("records.people_merged", Target::Contact, &whom.contacts),
    ] {
        let mut others = BTreeSet::new();
        db.each("SELECT payload FROM event WHERE kind = $1 ORDER BY id", params![kind], |row| {
            let Ok(Joining { stays, goes }) = serde_json::from_str(row.text(0)?) else { return Ok(()) };
            let (stays, goes) = (target.parse(&stays), target.parse(&goes));
            for (one, other) in [(stays, goes), (goes, stays)] {
                if one.is_some_and(|one| mine.contains(&one)) {
                    others.extend(other.filter(|other| !mine.contains(other)));
                }
            }
            Ok::<_, Error>(())
        })?;
        let others: Vec<i64> = others.into_iter().collect();
        if target == Target::Account {
            let people = ids(db, "SELECT id FROM contact WHERE account_id {among}", &[], &others)?;
            linked.push((ContactId::PREFIX, people));
            linked.push((AccountId::PREFIX, others));
        } else {
            linked.push((ContactId::PREFIX, others));
        }
    }
    linked.retain(|(_, ids)| !ids.is_empty());
    Ok(linked)
}

/// What they bought that others bought under the same name: it names nobody. Cost: one pass over the purchases.
pub(crate) fn list_common(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<String>, Error> {
    let sql = "SELECT DISTINCT product FROM purchase WHERE product IS NOT NULL AND account_id {among}";
    let mut bought = BTreeSet::new();
    db.each_among(sql, &[], &whom.accounts, |row| {
        bought.insert(row.text(0)?.to_owned());
        Ok::<_, Error>(())
    })?;
    let mine: Vec<String> = whom.accounts.iter().map(ToString::to_string).collect();
    if mine.is_empty() || bought.is_empty() {
        return Ok(Vec::new());
    }
    let bought: Vec<&str> = bought.iter().map(String::as_str).collect();
    let sql = format!(
        "SELECT DISTINCT product FROM purchase WHERE account_id NOT IN ({}) AND product {{among}}",
        mine.join(", ")
    );
    let mut common = Vec::new();
    db.each_among(&sql, &[], &bought, |row| {
        common.push(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(common)
}

/// Other customers with the same e-mail address or telephone number: they may be the same person, entered twice.
pub(crate) fn list_alike(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<(AccountId, String)>, Error> {
    let reached: Vec<String> =
        whom.words.iter().filter(|word| word.contains('@')).map(|word| fold(word)).collect();
    let reached: Vec<&str> = reached.iter().map(String::as_str).collect();
    let mut found = BTreeSet::new();
    let sql = "SELECT account_id, contact_id FROM lookup_token WHERE token {among}";
    db.each_among(sql, &[], &reached, |row| {
        let (account, contact) = (row.get::<i64>(0)?, row.get::<i64>(1)?);
        if !whom.accounts.contains(&account) && !whom.contacts.contains(&contact) {
            found.insert(account);
        }
        Ok::<_, Error>(())
    })?;
    let ids: Vec<AccountId> = found.into_iter().take(20).map(AccountId::from_raw).collect();
    Ok(super::names_of(db, &ids)?.into_iter().flatten().map(|one| (one.id, one.name)).collect())
}

/// Notes about the customer of a person that do not say about whom there they are.
pub(crate) fn count_unnamed_notes(db: &mut Db<'_>, account: AccountId) -> Result<i64, Error> {
    let sql = format!(
        "SELECT COUNT(*) FROM note WHERE note.contact_id IS NULL AND note.account_id IN ({})",
        super::family("$1")
    );
    db.scalar(&sql, params![account.raw()])
}

/// Whether an import is at work that may bring rows about anybody. One that was being staged a day ago is nobody's any more.
pub(crate) fn is_import_at_work(db: &mut Db<'_>, now: Instant) -> Result<bool, Error> {
    let sql = "SELECT id FROM import_batch WHERE state IN ('applying', 'undoing') OR (state = 'staging' AND created_at >= $1) LIMIT 1";
    let queued = "SELECT id FROM import_upload WHERE state = 'queued' LIMIT 1";
    let at_work = db.query_opt(sql, params![now.micros() - STALE])?.is_some();
    Ok(at_work || db.query_opt(queued, &[])?.is_some())
}

fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let mut sheets = Vec::new();
    let all = whom.accounts.as_slice();
    let (column, theirs) =
        if all.is_empty() { ("contact_id", whom.contacts.as_slice()) } else { ("account_id", all) };
    sheets.push(sheet_of::<Customer>(db, "customers", "id", all)?);
    sheets.push(sheet_of::<Person>(db, "people", "id", &whom.contacts)?);
    sheets.push(sheet_of::<Purchase>(db, "purchases", "account_id", all)?);
    sheets.push(sheet_of::<Agreement>(db, "contracts", "account_id", all)?);
    sheets.push(sheet_of::<Moment>(db, "interactions", column, theirs)?);
    let columns =
        vec!["key", "customer", "contact", "text", "written_at", "written_by", "changed_at", "removed_at"];
    sheets.push(Sheet { name: "notes", columns, rows: list_notes_of(db, column, theirs)? });
    let mut earlier = Vec::new();
    for (entity, ids) in entities(whom) {
        let sql = "SELECT content FROM import_before WHERE entity = $1 AND entity_id {among}";
        db.each_among(sql, params![entity], &ids, |row| {
            earlier.push(vec![Given::Text(entity.to_owned()), Given::Text(row.get(0)?)]);
            Ok::<_, Error>(())
        })?;
    }
    sheets.push(Sheet { name: "earlier", columns: vec!["of", "values"], rows: earlier });
    Ok(sheets)
}

fn sheet_of<E: Entity>(
    db: &mut Db<'_>,
    name: &'static str,
    column: &str,
    ids: &[i64],
) -> Result<Sheet, Error> {
    let columns = E::FIELDS.iter().map(|field| field.name).collect();
    Ok(Sheet { name, columns, rows: each_of::<E>(db, column, ids)? })
}

/// Words of `import_before` with the ids that are theirs.
fn entities(whom: &Whom) -> Vec<(&'static str, Vec<i64>)> {
    let of = |prefix: &str| {
        let found = whom.subjects.iter().find(|(kind, _)| *kind == prefix);
        found.map(|(_, ids)| ids.clone()).unwrap_or_default()
    };
    vec![
        (Customer::TABLE.name, whom.accounts.clone()),
        (Person::TABLE.name, whom.contacts.clone()),
        (Agreement::TABLE.name, of("ctr")),
        (Moment::TABLE.name, of("int")),
    ]
}

fn count(db: &mut Db<'_>, sql: &str, first: &[Value], keys: &[i64]) -> Result<i64, Error> {
    let mut total = 0;
    db.each_among(sql, first, keys, |row| {
        total += row.get::<i64>(0)?;
        Ok::<_, Error>(())
    })?;
    Ok(total)
}

/// Rows of a table whose key is still to be read.
const KEYED: &str = "external_key IS NOT NULL AND external_key NOT LIKE 'erased:%'";

fn weigh(db: &mut Db<'_>, whom: &Whom) -> Result<Weight, Error> {
    let all = whom.accounts.as_slice();
    let (column, theirs) =
        if all.is_empty() { ("contact_id", whom.contacts.as_slice()) } else { ("account_id", all) };
    let mut weight = Vec::new();
    let mut add = |db: &mut Db<'_>, table: &'static str, sql: &str, ids: &[i64]| -> Result<(), Error> {
        let rows = count(db, &format!("SELECT COUNT(*) FROM {sql} {{among}}"), &[], ids)?;
        weight.extend((rows > 0).then_some((table, rows)));
        Ok(())
    };
    add(db, "account", "account WHERE erased_day IS NULL AND id", all)?;
    add(db, "contact", "contact WHERE erased_day IS NULL AND id", &whom.contacts)?;
    let named =
        format!("contract WHERE (name IS NOT NULL OR ended_reason IS NOT NULL OR ({KEYED})) AND account_id");
    add(db, "contract", &named, all)?;
    add(db, "interaction", &format!("interaction WHERE {KEYED} AND {column}"), theirs)?;
    let texts = format!(
        "interaction_text JOIN interaction ON interaction.id = interaction_text.id WHERE interaction.{column}"
    );
    add(db, "interaction_text", &texts, theirs)?;
    add(db, "note", &format!("note WHERE {column}"), theirs)?;
    add(db, "purchase", &format!("purchase WHERE {KEYED} AND account_id"), all)?;
    let (words, of) = words_by(db, whom)?;
    add(db, "lookup_token", &format!("lookup_token WHERE {words}"), &of)?;
    add(db, "duplicate_key", "duplicate_key WHERE account_id", all)?;
    let mut earlier = 0;
    for (entity, ids) in entities(whom) {
        let sql = "SELECT COUNT(*) FROM import_before WHERE entity = $1 AND entity_id {among}";
        earlier += count(db, sql, params![entity], &ids)?;
    }
    let staged = "SELECT COUNT(*) FROM import_chunk WHERE batch_id IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state = 'staging')";
    let staged = db.scalar(staged, &[])?;
    let waiting = "SELECT COUNT(*) FROM import_upload WHERE state IN ('waiting', 'refused')";
    let uploads =
        db.scalar::<i64>(waiting, &[])? + i64::try_from(list_speaking(db, whom)?.len()).unwrap_or(i64::MAX);
    let more = [("import_before", earlier), ("import_chunk", staged), ("import_upload", uploads)];
    weight.extend(more.into_iter().filter(|(_, rows)| *rows > 0));
    Ok(weight)
}

/// The customers at whom they are.
fn customers_of(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<i64>, Error> {
    if whom.accounts.is_empty() {
        return ids(db, "SELECT DISTINCT account_id FROM contact WHERE id {among}", &[], &whom.contacts);
    }
    Ok(whom.accounts.clone())
}

/// The words they are looked up by, as a condition to be gone on with and the ids it goes on with.
fn words_by(db: &mut Db<'_>, whom: &Whom) -> Result<(String, Vec<i64>), Error> {
    if !whom.accounts.is_empty() {
        return Ok(("account_id".into(), whom.accounts.clone()));
    }
    let at: Vec<String> = customers_of(db, whom)?.iter().map(ToString::to_string).collect();
    let at = if at.is_empty() { "NULL".to_owned() } else { at.join(", ") };
    Ok((format!("account_id IN ({at}) AND contact_id"), whom.contacts.clone()))
}

/// Files that are in the records, of whose first wrong value it is kept what it was, where that speaks of them.
fn list_speaking(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    let sql = "SELECT id, checked, problem FROM import_upload WHERE state NOT IN ('waiting', 'refused')";
    db.each(sql, &[], |row| {
        let said = [row.get::<Option<String>>(1)?, row.get::<Option<String>>(2)?];
        if said.iter().flatten().any(|text| whom.is_named_in(text)) {
            found.push(row.get(0)?);
        }
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

fn erase(tx: &mut Tx<'_>, whom: &Whom, erasing: &Erasing) -> Result<(), Error> {
    let all = whom.accounts.as_slice();
    let (column, theirs) =
        if all.is_empty() { ("contact_id", whom.contacts.as_slice()) } else { ("account_id", all) };
    let customers = customers_of(tx, whom)?;
    for (entity, ids) in entities(whom) {
        tx.execute_among(
            "DELETE FROM import_before WHERE entity = $1 AND entity_id {among}",
            params![entity],
            &ids,
        )?;
    }
    for table in ["interaction_text", "note"] {
        let of = if table == "note" {
            format!("DELETE FROM note WHERE {column} {{among}}")
        } else {
            format!(
                "DELETE FROM interaction_text WHERE id IN (SELECT interaction.id FROM interaction WHERE interaction.{column} {{among}})"
            )
        };
        tx.execute_among(&of, &[], theirs)?;
    }
    tx.execute_among(
        "UPDATE contract SET name = NULL, ended_reason = NULL WHERE account_id {among}",
        &[],
        all,
    )?;
    drop_products(tx, whom)?;
    hide(tx, "purchase", ("account_id", all), erasing)?;
    hide(tx, "contract", ("account_id", all), erasing)?;
    hide(tx, "interaction", (column, theirs), erasing)?;
    hide(tx, "account", ("id", all), erasing)?;
    hide(tx, "contact", ("id", &whom.contacts), erasing)?;
    let (words, of) = words_by(tx, whom)?;
    tx.execute_among(&format!("DELETE FROM lookup_token WHERE {words} {{among}}"), &[], &of)?;
    tx.execute_among("DELETE FROM duplicate_due WHERE account_id {among}", &[], all)?;
    // Marks are of the customer as a whole: those of whoever is left there are made anew.
    tx.execute_among("DELETE FROM duplicate_key WHERE account_id {among}", &[], &customers)?;
    if all.is_empty() {
        crate::duplicate::store::mark_due(tx, customers.into_iter())?;
    }
    for (kind, ids) in [("account", all), ("contact", whom.contacts.as_slice())] {
        for end in ["one", "other"] {
            let sql = format!(
                "DELETE FROM duplicate WHERE state = 'proposed' AND kind = '{kind}' AND {end} {{among}}"
            );
            tx.execute_among(&sql, &[], ids)?;
        }
    }
    let day = tx.business()?.zone.day_of(tx.now());
    let name = [Value::from(erasing.name.as_str()), fold(&erasing.name).into(), day.into()];
    tx.execute_among(
        "UPDATE account SET name = $1, name_key = $2, batch_id = 0, erased_day = $3 WHERE erased_day IS NULL AND id {among}",
        &name,
        all,
    )?;
    tx.execute_among(
        "UPDATE contact SET name = $1, name_key = $2, title = NULL, emails = NULL, phones = NULL, batch_id = 0, erased_day = $3 \
         WHERE erased_day IS NULL AND id {among}",
        &name,
        &whom.contacts,
    )?;
    let speaking = list_speaking(tx, whom)?;
    tx.execute_among(
        "UPDATE import_upload SET checked = NULL, problem = NULL WHERE id {among}",
        &[],
        &speaking,
    )?;
    // Nobody can tell whom files name that are not read yet.
    tx.execute("DELETE FROM import_upload WHERE state IN ('waiting', 'refused')", &[])?;
    tx.execute(
        "DELETE FROM import_chunk WHERE batch_id IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state = 'staging')",
        &[],
    )?;
    tx.execute("DELETE FROM import_batch WHERE state = 'staging'", &[])?;
    Ok(())
}

/// Takes away what nobody else bought under the same name.
fn drop_products(tx: &mut Tx<'_>, whom: &Whom) -> Result<(), Error> {
    let mut own = BTreeSet::new();
    let sql = "SELECT DISTINCT product FROM purchase WHERE product IS NOT NULL AND account_id {among}";
    tx.each_among(sql, &[], &whom.accounts, |row| {
        own.extend(Some(row.text(0)?.to_owned()).filter(|product| !whom.common.contains(product)));
        Ok::<_, Error>(())
    })?;
    for product in own {
        let sql = "UPDATE purchase SET product = NULL WHERE product = $1 AND account_id {among}";
        tx.execute_among(sql, params![product], &whom.accounts)?;
    }
    Ok(())
}

/// Hides the keys of rows.
fn hide(tx: &mut Tx<'_>, table: &str, (column, ids): (&str, &[i64]), erasing: &Erasing) -> Result<(), Error> {
    let mut keys: Vec<(i64, String, String)> = Vec::new();
    let sql = format!("SELECT id, source, external_key FROM {table} WHERE {KEYED} AND {column} {{among}}");
    tx.each_among(&sql, &[], ids, |row| {
        keys.push((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok::<_, Error>(())
    })?;
    let sql = format!("UPDATE {table} SET external_key = $2 WHERE id = $1");
    for (id, source, key) in keys {
        tx.execute(&sql, params![id, erasing.keys.hide(&source, &key)])?;
    }
    Ok(())
}

/// Whom a text names: an id, or an e-mail address that only one has.
pub(crate) fn find_subject(db: &mut Db<'_>, text: &str) -> Result<Option<DataSubject>, Error> {
    if let Ok(id) = text.parse() {
        return Ok(Some(DataSubject::Customer(id)));
    }
    if let Ok(id) = text.parse() {
        return Ok(Some(DataSubject::Person(id)));
    }
    let sql = "SELECT DISTINCT contact_id FROM lookup_token WHERE token = $1 AND contact_id <> 0 LIMIT 2";
    let found = if text.contains('@') { db.query(sql, params![fold(text)])? } else { Vec::new() };
    match found.as_slice() {
        [only] => Ok(Some(DataSubject::Person(only.id(0)?))),
        _ => Ok(None),
    }
}
