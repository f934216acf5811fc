//! Organisations: who is still to be heard, where levels disagree, when a score misleads.

use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::Browser;

use crate::{published, running, send, signed_in};

fn form() -> Value {
    let choices = (1..=5).map(|value| json!({"value": value})).collect::<Vec<_>>();
    json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
        {"key": "satisfied", "kind": "csat", "text": {"en": "Satisfied?"}, "choices": choices},
    ]})
}

async fn post(owner: &mut Browser, path: &str, body: Value) -> Value {
    let (status, told) = send(owner, "POST", path, &body).await;
    assert_eq!(status, 201, "{told}");
    told
}

/// An organisation with one who decides, one who is asked before and two who use it; their answers, where they gave one.
async fn organisation(
    owner: &mut Browser,
    survey: &str,
    structure: Option<&str>,
    answers: [Option<i64>; 4],
) -> Value {
    let body = json!({"name": "Stein mill", "kind": "organisation", "structure": structure});
    let customer = post(owner, "/records/customers", body).await["id"].clone();
    let people = [
        ("executive", "decides"),
        ("management", "influences"),
        ("operations", "uses"),
        ("operations", "uses"),
    ];
    for ((level, role), answer) in people.into_iter().zip(answers) {
        let person =
            json!({"customer": customer, "name": format!("{role} there"), "level": level, "role": role});
        let person = post(owner, "/records/contacts", person).await;
        if let Some(answer) = answer {
            let said = json!({"contact": person["id"], "answers": {"satisfied": answer}});
            post(owner, &format!("/listen/surveys/{survey}/responses"), said).await;
        }
    }
    customer
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn where_few_decide_the_content_of_others_misleads_and_it_says_so(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let path = format!("/listen/surveys/{id}/organisations");
        let page = owner.get(&format!("/listen/{id}/organisations")).await.text();
        assert!(page.contains("Nothing of organisations yet"), "{page}");
        for place in 0..10_i64 {
            let decides = if place % 5 == 0 { 5 } else { 1 };
            organisation(&mut owner, &id, Some("hierarchical"), [Some(decides), None, Some(5), Some(4 + place % 2)]).await;
        }
        let (status, told) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((status, &told["answered"], &told["structures"], &told["unknown"], &told["question"]), (200, &json!(10), &json!(10), &json!(0), &json!("satisfied")));
        assert_eq!(told["coverage"]["value"], json!(1.0));
        assert_eq!(told["warnings"][0]["why"], json!("hierarchical"), "{told}");
        let difference = &told["warnings"][0]["difference"];
        assert!((difference["value"].as_f64().unwrap() - 0.8).abs() < 1e-9 && difference["low"].as_f64().unwrap() > 0.0, "{difference}");
        assert!((told["plain"]["value"].as_f64().unwrap() - (0.2 + 0.8 * 2.0 / 3.0)).abs() < 1e-9);
        assert!((told["weighted"]["value"].as_f64().unwrap() - (0.2 + 0.8 * 4.0 / 16.0)).abs() < 1e-9, "12 of 16 weights decide: {told}");
        assert!(told["shift"]["high"].as_f64().unwrap() < 0.0 && told["divergences"][0]["differs"] == json!(true));
        let groups: Vec<(&str, &str)> = told["groups"].as_array().unwrap().iter().map(|one| (one["by"].as_str().unwrap(), one["group"].as_str().unwrap())).collect();
        assert_eq!(groups, [("level", "executive"), ("level", "operations"), ("role", "decides"), ("role", "uses")]);
        // Who influences was never asked at any; they are told with their customer.
        assert_eq!((told["unheard"].as_array().unwrap().len(), &told["unheard"][0]["role"], &told["unheard"][0]["asked"]), (10, &json!("influences"), &json!(false)));

        // An organisation at which the one who decides was asked and is silent comes first; a person at a household is none of it.
        let customer = organisation(&mut owner, &id, Some("hierarchical"), [None, None, Some(5), None]).await;
        post(&mut owner, &format!("/listen/surveys/{id}/links"), json!({"customers": [customer]})).await;
        let (_, told) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&told["unheard"][0]["role"], &told["unheard"][0]["asked"], &told["unheard"][0]["customer"]), (&json!("decides"), &json!(true), &customer));
        assert!((told["coverage"]["value"].as_f64().unwrap() - 10.0 / 11.0).abs() < 1e-9);
        let page = owner.get(&format!("/listen/{id}/organisations")).await.body;
        assert!(page.contains("the satisfied ones do not decide") && page.contains("asked, no answer") && page.contains("Still to be heard"), "{page}");
        let file = owner.get(&format!("/listen/{id}/organisations.csv")).await.body;
        assert!(file.contains(",decides there,decides,executive,hierarchical,yes"), "{file}");
        let results = owner.get(&format!("/listen/{id}/results")).await.body;
        assert!(results.contains("organisations"), "the way there: {results}");

        assert_eq!(send(&mut owner, "GET", &format!("{path}?question=nps"), &Value::Null).await.0, 422);
        assert_eq!(send(&mut owner, "GET", "/listen/surveys/svy_0000000000001/organisations", &Value::Null).await.0, 404);
        let mut viewer = signed_in(&app, &browser, Role::ReadOnly).await;
        assert_eq!(send(&mut viewer, "GET", &path, &Value::Null).await.0, 403, "it names people");
        assert!(!viewer.get(&format!("/listen/{id}/results")).await.body.contains("/organisations"));
    }

    async fn where_many_decide_together_and_were_not_asked_it_says_so(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        for _ in 0..6 {
            organisation(&mut owner, &id, Some("distributed"), [None, None, Some(5), None]).await;
        }
        let (_, told) = send(&mut owner, "GET", &format!("/listen/surveys/{id}/organisations"), &Value::Null).await;
        let why: Vec<&Value> = told["warnings"].as_array().unwrap().iter().map(|one| &one["why"]).collect();
        assert_eq!(why, [&json!("unheard"), &json!("distributed")]);
        assert_eq!((&told["warnings"][1]["count"], &told["warnings"][1]["of"]), (&json!(6), &json!(24)));
        let page = owner.get(&format!("/listen/{id}/organisations")).await.body;
        assert!(page.contains("most of those who have a part in it were not asked."), "{page}");
        // Without names nothing of it is known.
        let (nameless, _) = published(&mut owner, &json!({"name": "N", "form": form(), "anonymous": true})).await;
        let (_, told) = send(&mut owner, "GET", &format!("/listen/surveys/{nameless}/organisations"), &Value::Null).await;
        assert_eq!((&told["anonymous"], &told["question"], &told["unheard"]), (&json!(true), &Value::Null, &json!([])));
    }
}
