//! A million purchases read in, staging included, and taken back, beside the engines' own loaders into a table with the
//! same indexes; what other writers wait meanwhile; memory by size of file.
//! Then duplicates among people, which `cargo run --release -p troth-bench-import duplicates [PEOPLE]` measures alone.
//! `make bench`, or `cargo run --release -p troth-bench-import PROGRAM [ROWS]`.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

mod duplicates;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use troth_core::{Actor, Clock, SettingChanged};
use troth_harness::{PostgresPlace, START, TestStore};
use troth_records::{Options, find_kind, import_file};
use troth_store::{Engine, Error, Store};

/// The clock of the wall: an import finds out by it how much it may do at once.
struct Wall;

impl Clock for Wall {
    fn now(&self) -> troth_core::Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        troth_core::Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A store of its own that goes by it.
async fn fresh_store(engine: Engine) -> anyhow::Result<Option<(TestStore, Store)>> {
    let parts = vec![troth_store::part(), troth_records::part()];
    let Some(test) = TestStore::open(engine, parts.clone()).await else { return Ok(None) };
    test.store.close().await;
    let store = Store::open(&test.location(), parts, Arc::new(Wall)).await?;
    Ok(Some((test, store)))
}

/// Customers of the file: a tenth of its rows.
fn write_file(folder: &Path, rows: u64) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("purchases-{rows}.csv"));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    writeln!(file, "key,customer,at,amount,product,quantity")?;
    let mut state = 1u64;
    for row in 0..rows {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (customer, day) = ((state >> 33) % (rows / 10).max(1), (state >> 20) % 28 + 1);
        let (month, cents) = ((state >> 13) % 12 + 1, (state >> 40) % 20_000);
        let product = (state >> 50) % 300;
        writeln!(
            file,
            "order-{row},customer-{customer},2025-{month:02}-{day:02},{}.{:02},product {product},1",
            cents / 100,
            cents % 100
        )?;
    }
    file.flush()?;
    Ok(path)
}

/// What an import needs of each purchase: its key unique, a customer's purchases in order.
const TABLE: &str = "CREATE TABLE purchase (key TEXT NOT NULL, customer TEXT NOT NULL, at TEXT NOT NULL, amount TEXT NOT NULL, \
     product TEXT, quantity TEXT); CREATE UNIQUE INDEX by_key ON purchase (key); \
     CREATE INDEX of_customer ON purchase (customer, at);";

fn sqlite_shell(folder: &Path, file: &Path) -> anyhow::Result<f64> {
    let script = format!(
        "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\nPRAGMA cache_size = -65536;\n{TABLE}\n.import --csv --skip 1 {} purchase\n",
        file.display()
    );
    timed(Command::new("sqlite3").arg(folder.join("shell.db")), &script).map(|(seconds, _)| seconds)
}

fn copy(url: &str, file: &Path) -> anyhow::Result<f64> {
    // Rows have an id with an index of its own, as ours have; on SQLite that is the row's place.
    let table = TABLE.replace(
        "purchase (key TEXT",
        "purchase (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key TEXT",
    );
    let script = format!(
        "DROP SCHEMA IF EXISTS shell CASCADE; CREATE SCHEMA shell; SET search_path TO shell; {table}\n\\copy purchase (key, customer, at, \
         amount, product, quantity) FROM '{}' CSV HEADER\n",
        file.display()
    );
    let mut psql = Command::new("psql");
    timed(psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", url]), &script).map(|(seconds, _)| seconds)
}

/// Seconds that a program takes, and the most megabytes it held.
fn timed(command: &mut Command, stdin: &str) -> anyhow::Result<(f64, f64)> {
    let started = Instant::now();
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    child.stdin.take().context("no stdin")?.write_all(stdin.as_bytes())?;
    let mut most = 0.0f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let held = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = held.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        most = most.max(kilobytes.unwrap_or_default() / 1024.0);
        std::thread::sleep(Duration::from_millis(10));
    };
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok((started.elapsed().as_secs_f64(), most))
}

/// Seconds of an import, and the most megabytes held.
fn troth(program: &str, place: &[&str], file: &Path) -> anyhow::Result<(f64, f64)> {
    let file = file.to_str().context("a path of letters")?;
    let (seconds, megabytes) =
        timed(Command::new(program).args(["import", "purchases", file]).args(place), "")?;
    let again =
        Command::new(program).args(["import", "purchases", file, "--dry-run"]).args(place).output()?;
    let said = String::from_utf8_lossy(&again.stdout);
    if !said.contains(" 0 new, 0 changed") {
        bail!("the same file again: {said}");
    }
    Ok((seconds, megabytes))
}

/// What others wait, in milliseconds, while a file is read in.
async fn others_wait(store: &Store, file: &Path) -> anyhow::Result<(f64, f64)> {
    let kind = find_kind(store, "purchases").context("no purchases")?;
    let (reader, path) = (store.clone(), file.to_owned());
    let import = tokio::spawn(async move {
        let options = Options::default();
        let started = Instant::now();
        let done = import_file(&reader, START, Actor::System, &kind, &path, &options, &mut |_, _| {}).await;
        done.map(|imported| (imported.batch, started.elapsed().as_secs_f64()))
    });
    let mut waits = Vec::new();
    let mut number = 0u64;
    while !import.is_finished() {
        let (started, key) = (Instant::now(), format!("bench-{}", number % 1_000));
        let write = store.write(START, Actor::System, move |tx| {
            tx.set_setting(&key, "1")?;
            tx.append(&SettingChanged { key: key.clone() })?;
            Ok::<_, Error>(())
        });
        write.await?;
        waits.push(started.elapsed());
        number += 1;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (batch, _) = import.await??;
    let started = Instant::now();
    troth_records::undo_import(store, START, Actor::System, batch).await?;
    let undo = started.elapsed().as_secs_f64();
    waits.sort_unstable();
    let wait = |percent: usize| {
        let place = (waits.len() * percent / 100).min(waits.len().saturating_sub(1));
        waits.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    };
    println!(
        "others wait: p50 {:.0}, p90 {:.0}, p99 {:.0}, most {:.0} ms",
        wait(50),
        wait(90),
        wait(99),
        wait(100)
    );
    Ok((wait(99), undo))
}

/// People among whom duplicates are looked for.
const SIZES: [u64; 2] = [26_000, 260_000];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().context("which program? Name the release build of troth")?;
    if program == "duplicates" {
        let people = arguments.next().map(|people| people.parse()).transpose()?;
        return duplicates::measure(&people.map_or(SIZES.to_vec(), |people| vec![people])).await;
    }
    let rows: u64 = arguments.next().map_or(Ok(1_000_000), |rows| rows.parse())?;
    let folder = tempfile::tempdir()?;
    let file = write_file(folder.path(), rows)?;

    let shell = sqlite_shell(folder.path(), &file)?;
    let data = folder.path().join("data");
    let data = data.to_str().context("a path of letters")?.to_owned();
    let (seconds, megabytes) = troth(&program, &["--data", &data], &file)?;
    let (_place, store) = fresh_store(Engine::Sqlite).await?.context("SQLite")?;
    let (p99, undo) = others_wait(&store, &file).await?;
    println!(
        "SQLite: {rows} rows | .import {shell:.1} s | troth import {seconds:.1} s, {megabytes:.0} MB | undo {undo:.1} s"
    );
    println!(
        "ratio {:.2} (goal 3), undo included {:.2}; others' p99 {p99:.0} ms (goal 100)",
        seconds / shell,
        (seconds + undo) / shell
    );

    if let Some(place) = PostgresPlace::fresh() {
        let url = place.url();
        let copied = copy(&url, &file)?;
        let (seconds, megabytes) = troth(&program, &["--database-url", &url], &file)?;
        let (_place, store) = fresh_store(Engine::Postgres).await?.context("PostgreSQL")?;
        let (p99, undo) = others_wait(&store, &file).await?;
        println!(
            "PostgreSQL: {rows} rows | \\copy {copied:.1} s | troth import {seconds:.1} s, {megabytes:.0} MB | undo {undo:.1} s"
        );
        println!(
            "ratio {:.2} (goal 3), undo included {:.2}; others' p99 {p99:.0} ms (goal 100)",
            seconds / copied,
            (seconds + undo) / copied
        );
    }

    let larger = write_file(folder.path(), rows * 5)?;
    let data = folder.path().join("larger");
    let data = data.to_str().context("a path of letters")?.to_owned();
    let import = ["import", "purchases", larger.to_str().context("a path of letters")?, "--data", &data];
    let (seconds, more) = timed(Command::new(&program).args(import), "")?;
    println!("memory: {megabytes:.0} MB at {rows} rows, {more:.0} MB at {} rows ({seconds:.1} s)", rows * 5);
    duplicates::measure(&SIZES).await
}
