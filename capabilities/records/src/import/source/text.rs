//! Text with separators: which encoding it is in, what separates its columns, and where it stops being a file of rows.

use std::cell::Cell;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use troth_core::Message;

use super::super::reason::{self, heading, said};
use super::{Each, Format, Found, Opening, Row, Stop, value};

/// More bytes than this without the end of a row: the file is not read on, whatever its size.
const RUNAWAY: u64 = 16 << 20;
/// How much of the file's beginning is looked at for the separator.
const HEAD: usize = 64 << 10;

/// A text whose bytes are UTF-8 from here on.
pub(super) struct Text {
    reader: csv::Reader<Guard>,
    watch: Watch,
    /// Lines before the heading: an `sep=;` of a spreadsheet.
    skipped: u64,
}

/// What is known of the bytes that went by.
#[derive(Debug, Clone, Default)]
struct Watch {
    since_row: Rc<Cell<u64>>,
    odd_quotes: Rc<Cell<bool>>,
}

impl Watch {
    /// A row has ended.
    fn row(&self) {
        self.since_row.set(0);
    }

    /// Whether a quotation mark was opened more often than closed.
    fn open_quote(&self) -> bool {
        self.odd_quotes.get()
    }
}

/// Stops a row that never ends, so that memory does not grow with it, and ends every line with a line feed, the last one
/// too, so that lines can be counted.
struct Guard {
    inner: Box<dyn Read>,
    watch: Watch,
    /// The last byte that came.
    last: u8,
}

impl Read for Guard {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.inner.read(buffer)?;
            if read == 0 {
                let open = !matches!(self.last, b'\n' | b'\r') && !buffer.is_empty();
                self.last = b'\n';
                buffer.iter_mut().take(usize::from(open)).for_each(|byte| *byte = b'\n');
                return Ok(usize::from(open));
            }
            let (mut kept, mut odd) = (0, self.watch.odd_quotes.get());
            for at in 0..read {
                let byte = buffer[at];
                odd ^= byte == b'"';
                if byte != b'\n' || self.last != b'\r' {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
                self.last = byte;
            }
            self.watch.odd_quotes.set(odd);
            let since = self.watch.since_row.get() + read as u64;
            self.watch.since_row.set(since);
            if since > RUNAWAY {
                return Err(std::io::Error::other("runaway row"));
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

impl Text {
    /// Opens a text; its headings are the first line.
    pub(super) fn open(
        mut file: File,
        head: &[u8],
        opening: Opening<'_>,
    ) -> Result<(Found, Vec<String>, Self), Message> {
        let io = |error: std::io::Error| said(error);
        if let Some(sheet) = opening.sheet {
            return Err(Message::new("records-why-no-sheets").with("sheet", heading(sheet)));
        }
        let encoding = match opening.encoding {
            Some(label) => Encoding::for_label(label.as_bytes())
                .ok_or_else(|| Message::new("records-why-no-encoding").with("label", heading(label)))?,
            None => detect(&mut file, head).map_err(io)?,
        };
        file.seek(SeekFrom::Start(0)).map_err(io)?;
        let mut text: Box<dyn Read> = if encoding == UTF_8 {
            let bom = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
            file.seek(SeekFrom::Start(bom)).map_err(io)?;
            Box::new(file)
        } else {
            Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(file))
        };
        let mut start = Vec::new();
        text.by_ref().take(HEAD as u64).read_to_end(&mut start).map_err(io)?;
        let (stated, skipped_bytes) = stated_separator(&start);
        let rest = start.split_off(skipped_bytes);
        let delimiter = stated.unwrap_or_else(|| separator(&rest));
        let watch = Watch::default();
        let inner = Box::new(Cursor::new(rest).chain(text));
        let guard = Guard { inner, watch: watch.clone(), last: b'\n' };
        let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(guard);
        let found = Found {
            format: Format::Csv,
            encoding: Some(encoding.name().to_owned()),
            delimiter: Some(char::from(delimiter)),
            ..Found::default()
        };
        let headings = headings(&mut reader)?;
        watch.row();
        Ok((found, headings, Self { reader, watch, skipped: u64::from(skipped_bytes > 0) }))
    }

    pub(super) fn each<E>(mut self, f: Each<'_, E>) -> Result<(), Stop<E>> {
        let mut record = csv::ByteRecord::new();
        let mut last = (1, false);
        while self.reader.read_byte_record(&mut record).map_err(|_| runaway(last.0 + 1))? {
            self.watch.row();
            if record.iter().all(|cell| cell.trim_ascii().is_empty()) && record.len() > 1 {
                continue;
            }
            // Counted from the row's end: the reader counts blank lines before a row to the row.
            let inside = memchr::memchr_iter(b'\n', record.as_slice()).count();
            let line = self.reader.position().line() + self.skipped - 1 - inside as u64;
            last = (line, inside > 0);
            if f(&Row::text(line, &record)).map_err(Stop::Reader)?.is_break() {
                return Ok(());
            }
        }
        if last.1 && self.watch.open_quote() {
            // The row ended with the file, not with a line.
            let line = last.0 + 1;
            return Err(Stop::File(in_line(line, None, Message::new("records-why-open-mark"))));
        }
        Ok(())
    }
}

fn in_line(line: u64, column: Option<&str>, why: Message) -> Message {
    reason::at(reason::place("line", line), column, why)
}

fn runaway(line: u64) -> Message {
    in_line(line, None, Message::new("records-why-endless"))
}

fn headings(reader: &mut csv::Reader<Guard>) -> Result<Vec<String>, Message> {
    let headings = reader.byte_headers().map_err(|_| runaway(1))?;
    let decoded = |(column, bytes): (usize, &[u8])| {
        value::decoded(bytes)
            .map(str::to_owned)
            .map_err(|why| in_line(1, Some(&(column + 1).to_string()), why))
    };
    headings.iter().enumerate().map(decoded).collect()
}

/// UTF-8 where it is or nearly is; otherwise what the mark at the beginning or the letters say. A file that is UTF-8 but
/// for a few bytes stays UTF-8, so that those bytes are shown as wrong instead of all others being misread.
fn detect(file: &mut File, head: &[u8]) -> std::io::Result<&'static Encoding> {
    if head.starts_with(b"\xFF\xFE") {
        return Ok(UTF_16LE);
    }
    if head.starts_with(b"\xFE\xFF") {
        return Ok(UTF_16BE);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut letters, mut broken) = (0u64, 0u64);
    let mut rest: Vec<u8> = Vec::new();
    let mut buffer = vec![0; HEAD];
    loop {
        let read = file.read(&mut buffer)?;
        detector.feed(&buffer[..read], read == 0);
        rest.extend_from_slice(&buffer[..read]);
        let mut done = 0;
        for chunk in rest.utf8_chunks() {
            letters += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count() as u64;
            done += chunk.valid().len();
            // An end that is cut off may go on in the next piece.
            let cut = done + chunk.invalid().len() == rest.len() && chunk.invalid().len() < 4 && read > 0;
            if chunk.invalid().is_empty() || cut {
                break;
            }
            broken += 1;
            done += chunk.invalid().len();
        }
        rest.drain(..done);
        if read == 0 {
            break;
        }
    }
    if broken == 0 || head.starts_with(b"\xEF\xBB\xBF") || letters > broken {
        return Ok(UTF_8);
    }
    Ok(detector.guess(None, Utf8Detection::Deny))
}

/// `sep=;` in the first line, as spreadsheets write it, and how many bytes it takes.
fn stated_separator(start: &[u8]) -> (Option<u8>, usize) {
    let end = start.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    match start[..end].trim_ascii_end() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] => (Some(*separator), end),
        // A tab is trimmed away.
        b"sep=" => (Some(b'\t'), end),
        _ => (None, 0),
    }
}

/// The separator that stands most often in the heading, quoted parts left out.
fn separator(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                counts.iter_mut().filter(|(mark, _)| mark == byte).for_each(|(_, count)| *count += 1);
            }
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| mark)
}
