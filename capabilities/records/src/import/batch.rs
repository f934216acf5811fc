//! Rows that a program sends: checked by the rules of files, then applied together, in one transaction with one event.
//! Each of them is answered. Cost: its own rows, in one commit that is shared with those of others.

use serde_json::{Map, Value};
use troth_core::{Actor, BatchId, Id, ImportApplied, Instant, Message};
use troth_store::import::{Batch, ImportKind, Outcome, StagedRow};
use troth_store::{Business, Store, params};

use super::check::{Reading, Refused};
use super::ground::Ground;
use super::mapping::{DateForm, Mapping};
use super::reason::listed;
use super::source::{Cell, Row};
use crate::Error;

/// Items of one batch: applied in well under 100 ms, so that other writers are not kept waiting.
pub(crate) const MOST: usize = 1_000;

/// Rows of a kind, each by the names of the kind's fields.
#[derive(Debug)]
pub(crate) struct Sent {
    /// The outside system whose keys they use.
    pub(crate) source: String,
    pub(crate) items: Vec<Map<String, Value>>,
    /// Take the good ones where some are wrong.
    pub(crate) skip_wrong: bool,
}

/// What became of a batch.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The import it is in the records as; none where nothing was taken.
    pub(crate) import: Option<BatchId>,
    /// Each item: its key, and what became of it or what is wrong with which field.
    pub(crate) items: Vec<(Option<String>, Result<Outcome, Refused>)>,
}

/// Takes a batch: all of it, or the good items only where that is wanted; otherwise nothing when one is wrong.
pub(crate) async fn take(
    store: &Store,
    now: Instant,
    actor: Actor,
    kind: ImportKind,
    sent: Sent,
) -> Result<Taken, Error> {
    let Sent { source, items, skip_wrong } = sent;
    let from = source.clone();
    let (mut right, mut answers) = (Vec::new(), Vec::with_capacity(items.len()));
    let checked = store.read(move |db| {
        let ground = Ground::read(db, Some(&kind))?;
        Ok::<_, Error>(check(&kind, &from, &ground, &items))
    });
    for (key, checked) in checked.await? {
        // What becomes of a right one is known once it is applied.
        let answer = checked.map(|row| right.push(row)).map(|()| Outcome::Same);
        answers.push((key, answer));
    }
    if right.is_empty() || (right.len() < answers.len() && !skip_wrong) {
        return Ok(Taken { import: None, items: answers });
    }
    let (import, outcomes) = store
        .write(now, actor, move |tx| {
            let id: BatchId = tx.new_id();
            let (now, rows) = (tx.now(), i64::try_from(right.len()).unwrap_or(i64::MAX));
            tx.execute(
                "INSERT INTO import_batch (id, kind, source, file_name, fingerprint, state, chunks, applied_chunks, row_count, \
                 new_count, changed_count, same_count, created_at, finished_at) \
                 VALUES ($1, $2, $3, '', '', 'done', 0, 0, $4, 0, 0, 0, $5, $5)",
                params![id.raw(), kind.name, source.as_str(), rows, now],
            )?;
            let Business { zone, currency, people, .. } = tx.business()?;
            let batch = Batch { id, source: source.clone(), zone, currency, people, in_pieces: false };
            let outcomes = (kind.apply)(tx, &batch, &right)?;
            super::apply::count(tx, id, 0, &outcomes)?;
            tx.append(&ImportApplied { batch: id, import_kind: kind.name.to_owned() })?;
            Ok::<_, Error>((id, outcomes))
        })
        .await?;
    let taken = answers.iter_mut().filter_map(|(_, answer)| answer.as_mut().ok());
    for (answer, outcome) in taken.zip(outcomes) {
        *answer = outcome;
    }
    Ok(Taken { import: Some(import), items: answers })
}

/// Key and row of each item, or what is wrong with it.
fn check(
    kind: &ImportKind,
    source: &str,
    ground: &Ground,
    items: &[Map<String, Value>],
) -> Vec<(Option<String>, Result<StagedRow, Refused>)> {
    let fields: Vec<String> = kind.fields.iter().map(|field| field.name.to_owned()).collect();
    let mapping = Mapping { columns: (0..fields.len()).map(Some).collect(), named: Vec::new() };
    let mut reading = Reading::new(kind, mapping, fields.clone(), (DateForm::Iso, None), source, ground);
    let mut checked = Vec::with_capacity(items.len());
    for (line, item) in (0u64..).zip(items) {
        let key = item.get("key").and_then(shown);
        let row = cells(&fields, item, key.is_some()).and_then(|cells| {
            let row = Row::typed(line, &cells, cells.len());
            reading.row(&row, "item")
        });
        checked.push((key, row));
    }
    checked
}

/// A key as it came, for the answer.
fn shown(key: &Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The values of an item in the order of the fields.
fn cells(fields: &[String], item: &Map<String, Value>, has_key: bool) -> Result<Vec<Cell>, Refused> {
    if let Some(unknown) = item.keys().find(|name| !fields.contains(name)) {
        let why = Message::new("records-why-unknown-field").with("fields", listed(fields));
        return Err((Some(unknown.clone()), why));
    }
    if !has_key {
        return Err((Some("key".into()), Message::new("records-why-no-key")));
    }
    Ok(fields.iter().map(|field| item.get(field).map_or(Cell::Empty, cell)).collect())
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(truth) => Cell::Truth(*truth),
        Value::String(text) => Cell::Text(text.clone()),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => Cell::Whole(whole),
            (_, Some(whole), _) => Cell::Decimal(whole.into(), 0),
            (.., Some(real)) => Cell::Real(real),
            _ => Cell::unreadable(Message::new("records-why-unkept-number")),
        },
        Value::Array(lines) if lines.iter().all(Value::is_string) => {
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            Cell::Text(lines.join("\n"))
        }
        Value::Array(_) | Value::Object(_) => Cell::unreadable(Message::new("records-why-no-value")),
    }
}
