//! Staff who are limited to their team: a record of another team is as one that is not there, whatever is asked of it, and stands
//! on no page, in no list, file or answer. Routes are discovered from the router.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use serde_json::json;
use troth_core::{AccountId, Actor, Day, Role, StaffId, split_id};
use troth_harness::{Browser, START, TestStore};
use troth_web::user::{find_user_by_email, link_staff};
use troth_web::{App, Family, Need};

use crate::page::{running_on, signed_in};
use crate::people::{get, id, import, organisations, patch, post, send};

/// In every name and text of the other team's customers.
const THEIRS: &str = "Zyxwander";
/// In those of one's own.
const OURS: &str = "Ourshop";

fn json_headers() -> [(&'static str, &'static str); 2] {
    [("content-type", "application/json"), ("sec-fetch-site", "same-origin")]
}

/// Two teams with half of the reference data's customers each, a run, and of one customer of each team a record of every sort.
struct Shop {
    app: App,
    owner: Browser,
    staff: Browser,
    token: String,
    theirs: BTreeSet<String>,
    ours: BTreeSet<String>,
    segment: String,
}

/// The first touchpoint of the way that customers go, which is begun with the first question for it.
async fn touchpoint(who: &mut Browser) -> String {
    let begin = json!({"template": "shop"}).to_string();
    who.send(Method::POST, "/api/v1/listen/journey", &json_headers(), &begin).await;
    let way = who.get("/api/v1/listen/journey").await.json();
    way["stages"][0]["touchpoints"][0]["id"].as_str().unwrap().to_owned()
}

async fn one_of_every_sort(who: &mut Browser, word: &str, customer: &str) -> BTreeSet<String> {
    let contact = post(who, "/contacts", json!({"customer": customer, "name": format!("{word} Lind")})).await;
    let contract = json!({"customer": customer, "name": format!("{word} care"), "started": "2025-01-01", "months": 12,
        "amount": "99.50", "period": "month"});
    let contract = post(who, "/contracts", contract).await;
    let said = json!({"customer": customer, "contact": id(&contact), "at": "2025-05-01T10:00", "function": "service",
        "channel": "phone", "effect": "closer", "text": format!("{word} said thanks")});
    let said = post(who, "/interactions", said).await;
    let note = post(who, "/notes", json!({"customer": customer, "text": format!("{word} likes tea")})).await;
    let consent = json!({"purpose": "news", "given": true, "obtained": format!("{word} form")});
    let path = format!("/contacts/{}/consents", id(&contact));
    let (status, answer) = send(who, Method::POST, &path, &consent).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    let expected = json!({"customer": customer, "touchpoint": touchpoint(who).await, "text": format!("{word} wants it quick")});
    let answer =
        who.send(Method::POST, "/api/v1/listen/expectations", &json_headers(), &expected.to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    [customer.to_owned(), id(&contact), id(&contract), id(&said), id(&note), id(&answer.json())].into()
}

/// A customer of this team.
async fn customer(test: &TestStore, word: &'static str) -> String {
    let sql = "SELECT id FROM account WHERE name LIKE $1 ORDER BY id LIMIT 1";
    let found = test.store.read(move |db| db.query_one(sql, &[format!("{word}%").into()])).await.unwrap();
    found.id::<AccountId>(0).unwrap().to_string()
}

/// Ids of work that is proposed about customers with this word in their name.
async fn work(test: &TestStore, word: &'static str) -> BTreeSet<String> {
    let rows = test.store.read(move |db| {
        let sql = "SELECT work_item.id FROM work_item JOIN account ON account.id = work_item.account_id WHERE account.name LIKE $1";
        db.query(sql, &[format!("{word}%").into()])
    });
    let rows = rows.await.unwrap();
    rows.iter().take(1).map(|row| row.id::<troth_core::WorkItemId>(0).unwrap().to_string()).collect()
}

async fn shop(test: &TestStore) -> Shop {
    organisations(test).await;
    crate::metric::fill(test).await;
    let keys =
        test.store.read(|db| db.query("SELECT external_key FROM account ORDER BY id", &[])).await.unwrap();
    let mut accounts = "key,name,team\n".to_owned();
    for (number, row) in keys.iter().enumerate() {
        let (word, team) = if number % 2 == 0 { (THEIRS, "South") } else { (OURS, "North") };
        let key = row.text(0).unwrap();
        writeln!(accounts, "{key},{word} {number},{team}").unwrap();
    }
    import(test, "accounts", &accounts).await;
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap();

    let (app, browser) = running_on(test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let staff = signed_in(&app, &browser, Role::Staff).await;
    let (theirs, ours) = (customer(test, THEIRS).await, customer(test, OURS).await);
    let mut theirs = one_of_every_sort(&mut owner, THEIRS, &theirs).await;
    let mut ours = one_of_every_sort(&mut owner, OURS, &ours).await;
    let (their_work, our_work) = (work(test, THEIRS).await, work(test, OURS).await);
    assert!(!their_work.is_empty() && !our_work.is_empty(), "the run proposes work about both teams");
    theirs.extend(their_work);
    ours.extend(our_work);
    let segment = json!({"name": "Everybody", "filter": {"field": "records.purchases", "operator": "at-least", "value": "1"}});
    let segment = id(&post(&mut owner, "/segments", segment).await);

    let teams = get(&mut owner, "/teams").await;
    let north =
        teams["items"].as_array().unwrap().iter().find(|team| team["name"] == "North").map(id).unwrap();
    let member =
        post(&mut owner, "/staff", json!({"name": "Nora", "email": "nora@us.example", "team": north})).await;
    let member: StaffId = id(&member).parse().unwrap();
    let user = test.store.read(|db| find_user_by_email(db, "staff@shop.example")).await.unwrap().unwrap();
    link_staff(&app, Actor::System, member, Some(user.id)).await.unwrap();
    let body = json!({"name": "till", "scopes": ["records.see", "records.edit", "today.see", "today.decide", "measure.see"]});
    let told = staff.clone().send(Method::POST, "/api/v1/tokens", &json_headers(), &body.to_string()).await;
    let token = format!("Bearer {}", told.json()["token"].as_str().unwrap());
    Shop { app, owner, staff, token, theirs, ours, segment }
}

/// How many customers there are, as a segment of all of them counts.
async fn counted(who: &mut Browser, segment: &str) -> i64 {
    get(who, &format!("/segments/{segment}/count")).await["count"].as_i64().unwrap()
}

async fn limit(owner: &mut Browser, team_only: bool) {
    let body = json!({ "team_only": team_only }).to_string();
    let answer = owner.send(Method::PATCH, "/api/v1/rules", &json_headers(), &body).await;
    assert_eq!(answer.json()["team_only"], team_only, "{}", answer.body);
}

async fn count(test: &TestStore, sql: &'static str) -> i64 {
    test.store.read(move |db| db.scalar(sql, &[])).await.unwrap()
}

/// Asks every route with a record's id, with every id. What it answered, by route and id.
async fn ask_each(
    shop: &Shop,
    who: &Browser,
    token: Option<&str>,
    ids: &BTreeSet<String>,
) -> Vec<(String, Need, StatusCode)> {
    let mut asked = Vec::new();
    for route in shop.app.registry().routes() {
        let is_api = Family::of(&route.path) == Family::Api;
        if !route.path.contains("{id}") || (token.is_some() && !is_api) {
            continue;
        }
        for id in ids {
            let path = route.path.replace("{id}", id);
            let kind = if is_api { "application/json" } else { "application/x-www-form-urlencoded" };
            let mut headers = vec![("content-type", kind), ("sec-fetch-site", "same-origin")];
            headers.extend(token.map(|token| ("authorization", token)));
            let body = match (route.method == Method::GET, is_api) {
                (true, _) => "",
                (false, true) => r#"{"name": "Changed", "text": "Changed", "decision": "done"}"#,
                (false, false) => "name=Changed&text=Changed&decision=done",
            };
            let answer = who.clone().send(route.method.clone(), &path, &headers, body).await;
            assert!(!answer.body.contains(THEIRS), "{} {path} tells: {}", route.method, answer.body);
            asked.push((format!("{} {path}", route.method), route.need, answer.status));
        }
    }
    asked
}

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn a_record_of_another_team_is_not_there(test: TestStore) {
        let mut shop = shop(&test).await;
        // What exists is reached as long as nobody is limited, so that what follows shows something.
        let before = shop.staff.clone();
        let mut found = 0;
        for (shown, _, status) in ask_each_get(&shop, &before, &shop.theirs).await {
            found += usize::from(status == StatusCode::OK);
            assert!(!status.is_server_error(), "{shown}");
        }
        assert!(found >= 10, "{found} routes show a record");

        limit(&mut shop.owner, true).await;
        let events = count(&test, "SELECT COUNT(*) FROM event").await;
        for token in [None, Some(shop.token.as_str())] {
            let who = if token.is_some() { running_on(&test).1 } else { shop.staff.clone() };
            let mut refused = 0;
            for (shown, need, status) in ask_each(&shop, &who, token, &shop.theirs).await {
                let may = match need {
                    Need::Permission(permission) => permission.allows(Role::Staff),
                    _ => true,
                };
                if may && token.is_none() {
                    assert_eq!(status, StatusCode::NOT_FOUND, "{shown}");
                    refused += 1;
                } else {
                    assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{shown}: {status}");
                }
            }
            assert!(token.is_some() || refused > 50, "{refused} asked");
        }
        assert_eq!(count(&test, "SELECT COUNT(*) FROM event").await, events, "nothing was done");

        let mut shown = 0;
        for (_, _, status) in ask_each_get(&shop, &shop.staff.clone(), &shop.ours).await {
            shown += usize::from(status == StatusCode::OK);
        }
        assert!(shown >= 10, "one's own are there as before: {shown}");
        limit(&mut shop.owner, false).await;
        let again = ask_each_get(&shop, &shop.staff.clone(), &shop.theirs).await;
        assert_eq!(again.iter().filter(|(_, _, status)| *status == StatusCode::OK).count(), found);
    }

    async fn nothing_of_another_team_shows_anywhere(test: TestStore) {
        let mut shop = shop(&test).await;
        limit(&mut shop.owner, true).await;
        let queries = ["", "?q=Zyx", "?q=Lind", "?limit=200", "?sort=-chance&limit=200", "?sort=-worth", "?tie=all", "?show=all"];
        let mut paths: Vec<String> = Vec::new();
        for route in shop.app.registry().routes() {
            if route.method == Method::GET && !route.path.contains('{') {
                paths.extend(queries.iter().map(|query| format!("{}{query}", route.path)));
            }
        }
        for of in ["/records/segments/", "/api/v1/records/segments/"] {
            paths.extend(["", "/members.csv", "/count", "/members"].map(|end| format!("{of}{}{end}", shop.segment)));
        }
        for our in &shop.ours {
            paths.push(format!("/records/{our}"));
            paths.push(format!("/api/v1/records/notes?customer={our}"));
        }
        let (mut owners, mut own) = (0, 0);
        for path in &paths {
            owners += usize::from(shop.owner.get(path).await.body.contains(THEIRS));
            let answer = shop.staff.get(path).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.body);
            assert!(!answer.body.contains(THEIRS), "{path} tells of another team: {}", answer.body);
            for their in &shop.theirs {
                assert!(!answer.body.contains(their.as_str()), "{path} names {their}");
            }
            own += usize::from(answer.body.contains(OURS));
        }
        assert!(owners > 30 && own > 30, "{owners} pages show the one, {own} the other");
        let (theirs, all) = (counted(&mut shop.staff, &shop.segment).await, counted(&mut shop.owner, &shop.segment).await);
        assert!(all > 2_000 && (theirs * 2 - all).abs() <= 1, "{theirs} of {all}");
    }

    async fn nothing_is_written_about_another_team(test: TestStore) {
        let mut shop = shop(&test).await;
        limit(&mut shop.owner, true).await;
        let of = |ids: &BTreeSet<String>, prefix: &str| {
            ids.iter().find(|id| split_id(id).is_some_and(|(found, _)| found == prefix)).cloned().unwrap()
        };
        let (their, our) = (of(&shop.theirs, "acc"), of(&shop.ours, "acc"));
        let rows = "SELECT (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM contact) \
                    + (SELECT COUNT(*) FROM note)";
        let before = count(&test, rows).await;
        let who = &mut shop.staff;
        for (method, path, body) in [
            (Method::POST, "/notes".to_owned(), json!({"customer": their, "text": "Hello"})),
            (Method::POST, "/contacts".to_owned(), json!({"customer": their, "name": "Eve"})),
            (Method::POST, "/contracts".to_owned(), json!({"customer": their, "started": "2025-01-01"})),
            (Method::PATCH, format!("/contacts/{}", of(&shop.ours, "con")), json!({"customer": their})),
        ] {
            let (status, answer) = send(who, method, &path, &body).await;
            assert!([StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY].contains(&status), "{path}: {answer}");
            assert!(!answer.to_string().contains(THEIRS), "{answer}");
        }
        let teams = get(who, "/teams").await;
        let south = teams["items"].as_array().unwrap().iter().find(|team| team["name"] == "South").map(id).unwrap();
        for (method, path, body) in [
            (Method::POST, "/customers".to_owned(), json!({"name": "Given away", "team": south})),
            (Method::PATCH, format!("/customers/{our}"), json!({"team": south})),
        ] {
            let (status, answer) = send(who, method, &path, &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
            assert_eq!(answer["errors"][0]["key"], "records-not-your-team", "{answer}");
        }
        assert_eq!(count(&test, rows).await, before, "nothing is kept");

        // What they enter is their team's, and theirs to change.
        let fresh = post(who, "/customers", json!({"name": "Fresh"})).await;
        assert!(fresh["team"].is_string(), "{fresh}");
        patch(who, &format!("/customers/{}", id(&fresh)), json!({"name": "Fresher"})).await;
        post(who, "/notes", json!({"customer": id(&fresh), "text": "Hello"})).await;
    }

    async fn whoever_is_no_member_of_staff_sees_no_customer_and_managers_see_all(test: TestStore) {
        let mut shop = shop(&test).await;
        limit(&mut shop.owner, true).await;
        let mut manager = signed_in(&shop.app, &running_on(&test).1, Role::Manager).await;
        let all = counted(&mut shop.owner, &shop.segment).await;
        assert_eq!(counted(&mut manager, &shop.segment).await, all);
        assert!(counted(&mut shop.staff, &shop.segment).await < all);
        let member = get(&mut shop.owner, "/staff").await["items"][0]["id"].as_str().unwrap().parse().unwrap();
        link_staff(&shop.app, Actor::System, member, None).await.unwrap();
        assert_eq!(get(&mut shop.staff, "/customers").await["items"].as_array().unwrap().len(), 0);
        // Whoever holds the tie sees the customer, of whatever team.
        let user = test.store.read(|db| find_user_by_email(db, "staff@shop.example")).await.unwrap().unwrap();
        let ada = post(&mut shop.owner, "/staff", json!({"name": "Ada", "email": "ada@us.example"})).await;
        link_staff(&shop.app, Actor::System, id(&ada).parse().unwrap(), Some(user.id)).await.unwrap();
        let their = shop.theirs.iter().find(|id| id.starts_with("acc")).unwrap().clone();
        patch(&mut shop.owner, &format!("/customers/{their}"), json!({"owner": id(&ada)})).await;
        assert_eq!(get(&mut shop.staff, "/customers").await["items"].as_array().unwrap().len(), 1);
    }

    /// A record that went into another is whose that one is.
    async fn a_merged_record_is_in_reach_with_the_one_that_stays(test: TestStore) {
        let mut shop = shop(&test).await;
        limit(&mut shop.owner, true).await;
        let of = |ids: &BTreeSet<String>| ids.iter().find(|id| id.starts_with("acc")).unwrap().clone();
        let (their, our) = (of(&shop.theirs), of(&shop.ours));
        let pair = post(&mut shop.owner, "/duplicates", json!({"one": our, "other": their})).await;
        let (stays, side) = if our < their { (&our, "one") } else { (&their, "other") };
        let merge = format!("/duplicates/{}/merge", id(&pair));
        let (status, answer) = send(&mut shop.owner, Method::POST, &merge, &json!({"keep": {"team": side}})).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let page = shop.staff.get(&format!("/records/{stays}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(&format!("{THEIRS} said thanks")), "what came with it is theirs now");
        assert!(page.body.contains(&format!("{OURS} said thanks")));
    }
}

async fn ask_each_get(shop: &Shop, who: &Browser, ids: &BTreeSet<String>) -> Vec<(String, Need, StatusCode)> {
    let mut asked = Vec::new();
    for route in shop.app.registry().routes().iter().filter(|route| route.method == Method::GET) {
        for id in ids.iter().filter(|_| route.path.contains("{id}")) {
            let path = route.path.replace("{id}", id);
            asked.push((path.clone(), route.need, who.clone().get(&path).await.status));
        }
    }
    asked
}

/// Every table that says whose customer or person its rows are about belongs to customers, or is named here with the reason.
#[tokio::test]
async fn every_table_of_customers_is_in_the_filter() {
    /// Read only by those who import, who see every customer; and what is above customers.
    const EXEMPT: [&str; 2] = ["import_before", "event_private"];
    let test = TestStore::open(troth_store::Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let held: BTreeSet<&str> =
        test.store.parts().iter().flat_map(|part| part.belongings).map(|belonging| belonging.table).collect();
    let personal: BTreeSet<&str> = crate::privacy::tables().iter().map(|table| table.name).collect();
    for (table, columns) in crate::privacy::columns(&test).await {
        let about = columns.iter().any(|(name, _)| matches!(name.as_str(), "account_id" | "contact_id"));
        if about && !EXEMPT.contains(&table.as_str()) {
            assert!(
                held.contains(table.as_str()),
                "{table} is about customers: declare in its part's `belongings` how it is reached"
            );
        }
    }
    // The log, kept answers, users and files are read by nobody who is limited, or are one's own.
    let left: Vec<_> = personal.difference(&held).copied().collect();
    for table in left {
        let known = [
            "event",
            "event_private",
            "request_key",
            "import_before",
            "import_chunk",
            "import_upload",
            "import_batch",
        ];
        let own = table.starts_with("web_")
            || table == "mail_suppression"
            || ["staff", "team", "segment"].contains(&table);
        assert!(known.contains(&table) || own, "{table} holds personal data and is outside the filter");
    }
}
