//! What can go wrong with a message.

/// An error of writing, queueing or handing over a message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database says no.
    #[error(transparent)]
    Store(#[from] troth_store::Error),
    /// A letter without a way out of further ones.
    #[error(
        "the letter has no {{unsubscribe}} in its text, and whoever gets it must be able to say no to the next"
    )]
    NoWayOut,
    /// A letter with a gap that nothing fills.
    #[error("the letter has a gap {{{0}}} that nothing fills")]
    Gap(String),
    /// Something in it cannot stand in a message.
    #[error("the {0} cannot stand in a message: {1}")]
    Wrong(&'static str, String),
    /// The server cannot be set up as it is described.
    #[error("the mail server cannot be used: {0}")]
    Server(String),
}
