//! Durable verbs at 64 callers, beside the same statements with a commit each; how fast the program starts and what it
//! holds idle. `make bench`, or `cargo run --release -p troth-bench-store [PROGRAM]`.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Context;
use troth_core::{Actor, Clock, SettingChanged};
use troth_store::{Error, Location, Store};

const CALLERS: usize = 64;
const LASTS: Duration = Duration::from_secs(4);

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> troth_core::Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        troth_core::Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// Rate and waiting times of one way to write.
struct Rate {
    per_second: f64,
    p50: f64,
    p99: f64,
}

fn rate(mut waits: Vec<Duration>) -> Rate {
    waits.sort_unstable();
    let at = |thousandths: usize| {
        let place = waits.len() * thousandths / 1000;
        waits.get(place.min(waits.len().saturating_sub(1))).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    };
    Rate { per_second: waits.len() as f64 / LASTS.as_secs_f64(), p50: at(500), p99: at(990) }
}

/// One verb: a read, two writes and an event.
async fn shared_commits(folder: &Path) -> anyhow::Result<Rate> {
    let location = Location::Folder(folder.to_owned());
    let store = Store::open(&location, vec![troth_store::part()], Arc::new(SystemClock)).await?;
    let end = Instant::now() + LASTS;
    let callers = (0..CALLERS).map(|caller| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut waits = Vec::new();
            let mut number = 0u64;
            while Instant::now() < end {
                let started = Instant::now();
                let key = format!("{caller}-{number}");
                store
                    .write(SystemClock.now(), Actor::System, move |tx| {
                        tx.find_setting(&key)?;
                        tx.set_setting(&key, "1")?;
                        tx.append(&SettingChanged { key: key.clone() })?;
                        tx.set_setting(&key, "2")
                    })
                    .await?;
                waits.push(started.elapsed());
                number += 1;
            }
            Ok::<_, Error>(waits)
        })
    });
    let mut waits = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        waits.extend(caller.await??);
    }
    store.close().await;
    Ok(rate(waits))
}

/// The same statements by hand, with the same pragmas, a commit for each.
fn a_commit_each(folder: &Path) -> anyhow::Result<Rate> {
    let conn = rusqlite::Connection::open(folder.join("single.db"))?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 32768; PRAGMA cache_size = -65536;
         CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
         CREATE TABLE event (id INTEGER PRIMARY KEY, at INTEGER, actor_kind TEXT, actor_id INTEGER, kind TEXT, subject_kind TEXT,
           subject_id INTEGER, payload TEXT) STRICT;
         CREATE INDEX event_of_subject ON event (subject_kind, subject_id, id);",
    )?;
    let conn = Arc::new(Mutex::new(conn));
    let end = Instant::now() + LASTS;
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let conn = Arc::clone(&conn);
            std::thread::spawn(move || {
                let mut waits = Vec::new();
                let mut number = 0u64;
                while Instant::now() < end {
                    let started = Instant::now();
                    verb(&conn, &format!("{caller}-{number}"))?;
                    waits.push(started.elapsed());
                    number += 1;
                }
                Ok::<_, anyhow::Error>(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    for caller in callers {
        waits.extend(caller.join().map_err(|_| anyhow::anyhow!("a caller panicked"))??);
    }
    Ok(rate(waits))
}

fn verb(conn: &Mutex<rusqlite::Connection>, key: &str) -> anyhow::Result<()> {
    use rusqlite::OptionalExtension;
    let conn = conn.lock().map_err(|_| anyhow::anyhow!("a caller panicked"))?;
    let put = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let mut find = conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    find.query_row([key], |row| row.get::<_, String>(0)).optional()?;
    conn.prepare_cached(put)?.execute([key, "1"])?;
    conn.prepare_cached(
        "INSERT INTO event (at, actor_kind, actor_id, kind, subject_kind, subject_id, payload) \
         VALUES (1, 'system', 0, 'store.setting_changed', 'workspace', 0, ?1)",
    )?
    .execute([key])?;
    conn.prepare_cached(put)?.execute([key, "2"])?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}

/// Seconds from the command to the address on stdout, and megabytes held two seconds later.
fn start(program: &str, folder: &Path) -> anyhow::Result<(f64, f64)> {
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.join("program"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no stdout")?).read_line(&mut line)?;
    let seconds = started.elapsed().as_secs_f64();
    std::thread::sleep(Duration::from_secs(2));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    child.kill()?;
    child.wait()?;
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok());
    Ok((seconds, kilobytes.context("no VmRSS")? / 1024.0))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (single, shared) = (a_commit_each(folder.path())?, shared_commits(folder.path()).await?);
    println!("durable verbs, {CALLERS} callers, SQLite, synchronous=FULL | per second | p50 ms | p99 ms");
    for (name, rate) in [("a commit each", &single), ("shared commits (Store::write)", &shared)] {
        println!("{name} | {:.0} | {:.2} | {:.2}", rate.per_second, rate.p50, rate.p99);
    }
    println!("ratio {:.1} (goal 5)", shared.per_second / single.per_second);
    if let Some(program) = std::env::args().nth(1) {
        let (seconds, megabytes) = start(&program, folder.path())?;
        println!("start {seconds:.3} s (goal 1), idle memory {megabytes:.0} MB (goal 100)");
    }
    Ok(())
}
