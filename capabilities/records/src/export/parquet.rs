//! Values as columns with types, row group by row group: memory grows with a group, not with the file.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use troth_store::Error;
use troth_store::export::{ExportColumn, Given, Holds};

/// Rows of a group.
const ROWS: usize = 20_000;
/// Bytes of text of a group.
const TEXT: usize = 8 << 20;
/// Decimals of an amount: as many as any currency has.
const DECIMALS: u32 = 4;

/// Where the format's own writer writes, and whence it is taken on its way out.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A file of columns on its way out.
pub(super) struct Writer {
    file: SerializedFileWriter<Pipe>,
    pipe: Pipe,
    holds: Vec<Holds>,
    /// The rows of the group that is being filled.
    rows: Vec<Vec<Given>>,
    text: usize,
}

fn failed(error: impl Into<ParquetError>) -> Error {
    let error = error.into();
    Error::Other(format!("a Parquet file could not be written: {error}"))
}

impl Writer {
    pub(super) fn new(columns: &[ExportColumn]) -> Result<Self, Error> {
        let field = |column: &ExportColumn| {
            let (kind, meaning) = match column.holds {
                Holds::Text => ("BYTE_ARRAY", "(UTF8)"),
                Holds::Moment => ("INT64", "(TIMESTAMP(MICROS,true))"),
                Holds::Day => ("INT32", "(DATE)"),
                Holds::Amount => ("FIXED_LEN_BYTE_ARRAY (16)", "(DECIMAL(38,4))"),
                Holds::Thousandths => ("INT64", "(DECIMAL(18,3))"),
                Holds::Rate => ("INT64", "(DECIMAL(18,12))"),
                Holds::Whole => ("INT64", ""),
                Holds::Truth => ("BOOLEAN", ""),
            };
            format!("OPTIONAL {kind} {} {meaning};", column.name)
        };
        let fields: String = columns.iter().map(field).collect();
        let schema = parse_message_type(&format!("message troth {{ {fields} }}")).map_err(failed)?;
        let how = WriterProperties::builder()
            .set_created_by("Troth".into())
            .set_compression(parquet::basic::Compression::SNAPPY)
            .build();
        let pipe = Pipe::default();
        let file =
            SerializedFileWriter::new(pipe.clone(), Arc::new(schema), Arc::new(how)).map_err(failed)?;
        let holds = columns.iter().map(|column| column.holds).collect();
        Ok(Self { file, pipe, holds, rows: Vec::new(), text: 0 })
    }

    pub(super) fn add(&mut self, row: Vec<Given>) -> Result<(), Error> {
        let text = row.iter().map(|value| if let Given::Text(text) = value { text.len() } else { 0 });
        self.text += text.sum::<usize>();
        self.rows.push(row);
        if self.rows.len() >= ROWS || self.text >= TEXT { self.group() } else { Ok(()) }
    }

    /// Writes the group.
    fn group(&mut self) -> Result<(), Error> {
        self.text = 0;
        let rows = std::mem::take(&mut self.rows);
        let mut group = self.file.next_row_group().map_err(failed)?;
        for (place, holds) in self.holds.iter().enumerate() {
            let Some(mut column) = group.next_column().map_err(failed)? else { break };
            let values = || rows.iter().map(|row| &row[place]).filter(|value| **value != Given::Nothing);
            let levels: Vec<i16> = rows.iter().map(|row| i16::from(row[place] != Given::Nothing)).collect();
            let levels = Some(levels.as_slice());
            let written = match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(to) => {
                    to.write_batch(&values().map(text).collect::<Vec<_>>(), levels, None)
                }
                ColumnWriter::FixedLenByteArrayColumnWriter(to) => {
                    to.write_batch(&values().map(amount).collect::<Vec<_>>(), levels, None)
                }
                ColumnWriter::Int32ColumnWriter(to) => {
                    let days = values().map(|value| i32::try_from(number(value)).unwrap_or_default());
                    to.write_batch(&days.collect::<Vec<_>>(), levels, None)
                }
                ColumnWriter::Int64ColumnWriter(to) => {
                    to.write_batch(&values().map(number).collect::<Vec<_>>(), levels, None)
                }
                ColumnWriter::BoolColumnWriter(to) => to.write_batch(
                    &values().map(|value| *value == Given::Truth(true)).collect::<Vec<_>>(),
                    levels,
                    None,
                ),
                _ => return Err(Error::Other(format!("no column of Parquet holds {holds:?}"))),
            };
            written.map_err(failed)?;
            column.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        Ok(())
    }

    /// What was written since; with the end of the file where that was all.
    pub(super) fn take(&mut self, last: bool) -> Result<Vec<u8>, Error> {
        if last {
            if !self.rows.is_empty() {
                self.group()?;
            }
            self.file.finish().map_err(failed)?;
        }
        self.file.flush().map_err(failed)?;
        Ok(std::mem::take(&mut *self.pipe.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn text(value: &Given) -> ByteArray {
    if let Given::Text(text) = value { ByteArray::from(text.as_str()) } else { ByteArray::default() }
}

/// An amount with as many decimals as every currency, whatever its own.
fn amount(value: &Given) -> FixedLenByteArray {
    let scaled = match value {
        Given::Amount(minor, currency) => {
            i128::from(*minor) * 10i128.pow(DECIMALS.saturating_sub(currency.exponent()))
        }
        _ => 0,
    };
    ByteArray::from(scaled.to_be_bytes().to_vec()).into()
}

const fn number(value: &Given) -> i64 {
    match value {
        Given::Moment(number)
        | Given::Day(number)
        | Given::Thousandths(number)
        | Given::Rate(number)
        | Given::Whole(number) => *number,
        Given::Nothing | Given::Text(_) | Given::Amount(..) | Given::Truth(_) => 0,
    }
}
