//! The base as the facts show it: one pass over the purchases, condensed to a row for each customer.
//!
//! Cost: one scan of the purchases up to the day, 24 bytes of memory for each while they are put in order, 56 for each customer after. A
//! part of the base is copied while a model is fitted to it, one after another.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use troth_core::{AccountId, Day, Id};
use troth_store::Store;

use super::fit::Cell;
use super::group::{Groups, Place};
use crate::Error;
use crate::metric::PURCHASES;

/// The hold-out is the second half of the history, and at most a year.
const LONGEST: i64 = 364;

/// A customer's purchases up to the day. Several on one day are one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Customer {
    pub(super) account: AccountId,
    /// The first day and the last.
    since: i32,
    latest: i32,
    /// Days with a purchase after the first.
    pub(super) repeats: u32,
    /// Minor units spent on them.
    pub(super) later_amount: i64,
    /// Days with a purchase up to the cut, the last of them, and days after it.
    known: u32,
    known_latest: i32,
    later: u32,
    /// Which of the distinct histories is this customer's.
    pub(super) cell: u32,
    /// Which group the customer is in.
    pub(super) group: Place,
}

#[cfg(test)]
impl Customer {
    pub(super) fn sample(repeats: u32, later_amount: i64) -> Self {
        Self {
            account: AccountId::from_raw(1),
            since: 0,
            latest: 0,
            repeats,
            later_amount,
            known: 0,
            known_latest: 0,
            later: 0,
            cell: 0,
            group: 0,
        }
    }
}

/// The whole base.
pub(super) struct Base {
    pub(super) as_of: Day,
    /// The last day before the hold-out.
    pub(super) cut: Day,
    /// By account.
    pub(super) customers: Vec<Customer>,
    /// Distinct histories with how many customers share each, group by group, in order.
    pub(super) cells: Vec<Cell>,
    /// Where the histories of each group end.
    ends: Vec<usize>,
    /// Purchases in the hold-out of customers known at the cut, by group and day.
    days: Vec<Vec<u64>>,
    /// On which days those bought who are watched for another reason.
    watched: HashMap<AccountId, Vec<i32>>,
}

type Bought = (i64, i32, i64);

impl Base {
    /// With the days of each purchase of those who are `watched`.
    pub(super) async fn load(
        store: &Store,
        as_of: Day,
        watched: BTreeSet<AccountId>,
        groups: Arc<Groups>,
    ) -> Result<Self, Error> {
        let bought = store
            .read(move |db| {
                let mut bought: Vec<Bought> = Vec::new();
                PURCHASES.each(db, &[as_of.number()], |row| {
                    bought.push((row.get(0)?, narrow(row.get(1)?)?, row.get(2)?));
                    Ok::<_, Error>(())
                })?;
                Ok::<_, Error>(bought)
            })
            .await?;
        let condensing =
            tokio::task::spawn_blocking(move || Self::condense(as_of, bought, &watched, &groups));
        condensing.await.map_err(|_| troth_store::Error::Panicked)?
    }

    /// From account, day and amount of each purchase, in no order; pure.
    pub(super) fn condense(
        as_of: Day,
        mut bought: Vec<Bought>,
        watched: &BTreeSet<AccountId>,
        groups: &Groups,
    ) -> Result<Self, Error> {
        // Sums of whole numbers do not depend on the order of equal days.
        bought.par_sort_unstable();
        let until = narrow(as_of.number())?;
        let first = bought.iter().map(|purchase| purchase.1).min().unwrap_or(until);
        let longest = as_of.number() - i64::from(first);
        let cut = as_of.plus(-(longest - longest / 2).min(LONGEST));
        let held_from = narrow(cut.number())?;
        let mut customers = Vec::new();
        let mut days_of = HashMap::new();
        let mut days = vec![vec![0; usize::try_from(until - held_from).unwrap_or(0)]; groups.count()];
        for own in bought.chunk_by(|one, two| one.0 == two.0) {
            let group = groups.of(AccountId::from_raw(own[0].0));
            let customer = Customer { group, ..customer(own, held_from, &mut days[usize::from(group)])? };
            if watched.contains(&customer.account) {
                days_of.insert(customer.account, own.iter().map(|purchase| purchase.1).collect());
            }
            customers.push(customer);
        }
        drop(bought);
        let (cells, ends) = number_cells(&mut customers, until, groups.count());
        Ok(Self { as_of, cut, customers, cells, ends, days, watched: days_of })
    }

    /// The same without customers; what the watched bought stays.
    pub(super) fn of_nobody(&self) -> Self {
        let Self { as_of, cut, days, watched, .. } = self;
        let (days, watched) = (days.clone(), watched.clone());
        let ends = vec![0; days.len()];
        Self { as_of: *as_of, cut: *cut, customers: Vec::new(), cells: Vec::new(), ends, days, watched }
    }

    /// Where the distinct histories of a group stand.
    pub(super) fn cells_of(&self, group: usize) -> std::ops::Range<usize> {
        let from = if group == 0 { 0 } else { self.ends[group - 1] };
        from..self.ends[group]
    }

    /// Everybody.
    pub(super) fn whole(&self) -> Part<'_> {
        let mut days = self.days[0].clone();
        for own in &self.days[1..] {
            days.iter_mut().zip(own).for_each(|(sum, count)| *sum += count);
        }
        let (as_of, cut, cells) = (self.as_of, self.cut, &self.cells[..]);
        Part { as_of, cut, customers: Cow::Borrowed(&self.customers), cells, first: 0, days }
    }

    /// One group.
    pub(super) fn part(&self, group: usize) -> Part<'_> {
        let range = self.cells_of(group);
        let own = self.customers.iter().filter(|customer| usize::from(customer.group) == group);
        Part {
            as_of: self.as_of,
            cut: self.cut,
            customers: Cow::Owned(own.copied().collect()),
            first: range.start,
            cells: &self.cells[range],
            days: self.days[group].clone(),
        }
    }

    /// Whether one of the watched bought after a day and up to another.
    pub(super) fn bought_between(&self, account: AccountId, after: Day, until: Day) -> bool {
        let within = |day: &i32| (after.number() + 1..=until.number()).contains(&i64::from(*day));
        self.watched.get(&account).is_some_and(|days| days.iter().any(within))
    }

    /// Whether anybody ever bought, or one of the watched did.
    pub(super) fn bought_at_all(&self) -> bool {
        !self.customers.is_empty() || !self.watched.is_empty()
    }

    /// What facts a fit rests on; equal only for equal facts.
    pub(super) fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        // Another release may fit otherwise.
        digest.update(env!("CARGO_PKG_VERSION"));
        digest.update(self.as_of.number().to_le_bytes());
        for customer in &self.customers {
            let Customer {
                account,
                since,
                latest,
                repeats,
                later_amount,
                known,
                known_latest,
                later,
                cell: _,
                group,
            } = customer;
            let mut bytes = [0; 41];
            bytes[..8].copy_from_slice(&account.raw().to_le_bytes());
            bytes[8..12].copy_from_slice(&since.to_le_bytes());
            bytes[12..16].copy_from_slice(&latest.to_le_bytes());
            bytes[16..20].copy_from_slice(&repeats.to_le_bytes());
            bytes[20..28].copy_from_slice(&later_amount.to_le_bytes());
            bytes[28..32].copy_from_slice(&known.to_le_bytes());
            bytes[32..36].copy_from_slice(&known_latest.to_le_bytes());
            bytes[36..40].copy_from_slice(&later.to_le_bytes());
            bytes[40] = *group;
            digest.update(bytes);
        }
        digest.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }
}

/// Customers that a model is fitted to.
pub(super) struct Part<'b> {
    pub(super) as_of: Day,
    pub(super) cut: Day,
    customers: Cow<'b, [Customer]>,
    pub(super) cells: &'b [Cell],
    /// The number of the first of these histories.
    first: usize,
    /// Purchases in the hold-out of customers known at the cut, by day.
    pub(super) days: Vec<u64>,
}

impl Part<'_> {
    /// How many customers.
    pub(super) fn len(&self) -> usize {
        self.customers.len()
    }

    /// How many of them came back at least once.
    pub(super) fn came_back(&self) -> u64 {
        self.customers.iter().filter(|customer| customer.repeats > 0).count() as u64
    }

    /// Of every `step`-th customer: frequency, recency and age at the cut, customers, purchases after it, their squares.
    pub(super) fn held_out(&self, step: usize) -> Vec<[i64; 6]> {
        let cut = self.cut.number();
        let mut rows: Vec<[i64; 6]> = self
            .customers
            .par_iter()
            .step_by(step)
            .filter(|customer| customer.known > 0)
            .map(|customer| {
                let (since, later) = (i64::from(customer.since), i64::from(customer.later));
                let latest = i64::from(customer.known_latest);
                [i64::from(customer.known) - 1, latest - since, cut - since, 1, later, later * later]
            })
            .collect();
        rows.par_sort_unstable();
        rows.dedup_by(|next, kept| {
            let same = next[..3] == kept[..3];
            if same {
                (3..6).for_each(|column| kept[column] += next[column]);
            }
            same
        });
        rows
    }

    /// Distinct histories of every `step`-th customer.
    pub(super) fn sample(&self, step: usize) -> Vec<Cell> {
        if step == 1 {
            return self.cells.to_vec();
        }
        let mut counts = vec![0; self.cells.len()];
        for customer in self.customers.iter().step_by(step) {
            counts[customer.cell as usize - self.first] += 1;
        }
        let sampled = self.cells.iter().zip(counts).filter(|(_, count)| *count > 0);
        sampled.map(|(&(frequency, recency, age, _), count)| (frequency, recency, age, count)).collect()
    }

    /// Repeat purchases and minor units spent on them, a row for each customer with any.
    pub(super) fn amounts(&self) -> impl Iterator<Item = (u32, i64)> {
        self.customers
            .iter()
            .map(|customer| (customer.repeats, customer.later_amount))
            .filter(|own| own.0 > 0)
    }
}

pub(super) fn narrow(day: i64) -> Result<i32, Error> {
    i32::try_from(day).map_err(|_| troth_store::Error::Decode(format!("{day} is no day")).into())
}

/// One customer from his purchases in order of days; `days` counts those of the hold-out.
fn customer(own: &[Bought], cut: i32, days: &mut [u64]) -> Result<Customer, Error> {
    let (account, since, _) = own[0];
    let mut customer = Customer {
        account: AccountId::from_raw(account),
        since,
        latest: since,
        repeats: 0,
        later_amount: 0,
        known: 0,
        known_latest: since,
        later: 0,
        cell: 0,
        group: 0,
    };
    for day in own.chunk_by(|one, two| one.1 == two.1) {
        let when = day[0].1;
        if when > since {
            customer.repeats += 1;
            customer.latest = when;
            for purchase in day {
                customer.later_amount =
                    customer.later_amount.checked_add(purchase.2).ok_or(Error::TooMuch)?;
            }
        }
        if when <= cut {
            customer.known += 1;
            customer.known_latest = when;
        } else if customer.known > 0 {
            customer.later += 1;
            if let Ok(place) = usize::try_from(when - cut - 1) {
                days[place] += 1;
            }
        }
    }
    Ok(customer)
}

/// Gathers the distinct histories of each group and tells each customer which is his; where those of each group end.
fn number_cells(customers: &mut [Customer], until: i32, groups: usize) -> (Vec<Cell>, Vec<usize>) {
    // Frequency, age and recency are sorted in this order, because what depends on the first two is shared.
    let history = |customer: &Customer| {
        let since = customer.since;
        (customer.group, customer.repeats, until - since, customer.latest - since)
    };
    let mut order: Vec<((Place, u32, i32, i32), u32)> = customers.iter().map(history).zip(0u32..).collect();
    order.par_sort_unstable();
    let (mut cells, mut ends) = (Vec::new(), vec![0; groups]);
    for (number, alike) in (0u32..).zip(order.chunk_by(|one, two| one.0 == two.0)) {
        let (group, frequency, age, recency) = alike[0].0;
        cells.push((
            i64::from(frequency),
            i64::from(recency),
            i64::from(age),
            i64::try_from(alike.len()).unwrap_or(i64::MAX),
        ));
        ends[usize::from(group)] = cells.len();
        for row in alike {
            customers[row.1 as usize].cell = number;
        }
    }
    // A group of nobody ends where the one before it does.
    for group in 1..groups {
        ends[group] = ends[group].max(ends[group - 1]);
    }
    (cells, ends)
}
