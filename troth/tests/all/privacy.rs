//! A person's data: told in full, erased without a trace, and what was counted stays.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use troth_core::{Actor, Role};
use troth_harness::{Browser, START, TestStore};
use troth_records::{Options, find_duplicates, find_kind};
use troth_store::{Engine, PersonalTable, Told, params};

use crate::page::{running_with, signed_in};
use crate::people::{get, id, import_from, organisations, patch, post, send};
use crate::program::Place;

/// Of whom nothing may be left; in no text of ours.
const MARKS: [&str; 4] = ["quandtfeld", "zuleika", "5550199", "zq-"];

fn is_marked(text: &str) -> bool {
    let text = text.to_lowercase();
    MARKS.iter().any(|mark| text.contains(mark))
}

pub(crate) fn tables() -> Vec<PersonalTable> {
    let parts = std::iter::once(troth_store::part()).chain(troth::wiring::parts());
    let mut seen = BTreeSet::new();
    let parts = parts.filter(|part| seen.insert(part.name));
    parts.filter_map(|part| part.privacy).flat_map(|privacy| privacy.tables).copied().collect()
}

/// Every table and view with its columns.
pub(crate) async fn columns(test: &TestStore) -> BTreeMap<String, Vec<(String, String)>> {
    let sql = match test.store.engine() {
        Engine::Sqlite => {
            "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT) \
             FROM information_schema.columns c JOIN information_schema.tables t ON t.table_name = c.table_name \
             AND t.table_schema = c.table_schema WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' \
             ORDER BY c.table_name, c.ordinal_position"
        }
    };
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in test.store.read(move |db| db.query(sql, &[])).await.unwrap() {
        let text = |place: usize| row.text(place).unwrap().to_owned();
        found.entry(text(0)).or_default().push((text(1), text(2).to_lowercase()));
    }
    found
}

fn shown(value: &troth_store::Value) -> String {
    match value {
        troth_store::Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        troth_store::Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// Every value of every table: table, column, value.
async fn everything(test: &TestStore) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for (table, columns) in columns(test).await {
        let sql = format!("SELECT * FROM {table}");
        for row in test.store.read(move |db| db.query(&sql, &[])).await.unwrap() {
            let cells = columns.iter().zip(row.values());
            all.extend(cells.map(|((column, _), value)| (table.clone(), column.clone(), shown(value))));
        }
    }
    all
}

/// The facts without the words that outside systems use.
async fn facts(test: &TestStore) -> Vec<String> {
    test.store
        .read(|db| {
            let mut rows = Vec::new();
            for sql in [
                "SELECT purchase_id, account_id, at, day, month, amount, original_amount, original_currency, quantity FROM fact_purchase ORDER BY 1",
                "SELECT * FROM fact_contract ORDER BY 1",
                "SELECT * FROM fact_interaction ORDER BY 1",
                "SELECT account_id, kind, team_id, owner_id, created_day FROM dim_account ORDER BY 1",
                "SELECT * FROM dim_contact ORDER BY 1",
                "SELECT * FROM fact_answer ORDER BY 1, 3",
                "SELECT * FROM fact_voice ORDER BY 1",
            ] {
                rows.extend(db.query(sql, &[])?.iter().map(|row| format!("{:?}", row.values())));
            }
            Ok::<_, troth_store::Error>(rows)
        })
        .await
        .unwrap()
}

/// Files of an archive.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    files
}

async fn keyed(who: &mut Browser, method: Method, path: &str, key: &str, body: Value) -> Value {
    let headers =
        [("content-type", "application/json"), ("idempotency-key", key), ("sec-fetch-site", "same-origin")];
    let answer = who.send(method, &format!("/api/v1/records{path}"), &headers, &body.to_string()).await;
    assert!(answer.status.is_success(), "{path}: {}", answer.body);
    answer.json()
}

const CONTACTS: &str = "key,name,email,phone,title\nzq-1,Zuleika Quandtfeld,zuleika@quandt.example,+49 170 5550199,Dr. Quandtfeld\nbo,Bo Holm,bo@holm.example,,\n";
const PURCHASES: &str = "key,customer,at,amount,product\nzq-r1,zq-1,2025-03-01,120,Ring for Zuleika\nzq-r2,zq-1,2025-04-01,5,Tea\nb1,bo,2025-04-01,7,Tea\n";

/// One customer in every table that could hold her, entered as a business does; the ids of her and of Bo.
async fn planted(test: &TestStore, app: &troth_web::App, who: &mut Browser) -> (String, String) {
    import_from(test, "contacts", "shop", &CONTACTS.replace("Zuleika Quandtfeld,", "Zuleika Q. Quandtfeld,"))
        .await;
    import_from(test, "contacts", "shop", CONTACTS).await;
    import_from(test, "purchases", "shop", PURCHASES).await;
    let customers = get(who, "/customers").await;
    let of = |name: &str| {
        let all = customers["items"].as_array().unwrap();
        id(all.iter().find(|one| one["name"].as_str().unwrap().contains(name)).unwrap())
    };
    let (zq, bo) = (of("Quandtfeld"), of("Bo"));
    let people = get(who, &format!("/contacts?customer={zq}")).await;
    let person = id(&people["items"][0]);
    let note = json!({"customer": zq, "contact": person, "text": "Zuleika likes tea"});
    let note = keyed(who, Method::POST, "/notes", "note-1", note).await;
    patch(who, &format!("/notes/{}", id(&note)), json!({"text": "Zuleika likes green tea"})).await;
    import_from(
        test,
        "interactions",
        "shop",
        "key,customer,at,function,text\nzq-i1,zq-1,2025-05-01,service,Zuleika called\n",
    )
    .await;
    import_from(test, "contracts", "shop", "key,customer,name,started,months,amount,ended,reason\nzq-c1,zq-1,Care for Zuleika,2024-01-01,12,10,2024-12-31,Zuleika moved\n").await;
    let said = json!({"purpose": "news", "given": true, "obtained": "Zuleika signed"});
    post(who, &format!("/contacts/{person}/consents"), said).await;
    answered(who, &person).await;
    expected(who, &zq).await;
    told(who, &zq).await;
    // Entered a second time, merged; and a third that was one with her for a while.
    let twin =
        post(who, "/customers", json!({"name": "Z. Quandtfeld", "emails": ["zuleika@quandt.example"]})).await;
    let other = post(who, "/customers", json!({"name": "Zoe", "emails": ["zoe@zoe.example"]})).await;
    for (one, undo) in [(&twin, false), (&other, true)] {
        let pair = post(who, "/duplicates", json!({"one": zq, "other": id(one)})).await;
        let merge = json!({"name": "one"});
        let (status, answer) =
            send(who, Method::POST, &format!("/duplicates/{}/merge", id(&pair)), &json!({"keep": merge}))
                .await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        if undo {
            let (status, _) =
                send(who, Method::POST, &format!("/duplicates/{}/undo", id(&pair)), &json!({})).await;
            assert_eq!(status, StatusCode::OK);
        }
    }
    find_duplicates(&test.store, START).await.unwrap();
    std::fs::create_dir_all(&app.config().uploads).unwrap();
    for end in ["imp_0000000000001.upload", "imp_0000000000002.wrong.csv"] {
        std::fs::write(app.config().uploads.join(end), "Zuleika").unwrap();
    }
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let address = json!({"address": "zuleika@quandt.example"}).to_string();
    let held = who.send(Method::POST, "/api/v1/mail/suppressions", &headers, &address).await;
    assert_eq!(held.status, StatusCode::NO_CONTENT, "{}", held.body);
    let account: troth_core::AccountId = zq.parse().unwrap();
    let contact: troth_core::ContactId = person.parse().unwrap();
    test.store
        .write(START, Actor::System, move |tx| {
            let account = troth_core::Id::raw(account);
            tx.execute(
                "INSERT INTO mail_letter (id, key, about, purpose, language, from_name, reply_to, subject, body, created_at) \
                 VALUES (1, 'k', 'a', 'survey', 'en', 'Ada', 'ada@shop.example', 'How was it?', '{unsubscribe}', 0)",
                &[],
            )?;
            tx.execute(
                "INSERT INTO mail_message (id, letter_id, contact_id, address, fields, zone, state, answer, tries, created_at, due_at) \
                 VALUES (1, 1, $1, 'zuleika@quandt.example', '{\"name\":\"Zuleika\"}', '', 'refused', 'zuleika@quandt.example is unknown', 1, 0, 0)",
                params![troth_core::Id::raw(contact)],
            )?;
            tx.execute(
                "INSERT INTO work_item (id, key, kind, account_id, payload, place, proposed_run, decision, why) \
                 VALUES (1, 'k1', 'at_risk', $1, '{}', 0, 1, 'not-useful', 'Zuleika told us'), (2, 'k2', 'at_risk', $1, '{}', 0, 1, 'open', NULL)",
                params![account],
            )?;
            tx.execute(
                "INSERT INTO import_upload (id, kind, source, file_name, state, checked, problem, created_at) VALUES \
                 (1, 'contacts', 'shop', 'a.csv', 'waiting', 'Zuleika', NULL, 0), \
                 (2, 'contacts', 'shop', 'b.csv', 'started', '{\"first_wrong\":\"Zuleika Quandtfeld\"}', 'zuleika@quandt.example is twice', 0)",
                &[],
            )?;
            // Broken off two days ago.
            tx.execute(
                "INSERT INTO import_batch (id, kind, source, file_name, fingerprint, state, chunks, applied_chunks, row_count, \
                 new_count, changed_count, same_count, created_at) VALUES (1, 'contacts', 'shop', 'c.csv', 'f', 'staging', 1, 0, 1, 0, 0, 0, $1)",
                params![tx.now().plus_seconds(-172_800)],
            )?;
            tx.execute(
                "INSERT INTO survey_answer_before (batch_id, response_id, item_id, value, text) \
                 SELECT 1, response_id, item_id, 1, text FROM survey_text",
                &[],
            )?;
            plant_letters(tx)?;
            tx.execute("INSERT INTO import_chunk (batch_id, number, content) VALUES (1, 0, '[\"Zuleika\"]')", &[])
        })
        .await
        .unwrap();
    (zq, bo)
}

/// What a customer expects, with a word of theirs.
async fn expected(who: &mut Browser, customer: &str) {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let mut send = async |path: &str, body: Value| {
        let path = format!("/api/v1/listen{path}");
        let answer = who.send(Method::POST, &path, &headers, &body.to_string()).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        answer.json()
    };
    let way = send("/journey", json!({"template": "shop"})).await;
    let touchpoint = &way["stages"][0]["touchpoints"][0]["id"];
    let reason =
        json!({"customer": customer, "about": "went", "word": "competitor", "detail": "The shop of Zuleika"});
    send("/reasons", reason).await;
    let said = json!({"customer": customer, "touchpoint": touchpoint, "text": "Zuleika wants it quick"});
    send("/expectations", said).await;
}

/// Votes for what was told, and letters about it.
fn plant_letters(tx: &mut troth_store::Tx<'_>) -> Result<(), troth_store::Error> {
    tx.execute(
        "INSERT INTO voice_vote (voice_id, browser_hash, email, language, day) \
         SELECT id, 'h', 'zuleika@quandt.example', 'en', 1 FROM voice",
        &[],
    )?;
    tx.execute(
        "INSERT INTO voice_letter (letter_id, voice_id, reader, email) SELECT id, id, 'author', 'zuleika@elsewhere.example' FROM voice \
         WHERE account_id IS NOT NULL",
        &[],
    )?;
    tx.execute(
        "INSERT INTO mail_message (id, letter_id, contact_id, address, fields, zone, state, answer, tries, created_at, due_at) \
         VALUES (2, 1, 0, 'zuleika@elsewhere.example', '{\"said\":\"Zuleika was here\"}', '', 'sent', NULL, 1, 0, 0)",
        &[],
    )?;
    Ok(())
}

/// What she told of her own accord, once matched with her and once by her address alone; an answer, a vote, a letter.
async fn told(who: &mut Browser, customer: &str) {
    let send = async |who: &mut Browser, path: &str, body: Value| {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let path = format!("/api/v1/listen/voices{path}");
        let answer = who.send(Method::POST, &path, &headers, &body.to_string()).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        answer.json()
    };
    let said = json!({"sort": "praise", "text": "Zuleika was here", "about": "Zuleika's tea", "name": "Zuleika",
        "email": "zuleika@elsewhere.example", "wants": true});
    let voice = id(&send(who, "", said).await);
    send(who, &format!("/{voice}/match"), json!({"customer": customer})).await;
    send(who, &format!("/{voice}/replies"), json!({"stage": "answered", "text": "Thank you, Zuleika"})).await;
    send(who, &format!("/{voice}/publish"), json!({"words": "Tea for Zuleika"})).await;
    send(
        who,
        "",
        json!({"sort": "request", "text": "Tea for Quandtfeld", "email": "zuleika@quandt.example"}),
    )
    .await;
}

/// A survey that was answered by a person, with a word of theirs.
async fn answered(who: &mut Browser, person: &str) {
    let form = json!({"languages": ["en"], "title": {"en": "T"}, "questions": [{"key": "why", "kind": "text", "text": {"en": "Why?"}}]});
    let send = async |who: &mut Browser, path: &str, body: Value| {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let answer = who
            .send(Method::POST, &format!("/api/v1/listen/surveys{path}"), &headers, &body.to_string())
            .await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        answer.json()
    };
    let survey = send(who, "", json!({"name": "S", "form": form})).await;
    send(who, &format!("/{}/publish", id(&survey)), json!({})).await;
    let said = json!({"contact": person, "answers": {"why": "Because Zuleika Quandtfeld likes it"}});
    send(who, &format!("/{}/responses", id(&survey)), said).await;
}

#[tokio::test]
async fn every_column_with_text_is_personal_or_none_and_says_so() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let document = include_str!("../../../docs/PRIVACY.md");
    let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in document.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = line.split('|').skip(1);
        let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let (table, columns) = (quoted(cells.next().unwrap()), quoted(cells.next().unwrap()));
        documented.entry(table[0].clone()).or_default().extend(columns);
    }
    let declared = tables();
    for table in &declared {
        for column in table.columns {
            let known = documented.get(table.name).is_some_and(|columns| columns.contains(*column));
            assert!(known, "docs/PRIVACY.md does not list {}.{column}", table.name);
        }
    }
    let mut undeclared = Vec::new();
    for (table, columns) in columns(&test).await {
        let about = columns.iter().any(|(name, _)| matches!(name.as_str(), "account_id" | "contact_id"));
        assert!(
            !about || declared.iter().any(|one| one.name == table),
            "{table} says something of customers: declare in its crate's `Privacy` how it is told and erased"
        );
        for (column, kind) in columns {
            let text = kind.contains("text") || kind.contains("blob");
            let listed = documented.get(&table).is_some_and(|columns| columns.contains(&column));
            let code = PLAIN.contains(&format!("{table}.{column}").as_str());
            assert!(!(listed && code), "{table}.{column} is said to be both");
            undeclared.extend((text && !listed && !code).then(|| format!("{table}.{column}")));
        }
    }
    assert_eq!(
        undeclared,
        [] as [&str; 0],
        "these hold text: list them in docs/PRIVACY.md (and where customers stand in them, in the crate's `Privacy`), or here among those \
         that never name anybody"
    );
}

/// Columns of text that hold words of ours, ids, hashes and codes: nobody is named in them.
const PLAIN: &[&str] = &[
    "mail_letter.about",
    "mail_letter.key",
    "mail_letter.kind",
    "mail_letter.language",
    "mail_letter.purpose",
    "mail_message.reason",
    "mail_message.state",
    "mail_message.zone",
    "mail_suppression.hash",
    "mail_suppression.reason",
    "account.kind",
    "account.source",
    "account.structure",
    "consent.actor_kind",
    "consent.purpose",
    "contact.buying_role",
    "contact.language",
    "contact.level",
    "contact.source",
    "contract.original_currency",
    "contract.source",
    "currency_rate.currency",
    "currency_rate.external_key",
    "currency_rate.reporting",
    "currency_rate.source",
    "duplicate.kind",
    "duplicate.merged",
    "duplicate.reasons",
    "duplicate.state",
    "event.actor_kind",
    "expectation.judged_by",
    "expectation.judgement",
    "event.kind",
    "event.payload",
    "event.subject_kind",
    "event_private.subject_kind",
    "event_wish.job",
    "event_wish.kind",
    "figure.key",
    "figure.payload",
    "import_batch.fingerprint",
    "import_batch.kind",
    "import_batch.source",
    "import_batch.state",
    "import_before.entity",
    "import_upload.kind",
    "import_upload.reading",
    "import_upload.source",
    "import_upload.state",
    "interaction.channel",
    "interaction.direction",
    "interaction.effect",
    "interaction.function",
    "interaction.source",
    "job.idempotence_key",
    "job.kind",
    "job.last_error",
    "job.lease_token",
    "job.payload",
    "job.state",
    "migration.checksum",
    "migration.name",
    "migration.owner",
    "node.token",
    "purchase.original_currency",
    "purchase.source",
    "renewal.basis",
    "request_key.actor_kind",
    "request_key.content",
    "request_key.kind",
    "request_key.state",
    "reason.about",
    "reason.word",
    "reason_meaning.about",
    "reason_meaning.word",
    "run.failure",
    "run.fingerprint",
    "run.fit",
    "run.report",
    "run.state",
    "run.step",
    "schedule.kind",
    "segment.filter",
    "segment.name_key",
    "setting.key",
    "staff.source",
    "survey.kind",
    "survey.slug",
    "survey.state",
    "survey_asking.filter",
    "survey_asking.left_out",
    "survey_asking_letter.language",
    "survey_item.item",
    "survey_item.kind",
    "survey_item.question",
    "survey_link.origin",
    "survey_link.state",
    "survey_link.token_hash",
    "survey_response.language",
    "survey_response.source_key",
    "touchpoint.function",
    "touchpoint.unit",
    "touchpoint_question.question",
    "team.external_key",
    "team.name",
    "team.name_key",
    "team.source",
    "voice.language",
    "voice.misaligned",
    "voice.sort",
    "voice.stage",
    "voice_letter.reader",
    "voice_link.token_hash",
    "voice_reply.stage",
    "voice_vote.browser_hash",
    "voice_vote.language",
    "web_api_token.role",
    "web_api_token.scopes",
    "web_api_token.token_hash",
    "web_half_session.token_hash",
    "web_identity.issuer",
    "web_preference.name",
    "web_preference.value",
    "web_provider.client_id",
    "web_provider.client_secret",
    "web_provider.groups_claim",
    "web_provider.issuer",
    "web_provider.name",
    "web_provider.roles",
    "web_recovery_code.code_hash",
    "web_session.token_hash",
    "web_sign_in_link.token_hash",
    "web_user.email_key",
    "web_user.password_hash",
    "web_user.role",
    "web_webhook.disabled_why",
    "web_webhook.kinds",
    "web_webhook.name",
    "web_webhook.old_secret",
    "web_webhook.secret",
    "web_webhook.url",
    "web_webhook_delivery.kind",
    "web_webhook_delivery.state",
    "web_webhook_try.problem",
    "work_action.decision",
    "work_action.kind",
    "work_item.currency",
    "work_item.decision",
    "work_item.dismissed_payload",
    "work_item.key",
    "work_item.kind",
];

troth_harness::on_both_engines! {
    with troth::wiring::parts();

    async fn nothing_is_left_of_an_erased_customer_and_every_fact_stays(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let (app, browser) = running_with(&test, folder.path());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (zq, bo) = planted(&test, &app, &mut owner).await;
        let before = everything(&test).await;
        for table in tables() {
            for column in table.columns {
                let there = before.iter().any(|(t, c, value)| t == table.name && c == column && is_marked(value));
                assert!(there, "the test plants nothing in {}.{column}: let it, so that erasure is known to reach it", table.name);
            }
        }
        let counted = facts(&test).await;

        // Told in full.
        let archive = owner.get(&format!("/records/{zq}/data.zip")).await;
        assert_eq!((archive.status, archive.header("content-type")), (StatusCode::OK, "application/zip"));
        let files = unpacked(&archive.bytes);
        for table in tables() {
            let Told::Sheet(sheet) = table.told else { continue };
            if !table.columns.is_empty() {
                assert!(is_marked(&files[&format!("{sheet}.csv")]), "{sheet}: {files:?}");
                let data: Value = serde_json::from_str(&files["data.json"]).unwrap();
                assert!(is_marked(&data["data"][sheet].to_string()), "{sheet}");
            }
        }
        assert!(files["README.txt"].contains("purchases.csv (2)"), "{}", files["README.txt"]);
        assert!(files["purchases.csv"].contains("120.00 USD") && files["purchases.csv"].contains("Ring for Zuleika"));
        assert!(!files["people.csv"].contains("Bo Holm") && !files["customers.csv"].contains("Zoe"), "of nobody else");
        assert!(files["interactions.csv"].contains("Zuleika called") && files.contains_key("log.csv"));

        // A look before changes nothing and says what goes.
        let page = owner.get(&format!("/records/{zq}/data")).await;
        assert!(page.text().contains("Notes") && page.text().contains("This cannot be undone"), "{}", page.text());
        let (status, would) = {
            let answer = owner.get(&format!("/api/v1/records/customers/{zq}/erasure")).await;
            (answer.status, answer.json())
        };
        assert_eq!((status, &would["done"], &would["rows"]["note"], &would["rows"]["purchase"]), (StatusCode::OK, &json!(false), &json!(1), &json!(2)));
        assert_eq!(would["rows"]["import_upload"], 2);
        let unsure = owner.post(&format!("/records/{zq}/erase"), "").await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsure.text().contains("Tick the box"), "{}", unsure.text());
        assert!(everything(&test).await.iter().any(|(.., value)| is_marked(value)));
        let mut manager = signed_in(&app, &browser, Role::Manager).await;
        assert_eq!(manager.post(&format!("/records/{zq}/erase"), "sure=yes").await.status, StatusCode::FORBIDDEN);
        assert!(manager.get(&format!("/records/{zq}/data")).await.text().contains("Only owners erase"));

        let done = owner.post(&format!("/records/{zq}/erase"), "sure=yes").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let left: Vec<_> = everything(&test).await.into_iter().filter(|(.., value)| is_marked(value)).collect();
        assert_eq!(left, [], "nothing is left");
        assert_eq!(std::fs::read_dir(&app.config().uploads).unwrap().count(), 0, "nor in files");
        assert_eq!(facts(&test).await, counted, "what was counted stays");
        let products = test.store.read(|db| db.query("SELECT product FROM fact_purchase ORDER BY amount", &[])).await.unwrap();
        let products: Vec<Option<String>> = products.iter().map(|row| row.get(0).unwrap()).collect();
        assert_eq!(products, [Some("Tea".into()), Some("Tea".into()), None], "what others bought keeps its name");

        // What is said of it: the log, the page, the rest of the records.
        let log = test.store.read(|db| db.query("SELECT kind, payload FROM event WHERE kind IN ('records.customer_told', 'records.customer_erased') ORDER BY id", &[])).await.unwrap();
        let kinds: Vec<&str> = log.iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(kinds, ["records.customer_told", "records.customer_erased"]);
        let payload: Value = serde_json::from_str(log[1].text(1).unwrap()).unwrap();
        assert_eq!(payload["rows"], would["rows"], "what was said before is what was done");
        let page = owner.get(&format!("/records/{zq}")).await;
        assert!(page.text().contains("Erased on Jan 6, 2026") && page.text().contains("$120.00"), "{}", page.text());
        assert!(owner.get(&format!("/records/{bo}")).await.text().contains("bo@holm.example"));
        let found = get(&mut owner, "/lookup?q=quandt").await;
        assert!(!found.to_string().contains(&zq), "{found}");
        let other = get(&mut owner, "/customers?q=zoe").await;
        assert_eq!(other["items"][0]["name"], "Zoe", "who was one with her for a while is there");

        // The answer of the request is gone, and the request is not carried out again.
        let headers = [("content-type", "application/json"), ("idempotency-key", "note-1"), ("sec-fetch-site", "same-origin")];
        let people = json!({"customer": zq, "contact": "con_0000000000001", "text": "x"});
        let again = owner.send(Method::POST, "/api/v1/records/notes", &headers, &people.to_string()).await;
        assert!(!again.status.is_success(), "{}", again.body);

        // Twice is once, and nothing is written of her any more.
        let (status, answer) = send(&mut owner, Method::POST, &format!("/customers/{zq}/erasure"), &json!({})).await;
        assert_eq!((status, &answer["rows"]), (StatusCode::OK, &json!({})));
        let (status, _) = send(&mut owner, Method::PATCH, &format!("/customers/{zq}"), &json!({"name": "Zuleika"})).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let (status, _) = send(&mut owner, Method::POST, "/notes", &json!({"customer": zq, "text": "Zuleika"})).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let events = crate::people::events(&test).await;
        assert_eq!(events.iter().filter(|kind| *kind == "records.customer_erased").count(), 1);
    }

    async fn a_file_that_brings_an_erased_customer_again_is_passed_over(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let (app, browser) = running_with(&test, folder.path());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let (zq, _) = planted(&test, &app, &mut owner).await;
        let (status, answer) = send(&mut owner, Method::POST, &format!("/customers/{zq}/erasure"), &json!({})).await;
        assert_eq!((status, &answer["done"]), (StatusCode::OK, &json!(true)), "{answer}");
        let counted = facts(&test).await;
        let again = import_from(&test, "contacts", "shop", CONTACTS).await;
        assert_eq!((again.applied.new, again.applied.changed, again.applied.same), (0, 0, 2));
        let more = format!("{PURCHASES}zq-r3,zq-1,2025-06-01,9,Zuleika's cup\nb2,bo,2025-06-01,8,Cup\n");
        let again = import_from(&test, "purchases", "shop", &more).await;
        assert_eq!((again.applied.new, again.applied.changed, again.applied.same), (1, 0, 4), "only Bo's is new");
        import_from(&test, "accounts", "shop", "key,name\nzq-1,Zuleika\n").await;
        import_from(&test, "interactions", "shop", "key,customer,contact,at,function,text\nzq-i2,zq-1,zq-1,2025-07-01,sales,Zuleika again\n").await;
        let left: Vec<_> = everything(&test).await.into_iter().filter(|(.., value)| is_marked(value)).collect();
        assert_eq!(left, [], "nothing came back");
        assert_eq!(facts(&test).await.len(), counted.len() + 1);
        // In another system the same key may be somebody else.
        let till = import_from(&test, "contacts", "till", "key,name\nzq-1,Quentin\n").await;
        assert_eq!(till.applied.new, 1);
        // Whoever comes again is entered as somebody new.
        let anew = post(&mut owner, "/customers", json!({"name": "Zuleika Quandtfeld"})).await;
        assert_ne!(id(&anew), zq);
    }

    async fn a_person_at_an_organisation_goes_alone(test: TestStore) {
        organisations(&test).await;
        let folder = tempfile::tempdir().unwrap();
        let (app, browser) = running_with(&test, folder.path());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let who = &mut owner;
        let works = post(who, "/customers", json!({"name": "Works"})).await;
        let of = |name: &str, mail: &str| json!({"customer": id(&works), "name": name, "emails": [mail]});
        let eva = post(who, "/contacts", of("Zuleika Quandtfeld", "zq-mail@a.example")).await;
        let twin = post(who, "/contacts", of("Zuleika Q.", "zq-mail@a.example")).await;
        let max = post(who, "/contacts", of("Max Roe", "max@a.example")).await;
        find_duplicates(&test.store, START).await.unwrap();
        let pairs = get(who, "/duplicates").await;
        let (status, answer) = send(who, Method::POST, &format!("/duplicates/{}/merge", id(&pairs["items"][0])), &json!({})).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        for (contact, text) in [(Some(&eva), "Zuleika spoke"), (Some(&max), "Max spoke"), (None, "Of everybody")] {
            let said = json!({"customer": id(&works), "contact": contact.map(id), "at": "2025-05-01", "function": "service", "text": text});
            post(who, "/interactions", said).await;
            post(who, "/notes", json!({"customer": id(&works), "contact": contact.map(id), "text": text})).await;
        }
        let counted = facts(&test).await;
        // Asked for under the record that went into hers, it is hers.
        let page = who.get(&format!("/records/contacts/{}/data", id(&twin))).await;
        assert_eq!(page.header("location"), format!("/records/contacts/{}/data", id(&eva)));
        let page = who.get(&format!("/records/contacts/{}/data", id(&eva))).await.text();
        assert!(page.contains("One note about the customer says not whom it is about"), "{page}");
        let (status, answer) = send(who, Method::POST, &format!("/contacts/{}/erasure", id(&eva)), &json!({})).await;
        assert_eq!((status, &answer["rows"]["note"], &answer["notes_left"]), (StatusCode::OK, &json!(1), &json!(1)), "{answer}");
        find_duplicates(&test.store, START).await.unwrap();
        let left: Vec<_> = everything(&test).await.into_iter().filter(|(.., value)| is_marked(value)).collect();
        assert_eq!(left, []);
        assert_eq!(facts(&test).await, counted);
        let page = who.get(&format!("/records/{}", id(&works))).await.text();
        for there in ["Works", "Max Roe", "max@a.example", "Max spoke", "Of everybody", "(erased)"] {
            assert!(page.contains(there), "{there} in {page}");
        }
        let log = crate::people::events(&test).await;
        assert_eq!(log.iter().filter(|kind| *kind == "records.person_erased").count(), 1);
    }

    async fn nobody_is_erased_while_an_import_may_bring_them_again(test: TestStore) {
        let folder = tempfile::tempdir().unwrap();
        let (app, browser) = running_with(&test, folder.path());
        let mut owner = signed_in(&app, &browser, Role::Owner).await;
        let ada = post(&mut owner, "/customers", json!({"name": "Ada"})).await;
        let file = folder.path().join("file.csv");
        std::fs::write(&file, CONTACTS).unwrap();
        let kind = find_kind(&test.store, "contacts").unwrap();
        let options = Options::default();
        let staged = troth_records::stage_file(&test.store, START, Actor::System, &kind, &file, &options);
        let (batch, _) = staged.await.unwrap();
        let refused = owner.post(&format!("/records/{}/erase", id(&ada)), "sure=yes").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("An import is at work"), "{}", refused.text());
        troth_records::apply_import(&test.store, START, Actor::System, batch, &mut |_, _| {}).await.unwrap();
        assert_eq!(owner.post(&format!("/records/{}/erase", id(&ada)), "sure=yes").await.status, StatusCode::SEE_OTHER);
    }
}

#[test]
fn the_command_tells_and_erases() {
    let place = Place::sqlite();
    let file = place.path().join("people.csv");
    std::fs::write(&file, CONTACTS).unwrap();
    place.json(&["import", "contacts", file.to_str().unwrap(), "--source", "shop", "--json"]);
    let archive = place.path().join("zq.zip");
    let told =
        place.json(&["person", "export", "zuleika@quandt.example", archive.to_str().unwrap(), "--json"]);
    assert!(told["bytes"].as_u64().unwrap() > 100);
    assert!(unpacked(&std::fs::read(&archive).unwrap())["people.csv"].contains("Zuleika"));
    let would = place.json(&["person", "erase", "zuleika@quandt.example", "--dry-run", "--json"]);
    assert_eq!((&would["done"], &would["rows"]["contact"]), (&json!(false), &json!(1)));
    let did = place.json(&["person", "erase", "zuleika@quandt.example", "--json"]);
    assert_eq!((&did["done"], &did["rows"]), (&json!(true), &would["rows"]));
    let gone = place.run(&["person", "erase", "zuleika@quandt.example"]);
    assert_eq!(gone.status.code(), Some(1));
    let said = String::from_utf8(gone.stderr).unwrap();
    assert!(said.contains("nobody is known as zuleika@quandt.example"), "{said}");
}
