//! Stages, touchpoints and the questions that ask about them.

use std::collections::BTreeMap;

use troth_core::{Day, Id, Instant, StaffId, StageId, SurveyId, SurveyItemId, TouchpointId};
use troth_store::{Db, Error, Row, Tx, Value, params};

use crate::model::{JourneyStage, Plan, Standard, Tie, Touchpoint, Within, Working};

fn touchpoint(row: &Row) -> Result<Touchpoint, Error> {
    let unit = row.get::<Option<String>>(6)?.as_deref().and_then(Working::find);
    let (amount, function) = (row.get::<Option<i64>>(5)?, row.get::<Option<String>>(7)?);
    let within = amount.zip(unit).zip(function);
    Ok(Touchpoint {
        id: row.id(0)?,
        stage: row.id(1)?,
        name: row.get(2)?,
        retired: row.get(3)?,
        standard: Standard {
            sentence: row.get(4)?,
            within: within.map(|((amount, unit), function)| Within { amount, unit, function }),
        },
        plan: Plan {
            text: row.get(8)?,
            staff: row.get::<Option<i64>>(9)?.map(StaffId::from_raw),
            day: row.get::<Option<i64>>(10)?.map(Day::from_number),
        },
    })
}

const TOUCHPOINT: &str = "SELECT id, stage_id, name, retired_at IS NOT NULL, standard, within, unit, function, improvement, improvement_staff_id, \
     improvement_day FROM touchpoint";

/// Stages in their order with their touchpoints, retired ones last: some dozens, bounded when they are added.
pub(crate) fn list_journey(db: &mut Db<'_>) -> Result<Vec<JourneyStage>, Error> {
    let sql = format!("{TOUCHPOINT} ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, place, id");
    let mut of: BTreeMap<i64, Vec<Touchpoint>> = BTreeMap::new();
    for row in db.query(&sql, &[])? {
        let one = touchpoint(&row)?;
        of.entry(one.stage.raw()).or_default().push(one);
    }
    let sql = "SELECT id, name, retired_at IS NOT NULL FROM journey_stage \
               ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, place, id";
    let stage = |row: &Row| {
        let id: StageId = row.id(0)?;
        let touchpoints = of.remove(&id.raw()).unwrap_or_default();
        Ok(JourneyStage { id, name: row.get(1)?, retired: row.get(2)?, touchpoints })
    };
    db.query(sql, &[])?.iter().map(stage).collect()
}

/// Whether there is any touchpoint that is used.
pub(crate) fn has_touchpoints(db: &mut Db<'_>) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM touchpoint WHERE retired_at IS NULL LIMIT 1";
    Ok(db.query_opt(sql, &[])?.is_some())
}

pub(crate) fn get_touchpoint(db: &mut Db<'_>, id: TouchpointId) -> Result<Touchpoint, Error> {
    touchpoint(&db.query_one(&format!("{TOUCHPOINT} WHERE id = $1"), params![id.raw()])?)
}

pub(crate) fn find_touchpoint(db: &mut Db<'_>, id: TouchpointId) -> Result<Option<Touchpoint>, Error> {
    let row = db.query_opt(&format!("{TOUCHPOINT} WHERE id = $1"), params![id.raw()])?;
    row.as_ref().map(touchpoint).transpose()
}

/// Enters a stage, or writes it anew; retired at this moment, or not.
pub(crate) fn put_stage(
    tx: &mut Tx<'_>,
    (id, name, place): (StageId, &str, usize),
    retired: Option<Instant>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO journey_stage (id, name, place, retired_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place, retired_at = excluded.retired_at",
        params![id.raw(), name, number(place), retired.map(Instant::micros)],
    )?;
    Ok(())
}

/// Enters a touchpoint, or writes it anew.
pub(crate) fn put_touchpoint(
    tx: &mut Tx<'_>,
    (id, stage, name, place): (TouchpointId, StageId, &str, usize),
    retired: Option<Instant>,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO touchpoint (id, stage_id, name, place, retired_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET stage_id = excluded.stage_id, name = excluded.name, place = excluded.place, \
         retired_at = excluded.retired_at",
        params![id.raw(), stage.raw(), name, number(place), retired.map(Instant::micros)],
    )?;
    Ok(())
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// Writes places anew in this order.
pub(crate) fn put_places<I: Id>(tx: &mut Tx<'_>, table: &str, ids: &[I]) -> Result<(), Error> {
    for (place, id) in ids.iter().enumerate() {
        let sql = format!("UPDATE {table} SET place = $2 WHERE id = $1 AND place <> $2");
        tx.execute(&sql, &[Value::from(id.raw()), Value::from(number(place))])?;
    }
    Ok(())
}

/// Questions that ask about touchpoints; of one, or of all. The kind is that of its answers.
pub(crate) fn list_ties(db: &mut Db<'_>, of: Option<TouchpointId>) -> Result<Vec<Tie>, Error> {
    let sql = "SELECT touchpoint_question.touchpoint_id, touchpoint_question.survey_id, survey.name, touchpoint_question.question, \
               COALESCE((SELECT MAX(survey_item.kind) FROM survey_item WHERE survey_item.survey_id = touchpoint_question.survey_id \
               AND survey_item.question = touchpoint_question.question), '') \
               FROM touchpoint_question JOIN survey ON survey.id = touchpoint_question.survey_id \
               WHERE $1 = 0 OR touchpoint_question.touchpoint_id = $1 \
               ORDER BY touchpoint_question.survey_id DESC, touchpoint_question.question";
    let tie = |row: &Row| {
        Ok(Tie {
            touchpoint: row.id(0)?,
            survey: row.id(1)?,
            survey_name: row.get(2)?,
            question: row.get(3)?,
            kind: row.get(4)?,
        })
    };
    db.query(sql, params![of.map_or(0, Id::raw)])?.iter().map(tie).collect()
}

/// Ties a question to a touchpoint, or lets it go; whether that changed anything.
pub(crate) fn tie_question(
    tx: &mut Tx<'_>,
    touchpoint: TouchpointId,
    (survey, question): (SurveyId, &str),
    tied: bool,
) -> Result<bool, Error> {
    let sql = if tied {
        "INSERT INTO touchpoint_question (survey_id, question, touchpoint_id) VALUES ($1, $2, $3) \
         ON CONFLICT (survey_id, question) DO UPDATE SET touchpoint_id = excluded.touchpoint_id \
         WHERE touchpoint_question.touchpoint_id <> excluded.touchpoint_id"
    } else {
        "DELETE FROM touchpoint_question WHERE survey_id = $1 AND question = $2 AND touchpoint_id = $3"
    };
    Ok(tx.execute(sql, params![survey.raw(), question, touchpoint.raw()])? > 0)
}

/// What of a tied question a number answers: touchpoint, item, part and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TiedItem {
    pub(crate) touchpoint: TouchpointId,
    pub(crate) survey: SurveyId,
    pub(crate) question: String,
    pub(crate) item: SurveyItemId,
    pub(crate) part: String,
    pub(crate) kind: String,
}

/// The items of tied questions.
pub(crate) fn list_tied_items(db: &mut Db<'_>) -> Result<Vec<TiedItem>, Error> {
    let sql = "SELECT touchpoint_question.touchpoint_id, touchpoint_question.survey_id, touchpoint_question.question, survey_item.id, \
               survey_item.item, survey_item.kind FROM touchpoint_question JOIN survey_item \
               ON survey_item.survey_id = touchpoint_question.survey_id AND survey_item.question = touchpoint_question.question";
    let item = |row: &Row| {
        Ok(TiedItem {
            touchpoint: row.id(0)?,
            survey: row.id(1)?,
            question: row.get(2)?,
            item: row.id(3)?,
            part: row.get(4)?,
            kind: row.get(5)?,
        })
    };
    db.query(sql, &[])?.iter().map(item).collect()
}
