//! Asking by e-mail: through a real server on the loopback, in each reader's language, once, until they answer.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::{Actor, Instant, Role};
use troth_harness::{Browser, Door, START, SmtpSink, TestStore};
use troth_store::NewJob;
use troth_store::job::{Handler, Runner};
use troth_web::{App, Config};

use crate::{number, published, running_with, send, signed_in};

const DAY: i64 = 86_400;

/// Does what is due, with what follows from it.
pub(crate) async fn work(app: &App) {
    let handlers: HashMap<String, Handler> =
        app.registry().jobs().iter().map(|job| (job.kind.to_owned(), job.handler(app))).collect();
    let clock = Arc::clone(&app.clocks().business);
    let runner = Runner::new(app.store().clone(), handlers, Vec::new(), clock);
    for job in ["listen.remind", "mail.send"] {
        runner.drain().await;
        let put = move |tx: &mut troth_store::Tx<'_>| tx.enqueue(&NewJob::new(job)).map(|_| ());
        app.store().write(START, Actor::System, put).await.unwrap();
    }
    runner.drain().await;
}

fn later(test: &TestStore, days: i64) {
    test.clock.set(START.plus_seconds(days * DAY));
}

pub(crate) async fn post(who: &mut Browser, path: &str, body: Value) -> Value {
    let (status, told) = send(who, "POST", path, &body).await;
    assert!((200..300).contains(&status), "{path}: {status} {told}");
    told
}

pub(crate) fn id(told: &Value) -> String {
    told["id"].as_str().unwrap().to_owned()
}

/// Somebody with an address and a language; whether they agreed, where they said anything.
async fn person(who: &mut Browser, name: &str, language: &str, agreed: Option<bool>) -> String {
    let customer = post(who, "/records/customers", json!({"name": name, "kind": "person"})).await;
    let (_, people) =
        send(who, "GET", &format!("/records/contacts?customer={}", id(&customer)), &Value::Null).await;
    let said = json!({"customer": id(&customer), "name": name, "language": language,
        "emails": [format!("{}@kunde.example", name.to_lowercase())]});
    let contact = match people["items"][0]["id"].as_str() {
        Some(contact) => {
            let body = json!({"emails": said["emails"], "language": language});
            let (status, told) = send(who, "PATCH", &format!("/records/contacts/{contact}"), &body).await;
            assert_eq!(status, 200, "{told}");
            contact.to_owned()
        }
        None => id(&post(who, "/records/contacts", said).await),
    };
    if let Some(given) = agreed {
        let consent = json!({"purpose": "survey", "given": given, "obtained": "at the counter"});
        post(who, &format!("/records/contacts/{contact}/consents"), consent).await;
    }
    contact
}

fn form() -> Value {
    let choices: Vec<Value> = (0..=10).map(|value| json!({"value": value})).collect();
    let text = json!({"en": "How likely?", "de": "Wie sehr?"});
    json!({"languages": ["en", "de"], "title": {"en": "Visit", "de": "Besuch"}, "questions": [
        {"key": "nps", "kind": "nps", "text": text, "required": true, "choices": choices}]})
}

fn words() -> Value {
    let word = |subject: &str, text: &str| json!({"subject": subject, "text": text});
    json!({
        "en": {"first": word("How was it, {name}?", "Hello {name},\n\n{link}\n\nAda"), "again": word("Again, {name}", "Still: {link}")},
        "de": {"first": word("Wie war es, {name}?", "Guten Tag {name}, hier: {link}"), "again": word("Nochmal, {name}", "Immer noch: {link}")},
    })
}

fn draft(more: &Value) -> Value {
    let mut draft = json!({"from_name": "Ada Berg", "reply_to": "ada@shop.example", "words": words()});
    for (name, value) in more.as_object().unwrap() {
        draft[name] = value.clone();
    }
    draft
}

pub(crate) struct Shop {
    pub(crate) app: App,
    pub(crate) browser: Browser,
    pub(crate) owner: Browser,
    pub(crate) sink: SmtpSink,
}

pub(crate) async fn shop(test: &TestStore) -> Shop {
    // Signed in however far the clock goes.
    let year = std::time::Duration::from_hours(365 * 24);
    let config = Config {
        public_url: "https://loyal.example".into(),
        public_rate: 10_000,
        session: year,
        longest_session: year,
        ..Config::default()
    };
    let (app, browser) = running_with(test, config);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let sink = SmtpSink::open(Door::default()).await;
    let server = format!(
        "host=127.0.0.1&port={}&security=open&user=&password=&authority=&from=post%40shop.example",
        sink.port
    );
    assert_eq!(owner.post("/mail/settings", &server).await.status, StatusCode::SEE_OTHER);
    // Nobody sleeps, so that a day of the clock is like another.
    let policy = "quiet_from=00%3A00&quiet_to=00%3A00&most=2&days=30";
    assert_eq!(owner.post("/mail/policy", policy).await.status, StatusCode::SEE_OTHER);
    Shop { app, browser, owner, sink }
}

/// A message as a mail program shows it: subject, text, HTML.
fn letters(sink: &SmtpSink, to: &str) -> Vec<(String, String, String)> {
    let taken = sink.taken();
    let mine = taken.iter().filter(|one| one.to == format!("{to}@kunde.example"));
    mine.map(|one| {
        let mail = mailparse::parse_mail(one.text.as_bytes()).unwrap();
        let subject = mailparse::MailHeaderMap::get_first_value(&mail.headers[..], "Subject").unwrap();
        let part = |place: usize| mail.subparts[place].get_body().unwrap();
        (subject, part(0), part(1))
    })
    .collect()
}

/// The path of the link in a text.
pub(crate) fn link(text: &str) -> String {
    let rest = text.split("https://loyal.example/listen/").nth(1).unwrap();
    format!("/listen/{}", rest.split_whitespace().next().unwrap())
}

async fn answer(browser: &Browser, link: &str, nps: i64) {
    let sent = browser.clone().post(link, &format!("at=nps&go=send&q.nps={nps}")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

async fn asked(shop: &mut Shop, survey: &str, more: &Value) -> String {
    let told = post(&mut shop.owner, &format!("/listen/surveys/{survey}/askings"), draft(more)).await;
    id(&told)
}

async fn stands(shop: &mut Shop, survey: &str, asking: &str) -> Value {
    let path = format!("/listen/surveys/{survey}/askings/{asking}");
    let (status, told) = send(&mut shop.owner, "GET", &path, &Value::Null).await;
    assert_eq!(status, 200, "{told}");
    told
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn people_are_asked_in_their_language_and_answer_by_a_link_of_their_own(test: TestStore) {
        let mut shop = shop(&test).await;
        let owner = &mut shop.owner;
        for (name, language, agreed) in [("Ada", "en", Some(true)), ("Bo", "de-AT", Some(true)), ("Cy", "fr", Some(true)),
            ("Di", "de", Some(false)), ("Ed", "en", None)] {
            person(owner, name, language, agreed).await;
        }
        let mute = post(owner, "/records/customers", json!({"name": "Mute", "kind": "person"})).await;
        let (_, people) = send(owner, "GET", &format!("/records/contacts?customer={}", id(&mute)), &Value::Null).await;
        if people["items"].as_array().unwrap().is_empty() {
            post(owner, "/records/contacts", json!({"customer": id(&mute), "name": "Mute"})).await;
        }
        let (survey, _) = published(owner, &json!({"name": "S", "form": form()})).await;
        let looked = post(owner, &format!("/listen/surveys/{survey}/askings/look"), draft(&json!({}))).await;
        assert_eq!(looked, json!({"people": 3, "left_out": {"no_address": 1, "no_consent": 1, "said_no": 1}}));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_asking").await, 0, "looking asks nobody");
        let asking = asked(&mut shop, &survey, &json!({})).await;
        assert_eq!(stands(&mut shop, &survey, &asking).await["state"], "preparing");
        work(&shop.app).await;
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["state"], &told["people"], &told["left_out"]), (&json!("sent"), &json!(3), &looked["left_out"]));
        assert_eq!((&told["rounds"][0]["sent"], &told["begun"], &told["done"]), (&json!(3), &json!(0), &json!(0)));
        assert_eq!(shop.sink.taken().len(), 3);
        let ada = &letters(&shop.sink, "ada")[0];
        assert_eq!(ada.0, "How was it, Ada?");
        assert!(ada.1.starts_with("Hello Ada,") && ada.1.contains("No more of these:\r\nhttps://loyal.example/mail/leave/msg_"), "{}", ada.1);
        assert!(ada.2.contains("<p>Ada</p>") && ada.2.contains("<a href=\"https:"), "{}", ada.2);
        let bo = &letters(&shop.sink, "bo")[0];
        assert!(bo.0 == "Wie war es, Bo?" && bo.2.contains("lang=\"de\"") && bo.1.contains("Keine weiteren davon"), "{bo:?}");
        assert_eq!(letters(&shop.sink, "cy")[0].0, "How was it, Cy?", "who reads none of them gets the first");
        // The link stands in no row: not even whoever has the database reads it.
        let token = link(&ada.1).split('/').next_back().unwrap().split('?').next().unwrap().to_owned();
        let sql = "SELECT (SELECT COUNT(*) FROM mail_message WHERE fields LIKE $1 OR answer LIKE $1) + (SELECT COUNT(*) FROM survey_link WHERE token_hash LIKE $1)";
        let rows: i64 = test.store.read(move |db| db.scalar(sql, &[format!("%{token}%").into()])).await.unwrap();
        assert_eq!(rows, 0);
        let page = shop.browser.clone().get(&link(&bo.1)).await;
        assert!(page.body.contains("Wie sehr?"), "{}", page.text());
        answer(&shop.browser, &link(&bo.1), 9).await;
        answer(&shop.browser, &link(&ada.1), 3).await;
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["begun"], &told["done"]), (&json!(2), &json!(2)));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response WHERE account_id IS NOT NULL AND contact_id IS NOT NULL").await, 2);
        let (_, counts) = send(&mut shop.owner, "GET", &format!("/listen/surveys/{survey}"), &Value::Null).await;
        assert_eq!((&counts["counts"]["asked"], &counts["counts"]["asked_done"]), (&json!(3), &json!(2)), "asked is who got a message");
        // Whoever says no more by the link of the message is counted.
        let leave = ada.1.split("https://loyal.example").last().unwrap().trim().to_owned();
        assert_eq!(shop.browser.clone().post(&leave, "").await.status, StatusCode::OK);
        assert_eq!(stands(&mut shop, &survey, &asking).await["rounds"][0]["unsubscribed"], 1);
        let kinds = test.store.read(|db| db.query("SELECT kind FROM event WHERE kind LIKE 'listen.asking%' ORDER BY id", &[])).await.unwrap();
        let kinds: Vec<&str> = kinds.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(kinds, ["listen.asking_begun", "listen.asking_prepared"]);
        let page = shop.owner.get(&format!("/listen/{survey}/askings/{asking}")).await.text();
        assert!(page.contains("2 began, 2 finished") && page.contains("1 has never said") | page.contains("One has never said"), "{page}");
    }

    async fn nobody_gets_an_empty_letter_where_the_survey_has_learned_a_language_since(test: TestStore) {
        let mut shop = shop(&test).await;
        person(&mut shop.owner, "Ada", "en", Some(true)).await;
        let mut german = form();
        german["languages"] = json!(["de"]);
        german["title"] = json!({"de": "Besuch"});
        german["questions"][0]["text"] = json!({"de": "Wie sehr?"});
        let (survey, _) = published(&mut shop.owner, &json!({"name": "Visit", "form": german})).await;
        asked(&mut shop, &survey, &json!({"words": {"de": words()["de"]}})).await;
        // Before it is prepared.
        let path = format!("/listen/surveys/{survey}");
        let (status, told) = send(&mut shop.owner, "PATCH", &path, &json!({"form": form()})).await;
        assert_eq!(status, 200, "{told}");
        post(&mut shop.owner, &format!("{path}/publish"), Value::Null).await;
        work(&shop.app).await;
        let got = letters(&shop.sink, "ada");
        assert_eq!(got.len(), 1, "{got:?}");
        assert_eq!(got[0].0, "Wie war es, Ada?", "in a language that somebody wrote in: {got:?}");
    }

    async fn who_is_asked_is_seen_before_and_mistakes_keep_what_was_typed(test: TestStore) {
        let mut shop = shop(&test).await;
        person(&mut shop.owner, "Ada", "en", Some(true)).await;
        let (survey, _) = published(&mut shop.owner, &json!({"name": "S", "form": form()})).await;
        let at = format!("/listen/{survey}/ask");
        let page = shop.owner.get(&at).await;
        assert!(page.body.contains("value=\"owner@shop.example\"") && page.body.contains("How was it, {name}?") && page.body.contains("Guten Tag {name}"), "{}", page.body);
        let form = |text: &str, more: &str| format!("segment=&from_name=Ada+Berg&reply_to=ada%40shop.example&reminders=1&remind_days=7\
            &subject.en=Hi+%7Bname%7D&text.en={text}&again_subject.en=A&again_text.en=%7Blink%7D\
            &subject.de=D&text.de=%7Blink%7D&again_subject.de=D&again_text.de=%7Blink%7D&{more}");
        let wrong = shop.owner.post(&at, &form("Typed+here", "go=look")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Typed here") && wrong.text().contains("The text needs {link}"), "{}", wrong.text());
        let wrong = shop.owner.post(&at, &form("%7Blink%7D+%7Bvoucher%7D", "go=look")).await;
        assert!(wrong.text().contains("Nothing is known to be put in for {voucher}"), "{}", wrong.text());
        let looked = shop.owner.post(&at, &form("%7Blink%7D", "go=look")).await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
        assert!(looked.text().contains("One person would be asked") && looked.text().contains("Hi Ada"), "{}", looked.text());
        // What was not looked at is not sent.
        let unseen = shop.owner.post(&at, &form("%7Blink%7D", "go=send")).await;
        assert_eq!(unseen.status, StatusCode::OK);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_asking").await, 0);
        let sent = shop.owner.post(&at, &form("%7Blink%7D", "go=send&looked=")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        work(&shop.app).await;
        assert_eq!(letters(&shop.sink, "ada").len(), 1);
        assert!(shop.owner.get(sent.header("location")).await.text().contains("Invitation"));
        // A text with a way out and a wrong address are refused by name.
        for (more, field) in [(json!({"reply_to": "nowhere"}), "reply_to"), (json!({"from_name": ""}), "from_name"),
            (json!({"reminders": 3}), "reminders"), (json!({"reminders": 1, "remind_days": 0}), "remind_days"), (json!({"words": {}}), "subject.en")] {
            let (status, told) = send(&mut shop.owner, "POST", &format!("/listen/surveys/{survey}/askings"), &draft(&more)).await;
            assert_eq!(status, 422, "{told}");
            assert!(told.to_string().contains(&format!("\"{field}\"")), "{field}: {told}");
        }
    }

    async fn who_has_not_answered_is_reminded_twice_at_most_and_nobody_who_has(test: TestStore) {
        let mut shop = shop(&test).await;
        for name in ["Ada", "Bo", "Cy"] {
            person(&mut shop.owner, name, "en", Some(true)).await;
        }
        let (survey, _) = published(&mut shop.owner, &json!({"name": "S", "form": form()})).await;
        let asking = asked(&mut shop, &survey, &json!({"reminders": 2, "remind_days": 7})).await;
        work(&shop.app).await;
        let way = |shop: &Shop, to: &str| link(&letters(&shop.sink, to)[0].1);
        answer(&shop.browser, &way(&shop, "ada"), 9).await;
        later(&test, 6);
        work(&shop.app).await;
        assert_eq!(shop.sink.taken().len(), 3, "not yet");
        later(&test, 7);
        work(&shop.app).await;
        let of = |shop: &Shop, to: &str| letters(&shop.sink, to).into_iter().map(|one| one.0).collect::<Vec<_>>();
        assert_eq!(of(&shop, "ada"), ["How was it, Ada?"]);
        assert_eq!(of(&shop, "bo"), ["How was it, Bo?", "Again, Bo"]);
        assert_eq!(link(&letters(&shop.sink, "bo")[1].1), way(&shop, "bo"), "the link is the same");
        // Answered between queueing and sending: looked at when it goes out.
        later(&test, 14);
        shop.owner.post("/mail/policy", "quiet_from=00%3A00&quiet_to=23%3A59&most=2&days=30").await;
        work(&shop.app).await;
        assert_eq!(stands(&mut shop, &survey, &asking).await["rounds"][2]["waiting"], 2);
        answer(&shop.browser, &way(&shop, "bo"), 2).await;
        shop.owner.post("/mail/policy", "quiet_from=00%3A00&quiet_to=00%3A00&most=2&days=30").await;
        later(&test, 16);
        work(&shop.app).await;
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["rounds"][2]["sent"], &told["rounds"][2]["held"]), (&json!(1), &json!({"answered": 1})));
        later(&test, 60);
        work(&shop.app).await;
        assert_eq!(of(&shop, "cy"), ["How was it, Cy?", "Again, Cy", "Again, Cy"]);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.asking_reminded'").await, 2);
    }

    async fn without_names_everybody_gets_the_open_link_and_nobody_is_reminded(test: TestStore) {
        let mut shop = shop(&test).await;
        for name in ["Ada", "Bo", "Cy", "Di"] {
            person(&mut shop.owner, name, "en", Some(true)).await;
        }
        let (survey, slug) = published(&mut shop.owner, &json!({"name": "S", "form": form(), "anonymous": true})).await;
        let path = format!("/listen/surveys/{survey}/askings");
        let (status, told) = send(&mut shop.owner, "POST", &path, &draft(&json!({}))).await;
        assert!(status == 422 && told.to_string().contains("So few people"), "{told}");
        person(&mut shop.owner, "Ed", "en", Some(true)).await;
        let (status, told) = send(&mut shop.owner, "POST", &path, &draft(&json!({"reminders": 1}))).await;
        assert!(status == 422 && told.to_string().contains("reminders"), "{told}");
        let asking = asked(&mut shop, &survey, &json!({})).await;
        work(&shop.app).await;
        let links: Vec<String> = ["ada", "bo", "cy", "di", "ed"].iter().map(|to| link(&letters(&shop.sink, to)[0].1)).collect();
        assert!(links.iter().all(|one| *one == format!("/listen/s/{slug}?lang=en")), "{links:?}");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_link").await, 0, "nothing says who followed it");
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["rounds"][0]["sent"], &told["begun"]), (&json!(5), &Value::Null));
        // Its open link switched off meanwhile: nothing more goes out.
        let (_, _) = send(&mut shop.owner, "PATCH", &format!("/listen/surveys/{survey}"), &json!({"open_link": false})).await;
        let (status, told) = send(&mut shop.owner, "POST", &path, &draft(&json!({}))).await;
        assert!(status == 409 && told.to_string().contains("open link is off"), "{told}");
    }

    async fn what_is_stopped_goes_on_where_it_was_and_nobody_is_asked_twice(test: TestStore) {
        let mut shop = shop(&test).await;
        for number in 0..30 {
            person(&mut shop.owner, &format!("P{number}"), "en", Some(true)).await;
        }
        let (survey, _) = published(&mut shop.owner, &json!({"name": "S", "form": form()})).await;
        let asking = asked(&mut shop, &survey, &json!({})).await;
        let path = format!("/listen/surveys/{survey}/askings/{asking}");
        for _ in 0..2 {
            assert_eq!(post(&mut shop.owner, &format!("{path}/stop"), json!({})).await["state"], "stopped");
        }
        work(&shop.app).await;
        assert_eq!(stands(&mut shop, &survey, &asking).await["people"], 0, "stopped before it was prepared");
        for _ in 0..2 {
            post(&mut shop.owner, &format!("{path}/resume"), json!({})).await;
        }
        // Prepared, not sent, stopped: what waits is held when it would go out, and woken.
        let handlers = shop.app.registry();
        for job in ["listen.prepare_asking", "listen.prepare_asking"] {
            let claimed = test.store.claim_job(&[job.to_owned()], "t").await.unwrap();
            if let Some(claimed) = claimed {
                (handlers.find_job(job).unwrap().handler(&shop.app))(claimed.clone()).await.unwrap();
                test.store.finish_job(claimed.id, "t").await.unwrap();
            }
        }
        assert_eq!(stands(&mut shop, &survey, &asking).await["rounds"][0]["waiting"], 30);
        post(&mut shop.owner, &format!("{path}/stop"), json!({})).await;
        work(&shop.app).await;
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["state"], &told["rounds"][0]["held"]), (&json!("stopped"), &json!({"stopped": 30})));
        assert_eq!(shop.sink.taken().len(), 0);
        post(&mut shop.owner, &format!("{path}/resume"), json!({})).await;
        work(&shop.app).await;
        work(&shop.app).await;
        let mut to: Vec<String> = shop.sink.taken().into_iter().map(|one| one.to).collect();
        assert_eq!(to.len(), 30);
        to.sort_unstable();
        to.dedup();
        assert_eq!(to.len(), 30, "nobody twice");
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["state"], &told["people"]), (&json!("sent"), &json!(30)));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.asking_prepared'").await, 1);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.asking_stopped'").await, 4);
    }

    async fn what_holds_when_a_message_goes_out_counts(test: TestStore) {
        let mut shop = shop(&test).await;
        let (ada, bo) = (person(&mut shop.owner, "Ada", "en", Some(true)).await, person(&mut shop.owner, "Bo", "en", Some(true)).await);
        person(&mut shop.owner, "Cy", "en", Some(true)).await;
        let (survey, _) = published(&mut shop.owner, &json!({"name": "S", "form": form()})).await;
        let asleep = "quiet_from=00%3A00&quiet_to=23%3A59&most=2&days=30";
        let awake = "quiet_from=00%3A00&quiet_to=00%3A00&most=2&days=30";
        shop.owner.post("/mail/policy", asleep).await;
        let asking = asked(&mut shop, &survey, &json!({})).await;
        work(&shop.app).await;
        assert_eq!(stands(&mut shop, &survey, &asking).await["rounds"][0]["waiting"], 3);
        let no = json!({"purpose": "survey", "given": false, "obtained": "by telephone"});
        post(&mut shop.owner, &format!("/records/contacts/{bo}/consents"), no).await;
        let merge: troth_core::ContactId = ada.parse().unwrap();
        test.store.write(Instant::from_micros(START.micros()), Actor::System, move |tx| {
            use troth_core::Id as _;
            tx.execute("UPDATE contact SET merged_into = (SELECT MAX(id) FROM contact) WHERE id = $1", &[merge.raw().into()])?;
            Ok::<_, troth_store::Error>(())
        }).await.unwrap();
        shop.owner.post("/mail/policy", awake).await;
        later(&test, 2);
        work(&shop.app).await;
        let told = stands(&mut shop, &survey, &asking).await;
        assert_eq!((&told["rounds"][0]["sent"], &told["rounds"][0]["held"]), (&json!(1), &json!({"merged": 1, "no_consent": 1})));
        // Asked as often as anybody is to be: left out beforehand.
        for _ in 0..2 {
            let looked = post(&mut shop.owner, &format!("/listen/surveys/{survey}/askings/look"), draft(&json!({}))).await;
            if looked["people"] == 0 { continue; }
            asked(&mut shop, &survey, &json!({})).await;
            work(&shop.app).await;
        }
        let looked = post(&mut shop.owner, &format!("/listen/surveys/{survey}/askings/look"), draft(&json!({}))).await;
        assert_eq!((&looked["people"], &looked["left_out"]["lately"]), (&json!(0), &json!(1)), "{looked}");
        let (status, told) = send(&mut shop.owner, "POST", &format!("/listen/surveys/{survey}/askings"), &draft(&json!({}))).await;
        assert!(status == 422 && told.to_string().contains("Nobody here may be asked"), "{told}");
        // A survey that is closed meanwhile asks nobody.
        later(&test, 40);
        shop.owner.post("/mail/policy", asleep).await;
        let asking = asked(&mut shop, &survey, &json!({})).await;
        work(&shop.app).await;
        shop.owner.post(&format!("/listen/{survey}/close"), "").await;
        shop.owner.post("/mail/policy", awake).await;
        later(&test, 42);
        work(&shop.app).await;
        assert_eq!(stands(&mut shop, &survey, &asking).await["rounds"][0]["held"], json!({"over": 1}));
        let (status, _) = send(&mut shop.owner, "POST", &format!("/listen/surveys/{survey}/askings"), &draft(&json!({}))).await;
        assert_eq!(status, 409);
    }

    async fn whoever_only_works_here_asks_nobody_by_mail(test: TestStore) {
        let mut shop = shop(&test).await;
        person(&mut shop.owner, "Ada", "en", Some(true)).await;
        let (survey, _) = published(&mut shop.owner, &json!({"name": "S", "form": form()})).await;
        let asking = asked(&mut shop, &survey, &json!({})).await;
        let mut staff = signed_in(&shop.app, &shop.browser, Role::Staff).await;
        assert_eq!(staff.get(&format!("/listen/{survey}/ask")).await.status, StatusCode::FORBIDDEN);
        let (status, _) = send(&mut staff, "POST", &format!("/listen/surveys/{survey}/askings"), &draft(&json!({}))).await;
        assert_eq!(status, 403);
        assert_eq!(staff.get(&format!("/listen/{survey}/askings/{asking}")).await.status, StatusCode::OK);
        let (other, _) = published(&mut shop.owner, &json!({"name": "T", "form": form()})).await;
        assert_eq!(shop.owner.get(&format!("/listen/{other}/askings/{asking}")).await.status, StatusCode::NOT_FOUND);
        let stop = shop.owner.post(&format!("/listen/{other}/askings/{asking}/stop"), "").await;
        assert_eq!(stop.status, StatusCode::NOT_FOUND, "of another survey");
        let mut nobody = shop.browser.clone();
        assert_ne!(nobody.get(&format!("/listen/{survey}/ask")).await.status, StatusCode::OK);
    }
}
