//! What the search reads and keeps of customers: who is due, what is known of them, the marks they are found by.

use std::collections::HashMap;

use troth_store::{Db, Error, Kind as Column, Row, Tx, Value, params};

use crate::duplicate::mark::{Profile, Sort};
use crate::model::AccountKind;

/// People of one customer that are compared.
const PEOPLE: usize = 1_000;
/// Earlier records of one customer that are looked at.
const KIN: usize = 1_000;
/// Marks that are looked up in one statement.
const MARKS: usize = 16;

/// The customers that are looked at next.
pub(crate) fn list_due(db: &mut Db<'_>, limit: i64) -> Result<Vec<i64>, Error> {
    let sql = "SELECT account_id FROM duplicate_due ORDER BY account_id LIMIT $1";
    db.query(sql, params![limit])?.iter().map(|row| row.get(0)).collect()
}

pub(crate) fn is_due(db: &mut Db<'_>, account: i64) -> Result<bool, Error> {
    let sql = "SELECT account_id FROM duplicate_due WHERE account_id = $1";
    Ok(db.query_opt(sql, params![account])?.is_some())
}

pub(crate) fn take_due(tx: &mut Tx<'_>, accounts: &[i64]) -> Result<(), Error> {
    tx.execute_among("DELETE FROM duplicate_due WHERE account_id {among}", &[], accounts)?;
    Ok(())
}

/// A customer as it is compared, and its people.
pub(crate) struct Known {
    pub(crate) profile: Profile,
    pub(crate) people: Vec<(i64, Profile)>,
    /// The customer and those that went into it.
    pub(crate) family: Vec<i64>,
}

/// What is known of each of these customers that stands for itself; `Err(root)` of one that went into another, which is named.
/// Those that are not there are left out. A few statements for all of them, and one for each organisation, which may have very
/// many people.
pub(crate) fn list_known(db: &mut Db<'_>, ids: &[i64]) -> Result<HashMap<i64, Result<Known, i64>>, Error> {
    let mut all: HashMap<i64, Result<Known, i64>> = HashMap::with_capacity(ids.len());
    let mut standing = Vec::new();
    db.each_among(
        "SELECT id, name, external_key, kind, merged_into FROM account WHERE erased_day IS NULL AND id {among}",
        &[],
        ids,
        |row| {
            let id = row.get(0)?;
            if let Some(root) = row.get::<Option<i64>>(4)? {
                all.insert(id, Err(root));
                return Ok::<_, Error>(());
            }
            let key: Option<String> = row.get(2)?;
            let organisation = row.text(3)? == AccountKind::Organisation.key();
            let sort = if organisation { Sort::Organisation } else { Sort::Person };
            let mut profile = Profile::named(row.text(1)?, key.as_deref(), sort);
            if let Some(key) = &key {
                profile.add_key(key);
            }
            all.insert(id, Ok(Known { profile, people: Vec::new(), family: vec![id] }));
            standing.push(id);
            Ok(())
        },
    )?;
    // Whose people stand under which record.
    let mut roots: HashMap<i64, i64> = standing.iter().map(|id| (*id, *id)).collect();
    db.each_among(
        "SELECT merged_into, id, external_key FROM account WHERE merged_into {among}",
        &[],
        &standing,
        |row| {
            let (root, id) = (row.get(0)?, row.get(1)?);
            if let Some(Ok(known)) = all.get_mut(&root)
                && known.family.len() < KIN
            {
                known.family.push(id);
                if let Some(key) = row.get::<Option<String>>(2)? {
                    known.profile.add_key(&key);
                }
                roots.insert(id, root);
            }
            Ok::<_, Error>(())
        },
    )?;
    let (mut organisations, mut others) = (Vec::new(), Vec::new());
    for (id, root) in &roots {
        let Some(Ok(known)) = all.get(root) else { continue };
        if known.profile.sort == Sort::Organisation { organisations.push(*id) } else { others.push(*id) }
    }
    let select = "SELECT account_id, id, name, external_key, emails, phones FROM contact";
    let sql = format!("{select} WHERE account_id {{among}} AND merged_into IS NULL AND erased_day IS NULL");
    db.each_among(&sql, &[], &others, |row| add_person(&mut all, &roots, row))?;
    let sql = format!(
        "{select} WHERE account_id = $1 AND merged_into IS NULL AND erased_day IS NULL ORDER BY id LIMIT $2"
    );
    for id in organisations {
        db.each(&sql, params![id, i64::try_from(PEOPLE).unwrap_or(i64::MAX)], |row| {
            add_person(&mut all, &roots, row)
        })?;
    }
    for known in all.values_mut().flatten() {
        known.people.sort_unstable_by_key(|(id, _)| *id);
    }
    Ok(all)
}

/// Adds a person to the customer at whom they are, and what is known of them to what is known of the customer.
fn add_person(
    all: &mut HashMap<i64, Result<Known, i64>>,
    roots: &HashMap<i64, i64>,
    row: &Row,
) -> Result<(), Error> {
    let root = roots.get(&row.get(0)?).copied().unwrap_or_default();
    let Some(Ok(Known { profile, people, .. })) = all.get_mut(&root) else { return Ok(()) };
    if people.len() == PEOPLE {
        return Ok(());
    }
    let organisation = profile.sort == Sort::Organisation;
    let key: Option<String> = row.get(3)?;
    let sort = if organisation { Sort::Colleague } else { Sort::Person };
    let mut person = Profile::named(row.text(2)?, key.as_deref(), sort);
    let lines = |column| Ok::<_, Error>(row.get::<Option<String>>(column)?.unwrap_or_default());
    for email in lines(4)?.lines() {
        profile.add_email(email);
        person.add_email(email);
    }
    for phone in lines(5)?.lines() {
        profile.add_phone(phone);
        person.add_phone(phone);
    }
    if !organisation {
        // A customer who is a person is called as the person is, also where only a key stands for the customer.
        if profile.name.is_empty() {
            profile.name.clone_from(&person.name);
        }
        profile.add_names_of(&person);
    }
    people.push((row.get(1)?, person));
    Ok(())
}

/// The marks kept of these customers, as numbers in order.
pub(crate) fn list_keys(db: &mut Db<'_>, accounts: &[i64]) -> Result<HashMap<i64, Vec<i64>>, Error> {
    let mut keys: HashMap<i64, Vec<i64>> = accounts.iter().map(|id| (*id, Vec::new())).collect();
    let sql = "SELECT account_id, key FROM duplicate_key WHERE account_id {among}";
    db.each_among(sql, &[], accounts, |row| {
        if let Some(of) = keys.get_mut(&row.get(0)?) {
            of.push(row.get(1)?);
        }
        Ok::<_, Error>(())
    })?;
    for of in keys.values_mut() {
        of.sort_unstable();
    }
    Ok(keys)
}

/// Keeps marks of customers: pairs of mark and customer.
pub(crate) fn put_keys(tx: &mut Tx<'_>, mut fresh: Vec<(i64, i64)>) -> Result<(), Error> {
    // In the order of the index.
    fresh.sort_unstable();
    let rows: Vec<Vec<Value>> = fresh.into_iter().map(|(key, id)| vec![key.into(), id.into()]).collect();
    let columns = [("key", Column::Int), ("account_id", Column::Int)];
    tx.insert_many("duplicate_key", &columns, "ON CONFLICT DO NOTHING", &rows)?;
    Ok(())
}

/// Takes marks off a customer.
pub(crate) fn drop_keys(tx: &mut Tx<'_>, account: i64, gone: &[i64]) -> Result<(), Error> {
    tx.execute_among(
        "DELETE FROM duplicate_key WHERE account_id = $1 AND key {among}",
        params![account],
        gone,
    )?;
    Ok(())
}

/// Other customers that bear each of these marks, at most so many of each. One statement for all of them.
pub(crate) fn list_others(
    db: &mut Db<'_>,
    account: i64,
    marks: &[(i64, usize)],
) -> Result<HashMap<i64, Vec<i64>>, Error> {
    let mut others: HashMap<i64, Vec<i64>> = marks.iter().map(|(mark, _)| (*mark, Vec::new())).collect();
    for marks in marks.chunks(MARKS) {
        let (mut each, mut values) = (Vec::new(), vec![Value::from(account)]);
        for (mark, limit) in marks {
            values.extend([(*mark).into(), i64::try_from(*limit).unwrap_or(i64::MAX).into()]);
            let (key, limit) = (values.len() - 1, values.len());
            each.push(format!(
                "SELECT * FROM (SELECT key, account_id FROM duplicate_key WHERE key = ${key} AND account_id <> $1 \
                 ORDER BY account_id LIMIT ${limit}) of_{key}"
            ));
        }
        db.each(&each.join(" UNION ALL "), &values, |row| {
            if let Some(of) = others.get_mut(&row.get(0)?) {
                of.push(row.get(1)?);
            }
            Ok::<_, Error>(())
        })?;
    }
    Ok(others)
}
