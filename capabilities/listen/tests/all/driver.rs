//! What goes with an outcome: who counts, what is refused, and real answers as others computed them.

use serde_json::{Value, json};
use troth_core::{Actor, Role};
use troth_harness::{Browser, START};

use crate::{published, running, send, signed_in};

fn form() -> Value {
    let choices = |low: i64, high: i64| (low..=high).map(|value| json!({"value": value})).collect::<Vec<_>>();
    json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
        {"key": "satisfied", "kind": "csat", "text": {"en": "Satisfied?"}, "choices": choices(1, 5)},
        {"key": "areas", "kind": "matrix", "text": {"en": "How was it?"}, "choices": choices(1, 5),
         "rows": [{"key": "speed", "text": {"en": "Speed"}}, {"key": "price", "text": {"en": "Price"}}]},
        {"key": "where", "kind": "single", "text": {"en": "Where?"}, "choices": [{"value": 1, "text": {"en": "North"}}, {"value": 2, "text": {"en": "South"}}]},
        {"key": "why", "kind": "text", "text": {"en": "Why?"}},
    ]})
}

async fn customer(owner: &mut Browser) -> Value {
    let (status, told) =
        send(owner, "POST", "/records/customers", &json!({"name": "Works", "kind": "person"})).await;
    assert_eq!(status, 201, "{told}");
    told["id"].clone()
}

async fn answer(owner: &mut Browser, survey: &str, customer: &Value, answers: Value) {
    let said = json!({"customer": customer, "answers": answers});
    let (status, told) = send(owner, "POST", &format!("/listen/surveys/{survey}/responses"), &said).await;
    assert_eq!(status, 201, "{told}");
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn each_person_counts_once_by_their_last_answer_and_whoever_left_something_out_not_at_all(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let path = format!("/listen/surveys/{id}/drivers");
        let (status, nobody) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((status, &nobody["refused"]["why"], &nobody["people"], &nobody["drivers"]), (200, &json!("few"), &Value::Null, &json!([])));
        let page = owner.get(&format!("/listen/{id}/drivers")).await.text();
        assert!(page.contains("Of too few people") && page.contains("ice cream"), "{page}");

        let mut first = Value::Null;
        for place in 0..33_i64 {
            let who = customer(&mut owner).await;
            let (speed, price) = (place % 5 + 1, place / 7 % 5 + 1);
            answer(&mut owner, &id, &who, json!({"satisfied": speed, "areas": {"speed": speed, "price": price}, "where": place % 2 + 1})).await;
            if place == 0 {
                first = who;
            }
        }
        let who = customer(&mut owner).await;
        answer(&mut owner, &id, &who, json!({"satisfied": 3, "areas": {"speed": 3}})).await;
        let (_, told) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&told["outcome"], &told["people"], &told["complete"], &told["refused"]), (&json!("satisfied"), &json!(34), &json!(33), &Value::Null));
        let drivers = told["drivers"].as_array().unwrap();
        assert_eq!((drivers.len(), &drivers[0]["driver"], &drivers[1]["missing"]), (2, &json!("areas.speed"), &json!(1)));
        assert_eq!((&told["explained"]["grade"], &drivers[0]["importance"]["grade"]), (&json!("associated"), &json!("associated")), "never more than that");
        let share = |told: &Value, place: usize| told["drivers"][place]["importance"]["value"].as_f64().unwrap();
        assert!((told["explained"]["value"].as_f64().unwrap() - 1.0).abs() < 1e-9, "satisfied is speed: {told}");
        assert!((share(&told, 0) + share(&told, 1) - 1.0).abs() < 1e-9 && share(&told, 0) > 0.9);
        let again = send(&mut owner, "GET", &path, &Value::Null).await.1;
        assert_eq!(told, again, "the same answers give the same intervals");

        // The first says it anew: satisfied no longer is speed for all.
        answer(&mut owner, &id, &first, json!({"satisfied": 5, "areas": {"speed": 1, "price": 1}})).await;
        let (_, anew) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&anew["people"], &anew["complete"]), (&json!(34), &json!(33)), "nobody counts twice");
        assert!(anew["explained"]["value"].as_f64().unwrap() < 0.95, "the last answer counts: {anew}");
        // Records that went into one another are one person.
        let (from, into) = (raw(&first), raw(&who));
        let sql = "UPDATE account SET merged_into = $2 WHERE id = $1";
        test.store.write(START, Actor::System, move |tx| tx.execute(sql, troth_store::params![from, into])).await.unwrap();
        let (_, merged) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&merged["people"], &merged["complete"]), (&json!(33), &json!(33)), "the later of both counts");

        // What is asked for by name, in the page, the file and the endpoint.
        let (_, chosen) = send(&mut owner, "GET", &format!("{path}?outcome=where&driver=areas.price"), &Value::Null).await;
        assert_eq!((&chosen["outcome"], chosen["drivers"].as_array().unwrap().len()), (&json!("where"), 1), "{chosen}");
        let page = owner.get(&format!("/listen/{id}/drivers?outcome=satisfied&driver=areas.speed&driver=areas.price")).await.text();
        assert!(page.contains("Importance against how it is rated") && page.contains("Speed") && page.contains("on 1 to 5"), "{page}");
        let file = owner.get(&format!("/listen/{id}/drivers.csv?driver=areas.speed")).await.body;
        assert!(file.contains("satisfied,areas.speed,importance,") && file.contains(",associated,survey-drivers,") && !file.contains("areas.price"), "{file}");
        let (status, refused) = send(&mut owner, "GET", &format!("{path}?driver=why"), &Value::Null).await;
        assert!(status == 422 && refused["detail"].as_str().unwrap().contains("“why”"), "{refused}");
        assert_eq!(send(&mut owner, "GET", "/listen/surveys/svy_0000000000001/drivers", &Value::Null).await.0, 404);
        let mut viewer = signed_in(&app, &browser, Role::ReadOnly).await;
        assert_eq!(send(&mut viewer, "GET", &path, &Value::Null).await.0, 200, "figures are everybody's");
    }

    async fn what_follows_from_the_others_is_named(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form(), "anonymous": true})).await;
        for place in 0..32_i64 {
            let speed = place % 5 + 1;
            let said = json!({"answers": {"satisfied": place % 3 + 1, "areas": {"speed": speed, "price": 6 - speed}}});
            assert_eq!(send(&mut owner, "POST", &format!("/listen/surveys/{id}/responses"), &said).await.0, 201);
        }
        let page = owner.get(&format!("/listen/{id}/drivers")).await.text();
        assert!(page.contains("The answers to “Price” follow from those to the other ratings"), "{page}");
        let (_, alone) = send(&mut owner, "GET", &format!("/listen/surveys/{id}/drivers?driver=areas.speed"), &Value::Null).await;
        assert_eq!((&alone["complete"], &alone["refused"]), (&json!(32), &Value::Null), "nobody is named, so each response is somebody");
    }
}

/// The number of an id as it is told.
fn raw(id: &Value) -> i64 {
    use troth_core::Id as _;
    id.as_str().unwrap().parse::<troth_core::AccountId>().unwrap().raw()
}
