//! Reading a file row by row, and checking every value before anything is stored.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};
use troth_core::{Currency, Money, Zone};
use troth_store::import::{FieldType, FieldValue, ImportKind, StagedRow};

use super::Options;
use super::mapping::{DateForm, Mapping};
use crate::Error;

/// The longest row taken, in bytes: a file that has a longer one is not what it seems.
const ROW_LIMIT: usize = 1 << 20;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Checked {
    /// Rows, the heading not counted.
    pub rows: u64,
    /// Rows that cannot be imported.
    pub wrong: u64,
    /// The first of them: line, column, reason.
    pub first_wrong: Option<String>,
}

/// Reads a file; calls `keep` with each row that is right.
pub(super) fn check(
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    zone: &Zone,
    currency: Currency,
    mut keep: impl FnMut(StagedRow) -> Result<(), Error>,
) -> Result<Checked, Error> {
    let shown = file.display().to_string();
    let fail = |why: String| Error::File { file: shown.clone(), why };
    let mut input = std::fs::File::open(file).map_err(|error| fail(error.to_string()))?;
    let mut start = [0u8; 3];
    let read = input.read(&mut start).map_err(|error| fail(error.to_string()))?;
    let bom = start == [0xEF, 0xBB, 0xBF];
    let head = std::io::Cursor::new(if bom { Vec::new() } else { start[..read].to_vec() });
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(head.chain(input));
    let headings = reader.byte_headers().map_err(|error| fail(error.to_string()))?.clone();
    let headings: Vec<String> = headings
        .iter()
        .map(|heading| std::str::from_utf8(heading).map(|text| text.trim().to_owned()))
        .collect::<Result<_, _>>()
        .map_err(|_| fail("line 1 is not UTF-8; save the file as UTF-8 and import it again".into()))?;
    if headings.iter().all(String::is_empty) {
        return Err(fail("it is empty; the first line must hold the headings".into()));
    }
    let mapping = Mapping::find(kind, &headings, &options.map)?;
    let form = options.date_form.clone().map_or(DateForm::Iso, DateForm::Given);
    let mut reading =
        Reading { kind, mapping, headings, form, zone, currency, seen: HashMap::new(), keys: HashSet::new() };
    let mut checked = Checked { rows: 0, wrong: 0, first_wrong: None };
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| fail(error.to_string()))? {
        let line = record.position().map_or(0, csv::Position::line);
        checked.rows += 1;
        match reading.row(&record, line) {
            Ok(row) => keep(row)?,
            Err(why) => {
                checked.wrong += 1;
                checked.first_wrong.get_or_insert(format!("line {line}, {why}"));
            }
        }
    }
    if checked.rows == 0 {
        return Err(fail("it holds headings and no rows".into()));
    }
    Ok(checked)
}

struct Reading<'r> {
    kind: &'r ImportKind,
    mapping: Mapping,
    headings: Vec<String>,
    form: DateForm,
    zone: &'r Zone,
    currency: Currency,
    /// How often rows of the same content were met, for rows without a key.
    seen: HashMap<u128, u32>,
    /// Keys met so far, hashed.
    keys: HashSet<u128>,
}

impl Reading<'_> {
    fn row(&mut self, record: &csv::ByteRecord, line: u64) -> Result<StagedRow, String> {
        if record.as_slice().len() > ROW_LIMIT {
            return Err(format!("the row is longer than {ROW_LIMIT} bytes; is a quotation mark missing?"));
        }
        if record.len() != self.headings.len() {
            return Err(format!("the row has {} columns, the heading {}", record.len(), self.headings.len()));
        }
        // Amounts are read in the row's own currency, which may stand in a later column.
        let currency = self.currency_of(record)?;
        let mut values = Vec::with_capacity(self.kind.fields.len());
        for (place, field) in self.kind.fields.iter().enumerate() {
            let Some(column) = self.mapping.columns[place] else {
                values.push(None);
                continue;
            };
            let at_column = |why: String| format!("column {}: {why}", self.headings[column]);
            let text = text(record, column).map_err(at_column)?;
            let value = self.value(field.kind, text, currency).map_err(at_column)?;
            if value.is_none() && field.required {
                return Err(at_column("it is empty".into()));
            }
            values.push(value);
        }
        self.give_key(&mut values)?;
        Ok(StagedRow { line, values })
    }

    fn currency_of(&self, record: &csv::ByteRecord) -> Result<Currency, String> {
        let place = self.kind.fields.iter().position(|field| field.kind == FieldType::Currency);
        let Some(column) = place.and_then(|place| self.mapping.columns[place]) else {
            return Ok(self.currency);
        };
        let at_column = |why: String| format!("column {}: {why}", self.headings[column]);
        match text(record, column).map_err(at_column)? {
            "" => Ok(self.currency),
            code => {
                let currency: Currency =
                    code.parse().map_err(|error: troth_core::MoneyError| at_column(error.to_string()))?;
                if currency != self.currency {
                    let wanted = self.currency;
                    return Err(at_column(format!(
                        "there is no rate from {currency} to {wanted}; import amounts in {wanted}"
                    )));
                }
                Ok(currency)
            }
        }
    }

    fn value(&self, kind: FieldType, text: &str, currency: Currency) -> Result<Option<FieldValue>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let value = match kind {
            FieldType::Text(limit) => {
                let length = text.chars().count();
                if length > limit {
                    return Err(format!("it has {length} characters, at most {limit} are taken"));
                }
                FieldValue::Text(text.to_owned())
            }
            FieldType::Currency => FieldValue::Text(currency.code().to_owned()),
            FieldType::Moment => FieldValue::Moment(self.form.read(text, self.zone)?.micros()),
            FieldType::Amount => {
                FieldValue::Int(Money::parse(text, '.', currency).map_err(|error| error.to_string())?.minor)
            }
            FieldType::Thousandths => FieldValue::Int(thousandths(text)?),
        };
        Ok(Some(value))
    }

    /// A row without a key gets one from its content and its occurrence, so that a file can be read twice.
    fn give_key(&mut self, values: &mut [Option<FieldValue>]) -> Result<(), String> {
        let Some(place) = self.kind.fields.iter().position(|field| field.name == "key") else {
            return Ok(());
        };
        if let Some(FieldValue::Text(key)) = &values[place] {
            let first = self.keys.insert(hash(key));
            return if first { Ok(()) } else { Err(format!("the key `{key}` stands in the file before")) };
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

fn text(record: &csv::ByteRecord, column: usize) -> Result<&str, String> {
    let text = std::str::from_utf8(record.get(column).unwrap_or_default());
    let text = text.map_err(|_| "it is not UTF-8; save the file as UTF-8 and import it again".to_owned())?;
    if text.contains('\0') {
        return Err("it has a NUL character".into());
    }
    Ok(text.trim())
}

/// A number with up to three decimals, in thousandths.
fn thousandths(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is not a number with up to three decimals");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = decimals.trim_end_matches('0');
    if digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    format!("{whole}{digits:0<3}").parse().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    #[test]
    fn quantities_keep_three_decimals() {
        assert_eq!(super::thousandths("2"), Ok(2000));
        assert_eq!(super::thousandths("-0.25"), Ok(-250));
        for text in ["1.0005", "1,5", "a", "1.-5"] {
            assert!(super::thousandths(text).is_err(), "{text}");
        }
    }
}
