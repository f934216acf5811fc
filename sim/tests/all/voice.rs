//! What is said, promised and measured is as the truth says, and strays from what is felt as it says.

use std::collections::{BTreeMap, BTreeSet};

use troth_sim::row::CustomerTruth;
use troth_sim::{Kind, Plan, Rows, World};

use super::{business, truth::mean};

fn told(kind: Kind, world: World, customers: u64) -> (Plan, Rows) {
    let plan = Plan::new(kind, world, 31, customers);
    (plan, business(plan).between(plan.start, plan.today).unwrap())
}

fn share(values: impl Iterator<Item = bool>) -> f64 {
    mean(values.map(|value| f64::from(u8::from(value)))).0
}

#[test]
fn standards_are_met_and_promises_kept_as_often_as_the_truth_says() {
    let (plan, rows) = told(Kind::Shop, World::Ideal, 20_000);
    let voice = business(plan).truth().voice.clone();
    for touchpoint in &voice.touchpoints {
        let own = rows.measurements.iter().filter(|known| known.row.touchpoint == touchpoint.key);
        let met = share(own.map(|known| known.row.minutes.0 <= f64::from(touchpoint.standard_minutes)));
        assert!((met - touchpoint.met).abs() < 0.05, "{}: {met}", touchpoint.key);
    }
    let settled = rows.promises.iter().filter(|known| known.row.due < plan.today.plus(-2));
    let kept = share(settled.map(|known| known.row.state == "kept"));
    assert!((kept - 1.0 / (1.0 + (-voice.promise.kept).exp())).abs() < 0.06, "{kept}");
    let sent = share(rows.thank_yous.iter().map(|known| known.row.sent));
    assert!((sent - 0.5).abs() < 0.02, "{sent}");
    assert!(rows.referrals.iter().all(|known| known.row.referred.starts_with(&known.row.referrer)));
}

fn by_customer(rows: &Rows) -> BTreeMap<&str, &CustomerTruth> {
    rows.truth_customers.iter().map(|known| (known.row.key.as_str(), &known.row)).collect()
}

/// Answers to one question, with what is true of who gave them.
fn answers<'r>(rows: &'r Rows, question: &'r str) -> impl Iterator<Item = (&'r str, &'r CustomerTruth)> {
    let customers = by_customer(rows);
    rows.responses
        .iter()
        .filter(move |known| known.row.question == question)
        .map(move |known| (known.row.answer.as_str(), customers[known.row.customer.as_str()]))
}

#[test]
fn in_life_those_who_feel_strongly_answer_and_some_cannot_say() {
    let spread = |world| {
        let (_, rows) = told(Kind::Shop, world, 20_000);
        let answered: BTreeSet<&str> =
            answers(&rows, "nps").map(|(_, customer)| customer.key.as_str()).collect();
        let asked: BTreeSet<&str> =
            rows.invitations.iter().map(|known| known.row.customer.as_str()).collect();
        let strong = |keys: &BTreeSet<&str>| {
            let customers = by_customer(&rows);
            mean(keys.iter().map(|key| customers[key].disposition.0.abs())).0
        };
        let undecided = share(answers(&rows, "again").map(|(answer, _)| answer == "cannot say"));
        (strong(&answered) - strong(&asked), undecided)
    };
    let (ideal, life) = (spread(World::Ideal), spread(World::Life));
    assert!(ideal.0.abs() < 0.05 && ideal.1 < 1e-9, "{ideal:?}");
    assert!(life.0 > 0.04 && (life.1 - 0.12).abs() < 0.03, "{life:?}");
}

#[test]
fn who_means_to_buy_again_stays_rather_but_far_from_surely() {
    let (_, rows) = told(Kind::Shop, World::Ideal, 30_000);
    let leaving = |wanted: &'static str| {
        mean(answers(&rows, "again").filter(|(answer, _)| *answer == wanted).map(|(_, one)| one.leaving.0)).0
    };
    let (surely, never) = (leaving("definitely yes"), leaving("definitely no"));
    assert!(surely + 0.1 < never && surely > 0.03, "{surely}, {never}");
}

#[test]
fn operators_are_more_content_than_managers() {
    let (_, rows) = told(Kind::Maker, World::Life, 3_000);
    let level: BTreeMap<&str, Option<&str>> =
        rows.contacts.iter().map(|known| (known.row.key.as_str(), known.row.level)).collect();
    let score = |wanted: &str| {
        let own = rows.responses.iter().filter(|known| known.row.question == "nps");
        let own = own.filter(|known| level[known.row.respondent.as_str()] == Some(wanted));
        mean(own.map(|known| known.row.answer.parse().unwrap())).0
    };
    assert!(score("operations") > score("management") + 0.5);
}

#[test]
fn the_season_drives_waiting_and_buying_and_nothing_else_joins_them() {
    let correlation = |world| {
        let (_, rows) = told(Kind::Shop, world, 20_000);
        let mut days: BTreeMap<i64, (f64, f64, f64)> = BTreeMap::new();
        for known in &rows.daily {
            let day = days.entry(known.day.number()).or_default();
            day.0 += known.row.waiting.0;
            day.1 += 1.0;
        }
        // A customer's second purchase and later ones: how many have come yet does not matter so much.
        for known in rows.purchases.iter().filter(|known| !known.row.key.ends_with("-P1")) {
            if let Some(day) = days.get_mut(&known.day.number()) {
                day.2 += 1.0;
            }
        }
        // The first year is one of growth.
        let days: Vec<(f64, f64)> =
            days.values().skip(500).map(|(sum, teams, bought)| (sum / teams, *bought)).collect();
        let (x, y) = (mean(days.iter().map(|day| day.0)).0, mean(days.iter().map(|day| day.1)).0);
        let sum = |of: &dyn Fn(&(f64, f64)) -> f64| days.iter().map(of).sum::<f64>();
        sum(&|day| (day.0 - x) * (day.1 - y))
            / (sum(&|day| (day.0 - x).powi(2)) * sum(&|day| (day.1 - y).powi(2))).sqrt()
    };
    assert!(correlation(World::Life) > 0.3);
    assert!(correlation(World::Ideal).abs() < 0.25);
}

#[test]
fn the_pulse_is_the_morale_of_the_team() {
    let (_, rows) = told(Kind::Shop, World::Life, 5_000);
    let mut months: BTreeMap<(&str, i64), Vec<f64>> = BTreeMap::new();
    for known in &rows.pulse {
        let own = months.entry((&known.row.team, known.day.number())).or_default();
        own.push(f64::from(known.row.answer));
    }
    assert!(months.len() > 80 && rows.pulse.iter().all(|known| known.row.answer <= 10));
    // Answers of one team in one month are more alike than answers of all.
    let within = mean(
        months
            .values()
            .filter(|own| own.len() > 2)
            .map(|own| mean(own.iter().copied()).1.powi(2) * own.len() as f64),
    )
    .0;
    let all = mean(rows.pulse.iter().map(|known| f64::from(known.row.answer)));
    assert!(within < all.1.powi(2) * rows.pulse.len() as f64);
}
