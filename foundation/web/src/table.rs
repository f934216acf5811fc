//! Tables that sort and go on by key, their state in the address bar.

use serde::Serialize;

/// A column's heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Key of its text.
    pub text: &'static str,
    /// The word in the address by which it is sorted; none where the column cannot be.
    pub sort: Option<&'static str>,
    /// Numbers stand at the end of their cell.
    pub number: bool,
    /// The grade of what stands in the column, where it was estimated.
    pub grade: Option<&'static str>,
}

impl Heading {
    /// A column of words.
    pub const fn text(text: &'static str) -> Self {
        Self { text, sort: None, number: false, grade: None }
    }

    /// A column of numbers.
    pub const fn number(text: &'static str) -> Self {
        Self { text, sort: None, number: true, grade: None }
    }

    /// The same column, sorted by this word.
    #[must_use]
    pub const fn by(mut self, sort: &'static str) -> Self {
        self.sort = Some(sort);
        self
    }
}

/// How a table is asked for, as it stands in the address: `?sort=-worth&after=…&q=…`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Column, with `-` before it for the largest first.
    pub sort: String,
    /// Key of the last row of the page before.
    pub after: String,
    /// What is filtered for.
    pub q: String,
    /// Whatever else the address says, kept from page to page: further filters, chosen columns.
    #[serde(skip)]
    pub keep: Vec<(String, String)>,
}

impl Asked {
    /// The column and whether the largest comes first; `default` where the address says none of these columns.
    pub fn order(&self, columns: &[&'static str], default: &'static str) -> (&'static str, bool) {
        let find = |sort: &str| {
            let (name, falls) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
            columns.iter().find(|column| **column == name).map(|column| (*column, falls))
        };
        find(&self.sort).or_else(|| find(default)).unwrap_or(("", false))
    }
}

/// A page of a table.
///
/// ```
/// use troth_web::table::{Asked, Heading, Table};
/// let headings = vec![Heading::text("name").by("name"), Heading::number("worth").by("worth")];
/// let asked = Asked { sort: "-worth".into(), ..Asked::default() };
/// let table = Table::new("/records", &asked, headings, vec!["Ada", "Bea"]).next(Some("17".into()));
/// assert_eq!(table.next_href(), Some("/records?sort=-worth&after=17"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table<R> {
    headings: Vec<Shown>,
    /// The rows of this page.
    pub rows: Vec<R>,
    next: Option<String>,
    first: Option<String>,
    csv: Option<String>,
    filter: String,
    /// Whether further filters stand in the address.
    narrowed: bool,
    path: String,
    #[serde(skip)]
    asked: Asked,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Shown {
    text: &'static str,
    number: bool,
    grade: Option<&'static str>,
    href: Option<String>,
    /// `ascending`, `descending` or nothing, as `aria-sort` says it.
    sorted: Option<&'static str>,
}

impl<R> Table<R> {
    /// A page of a table at this path.
    pub fn new(path: &str, asked: &Asked, headings: Vec<Heading>, rows: Vec<R>) -> Self {
        let headings = headings.into_iter().map(|heading| shown(path, asked, heading)).collect();
        let first = (!asked.after.is_empty()).then(|| address(path, asked, &asked.sort, ""));
        Self {
            headings,
            rows,
            next: None,
            first,
            csv: None,
            filter: asked.q.clone(),
            narrowed: !asked.keep.is_empty(),
            path: path.to_owned(),
            asked: asked.clone(),
        }
    }

    /// With the key of its last row, if there are more.
    #[must_use]
    pub fn next(mut self, key: Option<String>) -> Self {
        self.next = key.map(|key| address(&self.path, &self.asked, &self.asked.sort, &key));
        self
    }

    /// With a link to all of it as CSV.
    #[must_use]
    pub fn csv(mut self, path: &str) -> Self {
        self.csv = Some(address(path, &self.asked, &self.asked.sort, ""));
        self
    }

    /// Where the next page is.
    pub fn next_href(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

fn shown(path: &str, asked: &Asked, heading: Heading) -> Shown {
    let (name, falls) =
        asked.sort.strip_prefix('-').map_or((asked.sort.as_str(), false), |name| (name, true));
    let here = heading.sort.is_some_and(|sort| sort == name);
    let sorted = here.then_some(if falls { "descending" } else { "ascending" });
    // Numbers are asked for from the largest; a second click turns the order round.
    let turn = if here { !falls } else { heading.number };
    let href = heading.sort.map(|sort| {
        let sort = if turn { format!("-{sort}") } else { sort.to_owned() };
        address(path, asked, &sort, "")
    });
    Shown { text: heading.text, number: heading.number, grade: heading.grade, href, sorted }
}

fn address(path: &str, asked: &Asked, sort: &str, after: &str) -> String {
    let kept = asked.keep.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs: Vec<String> = std::iter::once(("q", asked.q.as_str()))
        .chain(kept)
        .chain([("sort", sort), ("after", after)])
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", escape(value)))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// A value as it may stand in an address.
pub fn escape(value: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Asked, Heading, Table, escape};

    fn asked(sort: &str, after: &str, q: &str) -> Asked {
        Asked { sort: sort.into(), after: after.into(), q: q.into(), ..Asked::default() }
    }

    #[test]
    fn a_heading_turns_its_order_and_keeps_the_filter() {
        let headings =
            vec![Heading::text("name").by("name"), Heading::number("worth").by("worth"), Heading::text("x")];
        let table = Table::new("/c", &asked("name", "9", "a b"), headings, vec![(); 0]);
        assert_eq!(table.headings[0].href.as_deref(), Some("/c?q=a%20b&sort=-name"));
        assert_eq!(table.headings[0].sorted, Some("ascending"));
        assert_eq!(table.headings[1].href.as_deref(), Some("/c?q=a%20b&sort=-worth"));
        assert_eq!(table.headings[2].href, None);
        assert_eq!(table.first.as_deref(), Some("/c?q=a%20b&sort=name"));
    }

    #[test]
    fn further_filters_stay_from_page_to_page() {
        let mut asked = asked("", "", "a");
        asked.keep.push(("kind".into(), "person".into()));
        let table = Table::new("/c", &asked, vec![Heading::text("name").by("name")], vec![()]);
        let table = table.next(Some("7".into())).csv("/c.csv");
        assert_eq!(table.next_href(), Some("/c?q=a&kind=person&after=7"));
        assert_eq!(table.csv.as_deref(), Some("/c.csv?q=a&kind=person"));
        assert_eq!(table.headings[0].href.as_deref(), Some("/c?q=a&kind=person&sort=name"));
    }

    #[test]
    fn only_known_columns_order_a_table() {
        let columns = ["name", "worth"];
        assert_eq!(asked("-worth", "", "").order(&columns, "name"), ("worth", true));
        assert_eq!(asked("id; DROP TABLE", "", "").order(&columns, "-worth"), ("worth", true));
    }

    #[test]
    fn what_is_filtered_for_cannot_leave_its_place_in_the_address() {
        assert_eq!(escape("a&b=c#ä"), "a%26b%3Dc%23%C3%A4");
    }
}
