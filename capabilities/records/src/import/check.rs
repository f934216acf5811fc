//! Reading a file row by row, and checking every value before anything is stored.

use std::collections::HashMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use troth_core::Currency;
use troth_store::Business;
use troth_store::import::{Applied, FieldType, FieldValue, ImportKind, StagedRow};

use super::Options;
use super::mapping::{DateForm, Mapping};
use super::source::{self, Found};
use super::value::{self, How, Mark, text};
use super::wrong::Wrong;
use crate::Error;

/// The longest row taken, in bytes: a file that has a longer one is not what it seems.
const ROW_LIMIT: usize = 1 << 20;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Checked {
    /// Rows, the heading not counted.
    pub rows: u64,
    /// Rows that cannot be imported.
    pub wrong: u64,
    /// The first of them: line, column, reason.
    pub first_wrong: Option<String>,
    /// How the file is written.
    #[serde(flatten)]
    pub found: Found,
    /// What importing the other rows would do.
    #[serde(flatten)]
    pub would: Applied,
}

/// What is met on the way through a file.
pub(super) enum Met<'r> {
    Headings(&'r [String]),
    Right(StagedRow),
    Wrong(&'r Wrong<'r>),
}

/// Reads a file; calls `met` with its headings and every row.
pub(super) fn check(
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    business: &Business,
    mut met: impl FnMut(Met<'_>) -> Result<(), Error>,
) -> Result<Checked, Error> {
    let fail = |why: String| Error::File { file: file.display().to_string(), why };
    let mut source = source::open(file, options.encoding.as_deref())?;
    let headings = headings(&mut source, &fail)?;
    source.watch.row();
    let mapping = Mapping::find(kind, &headings, &options.map)?;
    met(Met::Headings(&headings))?;
    let form = options.date_form.clone().map_or(DateForm::Iso, DateForm::Given);
    let (mark, seen, keys) = (options.decimal, HashMap::new(), HashMap::new());
    let mut reading = Reading { kind, mapping, headings, form, mark, business, seen, keys };
    let (found, would) = (source.found.clone(), Applied::default());
    let mut checked = Checked { rows: 0, wrong: 0, first_wrong: None, found, would };
    let mut record = csv::ByteRecord::new();
    let mut last = (1, false);
    loop {
        let more = source.reader.read_byte_record(&mut record);
        if !more.map_err(|_| fail(runaway(last.0 + 1)))? {
            break;
        }
        source.watch.row();
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) && record.len() > 1 {
            continue;
        }
        checked.rows += 1;
        // Counted from the row's end: the reader counts blank lines before a row to the row.
        let inside: usize = record.iter().map(|cell| cell.split(|byte| *byte == b'\n').count() - 1).sum();
        let line = source.reader.position().line() + source.skipped - 1 - inside as u64;
        last = (line, inside > 0);
        match reading.row(&record, line) {
            Ok(row) => met(Met::Right(row))?,
            Err((column, reason)) => {
                let wrong = Wrong { line, column, reason, record: &record };
                checked.wrong += 1;
                if checked.first_wrong.is_none() {
                    checked.first_wrong = Some(wrong.to_string());
                }
                met(Met::Wrong(&wrong))?;
            }
        }
    }
    if last.1 && source.watch.open_quote() {
        // The row ended with the file, not with a line.
        let line = last.0 + 1;
        return Err(fail(format!(
            "line {line}: a quotation mark is opened and never closed; close it, or double it if it belongs to the text"
        )));
    }
    if checked.rows == 0 {
        return Err(fail("it holds headings and no rows".into()));
    }
    Ok(checked)
}

fn runaway(line: u64) -> String {
    format!("line {line}: the row never ends (more than 16 MB); a quotation mark is opened and not closed")
}

pub(super) fn headings(
    source: &mut source::Source,
    fail: &impl Fn(String) -> Error,
) -> Result<Vec<String>, Error> {
    let headings = source.reader.byte_headers().map_err(|_| fail(runaway(1)))?;
    let headings: Vec<String> = (0..headings.len())
        .map(|column| {
            text(headings, column)
                .map(str::to_owned)
                .map_err(|why| fail(format!("line 1, column {}: {why}", column + 1)))
        })
        .collect::<Result<_, _>>()?;
    if headings.iter().all(String::is_empty) {
        return Err(fail("it is empty; the first line must hold the headings".into()));
    }
    Ok(headings)
}

/// The column, where one is to blame, and the reason.
type Refused = (Option<String>, String);

struct Reading<'r> {
    kind: &'r ImportKind,
    mapping: Mapping,
    headings: Vec<String>,
    form: DateForm,
    mark: Mark,
    business: &'r Business,
    /// How often rows of the same content were met, for rows without a key.
    seen: HashMap<u128, u32>,
    /// Keys met so far, hashed, with their lines.
    keys: HashMap<u128, u64>,
}

impl Reading<'_> {
    fn row(&mut self, record: &csv::ByteRecord, line: u64) -> Result<StagedRow, Refused> {
        if record.as_slice().len() > ROW_LIMIT {
            let why = format!("the row is longer than {ROW_LIMIT} bytes; is a quotation mark missing?");
            return Err((None, why));
        }
        let (has, wanted) = (record.len(), self.headings.len());
        if has != wanted {
            let why = format!(
                "the row has {has} columns, the heading {wanted}; is a separator missing, or a text with one not in quotation marks?"
            );
            return Err((None, why));
        }
        // Amounts are read in the row's own currency, which may stand in a later column.
        let currency = self.currency_of(record)?;
        let how = How { form: &self.form, zone: &self.business.zone, mark: self.mark, currency };
        let mut values = Vec::with_capacity(self.kind.fields.len());
        for (place, field) in self.kind.fields.iter().enumerate() {
            let Some(column) = self.mapping.columns[place] else {
                values.push(None);
                continue;
            };
            let at_column = |why: String| (Some(self.headings[column].clone()), why);
            let text = text(record, column).map_err(at_column)?;
            let value = value::read(field.kind, text, &how).map_err(at_column)?;
            if value.is_none() && field.required {
                return Err(at_column("it is empty; fill it in or leave the row out".into()));
            }
            values.push(value);
        }
        self.give_key(&mut values, line)?;
        let row = StagedRow { line, values };
        (self.kind.check)(&row, self.business.people).map_err(|broken| {
            let place = self.kind.fields.iter().position(|field| field.name == broken.field);
            let column = place.and_then(|place| self.mapping.columns[place]);
            (column.map(|column| self.headings[column].clone()), broken.reason.to_owned())
        })?;
        Ok(row)
    }

    fn currency_of(&self, record: &csv::ByteRecord) -> Result<Currency, Refused> {
        let wanted = self.business.currency;
        let place = self.kind.fields.iter().position(|field| field.kind == FieldType::Currency);
        let Some(column) = place.and_then(|place| self.mapping.columns[place]) else { return Ok(wanted) };
        let at_column = |why: String| (Some(self.headings[column].clone()), why);
        match text(record, column).map_err(at_column)? {
            "" => Ok(wanted),
            code => {
                let currency: Currency =
                    code.parse().map_err(|error: troth_core::MoneyError| at_column(error.to_string()))?;
                if currency != wanted {
                    return Err(at_column(format!(
                        "there is no rate from {currency} to {wanted}; import amounts in {wanted}"
                    )));
                }
                Ok(currency)
            }
        }
    }

    /// A row without a key gets one from its content and its occurrence, so that a file can be read twice.
    fn give_key(&mut self, values: &mut [Option<FieldValue>], line: u64) -> Result<(), Refused> {
        let Some(place) = self.kind.fields.iter().position(|field| field.name == "key") else {
            return Ok(());
        };
        if let Some(FieldValue::Text(key)) = &values[place] {
            let Some(first) = self.keys.insert(hash(key), line) else { return Ok(()) };
            self.keys.insert(hash(key), first);
            let column = self.mapping.columns[place].map(|column| self.headings[column].clone());
            let key = value::shown(key);
            let why = format!("the key `{key}` stands in line {first} already; keep one of the two rows");
            return Err((column, why));
        }
        let hash = hash(&serde_json::to_string(&values).unwrap_or_default());
        let occurrence = self.seen.entry(hash).or_insert(0);
        *occurrence += 1;
        values[place] = Some(FieldValue::Text(format!("#{hash:032x}-{occurrence}")));
        Ok(())
    }
}

/// The same on every machine and in every version, and never the same for two texts.
fn hash(text: &str) -> u128 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(16).fold(0, |number, byte| (number << 8) | u128::from(*byte))
}
