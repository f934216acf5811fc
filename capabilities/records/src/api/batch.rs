//! Rows that programs send, a batch at a time.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use troth_core::Message;
use troth_store::import::{Applied, FieldType, Outcome};
use troth_web::{App, Error, FieldError, Visit};
use utoipa::ToSchema;

use super::by;
use crate::import::batch::{MOST, Sent, take};
use crate::import::find_kind;

/// A kind of rows.
#[derive(Serialize, ToSchema)]
pub(super) struct RowKind {
    /// Its name in addresses.
    name: &'static str,
    /// What one row of it is.
    row: &'static str,
    /// The names that an item may have.
    fields: Vec<RowField>,
}

/// A field of a kind.
#[derive(Serialize, ToSchema)]
pub(super) struct RowField {
    name: &'static str,
    /// `text`, `moment`, `day`, `amount`, `currency`, `rate`, `number`, `months`, `word`, `emails`, `phones`, `language` or `count`.
    holds: &'static str,
    /// Whether an item without it is wrong.
    required: bool,
    /// The words it may be.
    words: &'static [&'static str],
    meaning: &'static str,
}

const fn holds(kind: FieldType) -> (&'static str, &'static [&'static str]) {
    match kind {
        FieldType::Text(_) | FieldType::Key => ("text", &[]),
        FieldType::Moment => ("moment", &[]),
        FieldType::Amount => ("amount", &[]),
        FieldType::Currency | FieldType::Code => ("currency", &[]),
        FieldType::Rate => ("rate", &[]),
        FieldType::Thousandths => ("number", &[]),
        FieldType::Months => ("months", &[]),
        FieldType::Day => ("day", &[]),
        FieldType::Choice(words) => ("word", words),
        FieldType::Emails => ("emails", &[]),
        FieldType::Phones => ("phones", &[]),
        FieldType::Language => ("language", &[]),
        FieldType::Times(_) => ("count", &[]),
    }
}

/// The kinds of rows that can be sent, with the fields of each; files are made of the same.
#[utoipa::path(get, path = "/batches", tag = "records",
    responses((status = 200, description = "The kinds", body = [RowKind])))]
pub(super) async fn list_kinds(State(app): State<App>) -> Json<Vec<RowKind>> {
    let kinds = app.store().parts().iter().flat_map(|part| part.imports);
    let kinds = kinds.map(|kind| RowKind {
        name: kind.name,
        row: kind.row,
        fields: (kind.fields.iter())
            .map(|field| {
                let (holds, words) = holds(field.kind);
                let required = field.required || field.name == "key";
                RowField { name: field.name, holds, required, words, meaning: field.meaning }
            })
            .collect(),
    });
    Json(kinds.collect())
}

/// Rows of a kind.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchBody {
    /// The outside system whose keys the items use; the same word every time, the one that its files are imported with.
    source: String,
    /// Up to 1,000 items, each with the fields of the kind. Every item has a `key` of its own in the source: one that
    /// was there before is compared, and changed where it differs. What is left out, `null` or empty stays as it is.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Map<String, Value>>,
    /// Take the good items where others are wrong. Otherwise nothing is taken.
    #[serde(default)]
    skip_wrong: bool,
}

/// What became of a batch.
#[derive(Serialize, ToSchema)]
pub(super) struct BatchAnswer {
    /// The import it is in the records as, to be looked at and taken back; none where no item was right.
    import: Option<String>,
    /// Items that were not there before.
    new: u64,
    /// Items that were there with other values.
    changed: u64,
    /// Items that were there, the same.
    same: u64,
    /// Items that were left out.
    wrong: u64,
    /// Each item, in the order sent.
    items: Vec<ItemAnswer>,
}

/// What became of an item.
#[derive(Serialize, ToSchema)]
pub(super) struct ItemAnswer {
    /// Its key.
    key: Option<String>,
    /// `new`, `changed`, `same` or `wrong`.
    outcome: &'static str,
    /// What is wrong with it and how to mend it, as a refused request would say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

/// Takes up to 1,000 rows of a kind (`GET /batches` lists them) in one go: all of them, or nothing where one is wrong
/// and `skip_wrong` is not said. They are in the records when this is answered. The same items sent again change
/// nothing.
#[utoipa::path(post, path = "/batches/{kind}", tag = "records",
    params(("kind" = String, Path, description = "`accounts`, `contacts`, `purchases`, `interactions`, `contracts`, `staff`, `teams` or `rates`")),
    request_body(content = BatchBody, examples(
        ("purchases" = (value = json!({"source": "shop", "items": [
            {"key": "o-1001", "customer": "42", "at": "2026-11-22T10:00:00Z", "amount": "12.50", "product": "Tea"}]}))),
        ("contacts" = (value = json!({"source": "shop", "skip_wrong": true, "items": [
            {"key": "42", "name": "Ada Berg", "email": ["ada@home.example"], "language": "en"}]}))),
        ("rates" = (value = json!({"source": "bank", "items": [
            {"key": "GBP-2026-11-22", "currency": "GBP", "day": "2026-11-22", "rate": "1.27"}]}))))),
    responses((status = 200, description = "What became of each item", body = BatchAnswer),
    (status = 404, description = "There is no such kind"), (status = 413, description = "More than a megabyte"),
    (status = 422, description = "Items are wrong, each named as `items[0].field`; nothing was taken")))]
pub(super) async fn take_batch(
    State(app): State<App>,
    visit: Visit,
    Path(kind): Path<String>,
    Json(body): Json<BatchBody>,
) -> Result<Json<BatchAnswer>, Error> {
    let kind = find_kind(app.store(), &kind).ok_or(Error::NotFound)?;
    let (source, skip_wrong) = (source(&body.source)?, body.skip_wrong);
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    if body.items.is_empty() || body.items.len() > MOST {
        let message = Message::new("records-batch-size").with("most", most);
        return Err(Error::Fields(vec![FieldError { field: "items".into(), message }]));
    }
    let sent = Sent { source, items: body.items, skip_wrong };
    let who = by(&app, &visit);
    let taken = take(app.store(), who.now, who.actor, kind, sent).await?;
    let refused = |field: Option<String>, message: Message, item: Option<usize>| {
        let place = item.map(|item| format!("items[{item}]"));
        let parts: Vec<String> = place.into_iter().chain(field).collect();
        FieldError { field: parts.join("."), message }
    };
    if taken.items.iter().any(|(_, answer)| answer.is_err()) && !skip_wrong {
        let wrong = taken.items.into_iter().enumerate();
        let wrong = wrong.filter_map(|(item, (_, answer))| {
            let (field, why) = answer.err()?;
            Some(refused(field, why, Some(item)))
        });
        return Err(Error::Fields(wrong.collect()));
    }
    let outcomes: Vec<Outcome> =
        taken.items.iter().filter_map(|(_, answer)| answer.as_ref().ok()).copied().collect();
    let mut did = Applied::default();
    did.add(&outcomes);
    let wrong = (taken.items.len() - outcomes.len()) as u64;
    let items = taken.items.into_iter().map(|(key, answer)| match answer {
        Ok(outcome) => {
            let outcome = match outcome {
                Outcome::New => "new",
                Outcome::Changed => "changed",
                Outcome::Same => "same",
            };
            ItemAnswer { key, outcome, problem: None }
        }
        Err((field, why)) => {
            let problem = app.problem(&visit, &Error::Fields(vec![refused(field, why, None)]));
            ItemAnswer { key, outcome: "wrong", problem: Some(problem) }
        }
    });
    let items = items.collect();
    let (import, Applied { new, changed, same }) = (taken.import.map(|id| id.to_string()), did);
    Ok(Json(BatchAnswer { import, new, changed, same, wrong, items }))
}

/// The word for an outside system.
pub(super) fn source(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let message = if text.is_empty() {
        Message::new("web-field-empty")
    } else if text.chars().count() > 200 {
        Message::new("records-wrong-text").with("limit", 200)
    } else {
        return Ok(text.to_owned());
    };
    Err(Error::Fields(vec![FieldError { field: "source".into(), message }]))
}
