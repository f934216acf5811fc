//! Answers that came in files, in the database: found again by a fingerprint of their key, taken back by their import.

use std::collections::HashMap;

use troth_core::{BatchId, Id, SurveyId};
use troth_store::{Db, Error, Kind, Tx, Value, params};

use super::{SURVEY, survey};
use crate::model::Survey;

/// A survey that a file can name.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) survey: Survey,
    /// Whether a file made it: then it grows with what files bring.
    pub(crate) made: bool,
}

/// Surveys by id and by name, the latest of a name. A business has dozens.
pub(crate) fn list_named(db: &mut Db<'_>) -> Result<HashMap<String, Named>, Error> {
    let mut made = HashMap::new();
    db.each("SELECT id, batch_id FROM survey", &[], |row| {
        made.insert(row.get::<i64>(0)?, row.get::<Option<i64>>(1)?.is_some());
        Ok::<_, Error>(())
    })?;
    let mut named = HashMap::new();
    for row in db.query(&format!("{SURVEY} ORDER BY id"), &[])? {
        let survey = survey(&row)?;
        let made = made.get(&survey.id.raw()).copied().unwrap_or(false);
        let one = Named { survey, made };
        named.insert(one.survey.id.to_string(), one.clone());
        named.insert(one.survey.name.clone(), one);
    }
    Ok(named)
}

/// Notes by which import a survey was made.
pub(crate) fn note_made(tx: &mut Tx<'_>, survey: SurveyId, batch: BatchId) -> Result<(), Error> {
    tx.execute("UPDATE survey SET batch_id = $2 WHERE id = $1", params![survey.raw(), batch.raw()])?;
    Ok(())
}

/// A response that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) batch: Option<i64>,
    pub(crate) day: i64,
    pub(crate) month: i64,
    pub(crate) account: Option<i64>,
    pub(crate) contact: Option<i64>,
}

fn known(row: &troth_store::Row, from: usize) -> Result<Known, Error> {
    Ok(Known {
        id: row.get(from)?,
        batch: row.get(from + 1)?,
        day: row.get(from + 2)?,
        month: row.get(from + 3)?,
        account: row.get(from + 4)?,
        contact: row.get(from + 5)?,
    })
}

/// Responses by the fingerprint of their key; one look-up for many.
pub(crate) fn find_by_key(db: &mut Db<'_>, keys: &[&str]) -> Result<HashMap<String, Known>, Error> {
    let mut found = HashMap::new();
    let sql = "SELECT source_key, id, batch_id, day, month, account_id, contact_id FROM survey_response WHERE source_key {among}";
    db.each_among(sql, &[], keys, |row| {
        found.insert(row.get::<String>(0)?, known(row, 1)?);
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

/// Responses by id, those without names.
pub(crate) fn find_by_id(db: &mut Db<'_>, ids: &[i64]) -> Result<HashMap<i64, Known>, Error> {
    let mut found = HashMap::new();
    let sql = "SELECT id, batch_id, day, month, account_id, contact_id FROM survey_response WHERE id {among}";
    db.each_among(sql, &[], ids, |row| {
        found.insert(row.get::<i64>(0)?, known(row, 0)?);
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

/// What was answered, by response and item: the number, and the words of texts.
pub(crate) type Standing = HashMap<(i64, i64), (i64, Option<String>)>;

pub(crate) fn standing(db: &mut Db<'_>, responses: &[i64]) -> Result<Standing, Error> {
    let mut standing = Standing::new();
    let sql = "SELECT response_id, item_id, value FROM survey_answer WHERE response_id {among}";
    db.each_among(sql, &[], responses, |row| {
        standing.insert((row.get(0)?, row.get(1)?), (row.get(2)?, None));
        Ok::<_, Error>(())
    })?;
    let sql = "SELECT response_id, item_id, text FROM survey_text WHERE response_id {among}";
    db.each_among(sql, &[], responses, |row| {
        if let Some(answer) = standing.get_mut(&(row.get(0)?, row.get(1)?)) {
            answer.1 = Some(row.get(2)?);
        }
        Ok::<_, Error>(())
    })?;
    Ok(standing)
}

/// A response that a file brings.
#[derive(Debug)]
pub(crate) struct Fresh {
    pub(crate) known: Known,
    pub(crate) survey: i64,
    pub(crate) version: i64,
    pub(crate) language: Option<String>,
    pub(crate) at: Option<i64>,
    pub(crate) key: Option<String>,
}

const fn int(name: &'static str) -> (&'static str, Kind) {
    (name, Kind::Int)
}

pub(crate) fn add_responses(tx: &mut Tx<'_>, fresh: &[Fresh]) -> Result<(), Error> {
    let columns = [
        int("id"),
        int("survey_id"),
        int("version_id"),
        ("language", Kind::Text),
        ("done", Kind::Bool),
        int("account_id"),
        int("contact_id"),
        int("at"),
        int("day"),
        int("month"),
        int("batch_id"),
        ("source_key", Kind::Text),
    ];
    let rows: Vec<Vec<Value>> = fresh
        .iter()
        .map(|one| {
            vec![
                one.known.id.into(),
                one.survey.into(),
                one.version.into(),
                one.language.clone().into(),
                true.into(),
                one.known.account.into(),
                one.known.contact.into(),
                one.at.into(),
                one.known.day.into(),
                one.known.month.into(),
                one.known.batch.into(),
                one.key.clone().into(),
            ]
        })
        .collect();
    tx.insert_many("survey_response", &columns, "", &rows)?;
    Ok(())
}

/// An answer that is to be written.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) of: Known,
    pub(crate) item: i64,
    pub(crate) value: i64,
    pub(crate) text: Option<String>,
}

/// Writes answers, in the place of those to the same items.
pub(crate) fn put_entries(tx: &mut Tx<'_>, answers: &[Answer]) -> Result<(), Error> {
    let columns = ["response_id", "item_id", "value", "month", "day", "account_id", "contact_id"].map(int);
    let row = |one: &Answer| {
        let Known { id, day, month, account, contact, .. } = one.of;
        vec![
            id.into(),
            one.item.into(),
            one.value.into(),
            month.into(),
            day.into(),
            account.into(),
            contact.into(),
        ]
    };
    let rows: Vec<Vec<Value>> = answers.iter().map(row).collect();
    let conflict = "ON CONFLICT (response_id, item_id) DO UPDATE SET value = excluded.value";
    tx.insert_many("survey_answer", &columns, conflict, &rows)?;
    let texts: Vec<Vec<Value>> = answers
        .iter()
        .filter_map(|one| Some(vec![one.of.id.into(), one.item.into(), one.text.clone()?.into()]))
        .collect();
    let conflict = "ON CONFLICT (response_id, item_id) DO UPDATE SET text = excluded.text";
    tx.insert_many(
        "survey_text",
        &[int("response_id"), int("item_id"), ("text", Kind::Text)],
        conflict,
        &texts,
    )?;
    Ok(())
}

/// The response, the item, and what was answered; nothing where there was no answer.
pub(crate) type Before = (i64, i64, Option<(i64, Option<String>)>);

/// Notes what answers were before this import changes them; the first note of an answer stands.
pub(crate) fn note_before(tx: &mut Tx<'_>, batch: BatchId, before: &[Before]) -> Result<(), Error> {
    let columns = [int("batch_id"), int("response_id"), int("item_id"), int("value"), ("text", Kind::Text)];
    let rows: Vec<Vec<Value>> = before
        .iter()
        .map(|(response, item, before)| {
            let (value, text) = before.clone().map_or((None, None), |(value, text)| (Some(value), text));
            vec![batch.raw().into(), (*response).into(), (*item).into(), value.into(), text.into()]
        })
        .collect();
    tx.insert_many("survey_answer_before", &columns, "ON CONFLICT DO NOTHING", &rows)?;
    Ok(())
}

/// A later import, still standing, that changed answers which this one brought or changed.
pub(crate) fn changed_by(db: &mut Db<'_>, batch: BatchId) -> Result<Option<BatchId>, Error> {
    let row = db.query_opt(
        "SELECT later.batch_id FROM survey_answer_before later JOIN survey_response ON survey_response.id = later.response_id \
         WHERE later.batch_id > $1 AND (survey_response.batch_id = $1 OR EXISTS (SELECT 1 FROM survey_answer_before mine \
         WHERE mine.batch_id = $1 AND mine.response_id = later.response_id)) ORDER BY later.batch_id DESC LIMIT 1",
        params![batch.raw()],
    )?;
    row.map(|row| row.id(0)).transpose()
}

/// Takes back up to so many changes, then responses, then what was made for them; how many, zero when nothing is left.
pub(crate) fn take_back(tx: &mut Tx<'_>, batch: BatchId, limit: usize) -> Result<u64, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let before = tx.query(
        "SELECT response_id, item_id, value, text FROM survey_answer_before WHERE batch_id = $1 LIMIT $2",
        params![batch.raw(), limit],
    )?;
    for row in &before {
        let (response, item): (i64, i64) = (row.get(0)?, row.get(1)?);
        let of = params![response, item];
        if let Some(value) = row.get::<Option<i64>>(2)? {
            let sql = "UPDATE survey_answer SET value = $3 WHERE response_id = $1 AND item_id = $2";
            tx.execute(sql, params![response, item, value])?;
            if let Some(text) = row.get::<Option<String>>(3)? {
                let sql = "UPDATE survey_text SET text = $3 WHERE response_id = $1 AND item_id = $2";
                tx.execute(sql, params![response, item, text])?;
            }
        } else {
            tx.execute("DELETE FROM survey_text WHERE response_id = $1 AND item_id = $2", of)?;
            tx.execute("DELETE FROM survey_answer WHERE response_id = $1 AND item_id = $2", of)?;
        }
        let sql =
            "DELETE FROM survey_answer_before WHERE batch_id = $1 AND response_id = $2 AND item_id = $3";
        tx.execute(sql, params![batch.raw(), response, item])?;
    }
    if !before.is_empty() {
        return Ok(before.len() as u64);
    }
    let sql = "SELECT id FROM survey_response WHERE batch_id = $1 LIMIT $2";
    let gone = tx.query_by_index(sql, params![batch.raw(), limit])?;
    let gone = gone.iter().map(|row| row.get(0)).collect::<Result<Vec<i64>, _>>()?;
    if !gone.is_empty() {
        for table in ["survey_text", "survey_answer"] {
            tx.execute_among(&format!("DELETE FROM {table} WHERE response_id {{among}}"), &[], &gone)?;
        }
        return tx.execute_among("DELETE FROM survey_response WHERE id {among}", &[], &gone);
    }
    take_surveys(tx, batch)
}

/// Surveys that this import made and that nobody answered otherwise, asked or published anew.
fn take_surveys(tx: &mut Tx<'_>, batch: BatchId) -> Result<u64, Error> {
    let sql = "SELECT id FROM survey WHERE batch_id = $1 AND NOT EXISTS \
               (SELECT 1 FROM survey_response WHERE survey_response.survey_id = survey.id) \
               AND NOT EXISTS (SELECT 1 FROM survey_link WHERE survey_link.survey_id = survey.id)";
    let gone = tx.query(sql, params![batch.raw()])?;
    let gone = gone.iter().map(|row| row.get(0)).collect::<Result<Vec<i64>, _>>()?;
    for table in ["survey_item", "survey_version"] {
        tx.execute_among(&format!("DELETE FROM {table} WHERE survey_id {{among}}"), &[], &gone)?;
    }
    tx.execute_among("DELETE FROM survey WHERE id {among}", &[], &gone)
}
