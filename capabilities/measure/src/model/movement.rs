//! Customers who come into risk and go out of it; pure.

use serde::{Deserialize, Serialize};
use troth_core::Day;

/// How far back movements are told.
const WEEK: i64 = 7;

/// What became of customers at risk between two runs by the same model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The day of the run before.
    pub since: Day,
    /// At risk now, and not before.
    pub new: u64,
    /// At risk before, and more likely there than not now.
    pub recovered: u64,
    /// At risk before, and given up now.
    pub lost: u64,
}

impl Movement {
    /// This one after another.
    pub(crate) const fn after(self, earlier: Self) -> Self {
        Self {
            since: earlier.since,
            new: earlier.new + self.new,
            recovered: earlier.recovered + self.recovered,
            lost: earlier.lost + self.lost,
        }
    }

    /// What moved since the earliest of several, which follow one another.
    pub(crate) fn together(moved: &[Self]) -> Option<Self> {
        moved.iter().copied().reduce(|earlier, next| next.after(earlier))
    }

    /// The movements of the last week of which this is the latest: those of the `earlier` ones that began within it. One that began
    /// before is told only where it is the latest itself.
    pub(crate) fn recent(self, earlier: &[Self], as_of: Day) -> Vec<Self> {
        let from = as_of.plus(-WEEK);
        let within = earlier.iter().filter(|one| one.since >= from && one.since < self.since);
        within.copied().chain([self]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(since: i64, new: u64) -> Movement {
        Movement { since: Day::from_number(since), new, recovered: 1, lost: 2 }
    }

    #[test]
    fn a_week_of_nightly_runs_adds_up_and_what_is_older_is_forgotten() {
        let mut recent = Vec::new();
        for day in 100..120 {
            recent = moved(day, 10).recent(&recent, Day::from_number(day + 1));
        }
        assert_eq!(recent.len(), 7);
        let week = Movement::together(&recent).unwrap();
        assert_eq!((week.since, week.new, week.recovered, week.lost), (Day::from_number(113), 70, 7, 14));
    }

    #[test]
    fn a_run_after_a_long_time_tells_that_time() {
        let recent = moved(100, 5).recent(&[moved(93, 3)], Day::from_number(150));
        assert_eq!(recent, [moved(100, 5)]);
        assert_eq!(Movement::together(&[]), None);
    }

    #[test]
    fn a_second_run_of_a_day_takes_the_place_of_the_first() {
        let first = moved(100, 5).recent(&[moved(99, 3)], Day::from_number(101));
        let again = moved(100, 6).recent(&first, Day::from_number(101));
        assert_eq!(again, [moved(99, 3), moved(100, 6)]);
    }
}
