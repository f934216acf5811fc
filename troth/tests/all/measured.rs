//! What a run leaves for people and programs to read: the list at risk, worth, the back-test, the runs.

use std::sync::Arc;

use troth_core::{Clocks, Day, Role};
use troth_harness::{Browser, START, TestStore};
use troth_store::Engine;
use troth_web::{App, Config, Start, SystemRandomness};

async fn owner(test: &TestStore) -> Browser {
    let start = Start {
        store: test.store.clone(),
        clocks: Clocks::both(test.clock.clone()),
        randomness: Arc::new(SystemRandomness),
        config: Config::default(),
    };
    let (app, router) = App::start(start, troth::wiring::capabilities()).unwrap();
    crate::page::signed_in(&app, &Browser::new(router), Role::Owner).await
}

async fn run(test: &TestStore, day: &str) -> troth_measure::Report {
    let day = Day::parse(day, "%Y-%m-%d").unwrap();
    troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap()
}

async fn reads_what_a_run_found(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    let first = run(&test, "1997-09-23").await;
    assert_eq!(first.movement, None, "there is nothing to compare the first run with");
    let second = run(&test, "1997-09-30").await;
    let moved = second.movement.unwrap();
    let (before, now) = (first.at_risk.customers.value, second.at_risk.customers.value);
    let came = before + moved.new as f64 - moved.recovered as f64 - moved.lost as f64;
    assert!((came - now).abs() < 0.5, "{before} and {moved:?} make {now}");
    assert!(moved.new > 0 && moved.recovered > 0, "{moved:?}");

    let mut owner = owner(&test).await;
    let page = owner.get("/measure").await.text();
    assert!(page.contains("came into risk") && page.contains("Bought about every"), "{page}");

    // The whole list by chance, page by page, is the list the run counted, in order.
    let (mut chances, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/measure/at-risk/customers?sort=-chance&after={after}");
        let list = owner.get(&path).await.json();
        chances.extend(list["items"].as_array().unwrap().iter().map(|item| item["alive"].as_f64().unwrap()));
        match list["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert!((chances.len() as f64 - now).abs() < 0.5, "{} of {now}", chances.len());
    assert!(chances.is_sorted_by(|one, two| one >= two) && chances[0] < 0.5);
    let file = owner.get("/measure/at-risk.csv?sort=last").await;
    assert_eq!(file.body.lines().count(), chances.len() + 1);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");

    assert!(owner.get("/measure/worth").await.text().contains("top tenth"));
    let forecast = owner.get("/measure/forecast").await.text();
    assert!(forecast.contains("Pareto/NBD") && forecast.contains("chosen"), "{forecast}");
    assert!(owner.get("/api/v1/measure/worth").await.json()["base"]["high"].is_number());
    assert!(owner.get("/api/v1/measure/back-test").await.json()["weeks"].is_array());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_found_can_be_read_on_sqlite() {
    reads_what_a_run_found(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_found_can_be_read_on_postgres() {
    reads_what_a_run_found(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_fails_says_where_and_leaves_the_figures_standing() {
    let test = crate::metric::filled(Engine::Sqlite).await.unwrap();
    let good = run(&test, "1997-09-23").await;
    let set = |value: &'static str| {
        test.store.write(START, troth_core::Actor::System, move |tx| {
            tx.set_setting("measure.discount", value)?;
            Ok::<_, troth_store::Error>(())
        })
    };
    set("ten").await.unwrap();
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    let failed = troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap_err().to_string();
    assert!(failed.contains("measure.discount") && failed.contains("ten"), "{failed}");
    let standing = test.store.read(troth_measure::find_report).await.unwrap().unwrap();
    assert_eq!(
        (standing.as_of, standing.at_risk.customers.value.to_bits()),
        (good.as_of, good.at_risk.customers.value.to_bits())
    );
    let mut owner = owner(&test).await;
    let page = owner.get("/measure").await.text();
    assert!(page.contains("failed") && page.contains("measure.discount"), "{page}");
    let runs = owner.get("/api/v1/measure/runs").await.json();
    let seen: Vec<_> = (0..2).map(|run| runs["items"][run]["state"].as_str().unwrap().to_owned()).collect();
    assert_eq!(seen, ["failed", "done"]);
    assert!(owner.get("/measure/runs").await.text().contains("while fitting"));

    set("0").await.unwrap();
    let undiscounted = run(&test, "1997-09-23").await;
    let worth = |report: &troth_measure::Report| report.worth.as_ref().unwrap().base.value;
    assert!(worth(&undiscounted) > worth(&good) * 1.05, "money of later years counts in full");
}
