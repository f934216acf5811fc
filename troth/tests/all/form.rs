//! Every form is fed with what nobody should send: the answer is never a failure of ours, and a refusal changes nothing. Forms are
//! discovered from the router, their fields from the pages. The same input in every run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;
use troth_core::Role;
use troth_harness::{Browser, TestStore};
use troth_store::Engine;
use troth_web::{App, Family};

use crate::page::{running_with, signed_in};
use crate::people::{id, import, post, send};

/// Inputs for each form.
const EACH: usize = 24;

/// What somebody may type who means no good, or made a mistake.
const BAD: [&str; 58] = [
    "",
    " ",
    "\t",
    "\0",
    "a\0b",
    "\u{7}",
    "\u{1b}[31m",
    "\r\nSet-Cookie: a=b",
    "\u{202e}txt.exe",
    "\u{200f}مرحبا",
    "عميل جديد",
    "\u{feff}",
    "e\u{301}\u{301}\u{301}",
    "👩‍👩‍👧‍👦",
    "\u{fffd}",
    "\u{10ffff}",
    "ß",
    "İ",
    "ﬁ",
    "-1",
    "0",
    "-0",
    "1.5",
    "1,5",
    "1e309",
    "NaN",
    "inf",
    "0x10",
    "٣",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999999999999999",
    "2025-02-30",
    "9999-12-31",
    "10000-01-01",
    "-4712-01-01",
    "0000-00-00",
    "2025-13-01T25:61",
    "1970-01-01",
    "24:00",
    "../../etc/passwd",
    "..%2f..%2f",
    "/",
    "//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "'; DROP TABLE account; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "%",
    "acc_0000000000000",
    "acc_zzzzzzzzzzzzz",
    "usr_7zzzzzzzzzzzz",
    "EUR",
    // What ISO 4217 calls no currency.
    "XXX",
    "Mars/Phobos",
    "yes",
];

/// A value as it stands in the body: most are written as browsers do, some as no browser would.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(BAD.as_slice()).prop_map(escape),
        2 => any::<String>().prop_map(|text| escape(&text)),
        1 => (1_usize..60_000).prop_map(|length| "x".repeat(length)),
        1 => (1_usize..2_000).prop_map(|length| "%0D%0A".repeat(length)),
        1 => prop::sample::select(["%ff%fe", "%c0%af", "%zz", "%", "%ed%a0%80", "+%00+"].as_slice()).prop_map(str::to_owned),
    ]
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").unwrap();
        }
        escaped
    })
}

/// A body: some of the fields, some twice, some that are none.
fn body(fields: Vec<String>) -> impl Strategy<Value = String> {
    let known = prop::collection::vec((prop::sample::select(fields), value()), 0..8);
    let strange = prop::collection::vec((value(), value()), 0..2);
    (known, strange, any::<bool>()).prop_map(|(known, strange, whole)| {
        let mut pairs: Vec<String> =
            known.into_iter().map(|(name, value)| format!("{}={value}", escape(&name))).collect();
        pairs.extend(
            strange.into_iter().map(|(name, value)| if whole { format!("{name}={value}") } else { name }),
        );
        pairs.join("&")
    })
}

/// Everything between two texts.
fn all_between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| rest.split_once(to)).map(|(found, _)| found).collect()
}

/// Forms on a page: where each is sent, and the names of its fields.
fn forms(page: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for form in all_between(page, "<form", "</form>") {
        let (head, _) = form.split_once('>').unwrap_or((form, ""));
        let actions = all_between(form, "formaction=\"", "\"");
        for action in all_between(head, " action=\"", "\"").into_iter().chain(actions) {
            let names = all_between(form, " name=\"", "\"").into_iter().map(str::to_owned);
            found.entry(action.to_owned()).or_default().extend(names);
        }
    }
}

/// What an endpoint answers that makes something.
async fn made(owner: &mut Browser, path: &str, body: &serde_json::Value) -> serde_json::Value {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer = owner.send(Method::POST, &format!("/api/v1{path}"), &headers, &body.to_string()).await;
    assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.body);
    answer.json()
}

/// A shop with a record of every sort; an id by what stands before it in an address.
pub(crate) async fn filled(
    test: &TestStore,
    app: &App,
    owner: &mut Browser,
    browser: &Browser,
) -> BTreeMap<&'static str, String> {
    import(test, "accounts", "key,name\nk1,Ada Lind\nk2,Ada Lind\n").await;
    import(test, "purchases", "customer,date,amount\nk1,2025-03-01,20\nk2,2025-03-02,30\n").await;
    let list = crate::people::get(owner, "/customers").await;
    let customers: Vec<String> = list["items"].as_array().unwrap().iter().map(id).collect();
    let customer = customers[0].clone();
    let of = |also: serde_json::Value| {
        let mut body = json!({ "customer": customer });
        body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
        body
    };
    let contact =
        id(&post(owner, "/contacts", of(json!({"name": "Eva", "emails": ["eva@home.example"]}))).await);
    let agreed = json!({"purpose": "survey", "given": true, "obtained": "at the counter"});
    made(owner, &format!("/records/contacts/{contact}/consents"), &agreed).await;
    let contract = id(&post(owner, "/contracts", of(json!({"started": "2025-01-01"}))).await);
    let said =
        json!({"at": "2025-05-01T10:00", "function": "service", "channel": "phone", "effect": "closer"});
    let said = id(&post(owner, "/interactions", of(said)).await);
    let note = id(&post(owner, "/notes", of(json!({"text": "Tea"}))).await);
    let team = id(&post(owner, "/teams", json!({"name": "North"})).await);
    let staff = id(&post(owner, "/staff", json!({"name": "Nora"})).await);
    let filter = json!({"field": "records.purchases", "operator": "at-least", "value": "1"});
    let segment = id(&post(owner, "/segments", json!({"name": "All", "filter": filter})).await);
    let pair = id(&post(owner, "/duplicates", json!({"one": customers[0], "other": customers[1]})).await);
    let announced = json!({"kind": "accounts", "source": "file", "file_name": "a.csv"});
    let (_, upload) = send(owner, Method::POST, "/uploads", &announced).await;
    let hook = json!({"name": "Shop", "url": "https://shop.example/hook", "kinds": []});
    let hook = id(&made(owner, "/webhooks", &hook).await["webhook"]);
    made(owner, &format!("/webhooks/{hook}/test"), &json!({})).await;
    let deliveries = owner.get(&format!("/api/v1/webhooks/{hook}/deliveries")).await.json();
    let survey = id(&made(owner, "/listen/surveys", &json!({"name": "Tea", "kind": "after-sale"})).await);
    made(owner, &format!("/listen/surveys/{survey}/publish"), &json!({})).await;
    let words = json!({"first": {"subject": "How was it?", "text": "{link}"}});
    let asking =
        json!({"from_name": "Nora", "reply_to": "nora@shop.example", "words": {"en": words, "de": words}});
    let asking = id(&made(owner, &format!("/listen/surveys/{survey}/askings"), &asking).await);
    let voice =
        json!({"sort": "praise", "text": "Nora was kind", "email": "ada@home.example", "wants": true});
    let voice = id(&made(owner, "/listen/voices", &voice).await);
    assert!(owner.post("/listen/voices/open", "open=yes").await.status.is_redirection());
    made(owner, &format!("/listen/voices/{voice}/publish"), &json!({"words": "More of Nora"})).await;
    signed_in(app, browser, Role::Staff).await;
    let users = owner.get("/api/v1/users").await.json();
    let user =
        users["items"].as_array().unwrap().iter().find(|user| user["role"] == "staff").map(id).unwrap();
    let token = made(owner, "/tokens", &json!({"name": "till", "scopes": ["records.see"]})).await;
    [
        ("/records/", customer),
        ("/contacts/", contact),
        ("/contracts/", contract),
        ("/interactions/", said),
        ("/notes/", note),
        ("/teams/", team),
        ("/staff/", staff),
        ("/segments/", segment),
        ("/duplicates/", pair),
        ("/import/", upload["id"].as_str().unwrap_or("upl_0000000000001").to_owned()),
        ("/surveys/", survey),
        ("/askings/", asking),
        ("/voices/", voice.clone()),
        ("/wishes/", voice),
        ("/webhook-deliveries/", id(&deliveries["items"][0])),
        ("/webhooks/", hook),
        ("/users/", user),
        ("/tokens/", id(&token)),
    ]
    .into()
}

pub(crate) fn fill(path: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let path = &path.replace("{asking}", &ids["/askings/"]);
    let Some((before, after)) = path.split_once("{id}") else {
        return path.replace("{token}", "c2VjcmV0").replace("{*path}", "x");
    };
    let found = ids.iter().filter(|(place, _)| before.ends_with(*place)).max_by_key(|(place, _)| place.len());
    format!("{before}{}{after}", found.map_or("acc_0000000000001", |(_, id)| id))
}

/// Whether the file was written to since, as another connection sees it.
async fn version(test: &TestStore) -> i64 {
    test.store.read(|db| db.scalar("PRAGMA data_version", &[])).await.unwrap()
}

/// The owner, signed in again where a form has ended their session.
async fn still_in(app: &App, owner: &mut Browser) {
    if owner.get("/me").await.status == StatusCode::OK {
        return;
    }
    let found =
        app.store().read(|db| troth_web::user::find_user_by_email(db, "owner@shop.example")).await.unwrap();
    let link = troth_web::user::make_sign_in_link(app, found.expect("the owner").id, 60).await.unwrap();
    assert_eq!(owner.post(&link, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_fails_and_none_that_refuses_has_written() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let uploads = tempfile::tempdir().unwrap();
    let (app, browser) = running_with(&test, uploads.path());
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let ids = filled(&test, &app, &mut owner, &browser).await;

    let mut fields = BTreeMap::new();
    let routes = app.registry().routes().to_vec();
    for route in
        routes.iter().filter(|route| route.method == Method::GET && Family::of(&route.path) == Family::Page)
    {
        forms(&owner.get(&fill(&route.path, &ids)).await.body, &mut fields);
    }
    forms(&browser.clone().get("/sign-in").await.body, &mut fields);
    let every: BTreeSet<String> = fields.values().flatten().cloned().collect();

    let mut posts: Vec<String> = routes
        .iter()
        .filter(|route| route.method == Method::POST && Family::of(&route.path) == Family::Page)
        .map(|route| route.path.clone())
        .collect();
    // What erases leaves nothing for those after it.
    posts.sort_by_key(|path| path.contains("erase"));
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let (mut refused, mut taken, mut known) = (0, 0, 0);
    for path in posts {
        // Whoever tries often is slowed down; what is tried here is what comes behind that.
        test.clock.advance(16 * 60 * 1_000_000);
        let address = fill(&path, &ids);
        let names = fields.get(&address).filter(|names| !names.is_empty());
        known += usize::from(names.is_some());
        let names: Vec<String> = names.unwrap_or(&every).iter().cloned().collect();
        let bodies = body(names);
        for _ in 0..EACH {
            still_in(&app, &mut owner).await;
            let sent = bodies.new_tree(&mut runner).unwrap().current();
            let before = version(&test).await;
            let answer = owner.post(&address, &sent).await;
            let shown: String = sent.chars().take(300).collect();
            assert!(
                !answer.status.is_server_error(),
                "{path} answers {} to {shown}: {}",
                answer.status,
                answer.body
            );
            if answer.status.is_client_error() {
                assert_eq!(
                    version(&test).await,
                    before,
                    "{path} refuses with {} and writes: {shown}",
                    answer.status
                );
                refused += 1;
            } else {
                taken += 1;
            }
        }
    }
    assert!(
        refused > 300 && taken > 100 && known > 15,
        "{refused} refused, {taken} taken, {known} forms with their fields"
    );
}
