//! Letters, messages and what becomes of them; pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use troth_core::{ContactId, Instant, LetterId, MessageId, Purpose};

use crate::Error;
use crate::compose::gaps_of;

/// What is written once and goes to many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Who asked for it: a second letter under the same key is the first.
    pub key: String,
    /// Who is asked about each message when it is about to go out: the name of a [`crate::LetterKind`]; empty: nobody.
    pub kind: String,
    /// What it is part of: an invitation and its reminders are about the same.
    pub about: String,
    /// What consent is needed.
    pub purpose: Purpose,
    /// Its language: `en`, `de` …
    pub language: String,
    /// The named person it comes from.
    pub from_name: String,
    /// Where answers go: that person's address.
    pub reply_to: String,
    /// Its subject; it may have gaps.
    pub subject: String,
    /// Its text; gaps are `{name}`, `{link}` and what else the fields fill, and `{unsubscribe}` is one of them.
    pub body: String,
    /// The same as HTML; what fills its gaps is escaped.
    pub html: Option<String>,
}

impl Letter {
    /// Refuses a letter that could not be sent to anybody.
    ///
    /// # Errors
    /// [`Error::NoWayOut`], [`Error::Gap`] for a gap that none of `fields` fills, [`Error::Wrong`] for an address that is none and for a
    /// subject or a name that is empty, too long or has several lines.
    pub fn check(&self, fields: &[&str]) -> Result<(), Error> {
        let line = |what, text: &str| match text.chars().count() {
            0 => Err(Error::Wrong(what, "it is empty".into())),
            length if length > 200 => Err(Error::Wrong(what, "it is longer than 200 characters".into())),
            _ if text.chars().any(char::is_control) => Err(Error::Wrong(what, "it has several lines".into())),
            _ => Ok(()),
        };
        line("subject", self.subject.trim())?;
        line("name of the sender", self.from_name.trim())?;
        read_address(&self.reply_to).map_err(|why| Error::Wrong("address for answers", why))?;
        let texts = [Some(&self.body), self.html.as_ref()];
        for text in texts.into_iter().flatten() {
            if !gaps_of(text).any(|gap| gap == "unsubscribe") {
                return Err(Error::NoWayOut);
            }
        }
        let known = |gap: &str| gap == "unsubscribe" || gap == "name" || fields.contains(&gap);
        let all = [Some(&self.subject), Some(&self.body), self.html.as_ref()];
        match all.into_iter().flatten().flat_map(|text| gaps_of(text)).find(|gap| !known(gap)) {
            Some(gap) => Err(Error::Gap(gap.to_owned())),
            None => Ok(()),
        }
    }
}

/// Whether a text is an address that a message can go to.
pub(crate) fn read_address(text: &str) -> Result<lettre::Address, String> {
    text.trim().parse::<lettre::Address>().map_err(|_| format!("`{text}` is no e-mail address"))
}

/// One of those a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Who: consent is asked of this person. None: somebody who is no person in the records, of whom the kind of the letter says whether
    /// they want it; a letter to them is theirs alone.
    pub contact: Option<ContactId>,
    /// The address.
    pub address: String,
    /// What fills the gaps of the letter; `name` among them.
    pub fields: BTreeMap<String, String>,
    /// The zone they live in, by its IANA name; empty: that of the business.
    pub zone: String,
    /// Not before this moment of the business.
    pub due: Instant,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits until it is due.
    Waiting,
    /// It is being handed over.
    Sending,
    /// The server has taken it.
    Sent,
    /// It was not sent, for a reason of ours.
    Held,
    /// The server did not take it, or it came back.
    Refused,
    /// The server put it off too often.
    Failed,
    /// It was being handed over when the program or the connection broke off.
    Unsure,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Waiting, Self::Sending, Self::Sent, Self::Held, Self::Refused, Self::Failed, Self::Unsure];

    /// The word stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Held => "held",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unsure => "unsure",
        }
    }

    /// The state with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Why a message was not sent, or did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The person has not agreed to messages of this kind, or took it back.
    NoConsent,
    /// Nothing is sent to this address.
    Suppressed,
    /// The person got as many of this kind lately as they are to get.
    Capped,
    /// Somebody stopped the letter.
    Stopped,
    /// The text or the address cannot be made into a message.
    Unwritable,
    /// The person was erased.
    Erased,
    /// The server said no for good.
    Refused,
    /// It came back.
    Returned,
    /// The server said later, too often.
    PutOff,
    /// The person has done meanwhile what they were to be asked for.
    Answered,
    /// What it is about is over.
    Over,
    /// The record of the person went into another.
    Merged,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::NoConsent,
        Self::Suppressed,
        Self::Capped,
        Self::Stopped,
        Self::Unwritable,
        Self::Erased,
        Self::Refused,
        Self::Returned,
        Self::PutOff,
        Self::Answered,
        Self::Over,
        Self::Merged,
    ];

    /// The word stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoConsent => "no_consent",
            Self::Suppressed => "suppressed",
            Self::Capped => "capped",
            Self::Stopped => "stopped",
            Self::Unwritable => "unwritable",
            Self::Erased => "erased",
            Self::Refused => "refused",
            Self::Returned => "returned",
            Self::PutOff => "put_off",
            Self::Answered => "answered",
            Self::Over => "over",
            Self::Merged => "merged",
        }
    }

    /// The reason with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

/// A message as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// The letter.
    pub letter: LetterId,
    /// To whom; none: to somebody who is no person in the records.
    pub contact: Option<ContactId>,
    /// Where to; empty once the person was erased.
    pub address: String,
    /// What fills the gaps, as JSON.
    pub fields: String,
    /// The zone of the person; empty: that of the business.
    pub zone: String,
    /// What became of it.
    pub state: State,
    /// Why.
    pub reason: Option<Reason>,
    /// What the server said.
    pub answer: Option<String>,
    /// How often it was tried.
    pub tries: i64,
    /// When it is due.
    pub due: Instant,
    /// When the server took it.
    pub sent: Option<Instant>,
}

/// A message in the log: with what its letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The message.
    pub message: Message,
    /// The subject of its letter, gaps and all.
    pub subject: String,
    /// What consent it needs.
    pub purpose: Purpose,
}

/// An address that nothing is sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// What finds it.
    pub hash: String,
    /// The address; empty once the person was erased.
    pub address: String,
    /// Why: `returned`, `complaint` or `hand`.
    pub reason: String,
    /// Since when.
    pub since: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            key: "test:1".into(),
            kind: String::new(),
            about: "test".into(),
            purpose: Purpose::Survey,
            language: "en".into(),
            from_name: "Ada Berg".into(),
            reply_to: "ada@shop.example".into(),
            subject: "How was it, {name}?".into(),
            body: "Hello {name}, {link}\n{unsubscribe}".into(),
            html: None,
        }
    }

    #[test]
    fn a_letter_that_reaches_nobody_is_refused_with_what_is_wrong() {
        letter().check(&["link"]).unwrap();
        let wrong = |letter: Letter| letter.check(&["link"]).unwrap_err().to_string();
        assert!(wrong(Letter { body: "Hello".into(), ..letter() }).contains("{unsubscribe}"));
        assert!(wrong(Letter { html: Some("<p>Hello".into()), ..letter() }).contains("{unsubscribe}"));
        assert!(wrong(Letter { body: "{unsubscribe} {voucher}".into(), ..letter() }).contains("{voucher}"));
        assert!(wrong(Letter { subject: " ".into(), ..letter() }).contains("subject"));
        assert!(
            wrong(Letter { subject: "Hi\r\nBcc: all@shop.example".into(), ..letter() })
                .contains("several lines")
        );
        assert!(wrong(Letter { from_name: "x".repeat(201), ..letter() }).contains("sender"));
        assert!(
            wrong(Letter { reply_to: "nowhere".into(), ..letter() })
                .contains("`nowhere` is no e-mail address")
        );
    }

    #[test]
    fn every_state_and_reason_is_found_by_its_word() {
        assert!(State::ALL.iter().all(|state| State::find(state.key()) == Some(*state)));
        assert!(Reason::ALL.iter().all(|reason| Reason::find(reason.key()) == Some(*reason)));
    }
}
