//! Surveys without names, with the whole database in hand: before and after each answer, ids, order of rows, events, jobs, keys of
//! requests, and the bytes of the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use troth_core::Role;
use troth_harness::{Browser, START, TestStore};
use troth_store::Engine;

use crate::{hidden, published, running, send, signed_in};

type Dump = BTreeMap<String, Vec<BTreeMap<String, String>>>;

/// Every row of every table, in the order in which the engine keeps them.
async fn dump(test: &TestStore) -> Dump {
    let sql = match test.store.engine() {
        Engine::Sqlite => {
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
             AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT) FROM information_schema.columns c \
             JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema \
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position"
        }
    };
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in test.store.read(move |db| db.query(sql, &[])).await.unwrap() {
        columns.entry(row.text(0).unwrap().to_owned()).or_default().push(row.text(1).unwrap().to_owned());
    }
    let mut all = Dump::new();
    for (table, names) in columns {
        let sql = format!("SELECT {} FROM {table}", names.join(", "));
        let rows = test.store.read(move |db| db.query(&sql, &[])).await.unwrap();
        let row = |row: &troth_store::Row| {
            names.iter().cloned().zip(row.values().iter().map(|value| format!("{value:?}"))).collect()
        };
        all.insert(table, rows.iter().map(row).collect());
    }
    all
}

/// Tables whose rows are not the same any more.
fn changed(before: &Dump, after: &Dump) -> BTreeSet<String> {
    after.iter().filter(|(table, rows)| before[*table] != **rows).map(|(table, _)| table.clone()).collect()
}

fn ints(dump: &Dump, tables: &[&str]) -> Vec<i64> {
    let cells = tables.iter().flat_map(|table| &dump[*table]).flat_map(BTreeMap::values);
    cells.filter_map(|cell| cell.strip_prefix("Int(")?.strip_suffix(')')?.parse().ok()).collect()
}

const OURS: [&str; 4] = ["survey_answer", "survey_link", "survey_response", "survey_text"];

fn form() -> Value {
    let choices: Vec<Value> = (0..=10).map(|value| json!({"value": value})).collect();
    json!({"languages": ["en"], "title": {"en": "T"}, "questions": [
        {"key": "nps", "kind": "nps", "text": {"en": "?"}, "choices": choices, "rules": [{"when": [0], "to": "why"}]},
        {"key": "why", "kind": "text", "text": {"en": "Why?"}},
    ]})
}

/// Asks twenty people; two of them answer in this order, an hour apart, with these numbers. What is in the database before and after.
async fn asked(test: &TestStore, answers: [(usize, i64); 2]) -> (Vec<String>, Dump, Dump, Dump) {
    let (app, browser) = running(test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    for name in ["Ada Berg", "Bo Holm"] {
        let (status, _) =
            send(&mut owner, "POST", "/records/customers", &json!({"name": name, "kind": "person"})).await;
        assert_eq!(status, 201);
    }
    let (id, slug) = published(&mut owner, &json!({"name": "S", "anonymous": true, "form": form()})).await;
    let slips = owner.post(&format!("/listen/{id}/links"), "count=20").await;
    let tokens: Vec<String> =
        slips.body.lines().skip(1).map(|line| line.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(tokens.len(), 20);
    let before = dump(test).await;
    let answer = async |guest: &mut Browser, link: &str, value: i64, token: &str| {
        let fields = format!("{token}&q.nps={value}");
        assert!(guest.post(link, &format!("at=nps&go=save{fields}")).await.status.is_success());
        guest.post(link, &format!("at=nps&go=next{fields}")).await;
        let sent = guest.post(link, &format!("at=why&go=send&q.why=because+{value}{token}")).await;
        assert!(sent.header("location").contains("sent=1"), "{}", sent.text());
    };
    for (person, value) in answers {
        let now = troth_core::Clock::now(&*test.clock);
        test.clock.set(now.plus_seconds(3_600));
        answer(&mut browser.clone(), &format!("/listen/a/{}", tokens[person]), value, "").await;
    }
    let after = dump(test).await;
    // And somebody by the open link, in a browser that says its language.
    let mut guest = browser.clone();
    let open = format!("/listen/s/{slug}");
    let token = hidden(&guest.get(&open).await.body, "token");
    answer(&mut guest, &open, 7, &format!("&token={token}")).await;
    let open = dump(test).await;
    // A program that brings answers with a key to carry it out once is not told which they are.
    let headers =
        [("content-type", "application/json"), ("idempotency-key", "one"), ("sec-fetch-site", "same-origin")];
    let path = format!("/api/v1/listen/surveys/{id}/responses");
    let brought = owner.send("POST".parse().unwrap(), &path, &headers, "{\"answers\":{\"nps\":5}}").await;
    assert_eq!((brought.status.as_u16(), brought.json()), (201, json!({"id": null})));
    let (status, _) = send(
        &mut owner,
        "POST",
        &format!("/listen/surveys/{id}/responses"),
        &json!({"customer": "acc_0000000000001", "answers": {"nps": 5}}),
    )
    .await;
    assert_eq!(status, 422, "nobody is named");
    let mut all = tokens;
    all.push(token);
    (all, before, after, open)
}

troth_harness::on_both_engines! {
    with crate::parts();

    async fn nothing_in_the_database_leads_from_a_person_to_their_answers(test: TestStore) {
        let (tokens, before, after, open) = asked(&test, [(3, 0), (11, 10)]).await;
        for (before, after) in [(&before, &after), (&after, &open)] {
            let touched = changed(before, after);
            assert_eq!(touched, OURS.map(str::to_owned).into(), "no event, no job, no key of a request, no session, no customer");
        }
        for table in OURS {
            for row in &open[table] {
                for (column, cell) in row {
                    let empty = cell.starts_with("Null");
                    let of_somebody = ["account_id", "contact_id", "at", "language"].contains(&column.as_str());
                    assert!(empty || !of_somebody, "{table}.{column}: {cell}");
                    // The way from a link to the answers is forgotten.
                    assert!(empty || (table, column.as_str()) != ("survey_link", "response_id"), "{cell}");
                }
            }
        }
        // No number is a moment, and no id was made at one: neither as microseconds nor as the milliseconds of our ids.
        let numbers = ints(&open, &OURS);
        let known: BTreeSet<i64> = ints(&before, &["survey", "survey_item", "survey_version"]).into_iter().collect();
        let day = 86_400_000_000;
        for number in numbers.iter().filter(|number| !known.contains(number)) {
            let made_at = (number >> 21) * 1_000;
            for (at, days) in [(*number, 400), (made_at, 2)] {
                assert!((at - START.micros()).abs() > days * day, "{number} is a moment");
            }
        }
        // Links are in no order that the file told, so that no list of whom they were sent to fits them.
        let hashes: Vec<String> = tokens.iter().map(|token| troth_listen_hash(token)).collect();
        let order: Vec<usize> = {
            let mut rows = before["survey_link"].clone();
            rows.sort_by_key(|row| row["id"].trim_start_matches("Int(").trim_end_matches(')').parse::<i64>().unwrap());
            rows.iter().map(|row| hashes.iter().position(|hash| row["token_hash"] == format!("Text(\"{hash}\")")).unwrap()).collect()
        };
        assert!(order.windows(2).any(|two| two[0] > two[1]) && order.windows(2).any(|two| two[0] < two[1]), "{order:?}");
        // A link and a response share nothing but the survey and the day.
        let of = |table: &str| ints(&open, &[table]).into_iter().filter(|number| !known.contains(number)).collect::<BTreeSet<i64>>();
        let shared: Vec<i64> = of("survey_link").intersection(&of("survey_response")).copied().collect();
        assert!(shared.iter().all(|number| *number < 30_000), "{shared:?}");
        if let Some(folder) = test.folder() {
            for file in std::fs::read_dir(folder).unwrap().flatten() {
                let bytes = std::fs::read(file.path()).unwrap_or_default();
                for token in &tokens {
                    let found = bytes.windows(token.len()).any(|window| window == token.as_bytes());
                    assert!(!found, "{} holds a token", file.path().display());
                }
            }
        }
    }
}

/// What is kept of a token.
fn troth_listen_hash(token: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(token.as_bytes()).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Whoever knows everything but the random numbers cannot tell who answered what: with the answers of two people exchanged, the same rows
/// are there.
#[tokio::test]
async fn with_the_answers_of_two_people_exchanged_the_database_is_the_same() {
    let mut worlds = Vec::new();
    for answers in [[(3, 0), (11, 10)], [(11, 0), (3, 10)], [(3, 10), (11, 0)]] {
        let test = TestStore::open(Engine::Sqlite, crate::parts()).await.unwrap();
        let (_, _, after, _) = asked(&test, answers).await;
        let mut rows = Vec::new();
        let ids: BTreeMap<String, String> =
            after["survey_item"].iter().map(|row| (row["id"].clone(), row["question"].clone())).collect();
        for table in OURS {
            for row in &after[table] {
                let plain = row.iter().filter(|(column, _)| {
                    !matches!(
                        column.as_str(),
                        "id" | "token_hash" | "response_id" | "survey_id" | "version_id"
                    )
                });
                let plain = plain.map(|(column, cell)| format!("{column}={}", ids.get(cell).unwrap_or(cell)));
                rows.push(format!("{table}: {}", plain.collect::<Vec<_>>().join(" ")));
            }
        }
        rows.sort();
        worlds.push(rows);
    }
    assert_eq!(worlds[0], worlds[1]);
    assert_eq!(worlds[0], worlds[2]);
}
