//! Answers in the database.

use std::collections::{BTreeMap, HashMap};

use troth_core::{
    AccountId, ContactId, Day, Id, Instant, ResponseId, SurveyId, SurveyItemId, SurveyVersionId,
};
use troth_store::{Db, Error, Kind, Row, Tx, Value, params};

use super::{Item, list_items};
use crate::model::{Answers, Given, Questionnaire, Shape, expand};

/// What somebody answered together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Response {
    pub(crate) id: ResponseId,
    pub(crate) survey: SurveyId,
    pub(crate) version: SurveyVersionId,
    pub(crate) language: Option<String>,
    pub(crate) done: bool,
    pub(crate) account: Option<AccountId>,
    pub(crate) contact: Option<ContactId>,
    pub(crate) at: Option<Instant>,
    pub(crate) day: Day,
}

const RESPONSE: &str =
    "SELECT id, survey_id, version_id, language, done, account_id, contact_id, at, day FROM survey_response";

fn response(row: &Row) -> Result<Response, Error> {
    Ok(Response {
        id: row.id(0)?,
        survey: row.id(1)?,
        version: row.id(2)?,
        language: row.get(3)?,
        done: row.get(4)?,
        account: row.get::<Option<i64>>(5)?.map(AccountId::from_raw),
        contact: row.get::<Option<i64>>(6)?.map(ContactId::from_raw),
        at: row.get::<Option<i64>>(7)?.map(Instant::from_micros),
        day: Day::from_number(row.get(8)?),
    })
}

pub(crate) fn get_response(db: &mut Db<'_>, id: ResponseId) -> Result<Response, Error> {
    response(&db.query_one(&format!("{RESPONSE} WHERE id = $1"), params![id.raw()])?)
}

/// Answers to a survey after one, by id: those without names in no order of time.
pub(crate) fn list_responses(
    db: &mut Db<'_>,
    survey: SurveyId,
    after: Option<ResponseId>,
    limit: usize,
) -> Result<Vec<Response>, Error> {
    let sql = format!("{RESPONSE} WHERE survey_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = db.query(&sql, params![survey.raw(), after.map_or(-1, Id::raw), limit])?;
    rows.iter().map(response).collect()
}

/// Enters a response, or writes it anew.
pub(crate) fn put_response(tx: &mut Tx<'_>, response: &Response) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO survey_response (id, survey_id, version_id, language, done, account_id, contact_id, at, day, month) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET language = excluded.language, \
         done = excluded.done, at = excluded.at, day = excluded.day, month = excluded.month",
        params![
            response.id.raw(),
            response.survey.raw(),
            response.version.raw(),
            response.language.as_deref(),
            response.done,
            response.account.map(Id::raw),
            response.contact.map(Id::raw),
            response.at.map(Instant::micros),
            response.day,
            response.day.month().number()
        ],
    )?;
    Ok(())
}

/// Writes the answers of a response: a few dozen rows, in the place of those that were there unless it is fresh.
pub(crate) fn put_answers(
    tx: &mut Tx<'_>,
    form: &Questionnaire,
    (of, fresh): (&Response, bool),
    answers: &Answers,
) -> Result<(), Error> {
    if !fresh {
        tx.execute("DELETE FROM survey_answer WHERE response_id = $1", params![of.id.raw()])?;
        tx.execute("DELETE FROM survey_text WHERE response_id = $1", params![of.id.raw()])?;
    }
    let known = list_items(tx, of.survey)?;
    let known: HashMap<(&str, &str, &str), SurveyItemId> = known
        .iter()
        .map(|one| ((one.question.as_str(), one.part.as_str(), one.kind.as_str()), one.id))
        .collect();
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    for question in &form.questions {
        let Some(given) = answers.get(&question.key) else { continue };
        for (item, value) in expand(question, given) {
            let id = known.get(&(question.key.as_str(), item.as_str(), question.kind.key()));
            let id = id.ok_or_else(|| Error::Decode(format!("{} has no item {item}", question.key)))?;
            rows.push(vec![
                Value::from(of.id.raw()),
                Value::from(id.raw()),
                Value::from(value),
                Value::from(of.day.month().number()),
                Value::from(of.day),
                Value::from(of.account.map(Id::raw)),
                Value::from(of.contact.map(Id::raw)),
            ]);
            if let Given::Text(text) = given {
                texts.push(vec![Value::from(of.id.raw()), Value::from(id.raw()), Value::from(text.as_str())]);
            }
        }
    }
    let int = |name| (name, Kind::Int);
    let columns = ["response_id", "item_id", "value", "month", "day", "account_id", "contact_id"].map(int);
    tx.insert_many("survey_answer", &columns, "", &rows)?;
    tx.insert_many("survey_text", &[int("response_id"), int("item_id"), ("text", Kind::Text)], "", &texts)?;
    Ok(())
}

/// The answers of responses, as they were given. A survey's items are read once.
pub(crate) fn answers_of(
    db: &mut Db<'_>,
    form: &Questionnaire,
    survey: SurveyId,
    responses: &[ResponseId],
) -> Result<BTreeMap<i64, Answers>, Error> {
    let items: HashMap<i64, Item> =
        list_items(db, survey)?.into_iter().map(|item| (item.id.raw(), item)).collect();
    let keys: Vec<i64> = responses.iter().map(|response| response.raw()).collect();
    let mut texts: HashMap<(i64, i64), String> = HashMap::new();
    db.each_among(
        "SELECT response_id, item_id, text FROM survey_text WHERE response_id {among}",
        &[],
        &keys,
        |row| {
            texts.insert((row.get(0)?, row.get(1)?), row.get(2)?);
            Ok::<_, Error>(())
        },
    )?;
    let mut all: BTreeMap<i64, Answers> = BTreeMap::new();
    let sql = "SELECT response_id, item_id, value FROM survey_answer WHERE response_id {among}";
    db.each_among(sql, &[], &keys, |row| {
        let (response, item_id, value): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let Some(item) = items.get(&item_id) else { return Ok(()) };
        let asked = form.find(&item.question).map(|(_, question)| question);
        let Some(question) = asked.filter(|question| question.kind.key() == item.kind) else { return Ok(()) };
        let answers = all.entry(response).or_default();
        match question.kind.shape() {
            Shape::One => {
                answers.insert(item.question.clone(), Given::Number(value));
            }
            Shape::Text => {
                let text = texts.get(&(response, item_id)).cloned().unwrap_or_default();
                answers.insert(item.question.clone(), Given::Text(text));
            }
            Shape::Choices if question.kind == crate::model::Kind::Multiple => {
                let given = answers.entry(item.question.clone()).or_insert_with(|| Given::Chosen(Vec::new()));
                if let (Given::Chosen(chosen), 1, Ok(choice)) = (given, value, item.part.parse()) {
                    chosen.push(choice);
                }
            }
            Shape::Rows | Shape::Choices => {
                let given =
                    answers.entry(item.question.clone()).or_insert_with(|| Given::Each(BTreeMap::new()));
                if let Given::Each(each) = given {
                    each.insert(item.part.clone(), value);
                }
            }
        }
        Ok::<_, Error>(())
    })?;
    for given in all.values_mut().flat_map(BTreeMap::values_mut) {
        if let Given::Chosen(chosen) = given {
            chosen.sort_unstable();
        }
    }
    Ok(all)
}
