//! A backup holds everything, is written while others write, and comes back on either engine.

use std::io::{Read, Write};
use std::path::Path;

use troth_core::{Actor, SettingChanged};
use troth_harness::{PostgresPlace, START, TestStore};
use troth_store::{Engine, Location, Store, backup, part};

fn nothing(_: u64) {}

async fn fill(test: &TestStore, count: usize) {
    for number in 0..count {
        test.store
            .write(START, Actor::System, move |tx| {
                tx.set_setting(&format!("key.{number}"), &format!("Zoë \"{number}\"\n\\ ☕"))?;
                tx.append(&SettingChanged { key: format!("key.{number}") })?;
                Ok::<_, troth_store::Error>(())
            })
            .await
            .unwrap();
    }
}

async fn settings(store: &Store) -> Vec<(String, String)> {
    store
        .read(|db| {
            let rows = db.query("SELECT key, value FROM setting ORDER BY key", &[])?;
            rows.iter()
                .map(|row| Ok((row.get(0)?, row.get(1)?)))
                .collect::<Result<Vec<_>, troth_store::Error>>()
        })
        .await
        .unwrap()
}

async fn reopened(location: &Location) -> Store {
    let clock = std::sync::Arc::new(troth_core::FixedClock::at(START));
    Store::open(location, vec![part()], clock).await.unwrap()
}

/// Copies an archive with one member's bytes changed by `change`.
fn tampered(from: &Path, to: &Path, member: &str, change: impl Fn(&mut Vec<u8>)) {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut copy = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name == member {
            change(&mut bytes);
        }
        copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        copy.write_all(&bytes).unwrap();
    }
    copy.finish().unwrap();
}

troth_harness::on_both_engines! {
    async fn a_backup_comes_back_on_either_engine(test: TestStore) {
        fill(&test, 2_100).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("all.troth");
        let made = test.store.backup(file.clone(), nothing).await.unwrap();
        assert_eq!(made, backup::check(&file).unwrap());
        assert!(made.rows() >= 4_200, "{}", made.rows());
        let again = test.store.backup(file.clone(), nothing).await.unwrap_err().to_string();
        assert!(again.contains("choose another"), "{again}");
        let mut places = vec![Location::Folder(folder.path().join("back"))];
        let postgres = PostgresPlace::fresh();
        places.extend(postgres.as_ref().map(|place| Location::Url(place.url().clone())));
        for place in places {
            let back = Store::restore(&place, vec![part()], START, file.clone(), nothing).await.unwrap();
            assert_eq!(back, made);
            let store = reopened(&place).await;
            assert_eq!(settings(&store).await, settings(&test.store).await);
            // A second backup of it is the same to the byte, row by row.
            let second = folder.path().join(format!("{:?}.troth", store.engine()));
            assert_eq!(store.backup(second, nothing).await.unwrap().tables, made.tables);
            store.close().await;
            let taken = Store::restore(&place, vec![part()], START, file.clone(), nothing).await.unwrap_err().to_string();
            assert!(taken.contains("holds records already"), "{taken}");
        }
    }

    async fn a_backup_is_of_one_moment_while_others_write(test: TestStore) {
        fill(&test, 50).await;
        let folder = tempfile::tempdir().unwrap();
        let store = test.store.clone();
        // Each change writes a setting and its event: a backup between two changes holds as many of one as of the other.
        let writing = tokio::spawn(async move {
            for number in 50..250 {
                let change = move |tx: &mut troth_store::Tx<'_>| {
                    tx.set_setting(&format!("key.{number}"), "x")?;
                    tx.append(&SettingChanged { key: format!("key.{number}") })?;
                    Ok::<_, troth_store::Error>(())
                };
                store.write(START, Actor::System, change).await.unwrap();
            }
        });
        let rows = |made: &backup::Manifest, name: &str| made.tables.iter().find(|table| table.name == name).unwrap().rows;
        let before = rows(&test.store.backup(folder.path().join("0.troth"), nothing).await.unwrap(), "setting");
        for number in 1..8 {
            let made = test.store.backup(folder.path().join(format!("{number}.troth")), nothing).await.unwrap();
            let extra = rows(&made, "setting") - before;
            assert!(rows(&made, "event") >= extra, "{made:?}");
            assert_eq!(rows(&made, "setting"), rows(&made, "event"), "a setting and its event come together");
        }
        writing.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_foreign_file_restores_nothing() {
    let test = TestStore::open(Engine::Sqlite, vec![]).await.unwrap();
    fill(&test, 20).await;
    let folder = tempfile::tempdir().unwrap();
    let (file, bad) = (folder.path().join("all.troth"), folder.path().join("bad.troth"));
    test.store.backup(file.clone(), nothing).await.unwrap();
    let place = Location::Folder(folder.path().join("back"));
    let refused = async |says: &str| {
        let error =
            Store::restore(&place, vec![part()], START, bad.clone(), nothing).await.unwrap_err().to_string();
        assert!(error.contains(says), "{error} does not say {says}");
        assert!(!folder.path().join("back/troth.db").exists(), "nothing is left behind");
    };
    tampered(&file, &bad, "setting.jsonl", |bytes| {
        let at = bytes.iter().position(|byte| *byte == b'Z').unwrap();
        bytes[at] = b'z';
    });
    assert!(backup::check(&bad).unwrap_err().to_string().contains("the rows of setting are damaged"));
    refused("the rows of setting are damaged").await;
    tampered(&file, &bad, "setting.jsonl", Vec::clear);
    refused("the rows of setting are damaged").await;
    let manifest = |from: &'static str, to: &'static str| {
        move |bytes: &mut Vec<u8>| {
            *bytes = String::from_utf8(bytes.clone()).unwrap().replacen(from, to, 1).into_bytes();
        }
    };
    tampered(&file, &bad, "manifest.json", manifest("\"format\": 1", "\"format\": 2"));
    refused("reads form 1").await;
    tampered(&file, &bad, "manifest.json", manifest("\"owner\": \"store\"", "\"owner\": \"tomorrow\""));
    refused("newer version").await;
    std::fs::write(&bad, b"PK not a zip").unwrap();
    refused("it is no backup of Troth").await;
    assert_eq!(Store::restore(&place, vec![part()], START, file, nothing).await.unwrap().format, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_leaves_no_file() {
    let test = TestStore::open(Engine::Sqlite, vec![]).await.unwrap();
    let nowhere = Path::new("/nowhere/at/all.troth").to_owned();
    let error = test.store.backup(nowhere, nothing).await.unwrap_err().to_string();
    assert!(error.contains("cannot use /nowhere/at/all.troth"), "{error}");
}
