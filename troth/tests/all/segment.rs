//! Segments: saved filters over what capabilities declare, live, the same everywhere.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::{Actor, Role};
use troth_harness::{Browser, START, TestStore};

use crate::page::{running_on, signed_in};
use crate::people::{import, send};

/// Four customers: a buys often and lately, b once long ago, c never but has a contract, d is a household of a team.
async fn filled(test: &TestStore) {
    import(
        test,
        "accounts",
        "key,name,kind,team\na,Ada,person,\nb,Bo,person,\nc,Cid,organisation,\nd,Dee,household,North\n",
    )
    .await;
    import(
        test,
        "purchases",
        "customer,at,amount\na,2025-12-01,50\na,2025-12-20,60\na,2026-01-02,70\nb,2024-01-01,5\n",
    )
    .await;
    import(
        test,
        "contracts",
        "key,customer,started,ends\nk,c,2025-02-01,2026-01-31\nl,b,2024-02-01,2026-01-20\n",
    )
    .await;
    import(
        test,
        "interactions",
        "customer,at,function,effect\nb,2025-06-01,service,away\nb,2025-07-01,service,away\n",
    )
    .await;
}

/// Saves a filter; the names of those it finds, and that the count is theirs.
async fn found(who: &mut Browser, name: &str, filter: Value) -> String {
    let (status, saved) =
        send(who, Method::POST, "/segments", &json!({"name": name, "filter": filter})).await;
    assert_eq!(status, StatusCode::CREATED, "{name}: {saved}");
    let path = format!("/segments/{}", saved["id"].as_str().unwrap());
    let (_, members) = send(who, Method::GET, &format!("{path}/members"), &Value::Null).await;
    let names: Vec<_> = members["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    let (_, count) = send(who, Method::GET, &format!("{path}/count"), &Value::Null).await;
    assert_eq!(count["count"], names.len(), "{name}");
    names.join(" ")
}

fn test(field: &str, operator: &str, value: &str) -> Value {
    json!({"field": format!("records.{field}"), "operator": operator, "value": value})
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn each_field_finds_whom_it_says(store: TestStore) {
        filled(&store).await;
        let (app, browser) = running_on(&store);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (_, teams) = send(&mut owner, Method::GET, "/teams", &Value::Null).await;
        let north = teams["items"][0]["id"].as_str().unwrap().to_owned();
        let cases = [
            (test("kind", "is", "person"), "Ada Bo"),
            (test("kind", "is-not", "person"), "Cid Dee"),
            (test("team", "is", &north), "Dee"),
            (test("team", "is-not", &north), "Ada Bo Cid"),
            (test("team", "unknown", ""), "Ada Bo Cid"),
            (test("owner", "known", ""), ""),
            (test("created", "within", "1"), "Ada Bo Cid Dee"),
            (test("purchases", "at-least", "3"), "Ada"),
            (test("purchases", "at-most", "0"), "Cid Dee"),
            (test("spent", "at-least", "180.00"), "Ada"),
            (test("spent", "at-least", "180.01"), ""),
            (test("last_bought", "within", "30"), "Ada"),
            (test("last_bought", "not-within", "30"), "Bo Cid Dee"),
            (test("last_bought", "before", "2024-01-02"), "Bo"),
            (test("last_bought", "since", "2024-01-01"), "Ada Bo"),
            (test("contracts", "at-least", "1"), "Bo Cid"),
            (test("renewal", "next", "14"), ""),
            (test("renewal", "next", "15"), "Bo"),
            (test("renewal", "next", "26"), "Bo Cid"),
            (test("last_contact", "known", ""), "Bo"),
            (test("pushed_away", "at-least", "2"), "Bo"),
            (test("allows_news", "is", "no"), "Ada Bo Cid Dee"),
            (json!({"all": [test("kind", "is", "person"), test("purchases", "at-most", "1")]}), "Bo"),
            (json!({"any": [test("kind", "is", "household"), test("purchases", "at-least", "3")]}), "Ada Dee"),
            (json!({"all": [test("purchases", "at-least", "1"), {"any": [test("pushed_away", "at-least", "1"), test("spent", "at-least", "100")]}]}), "Ada Bo"),
        ];
        for (number, (filter, names)) in cases.into_iter().enumerate() {
            let shown = filter.to_string();
            assert_eq!(found(&mut owner, &format!("Case {number}"), filter).await, names, "{shown}");
        }
        let people = send(&mut owner, Method::GET, "/contacts", &Value::Null).await.1;
        assert_eq!(people["items"], json!([]));
    }

    async fn consent_of_anybody_there_is_enough(store: TestStore) {
        let (app, browser) = running_on(&store);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        for name in ["Ada", "Bo"] {
            send(&mut owner, Method::POST, "/customers", &json!({"name": name})).await;
        }
        let (_, people) = send(&mut owner, Method::GET, "/contacts", &Value::Null).await;
        let ada = people["items"][0]["id"].as_str().unwrap().to_owned();
        let given = json!({"purpose": "news", "given": true, "obtained": "Form"});
        send(&mut owner, Method::POST, &format!("/contacts/{ada}/consents"), &given).await;
        assert_eq!(found(&mut owner, "May", test("allows_news", "is", "yes")).await, "Ada");
        assert_eq!(found(&mut owner, "May not", test("allows_news", "is", "no")).await, "Bo");
    }

    async fn what_cannot_be_asked_is_refused_with_what_to_do(store: TestStore) {
        let (app, browser) = running_on(&store);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let kind = test("kind", "is", "person");
        let deep = json!({"all": [{"any": [{"all": [{"any": [kind.clone()]}]}]}]});
        let cases = [
            (json!({"name": "", "filter": kind}), "name"),
            (json!({"name": "x"}), "filter"),
            (json!({"name": "x", "filter": {"all": []}}), "filter"),
            (json!({"name": "x", "filter": {"every": [kind]}}), "filter"),
            (json!({"name": "x", "filter": test("kind; DROP TABLE account", "is", "person")}), "filter"),
            (json!({"name": "x", "filter": test("kind", "is", "person' OR 1=1")}), "filter"),
            (json!({"name": "x", "filter": test("kind", "at-least", "3")}), "filter"),
            (json!({"name": "x", "filter": test("purchases", "at-least", "many")}), "filter"),
            (json!({"name": "x", "filter": deep}), "filter"),
            (json!({"name": "x", "filter": {"any": vec![kind.clone(); 21]}}), "filter"),
        ];
        for (body, field) in cases {
            let (status, answer) = send(&mut owner, Method::POST, "/segments", &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert_eq!(answer["errors"][0]["field"], field, "{body}");
        }
        found(&mut owner, "Mine", kind.clone()).await;
        let (status, _) = send(&mut owner, Method::POST, "/segments", &json!({"name": "mine", "filter": kind})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a name is taken once");
    }

    async fn a_segment_whose_field_is_gone_says_so(store: TestStore) {
        let (app, browser) = running_on(&store);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        found(&mut owner, "Old", test("kind", "is", "person")).await;
        store.store.write(START, Actor::System, |tx| tx.execute("UPDATE segment SET filter = '{\"field\":\"garden.bed\",\"operator\":\"is\",\"value\":\"x\"}'", &[])).await.unwrap();
        let (_, all) = send(&mut owner, Method::GET, "/segments", &Value::Null).await;
        let id = all[0]["id"].as_str().unwrap().to_owned();
        let page = owner.get(&format!("/records/segments/{id}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("garden.bed"), "{}", page.text());
        let (status, answer) = send(&mut owner, Method::GET, &format!("/segments/{id}/count"), &Value::Null).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer["detail"].as_str().unwrap().contains("garden.bed"), "{answer}");
    }

    async fn one_is_built_line_by_line_without_scripts_and_kept(store: TestStore) {
        filled(&store).await;
        let (app, browser) = running_on(&store);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let first = staff.get("/records/segments/new?field-0=records.purchases").await;
        assert!(first.body.contains("name=\"operator-0\""), "the line asks what fits: {}", first.body);
        let counted = staff.get("/records/segments/new?match=all&field-0=records.purchases&operator-0=at-least&value-0=3&name=Often").await;
        let text = counted.text();
        assert!(text.contains("One customer fits now"), "{text}");
        assert!(counted.body.contains("value=\"Often\"") && counted.body.contains("name=\"field-1\""), "{}", counted.body);
        let wrong = staff.post("/records/segments/new", "name=Often&match=all&field-0=records.purchases&operator-0=at-least&value-0=lots").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("lots"), "what was typed is kept");
        let saved = staff.post("/records/segments/new", "name=Often&match=all&field-0=records.purchases&operator-0=at-least&value-0=3").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let path = saved.header("location").to_owned();
        let page = staff.get(&path).await.text();
        assert!(page.contains("One customer fits now") && page.contains("Purchases: at least 3") && page.contains("Ada"), "{page}");
        let file = staff.get(&format!("{path}/members.csv")).await.body;
        assert!(file.lines().count() == 2 && file.contains(",Ada,file,a"), "{file}");
        let changed = staff.post(&format!("{path}/change"), "name=Once&match=all&field-0=records.purchases&operator-0=at-most&value-0=1&field-1=records.kind&operator-1=is&value-1=person").await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
        assert!(staff.get(&path).await.text().contains("Kind: is Person"));
        staff.post(&format!("{path}/remove"), "").await;
        assert!(!staff.get("/records/segments").await.body.contains("Once"));
        staff.post(&format!("{path}/restore"), "").await;
        assert!(staff.get("/records/segments").await.body.contains("Once"));
        let rows = store.store.read(|db| db.query("SELECT kind FROM event WHERE kind LIKE 'records.segment%' ORDER BY id", &[])).await.unwrap();
        let kinds: Vec<&str> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(kinds, ["records.segment_created", "records.segment_changed", "records.segment_removed", "records.segment_removed"]);
    }
}

#[test]
fn every_field_of_segments_has_a_name_of_its_own_and_texts() {
    let fields: Vec<_> = troth::wiring::parts().iter().flat_map(|part| part.segments).copied().collect();
    let mut names: Vec<_> = fields.iter().map(|field| field.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), fields.len());
    assert!(names.iter().any(|name| name.starts_with("measure.")));
    for field in fields {
        assert!(!field.kind.operators().is_empty(), "{}", field.name);
        assert!(
            !field.value.contains('?') && field.join.is_none_or(|join| field.value.contains(join.name)),
            "{}",
            field.name
        );
    }
}
