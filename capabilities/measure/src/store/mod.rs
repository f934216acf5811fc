//! Runs in the database.

pub(crate) mod at_risk;
pub(crate) mod group;
pub(crate) mod privacy;
pub(crate) mod renewal;
pub(crate) mod segment;
pub(crate) mod setting;

use troth_core::{AccountId, Day, Id, Instant, Proposal, RunId};
use troth_store::{Db, Error, Half, Row, Score, Tx, params};

use crate::model::{Changes, RunRow, Standing};

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

/// Setting that names the run that writes scores.
const WRITING: &str = "measure.writing";

/// Takes the half of the scores that nobody reads, for this run alone: a run that took it before stops at its next chunk.
pub(crate) fn claim(tx: &mut Tx<'_>, id: RunId) -> Result<Half, Error> {
    tx.set_setting(WRITING, &id.to_string())?;
    Ok(tx.find_published_half()?.map_or(Half::First, Half::other))
}

/// Whether this run still writes alone.
pub(crate) fn check_claim(db: &mut Db<'_>, id: RunId) -> Result<(), crate::Error> {
    match db.find_setting(WRITING)? {
        Some(writing) if writing == id.to_string() => Ok(()),
        _ => Err(crate::Error::Overtaken),
    }
}

/// Writes what a run says of customers, in order of accounts, from the one after `after` to `last`.
pub(crate) fn put_chunk(
    tx: &mut Tx<'_>,
    id: RunId,
    half: Half,
    (after, last): (i64, i64),
    chunk: &[Standing],
) -> Result<(), crate::Error> {
    check_claim(tx, id)?;
    let scores: Vec<Score> = chunk.iter().map(Standing::score).collect();
    tx.put_scores(half, id, &scores)?;
    tx.drop_other_scores(half, id, after, Some(last))?;
    at_risk::drop(tx, half, after, Some(last))?;
    at_risk::put(tx, half, chunk)?;
    Ok(reach(tx, id, "score", last)?)
}

/// Value of each number said of a customer, by account.
pub(crate) type Published = Vec<(AccountId, [f64; 3])>;

/// Every published score, in order of accounts.
pub(crate) fn list_published(db: &mut Db<'_>) -> Result<Published, Error> {
    let Some(half) = db.find_published_half()? else { return Ok(Vec::new()) };
    let mut scores = Vec::new();
    let sql = "SELECT account_id, alive, purchases, worth FROM score WHERE half = $1 ORDER BY account_id";
    db.each(sql, params![half.number()], |row| {
        scores.push((row.id(0)?, [row.get(1)?, row.get(2)?, row.get(3)?]));
        Ok::<_, Error>(())
    })?;
    Ok(scores)
}

/// Changes the published scores of some customers, and forgets others. Only inside the transaction that publishes the run.
pub(crate) fn put_changes(
    tx: &mut Tx<'_>,
    id: RunId,
    half: Half,
    Changes { since, changed, gone }: &Changes,
) -> Result<(), crate::Error> {
    if tx.find_published_run()? != Some(*since) {
        return Err(crate::Error::Overtaken);
    }
    let scores: Vec<Score> = changed.iter().map(Standing::score).collect();
    tx.put_scores(half, id, &scores)?;
    for account in changed.iter().map(|standing| standing.account).chain(gone.iter().copied()) {
        at_risk::drop(tx, half, account.raw() - 1, Some(account.raw()))?;
    }
    for account in gone {
        tx.drop_other_scores(half, id, account.raw() - 1, Some(account.raw()))?;
    }
    Ok(at_risk::put(tx, half, changed)?)
}

/// What is left of accounts after the last, and on to the next step.
pub(crate) fn put_last(tx: &mut Tx<'_>, id: RunId, half: Half, last: i64) -> Result<(), crate::Error> {
    check_claim(tx, id)?;
    tx.drop_other_scores(half, id, last, None)?;
    at_risk::drop(tx, half, last, None)?;
    Ok(reach(tx, id, "figures", 0)?)
}

/// Proposals about customers who are still there: nobody can be written to who was erased.
pub(crate) fn without_erased(db: &mut Db<'_>, proposals: &[Proposal]) -> Result<Vec<Proposal>, Error> {
    let ids: Vec<AccountId> = proposals.iter().map(|proposal| proposal.account).collect();
    let found = troth_records::names_of(db, &ids)?;
    let stands =
        |account: &Option<troth_records::Account>| account.as_ref().is_none_or(|one| one.erased.is_none());
    Ok(proposals
        .iter()
        .zip(&found)
        .filter(|(_, account)| stands(account))
        .map(|(one, _)| one.clone())
        .collect())
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

/// What surveys are called now. A business has dozens.
pub(crate) fn survey_names(db: &mut Db<'_>) -> Result<std::collections::BTreeMap<i64, String>, Error> {
    let rows = db.query("SELECT survey_id, name FROM dim_survey", &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
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
