//! What became of work that somebody acted on, and whose work Today shows.

use serde_json::Value;
use troth_core::{Actor, Day, Decision, Instant, Role, WorkItemId, Zone};
use troth_harness::{START, TestStore};
use troth_store::{Engine, WorkOf};

use crate::page::{running_on, signed_in};

fn morning(text: &str) -> (Day, Instant) {
    let day = Day::parse(text, "%Y-%m-%d").unwrap();
    (day, Zone::UTC.at_minute(day, 9 * 60))
}

async fn run(test: &TestStore, text: &str) -> troth_measure::Report {
    let (day, at) = morning(text);
    troth_measure::run(&test.store, at, day, &mut |_, _| {}).await.unwrap()
}

/// Decides about the first entries of the list on a morning: so many done, so many not useful.
async fn act(
    test: &TestStore,
    text: &str,
    kind: &'static str,
    decisions: &[(Decision, usize)],
) -> Vec<(i64, Decision)> {
    let (_, at) = morning(text);
    let work = test.store.read(move |db| db.list_work(at, 1_000, WorkOf::ALL)).await.unwrap();
    let mut work = work.into_iter().filter(|item| item.proposal.kind == kind);
    let mut acted = Vec::new();
    for (decision, count) in decisions {
        for item in work.by_ref().take(*count) {
            let why = Some("known".to_owned());
            troth_today::decide(&test.store, at, Actor::System, item.id, *decision, None, why).await.unwrap();
            acted.push((troth_core::Id::raw(item.proposal.account), *decision));
        }
    }
    acted
}

/// How many of these customers bought after a day and up to another, asked in SQL.
async fn bought(test: &TestStore, acted: &[(i64, Decision)], decision: Decision, days: (i64, i64)) -> u64 {
    let accounts: Vec<String> =
        acted.iter().filter(|one| one.1 == decision).map(|one| one.0.to_string()).collect();
    let sql = format!(
        "SELECT COUNT(DISTINCT account_id) FROM fact_purchase WHERE account_id IN ({}) AND day > $1 AND day <= $2 AND amount >= 0",
        accounts.join(", ")
    );
    let count: i64 =
        test.store.read(move |db| db.scalar(&sql, troth_store::params![days.0, days.1])).await.unwrap();
    u64::try_from(count).unwrap()
}

async fn counts_what_came_after(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    run(&test, "1997-06-30").await;
    let acted = act(&test, "1997-06-30", "at_risk", &[(Decision::Done, 60), (Decision::NotUseful, 20)]).await;
    let day = morning("1997-06-30").0.number();

    // While the days run nothing is counted as a share, however many came already.
    let report = run(&test, "1997-08-31").await;
    let of = |report: &troth_measure::Report, decision: &str| {
        report.outcomes.iter().find(|outcome| outcome.decision == decision).cloned().unwrap()
    };
    let early = of(&report, "done");
    assert_eq!((early.acted, early.watched, early.share.clone()), (0, 60, None));
    assert_eq!(early.already, bought(&test, &acted, Decision::Done, (day, day + 62)).await);

    let report = run(&test, "1997-09-30").await;
    for (decision, n) in [(Decision::Done, 60), (Decision::NotUseful, 20)] {
        let outcome = of(&report, decision.key());
        let came = bought(&test, &acted, decision, (day, day + 90)).await;
        assert_eq!((outcome.acted, outcome.came, outcome.left, outcome.watched), (n, came, 0, 0));
        let share = outcome.share.unwrap();
        assert!((share.value - came as f64 / n as f64).abs() < 1e-12 && share.n == n, "{share:?}");
        assert!(share.low.unwrap() < share.value && share.value < share.high.unwrap());
        assert_eq!((share.grade.key(), share.method.as_str()), ("counted", "acted-outcome"));
    }
    let (app, browser) = running_on(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let page = owner.get("/measure/outcomes").await.text();
    assert!(page.contains("This is no proof that calling helps") && page.contains("Done 60 times"), "{page}");
    let items = owner.get("/api/v1/measure/outcomes").await.json();
    assert_eq!(items["items"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_did_after_work_is_counted_on_sqlite() {
    counts_what_came_after(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_did_after_work_is_counted_on_postgres() {
    counts_what_came_after(Engine::Postgres).await;
}

/// Of contracts whose renewals somebody looked after, some renew and some end; several actions within the days are one.
#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_renewals_is_counted() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let rows = |later: &str| {
        let row = |number: i64| {
            let ended = match number {
                1..=10 => "2023-04-14",
                11..=15 => later,
                _ => "",
            };
            format!("c{number},k{number},2022-04-15,12,{number}00,year,{ended}\n")
        };
        let rows: Vec<String> = (1..=60).map(row).collect();
        format!("key,customer,started,months,amount,period,ended\n{}", rows.concat())
    };
    crate::people::import(&test, "contracts", &rows("")).await;
    // All fall due on 14 April 2025; five of them end then.
    run(&test, "2025-03-01").await;
    let acted = act(&test, "2025-03-01", "renewal", &[(Decision::Done, 50)]).await;
    assert_eq!(acted.len(), 50);
    crate::people::import(&test, "contracts", &rows("2025-04-14")).await;
    let report = run(&test, "2025-07-01").await;
    let outcome = &report.outcomes[0];
    assert_eq!((outcome.kind.as_str(), outcome.acted, outcome.came, outcome.left), ("renewal", 50, 45, 5));
    let (app, browser) = running_on(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let page = owner.get("/measure/outcomes").await.text();
    assert!(page.contains("45 renewed within 90 days, 5 left"), "{page}");
    // Found not useful again within the days, and taken back: it is the same matter.
    let item: WorkItemId = test
        .store
        .read(|db| db.query_one("SELECT item_id FROM work_action ORDER BY id LIMIT 1", &[])?.id(0))
        .await
        .unwrap();
    let (_, at) = morning("2025-03-20");
    troth_today::decide(&test.store, at, Actor::System, item, Decision::Done, None, None).await.unwrap();
    let again = run(&test, "2025-07-01").await;
    assert_eq!(again.outcomes[0].acted, 50);
}

async fn put(test: &TestStore, kind: &str, rows: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.csv");
    std::fs::write(&file, rows).unwrap();
    let kind = troth_records::find_kind(&test.store, kind).unwrap();
    let options = troth_records::Options { source: "file".into(), ..Default::default() };
    troth_records::import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut |_, _| {})
        .await
        .unwrap();
}

async fn shows_whose_work(engine: Engine) {
    let Some(test) = TestStore::open(engine, troth::wiring::parts()).await else { return };
    put(&test, "teams", "key,name\nn,North\ns,South\n").await;
    put(&test, "staff", "key,name,email,team\na,Ada,STAFF@shop.example,n\nb,Bo,bo@shop.example,s\n").await;
    put(&test, "accounts", "key,name,team,owner\n1,One,n,a\n2,Two,n,b\n3,Three,s,b\n4,Four,,\n").await;
    let contracts = "key,customer,started,months,amount,period,ended\n1,1,2024-01-20,12,100,year,\n2,2,2024-01-20,12,200,year,\n\
                     3,3,2024-01-20,12,300,year,\n4,4,2024-01-20,12,400,year,\n\
                     5,4,2022-01-20,12,500,year,2023-01-19\n";
    put(&test, "contracts", contracts).await;
    troth_measure::run(&test.store, START, Day::parse("2026-01-06", "%Y-%m-%d").unwrap(), &mut |_, _| {})
        .await
        .unwrap();
    let (app, browser) = running_on(&test);
    let mut staff = signed_in(&app, &browser, Role::Staff).await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let names = |page: &str| -> Vec<&str> {
        ["One", "Two", "Three", "Four"]
            .into_iter()
            .filter(|name| page.contains(&format!("{name}</bdi>")))
            .collect()
    };
    // Staff see their own first and turn to their team and to everybody; an owner without ties sees everything.
    let own = staff.get("/today").await.body;
    assert_eq!(names(&own), ["One"]);
    assert!(
        own.contains("Mine (1)") && own.contains("My team (2)") && own.contains("Everybody (4)"),
        "{own}"
    );
    let all = owner.get("/today").await.body;
    assert_eq!(names(&all), ["One", "Two", "Three", "Four"]);
    assert!(!all.contains("Mine (") && all.contains("Team North (2)"), "{all}");
    let get = async |who: &mut troth_harness::Browser, of: &str| -> (u16, Vec<String>) {
        let answer = who.get(&format!("/api/v1/today?of={of}")).await;
        let items: Value = answer.json();
        let name = |item: &Value| item["subject"]["name"].as_str().unwrap().to_owned();
        let items = items["items"].as_array().map_or_else(Vec::new, |items| items.iter().map(name).collect());
        (answer.status.as_u16(), items)
    };
    assert_eq!(get(&mut staff, "mine").await.1, ["One"]);
    assert_eq!(get(&mut staff, "team").await.1, ["Two", "One"], "most money first");
    assert_eq!(get(&mut staff, "all").await.1.len(), 4);
    assert_eq!(get(&mut owner, "mine").await.0, 422, "nobody of the staff has the owner's address");
    let bo: String = test
        .store
        .read(|db| {
            let id: troth_core::StaffId =
                db.query_one("SELECT id FROM staff WHERE name = 'Bo'", &[])?.id(0)?;
            Ok::<_, troth_store::Error>(id.to_string())
        })
        .await
        .unwrap();
    assert_eq!(get(&mut owner, &bo).await.1, ["Three", "Two"]);
    assert!(owner.get(&format!("/today?of={bo}")).await.body.contains("Bo (2)"));

    // Somebody with another address is said to be Bo, and no longer.
    let events = "SELECT COUNT(*) FROM event WHERE kind = 'web.user_linked'";
    let counted = async || test.store.read(move |db| db.scalar::<i64>(events, &[])).await.unwrap();
    let page = format!("/records/staff/{bo}/login");
    let choices = owner.get(&page).await.body;
    assert!(choices.contains("owner · owner@shop.example"), "{choices}");
    let user = choices.split("owner · owner@").next().unwrap().rsplit("value=\"").next().unwrap();
    let user = user.split('"').next().unwrap().to_owned();
    let refused = owner.post(&page, "user=usr_0000000000001").await;
    assert!(refused.status == 422 && refused.body.contains("cannot sign in any more"), "{}", refused.body);
    for _ in 0..2 {
        let linked = owner.post(&page, &format!("user={user}")).await;
        assert_eq!(linked.header("location"), "/records/staff", "{}", linked.body);
    }
    assert_eq!(get(&mut owner, "mine").await.1, ["Three", "Two"]);
    assert!(owner.get("/records/staff").await.text().contains("owner@shop.example"));
    assert_eq!(counted().await, 1, "said twice is said once");
    owner.post(&page, "user=").await;
    assert_eq!((get(&mut owner, "mine").await.0, counted().await), (422, 2));

    // What is decided leaves the reader on the list they were on.
    let items = owner.get("/api/v1/today").await.json();
    let item = items["items"][0]["id"].as_str().unwrap();
    let answer = staff.post(&format!("/today/{item}/decide"), &format!("decision=done&of={bo}")).await;
    assert!(answer.header("location").ends_with(&format!("&of={bo}")), "{}", answer.header("location"));
    put(&test, "accounts", "key,name,team,owner\n1,One,s,b\n").await;
    let none = staff.get("/today").await.text();
    assert!(none.contains("Nothing presses here today"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_their_own_work_first_on_sqlite() {
    shows_whose_work(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_their_own_work_first_on_postgres() {
    shows_whose_work(Engine::Postgres).await;
}
