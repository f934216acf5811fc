//! Databases of earlier programs, brought up to date.

use troth_core::Actor;
use troth_harness::START;
use troth_records::{WORDS_JOB, enter_words};
use troth_store::params;

/// The tables as they were before look-up.
#[derive(rust_embed::Embed)]
#[folder = "tests/all/older"]
struct Older;

fn older() -> troth_store::Part {
    troth_store::Part::new("records", troth_store::Folder::of::<Older>())
}

troth_harness::on_both_engines! {
    with vec![older()];

    async fn records_older_than_look_up_are_found_after_the_upgrade(test: TestStore) {
        let enter = test.store.write(START, Actor::System, |tx| {
            for id in 1..=1_200i64 {
                tx.execute(
                    "INSERT INTO account (id, kind, name, name_key, source, external_key, created_day, batch_id) \
                     VALUES ($1, 'person', $2, $2, 'shop', $3, 20000, 0)",
                    params![id, format!("person{id} berg"), format!("k{id}")],
                )?;
            }
            tx.execute(
                "INSERT INTO contact (id, account_id, name, name_key, emails, created_day, batch_id) \
                 VALUES (7, 1200, 'Ada', 'ada', 'ada@home.example', 20000, 0)",
                &[],
            )
        });
        enter.await.unwrap();
        test.store.close().await;
        let store = test.try_another(vec![troth_store::part(), troth_records::part()]).await.unwrap();
        let queued = store.read(|db| db.query("SELECT kind FROM job WHERE state = 'ready'", &[])).await.unwrap();
        assert_eq!(queued.iter().map(|row| row.text(0).unwrap().to_owned()).collect::<Vec<_>>(), [WORDS_JOB]);

        for _ in 0..2 {
            enter_words(&store, START).await.unwrap();
            let (words, kept): (i64, i64) = store.read(|db| {
                let distinct = "SELECT COUNT(*) FROM (SELECT DISTINCT account_id, contact_id FROM lookup_token) whose";
                Ok::<_, troth_store::Error>((db.scalar("SELECT COUNT(*) FROM lookup_token", &[])?, db.scalar(distinct, &[])?))
            }).await.unwrap();
            assert_eq!((words, kept), (1_200 * 3 + 2, 1_201), "the second time finds nothing to do");
        }
        let search = troth_records::part().search.unwrap();
        for (letters, who) in [("person1200", "person1200 berg"), ("ada@ho", "Ada"), ("k77 ber", "person77 berg")] {
            let hits = store.read(move |db| search(db, letters, 1)).await.unwrap();
            assert_eq!(hits[0].title, who, "{letters}");
        }
    }
}
