//! Parquet: columns with types, read row group by row group in small batches, so that memory grows with a page and not
//! with the file.

use std::fs::File;
use std::ops::ControlFlow;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use troth_core::Message;

use super::super::reason::heading;
use super::{Cell, Each, Format, Found, Row, Stop, broken, damaged};

/// Rows decoded at a time.
const BATCH: usize = 1_024;
/// More rows than this are not believed: a few bytes can claim any number of equal rows.
const ROWS: i64 = 200_000_000;
/// The largest column of a row group, unpacked.
const UNPACKED: i64 = 1 << 30;

/// An open file of columns.
pub(super) struct Columns {
    reader: SerializedFileReader<File>,
    /// Of each heading, its column in the file and how its values are read; why not otherwise.
    ways: Vec<Result<(usize, Way), Message>>,
    wanted: Vec<bool>,
}

/// How the values of a column are read.
#[derive(Debug, Clone, Copy)]
enum Way {
    Truth,
    Whole,
    Unsigned,
    Real,
    Day,
    /// Units in a second, and whether it is a moment (otherwise it is nobody's zone).
    Time(i64, bool),
    Decimal(u32),
    Text,
}

impl Columns {
    pub(super) fn open(file: File) -> Result<(Found, Vec<String>, Self), Message> {
        let reader = SerializedFileReader::new(file).map_err(|error| {
            let said = error.to_string();
            if said.to_lowercase().contains("encrypt") { super::bound::locked() } else { damaged(said) }
        })?;
        let about = reader.metadata();
        let rows = about.file_metadata().num_rows();
        if !(0..=ROWS).contains(&rows) {
            let why = Message::new("records-why-claimed").with("rows", rows);
            return Err(why.with("most", ROWS));
        }
        for group in about.row_groups() {
            if let Some(column) = group.columns().iter().find(|column| column.uncompressed_size() > UNPACKED)
            {
                let name = column.column_path().string();
                let why = Message::new("records-why-group").with("column", heading(&name));
                return Err(why.with("limit", (UNPACKED >> 20).to_string()));
            }
        }
        let schema = about.file_metadata().schema_descr();
        let (mut headings, mut ways) = (Vec::new(), Vec::new());
        for root in schema.root_schema().get_fields() {
            let name = root.name().to_owned();
            let leaf =
                (0..schema.num_columns()).find(|leaf| schema.column(*leaf).path().parts() == [name.clone()]);
            let way = match leaf {
                Some(leaf) if root.is_primitive() && schema.column(leaf).max_rep_level() == 0 => {
                    way(&schema.column(leaf)).map(|way| (leaf, way))
                }
                _ => Err("records-why-nested"),
            };
            ways.push(way.map_err(|why| Message::new(why).with("column", heading(&name))));
            headings.push(name);
        }
        let wanted = vec![true; headings.len()];
        let found = Found { format: Format::Parquet, ..Found::default() };
        Ok((found, headings, Self { reader, ways, wanted }))
    }

    pub(super) fn select(&mut self, columns: &[usize], also_others: bool) -> Result<(), Message> {
        for column in columns {
            if let Some(Err(why)) = self.ways.get(*column) {
                return Err(why.clone());
            }
        }
        for (column, wanted) in self.wanted.iter_mut().enumerate() {
            *wanted = also_others || columns.contains(&column);
        }
        Ok(())
    }

    pub(super) fn each<E>(self, f: Each<'_, E>) -> Result<(), Stop<E>> {
        let width = self.ways.len();
        let mut batch: Vec<Vec<Cell>> = vec![Vec::new(); width];
        let mut cells = vec![Cell::Empty; width];
        // The heading is row 1 of every other file.
        let mut line = 1;
        for group in 0..self.reader.num_row_groups() {
            let group = self.reader.get_row_group(group).map_err(damaged)?;
            let mut columns = Vec::new();
            for (place, way) in self.ways.iter().enumerate() {
                let Ok((leaf, way)) = way else { continue };
                if self.wanted[place] {
                    let optional = group.metadata().column(*leaf).column_descr().max_def_level() > 0;
                    columns.push((place, *way, optional, group.get_column_reader(*leaf).map_err(damaged)?));
                }
            }
            let mut left = usize::try_from(group.metadata().num_rows()).map_err(damaged)?;
            while left > 0 {
                let rows = left.min(BATCH);
                for (place, way, optional, reader) in &mut columns {
                    let column = &mut batch[*place];
                    column.clear();
                    read(reader, *way, *optional, rows, column).map_err(damaged)?;
                    if column.len() != rows {
                        return Err(Stop::File(broken("records-why-short-column")));
                    }
                }
                for row in 0..rows {
                    line += 1;
                    let mut used = false;
                    for (place, column) in batch.iter_mut().enumerate() {
                        if let Some(cell) = column.get_mut(row) {
                            cells[place] = std::mem::replace(cell, Cell::Empty);
                            used |= cells[place] != Cell::Empty;
                        }
                    }
                    if used
                        && f(&Row::typed(line, &cells, width)).map_err(Stop::Reader)?
                            == ControlFlow::Break(())
                    {
                        return Ok(());
                    }
                }
                left -= rows;
            }
        }
        Ok(())
    }
}

/// How a column is read, from its physical and logical type; older files say the latter in an older word.
///
/// # Errors
/// The key of why it cannot be.
fn way(column: &ColumnDescriptor) -> Result<Way, &'static str> {
    let scale = |scale: i32| {
        u32::try_from(scale).ok().filter(|scale| *scale <= 38).map(Way::Decimal).ok_or("records-why-scale")
    };
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    };
    let no_time = || Err("records-why-time-column");
    let whole = matches!(column.physical_type(), Type::INT32 | Type::INT64);
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) if whole => return Ok(Way::Day),
        (Some(LogicalType::Timestamp(how)), _) if whole => {
            return Ok(Way::Time(unit(&how.unit), how.is_adjusted_to_u_t_c));
        }
        (None, ConvertedType::TIMESTAMP_MILLIS) if whole => return Ok(Way::Time(1_000, true)),
        (None, ConvertedType::TIMESTAMP_MICROS) if whole => return Ok(Way::Time(1_000_000, true)),
        (Some(LogicalType::Time(_)), _) | (None, ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS) => {
            return no_time();
        }
        (Some(LogicalType::Decimal(how)), _) => return scale(how.scale),
        (None, ConvertedType::DECIMAL) => return scale(column.type_scale()),
        (Some(LogicalType::Integer(how)), _) if whole && !how.is_signed => return Ok(Way::Unsigned),
        (
            None,
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64,
        ) if whole => {
            return Ok(Way::Unsigned);
        }
        _ => {}
    }
    match column.physical_type() {
        Type::BOOLEAN => Ok(Way::Truth),
        Type::INT32 | Type::INT64 => Ok(Way::Whole),
        Type::FLOAT | Type::DOUBLE => Ok(Way::Real),
        Type::BYTE_ARRAY => Ok(Way::Text),
        Type::INT96 => Err("records-why-old-timestamps"),
        Type::FIXED_LEN_BYTE_ARRAY => Err("records-why-bytes"),
    }
}

/// Reads the next rows of a column.
fn read(
    reader: &mut ColumnReader,
    way: Way,
    optional: bool,
    rows: usize,
    into: &mut Vec<Cell>,
) -> parquet::errors::Result<()> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => {
            fill(reader, optional, rows, into, |value| Cell::Truth(*value))
        }
        ColumnReader::Int32ColumnReader(reader) => fill(reader, optional, rows, into, |value| match way {
            Way::Unsigned => Cell::Whole(i64::from(value.cast_unsigned())),
            way => whole(way, i64::from(*value)),
        }),
        ColumnReader::Int64ColumnReader(reader) => fill(reader, optional, rows, into, |value| match way {
            Way::Unsigned => Cell::Decimal(i128::from(value.cast_unsigned()), 0),
            way => whole(way, *value),
        }),
        ColumnReader::FloatColumnReader(reader) => {
            // The shortest number that is this one, not the one nearest to its bits.
            fill(reader, optional, rows, into, |value| real(value.to_string().parse().unwrap_or(f64::NAN)))
        }
        ColumnReader::DoubleColumnReader(reader) => fill(reader, optional, rows, into, |value| real(*value)),
        ColumnReader::ByteArrayColumnReader(reader) => {
            fill(reader, optional, rows, into, |value| bytes(way, value))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            fill(reader, optional, rows, into, |value| bytes(way, value))
        }
        ColumnReader::Int96ColumnReader(_) => Ok(()),
    }
}

fn fill<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    optional: bool,
    rows: usize,
    into: &mut Vec<Cell>,
    cell: impl Fn(&T::T) -> Cell,
) -> parquet::errors::Result<()> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    while into.len() < rows {
        levels.clear();
        values.clear();
        let wanted = rows - into.len();
        let (read, _, _) = reader.read_records(wanted, optional.then_some(&mut levels), None, &mut values)?;
        if read == 0 {
            return Ok(());
        }
        if optional {
            let mut values = values.iter();
            into.extend(levels.iter().map(|level| match level {
                0 => Cell::Empty,
                _ => values.next().map_or(Cell::Empty, &cell),
            }));
        } else {
            into.extend(values.iter().map(&cell));
        }
    }
    Ok(())
}

fn whole(way: Way, value: i64) -> Cell {
    let impossible = || Cell::unreadable(Message::new("records-why-no-day").with("text", value.to_string()));
    match way {
        Way::Day => {
            let days = i32::try_from(value).ok().map(|days| jiff::Span::new().try_days(days));
            let day = days
                .and_then(Result::ok)
                .and_then(|days| jiff::civil::Date::constant(1970, 1, 1).checked_add(days).ok());
            day.map_or_else(impossible, |day| Cell::Local(day.into()))
        }
        Way::Time(unit, moment) => {
            let nanos = i128::from(value) * i128::from(1_000_000_000 / unit);
            match jiff::Timestamp::from_nanosecond(nanos) {
                Ok(at) if moment => Cell::At(at),
                Ok(at) => Cell::Local(jiff::tz::Offset::UTC.to_datetime(at)),
                Err(_) => impossible(),
            }
        }
        Way::Decimal(scale) => Cell::Decimal(i128::from(value), scale),
        _ => Cell::Whole(value),
    }
}

/// What is not a number is how many programs write that there is none.
fn real(value: f64) -> Cell {
    if value.is_nan() { Cell::Empty } else { Cell::Real(value) }
}

fn bytes(way: Way, value: &impl AsBytes) -> Cell {
    let bytes = value.as_bytes();
    match way {
        Way::Decimal(scale) if (1..=16).contains(&bytes.len()) => {
            let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
            let digits = bytes.iter().fold(sign, |number: i128, byte| (number << 8) | i128::from(*byte));
            Cell::Decimal(digits, scale)
        }
        Way::Decimal(_) => Cell::unreadable(Message::new("records-why-too-large")),
        _ => match std::str::from_utf8(bytes) {
            Ok("") => Cell::Empty,
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => Cell::unreadable(Message::new("records-why-no-text")),
        },
    }
}

trait AsBytes {
    fn as_bytes(&self) -> &[u8];
}

impl AsBytes for ByteArray {
    fn as_bytes(&self) -> &[u8] {
        self.data()
    }
}

impl AsBytes for parquet::data_type::FixedLenByteArray {
    fn as_bytes(&self) -> &[u8] {
        self.data()
    }
}
