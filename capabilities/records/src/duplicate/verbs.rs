//! Looking for duplicates, naming two, and saying that two are two.

use troth_core::{AccountId, DuplicateDismissed, DuplicateId, DuplicateNamed, DuplicatesSought, Id, Message};
use troth_store::Store;
use troth_web::{Error, FieldError};

use super::likeness::Reason;
use super::model::{Kind, State};
use super::store;
use crate::entity::{Entity, account::Customer};
use crate::verbs::By;

/// Has the records looked through: the job hears it.
pub(crate) async fn seek(records: &Store, by: By) -> Result<(), Error> {
    records
        .write(by.now, by.actor, move |tx| {
            let due = store::count_due(tx)?;
            tx.append(&DuplicatesSought { due })?;
            Ok(())
        })
        .await
}

/// Proposes two customers that somebody knows to be one. A pair that is known is answered as it is.
pub(crate) async fn name(
    records: &Store,
    by: By,
    (first, second): (AccountId, AccountId),
) -> Result<DuplicateId, Error> {
    records
        .write(by.now, by.actor, move |tx| {
            let wrong = |field: &str, key: &str| {
                let message = Message::new(key);
                Err(Error::Fields(vec![FieldError { field: field.into(), message }]))
            };
            for (field, id) in [("one", first), ("other", second)] {
                let found = Customer::TABLE.find(tx, id.raw())?;
                let Some(row) = found else { return wrong(field, "records-wrong-named") };
                let account = crate::store::account(&row)?;
                if account.merged_into.is_some() || account.erased.is_some() {
                    return wrong(field, "records-duplicate-gone");
                }
            }
            if first == second {
                return wrong("other", "records-duplicate-itself");
            }
            let (one, other) = (first.min(second).raw(), first.max(second).raw());
            if let Some(known) = store::find_of(tx, Kind::Account, (one, other))? {
                return Ok(known.id);
            }
            let entered = store::insert(tx, Kind::Account, one, (one, other), 1000, &[Reason::Said])?;
            let duplicate = entered.ok_or(Error::NotFound)?;
            tx.append(&DuplicateNamed { duplicate })?;
            Ok(duplicate)
        })
        .await
}

/// Says that two are two, or takes that back; a second time changes nothing.
pub(crate) async fn dismiss(records: &Store, by: By, id: DuplicateId, dismissed: bool) -> Result<(), Error> {
    records
        .write(by.now, by.actor, move |tx| {
            let mut pair = store::get(tx, id)?;
            let (from, to) =
                if dismissed { (State::Proposed, State::Apart) } else { (State::Apart, State::Proposed) };
            if pair.state == to {
                return Ok(());
            }
            if pair.state != from {
                return Err(Error::Conflict(Message::new("records-duplicate-is-merged")));
            }
            pair.state = to;
            pair.decided_at = dismissed.then(|| tx.now());
            store::decide(tx, &pair)?;
            tx.append(&DuplicateDismissed { duplicate: id, dismissed })?;
            Ok(())
        })
        .await
}
