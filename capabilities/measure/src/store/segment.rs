//! What segments can ask of what a run found.

use troth_core::Grade;
use troth_store::{Db, Error, Estimated, Half, SegmentField, SegmentJoin, SegmentType, Value};

/// The published half of the scores; before the first run, one that is never written.
fn published(db: &mut Db<'_>) -> Result<Vec<Value>, Error> {
    let half = db.find_published_half()?;
    Ok(vec![Value::Int(half.map_or(-1, Half::number))])
}

const SCORE: SegmentJoin = SegmentJoin {
    name: "scored",
    sql: "SELECT score.account_id, score.alive, score.alive_low, score.alive_high FROM score WHERE score.half = ?",
    params: published,
};
/// The published half of the renewals; before the first run that knew of contracts, one that is never written.
fn renewals(db: &mut Db<'_>) -> Result<Vec<Value>, Error> {
    let half = super::renewal::find_half(db)?;
    Ok(vec![Value::Int(half.map_or(-1, Half::number))])
}

fn scores_and_renewals(db: &mut Db<'_>) -> Result<Vec<Value>, Error> {
    let (scores, renewals) = (published(db)?, renewals(db)?);
    Ok([scores, renewals.clone(), renewals].concat())
}

/// A customer with a running contract counts with that alone, as in the worth of the base. Ends of several contracts are added, which
/// is at least as wide as the interval of their sum.
const WORTH: SegmentJoin = SegmentJoin {
    name: "valued",
    sql: "SELECT score.account_id, score.worth, score.worth_low, score.worth_high FROM score WHERE score.half = ? AND NOT EXISTS \
          (SELECT 1 FROM renewal WHERE renewal.half = ? AND renewal.account_id = score.account_id) \
          UNION ALL SELECT renewal.account_id, SUM(renewal.worth), SUM(renewal.worth_low), SUM(renewal.worth_high) FROM renewal WHERE renewal.half = ? GROUP BY renewal.account_id",
    params: scores_and_renewals,
};
const RENEWAL: SegmentJoin = SegmentJoin {
    name: "renewing",
    sql: "SELECT renewal.account_id, MIN(renewal.due_day) AS due, MIN(CASE WHEN renewal.basis <> 'unknown' THEN renewal.chance END) AS chance, \
          MIN(CASE WHEN renewal.basis <> 'unknown' THEN renewal.chance_low END) AS low, \
          MIN(CASE WHEN renewal.basis <> 'unknown' THEN renewal.chance_high END) AS high \
          FROM renewal WHERE renewal.half = ? AND renewal.leaves_day IS NULL GROUP BY renewal.account_id",
    params: renewals,
};
const AT_RISK: SegmentJoin = SegmentJoin {
    name: "endangered",
    sql: "SELECT at_risk.account_id, 1 AS there FROM at_risk WHERE at_risk.half = ?",
    params: published,
};

const fn modelled(low: &'static str, high: &'static str) -> Estimated {
    Estimated { interval: (low, high), grade: Grade::Modelled }
}

/// Chance, worth and risk as of the published run.
pub(crate) const FIELDS: &[SegmentField] = &[
    SegmentField {
        name: "measure.alive",
        text: "measure-segment-alive",
        kind: SegmentType::Share,
        join: Some(&SCORE),
        value: "scored.alive",
        estimate: Some(modelled("scored.alive_low", "scored.alive_high")),
        outcome: true,
    },
    SegmentField {
        name: "measure.worth",
        text: "measure-segment-worth",
        kind: SegmentType::Money,
        join: Some(&WORTH),
        value: "valued.worth",
        estimate: Some(modelled("valued.worth_low", "valued.worth_high")),
        outcome: true,
    },
    SegmentField {
        name: "measure.renewal",
        text: "measure-segment-renewal",
        kind: SegmentType::Day,
        join: Some(&RENEWAL),
        value: "renewing.due",
        estimate: None,
        outcome: true,
    },
    SegmentField {
        name: "measure.renewing",
        text: "measure-segment-renewing",
        kind: SegmentType::Share,
        join: Some(&RENEWAL),
        value: "renewing.chance",
        estimate: Some(modelled("renewing.low", "renewing.high")),
        outcome: true,
    },
    SegmentField {
        name: "measure.at_risk",
        text: "measure-segment-at-risk",
        kind: SegmentType::Truth,
        join: Some(&AT_RISK),
        value: "COALESCE(endangered.there, 0)",
        estimate: None,
        outcome: true,
    },
];
