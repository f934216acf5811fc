//! What somebody tells of their own accord; pure.

use serde::Serialize;
use troth_core::{AccountId, ContactId, Day, Instant, Message, ReplyId, StaffId, VoiceId};
use utoipa::ToSchema;

/// The longest text somebody can leave, in characters.
pub(crate) const LONGEST_VOICE: usize = 5_000;
/// The longest name.
const LONGEST_NAME: usize = 100;
/// The longest line of words on the public list.
pub(crate) const LONGEST_PUBLISHED: usize = 200;
/// Nobody writes anything in fewer seconds.
pub(crate) const LEAST_SECONDS: i64 = 3;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$of:meta])* $variant:ident = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "lowercase")]
        #[schema(as = $schema)]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word stored and shown to programs.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The one with this word.
            pub fn find(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

words! {
    /// What sort of thing somebody tells.
    Sort as VoiceSort {
        /// Something that could be better.
        Suggestion = "suggestion",
        /// Something they want to know.
        Question = "question",
        /// Something they want to have.
        Request = "request",
        /// Something, or somebody, that was good.
        Praise = "praise",
        /// Something that went wrong.
        Complaint = "complaint",
    }
}

words! {
    /// What became of it.
    Stage as VoiceStage {
        /// Nobody has said anything to it yet.
        New = "new",
        /// Somebody answered.
        Answered = "answered",
        /// It will be done.
        Granted = "granted",
        /// It will not be done, for a reason.
        Declined = "declined",
        /// It was done.
        Done = "done",
    }
}

words! {
    /// With whom a disagreement lies.
    Misaligned as VoiceMisaligned {
        /// The business sees it wrongly.
        Ours = "ours",
        /// The customer does.
        Theirs = "theirs",
        /// Each does.
        Both = "both",
        /// Nobody does: they want different things.
        Nobody = "nobody",
    }
}

/// What somebody told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Voice {
    /// Its id.
    #[schema(value_type = String)]
    pub id: VoiceId,
    /// What sort of thing.
    pub sort: Sort,
    /// What became of it.
    pub stage: Stage,
    /// What they wrote.
    pub text: String,
    /// Whom or what they named, where they named somebody.
    pub about: String,
    /// What they call themselves; empty: they stayed without a name.
    pub name: String,
    /// Where they are reached; empty: nowhere.
    pub email: String,
    /// Whether they want to hear what becomes of it.
    pub wants: bool,
    /// The language they wrote on the page in.
    pub language: String,
    /// Which customer they are, where somebody said so.
    #[schema(value_type = Option<String>)]
    pub account: Option<AccountId>,
    /// Which person there.
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
    /// Of praise: to whom it was passed on.
    #[schema(value_type = Option<String>)]
    pub staff: Option<StaffId>,
    /// Of what was declined: with whom the disagreement lies.
    pub misaligned: Option<Misaligned>,
    /// What stands for it, where others told the same.
    #[schema(value_type = Option<String>)]
    pub merged_into: Option<VoiceId>,
    /// The words under which it stands on the public list.
    pub published: Option<String>,
    /// When they told it.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// The day on which those who asked were told that it is done.
    #[schema(value_type = Option<String>)]
    pub told_day: Option<Day>,
}

impl Voice {
    /// Whether its author can be written to, and wants to be.
    pub(crate) const fn hears(&self) -> bool {
        self.wants && !self.email.is_empty()
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = VoiceReply)]
pub struct Reply {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ReplyId,
    /// What it became by this.
    pub stage: Stage,
    /// What was written.
    pub text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
}

/// What somebody is about to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewVoice {
    pub(crate) sort: Sort,
    pub(crate) text: String,
    pub(crate) about: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) wants: bool,
    pub(crate) language: String,
}

/// An address as it is compared, or why it is none. Whether it exists only a message can tell.
pub(crate) fn read_email(text: &str) -> Result<String, Message> {
    let text = text.trim().to_lowercase();
    let plain = !text
        .chars()
        .any(|letter| letter.is_control() || letter.is_whitespace() || "<>,;\"".contains(letter));
    let parts = text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && host.contains('.')
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
    });
    if text.is_empty() || (text.len() <= 254 && plain && parts) {
        Ok(text)
    } else {
        Err(Message::new("listen-voice-email-wrong"))
    }
}

fn long(text: &str, limit: usize) -> Option<Message> {
    let limit_told = i64::try_from(limit).unwrap_or(i64::MAX);
    let wrong = text.chars().count() > limit || text.contains('\0');
    wrong.then(|| Message::new("listen-voice-long").with("limit", limit_told))
}

/// A text that has to say something, or what is wrong with it.
pub(crate) fn check_text(text: &str, limit: usize) -> Option<Message> {
    if text.trim().is_empty() { Some(Message::new("web-field-empty")) } else { long(text, limit) }
}

impl NewVoice {
    /// What it is as it is kept, or what is wrong, each at its field.
    pub(crate) fn check(self) -> Result<Self, Vec<(&'static str, Message)>> {
        let trimmed = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        let (text, about, name) = (trimmed(&self.text), trimmed(&self.about), trimmed(&self.name));
        let email = read_email(&self.email);
        let mut wrong: Vec<(&'static str, Message)> = Vec::new();
        wrong.extend(check_text(&text, LONGEST_VOICE).map(|message| ("text", message)));
        wrong.extend(long(&about, LONGEST_NAME).map(|message| ("about", message)));
        wrong.extend(long(&name, LONGEST_NAME).map(|message| ("name", message)));
        match email {
            Err(message) => wrong.push(("email", message)),
            Ok(email) if self.wants && email.is_empty() => {
                wrong.push(("email", Message::new("listen-voice-email-missing")));
            }
            Ok(email) if wrong.is_empty() => return Ok(Self { text, about, name, email, ..self }),
            Ok(_) => {}
        }
        Err(wrong)
    }
}

/// What somebody here says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) stage: Stage,
    pub(crate) text: String,
    pub(crate) misaligned: Option<Misaligned>,
}

impl Said {
    /// What is wrong with it, each at its field: nothing is declined without a reason and without saying whose disagreement it is.
    pub(crate) fn check(&self) -> Result<(), Vec<(&'static str, Message)>> {
        let mut wrong = Vec::new();
        match self.stage {
            Stage::New => wrong.push(("stage", Message::new("listen-voice-stage-wrong"))),
            Stage::Declined => {
                if self.text.trim().is_empty() {
                    wrong.push(("text", Message::new("listen-voice-reason-missing")));
                }
                if self.misaligned.is_none() {
                    wrong.push(("misaligned", Message::new("listen-voice-misaligned-missing")));
                }
            }
            Stage::Answered | Stage::Granted | Stage::Done => {
                if self.text.trim().is_empty() {
                    wrong.push(("text", Message::new("web-field-empty")));
                }
            }
        }
        wrong.extend(long(&self.text, LONGEST_VOICE).map(|message| ("text", message)));
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(text: &str, email: &str, wants: bool) -> NewVoice {
        let (about, name, language) = (String::new(), String::new(), "en".to_owned());
        NewVoice { sort: Sort::Request, text: text.into(), about, name, email: email.into(), wants, language }
    }

    #[test]
    fn addresses_are_read_as_they_are_compared() {
        assert_eq!(read_email(" Ada@Shop.example "), Ok("ada@shop.example".to_owned()));
        assert_eq!(read_email(""), Ok(String::new()));
        for wrong in ["ada", "@shop.example", "ada@shop", "a b@shop.example", "a@b@c.d", "a@.de", "<a@b.c>"] {
            assert!(read_email(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn whoever_wants_to_hear_says_where_and_nobody_says_nothing() {
        let fields = |new: NewVoice| {
            new.check().map_err(|wrong| wrong.iter().map(|(field, _)| *field).collect::<Vec<_>>())
        };
        assert_eq!(fields(new(" ", "", true)), Err(vec!["text", "email"]));
        assert_eq!(fields(new(&"x".repeat(5_001), "", false)), Err(vec!["text"]));
        assert!(fields(new("Tea, please", "", false)).is_ok());
    }

    #[test]
    fn nothing_is_declined_without_a_reason() {
        let said = |text: &str, misaligned| Said { stage: Stage::Declined, text: text.into(), misaligned };
        assert!(said("", Some(Misaligned::Ours)).check().is_err());
        assert!(said("It would break the cups.", None).check().is_err());
        assert!(said("It would break the cups.", Some(Misaligned::Nobody)).check().is_ok());
    }
}
