//! Looking through the log of events.

use troth_core::Instant;

use crate::{Db, Error, Row, Value};

/// What happened, as the log holds it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its number in the log; later ones are larger.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// `system`, `user` or `token`.
    pub actor_kind: String,
    /// Which user or token; zero for the system.
    pub actor_id: i64,
    /// What: `crate.what_happened`.
    pub kind: String,
    /// Prefix of the id of what it happened to.
    pub subject_kind: String,
    /// What it happened to, as stored.
    pub subject_id: i64,
    /// Ids and names of fields, as JSON; never personal values.
    pub payload: String,
}

/// Which entries are asked for; what is none or empty narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct AuditAsked {
    /// Those before this entry.
    pub before: Option<i64>,
    /// Of this kind alone.
    pub kind: String,
    /// By this actor alone: `user` or `token` and the id; `system` with zero.
    pub actor: Option<(String, i64)>,
    /// About this alone: prefix and id.
    pub subject: Option<(String, i64)>,
    /// Since this moment of the wall clock.
    pub since: Option<Instant>,
    /// Before this moment of the wall clock.
    pub until: Option<Instant>,
    /// At most this many.
    pub limit: usize,
}

/// The smallest id that can be made at a moment: ids hold their milliseconds in the high bits.
fn first_id(at: Instant) -> i64 {
    at.micros().div_euclid(1_000).max(0) << 21
}

const COLUMNS: &str = "id, at, actor_kind, actor_id, kind, subject_kind, subject_id, payload";

fn read(row: &Row) -> Result<Entry, Error> {
    Ok(Entry {
        id: row.get(0)?,
        at: row.instant(1)?,
        actor_kind: row.get(2)?,
        actor_id: row.get(3)?,
        kind: row.get(4)?,
        subject_kind: row.get(5)?,
        subject_id: row.get(6)?,
        payload: row.get(7)?,
    })
}

impl Db<'_> {
    /// One entry of the log.
    pub fn find_event(&mut self, id: troth_core::EventId) -> Result<Option<Entry>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE id = $1");
        self.query_opt(&sql, &[troth_core::Id::raw(id).into()])?.as_ref().map(read).transpose()
    }

    /// Entries of the log, latest first. A page's cost with any one of kind, actor or subject, or with none; two together look through those of one.
    pub fn list_events(&mut self, asked: &AuditAsked) -> Result<Vec<Entry>, Error> {
        let mut tests = vec!["id < $1".to_owned(), "id >= $2".to_owned()];
        let end = asked.until.map_or(i64::MAX, first_id).min(asked.before.unwrap_or(i64::MAX));
        let mut params: Vec<Value> = vec![end.into(), asked.since.map_or(0, first_id).into()];
        let mut narrow = |column: &str, value: Value| {
            params.push(value);
            tests.push(format!("{column} = ${}", params.len()));
        };
        if !asked.kind.is_empty() {
            narrow("kind", asked.kind.as_str().into());
        }
        if let Some((kind, id)) = &asked.actor {
            narrow("actor_kind", kind.as_str().into());
            narrow("actor_id", (*id).into());
        }
        if let Some((kind, id)) = &asked.subject {
            narrow("subject_kind", kind.as_str().into());
            narrow("subject_id", (*id).into());
        }
        params.push(i64::try_from(asked.limit).unwrap_or(i64::MAX).into());
        let sql = format!(
            "SELECT {COLUMNS} FROM event WHERE {} ORDER BY id DESC LIMIT ${}",
            tests.join(" AND "),
            params.len()
        );
        self.query(&sql, &params)?.iter().map(read).collect()
    }
}
