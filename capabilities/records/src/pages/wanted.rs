//! What the address of the list of customers asks for: whom, in which order, which columns.

use troth_core::{Day, Message, SegmentId};
use troth_store::{SegmentField, SegmentType};
use troth_web::View;
use troth_web::table::{Asked, Heading};

use crate::model::AccountKind;
use crate::store::{AccountFilter, AccountSort, LATEST};

/// Columns that can be chosen, with the keys of their texts. The name is always there.
pub(super) const COLUMNS: [(&str, &str); 8] = [
    ("purchases", "records-purchases"),
    ("amount", "records-amount"),
    ("last", "records-last"),
    ("kind", "records-kind"),
    ("team", "records-team"),
    ("owner", "records-owner"),
    ("key", "records-external-key"),
    ("created", "records-created"),
];
/// Those shown where nobody has chosen.
const SHOWN: [&str; 3] = ["purchases", "amount", "last"];
/// What the address asks for.
#[derive(Clone)]
pub(super) struct List {
    pub(super) asked: Asked,
    pub(super) filter: AccountFilter,
    pub(super) segment: Option<SegmentId>,
    pub(super) chosen: Vec<&'static str>,
    /// What other capabilities declare of customers, which can be columns and orders too.
    pub(super) declared: Vec<SegmentField>,
    /// Every field that a segment may ask.
    pub(super) fields: Vec<SegmentField>,
    pub(super) today: Day,
    /// What the address says that is not known here: names, each once.
    pub(super) ignored: Vec<String>,
}

/// The field behind a column that can be sorted by: the last purchase, and what other capabilities declare.
fn sorted_by(list: &List, word: &str) -> Option<SegmentField> {
    if word == "last" {
        return Some(LATEST);
    }
    list.declared.iter().find(|field| field.name == word).copied()
}

/// Reads the address.
pub(super) fn read(view: &View, pairs: Vec<(String, String)>) -> List {
    let app = view.app();
    let fields = crate::segment_fields(app.registry().parts());
    let own = |field: &&SegmentField| !field.name.starts_with("records.");
    let shown = |field: &&SegmentField| {
        use SegmentType::{Day, Money, Number, Share};
        matches!(field.kind, Number | Money | Share | Day)
    };
    let declared = fields.iter().filter(own).filter(shown).copied().collect();
    let today = app.zone().day_of(app.now());
    let (asked, filter, chosen) = (Asked::default(), AccountFilter::default(), Vec::new());
    let mut list =
        List { asked, filter, segment: None, chosen, declared, fields, today, ignored: Vec::new() };
    for (name, value) in pairs {
        let value: String = value.chars().take(200).collect();
        let known = match name.as_str() {
            "q" => {
                value.trim().clone_into(&mut list.asked.q);
                continue;
            }
            "sort" => {
                list.asked.sort = value;
                continue;
            }
            "after" => {
                list.asked.after = value;
                continue;
            }
            "kind" => {
                list.filter.kind = AccountKind::find(&value);
                list.filter.kind.is_some()
            }
            "team" => {
                list.filter.team = value.parse().ok();
                list.filter.team.is_some()
            }
            "owner" => {
                list.filter.owner = value.parse().ok();
                list.filter.owner.is_some()
            }
            "segment" => {
                list.segment = value.parse().ok();
                list.segment.is_some()
            }
            "column" => {
                let column = list.columns().find(|column| *column == value && !list.chosen.contains(column));
                list.chosen.extend(column);
                column.is_some()
            }
            _ => false,
        };
        if known {
            list.asked.keep.push((name, value));
        } else if !value.is_empty() && name != "lang" {
            list.ignore(&name);
        }
    }
    list.filter.words.clone_from(&list.asked.q);
    if list.chosen.is_empty() {
        list.chosen = SHOWN.to_vec();
    }
    let words: Vec<&'static str> = std::iter::once("name").chain(list.columns()).collect();
    let (word, falling) = list.asked.order(&words, "name");
    if let Some(field) = sorted_by(&list, word) {
        list.filter.sort = AccountSort::Field(field);
        // What a list is sorted by is seen.
        if !list.chosen.contains(&word) {
            list.chosen.push(word);
        }
    }
    list.filter.falling = falling;
    let asked = list.asked.sort.strip_prefix('-').unwrap_or(&list.asked.sort);
    if !asked.is_empty() && asked != "name" && sorted_by(&list, asked).is_none() {
        list.asked.sort.clear();
        list.ignore("sort");
    }
    if !list.asked.after.is_empty() && !list.filter.knows(&list.asked.after) {
        list.asked.after.clear();
        list.ignore("after");
    }
    list
}

impl List {
    fn ignore(&mut self, name: &str) {
        let name: String = name.chars().take(40).collect();
        if !self.ignored.contains(&name) && self.ignored.len() < 10 {
            self.ignored.push(name);
        }
    }

    /// What whoever looks should know of the list: what was left out of the address, and which order takes long.
    pub(super) fn notices(&self, many: bool, cut: Option<i64>) -> Vec<Message> {
        let mut notices = Vec::new();
        if !self.ignored.is_empty() {
            notices.push(Message::new("records-list-ignored").with("what", self.ignored.join(", ")));
        }
        notices.extend(cut.map(|count| Message::new("records-list-cut").with("count", count)));
        if many
            && cut.is_none()
            && self.asked.q.is_empty()
            && matches!(self.filter.sort, AccountSort::Field(field) if field.name != LATEST.name)
        {
            notices.push(Message::new("records-list-slow"));
        }
        notices
    }

    /// Every column there is, but for the name.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().map(|(name, _)| *name).chain(self.declared.iter().map(|field| field.name))
    }

    /// The key of a column's text.
    pub(super) fn text(&self, column: &str) -> &'static str {
        let own = COLUMNS.iter().find(|(name, _)| *name == column).map(|(_, text)| *text);
        let declared = self.declared.iter().find(|field| field.name == column).map(|field| field.text);
        own.or(declared).unwrap_or_default()
    }

    /// The chosen ones, in the order of all.
    pub(super) fn in_order(&self) -> Vec<&'static str> {
        self.columns().filter(|column| self.chosen.contains(column)).collect()
    }

    /// The headings of a column in a file: an estimate has the ends of its interval beside it.
    pub(super) fn file_headings(&self, column: &str) -> Vec<String> {
        let mut headings = vec![column.to_owned()];
        let declared = self.declared.iter().find(|field| field.name == column);
        if declared.is_some_and(|field| field.estimate.is_some()) {
            headings.extend(["low", "high"].map(|end| format!("{column}.{end}")));
        }
        headings
    }

    pub(super) fn headings(&self) -> Vec<Heading> {
        let mut headings = vec![Heading::text("records-name").by("name")];
        for column in self.in_order() {
            let text = self.text(column);
            let declared = self.declared.iter().find(|field| field.name == column);
            let number = declared.map_or(["purchases", "amount"].contains(&column), |field| {
                !matches!(field.kind, SegmentType::Day)
            });
            let mut heading = if number { Heading::number(text) } else { Heading::text(text) };
            heading.grade = declared.and_then(|field| field.estimate).map(|estimate| estimate.grade.key());
            headings.push(if sorted_by(self, column).is_some() { heading.by(column) } else { heading });
        }
        headings
    }
}
