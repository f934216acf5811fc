//! The fit: every model of repeat buying, one chosen by what it foretold and fitted to everything, and the model of spend.
//!
//! Cost: with distinct histories, once for all and once for each group. Models are compared on a sample of customers where there are many; only the chosen one is fitted to all.

use std::sync::Arc;

use troth_core::{Currency, SegmentId};
use troth_stats::repeat::{Histories, History};
use troth_store::Store;

use super::back_test::{self, HoldOut};
use super::base::{Base, Part};
use super::family::{Buying, KINDS, Kind, kind, square, start_of};
use super::group::Groups;
use super::spend;
use crate::model::{BackTest, Fit};
use crate::{Error, store};

const DAYS_IN_WEEK: f64 = 7.0;
/// Models are compared on about so many customers: the parameters of each are known to a percent then.
const COMPARED_ON: usize = 100_000;

/// A fit stands for the day while no parameter would move by this share.
const STEADY: f64 = 0.005;

/// Frequency, recency and age in days, and how many customers share them.
pub(super) type Cell = (i64, i64, i64, i64);

/// A fit as a run keeps it: what is reported, and the covariances that intervals rest on.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Kept {
    pub(super) fits: Vec<Fit>,
    /// Of the chosen model, by rows.
    covariance: Vec<f64>,
    pub(super) backtest: Option<BackTest>,
    pub(super) spend: Option<spend::Kept>,
    /// Whether people bought, and what they bought determines no model.
    #[serde(default)]
    pub(super) undetermined: bool,
}

impl Kept {
    /// Of purchases nothing is said.
    fn nothing(undetermined: bool) -> Self {
        Self { fits: Vec::new(), covariance: Vec::new(), backtest: None, spend: None, undetermined }
    }

    pub(super) fn chosen(&self) -> Option<&Fit> {
        self.fits.iter().find(|fit| fit.chosen)
    }

    /// The key of the chosen model's method.
    pub(super) fn method(&self) -> &'static str {
        self.chosen().map_or(KINDS[0].method, |fit| kind(&fit.model).method)
    }

    /// The chosen model again; none where nobody has bought.
    pub(super) fn model(&self) -> Result<Option<Box<dyn Buying>>, Error> {
        let Some(fit) = self.chosen() else { return Ok(None) };
        let covariance = square(&self.covariance, fit.intervals.len())?;
        Ok(Some((kind(&fit.model).restore)(&start_of(fit), &covariance, fit.n as f64)?))
    }
}

#[expect(clippy::cast_sign_loss, reason = "a frequency is a count less one of at least one day")]
pub(super) fn history(frequency: i64, recency: i64, age: i64) -> History {
    History::new(frequency as u64, recency as f64 / DAYS_IN_WEEK, age as f64 / DAYS_IN_WEEK)
}

fn weighted(&(frequency, recency, age, customers): &Cell) -> History {
    History { weight: customers as f64, ..history(frequency, recency, age) }
}

pub(super) fn histories(cells: &[Cell]) -> Result<Histories, Error> {
    Ok(Histories::check(&cells.iter().map(weighted).collect::<Vec<_>>())?)
}

/// With fewer customers who came back, a group has no model of its own: its parameters would be known to a third at best, and
/// customers would be told apart by chance.
pub(super) const FEWEST: u64 = 100;

/// Every fit of a run: to all customers, and to the groups that are large enough.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Fits {
    #[serde(flatten)]
    pub(super) whole: Kept,
    /// The chosen segments in their order, then everybody else; empty where no segment is chosen.
    #[serde(default)]
    pub(super) groups: Vec<Own>,
}

/// A group's fit.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Own {
    /// None for everybody else.
    segment: Option<SegmentId>,
    /// Customers who bought, and of them those who came back.
    pub(super) customers: u64,
    pub(super) came_back: u64,
    /// The fit; without one the fit to all stands in.
    pub(super) kept: Option<Kept>,
}

impl Fits {
    /// Whether it told apart whom a run tells apart.
    pub(super) fn is_of(&self, groups: &Groups) -> bool {
        self.segments().eq(groups.asked())
    }

    /// The segment of each group, none for everybody else.
    pub(super) fn segments(&self) -> impl Iterator<Item = Option<SegmentId>> {
        self.groups.iter().map(|own| own.segment)
    }

    fn own(&self, group: usize) -> Option<&Kept> {
        self.groups.get(group).and_then(|own| own.kept.as_ref())
    }

    /// Whether a group has a model of its own for purchases, and for what is spent on them.
    pub(super) fn has_own_buying(&self, group: usize) -> bool {
        self.own(group).is_some()
    }

    pub(super) fn has_own_spending(&self, group: usize) -> bool {
        self.own(group).is_some_and(|kept| kept.spend.is_some())
    }

    /// What is known of a group's purchases: by its own fit, or else by that of all.
    pub(super) fn of(&self, group: usize) -> &Kept {
        self.own(group).unwrap_or(&self.whole)
    }
}

/// Fits, unless the facts say what they said at the last run, or so nearly the same on the same day that no parameter
/// would move noticeably. Where purchases are not all there is (`alone`), a business whose purchases determine no model is measured by
/// the rest.
pub(super) async fn fit_step(
    store: &Store,
    (base, groups): (Arc<Base>, Arc<Groups>),
    currency: Currency,
    alone: bool,
) -> Result<(String, Fits), Error> {
    let fingerprint = base.fingerprint();
    let before = store.read(store::find_latest).await?;
    let kept = before.as_ref().and_then(|run| serde_json::from_str::<Fits>(run.fit.as_deref()?).ok());
    let asked: Vec<Option<SegmentId>> = groups.asked();
    let kept = kept.map(|kept| {
        // What another choice of segments left says nothing of the groups of today.
        let same = kept.groups.iter().map(|own| own.segment).eq(asked.iter().copied());
        if same { kept } else { Fits { groups: Vec::new(), ..kept } }
    });
    let complete = kept.as_ref().is_some_and(|kept| kept.groups.len() == asked.len());
    let same =
        complete && before.as_ref().is_some_and(|run| run.fingerprint.as_deref() == Some(&fingerprint));
    let same_day = before.is_some_and(|run| run.as_of == base.as_of);
    let fitting = tokio::task::spawn_blocking(move || match kept {
        Some(kept) if same => Ok(kept),
        kept => fit_all(&base, currency, (kept.as_ref(), same_day), &asked, alone),
    });
    Ok((fingerprint, fitting.await.map_err(|_| troth_store::Error::Panicked)??))
}

/// The fit to all, and one to each group that is large enough.
fn fit_all(
    base: &Base,
    currency: Currency,
    (before, same_day): (Option<&Fits>, bool),
    asked: &[Option<SegmentId>],
    alone: bool,
) -> Result<Fits, Error> {
    let again = |part: &Part<'_>, kept: Option<&Kept>| match kept {
        Some(kept) if same_day && steady(part, currency, kept) => Ok(kept.clone()),
        kept => fit(part, currency, kept),
    };
    let whole = match again(&base.whole(), before.map(|fits| &fits.whole)) {
        Err(Error::Fit(why)) if !alone => {
            tracing::info!(%why, "the purchases determine no model");
            Kept::nothing(true)
        }
        fitted => fitted?,
    };
    let mut groups = Vec::new();
    for (group, segment) in asked.iter().enumerate() {
        let part = base.part(group);
        let (customers, came_back) = (part.len() as u64, part.came_back());
        let known = before.and_then(|fits| fits.groups.get(group)).and_then(|own| own.kept.as_ref());
        let kept = if came_back < FEWEST || whole.undetermined {
            None
        } else {
            match again(&part, known) {
                // A group whose purchases determine nothing leans on all.
                Err(Error::Fit(_)) => None,
                fitted => Some(fitted?),
            }
        };
        groups.push(Own { segment: *segment, customers, came_back, kept });
    }
    Ok(Fits { whole, groups })
}

/// Whether a fit still holds for the facts of the day.
fn steady(base: &Part<'_>, currency: Currency, kept: &Kept) -> bool {
    let buying = || match kept.model()? {
        Some(model) => model.drift(&histories(base.cells)?),
        None => Ok(f64::INFINITY),
    };
    let spending = || spend::drift(base, currency, kept.spend.as_ref());
    let near = |drift: Result<f64, Error>| drift.is_ok_and(|drift| drift < STEADY);
    near(buying()) && near(spending())
}

/// Fits, from where a fit before ended; pure.
pub(super) fn fit(base: &Part<'_>, currency: Currency, before: Option<&Kept>) -> Result<Kept, Error> {
    if base.len() == 0 {
        return Ok(Kept::nothing(false));
    }
    let step = base.len().div_ceil(COMPARED_ON).max(1);
    let sample = base.sample(step);
    let data = histories(&sample)?;
    let start = |kind: &Kind| {
        let known = before.and_then(|kept| kept.fits.iter().find(|fit| fit.model == kind.name));
        known.map(start_of)
    };
    let mut fits = Vec::new();
    let mut models: Vec<Box<dyn Buying>> = Vec::new();
    let mut failure = None;
    for kind in &KINDS {
        match (kind.fit)(&data, start(kind).as_deref()) {
            Ok(model) => {
                fits.push(model.describe(kind.name));
                models.push(model);
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    if let (true, Some(error)) = (fits.is_empty(), failure) {
        return Err(error.into());
    }
    let backtest = back_test::test(&HoldOut::of(base, step), &sample, &mut fits)?;
    let chosen = fits.iter().position(|fit| fit.chosen).unwrap_or(0);
    if step > 1 {
        // From the maximum of the sample the one of all is two or three steps away.
        let kind = kind(&fits[chosen].model);
        let model = (kind.fit)(&histories(base.cells)?, Some(&start_of(&fits[chosen])))?;
        let Fit { hold_out_error, log_score, .. } = fits[chosen];
        fits[chosen] = Fit { hold_out_error, log_score, ..model.describe(kind.name) };
        models[chosen] = model;
    }
    fits[chosen].chosen = true;
    let spend = spend::fit(base, currency, before.and_then(|kept| kept.spend.as_ref()));
    Ok(Kept { covariance: models[chosen].covariance(), fits, backtest, spend, undetermined: false })
}
