//! What segments can ask of what a run found.

use troth_core::Id;
use troth_store::{Db, Error, SegmentField, SegmentJoin, SegmentType, Value};

/// The published run; before the first, one that nobody has.
fn published(db: &mut Db<'_>) -> Result<Vec<Value>, Error> {
    let run = db.find_published_run()?;
    Ok(vec![Value::Int(run.map_or(-1, Id::raw))])
}

const ALIVE: SegmentJoin = SegmentJoin {
    name: "alive",
    sql: "SELECT score.account_id, score.value FROM score WHERE score.run_id = ? AND score.kind = 'alive'",
    params: published,
};
const WORTH: SegmentJoin = SegmentJoin {
    name: "worth",
    sql: "SELECT score.account_id, score.value FROM score WHERE score.run_id = ? AND score.kind = 'worth'",
    params: published,
};
const AT_RISK: SegmentJoin = SegmentJoin {
    name: "endangered",
    sql: "SELECT at_risk.account_id, 1 AS there FROM at_risk WHERE at_risk.run_id = ?",
    params: published,
};

/// Chance, worth and risk as of the published run.
pub(crate) const FIELDS: &[SegmentField] = &[
    SegmentField {
        name: "measure.alive",
        text: "measure-segment-alive",
        kind: SegmentType::Share,
        join: Some(&ALIVE),
        value: "alive.value",
    },
    SegmentField {
        name: "measure.worth",
        text: "measure-segment-worth",
        kind: SegmentType::Money,
        join: Some(&WORTH),
        value: "worth.value",
    },
    SegmentField {
        name: "measure.at_risk",
        text: "measure-segment-at-risk",
        kind: SegmentType::Truth,
        join: Some(&AT_RISK),
        value: "COALESCE(endangered.there, 0)",
    },
];
