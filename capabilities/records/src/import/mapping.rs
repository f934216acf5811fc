//! Which column of a file is which field, and how its values are written.

use troth_core::{Argument, Day, Instant, Message, Zone};
use troth_store::import::{Field, ImportKind};

use super::reason::{count, heading, listed, shown};
use super::source::Cell;
use super::value::what;
use crate::Error;

/// Where each field of a kind stands in the file, in the order of [`ImportKind::fields`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The column of each field, counted from zero.
    pub columns: Vec<Option<usize>>,
    /// Columns of a wide file, each with what somebody called it.
    pub named: Vec<(usize, String)>,
}

impl Mapping {
    /// The mapping given as `field=column`, completed by headings that name a field; `named` are columns of a wide file, each with what
    /// it is called.
    pub fn find(
        kind: &ImportKind,
        headings: &[String],
        given: &[(String, String)],
        named: &[(String, String)],
    ) -> Result<Self, Error> {
        let named = name_columns(kind, headings, named)?;
        let fields: Vec<&str> = kind.fields.iter().map(|field| field.name).collect();
        let mut columns = vec![None; kind.fields.len()];
        let long = kind.wide.filter(|_| named.is_empty());
        let wide = kind.wide.filter(|_| !named.is_empty());
        for (field, column) in given {
            let place = fields.iter().position(|known| known == field).ok_or_else(|| {
                let why = Message::new("records-why-no-field").with("kind", kind.name);
                Error::Refused(why.with("field", shown(field)).with("fields", listed(&fields)))
            })?;
            if wide.is_some_and(|wide| [wide.name, wide.value].contains(&place)) {
                return Err(Error::Refused(
                    Message::new("records-why-long-and-wide").with("field", field.as_str()),
                ));
            }
            let found: Vec<usize> = positions(headings, |heading| heading == column);
            columns[place] = Some(only(&found, column, headings)?);
        }
        for (place, field) in kind.fields.iter().enumerate() {
            let in_columns = wide.is_some_and(|wide| [wide.name, wide.value].contains(&place));
            if columns[place].is_some() || in_columns {
                continue;
            }
            let taken: Vec<Option<usize>> =
                columns.iter().copied().chain(named.iter().map(|(column, _)| Some(*column))).collect();
            columns[place] = by_heading(field, headings, &taken)?;
            if columns[place].is_none() && long.is_some_and(|long| [long.name, long.value].contains(&place)) {
                let why = Message::new("records-why-long-or-wide").with("field", field.name);
                return Err(Error::Refused(why.with("headings", listed(headings))));
            }
            if columns[place].is_none() && field.required {
                let why = Message::new("records-why-which-column").with("field", field.name);
                return Err(Error::Refused(why.with("headings", listed(headings))));
            }
        }
        Ok(Self { columns, named })
    }
}

/// The columns of a wide file, in the order in which somebody named them.
fn name_columns(
    kind: &ImportKind,
    headings: &[String],
    named: &[(String, String)],
) -> Result<Vec<(usize, String)>, Error> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let Some(wide) = kind.wide else {
        return Err(Error::Refused(Message::new("records-why-never-wide").with("kind", kind.name)));
    };
    if named.len() > wide.limit {
        let why = Message::new("records-why-many-named").with("count", count(named.len()));
        return Err(Error::Refused(why.with("limit", count(wide.limit))));
    }
    let mut all: Vec<(usize, String)> = Vec::with_capacity(named.len());
    for (column, name) in named {
        if all.iter().any(|(_, other)| other == name) {
            return Err(Error::Refused(Message::new("records-why-named-twice").with("name", shown(name))));
        }
        let found: Vec<usize> = positions(headings, |heading| heading == column);
        all.push((only(&found, column, headings)?, name.clone()));
    }
    Ok(all)
}

/// The heading that each field seems to have, for somebody to confirm.
pub(super) fn propose(kind: &ImportKind, headings: &[String]) -> Vec<Option<String>> {
    let mut taken = Vec::new();
    let find = |field| {
        let column = by_heading(field, headings, &taken).ok().flatten();
        taken.push(column);
        column.map(|column| headings[column].clone())
    };
    kind.fields.iter().map(find).collect()
}

/// The column whose heading names a field. Two that could be it are a question, never a guess.
fn by_heading(field: &Field, headings: &[String], taken: &[Option<usize>]) -> Result<Option<usize>, Error> {
    let folded = |heading: &String| heading.trim().to_lowercase();
    let free = |wanted: &dyn Fn(&String) -> bool| -> Vec<usize> {
        let found = positions(headings, |heading| wanted(heading));
        found.into_iter().filter(|column| !taken.contains(&Some(*column))).collect()
    };
    let exact = free(&|heading| folded(heading) == field.name);
    let found = match exact.as_slice() {
        [] => free(&|heading| field.headings.contains(&folded(heading).as_str())),
        _ => exact,
    };
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        [first, second, ..] => {
            let (one, other) = (&headings[*first], &headings[*second]);
            Err(Error::Refused(if one == other {
                Message::new("records-why-two-columns").with("column", heading(one))
            } else {
                let why = Message::new("records-why-either").with("field", field.name);
                why.with("one", heading(one)).with("other", heading(other))
            }))
        }
    }
}

fn positions(headings: &[String], wanted: impl Fn(&String) -> bool) -> Vec<usize> {
    headings.iter().enumerate().filter(|(_, heading)| wanted(heading)).map(|(index, _)| index).collect()
}

fn only(found: &[usize], column: &str, headings: &[String]) -> Result<usize, Error> {
    match found {
        [one] => Ok(*one),
        [] => {
            let why = Message::new("records-why-no-column").with("column", heading(column));
            Err(Error::Refused(why.with("headings", listed(headings))))
        }
        _ => {
            let why = Message::new("records-why-many-columns").with("column", heading(column));
            Err(Error::Refused(why.with("count", count(found.len()))))
        }
    }
}

/// The form in which a file writes moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateForm {
    /// ISO 8601: a day, a local time, or a time with an offset.
    Iso,
    /// A `strptime` form such as `%d.%m.%Y` or `%Y%m%d %H:%M`.
    Given(String),
}

impl DateForm {
    /// Reads a moment; times without an offset are local to `zone`, a day is its first instant.
    pub fn read(&self, text: &str, zone: &Zone) -> Result<Instant, Message> {
        let text = text.trim();
        let read = self.parse(text, zone)?;
        let Some(year) = odd_year(read, zone) else { return Ok(read) };
        Err(Message::new("records-why-year").with("text", shown(text)).with("year", year.to_string()))
    }

    /// The moment of a value that says itself what it is; one without a zone is local to `zone`.
    pub(super) fn of(cell: &Cell, zone: &Zone) -> Result<Instant, Message> {
        let read = match cell {
            Cell::At(at) => Instant::from(*at),
            Cell::Local(at) => local(*at, zone)?,
            Cell::Whole(days) if (20_000..80_000).contains(days) => {
                let text = days.to_string();
                let why = Message::new("records-why-day-likely").with("hint", likely(&text));
                return Err(why.with("text", text));
            }
            other => {
                let why = Message::new("records-why-no-date").with("text", shown(&other.to_string()));
                return Err(why.with("found", what(other)));
            }
        };
        match odd_year(read, zone) {
            None => Ok(read),
            Some(year) => {
                let why = Message::new("records-why-odd-year").with("text", shown(&cell.to_string()));
                Err(why.with("year", year.to_string()))
            }
        }
    }

    fn parse(&self, text: &str, zone: &Zone) -> Result<Instant, Message> {
        match self {
            Self::Iso => {
                if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
                    return Ok(timestamp.into());
                }
                let separated = text.as_bytes().get(4) == Some(&b'-');
                match text.parse::<jiff::civil::DateTime>() {
                    Ok(datetime) if separated => local(datetime, zone),
                    _ => {
                        let why = Message::new("records-why-iso").with("text", shown(text));
                        Err(why.with("hint", likely(text)))
                    }
                }
            }
            Self::Given(form) => {
                let wrong = || {
                    let why = Message::new("records-why-form").with("text", shown(text));
                    why.with("form", shown(form)).with("hint", likely(text))
                };
                let parsed = jiff::fmt::strtime::parse(form, text).map_err(|_| wrong())?;
                if let Ok(timestamp) = parsed.to_timestamp() {
                    return Ok(timestamp.into());
                }
                match parsed.to_datetime() {
                    Ok(datetime) => local(datetime, zone),
                    Err(_) => {
                        parsed.to_date().map(|date| zone.start_of(Day::from(date))).map_err(|_| wrong())
                    }
                }
            }
        }
    }
}

fn local(datetime: jiff::civil::DateTime, zone: &Zone) -> Result<Instant, Message> {
    let zoned = datetime.to_zoned(zone.inner().clone());
    zoned
        .map(|zoned| Instant::from(zoned.timestamp()))
        .map_err(|_| Message::new("records-why-moment").with("text", datetime.to_string()))
}

/// The year of a moment in which no business was.
fn odd_year(at: Instant, zone: &Zone) -> Option<i16> {
    let year = zone.inner().to_datetime(at.timestamp()).year();
    (!(1900..2200).contains(&year)).then_some(year)
}

/// Forms that dates have in files, besides ISO 8601: what a wrong date is compared with, and what the page lists. Any other that
/// `strptime` knows is taken too.
pub(super) const FASHIONS: [&str; 16] = [
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%Y%m%d",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%Y%m%d %H:%M",
];

/// How a date is written in such a form: the twenty-second of November, whose day is no month.
pub(super) fn example(form: &str) -> String {
    let day = jiff::civil::date(2026, 11, 22).at(17, 5, 0, 0);
    jiff::fmt::strtime::format(form, day).unwrap_or_default()
}

/// What to do about a date of another fashion.
fn likely(text: &str) -> Message {
    let fits = |form: &&str| {
        let date = jiff::fmt::strtime::parse(form, text).and_then(|parsed| parsed.to_date());
        date.is_ok_and(|date| (1900..2200).contains(&date.year()))
    };
    let forms = FASHIONS.into_iter().filter(fits).map(Argument::from).rev();
    let either = |other: Argument, one: Argument| {
        Message::new("records-why-or").with("one", one).with("other", other).into()
    };
    if let Some(forms) = forms.reduce(either) {
        return Message::new("records-why-looks-like").with("forms", forms);
    }
    if text.parse::<u32>().is_ok_and(|days| (20_000..80_000).contains(&days)) {
        return Message::new("records-why-serial");
    }
    Message::new("records-why-say-form")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_written_and_never_guessed() {
        let zone = Zone::find("Europe/Berlin").unwrap();
        let iso = |text| DateForm::Iso.read(text, &zone).map(|at| at.to_string());
        assert_eq!(iso("2026-07-01").unwrap(), "2026-06-30T22:00:00Z");
        assert_eq!(iso("2026-07-01 12:00").unwrap(), "2026-07-01T10:00:00Z");
        assert_eq!(iso("2026-07-01T12:00:00+01:00").unwrap(), "2026-07-01T11:00:00Z");
        for text in ["01.07.2026", "7/1/2026", "19970101", "", "2026-02-30", "yesterday"] {
            assert!(iso(text).is_err(), "{text}");
        }
        let compact = DateForm::Given("%Y%m%d".into());
        assert_eq!(compact.read("19970101", &Zone::UTC).unwrap().to_string(), "1997-01-01T00:00:00Z");
        assert!(compact.read("1997-01-01", &Zone::UTC).is_err());
        let timed = DateForm::Given("%d.%m.%Y %H:%M".into());
        assert_eq!(timed.read("01.07.2026 12:00", &zone).unwrap().to_string(), "2026-07-01T10:00:00Z");
    }
}
