//! The description of the API: valid by the standard's own schema, and what is read comes in the shape it declares.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use troth_core::{Day, Role};
use troth_harness::{Browser, START, TestStore};
use troth_store::Engine;

use crate::page::{running_on, signed_in};
use crate::people::id;

/// The standard's schema, from <https://spec.openapis.org/oas/3.1/schema/2022-10-07>.
const STANDARD: &str = include_str!("../data/openapi-3.1.json");

/// What cannot be read without something that stands elsewhere, or changes every moment.
const ELSEWHERE: [&str; 5] = [
    // Nobody has set another house up.
    "/api/v1/provider",
    // There is no file that waits, none with wrong rows.
    "/api/v1/records/uploads/{id}",
    "/api/v1/records/uploads/{id}/errors",
    // A run of the reference data has no contracts.
    "/api/v1/measure/retention",
    "/api/v1/measure/renewals",
];

/// What is taken only in a state of things that has to be made first.
const NOT_TAKEN: [&str; 3] = [
    // The house it names is asked.
    "/api/v1/provider",
    // The file has to be there.
    "/api/v1/records/uploads/{id}/check",
    "/api/v1/records/uploads/{id}/start",
];

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .take(5)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}

/// A schema of the document with everything it names.
fn validator(document: &Value, schema: &Value) -> Validator {
    let whole = json!({ "allOf": [schema], "components": document["components"] });
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .build(&whole)
        .unwrap_or_else(|error| panic!("{error}: {schema}"))
}

#[tokio::test]
async fn the_document_is_valid_and_so_is_every_schema_in_it() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let (_, mut browser) = running_on(&test);
    let document = browser.get("/api/v1/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let standard: Value = serde_json::from_str(STANDARD).unwrap();
    let standard = jsonschema::options().with_draft(Draft::Draft202012).build(&standard).unwrap();
    assert_eq!(errors(&standard, &document), [] as [&str; 0]);
    let broken = json!({"openapi": "3.1.0", "info": {"title": "x"}, "paths": {"no-slash": {}}});
    assert!(!standard.is_valid(&broken), "the schema refuses what is none");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{name}: {schema}");
        validator(&document, schema);
    }
    assert!(schemas.len() > 40);
}

/// A business with a record of every sort and a run, its owner, and an id by what stands before it in an address.
async fn house(test: &TestStore) -> (Browser, BTreeMap<&'static str, String>) {
    let (app, browser) = running_on(test);
    let mut owner = signed_in(&app, &browser, Role::Owner).await;
    let mut ids = crate::form::filled(test, &app, &mut owner, &browser).await;
    crate::metric::fill(test).await;
    let day = Day::parse("1997-09-30", "%Y-%m-%d").unwrap();
    troth_measure::run(&test.store, START, day, &mut |_, _| {}).await.unwrap();
    let imports = crate::people::get(&mut owner, "/imports").await;
    ids.insert("/imports/", id(&imports["items"][0]));
    let risk = owner.get("/api/v1/measure/at-risk/customers").await.json();
    ids.insert("/measure/customers/", id(&risk["items"][0]));
    ids.insert("/records/customers/", ids["/records/"].clone());
    let work = owner.get("/api/v1/today").await.json();
    ids.insert("/today/", id(&work["items"][0]));
    (owner, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_read_comes_as_declared() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let (mut owner, ids) = house(&test).await;
    let document = owner.get("/api/v1/openapi.json").await.json();
    let (mut read, mut shaped, mut wrong) = (0, 0, Vec::new());
    for (path, item) in document["paths"].as_object().unwrap() {
        let operation = &item["get"];
        if operation.is_null() || ELSEWHERE.contains(&path.as_str()) {
            continue;
        }
        let mut asked = crate::form::fill(path, &ids).replace("{kind}", "purchases");
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let demanded = |parameter: &&Value| parameter["in"] == "query" && parameter["required"] == true;
        for parameter in parameters.filter(demanded) {
            // Whose: the only question that has to be asked.
            assert_eq!(parameter["name"], "customer", "{path}");
            asked = format!("{asked}?customer={}", ids["/records/"]);
        }
        let answer = owner.get(&asked).await;
        let declared = &operation["responses"][answer.status.as_str()];
        if answer.status != StatusCode::OK || declared.is_null() {
            let said: String = answer.body.chars().take(200).collect();
            wrong.push(format!("{path}: {} {said}", answer.status));
            continue;
        }
        read += 1;
        let schema = &declared["content"]["application/json"]["schema"];
        if !schema.is_null() {
            let found = errors(&validator(&document, schema), &answer.json());
            wrong.extend(found.into_iter().map(|error| format!("{path}: {error}")));
            shaped += 1;
        }
    }
    assert_eq!(wrong, [] as [&str; 0]);
    assert!(read > 35 && shaped > 30, "{read} read, {shaped} with a shape");
}

/// An example with the ids that stand for records of a sort: the first of them, then the next.
fn with_ids(example: &Value, ids: &BTreeMap<&'static str, String>, others: &[String]) -> Value {
    match example {
        Value::String(text) if text == "stf_0000000000001" => ids["/staff/"].clone().into(),
        Value::String(text) => match text.strip_prefix("acc_000000000000") {
            Some("1") => ids["/records/"].clone().into(),
            Some(other) => others[other.parse::<usize>().unwrap()].clone().into(),
            None => text.clone().into(),
        },
        Value::Array(items) => items.iter().map(|item| with_ids(item, ids, others)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), with_ids(value, ids, others))).collect()
        }
        other => other.clone(),
    }
}

/// The body of an operation and each example of it, with the kind it is an example of where there are several.
fn examples<'d>(document: &'d Value, operation: &'d Value) -> Vec<(Option<&'d str>, &'d Value)> {
    let body = &operation["requestBody"]["content"]["application/json"];
    if let Some(named) = body["examples"].as_object() {
        return named.iter().map(|(name, example)| (Some(name.as_str()), &example["value"])).collect();
    }
    if !body["example"].is_null() {
        return vec![(None, &body["example"])];
    }
    let named = body["schema"]["$ref"].as_str().and_then(|name| name.rsplit('/').next());
    let example = named.map(|name| &document["components"]["schemas"][name]["example"]);
    example.filter(|example| !example.is_null()).map(|example| (None, example)).into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_has_an_example_and_every_example_is_taken() {
    let test = TestStore::open(Engine::Sqlite, troth::wiring::parts()).await.unwrap();
    let (mut owner, ids) = house(&test).await;
    let customers = crate::people::get(&mut owner, "/customers").await;
    let others: Vec<String> = customers["items"].as_array().unwrap().iter().map(id).collect();
    let document = owner.get("/api/v1/openapi.json").await.json();
    let (mut taken, mut wrong) = (0, Vec::new());
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let body = &operation["requestBody"]["content"]["application/json"];
            if body.is_null() {
                continue;
            }
            let examples = examples(&document, operation);
            if examples.is_empty() {
                wrong.push(format!("{method} {path} has no example"));
            }
            for (kind, example) in examples {
                let schema = validator(&document, &body["schema"]);
                wrong.extend(errors(&schema, example).into_iter().map(|error| format!("{path}: {error}")));
                if NOT_TAKEN.contains(&path.as_str()) {
                    continue;
                }
                let path = crate::form::fill(path, &ids).replace("{kind}", kind.unwrap_or_default());
                let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
                let sent = with_ids(example, &ids, &others).to_string();
                let verb = method.to_uppercase().parse().unwrap();
                let answer = owner.send(verb, &path, &headers, &sent).await;
                let declared = &operation["responses"][answer.status.as_str()];
                if !answer.status.is_success() || declared.is_null() {
                    wrong.push(format!("{method} {path}: {} {}", answer.status, answer.body));
                    continue;
                }
                let schema = &declared["content"]["application/json"]["schema"];
                if !schema.is_null() {
                    let found = errors(&validator(&document, schema), &answer.json());
                    wrong.extend(found.into_iter().map(|error| format!("{method} {path}: {error}")));
                }
                taken += 1;
            }
        }
    }
    assert_eq!(wrong, [] as [&str; 0]);
    assert!(taken > 30, "{taken} examples");
}
