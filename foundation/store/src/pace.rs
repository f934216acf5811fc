//! How much is done in one transaction: as much as keeps others waiting for a short while, whatever the machine.

use crate::Engine;

/// How long a transaction may take, in microseconds; its commit comes on top. SQLite has one writer, and whoever changes something waits
/// for it, for the commit, and often for a second transaction that got in before; with PostgreSQL others wait only for the same rows.
const fn hold(engine: Engine) -> i64 {
    match engine {
        Engine::Sqlite => 25_000,
        Engine::Postgres => 150_000,
    }
}

/// Pieces of work for one transaction, found out by how long the last one took.
#[derive(Debug)]
pub struct Pace {
    pieces: usize,
    least: usize,
    most: usize,
    hold: i64,
}

impl Pace {
    /// Begins with few pieces.
    pub const fn new(engine: Engine, least: usize, most: usize) -> Self {
        Self { pieces: least, least, most, hold: hold(engine) }
    }

    /// How many pieces to do next.
    pub const fn pieces(&self) -> usize {
        self.pieces
    }

    /// Says how long it took to do so many.
    pub fn took(&mut self, pieces: usize, micros: i64) {
        let held = usize::try_from(micros.max(1)).unwrap_or(usize::MAX);
        let wanted = pieces.saturating_mul(usize::try_from(self.hold).unwrap_or_default()) / held;
        // One that was quick by chance does not make the next one long.
        self.pieces = wanted.min(self.pieces * 2).clamp(self.least, self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slower_the_machine_the_less_at_once() {
        let mut pace = Pace::new(Engine::Sqlite, 1, 16);
        pace.took(1, 1);
        assert_eq!(pace.pieces(), 2, "no more than twice as many");
        for _ in 0..5 {
            pace.took(pace.pieces(), 1_000);
        }
        assert_eq!(pace.pieces(), 16);
        pace.took(16, 200_000);
        assert_eq!(pace.pieces(), 2);
        pace.took(2, 10_000_000);
        assert_eq!(pace.pieces(), 1, "never nothing");
        let mut patient = Pace { pieces: 16, ..Pace::new(Engine::Postgres, 1, 16) };
        patient.took(16, 200_000);
        assert_eq!(patient.pieces(), 12, "where others do not wait for it, it may take longer");
    }
}
