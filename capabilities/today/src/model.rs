//! Types and rules of the list; pure.

use serde::{Deserialize, Serialize};
use troth_core::{Action, Calendar, Instant, Message, Money, WorkItemId};

/// An entry of the list, with the customer's name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Which.
    pub id: WorkItemId,
    /// What sort of matter.
    pub kind: String,
    /// The customer's id.
    pub account: troth_core::AccountId,
    /// The customer's key in the outside system.
    pub external_key: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Who, why, what it is worth.
    pub sentence: Message,
    /// Why it is proposed.
    pub reasons: Vec<Message>,
    /// Money at stake.
    pub worth: Option<Money>,
    /// The chance that it is lost.
    pub chance: Option<f64>,
    /// A promise's date.
    pub due: Option<Instant>,
    /// What to do.
    pub action: Action,
}

/// Until when an item is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Snooze {
    /// The next working day.
    Tomorrow,
    /// The working day a week from now or after.
    Week,
}

impl Snooze {
    /// The moment at which it comes back: the first of a working day.
    pub fn until(self, now: Instant, calendar: &Calendar) -> Instant {
        let today = calendar.zone().day_of(now);
        let before = match self {
            Self::Tomorrow => today,
            Self::Week => today.plus(6),
        };
        calendar.zone().start_of(calendar.next_working_day(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use troth_core::Zone;

    #[test]
    fn what_is_put_off_comes_back_on_a_working_day() {
        let at = |text: &str| -> Instant { text.parse::<jiff::Timestamp>().unwrap().into() };
        let calendar = Calendar::office(Zone::UTC);
        let friday = at("2026-11-20T15:00:00Z");
        assert_eq!(Snooze::Tomorrow.until(friday, &calendar), at("2026-11-23T00:00:00Z"));
        assert_eq!(Snooze::Week.until(friday, &calendar), at("2026-11-27T00:00:00Z"));
    }
}
