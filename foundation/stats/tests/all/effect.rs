//! Experiments, sequential looks, difference in differences, weighting, matching, sensitivity: reference files e1–e5; coverage.

use crate::golden::{self, Table, absolute, number, relative};
use crate::regression::{errors, is};
use crate::regression_laws::noisy;
use troth_stats::{
    effect::{
        before_after::{Changes, TwoPeriods},
        cross_fit::{CrossFit, Outcome},
        experiment::Experiment,
        matching::Matching,
        observational::{Effect, Method, Study},
        overlap::{Target, overlap, standardised_difference, weights},
        sensitivity::{Ratio, e_value, risk_ratio},
        sequential::{Running, Watch},
    },
    random,
    regression::{Binary, Covariance, Design, Link},
};

fn flags(values: &[f64]) -> Vec<bool> {
    values.iter().map(|v| *v == 1.0).collect()
}

fn columns(table: &Table, names: &[&str]) -> Vec<Vec<f64>> {
    names.iter().map(|n| table.numbers(n)).collect()
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

#[test]
fn e1_nsw_experiment() {
    let Some(file) = golden::json("e1_nsw_experiment.json") else { return };
    let want = &file["reference"][0];
    let nsw = golden::own_table("nsw_dw.csv");
    let (treated, outcomes) = (flags(&nsw.numbers("treat")), nsw.numbers("re78"));
    let experiment = Experiment { treated: &treated, outcomes: &outcomes }.check().unwrap();
    let found = experiment.difference(0.95).unwrap().difference;
    relative("difference", found.value, number(&want["dw_diff"]), 1e-8);
    relative("Welch", found.se.unwrap(), number(&want["se_welch"]), 1e-8);
    relative(
        "pooled",
        errors(&experiment.adjusted(&[]).unwrap(), Covariance::Classic)[1],
        number(&want["se_pooled"]),
        1e-8,
    );
    let all = columns(&nsw, &["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"]);
    let adjusted = experiment.adjusted(&slices(&all)).unwrap();
    relative("adjusted", adjusted.coefficients()[1], number(&want["dw_ols_adj"]["Estimate"]), 1e-8);
    relative(
        "se",
        errors(&adjusted, Covariance::Classic)[1],
        number(&want["dw_ols_adj"]["Std. Error"]),
        1e-8,
    );
    for (name, kind) in [("HC2", Covariance::Hc2), ("HC3", Covariance::Hc3)] {
        let lin = experiment.interacted(&slices(&all), kind, 0.95).unwrap();
        relative("Lin", lin.value, number(&want["lin_interacted"]["coef"]), 1e-8);
        relative(name, lin.se.unwrap(), number(&want["lin_interacted"][name]), 1e-8);
    }
    let cuped = experiment.cuped(&nsw.numbers("re75"), 0.95).unwrap();
    let w = &want["cuped_re75"];
    relative("theta", cuped.theta, number(&w["theta"]), 1e-8);
    relative("effect", cuped.effect.value, number(&w["effect"]), 1e-8);
    relative("se", cuped.effect.se.unwrap(), number(&w["se_welch"]), 1e-8);
    relative("ratio", cuped.variance_ratio, number(&w["var_ratio"]), 1e-8);
    let full = golden::table("nsw_lalonde_full.csv").unwrap();
    let treated = flags(&full.numbers("trt"));
    assert_eq!(number(&want["n_full"][1]) as usize, treated.iter().filter(|t| **t).count());
    let outcomes = full.numbers("re78");
    let experiment = Experiment { treated: &treated, outcomes: &outcomes }.check().unwrap();
    let found = experiment.difference(0.95).unwrap().difference;
    relative("difference", found.value, number(&want["lalonde_full_diff"]), 1e-8);
    relative("se", found.se.unwrap(), number(&want["lalonde_full_se"]), 1e-8);
}

/// For each treated row, from the highest score down, the untreated one with the next lower score (ties: the last row); and how many were used.
fn nearest_below(treated: &[bool], scores: &[f64], replacement: bool) -> (Vec<(usize, usize)>, usize) {
    let mut order: Vec<usize> = (0..treated.len()).filter(|&i| treated[i]).collect();
    order.sort_by(|&i, &j| scores[j].total_cmp(&scores[i]));
    let mut free: Vec<usize> = (0..treated.len()).filter(|&i| !treated[i]).collect();
    let mut pairs = Vec::new();
    for i in order {
        let below = free.iter().copied().filter(|&c| scores[c] < scores[i]);
        let next = below.max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(a.cmp(&b))).unwrap();
        pairs.push((i, next));
        if !replacement {
            free.retain(|&c| c != next);
        }
    }
    let used = pairs.iter().map(|p| p.1).collect::<std::collections::HashSet<_>>().len();
    (pairs, used)
}

fn difference(pairs: &[(usize, usize)], outcomes: &[f64]) -> f64 {
    pairs.iter().map(|(t, c)| outcomes[*t] - outcomes[*c]).sum::<f64>() / pairs.len() as f64
}

#[test]
fn e2_lalonde_observational() {
    let Some(file) = golden::json("e2_lalonde_observational.json") else { return };
    let want = &file["reference"][0];
    let data = golden::table("lalonde_matchit.csv").unwrap();
    let (treated, outcomes, race) = (flags(&data.numbers("treat")), data.numbers("re78"), data.text("race"));
    let mut all = columns(&data, &["age", "educ"]);
    all.push(is(&race, "hispan"));
    all.push(is(&race, "white"));
    all.extend(columns(&data, &["married", "nodegree", "re74", "re75"]));
    let x = slices(&all);
    let study =
        Study { treated: &treated, outcomes: &outcomes, propensity: &x, outcome: &x, link: Link::Logit };
    let fitted = study.fit().unwrap();
    let keys =
        ["(Intercept)", "age", "educ", "racehispan", "racewhite", "married", "nodegree", "re74", "re75"];
    for (got, key) in fitted.model().coefficients().iter().zip(keys) {
        relative(key, *got, number(&want["ps_coef"][key]), 1e-6);
    }
    for (got, w) in fitted.propensity().iter().zip(want["ps_first5"].as_array().unwrap()) {
        absolute("propensity", *got, number(w), 1e-6);
    }
    let scores = fitted.propensity();
    relative("ATT", fitted.effect_on_treated(0.95).unwrap().value, number(&want["ipw_att"]), 1e-6);
    let ate = |m| fitted.effect(m, 0.95).unwrap().average;
    relative("Hajek", ate(Method::Weighting).value, number(&want["ipw_ate_hajek"]), 1e-6);
    relative("HT", ate(Method::HorvitzThompson).value, number(&want["ipw_ate_ht"]), 1e-6);
    let aipw = fitted.effect(Method::DoublyRobust, 0.95).unwrap();
    relative("AIPW", aipw.average.value, number(&want["aipw_ate"]), 1e-6);
    // The reference takes the scores' own deviation; ours also counts that both models were estimated, and that is a quarter more here.
    relative("AIPW error", aipw.score_error.unwrap(), number(&want["aipw_se"]), 1e-6);
    assert!(aipw.average.se.unwrap() > 1.2 * aipw.score_error.unwrap());
    let to_treated = weights(&treated, scores, Target::Treated).unwrap();
    for name in ["age", "re74"] {
        let column = data.numbers(name);
        let before = standardised_difference(&treated, &column, None).unwrap();
        let after = standardised_difference(&treated, &column, Some(&to_treated)).unwrap();
        relative(name, before, number(&want["smd_before"][name]), 1e-6);
        absolute(name, after, number(&want["smd_after_ipw_att"][name]), 1e-6);
    }
    // An effect on all is hopeless here (HT −450, Hájek 225, doubly robust 470): the diagnostics must say so.
    assert!(overlap(&treated, scores, Target::All).unwrap().poor);
    let plan = Matching { treated: &treated, scores, replacement: false, caliper: None };
    let matched = plan.pairs().unwrap();
    assert!(matched.unmatched.is_empty());
    let keep: Vec<usize> = matched.pairs.iter().flat_map(|(t, c)| [*t, *c]).collect();
    assert_eq!(keep.len(), 370);
    // MatchIt's own printed balance of this very match (lalonde, default order; its introduction) is met to the last digit.
    let means = ["age", "educ", "married", "nodegree", "re74", "re75"].map(|name| {
        let column = data.numbers(name);
        matched.pairs.iter().map(|(_, c)| column[*c]).sum::<f64>() / 185.0
    });
    for (got, want) in means.iter().zip([25.3027, 10.6054, 0.2108, 0.6378, 2342.1076, 1614.7451]) {
        absolute("balance as printed by MatchIt", *got, want, 5e-5);
    }
    let effect = matched.effect_on_treated(&outcomes, 0.95).unwrap();
    absolute("pairs", effect.value, 894.36748, 1e-4);
    // The reference comes from MatchIt 4.5.1 as Debian 12 builds it, which only looks below: none of its 185 pairs has a control at or above the
    // treated. That search, written out, gives its numbers to the last digit, and so they are of its error and not of the method.
    let (below, _) = nearest_below(&treated, scores, false);
    absolute(
        "below",
        difference(&below, &outcomes),
        number(&want["match_nearest_noreplace"]["treat"]["Estimate"]),
        1e-8,
    );
    let (below, controls) = nearest_below(&treated, scores, true);
    absolute("below", difference(&below, &outcomes), number(&want["match_nearest_replace"]["att"]), 1e-8);
    assert_eq!(controls as f64, number(&want["match_nearest_replace"]["n_matched_controls"]));
    let again = Matching { replacement: true, ..plan }.pairs().unwrap();
    let att = again.effect_on_treated(&outcomes, 0.95).unwrap();
    assert!(att.se.unwrap() > effect.se.unwrap());
    let mut used: Vec<usize> = again.pairs.iter().map(|p| p.1).collect();
    used.sort_unstable();
    used.dedup();
    absolute(
        "before",
        again.difference_before(&outcomes).unwrap(),
        number(&want["unmatched_att_re78"]),
        1e-6,
    );
    let sum: f64 = again.weights().iter().zip(&treated).filter(|(_, t)| !**t).map(|(w, _)| w).sum();
    absolute("weights", sum, used.len() as f64, 1e-9);
}

#[test]
fn e3_teffects_cattaneo2() {
    let Some(file) = golden::json("e3_teffects_cattaneo2.json") else { return };
    let stata = &file["published"][0]["value"];
    let statsmodels = &file["reference"][0];
    let data = golden::own_table("cattaneo2.csv");
    let treated = flags(&data.numbers("mbsmoke_"));
    let outcomes = data.numbers("bweight");
    let p = columns(&data, &["mmarried_", "mage", "mage2", "fbaby_", "medu"]);
    let o = columns(&data, &["prenatal1_", "mmarried_", "mage", "fbaby_"]);
    let (p, o) = (slices(&p), slices(&o));
    let study =
        Study { treated: &treated, outcomes: &outcomes, propensity: &p, outcome: &o, link: Link::Probit };
    let fitted = study.fit().unwrap();
    let find = |method| -> Effect { fitted.effect(method, 0.95).unwrap() };
    for (name, key, method) in [
        ("ra", "ra", Method::RegressionAdjustment),
        ("ipw", "ipw", Method::Weighting),
        ("aipw", "aipw", Method::DoublyRobust),
        ("aipw_wls", "aipw_wls", Method::DoublyRobustWeighted),
        ("ipwra", "ipw_ra", Method::WeightedAdjustment),
    ] {
        let effect = find(method);
        let (point, error) = match &stata[name] {
            serde_json::Value::Array(a) => (number(&a[0]), Some(number(&a[1]))),
            v => (number(v), None),
        };
        relative(name, effect.average.value, point, 1e-6);
        if let Some(error) = error {
            relative(name, effect.average.se.unwrap(), error, 1e-3);
        }
        let w = &statsmodels[key];
        relative(name, effect.untreated.value, number(&w["pom0"]), 1e-6);
        relative(name, effect.average.se.unwrap(), number(&w["se"][0]), 1e-3);
        relative(name, effect.untreated.se.unwrap(), number(&w["se"][1]), 1e-3);
    }
}

/// Pitfall 9: the paper prints 2.76 (1.36); unrounded means give 2.7536, and the error is 1.31 to 1.80 by convention, each named.
#[test]
fn e4_card_krueger_did() {
    let Some(file) = golden::json("e4_card_krueger_did.json") else { return };
    let want = &file["reference"][0];
    let data = golden::table("card_krueger.csv").unwrap();
    let fte = data.numbers("fte");
    let keep: Vec<usize> = (0..fte.len()).filter(|&r| fte[r].is_finite()).collect();
    let pick = |name: &str| keep.iter().map(|&r| data.numbers(name)[r]).collect::<Vec<f64>>();
    let (nj, d, y) = (flags(&pick("nj")), flags(&pick("d")), pick("fte"));
    let store: Vec<usize> = pick("id").iter().map(|v| *v as usize).collect();
    let found = TwoPeriods { treated: &nj, after: &d, outcomes: &y }.fit().unwrap();
    for w in want["means"].as_array().unwrap() {
        let cell = found.cells[number(&w["nj"]) as usize][number(&w["d"]) as usize];
        relative("mean", cell.mean, number(&w["fte"][0]), 1e-8);
        relative("se", cell.se, number(&w["fte"][1]), 1e-8);
        assert_eq!(cell.n, number(&w["fte"][2]));
    }
    let by_store = Covariance::Cluster { groups: &store, small_sample: true };
    for (name, kind) in [
        ("did_ols_se", Covariance::Classic),
        ("did_unpooled_se", Covariance::Hc2),
        ("did_HC1", Covariance::Hc1),
        ("did_cluster_id", by_store),
    ] {
        let effect = found.effect(kind, 0.95).unwrap();
        relative("did", effect.value, number(&want["did"]), 1e-8);
        relative(name, effect.se.unwrap(), number(&want[name]), 1e-8);
    }
    let mut units: Vec<(f64, f64, bool, bool)> = Vec::new();
    let (id, wage, status) = (data.numbers("id"), data.numbers("wage"), data.numbers("status"));
    let (state, period) = (data.numbers("nj"), data.numbers("d"));
    for first in (0..fte.len()).filter(|&r| period[r] == 0.0) {
        let second = (0..fte.len()).find(|&r| period[r] == 1.0 && id[r] == id[first] && r > first).unwrap();
        if fte[first].is_finite() && fte[second].is_finite() {
            let paid = wage[first].is_finite() && (wage[second].is_finite() || status[second] == 3.0);
            units.push((fte[first], fte[second], state[first] == 1.0, paid));
        }
    }
    let changes = |units: &[(f64, f64, bool, bool)]| {
        let treated: Vec<bool> = units.iter().map(|u| u.2).collect();
        let (before, after): (Vec<f64>, Vec<f64>) = units.iter().map(|u| (u.0, u.1)).unzip();
        let data = Changes { treated: &treated, before: &before, after: &after };
        (data.difference(0.95).unwrap(), data.adjusted(&[]).unwrap())
    };
    let (balanced, _) = changes(&units);
    assert_eq!(balanced.difference.n, number(&want["balanced"]["n"]));
    relative("balanced", balanced.difference.value, number(&want["balanced"]["did"]), 1e-8);
    relative("balanced se", balanced.difference.se.unwrap(), number(&want["balanced"]["se"]), 1e-8);
    units.retain(|u| u.3);
    let (_, model) = changes(&units);
    let w = &want["table4_i"];
    assert_eq!(model.n(), number(&w["n"]));
    relative("table 4", model.coefficients()[1], number(&w["coef"]), 1e-8);
    relative("table 4 se", errors(&model, Covariance::Classic)[1], number(&w["se"]), 1e-8);
    relative("table 4 sigma", model.sigma().unwrap(), number(&w["sigma"]), 1e-8);
}

#[test]
fn e5_evalue() {
    let Some(file) = golden::json("e5_evalue.json") else { return };
    for row in file["reference"][0]["rows"].as_array().unwrap() {
        let at = |k: &str| number(&row[k]);
        let e = e_value(at("rr"), at("lo"), at("hi"), Ratio::Risk).unwrap();
        absolute("point", e.point, at("e_point"), 1e-5);
        absolute("limit", e.limit, at("e_limit"), 1e-5);
    }
    let w = &file["reference"][0]["hammond_horn_counts"];
    let (ratio, low, high) = risk_ratio([397, 78557], [51, 108778], 0.95).unwrap();
    relative("ratio", ratio, number(&w["rr"]), 1e-5);
    // The reference uses 1.96 for the normal quantile.
    relative("low", low, number(&w["ci_1_96"][0]), 1e-5);
    relative("high", high, number(&w["ci_1_96"][1]), 1e-5);
    assert!(e_value(1.0, 2.0, 3.0, Ratio::Risk).unwrap_err().to_string().contains("outside its interval"));
    assert!(e_value(-1.0, 0.5, 3.0, Ratio::Risk).is_err());
    assert_eq!(e_value(1.0, 1.0, 1.0, Ratio::CommonHazard).unwrap().point, 1.0);
}

/// Peeking at 40 looks of an experiment without effect: the sequence errs at most one time in twenty over all looks, Welch's
/// interval several times as often.
#[test]
fn sequences_survive_peeking() {
    let watch = Watch::new(0.95, 1000.0).unwrap();
    let (mut sequence, mut bounded, mut fixed) = (0, 0, 0);
    for run in 0..1000 {
        let mut g = random::stream(31, run);
        let (mut a, mut b) = (Running::default(), Running::default());
        let (mut wrong, mut wrong_mean, mut wrong_fixed) = (false, false, false);
        for _ in 0..40 {
            for _ in 0..25 {
                a.add(f64::from(u8::from(random::uniform(&mut g) < 0.3))).unwrap();
                b.add(f64::from(u8::from(random::uniform(&mut g) < 0.3))).unwrap();
            }
            let i = watch.difference(&a, &b).unwrap();
            wrong |= i.low > 0.0 || i.high < 0.0;
            let m = watch.bounded_mean(&a, 0.0, 1.0).unwrap();
            wrong_mean |= m.low > 0.3 || m.high < 0.3;
            wrong_fixed |= i.value.abs() > 1.96 * i.se.unwrap();
        }
        sequence += usize::from(wrong);
        bounded += usize::from(wrong_mean);
        fixed += usize::from(wrong_fixed);
    }
    assert!(sequence <= 50 && bounded <= 50, "{sequence} {bounded}");
    assert!(fixed > 200, "{fixed}");
}

/// Confounded data: treatment and outcome both go with x; the effect is 1.
fn confounded(n: usize, seed: u64) -> (Vec<f64>, Vec<bool>, Vec<f64>) {
    let mut g = random::seeded(seed);
    let (x, noise) = noisy(n, seed);
    let treated: Vec<bool> =
        x.iter().map(|x| random::uniform(&mut g) < 1.0 / (1.0 + (-0.7 * x).exp())).collect();
    let outcomes = (0..n).map(|i| x[i] + noise[i] + f64::from(u8::from(treated[i]))).collect();
    (x, treated, outcomes)
}

/// 1,000 data sets of 300 rows each: all methods cover; the unadjusted difference hardly ever does.
#[test]
fn coverage() {
    let mut covered = [0; 8];
    let mut plain = 0;
    for run in 0..1000 {
        let (x, treated, outcomes) = confounded(300, 50_000 + run);
        let study = Study {
            treated: &treated,
            outcomes: &outcomes,
            propensity: &[&x],
            outcome: &[&x],
            link: Link::Logit,
        };
        let fitted = study.fit().unwrap();
        let holds = |e: troth_stats::Estimate| usize::from(e.low <= 1.0 && 1.0 <= e.high);
        for (at, method) in [
            Method::RegressionAdjustment,
            Method::Weighting,
            Method::DoublyRobust,
            Method::DoublyRobustWeighted,
            Method::WeightedAdjustment,
        ]
        .into_iter()
        .enumerate()
        {
            covered[at] += holds(fitted.effect(method, 0.95).unwrap().average);
        }
        covered[5] += holds(fitted.effect_on_treated(0.95).unwrap());
        let plan = CrossFit { folds: 5, seed: run, outcome: Outcome::LeastSquares, floor: 0.01 };
        let crossed = plan.effect(&study, 0.95).unwrap();
        covered[6] += holds(crossed.average);
        covered[7] += holds(crossed.on_treated);
        plain += holds(
            Experiment { treated: &treated, outcomes: &outcomes }
                .check()
                .unwrap()
                .difference(0.95)
                .unwrap()
                .difference,
        );
    }
    assert!(covered.iter().all(|c| (930..=970).contains(c)), "{covered:?}");
    assert!(plain < 200, "{plain}");
}

#[test]
fn experiments_cover() {
    let mut covered = [0; 3];
    for run in 0..1000 {
        let (x, noise) = noisy(80, 70_000 + run);
        let treated: Vec<bool> = (0..80).map(|i| i % 2 == 0).collect();
        let y: Vec<f64> =
            (0..80).map(|i| 1e12 * (x[i] + noise[i] + if treated[i] { 1.0 } else { 0.0 })).collect();
        let e = Experiment { treated: &treated, outcomes: &y }.check().unwrap();
        let found = [
            e.difference(0.95).unwrap().difference,
            e.cuped(&x, 0.95).unwrap().effect,
            e.interacted(&[&x], Covariance::Hc3, 0.95).unwrap(),
        ];
        for (c, i) in covered.iter_mut().zip(found) {
            *c += usize::from(i.low <= 1e12 && 1e12 <= i.high);
        }
    }
    assert!(covered.iter().all(|c| (930..=970).contains(c)), "{covered:?}");
}

/// The same seed gives the same answer to the last bit on one thread and on many; the lasso finds the same effect.
#[test]
fn cross_fitting_repeats() {
    let (x, treated, outcomes) = confounded(6000, 4);
    let (z, _) = noisy(6000, 99);
    let study = Study {
        treated: &treated,
        outcomes: &outcomes,
        propensity: &[&x, &z],
        outcome: &[&x, &z],
        link: Link::Logit,
    };
    let plan = CrossFit { folds: 5, seed: 3, outcome: Outcome::LeastSquares, floor: 0.01 };
    let many = plan.effect(&study, 0.95).unwrap();
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap()
        .install(|| plan.effect(&study, 0.95).unwrap());
    assert_eq!(many, one);
    let lasso = CrossFit { outcome: Outcome::Lasso, ..plan }.effect(&study, 0.95).unwrap();
    absolute("lasso", lasso.average.value, many.average.value, 0.01);
    let whole = study.fit().unwrap().effect(Method::DoublyRobust, 0.95).unwrap().average;
    absolute("without cross-fitting", whole.value, many.average.value, 0.01);
}

#[test]
fn torture() {
    let (f, t) = (false, true);
    let text = |treated: &[bool], outcomes: &[f64]| {
        Experiment { treated, outcomes }.check().map(|_| ()).unwrap_err().to_string()
    };
    assert!(text(&[], &[]).contains("0 rows are treated"));
    assert!(text(&[t], &[1.0]).contains("1 rows are treated"));
    assert!(text(&[t, t, f], &[1.0, 2.0, 3.0]).contains("1 rows are untreated"));
    assert!(text(&[t, t, f, f], &[1.0, 2.0, 3.0, f64::NAN]).contains("outcomes at row 3 is NaN"));
    let half = [t, t, f, f];
    let flat = Experiment { treated: &half, outcomes: &[2.0, 2.0, 1.0, 1.0] }.check().unwrap();
    assert_eq!(flat.difference(0.95).unwrap().p_value, 0.0);
    assert!(flat.cuped(&[1.0; 4], 0.95).unwrap_err().to_string().contains("before"));
    let x: Vec<f64> = (0..20).map(f64::from).collect();
    let treated: Vec<bool> = (0..20).map(|i| i >= 10).collect();
    let study =
        Study { treated: &treated, outcomes: &x, propensity: &[&x], outcome: &[&x], link: Link::Logit };
    assert!(study.fit().unwrap_err().to_string().contains("separated"));
    let more = Matching { treated: &[t, t, f], scores: &[0.1, 0.2, 0.3], replacement: false, caliper: None };
    assert!(more.pairs().unwrap_err().to_string().contains("match with replacement"));
    let far = Matching { treated: &[t, f], scores: &[0.1, 0.9], replacement: true, caliper: Some(0.1) };
    assert!(far.pairs().unwrap_err().to_string().contains("caliper"));
    assert!(weights(&[t], &[1.0], Target::All).unwrap_err().to_string().contains("propensity at row 0 is 1"));
    let mut running = Running::default();
    assert!(running.add(f64::INFINITY).is_err());
    let watch = Watch::new(0.95, 100.0).unwrap();
    assert!(watch.difference(&running, &running).is_err());
    assert!(Watch::new(0.95, f64::NAN).is_err());
    let gap = TwoPeriods {
        treated: &[t, t, t, t, f, f, f, f],
        after: &[t, t, f, f, t, t, t, t],
        outcomes: &[1.0; 8],
    };
    assert!(gap.fit().unwrap_err().to_string().contains("cell"));
    let binary = Binary {
        design: Design { columns: &[&x], intercept: true },
        outcomes: &[1.0; 20],
        weights: None,
        link: Link::Logit,
    };
    assert!(binary.check().is_err());
}

/// Without replacement each untreated row is used once, and every pair is the best that was left: checked against a plain search.
#[test]
fn matching_agrees_with_a_plain_search() {
    for seed in 0..40 {
        let mut g = random::seeded(seed);
        let treated: Vec<bool> = (0..60).map(|i| i < 20).collect();
        let scores: Vec<f64> = (0..60).map(|_| random::below(&mut g, 15) as f64 / 15.0).collect();
        for replacement in [false, true] {
            let got =
                Matching { treated: &treated, scores: &scores, replacement, caliper: None }.pairs().unwrap();
            let mut order: Vec<usize> = (0..20).collect();
            order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
            let mut free: Vec<usize> = (20..60).collect();
            for (at, row) in order.into_iter().enumerate() {
                let best = *free
                    .iter()
                    .min_by(|a, b| {
                        (scores[**a] - scores[row])
                            .abs()
                            .total_cmp(&(scores[**b] - scores[row]).abs())
                            .then(a.cmp(b))
                    })
                    .unwrap();
                assert_eq!(got.pairs[at], (row, best), "seed {seed}");
                if !replacement {
                    free.retain(|r| *r != best);
                }
            }
        }
    }
}

/// Stata's published `teffects` on cattaneo2 and Dehejia & Wahba's 1794, from the copies in this crate: runs without the reference folder.
#[test]
fn published_effects() {
    let nsw = golden::own_table("nsw_dw.csv");
    let (treated, outcomes) = (flags(&nsw.numbers("treat")), nsw.numbers("re78"));
    let found =
        Experiment { treated: &treated, outcomes: &outcomes }.check().unwrap().difference(0.95).unwrap();
    absolute("Dehejia and Wahba (1999)", found.difference.value, 1794.0, 0.5);
    let data = golden::own_table("cattaneo2.csv");
    let (treated, outcomes) = (flags(&data.numbers("mbsmoke_")), data.numbers("bweight"));
    let p = columns(&data, &["mmarried_", "mage", "mage2", "fbaby_", "medu"]);
    let o = columns(&data, &["prenatal1_", "mmarried_", "mage", "fbaby_"]);
    let (p, o) = (slices(&p), slices(&o));
    let study =
        Study { treated: &treated, outcomes: &outcomes, propensity: &p, outcome: &o, link: Link::Probit };
    let fitted = study.fit().unwrap();
    for (method, value, se) in [
        (Method::RegressionAdjustment, -239.63921146434, 23.82402100183),
        (Method::Weighting, -230.68863779526, 25.815243801554),
        (Method::DoublyRobust, -230.98920111258, 26.210564625435),
    ] {
        let average = fitted.effect(method, 0.95).unwrap().average;
        relative("effect", average.value, value, 1e-6);
        relative("error", average.se.unwrap(), se, 1e-3);
    }
}

/// 1,000 data sets of 400 rows: the effect on the treated by matching, one untreated row many times or once. Matching once leaves
/// some pairs far apart, so its estimate is biased here; the one with replacement covers.
#[test]
fn coverage_of_matching() {
    let (mut covered, mut once) = (0, 0.0);
    for run in 0..1000 {
        let (x, treated, outcomes) = confounded(400, 90_000 + run);
        let plan = Matching { treated: &treated, scores: &x, replacement: true, caliper: None };
        let i = plan.pairs().unwrap().effect_on_treated(&outcomes, 0.95).unwrap();
        covered += usize::from(i.low <= 1.0 && 1.0 <= i.high);
        let near = Matching { replacement: false, caliper: Some(0.05), ..plan };
        once += near.pairs().unwrap().effect_on_treated(&outcomes, 0.95).unwrap().value / 1000.0;
    }
    assert!((930..=970).contains(&covered), "{covered}");
    absolute("within a caliper", once, 1.0, 0.03);
}
