//! The thank-you note: given by lot, so a comparison tells its effect.

use troth_sim::World;
use troth_stats::effect::experiment::Experiment;

use super::table::{Bounds, Points, holds};
use super::told::Told;
use super::{Row, SHOPS, Subject};

/// Days within which somebody has come back, and weeks.
const DAYS: i64 = 91;
const WEEKS: f64 = 13.0;

pub(super) const SUBJECT: Subject = Subject {
    groups: &SHOPS,
    look,
    rows: &[Row {
        name: "effect of a thank-you note given by lot on coming back",
        error: "points",
        bounds: &[
            (World::Ideal, Bounds { bias: 0.005, covers: Some((0.92, 0.98)), score: None }),
            (World::Life, Bounds { bias: 0.01, covers: Some((0.90, 0.99)), score: None }),
        ],
    }],
};

fn look(told: &Told, points: &mut Points) -> anyhow::Result<()> {
    let thanks = told.truth.service.thanks;
    let (mut treated, mut outcomes, mut effect) = (Vec::new(), Vec::new(), 0.0);
    // The first visit after which a customer can leave, once for each customer.
    let second = told.thanks.iter().filter(|(_, row)| row.key.ends_with("-T2"));
    for (place, row) in second.filter(|(_, row)| row.on.plus(DAYS) <= told.as_of) {
        treated.push(row.sent);
        outcomes.push(f64::from(u8::from(told.days_after(*place, row.on, DAYS))));
        let customer = &told.customers[*place];
        let p = customer.leaving.0;
        let comes = 1.0 - (-customer.rate.0 * WEEKS).exp();
        effect += (thanks.leaving_without - thanks.leaving) * p * (1.0 - p) * comes;
    }
    let effect = effect / treated.len() as f64;
    let found = Experiment { treated: &treated, outcomes: &outcomes }.check()?.difference(0.95)?.difference;
    points.covered(
        "effect of a thank-you note given by lot on coming back",
        found.value - effect,
        holds(found.low, found.high, effect),
    );
    Ok(())
}
