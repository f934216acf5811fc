//! A survey sent to many people by e-mail: what is written to them, and who is left out; pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use troth_core::{AskingId, Instant, SegmentId, SurveyId};
use troth_records::Filter;
use utoipa::ToSchema;

/// The most reminders somebody gets.
pub(crate) const MOST_REMINDERS: i64 = 2;
/// Days between an invitation and its reminder, at most.
pub(crate) const MOST_DAYS: i64 = 60;
/// The longest text of a letter.
pub(crate) const LONGEST: usize = 5_000;
/// So many days after the last reminder was due nobody is reminded any more.
const SLACK: i64 = 60;

/// One letter as somebody writes it. `{name}` is who gets it, `{link}` where they answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AskingLetter)]
pub struct Wording {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// What is written to those who read one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AskingWords)]
pub struct Words {
    /// The invitation.
    pub first: Wording,
    /// The reminder.
    #[serde(default)]
    pub again: Wording,
}

/// What is to be sent to whom.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    /// Whose customers; none: everybody.
    pub(crate) segment: Option<SegmentId>,
    /// The person it comes from.
    pub(crate) from_name: String,
    /// Where answers by mail go: that person's address.
    pub(crate) reply_to: String,
    /// What is written, by language.
    pub(crate) words: BTreeMap<String, Words>,
    /// Days until somebody who has not answered is reminded.
    pub(crate) remind_days: i64,
    /// How often.
    pub(crate) reminders: i64,
}

/// A survey that is sent by e-mail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asking {
    pub(crate) id: AskingId,
    pub(crate) survey: SurveyId,
    pub(crate) draft: Draft,
    /// Who was chosen, as the segment stood then; none: everybody.
    pub(crate) filter: Option<Filter>,
    pub(crate) begun_at: Instant,
    /// When everybody had a message waiting for them.
    pub(crate) prepared_at: Option<Instant>,
    pub(crate) stopped_at: Option<Instant>,
    /// The last customer that was looked at.
    pub(crate) reached: i64,
    /// How many people are asked.
    pub(crate) prepared: i64,
    pub(crate) left_out: LeftOut,
}

impl Asking {
    /// Until when somebody may be reminded; nobody is where there are no reminders.
    pub(crate) fn remind_until(draft: &Draft, begun: Instant) -> Instant {
        match draft.reminders {
            0 => Instant::from_micros(0),
            times => begun.plus_seconds((times * draft.remind_days + SLACK) * 86_400),
        }
    }
}

/// Why somebody is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Why {
    /// They were erased.
    Erased,
    /// No e-mail address is known.
    NoAddress,
    /// They have never said whether they want to be asked.
    NoConsent,
    /// They said no.
    SaidNo,
    /// Nothing is sent to their address.
    Suppressed,
    /// They were asked as often lately as anybody is to be.
    Lately,
}

/// How many people are left out, by why.
pub(crate) type LeftOut = BTreeMap<Why, i64>;

impl Why {
    /// As it stands in texts and for programs.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::NoAddress => "no_address",
            Self::NoConsent => "no_consent",
            Self::SaidNo => "said_no",
            Self::Suppressed => "suppressed",
            Self::Lately => "lately",
        }
    }
}

/// What decides whether a person is asked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known<'k> {
    pub(crate) erased: bool,
    pub(crate) address: Option<&'k str>,
    /// What they said last about being asked.
    pub(crate) consent: Option<bool>,
    pub(crate) suppressed: bool,
    pub(crate) capped: bool,
}

impl<'k> Known<'k> {
    /// The address they are asked at, or why they are not.
    pub(crate) fn decide(self) -> Result<&'k str, Why> {
        if self.erased {
            return Err(Why::Erased);
        }
        let address = self.address.ok_or(Why::NoAddress)?;
        match self.consent {
            None => Err(Why::NoConsent),
            Some(false) => Err(Why::SaidNo),
            Some(true) if self.suppressed => Err(Why::Suppressed),
            Some(true) if self.capped => Err(Why::Lately),
            Some(true) => Ok(address),
        }
    }
}

/// Adds what was counted of some to what was counted of others.
pub(crate) fn add(to: &mut LeftOut, more: &LeftOut) {
    for (why, count) in more {
        *to.entry(*why).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_be_asked_is_and_the_others_with_the_first_reason() {
        let asked = Known { address: Some("a@b.example"), consent: Some(true), ..Known::default() };
        assert_eq!(asked.decide(), Ok("a@b.example"));
        for (known, why) in [
            (Known { erased: true, ..asked }, Why::Erased),
            (Known { address: None, consent: None, ..asked }, Why::NoAddress),
            (Known { consent: None, ..asked }, Why::NoConsent),
            (Known { consent: Some(false), suppressed: true, ..asked }, Why::SaidNo),
            (Known { suppressed: true, ..asked }, Why::Suppressed),
            (Known { capped: true, ..asked }, Why::Lately),
        ] {
            assert_eq!(known.decide(), Err(why));
        }
    }

    #[test]
    fn nobody_is_reminded_for_ever() {
        let draft = |reminders| Draft {
            segment: None,
            from_name: String::new(),
            reply_to: String::new(),
            words: BTreeMap::new(),
            remind_days: 7,
            reminders,
        };
        let begun = Instant::from_micros(0);
        assert_eq!(Asking::remind_until(&draft(0), begun), begun);
        assert_eq!(Asking::remind_until(&draft(2), begun), begun.plus_seconds((14 + 60) * 86_400));
    }
}
