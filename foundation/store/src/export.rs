//! Kinds of things that can be taken out of the records as files: declared by the capability whose tables hold them.

use troth_core::Currency;

use crate::{Db, Error};

/// What a column of an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A moment.
    Moment,
    /// A day.
    Day,
    /// An amount of money, in the currency that the row names.
    Amount,
    /// A number with up to three decimals.
    Thousandths,
    /// What a currency is worth, with up to twelve decimals.
    Rate,
    /// A whole number.
    Whole,
    /// Yes or no.
    Truth,
}

/// A column of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportColumn {
    /// Its heading.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether it names a person, says how to reach one, or holds what somebody wrote.
    pub personal: bool,
}

/// A value of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// None.
    Nothing,
    /// A text.
    Text(String),
    /// Microseconds since 1970 UTC.
    Moment(i64),
    /// Days since 1970.
    Day(i64),
    /// Minor units.
    Amount(i64, Currency),
    /// Thousandths.
    Thousandths(i64),
    /// Millionths of a millionth.
    Rate(i64),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Truth(bool),
}

/// Which rows of an export are read: those after one id up to another, at most so many.
#[derive(Debug, Clone, Copy)]
pub struct ExportRange {
    /// The last id of the range before.
    pub after: i64,
    /// The last id of all: what is entered later is left out.
    pub until: i64,
    /// At most this many rows.
    pub limit: i64,
    /// With keys of outside systems, which may name somebody; with ids of our own otherwise.
    pub personal: bool,
}

/// Rows of an export, each with its id, in the order of ids.
pub type ExportRows = Result<Vec<(i64, Vec<Given>)>, Error>;

/// A kind of thing that can be taken out.
#[derive(Debug, Clone, Copy)]
pub struct ExportKind {
    /// Its name, plural; that of its import where it has one.
    pub name: &'static str,
    /// Its columns.
    pub columns: fn() -> Vec<ExportColumn>,
    /// The last id there is, and how many rows there are.
    pub reach: fn(&mut Db<'_>) -> Result<(i64, i64), Error>,
    /// Reads a range of rows, every column of each.
    pub read: fn(&mut Db<'_>, ExportRange) -> ExportRows,
}
