//! Taking everything out: one file for each kind, as CSV or Parquet. What is taken out and read in again, with the source
//! `troth-export`, is the same: each column of a kind is a field of its import, keys tell whose they are, and texts that
//! a spreadsheet would run are marked as they are read.
//!
//! Rows go out by ranges of ids, so memory does not grow with the records. What is entered after an export began is not in
//! it; what is changed while it goes on is as it is when its range is read. `troth export` reads everything in one
//! snapshot.

pub(crate) mod api;
mod csv;
pub(crate) mod pages;
mod parquet;

use std::path::{Path, PathBuf};

use troth_core::{Actor, Instant, Message, RecordsExported};
use troth_store::export::{ExportColumn, ExportKind, ExportRange, Given, Holds};
use troth_store::import::FieldType;
use troth_store::{Db, Store};

use crate::Error;
use crate::entity::Entity;
use crate::import::reason::said;
use crate::store::export as store;

pub(crate) use csv::shown;

/// Rows read at a time.
const CHUNK: i64 = 1_000;

/// The kind of export of a thing.
pub(crate) const fn kind<E: Entity>() -> ExportKind {
    ExportKind { name: E::NAME, columns: columns::<E>, reach: store::reach::<E>, read: store::read::<E> }
}

/// Notes and what people agreed to: they say who wrote them and when, so they are not read in again.
pub(crate) const NOTES: ExportKind = ExportKind {
    name: "notes",
    columns: || {
        let (text, moment) = (Holds::Text, Holds::Moment);
        vec![
            column("key", text, false),
            column("customer", text, false),
            column("contact", text, false),
            column("text", text, true),
            column("written_at", moment, false),
            column("written_by", text, false),
            column("changed_at", moment, false),
            column("removed_at", moment, false),
        ]
    },
    reach: store::reach_notes,
    read: store::read_notes,
};

pub(crate) const CONSENTS: ExportKind = ExportKind {
    name: "consents",
    columns: || {
        let (text, moment) = (Holds::Text, Holds::Moment);
        vec![
            column("key", text, false),
            column("contact", text, false),
            column("purpose", text, false),
            column("given", Holds::Truth, false),
            column("at", moment, false),
            column("obtained", text, true),
            column("recorded_by", text, false),
            column("recorded_at", moment, false),
        ]
    },
    reach: store::reach_consents,
    read: store::read_consents,
};

const fn column(name: &'static str, holds: Holds, personal: bool) -> ExportColumn {
    ExportColumn { name, holds, personal }
}

/// The fields of a thing's import as columns.
fn columns<E: Entity>() -> Vec<ExportColumn> {
    let holds = |kind| match kind {
        FieldType::Moment => Holds::Moment,
        FieldType::Day => Holds::Day,
        FieldType::Amount => Holds::Amount,
        FieldType::Thousandths => Holds::Thousandths,
        FieldType::Rate => Holds::Rate,
        FieldType::Months | FieldType::Times(_) => Holds::Whole,
        FieldType::Text(_)
        | FieldType::Key
        | FieldType::Currency
        | FieldType::Code
        | FieldType::Choice(_)
        | FieldType::Emails
        | FieldType::Phones
        | FieldType::Language => Holds::Text,
    };
    let fields = E::FIELDS.iter();
    fields.map(|field| column(field.name, holds(field.kind), E::PERSONAL.contains(&field.name))).collect()
}

/// How files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Text with commas, UTF-8.
    Csv,
    /// Columns with types.
    Parquet,
}

impl ExportFormat {
    /// The word in addresses, commands and at the end of names of files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The format with this word.
    pub fn find(key: &str) -> Option<Self> {
        [Self::Csv, Self::Parquet].into_iter().find(|format| format.key() == key)
    }
}

/// Every kind that can be taken out.
pub(crate) fn kinds(store: &Store) -> Vec<ExportKind> {
    store.parts().iter().flat_map(|part| part.exports).copied().collect()
}

/// Begins an export: notes who takes what out, before the first row goes. The last id of each kind.
pub(crate) async fn begin(
    store: &Store,
    (now, actor): (Instant, Actor),
    kinds: &[ExportKind],
    format: ExportFormat,
    personal: bool,
) -> Result<Vec<i64>, troth_store::Error> {
    let asked = kinds.to_vec();
    let reaches = store
        .read(move |db| {
            asked.iter().map(|kind| (kind.reach)(db)).collect::<Result<Vec<_>, troth_store::Error>>()
        })
        .await?;
    let names: Vec<String> = kinds.iter().map(|kind| kind.name.to_owned()).collect();
    let rows = reaches.iter().map(|(_, rows)| rows).sum();
    store
        .write(now, actor, move |tx| {
            let (kinds, format) = (names.clone(), format.key().to_owned());
            tx.append(&RecordsExported { kinds, format, rows, personal })
        })
        .await?;
    Ok(reaches.into_iter().map(|(until, _)| until).collect())
}

/// A file on its way out.
pub(crate) struct Outgoing {
    kind: ExportKind,
    /// The columns that go out, by their place.
    places: Vec<usize>,
    writer: Writer,
    range: ExportRange,
    rows: u64,
}

enum Writer {
    Csv(Box<csv::Writer>),
    Parquet(Box<parquet::Writer>),
}

impl Outgoing {
    /// A file of a kind; without what is personal where that is not to be told.
    pub(crate) fn new(
        kind: ExportKind,
        format: ExportFormat,
        until: i64,
        personal: bool,
    ) -> Result<Self, troth_store::Error> {
        let all = (kind.columns)();
        let places = (0..all.len()).filter(|place| personal || !all[*place].personal).collect::<Vec<_>>();
        let columns: Vec<ExportColumn> = places.iter().map(|place| all[*place]).collect();
        let writer = match format {
            ExportFormat::Csv => Writer::Csv(Box::new(csv::Writer::new(&columns))),
            ExportFormat::Parquet => Writer::Parquet(Box::new(parquet::Writer::new(&columns)?)),
        };
        let range = ExportRange { after: 0, until, limit: CHUNK, personal };
        Ok(Self { kind, places, writer, range, rows: 0 })
    }

    /// Writes the next range of rows and hands over what is written; whether that was the last.
    pub(crate) fn step(&mut self, db: &mut Db<'_>) -> Result<(Vec<u8>, bool), troth_store::Error> {
        let rows = (self.kind.read)(db, self.range)?;
        let last = i64::try_from(rows.len()).unwrap_or(i64::MAX) < CHUNK;
        for (id, mut row) in rows {
            self.range.after = id;
            self.rows += 1;
            let row: Vec<Given> =
                self.places.iter().map(|place| std::mem::replace(&mut row[*place], Given::Nothing)).collect();
            match &mut self.writer {
                Writer::Csv(writer) => writer.add(&row),
                Writer::Parquet(writer) => writer.add(row)?,
            }
        }
        let bytes = match &mut self.writer {
            Writer::Csv(writer) => writer.take(),
            Writer::Parquet(writer) => writer.take(last)?,
        };
        Ok((bytes, last))
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Exported {
    /// What it holds.
    pub kind: String,
    /// Where it is.
    pub file: PathBuf,
    /// Its rows.
    pub rows: u64,
}

/// Writes every kind into a folder, all of one snapshot. A file that is there already is never written over.
pub async fn export_all(
    store: &Store,
    now: Instant,
    actor: Actor,
    folder: &Path,
    format: ExportFormat,
) -> Result<Vec<Exported>, Error> {
    let shown = |file: &Path, error: &std::io::Error| Error::file(file, said(error));
    std::fs::create_dir_all(folder).map_err(|error| shown(folder, &error))?;
    let kinds = kinds(store);
    let files: Vec<PathBuf> =
        kinds.iter().map(|kind| folder.join(format!("{}.{}", kind.name, format.key()))).collect();
    if let Some(there) = files.iter().find(|file| file.exists()) {
        return Err(Error::file(there, Message::new("records-why-there")));
    }
    let until = begin(store, (now, actor), &kinds, format, true).await?;
    let written = store.read(move |db| {
        let mut written = Vec::new();
        for ((kind, file), until) in kinds.into_iter().zip(files).zip(until) {
            let mut outgoing = Outgoing::new(kind, format, until, true)?;
            // Whole, or not there under its name.
            let part = file.with_extension("part");
            let mut to = std::fs::File::create(&part).map_err(|error| shown(&part, &error))?;
            loop {
                let (bytes, last) = outgoing.step(db)?;
                std::io::Write::write_all(&mut to, &bytes).map_err(|error| shown(&part, &error))?;
                if last {
                    break;
                }
            }
            let kept = to.sync_all().and_then(|()| std::fs::rename(&part, &file));
            kept.map_err(|error| shown(&file, &error))?;
            written.push(Exported { kind: kind.name.to_owned(), file, rows: outgoing.rows });
        }
        Ok::<_, Error>(written)
    });
    written.await
}
