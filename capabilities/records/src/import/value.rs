//! How values are written in files: amounts, quantities, texts. What can be read in two ways is refused with what to do.

use troth_core::{Currency, Message, Money, Rate, Zone};
use troth_store::import::{FieldType, FieldValue};
use troth_web::csv::unmarked;

use super::mapping::DateForm;
use super::reason::{self, count, shown};
use super::source::Cell;

/// Beyond this a double no longer holds every whole number, and spreadsheets and scripts round silently.
const LARGEST: i64 = 1 << 53;

/// What stands before the decimals: `None` where nobody said, which is read as `.` as long as that is certain.
pub(crate) type Mark = Option<char>;

/// An amount of money in minor units.
pub(super) fn amount(text: &str, mark: Mark, currency: Currency) -> Result<i64, Message> {
    certain(text, mark)?;
    let read = Money::parse(text, mark.unwrap_or('.'), currency).map_err(|error| {
        let other = if mark == Some(',') { '.' } else { ',' };
        match Money::parse(text, other, currency) {
            Ok(_) => Message::new("records-why-other-mark")
                .with("why", reason::money(error))
                .with("other", other.to_string()),
            Err(_) => reason::money(error),
        }
    })?;
    whole(text, read.minor)
}

/// A number with up to three decimals, in thousandths.
pub(super) fn thousandths(text: &str, mark: Mark) -> Result<i64, Message> {
    certain(text, mark)?;
    let wrong = || Message::new("records-why-number").with("text", shown(text));
    let (whole_part, decimals) = text.split_once(mark.unwrap_or('.')).unwrap_or((text, ""));
    let digits = decimals.trim_end_matches('0');
    if digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    whole(text, format!("{whole_part}{digits:0<3}").parse().map_err(|_| wrong())?)
}

/// An amount that the file gives as a number.
pub(super) fn amount_of(cell: &Cell, currency: Currency) -> Result<i64, Message> {
    let read = |text: &str| {
        let money = Money::parse(text, '.', currency).map_err(reason::money)?;
        whole(text, money.minor)
    };
    of_number(cell, "records-why-an-amount", read)
}

/// A quantity that the file gives as a number.
pub(super) fn thousandths_of(cell: &Cell) -> Result<i64, Message> {
    of_number(cell, "records-why-a-number", |text| thousandths(text, Some('.')))
}

/// Reads a number exactly where it has that few decimals, else as a spreadsheet shows it: fifteen digits, so that
/// 0.1 + 0.2 is 0.3.
fn of_number<T>(cell: &Cell, wanted: &str, read: impl Fn(&str) -> Result<T, Message>) -> Result<T, Message> {
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
        other => Err(Message::new("records-why-other-type")
            .with("text", shown(&other.to_string()))
            .with("wanted", Message::new(wanted))
            .with("found", what(other))),
    }
}

fn plain(number: f64) -> String {
    if number == 0.0 { "0".into() } else { number.to_string() }
}

/// What a value is, for a message.
pub(super) fn what(cell: &Cell) -> Message {
    Message::new(match cell {
        Cell::Empty => "records-why-nothing",
        Cell::Text(_) | Cell::Unreadable(_) => "records-why-a-text",
        Cell::Whole(_) | Cell::Real(_) | Cell::Decimal(..) => "records-why-a-number",
        Cell::Truth(_) => "records-why-a-truth",
        Cell::Local(_) | Cell::At(_) => "records-why-a-date",
    })
}

/// What a currency is worth.
fn rate(text: &str, mark: Mark) -> Result<i64, Message> {
    certain(text, mark)?;
    let mark = mark.unwrap_or('.');
    let read = Rate::parse(text, mark).map(Rate::raw);
    read.ok_or_else(|| {
        Message::new("records-why-rate").with("text", shown(text)).with("mark", mark.to_string())
    })
}

fn whole(text: &str, number: i64) -> Result<i64, Message> {
    if number.unsigned_abs() > LARGEST.unsigned_abs() {
        return Err(Message::new("records-why-large").with("text", shown(text)));
    }
    Ok(number)
}

/// `1,234` is a thousand or a little more than one: only somebody who knows the file can say.
fn certain(text: &str, mark: Mark) -> Result<(), Message> {
    let body = text.trim_start_matches(['-', '+', '\u{2212}']);
    let Some((whole, group)) = body.split_once(',') else { return Ok(()) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if mark.is_none() && digits(whole) && whole.len() <= 3 && digits(group) && group.len() == 3 {
        return Err(Message::new("records-why-two-ways").with("text", shown(text)));
    }
    Ok(())
}

/// Reads the value of a field; nothing where the text is empty. The reason says how to mend it.
pub(crate) fn read(kind: FieldType, text: &str, how: &How<'_>) -> Result<Option<FieldValue>, Message> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let value = match kind {
        FieldType::Text(limit) => FieldValue::Text(at_most(limit, text)?.to_owned()),
        FieldType::Key => FieldValue::Text(key(text, how.own)?.to_owned()),
        FieldType::Currency => FieldValue::Text(how.currency.code().to_owned()),
        FieldType::Code => {
            let code: Currency = text.parse().map_err(reason::money)?;
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
        FieldType::Times(most) => FieldValue::Int(times(text, most)?),
    };
    Ok(Some(value))
}

/// A value that says itself what it is: taken as that, or refused, never turned into something else.
pub(super) fn typed(kind: FieldType, cell: &Cell, how: &How<'_>) -> Result<Option<FieldValue>, Message> {
    Ok(Some(match kind {
        FieldType::Moment => FieldValue::Moment(DateForm::of(cell, how.zone)?.micros()),
        FieldType::Day => FieldValue::Int(how.zone.day_of(DateForm::of(cell, how.zone)?).number()),
        FieldType::Amount => FieldValue::Int(amount_of(cell, how.currency)?),
        FieldType::Thousandths => FieldValue::Int(thousandths_of(cell)?),
        FieldType::Rate => {
            FieldValue::Int(of_number(cell, "records-why-a-rate", |text| rate(text, Some('.')))?)
        }
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

fn key(text: &str, own: bool) -> Result<&str, Message> {
    match text.split_once(':').filter(|_| own) {
        Some((source, key)) => at_most(KEY, source).and_then(|_| at_most(KEY, key)).map(|_| text),
        None => at_most(KEY, text),
    }
}

fn at_most(limit: usize, text: &str) -> Result<&str, Message> {
    let length = text.chars().count();
    if length > limit {
        let why = Message::new("records-why-long").with("length", count(length));
        return Err(why.with("limit", count(limit)));
    }
    Ok(text)
}

/// A whole number; a table that a program wrote may have decimals behind it that say nothing.
fn times(text: &str, most: u32) -> Result<i64, Message> {
    let whole = text
        .split_once('.')
        .map_or(text, |(whole, rest)| if rest.bytes().all(|byte| byte == b'0') { whole } else { text });
    match whole.parse::<u32>() {
        Ok(times) if times <= most => Ok(times.into()),
        _ => Err(Message::new("records-why-times").with("text", shown(text)).with("most", i64::from(most))),
    }
}

fn months(text: &str) -> Result<i64, Message> {
    match text.parse::<u16>() {
        Ok(months @ 0..=1200) => Ok(months.into()),
        _ => Err(Message::new("records-why-months").with("text", shown(text))),
    }
}

fn choice(text: &str, words: &'static [&'static str]) -> Result<&'static str, Message> {
    let folded = text.to_lowercase();
    let found = words.iter().find(|word| **word == folded);
    found.copied().ok_or_else(|| {
        Message::new("records-why-choice").with("text", shown(text)).with("words", words.join(", "))
    })
}

/// As many as a cell holds, each once, one a line.
fn several(text: &str, one: fn(&str) -> Result<String, Message>) -> Result<String, Message> {
    let mut lines: Vec<String> = Vec::new();
    for piece in text.split(['\n', ',', ';', '|']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let piece = one(piece)?;
        if !lines.contains(&piece) {
            lines.push(piece);
        }
    }
    if lines.len() > MOST {
        let why = Message::new("records-why-addresses").with("count", count(lines.len()));
        return Err(why.with("most", count(MOST)));
    }
    Ok(lines.join("\n"))
}

/// Addresses that one person may have.
const MOST: usize = 20;

/// An e-mail address in lower case, as it is compared.
fn email(text: &str) -> Result<String, Message> {
    let wrong = || Message::new("records-why-email").with("text", shown(text));
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
fn phone(text: &str) -> Result<String, Message> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = text.chars().all(|letter| letter.is_ascii_digit() || "+-/(). x".contains(letter));
    if fits && (3..=20).contains(&digits) {
        return Ok(text.to_owned());
    }
    Err(Message::new("records-why-phone").with("text", shown(text)))
}

/// A language tag: `en`, `de-AT`.
fn language(text: &str) -> Result<String, Message> {
    let tag = text.replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let fits = (2..=3).contains(&first.len())
        && letters(first)
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if fits { Ok(tag) } else { Err(Message::new("records-why-language").with("text", shown(text))) }
}

/// The text of a cell's bytes, trimmed.
pub(super) fn decoded(bytes: &[u8]) -> Result<&str, Message> {
    let text = std::str::from_utf8(bytes).map_err(|_| Message::new("records-why-not-utf8"))?;
    clean(text).map(unmarked)
}

/// A text without what no database keeps and without blanks around it.
pub(super) fn clean(text: &str) -> Result<&str, Message> {
    if text.contains('\0') {
        return Err(Message::new("records-why-nul"));
    }
    if text.contains('\u{fffd}') {
        return Err(Message::new("records-why-letter"));
    }
    Ok(text.trim())
}

#[cfg(test)]
mod tests {
    use super::super::in_english;
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
        assert!(in_english(&read(level, "boss").unwrap_err()).contains("executive, management, operations"));
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
        let why = |text, mark| in_english(&read(text, mark).unwrap_err());
        assert!(why("1,234", None).contains("two ways"));
        assert!(why("12,50", None).contains("--decimal ,"));
        assert!(why("12.50", Some(',')).contains("--decimal ."));
        assert_eq!(read("90071992547409.92", None), Ok(LARGEST));
        assert!(why("90071992547409.93", None).contains("too large"));
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
