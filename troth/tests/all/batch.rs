//! Batches of rows and files that programs send: each item answered, nothing twice, all or nothing, taken back.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::{Browser, TestStore};

use crate::page::{running_on, signed_in};
use crate::people::{events, get, organisations, send, wrong_fields};

async fn batch(who: &mut Browser, kind: &str, body: Value) -> Value {
    let (status, answer) = send(who, Method::POST, &format!("/batches/{kind}"), &body).await;
    assert_eq!(status, StatusCode::OK, "{kind}: {answer}");
    answer
}

fn outcomes(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().unwrap().iter().map(|item| item["outcome"].as_str().unwrap()).collect()
}

async fn count(test: &TestStore, table: &'static str) -> i64 {
    test.store.read(move |db| db.scalar(&format!("SELECT COUNT(*) FROM {table}"), &[])).await.unwrap()
}

/// One item of each kind, and the same with a value changed.
fn kinds() -> [(&'static str, Value, Value); 9] {
    let item = |base: Value, more: Value| {
        let mut item = base;
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        item
    };
    [
        ("teams", json!({"key": "n", "name": "North"}), json!({"name": "Nord"})),
        ("staff", json!({"key": "s1", "name": "Ada", "team": "n", "email": "ada@us.example"}), json!({"to": "2026-01-01"})),
        ("rates", json!({"key": "EUR-1", "currency": "EUR", "day": "2025-05-01", "rate": 1.1}), json!({"rate": "1.2"})),
        ("accounts", json!({"key": "a", "name": "Ålborg Works", "owner": "s1"}), json!({"name": "=1+1"})),
        ("contacts", json!({"key": "c1", "customer": "a", "name": "Eva", "email": ["eva@a.example", "e@a.example"]}),
            json!({"level": "executive"})),
        ("purchases", json!({"key": "p1", "customer": "a", "at": "2025-05-01T10:00:00Z", "amount": 12.5, "currency": "EUR"}),
            json!({"amount": "-3.10"})),
        ("interactions", json!({"key": 7, "customer": "a", "contact": "c1", "at": "2025-05-01", "function": "sales"}),
            json!({"text": "Said thanks"})),
        ("contracts", json!({"key": "k1", "customer": "a", "started": "2025-01-01", "months": 12}), json!({"months": 24})),
        ("responses", json!({"key": "r1", "customer": "a", "respondent": "c1", "at": "2025-05-01", "question": "nps", "answer": 9}), json!({"answer": 3})),
    ]
    .map(|(kind, base, more)| (kind, base.clone(), item(base, more)))
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn every_kind_is_new_then_the_same_then_changed_then_taken_back(test: TestStore) {
        organisations(&test).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Manager).await;
        let who = &mut owner;
        let mut imports = Vec::new();
        let sent = |item: &Value| json!({"source": "shop", "items": [item]});
        for (kind, item, changed) in kinds() {
            let before = events(&test).await.len();
            let first = batch(who, kind, sent(&item)).await;
            assert_eq!((outcomes(&first), &first["new"]), (vec!["new"], &json!(1)), "{kind}: {first}");
            assert_eq!(outcomes(&batch(who, kind, sent(&item)).await), ["same"], "{kind}");
            let third = batch(who, kind, sent(&changed)).await;
            assert_eq!(outcomes(&third), ["changed"], "{kind}: {third}");
            assert_eq!(events(&test).await.len(), before + 3, "{kind}: one event for each batch");
            imports.extend([first, third].map(|answer| answer["import"].as_str().unwrap().to_owned()));
        }
        let amounts = test.store.read(|db| db.query_one("SELECT amount, original_amount, original_currency FROM purchase", &[]));
        let amounts = amounts.await.unwrap();
        assert_eq!(amounts.get::<i64>(0).unwrap(), -372, "converted at the rate of the day, as a file's");
        assert_eq!(get(who, "/imports").await["items"], json!([]), "files are listed apart");
        let listed = get(who, "/imports?from=programs&limit=200").await;
        assert_eq!(listed["items"].as_array().unwrap().len(), 27);
        assert!(who.get("/records/import?from=programs").await.text().contains("Sent by programs"));
        for import in imports.iter().rev() {
            let (status, undone) = send(who, Method::POST, &format!("/imports/{import}/undo"), &json!({})).await;
            assert_eq!(status, StatusCode::OK, "{undone}");
            assert_eq!(get(who, &format!("/imports/{import}")).await["state"], "undone");
        }
        for table in ["team", "staff", "currency_rate", "account", "contact", "purchase", "interaction", "contract", "import_before"] {
            assert_eq!(count(&test, table).await, 0, "{table}");
        }
        let (status, again) = send(who, Method::POST, &format!("/imports/{}/undo", imports[0]), &json!({})).await;
        assert_eq!(status, StatusCode::CONFLICT, "{again}");
        assert!(again["detail"].as_str().unwrap().contains("undone already"), "{again}");
    }

    async fn a_batch_with_a_wrong_item_changes_nothing_unless_the_good_ones_are_wanted(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let before = events(&test).await;
        let items = json!([
            {"key": "p1", "customer": "a", "at": "2025-05-01", "amount": "1,234"},
            {"key": "p2", "customer": "a", "at": "2025-05-01", "amount": "12.50"},
            {"key": "p2", "customer": "b", "at": "2025-05-01", "amount": "12.50"},
            {"customer": "a", "at": "2025-05-01", "amount": "12.50"},
            {"key": "p4", "customer": "a", "at": "01.05.2025", "amount": "12.50"},
            {"key": "p5", "customer": "a", "at": "2025-05-01", "amuont": "12.50"},
            {"key": "p6", "customer": "a", "at": "2025-05-01", "amount": {"minor": 5}},
            {"key": "p7", "customer": "a", "at": "2025-05-01", "amount": "1", "currency": "GBP"},
        ]);
        let (status, answer) = send(&mut owner, Method::POST, "/batches/purchases", &json!({"source": "shop", "items": items})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = ["items[0].amount", "items[2].key", "items[3].key", "items[4].at", "items[5].amuont", "items[6].amount", "items[7].currency"];
        assert_eq!(wrong_fields(&answer), wrong);
        for (n, said) in [(0, "two ways"), (1, "item 1 already"), (2, "key of its own"), (3, "%d.%m.%Y"), (4, "customer, at, amount"), (6, "Exchange rates")] {
            let detail = answer["errors"][n]["detail"].as_str().unwrap();
            assert!(detail.contains(said), "{detail} lacks {said}");
        }
        assert_eq!((count(&test, "purchase").await, count(&test, "import_batch").await), (0, 0));
        assert_eq!(events(&test).await, before);
        let some = batch(&mut owner, "purchases", json!({"source": "shop", "items": items, "skip_wrong": true})).await;
        assert_eq!(outcomes(&some), ["wrong", "new", "wrong", "wrong", "wrong", "wrong", "wrong", "wrong"]);
        assert_eq!((&some["new"], &some["wrong"], &some["items"][1]["key"]), (&json!(1), &json!(7), &json!("p2")));
        let problem = &some["items"][0]["problem"];
        assert_eq!((&problem["status"], &problem["errors"][0]["field"]), (&json!(422), &json!("amount")), "{problem}");
        assert_eq!(count(&test, "purchase").await, 1);
        let none = batch(&mut owner, "purchases", json!({"source": "shop", "items": [items[0]], "skip_wrong": true})).await;
        assert_eq!((&none["import"], outcomes(&none)), (&Value::Null, vec!["wrong"]));
    }

    async fn a_batch_has_its_limits_and_says_them(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let teams = |count: usize| -> Vec<Value> { (0..count).map(|n| json!({"key": n.to_string()})).collect() };
        for items in [0, 1001] {
            let (status, answer) = send(&mut owner, Method::POST, "/batches/teams", &json!({"source": "x", "items": teams(items)})).await;
            assert_eq!((status, wrong_fields(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["items".to_owned()]));
            assert!(answer["errors"][0]["detail"].as_str().unwrap().contains("between 1 and 1,000"), "{answer}");
        }
        for source in [" ", &"x".repeat(201)] {
            let (status, answer) = send(&mut owner, Method::POST, "/batches/teams", &json!({"source": source, "items": teams(1)})).await;
            assert_eq!((status, wrong_fields(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["source".to_owned()]));
        }
        let large = json!({"source": "x", "items": [{"key": "k", "name": "x".repeat(2 << 20)}]});
        let (status, answer) = send(&mut owner, Method::POST, "/batches/teams", &large).await;
        assert_eq!((status, &answer["type"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("urn:troth:too-large")));
        let (status, _) = send(&mut owner, Method::POST, "/batches/unicorns", &json!({"source": "x", "items": teams(1)})).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, answer) = send(&mut owner, Method::POST, "/batches/teams", &json!({"source": "x", "rows": []})).await;
        assert_eq!((status, &answer["type"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("urn:troth:malformed")));
        assert_eq!(outcomes(&batch(&mut owner, "teams", json!({"source": "x", "items": teams(1000)})).await).len(), 1000);
        let kinds = get(&mut owner, "/batches").await;
        let names: Vec<&str> = kinds.as_array().unwrap().iter().map(|kind| kind["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 9);
        for (kind, item, _) in self::kinds() {
            let kind = &kinds[names.iter().position(|name| *name == kind).unwrap()];
            let fields: Vec<&str> = kind["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
            assert!(item.as_object().unwrap().keys().all(|name| fields.contains(&name.as_str())), "{fields:?}");
        }
    }

    async fn a_batch_under_a_key_is_taken_once(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let headers = [("content-type", "application/json"), ("idempotency-key", "b-1")];
        let body = json!({"source": "x", "items": [{"key": "n", "name": "North"}]}).to_string();
        let first = owner.send(Method::POST, "/api/v1/records/batches/teams", &headers, &body).await;
        let again = owner.send(Method::POST, "/api/v1/records/batches/teams", &headers, &body).await;
        assert_eq!((first.status, again.status), (StatusCode::OK, StatusCode::OK));
        assert_eq!(outcomes(&again.json()), ["new"], "the answer of the first time");
        assert_eq!(first.body, again.body);
        assert_eq!(count(&test, "import_batch").await, 1);
    }

    async fn a_file_goes_through_the_api(test: TestStore) {
        let uploads = tempfile::tempdir().unwrap();
        let (app, browser) = crate::page::running_with(&test, uploads.path());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        let (status, wrong) = send(who, Method::POST, "/uploads", &json!({"kind": "unicorns", "source": "x", "file_name": ""})).await;
        assert_eq!((status, wrong_fields(&wrong)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["kind".to_owned()]));
        let body = json!({"kind": "purchases", "source": "shop", "file_name": "Umsatz.csv"});
        let (status, upload) = send(who, Method::POST, "/uploads", &body).await;
        assert_eq!(status, StatusCode::CREATED, "{upload}");
        let path = format!("/uploads/{}", upload["id"].as_str().unwrap());
        let (status, early) = send(who, Method::POST, &format!("{path}/check"), &json!({})).await;
        assert_eq!(status, StatusCode::CONFLICT, "{early}");
        let file = "kunde;datum;betrag\r\na;02.01.2026;1.234,50\r\nb;02.01.2026;5 Euro\r\n";
        let put = format!("/api/v1/records{path}/file");
        let octets = [("content-type", "application/octet-stream")];
        let empty = who.send(Method::PUT, &put, &octets, "").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.body);
        let seen = who.send(Method::PUT, &put, &octets, file).await.json();
        assert_eq!((&seen["headings"], &seen["found"]["delimiter"]), (&json!(["kunde", "datum", "betrag"]), &json!(";")));
        assert_eq!(seen["fields"][2]["column"], "betrag", "the mapping is proposed: {seen}");
        assert_eq!(std::fs::read_dir(uploads.path()).unwrap().count(), 1, "nothing else is left");
        let (status, early) = send(who, Method::POST, &format!("{path}/start"), &json!({})).await;
        assert_eq!((status, &early["type"]), (StatusCode::CONFLICT, &json!("urn:troth:conflict")));
        let reading = json!({"columns": {"customer": "kunde", "at": "datum", "amount": "betrag"}, "date_format": "%d.%m.%Y", "decimal": ","});
        let (status, checked) = send(who, Method::POST, &format!("{path}/check"), &reading).await;
        assert_eq!(status, StatusCode::OK, "{checked}");
        assert_eq!((&checked["checked"]["new"], &checked["checked"]["wrong"], &checked["has_errors"]), (&json!(1), &json!(1), &json!(true)));
        let first = &checked["checked"];
        assert_eq!(first["first_wrong_key"], "records-why-amount", "{checked}");
        assert!(first["first_wrong"].as_str().unwrap().starts_with("line 3, column betrag: `5 Euro` is not an amount; "), "{checked}");
        let german = who.send(Method::GET, &format!("/api/v1/records{path}"), &[("accept-language", "de")], "").await.json();
        assert!(german["checked"]["first_wrong"].as_str().unwrap().starts_with("Zeile 3, Spalte betrag: "), "{german}");
        let errors = who.get(&format!("/api/v1/records{path}/errors")).await;
        assert!(errors.body.contains("b,02.01.2026,5 Euro,3,betrag"), "{}", errors.body);
        let (status, refused) = send(who, Method::POST, &format!("{path}/start"), &json!({})).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(refused["detail"].as_str().unwrap().contains("One row is wrong"), "{refused}");
        let (status, queued) = send(who, Method::POST, &format!("{path}/start"), &json!({"skip_wrong": true})).await;
        assert_eq!((status, &queued["state"]), (StatusCode::ACCEPTED, &json!("queued")));
        crate::upload::work(&app, "records.import_upload").await;
        let done = get(who, &path).await;
        assert_eq!((&done["state"], &done["import"]["state"], &done["import"]["new"]), (&json!("started"), &json!("done"), &json!(1)));
        let listed = get(who, "/imports").await;
        assert_eq!((&listed["items"][0]["file_name"], &listed["next"]), (&json!("Umsatz.csv"), &Value::Null));
        let late = who.send(Method::PUT, &put, &octets, file).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let import = done["import"]["id"].as_str().unwrap();
        let (_, undone) = send(who, Method::POST, &format!("/imports/{import}/undo"), &json!({})).await;
        assert_eq!(undone["taken_back"], 2, "{undone}");
    }
}
