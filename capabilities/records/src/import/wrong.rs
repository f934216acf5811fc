//! Rows that cannot be imported, as a file to mend them in: the columns as they came, then line, column and reason.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use troth_web::csv::harmless;

use super::source::Row;
use crate::Error;

/// A cell longer than this is cut in the file of wrong rows.
const CELL: usize = 32_767;

/// A file of wrong rows is not made larger than this: nobody mends that many by hand.
const LARGEST: u64 = 32 << 20;

/// A row that is wrong.
#[derive(Debug)]
pub(super) struct Wrong<'r> {
    /// `line` or `row`.
    pub(super) place: &'static str,
    /// The heading of the column; none where the row as a whole is wrong.
    pub(super) column: Option<String>,
    pub(super) reason: String,
    pub(super) row: &'r Row<'r>,
}

impl std::fmt::Display for Wrong<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{} {}, column {column}: {}", self.place, self.row.line, self.reason),
            None => write!(f, "{} {}: {}", self.place, self.row.line, self.reason),
        }
    }
}

/// The file of wrong rows, made with the first of them.
pub(super) struct WrongRows {
    writer: csv::Writer<BufWriter<File>>,
    columns: usize,
    shown: String,
    /// Bytes written, as far as is known; none once the file is full.
    room: Option<u64>,
}

impl WrongRows {
    pub(super) fn create(file: &Path, headings: &[String]) -> Result<Self, Error> {
        let shown = file.display().to_string();
        let made = File::create(file)
            .map_err(|error| Error::File { file: shown.clone(), why: error.to_string() })?;
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(made));
        let mut rows = Self { writer, columns: headings.len(), shown, room: Some(LARGEST) };
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
        let said = [wrong.row.line.to_string(), harmless(&column), wrong.reason.clone()];
        let cells: Vec<String> = cells.chain(said).collect();
        let bytes = cells.iter().map(|cell| cell.len() as u64 + 1).sum();
        self.room = room.checked_sub(bytes);
        if self.room.is_none() {
            let blank = std::iter::repeat_n(String::new(), self.columns);
            let full =
                "from here on wrong rows are left out: there are too many; mend what is common to them first";
            return self.write(blank.chain([wrong.row.line.to_string(), String::new(), full.into()]));
        }
        self.write(cells.into_iter())
    }

    fn write(&mut self, cells: impl Iterator<Item = String>) -> Result<(), Error> {
        let written = self.writer.write_record(cells);
        written.map_err(|error| Error::File { file: self.shown.clone(), why: error.to_string() })
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|error| Error::File { file: self.shown.clone(), why: error.to_string() })
    }
}
