//! What segments can ask of what a run found.

use troth_store::{Db, Error, Half, SegmentField, SegmentJoin, SegmentType, Value};

/// The published half of the scores; before the first run, one that is never written.
fn published(db: &mut Db<'_>) -> Result<Vec<Value>, Error> {
    let half = db.find_published_half()?;
    Ok(vec![Value::Int(half.map_or(-1, Half::number))])
}

const SCORE: SegmentJoin = SegmentJoin {
    name: "scored",
    sql: "SELECT score.account_id, score.alive, score.worth FROM score WHERE score.half = ?",
    params: published,
};
const AT_RISK: SegmentJoin = SegmentJoin {
    name: "endangered",
    sql: "SELECT at_risk.account_id, 1 AS there FROM at_risk WHERE at_risk.half = ?",
    params: published,
};

/// Chance, worth and risk as of the published run.
pub(crate) const FIELDS: &[SegmentField] = &[
    SegmentField {
        name: "measure.alive",
        text: "measure-segment-alive",
        kind: SegmentType::Share,
        join: Some(&SCORE),
        value: "scored.alive",
    },
    SegmentField {
        name: "measure.worth",
        text: "measure-segment-worth",
        kind: SegmentType::Money,
        join: Some(&SCORE),
        value: "scored.worth",
    },
    SegmentField {
        name: "measure.at_risk",
        text: "measure-segment-at-risk",
        kind: SegmentType::Truth,
        join: Some(&AT_RISK),
        value: "COALESCE(endangered.there, 0)",
    },
];
