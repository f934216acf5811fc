//! Pairs of records that may be one; pure.

use serde::{Deserialize, Serialize};
use troth_core::{AccountId, ConsentId, DuplicateId, EventId, Instant};
use utoipa::ToSchema;

pub(crate) use super::likeness::Reason;

/// Of what the two records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Two customers.
    #[serde(rename = "customer")]
    Account,
    /// Two people at one customer.
    #[serde(rename = "person")]
    Contact,
}

impl Kind {
    /// The word stored, which is that of its table too.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Contact => "contact",
        }
    }

    pub(super) fn find(key: &str) -> Option<Self> {
        [Self::Account, Self::Contact].into_iter().find(|kind| kind.key() == key)
    }
}

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Nobody has looked at it.
    Proposed,
    /// They are one now.
    Merged,
    /// They are two, and are not proposed again.
    Apart,
}

impl State {
    pub(crate) const ALL: [Self; 3] = [Self::Proposed, Self::Merged, Self::Apart];

    /// The word stored and used in the API.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Merged => "merged",
            Self::Apart => "apart",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Two records that may be one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    pub(crate) id: DuplicateId,
    pub(crate) kind: Kind,
    /// The customer where the two people are; the first of two customers.
    pub(crate) account: AccountId,
    /// The one entered first, which stays.
    pub(crate) one: i64,
    /// The one that goes.
    pub(crate) other: i64,
    /// In thousandths: an order, not a probability.
    pub(crate) score: i64,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) state: State,
    pub(crate) decided_at: Option<Instant>,
    /// What merging did.
    pub(crate) merged: Option<Merged>,
}

/// From here on a pair is called very likely.
const LIKELY: i64 = 800;

impl Pair {
    pub(crate) const fn is_likely(&self) -> bool {
        self.score >= LIKELY
    }
}

/// What a merge did, in ids: the values it wrote over stand in `event_private`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Merged {
    /// Its event.
    pub(crate) event: EventId,
    /// The records that were joined: the two, and the two people where customers are people.
    pub(crate) joined: Vec<Joined>,
    /// Entries of consent that were carried over to the person that stays.
    pub(crate) consents: Vec<ConsentId>,
}

/// One record that went into another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Joined {
    pub(crate) table: String,
    pub(crate) stays: i64,
    pub(crate) goes: i64,
    /// Records that had gone into the one that goes, and point at the one that stays now.
    pub(crate) followed: Vec<i64>,
}

/// What a merge wrote over in a record that stays: column, before, after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Overwritten {
    pub(crate) table: String,
    pub(crate) id: i64,
    pub(crate) columns: Vec<(String, troth_store::Value, troth_store::Value)>,
}

/// Which of two records a value is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Which {
    /// The one that stays.
    One,
    /// The one that goes.
    Other,
}

impl Which {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Other => "other",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        [Self::One, Self::Other].into_iter().find(|which| which.key() == key)
    }
}

/// The value that is proposed to be kept: one that says something before one that says nothing; the fuller of two names;
/// otherwise that of the record entered last.
pub(crate) fn proposed(field: &str, one: Option<&str>, other: Option<&str>) -> Which {
    let length = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    match (one, other) {
        (Some(_), None) => Which::One,
        (None, _) => Which::Other,
        _ if field == "name" && length(one) >= length(other) => Which::One,
        _ => Which::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fuller_value_is_proposed_and_the_newer_where_both_say_something() {
        for (field, one, other, which) in [
            ("name", Some("Ada Berg"), Some("A. Berg"), Which::One),
            ("name", Some("A. Berg"), Some("Ada Berg"), Which::Other),
            ("level", Some("executive"), None, Which::One),
            ("level", None, Some("executive"), Which::Other),
            ("level", Some("executive"), Some("management"), Which::Other),
        ] {
            assert_eq!(proposed(field, one, other), which, "{field} {one:?} {other:?}");
        }
    }
}
