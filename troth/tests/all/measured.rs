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
    assert_eq!(second.recent, [moved]);

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
    let figures = &owner.get("/api/v1/measure/back-test").await.json()["figures"];
    assert!(
        figures["expected"]["high"].is_number() && figures["expected"]["n"].as_u64() > Some(1_000),
        "{figures}"
    );
    assert_eq!(
        (&figures["actual"]["grade"], &figures["expected"]["grade"]),
        (&"counted".into(), &"modelled".into())
    );
    let file = owner.get("/measure/figures.csv").await.body;
    assert!(file.contains("\nat_risk.share,0.") && file.contains("\nforecast.came,"), "{file}");
    assert!(owner.get("/measure/forecast.csv").await.body.lines().count() > 10);
    let id = owner.get("/api/v1/measure/at-risk/customers").await.json()["items"][0]["id"].clone();
    looks_ahead(&test, &mut owner, id.as_str().unwrap()).await;
}

/// One customer over a time of the reader's choice: over a year it is the score, and the longer the more.
async fn looks_ahead(test: &TestStore, owner: &mut Browser, id: &str) {
    let account: troth_core::AccountId = id.parse().unwrap();
    let score = test.store.read(move |db| db.find_score(account)).await.unwrap().unwrap();
    let mut purchases = Vec::new();
    for months in [6, 12, 24] {
        let ahead = owner.get(&format!("/api/v1/measure/customers/{id}?months={months}")).await.json();
        let end = |figure: &str, end: &str| ahead[figure][end].as_f64().unwrap();
        for (figure, scored) in [("alive", score.alive), ("worth", score.worth)] {
            let ends = [("value", scored.value), ("low", scored.low), ("high", scored.high)];
            for (name, scored) in ends {
                assert!((end(figure, name) / scored - 1.0).abs() < 1e-9, "{figure} {name}: {ahead}");
            }
        }
        let spend = end("spend", "low")..end("spend", "high");
        assert!(spend.contains(&end("spend", "value")) && spend.start > 0.0, "{ahead}");
        purchases.push(end("purchases", "value"));
    }
    assert!((purchases[1] / score.purchases.value - 1.0).abs() < 0.01, "{purchases:?}");
    assert!(purchases.is_sorted() && purchases[2] > 1.2 * purchases[0], "{purchases:?}");

    let page = owner.get(&format!("/measure/customers/{id}?months=6")).await.text();
    assert!(page.contains("Purchases in that time") && page.contains("Spent in that time"), "{page}");
    assert!(owner.get(&format!("/records/{id}")).await.body.contains(&format!("/measure/customers/{id}")));
    let wrong = owner.get(&format!("/measure/customers/{id}?months=soon")).await;
    assert!(wrong.status == 422 && wrong.body.contains("value=\"soon\""), "what was typed is kept");
    assert!(wrong.text().contains("whole number of months from 1 to 60"), "{}", wrong.text());
    let wrong = owner.get(&format!("/api/v1/measure/customers/{id}?months=0")).await;
    assert!(wrong.status == 422 && wrong.body.contains("months"), "{}", wrong.body);
    assert_eq!(owner.get("/measure/customers/acc_7777777777777").await.status, 404);
    assert_eq!(owner.get("/api/v1/measure/customers/nobody").await.status, 404);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_handful_of_customers_is_told_what_is_missing() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let rows = "a,19970101,10\na,19970201,12\nb,19970105,5\nc,19970301,7\nc,19970501,9\nd,19970401,3\n";
    more(&test, rows).await;
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    let failed = troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap_err();
    let said = failed.to_string();
    assert!(said.contains("import a longer history") && !said.contains("gradient"), "{said}");
    let mut owner = owner(&test).await;
    let page = owner.get("/measure").await.text();
    assert!(
        page.contains("too few customers came back") && page.contains("Nothing has been measured"),
        "{page}"
    );
    assert!(owner.get("/measure/runs").await.body.contains("too few customers came back"));
}

/// Imports a few purchases of the sample's columns; the batch, to be taken back.
async fn more(test: &TestStore, rows: &str) -> troth_core::BatchId {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("more.csv");
    std::fs::write(&file, format!("id,date,amount\n{rows}")).unwrap();
    let kind = troth_records::find_kind(&test.store, "purchases").unwrap();
    let map = [("customer", "id"), ("at", "date"), ("amount", "amount")];
    let options = troth_records::Options {
        map: map.map(|(field, column)| (field.to_owned(), column.to_owned())).to_vec(),
        date_form: Some("%Y%m%d".into()),
        ..Default::default()
    };
    let actor = troth_core::Actor::System;
    let imported =
        troth_records::import_file(&test.store, START, actor, &kind, &file, &options, &mut |_, _| {}).await;
    imported.unwrap().batch
}

/// Every published score, and in which half they stand.
async fn scores(test: &TestStore) -> (Option<troth_store::Half>, Vec<Vec<troth_store::Value>>) {
    test.store
        .read(|db| {
            let half = db.find_published_half()?;
            let mut rows = Vec::new();
            let number = half.map_or(-1, troth_store::Half::number);
            let sql = "SELECT score.account_id, score.alive, score.worth_high, at_risk.stake FROM score \
                       LEFT JOIN at_risk ON at_risk.half = score.half AND at_risk.account_id = score.account_id \
                       WHERE score.half = $1 ORDER BY score.account_id";
            db.each(sql, troth_store::params![number], |row| {
                rows.push(row.values().to_vec());
                Ok::<_, troth_store::Error>(())
            })?;
            Ok::<_, troth_store::Error>((half, rows))
        })
        .await
        .unwrap()
}

async fn writes_what_changed(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    let first = run(&test, "1997-09-30").await;
    let before = scores(&test).await;
    assert_eq!(before.1.len(), 2_357);

    // A dollar more of a known customer and one who comes for the first time today: the day's fit stands, and two are written.
    let batch = more(&test, "0001,19970802,1.00\n9001,19970930,5.00\n").await;
    let second = run(&test, "1997-09-30").await;
    let now = scores(&test).await;
    assert_eq!((now.0, now.1.len()), (before.0, before.1.len() + 1), "in the half that is read already");
    assert_eq!(second.fits, first.fits);
    let old: std::collections::HashSet<String> = before.1.iter().map(|row| format!("{row:?}")).collect();
    let fresh = now.1.iter().filter(|row| !old.contains(&format!("{row:?}"))).count();
    assert_eq!(fresh, 2, "nobody else is said anything new of");
    let listed = now.1.iter().filter(|row| matches!(row[3], troth_store::Value::Int(_))).count();
    assert!(
        (second.at_risk.customers.value - listed as f64).abs() < 0.5,
        "{listed} of {:?}",
        second.at_risk.customers
    );

    // Taken back, everything is as it was.
    troth_records::undo_import(&test.store, START, troth_core::Actor::System, batch).await.unwrap();
    let third = run(&test, "1997-09-30").await;
    assert_eq!((third.at_risk, third.worth), (first.at_risk, first.worth));
    assert!(scores(&test).await == before, "the customer without purchases is gone");

    // Another day changes everybody, in the other half, and leaves nothing behind; a large change of a day is fitted anew.
    run(&test, "1997-10-01").await;
    let next = scores(&test).await;
    assert!(next.0 != before.0 && next.1.len() == before.1.len());
    let many: Vec<String> = (1..=600).map(|number| format!("8{number:03},19970915,30.00\n")).collect();
    more(&test, &many.concat()).await;
    let fitted = run(&test, "1997-10-01").await;
    assert_eq!(fitted.chosen().unwrap().n, 2_957);
    assert_eq!(scores(&test).await.1.len(), 2_957);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_of_a_day_writes_what_changed_on_sqlite() {
    writes_what_changed(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_of_a_day_writes_what_changed_on_postgres() {
    writes_what_changed(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_runs_at_once_the_later_one_goes_on() {
    let test = crate::metric::filled(Engine::Sqlite).await.unwrap();
    let good = run(&test, "1997-09-23").await;
    let standing = scores(&test).await;
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    let store = test.store.clone();
    let mut another = move |step: &str, scored: u64| {
        if step == "score" && scored > 0 {
            let take = store.write(START, troth_core::Actor::System, |tx| {
                tx.set_setting("measure.writing", "run_another")?;
                Ok::<_, troth_store::Error>(())
            });
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(take)).unwrap();
        }
    };
    let stopped = troth_measure::run(&test.store, START, day, &mut another).await.unwrap_err().to_string();
    assert!(stopped.contains("another run"), "{stopped}");
    let seen = test.store.read(troth_measure::find_report).await.unwrap().unwrap();
    // Counts of customers: a sum of money that was kept as text may differ in its last digit.
    assert_eq!((seen.as_of, seen.at_risk.customers), (good.as_of, good.at_risk.customers));
    assert!(scores(&test).await == standing, "what is read stays as it was");
}

async fn is_computed_when_it_is_asked_for(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    let (app, browser) = crate::page::running_on(&test);
    let mut analyst = crate::page::signed_in(&app, &browser, Role::Analyst).await;
    assert!(!analyst.get("/measure/runs").await.text().contains("Compute now"), "not theirs to ask");
    let mut owner = crate::page::signed_in(&app, &browser, Role::Owner).await;
    assert!(owner.get("/measure/runs").await.text().contains("Compute now"));
    // What the import left to do.
    troth::program::runner(&app).drain().await;
    let answer = owner.post("/measure/runs", "").await;
    assert_eq!(answer.status, axum::http::StatusCode::SEE_OTHER);
    assert!(owner.get("/measure/runs").await.text().contains("A run is under way"));
    let headers = [("sec-fetch-site", "same-origin")];
    let again = owner.send(axum::http::Method::POST, "/api/v1/measure/runs", &headers, "").await;
    assert_eq!((again.status.as_u16(), again.json()), (202, serde_json::json!({"queued": false})));
    assert_eq!(troth::program::runner(&app).drain().await, 1, "once, however often it is asked for");
    let runs = owner.get("/api/v1/measure/runs").await.json();
    assert_eq!(runs["items"][0]["state"], "done");
    assert_eq!(runs["items"].as_array().unwrap().len(), 1);
    assert_eq!(owner.get("/api/v1/measure/at-risk").await.status, axum::http::StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_computed_when_they_are_asked_for_on_sqlite() {
    is_computed_when_it_is_asked_for(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_computed_when_they_are_asked_for_on_postgres() {
    is_computed_when_it_is_asked_for(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn purchases_that_determine_no_model_are_looked_at_once_and_it_is_said() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let (app, browser) = crate::page::running_on(&test);
    let mut owner = crate::page::signed_in(&app, &browser, Role::Owner).await;
    let items = serde_json::json!([{"key": "1", "customer": "a", "at": "2025-01-01", "amount": "5"},
        {"key": "2", "customer": "b", "at": "2025-01-02", "amount": "5"}]);
    let body = serde_json::json!({"source": "till", "items": items});
    let (status, answer) =
        crate::people::send(&mut owner, axum::http::Method::POST, "/batches/purchases", &body).await;
    assert_eq!(status, axum::http::StatusCode::OK, "{answer}");
    troth::program::runner(&app).drain().await;
    owner.post("/measure/runs", "").await;
    assert_eq!(troth::program::runner(&app).drain().await, 1);
    assert!(
        !test.store.read(|db| db.is_job_at_work(troth_measure::RUN_JOB)).await.unwrap(),
        "not tried again"
    );
    let runs = owner.get("/api/v1/measure/runs").await.json();
    assert_eq!(runs["items"][0]["state"], "failed", "{runs}");
    assert!(runs["items"][0]["failure"].as_str().unwrap().contains("determine no model"), "{runs}");
}
