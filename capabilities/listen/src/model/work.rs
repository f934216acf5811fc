//! What is left to do of what customers said, as Today proposes it; pure.

use troth_core::{
    AccountId, Action, Calendar, ContactId, Currency, Day, Instant, Message, Money, Proposal, ResponseId,
    SurveyId, VoiceId, Zone,
};

use super::{Kind, Question};

/// From which number down an answer is unhappy, and the highest there is; none for questions that do not say.
pub(crate) fn floor(question: &Question) -> Option<(i64, i64)> {
    let mut numbers: Vec<i64> = question.choices.iter().map(|choice| choice.value).collect();
    numbers.sort_unstable();
    let high = *numbers.last()?;
    match question.kind {
        // Detractors, as the score counts them.
        Kind::Nps => Some((6, high)),
        Kind::Csat | Kind::Ces if numbers.len() > 2 => Some((numbers[1], high)),
        _ => None,
    }
}

/// An unhappy answer that waits for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unhappy {
    pub(crate) response: ResponseId,
    pub(crate) survey: SurveyId,
    /// What the survey is called.
    pub(crate) name: String,
    pub(crate) account: AccountId,
    pub(crate) contact: Option<ContactId>,
    pub(crate) at: Instant,
    pub(crate) value: i64,
    pub(crate) high: i64,
}

impl Unhappy {
    /// Call before the next working day is over. `worth`: what the customer is worth, where a run knows.
    pub(crate) fn proposal(&self, zone: &Zone, worth: Option<(f64, Currency)>) -> Proposal {
        let calendar = Calendar::office(zone.clone());
        let due = zone.end_of(calendar.next_working_day(zone.day_of(self.at)));
        Proposal {
            key: format!("listen.unhappy:{}", self.response),
            kind: "unhappy".into(),
            account: self.account,
            sentence: Message::new("listen-work-unhappy").with("value", self.value).with("high", self.high),
            reasons: vec![
                Message::new("listen-reason-answered")
                    .with("survey", self.name.clone())
                    .with("day", zone.day_of(self.at)),
                Message::new("listen-reason-no-call"),
            ],
            worth: worth.map(|(worth, currency)| money(worth, currency)),
            chance: None,
            due: Some(due),
            action: Action {
                label: Message::new("listen-action-call"),
                href: format!("/listen/{}/responses/{}", self.survey, self.response),
            },
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "what a customer is worth is far below 2^53")]
fn money(worth: f64, currency: Currency) -> Money {
    Money::new(worth.round() as i64, currency)
}

/// What a customer asked for that is done, and nobody told them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Undone {
    pub(crate) voice: VoiceId,
    pub(crate) account: AccountId,
    pub(crate) sort: String,
    pub(crate) done: Day,
}

impl Undone {
    pub(crate) fn proposal(&self) -> Proposal {
        Proposal {
            key: format!("listen.untold:{}", self.voice),
            kind: "untold".into(),
            account: self.account,
            sentence: Message::new("listen-work-untold"),
            reasons: vec![Message::new(format!("listen-reason-{}", self.sort)).with("day", self.done)],
            worth: None,
            chance: None,
            due: None,
            action: Action {
                label: Message::new("listen-action-tell"),
                href: format!("/listen/voices/{}", self.voice),
            },
        }
    }
}

/// Somebody who decides, was asked, and has not answered where others have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decider {
    pub(crate) survey: SurveyId,
    pub(crate) name: String,
    pub(crate) account: AccountId,
    pub(crate) contact: ContactId,
    pub(crate) asked: Day,
    /// How many others there have answered.
    pub(crate) others: i64,
}

impl Decider {
    pub(crate) fn proposal(&self) -> Proposal {
        Proposal {
            key: format!("listen.decider:{}:{}", self.survey, self.contact),
            kind: "silent_decider".into(),
            account: self.account,
            sentence: Message::new("listen-work-decider"),
            reasons: vec![
                Message::new("listen-reason-asked").with("survey", self.name.clone()).with("day", self.asked),
                Message::new("listen-reason-others").with("count", self.others),
            ],
            worth: None,
            chance: None,
            due: None,
            action: Action {
                label: Message::new("listen-action-ask"),
                href: format!("/records/{}", self.account),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use troth_core::Id as _;

    use super::*;
    use crate::model::new_question;

    #[test]
    fn the_lowest_answers_are_unhappy() {
        let asked = |kind| new_question(kind, "q".into(), &["en".to_owned()], &|_, key| Some(key.to_owned()));
        assert_eq!(floor(&asked(Kind::Nps)), Some((6, 10)));
        assert_eq!(floor(&asked(Kind::Csat)), Some((2, 5)));
        assert_eq!(floor(&asked(Kind::Ces)), Some((2, 7)));
        assert_eq!(floor(&asked(Kind::Text)), None);
        assert_eq!(floor(&asked(Kind::Gap)), None);
    }

    #[test]
    fn a_call_is_due_on_the_next_working_day() {
        let zone = Zone::UTC;
        let friday = Day::parse("2026-01-09", "%Y-%m-%d").unwrap();
        let one = Unhappy {
            response: ResponseId::from_raw(1),
            survey: SurveyId::from_raw(1),
            name: "Visit".into(),
            account: AccountId::from_raw(1),
            contact: None,
            at: zone.start_of(friday).plus_seconds(3_600),
            value: 2,
            high: 10,
        };
        let due = one.proposal(&zone, None).due.unwrap();
        assert_eq!(zone.day_of(due.plus_seconds(-1)).to_string(), "2026-01-12", "Monday");
    }
}
