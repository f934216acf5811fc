//! Data with known truth.

use troth_stats::contract::{Cohort, Span};
use troth_stats::random::rand_distr::{Beta, Distribution, Exp, Exp1, Gamma, StandardNormal};
use troth_stats::random::{Generator, uniform};
use troth_stats::repeat::{History, Spend};

fn gamma(g: &mut Generator, shape: f64, rate: f64) -> f64 {
    Gamma::new(shape, 1.0 / rate).unwrap().sample(g).max(1e-12)
}

fn beta(g: &mut Generator, a: f64, b: f64) -> f64 {
    Beta::new(a, b).unwrap().sample(g)
}

/// Customers of a BG/NBD, joined over ten weeks and watched until week 39.
pub(crate) fn bg_nbd(g: &mut Generator, p: &[f64; 4], n: usize) -> Vec<History> {
    buyers(g, n, |g, age| {
        let (rate, leave) = (gamma(g, p[0], p[1]), beta(g, p[2], p[3]));
        let (mut times, mut now) = (Vec::new(), 0.0);
        loop {
            now += Exp::new(rate).unwrap().sample(g);
            if now > age {
                return times;
            }
            times.push(now);
            if uniform(g) < leave {
                return times;
            }
        }
    })
}

/// Customers of an MBG/NBD: may leave right after the first purchase.
pub(crate) fn mbg_nbd(g: &mut Generator, p: &[f64; 4], n: usize) -> Vec<History> {
    buyers(g, n, |g, age| {
        let (rate, leave) = (gamma(g, p[0], p[1]), beta(g, p[2], p[3]));
        let (mut times, mut now) = (Vec::new(), 0.0);
        while uniform(g) >= leave {
            now += Exp::new(rate).unwrap().sample(g);
            if now > age {
                break;
            }
            times.push(now);
        }
        times
    })
}

/// Customers of an NBD: nobody leaves.
pub(crate) fn nbd(g: &mut Generator, p: &[f64; 2], n: usize) -> Vec<History> {
    buyers(g, n, |g, age| {
        let rate = gamma(g, p[0], p[1]);
        let (mut times, mut now) = (Vec::new(), Exp::new(rate).unwrap().sample(g));
        while now <= age {
            times.push(now);
            now += Exp::new(rate).unwrap().sample(g);
        }
        times
    })
}

/// Donors of a BG/BB over six opportunities.
pub(crate) fn bg_bb(g: &mut Generator, p: &[f64; 4], n: usize) -> Vec<History> {
    (0..n)
        .map(|_| {
            let (buy, leave) = (beta(g, p[0], p[1]), beta(g, p[2], p[3]));
            let (mut x, mut last) = (0, 0.0);
            for t in 1..=6_u8 {
                if uniform(g) < leave {
                    break;
                }
                if uniform(g) < buy {
                    x += 1;
                    last = f64::from(t);
                }
            }
            History::new(x, last, 6.0)
        })
        .collect()
}

/// Customers of a Pareto/NBD.
pub(crate) fn pareto_nbd(g: &mut Generator, p: &[f64; 4], n: usize) -> Vec<History> {
    buyers(g, n, |g, age| {
        let (rate, hazard) = (gamma(g, p[0], p[1]), gamma(g, p[2], p[3]));
        let end = age.min(Exp::new(hazard).unwrap().sample(g));
        let (mut times, mut now) = (Vec::new(), Exp::new(rate).unwrap().sample(g));
        while now <= end {
            times.push(now);
            now += Exp::new(rate).unwrap().sample(g);
        }
        times
    })
}

fn buyers(
    g: &mut Generator,
    n: usize,
    mut life: impl FnMut(&mut Generator, f64) -> Vec<f64>,
) -> Vec<History> {
    (0..n)
        .map(|_| {
            let age = 39.0 - 10.0 * uniform(g);
            let times = life(g, age);
            History::new(times.len() as u64, times.last().copied().unwrap_or(0.0), age)
        })
        .collect()
}

/// Spends of a Gamma-Gamma, one to six purchases each.
pub(crate) fn spends(g: &mut Generator, p: &[f64; 3], n: usize) -> Vec<Spend> {
    (0..n)
        .map(|_| {
            let count = 1 + (6.0 * uniform(g)) as u64;
            let rate = gamma(g, p[1], p[2]);
            let sum: f64 = (0..count).map(|_| gamma(g, p[0], rate)).sum();
            Spend::new(count, sum / count as f64)
        })
        .collect()
}

/// A cohort of a shifted beta geometric over seven renewals.
pub(crate) fn cohort(g: &mut Generator, alpha: f64, b: f64, n: usize) -> Cohort {
    let mut lost = vec![0.0; 7];
    let mut survivors = 0.0;
    for _ in 0..n {
        let leave = beta(g, alpha, b);
        match (0..7).find(|_| uniform(g) < leave) {
            Some(t) => lost[t] += 1.0,
            None => survivors += 1.0,
        }
    }
    Cohort { lost, survivors }
}

/// Exponential or Weibull times (`shape`) with two covariates and censoring; the log hazard ratios are `effects`.
pub(crate) fn spans(g: &mut Generator, n: usize, effects: [f64; 2], shape: f64) -> (Vec<Span>, Vec<f64>) {
    let (mut spans, mut x) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let row: [f64; 2] = [StandardNormal.sample(g), f64::from(u8::from(uniform(g) < 0.5))];
        let e: f64 = Exp1.sample(g);
        let time = (e * (-(row[0] * effects[0] + row[1] * effects[1])).exp()).powf(1.0 / shape);
        let end = 3.0 * uniform(g);
        spans.push(Span::new(time.min(end), time <= end));
        x.extend(row);
    }
    (spans, x)
}

/// Times whose logarithms are normal or logistic around 1 and two effects, a quarter of them cut off.
pub(crate) fn accelerated(
    g: &mut Generator,
    n: usize,
    effects: [f64; 2],
    scale: f64,
    logistic: bool,
) -> (Vec<Span>, Vec<f64>) {
    let (mut spans, mut x) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let row: [f64; 2] = [StandardNormal.sample(g), f64::from(u8::from(uniform(g) < 0.5))];
        let u = uniform(g).clamp(1e-12, 1.0 - 1e-12);
        let noise: f64 = if logistic { (u / (1.0 - u)).ln() } else { StandardNormal.sample(g) };
        let time = (1.0 + row[0] * effects[0] + row[1] * effects[1] + scale * noise).exp();
        let end = 12.0 * uniform(g) + 0.01;
        spans.push(Span::new(time.min(end), time <= end));
        x.extend(row);
    }
    (spans, x)
}

/// Purchases of one customer of an MBG/CNBD-k until `end`.
pub(crate) fn regular(g: &mut Generator, k: u32, p: &[f64; 4], end: f64) -> Vec<f64> {
    let (rate, leave) = (gamma(g, p[0], p[1]), beta(g, p[2], p[3]));
    let (mut times, mut now) = (Vec::new(), 0.0);
    while uniform(g) >= leave {
        now += gamma(g, f64::from(k), rate);
        if now > end {
            break;
        }
        times.push(now);
    }
    times
}

/// Customers of an MBG/CNBD-k, joined over ten weeks and watched until week 39, and the sum of the logarithms of their gaps.
pub(crate) fn regular_histories(g: &mut Generator, k: u32, p: &[f64; 4], n: usize) -> (Vec<History>, f64) {
    let mut log_gaps = 0.0;
    let rows = buyers(g, n, |g, age| {
        let times = regular(g, k, p, age);
        let mut last = 0.0;
        for time in &times {
            log_gaps += (time - last).ln();
            last = *time;
        }
        times
    });
    (rows, log_gaps)
}
