//! What can go wrong with records. What a person can mend is a message, so that each reader is told in their language; a log
//! and the command line have it in English.

use std::path::Path;

use troth_core::Message;

use crate::import::in_english;

/// An error of the records.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database says no.
    #[error(transparent)]
    Store(#[from] troth_store::Error),
    /// A file cannot be read.
    #[error("{}", in_english(&unreadable(.file, .why)))]
    File {
        /// Its name.
        file: String,
        /// Why, and what to do.
        why: Message,
    },
    /// What is asked for cannot be done, and what to do: the mapping does not fit the file, another import is in the way.
    #[error("{}", in_english(.0))]
    Refused(Message),
    /// Rows of the file are wrong; nothing was imported.
    #[error("{}", in_english(&wrong_rows(*.count, *.rows, .first)))]
    Rows {
        /// How many.
        count: u64,
        /// Of how many.
        rows: u64,
        /// The first of them: line, column and reason.
        first: Message,
    },
    /// Something named does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The import is not in a state for this.
    #[error("{0}")]
    State(String),
}

fn unreadable(file: &str, why: &Message) -> Message {
    Message::new("records-wrong-file").with("file", file).with("why", why.clone())
}

fn wrong_rows(count: u64, rows: u64, first: &Message) -> Message {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let said = Message::new("records-wrong-rows").with("count", number(count));
    said.with("rows", number(rows)).with("first", first.clone())
}

impl Error {
    /// A file that cannot be read.
    pub(crate) fn file(file: &Path, why: Message) -> Self {
        Self::File { file: file.display().to_string(), why }
    }

    /// What to tell whoever sent a file: where it waits is no business of theirs, they know it by its name.
    pub(crate) fn of_sent(&self, path: &Path, name: &str) -> Message {
        match self {
            Self::File { file, why } if path == Path::new(file) => unreadable(name, why),
            Self::File { file, why } => unreadable(file, why),
            Self::Refused(why) => why.clone(),
            Self::Rows { count, rows, first } => wrong_rows(*count, *rows, first),
            Self::Store(_) | Self::NotFound(_) | Self::State(_) => {
                Message::new("records-why-said").with("why", self.to_string())
            }
        }
    }
}

impl From<Error> for troth_web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::NotFound(_) => Self::NotFound,
            Error::Refused(why) => Self::Conflict(why),
            other => Self::internal(other),
        }
    }
}
