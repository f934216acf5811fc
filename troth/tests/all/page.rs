//! The whole program's pages: texts, samples, and who may see what, discovered from the router.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use troth_core::{Actor, Clocks, Role};
use troth_harness::{Browser, TestStore};
use troth_store::Engine;
use troth_web::user::{NewUser, create_user, make_sign_in_link};
use troth_web::{App, Config, Family, Need, Start, SystemRandomness};

async fn running() -> (TestStore, App, Browser) {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let (app, browser) = running_on(&test);
    (test, app, browser)
}

/// The whole program on this store.
pub(crate) fn running_on(test: &TestStore) -> (App, Browser) {
    running_with(test, &Config::default().uploads)
}

/// The same with a folder of uploads of its own.
pub(crate) fn running_with(test: &TestStore, uploads: &std::path::Path) -> (App, Browser) {
    // The test of all routes knocks more often than strangers may.
    let config = Config { preview: true, public_rate: 10_000, ..Config::default() };
    let start = Start {
        store: test.store.clone(),
        clocks: Clocks::both(test.clock.clone()),
        randomness: Arc::new(SystemRandomness),
        config: Config { uploads: uploads.to_owned(), ..config },
    };
    let (app, router) = App::start(start, troth::wiring::capabilities()).unwrap();
    (app, Browser::new(router))
}

/// Somebody with this role, signed in.
pub(crate) async fn signed_in(app: &App, browser: &Browser, role: Role) -> Browser {
    let email = format!("{}@shop.example", role.key());
    let user = NewUser { name: role.key().into(), email, role, password: None };
    let id = create_user(app, Actor::System, user).await.unwrap();
    let link = make_sign_in_link(app, id, 60).await.unwrap();
    let mut browser = browser.clone();
    assert_eq!(browser.post(&link, "").await.status, StatusCode::SEE_OTHER);
    browser
}

#[tokio::test]
async fn every_page_renders_its_sample_in_every_language_and_every_text_is_there() {
    let (_test, app, _) = running().await;
    assert_eq!(troth_web::proof::check_texts(&app), [] as [&str; 0]);
    let owner = troth_web::proof::somebody(Role::Owner);
    assert_eq!(troth_web::proof::render_samples(&app, Some(&owner)), [] as [&str; 0]);
}

#[tokio::test]
async fn every_route_refuses_strangers_and_wrong_roles() {
    let (_test, app, browser) = running().await;
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push((role, signed_in(&app, &browser, role).await));
    }
    let routes: Vec<_> = app.registry().routes().to_vec();
    assert!(routes.len() > 20);
    let mut refused = 0;
    for route in routes {
        let path =
            route.path.replace("{id}", "acc_0000000000001").replace("{token}", "x").replace("{*path}", "x");
        let headers: &[(&str, &str)] = match Family::of(&route.path) {
            Family::Api => &[("content-type", "application/json")],
            Family::Page => &[("content-type", "application/x-www-form-urlencoded")],
        };
        let body = if route.method == Method::GET { "" } else { "{}" };
        let shown = format!("{} {}", route.method, route.path);
        let stranger = browser.clone().send(route.method.clone(), &path, headers, body).await;
        match (route.need, Family::of(&route.path)) {
            (Need::Public, _) => assert_ne!(stranger.status, StatusCode::FORBIDDEN, "{shown}"),
            (_, Family::Api) => assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{shown}"),
            (_, Family::Page) => {
                assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{shown}");
                assert!(stranger.header("location").starts_with("/sign-in"), "{shown}");
            }
        }
        let Need::Permission(permission) = route.need else { continue };
        for (role, person) in &people {
            let answer = person.clone().send(route.method.clone(), &path, headers, body).await;
            if permission.allows(*role) {
                assert!(
                    ![StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED].contains(&answer.status),
                    "{shown} as {role:?}"
                );
                assert!(!answer.status.is_server_error(), "{shown} as {role:?}: {}", answer.body);
            } else {
                refused += 1;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{shown} as {role:?}");
            }
        }
    }
    assert!(refused > 0, "some role is refused something");
}

#[tokio::test]
async fn before_anything_is_measured_every_page_says_what_to_do() {
    let (_test, app, browser) = running().await;
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    assert!(owner.get("/today").await.text().contains("Import your purchases"));
    assert!(owner.get("/records").await.text().contains("troth import purchases"));
    assert!(owner.get("/measure").await.text().contains("under Runs"));
    assert_eq!(owner.get("/api/v1/measure/at-risk").await.status, StatusCode::NOT_FOUND);
    let list = owner.get("/api/v1/today").await;
    assert_eq!(list.json()["items"].as_array().map(Vec::len), Some(0), "{}", list.body);
}
