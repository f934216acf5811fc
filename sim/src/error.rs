//! What can go wrong.

use troth_core::Day;

/// Why a business cannot be made, or not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// None, or too many.
    #[error("{0} customers cannot be made; say a number from 1 to 100000000")]
    Customers(u64),
    /// The days do not go together.
    #[error(
        "from {start} to {today} is no time for a business; it is at least 30 days and at most 20 years old"
    )]
    Span {
        /// The first day.
        start: Day,
        /// The last.
        today: Day,
    },
    /// The end lies outside what can be told.
    #[error("{until} cannot be told; the business can be told from {start} to {end}")]
    Until {
        /// What was asked for.
        until: Day,
        /// The first day that can be told.
        start: Day,
        /// The last.
        end: Day,
    },
    /// A file could not be written.
    #[error("cannot write {path}: {error}")]
    Write {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
}
