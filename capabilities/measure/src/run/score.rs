//! Scores: what the models say of every customer.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinHandle;
use troth_core::{AccountId, Actor, Id, Instant};
use troth_stats::repeat::{Discount, History};
use troth_store::{Db, Half, Store, Tx};

use super::base::{Base, Customer};
use super::doubt::Doubt;
use super::family::Buying;
use super::fit::{Cell, Fits, history};
use super::found::Found;
use super::spend::{Spending, by_year, worth};
use super::{RunProgress, Triple};
use crate::Error;
use crate::model::{Changes, HORIZON_WEEKS, Standing};
use crate::store::{self, Run};

/// Customers scored in one transaction: it holds the writer for some 20 ms.
const CHUNK: usize = 6_000;
/// So many changed customers are written by the transaction that publishes, which holds the writer for some 50 ms then.
const FEW: usize = 4_000;
/// Distinct histories computed at a time: bounds what is held of them.
pub(super) const PIECE: usize = 1 << 16;

/// What the model says of a history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outlook {
    pub(super) alive: Triple,
    /// Purchases over the horizon.
    pub(super) expected: Triple,
    /// Discounted by the quarter.
    pub(super) discounted: f64,
    /// Discounted by the year: tells how well the former is known at a quarter of the cost.
    pub(super) by_year: Triple,
}

/// What the models say: of each distinct history, computed once; and of spend.
pub(super) struct Outlooks {
    of: Vec<Outlook>,
    /// By group.
    spending: Vec<Spending>,
    /// Who has a running contract.
    holders: BTreeSet<AccountId>,
}

impl Outlooks {
    pub(super) fn new(
        models: &[Box<dyn Buying>],
        base: &Base,
        discount: &Discount,
        (spending, holders): (Vec<Spending>, BTreeSet<AccountId>),
    ) -> Result<Self, Error> {
        let mut of = Vec::with_capacity(base.cells.len());
        for (group, model) in models.iter().enumerate() {
            Self::look(model.as_ref(), &base.cells[base.cells_of(group)], discount, &mut of)?;
        }
        Ok(Self { of, spending, holders })
    }

    /// What a model says of histories, added to what others have said.
    fn look(
        model: &dyn Buying,
        cells: &[Cell],
        discount: &Discount,
        of: &mut Vec<Outlook>,
    ) -> Result<(), Error> {
        let given = model.given()?;
        let triple = |estimate: &troth_stats::Estimate| (estimate.value, estimate.low, estimate.high);
        let yearly = by_year(discount);
        for piece in cells.chunks(PIECE) {
            let rows: Vec<History> =
                piece.iter().map(|&(frequency, recency, age, _)| history(frequency, recency, age)).collect();
            let outlooks = model.outlook(&rows, HORIZON_WEEKS)?;
            let discounted = given.discounted(&rows, discount)?;
            let by_year = model.discounted(&rows, &yearly)?;
            let looked = outlooks.iter().zip(&discounted).zip(&by_year);
            of.extend(looked.map(|((outlook, discounted), by_year)| Outlook {
                alive: triple(&outlook.alive),
                expected: triple(&outlook.purchases),
                discounted: discounted.value,
                by_year: triple(by_year),
            }));
        }
        Ok(())
    }

    /// How far sums over customers are known.
    pub(super) fn doubt(
        &self,
        base: &Base,
        fits: &Fits,
        models: &[Box<dyn Buying>],
        discount: &Discount,
    ) -> Result<Doubt, Error> {
        Doubt::of(base, fits, (models, &self.spending), (&self.of, discount), &self.holders)
    }

    /// What is said of nobody.
    pub(super) fn none(spending: Vec<Spending>) -> Self {
        Self { of: Vec::new(), spending, holders: BTreeSet::new() }
    }

    /// What each pays on a day with a purchase, by the model of the customer's group.
    fn spends(&self, customers: &[Customer]) -> Vec<Triple> {
        if let [spending] = &self.spending[..] {
            return spending.expect(customers);
        }
        let mut all = vec![(0.0, 0.0, 0.0); customers.len()];
        for (group, spending) in self.spending.iter().enumerate() {
            let own = (0..).zip(customers).filter(|(_, customer)| usize::from(customer.group) == group);
            let (places, own): (Vec<usize>, Vec<Customer>) = own.map(|(place, one)| (place, *one)).unzip();
            for (place, spend) in places.into_iter().zip(spending.expect(&own)) {
                all[place] = spend;
            }
        }
        all
    }

    /// Where some customers stand.
    pub(super) fn standings(&self, base: &Base, customers: std::ops::Range<usize>) -> Vec<Standing> {
        let customers = &base.customers[customers];
        let spends = self.spends(customers);
        let standing = |(customer, spend): (&Customer, Triple)| {
            let (frequency, recency, age, _) = base.cells[customer.cell as usize];
            let outlook = self.of[customer.cell as usize];
            Standing {
                account: customer.account,
                as_of: base.as_of,
                frequency,
                recency,
                age,
                alive: outlook.alive,
                expected: outlook.expected,
                spend,
                worth: worth(outlook.discounted, outlook.by_year, spend),
                holds: self.holders.contains(&customer.account),
                group: customer.group,
            }
        };
        customers.par_iter().zip(spends).map(standing).collect()
    }
}

/// What is to be published.
pub(super) struct Scored {
    pub(super) found: Found,
    /// Where the scores stand.
    pub(super) half: Half,
    /// What is still to be changed there; none if everybody was written.
    pub(super) changes: Option<Changes>,
}

/// Computes every customer's standing in order of accounts, on all cores, a few chunks ahead of whoever takes them.
fn compute(base: &Arc<Base>, outlooks: &Arc<Outlooks>) -> Receiver<Vec<Standing>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    let (base, outlooks) = (Arc::clone(base), Arc::clone(outlooks));
    tokio::task::spawn_blocking(move || {
        let all = base.customers.len();
        for from in (0..all).step_by(CHUNK) {
            // Nobody listens any more where writing has failed.
            if sender.blocking_send(outlooks.standings(&base, from..(from + CHUNK).min(all))).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Scores every customer and sums up. Where the run before was of the same day and few customers have changed since, they alone are written,
/// by the transaction that publishes; otherwise everybody is, to the half that nobody reads.
pub(super) async fn score(
    store: &Store,
    now: Instant,
    run: &Run,
    (base, outlooks): (Arc<Base>, Arc<Outlooks>),
    (same_day, before): (bool, HashSet<AccountId>),
    progress: RunProgress<'_>,
) -> Result<Scored, Error> {
    if same_day && let Some(scored) = compare(store, (&base, &outlooks), before.clone(), progress).await? {
        return Ok(scored);
    }
    let found = Found::new(before, outlooks.spending.len());
    write_all(store, now, run, compute(&base, &outlooks), found, progress).await
}

/// What has changed against the published scores; none if much has.
async fn compare(
    store: &Store,
    (base, outlooks): (&Arc<Base>, &Arc<Outlooks>),
    before: HashSet<AccountId>,
    progress: RunProgress<'_>,
) -> Result<Option<Scored>, Error> {
    let read = |db: &mut Db<'_>| {
        let (run, half) = (db.find_published_run()?, db.find_published_half()?);
        let at_risk = half.map_or(Ok(HashSet::new()), |half| store::at_risk::accounts(db, half))?;
        Ok::<_, Error>((run, half, store::list_published(db)?, at_risk))
    };
    let (Some(since), Some(half), published, at_risk) = store.read(read).await? else { return Ok(None) };
    let mut receiver = compute(base, outlooks);
    let mut published = published.into_iter().peekable();
    let (mut found, mut changes, mut scored) = (
        Found::new(before, outlooks.spending.len()),
        Changes { since, changed: Vec::new(), gone: Vec::new() },
        0u64,
    );
    while let Some(chunk) = receiver.recv().await {
        for standing in &chunk {
            while let Some((account, _)) = published.next_if(|known| known.0 < standing.account) {
                changes.gone.push(account);
            }
            let known = published.next_if(|known| known.0 == standing.account);
            let now = [standing.alive.0, standing.expected.0, standing.worth.0];
            // A contract that began or ended puts somebody off the list or on it, whatever was bought.
            let listed = at_risk.contains(&standing.account) == standing.at_risk();
            if !listed || known.is_none_or(|(_, known)| known.map(f64::to_bits) != now.map(f64::to_bits)) {
                changes.changed.push(*standing);
            }
            found.add(standing);
        }
        if changes.changed.len() + changes.gone.len() > FEW {
            return Ok(None);
        }
        scored += chunk.len() as u64;
        progress("compare", scored);
    }
    changes.gone.extend(published.map(|(account, _)| account));
    let few = changes.changed.len() + changes.gone.len() <= FEW;
    Ok(few.then_some(Scored { found, half, changes: Some(changes) }))
}

/// Writes those not written yet: computing, adding up and writing go on side by side.
async fn write_all(
    store: &Store,
    now: Instant,
    run: &Run,
    mut receiver: Receiver<Vec<Standing>>,
    mut found: Found,
    progress: RunProgress<'_>,
) -> Result<Scored, Error> {
    let id = run.id;
    let half = store.write(now, Actor::System, move |tx| store::claim(tx, id)).await?;
    let reached = if run.step == "score" { run.reached } else { i64::MAX };
    let mut scored = 0u64;
    let mut writing: Option<JoinHandle<Result<(), Error>>> = None;
    let mut after = i64::MIN;
    while let Some(chunk) = receiver.recv().await {
        for standing in &chunk {
            found.add(standing);
        }
        scored += chunk.len() as u64;
        progress("score", scored);
        finished(&mut writing).await?;
        let last = chunk.last().map_or(after, |standing| standing.account.raw());
        if last > reached {
            let (store, from) = (store.clone(), after);
            writing = Some(tokio::spawn(async move {
                let put = move |tx: &mut Tx<'_>| store::put_chunk(tx, id, half, (from, last), &chunk);
                store.write(now, Actor::System, put).await
            }));
        }
        after = last;
    }
    finished(&mut writing).await?;
    store.write(now, Actor::System, move |tx| store::put_last(tx, id, half, after)).await?;
    Ok(Scored { found, half, changes: None })
}

async fn finished(writing: &mut Option<JoinHandle<Result<(), Error>>>) -> Result<(), Error> {
    match writing.take() {
        Some(writing) => writing.await.map_err(|_| troth_store::Error::Panicked)?,
        None => Ok(()),
    }
}
