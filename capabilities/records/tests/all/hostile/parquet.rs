//! Parquet files, written by the same format's own writer.

use std::sync::Arc;

use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Expect::{Refused, Right};
use super::{COMMA, Case, PLAIN};

/// A column's values of as many rows as there are.
enum Values {
    Int(Vec<i32>),
    Long(Vec<i64>),
    Double(Vec<f64>),
    Truth(Vec<bool>),
    Text(Vec<Vec<u8>>),
    /// Text where the level is one.
    Some(Vec<&'static str>, Vec<i16>),
}
use Values::{Double, Int, Long, Text, Truth};

fn texts(all: &[&str]) -> Values {
    Text(all.iter().map(|text| text.as_bytes().to_vec()).collect())
}

/// A file of these fields in row groups of these columns.
fn file(fields: &str, groups: &[Vec<Values>]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message rows {{ {fields} }}")).unwrap());
    let mut written = Vec::new();
    let how = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(&mut written, schema, how).unwrap();
    for group in groups {
        let mut rows = writer.next_row_group().unwrap();
        for values in group {
            let mut column = rows.next_column().unwrap().unwrap();
            let arrays = |all: &[Vec<u8>]| all.iter().cloned().map(ByteArray::from).collect::<Vec<_>>();
            match (column.untyped(), values) {
                (ColumnWriter::Int32ColumnWriter(to), Int(all)) => to.write_batch(all, None, None),
                (ColumnWriter::Int64ColumnWriter(to), Long(all)) => to.write_batch(all, None, None),
                (ColumnWriter::DoubleColumnWriter(to), Double(all)) => to.write_batch(all, None, None),
                (ColumnWriter::BoolColumnWriter(to), Truth(all)) => to.write_batch(all, None, None),
                (ColumnWriter::ByteArrayColumnWriter(to), Text(all)) => {
                    to.write_batch(&arrays(all), None, None)
                }
                (ColumnWriter::ByteArrayColumnWriter(to), Values::Some(all, levels)) => {
                    let all: Vec<ByteArray> = all.iter().map(|text| ByteArray::from(*text)).collect();
                    to.write_batch(&all, Some(levels), None)
                }
                (ColumnWriter::FixedLenByteArrayColumnWriter(to), Text(all)) => {
                    let all: Vec<_> = arrays(all).into_iter().map(Into::into).collect();
                    to.write_batch(&all, None, None)
                }
                (ColumnWriter::Int96ColumnWriter(to), Long(all)) => {
                    to.write_batch(&vec![parquet::data_type::Int96::new(); all.len()], None, None)
                }
                _ => panic!("the values of {fields} are of other types"),
            }
            .unwrap();
            column.close().unwrap();
        }
        rows.close().unwrap();
    }
    writer.close().unwrap();
    written
}

const WHO: &str = "required binary customer (UTF8);";
const DAY: &str = "required int32 at (DATE);";
const PRICE: &str = "required double amount;";

/// One row, whose moment and amount are of these types.
fn one(at: &str, when: Values, amount: &str, price: Values) -> Vec<u8> {
    file(&format!("{WHO} {at} {amount}"), &[vec![texts(&["a"]), when, price]])
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let whole = one(DAY, Int(vec![20_455]), PRICE, Double(vec![12.5]));
    let groups = [
        vec![texts(&["a"]), Int(vec![20_455]), Double(vec![5.0])],
        vec![texts(&["b", "c"]), Int(vec![20_456, 20_457]), Double(vec![6.0, 7.0])],
    ];
    let optional = format!("{WHO} {DAY} {PRICE} optional binary product (UTF8);");
    let nested = format!("{WHO} {DAY} {PRICE} required group product {{ required binary name (UTF8); }}");
    let nested = file(&nested, &[vec![texts(&["a"]), Int(vec![20_455]), Double(vec![5.0]), texts(&["tea"])]]);
    let list = format!("{WHO} {DAY} required group amount {{ required double net; }}");
    let list = file(&list, &[vec![texts(&["a"]), Int(vec![20_455]), Double(vec![5.0])]]);
    vec![
        ("Parquet", whole.clone(), PLAIN, Right(1, "a|20455|1250|")),
        ("its numbers need no decimal mark", whole.clone(), COMMA, Right(1, "a|20455|1250|")),
        ("row groups", file(&format!("{WHO} {DAY} {PRICE}"), &groups), PLAIN, Right(3, "a|20455|500|")),
        (
            "values that are not there",
            file(
                &optional,
                &[vec![
                    texts(&["a", "b"]),
                    Int(vec![20_455; 2]),
                    Double(vec![5.0; 2]),
                    Values::Some(vec!["tea"], vec![1, 0]),
                ]],
            ),
            PLAIN,
            Right(2, "a|20455|500|tea"),
        ),
        (
            "decimals of every width",
            one(DAY, Int(vec![20_455]), "required int64 amount (DECIMAL(12, 2));", Long(vec![-1_250])),
            PLAIN,
            Right(1, "a|20455|-1250|"),
        ),
        (
            "decimals in bytes",
            one(
                DAY,
                Int(vec![20_455]),
                "required fixed_len_byte_array(4) amount (DECIMAL(8, 2));",
                Text(vec![vec![0xFF, 0xFF, 0xFB, 0x1E]]),
            ),
            PLAIN,
            Right(1, "a|20455|-1250|"),
        ),
        (
            "decimals finer than the currency",
            one(DAY, Int(vec![20_455]), "required int64 amount (DECIMAL(12, 4));", Long(vec![12_345])),
            PLAIN,
            Refused(&["row 2, column amount", "decimals"]),
        ),
        (
            "a moment",
            one(
                "required int64 at (TIMESTAMP(MICROS, true));",
                Long(vec![1_767_398_399_000_000]),
                PRICE,
                Double(vec![5.0]),
            ),
            PLAIN,
            Right(1, "a|20455|500|"),
        ),
        (
            "a time in nobody's zone",
            one(
                "required int64 at (TIMESTAMP(NANOS, false));",
                Long(vec![1_767_312_000_000_000_000]),
                PRICE,
                Double(vec![5.0]),
            ),
            PLAIN,
            Right(1, "a|20455|500|"),
        ),
        (
            "a moment of an old kind",
            one("required int96 at;", Long(vec![0]), PRICE, Double(vec![5.0])),
            PLAIN,
            Refused(&["column at", "INT96", "TIMESTAMP"]),
        ),
        (
            "a time of day",
            one("required int32 at (TIME(MILLIS, true));", Int(vec![0]), PRICE, Double(vec![5.0])),
            PLAIN,
            Refused(&["column at", "time of day"]),
        ),
        (
            "a day beyond all calendars",
            one(DAY, Int(vec![i32::MAX]), PRICE, Double(vec![5.0])),
            PLAIN,
            Refused(&["row 2, column at", "calendar"]),
        ),
        (
            "the year 1800",
            one(DAY, Int(vec![-62_000]), PRICE, Double(vec![5.0])),
            PLAIN,
            Refused(&["row 2, column at", "1800"]),
        ),
        (
            "a day as text",
            one("required binary at (UTF8);", texts(&["02.01.2026"]), PRICE, Double(vec![5.0])),
            PLAIN,
            Refused(&["row 2, column at", "--date-format"]),
        ),
        (
            "a number for a day",
            one("required int64 at;", Long(vec![1_767_312_000]), PRICE, Double(vec![5.0])),
            PLAIN,
            Refused(&["row 2, column at", "a number", "format the column as a date"]),
        ),
        (
            "not a number",
            one(DAY, Int(vec![20_455]), PRICE, Double(vec![f64::NAN])),
            PLAIN,
            Refused(&["row 2, column amount", "empty"]),
        ),
        (
            "endless",
            one(DAY, Int(vec![20_455]), PRICE, Double(vec![f64::INFINITY])),
            PLAIN,
            Refused(&["row 2, column amount", "not an amount"]),
        ),
        (
            "yes for an amount",
            one(DAY, Int(vec![20_455]), "required boolean amount;", Truth(vec![true])),
            PLAIN,
            Refused(&["row 2, column amount", "yes or no"]),
        ),
        (
            "beyond 2^53",
            one(DAY, Int(vec![20_455]), "required int64 amount;", Long(vec![90_071_992_547_410])),
            PLAIN,
            Refused(&["row 2, column amount", "too large"]),
        ),
        (
            "bytes that are no text",
            file(
                &format!("required binary customer; {DAY} {PRICE}"),
                &[vec![Text(vec![vec![0xC3, 0x28]]), Int(vec![20_455]), Double(vec![5.0])]],
            ),
            PLAIN,
            Refused(&["row 2, column customer", "no text"]),
        ),
        (
            "a nested column where a product may stand",
            nested,
            PLAIN,
            Refused(&["the column product is nested", "column of its own"]),
        ),
        (
            "a nested column that is needed",
            list,
            PLAIN,
            Refused(&["the column amount is nested", "column of its own"]),
        ),
        ("no rows", file(&format!("{WHO} {DAY} {PRICE}"), &[]), PLAIN, Refused(&["no rows"])),
        ("cut off", whole[..whole.len() - 20].to_vec(), PLAIN, Refused(&["damaged", "save it again"])),
        ("its first bytes", b"PAR1".to_vec(), PLAIN, Refused(&["damaged"])),
        ("scrambled inside", scrambled(&whole), PLAIN, Refused(&["damaged"])),
    ]
}

/// The pages are noise, the footer is right.
fn scrambled(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[4..60].fill(0xAA);
    bytes
}
