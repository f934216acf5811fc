//! Why customers came, stayed and left: noted, asked, counted, and who was not asked.

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::Browser;

use crate::{number, published, running, send, signed_in};

async fn customer(owner: &mut Browser, name: &str) -> String {
    let (status, told) = send(owner, "POST", "/records/customers", &json!({"name": name})).await;
    assert_eq!(status, 201, "{told}");
    told["id"].as_str().unwrap().to_owned()
}

async fn note(owner: &mut Browser, customer: &str, about: &str, word: &str, detail: &str) {
    let said = json!({"customer": customer, "about": about, "word": word, "detail": detail});
    let (status, told) = send(owner, "POST", "/listen/reasons", &said).await;
    assert_eq!(status, 201, "{told}");
}

async fn why(owner: &mut Browser, query: &str) -> Value {
    let (status, told) = send(owner, "GET", &format!("/listen/reasons/results{query}"), &Value::Null).await;
    assert_eq!(status, 200, "{told}");
    told
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn who_told_them_is_looked_up_and_confirmed(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (ada, bo) = (customer(&mut owner, "Ada Lind").await, customer(&mut owner, "Bo Berg").await);
        let path = format!("/listen/customers/{ada}/reasons");
        let bad = owner.post(&path, "meaning=&detail=").await;
        assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.text().contains("Choose a reason"), "{}", bad.text());
        let asked = owner.post(&path, "meaning=came.person&detail=Bo").await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.text().contains("Choose who it was") && asked.body.contains(&format!("value=\"{bo}\"")), "{}", asked.text());
        assert!(!asked.body.contains(&format!("value=\"{ada}\"")), "nobody told themselves");
        let sent = format!("meaning=came.person&detail=Bo&referrer={bo}");
        assert_eq!(owner.post(&path, &sent).await.status, StatusCode::SEE_OTHER);
        let page = owner.get(&format!("/records/{ada}")).await;
        assert!(page.text().contains("What brought them: Somebody told them") && page.text().contains("Bo Berg"), "{}", page.text());
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason WHERE referrer_id IS NOT NULL").await, 1);

        // They came once: what is said anew counts. Of leaving there can be more.
        assert_eq!(owner.post(&path, "meaning=came.person&detail=Uncle+Max").await.status, StatusCode::SEE_OTHER);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason").await, 1);
        note(&mut owner, &ada, "left", "price", "").await;
        note(&mut owner, &ada, "left", "need", "").await;
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason WHERE about = 'left'").await, 2);
        let (_, told) = send(&mut owner, "GET", &format!("/listen/reasons?customer={ada}"), &Value::Null).await;
        let latest = told["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(owner.post(&format!("/listen/reasons/{latest}/remove"), "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason WHERE about = 'left'").await, 1);
        assert_eq!(owner.post(&format!("/listen/reasons/{latest}/restore"), "").await.status, StatusCode::SEE_OTHER);
        for wrong in [json!({"customer": ada, "about": "came", "word": "person", "referrer": ada}), json!({"customer": ada, "about": "left", "word": "price", "referrer": bo}), json!({"customer": ada, "about": "left", "word": "person"})] {
            let (status, told) = send(&mut owner, "POST", "/listen/reasons", &wrong).await;
            assert_eq!(status, 422, "{told}");
        }
        let mut viewer = signed_in(&app, &browser, Role::ReadOnly).await;
        assert_eq!(viewer.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(viewer.get("/listen/reasons").await.status, StatusCode::OK);
        assert_eq!(browser.clone().get("/listen/reasons").await.status, StatusCode::SEE_OTHER);
    }

    async fn noted_and_answered_are_counted_together_and_who_was_not_asked_apart(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let empty = owner.get("/listen/reasons").await;
        assert!(empty.text().contains("Nothing is known yet"), "{}", empty.text());
        let (survey, _) = published(&mut owner, &json!({"name": "S", "kind": "after-sale"})).await;
        let mut customers = Vec::new();
        for place in 0..10 {
            customers.push(customer(&mut owner, &format!("Somebody {place}")).await);
        }
        for (place, came) in [(0, 1), (1, 1), (2, 3), (3, 5)] {
            let answers = json!({"satisfied": 5, "again": 5, "recommend": 4, "came": came});
            let said = json!({"customer": customers[place], "answers": answers});
            let (status, told) = send(&mut owner, "POST", &format!("/listen/surveys/{survey}/responses"), &said).await;
            assert_eq!(status, 201, "{told}");
        }
        let few = why(&mut owner, "").await;
        assert_eq!((&few["n"], &few["customers"], &few["not_asked"]), (&Value::Null, &json!(10), &json!(7)), "long a customer says nothing of why");
        // What is noted on the same day as the answer counts with it; of the others one has been told by a customer.
        note(&mut owner, &customers[2], "came", "search", "").await;
        note(&mut owner, &customers[4], "came", "advert", "Paper").await;
        let said = json!({"customer": customers[5], "about": "came", "word": "person", "referrer": customers[0]});
        let (status, _) = send(&mut owner, "POST", "/listen/reasons", &said).await;
        assert_eq!(status, 201);
        let told = why(&mut owner, "").await;
        assert_eq!((&told["n"], &told["not_asked"], &told["asked"]["value"]), (&json!(5), &json!(5), &json!(0.5)));
        let share = |word: &str| told["words"].as_array().unwrap().iter().find(|one| one["word"] == word).unwrap()["share"].clone();
        assert_eq!((&share("person")["value"], &share("person")["n"], &share("search")["value"]), (&json!(0.6), &json!(5), &json!(0.2)));
        assert!(share("person")["low"].as_f64().unwrap() < 0.3 && share("person")["grade"] == "counted");
        assert_eq!(told["word_of_mouth"], json!({"tracked": 1, "untracked": 2}));
        assert_eq!(told["months"].as_array().unwrap().len(), 1);
        let page = owner.get("/listen/reasons?about=came").await;
        assert!(page.text().contains("Of 5 it is not known") && page.text().contains("of 1 it is known which customer"), "{}", page.text());
        let file = owner.get("/listen/reasons.csv?about=came").await;
        assert!(file.body.contains("came,,person,5,5,0.6,"), "{}", file.body);
        assert_eq!(owner.get("/listen/reasons?about=gone").await.status, StatusCode::NOT_FOUND);

        // Left: where contracts were ended it is known who was to be asked.
        let contract = json!({"customer": customers[0], "started": "2024-01-01", "months": 12, "ended": "2025-12-31"});
        let (status, made) = send(&mut owner, "POST", "/records/contracts", &contract).await;
        assert_eq!(status, 201, "{made}");
        note(&mut owner, &customers[1], "went", "competitor", "Berg & Sons").await;
        note(&mut owner, &customers[2], "went", "competitor", "BERG & sons").await;
        let left = why(&mut owner, "?about=left").await;
        assert_eq!((&left["customers"], &left["not_asked"]), (&json!(1), &json!(1)));
        let went = owner.get("/listen/reasons?about=went").await;
        assert!(went.text().contains("BERG & sons 2 customers"), "{}", went.text());
    }

    async fn a_choice_counts_as_what_the_business_says(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let form = json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
            {"key": "how", "kind": "multiple", "text": {"en": "How?"}, "choices": [
                {"value": 1, "text": {"en": "A friend"}}, {"value": 2, "text": {"en": "The paper"}, "means": "came.advert"}]}]});
        let (survey, _) = published(&mut owner, &json!({"name": "S", "form": form})).await;
        let ada = customer(&mut owner, "Ada").await;
        let said = json!({"customer": ada, "answers": {"how": [1, 2]}});
        let (status, told) = send(&mut owner, "POST", &format!("/listen/surveys/{survey}/responses"), &said).await;
        assert_eq!(status, 201, "{told}");
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason").await, 1);
        let page = owner.get(&format!("/listen/{survey}/question?key=how")).await;
        assert!(page.body.contains("name=\"means-1\""), "{}", page.text());
        let bad = owner.post(&format!("/listen/{survey}/question"), "key=how&means-1=came.never").await;
        assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.body.contains("Choose a reason"), "{}", bad.text());
        let saved = owner.post(&format!("/listen/{survey}/question"), "key=how&required=no&text.en=How%3F&choice-1.en=A+friend&choice-2.en=The+paper&means-1=came.person&means-2=came.advert").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason").await, 1, "it counts once it is published");
        assert_eq!(owner.post(&format!("/listen/{survey}/publish"), "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM fact_reason").await, 2, "answers that were given before count too");
        let wrong = json!({"form": {"languages": ["en"], "title": {"en": "T"}, "questions": [
            {"key": "nps", "kind": "csat", "text": {"en": "?"}, "choices": [{"value": 1, "means": "came.person"}]}]}});
        let (status, told) = send(&mut owner, "PATCH", &format!("/listen/surveys/{survey}"), &wrong).await;
        assert_eq!(status, 422, "{told}");
    }
}
