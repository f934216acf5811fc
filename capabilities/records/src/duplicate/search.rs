//! The search: whoever was written of since the last time is compared with whoever shares a mark.
//!
//! Cost: for each customer written since, its marks, and for each mark the index up to the number of customers from which
//! on it counts for nothing ([`super::likeness::MOST`]); no customer is compared with more than those. The first pass over
//! records that were there before is the same for every customer. Memory: the people of one customer, 1,000 at most.
//! Each step is one transaction that also takes off what it looked at, so a program that is killed goes on where it was.

use std::collections::{BTreeMap, BTreeSet};

use troth_core::{Actor, Instant};
use troth_store::{Error, Store, Tx};

use super::likeness::{Found, MOST, Mark, Profile, compare};
use super::model::Kind;
use super::store::{self, Known};

/// Customers looked at in one transaction, and marks after which it ends: under 100 ms.
const STEP: i64 = 100;
const MARKS: usize = 500;

/// Looks at every customer that is due; how many there were.
pub async fn find_duplicates(records: &Store, now: Instant) -> Result<u64, Error> {
    let mut looked = 0;
    loop {
        let step = records.write(now, Actor::System, step).await?;
        if step == 0 {
            return Ok(looked);
        }
        looked += step;
    }
}

/// Looks at the next customers; how many.
fn step(tx: &mut Tx<'_>) -> Result<u64, Error> {
    let (mut looked, mut marks) = (0, 0);
    for account in store::list_due(tx, STEP)? {
        store::take_due(tx, account)?;
        marks += look_at(tx, account)?;
        looked += 1;
        if marks >= MARKS {
            break;
        }
    }
    Ok(looked)
}

/// Brings marks and proposals of a customer up to date; how many marks it has.
fn look_at(tx: &mut Tx<'_>, account: i64) -> Result<usize, Error> {
    let known = match store::find_known(tx, account)? {
        Some(Ok(known)) => known,
        gone => {
            let keys = store::list_keys(tx, account)?;
            give_up(tx, account, &keys)?;
            store::drop_proposals(tx, account)?;
            // What was written of the one that went concerns the one that stays.
            return if let Some(Err(root)) = gone { look_at(tx, root) } else { Ok(keys.len()) };
        }
    };
    let numbers: BTreeMap<i64, &Mark> =
        known.profile.marks.iter().map(|mark| (mark.number(), mark)).collect();
    let before = store::list_keys(tx, account)?;
    let gone: Vec<i64> = before.iter().filter(|key| !numbers.contains_key(key)).copied().collect();
    let fresh: Vec<i64> = numbers.keys().filter(|key| before.binary_search(key).is_err()).copied().collect();
    give_up(tx, account, &gone)?;
    store::put_keys(tx, account, &fresh, &[])?;

    let (mut others, mut common) = (BTreeSet::new(), BTreeSet::new());
    for (number, mark) in &numbers {
        let found = store::list_others(tx, *number, account, mark.most() + 1)?;
        if found.len() < mark.most() {
            others.extend(found);
            continue;
        }
        common.insert((*mark).clone());
        if found.len() == mark.most() && fresh.binary_search(number).is_ok() {
            // From now on it counts for nothing: those that were proposed by it are looked at again.
            store::mark_due(tx, found.into_iter())?;
        }
    }
    let apart: Vec<i64> =
        store::list_apart(tx, Kind::Account, &known.family)?.into_iter().map(|(_, far)| far).collect();
    let mut found = Vec::new();
    for other in others.into_iter().filter(|other| !apart.contains(other)) {
        let Some(Ok(theirs)) = store::find_known(tx, other)? else { continue };
        if let Some(likeness) = compare(&known.profile, &theirs.profile, |mark| !common.contains(mark)) {
            found.push(((account.min(other), account.max(other)), likeness));
        }
    }
    store::put_proposals(tx, account, Kind::Account, &found)?;
    let people = among_people(tx, &known)?;
    store::put_proposals(tx, account, Kind::Contact, &people)?;
    Ok(numbers.len())
}

/// Takes marks off a customer. One that few enough bear from now on counts again: they are looked at again.
fn give_up(tx: &mut Tx<'_>, account: i64, gone: &[i64]) -> Result<(), Error> {
    store::put_keys(tx, account, &[], gone)?;
    let most = MOST.into_iter().max().unwrap_or_default();
    for key in gone {
        let left = store::list_others(tx, *key, account, most + 1)?;
        if MOST.contains(&left.len()) {
            store::mark_due(tx, left.into_iter())?;
        }
    }
    Ok(())
}

/// People at one customer that may be one, by the same rules: only those who share a mark that few of them bear.
fn among_people(tx: &mut Tx<'_>, known: &Known) -> Result<Vec<Found>, Error> {
    let mut bearers: BTreeMap<&Mark, Vec<usize>> = BTreeMap::new();
    for (place, (_, person)) in known.people.iter().enumerate() {
        for mark in &person.marks {
            bearers.entry(mark).or_default().push(place);
        }
    }
    let rare = |mark: &Mark| bearers.get(mark).is_none_or(|places| places.len() <= mark.most());
    let mut pairs = BTreeSet::new();
    for (_, places) in bearers.iter().filter(|(mark, _)| rare(mark)) {
        for (number, one) in places.iter().enumerate() {
            pairs.extend(places[number + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let mut found = Vec::new();
    for (one, other) in pairs {
        let ((one, mine), (other, theirs)): (&(i64, Profile), &(i64, Profile)) =
            (&known.people[one], &known.people[other]);
        if let Some(likeness) = compare(mine, theirs, rare) {
            found.push(((*one, *other), likeness));
        }
    }
    let mut ids: Vec<i64> = found.iter().flat_map(|((one, other), _)| [*one, *other]).collect();
    ids.sort_unstable();
    ids.dedup();
    let apart = store::list_apart(tx, Kind::Contact, &ids)?;
    found.retain(|((one, other), _)| !apart.contains(&(*one, *other)) && !apart.contains(&(*other, *one)));
    Ok(found)
}
