//! The search: whoever was written of since the last time is compared with whoever shares a mark.
//!
//! Cost: for each customer written since, its marks, and for each mark the index up to the number of customers from which
//! on it counts for nothing ([`super::mark::MOST`]); no customer is compared with more than those. The first pass over
//! records that were there before is the same for every customer. Memory: what is known of the customers of one step and of those
//! they are compared with, some thousands. Each step is one transaction that also takes off what it looked at, so a program
//! that is killed goes on where it was; how many customers it holds is found out by how long they take.

use std::collections::{BTreeMap, BTreeSet};

use troth_core::{Actor, Instant};
use troth_store::{Error, Pace, Store, Tx};

use super::likeness::{Found, compare};
use super::mark::{MOST, Mark, Profile};
use super::model::Kind;
use super::store;
use super::store::known::{self, Known};

/// Customers looked at in one transaction, at least and at most.
const LEAST: usize = 5;
const MOST_AT_ONCE: usize = 150;

/// Looks at every customer that is due; how many there were.
pub async fn find_duplicates(records: &Store, now: Instant) -> Result<u64, Error> {
    let mut pace = Pace::new(records.engine(), LEAST, MOST_AT_ONCE);
    let mut looked = 0;
    loop {
        let customers = pace.pieces();
        let write = move |tx: &mut Tx<'_>| {
            let began = tx.wall();
            let step = step(tx, customers)?;
            Ok::<_, Error>((step, tx.wall().micros() - began.micros()))
        };
        let (step, micros) = records.write(now, Actor::System, write).await?;
        if step == 0 {
            return Ok(looked);
        }
        looked += step as u64;
        pace.took(step, micros);
    }
}

/// Looks at the next customers; how many. What they need is read for all of them together.
fn step(tx: &mut Tx<'_>, customers: usize) -> Result<usize, Error> {
    let due = known::list_due(tx, i64::try_from(customers).unwrap_or(i64::MAX))?;
    known::take_due(tx, &due)?;
    let mut read = known::list_known(tx, &due)?;
    // What was written of one that went into another concerns the one that stays.
    let mut roots: Vec<i64> = read.values().filter_map(|known| known.as_ref().err()).copied().collect();
    roots.sort_unstable();
    roots.dedup();
    roots.retain(|root| !read.contains_key(root));
    read.extend(known::list_known(tx, &roots)?);
    let mut all: Vec<i64> = due.iter().chain(&roots).copied().collect();
    all.sort_unstable();
    let before = known::list_keys(tx, &all)?;

    let (mut seekers, mut fresh) = (Vec::new(), Vec::new());
    for account in all {
        let before = before.get(&account).map_or(&[][..], Vec::as_slice);
        let Some(Ok(known)) = read.get(&account) else {
            give_up(tx, account, before)?;
            store::drop_proposals(tx, account)?;
            continue;
        };
        let marks: BTreeMap<i64, &Mark> =
            known.profile.marks.iter().map(|mark| (mark.number(), mark)).collect();
        let gone: Vec<i64> = before.iter().filter(|key| !marks.contains_key(key)).copied().collect();
        give_up(tx, account, &gone)?;
        let new: Vec<i64> = marks.keys().filter(|key| before.binary_search(key).is_err()).copied().collect();
        fresh.extend(new.iter().map(|key| (*key, account)));
        seekers.push(Seeker { account, known, marks, new });
    }
    let mut bearers: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (key, account) in &fresh {
        bearers.entry(*key).or_default().insert(*account);
    }
    known::put_keys(tx, fresh)?;
    let found = seekers.iter().map(|seeker| who_shares(tx, seeker, &bearers));
    let found = found.collect::<Result<Vec<_>, _>>()?;
    let mut far: Vec<i64> = found.iter().flat_map(|shared| shared.others.iter().copied()).collect();
    far.sort_unstable();
    far.dedup();
    far.retain(|id| !read.contains_key(id));
    let far = known::list_known(tx, &far)?;
    for (seeker, shared) in seekers.iter().zip(found) {
        let theirs = |id: &i64| read.get(id).or_else(|| far.get(id)).and_then(|known| known.as_ref().ok());
        propose(tx, seeker, &shared, theirs)?;
    }
    Ok(due.len())
}

/// A customer that is compared with others.
struct Seeker<'k> {
    account: i64,
    known: &'k Known,
    /// Its marks by their numbers.
    marks: BTreeMap<i64, &'k Mark>,
    /// Marks that it did not have before.
    new: Vec<i64>,
}

/// Whom a customer is compared with.
struct Shared<'k> {
    others: BTreeSet<i64>,
    /// Marks that too many bear.
    common: BTreeSet<&'k Mark>,
}

/// Those who share a mark that few bear. `fresh` are those who bear each since this step.
fn who_shares<'k>(
    tx: &mut Tx<'_>,
    seeker: &Seeker<'k>,
    fresh: &BTreeMap<i64, BTreeSet<i64>>,
) -> Result<Shared<'k>, Error> {
    let Seeker { account, known, marks, new } = seeker;
    let since = |number: &i64| fresh.get(number).map_or(0, BTreeSet::len);
    let wanted: Vec<(i64, usize)> =
        marks.iter().map(|(number, mark)| (*number, mark.most() + 1 + since(number))).collect();
    let bearers = known::list_others(tx, *account, &wanted)?;
    let mut shared = Shared { others: BTreeSet::new(), common: BTreeSet::new() };
    for (number, mark) in marks {
        let Some(found) = bearers.get(number) else { continue };
        if found.len() < mark.most() {
            shared.others.extend(found);
            continue;
        }
        shared.common.insert(*mark);
        let earlier = found.iter().filter(|id| !fresh.get(number).is_some_and(|since| since.contains(id)));
        let earlier: Vec<i64> = earlier.copied().collect();
        if new.binary_search(number).is_ok() && earlier.len() <= mark.most() {
            // Few bore it before this step and too many do now. From now on it counts for nothing: those that were proposed by it
            // are looked at again.
            store::mark_due(tx, earlier.into_iter())?;
        }
    }
    for (_, far) in store::list_apart(tx, Kind::Account, &known.family)? {
        shared.others.remove(&far);
    }
    Ok(shared)
}

/// Brings the proposals of a customer and of its people up to date.
fn propose<'k>(
    tx: &mut Tx<'_>,
    seeker: &Seeker<'_>,
    shared: &Shared<'_>,
    theirs: impl Fn(&i64) -> Option<&'k Known>,
) -> Result<(), Error> {
    let (account, known) = (seeker.account, seeker.known);
    let mut found = Vec::new();
    for other in &shared.others {
        let Some(theirs) = theirs(other) else { continue };
        if let Some(likeness) = compare(&known.profile, &theirs.profile, |mark| !shared.common.contains(mark))
        {
            found.push(((account.min(*other), account.max(*other)), likeness));
        }
    }
    store::put_proposals(tx, account, Kind::Account, &found)?;
    let people = among_people(tx, known)?;
    store::put_proposals(tx, account, Kind::Contact, &people)
}

/// Takes marks off a customer. One that few enough bear from now on counts again: they are looked at again.
fn give_up(tx: &mut Tx<'_>, account: i64, gone: &[i64]) -> Result<(), Error> {
    if gone.is_empty() {
        return Ok(());
    }
    known::drop_keys(tx, account, gone)?;
    let most = MOST.into_iter().max().unwrap_or_default();
    let wanted: Vec<(i64, usize)> = gone.iter().map(|key| (*key, most + 1)).collect();
    for (_, left) in known::list_others(tx, account, &wanted)? {
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
