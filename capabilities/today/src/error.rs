//! What can go wrong with today's work.

/// An error of this capability.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database says no.
    #[error(transparent)]
    Store(#[from] troth_store::Error),
    /// A decision needs more.
    #[error("say in a few words why it is not useful")]
    Why,
}

impl From<Error> for troth_web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Why => Self::Fields(vec![troth_web::FieldError {
                field: "why".into(),
                message: troth_core::Message::new("today-why-missing"),
            }]),
        }
    }
}
