//! A program with one small capability, and a browser to ask it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::StatusCode;
use troth_core::{Actor, Clocks, Role};
pub(crate) use troth_harness::Browser;
use troth_harness::TestStore;
use troth_web::user::{NewUser, create_user, make_sign_in_link};
use troth_web::{App, Config, Randomness, Start};

use crate::garden;

/// Bytes that differ each time and are the same in every run.
struct Counted(AtomicU64);

impl Randomness for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        for (byte, value) in bytes.iter_mut().zip(count.to_be_bytes().into_iter().cycle()) {
            *byte = value;
        }
    }
}

pub(crate) fn parts() -> Vec<troth_store::Part> {
    troth_web::parts(&[garden::capability()])
}

pub(crate) fn config() -> Config {
    Config { business: "Corner shop".into(), preview: true, ..Config::default() }
}

/// The program on this store.
pub(crate) fn start(test: &TestStore, config: Config) -> (App, Browser) {
    start_on(test, (test.store.clone(), 1), config)
}

/// The program on another connection to the records, with secrets that begin elsewhere: a second node.
pub(crate) fn start_on(
    test: &TestStore,
    (store, secrets): (troth_store::Store, u64),
    config: Config,
) -> (App, Browser) {
    let start = Start {
        store,
        clocks: Clocks::both(test.clock.clone()),
        randomness: Arc::new(Counted(AtomicU64::new(secrets))),
        config,
    };
    let (app, router) = App::start(start, vec![garden::capability()]).expect("the program starts");
    (app, Browser::new(router))
}

/// The program on a store of its own.
pub(crate) async fn running() -> (TestStore, App, Browser) {
    let test = TestStore::open(troth_store::Engine::Sqlite, parts()).await.expect("SQLite is built in");
    let (app, browser) = start(&test, config());
    (test, app, browser)
}

/// Somebody with this role, signed in, who has looked around before.
pub(crate) async fn signed_in(app: &App, browser: &Browser, role: Role) -> Browser {
    let mut browser = signed_in_first(app, browser, role).await;
    close_tour(&mut browser).await;
    browser
}

/// Has looked around enough, and has read that it is over.
pub(crate) async fn close_tour(browser: &mut Browser) {
    assert_eq!(browser.post("/tour", "go=close&to=/me").await.header("location"), "/me");
    assert!(browser.get("/me").await.body.contains("The look around is closed"));
}

/// The same for the first time.
pub(crate) async fn signed_in_first(app: &App, browser: &Browser, role: Role) -> Browser {
    let user = NewUser {
        name: format!("A {}", role.key()),
        email: format!("{}@shop.example", role.key()),
        role,
        password: None,
    };
    let id = create_user(app, Actor::System, user).await.expect("a user is made");
    let link = make_sign_in_link(app, id, 60).await.expect("a link is made");
    let mut browser = browser.clone();
    let entered = browser.post(&link, "").await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    browser
}
