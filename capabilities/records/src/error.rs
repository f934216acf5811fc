//! What can go wrong with records.

/// An error of the records.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database says no.
    #[error(transparent)]
    Store(#[from] troth_store::Error),
    /// A file cannot be read.
    #[error("cannot read {file}: {why}")]
    File {
        /// Its name.
        file: String,
        /// Why, and what to do.
        why: String,
    },
    /// The mapping does not fit the file.
    #[error("{0}")]
    Mapping(String),
    /// Rows of the file are wrong; nothing was imported.
    #[error("{count} of {rows} rows are wrong and nothing was imported; the first: {first}")]
    Rows {
        /// How many.
        count: u64,
        /// Of how many.
        rows: u64,
        /// The first of them: line, column and reason.
        first: String,
    },
    /// Something named does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The import is not in a state for this.
    #[error("{0}")]
    State(String),
}

impl From<Error> for troth_web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::NotFound(_) => Self::NotFound,
            other => Self::internal(other),
        }
    }
}
