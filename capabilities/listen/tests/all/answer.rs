//! Answering: by every way, with and without scripts, once.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::{Browser, TestStore};

use crate::{hidden, number, published, running, send, signed_in};

fn text(en: &str) -> Value {
    json!({"en": en, "ar": format!("ع {en}")})
}

/// Two languages, a rule, a name and an earlier answer in texts, every shape of question.
fn form() -> Value {
    let scale = |low: i64, high: i64| (low..=high).map(|value| json!({"value": value})).collect::<Vec<_>>();
    let words: Value = ["next", "back", "send", "optional", "missing", "wrong", "saved", "thanks"]
        .iter()
        .map(|word| ((*word).to_owned(), json!({"ar": format!("ar-{word}")})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let labelled = |labels: &[&str]| {
        labels
            .iter()
            .zip(1..)
            .map(|(label, value)| json!({"value": value, "text": text(label)}))
            .collect::<Vec<_>>()
    };
    json!({"languages": ["en", "ar"], "title": text("Visit"), "words": words, "questions": [
        {"key": "nps", "kind": "nps", "text": text("Recommend, {name}?"), "required": true, "choices": scale(0, 10),
         "rules": [{"when": [9, 10], "to": "parts"}]},
        {"key": "why", "kind": "text", "text": text("Why {nps}?"), "required": true},
        {"key": "parts", "kind": "multiple", "text": text("Which?"), "choices": labelled(&["Tea", "Cake"])},
        {"key": "gap", "kind": "gap", "text": text("Gap"), "choices": scale(1, 7),
         "rows": [{"key": "expected", "text": text("Expected")}, {"key": "found", "text": text("Found")}]},
        {"key": "order", "kind": "ranking", "text": text("Order"), "choices": labelled(&["Price", "People"])},
    ]})
}

/// A page whose slashes are as they were.
fn plain(body: &str) -> String {
    body.replace("&#x2f;", "/")
}

async fn person(owner: &mut Browser) -> (String, String) {
    let body = json!({"name": "Ada Berg", "kind": "person"});
    let (status, customer) = send(owner, "POST", "/records/customers", &body).await;
    assert_eq!(status, 201, "{customer}");
    let id = customer["id"].as_str().unwrap().to_owned();
    let (_, people) = send(owner, "GET", &format!("/records/contacts?customer={id}"), &Value::Null).await;
    if let Some(contact) = people["items"][0]["id"].as_str() {
        return (id, contact.to_owned());
    }
    let (status, contact) =
        send(owner, "POST", "/records/contacts", &json!({"customer": id, "name": "Ada Berg"})).await;
    assert_eq!(status, 201, "{contact}");
    (id, contact["id"].as_str().unwrap().to_owned())
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn a_person_answers_page_by_page_comes_back_and_goes_on(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (customer, _) = person(&mut owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let (status, links) = send(&mut owner, "POST", &format!("/listen/surveys/{id}/links"), &json!({"customers": [customer]})).await;
        assert_eq!(status, 201, "{links}");
        // More than any memory holds: refused before anything is made.
        let (status, refused) = send(&mut owner, "POST", &format!("/listen/surveys/{id}/links"), &json!({"count": 727_273_852_278_u64})).await;
        assert_eq!(status, 422, "{refused}");
        let link = format!("/listen/a/{}", links[0]["token"].as_str().unwrap());
        let mut ada = browser.clone();
        let first = ada.get(&link).await;
        assert!(first.body.contains("Recommend, Ada Berg?") && !first.body.contains("Which?"), "{}", first.text());
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 0, "looking writes nothing");
        let none = ada.post(&link, "at=nps&go=next").await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.body.contains("Please answer this.") && none.body.contains("aria-invalid"));
        let next = ada.post(&link, "at=nps&go=next&q.nps=3").await;
        assert_eq!((next.status, next.header("location")), (StatusCode::SEE_OTHER, format!("{link}?at=why").as_str()));
        // Left, and taken up again: on to the page that was not answered yet.
        let resumed = browser.clone().get(&link).await;
        assert!(resumed.body.contains("Why 3?"), "{}", resumed.text());
        let back = ada.post(&link, "at=why&go=back&q.why=slow").await;
        assert_eq!(back.header("location"), format!("{link}?at=nps"));
        assert!(ada.get(&format!("{link}?at=nps")).await.body.contains("value=\"3\" checked"));
        // Another answer leads past the question in between, and what stood there goes when it is sent.
        let past = ada.post(&link, "at=nps&go=next&q.nps=10").await;
        assert_eq!(past.header("location"), format!("{link}?at=parts"));
        let saved = ada.post(&link, "at=parts&go=save&q.parts.2=1").await;
        assert_eq!(saved.status, StatusCode::NO_CONTENT);
        let crooked = ada.post(&link, "at=parts&go=next&q.parts.2=1&q.order.1=1&q.order.2=1").await;
        assert_eq!(crooked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(crooked.body.contains("look at this answer once more") && crooked.body.contains("value=\"1\" checked"), "{}", crooked.body);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_text").await, 1, "what was begun is kept");
        for _ in 0..2 {
            let sent = ada.post(&link, "at=parts&go=send&q.parts.2=1&q.gap.expected=6&q.gap.found=4&q.order.1=2&q.order.2=1").await;
            assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, format!("{link}?sent=1").as_str()));
        }
        assert!(ada.get(&format!("{link}?sent=1")).await.body.contains("Your answers have arrived"));
        assert!(ada.get(&link).await.body.contains("You have answered already"));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response WHERE done").await, 1, "sent twice, stored once");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_text").await, 0);
        let facts = test.store.read(|db| db.query("SELECT question, item, value FROM fact_answer WHERE account_id IS NOT NULL AND contact_id IS NOT NULL ORDER BY question, item", &[])).await.unwrap();
        let facts: Vec<String> = facts.iter().map(|row| format!("{}.{}={}", row.text(0).unwrap(), row.text(1).unwrap(), row.get::<i64>(2).unwrap())).collect();
        assert_eq!(facts, ["gap.expected=6", "gap.found=4", "nps.=10", "order.1=2", "order.2=1", "parts.1=0", "parts.2=1"]);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.response_received'").await, 1);
        let page = owner.get(&format!("/listen/{id}")).await;
        assert!(page.text().contains("Links made for people"), "{}", page.text());
        let (_, responses) = send(&mut owner, "GET", &format!("/listen/surveys/{id}/responses"), &Value::Null).await;
        assert_eq!(responses["items"][0]["answers"]["parts"], json!([2]));
        let one = responses["items"][0]["id"].as_str().unwrap();
        let shown = owner.get(&format!("/listen/{id}/responses/{one}")).await;
        assert!(shown.text().contains("Ada Berg") && shown.text().contains("Cake") && shown.text().contains("Expected: 6"), "{}", shown.text());
        let file = owner.get(&format!("/listen/{id}/responses.csv")).await;
        assert!(file.body.starts_with("response,customer,person,day,done,nps,why,parts.1,parts.2,gap.expected,gap.found,order.1,order.2\n"), "{}", file.body);
        assert!(file.body.contains(",true,10,,0,1,6,4,2,1"), "{}", file.body);
        let customer_page = owner.get(&format!("/records/{customer}")).await;
        assert!(customer_page.text().contains("Answered the survey “S”"), "{}", customer_page.text());
    }

    async fn by_the_open_link_each_page_that_is_opened_answers_once(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (_, slug) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let open = format!("/listen/s/{slug}");
        let mut guest = browser.clone();
        let page = guest.get(&format!("{open}?lang=ar")).await;
        assert!(page.body.contains("dir=\"rtl\"") && page.body.contains("lang=\"ar\"") && page.body.contains("ar-next"), "{}", page.body);
        let token = hidden(&page.body, "token");
        assert_eq!(token.len(), 26);
        let empty = guest.post(&open, &format!("at=nps&go=next&token={token}")).await;
        assert!(plain(&empty.body).contains(&format!("action=\"{open}\"")), "nothing is kept yet: {}", empty.body);
        let next = guest.post(&format!("{open}?lang=ar"), &format!("at=nps&go=next&token={token}&q.nps=10")).await;
        assert_eq!(next.header("location"), format!("/listen/a/{token}?lang=ar&at=parts"));
        // What is kept is known by the open link's form too, and an answer that is taken away goes.
        for (given, answers) in [("&q.parts.1=1", 3), ("", 1)] {
            let saved = guest.post(&open, &format!("at=parts&go=save&token={token}{given}")).await;
            assert_eq!(saved.status, StatusCode::NO_CONTENT);
            assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_answer").await, answers);
        }
        for _ in 0..2 {
            let sent = guest.post(&open, &format!("at=parts&go=send&token={token}&q.parts.1=1")).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        }
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response WHERE done").await, 1);
        let other = hidden(&guest.get(&open).await.body, "token");
        assert_ne!(token, other, "the next person at the same counter answers for themselves");
        let short = guest.post(&open, "at=nps&go=next&token=mine&q.nps=10").await;
        assert_eq!((short.status, short.header("location")), (StatusCode::SEE_OTHER, open.as_str()), "no word of one's own");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 1);
    }

    async fn whoever_cannot_answer_is_told_kindly(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, slug) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let mut guest = browser.clone();
        let unknown = guest.get("/listen/a/nothing").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        assert!(unknown.text().contains("This link leads nowhere"));
        assert!(guest.get("/listen/s/nothing").await.text().contains("This link leads nowhere"));
        let path = format!("/listen/surveys/{id}");
        let open = format!("/listen/s/{slug}");
        send(&mut owner, "PATCH", &path, &json!({"last_day": "2026-01-05"})).await;
        let expired = guest.get(&open).await;
        assert_eq!(expired.status, StatusCode::GONE);
        assert!(expired.text().contains("This survey has ended"), "{}", expired.text());
        send(&mut owner, "PATCH", &path, &json!({"last_day": "2026-01-06"})).await;
        assert_eq!(guest.get(&open).await.status, StatusCode::OK, "the last day counts");
        let token = hidden(&guest.get(&open).await.body, "token");
        send(&mut owner, "PATCH", &path, &json!({"open_link": false})).await;
        assert!(guest.get(&open).await.text().contains("This survey is closed"));
        send(&mut owner, "PATCH", &path, &json!({"open_link": true})).await;
        let (status, _) = send(&mut owner, "POST", &format!("{path}/close"), &json!({})).await;
        assert_eq!(status, 204);
        let closed = guest.post(&open, &format!("at=nps&go=next&token={token}&q.nps=10")).await;
        assert!(closed.text().contains("This survey is closed"), "{}", closed.text());
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 0);
        let (_, draft) = send(&mut owner, "POST", "/listen/surveys", &json!({"name": "Draft", "form": form()})).await;
        assert_eq!(guest.get(&format!("/listen/s/{}", draft["slug"].as_str().unwrap())).await.status, StatusCode::NOT_FOUND);
    }

    async fn programs_bring_answers_that_fit_and_no_others(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (customer, contact) = person(&mut owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let path = format!("/listen/surveys/{id}/responses");
        let whole = json!({"contact": contact, "language": "ar", "answers": {"nps": 9, "parts": [1, 2], "gap": {"expected": 5, "found": 6}, "order": {"1": 1, "2": 2}}});
        let (status, stored) = send(&mut owner, "POST", &path, &whole).await;
        assert_eq!(status, 201, "{stored}");
        let (_, told) = send(&mut owner, "GET", &path, &Value::Null).await;
        assert_eq!((&told["items"][0]["answers"], &told["items"][0]["customer"]), (&whole["answers"], &json!(customer)));
        for (body, field) in [
            (json!({"answers": {"nps": 11}}), "answers.nps"),
            (json!({"answers": {"nps": 9, "why": "because"}}), "answers.why"),
            (json!({"answers": {"nps": 3}}), "answers.why"),
            (json!({"answers": {"nps": 9, "what": 1}}), "answers.what"),
            (json!({"answers": {"nps": 9, "gap": {"expected": 8}}}), "answers.gap"),
            (json!({"answers": {}}), "answers.nps"),
            (json!({"language": "fr", "answers": {"nps": 9}}), "language"),
        ] {
            let (status, told) = send(&mut owner, "POST", &path, &body).await;
            assert_eq!((status, &told["errors"][0]["field"]), (422, &json!(field)), "{body}");
        }
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_response").await, 1);
    }

    async fn links_are_made_for_a_segment_or_for_nobody_and_told_once(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (customer, contact) = person(&mut owner).await;
        let (id, _) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
        let filter = json!({"all": [{"field": "records.purchases", "operator": "at-most", "value": "0"}]});
        let (status, segment) = send(&mut owner, "POST", "/records/segments", &json!({"name": "All", "filter": filter})).await;
        assert_eq!(status, 201, "{segment}");
        let file = owner.post(&format!("/listen/{id}/links"), &format!("segment={}", segment["id"].as_str().unwrap())).await;
        assert_eq!((file.status, file.header("content-disposition")), (StatusCode::OK, "attachment; filename=\"links.csv\""), "{}", file.body);
        assert!(file.body.contains(&format!("{customer},{contact},Ada Berg,Ada Berg,http://shop.example/listen/a/")), "{}", file.body);
        let slips = owner.post(&format!("/listen/{id}/links"), "count=3&segment=").await;
        assert_eq!(slips.body.lines().count(), 4, "{}", slips.body);
        let token = slips.body.lines().nth(1).unwrap().rsplit('/').next().unwrap().to_owned();
        let kept = test.store.read(|db| db.query("SELECT token_hash FROM survey_link", &[])).await.unwrap();
        assert!(kept.iter().all(|row| row.text(0).unwrap() != token), "only its hash is kept");
        assert_eq!(browser.clone().get(&format!("/listen/a/{token}")).await.status, StatusCode::OK);
        for wrong in ["count=0", "count=10001", "count=many"] {
            let refused = owner.post(&format!("/listen/{id}/links"), wrong).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_link").await, 4);
    }
}

#[tokio::test]
async fn the_page_may_stand_in_other_pages_and_nothing_else_may() {
    let test = TestStore::open(troth_store::Engine::Sqlite, crate::parts()).await.unwrap();
    let (app, browser) = running(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let (id, slug) = published(&mut owner, &json!({"name": "S", "form": form()})).await;
    let mut guest = browser.clone();
    let framed = guest.get(&format!("/listen/s/{slug}?frame=1")).await;
    assert!(framed.header("content-security-policy").contains("frame-ancestors *"));
    assert_eq!(framed.header("x-frame-options"), "");
    let token = hidden(&framed.body, "token");
    let next = guest
        .post(&format!("/listen/s/{slug}?frame=1"), &format!("at=nps&go=next&token={token}&q.nps=10"))
        .await;
    assert!(next.header("location").contains("frame=1"), "and the pages after it");
    for path in [
        format!("/listen/s/{slug}"),
        format!("/listen/{id}?frame=1"),
        "/listen?frame=1".to_owned(),
        "/sign-in?frame=1".to_owned(),
    ] {
        let other = owner.get(&path).await;
        assert!(other.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(other.header("x-frame-options"), "DENY", "{path}");
    }
}

#[tokio::test]
async fn a_page_with_all_it_loads_is_under_thirty_kilobytes() {
    let test = TestStore::open(troth_store::Engine::Sqlite, crate::parts()).await.unwrap();
    let (app, browser) = running(&test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    assert!(troth_web::Asset::built(), "run `make assets`");
    for kind in troth_listen::OCCASIONS.into_iter().filter(|kind| *kind != "own") {
        let (_, slug) = published(&mut owner, &json!({"name": kind, "kind": kind})).await;
        let page = browser.clone().get(&format!("/listen/s/{slug}?lang=de")).await;
        let mut bytes = page.bytes.len();
        let body = plain(&page.body);
        for mark in ["href=\"/assets/", "src=\"/assets/"] {
            let found: Vec<&str> =
                body.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert_eq!(found.len(), 1, "one style and one script: {found:?}");
            let file = browser.clone().send(Method::GET, &format!("/assets/{}", found[0]), &[], "").await;
            assert!(!file.body.contains("import") && !file.body.contains("url("), "which load nothing more");
            bytes += file.bytes.len();
        }
        assert!(bytes < 30_000, "{kind}: {bytes}");
    }
}
