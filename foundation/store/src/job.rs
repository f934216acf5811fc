//! Background jobs: queued in the transaction of their cause, claimed by one program, tried again with growing pauses,
//! and put aside for a person when they keep failing.
//!
//! A job runs at least once: a program that is killed leaves its lease to end, and another goes on. Handlers are
//! therefore idempotent.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use troth_core::{Actor, Clock, Day, EventId, Id, Instant, JobId, Zone};

use crate::{Db, Error, Store, Tx, node, params};

/// How long a claim holds without being renewed.
const LEASE_SECONDS: i64 = 30;
/// How often a running job's claim is renewed.
const RENEW: Duration = Duration::from_secs(10);
/// How long the runner rests when there is nothing to do.
const REST: Duration = Duration::from_millis(500);
/// How long finished jobs are kept, for idempotence and for looking.
const KEEP_SECONDS: i64 = 30 * 86_400;
/// How many jobs run at once in one program.
const AT_ONCE: usize = 4;

/// A job to be queued.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(crate) kind: String,
    pub(crate) key: Option<String>,
    pub(crate) payload: String,
    pub(crate) run_at: Option<Instant>,
    pub(crate) max_attempts: i64,
    pub(crate) event: Option<EventId>,
}

impl NewJob {
    /// A job of this kind, to be run at once, tried up to eight times.
    pub fn new(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            key: None,
            payload: "{}".into(),
            run_at: None,
            max_attempts: 8,
            event: None,
        }
    }

    /// What it is to work on, as JSON: ids, no personal values.
    #[must_use]
    pub fn payload(mut self, payload: String) -> Self {
        self.payload = payload;
        self
    }

    /// A second job of its kind with this key is not queued.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Not before this moment of the wall clock.
    #[must_use]
    pub const fn run_at(mut self, at: Instant) -> Self {
        self.run_at = Some(at);
        self
    }

    /// After so many failures it is put aside.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: i64) -> Self {
        self.max_attempts = attempts;
        self
    }

    pub(crate) const fn caused_by(mut self, event: EventId) -> Self {
        self.event = Some(event);
        self
    }
}

/// A job that this program has claimed.
#[derive(Debug, Clone)]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// What it is to work on, as JSON.
    pub payload: String,
    /// How often it was tried, this time included.
    pub attempt: i64,
    max_attempts: i64,
}

/// Why a job failed, in words for the operator.
pub type JobError = Box<dyn std::error::Error + Send + Sync>;

/// Does one kind of job.
pub type Handler =
    Arc<dyn Fn(Job) -> Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>> + Send + Sync>;

/// When a scheduled job is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// So many seconds of the wall clock after it was last due.
    Seconds(i64),
    /// Once a day of the business, in its zone and by its clock.
    Day {
        /// Minutes after midnight.
        minute: i64,
    },
}

impl Every {
    /// The first moment after `now`.
    fn after(self, now: Instant, zone: &Zone) -> Instant {
        match self {
            Self::Seconds(seconds) => now.plus_seconds(seconds.max(1)),
            Self::Day { minute } => {
                let today = zone.day_of(now);
                let at = |day: Day| zone.at_minute(day, minute);
                [today, today.plus(1), today.plus(2)]
                    .map(at)
                    .into_iter()
                    .find(|at| *at > now)
                    .unwrap_or(at(today.plus(2)))
            }
        }
    }
}

/// The longest pause before a try.
const LONGEST_PAUSE_SECONDS: i64 = 3600;

/// The pause before the next try: 2, 4, 8 … seconds, an hour at most.
fn pause_seconds(attempt: i64) -> i64 {
    let longest = LONGEST_PAUSE_SECONDS;
    1_i64
        .checked_shl(u32::try_from(attempt).unwrap_or(0))
        .map_or(longest, |seconds| seconds.clamp(2, longest))
}

impl Store {
    /// Claims the next job of these kinds that is due, if there is one.
    pub async fn claim_job(&self, kinds: &[String], token: &str) -> Result<Option<Job>, Error> {
        let (kinds, token) = (kinds.to_vec(), token.to_owned());
        self.write(self.wall(), Actor::System, move |tx| claim(tx, &kinds, &token)).await
    }

    /// Records that a claimed job is done. Without effect when another program has it by now.
    pub async fn finish_job(&self, job: JobId, token: &str) -> Result<(), Error> {
        let token = token.to_owned();
        self.write(self.wall(), Actor::System, move |tx| {
            let wall = tx.wall();
            tx.execute(
                "UPDATE job SET state = 'done', finished_at = $3, lease_token = NULL, lease_until = NULL, last_error = NULL \
                 WHERE id = $1 AND lease_token = $2",
                params![job.raw(), token.as_str(), wall],
            )?;
            Ok(())
        })
        .await
    }

    /// Records that a claimed job failed: it is tried again later, or put aside as dead.
    pub async fn fail_job(&self, job: &Job, token: &str, why: &str) -> Result<(), Error> {
        let (job, token) = (job.clone(), token.to_owned());
        let why: String = why.chars().filter(|letter| *letter != '\0').take(2000).collect();
        self.write(self.wall(), Actor::System, move |tx| {
            let again = tx.wall().plus_seconds(pause_seconds(job.attempt));
            let state = if job.attempt >= job.max_attempts { "dead" } else { "ready" };
            tx.execute(
                "UPDATE job SET state = $3, run_at = $4, lease_token = NULL, lease_until = NULL, last_error = $5 \
                 WHERE id = $1 AND lease_token = $2",
                params![job.id.raw(), token.as_str(), state, again, why.as_str()],
            )?;
            Ok(())
        })
        .await
    }

    /// How many jobs are in each state.
    pub async fn count_jobs(&self) -> Result<Vec<(String, i64)>, Error> {
        self.read(|db| {
            let rows = db.query("SELECT state, COUNT(*) FROM job GROUP BY state ORDER BY state", &[])?;
            rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
        })
        .await
    }

    async fn renew_job(&self, job: JobId, token: &str) -> Result<bool, Error> {
        let token = token.to_owned();
        self.write(self.wall(), Actor::System, move |tx| {
            let until = tx.wall().plus_seconds(LEASE_SECONDS);
            let held = tx.execute(
                "UPDATE job SET lease_until = $3 WHERE id = $1 AND lease_token = $2",
                params![job.raw(), token.as_str(), until],
            )?;
            Ok(held == 1)
        })
        .await
    }
}

impl Db<'_> {
    /// Whether a job of this kind is being done, or is about to be.
    pub fn is_job_at_work(&mut self, kind: &str) -> Result<bool, Error> {
        let sql = "SELECT id FROM job WHERE kind = $1 AND state IN ('ready', 'running') LIMIT 1";
        Ok(self.query_opt(sql, params![kind])?.is_some())
    }

    /// When the schedule of this kind of job is due next; none before a program has looked at it.
    pub fn find_next(&mut self, kind: &str) -> Result<Option<Instant>, Error> {
        let row = self.query_opt("SELECT next_at FROM schedule WHERE kind = $1", params![kind])?;
        row.map(|row| row.instant(0)).transpose()
    }
}

fn claim(tx: &mut Tx<'_>, kinds: &[String], token: &str) -> Result<Option<Job>, Error> {
    let wall = tx.wall();
    // A claim whose holder is gone comes back; what failed too often that way is put aside.
    tx.execute(
        "UPDATE job SET state = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'ready' END, lease_token = NULL, \
         lease_until = NULL, last_error = 'the program that ran it stopped' WHERE state = 'running' AND lease_until < $1",
        params![wall],
    )?;
    let marks: Vec<String> = (2..kinds.len() + 2).map(|index| format!("${index}")).collect();
    if marks.is_empty() {
        return Ok(None);
    }
    let skip = tx.pick("", " FOR UPDATE SKIP LOCKED");
    let sql = format!(
        "SELECT id, kind, payload, attempts, max_attempts FROM job WHERE state = 'ready' AND run_at <= $1 \
         AND kind IN ({}) ORDER BY run_at, id LIMIT 1{skip}",
        marks.join(", ")
    );
    let mut parameters = vec![wall.into()];
    parameters.extend(kinds.iter().map(|kind| kind.as_str().into()));
    let Some(row) = tx.query_opt(&sql, &parameters)? else { return Ok(None) };
    let job = Job {
        id: row.id(0)?,
        kind: row.get(1)?,
        payload: row.get(2)?,
        attempt: row.get::<i64>(3)? + 1,
        max_attempts: row.get(4)?,
    };
    tx.execute(
        "UPDATE job SET state = 'running', attempts = $2, lease_token = $3, lease_until = $4 WHERE id = $1",
        params![job.id.raw(), job.attempt, token, wall.plus_seconds(LEASE_SECONDS)],
    )?;
    Ok(Some(job))
}

/// Queues a job for each schedule that is due and says when it is due next. Two programs queue it once: the key holds
/// the moment, and the row moves in the same transaction.
fn tick(tx: &mut Tx<'_>, schedules: &[(String, Every)]) -> Result<(), Error> {
    let (wall, business) = (tx.wall(), tx.now());
    // Looked up each time: it may have been changed since the program began.
    let zone = tx.business()?.zone;
    for (kind, every) in schedules {
        let now = match every {
            Every::Seconds(_) => wall,
            Every::Day { .. } => business,
        };
        let due = tx.find_next(kind)?;
        let next = every.after(now, &zone);
        let stands = |due: Instant| match every {
            Every::Seconds(_) => due <= next,
            Every::Day { .. } => due == next,
        };
        if due.is_some_and(|due| due > now && stands(due)) {
            continue;
        }
        // Due later than it could be, it was set by a clock that has been put back since; due at another time of the day, in another zone.
        if let Some(due) = due.filter(|due| *due <= now) {
            tx.enqueue(&NewJob::new(kind).key(format!("at {}", due.micros())))?;
        }
        tx.execute(
            "INSERT INTO schedule (kind, next_at) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET next_at = excluded.next_at",
            params![kind.as_str(), next],
        )?;
    }
    put_back(tx, wall)?;
    tx.execute(
        "DELETE FROM job WHERE state = 'done' AND finished_at < $1",
        params![wall.plus_seconds(-KEEP_SECONDS)],
    )?;
    Ok(())
}

/// A wall clock that is put back keeps nothing waiting until it is as late again: no claim lasts longer than a lease from now, no
/// pause longer than the longest, and what was queued later than now is due as long from now as it was then.
fn put_back(tx: &mut Tx<'_>, wall: Instant) -> Result<(), Error> {
    tx.execute(
        "UPDATE job SET lease_until = $1, run_at = $2 WHERE state = 'running' AND lease_until > $1",
        params![wall.plus_seconds(LEASE_SECONDS), wall],
    )?;
    tx.execute(
        "UPDATE job SET run_at = run_at - (created_at - $1), created_at = $1 \
         WHERE state = 'ready' AND run_at > $1 AND created_at > $2",
        params![wall, wall.plus_seconds(LEASE_SECONDS)],
    )?;
    tx.execute(
        "UPDATE job SET run_at = $1 WHERE state = 'ready' AND attempts > 0 AND run_at > $1",
        params![wall.plus_seconds(LONGEST_PAUSE_SECONDS)],
    )?;
    Ok(())
}

/// Runs jobs until told to stop.
pub struct Runner {
    store: Store,
    handlers: HashMap<String, Handler>,
    schedules: Vec<(String, Every)>,
    business: Arc<dyn Clock>,
    token: String,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("kinds", &self.handlers.keys())
            .field("schedules", &self.schedules)
            .finish_non_exhaustive()
    }
}

impl Runner {
    /// A runner for these kinds of job and these schedules, whose days are those of the business: by its clock, in the zone that the
    /// records name.
    pub fn new(
        store: Store,
        handlers: HashMap<String, Handler>,
        schedules: Vec<(String, Every)>,
        business: Arc<dyn Clock>,
    ) -> Self {
        Self { store, handlers, schedules, business, token: node::token() }
    }

    /// Runs jobs until `stop` turns true; then finishes those at work and returns.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let this = Arc::new(self);
        let mut at_work = tokio::task::JoinSet::new();
        let keeper = Arc::clone(&this);
        let keeping = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(RENEW);
            loop {
                ticks.tick().await;
                keeper.housekeep().await;
            }
        });
        while !*stop.borrow() {
            while at_work.try_join_next().is_some() {}
            // A claim is awaited to its end: dropped half-way it could leave a job claimed by nobody.
            let claimed = if at_work.len() < AT_ONCE { this.claim().await } else { None };
            if let Some(job) = claimed {
                let this = Arc::clone(&this);
                at_work.spawn(async move { this.work(job).await });
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(REST), if at_work.len() < AT_ONCE => {}
                Some(_) = at_work.join_next(), if !at_work.is_empty() => {}
                _ = stop.changed() => {}
            }
        }
        keeping.abort();
        while at_work.join_next().await.is_some() {}
    }

    /// Runs every job that is due now, one after another, and returns how many there were: for commands and tests.
    pub async fn drain(&self) -> usize {
        let mut done = 0;
        while let Some(job) = self.claim().await {
            self.work(job).await;
            done += 1;
        }
        done
    }

    /// Queues what the schedules say is due.
    pub async fn housekeep(&self) {
        let schedules = self.schedules.clone();
        let now = self.business.now();
        let ticked = self.store.write(now, Actor::System, move |tx| tick(tx, &schedules)).await;
        if let Err(error) = ticked.and(self.store.renew_node().await) {
            tracing::warn!(%error, "schedules were not looked at; tried again in ten seconds");
        }
    }

    async fn claim(&self) -> Option<Job> {
        let kinds: Vec<String> = self.handlers.keys().cloned().collect();
        self.store.claim_job(&kinds, &self.token).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "no job could be claimed");
            None
        })
    }

    async fn work(&self, job: Job) {
        let Some(handler) = self.handlers.get(&job.kind) else { return };
        let running = tokio::spawn(handler(job.clone()));
        tokio::pin!(running);
        let mut renew = tokio::time::interval(RENEW);
        renew.tick().await;
        let outcome = loop {
            tokio::select! {
                outcome = &mut running => break outcome,
                _ = renew.tick() => if let Ok(false) = self.store.renew_job(job.id, &self.token).await {
                    tracing::warn!(job = %job.id, kind = job.kind, "another program has this job now");
                },
            }
        };
        let outcome = outcome.unwrap_or_else(|panic| Err(panic.into()));
        let recorded = match outcome {
            Ok(()) => self.store.finish_job(job.id, &self.token).await,
            Err(error) => {
                tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, %error, "a job failed");
                self.store.fail_job(&job, &self.token, &error.to_string()).await
            }
        };
        if let Err(error) = recorded {
            tracing::warn!(job = %job.id, %error, "the end of a job was not recorded; it runs again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stop_growing() {
        assert_eq!([1, 2, 3, 20, 100].map(pause_seconds), [2, 4, 8, 3600, 3600]);
    }

    #[test]
    fn a_daily_schedule_keeps_its_hour_when_the_clocks_change() {
        let zone = Zone::find("Europe/Berlin").expect("a known zone");
        let every = Every::Day { minute: 5 * 60 };
        let at = |text: &str| -> Instant { text.parse::<jiff::Timestamp>().expect("a moment").into() };
        assert_eq!(every.after(at("2026-03-27T04:00:00Z"), &zone), at("2026-03-28T04:00:00Z"));
        assert_eq!(every.after(at("2026-03-28T04:00:00Z"), &zone), at("2026-03-29T03:00:00Z"), "summer time");
    }

    #[test]
    fn a_daily_schedule_is_due_once_on_days_with_an_hour_too_few_or_too_many() {
        let zone = Zone::find("Europe/Berlin").expect("a known zone");
        let every = Every::Day { minute: 2 * 60 + 30 };
        for (from, until) in [
            ("2026-03-27T12:00:00Z", "2026-03-31T12:00:00Z"),
            ("2026-10-23T12:00:00Z", "2026-10-27T12:00:00Z"),
        ] {
            let moment =
                |text: &str| -> Instant { text.parse::<jiff::Timestamp>().expect("a moment").into() };
            let (mut at, mut days) = (moment(from), Vec::new());
            loop {
                at = every.after(at, &zone);
                if at > moment(until) {
                    break;
                }
                days.push(zone.day_of(at).number());
            }
            let first = days[0];
            assert_eq!(days, [first, first + 1, first + 2, first + 3], "from {from}");
        }
    }
}
