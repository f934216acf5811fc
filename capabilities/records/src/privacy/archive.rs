//! What is held of somebody as one archive: a page of text that says what is in it, a table for each sort of thing, and the same again
//! as JSON.

use std::io::{Cursor, Write};

use serde_json::{Map, Value, json};
use troth_core::{Day, Instant, Message, Money};
use troth_store::export::Given;
use troth_store::{PersonalTable, Sheet, Told};
use troth_web::csv::{Cell, Lines};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Named;
use crate::export::shown;

/// Packs the sheets; `say` puts texts in the language of whoever asks.
pub(super) fn pack(
    subject: &Named,
    sheets: &[Sheet],
    tables: &[PersonalTable],
    now: Instant,
    say: &(dyn Fn(&Message) -> String + Send + Sync),
) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(bytes).map_err(zip::result::ZipError::Io)
    };
    let title = say(&Message::new("records-archive-title")
        .with("name", subject.name.as_str())
        .with("at", now.to_string()));
    let mut about = format!("{title}\r\n\r\n{}\r\n\r\n", say(&Message::new("records-archive-about")));
    for sheet in sheets {
        let rows = i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX);
        let what = tables.iter().find(|table| table.told == Told::Sheet(sheet.name));
        let what = what.map(|table| say(&Message::new(table.text))).unwrap_or_default();
        about = format!("{about}{}.csv ({rows}): {what}\r\n", sheet.name);
    }
    put("README.txt", about.as_bytes())?;
    for sheet in sheets {
        let mut lines = Lines::with(&sheet.columns);
        for row in &sheet.rows {
            lines.add(row.iter().map(shown_whole));
        }
        put(&format!("{}.csv", sheet.name), &lines.take())?;
    }
    let all: Map<String, Value> =
        sheets.iter().map(|sheet| (sheet.name.to_owned(), Value::Array(objects(sheet)))).collect();
    put("data.json", format!("{:#}", json!({ "at": now.to_string(), "data": all })).as_bytes())?;
    archive.finish().map(Cursor::into_inner)
}

fn objects(sheet: &Sheet) -> Vec<Value> {
    let object = |row: &Vec<Given>| {
        let fields =
            sheet.columns.iter().zip(row).map(|(column, value)| ((*column).to_owned(), in_json(value)));
        Value::Object(fields.filter(|(_, value)| !value.is_null()).collect())
    };
    sheet.rows.iter().map(object).collect()
}

/// An amount with its currency: there is nothing beside it to say which.
fn shown_whole(value: &Given) -> Cell {
    match value {
        Given::Amount(minor, currency) => Cell::plain(Money::new(*minor, *currency)),
        other => shown(other),
    }
}

fn in_json(value: &Given) -> Value {
    match value {
        Given::Nothing => Value::Null,
        Given::Text(text) => text.as_str().into(),
        Given::Moment(at) => Instant::from_micros(*at).to_string().into(),
        Given::Day(day) => Day::from_number(*day).to_string().into(),
        Given::Amount(..) | Given::Thousandths(_) | Given::Rate(_) => shown_whole(value).to_string().into(),
        Given::Whole(number) => (*number).into(),
        Given::Truth(truth) => (*truth).into(),
    }
}
