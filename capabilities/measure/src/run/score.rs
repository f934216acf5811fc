//! Scores: what the models say of every customer.

use std::collections::{HashMap, HashSet};

use troth_core::{AccountId, Actor, Day, Id, Instant, RunId};
use troth_stats::repeat::Discount;
use troth_store::{Row, Score, Store};

use super::family::Buying;
use super::fit::{Cell, history};
use super::found::Found;
use super::spend::{Spending, worth};
use super::{RunProgress, Triple};
use crate::Error;
use crate::metric::REPEAT_CUSTOMERS;
use crate::model::{HORIZON_WEEKS, Standing};
use crate::store::{self, Run};

/// Customers scored in one transaction.
const CHUNK: usize = 4_000;

/// What the model says of a history.
#[derive(Debug, Clone, Copy)]
struct Outlook {
    alive: Triple,
    /// Purchases over the horizon.
    expected: Triple,
    discounted: f64,
}

/// What the models say: of each distinct history, computed once and looked up for every customer; and of spend.
pub(super) struct Outlooks {
    of: HashMap<(i64, i64, i64), Outlook>,
    spending: Spending,
}

impl Outlooks {
    pub(super) fn new(
        model: &dyn Buying,
        cells: &[Cell],
        discount: &Discount,
        spending: Spending,
    ) -> Result<Self, Error> {
        let rows: Vec<_> =
            cells.iter().map(|&(frequency, recency, age, _)| history(frequency, recency, age)).collect();
        let outlooks = model.outlook(&rows, HORIZON_WEEKS)?;
        let given = model.given()?;
        let triple = |estimate: &troth_stats::Estimate| (estimate.value, estimate.low, estimate.high);
        let mut of = HashMap::with_capacity(cells.len());
        for ((&(frequency, recency, age, _), row), outlook) in cells.iter().zip(&rows).zip(&outlooks) {
            let outlook = Outlook {
                alive: triple(&outlook.alive),
                expected: triple(&outlook.purchases),
                discounted: given.discounted(row, discount)?,
            };
            of.insert((frequency, recency, age), outlook);
        }
        Ok(Self { of, spending })
    }

    /// A customer's standing from a row of the roster. A customer whose history changed since the fit (a purchase
    /// arrived in between) is left for the next run.
    fn standing(&self, row: &Row) -> Result<Option<Standing>, troth_store::Error> {
        let (frequency, recency, age) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let Some(outlook) = self.of.get(&(frequency, recency, age)) else { return Ok(None) };
        let spend = self.spending.expect(frequency, row.get(4)?);
        Ok(Some(Standing {
            account: row.id(0)?,
            frequency,
            recency,
            age,
            alive: outlook.alive,
            expected: outlook.expected,
            spend,
            worth: worth(outlook.discounted, outlook.expected, spend),
        }))
    }
}

/// Reads every customer's standing, scores those not scored yet, and sums up: one pass, in which the reader runs ahead of
/// the writer by a few chunks and memory does not grow with customers.
pub(super) async fn score(
    store: &Store,
    now: Instant,
    run: &Run,
    outlooks: Outlooks,
    before: HashSet<AccountId>,
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
    let mut found = Found::new(before);
    let mut scored = 0u64;
    while let Some(chunk) = receiver.recv().await {
        for standing in &chunk {
            found.add(standing);
        }
        scored += chunk.len() as u64;
        progress("score", scored);
        if chunk.last().is_some_and(|last| last.account.raw() > reached) {
            store.write(now, Actor::System, move |tx| put_chunk(tx, id, as_of, &chunk)).await?;
        }
    }
    reading.await.map_err(|_| troth_store::Error::Panicked)??;
    store.write(now, Actor::System, move |tx| store::reach(tx, id, "figures", 0)).await?;
    Ok(found)
}

fn put_chunk(
    tx: &mut troth_store::Tx<'_>,
    run: RunId,
    as_of: Day,
    chunk: &[Standing],
) -> Result<(), troth_store::Error> {
    let score =
        |account, (value, low, high): Triple| Score { account, value, low: Some(low), high: Some(high) };
    let alive: Vec<Score> = chunk.iter().map(|standing| score(standing.account, standing.alive)).collect();
    let expected: Vec<Score> =
        chunk.iter().map(|standing| score(standing.account, standing.expected)).collect();
    tx.put_scores(run, "alive", &alive)?;
    tx.put_scores(run, "purchases_in_a_year", &expected)?;
    let worth: Vec<Score> = chunk.iter().map(|standing| score(standing.account, standing.worth)).collect();
    tx.put_scores(run, "worth", &worth)?;
    store::at_risk::put(tx, run, as_of, chunk)?;
    let last = chunk.last().map_or(0, |standing| standing.account.raw());
    store::reach(tx, run, "score", last)
}
