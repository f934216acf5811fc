//! Writing, publishing and closing surveys.

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::Role;

use crate::{number, published, running, send, signed_in};

troth_harness::on_both_engines! {
    with crate::parts();

    async fn every_template_can_be_published_as_it_is_in_two_languages(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        for kind in troth_listen::OCCASIONS.into_iter().filter(|kind| *kind != "own") {
            let (status, survey) = send(&mut owner, "POST", "/listen/surveys", &json!({"name": kind, "kind": kind})).await;
            assert_eq!(status, 201, "{survey}");
            assert_eq!(survey["problems"], json!([]), "{kind}");
            assert_eq!(survey["draft"]["languages"], json!(["en", "de"]));
            let id = survey["id"].as_str().unwrap();
            let (status, survey) = send(&mut owner, "POST", &format!("/listen/surveys/{id}/publish"), &json!({})).await;
            assert_eq!((status, &survey["state"]), (200, &json!("open")), "{kind}");
        }
        assert_eq!(number(&test, "SELECT COUNT(*) FROM event WHERE kind = 'listen.survey_published'").await, 7);
    }

    async fn what_was_published_never_changes_and_items_stay_the_same(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (id, slug) = published(&mut owner, &json!({"name": "S", "kind": "relationship-consumer"})).await;
        let items = number(&test, "SELECT COUNT(*) FROM survey_item").await;
        let (_, survey) = send(&mut owner, "GET", &format!("/listen/surveys/{id}"), &json!({})).await;
        let mut form = survey["draft"].clone();
        form["questions"][0]["text"]["en"] = json!("Would you tell your neighbours?");
        let path = format!("/listen/surveys/{id}");
        let (status, _) = send(&mut owner, "PATCH", &path, &json!({"form": form})).await;
        assert_eq!(status, 200);
        let page = browser.clone().get(&format!("/listen/s/{slug}")).await;
        assert!(page.body.contains("recommend us to a friend") && !page.body.contains("neighbours"), "{}", page.text());
        let (status, _) = send(&mut owner, "POST", &format!("{path}/publish"), &json!({})).await;
        assert_eq!(status, 200);
        let page = browser.clone().get(&format!("/listen/s/{slug}")).await;
        assert!(page.body.contains("neighbours"));
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_item").await, items);
        assert_eq!(number(&test, "SELECT COUNT(*) FROM survey_version").await, 2);
        let (status, _) = send(&mut owner, "POST", &format!("{path}/publish"), &json!({})).await;
        assert_eq!((status, number(&test, "SELECT COUNT(*) FROM survey_version").await), (200, 2), "nothing new, nothing published");
        let (status, told) = send(&mut owner, "PATCH", &path, &json!({"anonymous": true})).await;
        assert_eq!((status, &told["errors"][0]["field"]), (422, &json!("anonymous")), "a promise is kept");
    }

    async fn a_survey_taken_out_as_a_file_and_read_in_is_the_same(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        for kind in troth_listen::OCCASIONS {
            let (_, survey) = send(&mut owner, "POST", "/listen/surveys", &json!({"name": kind, "kind": kind})).await;
            let file = owner.get(&format!("/listen/{}/form.json", survey["id"].as_str().unwrap())).await;
            assert_eq!(file.header("content-type"), "application/json");
            let form = troth_web::table::escape(&file.body);
            let answer = owner.post("/listen", &format!("name=Again&kind=own&form={form}")).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
            let id = answer.header("location").split('/').nth(2).unwrap().to_owned();
            let (_, again) = send(&mut owner, "GET", &format!("/listen/surveys/{id}"), &json!({})).await;
            assert_eq!(again["draft"], survey["draft"], "{kind}");
        }
        let refused = owner.post("/listen", "name=Again&kind=own&form=%7B").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("This is no survey") && refused.body.contains("value=\"Again\""), "{}", refused.text());
    }

    async fn a_survey_is_written_by_forms_alone(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let begun = owner.post("/listen", "name=Ours&kind=own").await;
        let edit = begun.header("location").to_owned();
        let base = edit.trim_end_matches("/edit").to_owned();
        assert!(owner.get(&edit).await.text().contains("Add a question."));
        for kind in ["single", "text", "text"] {
            let added = owner.post(&format!("{base}/questions"), &format!("kind={kind}")).await;
            assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
        }
        let page = owner.get(&format!("{base}/question?key=single")).await;
        assert!(page.text().contains("Answers to choose from"), "{}", page.text());
        let wrong = "key=single&text.en=Well%3F&text.de=Gut%3F&required=yes&choice-1.en=Yes&choice-1.de=Ja&choice-2.en=No&choice-2.de=Nein\
            &choice-new-1.en=Perhaps&choice-new-1.de=Vielleicht&when-0=1&to-0=text-2&when-1=x&to-1=";
        let refused = owner.post(&format!("{base}/question"), wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Write numbers like 0-6, 9.") && refused.body.contains("Perhaps"), "{}", refused.text());
        let right = wrong.replace("when-1=x", "when-1=3").replace("to-1=", "to-1=end");
        let saved = owner.post(&format!("{base}/question"), &right).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let id = base.rsplit('/').next().unwrap().to_owned();
        let read = async |owner: &mut troth_harness::Browser| send(owner, "GET", &format!("/listen/surveys/{id}"), &Value::Null).await.1;
        let survey = read(&mut owner).await;
        let question = &survey["draft"]["questions"][0];
        assert_eq!(question["choices"][2], json!({"value": 3, "text": {"en": "Perhaps", "de": "Vielleicht"}}));
        assert_eq!(question["rules"], json!([{"when": [1], "to": "text-2"}, {"when": [3], "to": null}]));
        let keys = |survey: &Value| survey["draft"]["questions"].as_array().unwrap().iter().map(|q| q["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(keys(&survey), ["single", "text", "text-2"]);
        owner.post(&format!("{base}/order"), "key=text-2&to=up").await;
        assert_eq!(keys(&read(&mut owner).await), ["single", "text-2", "text"]);
        owner.post(&format!("{base}/order"), "key=text&to=0").await;
        assert_eq!(keys(&read(&mut owner).await), ["text", "single", "text-2"]);
        owner.post(&format!("{base}/question/remove"), "key=text").await;
        assert_eq!(keys(&read(&mut owner).await), ["single", "text-2"]);
        let preview = owner.get(&format!("{base}/preview")).await;
        assert!(preview.body.contains("<iframe"));
        let sheet = owner.get(&format!("{base}/sheet?language=de")).await;
        assert!(sheet.body.contains("Vielleicht") && sheet.header("content-security-policy").contains("frame-ancestors 'self'"), "{}", sheet.body);
        assert_eq!(sheet.header("x-frame-options"), "");
        let published = owner.post(&format!("{base}/publish"), "").await;
        assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.text());
        let page = owner.get(&base).await;
        assert!(page.body.contains("<svg") && page.body.contains("&lt;iframe") && page.text().contains("Version 1, 2 questions"), "{}", page.text());
    }

    async fn two_people_who_write_one_survey_lose_nothing(test: TestStore) {
        let (app, browser) = running(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let begun = owner.post("/listen", "name=Ours&kind=own").await;
        let base = begun.header("location").trim_end_matches("/edit").to_owned();
        let was = "was-name=Ours&was-languages=en%2C+de&was-names=known&was-open_link=on&was-last_day=&was-title.en=A+few+questions&was-title.de=Ein+paar+Fragen";
        let with = |name: &str, title: &str| format!("name={name}&languages=en%2C+de&names=known&open_link=on&last_day=&title.en={title}&title.de=Ein+paar+Fragen&{was}");
        let one = owner.post(&format!("{base}/settings"), &with("Theirs", "A+few+questions")).await;
        assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.text());
        let two = owner.post(&format!("{base}/settings"), &with("Ours", "Four+questions")).await;
        assert_eq!(two.status, StatusCode::SEE_OTHER, "{}", two.text());
        let page = owner.get(&format!("{base}/edit")).await;
        assert!(page.body.contains("value=\"Theirs\"") && page.body.contains("value=\"Four questions\""), "{}", page.text());
        let both = owner.post(&format!("{base}/settings"), &with("Mine", "A+few+questions")).await;
        assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(both.text().contains("Theirs") && both.body.contains("value=\"Mine\""), "{}", both.text());
        let languages = with("Ours", "A+few+questions").replacen("languages=en%2C+de", "languages=english", 1);
        let wrong = owner.post(&format!("{base}/settings"), &languages).await;
        assert!(wrong.text().contains("is no language of the survey"), "{}", wrong.text());
    }
}
