//! Runs in the database.

pub(crate) mod at_risk;
pub(crate) mod segment;

use troth_core::{Day, Id, Instant, RunId};
use troth_store::{Db, Error, Row, Tx, params};

use crate::model::RunRow;

/// A run as stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    pub(crate) as_of: Day,
    pub(crate) step: String,
    pub(crate) reached: i64,
    pub(crate) fingerprint: Option<String>,
    pub(crate) fit: Option<String>,
    pub(crate) report: Option<String>,
    pub(crate) finished_at: Option<Instant>,
}

const COLUMNS: &str = "id, as_of_day, step, reached, fingerprint, fit, report, finished_at";

fn run(row: &Row) -> Result<Run, Error> {
    Ok(Run {
        id: row.id(0)?,
        as_of: Day::from_number(row.get(1)?),
        step: row.get(2)?,
        reached: row.get(3)?,
        fingerprint: row.get(4)?,
        fit: row.get(5)?,
        report: row.get(6)?,
        finished_at: row.get::<Option<i64>>(7)?.map(Instant::from_micros),
    })
}

pub(crate) fn get_run(db: &mut Db<'_>, id: RunId) -> Result<Run, Error> {
    let sql = format!("SELECT {COLUMNS} FROM run WHERE id = $1");
    db.query_opt(&sql, params![id.raw()])?
        .as_ref()
        .map_or_else(|| Err(Error::NotFound(format!("run {id}"))), run)
}

/// The run that was stopped half-way for this day, if there is one.
pub(crate) fn find_unfinished(db: &mut Db<'_>, as_of: Day) -> Result<Option<Run>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM run WHERE state = 'running' AND as_of_day = $1 ORDER BY id DESC LIMIT 1"
    );
    db.query_opt(&sql, params![as_of])?.as_ref().map(run).transpose()
}

/// The latest finished run.
pub(crate) fn find_latest(db: &mut Db<'_>) -> Result<Option<Run>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM run WHERE state = 'done' ORDER BY id DESC LIMIT 1");
    db.query_opt(&sql, &[])?.as_ref().map(run).transpose()
}

/// The latest runs, the last first.
pub(crate) fn list_runs(db: &mut Db<'_>, limit: i64) -> Result<Vec<RunRow>, Error> {
    let sql =
        "SELECT as_of_day, state, step, failure, started_at, finished_at FROM run ORDER BY id DESC LIMIT $1";
    let run = |row: &Row| {
        Ok(RunRow {
            as_of: Day::from_number(row.get(0)?),
            state: row.get(1)?,
            step: row.get(2)?,
            failure: row.get(3)?,
            started_at: Instant::from_micros(row.get(4)?),
            finished_at: row.get::<Option<i64>>(5)?.map(Instant::from_micros),
        })
    };
    db.query(sql, params![limit])?.iter().map(run).collect()
}

pub(crate) fn begin(tx: &mut Tx<'_>, as_of: Day) -> Result<Run, Error> {
    let id: RunId = tx.new_id();
    let now = tx.now();
    tx.execute(
        "INSERT INTO run (id, as_of_day, state, step, reached, started_at) VALUES ($1, $2, 'running', 'fit', 0, $3)",
        params![id.raw(), as_of, now],
    )?;
    get_run(tx, id)
}

/// Records the fit and moves on to scoring.
pub(crate) fn put_fit(tx: &mut Tx<'_>, id: RunId, fingerprint: &str, fit: &str) -> Result<(), Error> {
    tx.execute(
        "UPDATE run SET fingerprint = $2, fit = $3, step = 'score', reached = 0 WHERE id = $1",
        params![id.raw(), fingerprint, fit],
    )?;
    Ok(())
}

/// Records how far a step has come.
pub(crate) fn reach(tx: &mut Tx<'_>, id: RunId, step: &str, reached: i64) -> Result<(), Error> {
    tx.execute("UPDATE run SET step = $2, reached = $3 WHERE id = $1", params![id.raw(), step, reached])?;
    Ok(())
}

pub(crate) fn finish(tx: &mut Tx<'_>, id: RunId, report: &str) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        "UPDATE run SET state = 'done', step = 'done', report = $2, finished_at = $3 WHERE id = $1",
        params![id.raw(), report, now],
    )?;
    Ok(())
}

pub(crate) fn fail(tx: &mut Tx<'_>, id: RunId, failure: &str) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        "UPDATE run SET state = 'failed', failure = $2, finished_at = $3 WHERE id = $1",
        params![id.raw(), failure, now],
    )?;
    Ok(())
}

/// A figure's values over the last runs of different days, oldest first.
pub(crate) fn trend(db: &mut Db<'_>, key: &str, runs: i64) -> Result<Vec<f64>, Error> {
    let rows = db.query(
        "SELECT figure.payload FROM (SELECT MAX(id) AS id, as_of_day FROM run WHERE state = 'done' GROUP BY as_of_day \
         ORDER BY as_of_day DESC LIMIT $2) AS latest \
         JOIN figure ON figure.run_id = latest.id AND figure.key = $1 ORDER BY latest.as_of_day",
        params![key, runs],
    )?;
    rows.iter()
        .map(|row| {
            let figure: troth_core::Figure =
                serde_json::from_str(row.text(0)?).map_err(|error| Error::Decode(error.to_string()))?;
            Ok(figure.value)
        })
        .collect()
}
