//! The description of the API: for programs as `OpenAPI`, for people as a page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApiBuilder};

use crate::{App, Error, Page, View};

/// What the document says before any capability adds to it.
pub(crate) fn beginning() -> OpenApi {
    let token = SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token made by `troth token add`, or the session of a browser."))
            .build(),
    );
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Troth")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "The same verbs and figures as the pages. Errors are `application/problem+json`. \
                     Every figure carries its interval, count and evidence grade. `RateLimit` on every answer says how often more may be asked.",
                ))
                .license(Some(utoipa::openapi::License::new("Apache-2.0")))
                .build(),
        )
        .components(Some(ComponentsBuilder::new().security_scheme("token", token).build()))
        .build()
}

/// `GET /api/v1/openapi.json`.
pub(crate) async fn get_document(State(app): State<App>) -> Response {
    ([(CONTENT_TYPE, "application/json")], app.document().as_ref().clone()).into_response()
}

/// The reference as a page.
#[derive(Debug, Serialize)]
pub(crate) struct ReferencePage {
    groups: Vec<Group>,
}

/// The endpoints of a capability.
#[derive(Debug, Serialize)]
struct Group {
    name: String,
    endpoints: Vec<Endpoint>,
}

#[derive(Debug, Serialize)]
struct Endpoint {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Field>,
    body: Vec<Field>,
    answers: Vec<Answer>,
    example: String,
}

#[derive(Debug, Serialize)]
struct Field {
    name: String,
    place: String,
    kind: String,
    required: bool,
    description: String,
}

#[derive(Debug, Serialize)]
struct Answer {
    status: String,
    description: String,
}

impl Page for ReferencePage {
    const TEMPLATE: &str = "web/reference.html";

    fn sample() -> Self {
        let document = json!({
            "paths": { "/api/v1/records/accounts": { "get": {
                "summary": "Customers", "description": "A page of customers by key.",
                "parameters": [{ "name": "after", "in": "query", "required": false,
                    "schema": { "type": "string" }, "description": "Key of the last one of the page before." }],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } },
                "responses": { "200": { "description": "A page" }, "401": { "description": "Nobody is signed in" } }
            } } },
            "components": { "schemas": { "A": { "type": "object", "required": ["name"], "properties": {
                "name": { "type": ["string", "null"], "description": "What they are called." },
                "tags": { "type": "array", "items": { "type": "string" } } } } } }
        });
        Self::read(&document)
    }
}

impl ReferencePage {
    fn read(document: &Value) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            let name = path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default().to_owned();
            for (method, operation) in item.as_object().into_iter().flatten() {
                if !operation.is_object() {
                    continue;
                }
                let endpoint = endpoint(document, path, method, operation);
                match groups.iter_mut().find(|group| group.name == name) {
                    Some(group) => group.endpoints.push(endpoint),
                    None => groups.push(Group { name: name.clone(), endpoints: vec![endpoint] }),
                }
            }
        }
        Self { groups }
    }
}

pub(crate) async fn get_page(State(app): State<App>, view: View) -> Result<Response, Error> {
    let document: Arc<String> = app.document();
    let document: Value = serde_json::from_str(&document).map_err(Error::internal)?;
    view.page(&ReferencePage::read(&document))
}

fn endpoint(document: &Value, path: &str, method: &str, operation: &Value) -> Endpoint {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| Field {
        name: word(&parameter["name"]),
        place: word(&parameter["in"]),
        kind: kind(&parameter["schema"]),
        required: parameter["required"].as_bool().unwrap_or_default(),
        description: word(&parameter["description"]),
    });
    let schema = resolve(document, &operation["requestBody"]["content"]["application/json"]["schema"]);
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|r| r == name));
    let body = schema["properties"].as_object().into_iter().flatten().map(|(name, property)| Field {
        name: name.clone(),
        place: "body".to_owned(),
        kind: kind(property),
        required: required(name),
        description: word(&property["description"]),
    });
    let answers = operation["responses"].as_object().into_iter().flatten();
    let upper = method.to_uppercase();
    let sends = if schema.is_null() { "" } else { " \\\n  --json '{…}'" };
    Endpoint {
        id: format!("{method}{}", path.replace(['/', '{', '}'], "-")),
        path: path.to_owned(),
        summary: word(&operation["summary"]),
        description: word(&operation["description"]),
        parameters: parameters.collect(),
        body: body.collect(),
        answers: answers
            .map(|(status, answer)| Answer {
                status: status.clone(),
                description: word(&answer["description"]),
            })
            .collect(),
        example: format!("curl -X {upper} -H \"Authorization: Bearer $TOKEN\" $TROTH{path}{sends}"),
        method: upper,
    }
}

fn resolve<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let Some(reference) = schema["$ref"].as_str() else { return schema };
    document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null)
}

/// A schema in a few words: `string`, `array of string`, `Account`.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or(reference).to_owned();
    }
    let base = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let named: Vec<_> =
                kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect();
            named.join(" | ")
        }
        _ => ["oneOf", "anyOf", "allOf"]
            .into_iter()
            .filter_map(|any| schema[any].as_array())
            .flatten()
            .map(kind)
            .filter(|kind| kind != "null")
            .collect::<Vec<_>>()
            .join(" | "),
    };
    if base == "array" { format!("array of {}", kind(&schema["items"])) } else { base }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::kind;

    #[test]
    fn a_schema_is_said_in_a_few_words() {
        assert_eq!(kind(&json!({ "type": ["string", "null"] })), "string");
        assert_eq!(
            kind(&json!({ "type": "array", "items": { "$ref": "#/components/schemas/Account" } })),
            "array of Account"
        );
        assert_eq!(kind(&json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/x/Day" }] })), "Day");
    }
}
