//! Referrals: how many customers one brings.

use troth_sim::World;
use troth_stats::economics::{Referrals, Referrer, Reproduction};

use super::table::{Bounds, Points, holds};
use super::told::Told;
use super::{Row, SHOPS, Subject};

pub(super) const SUBJECT: Subject = Subject {
    groups: &[SHOPS[0]],
    look,
    rows: &[Row {
        name: "reproduction number of referrals, without second cards",
        error: "share of the true",
        bounds: &[(World::Ideal, Bounds { bias: 0.03, covers: Some((0.92, 0.98)), score: None })],
    }],
};

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let truth = &told.truth.referral;
    let mut children = vec![0u64; told.customers.len()];
    let mut second = vec![false; told.customers.len()];
    for (from, to, same_name) in &told.referrals {
        // Who bears the name of whom he is said to have come through is the same person with a second card.
        if *same_name {
            second[*to] = true;
        } else {
            children[*from] += 1;
        }
    }
    let rows: Vec<Referrer> = told
        .customers
        .iter()
        .zip(children)
        .zip(second)
        .filter(|(_, second)| !second)
        .filter_map(|((customer, children), _)| {
            let weeks = (told.as_of.number() - customer.came?.number()) as f64 / 7.0;
            // Young customers have not brought all they will: the delay's distribution says how much is still to come.
            let exposure = 1.0 - (-weeks / truth.delay_weeks).exp();
            (exposure > 0.05).then_some(Referrer { children, exposure, weight: 1.0 })
        })
        .collect();
    let [found, _] = Reproduction::fit(&Referrals::check(&rows)?)?.profile(0.95)?;
    let right = truth.reproduction;
    points.covered(
        "reproduction number of referrals, without second cards",
        found.value / right - 1.0,
        holds(found.low, found.high, right),
    );
    Ok(())
}
