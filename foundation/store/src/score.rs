//! Scores and figures, as a run left them. Only the run that is published is read; a run that fails changes nothing
//! that anybody sees.

use troth_core::{AccountId, Figure, Id, RunId};

use crate::{Db, Error, Kind, Tx, params};

/// Setting that names the published run.
const PUBLISHED: &str = "measure.run";

/// A number about a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Whose.
    pub account: AccountId,
    /// The estimate.
    pub value: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
}

impl Tx<'_> {
    /// Keeps scores of one kind for a run; written again, they are replaced.
    pub fn put_scores(&mut self, run: RunId, kind: &str, scores: &[Score]) -> Result<(), Error> {
        let rows: Vec<_> = scores
            .iter()
            .map(|score| {
                let (value, low, high) = (score.value.into(), score.low.into(), score.high.into());
                vec![run.raw().into(), score.account.raw().into(), kind.into(), value, low, high]
            })
            .collect();
        let columns = [
            ("run_id", Kind::Int),
            ("account_id", Kind::Int),
            ("kind", Kind::Text),
            ("value", Kind::Real),
            ("low", Kind::Real),
            ("high", Kind::Real),
        ];
        let again = "ON CONFLICT (run_id, kind, account_id) DO UPDATE SET value = excluded.value, low = excluded.low, \
                     high = excluded.high";
        self.insert_many("score", &columns, again, &rows)?;
        Ok(())
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

    /// Makes a run the one that everybody reads. The caller appends the event.
    pub fn publish_run(&mut self, run: RunId) -> Result<(), Error> {
        self.set_setting(PUBLISHED, &run.to_string())
    }

    /// Removes up to `limit` scores of other runs than the published one and `except`; how many there were.
    pub fn drop_old_scores(&mut self, except: RunId, limit: i64) -> Result<u64, Error> {
        let published = self.find_published_run()?.unwrap_or(except);
        let sql = self.pick(
            "DELETE FROM score WHERE (run_id, kind, account_id) IN \
             (SELECT run_id, kind, account_id FROM score WHERE run_id <> $1 AND run_id <> $2 LIMIT $3)",
            "DELETE FROM score WHERE ctid = ANY (ARRAY \
             (SELECT ctid FROM score WHERE run_id <> $1 AND run_id <> $2 LIMIT $3))",
        );
        self.execute(sql, params![published.raw(), except.raw(), limit])
    }
}

impl Db<'_> {
    /// The run whose scores, figures and work everybody reads; none before the first.
    pub fn find_published_run(&mut self) -> Result<Option<RunId>, Error> {
        Ok(self.find_setting(PUBLISHED)?.and_then(|text| text.parse().ok()))
    }

    /// A customer's published score of this kind.
    pub fn find_score(&mut self, account: AccountId, kind: &str) -> Result<Option<Score>, Error> {
        let Some(run) = self.find_published_run()? else { return Ok(None) };
        let row = self.query_opt(
            "SELECT account_id, value, low, high FROM score WHERE run_id = $1 AND kind = $2 AND account_id = $3",
            params![run.raw(), kind, account.raw()],
        )?;
        row.map(|row| {
            Ok(Score { account: row.id(0)?, value: row.get(1)?, low: row.get(2)?, high: row.get(3)? })
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
