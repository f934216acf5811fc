//! Who was asked by a link of their own, and who of them answered.

use std::collections::HashMap;

use troth_core::{Id, SurveyId};
use troth_store::{Db, Error, params};

use super::driver::{Merged, merged};

/// Somebody who was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AskedPerson {
    pub(crate) account: Option<i64>,
    pub(crate) contact: Option<i64>,
    /// Whether they sent their answers.
    pub(crate) done: bool,
    /// Their last answers.
    pub(crate) response: Option<i64>,
}

/// Everybody who was asked by name, once however often; after merges, as the one who stays. One pass over the survey's links, by index.
pub(crate) fn list_asked(db: &mut Db<'_>, survey: SurveyId) -> Result<Vec<AskedPerson>, Error> {
    let (accounts, contacts) = (merged(db, Merged::Accounts)?, merged(db, Merged::Contacts)?);
    let standing = |of: &HashMap<i64, i64>, id: Option<i64>| id.map(|id| of.get(&id).copied().unwrap_or(id));
    let sql = "SELECT account_id, contact_id, state, response_id FROM survey_link WHERE survey_id = $1 AND origin = 'person' ORDER BY id";
    let mut places: HashMap<(Option<i64>, Option<i64>), usize> = HashMap::new();
    let mut people: Vec<AskedPerson> = Vec::new();
    db.each(sql, params![survey.raw()], |row| {
        let (account, contact) = (standing(&accounts, row.get(0)?), standing(&contacts, row.get(1)?));
        let (done, response) = (row.text(2)? == "done", row.get::<Option<i64>>(3)?);
        // A person is told by themselves alone: who has moved to another customer is the same.
        let key = if contact.is_some() { (None, contact) } else { (account, None) };
        let place = *places.entry(key).or_insert_with(|| {
            people.push(AskedPerson { account, contact, done: false, response: None });
            people.len() - 1
        });
        people[place].done |= done;
        if done {
            people[place].response = response.or(people[place].response);
        }
        Ok::<_, Error>(())
    })?;
    Ok(people)
}

/// The answers of responses to items, by response and item; of each response by its key.
pub(crate) fn answers_to(
    db: &mut Db<'_>,
    responses: &[i64],
    items: &[i64],
) -> Result<HashMap<(i64, i64), i64>, Error> {
    let mut answers = HashMap::new();
    let sql = "SELECT response_id, item_id, value FROM survey_answer WHERE response_id {among}";
    db.each_among(sql, &[], responses, |row| {
        let item: i64 = row.get(1)?;
        if items.contains(&item) {
            answers.insert((row.get(0)?, item), row.get(2)?);
        }
        Ok::<_, Error>(())
    })?;
    Ok(answers)
}
