//! What can go wrong in the store, the same on both engines.

/// An error of the records database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row that must exist does not.
    #[error("{0} was not found")]
    NotFound(String),
    /// Two rows would have the same `table.column, …`.
    #[error("there is one with the same {0} already")]
    Unique(String),
    /// A row points at one that does not exist, or is still pointed at.
    #[error("a row points at another that does not exist, or is still pointed at{0}")]
    ForeignKey(String),
    /// A column that must have a value has none.
    #[error("{0} must have a value")]
    NotNull(String),
    /// A rule of the table is broken.
    #[error("a value breaks the rule {0}")]
    Check(String),
    /// A value that one of the engines could not keep unchanged.
    #[error("{0}")]
    Value(String),
    /// What somebody sent holds what neither engine keeps.
    #[error("{0} cannot be stored")]
    Unfit(&'static str),
    /// Somebody else changed the same rows at the same time, again and again.
    #[error("the records are being changed by others at the same time; try again")]
    Retry,
    /// The database did not answer in time.
    #[error("the database did not answer in time; try again")]
    Timeout,
    /// Another program holds the database.
    #[error("another program holds the database: {0}; try again")]
    Busy(String),
    /// There is no space left.
    #[error("the disk of the database is full; free some space, nothing was changed")]
    Full,
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// A value read is of another type than asked for.
    #[error("a value read from the database is not what was expected: {0}")]
    Decode(String),
    /// The database was last used by a newer program.
    #[error(
        "the database was last used by a newer version of Troth ({0}); install that version or a later one"
    )]
    NewerDatabase(String),
    /// A migration that was applied has changed since.
    #[error(
        "migration {0} differs from the one this database was built with; install the version that built it"
    )]
    ChangedMigration(String),
    /// A fact view lacks what is declared, or has more.
    #[error("the fact view {0}")]
    FactView(String),
    /// Two crates claim the same name.
    #[error("{0}")]
    Declaration(String),
    /// Every node number is taken by a running program.
    #[error("512 programs use this database already")]
    Nodes,
    /// The closure given to `write` panicked; its changes were undone.
    #[error("an internal fault stopped this change; nothing of it was kept")]
    Panicked,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
    /// A file of the data folder cannot be used.
    #[error("cannot use {path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Anything else the engine says.
    #[error("the database says: {0}")]
    Other(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi;
        let rusqlite::Error::SqliteFailure(code, message) = &error else {
            return match error {
                rusqlite::Error::QueryReturnedNoRows => Self::NotFound("the row".into()),
                other => Self::Other(other.to_string()),
            };
        };
        let message = message.clone().unwrap_or_default();
        let after = |marker: &str| {
            message.split_once(marker).map_or(message.as_str(), |(_, rest)| rest).trim().to_owned()
        };
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => Self::Unique(after("failed:")),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::ForeignKey(String::new()),
            ffi::SQLITE_CONSTRAINT_NOTNULL => Self::NotNull(after("failed:")),
            ffi::SQLITE_CONSTRAINT_CHECK => Self::Check(after("failed:")),
            ffi::SQLITE_CONSTRAINT_DATATYPE => Self::Value(message),
            _ => match code.code {
                rusqlite::ErrorCode::DiskFull => Self::Full,
                rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => {
                    Self::Busy(message)
                }
                rusqlite::ErrorCode::CannotOpen => Self::Unreachable(message),
                rusqlite::ErrorCode::OperationInterrupted => Self::Timeout,
                _ => Self::Other(if message.is_empty() { error.to_string() } else { message }),
            },
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let database = match error {
            sqlx::Error::RowNotFound => return Self::NotFound("the row".into()),
            sqlx::Error::PoolTimedOut => return Self::Unreachable("no connection was free in time".into()),
            sqlx::Error::PoolClosed => return Self::Closed,
            sqlx::Error::Io(error) => return Self::Unreachable(error.to_string()),
            sqlx::Error::Tls(error) => return Self::Unreachable(error.to_string()),
            sqlx::Error::Database(database) => database,
            other => return Self::Other(other.to_string()),
        };
        let Some(error) = database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() else {
            return Self::Other(database.to_string());
        };
        let table = error.table().unwrap_or("?");
        match error.code() {
            // The detail reads: Key (a, b)=(1, 2) already exists.
            "23505" => {
                let columns =
                    error.detail().and_then(|detail| detail.strip_prefix("Key (")?.split_once(")="));
                let columns = columns.map_or("?", |(columns, _)| columns);
                Self::Unique(
                    columns
                        .split(", ")
                        .map(|column| format!("{table}.{column}"))
                        .collect::<Vec<_>>()
                        .join(", "),
                )
            }
            "23503" => {
                Self::ForeignKey(error.detail().map(|detail| format!(": {detail}")).unwrap_or_default())
            }
            "23502" => Self::NotNull(format!("{table}.{}", error.column().unwrap_or("?"))),
            "23514" => Self::Check(error.constraint().unwrap_or("?").to_owned()),
            "40001" | "40P01" => Self::Retry,
            "57014" | "55P03" => Self::Timeout,
            "53100" => Self::Full,
            code if code.starts_with("08")
                || code.starts_with("57P")
                || code.starts_with("28")
                || code == "3D000" =>
            {
                Self::Unreachable(error.message().to_owned())
            }
            _ => Self::Other(error.message().to_owned()),
        }
    }
}
