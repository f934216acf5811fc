//! A program with one small capability, and a browser to ask it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use troth_core::{Actor, Clocks, Role};
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
    let start = Start {
        store: test.store.clone(),
        clocks: Clocks::both(test.clock.clone()),
        randomness: Arc::new(Counted(AtomicU64::new(1))),
        config,
    };
    let (app, router) = App::start(start, vec![garden::capability()]).expect("the program starts");
    (app, Browser { router, cookies: Vec::new() })
}

/// The program on a store of its own.
pub(crate) async fn running() -> (TestStore, App, Browser) {
    let test = TestStore::open(troth_store::Engine::Sqlite, parts()).await.expect("SQLite is built in");
    let (app, browser) = start(&test, config());
    (test, app, browser)
}

/// Somebody with this role, signed in.
pub(crate) async fn signed_in(app: &App, browser: &Browser, role: Role) -> Browser {
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

/// Keeps cookies as a browser does.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a readable header"))
    }

    /// What a person reads.
    pub(crate) fn text(&self) -> String {
        let text = html2text::from_read(self.body.as_bytes(), 100).expect("HTML");
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &str) -> Answer {
        self.send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], form).await
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "shop.example");
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", pairs.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        for cookie in parts.headers.get_all("set-cookie") {
            self.keep(cookie.to_str().expect("a readable cookie"));
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).expect("text"),
        }
    }

    /// The headers of an answer whose body is of no interest.
    pub(crate) async fn head(&self, path: &str, headers: &[(&str, &str)]) -> HeaderMap {
        let mut request = Request::builder().uri(path).header("host", "shop.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer").headers().clone()
    }

    fn keep(&mut self, cookie: &str) {
        let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        self.cookies.retain(|(kept, _)| kept != name);
        if !cookie.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(kept, _)| kept == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.keep(&format!("{name}={value}"));
    }
}
