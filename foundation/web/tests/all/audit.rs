//! The log of what was done, on both engines.

use axum::http::{Method, StatusCode};
use troth_core::Role;

use crate::support::{self, config, signed_in, start};

troth_harness::on_both_engines! {
    with support::parts();

    async fn the_log_is_looked_through_filtered_and_taken_out(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let mut bea = signed_in(&app, &browser, Role::Manager).await;
        bea.post("/me/password", "password=correct+horse+battery").await;
        let page = owner.get("/audit").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("A user was changed <span class=\"quiet\">fields: password"), "{}", page.body);
        assert!(page.body.contains("<bdi>A manager</bdi>"), "who did it, by name");
        let all = owner.send(Method::GET, "/api/v1/events", &[], "").await.json();
        let items = all["items"].as_array().unwrap();
        let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert!(ids.is_sorted_by(|a, b| a > b), "the latest first: {ids:?}");
        let changed = items.iter().find(|item| item["kind"] == "web.user_changed").unwrap();
        let by = changed["by"].as_str().unwrap();
        let count = async |filter: &str| {
            let path = format!("/api/v1/events?{filter}");
            let mut fresh = owner.clone();
            fresh.send(Method::GET, &path, &[], "").await.json()["items"].as_array().unwrap().len()
        };
        assert_eq!(count("kind=web.user_changed").await, 1);
        assert_eq!(count("kind=web.user_signed_in").await, 2);
        assert_eq!(count(&format!("by={by}")).await, 2, "she signed in and chose a password");
        assert_eq!(count("by=system").await, 4, "two users, two links");
        assert_eq!(count(&format!("about={by}")).await, 4);
        assert_eq!(count(&format!("by={by}&kind=web.user_changed&about={by}")).await, 1);
        assert_eq!(count("since=2026-01-06&until=2026-01-06").await, items.len());
        assert_eq!(count("since=2026-01-07").await, 0);
        assert_eq!(count("until=2026-01-05").await, 0);
        let after = format!("after={}", ids[2]);
        assert_eq!(count(&after).await, items.len() - 3);
        for wrong in ["kind=all", "by=ada", "by=acc_0000000000001", "about=x", "since=yesterday"] {
            let refused = owner.send(Method::GET, &format!("/api/v1/events?{wrong}"), &[], "").await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            let page = owner.get(&format!("/audit?{wrong}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(page.body.contains("field-error") || wrong.starts_with("kind"), "{wrong}");
        }
        let file = owner.get("/audit.csv?kind=web.user_changed").await.body;
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines.len(), 2, "{file}");
        assert!(lines[1].contains(",web.user_changed,") && lines[1].contains("A manager"), "{file}");
    }
}
