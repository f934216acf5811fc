//! Files as businesses have them, and files made to hurt: each is either read right, or refused with a message that says
//! where and what to do.

mod parquet;
mod workbook;

use std::path::Path;

use troth_core::Actor;
use troth_harness::{START, TestStore};
use troth_records::{Error, Imported, Options, check_file, find_kind, import_file};
use troth_store::Engine;

/// Says how a file is to be read.
type Say = fn(&mut Options);

enum Expect {
    /// Rows imported, and what the first purchase looks like: customer, day, minor units, product.
    Right(u64, &'static str),
    /// Parts of the message.
    Refused(&'static [&'static str]),
}
use Expect::{Refused, Right};

/// What it is called, the file, how it is read, and what comes of it.
type Case = (&'static str, Vec<u8>, Say, Expect);

const PLAIN: Say = |_| {};
const COMMA: Say = |options| options.decimal = Some(',');
const POINT: Say = |options| options.decimal = Some('.');
const GERMAN: Say = |options| {
    options.decimal = Some(',');
    options.date_form = Some("%d.%m.%Y".into());
};

fn text(rows: &str) -> Vec<u8> {
    format!("customer,at,amount,product\n{rows}").into_bytes()
}

/// A file of bytes of UTF-16.
fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn encodings() -> Vec<Case> {
    let french = "customer;at;amount;product\na;2026-01-02;5.00;Thé à la crème brûlée\nb;2026-01-02;6.00;Café près de l'élève\n";
    let mut broken = text("a,2026-01-02,5,Grüner Tee\nb,2026-01-02,5,Käse\nc,2026-01-02,5,");
    broken.extend(b"br\xF6t\n");
    vec![
        ("UTF-8", text("a,2026-01-02,5.00,Grüner Tee\n"), PLAIN, Right(1, "a|20455|500|Grüner Tee")),
        (
            "UTF-8 with a mark",
            [b"\xEF\xBB\xBF".as_slice(), &text("a,2026-01-02,5,Tee\n")].concat(),
            PLAIN,
            Right(1, "a|20455|500|Tee"),
        ),
        (
            "UTF-16 little",
            utf16("customer,at,amount\nä,2026-01-02,5\n", true),
            PLAIN,
            Right(1, "ä|20455|500|"),
        ),
        (
            "UTF-16 big",
            utf16("customer\tat\tamount\nä\t2026-01-02\t5\n", false),
            PLAIN,
            Right(1, "ä|20455|500|"),
        ),
        ("windows-1252, found", latin(french), PLAIN, Right(2, "a|20455|500|Thé à la crème brûlée")),
        (
            "windows-1252, said",
            latin(french),
            |options| options.encoding = Some("windows-1252".into()),
            Right(2, "a|20455|500|Thé à la crème brûlée"),
        ),
        (
            "an encoding nobody knows",
            latin(french),
            |o| o.encoding = Some("ebcdic".into()),
            Refused(&["ebcdic", "windows-1252"]),
        ),
        (
            "UTF-8 with one broken row",
            broken,
            PLAIN,
            Refused(&["line 4, column product", "not UTF-8", "--encoding"]),
        ),
        (
            "UTF-16 without a mark",
            utf16("customer,at,amount\na,2026-01-02,5\n", true)[2..].to_vec(),
            PLAIN,
            Refused(&["line 1", "UTF-16"]),
        ),
        (
            "a NUL",
            text("a,2026-01-02,5,te\0a\n"),
            PLAIN,
            Refused(&["line 2, column product", "NUL", "UTF-8"]),
        ),
    ]
}

fn shapes() -> Vec<Case> {
    let huge = format!("a,2026-01-02,5,\"{}\"\n", "x".repeat(10 << 20));
    let endless = format!("a,2026-01-02,5,\"{}", "x,y\n".repeat(6 << 20));
    vec![
        ("semicolons", b"customer;at;amount\na;2026-01-02;5\n".to_vec(), PLAIN, Right(1, "a|20455|500|")),
        ("tabs", b"customer\tat\tamount\na\t2026-01-02\t5\n".to_vec(), PLAIN, Right(1, "a|20455|500|")),
        (
            "the separator said",
            b"sep=;\r\ncustomer;at;amount\r\na;2026-01-02;5\r\n".to_vec(),
            PLAIN,
            Right(1, "a|20455|500|"),
        ),
        (
            "the separator said, a row wrong",
            b"sep=;\ncustomer;at;amount\na;2026-01-02;x\n".to_vec(),
            PLAIN,
            Refused(&["line 3, column amount"]),
        ),
        (
            "quoted line ends and separators",
            text("a,2026-01-02,5,\"tea, green\nloose\"\n"),
            PLAIN,
            Right(1, "a|20455|500|tea, green\nloose"),
        ),
        ("doubled marks", text("a,2026-01-02,5,\"12\"\" pan\"\n"), PLAIN, Right(1, "a|20455|500|12\" pan")),
        ("an inch in plain text", text("a,2026-01-02,5,12\" pan\n"), PLAIN, Right(1, "a|20455|500|12\" pan")),
        (
            "a mark never closed",
            text("a,2026-01-02,5,tea\nb,2026-01-02,5,\"tea\nc,2026-01-02,5,tea\n"),
            PLAIN,
            Refused(&["line 3", "never closed", "close it"]),
        ),
        (
            "a cell of ten megabytes",
            text(&huge),
            PLAIN,
            Refused(&["line 2", "longer than", "quotation mark"]),
        ),
        (
            "a row that never ends",
            text(&endless),
            PLAIN,
            Refused(&["line 2", "never ends", "quotation mark"]),
        ),
        (
            "line ends of Windows, a blank line, a text on two lines, no end",
            b"customer,at,amount,product\r\n\r\na,2026-01-02,5,\"tea\r\ngreen\"\r\nb,2026-01-02,x,tea"
                .to_vec(),
            PLAIN,
            Refused(&["line 5, column amount"]),
        ),
        (
            "old Mac line ends",
            b"customer,at,amount\ra,2026-01-02,5\rb,2026-01-02,x\r".to_vec(),
            PLAIN,
            Refused(&["line 3, column amount"]),
        ),
        (
            "a row too short",
            text("a,2026-01-02,5,tea\nb,2026-01-02\n"),
            PLAIN,
            Refused(&["line 3", "2 columns, the heading 4", "separator"]),
        ),
        (
            "a row too long",
            text("a,2026-01-02,5,tea, green\n"),
            PLAIN,
            Refused(&["line 2", "5 columns", "quotation marks"]),
        ),
        (
            "rows of nothing at the end",
            text("a,2026-01-02,5,tea\n,,,\n\n,,,\n"),
            PLAIN,
            Right(1, "a|20455|500|tea"),
        ),
        (
            "headings twice",
            b"customer,at,amount,amount\na,2026-01-02,5,6\n".to_vec(),
            PLAIN,
            Refused(&["two columns `amount`", "own heading"]),
        ),
        (
            "two headings that could be it",
            b"customer,at,total,price\na,2026-01-02,5,6\n".to_vec(),
            PLAIN,
            Refused(&["`total` or `price`", "--map amount="]),
        ),
        (
            "a heading missing",
            b"customer,at,worth\na,2026-01-02,5\n".to_vec(),
            PLAIN,
            Refused(&["customer, at, worth", "--map amount="]),
        ),
        ("empty", Vec::new(), PLAIN, Refused(&["empty", "headings"])),
        ("a mark and nothing", b"\xEF\xBB\xBF".to_vec(), PLAIN, Refused(&["empty", "headings"])),
        ("headings only", text(""), PLAIN, Refused(&["no rows"])),
        ("a bomb", b"\x1F\x8B\x08\0\0\0\0\0".to_vec(), PLAIN, Refused(&["gzip", "CSV"])),
        ("a web page", b"<!doctype html><p>Please sign in".to_vec(), PLAIN, Refused(&["web page", "CSV"])),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn values() -> Vec<Case> {
    vec![
        (
            "a decimal comma, said",
            text("a,2026-01-02,\"1.234,50\",tea\n"),
            COMMA,
            Right(1, "a|20455|123450|tea"),
        ),
        (
            "a decimal comma, not said",
            text("a,2026-01-02,\"12,50\",tea\n"),
            PLAIN,
            Refused(&["line 2, column amount", "--decimal ,"]),
        ),
        (
            "a thousand or one",
            text("a,2026-01-02,\"1,234\",tea\n"),
            PLAIN,
            Refused(&["line 2, column amount", "two ways", "--decimal"]),
        ),
        ("a thousand, said", text("a,2026-01-02,\"1,234\",tea\n"), POINT, Right(1, "a|20455|123400|tea")),
        (
            "mixed marks",
            text("a,2026-01-02,\"12,50\",tea\na,2026-01-02,12.50,tea\n"),
            COMMA,
            Refused(&["line 3, column amount", "--decimal ."]),
        ),
        (
            "a sign of money",
            text("a,2026-01-02,$5,tea\n"),
            PLAIN,
            Refused(&["line 2, column amount", "not an amount", "digits"]),
        ),
        (
            "half a cent",
            text("a,2026-01-02,5.005,tea\n"),
            PLAIN,
            Refused(&["line 2, column amount", "more decimals", "round"]),
        ),
        (
            "the largest amount",
            text("a,2026-01-02,90071992547409.92,tea\n"),
            PLAIN,
            Right(1, "a|20455|9007199254740992|tea"),
        ),
        (
            "beyond 2^53",
            text("a,2026-01-02,90071992547409.93,tea\n"),
            PLAIN,
            Refused(&["line 2, column amount", "too large"]),
        ),
        (
            "beyond 2^63",
            text("a,2026-01-02,99999999999999999999,tea\n"),
            PLAIN,
            Refused(&["line 2, column amount", "too large"]),
        ),
        ("a return", text("a,2026-01-02,-5.00,tea\n"), PLAIN, Right(1, "a|20455|-500|tea")),
        (
            "another currency",
            b"customer,at,amount,currency\na,2026-01-02,5,EUR\n".to_vec(),
            PLAIN,
            Refused(&["line 2, column currency", "no rate", "USD"]),
        ),
        (
            "no currency at all",
            b"customer,at,amount,currency\na,2026-01-02,5,EURO\n".to_vec(),
            PLAIN,
            Refused(&["line 2, column currency", "ISO 4217"]),
        ),
        (
            "German dates, said",
            b"Kunde;Datum;Betrag\na;02.01.2026;1.234,50\n".to_vec(),
            GERMAN,
            Right(1, "a|20455|123450|"),
        ),
        (
            "German dates",
            text("a,02.01.2026,5,tea\n"),
            PLAIN,
            Refused(&["line 2, column at", "--date-format \"%d.%m.%Y\""]),
        ),
        (
            "American dates",
            text("a,01/22/2026,5,tea\n"),
            PLAIN,
            Refused(&["line 2, column at", "--date-format \"%m/%d/%Y\""]),
        ),
        (
            "British or American dates",
            text("a,01/02/2026,5,tea\n"),
            PLAIN,
            Refused(&["\"%d/%m/%Y\" or \"%m/%d/%Y\""]),
        ),
        ("compact dates", text("a,20260102,5,tea\n"), PLAIN, Refused(&["--date-format \"%Y%m%d\""])),
        (
            "days of a spreadsheet",
            text("a,46024,5,tea\n"),
            PLAIN,
            Refused(&["line 2, column at", "spreadsheets", "format the column"]),
        ),
        (
            "two digits of a year",
            text("a,02.01.26,5,tea\n"),
            |o| o.date_form = Some("%d.%m.%Y".into()),
            Refused(&["line 2, column at", "%y"]),
        ),
        (
            "a day that never was",
            text("a,2026-02-30,5,tea\n"),
            PLAIN,
            Refused(&["line 2, column at", "2026-02-30"]),
        ),
        (
            "nobody",
            text(",2026-01-02,5,tea\n"),
            PLAIN,
            Refused(&["line 2, column customer", "empty", "fill it in"]),
        ),
        (
            "a long name",
            text(&format!("{},2026-01-02,5,tea\n", "x".repeat(201))),
            PLAIN,
            Refused(&["line 2, column customer", "201 characters"]),
        ),
        (
            "a formula is text",
            text("a,2026-01-02,5,\"=cmd|' /C calc'!A0\"\n"),
            PLAIN,
            Right(1, "a|20455|500|=cmd|' /C calc'!A0"),
        ),
        ("a formula as we write it", text("a,2026-01-02,5,'=1+1\n"), PLAIN, Right(1, "a|20455|500|=1+1")),
        (
            "SQL is text",
            text("a,2026-01-02,5,'); DROP TABLE purchase; --\n"),
            PLAIN,
            Right(1, "a|20455|500|'); DROP TABLE purchase; --"),
        ),
        (
            "a key twice",
            b"customer,at,amount,key\na,2026-01-02,5,k\nb,2026-01-02,5,l\na,2026-01-02,6,k\n".to_vec(),
            PLAIN,
            Refused(&["line 4, column key", "line 2", "keep one"]),
        ),
        (
            "the same row twice is two purchases",
            text("a,2026-01-02,5,tea\na,2026-01-02,5,tea\n"),
            PLAIN,
            Right(2, "a|20455|500|tea"),
        ),
    ]
}

/// Imports a file.
async fn read_in(test: &TestStore, file: &Path, options: &Options) -> Result<Imported, Error> {
    let kind = find_kind(&test.store, "purchases").unwrap();
    import_file(&test.store, START, Actor::System, &kind, file, options, &mut |_, _| {}).await
}

/// What stands in the records of the first purchase by key.
async fn first_purchase(test: &TestStore) -> String {
    let sql = "SELECT account.external_key, purchase.day, purchase.amount, COALESCE(purchase.product, '') \
               FROM purchase JOIN account ON account.id = purchase.account_id ORDER BY purchase.id LIMIT 1";
    test.store
        .read(move |db| {
            let row = db.query_one(sql, &[])?;
            let (day, amount): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok::<_, troth_store::Error>(format!("{}|{day}|{amount}|{}", row.text(0)?, row.text(3)?))
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn every_file_is_read_right_or_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let cases: Vec<_> = [encodings(), shapes(), values(), workbook::cases(), parquet::cases()]
        .into_iter()
        .flatten()
        .collect();
    assert!(cases.len() >= 30, "{}", cases.len());
    for (name, content, say, expect) in cases {
        let test = TestStore::open(Engine::Sqlite, vec![troth_records::part()]).await.unwrap();
        let file = folder.path().join("file.csv");
        std::fs::write(&file, content).unwrap();
        let mut options = Options::default();
        say(&mut options);
        let done = read_in(&test, &file, &options).await;
        match (expect, done) {
            (Right(rows, first), Ok(imported)) => {
                assert_eq!((imported.rows, imported.applied.new), (rows, rows), "{name}");
                assert_eq!(first_purchase(&test).await, first, "{name}");
            }
            (Refused(parts), Err(error)) => {
                let said = error.to_string();
                for part in parts {
                    assert!(said.contains(part), "{name}: `{part}` is not said: {said}");
                }
                assert!(said.len() < 600, "{name}: {said}");
                assert_eq!(said.lines().count(), 1, "{name}: {said}");
                let left = test.store.read(|db| db.scalar::<i64>("SELECT COUNT(*) FROM purchase", &[])).await;
                assert_eq!(left.unwrap(), 0, "{name}: nothing is imported of a file that is refused");
            }
            (Right(..), Err(error)) => panic!("{name} should be read: {error}"),
            (Refused(_), Ok(imported)) => panic!("{name} should be refused: {imported:?}"),
        }
    }
}

#[tokio::test]
async fn how_a_file_is_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestStore::open(Engine::Sqlite, vec![troth_records::part()]).await.unwrap();
    let kind = find_kind(&test.store, "purchases").unwrap();
    let file = folder.path().join("file.csv");
    std::fs::write(
        &file,
        latin("customer;at;amount\nJérôme Müller;2026-01-02;5\nBjörn Ångström;2026-01-02;5\n"),
    )
    .unwrap();
    let checked = check_file(&test.store, &kind, &file, &Options::default(), &mut |_, _| {}).await.unwrap();
    assert_eq!(
        (checked.found.encoding.as_deref(), checked.found.delimiter),
        (Some("windows-1252"), Some(';'))
    );
}

#[tokio::test]
async fn wrong_rows_come_back_as_a_file_to_mend_them_in() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestStore::open(Engine::Sqlite, vec![troth_records::part()]).await.unwrap();
    let (file, errors) = (folder.path().join("file.csv"), folder.path().join("errors.csv"));
    std::fs::write(&file, text("a,2026-01-02,5,tea\nb,2026-01-02,x,\"=1+1, twice\"\nc,2026-01-02,-3\n"))
        .unwrap();
    let options = Options { errors: Some(errors.clone()), skip_wrong: true, ..Options::default() };
    let imported = read_in(&test, &file, &options);
    assert_eq!(imported.await.unwrap().wrong, 2);
    let written = std::fs::read_to_string(&errors).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "customer,at,amount,product,troth_line,troth_column,troth_reason");
    assert!(lines[1].starts_with("b,2026-01-02,x,\"'=1+1, twice\",3,amount,"), "{}", lines[1]);
    assert!(lines[2].starts_with("c,2026-01-02,-3,,4,,"), "{}", lines[2]);
    // Mended there, the file can be imported as it is.
    std::fs::write(&file, written.replace(",x,", ",7,").replace("-3,,4", "-3,milk,4")).unwrap();
    let options = Options::default();
    let mended = read_in(&test, &file, &options);
    assert_eq!(mended.await.unwrap().applied.new, 2);
    let sql = "SELECT COUNT(*) FROM purchase WHERE product = '=1+1, twice'";
    assert_eq!(test.store.read(|db| db.scalar::<i64>(sql, &[])).await.unwrap(), 1);
}

/// Files as other programs write them: `openpyxl` and Arrow, with each compression that Parquet knows.
#[tokio::test]
async fn files_of_other_programs_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/data");
    for (name, rows, first) in [
        ("orders.xlsx", 50, "c0|20455|1250|Grüner Tee"),
        ("orders.parquet", 3_000, "c0|20454|0|Grüner Tee"),
        ("orders-brotli.parquet", 10, "c0|20454|0|Grüner Tee"),
        ("orders-gzip.parquet", 10, "c0|20454|0|Grüner Tee"),
        ("orders-lz4.parquet", 10, "c0|20454|0|Grüner Tee"),
        ("orders-zstd.parquet", 10, "c0|20454|0|Grüner Tee"),
    ] {
        let test = TestStore::open(Engine::Sqlite, vec![troth_records::part()]).await.unwrap();
        let sheet = name.ends_with("xlsx").then(|| "2026".to_owned());
        let options = Options { sheet, ..Options::default() };
        let imported = read_in(&test, &folder.join(name), &options).await.unwrap();
        assert_eq!((imported.rows, imported.applied.new), (rows, rows), "{name}");
        assert_eq!(first_purchase(&test).await, first, "{name}");
    }
}
