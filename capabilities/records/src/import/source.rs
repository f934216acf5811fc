//! A file as a business has it: which encoding it is in, what separates its columns, and where it stops being a file of
//! rows. Nothing is guessed silently: what was found is said in the result.

use std::cell::Cell;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::Error;

/// More bytes than this without the end of a row: the file is not read on, whatever its size.
const RUNAWAY: u64 = 16 << 20;
/// How much of the file's beginning is looked at for the separator.
const HEAD: usize = 64 << 10;

/// How a file is written, as found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Found {
    /// The encoding, by its name on the web: `UTF-8`, `windows-1252`.
    pub encoding: String,
    /// What separates columns.
    pub delimiter: char,
}

/// An open file whose text is UTF-8 from here on.
pub(super) struct Source {
    pub(super) reader: csv::Reader<Guard>,
    pub(super) found: Found,
    pub(super) watch: Watch,
    /// Lines before the heading: an `sep=;` of a spreadsheet.
    pub(super) skipped: u64,
}

/// What is known of the bytes that went by.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch {
    since_row: Rc<Cell<u64>>,
    odd_quotes: Rc<Cell<bool>>,
}

impl Watch {
    /// A row has ended.
    pub(super) fn row(&self) {
        self.since_row.set(0);
    }

    /// Whether a quotation mark was opened more often than closed.
    pub(super) fn open_quote(&self) -> bool {
        self.odd_quotes.get()
    }
}

/// Stops a row that never ends, so that memory does not grow with it, and ends every line with a line feed, the last one
/// too, so that lines can be counted.
pub(super) struct Guard {
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

/// Opens a file; `encoding` where somebody says it.
pub(super) fn open(path: &Path, encoding: Option<&str>) -> Result<Source, Error> {
    let fail = |why: String| Error::File { file: path.display().to_string(), why };
    let io = |error: std::io::Error| fail(error.to_string());
    let mut file = File::open(path).map_err(io)?;
    let mut head = vec![0; 8];
    let read = file.read(&mut head).map_err(io)?;
    head.truncate(read);
    if let Some(what) = foreign(&head) {
        return Err(fail(format!("it is {what}; save it as CSV with a line of headings and import that")));
    }
    let encoding = match encoding {
        Some(label) => Encoding::for_label(label.as_bytes())
            .ok_or_else(|| fail(format!("there is no encoding `{label}`; try utf-8 or windows-1252")))?,
        None => detect(&mut file, &head).map_err(io)?,
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
    let reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(guard);
    let found = Found { encoding: encoding.name().to_owned(), delimiter: char::from(delimiter) };
    Ok(Source { reader, found, watch, skipped: u64::from(skipped_bytes > 0) })
}

/// What a file is that is no file of rows, by its first bytes.
fn foreign(head: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
        (b"PAR1", "a Parquet file"),
        (b"\x1F\x8B", "compressed with gzip"),
        (b"%PDF", "a PDF"),
        (b"{", "JSON"),
        (b"<", "XML or a web page"),
    ];
    known.into_iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, what)| what)
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
