//! Coverage of intervals about answers, effects and few referrals, as in `coverage`.

use crate::coverage::{covers, holds};
use troth_stats::economics::{Referrals, Referrer, Reproduction};
use troth_stats::effect::matching::Matching;
use troth_stats::random::rand_distr::{Distribution as _, Gamma, Poisson, StandardNormal};
use troth_stats::random::uniform;
use troth_stats::regression::{Link, Ordinal};
use troth_stats::share::paired::Pairs;

/// Asked before and after: the two answers of a person go together.
#[test]
fn paired_shares() {
    covers(31, ["n = 60", "n = 400"], |g| {
        let mut one = |n: u64| {
            let mut counts = [0_u64; 4];
            for _ in 0..n {
                let first = uniform(g) < 0.6;
                let second = uniform(g) < if first { 0.7 } else { 0.2 };
                counts[usize::from(!first) * 2 + usize::from(!second)] += 1;
            }
            let [both, yes_no, no_yes, neither] = counts;
            let pairs = Pairs { both, yes_no, no_yes, neither }.check().ok()?;
            // 0.6 said yes first; 0.6 · 0.7 + 0.4 · 0.2 = 0.5 the second time.
            Some(holds(&pairs.interval(0.95).ok()?, 0.1))
        };
        Some([one(60)?, one(400)?])
    });
}

/// Proportional odds by likelihood: at thresholds −1 and 1, effects 0.8 and −0.5.
#[test]
fn ordinal_profile() {
    covers(32, ["profile 1", "profile 2", "Wald 1", "threshold 1", "threshold 2"], |g| {
        let (mut first, mut second, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..120 {
            let (a, b): (f64, f64) = (StandardNormal.sample(g), f64::from(u8::from(uniform(g) < 0.5)));
            let u = uniform(g).clamp(1e-12, 1.0 - 1e-12);
            let hidden = 0.8 * a - 0.5 * b + (u / (1.0 - u)).ln();
            outcomes.push(usize::from(hidden > -1.0) + usize::from(hidden > 1.0));
            first.push(a);
            second.push(b);
        }
        let columns: [&[f64]; 2] = [&first, &second];
        let model = Ordinal { columns: &columns, outcomes: &outcomes, weights: None, link: Link::Logit };
        let model = model.check().ok()?.fit().ok()?;
        let wald = model.estimates(0.95).ok()?;
        Some([
            holds(&model.profile(0, 0.95).ok()?, 0.8),
            holds(&model.profile(1, 0.95).ok()?, -0.5),
            holds(&wald[2], 0.8),
            holds(&wald[0], -1.0),
            holds(&wald[1], 1.0),
        ])
    });
}

/// Treated more often where the outcome is high anyway; an effect of 2 on everybody. Errors of Abadie and Imbens.
#[test]
fn matching() {
    covers(33, ["with replacement"], |g| {
        let (mut treated, mut scores, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..1000 {
            let x: f64 = StandardNormal.sample(g);
            let score = 1.0 / (1.0 + (1.2 - 0.6 * x).exp());
            let own = uniform(g) < score;
            let noise: f64 = StandardNormal.sample(g);
            outcomes.push(x + noise + if own { 2.0 } else { 0.0 });
            treated.push(own);
            scores.push(score);
        }
        let matched = Matching { treated: &treated, scores: &scores, replacement: true, caliper: None };
        Some([holds(&matched.pairs().ok()?.effect_on_treated(&outcomes, 0.95).ok()?, 2.0)])
    });
}

/// Thirty customers, most of whom bring nobody.
#[test]
fn referrals_of_few() {
    covers(34, ["R profile", "k profile", "R of Poisson"], |g| {
        let rows = |g: &mut _, k: Option<f64>| -> Vec<Referrer> {
            let one = |_| {
                let rate: f64 = k.map_or(0.9, |k| Gamma::new(k, 0.9 / k).unwrap().sample(g)).max(1e-12);
                let children: f64 = Poisson::new(rate).unwrap().sample(g);
                Referrer { children: children as u64, exposure: 1.0, weight: 1.0 }
            };
            (0..60).map(one).collect()
        };
        let data = Referrals::check(&rows(g, Some(0.5))).ok()?;
        let [rate, k] = Reproduction::fit(&data).ok()?.profile(0.95).ok()?;
        let even = Referrals::check(&rows(g, None)).ok()?.poisson(0.95).ok()?;
        Some([holds(&rate, 0.9), holds(&k, 0.5), holds(&even, 0.9)])
    });
}
