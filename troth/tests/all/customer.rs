//! The pages of customers: entered, changed, found, told.

use axum::http::StatusCode;
use troth_core::{Actor, Role};
use troth_harness::{Answer, Browser, START, TestStore};

use crate::page::{running_on, signed_in};

async fn sells_to(test: &TestStore, people: bool) {
    test.store
        .write(START, Actor::System, move |tx| {
            let business = tx.business()?;
            tx.put_business(&troth_store::Business { people, ..business })
        })
        .await
        .unwrap();
}

/// Sends a form that is right; where it leads.
async fn done(who: &mut Browser, path: &str, form: &str) -> String {
    let answer = who.post(path, form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text());
    answer.header("location").to_owned()
}

async fn refused(who: &mut Browser, path: &str, form: &str) -> Answer {
    let answer = who.post(path, form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", answer.text());
    answer
}

async fn text(who: &mut Browser, path: &str) -> String {
    let answer = who.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    // Wrapped lines are one again.
    answer.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page with its addresses as a browser reads them.
async fn body(who: &mut Browser, path: &str) -> String {
    who.get(path).await.body.replace("&#x2f;", "/")
}

/// The first link on a page that begins so.
fn link<'b>(body: &'b str, start: &str) -> &'b str {
    let at = body.find(start).unwrap_or_else(|| panic!("no {start} in {body}"));
    body[at..].split(['"', '?', '#']).next().unwrap()
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn of_two_who_save_at_once_neither_loses_what_they_typed(test: TestStore) {
        sells_to(&test, false).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let mut manager = signed_in(&app, &browser, Role::Manager).await;
        done(&mut owner, "/records/teams/new", "name=North").await;
        let staff = body(&mut owner, "/records/staff").await;
        let team = link(&staff, "/records/teams/team_").rsplit('/').next().unwrap().to_owned();
        let customer = done(&mut owner, "/records/new", "name=Alborg+Works&kind=organisation").await;
        let change = format!("{customer}/change");
        // Both have the page before them, which carries what it showed.
        let page = body(&mut owner, &change).await;
        assert!(page.contains(r#"name="was-name" value="Alborg Works""#), "{page}");
        let was = "was-name=Alborg+Works&was-kind=organisation&was-team=&was-owner=";
        let mine = format!("name=Aalborg+Works&kind=organisation&team=&owner=&{was}");
        done(&mut owner, &change, &mine).await;
        // The manager chose a team and left the name alone: both stand.
        let theirs = format!("name=Alborg+Works&kind=organisation&team={team}&owner=&{was}");
        done(&mut manager, &change, &theirs).await;
        let page = body(&mut owner, &change).await;
        assert!(page.contains(r#"value="Aalborg Works""#) && page.contains(&format!(r#"value="{team}" selected"#)), "{page}");
        // Both wrote the name: the second is told what the first wrote, and keeps what was typed.
        let late = manager.post(&change, &format!("name=Alborg+Werke&kind=organisation&team={team}&owner=&{was}")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let said = late.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("Somebody else wrote “Aalborg Works” here meanwhile"), "{said}");
        assert!(late.body.contains(r#"value="Alborg Werke""#) && late.body.contains(r#"name="was-name" value="Aalborg Works""#));
        // Saving again puts it in its place.
        let again = "was-name=Aalborg+Works&was-kind=organisation&was-owner=";
        done(&mut manager, &change, &format!("name=Alborg+Werke&kind=organisation&team={team}&was-team={team}&owner=&{again}")).await;
        assert!(body(&mut owner, &change).await.contains(r#"value="Alborg Werke""#));
        // At the very same moment: each is told or kept, nothing is half there.
        let was = format!("was-name=Alborg+Werke&was-kind=organisation&was-team={team}&was-owner=");
        let one = format!("name=Alborg+One&kind=organisation&team={team}&owner=&{was}");
        let two = format!("name=Alborg+Werke&kind=organisation&team=&owner=&{was}");
        let (one, two) = tokio::join!(owner.post(&change, &one), manager.post(&change, &two));
        let page = body(&mut owner, &change).await;
        let kept = |status: StatusCode| status == StatusCode::SEE_OTHER;
        assert_eq!(kept(one.status), page.contains(r#"value="Alborg One""#), "{}", one.status);
        assert_eq!(kept(two.status), !page.contains(&format!(r#"value="{team}" selected"#)), "{}", two.status);
        assert!(kept(one.status) || kept(two.status));
    }

    async fn an_organisation_is_entered_told_and_narrowed_down_to(test: TestStore) {
        sells_to(&test, false).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        done(who, "/records/teams/new", "name=North").await;
        let staff = body(who, "/records/staff").await;
        let team = link(&staff, "/records/teams/team_").rsplit('/').next().unwrap().to_owned();
        done(who, "/records/staff/new", &format!("name=Ada+Berg&email=ada%40us.example&team={team}")).await;
        let works = done(who, "/records/new", &format!("name=%C3%85lborg+Works&kind=organisation&team={team}")).await;
        done(who, "/records/new", "name=Miller&kind=household").await;
        for (name, level) in [("Eva+Lind", "executive"), ("Max+Roe", "operations")] {
            done(who, &format!("{works}/contacts/new"), &format!("name={name}&level={level}&email={}%40a.example", &name[..3])).await;
        }
        done(who, &format!("{works}/contracts/new"), "name=Care&started=2025-06-01&months=12&amount=99.50&period=month").await;
        let said = "at=2026-01-05T10%3A00&function=service&channel=phone&effect=away&text=The+press+stood+still";
        done(who, &format!("{works}/interactions/new"), said).await;
        done(who, &format!("{works}/interactions/new"), "at=2026-01-04T10%3A00&function=sales&channel=meeting&effect=neither&text=Offer").await;
        done(who, &format!("{works}/notes"), "text=Call+before+nine").await;

        let page = text(who, &works).await;
        for part in ["Eva Lind", "Executive", "eva@a.example", "Care", "$99.50 a month", "Until", "The press stood still",
            "Service, by telephone. Pushed away.", "Call before nine", "Contract Care began"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let service = text(who, &format!("{works}?kind=interaction&function=service")).await;
        assert!(service.contains("The press stood still") && !service.contains("Offer") && !service.contains("before nine"));
        let notes = text(who, &format!("{works}?kind=note")).await;
        assert!(notes.contains("Call before nine") && !notes.contains("The press"));

        let list = body(who, "/records").await;
        assert!(list.contains("Ålborg Works") && list.contains("Miller"));
        for narrow in [format!("/records?team={team}"), "/records?kind=organisation&column=kind".into(), "/records?q=alb".into()] {
            let list = body(who, &narrow).await;
            assert!(list.contains("Ålborg Works") && !list.contains("Miller"), "{narrow}");
        }
        let nothing = text(who, "/records?kind=person").await;
        assert!(nothing.contains("Nothing fits these filters"), "{nothing}");
        let falling = body(who, "/records?sort=-name").await;
        assert!(falling.find("Miller") < falling.find("lborg"), "from the end of the alphabet");
        let file = who.get(&format!("/records/customers.csv?team={team}")).await;
        let lines: Vec<&str> = file.body.lines().collect();
        assert_eq!(lines.len(), 2, "{}", file.body);
        assert!(lines[1].contains("Ålborg Works,0,0.00,,organisation,North,,,"), "{}", lines[1]);
    }

    async fn forms_keep_what_was_typed_and_change_only_what_is_right(test: TestStore) {
        sells_to(&test, false).await;
        let (app, browser) = running_on(&test);
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        let empty = refused(who, "/records/new", "name=&kind=household").await;
        assert!(empty.body.contains("value=\"household\" selected"), "{}", empty.body);
        let works = done(who, "/records/new", "name=Works&kind=organisation").await;
        let wrong = refused(who, &format!("{works}/contacts/new"), "name=Eva+Lind&email=eva%40&level=executive").await;
        let shown = wrong.text();
        assert!(shown.contains("Write e-mail addresses such as ada@example.com"), "{shown}");
        assert!(wrong.body.contains("Eva Lind") && wrong.body.contains("eva@"), "what was typed is kept");
        let wrong = refused(who, &format!("{works}/contracts/new"), "started=2025-06-01&ended=2025-01-01").await;
        assert!(wrong.text().contains("before the first day"), "{}", wrong.text());
        refused(who, &format!("{works}/notes"), "text=+").await;

        done(who, &format!("{works}/contracts/new"), "name=Care&started=2025-06-01&months=12&amount=99.50&period=year").await;
        let page = body(who, &works).await;
        let contract = link(&page, "/records/contracts/").to_owned();
        let form = who.get(&contract).await.body;
        assert!(form.contains("value=\"99.50\"") && form.contains("value=\"12\""), "{form}");
        done(who, &contract, "name=Care&started=2025-06-01&months=24&ends=&renewal=&amount=99.50&period=year&ended=&reason=").await;
        assert!(text(who, &works).await.contains("Until May 31, 2027"), "the end moves with the term");
        done(who, &contract, "name=Care&started=2025-06-01&months=24&ends=&renewal=&amount=99.50&period=year&ended=2025-12-31&reason=too+dear").await;
        let ended = text(who, &works).await;
        assert!(ended.contains("Ended Dec 31, 2025") && ended.contains("too dear"), "{ended}");
    }

    async fn where_people_are_sold_to_nobody_sees_accounts(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let who = &mut staff;
        let form = who.get("/records/new").await.body;
        assert!(form.contains("name=\"email\"") && !form.contains("name=\"kind\""), "{form}");
        let ada = done(who, "/records/new", "name=Ada+Berg&email=ada%40home.example&phone=&language=").await;
        let page = text(who, &ada).await;
        assert!(page.contains("ada@home.example") && page.contains("How to reach them"), "{page}");
        for word in ["Organisation", "Person", "Executive", "Level", "Add a person"] {
            assert!(!page.contains(word), "{word} in {page}");
        }
        done(who, &format!("{ada}/change"), "name=Ada+Holm&email=&phone=%2B49+170+1234567&language=de&team=&owner=").await;
        let page = text(who, &ada).await;
        assert!(page.contains("Ada Holm") && page.contains("+49 170 1234567") && !page.contains("ada@home"), "{page}");
        let list = body(who, "/records").await;
        assert!(list.contains("Ada Holm") && !list.contains(">Kind<"), "{list}");
        let count: i64 = test.store.read(|db| db.scalar("SELECT COUNT(*) FROM event WHERE kind = 'records.account_changed'", &[])).await.unwrap();
        assert_eq!(count, 1, "both in one verb");
    }

    async fn a_note_is_removed_and_brought_back_and_consent_has_a_history(test: TestStore) {
        let (app, browser) = running_on(&test);
        let mut staff = signed_in(&app, &browser, Role::Staff).await;
        let who = &mut staff;
        let ada = done(who, "/records/new", "name=Ada").await;
        done(who, &format!("{ada}/notes"), "text=Likes+tea").await;
        let page = body(who, &ada).await;
        let note = link(&page, "/records/notes/").to_owned();
        done(who, &note, "text=Likes+green+tea").await;
        assert!(text(who, &ada).await.contains("Likes green tea"));
        let gone = done(who, &format!("{note}/remove"), "").await;
        let page = text(who, &gone).await;
        assert!(page.contains("The note is removed.") && page.contains("Bring it back") && !page.contains("green tea"), "{page}");
        done(who, &format!("{note}/restore"), "").await;
        assert!(text(who, &ada).await.contains("Likes green tea"));

        let page = body(who, &ada).await;
        let person = link(&page, "/records/contacts/").to_owned();
        let consent = if person.ends_with("/consent") { person } else { format!("{person}/consent") };
        refused(who, &consent, "purpose=news&given=yes&obtained=&at=").await;
        done(who, &consent, "purpose=news&given=yes&obtained=Form+at+the+counter&at=2025-01-01").await;
        assert!(text(who, &ada).await.contains("News and offers"));
        done(who, &consent, "purpose=news&given=no&obtained=By+telephone&at=").await;
        assert!(!text(who, &ada).await.contains("News and offers"));
        let history = text(who, &consent).await;
        assert!(history.contains("Form at the counter") && history.contains("By telephone"), "{history}");
    }

    async fn the_timeline_goes_on_by_key_and_the_purchases_are_a_plot(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p.csv");
        let row = |n: u32| format!("a,2025-{:02}-{:02},5.00,Tea {n}\n", 1 + n / 28, 1 + n % 28);
        let rows = (1..=60).map(row).collect::<Vec<_>>().concat();
        std::fs::write(&file, format!("customer,at,amount,product\n{rows}")).unwrap();
        let kind = troth_records::find_kind(&test.store, "purchases").unwrap();
        let (options, mut quiet) = (troth_records::Options::default(), |_, _| {});
        troth_records::import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut quiet).await.unwrap();
        let (app, browser) = running_on(&test);
        let mut reader = signed_in(&app, &browser, Role::ReadOnly).await;
        let list = body(&mut reader, "/records").await;
        let customer = link(&list, "/records/acc_").to_owned();
        let first = reader.get(&customer).await;
        assert!(first.body.contains("data-chart=\"column\""), "the purchases are a table that is drawn");
        let shown = first.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!shown.contains("New note") && !shown.contains("Log a contact"), "who only looks is offered nothing to change");
        let at = first.body.find("before=").unwrap();
        let key = first.body[at..].split(['"', '#']).next().unwrap();
        let second = text(&mut reader, &format!("{customer}?{key}")).await;
        let count = |text: &str| text.matches("Bought Tea").count();
        assert_eq!((count(&shown), count(&second)), (50, 10));
    }
}
