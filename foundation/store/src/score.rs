//! Scores and figures, as a run left them. Only what is published is read; a run that fails changes nothing that
//! anybody sees.

use troth_core::{AccountId, Figure, Id, RunId};

use crate::{Db, Error, Kind, Row, Tx, Value, params};

/// Setting that names the published run.
const PUBLISHED: &str = "measure.run";
/// Setting that names the published half of the scores.
const PUBLISHED_HALF: &str = "measure.scores";

/// Scores are kept twice: one half is read while a run writes the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The one that is written first.
    First,
    /// The other.
    Second,
}

impl Half {
    /// As it stands in a column.
    pub const fn number(self) -> i64 {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }

    /// The one that is written while this is read.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// A number with the ends of its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranged {
    /// The estimate.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// What a run says of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Whose.
    pub account: AccountId,
    /// The chance to be still there.
    pub alive: Ranged,
    /// Expected purchases in a year.
    pub purchases: Ranged,
    /// What future purchases are worth today, in minor units.
    pub worth: Ranged,
}

const COLUMNS: [(&str, Kind); 12] = [
    ("half", Kind::Int),
    ("account_id", Kind::Int),
    ("run_id", Kind::Int),
    ("alive", Kind::Real),
    ("alive_low", Kind::Real),
    ("alive_high", Kind::Real),
    ("purchases", Kind::Real),
    ("purchases_low", Kind::Real),
    ("purchases_high", Kind::Real),
    ("worth", Kind::Real),
    ("worth_low", Kind::Real),
    ("worth_high", Kind::Real),
];

fn ranged(row: &Row, from: usize) -> Result<Ranged, Error> {
    Ok(Ranged { value: row.get(from)?, low: row.get(from + 1)?, high: row.get(from + 2)? })
}

impl Tx<'_> {
    /// Keeps scores in a half for a run; written again, they are replaced. In order of accounts it costs least.
    pub fn put_scores(&mut self, half: Half, run: RunId, scores: &[Score]) -> Result<(), Error> {
        let rows: Vec<Vec<Value>> = scores
            .iter()
            .map(|score| {
                let mut row = vec![half.number().into(), score.account.raw().into(), run.raw().into()];
                for ranged in [score.alive, score.purchases, score.worth] {
                    row.extend([ranged.value.into(), ranged.low.into(), ranged.high.into()]);
                }
                row
            })
            .collect();
        let again = "ON CONFLICT (half, account_id) DO UPDATE SET run_id = excluded.run_id, alive = excluded.alive, \
                     alive_low = excluded.alive_low, alive_high = excluded.alive_high, purchases = excluded.purchases, \
                     purchases_low = excluded.purchases_low, purchases_high = excluded.purchases_high, \
                     worth = excluded.worth, worth_low = excluded.worth_low, worth_high = excluded.worth_high";
        self.insert_many("score", &COLUMNS, again, &rows)?;
        Ok(())
    }

    /// Removes scores of accounts after one and up to another (to the end if none) that the run did not write: customers who have
    /// no purchases any more.
    pub fn drop_other_scores(
        &mut self,
        half: Half,
        run: RunId,
        after: i64,
        until: Option<i64>,
    ) -> Result<u64, Error> {
        self.execute(
            "DELETE FROM score WHERE half = $1 AND account_id > $2 AND account_id <= $3 AND run_id <> $4",
            params![half.number(), after, until.unwrap_or(i64::MAX), run.raw()],
        )
    }

    /// Keeps a figure for a run.
    pub fn put_figure(&mut self, run: RunId, key: &str, figure: &Figure) -> Result<(), Error> {
        let payload = serde_json::to_string(figure).map_err(|error| Error::Value(error.to_string()))?;
        self.execute(
            "INSERT INTO figure (run_id, key, payload) VALUES ($1, $2, $3) \
             ON CONFLICT (run_id, key) DO UPDATE SET payload = excluded.payload",
            params![run.raw(), key, payload],
        )?;
        Ok(())
    }

    /// Makes a run the one that everybody reads, with its scores in this half. The caller appends the event.
    pub fn publish_run(&mut self, run: RunId, half: Half) -> Result<(), Error> {
        self.set_setting(PUBLISHED_HALF, &half.number().to_string())?;
        self.set_setting(PUBLISHED, &run.to_string())
    }
}

impl Db<'_> {
    /// The run whose scores, figures and work everybody reads; none before the first.
    pub fn find_published_run(&mut self) -> Result<Option<RunId>, Error> {
        Ok(self.find_setting(PUBLISHED)?.and_then(|text| text.parse().ok()))
    }

    /// The half of the scores that everybody reads; none before the first run.
    pub fn find_published_half(&mut self) -> Result<Option<Half>, Error> {
        let half = self.find_setting(PUBLISHED_HALF)?;
        Ok(half.map(|number| if number == "1" { Half::Second } else { Half::First }))
    }

    /// A customer's published score.
    pub fn find_score(&mut self, account: AccountId) -> Result<Option<Score>, Error> {
        let Some(half) = self.find_published_half()? else { return Ok(None) };
        let row = self.query_opt(
            "SELECT alive, alive_low, alive_high, purchases, purchases_low, purchases_high, worth, worth_low, worth_high \
             FROM score WHERE half = $1 AND account_id = $2",
            params![half.number(), account.raw()],
        )?;
        row.map(|row| {
            let (alive, purchases, worth) = (ranged(&row, 0)?, ranged(&row, 3)?, ranged(&row, 6)?);
            Ok(Score { account, alive, purchases, worth })
        })
        .transpose()
    }

    /// A published figure.
    pub fn find_figure(&mut self, key: &str) -> Result<Option<Figure>, Error> {
        let Some(run) = self.find_published_run()? else { return Ok(None) };
        self.find_figure_of(run, key)
    }

    /// A figure of one run.
    pub fn find_figure_of(&mut self, run: RunId, key: &str) -> Result<Option<Figure>, Error> {
        let row = self.query_opt(
            "SELECT payload FROM figure WHERE run_id = $1 AND key = $2",
            params![run.raw(), key],
        )?;
        row.map(|row| serde_json::from_str(row.text(0)?).map_err(|error| Error::Decode(error.to_string())))
            .transpose()
    }
}
