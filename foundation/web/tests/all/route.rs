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
