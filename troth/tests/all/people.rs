//! Customers, people, staff, contracts, interactions, notes and consent through the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::{Actor, Role};
use troth_harness::{Browser, START, TestStore};
use troth_records::{Imported, Options, find_kind, import_file};

use crate::page::{running_on, signed_in};

/// Imports a text as a file of this kind.
pub(crate) async fn import(test: &TestStore, kind: &str, text: &str) -> Imported {
    import_from(test, kind, &Options::default().source, text).await
}

/// Imports a text as a file of this kind and source.
pub(crate) async fn import_from(test: &TestStore, kind: &str, source: &str, text: &str) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.csv");
    std::fs::write(&file, text).unwrap();
    let kind = find_kind(&test.store, kind).unwrap();
    let options = Options { source: source.into(), ..Options::default() };
    let mut quiet = |_, _| {};
    import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut quiet).await.unwrap()
}

/// Sends JSON; the status and the answer.
pub(crate) async fn send(who: &mut Browser, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer = who.send(method, &format!("/api/v1/records{path}"), &headers, &body.to_string()).await;
    (answer.status, if answer.body.is_empty() { Value::Null } else { answer.json() })
}

pub(crate) async fn post(who: &mut Browser, path: &str, body: Value) -> Value {
    let (status, answer) = send(who, Method::POST, path, &body).await;
    assert_eq!(status, StatusCode::CREATED, "{path}: {answer}");
    answer
}

pub(crate) async fn patch(who: &mut Browser, path: &str, body: Value) -> Value {
    let (status, answer) = send(who, Method::PATCH, path, &body).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    answer
}

pub(crate) async fn get(who: &mut Browser, path: &str) -> Value {
    let answer = who.get(&format!("/api/v1/records{path}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.json()
}

pub(crate) fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn organisations(test: &TestStore) {
    test.store
        .write(START, Actor::System, |tx| {
            let business = tx.business()?;
            tx.put_business(&troth_store::Business { people: false, ..business })
        })
        .await
        .unwrap();
}

/// Kinds of events since the start, users' own left out.
pub(crate) async fn events(test: &TestStore) -> Vec<String> {
    let rows = test
        .store
        .read(|db| db.query("SELECT kind FROM event WHERE kind NOT LIKE 'web.%' ORDER BY id", &[]))
        .await
        .unwrap();
    rows.iter().map(|row| row.text(0).unwrap().to_owned()).collect()
}

pub(crate) fn wrong_fields(answer: &Value) -> Vec<String> {
    let errors = answer["errors"].as_array().unwrap();
    errors.iter().map(|one| one["field"].as_str().unwrap().to_owned()).collect()
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn an_organisation_with_its_people_from_first_entry_to_change(test: TestStore) {
        organisations(&test).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        let team = post(who, "/teams", json!({"name": "North"})).await;
        let ada = post(who, "/staff", json!({"name": "Ada", "email": "Ada@us.example", "team": id(&team)})).await;
        assert_eq!(ada["email"], "ada@us.example");
        let works = post(who, "/customers", json!({"name": "Ålborg Works", "owner": id(&ada)})).await;
        assert_eq!((&works["kind"], &works["owner"]), (&json!("organisation"), &ada["id"]));
        let eva = json!({"customer": id(&works), "name": "Eva Lind", "emails": ["eva@a.example", "lind@a.example"],
            "level": "executive", "role": "decides"});
        let eva = post(who, "/contacts", eva).await;
        assert_eq!(eva["emails"], json!(["eva@a.example", "lind@a.example"]));
        let contract = json!({"customer": id(&works), "started": "2025-01-01", "months": 12, "amount": "99.50", "period": "month"});
        let contract = post(who, "/contracts", contract).await;
        assert_eq!(contract["ends"], "2025-12-31");
        assert_eq!(contract["amount"], json!({"minor": 9950, "currency": "USD"}));
        let said = json!({"customer": id(&works), "contact": id(&eva), "staff": id(&ada), "at": "2025-05-01T10:00",
            "function": "service", "channel": "phone", "effect": "closer", "text": "Said thanks"});
        let said = post(who, "/interactions", said).await;
        assert_eq!((&said["at"], &said["text"]), (&json!("2025-05-01T10:00:00Z"), &json!("Said thanks")));

        let changed = patch(who, &format!("/contacts/{}", id(&eva)), json!({"level": "management", "title": "COO"})).await;
        assert_eq!((&changed["level"], &changed["title"], &changed["role"]), (&json!("management"), &json!("COO"), &json!("decides")));
        let cleared = patch(who, &format!("/contacts/{}", id(&eva)), json!({"title": "", "emails": []})).await;
        assert_eq!((&cleared["title"], &cleared["emails"]), (&Value::Null, &json!([])));
        let ended = patch(who, &format!("/contracts/{}", id(&contract)), json!({"ended": "2025-06-30", "reason": "too dear"})).await;
        assert_eq!(ended["ended"], "2025-06-30");
        let same = patch(who, &format!("/teams/{}", id(&team)), json!({"name": "North"})).await;
        assert_eq!(same["name"], "North");
        assert_eq!(
            events(&test).await,
            ["records.team_created", "records.staff_created", "records.account_created", "records.contact_created",
             "records.contract_created", "records.interaction_created", "records.contact_changed", "records.contact_changed",
             "records.contract_changed"],
            "one event for each verb, none where nothing changed"
        );
        let before = test.store.read(|db| db.query("SELECT payload FROM event_private ORDER BY event_id", &[])).await.unwrap();
        assert!(before[1].text(0).unwrap().contains("COO"), "how it was before is kept where erasure finds it");
        let log = test.store.read(|db| db.query("SELECT payload FROM event", &[])).await.unwrap();
        assert!(log.iter().all(|row| !row.text(0).unwrap().contains("COO")), "events carry no personal values");
    }

    async fn pages_go_on_by_key_and_can_be_of_one_customer(test: TestStore) {
        organisations(&test).await;
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let one = post(&mut staff, "/customers", json!({"name": "One"})).await;
        let two = post(&mut staff, "/customers", json!({"name": "Two"})).await;
        for n in 0..5 {
            let at = if n % 2 == 0 { id(&one) } else { id(&two) };
            post(&mut staff, "/contacts", json!({"customer": at, "name": format!("P{n}")})).await;
        }
        let (mut names, mut after) = (Vec::new(), String::new());
        loop {
            let page = get(&mut staff, &format!("/contacts?limit=2{after}")).await;
            names.extend(page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(names, ["P0", "P1", "P2", "P3", "P4"]);
        let of_two = get(&mut staff, &format!("/contacts?customer={}", id(&two))).await;
        assert_eq!(of_two["items"].as_array().unwrap().len(), 2);
        let nobody = staff.get("/api/v1/records/contacts/con_0000000000001").await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_wrong_is_named_field_by_field_and_changes_nothing(test: TestStore) {
        organisations(&test).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let one = post(&mut owner, "/customers", json!({"name": "One"})).await;
        let two = post(&mut owner, "/customers", json!({"name": "Two"})).await;
        let eva = post(&mut owner, "/contacts", json!({"customer": id(&two), "name": "Eva"})).await;
        let before = events(&test).await;
        let cases = [
            ("/contacts", json!({"name": "Eva"}), vec!["customer"]),
            ("/contacts", json!({"customer": id(&one), "level": "boss", "emails": ["nope"]}), vec!["name", "emails", "level"]),
            ("/contacts", json!({"customer": "acc_0000000000001", "name": "Eva"}), vec!["customer"]),
            ("/customers", json!({"name": " "}), vec!["name"]),
            ("/customers", json!({"name": "x", "owner": "somebody"}), vec!["owner"]),
            ("/contracts", json!({"customer": id(&one), "started": "1.1.25"}), vec!["started"]),
            ("/contracts", json!({"customer": id(&one), "started": "2025-01-01", "ended": "2024-01-01"}), vec!["ended"]),
            ("/contracts", json!({"customer": id(&one), "started": "2025-01-01", "amount": "5", "currency": "EUR"}), vec!["currency"]),
            ("/interactions", json!({"customer": id(&one), "at": "2025-01-01", "function": "it"}), vec!["function"]),
            ("/interactions", json!({"customer": id(&one), "contact": id(&eva), "at": "2025-01-01", "function": "sales"}), vec!["contact"]),
            ("/notes", json!({"customer": id(&one), "text": " "}), vec!["text"]),
        ];
        for (path, body, fields) in cases {
            let (status, answer) = send(&mut owner, Method::POST, path, &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {body}");
            assert_eq!(wrong_fields(&answer), fields, "{path} {body}");
        }
        assert_eq!(events(&test).await, before);
    }

    async fn a_contract_in_another_currency_is_converted_at_the_rate_of_its_first_day(test: TestStore) {
        organisations(&test).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        let one = post(who, "/customers", json!({"name": "One"})).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rates.csv");
        std::fs::write(&file, "currency,day,rate\nEUR,2025-01-01,1.10\n").unwrap();
        let kind = troth_records::find_kind(&test.store, "rates").unwrap();
        let options = troth_records::Options::default();
        let mut quiet = |_, _| {};
        troth_records::import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut quiet).await.unwrap();
        let body = json!({"customer": id(&one), "started": "2025-01-03", "amount": "50", "currency": "EUR"});
        let contract = post(who, "/contracts", body).await;
        assert_eq!(contract["amount"], json!({"minor": 5000, "currency": "EUR"}), "as agreed");
        let counted = || async {
            test.store.read(|db| db.scalar::<i64>("SELECT amount FROM fact_contract", &[])).await.unwrap()
        };
        assert_eq!(counted().await, 5500, "as counted");
        let page = who.get(&format!("/records/contracts/{}", id(&contract))).await;
        assert!(page.body.contains(r#"name="currency" type="text" value="EUR""#), "{}", page.body);
        // The form sends back what it shows, and nothing changes; from a day without a rate it is refused.
        let form = "started=2025-01-03&amount=50.00&currency=EUR&period=month&months=&ends=&renewal=&ended=&reason=&name=";
        let path = format!("/records/contracts/{}", id(&contract));
        assert_eq!(who.post(&path, form).await.status, StatusCode::SEE_OTHER);
        assert_eq!(counted().await, 5500);
        let refused = who.post(&path, &form.replace("2025-01-03", "2024-01-03")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("There is no rate from EUR to USD"), "{}", refused.text());
        let (status, answer) = send(who, Method::PATCH, &format!("/contracts/{}", id(&contract)), &json!({"amount": "60", "currency": "EUR"})).await;
        assert_eq!((status, wrong_fields(&answer)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["started".to_owned()]));
    }

    async fn a_business_of_people_enters_customer_and_person_together(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let ada = post(&mut staff, "/customers", json!({"name": "Ada Berg", "emails": ["ada@home.example"]})).await;
        assert_eq!(ada["kind"], "person");
        let people = get(&mut staff, &format!("/contacts?customer={}", id(&ada))).await;
        let person = &people["items"][0];
        assert_eq!((&person["name"], &person["emails"]), (&json!("Ada Berg"), &json!(["ada@home.example"])));
        patch(&mut staff, &format!("/contacts/{}", id(person)), json!({"name": "Ada Holm"})).await;
        let renamed = get(&mut staff, &format!("/customers/{}", id(&ada))).await;
        assert_eq!(renamed["name"], "Ada Holm", "the customer is called as the person is");
        assert_eq!(events(&test).await, ["records.account_created", "records.contact_changed"]);
    }

    async fn notes_are_written_anew_taken_away_and_brought_back(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let ada = post(&mut staff, "/customers", json!({"name": "Ada"})).await;
        let note = post(&mut staff, "/notes", json!({"customer": id(&ada), "text": "Likes tea"})).await;
        let path = format!("/notes/{}", id(&note));
        assert!(note["written_by"].as_str().unwrap().starts_with("usr_"));
        assert_eq!(patch(&mut staff, &path, json!({"text": "Likes green tea"})).await["text"], "Likes green tea");
        let (status, _) = send(&mut staff, Method::DELETE, &path, &Value::Null).await;
        assert_eq!(status, StatusCode::OK);
        let list = format!("/notes?customer={}", id(&ada));
        assert_eq!(get(&mut staff, &list).await["items"], json!([]));
        let (status, _) = send(&mut staff, Method::PATCH, &path, &json!({"text": "x"})).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let (status, back) = send(&mut staff, Method::POST, &format!("{path}/restore"), &json!({})).await;
        assert_eq!((status, &back["removed_at"]), (StatusCode::OK, &Value::Null));
        assert_eq!(get(&mut staff, &list).await["items"][0]["text"], "Likes green tea");
    }

    async fn consent_is_added_to_and_the_latest_holds(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let ada = post(&mut staff, "/customers", json!({"name": "Ada"})).await;
        let person = get(&mut staff, &format!("/contacts?customer={}", id(&ada))).await;
        let contact: troth_core::ContactId = id(&person["items"][0]).parse().unwrap();
        let path = format!("/contacts/{contact}/consents");
        let has = || async {
            test.store.read(move |db| db.has_consent(contact, troth_core::Purpose::News)).await.unwrap()
        };
        assert!(!has().await, "without an entry nothing is allowed");
        let given = json!({"purpose": "news", "given": true, "at": "2025-01-01", "obtained": "Form at the counter"});
        post(&mut staff, &path, given).await;
        assert!(has().await);
        let taken = json!({"purpose": "news", "given": false, "at": "2025-06-01", "obtained": "By telephone"});
        post(&mut staff, &path, taken).await;
        assert!(!has().await);
        let earlier = json!({"purpose": "news", "given": true, "at": "2025-03-01", "obtained": "An older letter"});
        let entries = post(&mut staff, &path, earlier).await;
        assert!(!has().await, "what was said later holds, whenever it is entered");
        assert_eq!(entries.as_array().unwrap().len(), 3, "nothing is overwritten");
        for wrong in [
            json!({"purpose": "spam", "given": true, "obtained": "x"}),
            json!({"purpose": "news", "given": true, "obtained": " "}),
            json!({"purpose": "news", "given": true, "obtained": "x", "at": "2027-01-01"}),
        ] {
            let (status, _) = send(&mut staff, Method::POST, &path, &wrong).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
    }

    async fn what_somebody_changed_by_hand_outlives_the_import(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("people.csv");
        let kind = troth_records::find_kind(&test.store, "contacts").unwrap();
        let mut batches = Vec::new();
        for name in ["Ada", "Ada B"] {
            std::fs::write(&file, format!("key,name\n1,{name}\n2,Bo\n")).unwrap();
            let options = troth_records::Options::default();
            let mut quiet = |_, _| {};
            let import =
                troth_records::import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut quiet);
            batches.push(import.await.unwrap().batch);
        }
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let people = get(&mut staff, "/contacts").await;
        patch(&mut staff, &format!("/contacts/{}", id(&people["items"][0])), json!({"name": "Ada Berg"})).await;
        for batch in batches.into_iter().rev() {
            troth_records::undo_import(&test.store, START, Actor::System, batch).await.unwrap();
        }
        let people = get(&mut staff, "/contacts").await;
        let names: Vec<_> = people["items"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert_eq!(names, ["Ada Berg"]);
        let customers = get(&mut staff, "/customers").await;
        assert_eq!(customers["items"][0]["name"], "Ada Berg");
    }

    async fn staff_who_sign_in_stay_when_the_import_that_brought_them_is_taken_back(test: TestStore) {
        let (app, browser) = running_on(&test);
        signed_in(&app, &browser, Role::Owner).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("staff.csv");
        std::fs::write(&file, "key,name,team\ns1,Ada,North\ns2,Bo,South\n").unwrap();
        let kind = troth_records::find_kind(&test.store, "staff").unwrap();
        let (options, mut quiet) = (troth_records::Options::default(), |_, _| {});
        let done = troth_records::import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut quiet).await.unwrap();
        let linked = test.store.write(START, Actor::System, |tx| {
            tx.execute("UPDATE web_user SET staff_id = (SELECT id FROM staff WHERE name = 'Ada')", &[])
        });
        assert_eq!(linked.await.unwrap(), 1);
        troth_records::undo_import(&test.store, START, Actor::System, done.batch).await.unwrap();
        let left = test.store.read(|db| db.query("SELECT staff.name, team.name FROM staff JOIN team ON team.id = staff.team_id", &[]));
        let left: Vec<String> = left.await.unwrap().iter().map(|row| format!("{:?}", row.values())).collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(left[0].contains("Ada") && left[0].contains("North"), "{left:?}");
    }

    async fn analysts_and_readers_change_nothing_and_staff_are_entered_by_managers(test: TestStore) {
        let (app, browser) = running_on(&test);
        for role in [Role::Analyst, Role::ReadOnly] {
            let mut who = signed_in(&app, &browser, role).await;
            let (status, _) = send(&mut who, Method::POST, "/customers", &json!({"name": "x"})).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{role:?}");
            get(&mut who, "/customers").await;
        }
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let (status, _) = send(&mut staff, Method::POST, "/teams", &json!({"name": "x"})).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let mut manager = signed_in(&app, &browser, Role::Manager).await;
        post(&mut manager, "/teams", json!({"name": "x"})).await;
    }
}
