//! Answers as a table to read, as CSV, as JSON, as Parquet.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::{Map, json};
use troth_store::{Asked, Value};
use troth_web::csv::{Cell, Lines};

use super::super::{print_json, say};

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Table,
    Csv,
    Json,
    Parquet,
}

impl Format {
    pub(super) fn find(text: &str) -> Result<Self, String> {
        match text {
            "table" => Ok(Self::Table),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "parquet" => Ok(Self::Parquet),
            _ => Err("write table, csv, json or parquet".into()),
        }
    }
}

/// Prints on stdout.
pub(super) fn print(format: Format, asked: &Asked) -> anyhow::Result<()> {
    match format {
        Format::Table => table(asked).lines().try_for_each(say),
        Format::Csv => write(&csv(asked)),
        Format::Json => print_json(&as_json(asked)),
        Format::Parquet => write(&as_parquet(asked)?),
    }
}

/// A reader that has seen enough is no failure.
fn write(bytes: &[u8]) -> anyhow::Result<()> {
    match std::io::stdout().write_all(bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null(_) => String::new(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Bytes(bytes) => bytes.iter().fold(String::from("x"), |text, byte| format!("{text}{byte:02x}")),
    }
}

/// The longest cell of a table that is read.
const WIDE: usize = 60;

/// Columns one under the other; numbers to the right.
fn table(asked: &Asked) -> String {
    let cell = |text: String| {
        let text: String =
            text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        if text.chars().count() <= WIDE {
            return text;
        }
        text.chars().take(WIDE - 1).chain(['…']).collect()
    };
    let rows: Vec<Vec<String>> =
        asked.rows.iter().map(|row| row.values().iter().map(|value| cell(shown(value))).collect()).collect();
    let width = |place: usize| {
        let cells = rows.iter().filter_map(|row: &Vec<String>| row.get(place));
        cells.chain(asked.columns.get(place)).map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..asked.columns.len()).map(width).collect();
    let number = |place: usize| {
        let mut values = asked.rows.iter().filter_map(|row| row.values().get(place));
        values.all(|value| matches!(value, Value::Int(_) | Value::Real(_) | Value::Null(_)))
    };
    let right: Vec<bool> = (0..asked.columns.len()).map(number).collect();
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(&widths).zip(&right);
        let cells: Vec<String> = cells
            .map(
                |((text, width), right)| {
                    if *right { format!("{text:>width$}") } else { format!("{text:<width$}") }
                },
            )
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    let ruled: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    let head = [line(&asked.columns), ruled.join("  ")];
    head.into_iter().chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
}

fn csv(asked: &Asked) -> Vec<u8> {
    let headings: Vec<&str> = asked.columns.iter().map(String::as_str).collect();
    let mut lines = Lines::with(&headings);
    for row in &asked.rows {
        lines.add(row.values().iter().map(|value| match value {
            Value::Text(text) => Cell::from(text.as_str()),
            other => Cell::plain(shown(other)),
        }));
    }
    lines.take()
}

fn as_json(asked: &Asked) -> serde_json::Value {
    let value = |value: &Value| match value {
        Value::Null(_) => serde_json::Value::Null,
        Value::Int(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Bool(truth) => json!(truth),
        Value::Text(_) | Value::Bytes(_) => json!(shown(value)),
    };
    let row = |row: &troth_store::Row| {
        let fields = asked.columns.iter().zip(row.values());
        fields.map(|(name, one)| (name.clone(), value(one))).collect::<Map<_, _>>()
    };
    let rows: Vec<_> = asked.rows.iter().map(row).collect();
    json!({ "columns": asked.columns, "rows": rows, "more": asked.more })
}

/// What a column holds: numbers where every value is one.
fn physical(asked: &Asked, place: usize) -> Physical {
    let mut found = None;
    for value in asked.rows.iter().filter_map(|row| row.values().get(place)) {
        let kind = match value {
            Value::Null(_) => continue,
            Value::Int(_) => Physical::INT64,
            Value::Real(_) => Physical::DOUBLE,
            Value::Bool(_) => Physical::BOOLEAN,
            Value::Text(_) | Value::Bytes(_) => Physical::BYTE_ARRAY,
        };
        found = match (found, kind) {
            (None, kind) => Some(kind),
            (Some(one), other) if one == other => Some(one),
            (Some(Physical::INT64), Physical::DOUBLE) | (Some(Physical::DOUBLE), Physical::INT64) => {
                Some(Physical::DOUBLE)
            }
            _ => Some(Physical::BYTE_ARRAY),
        };
    }
    found.unwrap_or(Physical::BYTE_ARRAY)
}

fn as_parquet(asked: &Asked) -> anyhow::Result<Vec<u8>> {
    let kinds: Vec<Physical> = (0..asked.columns.len()).map(|place| physical(asked, place)).collect();
    let mut fields = Vec::new();
    for (place, (name, kind)) in asked.columns.iter().zip(&kinds).enumerate() {
        // Two columns of one name would be one.
        let twice = asked.columns[..place].contains(name);
        let name = if twice { format!("{name}_{}", place + 1) } else { name.clone() };
        let text = (*kind == Physical::BYTE_ARRAY).then_some(LogicalType::String);
        let field = Type::primitive_type_builder(&name, *kind).with_repetition(Repetition::OPTIONAL);
        fields.push(Arc::new(field.with_logical_type(text).build()?));
    }
    let schema = Arc::new(Type::group_type_builder("answer").with_fields(fields).build()?);
    let mut file =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::builder().build()))?;
    for rows in asked.rows.chunks(50_000) {
        let mut group = file.next_row_group()?;
        let mut place = 0;
        while let Some(mut column) = group.next_column()? {
            let values = rows.iter().filter_map(|row| row.values().get(place));
            let levels: Vec<i16> =
                values.clone().map(|value| i16::from(!matches!(value, Value::Null(_)))).collect();
            let there = values.filter(|value| !matches!(value, Value::Null(_)));
            match column.untyped() {
                ColumnWriter::Int64ColumnWriter(writer) => {
                    let numbers: Vec<i64> = there.filter_map(whole).collect();
                    writer.write_batch(&numbers, Some(&levels), None)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let numbers: Vec<f64> = there.filter_map(real).collect();
                    writer.write_batch(&numbers, Some(&levels), None)?;
                }
                ColumnWriter::BoolColumnWriter(writer) => {
                    let truths: Vec<bool> = there.map(|value| matches!(value, Value::Bool(true))).collect();
                    writer.write_batch(&truths, Some(&levels), None)?;
                }
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let texts: Vec<ByteArray> =
                        there.map(|value| ByteArray::from(shown(value).into_bytes())).collect();
                    writer.write_batch(&texts, Some(&levels), None)?;
                }
                _ => anyhow::bail!("a column has a type that is not written"),
            }
            column.close()?;
            place += 1;
        }
        group.close()?;
    }
    Ok(file.into_inner()?)
}

fn whole(value: &Value) -> Option<i64> {
    if let Value::Int(number) = value { Some(*number) } else { None }
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        _ => None,
    }
}
