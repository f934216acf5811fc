//! Surveys through the real router, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anonymous;
mod answer;
mod asking;
mod driver;
mod expect;
mod import;
mod missing;
mod organisation;
mod reason;
mod result;
mod standard;
mod survey;
mod voice;
mod work;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use troth_core::{Actor, Clocks, Role};
use troth_harness::{Browser, TestStore};
use troth_store::Part;
use troth_store::job::{Handler, Runner};
use troth_web::user::{NewUser, create_user, make_sign_in_link};
use troth_web::{App, Capability, Config, Randomness, Start};

/// Randomness that is the same in every run of a test.
#[derive(Default)]
struct Drawn(AtomicU64);

impl Randomness for Drawn {
    fn fill(&self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(32) {
            let drawn = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            piece.copy_from_slice(&drawn[..piece.len()]);
        }
    }
}

fn capabilities() -> Vec<Capability> {
    vec![troth_records::capability(), troth_listen::capability()]
}

fn parts() -> Vec<Part> {
    troth_web::parts(&capabilities())
}

fn running(test: &TestStore) -> (App, Browser) {
    running_with(test, Config { public_rate: 10_000, ..Config::default() })
}

fn running_with(test: &TestStore, config: Config) -> (App, Browser) {
    let start = Start {
        store: test.store.clone(),
        clocks: Clocks::both(test.clock.clone()),
        randomness: Arc::new(Drawn::default()),
        config,
    };
    let (app, router) = App::start(start, capabilities()).unwrap();
    (app, Browser::new(router))
}

async fn signed_in(app: &App, browser: &Browser, role: Role) -> Browser {
    let email = format!("{}@shop.example", role.key());
    let user = NewUser { name: role.key().into(), email, role, password: None };
    let id = create_user(app, Actor::System, user).await.unwrap();
    let link = make_sign_in_link(app, id, 60).await.unwrap();
    let mut browser = browser.clone();
    assert!(browser.post(&link, "").await.status.is_redirection());
    browser
}

/// Does what is due, with what follows from it.
async fn drain(app: &App) {
    let handlers: HashMap<String, Handler> =
        app.registry().jobs().iter().map(|job| (job.kind.to_owned(), job.handler(app))).collect();
    let clock = Arc::clone(&app.clocks().business);
    Runner::new(app.store().clone(), handlers, Vec::new(), clock).drain().await;
}

/// Sends JSON to the API.
async fn send(who: &mut Browser, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer =
        who.send(method.parse().unwrap(), &format!("/api/v1{path}"), &headers, &body.to_string()).await;
    let told = if answer.body.is_empty() { Value::Null } else { answer.json() };
    (answer.status.as_u16(), told)
}

/// A survey that is published; its id and the end of its open link.
async fn published(owner: &mut Browser, body: &Value) -> (String, String) {
    let (status, survey) = send(owner, "POST", "/listen/surveys", body).await;
    assert_eq!(status, 201, "{survey}");
    let id = survey["id"].as_str().unwrap().to_owned();
    let (status, survey) = send(owner, "POST", &format!("/listen/surveys/{id}/publish"), &json!({})).await;
    assert_eq!(status, 200, "{survey}");
    (id, survey["slug"].as_str().unwrap().to_owned())
}

async fn number(test: &TestStore, sql: &'static str) -> i64 {
    test.store.read(move |db| db.scalar(sql, &[])).await.unwrap()
}

/// The value of a hidden field.
fn hidden(body: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    body.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}
