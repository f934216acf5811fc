//! The way customers go, what they expect on it, and what became of that.

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::Browser;

use crate::{drain, number, published, running, send, signed_in};

fn form() -> Value {
    let choices = |low: i64, high: i64| (low..=high).map(|value| json!({"value": value})).collect::<Vec<_>>();
    json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
        {"key": "gap", "kind": "gap", "text": {"en": "Gap"}, "choices": choices(1, 7),
         "rows": [{"key": "expected", "text": {"en": "Expected"}}, {"key": "found", "text": {"en": "Found"}}]},
        {"key": "why", "kind": "text", "text": {"en": "Why?"}},
    ]})
}

async fn customer(owner: &mut Browser, name: &str) -> String {
    let (status, told) =
        send(owner, "POST", "/records/customers", &json!({"name": name, "kind": "organisation"})).await;
    assert_eq!(status, 201, "{told}");
    told["id"].as_str().unwrap().to_owned()
}

async fn answer(owner: &mut Browser, survey: &str, customer: Option<&str>, expected: i64, found: i64) {
    let said = json!({"customer": customer, "answers": {"gap": {"expected": expected, "found": found}}});
    let (status, told) = send(owner, "POST", &format!("/listen/surveys/{survey}/responses"), &said).await;
    assert_eq!(status, 201, "{told}");
}

/// A way from a template, and its touchpoints by name.
async fn begun(owner: &mut Browser) -> Vec<(String, String)> {
    let (status, told) = send(owner, "POST", "/listen/journey", &json!({"template": "maker"})).await;
    assert_eq!(status, 201, "{told}");
    let stages = told["stages"].as_array().unwrap();
    let points = stages.iter().flat_map(|stage| stage["touchpoints"].as_array().unwrap());
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    points.map(|one| (word(&one["name"]), word(&one["id"]))).collect()
}

fn of<'p>(points: &'p [(String, String)], name: &str) -> &'p str {
    &points.iter().find(|(known, _)| known == name).unwrap().1
}

async fn note(owner: &mut Browser, customer: &str, touchpoint: &str, text: &str) -> String {
    let said = json!({"customer": customer, "touchpoint": touchpoint, "text": text});
    let (status, told) = send(owner, "POST", "/listen/expectations", &said).await;
    assert_eq!(status, 201, "{told}");
    told["id"].as_str().unwrap().to_owned()
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn the_way_is_begun_changed_ordered_and_retired(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let empty = owner.get("/listen/journey").await;
        assert!(empty.text().contains("No touchpoints yet") && empty.body.contains("value=\"shop\""), "{}", empty.text());
        assert_eq!(owner.post("/listen/journey/begin", "template=shop").await.status, StatusCode::SEE_OTHER);
        let (status, told) = send(&mut owner, "POST", "/listen/journey", &json!({"template": "maker"})).await;
        assert_eq!(status, 409, "{told}");
        let (_, told) = send(&mut owner, "GET", "/listen/journey", &Value::Null).await;
        let names = |told: &Value| told["stages"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&told)[..2], ["Finding us", "Coming in"]);
        let first = told["stages"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(owner.post(&format!("/listen/stages/{first}/order"), "to=down").await.status, StatusCode::SEE_OTHER);
        let (_, told) = send(&mut owner, "GET", "/listen/journey", &Value::Null).await;
        assert_eq!(names(&told)[..2], ["Coming in", "Finding us"]);
        let (status, told) = send(&mut owner, "PATCH", &format!("/listen/stages/{first}"), &json!({"place": 0, "name": "Discovery"})).await;
        assert_eq!((status, &names(&told)[0]), (200, &"Discovery".to_owned()));
        let bad = owner.post(&format!("/listen/stages/{first}"), "name=").await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text().contains("Fill this in") || bad.body.contains("field-error"), "{}", bad.text());

        let bad = owner.post("/listen/touchpoints", &format!("stage={first}&name=")).await;
        assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.body.contains("field-error"), "{}", bad.text());
        assert_eq!(owner.post("/listen/touchpoints", &format!("stage={first}&name=Sees+our+sign")).await.status, StatusCode::SEE_OTHER);
        let (_, told) = send(&mut owner, "GET", "/listen/journey", &Value::Null).await;
        let points = told["stages"][0]["touchpoints"].as_array().unwrap();
        assert_eq!(points.last().unwrap()["name"], "Sees our sign");
        let id = points.last().unwrap()["id"].as_str().unwrap().to_owned();
        let elsewhere = told["stages"][1]["id"].as_str().unwrap();
        let (_, told) = send(&mut owner, "PATCH", &format!("/listen/touchpoints/{id}"), &json!({"stage": elsewhere, "place": 0})).await;
        assert_eq!(told["stages"][1]["touchpoints"][0]["name"], "Sees our sign");
        assert_eq!(owner.post(&format!("/listen/touchpoints/{id}/retire"), "retired=yes").await.status, StatusCode::SEE_OTHER);
        let page = owner.get("/listen/journey").await;
        assert!(page.text().contains("Bring back") && !page.body.contains(&format!("id=\"{id}\"")), "{}", page.text());
        let (_, told) = send(&mut owner, "PATCH", &format!("/listen/touchpoints/{id}"), &json!({"retired": false})).await;
        assert_eq!(told["stages"][1]["touchpoints"].as_array().unwrap().iter().filter(|one| one["retired"] == true).count(), 0);
        let events = number(&test, "SELECT COUNT(*) FROM event WHERE kind LIKE 'listen.%'").await;
        let (status, _) = send(&mut owner, "PATCH", &format!("/listen/touchpoints/{id}"), &json!({"retired": false})).await;
        assert_eq!((status, number(&test, "SELECT COUNT(*) FROM event WHERE kind LIKE 'listen.%'").await), (200, events), "nothing changed, nothing happened");
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        assert_eq!(staff.post("/listen/stages", "name=X").await.status, StatusCode::FORBIDDEN);
        assert!(!staff.get("/listen/journey").await.body.contains("/listen/stages\""), "who may not change it sees no form");
        assert_eq!(browser.clone().get("/listen/journey").await.status, StatusCode::SEE_OTHER);
    }

    async fn what_is_noted_is_judged_by_staff_or_by_the_customers_own_answer(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let points = begun(&mut owner).await;
        let support = of(&points, "Asks for support");
        let ada = customer(&mut owner, "Ada Works").await;
        let path = format!("/listen/customers/{ada}/expectations");
        let bad = owner.post(&path, "text=&touchpoint=&due=tomorrow&contact=").await;
        assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.body.contains("Write the day like"), "{}", bad.text());
        let bad = owner.post(&path, "text=An+answer&touchpoint=").await;
        assert!(bad.text().contains("Choose a touchpoint") && bad.body.contains("An answer"), "what was typed stays: {}", bad.text());
        let sent = format!("text=An+answer+within+the+day&touchpoint={support}&due=2026-12-01");
        let noted = owner.post(&path, &sent).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text());
        let page = owner.get(&format!("/records/{ada}")).await;
        assert!(page.text().contains("An answer within the day") && page.text().contains("Expects something: Asks for support"), "{}", page.text());

        let (_, told) = send(&mut owner, "GET", &format!("/listen/expectations?customer={ada}"), &Value::Null).await;
        let id = told["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(owner.post(&format!("/listen/expectations/{id}/judge"), "judgement=perhaps").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(owner.post(&format!("/listen/expectations/{id}/judge"), "judgement=exceeded").await.status, StatusCode::SEE_OTHER);
        let (_, told) = send(&mut owner, "GET", &format!("/listen/expectations/{id}"), &Value::Null).await;
        assert_eq!((&told["judgement"], &told["judged_by"]), (&json!("exceeded"), &json!("staff")));
        assert_eq!(owner.post(&format!("/listen/expectations/{id}/remove"), "").await.status, StatusCode::SEE_OTHER);
        let (status, _) = send(&mut owner, "POST", &format!("/listen/expectations/{id}/judge"), &json!({"judgement": "met"})).await;
        assert_eq!(status, 409);
        assert_eq!(owner.post(&format!("/listen/expectations/{id}/restore"), "").await.status, StatusCode::SEE_OTHER);

        // An answer to a question that asks about the same touchpoint judges what is open there, and nothing else.
        let second = note(&mut owner, &ada, support, "A name to call").await;
        let other = note(&mut owner, &ada, of(&points, "Gets the invoice"), "One invoice a month").await;
        let (survey, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let tie = json!({"survey": survey, "question": "gap"});
        let (status, told) = send(&mut owner, "POST", &format!("/listen/touchpoints/{support}/questions"), &tie).await;
        assert_eq!((status, &told["questions"][0]["kind"]), (200, &json!("gap")), "{told}");
        let text = json!({"survey": survey, "question": "why"});
        let (status, _) = send(&mut owner, "POST", &format!("/listen/touchpoints/{support}/questions"), &text).await;
        assert_eq!(status, 422, "words say nothing of met or missed");
        answer(&mut owner, &survey, Some(&ada), 6, 4).await;
        drain(&app).await;
        let judged = async |owner: &mut Browser, id: &str| send(owner, "GET", &format!("/listen/expectations/{id}"), &Value::Null).await.1;
        let told = judged(&mut owner, &second).await;
        assert_eq!((&told["judgement"], &told["judged_by"]), (&json!("missed"), &json!("answer")));
        assert_eq!(judged(&mut owner, &other).await["judgement"], Value::Null);
        assert_eq!(judged(&mut owner, &id).await["judgement"], json!("exceeded"), "what somebody said stays");

        let mut analyst = signed_in(&app, &browser, Role::Analyst).await;
        assert_eq!(analyst.get(&path).await.status, StatusCode::FORBIDDEN);
        let (status, _) = send(&mut analyst, "POST", "/listen/expectations", &json!({"customer": ada})).await;
        assert_eq!(status, 403);
        assert_eq!(browser.clone().get(&path).await.status, StatusCode::SEE_OTHER);
        let (status, told) = send(&mut owner, "POST", "/listen/expectations", &json!({"customer": "acc_0000000000007", "text": "X"})).await;
        assert_eq!(status, 404, "{told}");
    }

    async fn shares_are_told_of_five_and_more_from_each_source(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let page = owner.get("/listen/expectations").await;
        assert!(page.text().contains("No touchpoints yet"), "{}", page.text());
        let points = begun(&mut owner).await;
        let support = of(&points, "Asks for support").to_owned();
        let (one, _) = published(&mut owner, &json!({"name": "One", "form": form()})).await;
        let (two, _) = published(&mut owner, &json!({"name": "Two", "form": form(), "anonymous": true})).await;
        for survey in [&one, &two] {
            let tie = format!("question={survey}+gap");
            let done = owner.post(&format!("/listen/touchpoints/{support}/ties"), &tie).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
        let at = async |owner: &mut Browser, query: &str| {
            let (status, told) = send(owner, "GET", &format!("/listen/expectations/results{query}"), &Value::Null).await;
            assert_eq!(status, 200, "{told}");
            told["touchpoints"].as_array().unwrap().iter().find(|one| one["name"] == "Asks for support").unwrap().clone()
        };
        for found in [3, 3, 5, 5] {
            answer(&mut owner, &one, None, 5, found).await;
        }
        for _ in 0..3 {
            answer(&mut owner, &two, None, 5, 7).await;
        }
        assert_eq!(at(&mut owner, "").await["asked"], Value::Null, "four and three: each survey is too small");
        answer(&mut owner, &one, None, 5, 7).await;
        let told = at(&mut owner, "").await;
        assert_eq!(told["asked"]["n"], json!(5), "of the other survey nothing is told");
        assert_eq!((&told["asked"]["missed"]["value"], &told["asked"]["met"]["value"], &told["asked"]["exceeded"]["value"]), (&json!(0.4), &json!(0.4), &json!(0.2)));
        let gap = &told["asked"]["gap"];
        assert!((gap["value"].as_f64().unwrap() + 0.4).abs() < 1e-9 && gap["low"].as_f64() < gap["value"].as_f64() && gap["grade"] == "counted", "{gap}");

        let mut customers = Vec::new();
        for place in 0..6 {
            let customer = customer(&mut owner, &format!("Works {place}")).await;
            let id = note(&mut owner, &customer, &support, "Quick").await;
            if place < 5 {
                let (status, _) = send(&mut owner, "POST", &format!("/listen/expectations/{id}/judge"), &json!({"judgement": if place == 0 { "missed" } else { "met" }})).await;
                assert_eq!(status, 200);
            }
            customers.push(customer);
        }
        let told = at(&mut owner, "").await;
        assert_eq!((&told["noted"]["n"], &told["noted"]["missed"]["value"], &told["open"]), (&json!(5), &json!(0.2), &json!(1)));
        let page = owner.get("/listen/expectations").await;
        assert!(page.text().contains("Noted by you") && page.text().contains("One that was noted waits"), "{}", page.text());
        let file = owner.get("/listen/expectations.csv").await;
        assert!(file.body.contains("noted,missed,5,0.2,") && file.body.contains("asked,gap,5,-0.4"), "{}", file.body);
        let everybody = json!({"all": [{"field": "records.kind", "operator": "is", "value": "organisation"}]});
        let (_, segment) = send(&mut owner, "POST", "/records/segments", &json!({"name": "Firms", "filter": everybody})).await;
        let told = at(&mut owner, &format!("?segment={}", segment["id"].as_str().unwrap())).await;
        assert_eq!((&told["noted"]["n"], &told["asked"]), (&json!(5), &Value::Null), "answers without a name are in no segment");

        let facts = number(&test, "SELECT COUNT(*) FROM fact_expectation").await;
        assert_eq!(facts, 6 + 8);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_expectation WHERE judgement = 'missed' AND source = 'asked' AND gap = -2").await, 2);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM dim_touchpoint").await, i64::try_from(points.len()).unwrap());
    }
}
