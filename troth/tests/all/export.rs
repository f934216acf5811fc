//! Everything as files: through the API by whoever may, by the command, noted in the log.

use axum::http::StatusCode;
use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::Browser;

use crate::page::{running_on, signed_in};
use crate::people::{events, id, organisations, post};
use crate::program::{Place, import, purchases};

async fn file(who: &mut Browser, path: &str) -> (StatusCode, String) {
    let answer = who.get(&format!("/api/v1/records/export/{path}")).await;
    (answer.status, answer.body)
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn whoever_may_not_see_people_gets_files_without_them(test: TestStore) {
        organisations(&test).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let works = post(&mut owner, "/customers", json!({"name": "=Works"})).await;
        let eva = json!({"customer": id(&works), "name": "Eva Lind", "emails": ["eva@a.example"], "level": "executive"});
        let eva = post(&mut owner, "/contacts", eva).await;
        post(&mut owner, "/notes", json!({"customer": id(&works), "contact": id(&eva), "text": "Likes tea"})).await;
        let sold = json!({"source": "Lind & Co", "items": [{"key": "Eva's tea", "customer": "Lind", "at": "2025-05-01", "amount": "5"}]});
        let (status, _) = crate::people::send(&mut owner, axum::http::Method::POST, "/batches/purchases", &sold).await;
        assert_eq!(status, StatusCode::OK);
        let before = events(&test).await.len();
        let (status, contacts) = file(&mut owner, "contacts").await;
        assert_eq!(status, StatusCode::OK);
        assert!(contacts.contains("Eva Lind") && contacts.contains("eva@a.example"), "{contacts}");
        let (_, accounts) = file(&mut owner, "accounts?format=csv").await;
        assert!(accounts.contains(",'=Works,"), "no spreadsheet runs it: {accounts}");
        assert_eq!(events(&test).await[before..], ["records.exported", "records.exported"]);

        let mut analyst = signed_in(&app, &browser, Role::Analyst).await;
        let kinds = ["teams", "staff", "rates", "accounts", "contacts", "purchases", "interactions", "contracts", "notes", "consents"];
        for kind in kinds {
            let (status, text) = file(&mut analyst, kind).await;
            assert_eq!(status, StatusCode::OK, "{kind}");
            for word in ["Lind", "Eva", "Works", "example", "Likes"] {
                assert!(!text.contains(word), "{kind} tells {word}: {text}");
            }
        }
        let (_, purchases) = file(&mut analyst, "purchases").await;
        assert!(purchases.contains(",2025-05-01T00:00:00Z,5.00,USD,,1,pur_"), "{purchases}");
        let page = analyst.get("/records/export").await.text();
        assert!(page.contains("Names, addresses and texts are left out"), "{page}");
        for role in [Role::Staff, Role::ReadOnly] {
            let mut who = signed_in(&app, &browser, role).await;
            assert_eq!(file(&mut who, "accounts").await.0, StatusCode::FORBIDDEN);
        }
        assert_eq!(file(&mut owner, "unicorns").await.0, StatusCode::NOT_FOUND);
        let (status, refused) = file(&mut owner, "accounts?format=pdf").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.contains("csv, parquet"), "{refused}");
    }

    async fn a_long_file_goes_out_in_pieces_and_is_whole(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        for part in 0..3 {
            let items: Vec<Value> = (0..1000).map(|n| json!({"key": format!("{part}-{n}")})).collect();
            let (status, _) = crate::people::send(&mut owner, axum::http::Method::POST, "/batches/teams", &json!({"source": "x", "items": items})).await;
            assert_eq!(status, StatusCode::OK);
        }
        let (_, text) = file(&mut owner, "teams").await;
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!((rows.len(), rows[0], rows[2999]), (3000, "x:0-0,0-0", "x:2-999,2-999"));
    }
}

#[test]
fn the_command_writes_everything_and_another_place_reads_it() {
    let (one, two) = (Place::sqlite(), Place::sqlite());
    one.json(&import(&purchases()));
    for format in ["csv", "parquet"] {
        let folder = one.path().join(format);
        let done = one.json(&["export", folder.to_str().unwrap(), "--format", format, "--json"]);
        assert_eq!(done["files"].as_array().map(Vec::len), Some(10), "{done}");
    }
    let read = |kind: &str, format: &str| {
        let file = one.path().join(format).join(format!("{kind}.{format}"));
        two.json(&["import", kind, file.to_str().unwrap(), "--source", "troth-export", "--json"])
    };
    assert_eq!(read("accounts", "csv")["new"], 2357);
    assert_eq!(read("purchases", "parquet")["new"], 6919);
    assert_eq!(read("purchases", "csv")["same"], 6919, "both formats say the same");
    // The keys are those of the shop again: its own file changes nothing.
    assert_eq!(two.json(&import(&purchases()))["same"], 6919);
    let run = |place: &Place| place.json(&["run", "--as-of", "1997-09-30", "--json"])["at_risk"].clone();
    assert_eq!(run(&one), run(&two), "and the same is measured");
    let again = one.run(&["export", one.path().join("csv").to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("choose an empty folder"));
    assert_eq!(one.run(&["export", "x", "--format", "pdf"]).status.code(), Some(2));
}
