//! Rows of files: each file is said once, in [`file`], with its columns and what they mean.

mod cell;
mod file;

pub use cell::{Amount, Cell, Moment, Number};
pub use file::*;
use troth_core::Day;

/// A row of a file.
pub trait Row {
    /// The file's name without its ending; for what `troth import` reads today, the kind's name.
    const FILE: &'static str;
    /// Whether a later row with the same first column takes the place of an earlier one: a contract that ended, a person who left.
    const REPLACED: bool;
    /// The row's cells, in the order of the columns.
    fn cells(&self, cells: &mut Vec<String>);
    /// What the row is known by: its first column.
    fn key(&self) -> String;
}

/// A row and the day since which it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known<R> {
    /// The day of the event that the row records; a file never tells a row before it.
    pub day: Day,
    /// The row.
    pub row: R,
}

/// A file as it is documented.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Its name without its ending.
    pub name: &'static str,
    /// What one row is.
    pub meaning: &'static str,
    /// Whether a later row with the same first column takes the place of an earlier one.
    pub replaced: bool,
    /// Its columns, each with what it means.
    pub columns: &'static [(&'static str, &'static str)],
}

/// The rows between two days, the last known of those that replace one another.
pub(crate) fn between<R: Row>(rows: &mut Vec<Known<R>>, from: Day, to: Day) {
    rows.retain(|known| known.day <= to);
    if R::REPLACED && rows.len() > 1 {
        let mut seen = std::collections::BTreeSet::new();
        let mut last: Vec<bool> = rows.iter().rev().map(|known| seen.insert(known.row.key())).collect();
        last.reverse();
        let mut last = last.into_iter();
        rows.retain(|_| last.next().unwrap_or(true));
    }
    rows.retain(|known| known.day >= from);
}

/// Declares files: a struct for each row, [`Rows`] that holds those of all files, and [`FILES`] for the documents.
macro_rules! files {
    ($(
        $(#[doc = $about:literal])+
        $file:ident: $row:ident ($replaced:literal) {
            $( $(#[doc = $meaning:literal])+ $column:ident: $type:ty, )+
        }
    )+) => {
        $(
            $(#[doc = $about])+
            #[derive(Debug, Clone, PartialEq)]
            pub struct $row { $( $(#[doc = $meaning])+ pub $column: $type, )+ }

            impl $crate::row::Row for $row {
                const FILE: &'static str = stringify!($file);
                const REPLACED: bool = $replaced;

                fn cells(&self, cells: &mut Vec<String>) {
                    $( cells.push($crate::row::Cell::text(&self.$column)); )+
                }

                fn key(&self) -> String {
                    let first: [&dyn $crate::row::Cell; [$(stringify!($column)),+].len()] = [$(&self.$column),+];
                    first[0].text()
                }
            }
        )+

        /// Rows of every file.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Rows {
            $( $(#[doc = $about])+ pub $file: Vec<$crate::row::Known<$row>>, )+
        }

        impl Rows {
            /// Keeps what became known between two days, both included; of rows that replace one another, the last.
            pub fn between(&mut self, from: troth_core::Day, to: troth_core::Day) {
                $( $crate::row::between(&mut self.$file, from, to); )+
            }

            /// Adds more rows.
            pub fn extend(&mut self, more: Self) {
                $( self.$file.extend(more.$file); )+
            }

            /// How many rows there are.
            pub fn len(&self) -> usize {
                [$( self.$file.len() ),+].iter().sum()
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// As text, file by file in the order of [`FILES`]: each row with the day since which it is known and its cells.
            pub fn cells(&self) -> Vec<(&'static str, Vec<$crate::row::Known<Vec<String>>>)> {
                fn text<R: $crate::row::Row>(rows: &[$crate::row::Known<R>]) -> Vec<$crate::row::Known<Vec<String>>> {
                    let cells = |known: &$crate::row::Known<R>| {
                        let mut row = Vec::new();
                        known.row.cells(&mut row);
                        $crate::row::Known { day: known.day, row }
                    };
                    rows.iter().map(cells).collect()
                }
                vec![$( (stringify!($file), text(&self.$file)) ),+]
            }

            pub(crate) fn each_file<E>(&self, write: &mut impl $crate::row::WriteRows<Error = E>) -> Result<(), E> {
                $( write.rows(&self.$file)?; )+
                Ok(())
            }
        }

        /// Every file with its columns.
        pub const FILES: &[$crate::row::File] = &[$(
            $crate::row::File {
                name: stringify!($file),
                meaning: concat!($($about),+),
                replaced: $replaced,
                columns: &[$( (stringify!($column), concat!($($meaning),+)) ),+],
            }
        ),+];
    };
}
pub(crate) use files;

/// Takes the rows of one file after another.
pub(crate) trait WriteRows {
    type Error;
    fn rows<R: Row>(&mut self, rows: &[Known<R>]) -> Result<(), Self::Error>;
}
