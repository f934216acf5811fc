//! How values are written in files: amounts, quantities, texts. What can be read in two ways is refused with what to do.

use troth_core::{Currency, Money, Rate, Zone};
use troth_store::import::{FieldType, FieldValue};
use troth_web::csv::unmarked;

use super::mapping::DateForm;

use super::source::Cell;

/// Beyond this a double no longer holds every whole number, and spreadsheets and scripts round silently.
const LARGEST: i64 = 1 << 53;

/// What stands before the decimals: `None` where nobody said, which is read as `.` as long as that is certain.
pub(crate) type Mark = Option<char>;

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

/// What a currency is worth.
fn rate(text: &str, mark: Mark) -> Result<i64, String> {
    certain(text, mark)?;
    let mark = mark.unwrap_or('.');
    let read = Rate::parse(text, mark).map(Rate::raw);
    read.ok_or_else(|| {
        format!("`{}` is not a rate like 0{mark}92 (above zero, up to twelve decimals)", shown(text))
    })
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

/// Reads the value of a field; nothing where the text is empty. The reason says how to mend it.
pub(crate) fn read(kind: FieldType, text: &str, how: &How<'_>) -> Result<Option<FieldValue>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value = match kind {
        FieldType::Text(limit) => FieldValue::Text(at_most(limit, text)?.to_owned()),
        FieldType::Key => FieldValue::Text(key(text, how.own)?.to_owned()),
        FieldType::Currency => FieldValue::Text(how.currency.code().to_owned()),
        FieldType::Code => {
            let code: Currency = text.parse().map_err(|error: troth_core::MoneyError| error.to_string())?;
            FieldValue::Text(code.code().to_owned())
        }
        FieldType::Rate => FieldValue::Int(rate(text, how.mark)?),
        FieldType::Moment => FieldValue::Moment(how.form.read(text, how.zone)?.micros()),
        FieldType::Day => FieldValue::Int(how.zone.day_of(how.form.read(text, how.zone)?).number()),
        FieldType::Amount => FieldValue::Int(amount(text, how.mark, how.currency)?),
        FieldType::Thousandths => FieldValue::Int(thousandths(text, how.mark)?),
        FieldType::Months => FieldValue::Int(months(text)?),
        FieldType::Choice(words) => FieldValue::Text(choice(text, words)?.to_owned()),
        FieldType::Emails => FieldValue::Text(several(text, email)?),
        FieldType::Phones => FieldValue::Text(several(text, phone)?),
        FieldType::Language => FieldValue::Text(language(text)?),
    };
    Ok(Some(value))
}

/// A value that says itself what it is: taken as that, or refused, never turned into something else.
pub(super) fn typed(kind: FieldType, cell: &Cell, how: &How<'_>) -> Result<Option<FieldValue>, String> {
    Ok(Some(match kind {
        FieldType::Moment => FieldValue::Moment(DateForm::of(cell, how.zone)?.micros()),
        FieldType::Day => FieldValue::Int(how.zone.day_of(DateForm::of(cell, how.zone)?).number()),
        FieldType::Amount => FieldValue::Int(amount_of(cell, how.currency)?),
        FieldType::Thousandths => FieldValue::Int(thousandths_of(cell)?),
        FieldType::Rate => FieldValue::Int(of_number(cell, "a rate", |text| rate(text, Some('.')))?),
        _ => return read(kind, &cell.to_string(), how),
    }))
}

/// How values are written, where that is not plain.
#[derive(Debug)]
pub(crate) struct How<'h> {
    pub(crate) form: &'h DateForm,
    pub(crate) zone: &'h Zone,
    pub(crate) mark: Mark,
    pub(crate) currency: Currency,
    /// Whether the file is one of Troth's own, whose keys tell whose they are.
    pub(crate) own: bool,
}

/// The longest key, and the longest word for a source.
const KEY: usize = 200;

fn key(text: &str, own: bool) -> Result<&str, String> {
    match text.split_once(':').filter(|_| own) {
        Some((source, key)) => at_most(KEY, source).and_then(|_| at_most(KEY, key)).map(|_| text),
        None => at_most(KEY, text),
    }
}

fn at_most(limit: usize, text: &str) -> Result<&str, String> {
    let length = text.chars().count();
    if length > limit {
        return Err(format!("it has {length} characters, at most {limit} are taken; shorten it"));
    }
    Ok(text)
}

fn months(text: &str) -> Result<i64, String> {
    match text.parse::<u16>() {
        Ok(months @ 0..=1200) => Ok(months.into()),
        _ => Err(format!("`{}` is not a number of months up to 1200", shown(text))),
    }
}

fn choice(text: &str, words: &'static [&'static str]) -> Result<&'static str, String> {
    let folded = text.to_lowercase();
    let found = words.iter().find(|word| **word == folded);
    found.copied().ok_or_else(|| format!("`{}` is none of the words {}", shown(text), words.join(", ")))
}

/// As many as a cell holds, each once, one a line.
fn several(text: &str, one: fn(&str) -> Result<String, String>) -> Result<String, String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in text.split(['\n', ',', ';', '|']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let piece = one(piece)?;
        if !lines.contains(&piece) {
            lines.push(piece);
        }
    }
    if lines.len() > MOST {
        return Err(format!("it holds {} addresses, at most {MOST} are taken", lines.len()));
    }
    Ok(lines.join("\n"))
}

/// Addresses that one person may have.
const MOST: usize = 20;

/// An e-mail address in lower case, as it is compared.
fn email(text: &str) -> Result<String, String> {
    let wrong = || format!("`{}` is not an e-mail address like ada@example.com", shown(text));
    let bare = text.strip_prefix("mailto:").unwrap_or(text).to_lowercase();
    let (local, domain) = bare.rsplit_once('@').ok_or_else(wrong)?;
    let fits = !local.is_empty()
        && bare.len() <= 254
        && domain.contains('.')
        && domain.split('.').all(|part| !part.is_empty())
        && !bare.contains(|letter: char| {
            letter.is_whitespace() || letter.is_control() || "<>()[]\"".contains(letter)
        });
    if fits { Ok(bare) } else { Err(wrong()) }
}

/// A telephone number as it was written.
fn phone(text: &str) -> Result<String, String> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = text.chars().all(|letter| letter.is_ascii_digit() || "+-/(). x".contains(letter));
    if fits && (3..=20).contains(&digits) {
        return Ok(text.to_owned());
    }
    Err(format!("`{}` is not a telephone number like +49 170 1234567", shown(text)))
}

/// A language tag: `en`, `de-AT`.
fn language(text: &str) -> Result<String, String> {
    let tag = text.replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits = (2..=3).contains(&first.len())
        && letters(first)
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if fits { Ok(tag) } else { Err(format!("`{}` is not a language like en or de-AT", shown(text))) }
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
    let text = clean(text.map_err(|_| {
        "it has bytes that are not UTF-8, while the rest of the file is; mend the row, or say --encoding"
            .to_owned()
    })?);
    text.map(unmarked)
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
    Ok(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_words_are_read_as_people_write_them() {
        let how =
            How { form: &DateForm::Iso, zone: &Zone::UTC, mark: None, currency: Currency::EUR, own: false };
        let read = |kind, text| match read(kind, text, &how) {
            Ok(Some(FieldValue::Text(text))) => Ok(text),
            Ok(other) => panic!("{other:?}"),
            Err(why) => Err(why),
        };
        assert_eq!(
            read(FieldType::Emails, "Ada@Example.com; ada@example.com, a.b+c@x.co.uk"),
            Ok("ada@example.com\na.b+c@x.co.uk".into())
        );
        for text in ["ada", "ada@", "@example.com", "ada@example", "a b@example.com", "ada@example..com"] {
            assert!(read(FieldType::Emails, text).is_err(), "{text}");
        }
        assert_eq!(read(FieldType::Phones, "+49 (0)170/1234567"), Ok("+49 (0)170/1234567".into()));
        assert!(read(FieldType::Phones, "call me").is_err());
        assert_eq!(read(FieldType::Language, "de_AT"), Ok("de-AT".into()));
        assert!(read(FieldType::Language, "German").is_err());
        let level = FieldType::Choice(crate::model::Level::WORDS);
        assert_eq!(read(level, " Executive "), Ok("executive".into()));
        assert!(read(level, "boss").unwrap_err().contains("executive, management, operations"));
    }

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
