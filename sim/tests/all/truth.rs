//! What is told agrees with what is true.

use std::collections::BTreeMap;

use troth_sim::{Kind, Plan, World};

use super::business;

/// Mean of a thing over customers, and its standard error.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn near((found, error): (f64, f64), truth: f64, what: &str) {
    assert!((found - truth).abs() < 4.5 * error, "{what}: {found} ± {error}, not {truth}");
}

#[test]
fn customers_are_drawn_as_the_truth_says() {
    let plan = Plan::new(Kind::Shop, World::Ideal, 11, 20_000);
    let business = business(plan);
    let rows = business.between(plan.start, plan.today).unwrap();
    let (buying, spend) = (business.truth().buying, business.truth().spend);
    let of = |value: fn(&troth_sim::row::CustomerTruth) -> f64| {
        mean(rows.truth_customers.iter().map(|known| value(&known.row)))
    };
    near(of(|one| one.rate.0), buying.r / buying.alpha, "rate");
    near(of(|one| one.leaving.0), buying.a / (buying.a + buying.b), "leaving");
    near(of(|one| one.spend.0), spend.p * spend.gamma / (spend.q - 1.0), "spend");
    // About as many as were asked for.
    let customers = rows.accounts.len() as f64;
    assert!((customers / plan.customers as f64 - 1.0).abs() < 0.1, "{customers}");
    // Who came early has brought whomever he will.
    let brought = rows
        .truth_customers
        .iter()
        .filter(|known| known.row.came.is_some_and(|came| came < plan.start.plus(300)));
    let referral = business.truth().referral;
    let rate = referral.reproduction / (1.0 - referral.fraud);
    near(
        mean(
            brought
                .filter(|known| known.row.second_card_of.is_none())
                .map(|known| f64::from(known.row.brings)),
        ),
        rate,
        "brings",
    );
    let second = rows.truth_customers.iter().filter(|known| known.row.generation == 1);
    near(
        mean(second.map(|known| f64::from(u8::from(known.row.second_card_of.is_some())))),
        referral.fraud,
        "fraud",
    );
}

#[test]
fn whoever_sees_purchases_alone_sees_the_model() {
    let plan = Plan::new(Kind::Shop, World::Ideal, 12, 20_000);
    let business = business(plan);
    let rows = business.between(plan.start, plan.today).unwrap();
    let mut bought: BTreeMap<&str, (i64, u32)> = BTreeMap::new();
    for known in &rows.purchases {
        let own = bought.entry(&known.row.customer).or_insert((known.day.number(), 0));
        own.1 += 1;
    }
    // The chance of no second purchase within an age T is (α/(α + T))^r (Fader, Hardie and Lee 2005a, equation 7 with x = 0).
    let buying = business.truth().buying;
    let gap = bought.values().map(|(since, count)| {
        let weeks = (plan.today.number() - since) as f64 / 7.0;
        f64::from(u8::from(*count == 1)) - (buying.alpha / (buying.alpha + weeks)).powf(buying.r)
    });
    near(mean(gap), 0.0, "share without a second purchase");
    // Whoever has left has left after a purchase; after each but the first the chance is a customer's own, whatever happened there.
    let expected = rows.truth_customers.iter().filter(|known| known.row.purchases > 1).map(|known| {
        let coins = f64::from(known.row.purchases - 1);
        f64::from(u8::from(known.row.left.is_some())) - known.row.leaving.0 * coins
    });
    near(mean(expected), 0.0, "leaving");
}

#[test]
fn contracts_end_as_often_as_the_truth_says() {
    let plan = Plan::new(Kind::Maker, World::Ideal, 13, 12_000);
    let business = business(plan);
    let rows = business.between(plan.start, plan.today).unwrap();
    let renewal = business.truth().renewal.unwrap();
    let due = rows.contracts.iter().filter(|known| known.row.started.plus_months(12) <= plan.today);
    let ended = due.map(|known| {
        f64::from(u8::from(known.row.ended.is_some_and(|ended| ended < known.row.started.plus_months(12))))
    });
    near(mean(ended), renewal.alpha / (renewal.alpha + renewal.beta), "left at the first renewal");
}

#[test]
fn the_win_back_helps_and_looks_as_if_it_hurt() {
    let plan = Plan::new(Kind::Shop, World::Ideal, 14, 40_000);
    let rows = business(plan).between(plan.start, plan.today).unwrap();
    let former: Vec<_> =
        rows.truth_customers.iter().map(|known| &known.row).filter(|row| row.written_to.is_some()).collect();
    let effect = mean(former.iter().map(|row| row.back_if_written.unwrap().0 - row.back_if_not.unwrap().0));
    assert!(effect.0 > 0.05, "{effect:?}");
    let back = |written: bool| {
        mean(
            former
                .iter()
                .filter(|row| row.written_to == Some(written))
                .map(|row| f64::from(u8::from(row.came.is_some()))),
        )
    };
    let naive = back(true).0 - back(false).0;
    assert!(naive < -0.05, "{naive}");
}
