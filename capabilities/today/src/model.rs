//! Types and rules of the list; pure.

use serde::{Deserialize, Serialize};
use troth_core::{Action, Calendar, Instant, Message, Money, StaffId, TeamId, WorkItemId};

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

/// Whose work is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Everything.
    Everybody,
    /// About customers whose tie this member of staff holds.
    Staff(StaffId),
    /// About customers this team looks after.
    Team(TeamId),
}

impl Whose {
    /// What an address asks for: `all`, `mine`, `team`, or the id of a member of staff or a team. `me` is the reader as a member of staff. None for
    /// what nobody can mean.
    pub fn find(asked: &str, me: Option<(StaffId, Option<TeamId>)>) -> Option<Self> {
        match (asked, me) {
            ("all", _) => Some(Self::Everybody),
            ("mine", Some((staff, _))) => Some(Self::Staff(staff)),
            ("team", Some((_, Some(team)))) => Some(Self::Team(team)),
            _ => {
                let team = || asked.parse().ok().map(Self::Team);
                asked.parse().ok().map(Self::Staff).or_else(team)
            }
        }
    }

    /// As it stands in an address.
    pub fn key(self) -> String {
        match self {
            Self::Everybody => "all".into(),
            Self::Staff(staff) => staff.to_string(),
            Self::Team(team) => team.to_string(),
        }
    }
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
    fn whose_work_is_said_in_the_address() {
        use troth_core::Id;
        let (me, team) = (StaffId::from_raw(7), TeamId::from_raw(8));
        let known = Some((me, Some(team)));
        assert_eq!(Whose::find("mine", known), Some(Whose::Staff(me)));
        assert_eq!(Whose::find("team", known), Some(Whose::Team(team)));
        assert_eq!(Whose::find("mine", None), None, "who is no member of staff holds no ties");
        assert_eq!(Whose::find("team", Some((me, None))), None);
        for whose in [Whose::Everybody, Whose::Staff(me), Whose::Team(team)] {
            assert_eq!(Whose::find(&whose.key(), None), Some(whose));
        }
        assert_eq!(Whose::find("acc_0000000000001", known), None);
    }

    #[test]
    fn what_is_put_off_comes_back_on_a_working_day() {
        let at = |text: &str| -> Instant { text.parse::<jiff::Timestamp>().unwrap().into() };
        let calendar = Calendar::office(Zone::UTC);
        let friday = at("2026-11-20T15:00:00Z");
        assert_eq!(Snooze::Tomorrow.until(friday, &calendar), at("2026-11-23T00:00:00Z"));
        assert_eq!(Snooze::Week.until(friday, &calendar), at("2026-11-27T00:00:00Z"));
    }
}
