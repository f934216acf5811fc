//! Key drivers, importance-performance, Kano: reference files d5, d6; identities; coverage; speed.

use crate::golden::{self, absolute, number};
use proptest::prelude::*;
use troth_stats::{
    driver::{CheckedDrivers, Drivers, kano::Category, quadrant::quadrants},
    random,
};

fn drivers(columns: &[Vec<f64>], outcome: &[f64]) -> CheckedDrivers {
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    Drivers { columns: &slices, outcome, weights: None }.check().unwrap()
}

/// One part of d5: its name, names of drivers, drivers, outcome.
type Set = (&'static str, Vec<String>, Vec<Vec<f64>>, Vec<f64>);

/// The data of d5.
fn sets() -> Vec<Set> {
    let swiss = golden::table("swiss.csv").unwrap();
    let attitude = golden::table("attitude.csv").unwrap();
    let bank = golden::table("bank_satisfaction_plspm.csv").unwrap();
    let names = |list: &str| list.split(' ').map(String::from).collect::<Vec<_>>();
    let take =
        |table: &golden::Table, names: &[String]| names.iter().map(|n| table.numbers(n)).collect::<Vec<_>>();
    let s = names("Agriculture Examination Education Catholic Infant.Mortality");
    let a = names("complaints privileges learning raises critical advance");
    let b = names("imag1 imag2 imag3 imag4 imag5 expe1 expe2 expe3 expe4 expe5");
    let l = names("qual1 qual2 qual3 qual4 qual5 val1 val2 val3 val4 imag1 imag2 imag3");
    let sat: Vec<Vec<f64>> = (1..=4).map(|i| bank.numbers(&format!("sat{i}"))).collect();
    let mean: Vec<f64> = (0..250).map(|r| sat.iter().map(|c| c[r]).sum::<f64>() / 4.0).collect();
    vec![
        ("swiss", s.clone(), take(&swiss, &s), swiss.numbers("Fertility")),
        ("attitude", a.clone(), take(&attitude, &a), attitude.numbers("rating")),
        ("bank_satisfaction", b.clone(), take(&bank, &b), mean),
        ("bank_loy3", l.clone(), take(&bank, &l), bank.numbers("loy3")),
    ]
}

/// Pitfall 10: Johnson's weights are Genizi's, general dominance is LMG. Two methods, not four; the identities hold to 1e-12.
#[test]
fn d5_key_drivers() {
    let Some(file) = golden::json("d5_key_drivers.json") else { return };
    for (set, names, columns, outcome) in sets() {
        let got = drivers(&columns, &outcome).importance().unwrap();
        let want = &file["reference"][0][set];
        absolute("R2", got.r_squared, number(&want["R2"]), 1e-10);
        for (measure, values) in [
            ("lmg", &got.shapley),
            ("last", &got.last),
            ("first", &got.first),
            ("betasq", &got.beta_squared),
            ("pratt", &got.pratt),
            ("genizi", &got.relative_weight),
            ("car", &got.car),
        ] {
            for (value, name) in values.iter().zip(&names) {
                absolute(&format!("{set} {measure} {name}"), *value, number(&want[measure][name]), 1e-10);
            }
        }
        let sum = |v: &[f64]| v.iter().sum::<f64>();
        for values in [&got.shapley, &got.relative_weight, &got.pratt, &got.car] {
            absolute("adds up", sum(values), got.r_squared, 1e-12);
        }
        let own = &file["reference"][1][set];
        if own.is_null() {
            continue;
        }
        for i in 0..names.len() {
            absolute(
                "Johnson",
                got.relative_weight[i],
                number(&own["relative_weights_johnson2000"][i]),
                1e-10,
            );
            absolute("general", got.shapley[i], number(&own["general_dominance_eq_lmg"][i]), 1e-10);
            for j in 0..names.len() {
                absolute(
                    "conditional",
                    got.conditional[i][j],
                    number(&own["conditional_dominance"][i][j]),
                    1e-10,
                );
                if i != j {
                    let want = own["complete_dominance_i_over_j"][i][j].as_f64().unwrap() == 1.0;
                    assert_eq!(got.complete[i][j], want, "{set}: {} over {}", names[i], names[j]);
                }
            }
        }
    }
}

#[test]
fn d6_importance_performance_kano() {
    let Some(file) = golden::json("d6_importance_performance_kano.json") else { return };
    let (_, names, columns, outcome) = sets().pop().unwrap();
    let importance = drivers(&columns, &outcome).shapley().unwrap();
    let performance: Vec<f64> = columns.iter().map(|c| c.iter().sum::<f64>() / c.len() as f64).collect();
    let found = quadrants(&importance, &performance, None).unwrap();
    for (i, want) in file["reference"][0]["ipa"].as_array().unwrap().iter().enumerate() {
        assert_eq!(names[i], want["item"].as_str().unwrap());
        absolute("importance", importance[i], number(&want["importance_lmg"]), 1e-10);
        absolute("performance", performance[i], number(&want["performance_mean"]), 1e-10);
        assert_eq!(found[i].name(), want["quadrant"].as_str().unwrap(), "{}", names[i]);
    }
    let table =
        &file["reference"][1]["evaluation_table"]["functional(1 like..5 dislike) x dysfunctional(1..5)"];
    for f in 1..=5_u8 {
        for d in 1..=5_u8 {
            let want = table[usize::from(f) - 1][usize::from(d) - 1].as_str().unwrap();
            assert_eq!(Category::of(f, d).unwrap().letter().to_string(), want, "{f} {d}");
        }
    }
    assert!(Category::of(0, 1).is_err() && Category::of(1, 6).is_err());
}

/// Rows of columns that share a common part, and an outcome.
fn shared(rows: usize, p: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut g = random::seeded(seed);
    let mut normal = || (0..12).map(|_| random::uniform(&mut g)).sum::<f64>() - 6.0;
    let mut columns = vec![Vec::new(); p];
    let mut outcome = Vec::new();
    for _ in 0..rows {
        let common = normal();
        let mut y = normal();
        for (j, column) in columns.iter_mut().enumerate() {
            let x = common + normal();
            y += x * (j as f64 + 1.0) / p as f64;
            column.push(x);
        }
        outcome.push(y);
    }
    (columns, outcome)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Nothing changes with units; the order of drivers only moves the numbers; twins share.
    #[test]
    fn laws(seed in 0u64..1000, factor in 1e-9f64..1e9, shift in -1e6f64..1e6) {
        let (mut columns, outcome) = shared(60, 4, seed);
        let base = drivers(&columns, &outcome).importance().unwrap();
        columns[0].iter_mut().for_each(|v| *v = *v * factor + shift * factor.min(1.0));
        let moved = drivers(&columns, &outcome).importance().unwrap();
        for (a, b) in base.shapley.iter().zip(&moved.shapley) {
            prop_assert!((a - b).abs() < 1e-6 && *a >= 0.0);
        }
        columns.swap(0, 3);
        let swapped = drivers(&columns, &outcome).shapley().unwrap();
        prop_assert!((swapped[3] - moved.shapley[0]).abs() < 1e-9);
        columns.push(columns[1].clone());
        let twins = drivers(&columns, &outcome);
        let values = twins.shapley().unwrap();
        prop_assert!((values[1] - values[4]).abs() < 1e-9 && (values.iter().sum::<f64>() - base.r_squared).abs() < 1e-9);
        prop_assert!(twins.importance().is_err());
    }
}

/// One driver: everything is `r²`. Uncorrelated drivers: every measure is `r²` of each.
#[test]
fn limits() {
    let (columns, outcome) = shared(30, 1, 1);
    let one = drivers(&columns, &outcome).importance().unwrap();
    for v in [&one.shapley, &one.relative_weight, &one.first, &one.last] {
        absolute("one", v[0], one.r_squared, 1e-14);
    }
    let a = vec![1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, -1.0];
    let b = vec![1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0];
    let y = vec![3.0, 1.0, 0.5, -3.0, 2.0, 1.5, 0.0, -2.0];
    let two = drivers(&[a, b], &y).importance().unwrap();
    for i in 0..2 {
        absolute("shapley", two.shapley[i], two.first[i], 1e-14);
        absolute("johnson", two.relative_weight[i], two.first[i], 1e-14);
        absolute("last", two.last[i], two.first[i], 1e-14);
    }
}

#[test]
fn torture() {
    let text = |columns: &[&[f64]], outcome: &[f64]| {
        Drivers { columns, outcome, weights: None }.check().map(|_| ()).unwrap_err().to_string()
    };
    assert!(text(&[], &[1.0, 2.0]).contains("drivers is 0"));
    assert!(text(&[&[1.0, 1.0, 1.0]], &[1.0, 2.0, 3.0]).contains("driver 0 is the same"));
    assert!(text(&[&[1.0, 2.0, 3.0]], &[5.0; 3]).contains("outcome"));
    assert!(text(&[&[1.0, f64::NAN, 3.0]], &[1.0, 2.0, 3.0]).contains("driver at row 1 is NaN"));
    assert!(text(&[&[]], &[]).contains("driver 0"));
    let weights =
        Drivers { columns: &[&[1.0, 2.0, 4.0]], outcome: &[1.0, 3.0, 3.0], weights: Some(&[0.0; 3]) };
    assert!(weights.check().unwrap().importance().is_err());
    let huge = Drivers { columns: &[&[1e12, 2e12, 4e12]], outcome: &[1e300, 3e300, 3e300], weights: None };
    let small = Drivers { columns: &[&[1.0, 2.0, 4.0]], outcome: &[1.0, 3.0, 3.0], weights: None };
    let r = |d: Drivers<'_>| d.check().unwrap().importance().unwrap().r_squared;
    absolute("scale", r(huge), r(small), 1e-12);
}

/// Nominal 95 % percentile intervals of Shapley's values at 500 rows: 1,000 data sets of three drivers. At 200 rows the
/// weak and the middle one are covered 92–93 % of the time, here too nearly: docs/METHODS.md says so.
#[test]
fn coverage() {
    let exact = {
        let (columns, outcome) = shared(2_000_000 / 5, 3, 77);
        drivers(&columns, &outcome).shapley().unwrap()
    };
    let mut covered = [0; 3];
    for run in 0..1000 {
        let (columns, outcome) = shared(500, 3, 10_000 + run);
        let found = drivers(&columns, &outcome).bootstrap(400, run, 0.95).unwrap();
        for (c, (e, truth)) in covered.iter_mut().zip(found.shapley.iter().zip(&exact)) {
            *c += usize::from(e.low <= *truth && *truth <= e.high);
        }
    }
    assert!(covered.iter().all(|c| (920..=970).contains(c)), "{covered:?}");
}

/// Replicates use streams of their own: the same bits on one thread and on many.
#[test]
fn the_same_on_any_number_of_threads() {
    let (columns, outcome) = shared(80, 5, 4);
    let set = drivers(&columns, &outcome);
    let run = || set.bootstrap(100, 9, 0.9).unwrap();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(run);
    assert_eq!(one, run());
}
