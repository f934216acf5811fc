//! What can be done with work items: done, snooze, not useful, and taking that back.

use troth_core::{Actor, Calendar, Decision, Instant, WorkDecided, WorkItemId};
use troth_store::{Db, Store};

use crate::{Entry, Error, Snooze, Whose};

/// The page of the customer who stands first on the list, if anybody does.
pub(crate) fn find_first_customer(
    db: &mut Db<'_>,
    now: Instant,
) -> Result<Option<String>, troth_store::Error> {
    let first = list_entries(db, now, 1, Whose::Everybody)?.into_iter().next();
    Ok(first.map(|entry| format!("/records/{}", entry.account)))
}

/// The open work in order, with names. One customer look-up for the whole list.
pub fn list_entries(
    db: &mut Db<'_>,
    now: Instant,
    limit: i64,
    whose: Whose,
) -> Result<Vec<Entry>, troth_store::Error> {
    let items = db.list_work(now, limit, whose.filter())?;
    let accounts: Vec<_> = items.iter().map(|item| item.proposal.account).collect();
    let names = troth_records::names_of(db, &accounts)?;
    let entry = |(item, account): (troth_store::WorkItem, Option<troth_records::Account>)| {
        let proposal = item.proposal;
        // After a merge, the customer that stays.
        let (id, name, external_key) = account.map_or_else(
            || (proposal.account, proposal.account.to_string(), None),
            |account| (account.id, account.name, account.external_key),
        );
        Entry {
            id: item.id,
            kind: proposal.kind,
            account: id,
            external_key,
            sentence: proposal.sentence.with("name", name.clone()),
            name,
            reasons: proposal.reasons,
            worth: proposal.worth,
            chance: proposal.chance,
            due: proposal.due,
            action: proposal.action,
        }
    };
    Ok(items.into_iter().zip(names).map(entry).collect())
}

/// Records a decision; [`Decision::Open`] takes the last one back.
pub async fn decide(
    store: &Store,
    now: Instant,
    actor: Actor,
    item: WorkItemId,
    decision: Decision,
    snooze: Option<Snooze>,
    why: Option<String>,
) -> Result<(), Error> {
    let why = why.map(|why| why.trim().chars().take(500).collect::<String>()).filter(|why| !why.is_empty());
    if decision == Decision::NotUseful && why.is_none() {
        return Err(Error::Why);
    }
    store
        .write(now, actor, move |tx| {
            let zone = tx.business()?.zone;
            let until = (decision == Decision::Snoozed)
                .then(|| snooze.unwrap_or(Snooze::Tomorrow).until(now, &Calendar::office(zone)));
            tx.decide(item, decision, until, why.as_deref())?;
            tx.append(&WorkDecided { item, decision: decision.key().to_owned() })?;
            Ok(())
        })
        .await
}
