//! The morning run: facts → fit → scores → figures and work.
//!
//! Each step is recorded when it is done, scores chunk by chunk, so that a run that was stopped goes on where it stood.
//! Nothing is seen until the last step publishes it; a run that fails leaves yesterday's figures standing.
//!
//! Cost: two scans of the purchases; the fit grows with distinct histories; scores are written once for each customer.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};
use troth_core::{
    Actor, Currency, Day, Figure, Grade, Id, Instant, RunFailed, RunFinished, RunId, Unit, Zone, rank,
};
use troth_stats::repeat::{BgNbd, Histories, History};
use troth_store::{Db, Row, Score, Store};

use crate::Error;
use crate::metric::{REPEAT_CUSTOMERS, REPEAT_HISTORIES};
use crate::model::{AT_RISK_BELOW, AtRisk, Fit, HORIZON_WEEKS, LOST_BELOW, Parameter, Report, Standing};
use crate::store::{self, Run};

/// The job that does the nightly run.
pub const RUN_JOB: &str = "measure.run";

/// Customers scored in one transaction.
const CHUNK: usize = 4_000;
/// The most work a run proposes of one kind: more than anybody does in a week.
const MOST_WORK: usize = 500;
const DAYS_IN_WEEK: f64 = 7.0;
const METHOD: &str = "bg-nbd";

/// Told which step a run is at, and how many customers it has scored.
pub type RunProgress<'p> = &'p mut (dyn FnMut(&str, u64) + Send);

/// Runs as of the end of a day, or goes on with the run of that day that was stopped.
pub async fn run(
    store: &Store,
    now: Instant,
    as_of: Day,
    progress: RunProgress<'_>,
) -> Result<Report, Error> {
    let known = store.read(move |db| store::find_unfinished(db, as_of)).await?;
    let run = match known {
        Some(run) => run,
        None => store.write(now, Actor::System, move |tx| store::begin(tx, as_of)).await?,
    };
    let id = run.id;
    match steps(store, now, run, progress).await {
        Ok(report) => Ok(report),
        Err(error) => {
            let failure = error.to_string();
            let recorded: Result<(), troth_store::Error> = store
                .write(now, Actor::System, move |tx| {
                    let step = store::get_run(tx, id)?.step;
                    store::fail(tx, id, &failure)?;
                    tx.append(&RunFailed { run: id, step })?;
                    Ok(())
                })
                .await;
            if let Err(error) = recorded {
                tracing::warn!(%error, run = %id, "the failure of a run was not recorded");
            }
            Err(error)
        }
    }
}

async fn steps(
    store: &Store,
    now: Instant,
    mut run: Run,
    progress: RunProgress<'_>,
) -> Result<Report, Error> {
    let id = run.id;
    if run.step == "fit" {
        progress("fit", 0);
        let (fingerprint, fit) = fit_step(store, run.as_of).await?;
        let text = serde_json::to_string(&fit).map_err(|error| Error::Damaged(id, error.to_string()))?;
        store.write(now, Actor::System, move |tx| store::put_fit(tx, id, &fingerprint, &text)).await?;
        run = store.read(move |db| store::get_run(db, id)).await?;
    }
    let text = run.fit.clone().unwrap_or_default();
    let fit: Kept = serde_json::from_str(&text).map_err(|error| Error::Damaged(id, error.to_string()))?;
    let model = fit.model()?;
    let outlooks = Outlooks::new(&model, &fit.cells)?;
    let (zone, currency) = store.read(business).await?;
    let found = score(store, now, &run, outlooks, progress).await?;
    let as_of = zone.end_of(run.as_of);
    let at_risk = found.at_risk(currency, as_of);
    let mut proposals: Vec<_> = found.at_risk.iter().map(|standing| standing.proposal(currency)).collect();
    rank(&mut proposals, as_of, &troth_core::Calendar::office(zone));
    proposals.truncate(MOST_WORK);
    let report = Report { as_of: run.as_of, fits: vec![fit.fit], at_risk, by_chance: found.by_chance };
    let text = serde_json::to_string(&report).map_err(|error| Error::Damaged(id, error.to_string()))?;
    let figures = report.at_risk.clone();
    store
        .write(now, Actor::System, move |tx| {
            tx.put_figure(id, "at_risk.share", &figures.share)?;
            tx.put_figure(id, "at_risk.customers", &figures.customers)?;
            tx.put_figure(id, "at_risk.money", &figures.money)?;
            tx.propose(id, 0, &proposals)?;
            store::finish(tx, id, &text)?;
            tx.publish_run(id)?;
            tx.append(&RunFinished { run: id })?;
            Ok::<_, troth_store::Error>(())
        })
        .await?;
    progress("done", 0);
    while store.write(now, Actor::System, move |tx| tx.drop_old_scores(id, 8_000)).await? > 0 {}
    Ok(report)
}

/// The business zone and reporting currency.
fn business(db: &mut Db<'_>) -> Result<(Zone, Currency), Error> {
    let zone = db.find_setting("business.zone")?.map_or(Ok(Zone::UTC), |name| Zone::find(&name));
    let currency = db.find_setting("business.currency")?.map_or(Ok(Currency::USD), |code| code.parse());
    let zone = zone.map_err(|error| Error::Setting("business.zone", error.to_string()))?;
    Ok((zone, currency.map_err(|error| Error::Setting("business.currency", error.to_string()))?))
}

/// Frequency, recency and age in days, and how many customers share them.
type Cell = (i64, i64, i64, i64);

/// A fit as a run keeps it: what is reported, and the distinct histories it rests on (for intervals after a restart).
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    fit: Fit,
    cells: Vec<Cell>,
}

impl Kept {
    /// The fitted model again: from its own parameters the maximum is reached at once.
    fn model(&self) -> Result<BgNbd, Error> {
        let start: Vec<f64> = self.fit.intervals.iter().map(|parameter| parameter.value).collect();
        Ok(BgNbd::fit(&histories(&self.cells)?, Some(&start))?)
    }
}

#[expect(clippy::cast_sign_loss, reason = "a frequency is a count less one of at least one day")]
fn history(frequency: i64, recency: i64, age: i64) -> History {
    History::new(frequency as u64, recency as f64 / DAYS_IN_WEEK, age as f64 / DAYS_IN_WEEK)
}

fn histories(cells: &[Cell]) -> Result<Histories, Error> {
    let weighted = |&(frequency, recency, age, customers): &Cell| History {
        weight: customers as f64,
        ..history(frequency, recency, age)
    };
    Ok(Histories::check(&cells.iter().map(weighted).collect::<Vec<_>>())?)
}

async fn cells_of(store: &Store, as_of: Day) -> Result<Vec<Cell>, Error> {
    store
        .read(move |db| {
            let mut cells = Vec::new();
            REPEAT_HISTORIES.each(db, &[as_of.number()], |row| {
                cells.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
                Ok::<_, Error>(())
            })?;
            Ok(cells)
        })
        .await
}

async fn fit_step(store: &Store, as_of: Day) -> Result<(String, Kept), Error> {
    let cells = cells_of(store, as_of).await?;
    if cells.is_empty() {
        return Err(Error::Nothing(as_of));
    }
    let mut digest = Sha256::new();
    for (frequency, recency, age, customers) in &cells {
        for number in [frequency, recency, age, customers] {
            digest.update(number.to_le_bytes());
        }
    }
    let fingerprint =
        digest.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let before = store.read(store::find_latest).await?;
    let kept = before.as_ref().and_then(|run| serde_json::from_str::<Kept>(run.fit.as_deref()?).ok());
    if let (Some(run), Some(kept)) = (&before, kept.as_ref())
        && run.fingerprint.as_deref() == Some(&fingerprint)
    {
        return Ok((fingerprint, Kept { fit: kept.fit.clone(), cells }));
    }
    let start: Option<Vec<f64>> =
        kept.map(|kept| kept.fit.intervals.iter().map(|parameter| parameter.value).collect());
    let data = histories(&cells)?;
    let fitted = BgNbd::fit(&data, start.as_deref());
    // Yesterday's parameters may be a bad start after a large change; the usual start is tried before giving up.
    let fitted = if start.is_some() { fitted.or_else(|_| BgNbd::fit(&data, None)) } else { fitted }?;
    let intervals: Vec<Parameter> = fitted
        .parameters()
        .iter()
        .map(|parameter| Parameter {
            name: parameter.name.to_owned(),
            value: parameter.estimate.value,
            low: parameter.estimate.low,
            high: parameter.estimate.high,
        })
        .collect();
    let fit = Fit {
        model: "bgnbd".into(),
        unit: "week".into(),
        n: whole(fitted.customers()),
        parameters: intervals
            .iter()
            .map(|parameter| (parameter.name.clone(), parameter.value))
            .collect::<BTreeMap<_, _>>(),
        intervals,
        log_likelihood: fitted.log_likelihood().unwrap_or(f64::NEG_INFINITY),
        converged: fitted.convergence().is_some(),
    };
    Ok((fingerprint, Kept { fit, cells }))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of customers")]
fn whole(count: f64) -> u64 {
    count.round() as u64
}

/// Value, lower and upper end.
type Triple = (f64, f64, f64);

/// What the model says of each distinct history: computed once, looked up for every customer.
struct Outlooks(HashMap<(i64, i64, i64), (Triple, Triple)>);

impl Outlooks {
    fn new(model: &BgNbd, cells: &[Cell]) -> Result<Self, Error> {
        let rows: Vec<History> =
            cells.iter().map(|&(frequency, recency, age, _)| history(frequency, recency, age)).collect();
        let outlooks = model.outlook(&rows, HORIZON_WEEKS)?;
        let triple = |estimate: &troth_stats::Estimate| (estimate.value, estimate.low, estimate.high);
        let entries = cells.iter().zip(&outlooks).map(|(&(frequency, recency, age, _), outlook)| {
            ((frequency, recency, age), (triple(&outlook.alive), triple(&outlook.purchases)))
        });
        Ok(Self(entries.collect()))
    }

    /// A customer's standing from a row of the roster. A customer whose history changed since the fit (a purchase
    /// arrived in between) is left for the next run.
    fn standing(&self, row: &Row) -> Result<Option<Standing>, troth_store::Error> {
        let (frequency, recency, age) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let Some((alive, expected)) = self.0.get(&(frequency, recency, age)) else { return Ok(None) };
        Ok(Some(Standing {
            account: row.id(0)?,
            frequency,
            recency,
            age,
            amount: row.get(4)?,
            alive: *alive,
            expected: *expected,
        }))
    }
}

/// Reads every customer's standing, scores those not scored yet, and sums up: one pass, in which the reader runs ahead of
/// the writer by a few chunks and memory does not grow with customers.
async fn score(
    store: &Store,
    now: Instant,
    run: &Run,
    outlooks: Outlooks,
    progress: RunProgress<'_>,
) -> Result<Found, Error> {
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<Vec<Standing>>(4);
    let (as_of, id) = (run.as_of, run.id);
    let reader = store.clone();
    let reading = tokio::spawn(async move {
        let send = move |chunk| sender.blocking_send(chunk).map_err(|_| troth_store::Error::Closed);
        reader
            .read(move |db| {
                let mut chunk = Vec::with_capacity(CHUNK);
                REPEAT_CUSTOMERS.each(db, &[as_of.number()], |row| {
                    chunk.extend(outlooks.standing(row)?);
                    if chunk.len() == CHUNK {
                        send(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)))?;
                    }
                    Ok::<_, troth_store::Error>(())
                })?;
                send(chunk)
            })
            .await
    });
    let reached = if run.step == "score" { run.reached } else { i64::MAX };
    let mut found = Found::default();
    let mut scored = 0u64;
    while let Some(chunk) = receiver.recv().await {
        for standing in &chunk {
            found.add(standing);
        }
        scored += chunk.len() as u64;
        progress("score", scored);
        if chunk.last().is_some_and(|last| last.account.raw() > reached) {
            store.write(now, Actor::System, move |tx| put_chunk(tx, id, &chunk)).await?;
        }
    }
    reading.await.map_err(|_| troth_store::Error::Panicked)??;
    store.write(now, Actor::System, move |tx| store::reach(tx, id, "figures", 0)).await?;
    Ok(found)
}

fn put_chunk(tx: &mut troth_store::Tx<'_>, run: RunId, chunk: &[Standing]) -> Result<(), troth_store::Error> {
    let score =
        |account, (value, low, high): Triple| Score { account, value, low: Some(low), high: Some(high) };
    let alive: Vec<Score> = chunk.iter().map(|standing| score(standing.account, standing.alive)).collect();
    let expected: Vec<Score> =
        chunk.iter().map(|standing| score(standing.account, standing.expected)).collect();
    tx.put_scores(run, "alive", &alive)?;
    tx.put_scores(run, "purchases_in_a_year", &expected)?;
    let last = chunk.last().map_or(0, |standing| standing.account.raw());
    store::reach(tx, run, "score", last)
}

/// What a pass over all customers found.
#[derive(Default)]
struct Found {
    base: u64,
    at_risk: Vec<Standing>,
    /// At risk by the lower and upper ends of their intervals.
    surely: u64,
    possibly: u64,
    money: Triple,
    by_chance: [u64; 10],
}

impl Found {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a chance is between 0 and 1"
    )]
    fn add(&mut self, standing: &Standing) {
        if standing.frequency > 0 {
            self.by_chance[((standing.alive.0 * 10.0) as usize).min(9)] += 1;
        }
        if !standing.in_base() {
            return;
        }
        self.base += 1;
        let (_, low, high) = standing.alive;
        self.surely += u64::from(high < AT_RISK_BELOW);
        self.possibly += u64::from(low < AT_RISK_BELOW);
        if standing.at_risk() {
            let worth = standing.worth_if_alive();
            self.money.0 += worth * (1.0 - standing.alive.0);
            self.money.1 += worth * (1.0 - high.min(1.0));
            self.money.2 += worth * (1.0 - low.max(LOST_BELOW));
            self.at_risk.push(*standing);
        }
    }

    fn at_risk(&self, currency: Currency, as_of: Instant) -> AtRisk {
        let n = self.base;
        let figure = |value: f64, unit| Figure::new(value, unit, n, Grade::Modelled, METHOD, as_of);
        let count = self.at_risk.len() as f64;
        let base = (n as f64).max(1.0);
        let (low, high) = (self.surely as f64, self.possibly as f64);
        AtRisk {
            share: figure(count / base, Unit::Share).between(low / base, high / base),
            customers: figure(count, Unit::Count).between(low, high),
            money: figure(self.money.0, Unit::Money(currency)).between(self.money.1, self.money.2),
        }
    }
}
