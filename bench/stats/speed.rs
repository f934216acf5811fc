//! How long the fits take, on data made here from a seed: `cargo run --release -p troth-stats --example speed [CUSTOMERS]`.
//!
//! Prints one line per task: name, size, seconds (best of three), and the answer, so that a change of speed is never a change of
//! result.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::time::Instant;

use troth_stats::contract::{Covariates, Cox, CoxData, Span, Ties};
use troth_stats::random::rand_distr::{Beta, Distribution, Exp, Gamma, StandardNormal};
use troth_stats::random::{Generator, seeded, uniform};
use troth_stats::repeat::{BgNbd, GammaGamma, Histories, History, ParetoNbd, Spend, Spends, Transactions};

type Failure = Box<dyn std::error::Error>;

fn best<T>(
    task: &str,
    size: usize,
    f: impl Fn() -> Result<(T, String), troth_stats::Error>,
) -> Result<T, Failure> {
    let (mut seconds, mut kept) = (f64::INFINITY, None);
    for _ in 0..3 {
        let start = Instant::now();
        let answer = f()?;
        seconds = seconds.min(start.elapsed().as_secs_f64());
        kept = Some(answer);
    }
    let (answer, text) = kept.ok_or("nothing ran")?;
    println!("{task}\t{size}\t{seconds:.4} s\t{text}");
    Ok(answer)
}

/// Days of purchase of one customer of the BG/NBD, in whole days from the first.
fn purchases(g: &mut Generator, age: f64) -> Result<Vec<f64>, Failure> {
    let rate: f64 = Gamma::new(0.243, 1.0 / (4.414 * 7.0))?.sample(g);
    let leave: f64 = Beta::new(0.793, 2.426)?.sample(g);
    let (mut day, mut days) = (0.0, vec![0.0]);
    loop {
        day += Exp::new(rate.max(1e-12))?.sample(g);
        if day > age {
            return Ok(days);
        }
        if day.floor() > days[days.len() - 1] {
            days.push(day.floor());
        }
        if uniform(g) < leave {
            return Ok(days);
        }
    }
}

fn main() -> Result<(), Failure> {
    let n: usize = std::env::args().nth(1).map_or(Ok(1_000_000), |a| a.parse())?;
    let mut g = seeded(1997);
    let (mut customer, mut day, mut amount, mut daily) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for id in 0..n {
        let joined = (uniform(&mut g) * 180.0).floor();
        let days = purchases(&mut g, 365.0 - joined)?;
        let level = Gamma::new(3.74, 1.0 / 15.44)?.sample(&mut g);
        for d in &days {
            customer.push(id as u64);
            day.push((joined + d).to_string().parse()?);
            amount.push(Gamma::new(6.25, 1.0 / level)?.sample(&mut g));
        }
        daily.push(History::new(days.len() as u64 - 1, days[days.len() - 1], 365.0 - joined));
    }
    let weekly: Vec<History> = daily
        .iter()
        .map(|h| History::new(h.frequency, (h.recency / 7.0).floor(), (h.age / 7.0).floor()))
        .collect();
    let show = |values: &[f64], cells: usize| format!("{cells} distinct\t{values:.4?}");
    best("transactions to summary", customer.len(), || {
        let t = Transactions { customer: &customer, day: &day, amount: &amount };
        let c = t.summarise(365, 365)?;
        let text = format!("{} customers", c.len());
        Ok((c, text))
    })?;
    for (name, rows) in [("BG/NBD weekly", &weekly), ("BG/NBD daily", &daily)] {
        best(name, n, || {
            let data = Histories::check(rows)?;
            let model = BgNbd::fit(&data, None)?;
            let text = show(model.values(), data.cells().len());
            Ok((model, text))
        })?;
    }
    let model = BgNbd::fit(&Histories::check(&weekly)?, None)?;
    best("BG/NBD outlook with intervals, weekly", n, || {
        let all = model.outlook(&weekly, 13.0)?;
        let text = format!("{:.1} purchases", all.iter().map(|o| o.purchases.value).sum::<f64>());
        Ok((all, text))
    })?;
    let some = &daily[..n.min(100_000)];
    best("Pareto/NBD daily", some.len(), || {
        let data = Histories::check(some)?;
        let model = ParetoNbd::fit(&data, None)?;
        let text = show(model.values(), data.cells().len());
        Ok((model, text))
    })?;
    let spends: Vec<Spend> = Transactions { customer: &customer, day: &day, amount: &amount }
        .summarise(365, 365)?
        .iter()
        .map(troth_stats::repeat::Customer::spend)
        .collect();
    best("Gamma-Gamma", n, || {
        let data = Spends::check(&spends)?;
        let model = GammaGamma::fit(&data, None)?;
        let text = show(model.values(), n);
        Ok((model, text))
    })?;
    let (rows, columns) = (100_000, 10);
    let x: Vec<f64> = (0..rows * columns).map(|_| StandardNormal.sample(&mut g)).collect();
    let mut spans = Vec::new();
    for i in 0..rows {
        let eta: f64 = (0..columns).map(|j| x[i * columns + j] * 0.1 * (j as f64 - 4.0)).sum();
        let time: f64 = Exp::new(eta.exp() * 0.1)?.sample(&mut g);
        let end = 10.0 * uniform(&mut g);
        spans.push(Span::new(time.min(end), time <= end));
    }
    let cox = best("Cox 100k x 10", rows, || {
        let data = CoxData::check(&spans, Covariates { values: &x, columns })?;
        let model = Cox::fit(&data, Ties::Efron)?;
        let text =
            format!("{:.4?}", model.coefficients().iter().map(|c| c.log_ratio.value).collect::<Vec<_>>());
        Ok((model, text))
    })?;
    best("Cox concordance", rows, || {
        let c = cox.concordance()?;
        let text = format!("{:.5}", c.estimate.value);
        Ok((c, text))
    })?;
    Ok(())
}
