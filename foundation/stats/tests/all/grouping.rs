//! Groups: recovery of known ones, laws, torture.

use proptest::prelude::*;
use troth_stats::{
    grouping::{Groups, Rows, Trait},
    random,
};

/// Three clouds with a kind that goes along, shuffled: number, number, kind, true group.
fn clouds(n: usize, seed: u64) -> (Vec<f64>, Vec<f64>, Vec<usize>, Vec<usize>) {
    let mut g = random::seeded(seed);
    let normal = |g: &mut random::Generator| (0..12).map(|_| random::uniform(g)).sum::<f64>() - 6.0;
    let (mut a, mut b, mut kind, mut truth) = (vec![], vec![], vec![], vec![]);
    for _ in 0..n {
        let t = random::below(&mut g, 3);
        a.push(1e6 + 10.0 * t as f64 + normal(&mut g));
        b.push(if t == 1 { 5.0 } else { -5.0 } + normal(&mut g));
        kind.push(if random::uniform(&mut g) < 0.9 { t } else { (t + 1) % 3 });
        truth.push(t);
    }
    (a, b, kind, truth)
}

/// Whether two labellings are the same up to names.
fn same(a: &[usize], b: &[usize]) -> bool {
    let mut map = std::collections::HashMap::new();
    a.iter().zip(b).all(|(x, y)| *map.entry(x).or_insert(y) == y)
}

#[test]
fn known_groups_are_found() {
    let (a, b, kind, truth) = clouds(600, 1);
    let numbers = Rows { numbers: &[&a, &b], ..Rows::default() }.check().unwrap();
    let choice = numbers.choose(6, 8, 7).unwrap();
    assert_eq!(choice.groups.sizes.len(), 3);
    assert!(choice.substantial && same(&choice.groups.labels, &truth));
    let mixed = Rows { numbers: &[&a, &b], kinds: &[&kind], kind_weight: None }.check().unwrap();
    let groups = mixed.groups(3, 8, 7).unwrap();
    assert!(same(&groups.labels, &truth));
    assert!(groups.sizes.windows(2).all(|w| w[0] >= w[1]));
    let found = mixed.describe(&groups).unwrap();
    assert!(
        found.iter().all(|d| d.traits.iter().any(|t| matches!(t, Trait::Kind { share, .. } if *share > 0.8)))
    );
    for row in 0..20 {
        assert_eq!(mixed.assign(&groups, &[a[row], b[row]], &[kind[row]]).unwrap(), groups.labels[row]);
    }
}

/// One cloud does not fall into groups, and that is said.
#[test]
fn no_groups_in_one_cloud() {
    let mut g = random::seeded(2);
    let columns: Vec<Vec<f64>> = (0..6)
        .map(|_| (0..400).map(|_| (0..12).map(|_| random::uniform(&mut g)).sum::<f64>()).collect())
        .collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    assert!(
        !Rows { numbers: &slices, ..Rows::default() }.check().unwrap().choose(6, 5, 1).unwrap().substantial
    );
}

/// Exact optimum on a line by dynamic programming over cuts; starts by k-means++ find it.
#[test]
fn the_optimum_on_a_line() {
    let mut g = random::seeded(5);
    let mut x: Vec<f64> = (0..30).map(|_| random::uniform(&mut g)).collect();
    x.sort_by(f64::total_cmp);
    let mean = x.iter().sum::<f64>() / 30.0;
    let variance = x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 30.0;
    let cost = |from: usize, to: usize| {
        let part = &x[from..to];
        let m = part.iter().sum::<f64>() / part.len() as f64;
        part.iter().map(|v| (v - m).powi(2)).sum::<f64>() / variance
    };
    let mut best = f64::INFINITY;
    for i in 1..29 {
        for j in i + 1..30 {
            best = best.min(cost(0, i) + cost(i, j) + cost(j, 30));
        }
    }
    let found = Rows { numbers: &[&x], ..Rows::default() }.check().unwrap().groups(3, 50, 3).unwrap();
    assert!((found.spread - best).abs() < 1e-9, "{} {best}", found.spread);
}

#[test]
fn the_same_on_any_number_of_threads() {
    let (a, b, kind, _) = clouds(500, 3);
    let rows = Rows { numbers: &[&a, &b], kinds: &[&kind], kind_weight: Some(0.3) }.check().unwrap();
    let run = || -> Groups { rows.groups(4, 12, 5).unwrap() };
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(run);
    assert_eq!(one, run());
}

#[test]
fn torture() {
    let text = |numbers: &[&[f64]], k: usize| {
        Rows { numbers, ..Rows::default() }
            .check()
            .and_then(|r| r.groups(k, 3, 1))
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert!(text(&[], 2).starts_with("rows is empty"));
    assert!(text(&[&[1.0]], 2).contains("fewer distinct rows than groups"));
    assert!(text(&[&[1.0; 10]], 2).contains("fewer distinct rows than groups"));
    assert!(text(&[&[1.0, f64::NAN]], 2).contains("numbers at row 1 is NaN"));
    assert!(text(&[&[1.0, 2.0], &[1.0]], 2).contains("length 1"));
    assert!(text(&[&[1.0, 2.0]], 0).contains("at least one group"));
    let equal = Rows { numbers: &[&[5.0; 4]], ..Rows::default() }.check().unwrap().groups(1, 1, 1).unwrap();
    assert_eq!((equal.spread, equal.means[0][0]), (0.0, 5.0));
    let kinds =
        Rows { kinds: &[&[0, 0, 1, 1, 1]], ..Rows::default() }.check().unwrap().groups(2, 3, 1).unwrap();
    assert_eq!(kinds.labels, [1, 1, 0, 0, 0]);
    let huge = [1e300, 1.1e300, -1e300, -1.1e300];
    assert_eq!(
        Rows { numbers: &[&huge], ..Rows::default() }.check().unwrap().groups(2, 3, 1).unwrap().sizes,
        [2, 2]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Every row is nearest to the mean of its own group; units do not matter; more groups are never farther apart.
    #[test]
    fn laws(seed in 0u64..10_000, factor in 1e-3f64..1e3) {
        let (a, b, _, _) = clouds(40, seed);
        let rows = Rows { numbers: &[&a, &b], ..Rows::default() }.check().unwrap();
        let scaled: Vec<f64> = a.iter().map(|v| v * factor).collect();
        let other = Rows { numbers: &[&scaled, &b], ..Rows::default() }.check().unwrap();
        let mut last = f64::INFINITY;
        for k in 1..5 {
            let groups = rows.groups(k, 20, seed).unwrap();
            prop_assert!(groups.spread <= last + 1e-9);
            last = groups.spread;
            prop_assert_eq!(groups.sizes.iter().sum::<usize>(), 40);
            for row in 0..40 {
                let label = rows.assign(&groups, &[a[row], b[row]], &[]).unwrap();
                prop_assert_eq!(label, groups.labels[row]);
            }
            prop_assert!((other.groups(k, 20, seed).unwrap().spread - groups.spread).abs() < 1e-6);
        }
    }
}
