//! Looking for records entered twice: the first pass over everybody, then a day on which a hundred were written of, at two
//! sizes; memory held, what other writers wait, and how many of the planted duplicates were found.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use troth_core::{Actor, SettingChanged};
use troth_harness::START;
use troth_records::{Options, find_duplicates, find_kind, import_file};
use troth_store::{Engine, Error, Store};

const FIRST: [&str; 40] = [
    "Ada", "Anna", "Ben", "Bo", "Carla", "Cem", "Clara", "David", "Elif", "Emil", "Eva", "Felix", "Finn",
    "Greta", "Hanna", "Ida", "Jakob", "Jan", "Jon", "Karl", "Lea", "Lena", "Leo", "Lina", "Luis", "Maja",
    "Max", "Mia", "Mila", "Nora", "Noah", "Olga", "Oskar", "Paul", "Paula", "Rosa", "Sara", "Tim", "Toni",
    "Zoe",
];

/// People with names as skewed as names are; of every tenth a second record, written a little otherwise.
fn write_people(path: &Path, people: u64) -> anyhow::Result<u64> {
    let mut state = 5u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut text, mut planted) = (std::io::BufWriter::new(std::fs::File::create(path)?), 0);
    writeln!(text, "key,name,email,phone")?;
    for n in 0..people {
        let first = FIRST[usize::try_from(draw(40)).unwrap_or_default()];
        // One in a hundred is a Smith; the others share some thousands of names.
        let last = if draw(100) == 0 { "Smith".to_owned() } else { format!("{}son", word(draw(40_000))) };
        let (email, phone) =
            (format!("{first}.{n}@home{}.example", n % 50), format!("0170 {:07}", n * 7 % 9_999_999));
        let twin = n % 10 == 9;
        if twin {
            planted += 1;
            let (email, phone) = if draw(2) == 0 {
                (email.to_uppercase(), String::new())
            } else {
                (String::new(), format!("+49 170 {:07}", n * 7 % 9_999_999))
            };
            writeln!(text, "t{n},\"{last}, {first}\",{email},{phone}")?;
        }
        writeln!(text, "k{n},{first} {last},{email},{phone}")?;
    }
    text.flush()?;
    Ok(planted)
}

/// A made-up word of a number.
fn word(mut number: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za"];
    let mut word = String::new();
    for _ in 0..4 {
        word += SYLLABLES[usize::try_from(number % 16).unwrap_or_default()];
        number /= 16;
    }
    word
}

/// The most memory held since it was last asked, in megabytes.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    // From here on it is counted anew; where that is not allowed the figure is the highest of all.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    kilobytes.unwrap_or_default() / 1024.0
}

/// Seconds of a search, and the 99th percentile in milliseconds of what others wait meanwhile.
async fn search(store: &Store) -> anyhow::Result<(f64, f64, u64)> {
    let seeker = store.clone();
    let started = Instant::now();
    let search = tokio::spawn(async move { find_duplicates(&seeker, START).await });
    let mut waits = Vec::new();
    while !search.is_finished() {
        let asked = Instant::now();
        let write = store.write(START, Actor::System, move |tx| {
            tx.set_setting("bench", "1")?;
            tx.append(&SettingChanged { key: "bench".into() })?;
            Ok::<_, Error>(())
        });
        write.await?;
        waits.push(asked.elapsed().as_secs_f64() * 1e3);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let looked = search.await??;
    let seconds = started.elapsed().as_secs_f64();
    waits.sort_by(f64::total_cmp);
    Ok((seconds, waits.get(waits.len() * 99 / 100).copied().unwrap_or_default(), looked))
}

/// Prints a line for each number of people and engine.
pub(crate) async fn measure(sizes: &[u64]) -> anyhow::Result<()> {
    for (engine, name) in [(Engine::Sqlite, "SQLite"), (Engine::Postgres, "PostgreSQL")] {
        for &people in sizes {
            let Some((_place, store)) = crate::fresh_store(engine).await? else { continue };
            let store = &store;
            let folder = tempfile::tempdir()?;
            let path = folder.path().join("people.csv");
            let planted = write_people(&path, people)?;
            let kind = find_kind(store, "contacts").context("no contacts")?;
            let options = Options::default();
            import_file(store, START, Actor::System, &kind, &path, &options, &mut |_, _| {}).await?;
            let before = peak();
            let (seconds, p99, looked) = search(store).await?;
            let megabytes = peak();
            // A day later a hundred are written otherwise.
            let head: String = std::fs::read_to_string(&path)?
                .lines()
                .take(101)
                .fold(String::new(), |text, line| text + &line.replace("son", "sen") + "\n");
            std::fs::write(&path, head)?;
            import_file(store, START, Actor::System, &kind, &path, &options, &mut |_, _| {}).await?;
            let (again, _, changed) = search(store).await?;
            let found: i64 = store
                .read(|db| {
                    db.scalar(
                        "SELECT COUNT(*) FROM duplicate JOIN account one ON one.id = duplicate.one JOIN account other \
                         ON other.id = duplicate.other WHERE SUBSTR(one.external_key, 2) = SUBSTR(other.external_key, 2)",
                        &[],
                    )
                })
                .await?;
            let proposed: i64 = store.read(|db| db.scalar("SELECT COUNT(*) FROM duplicate", &[])).await?;
            println!(
                "{name}, duplicates among {people} people: first pass {seconds:.1} s over {looked} records, {megabytes:.0} MB \
                 (import before it {before:.0} MB), others' p99 {p99:.0} ms (goal 100); {found} of {planted} planted \
                 found, {proposed} proposed; after {changed} changed {:.0} ms",
                again * 1e3
            );
        }
    }
    Ok(())
}
