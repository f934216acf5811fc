//! The morning run at growing sizes, cold and after 1,000 new purchases, beside the same answers by lifetimes on pandas.
//!
//! `troth-bench-run PROGRAM [--python PYTHON] [CUSTOMERS …]`; `make bench` calls it. `troth-bench-run load CUSTOMERS FOLDER` leaves the business
//! in a data folder, `troth-bench-run page PROGRAM FOLDER` asks a folder's pages.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

mod business;
mod page;
mod process;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use troth::clock::SystemClock;
use troth_store::{Location, Store};

/// Purchases that come between two runs.
const NEW: i64 = 1_000;

async fn open(folder: &Path) -> anyhow::Result<Store> {
    let location = Location::Folder(folder.to_owned());
    Ok(Store::open(&location, troth::wiring::parts(), Arc::new(SystemClock)).await?)
}

fn run(program: &str, folder: &Path, day: troth_core::Day) -> anyhow::Result<process::Took> {
    let (folder, day) = (folder.display().to_string(), day.to_string());
    process::run(program, &["run", "--data", &folder, "--as-of", &day, "--json"])
}

fn say(customers: i64, purchases: i64, what: &str, took: &process::Took, answer: &str) {
    let (seconds, work, megabytes) = (took.seconds, took.work, took.megabytes);
    println!("{customers} | {purchases} | {what} | {seconds:.2} | {work:.2} | {megabytes:.0} | {answer}");
}

/// Megabytes of a folder.
fn size(folder: &Path) -> anyhow::Result<f64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes as f64 / 1e6)
}

fn share(answer: &str) -> anyhow::Result<String> {
    let report: serde_json::Value = serde_json::from_str(answer)?;
    let chosen = report["fits"].as_array().and_then(|fits| fits.iter().find(|fit| fit["chosen"] == true));
    let fit = chosen.context("no model was chosen")?;
    let (worth, risk) = (&report["worth"]["base"]["value"], &report["at_risk"]["customers"]["value"]);
    Ok(format!(
        "{} {:.1}, at risk {risk}, worth {:.0}",
        fit["model"],
        fit["log_likelihood"],
        worth.as_f64().unwrap_or(0.0) / 100.0
    ))
}

async fn size_of(customers: i64, program: &str, python: Option<&str>) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, csv) = (folder.path().join("data"), folder.path().join("purchases.csv"));
    let store = open(&data).await?;
    let purchases = business::load(&store, customers, &csv).await?;
    store.close().await;
    let say = |what: &str, took: &process::Took, answer: &str| say(customers, purchases, what, took, answer);
    let before = size(&data)?;
    let first = run(program, &data, business::today())?;
    say("first run", &first, &share(&first.answer)?);
    println!("# the file grew from {before:.0} MB to {:.0} MB", size(&data)?);
    for (what, number, day) in [
        ("again the same day, 1,000 new purchases", purchases, business::today()),
        ("the next day, 1,000 new purchases", purchases + NEW, business::today().plus(1)),
    ] {
        let store = open(&data).await?;
        business::add(&store, customers, NEW, number, day).await?;
        store.close().await;
        let took = run(program, &data, day)?;
        say(what, &took, &share(&took.answer)?);
    }
    println!("# the file is {:.0} MB now", size(&data)?);
    page::measure(program, &data, customers).await?;
    if let Some(python) = python {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers.py");
        let peer = process::run(python, &[script, &csv.display().to_string(), business::TODAY])?;
        say("lifetimes on pandas", &peer, peer.answer.trim());
        println!(
            "# {:.1} times as fast as the peer, {:.2} of its memory",
            peer.seconds / first.seconds,
            first.megabytes / peer.megabytes
        );
    }
    Ok(())
}

/// A file as large and shaped as the whole of CDNOW, from file to today's list.
fn whole_file(program: &str) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, csv) = (folder.path().join("data"), folder.path().join("purchases.csv"));
    let purchases = business::write(&business::CDNOW, business::CDNOW_CUSTOMERS, &csv)?;
    let (data, file) = (data.display().to_string(), csv.display().to_string());
    let import = process::run(
        program,
        &[
            "import",
            "purchases",
            &file,
            "--data",
            &data,
            "--map",
            "at=day",
            "--date-format",
            "%Y-%m-%d",
            "--json",
        ],
    )?;
    let run = process::run(program, &["run", "--data", &data, "--as-of", business::TODAY, "--json"])?;
    let customers = business::CDNOW_CUSTOMERS;
    say(customers, purchases, "import of a file", &import, "");
    say(customers, purchases, "its first run", &run, &share(&run.answer)?);
    println!("# from file to list {:.2} s (goal 2)", import.seconds + run.seconds);
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let python = arguments.iter().position(|argument| argument == "--python").map(|place| {
        let mut both = arguments.drain(place..(place + 2).min(arguments.len()));
        both.nth(1).unwrap_or_default()
    });
    anyhow::ensure!(
        !arguments.is_empty(),
        "which program? troth-bench-run PROGRAM [--python PYTHON] [CUSTOMERS …]"
    );
    let program = arguments.remove(0);
    if let ("page", [program, folder]) = (program.as_str(), arguments.as_slice()) {
        return page::measure(program, Path::new(folder), 0).await;
    }
    if let ("load", [customers, folder]) = (program.as_str(), arguments.as_slice()) {
        let folder = Path::new(folder);
        std::fs::create_dir_all(folder)?;
        let store = open(folder).await?;
        let purchases = business::load(&store, customers.parse()?, &folder.join("purchases.csv")).await?;
        store.close().await;
        println!("{purchases} purchases");
        return Ok(());
    }
    let mut sizes = Vec::new();
    for text in &arguments {
        sizes.push(text.parse::<i64>().with_context(|| format!("`{text}` is no number of customers"))?);
    }
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    println!("customers | purchases | what | seconds | seconds of work | peak MB | answer");
    whole_file(&program)?;
    for customers in sizes {
        size_of(customers, &program, python.as_deref()).await?;
    }
    Ok(())
}
