//! What business is asked for.

use serde::Serialize;
use troth_core::Day;

use crate::Error;

/// What sort of business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A neighbourhood shop with branches: people, repeat buying, cards, returns, seasons.
    Shop,
    /// An equipment maker: organisations with their people, contracts and renewals, spare parts.
    Maker,
}

impl Kind {
    /// Both, by name.
    pub const ALL: [(&'static str, Self); 2] = [("shop", Self::Shop), ("maker", Self::Maker)];
}

/// How it goes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum World {
    /// Every assumption of the models holds.
    Ideal,
    /// Seasons, prices, moods and habits break them, as they do.
    Life,
}

impl World {
    /// Both, by name.
    pub const ALL: [(&'static str, Self); 2] = [("ideal", Self::Ideal), ("life", Self::Life)];
}

/// Which business. Two equal plans give the same business, on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// What sort.
    pub kind: Kind,
    /// How it goes there.
    pub world: World,
    /// The seed of everything drawn.
    pub seed: u64,
    /// About how many customers there are by `today`: seven in ten come by themselves, one in ten was one before the records begin,
    /// the rest comes through others.
    pub customers: u64,
    /// The first day of the records.
    pub start: Day,
    /// The day by which so many have come. Others come after it at the same pace.
    pub today: Day,
    /// Whether the files say by what customers were chosen for the win-back; without it nobody can adjust for that.
    pub recorded: bool,
}

/// How far from its start a business can be told.
pub(crate) const LONGEST: i64 = 20 * 366;

impl Plan {
    /// A business of so many customers, two and a half years old.
    ///
    /// ```
    /// use troth_sim::{Kind, Plan, World};
    /// let plan = Plan::new(Kind::Shop, World::Life, 7, 5_000);
    /// assert_eq!(plan.today.to_string(), "2026-06-30");
    /// ```
    pub fn new(kind: Kind, world: World, seed: u64, customers: u64) -> Self {
        // 2024-01-01 and 2026-06-30.
        let (start, today) = (Day::from_number(19_723), Day::from_number(20_634));
        Self { kind, world, seed, customers, start, today, recorded: true }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.customers == 0 || self.customers > 100_000_000 {
            return Err(Error::Customers(self.customers));
        }
        let days = self.today.number() - self.start.number();
        if !(30..=LONGEST).contains(&days) {
            return Err(Error::Span { start: self.start, today: self.today });
        }
        Ok(())
    }

    /// Days from the first to `today`.
    pub(crate) fn days(&self) -> f64 {
        (self.today.number() - self.start.number()) as f64
    }

    /// How many come by themselves by `today`.
    pub(crate) fn founders(&self) -> u64 {
        (self.customers * 7).div_ceil(10)
    }

    /// How many were customers before the records begin.
    pub(crate) fn former(&self) -> u64 {
        self.customers / 10
    }
}
