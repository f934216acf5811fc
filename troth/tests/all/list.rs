//! The list of customers: looked through as the counter looks up, sorted by what capabilities declare, narrowed by a
//! segment, its state in the address.

use axum::http::{Method, StatusCode};
use serde_json::json;
use troth_core::{Day, Role};
use troth_harness::{Browser, START, TestStore};
use troth_store::Engine;

use crate::page::{running_on, signed_in};
use crate::people::import;
use crate::people::{id, organisations, send};

/// The names on a page of the list, in its order.
async fn names(who: &mut Browser, path: &str) -> Vec<String> {
    let page = who.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    let rows = page.body.split("<th scope=\"row\">").skip(1);
    let name = |row: &str| row.split("<bdi>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    rows.map(name).collect()
}

/// The whole list as a file: of each row its cells.
async fn file(who: &mut Browser, query: &str) -> Vec<Vec<String>> {
    let answer = who.get(&format!("/records/customers.csv?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}");
    let rows = answer.body.lines().map(|row| row.split(',').map(str::to_owned).collect());
    rows.collect()
}

async fn four(test: &TestStore) {
    organisations(test).await;
    import(test, "accounts", "key,name,kind,team\nk-1,Åse Møller,person,\nk-2,Bo & Sons,organisation,North\nk-3,Cid,organisation,\nk-4,Dee,household,North\n").await;
    import(
        test,
        "contacts",
        "key,customer,name,email,phone\np1,k-3,Eva Lind,eva@harbour.example,+45 12345678\n",
    )
    .await;
    import(
        test,
        "purchases",
        "customer,at,amount\nk-1,2025-12-01,50\nk-2,2025-12-20,60\nk-2,2025-01-02,-70\nk-3,2025-12-20,5\n",
    )
    .await;
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn the_search_box_finds_what_the_counter_finds(test: TestStore) {
        four(&test).await;
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let who = &mut staff;
        for (typed, found) in [
            ("ase", vec!["Åse Møller"]),
            ("moller", vec!["Åse Møller"]),
            ("møl%20ås", vec!["Åse Møller"]),
            ("dee", vec!["Dee"]),
            ("eva%20li", vec!["Cid"]),
            ("eva%40harbour", vec!["Cid"]),
            ("1234%205678", vec!["Cid"]),
            ("k", vec!["Åse Møller", "Bo &amp; Sons", "Cid", "Dee"]),
            ("k%20sons", vec!["Bo &amp; Sons"]),
            ("nobody", vec![]),
            ("--", vec![]),
        ] {
            assert_eq!(names(who, &format!("/records?q={typed}")).await, found, "{typed}");
        }
        assert_eq!(names(who, "/records?q=k&kind=organisation&sort=-name").await, ["Cid", "Bo &amp; Sons"]);
        let api = who.get("/api/v1/records/customers?q=harbour").await.json();
        assert_eq!(api["items"].as_array().map(Vec::len), Some(0), "only the beginning of words");
        let api = who.get("/api/v1/records/customers?q=eva").await.json();
        assert_eq!(api["items"][0]["name"], "Cid");
    }

    async fn columns_sort_with_ties_by_id_and_the_unknown_last(test: TestStore) {
        four(&test).await;
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let who = &mut staff;
        for (sort, order) in [
            ("-last", vec!["Cid", "Bo &amp; Sons", "Åse Møller", "Dee"]),
            ("last", vec!["Åse Møller", "Bo &amp; Sons", "Cid", "Dee"]),
            ("kind", vec!["Åse Møller", "Bo &amp; Sons", "Cid", "Dee"]),
            ("-name", vec!["Dee", "Cid", "Bo &amp; Sons", "Åse Møller"]),
        ] {
            assert_eq!(names(who, &format!("/records?sort={sort}")).await, order, "{sort}");
        }
        let page = who.get("/records?sort=-last&column=kind").await;
        assert!(page.body.contains("aria-sort=\"descending\""), "what a list is sorted by is seen: {}", page.body);
        assert_eq!(names(who, "/records?sort=-last&after=nonsense").await.len(), 4);
        let page = who.get("/records?sort=-purchases&kind=alien&color=red&team=x&owner=&after=nonsense").await;
        assert!(page.text().replace('\n', " ").contains("left out: kind, color, team, sort, after."), "{}", page.text());
        assert!(!who.get("/records?sort=-name&kind=&q=k").await.body.contains("left out"));
        assert_eq!(test.store.read(|db| troth_records::count_accounts(db, 3)).await.unwrap(), 3, "counted no further");
    }

    async fn a_segment_narrows_the_list_and_stays_in_the_address(test: TestStore) {
        four(&test).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        let lately = json!({"name": "Lately", "filter": {"field": "records.last_bought", "operator": "since", "value": "2025-12-10"}});
        let (status, segment) = send(who, Method::POST, "/segments", &lately).await;
        assert_eq!(status, StatusCode::CREATED, "{segment}");
        let path = format!("/records?segment={}", id(&segment));
        assert_eq!(names(who, &path).await, ["Bo &amp; Sons", "Cid"]);
        assert_eq!(names(who, &format!("{path}&q=cid&sort=-purchases")).await, ["Cid"]);
        let page = who.get(&format!("{path}&sort=-last")).await.body;
        assert!(page.contains(&format!("<option value=\"{}\" selected>Lately</option>", id(&segment))), "{page}");
        assert!(page.contains(&format!("segment={}&amp;sort=", id(&segment))) || page.contains(&format!("segment={}&sort=", id(&segment))), "{page}");
        assert_eq!(file(who, &format!("segment={}", id(&segment))).await.len(), 3);
        assert_eq!(who.get("/records?segment=seg_0000000000001").await.status, StatusCode::NOT_FOUND);
        assert_eq!(names(who, "/records?segment=nonsense").await.len(), 4);
    }
}

async fn sorted_by_what_a_run_found(engine: Engine) {
    let Some(test) = crate::metric::filled(engine).await else { return };
    let (app, browser) = running_on(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    assert_eq!(names(&mut owner, "/records?sort=-measure.worth").await.len(), 50, "before any run too");
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap();
    let rows = file(&mut owner, "sort=-measure.worth").await;
    let column = rows[0].iter().position(|name| name == "measure.worth").unwrap();
    let worth: Vec<f64> = rows[1..].iter().map(|row| row[column].parse().unwrap()).collect();
    assert!(worth.is_sorted_by(|one, two| one >= two) && worth[0] > 0.0);
    assert_eq!(rows[0][column + 1..column + 3], ["measure.worth.low", "measure.worth.high"]);
    let ends: Vec<f64> = rows[1][column..column + 3].iter().map(|cell| cell.parse().unwrap()).collect();
    assert!(ends[1] < ends[0] && ends[0] < ends[2], "an estimate comes with its interval: {ends:?}");
    let all: std::collections::BTreeSet<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!((rows.len(), all.len()), (2358, 2357), "everybody once, over many pages and ties");
    let first = names(&mut owner, "/records?sort=-measure.worth").await;
    assert_eq!(first[0], rows[1][1]);
    let page = owner.get("/records?sort=-measure.worth").await;
    assert_eq!(page.body.matches("class=\"range\"").count(), 50, "each with its interval");
    assert!(page.body.contains("badge grade-modelled"), "and with its grade");
    let next = page
        .body
        .split("rel=\"next\"")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let next = next.replace("&#x2f;", "/").replace("&amp;", "&");
    assert_eq!(names(&mut owner, &next).await[0], rows[51][1], "the next page goes on where this one ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_sorted_by_worth_on_sqlite() {
    sorted_by_what_a_run_found(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_sorted_by_worth_on_postgres() {
    sorted_by_what_a_run_found(Engine::Postgres).await;
}
