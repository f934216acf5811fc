//! Metrics: questions in portable SQL over the fact views, asked on the records database.
//!
//! The text of a metric runs unchanged on SQLite, PostgreSQL and DataFusion. Cost: one scan of the facts it
//! reads; the answer of a summary grows with distinct values, that of a roster with accounts.

use crate::{Db, Error, Row, Value};

/// What a metric returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Sufficient statistics: counts, sums, distinct values with multiplicity.
    Summary,
    /// One row per account.
    Roster,
    /// Rows as they are, in no order: for whoever asks so many questions of them that condensing them once is cheaper.
    Extract,
}

/// A question and how to ask it.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// File name without `.sql`, unique in the program.
    pub name: &'static str,
    /// What it returns.
    pub kind: MetricKind,
    /// The text, with integer parameters `$1`, `$2`, …
    pub sql: &'static str,
    /// What the parameters are, in order.
    pub parameters: &'static [&'static str],
}

impl Metric {
    /// Asks it on the records database, always fresh. Parameters are integers on every engine.
    pub fn each<E: From<Error>>(
        &self,
        db: &mut Db<'_>,
        parameters: &[i64],
        f: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        if parameters.len() != self.parameters.len() {
            let (name, expected) = (self.name, self.parameters.join(", "));
            return Err(
                Error::Value(format!("metric {name} takes {expected}; {} given", parameters.len())).into()
            );
        }
        let values: Vec<Value> = parameters.iter().map(|number| Value::Int(*number)).collect();
        db.each(self.sql, &values, f)
    }
}
