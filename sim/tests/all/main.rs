//! Tests of the simulator as its users see it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;
mod fact;
mod same;
mod truth;
mod voice;

use troth_sim::{Business, Kind, Plan, World};

/// Every kind in every world.
fn plans(seed: u64, customers: u64) -> impl Iterator<Item = Plan> {
    let kinds = Kind::ALL.into_iter();
    kinds.flat_map(move |(_, kind)| World::ALL.map(|(_, world)| Plan::new(kind, world, seed, customers)))
}

fn business(plan: Plan) -> Business {
    Business::new(plan).unwrap()
}
