//! The journey map: what touchpoints are held to, how often it was met, and how often it went well.

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::Browser;

use crate::{published, running, send, signed_in};

async fn post(who: &mut Browser, path: &str, body: Value) -> Value {
    let (status, told) = send(who, "POST", path, &body).await;
    assert!((200..300).contains(&status), "{path}: {status} {told}");
    told
}

async fn standing(who: &mut Browser, name: &str) -> Value {
    let (status, map) = send(who, "GET", "/listen/journey/map", &Value::Null).await;
    assert_eq!(status, 200, "{map}");
    map["touchpoints"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn a_standard_is_measured_by_what_is_recorded(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let way = post(&mut owner, "/listen/journey", json!({"template": "maker"})).await;
        let points: Vec<&Value> = way["stages"].as_array().unwrap().iter().flat_map(|stage| stage["touchpoints"].as_array().unwrap()).collect();
        let support = points.iter().find(|one| one["name"] == "Asks for support").unwrap()["id"].as_str().unwrap().to_owned();
        let path = format!("/listen/touchpoints/{support}");
        let bad = owner.post(&format!("{path}/standard"), "standard=Soon&within=soon&unit=hours&function=service").await;
        assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.text().contains("whole number from 1 to 260") && bad.body.contains("value=\"Soon\""), "{}", bad.text());
        assert!(bad.body.contains("value=\"Asks for support\""), "the other forms show what stands");
        let bad = owner.post(&format!("{path}/standard"), "within=4&unit=hours&function=").await;
        assert!(bad.text().contains("Choose who answers"), "{}", bad.text());
        let done = owner.post(&format!("{path}/standard"), "standard=A+call+back&within=4&unit=hours&function=service").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let page = owner.get("/listen/journey").await;
        assert!(page.text().contains("Service answers within 4 working hours") && page.text().contains("Fewer than 5 contacts"), "{}", page.text());

        // Six customers get in touch on a Monday at ten: three are answered at noon, two at five, one never; sales is no answer.
        let day = troth_core::Clock::now(&*test.clock);
        let monday = (1..9).map(|back| app.zone().day_of(day).plus(-back)).find(|day| day.number().rem_euclid(7) == 4).unwrap();
        for (place, answered) in [Some(12), Some(12), Some(12), Some(17), Some(17), None].into_iter().enumerate() {
            let customer = post(&mut owner, "/records/customers", json!({"name": format!("Works {place}")})).await;
            let mut said = vec![(10, "inbound", "service"), (11, "outbound", "sales")];
            said.extend(answered.map(|hour| (hour, "outbound", "service")));
            for (hour, direction, function) in said {
                let said = json!({"customer": customer["id"], "at": format!("{monday}T{hour}:00"), "function": function, "direction": direction});
                post(&mut owner, "/records/interactions", said).await;
            }
        }
        let told = standing(&mut owner, "Asks for support").await;
        assert_eq!((&told["met"]["value"], &told["met"]["n"], &told["met"]["method"]), (&json!(0.5), &json!(6), &json!("journey-standard")));
        assert!(told["met"]["low"].as_f64().unwrap() < 0.5);
        let page = owner.get("/listen/journey").await;
        assert!(page.text().contains("Standard met: **50%**"), "{}", page.text());
        let other = standing(&mut owner, "Gets the invoice").await;
        assert_eq!((&other["met"], &other["is_asked"]), (&Value::Null, &json!(false)));
        post(&mut owner, &format!("{path}/standard"), json!({"sentence": "A kind word"})).await;
        assert!(owner.get("/listen/journey").await.text().contains("cannot be measured"), "in words alone");

        let staff = post(&mut owner, "/records/staff", json!({"name": "Nora"})).await;
        let bad = owner.post(&format!("{path}/improvement"), "improvement=More+people&staff=stf_0000000000009&day=").await;
        assert!(bad.text().contains("Choose somebody from the list"), "{}", bad.text());
        let plan = format!("improvement=More+people&staff={}&day=2020-01-01", staff["id"].as_str().unwrap());
        assert_eq!(owner.post(&format!("{path}/improvement"), &plan).await.status, StatusCode::SEE_OTHER);
        let page = owner.get("/listen/journey").await;
        assert!(page.text().contains("More people") && page.text().contains("Nora") && page.text().contains("was to be done by"), "{}", page.text());
        let file = owner.get("/listen/journey.csv").await;
        assert!(file.body.contains("A kind word,,,,,,,,,,,,More people,Nora,2020-01-01"), "{}", file.body);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        assert_eq!(staff.post(&format!("{path}/standard"), "standard=x").await.status, StatusCode::FORBIDDEN);
        assert_eq!(staff.get("/listen/journey.csv").await.status, StatusCode::OK);
    }

    async fn it_went_well_as_the_customers_answer(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let way = post(&mut owner, "/listen/journey", json!({"template": "shop"})).await;
        let pays = way["stages"][2]["touchpoints"][0]["id"].as_str().unwrap().to_owned();
        let (survey, _) = published(&mut owner, &json!({"name": "S", "kind": "after-sale"})).await;
        for question in ["satisfied", "expected"] {
            post(&mut owner, &format!("/listen/touchpoints/{pays}/questions"), json!({"survey": survey, "question": question})).await;
        }
        for (satisfied, found) in [(5, 7), (5, 5), (4, 3), (3, 5)] {
            let answers = json!({"satisfied": satisfied, "expected": {"expected": 5, "found": found}, "again": 5, "recommend": 4});
            post(&mut owner, &format!("/listen/surveys/{survey}/responses"), json!({"answers": answers})).await;
        }
        assert_eq!(standing(&mut owner, "Pays").await["well"], Value::Null, "four are too few of each");
        let answers = json!({"satisfied": 1, "expected": {"expected": 5, "found": 1}, "again": 5, "recommend": 4});
        post(&mut owner, &format!("/listen/surveys/{survey}/responses"), json!({"answers": answers})).await;
        let told = standing(&mut owner, "Pays").await;
        assert_eq!((&told["well"]["value"], &told["well"]["n"]), (&json!(0.6), &json!(10)), "three of five satisfied, three of five found what they expected");
        assert!(owner.get("/listen/journey").await.text().contains("Went well: **60%**"));
    }
}
