//! How mistakes look to people and to programs.

use axum::http::{Method, StatusCode};
use troth_core::Role;

use crate::support::{config, parts, running, signed_in, start};

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_of_ours_tells_nothing_and_gives_a_number() {
    let (_test, _app, mut browser) = running().await;
    for path in ["/garden/fall", "/garden/worms"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(
            !answer.body.contains("discord") && !answer.body.contains("worms everywhere"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains(answer.header("x-request-id")));
    }
    insta::assert_snapshot!(browser.get("/garden/fall").await.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_a_page_or_a_problem() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let page = owner.get("/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    insta::assert_snapshot!(page.text());
    let problem = owner.send(Method::GET, "/api/v1/nowhere", &[("x-request-id", "abcdefgh")], "").await;
    assert_eq!(problem.status, StatusCode::NOT_FOUND);
    assert_eq!(problem.header("content-type"), "application/problem+json");
    insta::assert_snapshot!(serde_json::to_string_pretty(&problem.json()).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_router_refuses_is_worded_too() {
    let (_test, _app, mut browser) = running().await;
    let method = browser.send(Method::DELETE, "/sign-in", &[], "").await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(method.header("allow"), "GET,HEAD,POST");
    assert!(method.body.contains("This address does not do that"));
    let form = browser.send(Method::POST, "/sign-in", &[("content-type", "text/csv")], "a,b").await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(form.body.contains("This could not be read"));
    let long = "x".repeat(2 * 1024 * 1024);
    let large = browser.post("/sign-in", &format!("email={long}")).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("That is too large"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    let foreign =
        owner.send(Method::POST, "/garden/dig", &[form, ("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let own = owner.send(Method::POST, "/garden/dig", &[form, ("sec-fetch-site", "same-origin")], "").await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_guarded_by_headers() {
    let (_test, _app, mut browser) = running().await;
    let page = browser.get("/sign-in").await;
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let again = browser.get("/sign-in").await;
    assert_ne!(policy, again.header("content-security-policy"), "a nonce is used once");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("strict-transport-security"), "");
    assert!(!page.body.contains(" style="), "no style in the page: the policy would refuse it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_given_up() {
    let test = troth_harness::TestStore::open(troth_store::Engine::Sqlite, parts()).await.unwrap();
    let hasty = troth_web::Config { timeout: std::time::Duration::from_millis(5), ..config() };
    let (_app, mut browser) = start(&test, hasty);
    let answer = browser.get("/garden/winter").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("This took too long"));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_packed_for_whoever_can_unpack_them() {
    let (_test, _app, browser) = running().await;
    let packed = browser.head("/sign-in", &[("accept-encoding", "gzip")]).await;
    assert_eq!(packed.get("content-encoding").unwrap(), "gzip");
    assert!(browser.head("/sign-in", &[]).await.get("content-encoding").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_browsers_are_told_to_stay_there() {
    let test = troth_harness::TestStore::open(troth_store::Engine::Sqlite, parts()).await.unwrap();
    let secure = troth_web::Config { public_url: "https://shop.example".into(), ..config() };
    let (_app, mut browser) = start(&test, secure);
    assert!(browser.get("/sign-in").await.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_cannot_send_forms_without_end() {
    let (test, _app, mut browser) = running().await;
    for _ in 0..config().public_rate {
        assert_eq!(browser.post("/preferences", "theme=dark").await.status, StatusCode::SEE_OTHER);
    }
    let refused = browser.post("/preferences", "theme=dark").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "2");
    test.clock.advance(2_000_000);
    assert_eq!(browser.post("/preferences", "theme=dark").await.status, StatusCode::SEE_OTHER);
}
