//! Weights, strata, post-stratification, raking: reference file c4; laws; coverage.

use crate::golden::{self, number, relative};
use troth_stats::{
    random,
    survey::{Margin, Sample},
};

#[test]
fn c4_weighted_poststratified() {
    let Some(file) = golden::json("c4_weighted_poststratified.json") else { return };
    let want = &file["reference"][0];
    let code = |t: &[String]| {
        t.iter().map(|s| ["E", "H", "M"].iter().position(|x| x == s).unwrap()).collect::<Vec<_>>()
    };
    let strat = golden::table("survey_apistrat.csv").unwrap();
    let (weights, fpc, strata) = (strat.numbers("pw"), strat.numbers("fpc"), code(&strat.text("stype")));
    let survey =
        Sample { weights: &weights, strata: Some(&strata), population: Some(&fpc), ..Sample::default() }
            .check()
            .unwrap();
    let same = |name: &str, got: troth_stats::Estimate| {
        relative(name, got.value, number(&want[name][0]), 1e-8);
        relative(name, got.se.unwrap(), number(&want[name][1]), 1e-8);
    };
    let api = strat.numbers("api00");
    same("strat_mean_api00", survey.mean(&api, 0.95).unwrap());
    same("strat_total_enroll", survey.total(&strat.numbers("enroll"), 0.95).unwrap());
    let high: Vec<f64> = api.iter().map(|a| f64::from(*a > 700.0)).collect();
    same("strat_prop_api00_gt700", survey.mean(&high, 0.95).unwrap());
    let bare = Sample { weights: &weights, ..Sample::default() }.check().unwrap();
    same("weights_only_mean", bare.mean(&api, 0.95).unwrap());
    let srs = golden::table("survey_apisrs.csv").unwrap();
    let (weights, fpc, api) = (srs.numbers("pw"), srs.numbers("fpc"), srs.numbers("api00"));
    let simple = Sample { weights: &weights, population: Some(&fpc), ..Sample::default() }.check().unwrap();
    same("srs_mean", simple.mean(&api, 0.95).unwrap());
    let cells = code(&srs.text("stype"));
    let moved = simple.poststratify(Margin { cells: &cells, totals: &[4421.0, 755.0, 1018.0] }).unwrap();
    same("srs_poststratified_stype", moved.mean(&api, 0.95).unwrap());
    let known = moved.total(&cells.iter().map(|c| f64::from(*c == 1)).collect::<Vec<_>>(), 0.95).unwrap();
    assert!((known.value - 755.0).abs() < 1e-9 && known.se.unwrap() < 1e-9, "a known total has no error");
}

/// Raking on two margins brings both totals out and leaves odds ratios alone; on one margin it is post-stratification.
#[test]
fn raking_keeps_its_margins_and_odds() {
    let weights = [1.0, 2.0, 1.5, 1.0, 3.0, 1.0, 2.0, 1.0];
    let (a, b) = ([0, 0, 0, 1, 1, 1, 0, 1], [0, 1, 0, 1, 0, 1, 1, 0]);
    let survey = Sample { weights: &weights, ..Sample::default() }.check().unwrap();
    let margins = [Margin { cells: &a, totals: &[60.0, 40.0] }, Margin { cells: &b, totals: &[30.0, 70.0] }];
    let moved = survey.rake(&margins).unwrap();
    let sum = |x: usize, y: usize, w: &[f64]| -> f64 {
        (0..8).filter(|&i| a[i] == x && b[i] == y).map(|i| w[i]).sum()
    };
    let w = moved.weights();
    assert!((sum(0, 0, w) + sum(0, 1, w) - 60.0).abs() < 1e-7);
    assert!((sum(0, 0, w) + sum(1, 0, w) - 30.0).abs() < 1e-7);
    let odds = |w: &[f64]| sum(0, 0, w) * sum(1, 1, w) / (sum(0, 1, w) * sum(1, 0, w));
    assert!((odds(w) - odds(&weights)).abs() < 1e-9);
    assert!(moved.total(&b.map(|c| c as f64), 0.95).unwrap().se.unwrap() < 1e-6);
}

#[test]
fn torture() {
    let bad = |sample: Sample<'_>| sample.check().unwrap_err().to_string();
    assert!(bad(Sample { weights: &[0.0, 0.0], ..Sample::default() }).starts_with("weights is empty"));
    assert!(bad(Sample { weights: &[1.0, -1.0], ..Sample::default() }).contains("weights at row 1 is -1"));
    assert!(bad(Sample { weights: &[], ..Sample::default() }).starts_with("weights is empty"));
    assert!(
        bad(Sample { weights: &[1.0; 3], strata: Some(&[0, 0, 7]), ..Sample::default() })
            .contains("stratum 7")
    );
    assert!(
        bad(Sample { weights: &[1.0; 2], population: Some(&[1.0, 1.0]), ..Sample::default() })
            .contains("population")
    );
    let survey = Sample { weights: &[1.0; 3], ..Sample::default() }.check().unwrap();
    let empty = Margin { cells: &[0, 0, 0], totals: &[1.0, 1.0] };
    assert!(survey.poststratify(empty).unwrap_err().to_string().contains("cell 1"));
    assert!(survey.mean(&[1.0, f64::INFINITY, 0.0], 0.95).is_err());
    assert!(
        survey
            .rake(&[
                Margin { cells: &[0, 0, 1], totals: &[1.0, 1.0] },
                Margin { cells: &[0, 0, 1], totals: &[5.0, 1.0] }
            ])
            .is_err()
    );
}

/// A weighted mean of a population in which the weight goes with the answer: 1,000 samples.
#[test]
fn coverage() {
    let mut covered = [0; 2];
    for run in 0..1000 {
        let mut generator = random::stream(44, run);
        let (mut weights, mut cells, mut values) = (vec![], vec![], vec![]);
        for _ in 0..150 {
            // Two thirds of the sample from a group that is one third of the population.
            let group = usize::from(random::uniform(&mut generator) < 2.0 / 3.0);
            let noise: f64 = (0..4).map(|_| random::uniform(&mut generator)).sum();
            weights.push(if group == 1 { 0.5 } else { 2.0 });
            cells.push(group);
            values.push(5.0 + 2.0 * group as f64 + noise);
        }
        let truth = 7.0 + 2.0 / 3.0;
        let survey = Sample { weights: &weights, ..Sample::default() }.check().unwrap();
        let moved = survey.poststratify(Margin { cells: &cells, totals: &[2.0, 1.0] }).unwrap();
        for (at, s) in [survey, moved].iter().enumerate() {
            let i = s.mean(&values, 0.95).unwrap();
            covered[at] += usize::from(i.low <= truth && truth <= i.high);
        }
    }
    assert!(covered.iter().all(|c| (930..=970).contains(c)), "{covered:?}");
}
