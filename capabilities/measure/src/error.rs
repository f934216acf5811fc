//! What can go wrong while measuring.

/// An error of a run or of reading what it left.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database says no.
    #[error(transparent)]
    Store(#[from] troth_store::Error),
    /// Customers cannot be read.
    #[error(transparent)]
    Records(#[from] troth_records::Error),
    /// The numbers cannot be fitted; the source says which and how.
    #[error(
        "the purchases determine no model: too few customers came back, or none seems to leave; import a longer history, or \
         wait, and the next run looks again"
    )]
    Fit(#[from] troth_stats::Error),
    /// There is nothing to measure.
    #[error(
        "nobody has bought or agreed to anything up to {0}; import purchases first: troth import purchases FILE"
    )]
    Nothing(troth_core::Day),
    /// A sum that no number holds.
    #[error(
        "the purchases of one customer add up to more than can be counted; look for wrong amounts: troth doctor"
    )]
    TooMuch,
    /// Two runs at once.
    #[error("another run began while this one wrote its scores, and goes on instead")]
    Overtaken,
    /// What a run left cannot be read.
    #[error("run {0} left something that cannot be read: {1}")]
    Damaged(troth_core::RunId, String),
    /// A setting is wrong.
    #[error("the setting {0}: {1}")]
    Setting(&'static str, String),
}

impl From<Error> for troth_web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Records(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
