//! Cox regression with the exact likelihood of ties: R's answers, every set written out, coverage in discrete time.

use crate::golden::{json, number, relative, table};
use rayon::prelude::*;
use troth_stats::Error;
use troth_stats::contract::*;
use troth_stats::random::rand_distr::{Distribution, StandardNormal};
use troth_stats::random::{seeded, stream, uniform};

/// Spans and covariates of the lung data without the row that lacks one; time in steps of `days`.
fn lung(days: f64) -> Option<(Vec<Span>, Vec<f64>, Vec<u32>)> {
    let t = table("lung.csv")?;
    let (time, status) = (t.numbers("time"), t.numbers("status"));
    let (age, sex, ecog) = (t.numbers("age"), t.numbers("sex"), t.numbers("ph.ecog"));
    let keep: Vec<usize> = (0..time.len()).filter(|&i| ecog[i].is_finite()).collect();
    let spans = keep.iter().map(|&i| Span::new((time[i] / days).ceil(), status[i] == 2.0)).collect();
    let x = keep.iter().flat_map(|&i| [age[i], sex[i], ecog[i]]).collect();
    Some((spans, x, keep.iter().map(|&i| sex[i] as u32).collect()))
}

#[test]
fn as_r_says() {
    let (Some(golden), Some((spans, x, _))) = (json("b2_lung_survival.json"), lung(1.0)) else { return };
    let want = &golden["reference"][0]["cox_exact"];
    let fit = |spans: &[Span], x: &[f64], columns| {
        ExactCox::fit(&CoxData::check(spans, Covariates { values: x, columns }).unwrap()).unwrap()
    };
    let model = fit(&spans, &x, 3);
    for (got, name) in model.coefficients().iter().zip(["age", "sex", "ph.ecog"]) {
        relative(name, got.value, number(&want["coef"][name]), 1e-6);
    }
    relative("ll", model.log_likelihood(), number(&want["loglik"]), 1e-10);
    // In quarters of a year, with up to 40 ties: R survival 3.5.3 with eps = 1e-14.
    let (spans, x, sex) = lung(90.0).unwrap();
    let model = fit(&spans, &x, 3);
    let coefficients = [0.0113905775959267, -0.6697709091254604, 0.5295825222157393];
    let errors = [0.010303232033613, 0.187799064015184, 0.131550203664547];
    for ((got, value), se) in model.coefficients().iter().zip(coefficients).zip(errors) {
        relative("coefficient", got.value, value, 1e-9);
        relative("se", got.se.unwrap(), se, 1e-9);
    }
    relative("ll", model.log_likelihood(), -379.580446618688, 1e-12);
    relative("score", model.score().chi_square, 31.3395544719117, 1e-9);
    relative("lr", model.likelihood_ratio().chi_square, 2.0 * (395.621883179325 - 379.580446618688), 1e-9);
    // A baseline for each sex.
    let x: Vec<f64> = x.chunks(3).flat_map(|row| [row[0], row[2]]).collect();
    let data =
        CoxData::check(&spans, Covariates { values: &x, columns: 2 }).unwrap().stratified(&sex).unwrap();
    let model = ExactCox::fit(&data).unwrap();
    relative("age", model.coefficients()[0].value, 0.0114226290131763, 1e-9);
    relative("ecog", model.coefficients()[1].se.unwrap(), 0.1316861553056186, 1e-9);
    relative("ll", model.log_likelihood(), -362.191497182664, 1e-12);
}

/// All sets of as many relations as ended, one by one.
fn written_out(spans: &[Span], x: &[f64], beta: f64) -> f64 {
    let mut times: Vec<f64> = spans.iter().filter(|s| s.event).map(|s| s.exit).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut value = 0.0;
    for time in times {
        let at_risk: Vec<usize> =
            (0..spans.len()).filter(|&i| spans[i].exit >= time && spans[i].entry < time).collect();
        let ended: Vec<usize> =
            at_risk.iter().copied().filter(|&i| spans[i].event && spans[i].exit == time).collect();
        let mut sum = 0.0;
        for set in 0_u32..1 << at_risk.len() {
            if set.count_ones() as usize == ended.len() {
                let eta: f64 = at_risk
                    .iter()
                    .enumerate()
                    .filter(|(k, _)| set >> k & 1 == 1)
                    .map(|(_, &i)| beta * x[i])
                    .sum();
                sum += eta.exp();
            }
        }
        value += ended.iter().map(|&i| beta * x[i]).sum::<f64>() - sum.ln();
    }
    value
}

#[test]
fn laws() {
    let mut g = seeded(8);
    for round in 0..20 {
        let n = 12;
        let spans: Vec<Span> = (0..n)
            .map(|_| {
                let exit = 2.0 + (4.0 * uniform(&mut g)).floor();
                let entry = if uniform(&mut g) < 0.3 { 1.0 } else { 0.0 };
                Span::from(entry, exit, uniform(&mut g) < 0.7)
            })
            .collect();
        let x: Vec<f64> = (0..n).map(|_| StandardNormal.sample(&mut g)).collect();
        let Ok(data) = CoxData::check(&spans, Covariates { values: &x, columns: 1 }) else { continue };
        let Ok(model) = ExactCox::fit(&data) else { continue };
        let beta = model.coefficients()[0].value;
        relative("ll", model.log_likelihood(), written_out(&spans, &x, beta), 1e-10);
        for step in [-1e-3, 1e-3] {
            assert!(written_out(&spans, &x, beta + step) < model.log_likelihood(), "round {round}");
        }
    }
    // Without ties it is Cox's own likelihood, and the order of the rows means nothing.
    let spans: Vec<Span> =
        (0..60).map(|i| Span::new(f64::from(i) + uniform(&mut g), uniform(&mut g) < 0.6)).collect();
    let x: Vec<f64> = (0..120).map(|_| StandardNormal.sample(&mut g)).collect();
    let data = CoxData::check(&spans, Covariates { values: &x, columns: 2 }).unwrap();
    let (exact, plain) = (ExactCox::fit(&data).unwrap(), Cox::fit(&data, Ties::Breslow).unwrap());
    for (a, b) in exact.coefficients().iter().zip(plain.coefficients()) {
        relative("coefficient", a.value, b.log_ratio.value, 1e-9);
        relative("se", a.se.unwrap(), b.naive_se, 1e-9);
    }
}

#[test]
fn intervals_cover_in_discrete_time() {
    let beta = [0.5, -0.8];
    let shares: Vec<Option<[bool; 2]>> = (0..1000_u64)
        .into_par_iter()
        .map(|i| {
            let mut g = stream(91, i);
            let (mut spans, mut x) = (Vec::new(), Vec::new());
            for _ in 0..120 {
                let row = [StandardNormal.sample(&mut g), f64::from(u8::from(uniform(&mut g) < 0.5))];
                let odds =
                    |step: i32| (-1.5 + 0.2 * f64::from(step) + beta[0] * row[0] + beta[1] * row[1]).exp();
                let end = (1..=5).find(|&step| uniform(&mut g) < odds(step) / (1.0 + odds(step)));
                spans.push(Span::new(f64::from(end.unwrap_or(5)), end.is_some()));
                x.extend(row);
            }
            let data = CoxData::check(&spans, Covariates { values: &x, columns: 2 }).ok()?;
            let e = ExactCox::fit(&data).ok()?.coefficients();
            Some([0, 1].map(|j| e[j].low <= beta[j] && beta[j] <= e[j].high))
        })
        .collect();
    for j in 0..2 {
        let share = shares.iter().flatten().filter(|s| s[j]).count() as f64 / 1000.0;
        println!("coefficient {j}: {:.1} %", 100.0 * share);
        assert!((0.93..=0.97).contains(&share), "coefficient {j}: {share}");
    }
}

#[test]
fn refuses() {
    let spans = [Span::new(1.0, true), Span::new(1.0, false), Span::new(2.0, true), Span::new(2.0, false)];
    let x = [1.0, 0.0, 0.5, 2.0];
    let data = CoxData::check(&spans, Covariates { values: &x, columns: 1 }).unwrap();
    assert!(matches!(
        ExactCox::fit(&data.clone().robust()),
        Err(Error::Undetermined { input: "cluster", .. })
    ));
    let heavy = spans.map(|s| Span { weight: 2.0, ..s });
    let heavy = CoxData::check(&heavy, Covariates { values: &x, columns: 1 }).unwrap();
    assert!(matches!(ExactCox::fit(&heavy), Err(Error::Undetermined { input: "weights", .. })));
    // Whoever has the greater covariate ends first, always.
    let x = [3.0, 1.0, 2.0, 1.0];
    let data = CoxData::check(&spans, Covariates { values: &x, columns: 1 }).unwrap();
    assert!(ExactCox::fit(&data).is_err());
}
