//! Workbooks: a sheet chosen by name or the first, its first row that has something in it as headings. `.xlsx` is read
//! as a stream; `.xls` and `.ods` are held in memory, their size bounded beforehand.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Range, Reader, SheetType, Xls, Xlsx,
};
use troth_core::Message;
use troth_web::csv::unmarked;

use super::super::reason::{self, heading, listed, said, shown};
use super::{Cell, Each, Format, Found, Opening, Row, Stop, bound, broken, damaged};

/// An open sheet.
pub(super) struct Sheet {
    book: Book,
    name: String,
    /// The row of the headings, and the column at which they begin.
    corner: (u32, u32),
    merged: Vec<Dimensions>,
}

/// Called with a row's number and its cells by column; says whether to go on.
type Walker<'w, E> = &'w mut dyn FnMut(u32, &mut Vec<(u32, Cell)>) -> Result<ControlFlow<()>, Stop<E>>;

enum Book {
    Stream(Box<Xlsx<BufReader<File>>>),
    Held(Range<Data>),
}

impl Sheet {
    pub(super) fn open(
        mut file: File,
        head: &[u8],
        opening: Opening<'_>,
    ) -> Result<(Found, Vec<String>, Self), Message> {
        let (format, merges) = if head.starts_with(b"PK") {
            let archive = bound::archive(&mut file)?;
            (archive.format, archive.merged)
        } else {
            bound::old_workbook(&mut file)?;
            (Format::Excel, false)
        };
        file.seek(SeekFrom::Start(0)).map_err(said)?;
        let file = BufReader::new(file);
        let (book, name, sheets, mut merged) = if format == Format::OpenDocument {
            let mut book = calamine::Ods::new(file).map_err(|error| match error {
                calamine::OdsError::Password => bound::locked(),
                other => damaged(other),
            })?;
            let (name, sheets) = choose(&book, opening.sheet)?;
            (Book::Held(book.worksheet_range(&name).map_err(damaged)?), name, sheets, Vec::new())
        } else if head.starts_with(b"PK") {
            let mut book = Xlsx::new(file).map_err(|error| match error {
                calamine::XlsxError::Password => bound::locked(),
                other => damaged(other),
            })?;
            let (name, sheets) = choose(&book, opening.sheet)?;
            let merged =
                if merges { book.merge_cells_by_sheet_name(&name).map_err(damaged)? } else { Vec::new() };
            (Book::Stream(Box::new(book)), name, sheets, merged)
        } else {
            let mut book = Xls::new(file).map_err(|error| match error {
                calamine::XlsError::Password => bound::locked(),
                other => damaged(other),
            })?;
            let (name, sheets) = choose(&book, opening.sheet)?;
            let merged = book.merge_cells_by_sheet_name(&name).map_err(damaged)?;
            (Book::Held(book.worksheet_range(&name).map_err(damaged)?), name, sheets, merged)
        };
        merged.sort_unstable_by_key(|cells| cells.start);
        let mut sheet = Self { book, name: name.clone(), corner: (0, 0), merged };
        let headings = sheet.headings()?;
        let found = Found { format, sheet: Some(name), sheets, ..Found::default() };
        Ok((found, headings, sheet))
    }

    /// The first row that has something in it.
    fn headings(&mut self) -> Result<Vec<String>, Message> {
        let mut headings = Vec::new();
        let mut corner = (0, 0);
        let walked = self.walk(&mut |row, cells| {
            let used = |cell: &&(u32, Cell)| cell.1 != Cell::Empty;
            let Some((first, _)) = cells.iter().find(used) else { return Ok(ControlFlow::Continue(())) };
            let last = cells.iter().rev().find(used).map_or(*first, |(column, _)| *column);
            corner = (row, *first);
            headings = vec![String::new(); (last - first) as usize + 1];
            for (column, cell) in cells.iter().filter(|(column, _)| (*first..=last).contains(column)) {
                if let Cell::Unreadable(why) = cell {
                    let place = reason::place("row", u64::from(row) + 1);
                    let column = letters(*column);
                    return Err(Stop::File(reason::at(place, Some(&column), why.as_ref().clone())));
                }
                cell.to_string().trim().clone_into(&mut headings[(column - first) as usize]);
            }
            Ok::<_, Stop<()>>(ControlFlow::Break(()))
        });
        match walked {
            Err(Stop::File(why)) => return Err(why),
            Ok(()) | Err(Stop::Reader(())) => {}
        }
        self.corner = corner;
        Ok(headings)
    }

    pub(super) fn each<E>(mut self, width: usize, f: Each<'_, E>) -> Result<(), Stop<E>> {
        let (heading, first) = self.corner;
        let merged = std::mem::take(&mut self.merged);
        let (mut next, mut active): (usize, Vec<Dimensions>) = (0, Vec::new());
        let mut row_cells = vec![Cell::Empty; width];
        self.walk(&mut |row, cells| {
            if row <= heading {
                return Ok(ControlFlow::Continue(()));
            }
            row_cells.fill(Cell::Empty);
            let (mut wide, mut used) = (width, false);
            for (column, cell) in cells.drain(..).filter(|(_, cell)| *cell != Cell::Empty) {
                let Some(place) = column.checked_sub(first).map(|place| place as usize) else { continue };
                used = true;
                if let Some(slot) = row_cells.get_mut(place) {
                    *slot = cell;
                } else {
                    wide = wide.max(place + 1);
                }
            }
            while let Some(one) = merged.get(next).filter(|one| one.start.0 <= row) {
                active.push(*one);
                next += 1;
            }
            active.retain(|one| one.end.0 >= row);
            if !used {
                return Ok(ControlFlow::Continue(()));
            }
            for one in &active {
                for column in one.start.1
                    ..=one.end.1.min(first.saturating_add(u32::try_from(width).unwrap_or(u32::MAX)))
                {
                    let covered = (row, column) != one.start;
                    let slot = column.checked_sub(first).and_then(|place| row_cells.get_mut(place as usize));
                    if let Some(slot) = slot.filter(|slot| covered && **slot == Cell::Empty) {
                        let corner = |(row, column): (u32, u32)| format!("{}{}", letters(column), row + 1);
                        let why = Message::new("records-why-merged").with("from", corner(one.start));
                        *slot = Cell::unreadable(why.with("to", corner(one.end)));
                    }
                }
            }
            f(&Row::typed(u64::from(row) + 1, &row_cells, wide)).map_err(Stop::Reader)
        })
    }

    /// Calls `f` with the cells of each row that has any, until it breaks off.
    fn walk<E>(&mut self, f: Walker<'_, E>) -> Result<(), Stop<E>> {
        let mut cells: Vec<(u32, Cell)> = Vec::new();
        match &mut self.book {
            Book::Stream(book) => {
                let mut reader = book.worksheet_cells_reader(&self.name).map_err(damaged)?;
                let mut current = 0;
                while let Some(cell) = reader.next_cell().map_err(damaged)? {
                    let (row, column) = cell.get_position();
                    if row != current {
                        if row < current {
                            return Err(Stop::File(broken("records-why-disorder")));
                        }
                        if !cells.is_empty() && f(current, &mut cells)?.is_break() {
                            return Ok(());
                        }
                        cells.clear();
                        current = row;
                    }
                    if column >= 16_384 {
                        return Err(Stop::File(broken("records-why-outside")));
                    }
                    cells.push((column, streamed(cell.get_value())));
                }
                if !cells.is_empty() && f(current, &mut cells)?.is_break() {
                    return Ok(());
                }
            }
            Book::Held(range) => {
                let (top, left) = range.start().unwrap_or_default();
                for (row, held) in (top..).zip(range.rows()) {
                    cells.clear();
                    cells.extend((left..).zip(held).map(|(column, data)| (column, self::held(data))));
                    if f(row, &mut cells)?.is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }
}

/// The sheet that is asked for, or the first, and all that there are.
fn choose<B: Reader<BufReader<File>>>(
    book: &B,
    wanted: Option<&str>,
) -> Result<(String, Vec<String>), Message> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let chosen = match wanted {
        Some(name) => sheets.iter().find(|sheet| *sheet == name),
        None => sheets.first(),
    };
    match (chosen, wanted) {
        (Some(sheet), _) => Ok((sheet.clone(), sheets)),
        (None, Some(name)) => {
            let why = Message::new("records-why-no-such-sheet").with("sheet", heading(name));
            Err(why.with("sheets", listed(sheets.iter().take(20))))
        }
        (None, None) => Err(Message::new("records-why-no-sheet")),
    }
}

fn streamed(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::SharedString(text) => Cell::Text(unmarked(text.trim()).to_owned()),
        DataRef::String(text) => Cell::Text(unmarked(text.trim()).to_owned()),
        DataRef::Int(number) => Cell::Whole(*number),
        DataRef::Float(number) => Cell::Real(*number),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(at) => serial(*at),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => duration(text),
        DataRef::Error(error) => failed(error),
        DataRef::Empty => Cell::Empty,
    }
}

fn held(data: &Data) -> Cell {
    match data {
        Data::String(text) => Cell::Text(unmarked(text.trim()).to_owned()),
        Data::Int(number) => Cell::Whole(*number),
        Data::Float(number) => Cell::Real(*number),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(at) => serial(*at),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => duration(text),
        Data::Error(error) => failed(error),
        Data::Empty => Cell::Empty,
    }
}

/// A day as spreadsheets count them, from 1900 or 1904 as the workbook says.
fn serial(at: ExcelDateTime) -> Cell {
    let number = at.as_f64();
    if at.is_duration() || (0.0..1.0).contains(&number) {
        return duration(&number.to_string());
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let short = |number: u8| i8::try_from(number).unwrap_or(-1);
    let built = jiff::civil::DateTime::new(
        i16::try_from(year).unwrap_or(-1),
        short(month),
        short(day),
        short(hour),
        short(minute),
        short(second),
        i32::from(milli) * 1_000_000,
    );
    match built {
        Ok(built) if (0.0..2_958_466.0).contains(&number) => Cell::Local(built),
        _ => formatted(number.to_string()),
    }
}

fn iso(text: &str) -> Cell {
    match text.parse() {
        Ok(at) => Cell::Local(at),
        Err(_) => formatted(format!("`{}`", shown(text))),
    }
}

fn formatted(text: String) -> Cell {
    Cell::unreadable(Message::new("records-why-formatted").with("text", text))
}

fn duration(text: &str) -> Cell {
    Cell::unreadable(Message::new("records-why-time-alone").with("text", shown(text)))
}

fn failed(error: &CellErrorType) -> Cell {
    Cell::unreadable(Message::new("records-why-formula").with("error", error.to_string()))
}

/// A column as spreadsheets name it.
fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::DateTime;

    use super::*;

    #[test]
    fn days_are_counted_from_1900_or_1904_as_the_workbook_says() {
        let at = |number, since_1904| serial(ExcelDateTime::new(number, DateTime, since_1904)).to_string();
        assert_eq!(at(46_024.0, false), "2026-01-02");
        assert_eq!(at(44_562.0, true), "2026-01-02");
        assert_eq!(at(46_024.541_694_444_44, false), "2026-01-02T13:00:02.4");
        assert_eq!(at(1.0, false), "1900-01-01");
        // Excel has a day that never was.
        assert!(matches!(serial(ExcelDateTime::new(60.0, DateTime, false)), Cell::Unreadable(_)));
        assert!(matches!(serial(ExcelDateTime::new(0.5, DateTime, false)), Cell::Unreadable(_)));
        assert!(matches!(serial(ExcelDateTime::new(-3.0, DateTime, false)), Cell::Unreadable(_)));
        assert!(matches!(serial(ExcelDateTime::new(1e12, DateTime, false)), Cell::Unreadable(_)));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
