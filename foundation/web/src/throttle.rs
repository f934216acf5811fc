//! Limits on how often something may be tried: sign-in, and every form that strangers can send.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use troth_core::Instant;

use crate::Error;

/// How many keys are remembered; beyond it, those that are full again are forgotten.
const REMEMBERED: usize = 100_000;

/// So many at once, refilled evenly over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// In how many seconds.
    pub seconds: u32,
}

/// Buckets by key, refilled by the wall clock. Each program keeps its own: with two programs on one database a
/// stranger has twice the tries.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, Bucket>>);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
    full_at: Instant,
}

/// What is left of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// How many tries.
    pub(crate) count: u32,
    /// Seconds until there is one more.
    pub(crate) seconds: u64,
}

impl Throttle {
    /// Takes one try of this key, or says how long to wait.
    pub fn take(&self, key: &str, rate: Rate, now: Instant) -> Result<(), Error> {
        self.count(key, rate, now).map(|_| ())
    }

    /// Takes one try of this key and says what is left, or how long to wait.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive and at most a rate's count"
    )]
    pub(crate) fn count(&self, key: &str, rate: Rate, now: Instant) -> Result<Left, Error> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| bucket.full_at > now);
        }
        let (count, seconds) = (f64::from(rate.count), f64::from(rate.seconds));
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket { left: count, at: now, full_at: now });
        // A clock that goes back refills nothing and takes nothing away.
        let passed = (now.micros() - bucket.at.micros()).max(0) as f64 / 1e6;
        let left = (bucket.left + passed * count / seconds).min(count);
        bucket.at = now.max(bucket.at);
        if left < 1.0 {
            bucket.left = left;
            return Err(Error::TooMany { seconds: wait((1.0 - left) * seconds / count) });
        }
        bucket.left = left - 1.0;
        bucket.full_at = now.plus_seconds(i64::from(rate.seconds));
        let more = wait((1.0 - bucket.left.fract()) * seconds / count);
        Ok(Left { count: bucket.left as u32, seconds: more })
    }

    /// Gives the tries of a key back: it was the right person.
    pub fn forgive(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive and at most a rate's seconds"
)]
fn wait(seconds: f64) -> u64 {
    seconds.ceil().max(1.0) as u64
}

#[cfg(test)]
mod tests {
    use troth_core::Instant;

    use super::{Rate, Throttle};
    use crate::Error;

    #[test]
    fn tries_run_out_and_come_back_with_time() {
        let throttle = Throttle::default();
        let rate = Rate { count: 2, seconds: 60 };
        let now = Instant::from_micros(0);
        throttle.take("ada", rate, now).unwrap();
        throttle.take("ada", rate, now).unwrap();
        assert!(matches!(throttle.take("ada", rate, now), Err(Error::TooMany { seconds: 30 })));
        throttle.take("bea", rate, now).unwrap();
        assert!(throttle.take("ada", rate, now.plus_seconds(29)).is_err());
        throttle.take("ada", rate, now.plus_seconds(30)).unwrap();
        throttle.forgive("ada");
        throttle.take("ada", rate, now.plus_seconds(30)).unwrap();
    }

    #[test]
    fn a_clock_that_goes_back_gives_no_tries() {
        let throttle = Throttle::default();
        let rate = Rate { count: 1, seconds: 60 };
        throttle.take("ada", rate, Instant::from_micros(0).plus_seconds(100)).unwrap();
        assert!(throttle.take("ada", rate, Instant::from_micros(0)).is_err());
        assert!(throttle.take("ada", rate, Instant::from_micros(0).plus_seconds(130)).is_err());
    }
}
