//! The morning run: facts → fit → scores → figures and work.
//!
//! Each step is recorded when it is done, scores chunk by chunk, so that a run that was stopped goes on where it stood.
//! Nothing is seen until the last step publishes it; a run that fails leaves yesterday's figures standing.
//!
//! Cost: one scan of the purchases and one of the answers of some years, however many segments have models of their own; the fit grows with distinct histories, those of a
//! chosen segment counted twice; scores are written once for each customer.

mod ahead;
mod back_test;
mod base;
mod contract;
mod doubt;
mod family;
mod fit;
mod found;
mod group;
mod memory;
mod outcome;
mod said;
mod score;
mod spend;

use std::collections::HashSet;
use std::sync::Arc;

use troth_core::{
    AccountId, Actor, Currency, Day, Id, Instant, Proposal, RunFailed, RunFinished, RunId, Zone, rank,
};
use troth_store::{Db, Half, Store, Tx};

use crate::Error;
use crate::model::{Changes, Contracts, Report};
use crate::store::{self, Run};
pub(crate) use ahead::{Ahead, find_ahead};
use base::Base;
use contract::{Book, Measured, Seen};
use doubt::{Doubt, Of};
use fit::Fits;
use found::{Found, together};
use group::Groups;
pub use memory::{Estimates, Records, estimate};
pub use said::{Person, Spoken, Voices};
use score::{Outlooks, Scored};
use spend::Spending;

/// The job that does the nightly run.
pub const RUN_JOB: &str = "measure.run";

/// The most work a run proposes of one kind: more than anybody does in a week.
const MOST_WORK: usize = 500;

/// Running contracts written in one transaction.
const CHUNK: usize = 4_000;

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
    match Box::pin(steps(store, now, run, progress)).await {
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
    let (business, settings) =
        store.read(|db| Ok::<_, Error>((db.business()?, store::setting::get(db)?))).await?;
    let (zone, currency, discount) = (business.zone, business.currency, settings.discount);
    progress("read", 0);
    let actions = outcome::load(store, run.as_of).await?;
    let groups = Arc::new(Groups::load(store, run.as_of).await?);
    let voices = Voices::load(store, run.as_of).await?;
    let mut watched = outcome::accounts(&actions);
    watched.extend(voices.accounts());
    let base = Arc::new(Base::load(store, run.as_of, watched, Arc::clone(&groups)).await?);
    let seen = Seen { since: settings.contracts_since, ahead: run.as_of >= zone.day_of(now) };
    let book = Book::load(store, run.as_of, seen).await?;
    if base.customers.is_empty() && book.is_empty() {
        return Err(Error::Nothing(run.as_of));
    }
    let fitted = |run: &Run| {
        let text = run.fit.clone().unwrap_or_default();
        serde_json::from_str::<Fits>(&text).map_err(|error| Error::Damaged(id, error.to_string()))
    };
    // A run that is gone on with after somebody chose other segments is fitted anew.
    if run.step == "fit" || !fitted(&run)?.is_of(&groups) {
        progress("fit", 0);
        let known = (Arc::clone(&base), Arc::clone(&groups));
        let (fingerprint, fit) = fit::fit_step(store, known, currency, book.is_empty()).await?;
        let text = serde_json::to_string(&fit).map_err(|error| Error::Damaged(id, error.to_string()))?;
        store.write(now, Actor::System, move |tx| store::put_fit(tx, id, &fingerprint, &text)).await?;
        run = store.read(move |db| store::get_run(db, id)).await?;
    }
    let fits = fitted(&run)?;
    // Without a model nothing is said of whoever bought.
    let base = if fits.whole.chosen().is_some() { base } else { Arc::new(base.of_nobody()) };
    let (shared, told, kept) = (Arc::clone(&base), Arc::clone(&groups), fits.clone());
    let as_of = zone.end_of(run.as_of);
    let computing = tokio::task::spawn_blocking(move || {
        let outcomes = outcome::outcomes(&actions, &shared, &book, as_of)?;
        let said = said::said(&voices, &shared, &book, as_of)?;
        let looked = look(&shared, book, (&kept, &told), (currency, discount, as_of))?;
        Ok::<_, Error>((looked, outcomes, said))
    });
    let ((outlooks, doubt, contracts), outcomes, said) =
        computing.await.map_err(|_| troth_store::Error::Panicked)??;
    let chosen = fits.whole.chosen().map(|fit| fit.model.clone());
    let (earlier, before) = store.read(move |db| before(db, chosen.as_deref())).await?;
    let since = earlier.as_ref().map(|report| report.as_of);
    let before = (since == Some(run.as_of), before);
    let scored = score::score(store, now, &run, (base, Arc::new(outlooks)), before, progress).await?;
    let Scored { found, half, changes } = scored;
    let movement = earlier.as_ref().map(|earlier| found.movement(earlier, run.as_of));
    let recent = movement.zip(earlier).map(|(moved, earlier)| moved.recent(&earlier.recent, run.as_of));
    progress("contracts", 0);
    let written = contract_step(store, now, &run, contracts.as_ref()).await?;
    let proposals = proposals(&found, contracts.as_ref(), run.as_of, (currency, zone));
    let report = Report {
        movement,
        recent: recent.unwrap_or_default(),
        outcomes,
        said,
        ..reported(run.as_of, (fits, &groups), (found, &doubt), contracts, (currency, discount, as_of))
    };
    publish(store, now, id, (half, changes, written), &report, proposals).await?;
    progress("done", 0);
    Ok(report)
}

/// What the models say of everybody; pure.
fn look(
    base: &Base,
    book: Book,
    (fits, groups): (&Fits, &Groups),
    (currency, discount, as_of): (Currency, f64, Instant),
) -> Result<(Outlooks, Doubt, Option<Measured>), Error> {
    let quarters = spend::quarters(discount);
    let models =
        (0..groups.count()).map(|group| fits.of(group).model()).collect::<Result<Option<Vec<_>>, _>>()?;
    let spending = |group| {
        let part = if groups.is_whole() { base.whole() } else { base.part(group) };
        let kept = fits.of(group).spend.as_ref().or(fits.whole.spend.as_ref());
        Spending::of(&part, currency, kept)
    };
    let spending = (0..groups.count()).map(spending).collect::<Result<Vec<_>, _>>()?;
    let (outlooks, doubt) = match &models {
        Some(models) => {
            let outlooks = Outlooks::new(models, base, &quarters, (spending, book.holders()))?;
            let doubt = outlooks.doubt(base, fits, models, &quarters)?;
            (outlooks, doubt)
        }
        None => (Outlooks::none(spending), Doubt::default()),
    };
    let contracts = if book.is_empty() {
        None
    } else {
        Some(book.measure((currency, as_of), &spend::by_quarter(&quarters), groups)?)
    };
    Ok((outlooks, doubt, contracts))
}

/// What is reported of a pass over everybody; pure. What came before, and what became of work, is not in it.
fn reported(
    day: Day,
    (fits, groups): (Fits, &Groups),
    (found, doubt): (Found, &Doubt),
    contracts: Option<Measured>,
    (currency, discount, as_of): (Currency, f64, Instant),
) -> Report {
    let purchases = found.whole.at_risk((doubt, Of::Whole), fits.whole.method(), currency, as_of);
    let apart = group::report(groups, &fits, (&found.groups, doubt), contracts.as_ref(), (currency, as_of));
    let (by_chance, both) = (found.by_chance, found.both);
    let spend = fits.whole.spend.map(|kept| kept.fit);
    let worth = found.worth((currency, as_of), discount, (spend, doubt), contracts.as_ref());
    let contracts = contracts.map(|measured| Contracts { both, ..measured.report });
    let by_contract = contracts.as_ref().and_then(|contracts| contracts.at_risk.as_ref());
    let at_risk =
        by_contract.map_or_else(|| purchases.clone(), |by_contract| together(&purchases, by_contract));
    let (backtest, undetermined) = (fits.whole.backtest, fits.whole.undetermined);
    let mut fits = fits.whole.fits;
    fits.extend(contracts.iter().flat_map(|found| &found.terms).filter_map(|term| term.fit.clone()));
    Report {
        as_of: day,
        fits,
        backtest,
        at_risk,
        at_risk_purchases: (contracts.is_some() && purchases.share.n > 0).then_some(purchases),
        contracts,
        worth: Some(worth),
        movement: None,
        recent: Vec::new(),
        outcomes: Vec::new(),
        said: Vec::new(),
        by_chance,
        groups: apart,
        undetermined,
    }
}

/// Makes what a run found what everybody reads, in one transaction.
async fn publish(
    store: &Store,
    now: Instant,
    id: RunId,
    (half, changes, renewals): (Half, Option<Changes>, Half),
    report: &Report,
    proposals: Vec<Proposal>,
) -> Result<(), Error> {
    let text = serde_json::to_string(report).map_err(|error| Error::Damaged(id, error.to_string()))?;
    let mut figures = vec![
        ("at_risk.share", report.at_risk.share.clone()),
        ("at_risk.customers", report.at_risk.customers.clone()),
        ("at_risk.money", report.at_risk.money.clone()),
    ];
    if let Some(worth) = &report.worth {
        figures.push(("worth.base", worth.base.clone()));
        figures.push(("worth.top_tenth", worth.top_tenth.clone()));
    }
    let renewed = report.contracts.as_ref().and_then(|found| found.renewed.clone());
    figures.extend(renewed.map(|renewed| ("contracts.renewed", renewed)));
    store
        .write(now, Actor::System, move |tx| {
            if let Some(changes) = &changes {
                store::put_changes(tx, id, half, changes)?;
            }
            store::check_claim(tx, id)?;
            for (key, figure) in &figures {
                tx.put_figure(id, key, figure)?;
            }
            store::renewal::publish(tx, renewals)?;
            let proposals = store::without_erased(tx, &proposals)?;
            tx.propose(id, 0, &proposals)?;
            store::finish(tx, id, &text)?;
            tx.publish_run(id, half)?;
            tx.append(&RunFinished { run: id })?;
            Ok::<_, Error>(())
        })
        .await
}

/// Work on customers about to leave and on renewals due, in the order of Today.
fn proposals(
    found: &Found,
    contracts: Option<&Measured>,
    day: Day,
    (currency, zone): (Currency, Zone),
) -> Vec<Proposal> {
    let standings = found.most_at_stake(MOST_WORK);
    let mut proposals: Vec<_> = standings.iter().map(|standing| standing.proposal(currency)).collect();
    proposals.extend(contracts.iter().flat_map(|measured| measured.proposals(day, currency)));
    let as_of = zone.end_of(day);
    rank(&mut proposals, as_of, &troth_core::Calendar::office(zone));
    proposals
}

/// Writes what is expected of running contracts to the half that nobody reads.
async fn contract_step(
    store: &Store,
    now: Instant,
    run: &Run,
    contracts: Option<&Measured>,
) -> Result<Half, Error> {
    let (id, as_of) = (run.id, run.as_of);
    let half = store.write(now, Actor::System, move |tx| store::renewal::claim(tx, id)).await?;
    let renewals = contracts.map_or(&[][..], |measured| &measured.renewals);
    let mut after = i64::MIN;
    let mut chunks = renewals.chunks(CHUNK).peekable();
    loop {
        let chunk = chunks.next().unwrap_or_default().to_vec();
        let last = chunk.last().filter(|_| chunks.peek().is_some()).map(|last| last.contract.raw());
        let put =
            move |tx: &mut Tx<'_>| store::renewal::put_chunk(tx, id, half, (after, last), (as_of, &chunk));
        store.write(now, Actor::System, put).await?;
        match last {
            Some(last) => after = last,
            None => return Ok(half),
        }
    }
}

/// What the published run found and who was at risk then, if it chose the same model; to compare across models would count a
/// change of the model as one of the customers.
fn before(db: &mut Db<'_>, chosen: Option<&str>) -> Result<(Option<Report>, HashSet<AccountId>), Error> {
    let known = match db.find_published_run()? {
        // What another release left need not be readable; then there is nothing to compare with.
        Some(run) => store::get_run(db, run)?
            .report
            .and_then(|text| serde_json::from_str::<Report>(&text).ok())
            .filter(|report| report.worth.is_some())
            .filter(|report| report.chosen().map(|fit| fit.model.as_str()) == chosen),
        None => None,
    };
    let (Some(report), Some(half)) = (known, db.find_published_half()?) else {
        return Ok((None, HashSet::new()));
    };
    Ok((Some(report), store::at_risk::accounts(db, half)?))
}

/// Value, lower and upper end.
type Triple = (f64, f64, f64);

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of customers")]
fn whole(count: f64) -> u64 {
    count.round() as u64
}
