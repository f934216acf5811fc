//! The base as the facts show it: one pass over the purchases, condensed to a row for each customer.
//!
//! Cost: one scan of the purchases up to the day, 24 bytes of memory for each while they are put in order, 48 for each customer after.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use troth_core::{AccountId, Day, Id};
use troth_store::Store;

use super::fit::Cell;
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
    /// Distinct histories with how many customers share each, in order.
    pub(super) cells: Vec<Cell>,
    /// Purchases in the hold-out of customers known at the cut, by day.
    pub(super) days: Vec<u64>,
    /// On which days those bought who are watched for another reason.
    watched: HashMap<AccountId, Vec<i32>>,
}

type Bought = (i64, i32, i64);

impl Base {
    /// With the days of each purchase of those who are `watched`.
    pub(super) async fn load(store: &Store, as_of: Day, watched: BTreeSet<AccountId>) -> Result<Self, Error> {
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
        let condensing = tokio::task::spawn_blocking(move || Self::condense(as_of, bought, &watched));
        condensing.await.map_err(|_| troth_store::Error::Panicked)?
    }

    /// From account, day and amount of each purchase, in no order; pure.
    pub(super) fn condense(
        as_of: Day,
        mut bought: Vec<Bought>,
        watched: &BTreeSet<AccountId>,
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
        let mut days = vec![0; usize::try_from(until - held_from).unwrap_or(0)];
        for own in bought.chunk_by(|one, two| one.0 == two.0) {
            let customer = customer(own, held_from, &mut days)?;
            if watched.contains(&customer.account) {
                days_of.insert(customer.account, own.iter().map(|purchase| purchase.1).collect());
            }
            customers.push(customer);
        }
        drop(bought);
        let cells = number_cells(&mut customers, until);
        Ok(Self { as_of, cut, customers, cells, days, watched: days_of })
    }

    /// The same without customers; what the watched bought stays.
    pub(super) fn of_nobody(&self) -> Self {
        let (customers, cells) = (Vec::new(), Vec::new());
        Self { customers, cells, days: self.days.clone(), watched: self.watched.clone(), ..*self }
    }

    /// Whether one of the watched bought after a day and up to another.
    pub(super) fn bought_between(&self, account: AccountId, after: Day, until: Day) -> bool {
        let within = |day: &i32| (after.number() + 1..=until.number()).contains(&i64::from(*day));
        self.watched.get(&account).is_some_and(|days| days.iter().any(within))
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
            return self.cells.clone();
        }
        let mut counts = vec![0; self.cells.len()];
        for customer in self.customers.iter().step_by(step) {
            counts[customer.cell as usize] += 1;
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
            } = customer;
            let mut bytes = [0; 40];
            bytes[..8].copy_from_slice(&account.raw().to_le_bytes());
            bytes[8..12].copy_from_slice(&since.to_le_bytes());
            bytes[12..16].copy_from_slice(&latest.to_le_bytes());
            bytes[16..20].copy_from_slice(&repeats.to_le_bytes());
            bytes[20..28].copy_from_slice(&later_amount.to_le_bytes());
            bytes[28..32].copy_from_slice(&known.to_le_bytes());
            bytes[32..36].copy_from_slice(&known_latest.to_le_bytes());
            bytes[36..].copy_from_slice(&later.to_le_bytes());
            digest.update(bytes);
        }
        digest.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
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

/// Gathers the distinct histories and tells each customer which is his.
fn number_cells(customers: &mut [Customer], until: i32) -> Vec<Cell> {
    let history = |customer: &Customer| {
        let since = customer.since;
        (customer.repeats, until - since, customer.latest - since)
    };
    // Frequency, age and recency are sorted in this order, because what depends on the first two is shared.
    let mut order: Vec<(u32, i32, i32, u32)> = (0u32..)
        .zip(customers.iter())
        .map(|(place, customer)| {
            let (frequency, age, recency) = history(customer);
            (frequency, age, recency, place)
        })
        .collect();
    order.par_sort_unstable();
    let mut cells = Vec::new();
    for (number, alike) in
        (0u32..).zip(order.chunk_by(|one, two| (one.0, one.1, one.2) == (two.0, two.1, two.2)))
    {
        let (frequency, age, recency, _) = alike[0];
        cells.push((
            i64::from(frequency),
            i64::from(recency),
            i64::from(age),
            i64::try_from(alike.len()).unwrap_or(i64::MAX),
        ));
        for row in alike {
            customers[row.3 as usize].cell = number;
        }
    }
    cells
}
