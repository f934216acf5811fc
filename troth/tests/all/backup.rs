//! `troth backup` and `troth restore`: beside a running program, from one engine to the other, and before an upgrade.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::program::{self, Place};
use crate::serving::Serving;

fn places() -> Vec<Place> {
    std::iter::once(Place::sqlite()).chain(Place::postgres()).collect()
}

#[test]
fn everything_comes_back_on_either_engine() {
    let purchases = program::purchases();
    for place in places() {
        place.json(&program::import(&purchases));
        place.json(&["run", "--as-of=1997-09-30", "--json"]);
        let file = place.path().join("all.troth");
        let made = place.json(&["backup", file.to_str().unwrap(), "--json"]);
        assert!(made["rows"].as_u64().unwrap() > 6_000, "{made}");
        let checked = place.json(&["restore", file.to_str().unwrap(), "--check", "--json"]);
        assert_eq!(checked["rows"], made["rows"]);
        let into_full = place.run(&["restore", file.to_str().unwrap()]);
        assert_eq!(into_full.status.code(), Some(1));
        assert!(String::from_utf8(into_full.stderr).unwrap().contains("holds records already"));
        let today = place.json(&["today", "--json"]);
        for other in places() {
            let back = other.json(&["restore", file.to_str().unwrap(), "--json"]);
            assert_eq!(back["rows"], made["rows"]);
            assert_eq!(other.json(&["today", "--json"]), today, "the same list of work");
        }
        let doctor = place.json(&["doctor", "--json"]);
        let says =
            doctor["findings"].as_array().unwrap().iter().find(|one| one["check"] == "backup").unwrap();
        assert_eq!(says["says"], "the last is 0 days old");
    }
}

/// Backups beside a till that goes on sending hold everything that was answered before they began, and of nothing a half.
/// `bench/backup/under_load.sh` does the same two hundred times.
#[test]
fn backups_under_load_hold_what_was_answered_and_nothing_by_halves() {
    for place in places() {
        let serving = Serving::start(&place, None);
        let (answered, over) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while over.load(Ordering::SeqCst) == 0 {
                    let number = answered.load(Ordering::SeqCst);
                    assert!(serving.batch_if_taken(number));
                    answered.store(number + 1, Ordering::SeqCst);
                }
            });
            for round in 0..4 {
                while answered.load(Ordering::SeqCst) < round + 1 {
                    std::thread::yield_now();
                }
                let before = answered.load(Ordering::SeqCst);
                let file = place.path().join(format!("{round}.troth"));
                place.json(&["backup", file.to_str().unwrap(), "--json"]);
                let other = Place::sqlite();
                other.json(&["restore", file.to_str().unwrap(), "--json"]);
                let question = "SELECT COUNT(*) AS n FROM fact_purchase";
                let rows =
                    other.json(&["sql", question, "--format", "json"])["rows"][0]["n"].as_u64().unwrap();
                assert!(rows >= before as u64 * 50, "{rows} rows, {before} batches were answered");
                assert_eq!(rows % 50, 0, "a batch is there or not");
            }
            over.store(1, Ordering::SeqCst);
        });
    }
}

#[test]
fn a_backup_is_named_for_the_day_in_a_folder() {
    let place = Place::sqlite();
    let folder = place.path().to_str().unwrap().to_owned();
    let made = place.json(&["backup", &folder, "--json"]);
    let file = made["file"].as_str().unwrap();
    let file = std::path::Path::new(file);
    assert!(file.extension().is_some_and(|end| end == "troth") && file.exists(), "{}", file.display());
    let missing = place.run(&["restore", "nothing.troth", "--check"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8(missing.stderr).unwrap().contains("cannot use nothing.troth"));
}

/// What an earlier version wrote is kept as it was before its tables are changed.
#[test]
fn an_upgrade_begins_with_a_backup() {
    let place = Place::sqlite();
    place.json(&["user", "add", "Ada", "ada@shop.example", "--role=owner", "--json"]);
    let backups = place.path().join("data/backups");
    assert!(!backups.exists(), "a new place has nothing to keep");
    forget_a_migration(&place);
    place.json(&["doctor", "--json"]);
    let kept: Vec<_> = std::fs::read_dir(&backups).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    place.json(&["doctor", "--json"]);
    assert_eq!(std::fs::read_dir(&backups).unwrap().count(), 1, "once");
    let other = Place::sqlite();
    other.json(&["restore", kept[0].to_str().unwrap(), "--json"]);
    let link = other.json(&["user", "link", "ada@shop.example", "--json"]);
    assert!(link["link"].is_string(), "and it can be restored and brought up to date");
    // Where the backup cannot be written, nothing is changed.
    forget_a_migration(&place);
    std::fs::remove_dir_all(&backups).unwrap();
    std::fs::write(&backups, "in the way").unwrap();
    let refused = place.run(&["doctor"]);
    assert_eq!(refused.status.code(), Some(1));
    std::fs::remove_file(&backups).unwrap();
    place.json(&["doctor", "--json"]);
    assert_eq!(std::fs::read_dir(&backups).unwrap().count(), 1, "it was still to be done");
}

/// As an earlier version left the records: without one of its migrations.
fn forget_a_migration(place: &Place) {
    let location = troth_store::Location::Folder(place.path().join("data"));
    let clock = std::sync::Arc::new(troth_core::FixedClock::at(troth_harness::START));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = troth_store::Store::open(&location, troth::wiring::parts(), clock).await.unwrap();
        let forget = |tx: &mut troth_store::Tx<'_>| {
            tx.execute("DROP INDEX web_user_staff", &[])?;
            tx.execute("DELETE FROM migration WHERE owner = 'web' AND number = 40", &[])?;
            Ok::<_, troth_store::Error>(())
        };
        store.write(troth_harness::START, troth_core::Actor::System, forget).await.unwrap();
        store.close().await;
    });
}
