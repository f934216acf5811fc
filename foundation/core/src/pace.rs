//! Business time that runs faster than the time of day: the demo's, in which months pass while somebody looks.

use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::time::Instant;

/// How business time goes on: from a moment, so many times as fast as the wall clock, while somebody keeps it going.
///
/// A program that keeps it going renews [`Pace::until`] again and again. When the program is gone, time stands there:
/// a demo that lay still for a night has not lost its customers in the meantime.
///
/// ```
/// use troth_core::{Instant, Pace};
/// let at = |seconds| Instant::from_micros(0).plus_seconds(seconds);
/// let pace = Pace::standing(at(1_000), at(0)).kept(at(0), 30);
/// assert_eq!(pace.now(at(10)), at(1_000 + 10 * Pace::TIMES), "ten seconds of the wall");
/// assert_eq!(pace.now(at(90)), at(1_000 + 30 * Pace::TIMES), "nobody has kept it going since");
/// assert_eq!(pace.stopped(at(10)).kept(at(70), 30).now(at(70)), at(1_000 + 10 * Pace::TIMES));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Business time …
    pub at: Instant,
    /// … at this moment of the wall clock.
    pub wall: Instant,
    /// Until when by the wall clock it goes on, unless it is kept going.
    pub until: Instant,
    /// Whether somebody wants it to stand.
    pub paused: bool,
    /// How often it was changed: of two, the later one holds.
    pub step: u64,
}

impl Pace {
    /// A day of business in a minute of the wall clock.
    pub const TIMES: i64 = 24 * 60;

    /// Time that stands at a moment until somebody keeps it going.
    pub const fn standing(at: Instant, wall: Instant) -> Self {
        Self { at, wall, until: wall, paused: false, step: 0 }
    }

    /// The business moment. It never goes back, whatever the wall clock does between two changes.
    pub fn now(&self, wall: Instant) -> Instant {
        let passed = wall.micros().min(self.until.micros()) - self.wall.micros();
        if self.paused || passed <= 0 { self.at } else { self.at.plus(passed.saturating_mul(Self::TIMES)) }
    }

    /// Kept going for so many seconds more; what is paused stays so.
    #[must_use]
    pub fn kept(&self, wall: Instant, seconds: i64) -> Self {
        if self.paused {
            return *self;
        }
        Self { until: wall.plus_seconds(seconds), ..self.moved(wall) }
    }

    /// Nobody keeps it going any more.
    #[must_use]
    pub fn stopped(&self, wall: Instant) -> Self {
        self.moved(wall)
    }

    /// Standing for as long as somebody wants, or going on for so many seconds.
    #[must_use]
    pub fn with_paused(&self, paused: bool, wall: Instant, seconds: i64) -> Self {
        let until = if paused { wall } else { wall.plus_seconds(seconds) };
        Self { until, paused, ..self.moved(wall) }
    }

    /// The same time, said anew at this moment.
    fn moved(&self, wall: Instant) -> Self {
        Self { at: self.now(wall), wall, until: wall, step: self.step + 1, ..*self }
    }
}

/// A clock that goes by a pace, which may change while it is read.
pub struct PacedClock {
    pace: RwLock<Pace>,
    wall: Arc<dyn Clock>,
}

impl PacedClock {
    /// A clock over the wall clock.
    pub fn new(pace: Pace, wall: Arc<dyn Clock>) -> Self {
        Self { pace: RwLock::new(pace), wall }
    }

    /// The pace it goes by.
    pub fn pace(&self) -> Pace {
        *self.pace.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes by another pace from now on, unless it knows a later one.
    pub fn set(&self, pace: Pace) {
        let mut known = self.pace.write().unwrap_or_else(PoisonError::into_inner);
        if pace.step >= known.step {
            *known = pace;
        }
    }
}

impl Clock for PacedClock {
    fn now(&self) -> Instant {
        self.pace().now(self.wall.now())
    }

    fn paced(&self) -> Option<&PacedClock> {
        Some(self)
    }
}

impl std::fmt::Debug for PacedClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PacedClock").field(&self.pace()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FixedClock;

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(0).plus_seconds(seconds)
    }

    #[test]
    fn a_day_passes_in_a_minute() {
        let pace = Pace::standing(at(0), at(100)).kept(at(100), 120);
        assert_eq!(pace.now(at(160)), at(86_400));
        assert_eq!(
            pace.now(at(40)),
            at(0),
            "a wall clock that was set back stops time, and does not turn it"
        );
    }

    #[test]
    fn keeping_it_going_loses_nothing() {
        let mut pace = Pace::standing(at(0), at(0)).kept(at(0), 30);
        for second in (10..=60).step_by(10) {
            pace = pace.kept(at(second), 30);
        }
        assert_eq!((pace.now(at(60)), pace.step), (at(86_400), 7));
    }

    #[test]
    fn time_stands_while_it_is_paused_and_while_nobody_keeps_it_going() {
        let running = Pace::standing(at(0), at(0)).kept(at(0), 30);
        let paused = running.with_paused(true, at(10), 30);
        assert_eq!(paused.kept(at(500), 30), paused, "only somebody who wants it lets it go on");
        let resumed = paused.with_paused(false, at(1_000), 30);
        assert_eq!(resumed.now(at(1_020)), at(30 * Pace::TIMES));
        // Killed: the lease ends; a new start goes on from there.
        assert_eq!(running.kept(at(5_000), 30).now(at(5_001)), at(31 * Pace::TIMES));
    }

    #[test]
    fn of_two_changes_the_later_one_holds() {
        let wall = Arc::new(FixedClock::at(at(10)));
        let first = Pace::standing(at(0), at(0)).kept(at(0), 30);
        let clock = PacedClock::new(first, wall);
        let paused = first.with_paused(true, at(10), 30);
        clock.set(paused);
        clock.set(first);
        assert_eq!((clock.pace(), clock.now()), (paused, at(10 * Pace::TIMES)));
    }
}
