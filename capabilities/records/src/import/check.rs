//! Reading a file row by row, and checking every value before anything is stored.

use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};
use troth_core::{Argument, Currency, Day, Instant, Message, Money};
use troth_store::import::{Applied, Blamed, FieldType, FieldValue, ImportKind, Judge, StagedRow, Unfit};

use super::Options;
use super::ground::Ground;
use super::mapping::{DateForm, Mapping};
use super::qualified;
use super::reason::{self, count};
use super::source::{Found, Given, Row, Source};
use super::twice::{LARGE, Twice};
use super::value::{self, How, Mark};
use super::wrong::Wrong;
use crate::Error;

/// The longest row taken, in bytes: a file that has a longer one is not what it seems.
const ROW_LIMIT: usize = 1 << 20;
/// The longest text in a column that somebody named.
const NAMED: usize = 5_000;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Checked {
    /// Rows, the heading not counted.
    pub rows: u64,
    /// Rows that cannot be imported.
    pub wrong: u64,
    /// The first of them: line, column, reason.
    pub first_wrong: Option<Message>,
    /// How the file is written.
    #[serde(flatten)]
    pub found: Found,
    /// What importing the other rows would do.
    #[serde(flatten)]
    pub would: Applied,
}

/// What a file holds, as a program is told it: the first wrong row in words, and the key of its reason.
#[derive(Debug, serde::Serialize)]
pub struct CheckedSaid<'c> {
    rows: u64,
    wrong: u64,
    first_wrong: Option<String>,
    first_wrong_key: Option<&'c str>,
    #[serde(flatten)]
    found: &'c Found,
    #[serde(flatten)]
    would: Applied,
}

impl Checked {
    /// The same in words.
    pub fn said(&self, say: impl Fn(&Message) -> String) -> CheckedSaid<'_> {
        let why = self.first_wrong.as_ref().and_then(|first| first.arguments.get("why"));
        let key = why.and_then(|why| if let Argument::Message(why) = why { Some(&why.key) } else { None });
        let Self { rows, wrong, first_wrong, found, would } = self;
        CheckedSaid {
            rows: *rows,
            wrong: *wrong,
            first_wrong: first_wrong.as_ref().map(say),
            first_wrong_key: key.map(String::as_str),
            found,
            would: *would,
        }
    }
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
    ground: &Ground,
    met: impl FnMut(Met<'_>) -> Result<(), Error>,
) -> Result<Checked, Error> {
    let large = std::fs::metadata(file).is_ok_and(|about| about.len() > LARGE);
    check_sized(kind, file, options, ground, large, met)
}

/// The same for a file that is, or is not, too large to be remembered.
fn check_sized(
    kind: &ImportKind,
    file: &Path,
    options: &Options,
    ground: &Ground,
    large: bool,
    mut met: impl FnMut(Met<'_>) -> Result<(), Error>,
) -> Result<Checked, Error> {
    let mut source = Source::open(file, options.opening())?;
    let (found, headings) = (source.found().clone(), source.headings().to_vec());
    let mapping = Mapping::find(kind, &headings, &options.map, &options.named)?;
    let named = mapping.named.iter().map(|(column, _)| *column);
    let mapped: Vec<usize> = mapping.columns.iter().flatten().copied().chain(named).collect();
    source.select(&mapped, options.errors.is_some())?;
    met(Met::Headings(&headings))?;
    let form = options.date_form.clone().map_or(DateForm::Iso, DateForm::Given);
    let place = found.place();
    let mut reading = Reading::new(kind, mapping, headings, (form, options.decimal), &options.source, ground);
    if large {
        reading.twice = Twice::noted()?;
        let mut first = Source::open(file, options.opening())?;
        first.select(&mapped, false)?;
        first.each(|row| {
            // What is wrong with it is said the second time.
            let _ = reading.row(row, place);
            Ok::<_, Error>(ControlFlow::Continue(()))
        })?;
        reading.twice = std::mem::replace(&mut reading.twice, Twice::remembered()).known()?;
    }
    let would = Applied::default();
    let mut checked = Checked { rows: 0, wrong: 0, first_wrong: None, found, would };
    source.each(|row| {
        checked.rows += 1;
        match reading.row(row, place) {
            Ok(row) => {
                for copy in 1..reading.times {
                    met(Met::Right(reading.copy(&row, copy)))?;
                }
                if reading.times > 0 {
                    met(Met::Right(row))?;
                }
            }
            Err((column, reason)) => {
                let wrong = Wrong { place, column, reason, row };
                checked.wrong += 1;
                if checked.first_wrong.is_none() {
                    checked.first_wrong = Some(wrong.message());
                }
                met(Met::Wrong(&wrong))?;
            }
        }
        Ok::<_, Error>(ControlFlow::Continue(()))
    })?;
    if checked.rows == 0 {
        return Err(Error::file(file, Message::new("records-why-no-rows")));
    }
    Ok(checked)
}

/// The column, where one is to blame, and the reason.
pub(super) type Refused = (Option<String>, Message);

/// Rows on their way from values as they are written to values as they are kept.
pub(super) struct Reading<'r> {
    kind: &'r ImportKind,
    mapping: Mapping,
    headings: Vec<String>,
    form: DateForm,
    mark: Mark,
    /// Whether keys tell whose they are.
    own: bool,
    ground: &'r Ground,
    judge: Option<Judge>,
    twice: Twice,
    /// How many times the last right row stands.
    times: u32,
}

impl<'r> Reading<'r> {
    pub(super) fn new(
        kind: &'r ImportKind,
        mapping: Mapping,
        headings: Vec<String>,
        (form, mark): (DateForm, Mark),
        source: &str,
        ground: &'r Ground,
    ) -> Self {
        let (own, twice) = (source == qualified::OWN, Twice::remembered());
        let judge = ground.judging.as_ref().map(|judging| judging(source));
        Self { kind, mapping, headings, form, mark, own, ground, judge, twice, times: 1 }
    }

    /// Checks every value of a row; `place` is what rows are called.
    pub(super) fn row(&mut self, row: &Row<'_>, place: &'static str) -> Result<StagedRow, Refused> {
        let line = row.line;
        if row.bytes() > ROW_LIMIT {
            return Err((None, Message::new("records-why-row-long").with("limit", count(ROW_LIMIT))));
        }
        let (has, wanted) = (row.width(), self.headings.len());
        if has != wanted {
            let why = Message::new("records-why-ragged").with("has", count(has));
            return Err((None, why.with("wanted", count(wanted))));
        }
        // Amounts are read in the row's own currency, which may stand in a later column.
        let currency = self.currency_of(row)?;
        let own = self.own;
        let how = How { form: &self.form, zone: &self.ground.business.zone, mark: self.mark, currency, own };
        let mut values = Vec::with_capacity(self.kind.fields.len());
        for (place, field) in self.kind.fields.iter().enumerate() {
            let Some(column) = self.mapping.columns[place] else {
                values.push(None);
                continue;
            };
            let at_column = |why: Message| (Some(self.headings[column].clone()), why);
            let value = match row.get(column).map_err(at_column)? {
                Given::Text(text) => value::read(field.kind, text, &how),
                Given::Typed(cell) => value::typed(field.kind, cell, &how),
            };
            let value = value.map_err(at_column)?;
            if value.is_none() && field.required {
                return Err(at_column(Message::new("records-why-empty")));
            }
            values.push(value);
        }
        let named = self.named(row)?;
        self.times = self.give_key(&mut values, &named, line, place)?;
        self.convert(&mut values, currency)?;
        let row = StagedRow { line, values, named };
        (self.kind.check)(&row, self.ground.business.people).map_err(|broken| {
            let place = self.kind.fields.iter().position(|field| field.name == broken.field);
            let column = place.and_then(|place| self.mapping.columns[place]);
            (column.map(|column| self.headings[column].clone()), Message::new(broken.reason))
        })?;
        let judged = self.judge.as_mut().map_or(Ok(()), |judge| judge(&row));
        judged.map_err(|unfit| (self.blamed(&row, &unfit), unfit.why))?;
        Ok(row)
    }

    /// What a row says in columns that somebody named.
    fn named(&self, row: &Row<'_>) -> Result<Vec<(String, String)>, Refused> {
        let mut named = Vec::with_capacity(self.mapping.named.len());
        for (column, name) in &self.mapping.named {
            let at_column = |why: Message| (Some(self.headings[*column].clone()), why);
            let text = row.value(*column).map_err(at_column)?;
            let text = text.trim();
            if text.chars().count() > NAMED {
                let why = Message::new("records-why-long").with("length", count(text.chars().count()));
                return Err(at_column(why.with("limit", count(NAMED))));
            }
            if !text.is_empty() {
                named.push((name.clone(), text.to_owned()));
            }
        }
        if named.is_empty() && !self.mapping.named.is_empty() {
            return Err((None, Message::new("records-why-named-empty")));
        }
        Ok(named)
    }

    /// The heading of the value that is to blame.
    fn blamed(&self, row: &StagedRow, unfit: &Unfit) -> Option<String> {
        let column = match unfit.at {
            Blamed::Field(name) => {
                let place = self.kind.fields.iter().position(|field| field.name == name)?;
                self.mapping.columns[place]?
            }
            Blamed::Named(place) => {
                let (name, _) = row.named.get(place)?;
                self.mapping.named.iter().find(|(_, known)| known == name)?.0
            }
        };
        self.headings.get(column).cloned()
    }

    /// The same row once more, under a key of its own.
    fn copy(&self, row: &StagedRow, number: u32) -> StagedRow {
        let mut row = row.clone();
        let place = self.kind.fields.iter().position(|field| field.name == "key");
        if let Some(Some(FieldValue::Text(key))) = place.and_then(|place| row.values.get_mut(place)) {
            *key = format!("{key}.{number}");
        }
        row
    }

    fn currency_of(&self, row: &Row<'_>) -> Result<Currency, Refused> {
        let wanted = self.ground.business.currency;
        let place = self.kind.fields.iter().position(|field| field.kind == FieldType::Currency);
        let Some(column) = place.and_then(|place| self.mapping.columns[place]) else { return Ok(wanted) };
        let at_column = |why: Message| (Some(self.headings[column].clone()), why);
        match row.value(column).map_err(at_column)?.as_ref() {
            "" => Ok(wanted),
            code => code.parse().map_err(|error| at_column(reason::money(error))),
        }
    }

    /// Amounts in another currency, converted at the rate of the row's day. The key was given before: it does not
    /// change with a rate.
    fn convert(&self, values: &mut [Option<FieldValue>], currency: Currency) -> Result<(), Refused> {
        if currency == self.ground.business.currency {
            return Ok(());
        }
        let place =
            |wanted: &[FieldType]| self.kind.fields.iter().position(|field| wanted.contains(&field.kind));
        let day = place(&[FieldType::Moment, FieldType::Day]).and_then(|place| values[place].as_ref());
        let day = match day {
            Some(FieldValue::Moment(at)) => self.ground.business.zone.day_of(Instant::from_micros(*at)),
            Some(FieldValue::Int(day)) => Day::from_number(*day),
            _ => return Ok(()),
        };
        let column = place(&[FieldType::Currency]).and_then(|place| self.mapping.columns[place]);
        for (field, value) in self.kind.fields.iter().zip(values) {
            let (FieldType::Amount, Some(FieldValue::Int(minor))) = (field.kind, &value) else { continue };
            let original = *minor;
            let converted = self.ground.convert(Money::new(original, currency), day);
            let converted =
                converted.map_err(|why| (column.map(|column| self.headings[column].clone()), why))?;
            *value = Some(FieldValue::Converted(converted.minor, original));
        }
        Ok(())
    }

    /// A row without a key gets one from its content and its occurrence, so that a file can be read twice. How many times the
    /// row stands is no part of it: a count that grew adds to those that are there.
    fn give_key(
        &mut self,
        values: &mut [Option<FieldValue>],
        named: &[(String, String)],
        line: u64,
        unit: &'static str,
    ) -> Result<u32, Refused> {
        let counted = self.kind.fields.iter().position(|field| matches!(field.kind, FieldType::Times(_)));
        let said = counted.and_then(|counted| values[counted].take());
        let times = match said {
            Some(FieldValue::Int(times)) => u32::try_from(times).unwrap_or(u32::MAX),
            _ => 1,
        };
        let Some(place) = self.kind.fields.iter().position(|field| field.name == "key") else {
            return Ok(times);
        };
        let heading = |place: usize| self.mapping.columns[place].map(|column| self.headings[column].clone());
        if let Some(FieldValue::Text(key)) = &values[place] {
            if times != 1 {
                return Err((counted.and_then(heading), Message::new("records-why-times-key")));
            }
            let Some(first) = self.twice.key(short(hash(key)), line) else { return Ok(times) };
            let why = Message::new("records-why-key-twice").with("key", reason::shown(key));
            return Err((heading(place), why.with("place", reason::place(unit, first))));
        }
        let mut content = serde_json::to_string(&values).unwrap_or_default();
        if !named.is_empty() {
            content.push_str(&serde_json::to_string(&named).unwrap_or_default());
        }
        let hash = hash(&content);
        let occurrence = self.twice.content(short(hash), line);
        values[place] = Some(FieldValue::Text(format!("#{hash:032x}-{occurrence}")));
        if let Some(counted) = counted {
            values[counted] = said;
        }
        Ok(times)
    }
}

/// The same on every machine and in every version, and never the same for two texts.
fn hash(text: &str) -> u128 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(16).fold(0, |number, byte| (number << 8) | u128::from(*byte))
}

/// Half of a hash. Two of five million rows have the same half once in a million files.
fn short(hash: u128) -> u64 {
    u64::try_from(hash >> 64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use troth_harness::TestStore;
    use troth_store::Engine;

    use super::*;

    /// A key again, contents again without a key, and a row that is wrong before its key is looked at.
    const FILE: &str = "customer,at,amount,key\na,2026-01-02,5,k\nb,2026-01-02,x,l\nb,2026-01-02,5,l\na,2026-01-02,6,k\n\
                        c,2026-01-02,5,\nc,2026-01-02,5,\nc,2026-01-02,5,\na,2026-01-02,7,k\n";

    #[tokio::test]
    async fn a_large_file_is_checked_as_a_small_one_is() {
        let test = TestStore::open(Engine::Sqlite, vec![crate::part()]).await.unwrap();
        let kind = super::super::find_kind(&test.store, "purchases").unwrap();
        let ground = Ground::find(&test.store, Some(&kind)).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file.csv");
        std::fs::write(&file, FILE).unwrap();
        let read = |large: bool| {
            let mut rows = Vec::new();
            let checked = check_sized(&kind, &file, &Options::default(), &ground, large, |met| {
                rows.push(match met {
                    Met::Headings(all) => all.join(","),
                    Met::Right(row) => format!("{row:?}"),
                    Met::Wrong(wrong) => reason::in_english(&wrong.message()),
                });
                Ok(())
            });
            (checked.unwrap(), rows)
        };
        let (small, large) = (read(false), read(true));
        assert_eq!(small, large);
        assert_eq!((small.0.rows, small.0.wrong), (8, 3));
        let said = small.1.join("\n");
        for part in ["the key `k` stands in line 2 already", "-1\"", "-2\"", "-3\""] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
