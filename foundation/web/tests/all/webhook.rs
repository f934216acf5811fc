//! Addresses that are told what happens: a real receiver, one that is slow, one that fails, one that leads inward.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header::LOCATION};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use troth_core::{Actor, Role, SettingChanged};
use troth_harness::{Browser, START, TestStore};
use troth_store::job::{Handler, Runner};
use troth_web::{App, Config};

use crate::support::{self, config, signed_in, start};

/// Messages as they came.
type Heard = Vec<(HeaderMap, String)>;

/// What a receiver got, and how it answers next.
#[derive(Clone, Default)]
struct Receiver(Arc<Mutex<(Heard, u16)>>);

impl Receiver {
    /// Listens on a port of this machine.
    async fn listen() -> (Self, SocketAddr) {
        let receiver = Self::default();
        receiver.answers(200);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let routes = Router::new().fallback(hear).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (receiver, at)
    }

    fn answers(&self, status: u16) {
        self.0.lock().unwrap().1 = status;
    }

    /// What came since the last time.
    fn heard(&self) -> Heard {
        std::mem::take(&mut self.0.lock().unwrap().0)
    }
}

async fn hear(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let status = {
        let mut kept = receiver.0.lock().unwrap();
        kept.0.push((headers, String::from_utf8(body.to_vec()).unwrap()));
        kept.1
    };
    // A redirect leads inward.
    (StatusCode::from_u16(status).unwrap(), [(LOCATION, "http://169.254.169.254/secret")], "thank you")
}

fn runner(app: &App) -> Runner {
    let handlers: HashMap<String, Handler> =
        app.registry().jobs().iter().map(|job| (job.kind.to_owned(), job.handler(app))).collect();
    Runner::new(app.store().clone(), handlers, Vec::new(), Arc::clone(&app.clocks().business))
}

/// Does what is due.
async fn work(app: &App) {
    runner(app).drain().await;
}

async fn send(who: &mut Browser, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = who.send(method, &format!("/api/v1{path}"), &headers, &body).await;
    (answer.status, if answer.body.is_empty() { Value::Null } else { answer.json() })
}

/// An address in the own network; its id and its secret.
async fn add(who: &mut Browser, at: SocketAddr, kinds: &[&str]) -> (String, String) {
    let body =
        json!({"name": "Till", "url": format!("http://{at}/hook"), "kinds": kinds, "own_network": true});
    let (status, made) = send(who, Method::POST, "/webhooks", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    (made["webhook"]["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap().to_owned())
}

/// Something happens.
async fn happens(test: &TestStore, key: &str) {
    let key = key.to_owned();
    let change = move |tx: &mut troth_store::Tx<'_>| tx.append(&SettingChanged { key: key.clone() });
    test.store.write(START, Actor::System, change).await.unwrap();
}

async fn deliveries(who: &mut Browser, id: &str) -> Vec<Value> {
    let (_, page) = send(who, Method::GET, &format!("/webhooks/{id}/deliveries"), Value::Null).await;
    page["items"].as_array().unwrap().clone()
}

/// Whether the standard's own library takes the message for one that was signed with this secret. It goes by the clock of the machine, so
/// the moment is left out of account.
fn is_signed(secret: &str, headers: &HeaderMap, body: &str) -> bool {
    let checked = Webhook::new(secret).unwrap();
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let moment = text("webhook-timestamp").parse().unwrap();
    let signature = checked.sign(&text("webhook-id"), moment, body.as_bytes()).unwrap();
    text("webhook-signature").split(' ').any(|one| one == signature)
}

const SETTING: &str = "store.setting_changed";

fn quick() -> Config {
    Config { webhook_timeout: Duration::from_millis(300), ..config() }
}

troth_harness::on_both_engines! {
    with support::parts();

    async fn what_was_chosen_is_told_signed_and_once(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (receiver, at) = Receiver::listen().await;
        let (id, secret) = add(&mut owner, at, &[SETTING]).await;
        happens(&test, "shop.colour").await;
        owner.post("/me/password", "password=correct+horse+battery").await;
        work(&app).await;
        let heard = receiver.heard();
        assert_eq!(heard.len(), 1, "of one kind alone");
        let (headers, body) = &heard[0];
        assert!(is_signed(&secret, headers, body), "{headers:?}");
        assert!(!is_signed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", headers, body));
        assert_eq!(headers["content-type"], "application/json");
        let said: Value = serde_json::from_str(body).unwrap();
        assert_eq!((&said["type"], &said["timestamp"]), (&json!(SETTING), &json!("2026-01-06T09:00:00Z")));
        assert_eq!((&said["data"]["by"], &said["data"]["details"]["key"]), (&json!("system"), &json!("shop.colour")));
        assert_eq!(said["data"]["id"], headers["webhook-id"].to_str().unwrap());
        let told = deliveries(&mut owner, &id).await;
        assert_eq!((&told[0]["state"], &told[0]["last"]["status"], &told[0]["last"]["answer"]), (&json!("delivered"), &json!(200), &json!("thank you")));
        work(&app).await;
        assert!(receiver.heard().is_empty(), "once");

        // Nobody is told what happened before they were there, nor after they are gone.
        let (status, _) = send(&mut owner, Method::DELETE, &format!("/webhooks/{id}"), Value::Null).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        happens(&test, "shop.colour").await;
        work(&app).await;
        assert!(receiver.heard().is_empty());
        let jobs: i64 = test.store.read(|db| db.scalar("SELECT COUNT(*) FROM job WHERE kind = 'web.fan_out'", &[])).await.unwrap();
        assert_eq!(jobs, 1, "what nobody wants queues nothing");
    }

    async fn what_fails_is_tried_again_under_the_same_id_until_it_arrives(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (receiver, at) = Receiver::listen().await;
        let (id, _) = add(&mut owner, at, &[SETTING]).await;
        receiver.answers(500);
        happens(&test, "one").await;
        happens(&test, "two").await;
        work(&app).await;
        let first = receiver.heard();
        assert_eq!(first.len(), 1, "the other waits until the address is there again");
        work(&app).await;
        assert!(receiver.heard().is_empty(), "not before its time");
        let page = owner.get(&format!("/webhooks/{id}")).await.text();
        assert!(page.contains("Nothing has arrived there since"), "{page}");
        receiver.answers(204);
        test.clock.set(START.plus_seconds(6));
        work(&app).await;
        let second = receiver.heard();
        assert_eq!(second.len(), 2, "both, once it answers");
        let again = second.iter().find(|(headers, _)| headers["webhook-id"] == first[0].0["webhook-id"]).unwrap();
        assert_eq!(again.1, first[0].1, "the same words");
        let told = deliveries(&mut owner, &id).await;
        assert!(told.iter().all(|one| one["state"] == "delivered"), "{told:?}");
        let page = owner.get(&format!("/webhooks/{id}")).await.text();
        assert!(page.contains("Arrived") && page.contains("Arrived 2") && !page.contains("Nothing has arrived"), "{page}");
        let at = told.iter().find(|one| one["tries"] == 2).unwrap()["id"].as_str().unwrap().to_owned();
        let page = owner.get(&format!("/webhook-deliveries/{at}")).await.text();
        assert!(page.contains("Answered 500") && page.contains("Answered 204") && page.contains(SETTING), "{page}");

        // Once more, by hand: the same id.
        let sent = owner.post(&format!("/webhook-deliveries/{at}/replay"), "").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let (status, _) = send(&mut owner, Method::POST, &format!("/webhook-deliveries/{at}/replay"), json!({})).await;
        assert_eq!(status, StatusCode::CONFLICT, "it is on its way");
        work(&app).await;
        let replayed = receiver.heard();
        assert_eq!((replayed.len(), &replayed[0].0["webhook-id"]), (1, &first[0].0["webhook-id"]));
    }

    async fn an_address_that_answers_nothing_good_for_a_day_is_switched_off_and_says_so(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (receiver, at) = Receiver::listen().await;
        let (id, _) = add(&mut owner, at, &[SETTING]).await;
        receiver.answers(302);
        happens(&test, "one").await;
        let mut tries = 0;
        for hour in 0..40 {
            test.clock.set(START.plus_seconds(hour * 3_700));
            work(&app).await;
            let heard = receiver.heard();
            assert!(heard.iter().all(|(headers, _)| headers["host"] == at.to_string()), "no redirect is followed");
            tries += heard.len();
        }
        assert!((10..30).contains(&tries), "{tries}");
        let told = deliveries(&mut owner, &id).await;
        assert_eq!((&told[0]["state"], &told[0]["last"]["status"]), (&json!("stopped"), &json!(302)));
        let (_, known) = send(&mut owner, Method::GET, &format!("/webhooks/{id}"), Value::Null).await;
        assert_eq!((&known["enabled"], &known["stopped"]), (&json!(false), &json!("failing")));
        let page = owner.get(&format!("/webhooks/{id}")).await.text();
        assert!(page.contains("It was switched off because nothing arrived there for a day"), "{page}");
        let log = owner.get("/api/v1/events?kind=web.webhook_stopped").await.json();
        assert_eq!((&log["items"][0]["by"], &log["items"][0]["details"]["why"]), (&json!("system"), &json!("failing")));
        happens(&test, "two").await;
        work(&app).await;
        assert!(receiver.heard().is_empty(), "it is told nothing any more");

        // A test reaches it all the same; switched on, it is told again.
        receiver.answers(200);
        assert_eq!(owner.post(&format!("/webhooks/{id}/test"), "").await.status, StatusCode::SEE_OTHER);
        work(&app).await;
        let heard = receiver.heard();
        assert!(heard.len() == 1 && heard[0].1.contains("web.webhook_tested"), "{heard:?}");
        owner.post(&format!("/webhooks/{id}/enable"), "").await;
        happens(&test, "three").await;
        work(&app).await;
        assert_eq!(receiver.heard().len(), 1);
        // Who is gone says so.
        receiver.answers(410);
        happens(&test, "four").await;
        work(&app).await;
        let (_, known) = send(&mut owner, Method::GET, &format!("/webhooks/{id}"), Value::Null).await;
        assert_eq!(known["stopped"], "gone");
    }

    async fn a_new_secret_signs_beside_the_old_one_for_a_day(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (receiver, at) = Receiver::listen().await;
        let (id, old) = add(&mut owner, at, &[]).await;
        work(&app).await;
        receiver.heard();
        let (status, made) = send(&mut owner, Method::POST, &format!("/webhooks/{id}/rotate"), json!({})).await;
        assert_eq!(status, StatusCode::OK);
        let new = made["secret"].as_str().unwrap();
        assert_ne!(new, old);
        work(&app).await;
        let heard = receiver.heard();
        assert!(heard[0].1.contains("\"fields\":[\"secret\"]"), "told of everything: {}", heard[0].1);
        assert!(is_signed(new, &heard[0].0, &heard[0].1) && is_signed(&old, &heard[0].0, &heard[0].1));
        let page = owner.get(&format!("/webhooks/{id}")).await.text();
        assert!(page.contains("Messages are signed with the one before, too") && page.contains(new), "{page}");
        test.clock.set(START.plus_seconds(86_401));
        happens(&test, "later").await;
        work(&app).await;
        let heard = receiver.heard();
        assert!(is_signed(new, &heard[0].0, &heard[0].1) && !is_signed(&old, &heard[0].0, &heard[0].1));
    }

    async fn a_slow_address_is_given_up_in_time_and_one_inside_is_never_asked(test: TestStore) {
        let (app, browser) = start(&test, quick());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        // It takes the message and says nothing.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (id, _) = add(&mut owner, silent.local_addr().unwrap(), &[SETTING]).await;
        happens(&test, "one").await;
        work(&app).await;
        let told = deliveries(&mut owner, &id).await;
        assert_eq!((&told[0]["state"], &told[0]["last"]["problem"]), (&json!("waiting"), &json!("slow")));
        let (status, _) = send(&mut owner, Method::DELETE, &format!("/webhooks/{id}"), Value::Null).await;
        assert_eq!(status, StatusCode::NO_CONTENT);

        // A name that anybody can enter and that leads to this machine.
        let inside = json!({"name": "Inward", "url": "https://localhost:9/", "kinds": [SETTING]});
        let (status, made) = send(&mut owner, Method::POST, "/webhooks", inside).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let id = made["webhook"]["id"].as_str().unwrap().to_owned();
        happens(&test, "two").await;
        work(&app).await;
        let told = deliveries(&mut owner, &id).await;
        assert_eq!(told[0]["last"]["problem"], "private");
        assert!(owner.get(&format!("/webhooks/{id}")).await.text().contains("Stands inside a network"));
    }

    async fn forms_say_what_is_wrong_and_keep_what_was_typed(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let page = owner.get("/webhooks").await.text();
        assert!(page.contains("No program is told anything"), "{page}");
        let wrong = owner.post("/webhooks", "name=&url=http%3A%2F%2Fnews.example&store.setting_changed=yes").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = wrong.text();
        assert!(text.contains("begins with https://") && text.contains("Give it a name"), "{text}");
        assert!(wrong.body.replace("&#x2f;", "/").contains("value=\"http://news.example\""), "{}", wrong.body);
        assert!(wrong.body.contains("name=\"store.setting_changed\" value=\"yes\" checked"));
        let inside = owner.post("/webhooks", "name=x&url=https%3A%2F%2F10.0.0.1").await;
        assert!(inside.text().contains("lies inside a network"), "{}", inside.text());
        let made = owner.post("/webhooks", "name=News&url=https%3A%2F%2Fnews.example%2Fhook&store.setting_changed=yes").await;
        assert_eq!(made.status, StatusCode::SEE_OTHER);
        let here = made.header("location").to_owned();
        let page = owner.get(&here).await;
        assert!(page.text().contains("Nothing yet") && page.body.contains("whsec_"), "{}", page.text());
        assert!(owner.get("/webhooks").await.text().contains("one kind of event"));
        let changed = owner.post(&here, "name=News&url=https%3A%2F%2Fnews.example%2Fhook").await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER);
        assert!(owner.get("/webhooks").await.text().contains("everything"));
        let (status, answer) = send(&mut owner, Method::POST, "/webhooks", json!({"name": "x", "url": "https://a.example", "kinds": ["shop.sold"]})).await;
        assert_eq!((status, &answer["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("kinds")));
        assert_eq!(owner.post(&format!("{here}/remove"), "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(owner.get(&here).await.status, StatusCode::NOT_FOUND);
        let log = owner.get("/api/v1/events?about=workspace").await;
        assert_eq!(log.status, StatusCode::OK);
        let kinds = owner.get("/api/v1/events").await.json();
        let kinds: Vec<&str> = kinds["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds[..3], ["web.webhook_removed", "web.webhook_changed", "web.webhook_created"]);
    }

    async fn what_was_told_is_forgotten_after_a_month(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (_receiver, at) = Receiver::listen().await;
        let (id, _) = add(&mut owner, at, &[SETTING]).await;
        happens(&test, "one").await;
        work(&app).await;
        assert_eq!(deliveries(&mut owner, &id).await.len(), 1);
        test.clock.set(START.plus_seconds(13 * 86_400));
        happens(&test, "two").await;
        work(&app).await;
        test.clock.set(START.plus_seconds(31 * 86_400));
        let job = troth_store::NewJob::new("web.clear_deliveries");
        test.store.write(START, Actor::System, move |tx| tx.enqueue(&job)).await.unwrap();
        work(&app).await;
        let count = |table: &'static str| {
            let store = test.store.clone();
            async move { store.read(move |db| db.scalar::<i64>(&format!("SELECT COUNT(*) FROM {table}"), &[])).await.unwrap() }
        };
        assert_eq!((count("web_webhook_delivery").await, count("web_webhook_try").await), (1, 1));
    }
}
