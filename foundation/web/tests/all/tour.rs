//! The tour of somebody's first days: stop by stop, closed for good, begun anew.

use axum::http::StatusCode;
use troth_core::Role;

use crate::support::{self, Browser, config, signed_in_first, start};

async fn go(browser: &mut Browser, at: &str, go: &str) -> String {
    let answer = browser.post("/tour", &format!("at={at}&go={go}&to=%2Fgarden%3Fbed%3D3")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").to_owned()
}

troth_harness::on_both_engines! {
    with support::parts();

    async fn it_leads_from_stop_to_stop_and_is_closed_for_good(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut owner = signed_in_first(&app, &browser, Role::Owner).await;
        let first = owner.get("/garden").await;
        assert!(first.text().contains("A look around: 1 of 3"), "{}", first.text());
        assert!(first.text().contains("What grows where."));
        assert!(!first.body.contains("Go there"), "they are there");
        assert!(owner.get("/me").await.body.contains("Go there"), "elsewhere it leads there");
        assert_eq!(go(&mut owner, "garden-title", "show").await, "/garden");

        assert_eq!(go(&mut owner, "garden-title", "next").await, "/garden/roses/1", "one of many is found");
        assert_eq!(go(&mut owner, "garden-title", "next").await, "/garden/roses/1", "pressed twice is one step");
        assert!(owner.get("/me").await.text().contains("2 of 3"), "where they are is kept");
        assert_eq!(go(&mut owner, "garden-tour-rose", "previous").await, "/garden");
        assert_eq!(go(&mut owner, "garden-tour-rose", "next").await, "/garden/shed");
        let last = owner.get("/garden?lang=de").await.text();
        assert!(last.contains("3 von 3") && last.contains("Fertig") && !last.contains("Weiter"), "{last}");

        assert_eq!(go(&mut owner, "garden-tour-shed", "close").await, "/garden?bed=3", "back to where they were");
        assert!(owner.get("/garden").await.text().contains("The look around is closed."));
        assert!(!owner.get("/garden").await.text().contains("A look around"));
        // Another browser of theirs knows.
        let mut again = signed_in_again(&app, &browser).await;
        assert!(!again.get("/garden").await.text().contains("A look around"));

        let page = again.get("/tour").await.text();
        assert!(page.contains("It has thorns.") && page.contains("Tools hang there."), "{page}");
        assert_eq!(go(&mut again, "", "begin").await, "/garden");
        assert!(again.get("/garden").await.text().contains("1 of 3"));
    }

    async fn it_stops_only_where_somebody_may_go(test: TestStore) {
        let (app, browser) = start(&test, config());
        let mut reader = signed_in_first(&app, &browser, Role::ReadOnly).await;
        assert!(reader.get("/garden").await.text().contains("1 of 2"));
        assert_eq!(go(&mut reader, "garden-title", "next").await, "/garden/shed");
        assert_eq!(go(&mut reader, "garden-tour-shed", "next").await, "/garden?bed=3", "after the last one it is over");
        assert!(!browser.clone().get("/sign-in").await.text().contains("A look around"), "not for strangers");
    }
}

async fn signed_in_again(app: &troth_web::App, browser: &Browser) -> Browser {
    let known = app.store().read(|db| troth_web::user::find_user_by_email(db, "owner@shop.example")).await;
    let id = known.unwrap().unwrap().id;
    let link = troth_web::user::make_sign_in_link(app, id, 60).await.unwrap();
    let mut browser = browser.clone();
    assert_eq!(browser.post(&link, "").await.status, StatusCode::SEE_OTHER);
    browser
}
