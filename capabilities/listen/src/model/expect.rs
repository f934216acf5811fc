//! What customers expect, and what became of it; pure.

use serde::Serialize;
use troth_core::{AccountId, ContactId, Day, ExpectationId, Figure, Instant, TouchpointId};
use utoipa::ToSchema;

use super::result::{Tally, mean_of, share, size};

/// The longest expectation.
pub(crate) const LONGEST_TEXT: usize = 500;

/// By when something is expected: at most so many days ago, and ahead.
pub(crate) const DUE_BEFORE: i64 = 366;
pub(crate) const DUE_AHEAD: i64 = 3_660;

/// What became of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Judgement {
    /// Less was found than was expected.
    Missed,
    /// As much.
    Met,
    /// More.
    Exceeded,
}

impl Judgement {
    pub(crate) const ALL: [Self; 3] = [Self::Missed, Self::Met, Self::Exceeded];

    /// The word stored.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Met => "met",
            Self::Exceeded => "exceeded",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|judgement| judgement.key() == key)
    }

    /// What a customer's own answers say: found less expected.
    pub(crate) fn of_gap(gap: i64) -> Self {
        match gap.signum() {
            -1 => Self::Missed,
            0 => Self::Met,
            _ => Self::Exceeded,
        }
    }
}

/// What a customer expects at a touchpoint, as staff heard it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Expectation {
    /// Its id.
    #[schema(value_type = String)]
    pub(crate) id: ExpectationId,
    /// Whose.
    #[schema(value_type = String)]
    pub(crate) account: AccountId,
    /// Which person there.
    #[schema(value_type = Option<String>)]
    pub(crate) contact: Option<ContactId>,
    /// Where.
    #[schema(value_type = String)]
    pub(crate) touchpoint: TouchpointId,
    /// What.
    pub(crate) text: String,
    /// By when.
    #[schema(value_type = Option<String>)]
    pub(crate) due: Option<Day>,
    /// When it was noted.
    #[schema(value_type = String)]
    pub(crate) noted_at: Instant,
    /// What became of it; open without.
    pub(crate) judgement: Option<Judgement>,
    /// Who said so: `staff`, or the customer's own `answer`.
    pub(crate) judged_by: Option<String>,
    /// Whether it was taken away.
    pub(crate) removed: bool,
}

/// What became of expectations at a touchpoint, from one source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Judged {
    /// How many there are.
    pub(crate) n: u64,
    /// The share that was missed.
    #[schema(value_type = Object)]
    pub(crate) missed: Figure,
    /// The share that was met.
    #[schema(value_type = Object)]
    pub(crate) met: Figure,
    /// The share that was exceeded.
    #[schema(value_type = Object)]
    pub(crate) exceeded: Figure,
    /// Found less expected in the mean, where customers said both in numbers.
    #[schema(value_type = Option<Object>)]
    pub(crate) gap: Option<Figure>,
}

/// The widest gap on a scale from 1 to 7.
const WIDEST: i64 = 6;

/// How often each judgement was given.
pub(crate) type Judgements = [u64; 3];

impl Judged {
    /// Of judgements by staff.
    pub(crate) fn of(counts: Judgements, as_of: Instant) -> Option<Self> {
        let n = counts.iter().sum();
        Some(Self {
            n,
            missed: share(counts[0], n, as_of)?,
            met: share(counts[1], n, as_of)?,
            exceeded: share(counts[2], n, as_of)?,
            gap: None,
        })
    }

    /// Of what customers answered: how often each gap was given.
    pub(crate) fn of_gaps(gaps: &Tally, as_of: Instant) -> Option<Self> {
        let mut counts = Judgements::default();
        for (gap, count) in gaps {
            counts[Judgement::of_gap(*gap) as usize] += count;
        }
        let gap = (size(gaps) > 0).then(|| mean_of(gaps, (-WIDEST, WIDEST), as_of)).flatten();
        Self::of(counts, as_of).map(|judged| Self { gap, ..judged })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_judged_by_their_sign_and_averaged() {
        let at = Instant::from_micros(0);
        let judged = Judged::of_gaps(&Tally::from([(-2, 3), (0, 4), (1, 3)]), at).unwrap();
        assert_eq!(
            (judged.n, judged.missed.value, judged.met.value, judged.exceeded.value),
            (10, 0.3, 0.4, 0.3)
        );
        let gap = judged.gap.unwrap();
        assert!((gap.value + 0.3).abs() < 1e-9 && gap.low.unwrap() < gap.value && gap.n == 10);
        assert_eq!(Judged::of([0; 3], at), None);
        assert!(Judged::of([1, 0, 4], at).unwrap().gap.is_none());
    }
}
