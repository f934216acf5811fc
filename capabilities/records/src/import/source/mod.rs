//! A file as a business has it: text with separators, a workbook or Parquet, read as one stream of rows. What a cell
//! says by itself (a date, a number) is taken as that; only text is read as text. Nothing is guessed silently: what was
//! found is said in the result.

mod bound;
mod parquet;
mod sheet;
mod text;

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use troth_core::Message;
use troth_web::csv::unmarked;

use super::reason::{count, heading, quoted, said};
use super::value;
use crate::Error;

/// More columns than this are no table that somebody maps by hand.
const COLUMNS: usize = 2_000;

/// What a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with separators.
    #[default]
    Csv,
    /// A workbook of Excel, `.xlsx` or `.xls`.
    Excel,
    /// A workbook of `LibreOffice`, `.ods`.
    OpenDocument,
    /// Columns with types.
    Parquet,
}

/// How a file is written, as found.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Found {
    /// What it is.
    #[serde(default)]
    pub format: Format,
    /// The encoding of a text, by its name on the web: `UTF-8`, `windows-1252`.
    #[serde(default)]
    pub encoding: Option<String>,
    /// What separates the columns of a text.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// The sheet that is read.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Every sheet of the workbook.
    #[serde(default)]
    pub sheets: Vec<String>,
}

impl Found {
    /// How rows are counted: lines of a text, rows of everything else.
    pub const fn place(&self) -> &'static str {
        match self.format {
            Format::Csv => "line",
            Format::Excel | Format::OpenDocument | Format::Parquet => "row",
        }
    }
}

/// What to open of a file, where it is not to be found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opening<'o> {
    /// The encoding of a text.
    pub encoding: Option<&'o str>,
    /// The sheet of a workbook; the first one otherwise.
    pub sheet: Option<&'o str>,
}

/// A value that says itself what it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a point that floats.
    Real(f64),
    /// An exact number: its digits, and how many of them are decimals.
    Decimal(i128, u32),
    /// Yes or no.
    Truth(bool),
    /// A day, or a day with a time, in nobody's zone.
    Local(jiff::civil::DateTime),
    /// A moment.
    At(jiff::Timestamp),
    /// Something that cannot be taken, and what to do about it.
    Unreadable(Box<Message>),
}

impl Cell {
    pub(super) fn unreadable(why: Message) -> Self {
        Self::Unreadable(Box::new(why))
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number}"),
            Self::Decimal(digits, decimals) => {
                let width = *decimals as usize;
                let all = format!("{:0>width$}", digits.unsigned_abs(), width = width + 1);
                let (whole, part) = all.split_at(all.len() - width);
                let (sign, point) = (if *digits < 0 { "-" } else { "" }, if width > 0 { "." } else { "" });
                write!(f, "{sign}{whole}{point}{part}")
            }
            Self::Truth(truth) => write!(f, "{truth}"),
            Self::Local(at) if at.time() == jiff::civil::Time::midnight() => write!(f, "{}", at.date()),
            Self::Local(at) => write!(f, "{at}"),
            Self::At(at) => write!(f, "{at}"),
            Self::Unreadable(_) => f.write_str("?"),
        }
    }
}

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given<'r> {
    /// A text without blanks around it; empty where there is nothing.
    Text(&'r str),
    Typed(&'r Cell),
}

/// One row of a file.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    /// The line, or the row of the sheet, on which it stands; the first is 1.
    pub line: u64,
    cells: Cells<'r>,
    /// Columns that the row has, whether they are kept or not.
    width: usize,
}

#[derive(Debug, Clone, Copy)]
enum Cells<'r> {
    Text(&'r csv::ByteRecord),
    Typed(&'r [Cell]),
}

impl<'r> Row<'r> {
    fn text(line: u64, record: &'r csv::ByteRecord) -> Self {
        Self { line, cells: Cells::Text(record), width: record.len() }
    }

    pub(in crate::import) fn typed(line: u64, cells: &'r [Cell], width: usize) -> Self {
        Self { line, cells: Cells::Typed(cells), width }
    }

    /// How many columns it has.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// How many bytes of text it holds.
    pub(super) fn bytes(&self) -> usize {
        match self.cells {
            Cells::Text(record) => record.as_slice().len(),
            Cells::Typed(cells) => {
                cells.iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 8 }).sum()
            }
        }
    }

    /// The value of a column, or why it cannot be taken.
    pub(super) fn get(&self, column: usize) -> Result<Given<'r>, Message> {
        match self.cells {
            Cells::Text(record) => value::decoded(record.get(column).unwrap_or_default()).map(Given::Text),
            Cells::Typed(cells) => match cells.get(column).unwrap_or(&Cell::Empty) {
                Cell::Empty => Ok(Given::Text("")),
                Cell::Text(text) => value::clean(text).map(Given::Text),
                Cell::Unreadable(why) => Err(why.as_ref().clone()),
                typed => Ok(Given::Typed(typed)),
            },
        }
    }

    /// The value of a column as text, whatever it is.
    pub fn shown(&self, column: usize) -> Cow<'r, str> {
        match self.cells {
            Cells::Text(record) => match String::from_utf8_lossy(record.get(column).unwrap_or_default()) {
                Cow::Borrowed(text) => Cow::Borrowed(unmarked(text)),
                Cow::Owned(text) => Cow::Owned(unmarked(&text).to_owned()),
            },
            Cells::Typed(cells) => match cells.get(column) {
                Some(Cell::Text(text)) => Cow::Borrowed(text),
                Some(other) => Cow::Owned(other.to_string()),
                None => Cow::Borrowed(""),
            },
        }
    }

    /// The value of a column as text without blanks around it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn value(&self, column: usize) -> Result<Cow<'r, str>, Message> {
        Ok(match self.get(column)? {
            Given::Text(text) => Cow::Borrowed(text),
            Given::Typed(cell) => Cow::Owned(cell.to_string()),
        })
    }
}

/// An open file of rows.
pub struct Source {
    found: Found,
    headings: Vec<String>,
    file: PathBuf,
    rows: Rows,
}

enum Rows {
    Text(Box<text::Text>),
    Sheet(Box<sheet::Sheet>),
    Parquet(parquet::Columns),
}

/// Called with each row; says whether to go on.
type Each<'e, E> = &'e mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>, E>;

/// How reading ends early.
enum Stop<E> {
    /// The file cannot be read on, and why.
    File(Message),
    /// Whoever reads had enough, for a reason of its own.
    Reader(E),
}

impl<E> From<Message> for Stop<E> {
    fn from(why: Message) -> Self {
        Self::File(why)
    }
}

impl Source {
    /// Opens a file and reads its headings.
    pub fn open(path: &Path, opening: Opening<'_>) -> Result<Self, Error> {
        let fail = |why: Message| Error::file(path, why);
        let mut head = Vec::new();
        let no_path = |error| fail(Message::new("records-why-path").with("why", quoted(error)));
        let mut content = File::open(path).map_err(no_path)?;
        content.by_ref().take(8).read_to_end(&mut head).map_err(|error| fail(said(error)))?;
        let opened = guarded(|| match kind_of(&head)? {
            Format::Csv => text::Text::open(content, &head, opening)
                .map(|(found, headings, rows)| (found, headings, Rows::Text(Box::new(rows)))),
            Format::Parquet => parquet::Columns::open(content)
                .map(|(found, headings, rows)| (found, headings, Rows::Parquet(rows))),
            Format::Excel | Format::OpenDocument => sheet::Sheet::open(content, &head, opening)
                .map(|(found, headings, rows)| (found, headings, Rows::Sheet(Box::new(rows)))),
        });
        let (found, headings, rows) = opened.map_err(fail)?;
        let what = match found.format {
            Format::Csv => None,
            Format::Excel | Format::OpenDocument => opening.encoding,
            Format::Parquet => opening.encoding.or(opening.sheet),
        };
        if let Some(said) = what {
            return Err(fail(Message::new("records-why-not-of-it").with("said", heading(said))));
        }
        if headings.len() > COLUMNS {
            let why = Message::new("records-why-columns").with("count", count(headings.len()));
            return Err(fail(why.with("most", count(COLUMNS))));
        }
        if headings.iter().all(String::is_empty) {
            return Err(fail(Message::new("records-why-empty-file")));
        }
        Ok(Self { found, headings, file: path.to_owned(), rows })
    }

    /// How the file is written.
    pub const fn found(&self) -> &Found {
        &self.found
    }

    /// The headings, in the order of the columns.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Reads only these columns, where the file keeps columns apart; a column that no cell can be made of is refused.
    pub fn select(&mut self, columns: &[usize], also_others: bool) -> Result<(), Error> {
        let Rows::Parquet(rows) = &mut self.rows else { return Ok(()) };
        rows.select(columns, also_others).map_err(|why| Error::file(&self.file, why))
    }

    /// Calls `f` with each row that has something in it, until `f` breaks off. Memory does not grow with the file,
    /// except for the old formats of workbooks, whose size is bounded.
    pub fn each<E: From<Error>>(
        self,
        mut f: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let Self { rows, headings, file, .. } = self;
        let width = headings.len();
        let mut stopped = None;
        let read = guarded(|| {
            let f: Each<'_, E> = &mut f;
            let ended = match rows {
                Rows::Text(rows) => rows.each(f),
                Rows::Sheet(rows) => rows.each(width, f),
                Rows::Parquet(rows) => rows.each(f),
            };
            match ended {
                Ok(()) => Ok(()),
                Err(Stop::File(why)) => Err(why),
                Err(Stop::Reader(error)) => {
                    stopped = Some(error);
                    Ok(())
                }
            }
        });
        match (stopped, read) {
            (Some(error), _) => Err(error),
            (None, Ok(())) => Ok(()),
            (None, Err(why)) => Err(Error::file(&file, why).into()),
        }
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("found", &self.found)
            .field("headings", &self.headings)
            .finish_non_exhaustive()
    }
}

/// A file made to hurt may bring a decoder down: that is the file's fault, and is said of it.
fn guarded<T>(f: impl FnOnce() -> Result<T, Message>) -> Result<T, Message> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(f))
        .unwrap_or_else(|_| Err(broken("records-why-undecodable")))
}

/// What a decoder says.
fn damaged(why: impl std::fmt::Display) -> Message {
    Message::new("records-why-damaged").with("why", quoted(why))
}

/// What we see ourselves; the key of a text.
fn broken(why: &str) -> Message {
    Message::new("records-why-damaged").with("why", Message::new(why))
}

/// What a file is, by its first bytes.
fn kind_of(head: &[u8]) -> Result<Format, Message> {
    let known: [(&[u8], Format); 3] =
        [(b"PK\x03\x04", Format::Excel), (b"\xD0\xCF\x11\xE0", Format::Excel), (b"PAR1", Format::Parquet)];
    if let Some((_, format)) = known.into_iter().find(|(mark, _)| head.starts_with(mark)) {
        return Ok(format);
    }
    let foreign: [(&[u8], &str); 6] = [
        (b"PK\x05\x06", "records-why-empty-zip"),
        (b"\x1F\x8B", "records-why-gzip"),
        (b"\x28\xB5\x2F\xFD", "records-why-zstd"),
        (b"%PDF", "records-why-pdf"),
        (b"{", "records-why-json"),
        (b"<", "records-why-xml"),
    ];
    match foreign.into_iter().find(|(mark, _)| head.starts_with(mark)) {
        Some((_, what)) => Err(Message::new("records-why-foreign").with("what", Message::new(what))),
        None => Ok(Format::Csv),
    }
}
