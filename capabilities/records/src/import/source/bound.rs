//! What a workbook would become when it is unpacked, found out before anything is kept of it: a small archive can hold a
//! sheet that fills any memory.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use quick_xml::events::{BytesStart, Event};
use troth_core::Message;
use zip::ZipArchive;

use super::super::reason::count;
use super::{Format, damaged};

/// The largest sheet, unpacked; it is read as a stream. A full sheet of a million rows and ten columns has half of it.
const SHEET: u64 = 1 << 30;
/// The largest other part, unpacked; texts and styles are held in memory.
const PART: u64 = 256 << 20;
/// Parts of an archive.
const PARTS: usize = 10_000;
/// Cells of a workbook of an older kind, which is held in memory whole.
const CELLS: u64 = 8_000_000;
const PIECE: usize = 64 << 10;

/// What an archive holds.
pub(super) struct Archive {
    pub(super) format: Format,
    /// Whether any sheet has merged cells.
    pub(super) merged: bool,
}

/// Looks through an archive; an error says what to do.
pub(super) fn archive(file: &mut File) -> Result<Archive, Message> {
    let mut zip = ZipArchive::new(BufReader::new(&mut *file)).map_err(damaged)?;
    let format = if zip.index_for_name("xl/workbook.xml").is_some() {
        Format::Excel
    } else if zip.index_for_name("xl/workbook.bin").is_some() {
        return Err(Message::new("records-why-binary"));
    } else if zip.index_for_name("content.xml").is_some() {
        Format::OpenDocument
    } else {
        return Err(Message::new("records-why-zip"));
    };
    if zip.len() > PARTS {
        return Err(Message::new("records-why-parts").with("most", count(PARTS)));
    }
    let mut merged = false;
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?;
        let sheet = name.starts_with("xl/worksheets/") || name == "content.xml";
        let limit = if sheet { SHEET } else { PART };
        merged |= unpack(&mut part, limit)?;
    }
    if format == Format::OpenDocument {
        let content = zip.by_name("content.xml").map_err(damaged)?;
        open_document(content)?;
    }
    Ok(Archive { format, merged })
}

/// Unpacks a part to count it; whether it speaks of merged cells.
fn unpack(part: &mut impl Read, limit: u64) -> Result<bool, Message> {
    const MARK: &[u8] = b"<mergeCell ";
    let mut buffer = vec![0; PIECE];
    let (mut size, mut kept, mut merged) = (0, 0, false);
    loop {
        let read = part.read(&mut buffer[kept..]).map_err(damaged)?;
        if read == 0 {
            return Ok(merged);
        }
        size += read as u64;
        if size > limit {
            return Err(Message::new("records-why-unpacked").with("limit", (limit >> 20).to_string()));
        }
        let filled = kept + read;
        merged = merged || memchr::memmem::find(&buffer[..filled], MARK).is_some();
        // What may be the beginning of the mark goes before the next piece.
        kept = filled.min(MARK.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

/// Counts the cells of an open document, in which one cell or row may stand for a million.
fn open_document(content: impl Read) -> Result<(), Message> {
    fn repeats(element: &BytesStart<'_>, name: &str) -> u64 {
        let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
        let number = found.and_then(|attribute| attribute.value.parse().ok());
        number.unwrap_or(1)
    }
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(content));
    let (mut buffer, mut cells, mut in_row, mut times) = (Vec::new(), 0u64, 0u64, 1);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            Event::Start(element) if element.name().as_ref() == "table:table-row" => {
                (in_row, times) = (0, repeats(&element, "table:number-rows-repeated"));
            }
            Event::Start(element) | Event::Empty(element)
                if element.name().as_ref() == "table:table-cell" =>
            {
                // An empty cell repeated to the edge of the sheet is how every such file ends.
                let filled =
                    element.attributes().flatten().any(|one| one.key.as_ref() == "office:value-type");
                if filled {
                    in_row += repeats(&element, "table:number-columns-repeated");
                }
            }
            Event::End(element) if element.name().as_ref() == "table:table-row" => {
                cells = cells.saturating_add(in_row.saturating_mul(times));
            }
            _ => {}
        }
        if cells.saturating_add(in_row) > CELLS {
            return Err(too_many());
        }
    }
}

fn too_many() -> Message {
    Message::new("records-why-cells").with("millions", count(CELLS / 1_000_000))
}

/// Counts the cells of an old workbook from the corners of its sheets: each is held as a rectangle.
pub(super) fn old_workbook(file: &mut File) -> Result<(), Message> {
    file.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let mut compound = cfb::CompoundFile::open(BufReader::new(file)).map_err(damaged)?;
    if compound.exists("/EncryptedPackage") {
        return Err(locked());
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| compound.exists(name));
    let name = name.ok_or_else(|| Message::new("records-why-old-document"))?;
    let mut stream = BufReader::new(compound.open_stream(name).map_err(damaged)?);
    let (mut corner, mut cells, mut body) = ((0u64, 0u64), 0, Vec::new());
    let mut head = [0; 4];
    while stream.read_exact(&mut head).is_ok() {
        let (what, length) = (u16::from_le_bytes([head[0], head[1]]), u16::from_le_bytes([head[2], head[3]]));
        body.clear();
        stream.by_ref().take(u64::from(length)).read_to_end(&mut body).map_err(damaged)?;
        let number =
            |at: usize| body.get(at..at + 2).map_or(0, |two| u64::from(u16::from_le_bytes([two[0], two[1]])));
        match what {
            // BLANK, NUMBER, LABEL, BOOLERR, RK, LABELSST, FORMULA begin with row and column.
            0x0201 | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00FD | 0x0006 => {
                corner = (corner.0.max(number(0) + 1), corner.1.max(number(2) + 1));
            }
            // MULRK and MULBLANK end with their last column.
            0x00BD | 0x00BE if body.len() > 5 => {
                corner = (corner.0.max(number(0) + 1), corner.1.max(number(body.len() - 2) + 1));
            }
            // EOF: a sheet ends.
            0x000A => {
                cells += corner.0 * corner.1;
                corner = (0, 0);
            }
            _ => {}
        }
        if cells + corner.0 * corner.1 > CELLS {
            return Err(too_many());
        }
    }
    Ok(())
}

pub(super) fn locked() -> Message {
    Message::new("records-why-locked")
}
