//! Segments with models and figures of their own.

use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::{AccountId, Actor, Day, Role, SettingChanged};
use troth_harness::{Browser, START, TestStore};
use troth_measure::Report;
use troth_store::Engine;

use crate::page::{running_on, signed_in};
use crate::people::import;
use crate::program::purchases;

/// Rows of CDNOW up to the day of the paper, of those customers that are wanted, as `customer,at,amount`.
fn bought(wanted: impl Fn(u32) -> bool) -> String {
    let file = std::fs::read_to_string(purchases()).unwrap();
    let mut rows = String::from("customer,at,amount\n");
    for line in file.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (customer, date, amount) = (cells[1], cells[2], cells[4]);
        if wanted(customer.parse().unwrap()) && date <= "19970930" {
            let at = [&date[..4], &date[4..6], &date[6..]].join("-");
            rows.extend([customer, ",", &at, ",", amount, "\n"]);
        }
    }
    rows
}

async fn run(test: &TestStore) -> Report {
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap()
}

/// Every customer's chance and worth by key.
type Scores = std::collections::BTreeMap<String, (f64, f64)>;

async fn scores(test: &TestStore) -> Scores {
    let read = |db: &mut troth_store::Db<'_>| {
        let rows = db.query("SELECT id, external_key FROM account", &[])?;
        let mut scores = Scores::new();
        for row in rows {
            if let Some(score) = db.find_score(row.id::<AccountId>(0)?)? {
                scores.insert(row.get(1)?, (score.alive.value, score.worth.value));
            }
        }
        Ok::<_, troth_store::Error>(scores)
    };
    test.store.read(read).await.unwrap()
}

async fn segment(owner: &mut Browser, name: &str, filter: Value) -> String {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let body = json!({ "name": name, "filter": filter }).to_string();
    let made = owner.send(Method::POST, "/api/v1/records/segments", &headers, &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    made.json()["id"].as_str().unwrap().to_owned()
}

async fn team(test: &TestStore, name: &'static str) -> String {
    let read = move |db: &mut troth_store::Db<'_>| {
        let sql = "SELECT id FROM team WHERE name = $1";
        let id: troth_core::TeamId = db.query_one(sql, troth_store::params![name])?.id(0)?;
        Ok::<_, troth_store::Error>(id.to_string())
    };
    test.store.read(read).await.unwrap()
}

fn north(customer: u32) -> bool {
    customer % 2 == 1 && customer > 60
}

async fn tells_groups_apart(engine: Engine) {
    let Some(test) = TestStore::open(engine, troth::wiring::parts()).await else { return };
    import(&test, "teams", "key,name\nn,North\ns,Small\n").await;
    let mut accounts = String::from("key,team\n");
    for customer in 1..=2357 {
        let team = if north(customer) {
            "n"
        } else if customer <= 60 {
            "s"
        } else {
            ""
        };
        writeln!(accounts, "{customer:04},{team}").unwrap();
    }
    import(&test, "accounts", &accounts).await;
    import(&test, "purchases", &bought(|_| true)).await;
    let (app, browser) = running_on(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let before = run(&test).await;
    assert!(before.groups.is_empty(), "nobody is told apart unless somebody says so");
    assert!(owner.get("/measure/segments").await.text().contains("No segment has figures of its own"));
    assert!(owner.get("/measure/settings").await.text().contains("There is no saved segment"));
    let whole = scores(&test).await;

    let is = |team: &str| json!({"field": "records.team", "operator": "is", "value": team});
    let of_north = segment(&mut owner, "The north", is(&team(&test, "North").await)).await;
    let of_small = segment(&mut owner, "A few", is(&team(&test, "Small").await)).await;
    let often = json!({"field": "records.purchases", "operator": "at-least", "value": "3"});
    let often = segment(&mut owner, "Often", often).await;
    let page = owner.get("/measure/settings").await.body;
    assert!(page.contains("The north") && page.contains("A few") && !page.contains("Often"), "{page}");
    let form = |segments: &str| format!("discount=10&since=&{segments}");
    let refused = owner.post("/measure/settings", &form(&format!("segment-1={often}"))).await;
    assert!(
        refused.status == 422 && refused.body.contains("asks for something else now"),
        "{}",
        refused.body
    );
    let chosen = form(&format!("segment-1={of_small}&segment-2={of_north}"));
    assert_eq!(owner.post("/measure/settings", &chosen).await.status, StatusCode::SEE_OTHER);

    let report = run(&test).await;
    let names: Vec<&str> = report.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["A few", "The north", ""], "in their order, then everybody else");
    assert_eq!(report.groups.iter().map(|group| group.customers).sum::<u64>(), 2_357, "each counts once");
    let [few, large, others] = &report.groups[..] else { panic!("{names:?}") };
    assert!(few.models.is_empty() && few.leans.as_ref().unwrap().key == "measure-group-few");
    assert!(large.models.len() == 1 && large.leans.is_none() && others.models.len() == 1);
    let at_risk = |one: &troth_measure::Group| one.at_risk.clone().unwrap().customers;
    let sum: f64 = report.groups.iter().map(|group| at_risk(group).value).sum();
    assert!((sum - report.at_risk.customers.value).abs() < 1e-9, "they add up: {sum}");
    let worth: f64 = report.groups.iter().map(|group| group.worth.clone().unwrap().value).sum();
    let base = report.worth.clone().unwrap().base.value;
    assert!((worth / base - 1.0).abs() < 1e-12, "{worth} of {base}");

    // What is said of the north is what a business of the north alone would be told.
    let alone = TestStore::open(engine, troth::wiring::parts()).await.unwrap();
    import(&alone, "purchases", &bought(north)).await;
    let told = run(&alone).await;
    let (own, same) = (&large.models[0], told.chosen().unwrap());
    assert_eq!((&own.model, own.n), (&same.model, same.n));
    for (name, value) in &same.parameters {
        assert!(
            (own.parameters[name] / value - 1.0).abs() < 1e-5,
            "{name}: {} and {value}",
            own.parameters[name]
        );
    }
    assert_ne!(own.parameters, report.chosen().unwrap().parameters);
    let (now, there) = (scores(&test).await, scores(&alone).await);
    assert_eq!((now.len(), there.len()), (2_357, usize::try_from(large.customers).unwrap()));
    for (key, score) in &now {
        let customer: u32 = key.parse().unwrap();
        let expected = if north(customer) { Some(there[key]) } else { (customer <= 60).then(|| whole[key]) };
        let Some(expected) = expected else { continue };
        let close = |one: f64, two: f64| (one - two).abs() <= 1e-4 * two.abs().max(1e-9);
        // Those who lean on the model of all spend by that of all; what the few spent on average is their own.
        let worth = !north(customer) || close(score.1, expected.1);
        assert!(close(score.0, expected.0) && worth, "{key}: {score:?}, expected {expected:?}");
    }

    looks_ahead(&test, &mut owner, &now).await;
    let page = owner.get("/measure/segments").await.text();
    for said in ["The north", "A few", "Everybody else", "are needed for a model of its own", "Base at risk"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let items = owner.get("/api/v1/measure/segments").await.json();
    assert_eq!(items["items"][1]["segment"], of_north.as_str());
    assert!(items["items"][1]["at_risk"]["share"]["high"].is_number());
    let file = owner.get("/measure/segments.csv").await.body;
    assert_eq!(file.lines().count(), 1 + 3 * 4, "{file}");
    assert!(
        file.lines().any(|line| line.contains(",The north,") && line.contains(",at_risk.share,0.")),
        "{file}"
    );

    // The same facts the same day are not fitted anew, and say the same.
    let again = run(&test).await;
    assert_eq!(again.groups, report.groups);
    // A segment that is removed, and one that asks otherwise by now, are passed over.
    let removed = owner.post(&format!("/records/segments/{of_small}/remove"), "").await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let names: Vec<String> = run(&test).await.groups.into_iter().map(|group| group.name).collect();
    assert_eq!(names, ["The north", ""]);
}

/// A single customer is looked at by the model of the group that scored them.
async fn looks_ahead(test: &TestStore, owner: &mut Browser, now: &Scores) {
    for key in ["0003", "0061", "0100"] {
        let sql = "SELECT id FROM account WHERE external_key = $1";
        let read = move |db: &mut troth_store::Db<'_>| db.query_one(sql, troth_store::params![key])?.id(0);
        let account: AccountId = test.store.read(read).await.unwrap();
        let ahead = owner.get(&format!("/api/v1/measure/customers/{account}")).await.json();
        let (alive, worth) = (ahead["alive"]["value"].as_f64(), ahead["worth"]["value"].as_f64());
        let (alive, worth) = (alive.unwrap() / now[key].0, worth.unwrap() / now[key].1);
        assert!((alive - 1.0).abs() < 1e-9 && (worth - 1.0).abs() < 1e-9, "{key}: {alive} and {worth} times");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn segments_have_models_of_their_own_on_sqlite() {
    Box::pin(tells_groups_apart(Engine::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn segments_have_models_of_their_own_on_postgres() {
    Box::pin(tells_groups_apart(Engine::Postgres)).await;
}

/// Contracts of two kinds of customers: each kind's renewals are judged by its own model, and counted apart.
#[tokio::test(flavor = "multi_thread")]
async fn renewals_are_told_apart_too() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    import(&test, "teams", "key,name\nn,North\n").await;
    let (mut accounts, mut contracts) =
        (String::from("key,team\n"), String::from("key,customer,started,months,amount,period,ended\n"));
    for customer in 1..=400 {
        let north = customer <= 200;
        writeln!(accounts, "{customer},{}", if north { "n" } else { "" }).unwrap();
        // Of the north few leave, of all others many; of both fewer each year.
        let ended = match (north, customer % 20) {
            (true, 0 | 1) | (false, 0..10) => "1994-12-31",
            (true, 2) | (false, 10..14) => "1995-12-31",
            (true, 3) if customer % 40 == 3 => "1996-12-31",
            (false, 14 | 15) => "1996-12-31",
            _ => "",
        };
        writeln!(contracts, "c{customer},{customer},1994-01-01,12,100,year,{ended}").unwrap();
    }
    import(&test, "accounts", &accounts).await;
    import(&test, "contracts", &contracts).await;
    let (app, browser) = running_on(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let is = json!({"field": "records.team", "operator": "is", "value": team(&test, "North").await});
    let of_north = segment(&mut owner, "The north", is).await;
    let set = move |tx: &mut troth_store::Tx<'_>| {
        tx.set_setting("measure.segments", &of_north)?;
        tx.append(&SettingChanged { key: "measure.segments".into() })
    };
    test.store.write(START, Actor::System, set).await.unwrap();
    let report = run(&test).await;
    let [north, others] = &report.groups[..] else { panic!("{:?}", report.groups) };
    assert!(north.models.len() == 1 && others.models.len() == 1, "{:?}", report.groups);
    let (kept, lost) = (north.renewed.clone().unwrap(), others.renewed.clone().unwrap());
    assert!(kept.value > 0.9 && lost.value < 0.7, "{} and {}", kept.value, lost.value);
    let share = |one: &troth_measure::Group| one.at_risk.clone().unwrap().share.value;
    assert!(share(north) < 0.15 && share(others) > 0.2, "{} and {}", share(north), share(others));
    let stayed = |one: &troth_measure::Group| one.retention.clone().unwrap();
    assert_eq!((stayed(north).relations, stayed(others).relations), (200, 200));
    let after =
        |one: &troth_measure::Group| stayed(one).kept.iter().find(|kept| kept.months == 24).unwrap().value;
    // Of the north 20 and 10 of 200 left after a year and after two, of the others 100 and 40.
    assert!(
        (after(north) - 0.85).abs() < 1e-9 && (after(others) - 0.3).abs() < 1e-9,
        "{north:?}, {others:?}"
    );
    assert!(owner.get("/measure/segments").await.body.contains("Still there, by months since the start"));
    let file = owner.get("/measure/segments.csv").await.body;
    assert!(file.contains(",The north,") && file.contains(",retention.24_months,0."), "{file}");
    let whole = report.contracts.unwrap().at_risk.unwrap().customers.value;
    let sum: f64 = [north, others].iter().map(|group| group.at_risk.clone().unwrap().customers.value).sum();
    assert!((sum - whole).abs() < 1e-9, "they add up: {sum} of {whole}");
}
