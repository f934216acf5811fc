//! What became of work that somebody acted on: whether the customer bought or renewed in the days after. Counted, and never read as
//! what the action brought about: whoever is called was chosen.
//!
//! Cost: the actions of two years; what they are compared with has been read by the run anyway.

use std::collections::{BTreeMap, BTreeSet};

use troth_core::{AccountId, Day, Instant};
use troth_store::Store;

use super::base::Base;
use super::contract::{Book, counted};
use crate::Error;
use crate::metric::ACTIONS;
use crate::model::{HORIZON, Outcome};

/// Days back to which actions are counted.
const REACH: i64 = 730;

/// Something done about work of one sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Action {
    kind: String,
    decision: String,
    pub(super) account: AccountId,
    day: Day,
}

/// Actions of the last two years, in order.
pub(super) async fn load(store: &Store, as_of: Day) -> Result<Vec<Action>, Error> {
    store
        .read(move |db| {
            let mut actions = Vec::new();
            ACTIONS.each(db, &[as_of.number() - REACH, as_of.number()], |row| {
                actions.push(Action {
                    account: row.id(1)?,
                    kind: row.get(2)?,
                    decision: row.get(3)?,
                    day: Day::from_number(row.get(4)?),
                });
                Ok::<_, Error>(())
            })?;
            actions.sort_unstable();
            Ok(actions)
        })
        .await
}

/// Whom they are about.
pub(super) fn accounts(actions: &[Action]) -> BTreeSet<AccountId> {
    actions.iter().map(|action| action.account).collect()
}

/// What became of them as of a day. An action on a customer within the days of another of its sort is part of that one.
pub(super) fn outcomes(
    actions: &[Action],
    base: &Base,
    book: &Book,
    as_of: Instant,
) -> Result<Vec<Outcome>, Error> {
    let mut found: BTreeMap<(&str, &str), Outcome> = BTreeMap::new();
    let mut before: Option<&Action> = None;
    for action in actions {
        let again = before.is_some_and(|before| {
            (&before.kind, &before.decision, before.account)
                == (&action.kind, &action.decision, action.account)
                && action.day.number() <= before.day.number() + HORIZON
        });
        if again {
            continue;
        }
        before = Some(action);
        let over = action.day.plus(HORIZON);
        let until = over.min(base.as_of);
        let renews = action.kind == "renewal";
        let came = if renews {
            book.renewed(action.account, action.day, until)
        } else {
            base.bought_between(action.account, action.day, until)
        };
        let outcome = found.entry((&action.kind, &action.decision)).or_insert_with(|| Outcome {
            kind: action.kind.clone(),
            decision: action.decision.clone(),
            days: HORIZON,
            acted: 0,
            came: 0,
            left: 0,
            watched: 0,
            already: 0,
            share: None,
        });
        if over > base.as_of {
            outcome.watched += 1;
            outcome.already += u64::from(came);
        } else {
            outcome.acted += 1;
            outcome.came += u64::from(came);
            outcome.left += u64::from(renews && !came && book.lost(action.account, action.day, until));
        }
    }
    let mut outcomes: Vec<Outcome> = found.into_values().collect();
    for outcome in &mut outcomes {
        outcome.share = counted((outcome.came, outcome.acted), "acted-outcome", as_of)?;
    }
    Ok(outcomes)
}
