//! What people tell of their own accord: a stranger at the page, staff at the list, letters through a real server on the loopback.

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::{Answer, Browser, START};

use crate::asking::{Shop, id, link, post, shop, work};
use crate::{number, send, signed_in};

/// What a browser sends a minute after the page was opened.
fn said(more: &str) -> String {
    format!("begun={}&website=&{more}", START.micros() / 1_000_000 - 60)
}

async fn open(owner: &mut Browser) {
    assert_eq!(owner.post("/listen/voices/open", "open=yes").await.status, StatusCode::SEE_OTHER);
}

/// Tells something as a stranger does; the path by which it is followed.
async fn told(browser: &Browser, more: &str) -> String {
    let sent = browser.clone().post("/listen/say", &said(more)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    sent.header("location").split('?').next().unwrap().to_owned()
}

/// The id of the one that was told last.
async fn latest(owner: &mut Browser) -> String {
    let (_, list) = send(owner, "GET", "/listen/voices", &Value::Null).await;
    id(&list["items"][0])
}

/// Messages to an address as a mail program shows them: subject and text.
fn letters(shop: &Shop, to: &str) -> Vec<(String, String)> {
    let taken = shop.sink.taken();
    let mine = taken.iter().filter(|one| one.to == to);
    mine.map(|one| {
        let mail = mailparse::parse_mail(one.text.as_bytes()).unwrap();
        let subject = mailparse::MailHeaderMap::get_first_value(&mail.headers[..], "Subject").unwrap();
        (subject, mail.get_body().unwrap())
    })
    .collect()
}

/// The path by which somebody says that they want no more.
fn leave(text: &str) -> String {
    let rest = text.split("https://loyal.example/mail/leave/").nth(1).unwrap();
    format!("/mail/leave/{}", rest.split_whitespace().next().unwrap())
}

async fn reply(owner: &mut Browser, voice: &str, stage: &str, text: &str) -> Answer {
    owner
        .post(
            &format!("/listen/voices/{voice}/reply"),
            &format!("stage={stage}&text={text}&misaligned=nobody"),
        )
        .await
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn a_stranger_tells_something_follows_it_and_reads_the_answer(test: TestStore) {
        let mut shop = shop(&test).await;
        let mut stranger = shop.browser.clone();
        let shut = stranger.get("/listen/say").await;
        assert!(shut.status == StatusCode::NOT_FOUND && shut.text().contains("Nothing can be left here"), "{}", shut.text());
        let refused = stranger.post("/listen/say", &said("sort=request&text=Tea")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        open(&mut shop.owner).await;
        let page = stranger.get("/listen/say").await;
        assert!(page.status == StatusCode::OK && page.body.contains("name=\"begun\"") && !page.body.contains("<script"), "{}", page.body);
        assert!(page.body.len() < 12_000, "{} bytes", page.body.len());

        // What is wrong stands at its field, and nothing that was typed is lost.
        let wrong = stranger.post("/listen/say", &said("text=More+tea&email=ada&wants=yes")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for there in ["Choose what it is", "More tea", "value=\"ada\""] {
            assert!(wrong.body.contains(there), "{there}: {}", wrong.body);
        }
        let nowhere = stranger.post("/listen/say", &said("sort=request&text=More+tea&wants=yes")).await;
        assert!(nowhere.text().contains("Where should we write to"), "{}", nowhere.text());
        // A program that fills every field, or sends at once, gets nothing in; a person sends once more.
        let all = stranger.post("/listen/say", &said("sort=request&text=Buy&name=x").replace("website=", "website=spam")).await;
        let now = START.micros() / 1_000_000;
        let quick = stranger.post("/listen/say", &format!("begun={now}&sort=request&text=Buy")).await;
        let ahead = stranger.post("/listen/say", &format!("begun={}&sort=request&text=Buy", now + 9)).await;
        let bare = stranger.post("/listen/say", "sort=request&text=Buy").await;
        for answer in [all, quick, ahead, bare] {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains("press Send once more") && answer.body.contains("Buy"), "{}", answer.text());
        }
        assert_eq!(number(&test, "SELECT COUNT(*) FROM voice").await, 0);

        let path = told(&stranger, "sort=request&text=More+{link}+tea&name=Ada&email=Ada%40Home.example&wants=yes").await;
        let thanks = stranger.get(&format!("{path}?new=1")).await;
        assert!(thanks.text().contains("Thank you") && thanks.text().contains("https://loyal.example/listen/v/"), "{}", thanks.text());
        assert!(stranger.get(&path).await.text().contains("There is no answer yet"));
        assert_eq!(stranger.get("/listen/v/aaaaaaaaaaaaaaaaaaaaaaaaaa").await.status, StatusCode::NOT_FOUND);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.voice_received' AND actor_kind = 'system'").await, 1);

        let voice = latest(&mut shop.owner).await;
        assert_eq!(reply(&mut shop.owner, &voice, "answered", "From+May+{unsubscribe}").await.status, StatusCode::SEE_OTHER);
        work(&shop.app).await;
        work(&shop.app).await;
        let got = letters(&shop, "ada@home.example");
        assert_eq!(got.len(), 1, "{got:?}");
        let (subject, text) = &got[0];
        assert!(subject == "An answer to what you told us" && text.contains("Hello") && text.contains("Ada"), "{text}");
        assert!(text.contains("More {link} tea") && text.contains("From May {unsubscribe}"), "what people write fills no gaps: {text}");
        // The link in the letter leads to the same as the one on the page.
        for path in [link(text), path] {
            let follow = stranger.get(&path).await;
            assert!(follow.text().contains("From May") && follow.text().contains("Answered"), "{}", follow.text());
        }
        // Who wants no more gets none, and nobody else is meant.
        let away = leave(text);
        assert!(stranger.get(&away).await.text().contains("Answers to what you told us"));
        for _ in 0..2 {
            assert!(stranger.post(&away, "").await.status.is_success() || stranger.post(&away, "").await.status.is_redirection());
        }
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'mail.message_left'").await, 1);
        reply(&mut shop.owner, &voice, "granted", "Soon").await;
        work(&shop.app).await;
        assert_eq!(letters(&shop, "ada@home.example").len(), 1);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM mail_message WHERE state = 'held' AND reason = 'no_consent'").await, 1);
    }

    async fn nothing_is_declined_without_a_reason_and_only_staff_decide(test: TestStore) {
        let mut shop = shop(&test).await;
        open(&mut shop.owner).await;
        told(&shop.browser, "sort=complaint&text=Too+loud").await;
        let voice = latest(&mut shop.owner).await;
        let path = format!("/listen/voices/{voice}/reply");
        let refused = shop.owner.post(&path, "stage=declined&text=&misaligned=").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("nothing is declined without a reason") && refused.text().contains("whose misunderstanding"), "{}", refused.text());
        let (status, told) = send(&mut shop.owner, "POST", &format!("/listen/voices/{voice}/replies"), &json!({"stage": "declined", "text": "It is music"})).await;
        assert_eq!((status, &told["errors"][0]["field"]), (422, &json!("misaligned")), "{told}");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM voice WHERE stage = 'new'").await, 1);
        assert_eq!(reply(&mut shop.owner, &voice, "declined", "It+is+music").await.status, StatusCode::SEE_OTHER);
        let (_, told) = send(&mut shop.owner, "GET", &format!("/listen/voices/{voice}"), &Value::Null).await;
        assert_eq!((&told["stage"], &told["misaligned"], &told["replies"][0]["text"]), (&json!("declined"), &json!("nobody"), &json!("It is music")));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_voice WHERE misaligned = 'nobody' AND answered_day IS NOT NULL").await, 1);

        let mut analyst = signed_in(&shop.app, &shop.browser, Role::Analyst).await;
        assert!(analyst.get(&format!("/listen/voices/{voice}")).await.text().contains("Too loud"));
        assert_eq!(analyst.post(&path, "stage=answered&text=x").await.status, StatusCode::FORBIDDEN);
        let mut staff = signed_in(&shop.app, &shop.browser, Role::Staff).await;
        assert_eq!(staff.post(&path, "stage=answered&text=x").await.status, StatusCode::SEE_OTHER);
        assert_eq!(staff.post(&format!("/listen/voices/{voice}/publish"), "words=x").await.status, StatusCode::FORBIDDEN);
        assert_eq!(staff.post("/listen/voices/open", "open=no").await.status, StatusCode::FORBIDDEN);
        let gone = shop.browser.clone().get(&format!("/listen/voices/{voice}")).await;
        assert!(gone.status != StatusCode::OK, "nobody without a session");
    }

    async fn all_who_asked_hear_once_what_was_done(test: TestStore) {
        let mut shop = shop(&test).await;
        open(&mut shop.owner).await;
        told(&shop.browser, "sort=request&text=Tea&email=ada%40home.example&wants=yes").await;
        let first = latest(&mut shop.owner).await;
        told(&shop.browser, "sort=request&text=Green+tea&email=bo%40home.example&wants=yes").await;
        let second = latest(&mut shop.owner).await;
        let follow = told(&shop.browser, "sort=request&text=Any+tea&email=cy%40home.example").await;
        let third = latest(&mut shop.owner).await;
        // The second into the third, the third into the first: the first stands for all.
        for (one, into) in [(&second, &third), (&third, &first)] {
            let merged = shop.owner.post(&format!("/listen/voices/{one}/merge"), &format!("into={into}")).await;
            assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.text());
        }
        let circle = shop.owner.post(&format!("/listen/voices/{first}/merge"), &format!("into={second}")).await;
        assert_eq!(circle.status, StatusCode::UNPROCESSABLE_ENTITY, "it stands for that one already");
        assert_eq!(reply(&mut shop.owner, &second, "answered", "x").await.status, StatusCode::UNPROCESSABLE_ENTITY, "the one that stands is answered");
        let (_, list) = send(&mut shop.owner, "GET", "/listen/voices", &Value::Null).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);

        // Nothing is public that nobody published; then a browser counts once.
        let mut voter = shop.browser.clone();
        let vote = format!("/listen/wishes/{first}/vote");
        assert_eq!(voter.post(&vote, "email=").await.status, StatusCode::NOT_FOUND);
        assert!(voter.get("/listen/wishes").await.text().contains("Nothing stands here yet"));
        let words = shop.owner.post(&format!("/listen/voices/{first}/publish"), "words=More+tea&go=publish").await;
        assert_eq!(words.status, StatusCode::SEE_OTHER);
        assert_eq!(voter.post(&vote, "email=nowhere").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        for email in ["", "di%40home.example", ""] {
            assert_eq!(voter.post(&vote, &format!("email={email}")).await.status, StatusCode::SEE_OTHER);
        }
        let mut other = shop.browser.clone();
        other.post(&vote, "email=ada%40home.example").await;
        let seen = voter.get("/listen/wishes").await.text();
        assert!(seen.contains("More tea") && seen.contains("2 people want it, too") && seen.contains("you, too"), "{seen}");
        assert!(!seen.contains("home.example") && !seen.contains("Green tea"), "{seen}");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.voice_voted'").await, 2);

        let (status, _) = send(&mut shop.owner, "POST", &format!("/listen/voices/{first}/tell"), &json!({})).await;
        assert_eq!(status, 409, "nothing was done yet");
        reply(&mut shop.owner, &first, "done", "There+is+tea").await;
        work(&shop.app).await;
        assert_eq!(shop.sink.count(), 0, "what was done is told when somebody says so");
        assert!(shop.owner.get("/listen/voices?untold=1").await.text().contains("Done, nobody told (1)"));
        assert!(shop.browser.clone().get(&follow).await.text().contains("There is tea"), "whoever told the same reads it, too");
        let told = post(&mut shop.owner, &format!("/listen/voices/{first}/tell"), json!({})).await;
        assert_eq!(told["people"], 3, "two who asked, one who voted; an address once; not the one who did not want to hear");
        work(&shop.app).await;
        for (who, said) in [("ada", "Tea"), ("bo", "Green tea"), ("di", "More tea")] {
            let got = letters(&shop, &format!("{who}@home.example"));
            assert_eq!(got.len(), 1, "{who}: {got:?}");
            assert!(got[0].0 == "You said, we did" && got[0].1.contains(said) && got[0].1.contains("There is tea"), "{got:?}");
        }
        assert!(letters(&shop, "cy@home.example").is_empty());
        let (status, _) = send(&mut shop.owner, "POST", &format!("/listen/voices/{first}/tell"), &json!({})).await;
        assert_eq!(status, 409, "once is enough");
        assert!(!shop.owner.get("/listen/voices?untold=1").await.text().contains("(1)"));

        let parted = shop.owner.post(&format!("/listen/voices/{third}/merge"), "into=").await;
        assert_eq!(parted.status, StatusCode::SEE_OTHER);
        let (_, list) = send(&mut shop.owner, "GET", "/listen/voices?stage=new", &Value::Null).await;
        assert_eq!(id(&list["items"][0]), third, "and what went into it stays there");
        assert!(shop.browser.clone().get(&follow).await.text().contains("There is no answer yet"));
    }

    async fn a_person_says_whose_it_is_and_praise_reaches_whom_it_is_about(test: TestStore) {
        let mut shop = shop(&test).await;
        open(&mut shop.owner).await;
        let owner = &mut shop.owner;
        let ada = post(owner, "/records/customers", json!({"name": "Ada Berg", "kind": "person", "emails": ["ada@home.example"]})).await;
        let staff = post(owner, "/records/staff", json!({"name": "Nora Lind", "email": "nora@shop.example"})).await;
        told(&shop.browser, "sort=praise&text=Nora+was+kind&about=Nora&email=ada%40home.example").await;
        let owner = &mut shop.owner;
        let voice = latest(owner).await;
        let page = owner.get(&format!("/listen/voices/{voice}")).await;
        assert!(page.text().contains("Ada Berg") && page.text().contains("has this address"), "{}", page.text());
        assert_eq!(number(&test, "SELECT COUNT(*) FROM voice WHERE account_id IS NOT NULL").await, 0, "proposed is not said");
        let looked = owner.get(&format!("/listen/voices/{voice}?who=nobody")).await;
        assert!(looked.status == StatusCode::OK, "{}", looked.text());
        let (status, _) = send(owner, "POST", &format!("/listen/voices/{voice}/match"), &json!({"customer": "acc_0000000000009"})).await;
        assert_eq!(status, 422);
        post(owner, &format!("/listen/voices/{voice}/match"), json!({"customer": id(&ada)})).await;
        let line = owner.get(&format!("/records/{}", id(&ada))).await.text();
        assert!(line.contains("Praised") && line.contains("Nora was kind"), "{line}");
        let only = owner.get(&format!("/records/{}?kind=voice", id(&ada))).await.text();
        assert!(only.contains("Nora was kind"), "{only}");

        let passed = owner.post(&format!("/listen/voices/{voice}/pass"), &format!("staff={}", id(&staff))).await;
        assert_eq!(passed.status, StatusCode::SEE_OTHER, "{}", passed.text());
        assert_eq!(owner.post(&format!("/listen/voices/{voice}/pass"), "staff=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        work(&shop.app).await;
        let got = letters(&shop, "nora@shop.example");
        assert!(got.len() == 1 && got[0].0 == "Somebody praised you" && got[0].1.contains("Nora was kind"), "{got:?}");
        told(&shop.browser, "sort=question&text=Opening+hours").await;
        let question = latest(&mut shop.owner).await;
        let (status, _) = send(&mut shop.owner, "POST", &format!("/listen/voices/{question}/pass"), &json!({"staff": id(&staff)})).await;
        assert_eq!(status, 409);

        let file = shop.owner.get("/listen/voices.csv?sort=praise").await;
        assert!(file.body.contains("Nora was kind") && !file.body.contains("Opening"), "{}", file.body);
        let found = shop.owner.get("/listen/voices?q=KIND+nora").await.body;
        assert!(found.contains("Nora was kind") && !found.contains("Opening"), "{found}");
        let (_, none) = send(&mut shop.owner, "GET", "/listen/voices?q=100%25", &Value::Null).await;
        assert_eq!(none["items"], json!([]));
    }

    async fn pages_go_on_by_key_and_one_place_tells_only_so_much(test: TestStore) {
        let mut shop = shop(&test).await;
        open(&mut shop.owner).await;
        for number in 0..10 {
            told(&shop.browser, &format!("sort=suggestion&text=Number+{number}")).await;
        }
        let more = shop.browser.clone().post("/listen/say", &said("sort=suggestion&text=Eleven")).await;
        assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS);
        let (_, page) = send(&mut shop.owner, "GET", "/listen/voices?limit=6", &Value::Null).await;
        assert_eq!(page["items"][0]["text"], "Number 9");
        let next = page["next"].as_str().unwrap().to_owned();
        let (_, page) = send(&mut shop.owner, "GET", &format!("/listen/voices?limit=6&after={next}"), &Value::Null).await;
        assert_eq!((page["items"].as_array().unwrap().len(), &page["items"][3]["text"], &page["next"]), (4, &json!("Number 0"), &Value::Null));
    }
}
