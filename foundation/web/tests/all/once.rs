//! `Idempotency-Key`: the same request is carried out once, whoever repeats it.

use axum::http::{Method, StatusCode};
use troth_core::Role;
use troth_harness::{Answer, TestStore};

use crate::own::somebody;
use crate::support::{Browser, config, parts as all, signed_in, start};

async fn plant(browser: &mut Browser, key: &str, body: &str) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    browser.send(Method::POST, "/api/v1/garden/beds", &headers, body).await
}

async fn planted(test: &TestStore) -> String {
    test.store.read(|db| db.find_setting("garden.beds")).await.unwrap().unwrap_or_default()
}

const ROSE: &str = r#"{"flower":"rose"}"#;

troth_harness::on_both_engines! {
    with all();

    async fn a_request_sent_again_is_carried_out_once_and_answered_alike(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let first = plant(&mut owner, "k1", ROSE).await;
        assert_eq!((first.status, first.body.as_str()), (StatusCode::CREATED, r#"["rose"]"#));
        assert_eq!(first.header("idempotency-replayed"), "");
        plant(&mut owner, "k2", r#"{"flower":"iris"}"#).await;
        let again = plant(&mut owner, "k1", ROSE).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::CREATED, r#"["rose"]"#), "the first answer");
        assert_eq!((again.header("idempotency-replayed"), again.header("content-type")), ("true", "application/json"));
        let other = plant(&mut owner, "k1", r#"{"flower":"tulip"}"#).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(other.body.contains("came with another request before"), "{}", other.body);
        assert_eq!(planted(&test).await, "rose iris ");
        // Somebody else's keys are their own.
        let mut manager = signed_in(&app, &browser, Role::Manager).await;
        assert_eq!(plant(&mut manager, "k1", ROSE).await.body, r#"["rose","iris","rose"]"#);
        // After a day the key is forgotten.
        test.clock.advance(25 * 3_600_000_000);
        assert_eq!(plant(&mut owner, "k1", ROSE).await.header("idempotency-replayed"), "");
        assert_eq!(planted(&test).await, "rose iris rose rose ");
    }

    async fn whoever_may_less_meanwhile_does_not_get_the_answer_from_before(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (bea, mut second) = somebody(&app, &browser, "Bea", Role::Owner).await;
        assert_eq!(plant(&mut second, "k", ROSE).await.status, StatusCode::CREATED);
        assert_eq!(owner.post(&format!("/users/{bea}"), "role=manager").await.status, StatusCode::SEE_OTHER);
        let again = plant(&mut second, "k", ROSE).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("other rights"), "{}", again.body);
        assert_eq!(planted(&test).await, "rose ");
    }

    async fn what_was_refused_can_be_put_right_under_its_key(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        assert_eq!(plant(&mut owner, "k", r#"{"flower":""}"#).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(plant(&mut owner, "k", ROSE).await.status, StatusCode::CREATED);
        for key in ["", &"x".repeat(201)] {
            let refused = plant(&mut owner, key, ROSE).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("1 to 200"), "{}", refused.body);
        }
        let large = format!(r#"{{"flower":"{}"}}"#, "x".repeat(2 << 20));
        assert_eq!(plant(&mut owner, "large", &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(planted(&test).await, "rose ");
        let mut analyst = signed_in(&app, &browser, Role::Analyst).await;
        assert_eq!(plant(&mut analyst, "k", ROSE).await.status, StatusCode::FORBIDDEN);
    }

    async fn many_at_once_under_one_key_do_it_once(test: TestStore) {
        let (app, browser) = start(&test, config());
        let owner = signed_in(&app, &browser, Role::Owner).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let mut owner = owner.clone();
            tasks.spawn(async move { plant(&mut owner, "k", ROSE).await });
        }
        let answers = tasks.join_all().await;
        for answer in &answers {
            assert!([StatusCode::CREATED, StatusCode::CONFLICT].contains(&answer.status), "{}", answer.body);
        }
        assert!(answers.iter().any(|answer| answer.status == StatusCode::CREATED));
        assert_eq!(planted(&test).await, "rose ");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_post_of_the_api_declares_the_key() {
    let (_test, _app, mut browser) = crate::support::running().await;
    let document = browser.get("/api/v1/openapi.json").await.json();
    let mut posts = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(post) = item.get("post") else { continue };
        posts += 1;
        let named = post["parameters"].as_array().unwrap().iter().any(|one| one["name"] == "Idempotency-Key");
        assert!(named && post["responses"]["409"].is_object(), "{path}");
    }
    assert!(posts > 0);
}
