//! Groups: the segments that the owner chose to have models and figures of their own, and everybody else. Each customer is in exactly
//! one: the first chosen segment that holds them.
//!
//! Cost: one pass over what each chosen segment asks, and nine bytes for each customer in one.

use std::collections::HashMap;

use troth_core::{AccountId, Currency, Day, Figure, Grade, Instant, Message, SegmentId, Unit};
use troth_store::Store;

use super::contract::Measured;
use super::doubt::{Doubt, Of};
use super::fit::{FEWEST, Fits};
use super::found::{Tally, together};
use crate::Error;
use crate::model::Group;
use crate::store;

/// Which group a customer is in: the place of the chosen segment, or one more for everybody else.
pub(super) type Place = u8;

/// Fewer customers than this are not spoken of: figures of a handful say what each of them did.
const SPOKEN_OF: u64 = 10;

/// The chosen segments, and who is in which.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// In the order in which they were chosen, with their names.
    pub(super) segments: Vec<(SegmentId, String)>,
    of: HashMap<AccountId, Place>,
}

impl Groups {
    /// As they stand now: segments are asked as of the day of the run.
    pub(super) async fn load(store: &Store, as_of: Day) -> Result<Self, Error> {
        let fields = troth_records::segment_fields(store.parts());
        store
            .read(move |db| {
                let mut groups = Self::default();
                for (place, segment) in (0..).zip(store::group::list_chosen(db, &fields)?) {
                    troth_records::each_member(db, &fields, &segment.filter, as_of, |account| {
                        groups.of.entry(account).or_insert(place);
                    })?;
                    groups.segments.push((segment.id, segment.name));
                }
                Ok::<_, Error>(groups)
            })
            .await
    }

    /// How many there are, everybody else among them.
    pub(super) fn count(&self) -> usize {
        self.segments.len() + 1
    }

    /// The group of a customer.
    pub(super) fn of(&self, account: AccountId) -> Place {
        let others = Place::try_from(self.segments.len()).unwrap_or(Place::MAX);
        self.of.get(&account).copied().unwrap_or(others)
    }

    /// Whether anybody is told apart.
    pub(super) fn is_whole(&self) -> bool {
        self.segments.is_empty()
    }

    /// The chosen segments in their order, then everybody else; nothing where nobody is told apart.
    pub(super) fn asked(&self) -> Vec<Option<SegmentId>> {
        let chosen = self.segments.iter().map(|(segment, _)| Some(*segment));
        let others = (!self.is_whole()).then_some(None);
        chosen.chain(others).collect()
    }
}

/// What a run found of each group.
pub(super) fn report(
    groups: &Groups,
    fits: &Fits,
    (tallies, doubt): (&[Tally], &Doubt),
    contracts: Option<&Measured>,
    (currency, as_of): (Currency, Instant),
) -> Vec<Group> {
    let found = |(place, segment): (usize, Option<SegmentId>)| {
        let (tally, own) = (&tallies[place], &fits.groups[place]);
        let agreed = contracts.and_then(|measured| measured.groups.get(place));
        let holders = agreed.map_or(0, |agreed| agreed.customers);
        let customers = tally.buyers + holders;
        let spoken_of = customers >= SPOKEN_OF;
        let whose = (doubt, Of::Group(place));
        let purchases = tally.at_risk(whose, fits.of(place).method(), currency, as_of);
        let by_contract = agreed.and_then(|agreed| agreed.at_risk.as_ref());
        let at_risk = by_contract.map_or_else(|| purchases.clone(), |agreed| together(&purchases, agreed));
        let bought = tally.worth(whose);
        let (value, low, high) = agreed.map_or(bought, |agreed| {
            let (one, two) = (bought, agreed.worth);
            (one.0 + two.0, one.1 + two.1, one.2 + two.2)
        });
        let method = match (tally.buyers, holders) {
            (_, 0) => "customer-worth",
            (0, _) => "contract-worth",
            _ => "base-worth",
        };
        let worth = Figure::new(value, Unit::Money(currency), customers, Grade::Modelled, method, as_of);
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let leans = match &own.kept {
            _ if own.customers == 0 => None,
            Some(_) => None,
            None if own.came_back < FEWEST => {
                let few = Message::new("measure-group-few").with("back", count(own.came_back));
                Some(few.with("needed", count(FEWEST)))
            }
            None => Some(Message::new("measure-group-undetermined")),
        };
        let models = own.kept.iter().filter_map(|kept| kept.chosen().cloned());
        let renewals = agreed.into_iter().flat_map(|agreed| agreed.models.iter().cloned());
        let name = segment.and_then(|_| groups.segments.get(place)).map(|(_, name)| name.clone());
        let renewed = agreed.and_then(|agreed| agreed.renewed.clone());
        Group {
            segment,
            name: name.unwrap_or_default(),
            customers,
            models: models.chain(renewals).collect(),
            leans,
            at_risk: (spoken_of && at_risk.share.n > 0).then_some(at_risk),
            worth: spoken_of.then(|| worth.between(low, high)),
            renewed: renewed.filter(|renewed| renewed.n >= SPOKEN_OF),
        }
    };
    groups.asked().into_iter().enumerate().map(found).collect()
}
