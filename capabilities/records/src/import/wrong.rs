//! Rows that cannot be imported, as a file to mend them in: the columns as they came, then line, column and reason.
//!
//! A file that somebody fetches later keeps its reasons as messages, which are said while it is sent: each reader gets them
//! in their language. Cost: one pass over what is wrong, which is bounded.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use troth_core::Message;
use troth_web::csv::harmless;

use super::reason::{self, said};
use super::source::Row;
use crate::Error;

/// A cell longer than this is cut in the file of wrong rows.
const CELL: usize = 32_767;

/// A file of wrong rows is not made larger than this: nobody mends that many by hand.
const LARGEST: u64 = 32 << 20;

/// Rows said at a time.
const PIECE: usize = 2_000;

/// A row that is wrong.
#[derive(Debug)]
pub(super) struct Wrong<'r> {
    /// `line` or `row`.
    pub(super) place: &'static str,
    /// The heading of the column; none where the row as a whole is wrong.
    pub(super) column: Option<String>,
    pub(super) reason: Message,
    pub(super) row: &'r Row<'r>,
}

impl Wrong<'_> {
    /// Where it is, and why.
    pub(super) fn message(&self) -> Message {
        let place = reason::place(self.place, self.row.line);
        reason::at(place, self.column.as_deref(), self.reason.clone())
    }
}

/// The file of wrong rows, made with the first of them.
pub(super) struct WrongRows {
    writer: csv::Writer<BufWriter<File>>,
    columns: usize,
    path: PathBuf,
    /// Whether reasons stay messages; otherwise they are in English.
    keyed: bool,
    /// Bytes written, as far as is known; none once the file is full.
    room: Option<u64>,
}

impl WrongRows {
    pub(super) fn create(file: &Path, keyed: bool, headings: &[String]) -> Result<Self, Error> {
        let made = File::create(file).map_err(|error| Error::file(file, said(error)))?;
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(made));
        let (columns, path) = (headings.len(), file.to_owned());
        let mut rows = Self { writer, columns, path, keyed, room: Some(LARGEST) };
        let names = ["troth_line", "troth_column", "troth_reason"].map(str::to_owned);
        rows.write(headings.iter().map(|heading| harmless(heading)).chain(names))?;
        Ok(rows)
    }

    pub(super) fn add(&mut self, wrong: &Wrong<'_>) -> Result<(), Error> {
        let Some(room) = self.room else { return Ok(()) };
        let cells = (0..self.columns).map(|index| {
            let text = wrong.row.shown(index);
            harmless(&text.chars().take(CELL).collect::<String>())
        });
        let column = wrong.column.clone().unwrap_or_default();
        let line = wrong.row.line.to_string();
        let said = [line.clone(), harmless(&column), self.reason(&wrong.reason)?];
        let cells: Vec<String> = cells.chain(said).collect();
        let bytes = cells.iter().map(|cell| cell.len() as u64 + 1).sum();
        self.room = room.checked_sub(bytes);
        if self.room.is_none() {
            let blank = std::iter::repeat_n(String::new(), self.columns);
            let full = self.reason(&Message::new("records-why-left-out"))?;
            return self.write(blank.chain([line, String::new(), full]));
        }
        self.write(cells.into_iter())
    }

    fn reason(&self, why: &Message) -> Result<String, Error> {
        if self.keyed {
            serde_json::to_string(why).map_err(|error| Error::State(error.to_string()))
        } else {
            Ok(harmless(&reason::in_english(why)))
        }
    }

    fn write(&mut self, cells: impl Iterator<Item = String>) -> Result<(), Error> {
        let written = self.writer.write_record(cells);
        written.map_err(|error| Error::file(&self.path, said(error)))
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|error| Error::file(&self.path, said(error)))
    }
}

/// A file of wrong rows on its way to a reader.
pub(crate) struct Spoken {
    reader: csv::Reader<File>,
    path: PathBuf,
}

impl Spoken {
    /// Opens the file; none where no row was wrong.
    pub(crate) fn find(file: &Path) -> Result<Option<Self>, Error> {
        match File::open(file) {
            Ok(open) => {
                let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(open);
                Ok(Some(Self { reader, path: file.to_owned() }))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::file(file, said(error))),
        }
    }

    /// The next rows with their reasons said, and how it goes on.
    pub(crate) fn piece(
        mut self,
        say: impl Fn(&Message) -> String,
    ) -> Result<(Vec<u8>, Option<Self>), Error> {
        let failed = |error: csv::Error| Error::file(&self.path, said(error));
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let mut record = csv::StringRecord::new();
        let mut more = true;
        for _ in 0..PIECE {
            more = self.reader.read_record(&mut record).map_err(failed)?;
            if !more {
                break;
            }
            let last = record.len().saturating_sub(1);
            let why = record.get(last).and_then(|cell| serde_json::from_str::<Message>(cell).ok());
            let cells = record.iter().take(last).map(str::to_owned);
            let reason = why.map_or_else(|| record[last].to_owned(), |why| harmless(&say(&why)));
            writer.write_record(cells.chain([reason])).map_err(failed)?;
        }
        let bytes = writer.into_inner().map_err(|error| Error::State(error.to_string()))?;
        Ok((bytes, more.then_some(self)))
    }
}
