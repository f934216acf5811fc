//! How much is done in one transaction: as much as keeps others waiting for a short while, whatever the machine.

/// How long a transaction may hold the writer, in microseconds. Its commit comes on top.
const HOLD: i64 = 40_000;

/// Pieces of work for one transaction, found out by how long the last one took.
#[derive(Debug)]
pub struct Pace {
    pieces: usize,
    least: usize,
    most: usize,
}

impl Pace {
    /// Begins with few pieces.
    pub const fn new(least: usize, most: usize) -> Self {
        Self { pieces: least, least, most }
    }

    /// How many pieces to do next.
    pub const fn pieces(&self) -> usize {
        self.pieces
    }

    /// Says how long it took to do so many.
    pub fn took(&mut self, pieces: usize, micros: i64) {
        let held = usize::try_from(micros.max(1)).unwrap_or(usize::MAX);
        let wanted = pieces.saturating_mul(usize::try_from(HOLD).unwrap_or_default()) / held;
        // One that was quick by chance does not make the next one long.
        self.pieces = wanted.min(self.pieces * 2).clamp(self.least, self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slower_the_machine_the_less_at_once() {
        let mut pace = Pace::new(1, 16);
        pace.took(1, 1);
        assert_eq!(pace.pieces(), 2, "no more than twice as many");
        for _ in 0..5 {
            pace.took(pace.pieces(), 1_000);
        }
        assert_eq!(pace.pieces(), 16);
        pace.took(16, 160_000);
        assert_eq!(pace.pieces(), 4);
        pace.took(4, 10_000_000);
        assert_eq!(pace.pieces(), 1, "never nothing");
    }
}
