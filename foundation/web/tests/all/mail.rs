//! Mail as people and programs meet it: set up, tried, looked through, left.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::{Actor, ContactId, Id as _, MessageId, Purpose, Role};
use troth_harness::{Browser, Door, START, SmtpSink, TestStore};
use troth_mail::{Addressee, Letter, queue};
use troth_store::NewJob;
use troth_store::job::{Handler, Runner};
use troth_web::{App, Config};

use crate::support::{config, signed_in, start};

fn reached() -> Config {
    Config { public_url: "https://loyal.example".into(), ..config() }
}

async fn send(who: &mut Browser, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = who.send(method, &format!("/api/v1/mail{path}"), &headers, &body).await;
    (answer.status, if answer.body.is_empty() { Value::Null } else { answer.json() })
}

fn form(port: u16) -> String {
    format!("host=127.0.0.1&port={port}&security=open&user=&password=&authority=&from=post%40shop.example")
}

/// Does what is due, now.
async fn work(app: &App) {
    let handlers: HashMap<String, Handler> =
        app.registry().jobs().iter().map(|job| (job.kind.to_owned(), job.handler(app))).collect();
    let put = |tx: &mut troth_store::Tx<'_>| tx.enqueue(&NewJob::new("mail.send")).map(|_| ());
    app.store().write(START, Actor::System, put).await.unwrap();
    Runner::new(app.store().clone(), handlers, Vec::new(), Arc::clone(&app.clocks().business)).drain().await;
}

/// A letter for somebody who agreed.
async fn queued(test: &TestStore, key: &str, address: &'static str) {
    let letter = Letter {
        kind: String::new(),
        key: key.into(),
        about: key.into(),
        purpose: Purpose::Survey,
        language: "en".into(),
        from_name: "Ada Berg".into(),
        reply_to: "ada@shop.example".into(),
        subject: "How was it?".into(),
        body: "{unsubscribe}".into(),
        html: None,
    };
    let put = move |tx: &mut troth_store::Tx<'_>| {
        let contact = ContactId::from_raw(5);
        if !tx.has_consent(contact, Purpose::Survey)? && tx.list_consents(contact)?.is_empty() {
            tx.put_consent(contact, Purpose::Survey, true, START, "at the counter")?;
        }
        let one = Addressee {
            contact: Some(contact),
            address: address.into(),
            fields: [("name".to_owned(), "Grete".to_owned())].into(),
            zone: String::new(),
            due: START,
        };
        queue(tx, &letter, &[one]).map(|_| ())
    };
    test.store.write(START, Actor::System, put).await.unwrap();
}

troth_harness::on_both_engines! {
    with crate::support::parts();

    async fn an_owner_names_the_server_tries_it_and_people_are_written_to(test: TestStore) {
        let (app, browser) = start(&test, reached());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let page = owner.get("/mail").await.text();
        assert!(page.contains("No mail server is named yet"), "{page}");
        let sink = SmtpSink::open(Door::default()).await;
        assert_eq!(owner.post("/mail/settings", &form(sink.port)).await.status, StatusCode::SEE_OTHER);
        let page = owner.post("/mail/test", "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("The server took a message to owner@shop.example"), "{}", page.text());
        let tried = sink.taken();
        assert_eq!((tried[0].to.as_str(), tried[0].text.contains("Subject: Messages get out")), ("owner@shop.example", true));
        assert!(!tried[0].text.contains("List-Unsubscribe"));
        queued(&test, "a", "grete@kunde.example").await;
        work(&app).await;
        let page = owner.get("/mail?state=sent").await.text();
        assert!(page.contains("grete@kunde.example") && page.contains("How was it?"), "{page}");
        assert!(!owner.get("/mail?state=refused").await.text().contains("grete@kunde.example"));
        // One click, as a mail program sends it: without cookies, from nowhere.
        let text = &sink.taken()[1].text;
        let link = text.split("List-Unsubscribe: <https://loyal.example").nth(1).unwrap().split('>').next().unwrap();
        let mut anybody = browser.clone();
        let page = anybody.get(link).await;
        assert!(page.text().contains("No more of these messages?"), "{}", page.text());
        let agreed = |test: &TestStore| {
            let store = test.store.clone();
            async move { store.read(|db| db.has_consent(ContactId::from_raw(5), Purpose::Survey)).await.unwrap() }
        };
        assert!(agreed(&test).await, "looking at the page is no answer");
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        for _ in 0..2 {
            let left = anybody.send(Method::POST, link, &kind, "List-Unsubscribe=One-Click").await;
            assert_eq!(left.status, StatusCode::OK);
            assert!(left.text().contains("You get no more messages about: Questions about how it went"), "{}", left.text());
        }
        assert!(!agreed(&test).await);
        queued(&test, "b", "grete@kunde.example").await;
        work(&app).await;
        assert_eq!(sink.taken().len(), 2);
        assert!(owner.get("/mail").await.body.contains("has not agreed to messages of this kind"));
        let made_up = format!("/mail/leave/{}-00000000000000000000000000000000", MessageId::from_raw(5));
        assert_eq!(anybody.get(&made_up).await.status, StatusCode::NOT_FOUND);
        assert_eq!(anybody.send(Method::POST, &made_up, &kind, "").await.status, StatusCode::NOT_FOUND);
    }

    async fn wrong_settings_are_said_at_their_field_and_the_password_is_never_told(test: TestStore) {
        let (app, browser) = start(&test, reached());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        for (change, says) in [
            (("host=127.0.0.1", "host=no+server"), "Enter the name of a server"),
            (("port=25", "port=99999"), "Enter a number from 1 to 65535"),
            (("security=open", "security=maybe"), "Choose starttls, tls or open"),
            (("from=post%40shop.example", "from=post"), "is no e-mail address"),
            (("user=&", "user=shop&"), ""),
            (("host=127.0.0.1&port=25&security=open&user=&", "host=mail.example&port=25&security=open&user=shop&"), "in the open"),
        ] {
            let answer = owner.post("/mail/settings", &form(25).replace(change.0, change.1)).await;
            if says.is_empty() {
                assert_eq!(answer.status, StatusCode::SEE_OTHER);
                continue;
            }
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
            assert!(answer.body.contains(says), "{change:?}: {}", answer.text());
        }
        let with_password = form(25).replace("user=&password=", "user=shop&password=open+sesame");
        assert_eq!(owner.post("/mail/settings", &with_password).await.status, StatusCode::SEE_OTHER);
        let page = owner.get("/mail/settings").await;
        assert!(!page.body.contains("sesame") && page.text().contains("A password is kept"), "{}", page.text());
        let (_, told) = send(&mut owner, Method::GET, "/settings", &Value::Null).await;
        assert_eq!((&told["has_password"], told.to_string().contains("sesame")), (&json!(true), false));
        // It stays while the server does, and is not sent to another.
        let kept = form(25).replace("user=&", "user=shop&");
        assert_eq!(owner.post("/mail/settings", &kept).await.status, StatusCode::SEE_OTHER);
        assert_eq!(send(&mut owner, Method::GET, "/settings", &Value::Null).await.1["has_password"], true);
        let moved = kept.replace("127.0.0.1", "localhost");
        assert_eq!(owner.post("/mail/settings", &moved).await.status, StatusCode::SEE_OTHER);
        assert_eq!(send(&mut owner, Method::GET, "/settings", &Value::Null).await.1["has_password"], false);
        // Quiet hours.
        let wrong = owner.post("/mail/policy", "quiet_from=25:00&quiet_to=08:00&most=x&days=30").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Enter a time such as 21:00") && wrong.text().contains("Enter a whole number"));
        let (status, _) = send(&mut owner, Method::PATCH, "/settings", &json!({"days": 0})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(owner.post("/mail/policy", "quiet_from=22:15&quiet_to=07:00&most=1&days=7").await.status, StatusCode::SEE_OTHER);
        let (_, told) = send(&mut owner, Method::GET, "/settings", &Value::Null).await;
        assert_eq!([&told["quiet_from"], &told["quiet_to"], &told["most"], &told["days"]], [1_335, 420, 1, 7].map(Value::from).each_ref());
    }

    async fn nothing_is_sent_where_links_would_lead_nowhere(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let sink = SmtpSink::open(Door::default()).await;
        owner.post("/mail/settings", &form(sink.port)).await;
        queued(&test, "a", "grete@kunde.example").await;
        work(&app).await;
        assert_eq!(sink.taken(), []);
        let page = owner.get("/mail").await.text();
        assert!(page.contains("--public-url") && page.contains("Waits"), "{page}");
    }

    async fn what_went_wrong_stands_in_the_log_and_addresses_are_let_go_again(test: TestStore) {
        let (app, browser) = start(&test, reached());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let sink = SmtpSink::open(Door::default()).await;
        owner.post("/mail/settings", &form(sink.port)).await;
        queued(&test, "a", "breaks@kunde.example").await;
        queued(&test, "b", "nobody@kunde.example").await;
        work(&app).await;
        let page = owner.get("/mail").await.text();
        assert!(page.contains("Nobody knows") && page.contains("no such user"), "{page}");
        let (_, listed) = send(&mut owner, Method::GET, "/messages?state=unsure", &Value::Null).await;
        let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(owner.post(&format!("/mail/messages/{id}/retry"), "").await.status, StatusCode::SEE_OTHER);
        let (status, _) = send(&mut owner, Method::POST, &format!("/messages/{id}/retry"), &Value::Null).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "it waits by now");
        let page = owner.get("/mail/suppressions").await.text();
        assert!(page.contains("nobody@kunde.example") && page.contains("a message came back"), "{page}");
        let (_, listed) = send(&mut owner, Method::GET, "/suppressions", &Value::Null).await;
        let hash = listed["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(owner.post(&format!("/mail/suppressions/{hash}/release"), "").await.status, StatusCode::SEE_OTHER);
        let (status, _) = send(&mut owner, Method::DELETE, &format!("/suppressions/{hash}"), &Value::Null).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let wrong = owner.post("/mail/suppressions", "address=everybody").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Enter an address such as"));
        let added = send(&mut owner, Method::POST, "/suppressions", &json!({"address": "bo@kunde.example"})).await;
        assert_eq!(added.0, StatusCode::NO_CONTENT);
        for wrong in ["/messages?state=lost", "/messages?contact=5", "/messages?after=x", "/suppressions?after=x"] {
            let (status, _) = send(&mut owner, Method::GET, wrong, &Value::Null).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        // What a mail server hands on.
        let (_, all) = send(&mut owner, Method::GET, "/messages", &Value::Null).await;
        let id = all["items"][1]["id"].as_str().unwrap();
        let raw = format!(
            "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}@shop.example>\r\n\r\n--b--\r\n"
        );
        let kind = [("content-type", "message/rfc822"), ("sec-fetch-site", "same-origin")];
        for (raw, noted) in [(raw.as_str(), true), (raw.as_str(), false), ("Hello", false)] {
            let answer = owner.send(Method::POST, "/api/v1/mail/returns", &kind, raw).await;
            assert_eq!((answer.status, &answer.json()["noted"]), (StatusCode::OK, &json!(noted)));
        }
    }

    async fn a_server_that_says_no_to_the_test_is_told_in_its_words(test: TestStore) {
        let (app, browser) = start(&test, reached());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let said = owner.post("/mail/test", "").await.text();
        assert!(said.contains("No mail server is named yet"), "{said}");
        let (status, _) = send(&mut owner, Method::POST, "/test", &Value::Null).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let sink = SmtpSink::open(Door { password: Some(("shop", "secret")), ..Door::default() }).await;
        owner.post("/mail/settings", &form(sink.port)).await;
        let said = owner.post("/mail/test", "").await.text();
        assert!(said.contains("did not let us in") && said.contains("sign in first"), "{said}");
        let (_, told) = send(&mut owner, Method::POST, "/test", &Value::Null).await;
        assert_eq!(told["outcome"], "unreachable", "{told}");
        // A manager looks and changes nothing.
        let mut manager = signed_in(&app, &browser, Role::Manager).await;
        let page = manager.get("/mail").await;
        assert!(page.status == StatusCode::OK && !page.body.contains("/mail/settings\""), "{}", page.body);
        assert_eq!(manager.post("/mail/settings", &form(25)).await.status, StatusCode::FORBIDDEN);
    }
}
