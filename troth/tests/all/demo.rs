//! The demo's time: it runs fast, stands when told to, and everybody on the same records sees the same.

use std::sync::Arc;

use axum::http::StatusCode;
use tokio::sync::watch;
use troth::demo::{begin, find_pace, keep_time, set_paused};
use troth_core::{Actor, Clock, Clocks, Day, Instant, PacedClock, Role, Zone};
use troth_harness::{Browser, TestStore};
use troth_store::Engine;
use troth_web::{App, Config, Start, SystemRandomness};

const SECOND: i64 = 1_000_000;

fn morning() -> Instant {
    Zone::UTC.at_minute(Day::parse("1997-09-30", "%Y-%m-%d").unwrap(), 9 * 60)
}

/// The demo's clock on these records; its wall clock is the test's.
async fn demo_clock(test: &TestStore) -> Arc<PacedClock> {
    let pace = test.store.write(morning(), Actor::System, move |tx| begin(tx, morning())).await.unwrap();
    Arc::new(PacedClock::new(pace, test.clock.clone()))
}

/// What another program that opens the records now sees.
async fn seen(test: &TestStore) -> Instant {
    test.store.read(find_pace).await.unwrap().unwrap().now(test.clock.now())
}

/// Keeps time going until it was renewed once, then runs `within` and stops as a program does.
async fn while_kept(test: &TestStore, clock: &Arc<PacedClock>, within: impl AsyncFnOnce()) {
    let (stop, stopping) = watch::channel(false);
    let step = clock.pace().step;
    let keeping = tokio::spawn(keep_time(test.store.clone(), clock.clone() as Arc<dyn Clock>, stopping));
    while clock.pace().step == step && !clock.pace().paused {
        tokio::task::yield_now().await;
    }
    within().await;
    stop.send(true).unwrap();
    keeping.await.unwrap();
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn time_runs_while_a_program_keeps_it_going_and_stands_between(test: TestStore) {
        let clock = demo_clock(&test).await;
        test.clock.advance(3_600 * SECOND);
        assert_eq!((clock.now(), seen(&test).await), (morning(), morning()), "nobody keeps it going yet");
        while_kept(&test, &clock, async || {
            test.clock.advance(5 * SECOND);
            let later = morning().plus_seconds(2 * 3_600);
            assert_eq!((clock.now(), seen(&test).await), (later, later), "a day in a minute");
        })
        .await;
        let stopped = morning().plus_seconds(2 * 3_600);
        test.clock.advance(86_400 * SECOND);
        assert_eq!((clock.now(), seen(&test).await), (stopped, stopped), "a night without the program is no time");
        let again = Arc::new(PacedClock::new(test.store.read(find_pace).await.unwrap().unwrap(), test.clock.clone()));
        while_kept(&test, &again, async || {
            test.clock.advance(5 * SECOND);
            assert_eq!(again.now(), stopped.plus_seconds(2 * 3_600), "and it goes on from there");
        })
        .await;
    }

    async fn paused_it_stands_for_every_program_until_it_goes_on(test: TestStore) {
        let clock = demo_clock(&test).await;
        assert!(set_paused(&test.store, &*clock, Actor::System, true).await.unwrap());
        let other = Arc::new(PacedClock::new(test.store.read(find_pace).await.unwrap().unwrap(), test.clock.clone()));
        while_kept(&test, &other, async || {
            test.clock.advance(10 * SECOND);
            assert_eq!((other.now(), seen(&test).await), (morning(), morning()));
        })
        .await;
        assert!(set_paused(&test.store, &*other, Actor::System, false).await.unwrap());
        test.clock.advance(SECOND);
        assert_eq!(seen(&test).await, morning().plus_seconds(24 * 60));
        let said = "SELECT COUNT(*) FROM event WHERE kind = 'store.setting_changed'";
        let said: i64 = test.store.read(move |db| db.scalar(said, &[])).await.unwrap();
        assert_eq!(said, 3, "begun, paused, gone on; keeping time going is no event");
    }
}

fn serve(test: &TestStore, business: Arc<dyn Clock>) -> (App, Browser) {
    let clocks = Clocks { business, wall: test.clock.clone() };
    let start = Start {
        store: test.store.clone(),
        clocks,
        randomness: Arc::new(SystemRandomness),
        config: Config::default(),
    };
    let (app, router) = App::start(start, troth::wiring::capabilities()).unwrap();
    (app, Browser::new(router))
}

#[tokio::test]
async fn the_owner_lets_time_stand_on_any_page() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let clock = demo_clock(&test).await;
    let (app, browser) = serve(&test, clock.clone());
    let mut owner = crate::page::signed_in(&app, &browser, Role::Owner).await;
    for page in ["/today", "/records", "/measure", "/keys"] {
        let text = owner.get(page).await.text();
        assert!(
            text.contains("Sep 30, 1997") && text.contains("A day passes every minute"),
            "{page}: {text}"
        );
    }
    let paused = owner.post("/demo/pause", "to=%2Frecords%3Fq%3Da").await;
    assert_eq!((paused.status, paused.header("location")), (StatusCode::SEE_OTHER, "/records?q=a"));
    assert!(clock.pace().paused);
    let page = owner.get("/records").await.text();
    assert!(page.contains("Time stands still until you let it go on.") && page.contains("Go on"), "{page}");
    let mut staff = crate::page::signed_in(&app, &browser, Role::Staff).await;
    let page = staff.get("/records").await.text();
    assert!(page.contains("Time stands still.") && !page.contains("Go on"), "{page}");
    assert_eq!(owner.post("/demo/go-on", "to=/today").await.header("location"), "/today");
    assert!(!clock.pace().paused);
}

#[tokio::test]
async fn a_real_business_has_no_such_line() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let (app, browser) = serve(&test, test.clock.clone());
    let mut owner = crate::page::signed_in(&app, &browser, Role::Owner).await;
    assert!(!owner.get("/records").await.text().contains("Demo"));
    assert_eq!(owner.post("/demo/pause", "to=/records").await.status, StatusCode::NOT_FOUND);
}
