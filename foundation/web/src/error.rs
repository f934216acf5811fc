//! What can go wrong: at the start, and while a request is answered.
//!
//! A person's mistake becomes a message that says what to do. Everything else is [`Error::Internal`]: it says
//! nothing to whoever asked and is logged once, in [`crate::answer`].

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use troth_core::Message;

/// Every failure of this crate, and what a capability's failure becomes when a request meets it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, and the route asks for somebody.
    #[error("sign-in needed")]
    SignIn,
    /// Somebody is signed in, and may not do this.
    #[error("not allowed")]
    Forbidden,
    /// A code is demanded of everybody at sign-in, and whoever asks has not set theirs up.
    #[error("a second factor has to be set up first")]
    OwesFactor,
    /// The request comes from a page of another origin.
    #[error("the request comes from another origin")]
    Foreign,
    /// There is no such thing, or it is not shown to whoever asks.
    #[error("not found")]
    NotFound,
    /// What was sent is not what was asked for; the message says how to mend it.
    #[error("refused: {}", .0.key)]
    Wrong(Message),
    /// Fields of a form or of a JSON body are wrong.
    #[error("{} fields refused", .0.len())]
    Fields(Vec<FieldError>),
    /// It was changed, taken or done by somebody else in the meantime.
    #[error("conflict: {}", .0.key)]
    Conflict(Message),
    /// Asked too often.
    #[error("too many requests; again in {seconds} seconds")]
    TooMany {
        /// How long to wait.
        seconds: u64,
    },
    /// A status that axum or a layer has given: wrong method, body too large, not a form, too slow.
    #[error("refused with status {0}")]
    Status(StatusCode),
    /// The records cannot be reached, or not in time; nothing was changed.
    #[error("the records are out of reach")]
    Unavailable(#[source] troth_store::Error),
    /// A mistake of ours, or of the machine.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),

    /// Two crates bring the same thing.
    #[error("the {what} `{key}` is brought by both `{first}` and `{second}`")]
    Duplicate {
        /// What it is: a name, a route, a permission, a template, a text.
        what: &'static str,
        /// Its key.
        key: String,
        /// Who brought it first.
        first: &'static str,
        /// Who brought it again.
        second: &'static str,
    },
    /// A descriptor names something that nobody brings.
    #[error("`{owner}` names the {what} `{key}`, which nobody brings")]
    Absent {
        /// What is missing.
        what: &'static str,
        /// Its key.
        key: String,
        /// Who names it.
        owner: &'static str,
    },
    /// A file of texts cannot be read.
    #[error("the texts `{path}` of `{owner}` cannot be read: {reason}")]
    Text {
        /// Whose.
        owner: &'static str,
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
    /// The `OpenAPI` document, the cookies or the templates could not be made.
    #[error("cannot start: {0}")]
    Start(String),
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// How to mend it.
    pub message: Message,
}

impl Error {
    /// A mistake of ours: logged, never told.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Foreign | Self::OwesFactor => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Wrong(_) | Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Status(status) => *status,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_)
            | Self::Duplicate { .. }
            | Self::Absent { .. }
            | Self::Text { .. }
            | Self::Start(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The word that stands for it in texts (`web-error-WORD`) and in `type` of a problem.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Forbidden => "forbidden",
            Self::Foreign => "foreign",
            Self::OwesFactor => "owes-factor",
            Self::NotFound => "not-found",
            Self::Wrong(_) | Self::Fields(_) => "wrong",
            Self::Conflict(_) => "conflict",
            Self::TooMany { .. } => "too-many",
            Self::Status(status) => match *status {
                StatusCode::NOT_FOUND => "not-found",
                StatusCode::METHOD_NOT_ALLOWED => "method",
                StatusCode::PAYLOAD_TOO_LARGE => "too-large",
                StatusCode::REQUEST_TIMEOUT
                | StatusCode::GATEWAY_TIMEOUT
                | StatusCode::SERVICE_UNAVAILABLE => "slow",
                status if status.is_server_error() => "internal",
                _ => "malformed",
            },
            Self::Unavailable(_) => "slow",
            _ => "internal",
        }
    }

    /// What to tell whoever asked, where the error carries its own words.
    pub fn message(&self) -> Option<&Message> {
        match self {
            Self::Wrong(message) | Self::Conflict(message) => Some(message),
            _ => None,
        }
    }
}

impl From<troth_store::Error> for Error {
    fn from(error: troth_store::Error) -> Self {
        use troth_store::Error as Store;
        match error {
            Store::NotFound(_) => Self::NotFound,
            Store::Unfit(_) => Self::Wrong(Message::new("web-value-unfit")),
            Store::Retry => Self::Conflict(Message::new("web-changed-meanwhile")),
            Store::Timeout | Store::Busy(_) | Store::Full | Store::Unreachable(_) | Store::Closed => {
                Self::Unavailable(error)
            }
            other => Self::internal(other),
        }
    }
}

impl From<minijinja::Error> for Error {
    fn from(error: minijinja::Error) -> Self {
        Self::internal(error)
    }
}

/// The error rides on an empty answer; [`crate::answer`] turns it into a page or a problem.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Carried(std::sync::Arc::new(self)));
        response
    }
}

/// An error on its way out.
#[derive(Clone, Debug)]
pub(crate) struct Carried(pub(crate) std::sync::Arc<Error>);
