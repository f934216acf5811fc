//! Shares and their differences: reference files c1, c2; laws; coverage.

use crate::golden::{self, absolute, number};
use proptest::prelude::*;
use troth_stats::share::{Count, Method, Share, difference, paired::Pairs};

fn share(successes: u64, trials: u64) -> Share {
    Count { successes, trials }.check().unwrap()
}

#[test]
fn c1_single_proportion() {
    let Some(file) = golden::json("c1_single_proportion.json") else { return };
    for row in file["reference"][0]["rows"].as_array().unwrap() {
        let s = share(row["x"].as_u64().unwrap(), row["n"].as_u64().unwrap());
        for (name, method) in [
            ("wilson", Method::Wilson),
            ("jeffreys", Method::Jeffreys),
            ("clopper_pearson", Method::ClopperPearson),
            ("agresti_coull", Method::AgrestiCoull),
            ("wald", Method::Wald),
        ] {
            let got = s.interval(method, 0.95).unwrap();
            absolute(name, got.low, number(&row[name][0]), 1e-9);
            absolute(name, got.high, number(&row[name][1]), 1e-9);
        }
    }
}

#[test]
fn jeffreys_closed_ends_at_nothing_and_all() {
    assert_eq!(share(0, 20).interval(Method::JeffreysClosed, 0.95).unwrap().low, 0.0);
    assert_eq!(share(20, 20).interval(Method::JeffreysClosed, 0.95).unwrap().high, 1.0);
    assert!(share(0, 20).interval(Method::Jeffreys, 0.95).unwrap().low > 0.0);
}

fn case(v: &serde_json::Value) -> [u64; 4] {
    [0, 1, 2, 3].map(|i| v[i].as_u64().unwrap())
}

/// Pitfall 6: statsmodels' score interval takes a count for a number of trials, so it is off by .006 here and fails on small tables.
#[test]
fn c2_difference_of_proportions() {
    let Some(file) = golden::json("c2_difference_of_proportions.json") else { return };
    for row in file["reference"][0]["rows"].as_array().unwrap() {
        let [x1, n1, x2, n2] = ["x1", "n1", "x2", "n2"].map(|k| row[k].as_u64().unwrap());
        for (name, method) in
            [("newcombe", difference::Method::Newcombe), ("agresti_caffo", difference::Method::AgrestiCaffo)]
        {
            let got = difference::interval(share(x1, n1), share(x2, n2), method, 0.95).unwrap();
            absolute(name, got.low, number(&row[name][0]), 1e-6);
            absolute(name, got.high, number(&row[name][1]), 1e-6);
        }
    }
    for row in file["reference"][1]["rows"].as_array().unwrap() {
        let [x1, n1, x2, n2] = case(&row["case"]);
        for (name, method) in
            [("miettinen_nurminen", difference::Method::MiettinenNurminen), ("mee", difference::Method::Mee)]
        {
            let got = difference::interval(share(x1, n1), share(x2, n2), method, 0.95).unwrap();
            absolute(name, got.low, number(&row[name][0]), 1e-6);
            absolute(name, got.high, number(&row[name][1]), 1e-6);
        }
    }
    let wrong = &file["reference"][2]["rows"][0]["value"];
    let ours =
        difference::interval(share(56, 70), share(48, 80), difference::Method::MiettinenNurminen, 0.95)
            .unwrap();
    assert!((ours.high - number(&wrong[1])).abs() > 0.005);
}

/// Newcombe (1998), Statistics in Medicine 17:2635, table II, method 10; figures quoted in the reference file.
#[test]
fn newcombe_pairs() {
    let at = |both, yes_no, no_yes, neither| {
        Pairs { both, yes_no, no_yes, neither }.check().unwrap().interval(0.95).unwrap()
    };
    absolute("low", at(36, 12, 2, 0).low, 0.0569, 5e-5);
    absolute("high", at(36, 12, 2, 0).high, 0.3404, 5e-5);
    absolute("low", at(18, 12, 2, 18).low, 0.0562, 5e-5);
    absolute("high", at(18, 12, 2, 18).high, 0.3290, 5e-5);
    absolute("low", at(53, 0, 0, 1).low, -0.0729, 5e-5);
}

#[test]
fn what_cannot_be_a_share_is_named() {
    let text = |c: Count| c.check().unwrap_err().to_string();
    assert_eq!(text(Count { successes: 0, trials: 0 }), "trials is empty: a share of nobody has no value");
    assert_eq!(
        text(Count { successes: 3, trials: 2 }),
        "successes is 3: there cannot be more successes than trials"
    );
    assert!(share(1, 2).interval(Method::Wilson, 95.0).unwrap_err().to_string().starts_with("level is 95"));
    assert!(Share::top_box(&[1.0, f64::NAN], 1.0).unwrap_err().to_string().contains("row 1"));
    assert!(Share::top_box(&[], 1.0).is_err());
}

#[test]
fn a_thousand_million_answers() {
    let big = share(500_000_000, 1_000_000_000);
    let wilson = big.interval(Method::Wilson, 0.95).unwrap();
    let exact = big.interval(Method::ClopperPearson, 0.95).unwrap();
    absolute("half width", exact.high - exact.low, wilson.high - wilson.low, 1.1e-9);
}

/// Exact coverage: the sum of the binomial probabilities of all counts whose interval holds the truth.
fn coverage(method: Method, n: u64, p: f64) -> f64 {
    (0..=n)
        .filter(|&x| {
            let i = share(x, n).interval(method, 0.95).unwrap();
            i.low <= p && p <= i.high
        })
        .map(|x| troth_stats::special::binomial_pmf(x as f64, n as f64, p))
        .sum()
}

/// Clopper-Pearson covers at 95 % for every share and n. Wilson's coverage oscillates about 95 %; from n·p = 10 up it stays
/// within 93–97 %, and at n = 5 it dips to 83 %: there the exact one is to be shown.
#[test]
fn coverage_is_exact_or_stated() {
    for n in [5, 20, 100] {
        for k in 1..100 {
            let c = coverage(Method::ClopperPearson, n, f64::from(k) / 100.0);
            assert!(c >= 0.95 - 1e-12, "n {n}, p {k} %: {c}");
        }
    }
    for (n, p) in [(30, 0.5), (100, 0.1), (100, 0.3), (500, 0.02), (1000, 0.25)] {
        for (method, most) in [(Method::Wilson, 0.97), (Method::Jeffreys, 0.97), (Method::AgrestiCoull, 0.98)]
        {
            let c = coverage(method, n, p);
            assert!((0.93..=most).contains(&c), "{method:?} n {n}, p {p}: {c}");
        }
    }
    let worst = (1..5000).map(|k| coverage(Method::Wilson, 5, f64::from(k) / 1e4)).fold(1.0, f64::min);
    assert!((0.82..0.85).contains(&worst), "{worst}");
}

#[test]
fn coverage_of_differences() {
    for (n1, p1, n2, p2) in [(50, 0.3, 60, 0.5), (100, 0.2, 100, 0.25), (40, 0.6, 200, 0.5)] {
        let weight = |x, n, p| troth_stats::special::binomial_pmf(x as f64, n as f64, p);
        for method in [difference::Method::Newcombe, difference::Method::MiettinenNurminen] {
            let mut covered = 0.0;
            for x1 in 0..=n1 {
                for x2 in 0..=n2 {
                    let w = weight(x1, n1, p1) * weight(x2, n2, p2);
                    if w < 1e-7 {
                        continue;
                    }
                    let i = difference::interval(share(x1, n1), share(x2, n2), method, 0.95).unwrap();
                    if i.low <= p1 - p2 && p1 - p2 <= i.high {
                        covered += w;
                    }
                }
            }
            assert!((0.93..=0.97).contains(&covered), "{method:?} {n1} {n2}: {covered}");
        }
    }
}

proptest! {
    #[test]
    fn intervals_hold_the_share_and_mirror(x in 0u64..60, extra in 0u64..60, level in 0.5..0.999) {
        let n = x + extra.max(1);
        for method in [Method::Wilson, Method::Jeffreys, Method::JeffreysClosed, Method::ClopperPearson] {
            let a = share(x, n).interval(method, level).unwrap();
            let b = share(n - x, n).interval(method, level).unwrap();
            prop_assert!(0.0 <= a.low && a.high <= 1.0 && a.low < a.high);
            prop_assert!(method == Method::Jeffreys || (a.low <= a.value && a.value <= a.high));
            prop_assert!((a.low - (1.0 - b.high)).abs() < 1e-9);
        }
    }

    #[test]
    fn differences_change_sign_with_the_order(x1 in 0u64..20, e1 in 1u64..20, x2 in 0u64..20, e2 in 1u64..20) {
        let (a, b) = (share(x1, x1 + e1), share(x2, x2 + e2));
        for method in [difference::Method::Newcombe, difference::Method::MiettinenNurminen, difference::Method::Mee] {
            let ab = difference::interval(a, b, method, 0.95).unwrap();
            let ba = difference::interval(b, a, method, 0.95).unwrap();
            prop_assert!((ab.low + ba.high).abs() < 1e-9 && (ab.high + ba.low).abs() < 1e-9);
            prop_assert!(-1.0 <= ab.low && ab.low <= ab.value && ab.value <= ab.high && ab.high <= 1.0);
        }
    }
}
