//! What a crate with tables tells the store: its half of the capability's descriptor.

use std::borrow::Cow;
use std::collections::BTreeMap;

use troth_core::{AccountId, Fact, Instant, Message, Proposal};

use crate::export::ExportKind;
use crate::import::{Held, ImportKind};
use crate::metric::Metric;
use crate::privacy::Privacy;
use crate::reach::Belonging;
use crate::segment::SegmentField;
use crate::{Db, Error};

/// A folder of files that is part of the program: embedded in a release, read from disk in debug.
#[derive(Clone, Copy)]
pub struct Folder {
    get: fn(&str) -> Option<Cow<'static, [u8]>>,
    list: fn() -> Vec<String>,
}

impl Folder {
    /// The folder that a `#[derive(RustEmbed)]` type names.
    pub const fn of<T: rust_embed::RustEmbed>() -> Self {
        Self {
            get: |name| T::get(name).map(|file| file.data),
            list: || {
                let mut names: Vec<String> = T::iter().map(Cow::into_owned).collect();
                names.sort_unstable();
                names
            },
        }
    }

    /// No files.
    pub const EMPTY: Self = Self { get: |_| None, list: Vec::new };

    /// The bytes of a file.
    pub fn get(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        (self.get)(name)
    }

    /// The text of a file.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(|bytes| String::from_utf8(bytes.into_owned()).ok())
    }

    /// The names of its files, in order.
    pub fn names(&self) -> Vec<String> {
        (self.list)()
    }
}

impl std::fmt::Debug for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// A fact view and the SELECT that supplies it.
#[derive(Debug, Clone, Copy)]
pub struct FactView {
    /// What is declared.
    pub fact: &'static Fact,
    /// The SELECT, with the columns in the declared order.
    pub select: &'static str,
}

/// A kind of event, and the kind of job that hears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listener {
    /// `Event::KIND` of the event.
    pub event: &'static str,
    /// The job queued for each such event, in its transaction; its payload is the event's.
    pub job: &'static str,
}

/// One entry on a customer's timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// When.
    pub at: Instant,
    /// What sort, for the filter: `purchase`, `case`, …
    pub kind: &'static str,
    /// Unique among entries of the same instant.
    pub id: i64,
    /// What happened.
    pub sentence: Message,
    /// What was written about it.
    pub text: Option<String>,
    /// Where it can be looked at or changed.
    pub href: Option<String>,
}

/// Which entries of a customer's timeline are asked for: those before `(at, id)`, latest first, at most `limit`.
#[derive(Debug, Clone)]
pub struct TimelineAsked {
    /// Whose.
    pub account: AccountId,
    /// The last entry of the page before.
    pub before: (Instant, i64),
    /// At most this many.
    pub limit: usize,
    /// Of this sort alone.
    pub kind: Option<String>,
    /// Of this function of the business alone; what belongs to none is left out.
    pub function: Option<String>,
}

impl TimelineAsked {
    /// Whether entries of a sort are asked for.
    pub fn wants(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|wanted| wanted == kind)
    }
}

/// A capability's own entries on a customer's timeline.
#[derive(Debug, Clone, Copy)]
pub struct Timeline {
    /// Sorts of entries, each with the key of its text.
    pub kinds: &'static [(&'static str, &'static str)],
    /// Reads them.
    pub entries: fn(&mut Db<'_>, &TimelineAsked) -> Result<Vec<TimelineEntry>, Error>,
}

/// What work is asked for.
#[derive(Debug, Clone, Copy)]
pub struct WorkAsked {
    /// As of when.
    pub now: Instant,
    /// About this customer alone.
    pub account: Option<AccountId>,
}

/// Says what is worth doing now, by itself, whatever a run proposes: all of it, because what is said no more is settled. Keys of items begin with
/// the name of the part and a full stop.
pub type Work = fn(&mut Db<'_>, WorkAsked) -> Result<Vec<Proposal>, Error>;

/// Something found by look-up.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What is shown.
    pub title: String,
    /// What tells it from others of the same name.
    pub detail: String,
    /// Where it leads.
    pub href: String,
}

/// Finds a capability's things by the first letters of a word: at most `limit`, best first.
pub type Search = fn(&mut Db<'_>, &str, usize) -> Result<Vec<Hit>, Error>;

/// What a crate with tables exports to the store.
#[derive(Debug, Clone)]
pub struct Part {
    /// Name of the crate without `troth-`.
    pub name: &'static str,
    /// `NNNN_name.sql`; a file `NNNN_name.sqlite.sql` or `NNNN_name.postgres.sql` takes its place on that engine.
    pub migrations: Folder,
    /// The fact views it supplies.
    pub facts: &'static [FactView],
    /// The metrics it asks.
    pub metrics: &'static [Metric],
    /// The events it hears.
    pub listeners: &'static [Listener],
    /// The kinds of file it reads.
    pub imports: &'static [ImportKind],
    /// What can be taken out of it as files.
    pub exports: &'static [ExportKind],
    /// Its entries on a customer's timeline.
    pub timeline: Option<Timeline>,
    /// What it says is to be done, between runs too.
    pub work: Option<Work>,
    /// What of other crates its tables point at without a foreign key.
    pub holds: &'static [Held],
    /// What of it can be looked up.
    pub search: Option<Search>,
    /// What segments can ask of customers.
    pub segments: &'static [SegmentField],
    /// What it holds of customers and the people there, told in full and erased.
    pub privacy: Option<Privacy>,
    /// Its tables whose rows belong to customers: staff who are limited to their team see no others'.
    pub belongings: &'static [Belonging],
}

impl Part {
    /// A part with tables and nothing else yet.
    pub const fn new(name: &'static str, migrations: Folder) -> Self {
        Self {
            name,
            migrations,
            facts: &[],
            metrics: &[],
            listeners: &[],
            imports: &[],
            exports: &[],
            timeline: None,
            work: None,
            holds: &[],
            search: None,
            segments: &[],
            privacy: None,
            belongings: &[],
        }
    }
}

/// Refuses two parts that claim the same thing, and names both.
pub(crate) fn check(parts: &[Part]) -> Result<(), Error> {
    let mut owners: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for part in parts {
        let mut claims = vec![("crate", part.name)];
        claims.extend(part.facts.iter().map(|view| ("fact view", view.fact.name)));
        claims.extend(part.metrics.iter().map(|metric| ("metric", metric.name)));
        claims.extend(part.segments.iter().map(|field| ("segment field", field.name)));
        claims.extend(part.imports.iter().map(|kind| ("import kind", kind.name)));
        claims.extend(part.exports.iter().map(|kind| ("export kind", kind.name)));
        let personal = part.privacy.iter().flat_map(|privacy| privacy.tables);
        claims.extend(part.belongings.iter().map(|belonging| ("table of customers", belonging.table)));
        claims.extend(personal.map(|table| ("table of personal data", table.name)));
        for claim in claims {
            if let Some(other) = owners.insert(claim, part.name) {
                let (what, name) = claim;
                return Err(Error::Declaration(format!(
                    "{other} and {} both declare the {what} `{name}`",
                    part.name
                )));
            }
        }
    }
    Ok(())
}
