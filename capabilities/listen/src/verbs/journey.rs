//! What can be done with the way customers go: begin it from a template, add, rename, order and retire stages and touchpoints, tie questions.

use troth_core::{
    JourneyBegun, Message, QuestionTied, StageAdded, StageChanged, StageId, SurveyId, TouchpointAdded,
    TouchpointChanged, TouchpointId,
};
use troth_store::{Db, Store, Tx};
use troth_web::Error;

use super::{By, refuse};
use crate::model::{
    JourneyStage, Kind, LONGEST_NAME, MOST_STAGES, MOST_TOUCHPOINTS, Move, Questionnaire, Touchpoint,
    can_be_tied,
};
use crate::store;
use crate::store::journey::{
    get_touchpoint, list_journey, put_places, put_stage, put_touchpoint, tie_question as tie,
};

/// What is changed of a stage or a touchpoint; what is left out stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    /// Of a touchpoint: at which stage.
    pub(crate) stage: Option<StageId>,
    pub(crate) to: Option<Move>,
    pub(crate) retired: Option<bool>,
}

fn check_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(refuse("name", Message::new("web-field-empty")));
    }
    if name.chars().count() > LONGEST_NAME || name.contains('\0') {
        let limit = i64::try_from(LONGEST_NAME).unwrap_or(i64::MAX);
        return Err(refuse("name", Message::new("listen-wrong-name").with("limit", limit)));
    }
    Ok(name.to_owned())
}

fn check_room(count: usize, most: usize) -> Result<(), Error> {
    if count < most {
        return Ok(());
    }
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    Err(Error::Wrong(Message::new("listen-journey-full").with("limit", limit)))
}

/// Begins with the stages of a template, in words that `say` finds for its keys; only where nothing stands yet.
pub(crate) async fn begin_journey(
    to: &Store,
    by: By,
    template: &'static str,
    stages: Vec<(String, Vec<String>)>,
) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        if !list_journey(tx)?.is_empty() {
            return Err(Error::Conflict(Message::new("listen-journey-begun-already")));
        }
        let mut count = 0;
        for (place, (name, touchpoints)) in stages.iter().enumerate() {
            let stage: StageId = tx.new_id();
            put_stage(tx, (stage, name, place), None)?;
            for (place, name) in touchpoints.iter().enumerate() {
                let id: TouchpointId = tx.new_id();
                put_touchpoint(tx, (id, stage, name, place), None)?;
                count += 1;
            }
        }
        tx.append(&JourneyBegun { template: template.to_owned(), touchpoints: count })?;
        Ok(())
    })
    .await
}

pub(crate) async fn add_stage(to: &Store, by: By, name: &str) -> Result<StageId, Error> {
    let name = check_name(name)?;
    to.write(by.now, by.actor, move |tx| {
        let stages = list_journey(tx)?;
        check_room(stages.len(), MOST_STAGES)?;
        let id: StageId = tx.new_id();
        put_stage(tx, (id, &name, stages.len()), None)?;
        tx.append(&StageAdded { stage: id })?;
        Ok(id)
    })
    .await
}

fn find_stage(stages: &[JourneyStage], id: StageId) -> Result<&JourneyStage, Error> {
    stages.iter().find(|stage| stage.id == id).ok_or(Error::NotFound)
}

/// Names of the fields that changed.
fn fields<const N: usize>(changed: [(&str, bool); N]) -> Vec<String> {
    changed.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name.to_owned()).collect()
}

/// Ids in their new order; the same where nothing is moved.
fn moved<I: PartialEq + Copy>(ids: &[I], id: I, to: Option<Move>) -> (Vec<I>, bool) {
    let mut after = ids.to_vec();
    if let Some(to) = to {
        to.apply(&mut after, id);
    }
    let differs = after != ids;
    (after, differs)
}

pub(crate) async fn change_stage(to: &Store, by: By, id: StageId, change: Change) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        let stages = list_journey(tx)?;
        let before = find_stage(&stages, id)?;
        let name = change.name.as_deref().map_or_else(|| Ok(before.name.clone()), check_name)?;
        let retired = change.retired.unwrap_or(before.retired);
        let used: Vec<StageId> = stages.iter().filter(|stage| !stage.retired).map(|stage| stage.id).collect();
        let (order, is_moved) = moved(&used, id, change.to);
        let fields = fields([
            ("name", name != before.name),
            ("place", is_moved),
            ("retired", retired != before.retired),
        ]);
        if fields.is_empty() {
            return Ok(());
        }
        let place = stages.iter().position(|stage| stage.id == id).unwrap_or_default();
        let now = tx.now();
        put_stage(tx, (id, &name, place), retired.then_some(now))?;
        put_places(tx, "journey_stage", &order)?;
        tx.append(&StageChanged { stage: id, fields })?;
        Ok(())
    })
    .await
}

pub(crate) async fn add_touchpoint(
    to: &Store,
    by: By,
    stage: StageId,
    name: &str,
) -> Result<TouchpointId, Error> {
    let name = name.to_owned();
    to.write(by.now, by.actor, move |tx| {
        let stages = list_journey(tx)?;
        let at = find_stage(&stages, stage)?;
        let name = check_name(&name)?;
        check_room(stages.iter().map(|stage| stage.touchpoints.len()).sum(), MOST_TOUCHPOINTS)?;
        let id: TouchpointId = tx.new_id();
        put_touchpoint(tx, (id, stage, &name, at.touchpoints.len()), None)?;
        tx.append(&TouchpointAdded { touchpoint: id, stage })?;
        Ok(id)
    })
    .await
}

pub(crate) async fn change_touchpoint(
    to: &Store,
    by: By,
    id: TouchpointId,
    change: Change,
) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        let before: Touchpoint = get_touchpoint(tx, id)?;
        let stages = list_journey(tx)?;
        let stage = change.stage.unwrap_or(before.stage);
        if !stages.iter().any(|known| known.id == stage) {
            return Err(refuse("stage", Message::new("listen-wrong-stage")));
        }
        let name = change.name.as_deref().map_or_else(|| Ok(before.name.clone()), check_name)?;
        let retired = change.retired.unwrap_or(before.retired);
        let there = &find_stage(&stages, stage)?.touchpoints;
        let mut used: Vec<TouchpointId> = there.iter().filter(|one| !one.retired).map(|one| one.id).collect();
        if stage != before.stage && !retired {
            used.push(id);
        }
        let (order, is_moved) = moved(&used, id, change.to);
        let fields = fields([
            ("name", name != before.name),
            ("stage", stage != before.stage),
            ("place", is_moved),
            ("retired", retired != before.retired),
        ]);
        if fields.is_empty() {
            return Ok(());
        }
        let place = there.iter().position(|one| one.id == id).unwrap_or(there.len());
        let now = tx.now();
        put_touchpoint(tx, (id, stage, &name, place), retired.then_some(now))?;
        put_places(tx, "touchpoint", &order)?;
        tx.append(&TouchpointChanged { touchpoint: id, fields })?;
        Ok(())
    })
    .await
}

/// A question of what a survey asks, or asked before: of its kind.
fn find_question(db: &mut Db<'_>, survey: SurveyId, key: &str) -> Result<Option<Kind>, troth_store::Error> {
    let found = store::get_survey(db, survey)?;
    let published = found.version.map(|version| store::get_version(db, version)).transpose()?;
    let kind = |form: &Questionnaire| form.find(key).map(|(_, question)| question.kind);
    Ok(published.as_ref().and_then(|version| kind(&version.form)).or_else(|| kind(&found.draft)))
}

/// Says that a question asks about a touchpoint, or does so no longer; one that asked about another asks about this one now.
pub(crate) async fn tie_question(
    to: &Store,
    by: By,
    touchpoint: TouchpointId,
    (survey, question): (SurveyId, String),
    tied: bool,
) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx: &mut Tx<'_>| {
        get_touchpoint(tx, touchpoint)?;
        if tied && !find_question(tx, survey, &question)?.is_some_and(can_be_tied) {
            return Err(refuse("question", Message::new("listen-wrong-question")));
        }
        if tie(tx, touchpoint, (survey, &question), tied)? {
            tx.append(&QuestionTied { touchpoint, survey, question: question.clone(), tied })?;
        }
        Ok(())
    })
    .await
}
