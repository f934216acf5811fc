//! What a touchpoint is held to, and how often it was met; pure.

use serde::Serialize;
use troth_core::{Calendar, Day, Instant, StaffId};
use utoipa::ToSchema;

use super::form::Kind;
use super::result::{Score, Tally, size};

/// The longest sentence of a standard or an improvement.
pub(crate) const LONGEST_STANDARD: usize = 300;

/// The longest time to answer: a year of working days, or as many hours.
pub(crate) const MOST_WITHIN: i64 = 260;

/// In what a time to answer is counted, on the calendar of the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WorkingUnit)]
pub(crate) enum Working {
    /// Working hours.
    Hours,
    /// Working days: until the end of the last of them.
    Days,
}

impl Working {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        [Self::Hours, Self::Days].into_iter().find(|unit| unit.key() == key)
    }
}

/// How soon a function of the business answers whoever gets in touch with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AnswerWithin)]
pub(crate) struct Within {
    /// How many.
    pub(crate) amount: i64,
    /// Of what.
    pub(crate) unit: Working,
    /// Which function: `service`, `sales`, …
    pub(crate) function: String,
}

impl Within {
    /// Until when somebody who got in touch at this moment is to be answered.
    pub(crate) fn due(&self, calendar: &Calendar, start: Instant) -> Instant {
        match self.unit {
            Working::Hours => calendar.add_working(start, self.amount.saturating_mul(3_600_000_000)),
            Working::Days => {
                let day = calendar.zone().day_of(start);
                let last = (0..self.amount).fold(day, |day, _| calendar.next_working_day(day));
                calendar.zone().end_of(last)
            }
        }
    }
}

/// What a touchpoint is held to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TouchpointStandard)]
pub(crate) struct Standard {
    /// In words; empty for none.
    pub(crate) sentence: String,
    /// Where it can be measured: how soon who answers.
    pub(crate) within: Option<Within>,
}

/// What is done to make a touchpoint better.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TouchpointPlan)]
pub(crate) struct Plan {
    /// What; empty for nothing.
    pub(crate) text: String,
    /// By whom.
    #[schema(value_type = Option<String>)]
    pub(crate) staff: Option<StaffId>,
    /// Until when.
    #[schema(value_type = Option<String>)]
    pub(crate) day: Option<Day>,
}

/// Counts how often customers who got in touch were answered in time. They come in the order of customers, and of time for each. Who gets in touch again
/// before they are answered waits since the first time; who still waits counts once the time is over.
#[derive(Debug)]
pub(crate) struct Answering<'s> {
    within: &'s Within,
    calendar: &'s Calendar,
    now: Instant,
    customer: i64,
    since: Option<Instant>,
    met: u64,
    n: u64,
}

impl<'s> Answering<'s> {
    pub(crate) fn new(within: &'s Within, calendar: &'s Calendar, now: Instant) -> Self {
        Self { within, calendar, now, customer: 0, since: None, met: 0, n: 0 }
    }

    /// One more contact: of which customer, when, and whether the customer began.
    pub(crate) fn add(&mut self, customer: i64, at: Instant, inbound: bool) {
        if customer != self.customer {
            self.close();
            self.customer = customer;
        }
        match (inbound, self.since) {
            (true, None) => self.since = Some(at),
            (false, Some(since)) => {
                self.n += 1;
                self.met += u64::from(at <= self.within.due(self.calendar, since));
                self.since = None;
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(since) = self.since.take()
            && self.now > self.within.due(self.calendar, since)
        {
            self.n += 1;
        }
    }

    /// How many were answered in time, and how many were to be.
    pub(crate) fn finish(mut self) -> (u64, u64) {
        self.close();
        (self.met, self.n)
    }
}

/// How many of the answers to a question say that it went well, and how many there are: at the upper end of its scale; nothing of other kinds.
pub(crate) fn went_well(kind: Kind, tally: &Tally) -> Option<(u64, u64)> {
    if kind == Kind::Nps {
        return Some((tally.range(9..).map(|(_, count)| count).sum(), size(tally)));
    }
    match Score::of(kind, tally)? {
        Score::Top(share) => Some((share.successes(), share.trials())),
        Score::Nps(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use troth_core::Zone;

    use super::*;

    fn at(text: &str) -> Instant {
        let (day, hour) = text.split_once(' ').unwrap();
        let day = Day::parse(day, "%Y-%m-%d").unwrap();
        Zone::UTC.start_of(day).plus_seconds(hour.parse::<i64>().unwrap() * 3_600)
    }

    #[test]
    fn time_to_answer_is_counted_on_the_calendar_of_the_business() {
        let calendar = Calendar::office(Zone::UTC);
        let hours = Within { amount: 4, unit: Working::Hours, function: "service".into() };
        assert_eq!(
            hours.due(&calendar, at("2026-11-20 16")),
            at("2026-11-23 12"),
            "one hour on Friday, three on Monday"
        );
        let days = Within { amount: 1, unit: Working::Days, ..hours };
        let due = days.due(&calendar, at("2026-11-20 10"));
        assert!(due > at("2026-11-23 23") && due < at("2026-11-24 00"), "the whole next working day");
    }

    #[test]
    fn who_waits_counts_from_the_first_time_and_once_the_time_is_over() {
        let calendar = Calendar::office(Zone::UTC);
        let within = Within { amount: 4, unit: Working::Hours, function: "service".into() };
        let mut counted = Answering::new(&within, &calendar, at("2026-11-25 17"));
        for (customer, when, inbound) in [
            (1, "2026-11-23 09", false),
            (1, "2026-11-23 10", true),
            (1, "2026-11-23 13", false),
            (2, "2026-11-23 09", true),
            (2, "2026-11-23 12", true),
            (2, "2026-11-23 15", false),
            (3, "2026-11-24 09", true),
            (4, "2026-11-25 16", true),
        ] {
            counted.add(customer, at(when), inbound);
        }
        assert_eq!(counted.finish(), (1, 3), "in time, too late, never; the last one has time left");
    }

    #[test]
    fn it_went_well_at_the_upper_end_of_a_scale() {
        let tally = Tally::from([(10, 2), (9, 1), (8, 4), (3, 3)]);
        assert_eq!(went_well(Kind::Nps, &tally), Some((3, 10)));
        assert_eq!(went_well(Kind::Csat, &Tally::from([(5, 2), (4, 1), (1, 1)])), Some((3, 4)));
        assert_eq!(went_well(Kind::Single, &tally), None);
    }
}
