//! What surveys and what people tell leave to do: an unhappy answer that waits for a call, something done that nobody was told of, a decider who
//! was asked and has not answered.
//!
//! Cost: unhappy answers of the last month, through the index of each question that can show them; things done and not told; links of open
//! surveys that were made in the last two months and are not answered. Of one customer: theirs alone, by index.

use std::collections::HashMap;

use troth_core::{
    AccountId, ContactId, Day, Id, Instant, Proposal, Purpose, ResponseId, SurveyId, SurveyItemId, VoiceId,
};
use troth_store::{Db, Error, Value, WorkAsked, params};

use super::link::standing;
use super::{get_version, list_items};
use crate::model::{Decider, Undone, Unhappy, floor};

/// So many days an unhappy answer waits; after that a call comes too late.
const WAITS_DAYS: i64 = 30;
/// A decider has so many days to answer.
const DECIDES_DAYS: i64 = 14;
/// After so many days nobody is reminded of it any more.
const FORGOTTEN_DAYS: i64 = 60;
/// The most of one sort: more than anybody does in a week.
const MOST: i64 = 500;

/// An item whose answers can be unhappy.
struct Floor {
    item: SurveyItemId,
    survey: SurveyId,
    name: String,
    /// From which number down they are.
    low: i64,
    /// The highest there is.
    high: i64,
}

fn floors(db: &mut Db<'_>) -> Result<Vec<Floor>, Error> {
    let sql = "SELECT id, name, version_id FROM survey WHERE version_id IS NOT NULL AND NOT anonymous AND kind <> 'employee' \
               ORDER BY id DESC LIMIT 500";
    let mut all = Vec::new();
    for row in db.query(sql, &[])? {
        let (survey, name): (SurveyId, String) = (row.id(0)?, row.get(1)?);
        let form = get_version(db, row.id(2)?)?.form;
        let items = list_items(db, survey)?;
        for question in &form.questions {
            let Some((low, high)) = floor(question) else { continue };
            let item =
                items.iter().find(|item| item.question == question.key && item.kind == question.kind.key());
            all.extend(item.map(|item| Floor { item: item.id, survey, name: name.clone(), low, high }));
        }
    }
    Ok(all)
}

/// Unhappy answers that wait for a call: the last of each customer, unless somebody has been in touch since, or they want no contact.
fn list_unhappy(db: &mut Db<'_>, today: Day, only: Option<AccountId>) -> Result<Vec<Unhappy>, Error> {
    let since = today.plus(-WAITS_DAYS);
    let mut found: HashMap<i64, Unhappy> = HashMap::new();
    let mut order: Vec<(ResponseId, i64, i64, SurveyId, String)> = Vec::new();
    for Floor { item, survey, name, low, high } in floors(db)? {
        let mut values: Vec<Value> = params![item.raw(), since.month().number(), low, since].to_vec();
        let of = match only {
            Some(account) => {
                values.push(account.raw().into());
                " AND account_id = $5"
            }
            None => "",
        };
        let sql = format!(
            "SELECT response_id, value FROM survey_answer WHERE item_id = $1 AND month >= $2 AND value <= $3 AND day >= $4 \
             AND account_id IS NOT NULL{of}"
        );
        for row in db.query(&sql, &values)? {
            order.push((row.id(0)?, row.get(1)?, high, survey, name.clone()));
        }
    }
    let ids: Vec<i64> = order.iter().map(|one| one.0.raw()).collect();
    let mut responses: HashMap<i64, (AccountId, Option<ContactId>, Instant)> = HashMap::new();
    let sql = "SELECT id, account_id, contact_id, at FROM survey_response WHERE done AND at IS NOT NULL AND id {among}";
    db.each_among(sql, &[], &ids, |row| {
        responses.insert(row.get(0)?, (row.id(1)?, row.optional_id(2)?, row.instant(3)?));
        Ok::<_, Error>(())
    })?;
    for (response, value, high, survey, name) in order {
        let Some((account, contact, at)) = responses.get(&response.raw()).copied() else { continue };
        let one = Unhappy { response, survey, name, account, contact, at, value, high };
        match found.entry(account.raw()) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(one);
            }
            std::collections::hash_map::Entry::Occupied(mut place) if place.get().at < at => {
                place.insert(one);
            }
            std::collections::hash_map::Entry::Occupied(_) => {}
        }
    }
    let mut all: Vec<Unhappy> = found.into_values().collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.at), one.response.raw()));
    let people: Vec<i64> = all.iter().filter_map(|one| one.contact).map(Id::raw).collect();
    let consents = db.latest_consents(Purpose::Survey, &people)?;
    let mut waiting = Vec::new();
    for one in all {
        let refused = one.contact.is_some_and(|contact| consents.get(&contact.raw()) == Some(&false));
        if !refused && !is_gone(db, &one)? && !in_touch(db, one.account, one.at)? {
            waiting.push(one);
        }
        if i64::try_from(waiting.len()).is_ok_and(|waits| waits >= MOST) {
            break;
        }
    }
    Ok(waiting)
}

/// Whether the customer or the person was erased.
fn is_gone(db: &mut Db<'_>, one: &Unhappy) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM account WHERE id = $1 AND erased_day IS NOT NULL";
    if db.query_opt(sql, params![one.account.raw()])?.is_some() {
        return Ok(true);
    }
    let Some(contact) = one.contact else { return Ok(false) };
    let sql = "SELECT 1 FROM contact WHERE id = $1 AND erased_day IS NOT NULL";
    Ok(db.query_opt(sql, params![contact.raw()])?.is_some())
}

/// Whether somebody was in touch with a customer, under whatever record, after a moment.
fn in_touch(db: &mut Db<'_>, account: AccountId, at: Instant) -> Result<bool, Error> {
    let sql = "SELECT COALESCE(merged_into, id) FROM account WHERE id = $1";
    let stays: AccountId = db.query_one(sql, params![account.raw()])?.id(0)?;
    for record in standing(db, &[stays])?.into_keys() {
        let sql = "SELECT 1 FROM interaction WHERE account_id = $1 AND at > $2 LIMIT 1";
        if db.query_opt(sql, params![record, at])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What customers asked for that is done, and nobody told them.
fn list_undone(db: &mut Db<'_>, only: Option<AccountId>) -> Result<Vec<Undone>, Error> {
    let mut values: Vec<Value> = params![MOST].to_vec();
    let of = match only {
        Some(account) => {
            values.push(account.raw().into());
            " AND account_id = $2"
        }
        None => "",
    };
    let sql = format!(
        "SELECT id, account_id, sort, done_day, day FROM voice WHERE stage = 'done' AND told_day IS NULL AND merged_into IS NULL AND text <> '' \
         AND account_id IS NOT NULL{of} ORDER BY id LIMIT $1"
    );
    let undone = |row: &troth_store::Row| {
        let voice: VoiceId = row.id(0)?;
        let sort: String = row.get(2)?;
        let done = row.get::<Option<i64>>(3)?.map_or(row.get(4)?, |day| day);
        Ok(Undone { voice, account: row.id(1)?, sort, done: Day::from_number(done) })
    };
    db.query(&sql, &values)?.iter().map(undone).collect()
}

/// People who decide, were asked at least so many days ago and have not answered, at customers where somebody else has.
fn list_deciders(db: &mut Db<'_>, today: Day, only: Option<AccountId>) -> Result<Vec<Decider>, Error> {
    let mut all = Vec::new();
    let sql = "SELECT id, name FROM survey WHERE state = 'open' AND NOT anonymous ORDER BY id DESC LIMIT 500";
    for row in db.query(sql, &[])? {
        let (survey, name): (SurveyId, String) = (row.id(0)?, row.get(1)?);
        let mut values: Vec<Value> =
            params![survey.raw(), today.plus(-FORGOTTEN_DAYS), today.plus(-DECIDES_DAYS), MOST].to_vec();
        let of = match only {
            Some(account) => {
                values.push(account.raw().into());
                " AND asked.account_id = $5"
            }
            None => "",
        };
        let sql = format!(
            "SELECT asked.account_id, asked.contact_id, asked.made_day, (SELECT COUNT(*) FROM survey_link others \
             WHERE others.account_id = asked.account_id AND others.survey_id = asked.survey_id AND others.state = 'done' \
             AND others.contact_id <> asked.contact_id) AS answered FROM survey_link asked \
             JOIN contact ON contact.id = asked.contact_id WHERE asked.survey_id = $1 AND asked.origin = 'person' \
             AND asked.state IN ('new', 'begun') AND asked.made_day >= $2 AND asked.made_day <= $3 AND contact.buying_role = 'decides' \
             AND contact.merged_into IS NULL AND contact.erased_day IS NULL AND NOT EXISTS (SELECT 1 FROM survey_response answered \
             WHERE answered.contact_id = asked.contact_id AND answered.survey_id = asked.survey_id AND answered.done){of} ORDER BY asked.made_day, asked.id LIMIT $4"
        );
        for row in db.query(&sql, &values)? {
            let (account, contact): (AccountId, ContactId) = (row.id(0)?, row.id(1)?);
            let others: i64 = row.get(3)?;
            if others > 0 {
                let asked = Day::from_number(row.get(2)?);
                all.push(Decider { survey, name: name.clone(), account, contact, asked, others });
            }
        }
    }
    let people: Vec<i64> = all.iter().map(|one| one.contact.raw()).collect();
    let consents = db.latest_consents(Purpose::Survey, &people)?;
    all.retain(|one| consents.get(&one.contact.raw()) != Some(&false));
    Ok(all)
}

/// All that is to be done, of one customer or of all.
pub(crate) fn work(db: &mut Db<'_>, asked: WorkAsked) -> Result<Vec<Proposal>, Error> {
    let business = db.business()?;
    let today = business.zone.day_of(asked.now);
    let mut all = Vec::new();
    for one in list_unhappy(db, today, asked.account)? {
        let worth = db.find_score(one.account)?.map(|score| (score.worth.value, business.currency));
        all.push(one.proposal(&business.zone, worth));
    }
    all.extend(list_undone(db, asked.account)?.iter().map(Undone::proposal));
    all.extend(list_deciders(db, today, asked.account)?.iter().map(Decider::proposal));
    Ok(all)
}
