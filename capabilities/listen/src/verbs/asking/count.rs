//! How an asking stands, counted.

use std::collections::BTreeMap;

use troth_core::LetterId;
use troth_mail::Reason;
use troth_store::Db;

use crate::model::Asking;
use crate::store::asking::{count_answered, list_letters};

/// What became of the messages of one round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RoundCounts {
    /// Zero: the invitation; then the reminders.
    pub(crate) round: i64,
    pub(crate) people: i64,
    /// Not due yet, in quiet hours, or on the way.
    pub(crate) waiting: i64,
    pub(crate) sent: i64,
    /// The server refused them, they came back, or were put off too often.
    pub(crate) returned: i64,
    /// Nobody knows whether they arrived.
    pub(crate) unsure: i64,
    /// Not sent, by why.
    pub(crate) held: BTreeMap<Reason, i64>,
    /// By which somebody said that they want no more.
    pub(crate) left: i64,
}

/// How an asking stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) asking: Asking,
    pub(crate) rounds: Vec<RoundCounts>,
    /// How many began and how many finished; nothing where nobody is named.
    pub(crate) answered: Option<(i64, i64)>,
}

/// Counts how an asking stands.
pub(crate) fn find_asking(
    db: &mut Db<'_>,
    asking: Asking,
    anonymous: bool,
) -> Result<Standing, troth_store::Error> {
    let mut rounds: BTreeMap<i64, RoundCounts> = BTreeMap::new();
    for one in list_letters(db, asking.id)? {
        let counts = rounds
            .entry(one.round)
            .or_insert_with(|| RoundCounts { round: one.round, ..RoundCounts::default() });
        count(counts, db, one.letter)?;
    }
    let answered = if anonymous { None } else { Some(count_answered(db, asking.id)?) };
    Ok(Standing { asking, rounds: rounds.into_values().collect(), answered })
}

fn count(counts: &mut RoundCounts, db: &mut Db<'_>, letter: LetterId) -> Result<(), troth_store::Error> {
    use troth_mail::State;
    let fates = troth_mail::count_fates(db, letter)?;
    counts.left += fates.left;
    for ((state, reason), number) in fates.states {
        counts.people += number;
        match state {
            State::Waiting | State::Sending => counts.waiting += number,
            State::Sent => counts.sent += number,
            State::Refused | State::Failed => counts.returned += number,
            State::Unsure => counts.unsure += number,
            State::Held => *counts.held.entry(reason.unwrap_or(Reason::Stopped)).or_default() += number,
        }
    }
    Ok(())
}
