//! MBG/CNBD-k: the groceries of BTYDplus, the limit k = 1, customers simulated beat by beat, and coverage.

use crate::golden::{absolute, json, number, numbers, relative, table};
use crate::simulate;
use rayon::prelude::*;
use troth_stats::Error;
use troth_stats::random::{seeded, stream};
use troth_stats::repeat::*;

fn groceries() -> Option<(Vec<History>, f64)> {
    let t = table("grocery_cbs_btydplus.csv")?;
    let (x, t_x, age) = (t.numbers("x"), t.numbers("t.x"), t.numbers("T.cal"));
    let rows = (0..x.len()).map(|i| History::new(x[i] as u64, t_x[i], age[i])).collect();
    Some((rows, t.numbers("litt").iter().sum()))
}

#[test]
fn groceries_are_bought_regularly() {
    let (Some(golden), Some((rows, log_gaps))) = (json("a6_grocery_btydplus.json"), groceries()) else {
        return;
    };
    let reference = &golden["reference"][0];
    let data = Histories::check(&rows).unwrap();
    let model = MbgCnbd::choose(&data, log_gaps, 12).unwrap();
    let want = numbers(&reference["mbgcnbd"]["p"]);
    assert_eq!(f64::from(model.k()), want[0]);
    for (got, want) in model.values().iter().zip(&want[1..]) {
        relative("parameter", *got, *want, 2e-3);
    }
    absolute("ll", model.log_likelihood().unwrap(), number(&reference["mbgcnbd"]["LL"]), 0.05);
    let once = MbgCnbd::fit(&data, log_gaps, 1).unwrap();
    absolute("ll of k = 1", once.log_likelihood().unwrap(), number(&reference["mbgnbd"]["LL"]), 0.05);
}

#[test]
fn gaps_come_from_purchases() {
    let (Some(t), Some(summary)) = (table("grocery_elog.csv"), table("grocery_cbs_btydplus.csv")) else {
        return;
    };
    let customer: Vec<u64> = t.text("cust").iter().map(|c| c.parse().unwrap()).collect();
    let days = |text: &str| {
        let mut parts = text.split('-').map(|p| p.parse::<i32>().unwrap());
        let (y, m, d) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let (y, m) = if m > 2 { (y, m - 3) } else { (y - 1, m + 9) };
        365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d
    };
    let day: Vec<i32> = t.text("date").iter().map(|d| days(d)).collect();
    let all = Transactions { customer: &customer, day: &day, amount: &[] }
        .summarise(days("2006-12-31"), days("2007-12-31"))
        .unwrap();
    let mut want: Vec<(u64, f64)> = summary
        .text("cust")
        .iter()
        .zip(summary.numbers("litt"))
        .map(|(c, litt)| (c.parse().unwrap(), litt))
        .collect();
    want.sort_by_key(|w| w.0);
    assert_eq!(all.len(), want.len());
    for (customer, (id, litt)) in all.iter().zip(want) {
        assert_eq!(customer.id, id);
        absolute("litt", customer.log_gaps(7.0), litt, 1e-9);
    }
}

/// With one beat to a purchase it is the MBG/NBD, in every answer.
#[test]
fn one_beat_is_the_mbg_nbd() {
    for p in [[0.6, 5.0, 0.8, 2.0], [2.0, 9.0, 1.0, 1.0], [0.2, 0.5, 3.0, 0.4]] {
        let (regular, plain) = (MbgCnbd::of(1, &p).unwrap(), MbgNbd::of(&p).unwrap());
        for h in [(0, 0.0, 10.0), (1, 3.0, 10.0), (7, 30.0, 39.0), (40, 39.0, 39.0)] {
            let h = History::new(h.0, h.1, h.2);
            relative("alive", regular.alive(&h).unwrap().value, plain.alive(&h).unwrap().value, 1e-12);
            // At the last, terms are no longer added one by one.
            for t in [0.5, 13.0, 400.0, 200_000.0] {
                let (a, b) = (regular.purchases(&h, t).unwrap(), plain.purchases(&h, t).unwrap());
                relative("purchases", a.value, b.value, 1e-9);
            }
        }
        for t in [1.0, 52.0] {
            let (a, b) = (regular.purchases_of_new(t).unwrap(), plain.purchases_of_new(t).unwrap());
            relative("new", a.value, b.value, 1e-9);
        }
        let rows = simulate::mbg_nbd(&mut seeded(5), &p, 400);
        let data = Histories::check(&rows).unwrap();
        let (a, b) =
            (regular.log_likelihood_of(&data, 3.0).unwrap(), plain.log_likelihood_of(&data).unwrap());
        relative("ll", a, b, 1e-10);
    }
}

/// Many purchases ahead are an integral; it is the sum, term by term.
#[test]
fn many_purchases_ahead_are_the_sum() {
    let (k, p, t) = (3_u32, [1.5, 2.0, 0.7, 3.0], 40_000.0);
    let z = t / (p[1] + t);
    let (mut sum, mut stays) = (0.0_f64, p[3] / (p[2] + p[3]));
    for n in 1..400_000_u32 {
        let n = f64::from(n);
        sum += stays * troth_stats::special::beta_inc(n * f64::from(k), p[0], z);
        stays *= (p[3] + n) / (p[2] + p[3] + n);
    }
    let model = MbgCnbd::of(k, &p).unwrap();
    relative("purchases of a new customer", model.purchases_of_new(t).unwrap().value, sum, 1e-10);
    let beyond = MbgCnbd::of(k, &[1e300, 2.0, 0.7, 3.0]).unwrap();
    assert!(beyond.purchases_of_new(t).is_err());
}

/// What the model expects of customers who were seen is what they do, group by group.
#[test]
fn expects_what_happens() {
    let (k, p) = (3, [1.2, 2.0, 0.6, 2.4]);
    let model = MbgCnbd::of(k, &p).unwrap();
    let (age, ahead, n) = (30.0, 20.0, 60_000);
    let mut g = seeded(33);
    let (mut sums, mut all) = ([[0.0_f64; 3]; 6], [0.0_f64; 2]);
    for _ in 0..n {
        let times = simulate::regular(&mut g, k, &p, age + ahead);
        let seen: Vec<f64> = times.iter().copied().filter(|t| *t <= age).collect();
        let later = (times.len() - seen.len()) as f64;
        all[0] += seen.len() as f64;
        all[1] += (seen.len() as f64).powi(2);
        let h = History::new(seen.len() as u64, seen.last().copied().unwrap_or(0.0), age);
        let group = if h.frequency == 0 { 0 } else { 1 + (h.recency / age * 4.99) as usize };
        sums[group][0] += model.purchases(&h, ahead).unwrap().value - later;
        sums[group][1] += (later - model.purchases(&h, ahead).unwrap().value).powi(2);
        sums[group][2] += 1.0;
    }
    for (group, [difference, squares, count]) in sums.iter().enumerate() {
        let z = difference / squares.sqrt();
        assert!(
            *count > 1000.0 && z.abs() < 4.0,
            "group {group}: {count} customers, {z:.1} standard errors off"
        );
    }
    let mean = all[0] / n as f64;
    let se = ((all[1] / n as f64 - mean * mean) / n as f64).sqrt();
    absolute("new", model.purchases_of_new(age).unwrap().value, mean, 4.0 * se);
}

#[test]
fn intervals_cover_and_k_is_found() {
    let (k, p) = (2, [0.9, 2.5, 0.7, 2.0]);
    let truth = MbgCnbd::of(k, &p).unwrap();
    let h = History::new(3, 20.0, 35.0);
    let want = [truth.alive(&h).unwrap().value, truth.purchases(&h, 26.0).unwrap().value];
    let sets: Vec<Option<([bool; 6], bool)>> = (0..1000_u64)
        .into_par_iter()
        .map(|i| {
            let (rows, log_gaps) = simulate::regular_histories(&mut stream(71, i), k, &p, 1500);
            let data = Histories::check(&rows).unwrap();
            let model = MbgCnbd::fit(&data, log_gaps, k).ok()?;
            // The neighbours are tried on the first hundred only: a matter of time.
            let best = |other: u32| {
                let other = MbgCnbd::fit(&data, log_gaps, other).ok()?;
                Some(model.log_likelihood() > other.log_likelihood())
            };
            let found = i >= 100 || (best(1)? && best(3)?);
            let mut holds = [false; 6];
            for (i, parameter) in model.parameters().iter().enumerate() {
                holds[i] = parameter.estimate.low <= p[i] && p[i] <= parameter.estimate.high;
            }
            let ahead = [model.alive(&h).ok()?, model.purchases(&h, 26.0).ok()?];
            for (i, e) in ahead.iter().enumerate() {
                holds[4 + i] = e.low <= want[i] && want[i] <= e.high;
            }
            Some((holds, found))
        })
        .collect();
    let usable = sets.iter().flatten().count();
    assert!(usable >= 980, "{usable} of 1000 could be fitted");
    assert!(sets.iter().flatten().filter(|s| s.1).count() >= 980, "k = 2 must win");
    for (i, name) in ["r", "alpha", "a", "b", "alive", "purchases"].iter().enumerate() {
        let share = sets.iter().flatten().filter(|s| s.0[i]).count() as f64 / usable as f64;
        println!("{name}: {:.1} %", 100.0 * share);
        assert!((0.93..=0.97).contains(&share), "{name}: {:.1} %", 100.0 * share);
    }
}

#[test]
fn refuses_what_it_cannot_answer() {
    let data = Histories::check(&[History::new(0, 0.0, 5.0), History::new(2, 3.0, 5.0)]).unwrap();
    assert!(matches!(MbgCnbd::fit(&data, 1.0, 0), Err(Error::Value { input: "k", .. })));
    assert!(matches!(MbgCnbd::fit(&data, f64::NAN, 2), Err(Error::Value { input: "log_gaps", .. })));
    let silent = Histories::check(&[History::new(0, 0.0, 5.0)]).unwrap();
    assert!(matches!(MbgCnbd::fit(&silent, 0.0, 2), Err(Error::Undetermined { .. })));
    let model = MbgCnbd::of(3, &[0.5, 5.0, 1.0, 1.0]).unwrap();
    assert!(model.purchases(&History::new(1, 2.0, 5.0), -1.0).is_err());
    assert!(model.alive(&History::new(1, 6.0, 5.0)).is_err());
    // Ten thousand purchases: exact or an error, never a plausible number.
    let heavy = History::new(10_000, 3650.0, 3650.0);
    assert!((model.alive(&heavy).unwrap().value - 1.0).abs() < 1e-3);
    let next = model.purchases(&heavy, 365.0).unwrap().value;
    assert!((900.0..1000.1).contains(&next), "{next}");
}
