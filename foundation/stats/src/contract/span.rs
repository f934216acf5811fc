//! One watched relation.

use crate::error::{Error, Result};

/// A relation watched from `entry` (exclusive) to `exit` (inclusive).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Start of watching; 0 unless the relation was picked up late. Any unit of time.
    pub entry: f64,
    /// End of watching.
    pub exit: f64,
    /// Whether the relation ended at `exit`.
    pub event: bool,
    /// How many identical relations; 0 leaves it out.
    pub weight: f64,
}

impl Span {
    /// One relation watched from time 0.
    pub fn new(exit: f64, event: bool) -> Self {
        Self { entry: 0.0, exit, event, weight: 1.0 }
    }

    /// One relation watched from `entry` on.
    pub fn from(entry: f64, exit: f64, event: bool) -> Self {
        Self { entry, exit, event, weight: 1.0 }
    }
}

/// Checks spans and returns the rows with a weight above zero.
pub(super) fn check(spans: &[Span]) -> Result<Vec<usize>> {
    for (row, s) in spans.iter().enumerate() {
        let fault = if !s.entry.is_finite() || s.entry < 0.0 {
            Some(("entry", s.entry, "it must be a finite time, zero or above"))
        } else if !s.exit.is_finite() || s.exit < 0.0 {
            Some(("exit", s.exit, "it must be a finite time, zero or above"))
        } else if s.exit < s.entry || (s.exit == s.entry && s.entry > 0.0) {
            Some(("exit", s.exit, "it must come after the entry"))
        } else if !s.weight.is_finite() || s.weight < 0.0 {
            Some(("weight", s.weight, "it must be a finite number, zero or above"))
        } else {
            None
        };
        if let Some((input, value, why)) = fault {
            return Err(Error::Row { input, row, value, why });
        }
    }
    let rows: Vec<usize> = (0..spans.len()).filter(|&i| spans[i].weight > 0.0).collect();
    if rows.is_empty() {
        return Err(Error::Empty { input: "spans", why: "at least one with a weight above zero is needed" });
    }
    Ok(rows)
}

/// Whether a span was under watch at `time`. One that starts at 0 counts at 0, too.
pub(super) fn entered(entry: f64, time: f64) -> bool {
    entry < time || entry == 0.0
}
