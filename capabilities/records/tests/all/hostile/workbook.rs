//! Workbooks, good and made to hurt. They are put together here from their parts, so that a case shows what is in it.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::Expect::{Refused, Right};
use super::{COMMA, Case, PLAIN};

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Style 1 is a date, style 2 a time of day.
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;

/// A workbook of sheets given as the inside of `worksheet`.
fn workbook(sheets: &[(&str, &str)], since_1904: bool) -> Vec<u8> {
    let date = if since_1904 { r#"<workbookPr date1904="1"/>"# } else { "" };
    let sheet = |number: usize, name: &str| {
        format!(r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#)
    };
    let link = |number: usize| {
        format!(
            r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        )
    };
    let list: String = sheets.iter().enumerate().map(|(place, (name, _))| sheet(place + 1, name)).collect();
    let links: String = (1..=sheets.len()).map(link).collect();
    let mut parts = Vec::new();
    for (number, (_, inside)) in sheets.iter().enumerate() {
        let sheet = format!(
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</worksheet>"#
        );
        parts.push((format!("xl/worksheets/sheet{}.xml", number + 1), sheet));
    }
    let book = format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{date}<sheets>{list}</sheets></workbook>"#
    );
    let links = format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
    );
    let mut all: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
    ];
    all.extend(parts.iter().map(|(name, content)| (name.as_str(), content.as_bytes())));
    archive(&all)
}

/// A row of cells that are given as XML without their place; `r` is its number.
fn row(number: usize, cells: &[&str]) -> String {
    let place = |column: usize| char::from(b'A' + u8::try_from(column).unwrap());
    let cell = |(column, cell): (usize, &&str)| {
        cell.replacen("<c", &format!("<c r=\"{}{number}\"", place(column)), 1)
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

fn words(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// The rows under the usual headings, in the first sheet.
fn sheet(rows: &[&[&str]]) -> String {
    let names = ["customer", "at", "amount", "product"].map(words);
    let mut data = row(1, &names.each_ref().map(String::as_str));
    for (number, cells) in rows.iter().enumerate() {
        data += &row(number + 2, cells);
    }
    format!("<sheetData>{data}</sheetData>")
}

fn plain(rows: &[&[&str]]) -> Vec<u8> {
    workbook(&[("Orders", &sheet(rows))], false)
}

const DAY: &str = "<c s=\"1\"><v>46024</v></c>";
const A: &str = "<c t=\"inlineStr\"><is><t>a</t></is></c>";
const FIVE: &str = "<c><v>5</v></c>";
const TEA: &str = "<c t=\"inlineStr\"><is><t>Grüner Tee</t></is></c>";

fn opened(content_rows: &str) -> Vec<u8> {
    let head = ["customer", "at", "amount", "product"]
        .map(|name| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{name}</text:p></table:table-cell>"
            )
        })
        .concat();
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Orders"><table:table-row>{head}</table:table-row>{content_rows}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

const OPENED: &str = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2026-01-02\"><text:p>02.01.26</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"12.5\"><text:p>12,5</text:p></table:table-cell><table:table-cell/></table:table-row>";

/// An old compound file with one stream.
fn compound(stream: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(content).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// An old workbook that has one cell in the first and one in the last corner of each of its sheets.
fn corners(sheets: usize) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut record = |what: u16, body: &[u8]| {
        stream.extend(what.to_le_bytes());
        stream.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        stream.extend(body);
    };
    for _ in 0..sheets {
        record(0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0]);
        for (row, column) in [(0u16, 0u16), (65_535, 255)] {
            let mut body = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            body.extend(1f64.to_le_bytes());
            record(0x0203, &body);
        }
        record(0x000A, &[]);
    }
    compound("/Workbook", &stream)
}

fn bomb(part: &str, megabytes: usize) -> Vec<u8> {
    let book = workbook(&[("Orders", &sheet(&[&[A, DAY, FIVE, TEA]]))], false);
    let mut old = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        zip.raw_copy_file(old.by_index(index).unwrap()).unwrap();
    }
    zip.start_file(part, SimpleFileOptions::default().large_file(true)).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&spaces).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let two = workbook(&[("Notes", "<sheetData/>"), ("Orders", &sheet(&[&[A, DAY, FIVE, TEA]]))], false);
    let merged = sheet(&[&[A, DAY, FIVE, TEA], &["<c/>", DAY, FIVE, TEA]])
        + "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>";
    let whole = plain(&[&[A, DAY, FIVE, TEA]]);
    let outside = sheet(&[&[A, DAY, FIVE, TEA]])
        .replace("</row></sheetData>", "<c r=\"H2\"><v>1</v></c></row></sheetData>");
    vec![
        (
            "a workbook",
            plain(&[&[A, DAY, "<c><v>12.5</v></c>", TEA]]),
            PLAIN,
            Right(1, "a|20455|1250|Grüner Tee"),
        ),
        (
            "its numbers need no decimal mark",
            plain(&[&[A, DAY, "<c><v>1234.5</v></c>", TEA]]),
            COMMA,
            Right(1, "a|20455|123450|Grüner Tee"),
        ),
        (
            "a sum of floating points",
            plain(&[&["<c><v>1001</v></c>", DAY, "<c><f>0.1+0.2</f><v>0.30000000000000004</v></c>", TEA]]),
            PLAIN,
            Right(1, "1001|20455|30|Grüner Tee"),
        ),
        (
            "days since 1904",
            workbook(&[("Orders", &sheet(&[&[A, "<c s=\"1\"><v>44562</v></c>", FIVE, TEA]]))], true),
            PLAIN,
            Right(1, "a|20455|500|Grüner Tee"),
        ),
        ("the first sheet is empty", two.clone(), PLAIN, Refused(&["empty", "headings"])),
        (
            "the sheet that was said",
            two.clone(),
            |o| o.sheet = Some("Orders".into()),
            Right(1, "a|20455|500|Grüner Tee"),
        ),
        (
            "a sheet that is not there",
            two,
            |o| o.sheet = Some("2026".into()),
            Refused(&["no sheet `2026`", "Notes, Orders"]),
        ),
        (
            "a table that does not begin at the corner",
            workbook(
                &[(
                    "Orders",
                    &sheet(&[&[A, DAY, FIVE, TEA]])
                        .replace("r=\"2\"", "r=\"9\"")
                        .replace("r=\"1\"", "r=\"8\"")
                        .replace("A1\"", "A8\"")
                        .replace("B1\"", "B8\"")
                        .replace("C1\"", "C8\"")
                        .replace("D1\"", "D8\"")
                        .replace("A2\"", "A9\"")
                        .replace("B2\"", "B9\"")
                        .replace("C2\"", "C9\"")
                        .replace("D2\"", "D9\""),
                )],
                false,
            ),
            PLAIN,
            Right(1, "a|20455|500|Grüner Tee"),
        ),
        (
            "a cell beside the table",
            workbook(&[("Orders", &outside)], false),
            PLAIN,
            Refused(&["row 2", "8 columns, the heading 4"]),
        ),
        (
            "merged cells",
            workbook(&[("Orders", &merged)], false),
            PLAIN,
            Refused(&["row 3, column customer", "A2:A3", "unmerge"]),
        ),
        (
            "a formula that failed",
            plain(&[&[A, DAY, "<c t=\"e\"><v>#DIV/0!</v></c>", TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "#DIV/0!", "mend"]),
        ),
        (
            "a number where a day belongs",
            plain(&[&[A, "<c><v>46024</v></c>", FIVE, TEA]]),
            PLAIN,
            Refused(&["row 2, column at", "46024", "format the column as a date"]),
        ),
        (
            "a day where an amount belongs",
            plain(&[&[A, DAY, DAY, TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "2026-01-02", "a date"]),
        ),
        (
            "a time of day",
            plain(&[&[A, "<c s=\"2\"><v>0.5</v></c>", FIVE, TEA]]),
            PLAIN,
            Refused(&["row 2, column at", "give the day"]),
        ),
        (
            "a day that never was",
            plain(&[&[A, "<c s=\"1\"><v>60</v></c>", FIVE, TEA]]),
            PLAIN,
            Refused(&["row 2, column at", "none"]),
        ),
        (
            "a text that is no amount",
            plain(&[&[A, DAY, TEA, TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "Grüner Tee"]),
        ),
        (
            "a text that could be two amounts",
            plain(&[&[A, DAY, &words("1,234"), TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "two ways", "--decimal"]),
        ),
        (
            "yes for an amount",
            plain(&[&[A, DAY, "<c t=\"b\"><v>1</v></c>", TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "yes or no"]),
        ),
        (
            "the largest amount",
            plain(&[&[A, DAY, "<c><v>90071992547409.92</v></c>", TEA]]),
            PLAIN,
            Right(1, "a|20455|9007199254740992|Grüner Tee"),
        ),
        (
            "beyond 2^53",
            plain(&[&[A, DAY, "<c><v>9007199254740993</v></c>", TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "too large"]),
        ),
        (
            "half a cent",
            plain(&[&[A, DAY, "<c><v>5.005</v></c>", TEA]]),
            PLAIN,
            Refused(&["row 2, column amount", "decimals"]),
        ),
        (
            "rows without anything",
            plain(&[&[A, DAY, FIVE, TEA], &["<c s=\"1\"/>", "<c/>"], &[]]),
            PLAIN,
            Right(1, "a|20455|500|Grüner Tee"),
        ),
        (
            "a workbook cut off",
            whole[..whole.len() / 2].to_vec(),
            PLAIN,
            Refused(&["damaged", "save it again"]),
        ),
        ("a workbook's first bytes", b"PK\x03\x04\x14\0\0\0".to_vec(), PLAIN, Refused(&["damaged"])),
        (
            "an archive of something else",
            archive(&[("orders.csv", b"customer,at,amount\n")]),
            PLAIN,
            Refused(&["ZIP archive", "unpack"]),
        ),
        (
            "a binary workbook",
            archive(&[("xl/workbook.bin", b"x")]),
            PLAIN,
            Refused(&["binary workbook", ".xlsx"]),
        ),
        (
            "a bomb in its texts",
            bomb("xl/sharedStrings.xml", 300),
            PLAIN,
            Refused(&["larger than 256 MB", "CSV"]),
        ),
        (
            "a bomb of a sheet",
            bomb("xl/worksheets/sheet9.xml", 1_100),
            PLAIN,
            Refused(&["larger than 1024 MB", "CSV"]),
        ),
        (
            "a workbook with a password",
            compound("/EncryptedPackage", b"secret"),
            PLAIN,
            Refused(&["password", "without one"]),
        ),
        (
            "an old workbook",
            include_bytes!("../data/orders.xls").to_vec(),
            PLAIN,
            Right(2, "1001|20455|1250|Grüner Tee"),
        ),
        (
            "an old workbook cut off",
            include_bytes!("../data/orders.xls")[..2_000].to_vec(),
            PLAIN,
            Refused(&["damaged"]),
        ),
        (
            "an old document of another kind",
            compound("/WordDocument", b"Dear"),
            PLAIN,
            Refused(&["no workbook", "CSV"]),
        ),
        ("an old workbook of far corners", corners(2), PLAIN, Refused(&["8 million cells", ".xlsx"])),
        ("an open document", opened(OPENED), PLAIN, Right(1, "a|20455|1250|")),
        (
            "a row that stands for a million",
            opened(&OPENED.replacen(
                "<table:table-row>",
                "<table:table-row table:number-rows-repeated=\"1000000000\">",
                1,
            )),
            PLAIN,
            Refused(&["8 million cells", "CSV"]),
        ),
        (
            "an open document of times",
            opened(&OPENED.replace(
                "value-type=\"date\" office:date-value=\"2026-01-02\"",
                "value-type=\"time\" office:time-value=\"PT10H30M00S\"",
            )),
            PLAIN,
            Refused(&["row 2, column at", "give the day"]),
        ),
        (
            "a sheet of a text",
            b"customer,at,amount\na,2026-01-02,5\n".to_vec(),
            |o| o.sheet = Some("x".into()),
            Refused(&["no sheet"]),
        ),
        (
            "an encoding of a workbook",
            whole,
            |o| o.encoding = Some("utf-8".into()),
            Refused(&["utf-8", "leave that out"]),
        ),
    ]
}
