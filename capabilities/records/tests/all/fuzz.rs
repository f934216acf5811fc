//! Any bytes as a file: it is read to its end, or refused in one line; nothing panics and nothing goes on for ever.
//!
//! libFuzzer drives the same body from `capabilities/records/fuzz`; the tests give it some hundred damaged files, always the same ones.

use std::io::Write;
use std::ops::ControlFlow;

use troth_records::{Error, Opening, Source};

/// Rows after which a file is read no further.
const ROWS: usize = 5_000;

/// Reads bytes as a file: every value of every row.
pub(crate) fn file(bytes: &[u8]) {
    let mut written = tempfile::NamedTempFile::new().expect("a temporary file");
    written.write_all(bytes).expect("room for a file");
    let said = |error: Error| {
        let said = error.to_string();
        assert!(!said.is_empty() && said.lines().count() == 1, "not one line: {said:?}");
        assert!(said.len() < 2_000, "a long line: {said}");
    };
    let source = match Source::open(written.path(), Opening { encoding: None, sheet: None }) {
        Ok(source) => source,
        Err(error) => return said(error),
    };
    let columns = source.headings().len();
    let mut rows = 0;
    let read = source.each(|row| {
        for column in 0..columns {
            if let Err(why) = row.value(column).map_err(|why| troth_records::in_english(&why)) {
                assert!(!why.is_empty() && why.lines().count() == 1, "not one line: {why:?}");
            }
            // What a reader is shown of a value is always to be had.
            drop(row.shown(column));
        }
        rows += 1;
        Ok::<_, Error>(if rows == ROWS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    });
    read.unwrap_or_else(said);
}
