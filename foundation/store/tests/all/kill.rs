//! `kill -9` under a load of writes: whatever was acknowledged is there, whole. `TROTH_KILL_ROUNDS` asks for more rounds
//! than the short one (`make bench` does two hundred).

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use troth_core::{Actor, FixedClock, SettingChanged};
use troth_harness::START;
use troth_store::{Error, Location, Store};

const FOLDER: &str = "TROTH_KILL_FOLDER";

async fn open(folder: &Path) -> Store {
    let location = Location::Folder(folder.to_owned());
    // Each start finds the node of the killed program taken until its lease ends; the clock does not matter else.
    Store::open(&location, vec![troth_store::part()], Arc::new(FixedClock::at(START))).await.unwrap()
}

/// The program that is killed: sixty-four callers, each verb two rows and an event, acknowledged on stdout.
#[test]
fn writer_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = open(Path::new(&folder)).await;
        let round: u32 = std::process::id();
        let callers = (0..64).map(|caller| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0.. {
                    let key = format!("{round}-{caller}-{number}");
                    let named = key.clone();
                    let written: Result<(), Error> = store
                        .write(START, Actor::System, move |tx| {
                            tx.set_setting(&format!("a {named}"), "1")?;
                            tx.append(&SettingChanged { key: named.clone() })?;
                            tx.set_setting(&format!("b {named}"), "1")
                        })
                        .await;
                    written.unwrap();
                    writeln!(std::io::stdout(), "acknowledged {key}").unwrap();
                }
            })
        });
        for caller in callers.collect::<Vec<_>>() {
            caller.await.unwrap();
        }
    });
}

/// Starts the writer, kills it after so many acknowledgements, and returns them all.
fn round(folder: &Path, acknowledgements: usize, pause: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::writer_that_is_killed", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut seen = Vec::new();
    let mut killed = false;
    for line in lines.map_while(Result::ok) {
        // The first line may stand behind the name of the test; a last one may be cut off.
        if let Some((_, key)) = line.split_once("acknowledged ") {
            seen.push(key.to_owned());
        }
        if seen.len() >= acknowledgements && !killed {
            std::thread::sleep(pause);
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    assert!(killed, "the writer ended by itself");
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_and_nothing_is_half_done() {
    let rounds: u32 = std::env::var("TROTH_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<String> = Vec::new();
    for number in 0..rounds {
        let pause = Duration::from_micros(u64::from(number % 20) * 700);
        let mut seen = round(folder.path(), 20 + number as usize % 150, pause);
        // What stands on the last line may have been cut by the kill.
        seen.pop();
        acknowledged.extend(seen);
        let store = open(folder.path()).await;
        let keys = store.read(|db| db.query("SELECT key FROM setting", &[])).await.unwrap();
        let keys: std::collections::HashSet<String> = keys.iter().map(|row| row.get(0).unwrap()).collect();
        for key in &acknowledged {
            for half in ["a", "b"] {
                assert!(
                    keys.contains(&format!("{half} {key}")),
                    "round {number}: {half} {key} was acknowledged"
                );
            }
        }
        let halves = |letter: char| keys.iter().filter(|key| key.starts_with(letter)).count();
        assert_eq!(halves('a'), halves('b'), "round {number}: a verb is half done");
        let events: i64 = store.read(|db| db.scalar("SELECT COUNT(*) FROM event", &[])).await.unwrap();
        assert_eq!(usize::try_from(events).unwrap(), halves('a'), "round {number}: one event for each verb");
        let sound: String =
            store.read(|db| db.scalar("SELECT quick_check FROM pragma_quick_check", &[])).await.unwrap();
        assert_eq!(sound, "ok");
        store.close().await;
        // The killed program's node number is never given back; its lease does not end on a clock that stands.
        assert!(number < 500, "one node number a round");
    }
    assert!(acknowledged.len() >= 20 * rounds as usize - rounds as usize);
}
