//! What is known of a customer: frequency, recency, age.

use crate::error::{Error, Result};
use rayon::prelude::*;

/// Purchases of one customer (or of `weight` identical ones), counted from the first purchase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct History {
    /// Repeat purchases: all but the first.
    pub frequency: u64,
    /// Time from the first to the last purchase; 0 without a repeat purchase.
    pub recency: f64,
    /// Time from the first purchase to the end of observation.
    pub age: f64,
    /// How many customers share this history; 1 for a single one, 0 leaves it out.
    pub weight: f64,
}

impl History {
    /// A single customer.
    pub fn new(frequency: u64, recency: f64, age: f64) -> Self {
        Self { frequency, recency, age, weight: 1.0 }
    }

    /// Equal for histories that only differ in weight.
    pub(super) fn order(&self) -> (u64, u64, u64) {
        (self.frequency, (self.age + 0.0).to_bits(), (self.recency + 0.0).to_bits())
    }

    fn key(&self) -> (u64, u64, u64) {
        // Floats at or above +0 sort like their bits.
        (self.frequency, self.age.to_bits(), self.recency.to_bits())
    }
}

/// Validated histories, each distinct one once.
#[derive(Debug, Clone, PartialEq)]
pub struct Histories {
    cells: Vec<History>,
    customers: f64,
}

impl Histories {
    /// Validates and compresses. The order of the input does not matter.
    ///
    /// ```
    /// use troth_stats::repeat::{Histories, History};
    /// let data = Histories::check(&[History::new(1, 2.0, 5.0), History::new(1, 2.0, 5.0)])?;
    /// assert_eq!((data.cells().len(), data.customers()), (1, 2.0));
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Row`] for a time that is negative or not finite, a recency beyond the age, a recency above zero without
    /// a repeat purchase, or a weight below zero; [`Error::Empty`] if no weight is left.
    pub fn check(rows: &[History]) -> Result<Self> {
        if let Some((row, bad)) = rows.par_iter().enumerate().find_map_first(|(i, h)| Some((i, fault(h)?))) {
            let (input, value, why) = bad;
            return Err(Error::Row { input, row, value, why });
        }
        // Each piece of the input is compressed on its own first; pieces do not depend on the number of threads.
        let pieces: Vec<Vec<History>> = rows.par_chunks(PIECE).map(gather).collect();
        let mut cells = pieces.concat();
        // Stable, so that equal histories add up their weights in the order given.
        cells.par_sort_by_key(History::key);
        cells.dedup_by(|next, kept| {
            let same = next.key() == kept.key();
            if same {
                kept.weight += next.weight;
            }
            same
        });
        let customers = cells.iter().map(|h| h.weight).sum();
        if cells.is_empty() {
            return Err(Error::Empty {
                input: "histories",
                why: "at least one customer with a weight above zero is needed",
            });
        }
        Ok(Self { cells, customers })
    }

    /// The distinct histories, sorted by frequency.
    pub fn cells(&self) -> &[History] {
        &self.cells
    }

    /// Number of customers (sum of weights).
    pub fn customers(&self) -> f64 {
        self.customers
    }

    /// Repeat purchases of all customers together.
    pub fn purchases(&self) -> f64 {
        self.cells.iter().map(|h| h.weight * h.frequency as f64).sum()
    }

    /// The greatest age.
    pub fn longest(&self) -> f64 {
        self.cells.iter().map(|h| h.age).fold(0.0, f64::max)
    }
}

/// Rows that are compressed together.
const PIECE: usize = 1 << 16;

/// The distinct histories of a piece in order of appearance, by an open table of positions.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the upper bits of a hash are meant, and a piece is shorter than 2^32"
)]
fn gather(rows: &[History]) -> Vec<History> {
    let bits = (2 * rows.len()).next_power_of_two().trailing_zeros().max(4);
    let mut table = vec![u32::MAX; 1 << bits];
    let mut cells: Vec<History> = Vec::new();
    for h in rows.iter().filter(|h| h.weight > 0.0) {
        // Adding +0 turns −0 into +0, whose bits sort first.
        let h = History { recency: h.recency + 0.0, age: h.age + 0.0, ..*h };
        let (x, age, recency) = h.key();
        let mix = |hash: u64, v: u64| (hash.rotate_left(26) ^ v).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut slot = (mix(mix(mix(0, x), age), recency) >> (64 - bits)) as usize;
        loop {
            let at = table[slot];
            if at == u32::MAX {
                table[slot] = cells.len() as u32;
                cells.push(h);
                break;
            }
            let kept = &mut cells[at as usize];
            if kept.key() == (x, age, recency) {
                kept.weight += h.weight;
                break;
            }
            slot = (slot + 1) & (table.len() - 1);
        }
    }
    cells
}

/// What is wrong with one history: field, value, rule.
pub(super) fn fault(h: &History) -> Option<(&'static str, f64, &'static str)> {
    let wrong = |v: f64| !v.is_finite() || v < 0.0;
    if wrong(h.age) {
        Some(("age", h.age, "it must be a finite time, zero or above"))
    } else if wrong(h.recency) {
        Some(("recency", h.recency, "it must be a finite time, zero or above"))
    } else if h.recency > h.age {
        Some(("recency", h.recency, "the last purchase cannot come after the end of observation"))
    } else if h.frequency == 0 && h.recency > 0.0 {
        Some(("recency", h.recency, "without a repeat purchase it must be zero"))
    } else if wrong(h.weight) {
        Some(("weight", h.weight, "it must be a finite number, zero or above"))
    } else if h.frequency > 1 << 40 {
        Some((
            "frequency",
            h.frequency as f64,
            "more than 2^40 purchases of one customer are not counted exactly",
        ))
    } else {
        None
    }
}
