//! The shop beside published facts.

use std::collections::BTreeMap;
use std::path::Path;

use troth_core::Day;
use troth_sim::{Kind, Plan, World};

use super::business;

/// What the first 39 weeks of those tell who came in the first 12.
#[derive(Debug)]
struct Cohort {
    customers: f64,
    never_again: f64,
    repeats: f64,
    spend: f64,
}

/// Days of purchase and what was paid, by customer; weeks are counted from `start`.
fn cohort<'p>(purchases: impl Iterator<Item = (&'p str, i64, f64)>, start: i64) -> Cohort {
    let mut own: BTreeMap<&str, BTreeMap<i64, f64>> = BTreeMap::new();
    for (customer, day, amount) in purchases {
        if day - start < 39 * 7 {
            *own.entry(customer).or_default().entry(day).or_default() += amount;
        }
    }
    own.retain(|_, days| days.keys().next().is_some_and(|first| first - start < 12 * 7));
    let customers = own.len() as f64;
    let repeats: usize = own.values().map(|days| days.len() - 1).sum();
    let spend: f64 = own.values().flat_map(|days| days.values().skip(1)).sum();
    let never = own.values().filter(|days| days.len() == 1).count();
    Cohort {
        customers,
        never_again: never as f64 / customers,
        repeats: repeats as f64 / customers,
        spend: spend / repeats as f64,
    }
}

#[test]
fn the_shop_is_like_cdnow() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("foundation/stats/tests/data/cdnow_sample.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[1], Day::parse(cells[2], "%Y%m%d").unwrap().number(), cells[4].parse().unwrap())
    });
    let start = Day::parse("19970101", "%Y%m%d").unwrap().number();
    let published = cohort(lines, start);
    assert!((published.customers - 2_357.0).abs() < 0.5, "{published:?}");
    let plan = Plan::new(Kind::Shop, World::Ideal, 21, 60_000);
    let rows = business(plan).between(plan.start, plan.start.plus(300)).unwrap();
    let purchases = rows
        .purchases
        .iter()
        .map(|known| (known.row.customer.as_str(), known.day.number(), known.row.amount.0 as f64 / 100.0));
    let ours = cohort(purchases, plan.start.number());
    println!("CDNOW {published:?}\nours {ours:?}");
    // Three standard errors of CDNOW's own sample.
    let error = (published.never_again * (1.0 - published.never_again) / published.customers).sqrt();
    assert!((ours.never_again - published.never_again).abs() < 3.0 * error, "{ours:?}, {published:?}");
    assert!((ours.repeats / published.repeats - 1.0).abs() < 0.15, "{ours:?}, {published:?}");
    assert!((ours.spend / published.spend - 1.0).abs() < 0.15, "{ours:?}, {published:?}");
}

#[test]
fn most_never_complain() {
    for (kind, most) in [(Kind::Shop, 0.30), (Kind::Maker, 0.50)] {
        let plan = Plan::new(kind, World::Life, 22, 8_000);
        let business = business(plan);
        let rows = business.between(plan.start, plan.today).unwrap();
        let sum = |of: fn(&troth_sim::row::CustomerTruth) -> u32| {
            rows.truth_customers.iter().map(|known| f64::from(of(&known.row))).sum::<f64>()
        };
        let told = sum(|one| one.told) / sum(|one| one.problems);
        println!("{kind:?}: {told} of problems are told");
        assert!(
            told < most && (told - business.truth().service.share_told()).abs() < 0.03,
            "{kind:?}: {told}"
        );
        assert!((rows.cases.len() as f64 - sum(|one| one.told)).abs() < 0.5, "who tells has a case");
    }
    // By sort of problem, as TARP found: 5 to 30 % of mistreatment, poor quality and incompetence, 50 to 75 % of a loss of money.
    let service = troth_sim::Truth::of(&Plan::new(Kind::Shop, World::Life, 1, 10)).service;
    for problem in &service.problems {
        let band = if problem.name == "bill" { 0.50..=0.75 } else { 0.05..=0.30 };
        assert!(band.contains(&problem.told), "{}: {}", problem.name, problem.told);
    }
}
