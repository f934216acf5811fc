//! What `write` and `read` promise.

use troth_core::{Actor, Event, SettingChanged};
use troth_harness::{START, TestStore};
use troth_store::{Error, Kind, Store, Tx, Value, params};

async fn set(store: &Store, key: &'static str, value: &'static str) -> Result<(), Error> {
    store
        .write(START, Actor::System, move |tx| {
            tx.set_setting(key, value)?;
            tx.append(&SettingChanged { key: key.into() })?;
            Ok(())
        })
        .await
}

async fn count(store: &Store, sql: &'static str) -> i64 {
    store.read(move |db| db.scalar(sql, &[])).await.unwrap()
}

troth_harness::on_both_engines! {
    async fn what_is_written_is_read_and_outlives_the_program(test: TestStore) {
        set(&test.store, "color", "green").await.unwrap();
        let again = test.another().await;
        let found = again.read(|db| db.find_setting("color")).await.unwrap();
        assert_eq!(found.as_deref(), Some("green"));
        let events = again.read(|db| db.query("SELECT kind, payload, at FROM event", &[])).await.unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].text(0).unwrap(), SettingChanged::KIND);
        assert_eq!(events[0].instant(2).unwrap(), START);
    }

    async fn a_failure_undoes_itself_alone(test: TestStore) {
        let many = (0..64i64).map(|number| {
            let store = test.store.clone();
            tokio::spawn(async move {
                store
                    .write(START, Actor::System, move |tx| {
                        tx.set_setting(&format!("k{number}"), "v")?;
                        if number % 2 == 0 { Err(Error::NotFound("it".into())) } else { Ok(()) }
                    })
                    .await
            })
        });
        let mut kept = 0;
        for task in many.collect::<Vec<_>>() {
            kept += usize::from(task.await.unwrap().is_ok());
        }
        assert_eq!(kept, 32);
        assert_eq!(count(&test.store, "SELECT COUNT(*) FROM setting WHERE key LIKE 'k%'").await, 32);
    }

    async fn many_who_read_what_the_others_write_all_come_through_one_after_the_other(test: TestStore) {
        let many = (0..96i64).map(|number| {
            let store = test.store.clone();
            tokio::spawn(async move {
                store
                    .write(START, Actor::System, move |tx| {
                        let before: i64 = tx.scalar("SELECT COUNT(*) FROM setting WHERE key LIKE 'k%'", &[])?;
                        // What a transaction does between looking and writing.
                        let work = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT COUNT(*) FROM n";
                        let _: i64 = tx.scalar(work, &[])?;
                        tx.set_setting(&format!("k{number}"), "v")?;
                        Ok::<_, Error>(before)
                    })
                    .await
            })
        });
        let mut before = Vec::new();
        for task in many.collect::<Vec<_>>() {
            before.push(task.await.unwrap().unwrap());
        }
        before.sort_unstable();
        assert_eq!(before, (0..96).collect::<Vec<_>>(), "each as if it had been alone, and none refused");
    }

    async fn a_panic_undoes_itself_and_the_next_change_goes_on(test: TestStore) {
        let panicked: Result<(), Error> = test
            .store
            .write(START, Actor::System, |tx| {
                tx.set_setting("a", "b")?;
                panic!("a fault in a verb");
            })
            .await;
        assert!(matches!(panicked, Err(Error::Panicked)));
        set(&test.store, "c", "d").await.unwrap();
        assert_eq!(count(&test.store, "SELECT COUNT(*) FROM setting").await, 1);
    }

    async fn callers_that_read_then_write_the_same_row_lose_nothing(test: TestStore) {
        set(&test.store, "n", "0").await.unwrap();
        let many = (0..40).map(|_| {
            let store = test.store.clone();
            tokio::spawn(async move {
                store
                    .write(START, Actor::System, |tx| {
                        let n: i64 = tx.find_setting("n")?.and_then(|text| text.parse().ok()).unwrap_or(0);
                        tx.set_setting("n", &(n + 1).to_string())
                    })
                    .await
            })
        });
        for task in many.collect::<Vec<_>>() {
            task.await.unwrap().unwrap();
        }
        let n = test.store.read(|db| db.find_setting("n")).await.unwrap();
        assert_eq!(n.as_deref(), Some("40"));
    }

    async fn reading_never_writes(test: TestStore) {
        let refused = test.store.read(|db| db.query("INSERT INTO setting (key, value) VALUES ('a', 'b') RETURNING key", &[])).await;
        assert!(refused.is_err());
    }

    async fn many_rows_go_in_at_once(test: TestStore) {
        let added = test
            .store
            .write(START, Actor::System, |tx| {
                let rows: Vec<Vec<Value>> = (0..2000i64).map(|n| vec![format!("k{n:04}").into(), "v".into()]).collect();
                tx.insert_many("setting", &[("key", Kind::Text), ("value", Kind::Text)], "ON CONFLICT DO NOTHING", &rows)
            })
            .await
            .unwrap();
        assert_eq!(added, 2000);
        assert_eq!(count(&test.store, "SELECT COUNT(*) FROM setting").await, 2000);
    }

    async fn one_row_that_is_there_already_keeps_all_of_them_out(test: TestStore) {
        let columns = [("key", Kind::Text), ("value", Kind::Text)];
        let row = |n: i64| vec![Value::from(format!("k{n}")), "v".into()];
        let twice = move |tx: &mut Tx<'_>| tx.insert_many("setting", &columns, "", &(0..300).chain([7]).map(row).collect::<Vec<_>>());
        let refused = test.store.write(START, Actor::System, twice).await;
        assert!(matches!(&refused, Err(Error::Unique(columns)) if columns == "setting.key"), "{refused:?}");
        assert_eq!(count(&test.store, "SELECT COUNT(*) FROM setting").await, 0);
        let number = move |tx: &mut Tx<'_>| tx.insert_many("setting", &columns, "", &[vec!["k".into(), Value::Real(f64::NAN)]]);
        assert!(matches!(test.store.write(START, Actor::System, number).await, Err(Error::Unfit(_))));
        let odd = move |tx: &mut Tx<'_>| tx.insert_many("setting", &columns, "", &[vec!["só \t \\N \n".into(), "".into()]]);
        assert_eq!(test.store.write(START, Actor::System, odd).await.unwrap(), 1);
        let kept = test.store.read(|db| db.query_one("SELECT key, value FROM setting", &[])).await.unwrap();
        assert_eq!((kept.text(0).unwrap(), kept.text(1).unwrap()), ("só \t \\N \n", ""));
    }

    async fn rows_thought_to_be_new_go_in_together_or_not_at_all(test: TestStore) {
        let columns = [("key", Kind::Text), ("value", Kind::Text)];
        let rows = |from: i64| (from..from + 300).map(|n| vec![Value::from(format!("k{n}")), "v".into()]).collect::<Vec<_>>();
        let insert = move |from: i64| move |tx: &mut Tx<'_>| {
            let new = tx.insert_new("setting", &columns, &rows(from))?;
            // The transaction goes on either way.
            tx.set_setting("after", &from.to_string())?;
            Ok::<_, Error>(new)
        };
        assert!(test.store.write(START, Actor::System, insert(0)).await.unwrap());
        assert!(!test.store.write(START, Actor::System, insert(299)).await.unwrap(), "the first is there");
        assert!(!test.store.write(START, Actor::System, insert(-299)).await.unwrap(), "the last is there");
        assert_eq!(count(&test.store, "SELECT COUNT(*) FROM setting").await, 301, "of those that were refused nothing is left");
        let number = move |tx: &mut Tx<'_>| tx.insert_new("setting", &columns, &[vec!["k".into(), Value::Real(f64::NAN)]]);
        assert!(matches!(test.store.write(START, Actor::System, number).await, Err(Error::Unfit(_))));
    }

    async fn many_keys_are_one_question(test: TestStore) {
        let keys: Vec<String> = (0..700).map(|n| format!("k{n:03}")).collect();
        let rows: Vec<Vec<Value>> = keys.iter().map(|key| vec![key.as_str().into(), "v".into()]).collect();
        let columns = [("key", Kind::Text), ("value", Kind::Text)];
        test.store.write(START, Actor::System, move |tx| tx.insert_many("setting", &columns, "", &rows)).await.unwrap();
        let asked = keys.clone();
        let (found, stopped) = test.store.read(move |db| {
            let asked: Vec<&str> = asked.iter().map(String::as_str).chain(["nobody"]).collect();
            let sql = "SELECT key FROM setting WHERE value = $1 AND key {among}";
            let mut found = Vec::new();
            db.each_among(sql, params!["v"], &asked, |row| {
                found.push(row.text(0)?.to_owned());
                Ok::<_, Error>(())
            })?;
            let mut met = 0;
            let stopped: Result<(), Error> = db.each_among(sql, params!["v"], &asked, |_| {
                met += 1;
                Err(Error::NotFound("enough".into()))
            });
            assert!(matches!(stopped, Err(Error::NotFound(_))));
            let none: Vec<i64> = Vec::new();
            db.each_among("SELECT id FROM event WHERE id {among}", &[], &none, |_| -> Result<(), Error> { panic!("nothing was asked") })?;
            Ok::<_, Error>((found, met))
        }).await.unwrap();
        assert_eq!((found.len(), stopped), (700, 1), "each once, and no further than wanted");
        let gone = test.store.write(START, Actor::System, move |tx| {
            let gone: Vec<&str> = keys.iter().skip(100).map(String::as_str).collect();
            tx.execute_among("DELETE FROM setting WHERE key {among}", &[], &gone)
        }).await;
        assert_eq!(gone.unwrap(), 600);
        assert_eq!(count(&test.store, "SELECT COUNT(*) FROM setting").await, 100);
    }

    async fn a_broken_rule_says_which(test: TestStore) {
        let twice: Result<(), Error> = test
            .store
            .write(START, Actor::System, |tx| {
                for _ in 0..2 {
                    tx.execute("INSERT INTO schedule (kind, next_at) VALUES ($1, $2)", params!["k", 1i64])?;
                }
                Ok(())
            })
            .await;
        assert!(matches!(&twice, Err(Error::Unique(columns)) if columns == "schedule.kind"), "{twice:?}");
        let attempted = test
            .store
            .write(START, Actor::System, |tx| {
                tx.execute("INSERT INTO schedule (kind, next_at) VALUES ('k', 1)", &[])?;
                let failed = tx.attempt(|tx| tx.execute("INSERT INTO schedule (kind, next_at) VALUES ('k', 1)", &[]));
                assert!(failed.is_err());
                tx.execute("INSERT INTO schedule (kind, next_at) VALUES ('l', 1)", &[])
            })
            .await;
        assert_eq!(attempted.unwrap(), 1);
    }

    async fn what_the_store_does_is_counted(test: TestStore) {
        let before = test.store.counts();
        set(&test.store, "color", "green").await.unwrap();
        let clock = std::sync::Arc::clone(&test.clock);
        let slow = test.store.write(START, Actor::System, move |tx| {
            clock.advance(6_000);
            tx.set_setting("color", "blue")
        });
        slow.await.unwrap();
        let after = test.store.counts();
        assert_eq!((after.commits - before.commits, after.changes - before.changes), (2, 2));
        assert_eq!(after.slow - before.slow, 1, "one kept the others waiting for 6 ms");
        let sqlite = test.store.engine() == troth_store::Engine::Sqlite;
        assert_eq!(after.waiting, sqlite.then_some(0));
        assert_eq!(after.log_bytes.is_some_and(|bytes| bytes > 0), sqlite);
        assert_eq!(after.checkpoints, sqlite.then_some(0));
        let Some(folder) = test.folder() else { return };
        let folded = rusqlite::Connection::open(folder.join("troth.db")).unwrap();
        folded.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
        set(&test.store, "color", "red").await.unwrap();
        assert_eq!(test.store.counts().checkpoints, Some(1), "folded in, and begun anew by the next change");
    }
}

/// A hundred and sixty megabytes go through the log, which is folded in meanwhile and begins anew.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_does_not_grow_with_what_is_written() {
    let test = TestStore::open(troth_store::Engine::Sqlite, Vec::new()).await.unwrap();
    let megabyte = "x".repeat(1 << 20);
    for _ in 0..160 {
        let value = megabyte.clone();
        test.store.write(START, Actor::System, move |tx| tx.set_setting("large", &value)).await.unwrap();
    }
    let log = test.store.counts().log_bytes.unwrap();
    assert!(log < 128 << 20, "{log} bytes of log");
}
