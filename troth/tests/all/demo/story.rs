//! The demo's business: built once, told evening by evening, measured in the night.

use std::sync::Arc;

use troth::demo::{Story, build, find_story};
use troth_core::{Actor, Clock, Day, FixedClock, Zone};
use troth_harness::TestStore;
use troth_store::Engine;

use super::time::{seen, serve};

fn story(kind: &str, seed: u64) -> Story {
    Story { kind: kind.into(), customers: 150, seed, told: None }
}

async fn built(test: &TestStore, story: Story) -> anyhow::Result<()> {
    build(&test.store, story, &mut |_| {}).await
}

/// Purchases, the last day of one, and interactions in the records.
async fn lived(test: &TestStore) -> (i64, Day, i64) {
    let read = |db: &mut troth_store::Db<'_>| {
        let purchases = db.query_one("SELECT COUNT(*), MAX(day) FROM purchase", &[])?;
        let met = db.scalar("SELECT COUNT(*) FROM interaction", &[])?;
        Ok::<_, troth_store::Error>((purchases.get(0)?, Day::from_number(purchases.get(1)?), met))
    };
    test.store.read(read).await.unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text, "%Y-%m-%d").unwrap()
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn a_demo_is_built_once_and_ends_on_the_evening_before_it_begins(test: TestStore) {
        built(&test, story("shop", 1)).await.unwrap();
        let (purchases, last, _) = lived(&test).await;
        assert!(purchases > 300 && last <= day("2026-06-30"), "{purchases} until {last}");
        assert!(test.store.business().await.unwrap().people, "a shop sells to people");
        let morning = Zone::UTC.at_minute(day("2026-07-01"), 9 * 60);
        assert_eq!(seen(&test).await, morning);
        let report = test.store.read(troth_measure::find_report).await.unwrap().unwrap();
        assert_eq!(report.as_of, day("2026-07-01"));
        built(&test, story("shop", 1)).await.unwrap();
        assert_eq!(lived(&test).await.0, purchases, "what stands is left as it is");
        let other = built(&test, story("shop", 2)).await.unwrap_err().to_string();
        assert!(other.contains("--kind shop --customers 150 --seed 1"), "{other}");
    }

    async fn a_demo_that_was_stopped_while_it_was_built_is_built_to_its_end(test: TestStore) {
        built(&test, story("maker", 4)).await.unwrap();
        let whole = lived(&test).await;
        assert!(!test.store.business().await.unwrap().people, "a maker sells to organisations");
        // As after a program that died before anything was said to be told: everything comes a second time.
        let forget = |tx: &mut troth_store::Tx<'_>| {
            tx.execute("DELETE FROM setting WHERE key = 'demo.pace'", &[])?;
            tx.set_setting("demo.story", r#"{"kind":"maker","customers":150,"seed":4,"told":null}"#)
        };
        test.store.write(test.clock.now(), Actor::System, forget).await.unwrap();
        built(&test, story("maker", 4)).await.unwrap();
        assert_eq!(lived(&test).await, whole, "nothing stands twice");
    }

    async fn each_evening_the_day_is_told_and_in_the_night_it_is_measured(test: TestStore) {
        built(&test, story("shop", 1)).await.unwrap();
        let before = lived(&test).await;
        let at = |day: Day, hour: i64| Zone::UTC.at_minute(day, hour * 60);
        let clock = Arc::new(FixedClock::at(at(day("2026-07-01"), 9)));
        let (app, _) = serve(&test, clock.clone());
        let runner = troth::program::runner(&app);
        let until = async |day: Day, hour: i64| {
            clock.set(at(day, hour));
            runner.housekeep().await;
            runner.drain().await;
        };
        until(day("2026-07-01"), 21).await;
        assert_eq!(lived(&test).await, before, "the shop is open");
        until(day("2026-07-01"), 22).await;
        let (purchases, last, _) = lived(&test).await;
        assert!(purchases > before.0 && last == day("2026-07-01"), "{purchases} until {last}");
        until(day("2026-07-02"), 5).await;
        let report = test.store.read(troth_measure::find_report).await.unwrap().unwrap();
        assert_eq!(report.as_of, day("2026-07-02"));
        // A machine that slept over some evenings tells them together.
        until(day("2026-07-09"), 23).await;
        let (later, last, met) = lived(&test).await;
        assert!(later > purchases && met > before.2 && last <= day("2026-07-09"), "{later} until {last}");
        let told = async || test.store.read(find_story).await.unwrap().unwrap().told;
        assert_eq!(told().await, Some(day("2026-07-09")));
        let wrong = "SELECT COUNT(*) FROM job WHERE state <> 'done'";
        assert_eq!(test.store.read(move |db| db.scalar::<i64>(wrong, &[])).await.unwrap(), 0);
        // At the end of what can be told, the business rests.
        until(day("2044-01-01"), 23).await;
        assert_eq!((lived(&test).await, told().await), ((later, last, met), Some(day("2026-07-09"))));
    }
}

#[tokio::test]
async fn a_demo_keeps_out_of_a_real_business() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    crate::people::import(&test, "purchases", "customer,at,amount\n1,2026-01-02,5\n").await;
    let refused = built(&test, story("shop", 1)).await.unwrap_err().to_string();
    assert!(refused.contains("real customers") && refused.contains("--data"), "{refused}");
    assert_eq!(test.store.read(find_story).await.unwrap(), None, "nothing was begun");
}
