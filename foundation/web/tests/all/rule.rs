//! What an owner demands of everybody, on both engines.

use axum::http::{Method, StatusCode};
use troth_core::Role;
use troth_web::{Family, Need};

use crate::own::{set_up, somebody};
use crate::support::{self, config, start};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

troth_harness::on_both_engines! {
    with support::parts();

    async fn a_code_is_demanded_of_everybody_and_nothing_else_goes_on_before(test: TestStore) {
        let (app, browser) = start(&test, config());
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        let (_, mut bea) = somebody(&app, &browser, "bea", Role::Manager).await;
        let made = bea.send(Method::POST, "/api/v1/tokens", &JSON, r#"{"name": "till", "scopes": ["garden.dig"]}"#).await;
        let token = format!("Bearer {}", made.json()["token"].as_str().unwrap_or_else(|| panic!("{}", made.body)));

        let first = owner.post("/users/rules", "team_only=no&two_factor=yes").await;
        assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY, "whoever demands it gives one");
        assert!(first.text().contains("Set up your own code first"), "{}", first.text());
        set_up(&mut owner, app.wall()).await;
        assert_eq!(owner.post("/users/rules", "team_only=no&two_factor=yes").await.header("location"), "/users/rules");

        // Discovered from the router: nothing but the way there and the way out.
        let mut held = 0;
        for route in app.registry().routes() {
            let path = route.path.replace("{id}", "usr_0000000000001").replace("{token}", "x").replace("{*path}", "x");
            let known = matches!(route.need, Need::Public | Need::Known);
            if known {
                continue;
            }
            let headers: &[(&str, &str)] = if Family::of(&route.path) == Family::Api { &JSON } else { &[] };
            let answer = bea.clone().send(route.method.clone(), &path, headers, "").await;
            let shown = format!("{} {path}: {}", route.method, answer.body);
            match Family::of(&route.path) {
                Family::Page => assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/me/two-factor"), "{shown}"),
                Family::Api => assert_eq!(answer.status, StatusCode::FORBIDDEN, "{shown}"),
            }
            if Family::of(&route.path) == Family::Api {
                let mut headers = headers.to_vec();
                headers.push(("authorization", &token));
                let program = browser.clone().send(route.method.clone(), &path, &headers, "").await;
                assert_eq!(program.status, StatusCode::FORBIDDEN, "{shown}");
                assert_eq!(program.json()["type"], "urn:troth:owes-factor");
            }
            held += 1;
        }
        assert!(held > 40, "{held} routes wait");
        let there = bea.get("/me/two-factor").await;
        assert!(there.text().contains("The owner asks everybody for a code"), "{}", there.text());
        assert!(!there.body.contains("href=\"/garden\""), "the pages that wait are not offered");

        set_up(&mut bea, app.wall()).await;
        assert_eq!(bea.get("/garden").await.status, StatusCode::OK);
        let mut headers = JSON.to_vec();
        headers.push(("authorization", &token));
        assert_eq!(browser.clone().send(Method::GET, "/api/v1/me", &headers, "").await.status, StatusCode::OK);
        assert!(!bea.get("/me/two-factor").await.body.contains("/me/two-factor/stop"));
        let stop = bea.post("/me/two-factor/stop", "code=000000").await;
        assert_eq!(stop.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stop.text().contains("cannot be switched off"), "{}", stop.text());
    }

    async fn rules_are_the_owners_and_stand_in_the_log(test: TestStore) {
        let (app, browser) = start(&test, config());
        let (_, mut owner) = somebody(&app, &browser, "ada", Role::Owner).await;
        let rules = owner.get("/api/v1/rules").await.json();
        assert_eq!((&rules["team_only"], &rules["two_factor"]), (&false.into(), &false.into()));
        let wrong = owner.post("/users/rules", "team_only=perhaps").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Choose one of the two"), "{}", wrong.text());
        let change = r#"{"team_only": true}"#;
        assert_eq!(owner.send(Method::PATCH, "/api/v1/rules", &JSON, change).await.json()["team_only"], true);
        owner.send(Method::PATCH, "/api/v1/rules", &JSON, change).await;
        let events = "SELECT COUNT(*) FROM event WHERE kind = 'store.setting_changed'";
        let events: i64 = test.store.read(move |db| db.scalar(events, &[])).await.unwrap();
        assert_eq!(events, 1, "nothing happens where nothing differs");
        assert!(owner.get("/users/rights").await.text().contains("Staff see only customers of their own team"));
    }
}
