//! Who was asked and has not answered, and scores weighted to everybody who was asked.

use serde_json::{Value, json};
use troth_core::{Actor, Role};
use troth_harness::{Browser, START};

use crate::{published, running, send, signed_in};

fn form() -> Value {
    let choices = (1..=5).map(|value| json!({"value": value})).collect::<Vec<_>>();
    json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
        {"key": "satisfied", "kind": "csat", "text": {"en": "Satisfied?"}, "choices": choices},
    ]})
}

/// So many people of a level at a customer.
async fn people(owner: &mut Browser, customer: &Value, level: &str, count: usize) -> Vec<Value> {
    let mut all = Vec::new();
    for _ in 0..count {
        let person = json!({"customer": customer, "name": "Somebody", "level": level});
        let (status, told) = send(owner, "POST", "/records/contacts", &person).await;
        assert_eq!(status, 201, "{told}");
        all.push(told["id"].clone());
    }
    all
}

async fn works(owner: &mut Browser) -> Value {
    send(owner, "POST", "/records/customers", &json!({"name": "Works", "kind": "organisation"})).await.1["id"]
        .clone()
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn those_who_are_heard_less_are_named_and_count_more_beside_the_score(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, slug) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let path = format!("/listen/surveys/{id}/missing");
        let (_, open) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&open["off"], &open["rate"]), (&json!("nobody"), &Value::Null));
        let page = owner.get(&format!("/listen/{id}/missing")).await.text();
        assert!(page.contains("It is not known who was asked"), "{page}");

        let customer = works(&mut owner).await;
        let executives = people(&mut owner, &customer, "executive", 40).await;
        let operators = people(&mut owner, &customer, "operations", 40).await;
        let (status, links) = send(&mut owner, "POST", &format!("/listen/surveys/{id}/links"), &json!({"customers": [customer]})).await;
        assert_eq!(status, 201, "{links}");
        let links = links.as_array().unwrap();
        let mut somebody = browser.clone();
        // 30 of 40 operators are content; 10 of 40 executives answer, and one of them is.
        for (people, answers) in [(&operators, vec![5; 30]), (&executives, [vec![1; 9], vec![5]].concat())] {
            for (person, answer) in people.iter().zip(answers) {
                let link = links.iter().find(|link| link["contact"] == *person).unwrap();
                let sent = somebody.post(&format!("/listen/a/{}", link["token"].as_str().unwrap()), &format!("at=satisfied&go=send&q.satisfied={answer}")).await;
                assert!(sent.status.is_redirection(), "{}", sent.text());
            }
        }
        // Whoever comes by the open link was on no list.
        for _ in 0..3 {
            browser.clone().post(&format!("/listen/s/{slug}"), "at=satisfied&go=send&q.satisfied=3").await;
        }
        let (_, told) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&told["asked"], told["rate"]["value"].as_f64(), &told["off"]), (&json!(80), Some(0.5), &Value::Null));
        let levels = told["cuts"].as_array().unwrap().iter().find(|cut| cut["by"] == "level").unwrap();
        let executive = levels["groups"].as_array().unwrap().iter().find(|group| group["group"] == "executive").unwrap();
        assert_eq!((executive["rate"]["value"].as_f64(), executive["rest"]["value"].as_f64()), (Some(0.25), Some(0.75)));
        assert!(executive["p"].as_f64().unwrap() < 0.001 && executive["rate"]["high"].as_f64().unwrap() < 0.5);
        let weighted = &told["weighted"][0];
        assert_eq!(weighted["plain"]["value"].as_f64(), Some(31.0 / 40.0));
        assert!((weighted["weighted"]["value"].as_f64().unwrap() - 0.55).abs() < 1e-9, "half of all are executives, a tenth of whom is content: {weighted}");
        assert_eq!((&weighted["weighted"]["grade"], &told["weighting"]["by"], &told["weighting"]["people"]), (&json!("counted"), &json!(["level"]), &json!(40)));
        let width = |figure: &Value| figure["high"].as_f64().unwrap() - figure["low"].as_f64().unwrap();
        assert!(width(&weighted["weighted"]) > width(&weighted["plain"]) && told["weighting"]["effective"].as_f64().unwrap() < 31.0, "{told}");

        // Beside the score of all, never instead of it.
        let (_, results) = send(&mut owner, "GET", &format!("/listen/surveys/{id}/results"), &Value::Null).await;
        let question = &results["questions"][0];
        assert!((question["score"]["value"].as_f64().unwrap() - 31.0 / question["n"].as_f64().unwrap()).abs() < 1e-9, "{question}");
        assert_eq!(question["weighted"], weighted["weighted"]);
        let page = owner.get(&format!("/listen/{id}/results")).await.text();
        assert!(page.contains("Weighted to everybody who was asked"), "{page}");
        let page = owner.get(&format!("/listen/{id}/missing")).await.text();
        assert!(page.contains("They are heard less than they should be") && page.contains("Weighted"), "{page}");
        let file = owner.get(&format!("/listen/{id}/missing.csv")).await.body;
        assert!(file.contains("answered,level,executive,0.25,") && file.contains("weighted,,satisfied,0.5"), "{file}");

        // A segment is told apart from the rest; people who went into one another were asked once.
        let named = json!({"all": [{"field": "records.kind", "operator": "is", "value": "organisation"}]});
        let (_, segment) = send(&mut owner, "POST", "/records/segments", &json!({"name": "Firms", "filter": named})).await;
        let (_, apart) = send(&mut owner, "GET", &format!("{path}?segment={}", segment["id"].as_str().unwrap()), &Value::Null).await;
        assert!(apart["cuts"].as_array().unwrap().iter().all(|cut| cut["by"] != "segment"), "all of them are in it: {apart}");
        let (from, into) = (executives[39].as_str().unwrap().to_owned(), executives[0].as_str().unwrap().to_owned());
        let raw = |id: &str| troth_core::Id::raw(id.parse::<troth_core::ContactId>().unwrap());
        let (from, into) = (raw(&from), raw(&into));
        let sql = "UPDATE contact SET merged_into = $2 WHERE id = $1";
        test.store.write(START, Actor::System, move |tx| tx.execute(sql, troth_store::params![from, into])).await.unwrap();
        assert_eq!(send(&mut owner, "GET", &path, &Value::Null).await.1["asked"], json!(79));
        assert_eq!(send(&mut owner, "GET", "/listen/surveys/svy_0000000000001/missing", &Value::Null).await.0, 404);
    }

    async fn where_nobody_is_named_nobody_is_missing(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form(), "anonymous": true})).await;
        send(&mut owner, "POST", &format!("/listen/surveys/{id}/links"), &json!({"count": 40})).await;
        let (_, told) = send(&mut owner, "GET", &format!("/listen/surveys/{id}/missing"), &Value::Null).await;
        assert_eq!((&told["off"], &told["asked"], &told["weighted"]), (&json!("anonymous"), &Value::Null, &json!([])));
        let page = owner.get(&format!("/listen/{id}/results")).await.text();
        assert!(!page.contains("Who is missing"), "{page}");
        // Few answers make no weights.
        let (named, _) = published(&mut owner, &json!({"name": "N", "form": form()})).await;
        let customer = works(&mut owner).await;
        people(&mut owner, &customer, "executive", 6).await;
        send(&mut owner, "POST", &format!("/listen/surveys/{named}/links"), &json!({"customers": [customer]})).await;
        let (_, told) = send(&mut owner, "GET", &format!("/listen/surveys/{named}/missing"), &Value::Null).await;
        assert_eq!((&told["off"], &told["asked"]), (&json!("few"), &json!(6)));
    }
}
