//! Kinds of file that can be imported: declared by the capability whose tables they fill, read by `records`.

use std::sync::Arc;

use troth_core::{BatchId, Currency, Message, Zone};

use crate::{Db, Error, Tx};

/// What a field holds, so that a value can be checked before anything is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Text of at most this many characters.
    Text(usize),
    /// The key of a thing in the source; text.
    Key,
    /// A moment or a day, in the form that the import was told.
    Moment,
    /// An amount of money.
    Amount,
    /// The ISO 4217 code of the row's amounts; they are converted at the rate of the row's day.
    Currency,
    /// An ISO 4217 code.
    Code,
    /// What a currency is worth in the reporting one, in millionths of a millionth.
    Rate,
    /// A number with up to three decimals, kept in thousandths.
    Thousandths,
    /// A whole number of months.
    Months,
    /// A day, in the form that the import was told.
    Day,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// E-mail addresses, one or several.
    Emails,
    /// Telephone numbers, one or several.
    Phones,
    /// A language, BCP 47.
    Language,
    /// How many times the row stands for what it says, at most so many: it is read as if it stood there as often.
    Times(u32),
}

/// One field of a kind of import.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, as in `--map name=column`.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldType,
    /// Whether a row without it is wrong.
    pub required: bool,
    /// Headings by which it is known in files, in lower case, likeliest first.
    pub headings: &'static [&'static str],
    /// What it says, in one sentence.
    pub meaning: &'static str,
}

/// A checked value of a staged row; `None` where the file has none.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum FieldValue {
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// A moment in microseconds since 1970 UTC.
    #[serde(rename = "m")]
    Moment(i64),
    /// Minor units, thousandths, days, months; an id where it is known already.
    #[serde(rename = "i")]
    Int(i64),
    /// Minor units of the reporting currency, and the same in the currency of the row.
    #[serde(rename = "c")]
    Converted(i64, i64),
    /// Taken away by somebody. Never staged: an empty cell of a file changes nothing.
    #[serde(rename = "e")]
    Empty,
}

/// A checked row, its fields in the order of [`ImportKind::fields`].
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StagedRow {
    /// Line of the file on which it starts, the heading being line 1.
    pub line: u64,
    /// The values.
    pub values: Vec<Option<FieldValue>>,
    /// Of a file with a column for each of several things: what each is called, and its text ([`Wide`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<(String, String)>,
}

impl StagedRow {
    /// A row of fields alone.
    pub const fn new(line: u64, values: Vec<Option<FieldValue>>) -> Self {
        Self { line, values, named: Vec::new() }
    }

    /// The text of a field.
    pub fn text(&self, field: usize) -> Option<&str> {
        match self.values.get(field) {
            Some(Some(FieldValue::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The number (moment, minor units, thousandths) of a field.
    pub fn number(&self, field: usize) -> Option<i64> {
        match self.values.get(field) {
            Some(Some(
                FieldValue::Moment(number) | FieldValue::Int(number) | FieldValue::Converted(number, _),
            )) => Some(*number),
            _ => None,
        }
    }

    /// The amount of a field in the currency of the row.
    pub fn original(&self, field: usize) -> Option<i64> {
        match self.values.get(field) {
            Some(Some(FieldValue::Converted(_, original))) => Some(*original),
            _ => self.number(field),
        }
    }
}

/// What became of a row, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was not there before.
    New,
    /// It was there with other values.
    Changed,
    /// It was there, the same.
    Same,
}

/// What became of each of some rows, in their order.
pub type Outcomes = Result<Vec<Outcome>, Error>;

/// What applying rows did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Applied {
    /// Rows that were not there before.
    pub new: u64,
    /// Rows that were there with other values.
    pub changed: u64,
    /// Rows that were there, the same.
    pub same: u64,
}

impl Applied {
    /// Counts what became of rows.
    pub fn add(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            *match outcome {
                Outcome::New => &mut self.new,
                Outcome::Changed => &mut self.changed,
                Outcome::Same => &mut self.same,
            } += 1;
        }
    }
}

/// What rows are applied under.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The import.
    pub id: BatchId,
    /// The outside system whose keys the file uses.
    pub source: String,
    /// The business zone.
    pub zone: Zone,
    /// The reporting currency.
    pub currency: Currency,
    /// Whether the business sells to people, so that a customer nobody has described is a person.
    pub people: bool,
    /// Whether it is applied in many transactions: what is made of all of them together waits for the end.
    pub in_pieces: bool,
}

/// A row whose values are right one by one and wrong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The field to mend.
    pub field: &'static str,
    /// Key of the text that says how, at the field of a form.
    pub text: &'static str,
    /// Key of the text that says it after the place in a file.
    pub reason: &'static str,
}

/// Files of a kind may be long, with a row for each of several things that belong together, or wide, with a column for each of
/// them. What a wide row says in a column that somebody named is what a long row says in these two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wide {
    /// The field that names the thing in a long file.
    pub name: usize,
    /// The field that says what it is there.
    pub value: usize,
    /// The most columns that are named.
    pub limit: usize,
}

/// What is wrong with a row: the value that is to blame, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfit {
    /// Where it stands.
    pub at: Blamed,
    /// The reason, after the place in a file.
    pub why: Message,
}

/// A value that is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blamed {
    /// That of a field.
    Field(&'static str),
    /// That of a named column, by its place among [`StagedRow::named`].
    Named(usize),
}

/// Refuses rows that do not fit what is in the records, or the rows before them; asked of the rows in their order.
pub type Judge = Box<dyn FnMut(&StagedRow) -> Result<(), Unfit> + Send>;

/// Makes a judge for one reading of a file of a source.
pub type Judging = Arc<dyn Fn(&str) -> Judge + Send + Sync>;

/// Reads what rows are judged by.
pub type Rules = fn(&mut Db<'_>) -> Result<Judging, Error>;

/// A column of one crate's table that points at a row of another's: taking an import back leaves such a row where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Whose rows are pointed at.
    pub table: &'static str,
    /// The table that points.
    pub by: &'static str,
    /// Its column.
    pub column: &'static str,
}

/// A kind of import.
#[derive(Debug, Clone, Copy)]
pub struct ImportKind {
    /// Its name on the command line, plural: `purchases`.
    pub name: &'static str,
    /// What one row of such a file is.
    pub row: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// The field in whose order rows are applied: neighbours in it are neighbours in the tables and their indexes.
    pub order: usize,
    /// Refuses a row whose values do not go together; the last argument says whether a person
    /// may stand without a customer.
    pub check: fn(&StagedRow, bool) -> Result<(), Broken>,
    /// Reads what rows are judged by, where that is more than their own values.
    pub judge: Option<Rules>,
    /// Whether files may be wide.
    pub wide: Option<Wide>,
    /// Applies checked rows and says what became of each; the same rows applied twice change nothing.
    pub apply: fn(&mut Tx<'_>, &Batch, &[StagedRow]) -> Outcomes,
    /// What applying checked rows would do; changes nothing.
    pub compare: fn(&mut Db<'_>, &Batch, &[StagedRow]) -> Outcomes,
    /// Takes back some of a batch, up to so many rows, and leaves what is held; the number taken back, zero when nothing is left.
    pub undo: fn(&mut Tx<'_>, BatchId, &[Held], usize) -> Result<u64, Error>,
    /// A later batch, not taken back, that changed what this one entered or changed.
    pub changed_by: fn(&mut Db<'_>, BatchId) -> Result<Option<BatchId>, Error>,
}
