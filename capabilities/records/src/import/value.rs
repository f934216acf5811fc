//! How values are written in files: amounts, quantities, texts. What can be read in two ways is refused with what to do.

use troth_core::{Currency, Money};

use super::source::Cell;

/// Beyond this a double no longer holds every whole number, and spreadsheets and scripts round silently.
const LARGEST: i64 = 1 << 53;

/// What stands before the decimals: `None` where nobody said, which is read as `.` as long as that is certain.
pub(super) type Mark = Option<char>;

/// An amount of money in minor units.
pub(super) fn amount(text: &str, mark: Mark, currency: Currency) -> Result<i64, String> {
    certain(text, mark)?;
    let read = Money::parse(text, mark.unwrap_or('.'), currency).map_err(|error| {
        let other = if mark == Some(',') { '.' } else { ',' };
        match Money::parse(text, other, currency) {
            Ok(_) => format!("{error}; if `{other}` stands before the decimals, say --decimal {other}"),
            Err(_) => error.to_string(),
        }
    })?;
    whole(text, read.minor)
}

/// A number with up to three decimals, in thousandths.
pub(super) fn thousandths(text: &str, mark: Mark) -> Result<i64, String> {
    certain(text, mark)?;
    let wrong = || format!("`{}` is not a number with up to three decimals", shown(text));
    let (whole_part, decimals) = text.split_once(mark.unwrap_or('.')).unwrap_or((text, ""));
    let digits = decimals.trim_end_matches('0');
    if digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    whole(text, format!("{whole_part}{digits:0<3}").parse().map_err(|_| wrong())?)
}

/// An amount that the file gives as a number.
pub(super) fn amount_of(cell: &Cell, currency: Currency) -> Result<i64, String> {
    let read = |text: &str| {
        let money = Money::parse(text, '.', currency).map_err(|error| error.to_string())?;
        whole(text, money.minor)
    };
    of_number(cell, "an amount", read)
}

/// A quantity that the file gives as a number.
pub(super) fn thousandths_of(cell: &Cell) -> Result<i64, String> {
    of_number(cell, "a number", |text| thousandths(text, Some('.')))
}

/// Reads a number exactly where it has that few decimals, else as a spreadsheet shows it: fifteen digits, so that
/// 0.1 + 0.2 is 0.3.
fn of_number<T>(cell: &Cell, wanted: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, String> {
    match cell {
        Cell::Whole(_) => read(&cell.to_string()),
        Cell::Decimal(..) => {
            let text = cell.to_string();
            let short =
                if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
            read(short)
        }
        Cell::Real(number) if number.is_finite() => {
            let shown: f64 = format!("{number:.14e}").parse().unwrap_or(*number);
            read(&plain(*number)).or_else(|why| read(&plain(shown)).map_err(|_| why))
        }
        other => Err(format!("`{}` is not {wanted} but {}", shown(&other.to_string()), what(other))),
    }
}

fn plain(number: f64) -> String {
    if number == 0.0 { "0".into() } else { number.to_string() }
}

/// What a value is, for a message.
pub(super) const fn what(cell: &Cell) -> &'static str {
    match cell {
        Cell::Empty => "nothing",
        Cell::Text(_) | Cell::Unreadable(_) => "a text",
        Cell::Whole(_) | Cell::Real(_) | Cell::Decimal(..) => "a number",
        Cell::Truth(_) => "yes or no",
        Cell::Local(_) | Cell::At(_) => "a date",
    }
}

fn whole(text: &str, number: i64) -> Result<i64, String> {
    if number.unsigned_abs() > LARGEST.unsigned_abs() {
        return Err(format!("`{}` is too large a number; is a separator missing?", shown(text)));
    }
    Ok(number)
}

/// `1,234` is a thousand or a little more than one: only somebody who knows the file can say.
fn certain(text: &str, mark: Mark) -> Result<(), String> {
    let body = text.trim_start_matches(['-', '+', '\u{2212}']);
    let Some((whole, group)) = body.split_once(',') else { return Ok(()) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if mark.is_none() && digits(whole) && whole.len() <= 3 && digits(group) && group.len() == 3 {
        let text = shown(text);
        return Err(format!(
            "`{text}` can be read in two ways; say --decimal , or --decimal . for what stands before the decimals"
        ));
    }
    Ok(())
}

/// The beginning of a text, for a message.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.replace(char::is_control, " ")
}

/// The text of a cell's bytes, trimmed.
pub(super) fn decoded(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes);
    clean(text.map_err(|_| {
        "it has bytes that are not UTF-8, while the rest of the file is; mend the row, or say --encoding"
            .to_owned()
    })?)
}

/// A text without what no database keeps and without blanks around it.
pub(super) fn clean(text: &str) -> Result<&str, String> {
    if text.contains('\0') {
        return Err("it has a NUL character; is the file damaged, or UTF-16? Save it as UTF-8".into());
    }
    if text.contains('\u{fffd}') {
        return Err(
            "it has a letter that could not be read; say --encoding, or save the file as UTF-8".into()
        );
    }
    let text = text.trim();
    // The mark with which we, and spreadsheets, keep a text from being run as a formula.
    Ok(text.strip_prefix('\'').filter(|rest| rest.starts_with(super::wrong::FORMULA)).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_keep_three_decimals() {
        assert_eq!(thousandths("2", None), Ok(2000));
        assert_eq!(thousandths("-0.25", None), Ok(-250));
        assert_eq!(thousandths("1,5", Some(',')), Ok(1500));
        for text in ["1.0005", "1,5", "a", "1.-5", "1,500", "9007199254741"] {
            assert!(thousandths(text, None).is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_read_as_said_and_refused_where_uncertain() {
        let read = |text, mark| amount(text, mark, Currency::EUR);
        assert_eq!(read("1,234.50", None), Ok(123_450));
        assert_eq!(read("1.234,50", Some(',')), Ok(123_450));
        assert_eq!(read("1,234", Some('.')), Ok(123_400));
        assert!(read("1,234", None).unwrap_err().contains("two ways"));
        assert!(read("12,50", None).unwrap_err().contains("--decimal ,"));
        assert!(read("12.50", Some(',')).unwrap_err().contains("--decimal ."));
        assert_eq!(read("90071992547409.92", None), Ok(LARGEST));
        assert!(read("90071992547409.93", None).unwrap_err().contains("too large"));
    }

    #[test]
    fn numbers_are_taken_as_they_are_and_as_they_are_shown() {
        let read = |cell: &Cell| amount_of(cell, Currency::EUR);
        assert_eq!(read(&Cell::Real(12.34)), Ok(1234));
        assert_eq!(read(&Cell::Real(0.1 + 0.2)), Ok(30));
        assert_eq!(read(&Cell::Real(-0.0)), Ok(0));
        assert_eq!(read(&Cell::Real(90_071_992_547_409.92)), Ok(LARGEST));
        assert_eq!(read(&Cell::Decimal(-5, 2)), Ok(-5));
        assert_eq!(read(&Cell::Decimal(123_4500, 4)), Ok(12_345));
        assert_eq!(read(&Cell::Whole(1_234)), Ok(123_400));
        for cell in [
            Cell::Real(5.005),
            Cell::Real(1e300),
            Cell::Real(f64::INFINITY),
            Cell::Decimal(5005, 3),
            Cell::Decimal(i128::MAX, 2),
            Cell::Whole(i64::MAX),
            Cell::Truth(true),
        ] {
            assert!(read(&cell).is_err(), "{cell}");
        }
        assert_eq!(thousandths_of(&Cell::Real(0.25)), Ok(250));
        assert!(thousandths_of(&Cell::Real(0.0005)).is_err());
    }
}
