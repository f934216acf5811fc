//! How long regressions, drivers and effects take: `cargo run --release -p troth-stats --example speed_answers [ROWS] [CSV]`.
//!
//! Prints one line per task: name, rows, seconds (best of three), and the answer, so that a change of speed is never a change
//! of result. With a second argument the data are written there, for `bench/stats/answers_peers.py` to time the peers on the same rows.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::{io::Write, time::Instant};

use troth_stats::driver::Drivers;
use troth_stats::effect::cross_fit::{CrossFit, Outcome};
use troth_stats::effect::observational::{Method, Study};
use troth_stats::random::rand_distr::{Distribution, StandardNormal};
use troth_stats::random::{seeded, uniform};
use troth_stats::regression::{Binary, Covariance, Design, Link, Ols, Ordinal};

type Failure = Box<dyn std::error::Error>;

fn best(task: &str, size: usize, f: impl Fn() -> Result<f64, troth_stats::Error>) -> Result<(), Failure> {
    let (mut seconds, mut answer) = (f64::INFINITY, f64::NAN);
    for _ in 0..3 {
        let start = Instant::now();
        answer = f()?;
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    println!("{task}\t{size}\t{seconds:.4} s\t{answer:.9}");
    Ok(())
}

fn main() -> Result<(), Failure> {
    let rows: usize = std::env::args().nth(1).map_or(Ok(100_000), |a| a.parse())?;
    let mut g = seeded(20_261_122);
    let columns: Vec<Vec<f64>> =
        (0..12).map(|_| (0..rows).map(|_| StandardNormal.sample(&mut g)).collect()).collect();
    let latent: Vec<f64> = (0..rows)
        .map(|r| {
            let u = uniform(&mut g).clamp(1e-12, 1.0 - 1e-12);
            (0_u32..10).zip(&columns).map(|(j, c)| 0.1 * f64::from(j) * c[r]).sum::<f64>()
                + (u / (1.0 - u)).ln()
        })
        .collect();
    let levels: Vec<usize> =
        latent.iter().map(|v| [-2.0, -0.7, 0.7, 2.0].iter().filter(|t| v > *t).count()).collect();
    let yes: Vec<f64> = latent.iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
    let treated: Vec<bool> =
        columns[0].iter().map(|x| uniform(&mut g) < 1.0 / (1.0 + (-0.5 * x).exp())).collect();
    let outcomes: Vec<f64> = (0..rows).map(|r| latent[r] + f64::from(u8::from(treated[r]))).collect();
    if let Some(path) = std::env::args().nth(2) {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
        writeln!(file, "x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,level,yes,treated,outcome")?;
        for r in 0..rows {
            for column in &columns[..10] {
                write!(file, "{},", column[r])?;
            }
            writeln!(file, "{},{},{},{}", levels[r], yes[r], u8::from(treated[r]), outcomes[r])?;
        }
    }
    let all: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let x = &all[..10];
    let design = Design { columns: x, intercept: true };
    best("least squares, HC3", rows, || {
        let model = Ols { design, outcomes: &outcomes, weights: None }.check()?.fit()?;
        Ok(model.estimates(Covariance::Hc3, 0.95)?[1].se.unwrap_or(f64::NAN))
    })?;
    best("logit, HC1", rows, || {
        let model = Binary { design, outcomes: &yes, weights: None, link: Link::Logit }.check()?.fit()?;
        Ok(model.estimates(Covariance::Hc1, 0.95)?[9].value)
    })?;
    best("ordinal logit", rows, || {
        let model =
            Ordinal { columns: x, outcomes: &levels, weights: None, link: Link::Logit }.check()?.fit()?;
        Ok(model.log_likelihood())
    })?;
    let study =
        Study { treated: &treated, outcomes: &outcomes, propensity: x, outcome: x, link: Link::Logit };
    best("doubly robust effect", rows, || {
        Ok(study.fit()?.effect(Method::DoublyRobust, 0.95)?.average.value)
    })?;
    for (task, outcome) in [
        ("doubly robust effect, cross-fitted", Outcome::LeastSquares),
        ("doubly robust effect, cross-fitted lasso", Outcome::Lasso),
    ] {
        let plan = CrossFit { folds: 5, seed: 1, outcome, floor: 0.01 };
        best(task, rows, || Ok(plan.effect(&study, 0.95)?.average.value))?;
    }
    for size in [1000, 10_000] {
        let part: Vec<&[f64]> = all.iter().map(|c| &c[..size.min(rows)]).collect();
        let drivers =
            Drivers { columns: &part, outcome: &latent[..size.min(rows)], weights: None }.check()?;
        best("Shapley, 12 drivers", size, || Ok(drivers.shapley()?[9]))?;
        best("1,000 bootstraps of it", size, || Ok(drivers.bootstrap(1000, 1, 0.95)?.shapley[9].low))?;
    }
    Ok(())
}
