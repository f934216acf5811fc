//! Work items: what Today proposes, in which order, and when something put aside comes back.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::message::{Argument, Message};
use crate::money::Money;
use crate::time::{Calendar, Instant, Micros};

const DAY: Micros = 86_400 * 1_000_000;

/// What to do about it: one button.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// The words on the button.
    pub label: Message,
    /// Where it leads, a path of this program.
    pub href: String,
}

/// Something worth doing, as a capability proposes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Stable from run to run: the same matter has the same key, for example `measure.at_risk:acc_…`.
    pub key: String,
    /// What sort of matter, for example `at_risk`.
    pub kind: String,
    /// Whom it is about.
    pub account: AccountId,
    /// Who, why, what it is worth: one sentence.
    pub sentence: Message,
    /// Why it is proposed, most telling first.
    pub reasons: Vec<Message>,
    /// Money at stake.
    pub worth: Option<Money>,
    /// The chance that the money is lost (or won) unless something is done, 0 to 1.
    pub chance: Option<f64>,
    /// A promise's date.
    pub due: Option<Instant>,
    /// What to do.
    pub action: Action,
}

impl Proposal {
    /// Money at stake times its chance, in minor units; zero where either is unknown.
    pub fn expected(&self) -> f64 {
        self.worth.map_or(0.0, |money| money.minor as f64) * self.chance.unwrap_or(1.0)
    }

    /// Whether it is a promise overdue or due within one working day.
    pub fn presses(&self, now: Instant, calendar: &Calendar) -> bool {
        let today = calendar.zone().day_of(now);
        let limit = calendar.zone().end_of(calendar.next_working_day(today));
        self.due.is_some_and(|due| due <= limit)
    }
}

/// Puts work in the order of Today: promises overdue or due within a working day by date, then money times chance,
/// then key, so that equal items never change places.
pub fn rank(items: &mut [Proposal], now: Instant, calendar: &Calendar) {
    items.sort_by(|a, b| by_rank(a, b, now, calendar));
}

/// Which of two comes first in that order.
pub fn by_rank(a: &Proposal, b: &Proposal, now: Instant, calendar: &Calendar) -> Ordering {
    let pressing = |item: &Proposal| item.due.filter(|_| item.presses(now, calendar));
    match (pressing(a), pressing(b)) {
        (Some(a_due), Some(b_due)) => a_due.cmp(&b_due),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
    .then_with(|| b.expected().total_cmp(&a.expected()))
    .then_with(|| a.key.cmp(&b.key))
}

/// What somebody decided about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Not decided, or taken back.
    Open,
    /// Done.
    Done,
    /// Not now.
    Snoozed,
    /// Not worth doing.
    NotUseful,
}

impl Decision {
    /// The word stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Snoozed => "snoozed",
            Self::NotUseful => "not-useful",
        }
    }

    /// The decision with this word.
    pub fn find(key: &str) -> Option<Self> {
        [Self::Open, Self::Done, Self::Snoozed, Self::NotUseful]
            .into_iter()
            .find(|decision| decision.key() == key)
    }
}

/// How an item looked when it was put aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Dismissal {
    /// When.
    pub at: Instant,
    /// Its reasons then.
    pub reasons: Vec<Message>,
    /// Its worth then.
    pub worth: Option<Money>,
}

/// Whether a dismissed item comes back: when a reason or its worth has changed by a fifth, never within 14 days.
///
/// A reason that appears or disappears counts as changed; a number in it counts when it moved by a fifth.
pub fn returns(dismissal: &Dismissal, now: Instant, proposal: &Proposal) -> bool {
    if now < dismissal.at.plus(14 * DAY) {
        return false;
    }
    let worth = |money: Option<Money>| money.map_or(0.0, |money| money.minor as f64);
    changed_by_a_fifth(worth(dismissal.worth), worth(proposal.worth))
        || dismissal.reasons.len() != proposal.reasons.len()
        || dismissal.reasons.iter().zip(&proposal.reasons).any(|(then, now)| reason_changed(then, now))
}

fn reason_changed(then: &Message, now: &Message) -> bool {
    then.key != now.key
        || then.arguments.len() != now.arguments.len()
        || then.arguments.iter().any(|(name, before)| match (before, now.arguments.get(name)) {
            (Argument::Number(a), Some(Argument::Number(b)))
            | (Argument::Share(a), Some(Argument::Share(b))) => changed_by_a_fifth(*a, *b),
            (Argument::Money(a), Some(Argument::Money(b))) => {
                changed_by_a_fifth(a.minor as f64, b.minor as f64)
            }
            // Dates and names move with every purchase; the numbers say whether it matters.
            (_, after) => after.is_none(),
        })
}

fn changed_by_a_fifth(then: f64, now: f64) -> bool {
    (now - then).abs() >= 0.2 * then.abs() && now.to_bits() != then.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::money::Currency;
    use crate::time::Zone;

    fn item(key: &str, worth: i64, chance: f64, due: Option<Instant>) -> Proposal {
        Proposal {
            key: key.into(),
            kind: "at_risk".into(),
            account: AccountId::from_raw(1),
            sentence: Message::new("s"),
            reasons: vec![Message::new("silent").with("weeks", 19)],
            worth: Some(Money::new(worth, Currency::EUR)),
            chance: Some(chance),
            due,
            action: Action { label: Message::new("a"), href: "/".into() },
        }
    }

    fn at(text: &str) -> Instant {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn promises_come_first_then_money_times_chance_then_key() {
        let now = at("2026-11-20T10:00:00Z"); // a Friday
        let calendar = Calendar::office(Zone::UTC);
        let mut items = vec![
            item("b", 100, 0.5, None),
            item("a", 100, 0.5, None),
            item("rich", 1_000, 0.9, None),
            item("next month", 10, 0.1, Some(at("2026-12-20T10:00:00Z"))),
            item("monday", 1, 0.1, Some(at("2026-11-23T16:00:00Z"))),
            item("overdue", 1, 0.1, Some(at("2026-11-01T10:00:00Z"))),
        ];
        rank(&mut items, now, &calendar);
        let keys: Vec<_> = items.iter().map(|item| item.key.as_str()).collect();
        assert_eq!(keys, ["overdue", "monday", "rich", "a", "b", "next month"]);
    }

    #[test]
    fn a_dismissed_item_returns_when_a_fifth_has_changed_but_not_within_a_fortnight() {
        let then = item("k", 100, 0.5, None);
        let dismissal =
            Dismissal { at: Instant::from_micros(0), reasons: then.reasons.clone(), worth: then.worth };
        let later = Instant::from_micros(14 * DAY);
        assert!(!returns(&dismissal, later, &then), "nothing changed");
        let mut richer = then.clone();
        richer.worth = Some(Money::new(120, Currency::EUR));
        assert!(returns(&dismissal, later, &richer), "worth grew by a fifth");
        assert!(!returns(&dismissal, later.plus(-1), &richer), "still within the fortnight");
        richer.worth = Some(Money::new(119, Currency::EUR));
        assert!(!returns(&dismissal, later, &richer), "less than a fifth");
        let mut silent = then.clone();
        silent.reasons = vec![Message::new("silent").with("weeks", 23)];
        assert!(returns(&dismissal, later, &silent), "the reason grew by a fifth");
        silent.reasons = vec![Message::new("complained")];
        assert!(returns(&dismissal, later, &silent), "another reason");
    }
}
