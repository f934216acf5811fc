//! Surveys in the database, as they are written and as they were published.

pub(crate) mod asking;
pub(crate) mod driver;
pub(crate) mod expect;
pub(crate) mod file;
pub(crate) mod journey;
pub(crate) mod link;
pub(crate) mod missing;
pub(crate) mod organisation;
pub(crate) mod privacy;
pub(crate) mod reason;
pub(crate) mod response;
pub(crate) mod result;
pub(crate) mod standard;
pub(crate) mod timeline;
pub(crate) mod voice;
mod voice_privacy;
pub(crate) mod work;

use troth_core::{Day, Id, SurveyId, SurveyItemId, SurveyVersionId};
use troth_store::{Db, Error, Row, Tx, params};

use crate::model::{Questionnaire, State, Survey, Version};

const SURVEY: &str = "SELECT id, name, kind, anonymous, state, slug, open_link, draft, version_id, last_day, created_at, changed_at FROM survey";

fn read_form(text: &str) -> Result<Questionnaire, Error> {
    serde_json::from_str(text).map_err(|problem| Error::Decode(format!("a survey cannot be read: {problem}")))
}

fn write_form(form: &Questionnaire) -> Result<String, Error> {
    serde_json::to_string(form).map_err(|problem| Error::Value(problem.to_string()))
}

fn survey(row: &Row) -> Result<Survey, Error> {
    let state =
        State::find(row.text(4)?).ok_or_else(|| Error::Decode("a survey is in no known state".into()))?;
    Ok(Survey {
        id: row.id(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        anonymous: row.get(3)?,
        state,
        slug: row.get(5)?,
        open_link: row.get(6)?,
        draft: read_form(row.text(7)?)?,
        version: row.get::<Option<i64>>(8)?.map(SurveyVersionId::from_raw),
        last_day: row.get::<Option<i64>>(9)?.map(Day::from_number),
        created_at: row.instant(10)?,
        changed_at: row.instant(11)?,
    })
}

/// Surveys, latest first. A business has dozens.
pub(crate) fn list_surveys(db: &mut Db<'_>) -> Result<Vec<Survey>, Error> {
    db.query(&format!("{SURVEY} ORDER BY id DESC LIMIT 500"), &[])?.iter().map(survey).collect()
}

pub(crate) fn get_survey(db: &mut Db<'_>, id: SurveyId) -> Result<Survey, Error> {
    survey(&db.query_one(&format!("{SURVEY} WHERE id = $1"), params![id.raw()])?)
}

pub(crate) fn find_by_slug(db: &mut Db<'_>, slug: &str) -> Result<Option<Survey>, Error> {
    db.query_opt(&format!("{SURVEY} WHERE slug = $1"), params![slug])?.as_ref().map(survey).transpose()
}

/// Enters a survey, or writes it anew.
pub(crate) fn put_survey(tx: &mut Tx<'_>, survey: &Survey) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO survey (id, name, kind, anonymous, state, slug, open_link, draft, version_id, last_day, created_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
         anonymous = excluded.anonymous, state = excluded.state, open_link = excluded.open_link, draft = excluded.draft, \
         version_id = excluded.version_id, last_day = excluded.last_day, changed_at = excluded.changed_at",
        params![
            survey.id.raw(),
            survey.name.as_str(),
            survey.kind.as_str(),
            survey.anonymous,
            survey.state.key(),
            survey.slug.as_str(),
            survey.open_link,
            write_form(&survey.draft)?,
            survey.version.map(Id::raw),
            survey.last_day.map(Day::number),
            survey.created_at,
            survey.changed_at
        ],
    )?;
    Ok(())
}

const VERSION: &str = "SELECT id, number, form, published_at FROM survey_version";

fn version(row: &Row) -> Result<Version, Error> {
    Ok(Version {
        id: row.id(0)?,
        number: row.get(1)?,
        form: read_form(row.text(2)?)?,
        published_at: row.instant(3)?,
    })
}

pub(crate) fn get_version(db: &mut Db<'_>, id: SurveyVersionId) -> Result<Version, Error> {
    version(&db.query_one(&format!("{VERSION} WHERE id = $1"), params![id.raw()])?)
}

/// Its versions, latest first.
pub(crate) fn list_versions(db: &mut Db<'_>, survey: SurveyId) -> Result<Vec<Version>, Error> {
    let sql = format!("{VERSION} WHERE survey_id = $1 ORDER BY number DESC LIMIT 100");
    db.query(&sql, params![survey.raw()])?.iter().map(version).collect()
}

pub(crate) fn add_version(tx: &mut Tx<'_>, survey: SurveyId, version: &Version) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO survey_version (id, survey_id, number, form, published_at) VALUES ($1, $2, $3, $4, $5)",
        params![
            version.id.raw(),
            survey.raw(),
            version.number,
            write_form(&version.form)?,
            version.published_at
        ],
    )?;
    Ok(())
}

/// What one number answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) id: SurveyItemId,
    pub(crate) question: String,
    /// The row or the choice; empty for other questions.
    pub(crate) part: String,
    pub(crate) kind: String,
}

pub(crate) fn list_items(db: &mut Db<'_>, survey: SurveyId) -> Result<Vec<Item>, Error> {
    let sql = "SELECT id, question, item, kind FROM survey_item WHERE survey_id = $1 ORDER BY id";
    let item =
        |row: &Row| Ok(Item { id: row.id(0)?, question: row.get(1)?, part: row.get(2)?, kind: row.get(3)? });
    db.query(sql, params![survey.raw()])?.iter().map(item).collect()
}

/// Makes the items of a version that no earlier one had.
pub(crate) fn add_items(tx: &mut Tx<'_>, survey: SurveyId, form: &Questionnaire) -> Result<(), Error> {
    for question in &form.questions {
        for item in question.items() {
            let id: SurveyItemId = tx.new_id();
            tx.execute(
                "INSERT INTO survey_item (id, survey_id, question, item, kind) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                params![id.raw(), survey.raw(), question.key.as_str(), item.as_str(), question.kind.key()],
            )?;
        }
    }
    Ok(())
}
