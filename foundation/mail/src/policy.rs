//! When and how often a person may be written to; pure.

use serde::{Deserialize, Serialize};
use troth_core::{Instant, Zone};

/// Quiet hours, and how many of a kind a person gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Minutes after midnight from and to which nothing is sent, where the person lives; none are quiet where both are equal.
    pub quiet: (i64, i64),
    /// So many letters of one purpose in so many days, invitation and reminders counted once; zero: as many as there are.
    pub most: i64,
    /// The days of that.
    pub days: i64,
}

impl Default for Policy {
    /// Nothing between nine in the evening and eight in the morning; two of a kind in thirty days.
    fn default() -> Self {
        Self { quiet: (21 * 60, 8 * 60), most: 2, days: 30 }
    }
}

impl Policy {
    /// Whether the numbers make sense.
    pub fn is_right(&self) -> bool {
        let minute = |minute: i64| (0..24 * 60).contains(&minute);
        minute(self.quiet.0)
            && minute(self.quiet.1)
            && (0..=1_000).contains(&self.most)
            && (1..=3_650).contains(&self.days)
    }

    /// The first moment from `now` on at which somebody in this zone may be written to.
    ///
    /// ```
    /// use troth_core::{Instant, Zone};
    /// let policy = troth_mail::Policy::default();
    /// let zone = Zone::find("Europe/Berlin")?;
    /// // 23:30 in Berlin on a winter's day.
    /// let late = Instant::from_micros(1_767_738_600_000_000);
    /// assert_eq!(policy.allowed_from(late, &zone).to_string(), "2026-01-07T07:00:00Z");
    /// assert_eq!(policy.allowed_from(late.plus_seconds(10 * 3_600), &zone), late.plus_seconds(10 * 3_600));
    /// # Ok::<(), troth_core::TimeError>(())
    /// ```
    pub fn allowed_from(&self, now: Instant, zone: &Zone) -> Instant {
        let (from, to) = self.quiet;
        if from == to {
            return now;
        }
        let today = zone.day_of(now);
        // A night that began yesterday, or begins today.
        for day in [today.plus(-1), today] {
            let begins = zone.at_minute(day, from);
            let ends = zone.at_minute(if to > from { day } else { day.plus(1) }, to);
            if begins <= now && now < ends {
                return ends;
            }
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn nobody_is_written_to_at_night_where_they_live() {
        let policy = Policy::default();
        let berlin = Zone::find("Europe/Berlin").unwrap();
        for (now, allowed) in [
            ("2026-01-06T19:59:59Z", "2026-01-06T19:59:59Z"),
            ("2026-01-06T20:00:00Z", "2026-01-07T07:00:00Z"),
            ("2026-01-07T02:00:00Z", "2026-01-07T07:00:00Z"),
            ("2026-01-07T07:00:00Z", "2026-01-07T07:00:00Z"),
            // The night in which the clocks go forward is an hour shorter.
            ("2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z"),
        ] {
            assert_eq!(policy.allowed_from(at(now), &berlin), at(allowed), "{now}");
        }
        let noon = Policy { quiet: (12 * 60, 13 * 60), ..policy };
        assert_eq!(noon.allowed_from(at("2026-01-06T11:30:00Z"), &berlin), at("2026-01-06T12:00:00Z"));
        let never = Policy { quiet: (0, 0), ..policy };
        assert_eq!(never.allowed_from(at("2026-01-06T02:00:00Z"), &berlin), at("2026-01-06T02:00:00Z"));
    }
}
