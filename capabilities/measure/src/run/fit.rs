//! The fit: every model of repeat buying on everything, one chosen by what it foretold, and the model of spend.

use sha2::{Digest, Sha256};
use troth_core::{Currency, Day};
use troth_stats::repeat::{Histories, History};
use troth_store::{Metric, Store};

use super::back_test::{self, HoldOut};
use super::family::{Buying, KINDS, Kind, kind, start_of};
use super::spend;
use crate::metric::REPEAT_HISTORIES;
use crate::model::{BackTest, Fit};
use crate::{Error, store};

const DAYS_IN_WEEK: f64 = 7.0;

/// Frequency, recency and age in days, and how many customers share them.
pub(super) type Cell = (i64, i64, i64, i64);

/// A fit as a run keeps it: what is reported, and the distinct histories it rests on (for intervals after a restart).
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Kept {
    pub(super) fits: Vec<Fit>,
    pub(super) backtest: Option<BackTest>,
    pub(super) spend: Option<Fit>,
    pub(super) cells: Vec<Cell>,
}

impl Kept {
    pub(super) fn chosen(&self) -> Option<&Fit> {
        self.fits.iter().find(|fit| fit.chosen)
    }

    /// The key of the chosen model's method.
    pub(super) fn method(&self) -> &'static str {
        self.chosen().map_or(KINDS[0].method, |fit| kind(&fit.model).method)
    }

    /// The chosen model again: from its own parameters the maximum is reached at once.
    pub(super) fn model(&self) -> Result<Box<dyn Buying>, Error> {
        let start = self.chosen().map(start_of);
        let name = self.chosen().map_or(KINDS[0].name, |fit| fit.model.as_str());
        Ok((kind(name).fit)(&histories(&self.cells)?, start.as_deref())?)
    }
}

#[expect(clippy::cast_sign_loss, reason = "a frequency is a count less one of at least one day")]
pub(super) fn history(frequency: i64, recency: i64, age: i64) -> History {
    History::new(frequency as u64, recency as f64 / DAYS_IN_WEEK, age as f64 / DAYS_IN_WEEK)
}

pub(super) fn weighted(&(frequency, recency, age, customers): &Cell) -> History {
    History { weight: customers as f64, ..history(frequency, recency, age) }
}

pub(super) fn histories(cells: &[Cell]) -> Result<Histories, Error> {
    Ok(Histories::check(&cells.iter().map(weighted).collect::<Vec<_>>())?)
}

/// All rows of a summary, as integers.
pub(super) async fn rows<const N: usize>(
    store: &Store,
    metric: Metric,
    parameters: Vec<i64>,
) -> Result<Vec<[i64; N]>, Error> {
    store
        .read(move |db| {
            let mut rows = Vec::new();
            metric.each(db, &parameters, |row| {
                let mut numbers = [0; N];
                for (index, number) in numbers.iter_mut().enumerate() {
                    *number = row.get(index)?;
                }
                rows.push(numbers);
                Ok::<_, Error>(())
            })?;
            Ok(rows)
        })
        .await
}

fn fingerprint<'n>(as_of: Day, numbers: impl Iterator<Item = &'n i64>) -> String {
    let mut digest = Sha256::new();
    // Another release may fit otherwise.
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update(as_of.number().to_le_bytes());
    for number in numbers {
        digest.update(number.to_le_bytes());
    }
    digest.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Asks the facts and fits, unless they say what they said at the last run.
pub(super) async fn fit_step(store: &Store, as_of: Day, currency: Currency) -> Result<(String, Kept), Error> {
    let found = rows::<4>(store, REPEAT_HISTORIES, vec![as_of.number()]).await?;
    let cells: Vec<Cell> = found.into_iter().map(|[f, r, a, n]| (f, r, a, n)).collect();
    let Some(longest) = cells.iter().map(|cell| cell.2).max() else { return Err(Error::Nothing(as_of)) };
    let held = HoldOut::load(store, as_of, longest).await?;
    let amounts = spend::load(store, as_of).await?;
    let numbers = cells.iter().flat_map(|(f, r, a, n)| [f, r, a, n]);
    let numbers = numbers.chain(held.cells.iter().flatten()).chain(amounts.iter().flatten());
    let fingerprint = fingerprint(as_of, numbers);
    let before = store.read(store::find_latest).await?;
    let kept = before.as_ref().and_then(|run| serde_json::from_str::<Kept>(run.fit.as_deref()?).ok());
    if let (Some(run), Some(kept)) = (&before, &kept)
        && run.fingerprint.as_deref() == Some(&fingerprint)
    {
        let (fits, backtest, spend) = (kept.fits.clone(), kept.backtest.clone(), kept.spend.clone());
        return Ok((fingerprint, Kept { fits, backtest, spend, cells }));
    }
    let data = histories(&cells)?;
    let start = |kind: &Kind| {
        kept.as_ref().and_then(|kept| kept.fits.iter().find(|fit| fit.model == kind.name)).map(start_of)
    };
    let mut fits = Vec::new();
    let mut failure = None;
    for kind in &KINDS {
        match (kind.fit)(&data, start(kind).as_deref()) {
            Ok(model) => fits.push(model.describe(kind.name)),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    if let (true, Some(error)) = (fits.is_empty(), failure) {
        return Err(error.into());
    }
    let backtest = back_test::test(&held, &cells, &mut fits)?;
    if let (None, Some(first)) = (&backtest, fits.first_mut()) {
        first.chosen = true;
    }
    let before = kept.as_ref().and_then(|kept| kept.spend.as_ref()).map(start_of);
    let spend = spend::fit(&amounts, currency, before.as_deref());
    Ok((fingerprint, Kept { fits, backtest, spend, cells }))
}
