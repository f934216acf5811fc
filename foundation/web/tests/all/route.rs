//! Every route, found in the router, tried with the wrong people.

use axum::http::StatusCode;
use troth_core::Role;
use troth_harness::TestStore;
use troth_web::proof::probes;
use troth_web::{Family, Need};

use crate::support::{config, parts, running, signed_in, start};

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_sent_to_sign_in_or_told_so() {
    let test = TestStore::open(troth_store::Engine::Sqlite, parts()).await.unwrap();
    // Every route at once is more than a stranger may knock at in a minute.
    let (app, browser) = start(&test, troth_web::Config { public_rate: 10_000, ..config() });
    let probes = probes(&app);
    assert!(probes.iter().any(|p| p.family == Family::Api), "{probes:?}");
    for probe in probes {
        if probe.need == Need::Public {
            continue;
        }
        let answer = browser.clone().send(probe.method.clone(), &probe.path, &[], "").await;
        match probe.family {
            Family::Page => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{probe:?}");
                assert!(answer.header("location").starts_with("/sign-in"), "{probe:?}");
            }
            Family::Api => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{probe:?}");
                assert_eq!(answer.header("content-type"), "application/problem+json", "{probe:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_role_is_refused() {
    let (_test, app, browser) = running().await;
    for role in Role::ALL {
        let mut browser = signed_in(&app, &browser, role).await;
        for probe in probes(&app) {
            let Need::Permission(permission) = probe.need else { continue };
            let answer = browser.send(probe.method.clone(), &probe.path, &[], "").await;
            let refused = answer.status == StatusCode::FORBIDDEN;
            assert_eq!(refused, !permission.allows(role), "{role:?} {probe:?} {}", answer.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_how_often_they_may_ask_and_no_more_than_that() {
    let test = TestStore::open(troth_store::Engine::Sqlite, parts()).await.unwrap();
    let (app, browser) = start(&test, troth_web::Config { api_rate: 3, ..config() });
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let mut left = Vec::new();
    for _ in 0..3 {
        let answer = owner.get("/api/v1/events").await;
        assert_eq!((answer.status, answer.header("ratelimit-policy")), (StatusCode::OK, "\"api\";q=3;w=60"));
        left.push(answer.header("ratelimit").to_owned());
    }
    assert_eq!(left, ["\"api\";r=2;t=20", "\"api\";r=1;t=20", "\"api\";r=0;t=20"]);
    let refused = owner.get("/api/v1/events").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "20"));
    assert_eq!(
        (refused.header("ratelimit"), refused.header("content-type")),
        ("\"api\";r=0;t=20", "application/problem+json")
    );
    assert_eq!(owner.get("/me").await.status, StatusCode::OK, "pages are not counted");
    // Others have their own: another user, a token of the same user, strangers by address.
    let mut manager = signed_in(&app, &browser, Role::Manager).await;
    assert_eq!(manager.get("/api/v1/events").await.status, StatusCode::OK);
    let owners = troth_web::user::find_user_by_email;
    let id = app.store().read(move |db| owners(db, "owner@shop.example")).await.unwrap().unwrap().id;
    let token = troth_web::user::NewToken {
        user: id,
        name: "Till".into(),
        role: Role::Owner,
        scopes: None,
        expires_at: None,
    };
    let (_, secret) = troth_web::user::make_token(&app, troth_core::Actor::System, token).await.unwrap();
    let bearer = format!("Bearer {}", secret.reveal());
    let mut program = browser.clone();
    for status in [200, 200, 200, 429] {
        let answer =
            program.send(axum::http::Method::GET, "/api/v1/events", &[("authorization", &bearer)], "").await;
        assert_eq!(answer.status.as_u16(), status);
    }
    for status in [401, 401, 401, 429] {
        assert_eq!(
            browser.clone().get("/api/v1/events").await.status.as_u16(),
            status,
            "guessing tokens ends, too"
        );
    }
    test.clock.set(troth_harness::START.plus_seconds(20));
    assert_eq!(owner.get("/api/v1/events").await.status, StatusCode::OK, "with time there is more");
    assert_eq!(owner.get("/api/v1/events").await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_of_the_api_says_what_each_endpoint_needs() {
    let (_test, _app, mut browser) = running().await;
    let document = browser.get("/api/v1/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    insta::assert_snapshot!(serde_json::to_string_pretty(&document["paths"]).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_counts_are_there() {
    let (_test, app, browser) = running().await;
    let mut stranger = browser.clone();
    assert_eq!(stranger.get("/healthz").await.body, "ok\n");
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    owner.get("/garden").await;
    let water = troth_store::NewJob::new("garden.water");
    let queued = app.store().write(app.now(), troth_core::Actor::System, move |tx| tx.enqueue(&water)).await;
    assert!(queued.unwrap().is_some());
    let job = app.store().claim_job(&["garden.water".to_owned()], "worker").await.unwrap().unwrap();
    (app.registry().find_job("garden.water").unwrap().handler(&app))(job).await.unwrap();
    let counts = owner.get("/metrics").await.body;
    assert!(
        counts.contains(r#"troth_http_requests_total{method="GET",route="/garden",status="200"} 1"#),
        "{counts}"
    );
    assert!(counts.contains(r#"troth_job_queue{state="running"} 1"#), "{counts}");
    assert!(counts.contains(r#"troth_jobs_total{kind="garden.water",outcome="done"} 1"#), "{counts}");
    let commits = |counts: &str| -> u64 {
        let line = counts.lines().find(|line| line.starts_with(r#"troth_store_total{what="commits"}"#));
        line.unwrap().rsplit_once(' ').unwrap().1.parse().unwrap()
    };
    assert!(
        counts.contains("troth_store_waiting 0")
            && counts.contains("troth_store_log_bytes ")
            && counts.contains("troth_store_checkpoints 0"),
        "{counts}"
    );
    let before = commits(&counts);
    let set = |tx: &mut troth_store::Tx<'_>| tx.set_setting("color", "green");
    app.store().write(app.now(), troth_core::Actor::System, set).await.unwrap();
    assert_eq!(
        commits(&owner.get("/metrics").await.body),
        before + 1,
        "each is counted once, however often it is asked"
    );
}
