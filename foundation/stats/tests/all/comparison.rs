//! Many groups and trends. Reference values by statsmodels 0.15.0 (multipletests) and scipy.

use crate::golden::absolute;
use proptest::prelude::*;
use troth_stats::{
    comparison::{benjamini_hochberg, holm, shares, trend, welch},
    random,
    share::Count,
};

/// statsmodels 0.15.0 `multipletests([.01,.04,.03,.005,.5], method="holm" | "fdr_bh")`.
#[test]
fn adjusted_probabilities() {
    let p = [0.01, 0.04, 0.03, 0.005, 0.5];
    for (got, want) in holm(&p).unwrap().iter().zip([0.04, 0.09, 0.09, 0.025, 0.5]) {
        absolute("holm", *got, want, 1e-15);
    }
    for (got, want) in benjamini_hochberg(&p).unwrap().iter().zip([0.025, 0.05, 0.05, 0.025, 0.5]) {
        absolute("bh", *got, want, 1e-15);
    }
    assert!(holm(&[0.5, f64::NAN]).unwrap_err().to_string().contains("row 1"));
    assert!(holm(&[]).unwrap().is_empty());
}

proptest! {
    #[test]
    fn adjusting_keeps_the_order(p in prop::collection::vec(0.0f64..1.0, 1..30)) {
        let (h, b) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
        for i in 0..p.len() {
            prop_assert!(p[i] <= b[i] + 1e-15 && b[i] <= h[i] + 1e-15 && h[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(p[i] > p[j] || (h[i] <= h[j] && b[i] <= b[j]));
            }
        }
    }
}

/// Under no difference at all, Holm finds anything in at most 5 % of data sets of six groups.
#[test]
fn holm_holds_its_level() {
    let mut false_alarms = 0;
    for run in 0..1000 {
        let mut generator = random::stream(5, run);
        let groups: Vec<_> = (0..6)
            .map(|_| {
                let successes = (0..60).filter(|_| random::uniform(&mut generator) < 0.4).count() as u64;
                Count { successes, trials: 60 }.check().unwrap()
            })
            .collect();
        false_alarms += usize::from(shares(&groups, 0.95).unwrap().iter().any(|pair| pair.holm < 0.05));
    }
    assert!(false_alarms <= 60, "{false_alarms}");
}

#[test]
fn welch_where_nothing_varies() {
    let same = welch(&[1.0, 1.0], &[1.0, 1.0], 0.95).unwrap();
    assert_eq!((same.p_value, same.difference.se), (1.0, Some(0.0)));
    assert_eq!(welch(&[2.0, 2.0], &[1.0, 1.0], 0.95).unwrap().p_value, 0.0);
    let huge = welch(&[1e12, 2e12, 3e12], &[4e12, 5e12, 9e12], 0.95).unwrap();
    let small = welch(&[1.0, 2.0, 3.0], &[4.0, 5.0, 9.0], 0.95).unwrap();
    absolute("scale", huge.p_value, small.p_value, 1e-12);
    assert!(welch(&[1.0], &[1.0, 2.0], 0.95).unwrap_err().to_string().contains("first"));
}

/// 1,000 data sets with a slope of .02 a period.
#[test]
fn coverage_of_a_trend() {
    let times = [0.0, 1.0, 2.0, 3.0, 4.0];
    let mut covered = 0;
    for run in 0..1000 {
        let mut generator = random::stream(6, run);
        let shares: Vec<_> = times
            .iter()
            .map(|t| {
                let successes =
                    (0..120).filter(|_| random::uniform(&mut generator) < 0.3 + 0.02 * t).count() as u64;
                Count { successes, trials: 120 }.check().unwrap()
            })
            .collect();
        let slope = trend::shares(&times, &shares, 0.95).unwrap().slope;
        covered += usize::from(slope.low <= 0.02 && 0.02 <= slope.high);
    }
    assert!((930..=970).contains(&covered), "{covered}");
    assert!(
        trend::shares(&[1.0, 1.0], &[Count { successes: 1, trials: 2 }.check().unwrap(); 2], 0.95).is_err()
    );
}

/// statsmodels 0.15.0, `Table([[70,30],[60,40],[48,52],[50,50]]).test_ordinal_association`: z = 3.247897352026742. It divides by N − 1 as in a
/// permutation test; Armitage's by N.
#[test]
fn cochran_armitage() {
    let shares: Vec<_> =
        [30, 40, 52, 50].iter().map(|&successes| Count { successes, trials: 100 }.check().unwrap()).collect();
    let found = trend::shares(&[0.0, 1.0, 2.0, 3.0], &shares, 0.95).unwrap();
    absolute("z", found.z * (399.0_f64 / 400.0).sqrt(), 3.247897352026742, 1e-12);
}
