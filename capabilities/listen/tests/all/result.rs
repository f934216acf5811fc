//! Results: scores with intervals, groups, and nothing of too few.

use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::Browser;

use crate::{published, running, send, signed_in};

fn form() -> Value {
    let choices = |low: i64, high: i64| (low..=high).map(|value| json!({"value": value})).collect::<Vec<_>>();
    json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
        {"key": "nps", "kind": "nps", "text": {"en": "Recommend?"}, "choices": choices(0, 10)},
        {"key": "gap", "kind": "gap", "text": {"en": "Gap"}, "choices": choices(1, 7),
         "rows": [{"key": "expected", "text": {"en": "Expected"}}, {"key": "found", "text": {"en": "Found"}}]},
    ]})
}

/// Somebody of a level at a customer of their own, who answers.
async fn answer(owner: &mut Browser, survey: &str, level: Option<&str>, nps: i64) {
    let (_, customer) =
        send(owner, "POST", "/records/customers", &json!({"name": "Works", "kind": "organisation"})).await;
    let person = json!({"customer": customer["id"], "name": "Somebody", "level": level});
    let (status, person) = send(owner, "POST", "/records/contacts", &person).await;
    assert_eq!(status, 201, "{person}");
    let said = json!({"contact": person["id"], "answers": {"nps": nps, "gap": {"expected": 5, "found": 6}}});
    let (status, told) = send(owner, "POST", &format!("/listen/surveys/{survey}/responses"), &said).await;
    assert_eq!(status, 201, "{told}");
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn nothing_is_told_of_fewer_than_five_and_nothing_gives_them_away(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let path = format!("/listen/surveys/{id}/results");
        for _ in 0..4 {
            answer(&mut owner, &id, Some("executive"), 10).await;
        }
        let (status, few) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((status, &few["questions"][0]["n"], &few["questions"][0]["score"]), (200, &Value::Null, &Value::Null));
        assert_eq!(few["questions"][0]["parts"], json!([]));
        let page = owner.get(&format!("/listen/{id}/results")).await;
        assert!(page.text().contains("Fewer than 5 answers"), "{}", page.text());

        for _ in 0..10 {
            answer(&mut owner, &id, Some("operations"), 2).await;
        }
        for _ in 0..12 {
            answer(&mut owner, &id, Some("management"), 9).await;
        }
        let (_, whole) = send(&mut owner, "GET", &path, &Value::Null).await;
        let score = &whole["questions"][0]["score"];
        assert_eq!((&score["n"], &score["grade"], &score["method"]), (&json!(26), &json!("counted"), &json!("survey-nps")));
        assert!((score["value"].as_f64().unwrap() - 600.0 / 26.0).abs() < 1e-9, "16 promoters, 10 detractors: {score}");
        assert!(score["low"].as_f64().unwrap() < 23.0 && score["high"].as_f64().unwrap() > 24.0);
        let gap = whole["questions"][1]["parts"].as_array().unwrap().iter().find(|part| part["part"] == "gap").unwrap();
        assert_eq!(gap["figure"]["value"], json!(1.0), "found one more than expected");
        // Four executives are too few; with both other levels shown they could be worked out.
        let (_, levels) = send(&mut owner, "GET", &format!("{path}?by=level"), &Value::Null).await;
        let groups = |told: &Value| told["questions"][0]["groups"].as_array().unwrap().iter().map(|group| group["group"].as_str().unwrap_or("none").to_owned()).collect::<Vec<_>>();
        assert_eq!((groups(&levels), &levels["questions"][0]["hidden"]), (vec!["management".to_owned()], &json!(2)));
        answer(&mut owner, &id, Some("executive"), 10).await;
        let (_, levels) = send(&mut owner, "GET", &format!("{path}?by=level"), &Value::Null).await;
        assert_eq!(groups(&levels), ["executive", "management", "operations"]);
        let differ = levels["questions"][0]["differ"].as_array().unwrap();
        assert!(differ.iter().any(|one| one["higher"] == "management" && one["lower"] == "operations"), "{differ:?}");
        let page = owner.get(&format!("/listen/{id}/results?by=level")).await;
        assert!(page.text().contains("Management is higher than Operations") && page.text().contains("Net promoter score"), "{}", page.text());
        let file = owner.get(&format!("/listen/{id}/results.csv?by=level")).await;
        assert!(file.body.contains("nps,nps,group,management,12,100,"), "{}", file.body);

        // A segment of which the rest would be too few is not shown, nor one that is too small itself.
        let named = json!({"all": [{"field": "records.purchases", "operator": "at-most", "value": "0"}]});
        let (status, segment) = send(&mut owner, "POST", "/records/segments", &json!({"name": "All", "filter": named})).await;
        assert_eq!(status, 201, "{segment}");
        let (_, all) = send(&mut owner, "GET", &format!("{path}?segment={}", segment["id"].as_str().unwrap()), &Value::Null).await;
        assert_eq!(all["questions"][0]["n"], json!(27), "everybody");
        let (_, customer) = send(&mut owner, "POST", "/records/customers", &json!({"name": "Person", "kind": "person"})).await;
        let said = json!({"customer": customer["id"], "answers": {"nps": 0}});
        let (status, _) = send(&mut owner, "POST", &format!("/listen/surveys/{id}/responses"), &said).await;
        assert_eq!(status, 201);
        let organisations = json!({"all": [{"field": "records.kind", "operator": "is", "value": "organisation"}]});
        let (status, segment) = send(&mut owner, "POST", "/records/segments", &json!({"name": "Firms", "filter": organisations})).await;
        assert_eq!(status, 201, "{segment}");
        let (_, part) = send(&mut owner, "GET", &format!("{path}?segment={}", segment["id"].as_str().unwrap()), &Value::Null).await;
        assert_eq!(part["questions"][0]["n"], Value::Null, "27 of 28 would tell what the one said");
        assert_eq!(send(&mut owner, "GET", &format!("{path}?by=name"), &Value::Null).await.0, 404);
    }

    async fn months_are_shown_where_they_give_nobody_away(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form(), "anonymous": true})).await;
        for (count, value) in [(6, 10), (7, 5), (3, 0)] {
            for _ in 0..count {
                let (status, _) = send(&mut owner, "POST", &format!("/listen/surveys/{id}/responses"), &json!({"answers": {"nps": value}})).await;
                assert_eq!(status, 201);
            }
            let now = troth_core::Clock::now(&*test.clock);
            test.clock.set(now.plus_seconds(31 * 86_400));
            owner = signed_in_again(&app, &browser).await;
        }
        let (_, told) = send(&mut owner, "GET", &format!("/listen/surveys/{id}/results"), &Value::Null).await;
        let months = told["questions"][0]["months"].as_array().unwrap();
        assert_eq!(months.len(), 1, "the last month is too small, and the next smallest hides it: {months:?}");
        assert_eq!(months[0]["score"]["value"], json!(-100.0));
        assert_eq!(told["questions"][0]["n"], json!(16));
    }
}

/// The same owner after a month: sessions end.
async fn signed_in_again(app: &troth_web::App, browser: &Browser) -> Browser {
    let user = troth_web::user::NewUser {
        name: "Again".into(),
        email: format!("again-{}@shop.example", app.now().micros()),
        role: Role::Owner,
        password: None,
    };
    let id = troth_web::user::create_user(app, troth_core::Actor::System, user).await.unwrap();
    let link = troth_web::user::make_sign_in_link(app, id, 60).await.unwrap();
    let mut browser = browser.clone();
    assert!(browser.post(&link, "").await.status.is_redirection());
    browser
}
