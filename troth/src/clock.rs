//! The system's clock: read here and nowhere else.

use troth_core::{Clock, Instant};

/// The time of day.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that runs as the time of day does, so much later or earlier: the demo's business time.
#[derive(Debug)]
pub struct ShiftedClock {
    micros: i64,
}

impl ShiftedClock {
    /// A clock that shows `now` plus this many microseconds.
    pub const fn by(micros: i64) -> Self {
        Self { micros }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Instant {
        SystemClock.now().plus(self.micros)
    }
}
