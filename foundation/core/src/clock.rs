//! Clocks, handed in. Only `troth` reads the system's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::pace::PacedClock;
use crate::time::Instant;

/// Something that says what time it is.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Instant;

    /// The clock itself, where it goes at a pace of its own and can be told to stand.
    fn paced(&self) -> Option<&PacedClock> {
        None
    }
}

/// The two clocks of an installation.
#[derive(Clone)]
pub struct Clocks {
    /// For verbs and metrics: the business's time, which a demo may run faster.
    pub business: Arc<dyn Clock>,
    /// For sessions, retries and limits: the time of day.
    pub wall: Arc<dyn Clock>,
}

impl std::fmt::Debug for Clocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clocks")
            .field("business", &self.business.now())
            .field("wall", &self.wall.now())
            .finish()
    }
}

impl Clocks {
    /// Both clocks the same.
    pub fn both(clock: Arc<dyn Clock>) -> Self {
        Self { business: Arc::clone(&clock), wall: clock }
    }
}

/// A clock that stands until it is moved: for tests and for `--as-of`.
///
/// ```
/// use troth_core::{Clock, FixedClock, Instant};
/// let clock = FixedClock::at(Instant::from_micros(5));
/// clock.set(Instant::from_micros(9));
/// assert_eq!(clock.now().micros(), 9);
/// ```
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows this moment.
    pub const fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now.micros()))
    }

    /// Moves the clock, in either direction.
    pub fn set(&self, now: Instant) {
        self.0.store(now.micros(), Ordering::SeqCst);
    }

    /// Moves the clock on by this many microseconds.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }
}
