//! A file through the browser: sent, looked at, checked, imported by the job, its wrong rows fetched, taken back.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use troth_core::{Actor, Clocks, Role};
use troth_harness::{Answer, Browser, TestStore};
use troth_store::Engine;
use troth_web::user::{NewUser, create_user, make_sign_in_link};
use troth_web::{App, Config, Start, SystemRandomness};

const FILE: &str = "kunde;datum;betrag;produkt\r\na;02.01.2026;1.234,50;Tee\r\nb;02.01.2026;5 Euro;=1+1\r\n";

const WORKBOOK: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../capabilities/records/tests/all/data/orders.xlsx");

async fn send(browser: &mut Browser, content: &str) -> Answer {
    send_as(browser, "purchases", content).await
}

async fn send_as(browser: &mut Browser, kind: &str, content: &str) -> Answer {
    let part =
        |head: &str, body: &str| format!("--xyz\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let body = [
        part("name=\"kind\"", kind),
        part("name=\"source\"", "shop"),
        part("name=\"file\"; filename=\"Umsatz.csv\"", content),
        "--xyz--\r\n".to_owned(),
    ];
    let headers = [("content-type", "multipart/form-data; boundary=xyz")];
    browser.send(Method::POST, "/records/import", &headers, &body.concat()).await
}

/// Does the job that waits.
pub(crate) async fn work(app: &App, kind: &str) {
    let job = app.store().claim_job(&[kind.to_owned()], "test").await.unwrap().expect("a job waits");
    let found = app.registry().jobs().iter().find(|one| one.kind == kind).expect("somebody does it").clone();
    found.handler(app)(job).await.unwrap();
}

/// Another reader gets the same in their language.
async fn in_german(browser: &mut Browser, page: &str) {
    let german = [("accept-language", "de")];
    let checked = browser.send(Method::GET, page, &german, "").await.text();
    assert!(checked.contains("Zeile 3, Spalte betrag: „5 Euro“ ist kein Betrag"), "{checked}");
    let errors = browser.send(Method::GET, &format!("{page}/errors"), &german, "").await;
    assert!(errors.body.starts_with("kunde,datum,betrag,produkt,troth_line,troth_column,troth_reason\n"));
    assert!(
        errors.body.contains(",3,betrag,\"„5 Euro“ ist kein Betrag; schreiben Sie Ziffern"),
        "{}",
        errors.body
    );
}

/// Letters of one byte that are found to be Western, and are not: somebody who sees it says what they are.
async fn choose_encoding(browser: &mut Browser, uploads: &std::path::Path) {
    let page = send(browser, "kunde;datum;betrag\r\n").await.header("location").to_owned();
    let id = page.rsplit('/').next().unwrap();
    let file = b"kunde;datum;betrag\r\nDvo\xf8\xe1k;2026-01-02;5,00\r\n";
    std::fs::write(uploads.join(format!("{id}.upload")), file).unwrap();
    let shown = browser.get(&page).await.text();
    assert!(shown.contains("As found: windows-125") && shown.contains("Macintosh"), "{shown}");
    let form = "map-customer=kunde&map-at=datum&map-amount=betrag&decimal=%2C&encoding=";
    for (encoding, name) in [("windows-1250", "Dvořák"), ("windows-1252", "Dvoøák"), ("macintosh", "Dvo¯·k")]
    {
        browser.post(&format!("{page}/check"), &format!("{form}{encoding}")).await;
        let shown = browser.get(&page).await;
        assert!(shown.text().contains(name) && shown.text().contains("One row: 1 new"), "{}", shown.text());
        assert!(shown.body.contains(&format!("value=\"{encoding}\" selected")), "the choice stays");
    }
    browser.post(&format!("{page}/check"), &format!("{form}klingon")).await;
    let refused = browser.get(&page).await.text();
    assert!(refused.contains("there is no encoding `klingon`") && refused.contains("Dvo"), "{refused}");
}

/// Answers with a column for each question: somebody says which, and what was said is kept where it does not fit.
async fn answers(browser: &mut Browser, app: &App) {
    let file = "Kunde zufrieden;Wie geht es weiter?;Anzahl\r\n9;bleibt;2\r\n3;geht;1\r\n";
    let page = send_as(browser, "responses", file).await.header("location").to_owned();
    let shown = browser.get(&page).await;
    assert!(shown.text().contains("A column for each question"), "{}", shown.text());
    let wrong = "named-Kunde+zufrieden=nps&named-Wie+geht+es+weiter%3F=nps&map-weight=Anzahl";
    browser.post(&format!("{page}/check"), wrong).await;
    let refused = browser.get(&page).await;
    assert!(refused.text().contains("two columns are called `nps`"), "{}", refused.text());
    assert!(
        refused.body.contains("name=\"named-Kunde zufrieden\" value=\"nps\""),
        "what was said is kept: {}",
        refused.body
    );
    let right = "named-Kunde+zufrieden=nps&named-Wie+geht+es+weiter%3F=plan&map-weight=Anzahl";
    browser.post(&format!("{page}/check"), right).await;
    let checked = browser.get(&page).await.text();
    assert!(checked.contains("2 rows: 3 new"), "{checked}");
    browser.post(&format!("{page}/start"), "").await;
    work(app, "records.import_upload").await;
    let done = browser.get(&page).await.text();
    assert!(done.contains("3 new, 0 changed, 0 the same"), "{done}");
    let listed = browser.get("/listen").await.text();
    assert!(listed.contains("shop"), "a survey under the name of the source: {listed}");
}

/// What nobody comes back for goes after two weeks, and not before.
async fn cleared(app: &App, test: &TestStore, uploads: &std::path::Path) {
    let files = || std::fs::read_dir(uploads).unwrap().count();
    let clear = app.registry().jobs().iter().find(|one| one.kind == "records.clear_uploads").unwrap().clone();
    let key = |day: &str| troth_store::NewJob::new("records.clear_uploads").key(day);
    for (days, left) in [(13, 4), (2, 0)] {
        test.clock.advance(days * 86_400_000_000);
        let queued = key(&days.to_string());
        let queue = move |tx: &mut troth_store::Tx<'_>| tx.enqueue(&queued);
        app.store().write(app.now(), Actor::System, queue).await.unwrap();
        let job =
            app.store().claim_job(&["records.clear_uploads".to_owned()], "test").await.unwrap().unwrap();
        clear.handler(app)(job).await.unwrap();
        assert_eq!(files(), left, "after {days} more days");
    }
}

async fn journey(engine: Engine) {
    let Some(test) = TestStore::open(engine, troth::wiring::parts()).await else { return };
    let uploads = tempfile::tempdir().unwrap();
    let config = Config { uploads: uploads.path().to_owned(), ..Config::default() };
    let (store, clocks) = (test.store.clone(), Clocks::both(test.clock.clone()));
    let start = Start { store, clocks, randomness: Arc::new(SystemRandomness), config };
    let (app, router) = App::start(start, troth::wiring::capabilities()).unwrap();
    let mut browser = Browser::new(router);
    let user =
        NewUser { name: "Ada".into(), email: "ada@shop.example".into(), role: Role::Manager, password: None };
    let id = create_user(&app, Actor::System, user).await.unwrap();
    let link = make_sign_in_link(&app, id, 60).await.unwrap();
    browser.post(&link, "").await;

    let refused = send(&mut browser, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Choose a file that is not empty"), "{}", refused.text());
    assert_eq!(std::fs::read_dir(uploads.path()).unwrap().count(), 0, "nothing is left of it");

    let sent = send(&mut browser, FILE).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = sent.header("location").to_owned();
    let shown = browser.get(&page).await;
    assert!(shown.text().contains("1.234,50"), "the first rows are shown: {}", shown.text());
    assert!(
        shown.body.contains("<option value=\"kunde\" selected>"),
        "the mapping is proposed: {}",
        shown.body
    );

    let form = "map-customer=kunde&map-at=datum&map-amount=betrag&map-product=produkt&date_format=%25d.%25m.%25Y&decimal=%2C";
    browser.post(&format!("{page}/check"), form).await;
    let checked = browser.get(&page).await.text();
    assert!(checked.contains("2 rows: 1 new, 0 changed, 0 the same, 1 wrong"), "{checked}");
    assert!(checked.contains("line 3, column betrag"), "{checked}");
    let errors = browser.get(&format!("{page}/errors")).await;
    let in_english = "b,02.01.2026,5 Euro,'=1+1,3,betrag,\"`5 Euro` is not an amount; write digits";
    assert!(errors.body.contains(in_english), "{}", errors.body);
    in_german(&mut browser, &page).await;

    for _ in 0..2 {
        browser.post(&format!("{page}/start"), "").await;
    }
    assert!(browser.get(&page).await.text().contains("waits for its turn"));
    work(&app, "records.import_upload").await;
    let done = browser.get(&page).await;
    assert!(done.text().contains("1 new, 0 changed, 0 the same"), "{}", done.text());
    assert!(browser.get("/records/import").await.text().contains("Umsatz.csv"));
    assert!(browser.get("/records").await.text().contains("One customer"));

    // The next file of this kind and source is read as the last one was.
    let again = send(&mut browser, FILE).await.header("location").to_owned();
    assert!(browser.get(&again).await.body.contains("value=\"%d.%m.%Y\""), "how it is read is remembered");

    // A workbook: its sheets are shown, one is chosen. Sent as text above, because the browser of the tests sends text.
    let book = std::fs::read(WORKBOOK).unwrap();
    let id = again.rsplit('/').next().unwrap();
    std::fs::write(uploads.path().join(format!("{id}.upload")), book).unwrap();
    assert!(browser.get(&again).await.text().contains("Read from the sheet “2025”"));
    let sheet = browser.get(&format!("{again}?sheet=2026")).await;
    assert!(sheet.text().contains("Read from the sheet “2026”"), "{}", sheet.text());
    assert!(sheet.body.contains("<option value=\"Kunde\" selected>"), "{}", sheet.body);
    browser
        .post(&format!("{again}/check"), "sheet=2026&map-customer=Kunde&map-at=Datum&map-amount=Betrag")
        .await;
    let checked = browser.get(&again).await.text();
    assert!(checked.contains("50 rows: 50 new"), "{checked}");

    choose_encoding(&mut browser, uploads.path()).await;

    // A large file is checked by a job, and says how far it is.
    let wide = "x".repeat(190);
    let rows: Vec<String> =
        (0..22_000).map(|row| format!("c{};02.01.2026;1,00;{wide}\r\n", row % 9)).collect();
    let content = format!("kunde;datum;betrag;produkt\r\n{}", rows.concat());
    let large = send(&mut browser, &content).await;
    let large = large.header("location").to_owned();
    for _ in 0..2 {
        browser.post(&format!("{large}/check"), form).await;
    }
    let checking = browser.get(&large).await.text();
    assert!(checking.contains("The file is being checked"), "{checking}");
    browser.post(&format!("{large}/start"), "").await;
    work(&app, "records.check_upload").await;
    let checked = browser.get(&large).await.text();
    assert!(checked.contains("22,000 rows: 22,000 new"), "{checked}");

    let undo = done.body.split("action=\"").find(|text| text.contains("/undo\"")).unwrap();
    let undo = undo.split('"').next().unwrap().to_owned();
    browser.post(&undo, "").await;
    assert!(browser.get("/records/import").await.text().contains("Taken back: 2 records are as before"));
    assert!(browser.get("/records").await.text().contains("No customers yet"));
    // The job that would have gone on with it, had the program stopped, has nothing to do.
    work(&app, "records.undo_import").await;
    let told = app
        .store()
        .read(|db| db.scalar::<i64>("SELECT COUNT(*) FROM event WHERE kind = 'records.import_undone'", &[]));
    assert_eq!(told.await.unwrap(), 1, "taken back once");
    let twice = browser.post(&undo, "").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.text().contains("undone already"), "{}", twice.text());

    answers(&mut browser, &app).await;
    cleared(&app, &test, uploads.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_through_the_browser_on_sqlite() {
    journey(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_through_the_browser_on_postgres() {
    journey(Engine::Postgres).await;
}
