//! A form as it came: what was typed is kept, and each mistake stands at its field.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use serde::Serialize;
use troth_core::Message;

use crate::Error;
use crate::error::FieldError;

/// Values and mistakes of a form.
///
/// ```
/// use troth_core::Message;
/// let mut form = troth_web::Form::with([("email", "ada@"), ("name", " Ada ")]);
/// assert_eq!(form.text("name"), "Ada");
/// if !form.text("email").contains('.') {
///     form.wrong("email", Message::new("web-email-wrong"));
/// }
/// assert!(!form.is_right());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Form {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, Message>,
    /// What is wrong with the form as a whole.
    problem: Option<Message>,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form filled in beforehand.
    pub fn with<K: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (K, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, ..Self::default() }
    }

    /// What was typed into a field, without space around it; empty when the field did not come.
    pub fn text(&self, field: &str) -> &str {
        self.raw(field).trim()
    }

    /// Whether the field came.
    pub fn has(&self, field: &str) -> bool {
        self.values.contains_key(field)
    }

    /// What was typed, to the letter: for passwords.
    pub fn raw(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// What was typed into a field that must be filled in; empty fields are marked.
    pub fn required(&mut self, field: &str) -> String {
        let text = self.text(field).to_owned();
        if text.is_empty() {
            self.wrong(field, Message::new("web-field-empty"));
        }
        text
    }

    /// Marks a field. The first mistake of a field stays.
    pub fn wrong(&mut self, field: &str, message: Message) {
        self.errors.entry(field.to_owned()).or_insert(message);
    }

    /// Says what is wrong with the form as a whole.
    pub fn problem(&mut self, message: Message) {
        self.problem = Some(message);
    }

    /// Marks what a verb refused: fields, or the form as a whole. Any other error is handed back.
    pub fn refused(&mut self, error: Error) -> Result<(), Error> {
        match error {
            Error::Fields(errors) => errors.into_iter().for_each(|e| self.wrong(&e.field, e.message)),
            Error::Wrong(message) | Error::Conflict(message) => self.problem(message),
            other => return Err(other),
        }
        Ok(())
    }

    /// Forgets what was typed: passwords never go back into a page.
    pub fn forget(&mut self, field: &str) {
        self.values.remove(field);
    }

    /// Whether nothing is marked.
    pub fn is_right(&self) -> bool {
        self.errors.is_empty() && self.problem.is_none()
    }

    /// The marked fields, as an API says them.
    pub fn into_error(self) -> Error {
        Error::Fields(self.errors.into_iter().map(|(field, message)| FieldError { field, message }).collect())
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let pairs = axum::Form::<Vec<(String, String)>>::from_request(request, state)
            .await
            .map_err(|rejected| Error::Status(rejected.into_response().status()))?;
        Ok(Self::with(pairs.0))
    }
}
