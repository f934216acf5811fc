//! Organisations that were asked or answered, and their people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use troth_core::{Id, SurveyId, SurveyItemId};
use troth_records::{BuyingRole, Level, Structure};
use troth_store::{Db, Error, params};

use super::driver::{Merged, merged};
use super::missing::list_asked;
use crate::model::organisation::{Organisation, Voice};

/// By customer or person: the day and the answer.
type Last = HashMap<(Option<i64>, Option<i64>), (i64, i64)>;

/// The last answer of each person, or of a customer without one, to an item, with its day. One pass over its entries in the index.
fn last_answers(db: &mut Db<'_>, item: SurveyItemId) -> Result<Last, Error> {
    let (accounts, contacts) = (merged(db, Merged::Accounts)?, merged(db, Merged::Contacts)?);
    let standing = |of: &HashMap<i64, i64>, id: Option<i64>| id.map(|id| of.get(&id).copied().unwrap_or(id));
    let mut last: Last = HashMap::new();
    let sql = "SELECT account_id, contact_id, day, value FROM survey_answer WHERE item_id = $1";
    db.each(sql, params![item.raw()], |row| {
        let (account, contact) = (standing(&accounts, row.get(0)?), standing(&contacts, row.get(1)?));
        if account.is_none() && contact.is_none() {
            return Ok::<_, Error>(());
        }
        let (day, value): (i64, i64) = (row.get(2)?, row.get(3)?);
        let key = if contact.is_some() { (None, contact) } else { (account, None) };
        // Twice on one day: the worse of both, whichever way they are read.
        let known = last.entry(key).or_insert((day, value));
        if day > known.0 || (day == known.0 && value < known.1) {
            *known = (day, value);
        }
        Ok(())
    })?;
    Ok(last)
}

/// Organisations of which somebody was asked by name, or answered the item, with everybody there.
///
/// Cost: one pass over organisations and people, over the survey's links, and over the item's entries, each by index where there is a choice.
pub(crate) fn list_organisations(
    db: &mut Db<'_>,
    survey: SurveyId,
    item: SurveyItemId,
) -> Result<Vec<Organisation>, Error> {
    let answers = last_answers(db, item)?;
    let asked = list_asked(db, survey)?;
    let asked: BTreeSet<i64> = asked.iter().filter_map(|person| person.contact).collect();
    let mut found: BTreeMap<i64, Organisation> = BTreeMap::new();
    let sql = "SELECT id, structure FROM account WHERE kind = 'organisation' AND merged_into IS NULL AND erased_day IS NULL";
    db.each(sql, &[], |row| {
        let account: i64 = row.get(0)?;
        let structure = row.get::<Option<String>>(1)?.as_deref().and_then(Structure::find);
        let mut people = Vec::new();
        if let Some((_, answer)) = answers.get(&(Some(account), None)) {
            let answer = Some(*answer);
            people.push(Voice { contact: None, level: None, role: None, asked: false, answer });
        }
        found.insert(account, Organisation { account, structure, people });
        Ok::<_, Error>(())
    })?;
    let accounts = merged(db, Merged::Accounts)?;
    let sql = "SELECT id, account_id, level, buying_role FROM contact WHERE merged_into IS NULL AND erased_day IS NULL";
    db.each(sql, &[], |row| {
        let (contact, account): (i64, i64) = (row.get(0)?, row.get(1)?);
        let Some(own) = found.get_mut(accounts.get(&account).unwrap_or(&account)) else { return Ok(()) };
        own.people.push(Voice {
            contact: Some(contact),
            level: row.get::<Option<String>>(2)?.as_deref().and_then(Level::find),
            role: row.get::<Option<String>>(3)?.as_deref().and_then(BuyingRole::find),
            asked: asked.contains(&contact),
            answer: answers.get(&(None, Some(contact))).map(|(_, value)| *value),
        });
        Ok::<_, Error>(())
    })?;
    let touched = |one: &Organisation| one.people.iter().any(|voice| voice.asked || voice.answer.is_some());
    Ok(found.into_values().filter(touched).collect())
}

/// What people are called.
pub(crate) fn names_of(db: &mut Db<'_>, contacts: &[i64]) -> Result<HashMap<i64, String>, Error> {
    let mut names = HashMap::new();
    db.each_among("SELECT id, name FROM contact WHERE id {among}", &[], contacts, |row| {
        names.insert(row.get(0)?, row.get(1)?);
        Ok::<_, Error>(())
    })?;
    Ok(names)
}
