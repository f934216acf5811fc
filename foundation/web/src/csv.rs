//! Files of text for a spreadsheet: one way to write a cell, whatever list it comes from.

use ::csv::Writer;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// What a text begins with that a spreadsheet carries out.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A cell of a file: a text that no spreadsheet runs, or what we wrote ourselves, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell(String);

impl Cell {
    /// A number, a day, an id, a word of ours: anything whose text nobody outside chose.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "cells are made in place, as often of a value as of a reference"
    )]
    pub fn plain(value: impl ToString) -> Self {
        Self(value.to_string())
    }

    /// As [`Self::plain`], or an empty cell.
    pub fn if_known(value: Option<impl ToString>) -> Self {
        Self(value.map(|value| value.to_string()).unwrap_or_default())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self(harmless(text))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<[u8]> for Cell {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Lines of a file on its way out.
///
/// ```
/// use troth_web::csv::{Cell, Lines};
/// let mut lines = Lines::with(&["name", "balance"]);
/// lines.add([Cell::from("=1+1"), Cell::plain(-3)]);
/// assert_eq!(lines.take(), b"name,balance\n'=1+1,-3\n");
/// ```
pub struct Lines(Writer<Vec<u8>>);

impl Lines {
    /// A file, or a piece of one, that begins with these headings; with none it goes on.
    #[must_use]
    pub fn with(headings: &[&str]) -> Self {
        let mut lines = Self(Writer::from_writer(Vec::new()));
        if !headings.is_empty() {
            lines.add(headings.iter().map(Cell::plain));
        }
        lines
    }

    /// A line, with as many cells as there are headings.
    pub fn add(&mut self, cells: impl IntoIterator<Item = Cell>) {
        // Into memory, with as many cells as the lines before, writing cannot fail.
        let written = self.0.write_record(cells);
        debug_assert!(written.is_ok(), "a line with more or fewer cells than the first");
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::replace(&mut self.0, Writer::from_writer(Vec::new())).into_inner().unwrap_or_default()
    }

    /// The whole as a file to be kept under this name.
    pub fn into_file(mut self, name: &str) -> Response {
        attached(name, KIND, self.take())
    }
}

/// What a file of this sort is called.
pub const KIND: &str = "text/csv; charset=utf-8";

/// A file that the browser keeps under this name.
pub fn attached(name: &str, kind: &str, body: impl IntoResponse) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// A cell that no spreadsheet runs: a text that would be a formula, or one marked so already, gets an apostrophe in
/// front. Numbers stay. [`unmarked`] gives the text back.
#[must_use]
pub fn harmless(cell: &str) -> String {
    let marked = cell.starts_with('\'') && cell.trim_start_matches('\'').starts_with(FORMULA);
    let formula = marked || cell.starts_with(FORMULA) || cell.starts_with(['\t', '\r']);
    let number = cell.strip_prefix(['-', '+']).is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_digit())
            && rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' '))
    });
    if formula && !number { format!("'{cell}") } else { cell.to_owned() }
}

/// A text without the mark with which [`harmless`], and spreadsheets, keep it from being run as a formula.
#[must_use]
pub fn unmarked(text: &str) -> &str {
    let rest = text.strip_prefix('\'');
    rest.filter(|rest| rest.trim_start_matches('\'').starts_with(FORMULA)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Cell, Lines, harmless, unmarked};

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for cell in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["=1", "'=1", "''=1", "'-5", "-5", "'quoted'", "tea", "+49 (0)170", "@a"] {
            assert_eq!(unmarked(&harmless(cell)), cell);
        }
        for cell in ["-12.50", "+49 170 1234", "tea", "", "3-4"] {
            assert_eq!(harmless(cell), cell);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut lines = Lines::with(&["name", "said"]);
        lines.add([Cell::from("Berg, \"Ada\""), Cell::from("two\nlines")]);
        lines.add([Cell::plain(-0.5), Cell::if_known(None::<i64>)]);
        assert_eq!(
            String::from_utf8(lines.take()).unwrap(),
            "name,said\n\"Berg, \"\"Ada\"\"\",\"two\nlines\"\n-0.5,\n"
        );
        assert!(lines.take().is_empty());
    }
}
