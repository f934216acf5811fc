//! Identifiers: 64 bits made by the application, a type for each kind, shown with a prefix.
//!
//! Layout, from the high bit: 1 zero, 42 of milliseconds since 1970 (until the year 2109), 9 of node
//! (a leased row, so that several programs share one database), 12 of sequence. Ids made later sort later.

use std::sync::Mutex;

use crate::time::Instant;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that an id can be read out on the telephone.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An identifier of one kind of thing.
pub trait Id: Copy + Send + 'static {
    /// The word before the underscore when the id is shown, for example `acc`.
    const PREFIX: &'static str;
    /// The id with this number.
    fn from_raw(raw: i64) -> Self;
    /// The number as it is stored.
    fn raw(self) -> i64;
}

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id of the form {prefix}_…")]
pub struct ParseIdError {
    text: String,
    prefix: &'static str,
}

fn show(prefix: &str, raw: i64, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    let mut digits = [0u8; 13];
    let mut rest = raw.cast_unsigned();
    for slot in digits.iter_mut().rev() {
        *slot = DIGITS[(rest & 31) as usize];
        rest >>= 5;
    }
    f.write_str(prefix)?;
    f.write_str("_")?;
    digits.iter().try_for_each(|digit| std::fmt::Write::write_char(f, char::from(*digit)))
}

fn read(prefix: &'static str, text: &str) -> Result<i64, ParseIdError> {
    let wrong = || ParseIdError { text: text.chars().take(40).collect(), prefix };
    let (found, raw) = split_id(text).ok_or_else(wrong)?;
    if found == prefix { Ok(raw) } else { Err(wrong()) }
}

/// Any id as it is shown, taken apart: prefix and number.
///
/// ```
/// use troth_core::{Id, UserId, split_id};
/// assert_eq!(split_id(&UserId::from_raw(7).to_string()), Some(("usr", 7)));
/// assert_eq!(split_id("usr"), None);
/// ```
pub fn split_id(text: &str) -> Option<(&str, i64)> {
    let (prefix, digits) = text.rsplit_once('_')?;
    let mut raw = 0u64;
    for digit in digits.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit.to_ascii_lowercase())?;
        raw = raw.checked_mul(32)?.checked_add(value as u64)?;
    }
    (digits.len() == 13).then_some(())?;
    Some((prefix, i64::try_from(raw).ok()?))
}

/// An id of which only prefix and number are known, as it is shown.
///
/// ```
/// use troth_core::{Id, UserId, join_id};
/// assert_eq!(join_id("usr", 7), UserId::from_raw(7).to_string());
/// ```
pub fn join_id(prefix: &str, raw: i64) -> String {
    struct Shown<'p>(&'p str, i64);
    impl std::fmt::Display for Shown<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            show(self.0, self.1, f)
        }
    }
    Shown(prefix, raw).to_string()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_raw(raw: i64) -> Self { Self(raw) }
            fn raw(self) -> i64 { self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { show($prefix, self.0, f) }
        }
        impl std::str::FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> { read($prefix, text).map(Self) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A customer: an organisation, a household or a person.
    AccountId = "acc";
    /// One entry of what a person has agreed to.
    ConsentId = "cns";
    /// A person at a customer.
    ContactId = "con";
    /// An agreement with a customer that runs for a time.
    ContractId = "ctr";
    /// Two records that may be of the same customer or person.
    DuplicateId = "dup";
    /// One contact with a customer, by whatever function.
    InteractionId = "int";
    /// A way for somebody to answer a survey, once.
    LinkId = "lnk";
    /// A note about a customer.
    NoteId = "note";
    /// One purchase, return or zero-value transaction.
    PurchaseId = "pur";
    /// One import of a file.
    BatchId = "imp";
    /// One entry of the event log.
    EventId = "evt";
    /// One background job.
    JobId = "job";
    /// What a currency was worth on a day.
    RateId = "rate";
    /// A key under which a request is carried out once.
    RequestKeyId = "req";
    /// An answer to what somebody told of their own accord.
    ReplyId = "rpl";
    /// What somebody answered to a survey.
    ResponseId = "rsp";
    /// One morning run.
    RunId = "run";
    /// A saved filter over customers.
    SegmentId = "seg";
    /// One signed-in browser.
    SessionId = "ses";
    /// A member of staff.
    StaffId = "stf";
    /// A survey sent to many people at once.
    AskingId = "ask";
    /// Something that customers are asked.
    SurveyId = "srv";
    /// What of a survey one number answers: a question, a row of a matrix, a choice among several.
    SurveyItemId = "sit";
    /// A survey as it was published.
    SurveyVersionId = "sver";
    /// A team of staff.
    TeamId = "team";
    /// An API token.
    TokenId = "tok";
    /// What somebody told of their own accord.
    VoiceId = "voi";
    /// Someone who can sign in.
    UserId = "usr";
    /// An address that is told what happened.
    WebhookId = "whk";
    /// One event on its way to such an address.
    DeliveryId = "dlv";
    /// One try to get it there.
    TryId = "try";
    /// What is written once and goes to many.
    LetterId = "ltr";
    /// One letter to one person.
    MessageId = "msg";
    /// One entry of the Today list.
    WorkItemId = "work";
}

const NODE_BITS: u32 = 9;
const SEQUENCE_BITS: u32 = 12;

/// Makes ids that are unique among up to 512 programs on one database and rise with time.
///
/// ```
/// use troth_core::{AccountId, Id, IdMaker, Instant};
/// let maker = IdMaker::new(7);
/// let now = Instant::from_micros(1_700_000_000_000_000);
/// let first: AccountId = maker.next(now);
/// let second: AccountId = maker.next(now);
/// assert!(first < second);
/// assert_eq!(first.to_string().parse(), Ok(first));
/// ```
#[derive(Debug)]
pub struct IdMaker {
    node: i64,
    last: Mutex<(i64, i64)>,
}

impl IdMaker {
    /// How many programs can make ids at once.
    pub const NODES: u16 = 1 << NODE_BITS;

    /// A maker for the program that holds this node, `0..512`.
    ///
    /// # Panics
    /// If the node is 512 or more: two makers would then share ids.
    pub fn new(node: u16) -> Self {
        assert!(node < Self::NODES, "node {node} is out of range");
        Self { node: i64::from(node), last: Mutex::new((0, 0)) }
    }

    /// The next id. When the clock goes back, ids go on from the latest moment seen.
    ///
    /// # Panics
    /// Never in practice: only when another thread panicked while it held the counter.
    pub fn next<I: Id>(&self, now: Instant) -> I {
        let millis = (now.micros() / 1000).max(0);
        let mut last = self.last.lock().expect("the counter is only read and written");
        *last = match *last {
            (then, _) if millis > then => (millis, 0),
            (then, sequence) if sequence + 1 < 1 << SEQUENCE_BITS => (then, sequence + 1),
            (then, _) => (then + 1, 0),
        };
        let (moment, sequence) = *last;
        I::from_raw((moment << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_no_id_is_refused() {
        for text in [
            "",
            "acc",
            "acc_",
            "acc_000000000000u",
            "con_0000000000000",
            "acc_00000000000000",
            "acc_zzzzzzzzzzzzz",
        ] {
            assert!(text.parse::<AccountId>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_stay_unique_when_the_clock_goes_back_or_stands() {
        let maker = IdMaker::new(511);
        let mut previous = AccountId::from_raw(0);
        for step in 0..20_000i64 {
            let now = Instant::from_micros(1_700_000_000_000_000 - step);
            let next: AccountId = maker.next(now);
            assert!(next > previous);
            previous = next;
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_read(raw in 0..i64::MAX) {
            let id = AccountId::from_raw(raw);
            proptest::prop_assert_eq!(id.to_string().parse(), Ok(id));
        }
    }
}
