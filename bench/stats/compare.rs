//! Our side of `bench/stats/compare.sh`: makes the data that all read, or does one task on them.
//!
//! `compare data CUSTOMERS ROWS FOLDER` writes the files of `purchases`, `histories`, `spends`, `rows` and `drivers`. `compare TASK FOLDER` reads what the
//! task needs, then prints task, rows, seconds (best of three, without reading), peak memory of the process in MB, and the answer.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers written by this program"
)]

use std::io::{BufWriter, Write};
use std::time::Instant;

use troth_stats::contract::{Covariates, Cox, CoxData, Span, Ties};
use troth_stats::driver::Drivers;
use troth_stats::effect::observational::{Method, Study};
use troth_stats::random::rand_distr::{Beta, Distribution, Exp, Gamma, StandardNormal};
use troth_stats::random::{seeded, uniform};
use troth_stats::regression::{Binary, Covariance, Design, Link, Ordinal};
use troth_stats::repeat::{BgNbd, GammaGamma, Histories, History, ParetoNbd, Spend, Spends, Transactions};

type Failure = Box<dyn std::error::Error>;

fn write(customers: usize, rows: usize, folder: &str) -> Result<(), Failure> {
    let mut g = seeded(1997);
    let open =
        |name: &str| Ok::<_, Failure>(BufWriter::new(std::fs::File::create(format!("{folder}/{name}"))?));
    let (mut purchases, mut histories, mut table) =
        (open("purchases.csv")?, open("histories.csv")?, open("rows.csv")?);
    let (mut spends, mut drivers) = (open("spends.csv")?, open("drivers.csv")?);
    writeln!(spends, "frequency,mean")?;
    writeln!(purchases, "customer,day,amount")?;
    writeln!(histories, "frequency,recency,age")?;
    writeln!(table, "x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,time,event,level,treated,outcome")?;
    for id in 0..customers {
        let joined = (uniform(&mut g) * 180.0).floor();
        let rate: f64 = Gamma::new(0.243, 1.0 / (4.414 * 7.0))?.sample(&mut g);
        let leave: f64 = Beta::new(0.793, 2.426)?.sample(&mut g);
        let level: f64 = Gamma::new(3.74, 1.0 / 15.44)?.sample(&mut g);
        let (mut day, mut last, mut frequency) = (0.0_f64, 0.0_f64, 0);
        let mut spent = 0.0;
        loop {
            let amount: f64 = Gamma::new(6.25, 1.0 / level)?.sample(&mut g);
            if frequency == 0 || day.floor() > last {
                writeln!(purchases, "{id},{},{amount:.2}", joined + day.floor())?;
                spent += if frequency > 0 { amount } else { 0.0 };
                frequency += 1;
                last = day.floor();
            }
            let gone = frequency > 1 && uniform(&mut g) < leave;
            day += Exp::new(rate.max(1e-12))?.sample(&mut g);
            if gone || day > 365.0 - joined {
                break;
            }
        }
        if frequency > 1 {
            writeln!(spends, "{},{:.4}", frequency - 1, spent / f64::from(frequency - 1))?;
        }
        writeln!(
            histories,
            "{},{},{}",
            frequency - 1,
            (last / 7.0).floor(),
            ((365.0 - joined) / 7.0).floor()
        )?;
    }
    // Twelve drivers with a common part, five hundred answers.
    writeln!(drivers, "d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,d10,d11,outcome")?;
    for _ in 0..500 {
        let common: f64 = StandardNormal.sample(&mut g);
        let mut own = [0.7 * common; 12];
        for value in &mut own {
            let apart: f64 = StandardNormal.sample(&mut g);
            *value += apart;
        }
        let noise: f64 = StandardNormal.sample(&mut g);
        let outcome: f64 = own.iter().zip(0_u32..).map(|(v, j)| v * 0.05 * f64::from(j)).sum::<f64>() + noise;
        for value in own {
            write!(drivers, "{value},")?;
        }
        writeln!(drivers, "{outcome}")?;
    }
    for _ in 0..rows {
        let x: Vec<f64> = (0..10).map(|_| StandardNormal.sample(&mut g)).collect();
        let eta: f64 = x.iter().zip(0_u32..).map(|(x, j)| 0.1 * (f64::from(j) - 4.0) * x).sum();
        let (time, end) = (Exp::new(0.1 * eta.exp())?.sample(&mut g), 10.0 * uniform(&mut g));
        let u = uniform(&mut g).clamp(1e-12, 1.0 - 1e-12);
        let latent = eta + (u / (1.0 - u)).ln();
        let level = [-2.0, -0.7, 0.7, 2.0].iter().filter(|t| latent > **t).count();
        let treated = u8::from(uniform(&mut g) < 1.0 / (1.0 + (-0.5 * x[0]).exp()));
        for value in &x {
            write!(table, "{value},")?;
        }
        let outcome = latent + f64::from(treated);
        writeln!(table, "{},{},{level},{treated},{outcome}", f64::min(time, end), u8::from(time <= end))?;
    }
    Ok(())
}

/// The columns of a file, as numbers.
fn read(path: &str) -> Result<Vec<Vec<f64>>, Failure> {
    let mut reader = csv::Reader::from_path(path)?;
    let mut columns = vec![Vec::new(); reader.headers()?.len()];
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        for (column, text) in columns.iter_mut().zip(&record) {
            column.push(text.parse()?);
        }
    }
    Ok(columns)
}

/// Purchases in columns.
struct Purchases {
    customer: Vec<u64>,
    day: Vec<i32>,
    amount: Vec<f64>,
}

impl Purchases {
    /// So many of a file.
    fn read(path: &str, rows: usize) -> Result<Self, Failure> {
        let mut reader = csv::Reader::from_path(path)?;
        let room = (Vec::with_capacity(rows), Vec::with_capacity(rows), Vec::with_capacity(rows));
        let mut all = Self { customer: room.0, day: room.1, amount: room.2 };
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            all.customer.push(record[0].parse()?);
            all.day.push(record[1].parse()?);
            all.amount.push(record[2].parse()?);
        }
        Ok(all)
    }

    /// Repeat purchases of all.
    fn repeated(&self) -> Result<f64, troth_stats::Error> {
        let all = Transactions { customer: &self.customer, day: &self.day, amount: &self.amount };
        Ok(all.summarise(365, 365)?.iter().map(|customer| customer.frequency as f64).sum())
    }
}

/// Peak resident memory of this process in MB; none where the system does not say.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

fn best(task: &str, rows: usize, f: impl Fn() -> Result<f64, troth_stats::Error>) -> Result<(), Failure> {
    best_of(task, rows, || Ok(f()?))
}

/// As [`best`], where reading is part of the task.
fn best_of(task: &str, rows: usize, f: impl Fn() -> Result<f64, Failure>) -> Result<(), Failure> {
    let (mut seconds, mut answer) = (f64::INFINITY, f64::NAN);
    for _ in 0..3 {
        let start = Instant::now();
        answer = f()?;
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    println!("{task}\ttroth\t{rows}\t{seconds:.4}\t{:.0}\t{answer:.6}", peak().unwrap_or(f64::NAN));
    Ok(())
}

/// Lines of a file, without its heading.
fn lines(path: &str) -> Result<usize, Failure> {
    let reader = std::io::BufReader::new(std::fs::File::open(path)?);
    Ok(std::io::BufRead::lines(reader).count().saturating_sub(1))
}

fn histories(folder: &str) -> Result<Vec<History>, Failure> {
    let c = read(&format!("{folder}/histories.csv"))?;
    Ok((0..c[0].len()).map(|i| History::new(c[0][i] as u64, c[1][i], c[2][i])).collect())
}

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["data", customers, rows, folder] => write(customers.parse()?, rows.parse()?, folder),
        ["summary", folder] => {
            let path = format!("{folder}/purchases.csv");
            let all = Purchases::read(&path, lines(&path)?)?;
            best("summary", all.day.len(), || all.repeated())
        }
        ["summary_csv", folder] => {
            let path = format!("{folder}/purchases.csv");
            let rows = lines(&path)?;
            best_of("summary_csv", rows, || Ok(Purchases::read(&path, rows)?.repeated()?))
        }
        ["gammagamma", folder] => {
            let c = read(&format!("{folder}/spends.csv"))?;
            let rows: Vec<Spend> = (0..c[0].len()).map(|i| Spend::new(c[0][i] as u64, c[1][i])).collect();
            best("gammagamma", rows.len(), || Ok(GammaGamma::fit(&Spends::check(&rows)?, None)?.values()[1]))
        }
        ["logit", folder] => {
            let c = read(&format!("{folder}/rows.csv"))?;
            let columns: Vec<&[f64]> = c[..10].iter().map(Vec::as_slice).collect();
            let design = Design { columns: &columns, intercept: true };
            best("logit", c[13].len(), || {
                let data = Binary { design, outcomes: &c[13], weights: None, link: Link::Logit };
                let model = data.check()?.fit()?;
                Ok(model.estimates(Covariance::Hc1, 0.95)?[1].se.unwrap_or(f64::NAN))
            })
        }
        ["shapley" | "bootstrap", folder] => {
            let c = read(&format!("{folder}/drivers.csv"))?;
            let columns: Vec<&[f64]> = c[..12].iter().map(Vec::as_slice).collect();
            let drivers = Drivers { columns: &columns, outcome: &c[12], weights: None };
            if words[0] == "shapley" {
                best("shapley", c[12].len(), || Ok(drivers.check()?.shapley()?[0]))
            } else {
                best("bootstrap", c[12].len(), || {
                    drivers.check()?.bootstrap(1000, 1, 0.95)?;
                    Ok(drivers.check()?.shapley()?[0])
                })
            }
        }
        ["bgnbd", folder] => {
            let rows = histories(folder)?;
            best("bgnbd", rows.len(), || Ok(BgNbd::fit(&Histories::check(&rows)?, None)?.values()[0]))
        }
        ["paretonbd", folder] => {
            let rows = histories(folder)?;
            best("paretonbd", rows.len(), || Ok(ParetoNbd::fit(&Histories::check(&rows)?, None)?.values()[0]))
        }
        ["cox", folder] => {
            let c = read(&format!("{folder}/rows.csv"))?;
            let n = c[0].len();
            let values: Vec<f64> = (0..n).flat_map(|i| c[..10].iter().map(move |column| column[i])).collect();
            let spans: Vec<Span> = (0..n).map(|i| Span::new(c[10][i], c[11][i] > 0.5)).collect();
            best("cox", n, || {
                let data = CoxData::check(&spans, Covariates { values: &values, columns: 10 })?;
                Ok(Cox::fit(&data, Ties::Efron)?.log_likelihood())
            })
        }
        ["ordinal", folder] => {
            let c = read(&format!("{folder}/rows.csv"))?;
            let columns: Vec<&[f64]> = c[..10].iter().map(Vec::as_slice).collect();
            let outcomes: Vec<usize> = c[12].iter().map(|v| *v as usize).collect();
            best("ordinal", outcomes.len(), || {
                let model =
                    Ordinal { columns: &columns, outcomes: &outcomes, weights: None, link: Link::Logit };
                Ok(model.check()?.fit()?.log_likelihood())
            })
        }
        ["aipw", folder] => {
            let c = read(&format!("{folder}/rows.csv"))?;
            let x: Vec<&[f64]> = c[..10].iter().map(Vec::as_slice).collect();
            let treated: Vec<bool> = c[13].iter().map(|v| *v > 0.5).collect();
            best("aipw", treated.len(), || {
                let study = Study {
                    treated: &treated,
                    outcomes: &c[14],
                    propensity: &x,
                    outcome: &x,
                    link: Link::Logit,
                };
                Ok(study.fit()?.effect(Method::DoublyRobust, 0.95)?.average.value)
            })
        }
        _ => Err("compare data CUSTOMERS ROWS FOLDER, or compare TASK FOLDER".into()),
    }
}
