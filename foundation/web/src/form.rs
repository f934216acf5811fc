//! A form as it came: what was typed is kept, and each mistake stands at its field.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use serde::Serialize;
use troth_core::Message;

use crate::Error;
use crate::error::FieldError;

/// Before the name of a field: what it showed.
const WAS: &str = "was-";
/// What somebody else wrote is shown up to here.
const LONGEST_SHOWN: usize = 200;

fn was(name: &str) -> String {
    format!("{WAS}{name}")
}

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

    /// Every field that came, with what was typed, by name.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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

    /// Remembers what it shows, so that [`Self::meet`] can tell what somebody typed from what only stood there. The page
    /// carries it in hidden fields: `{{ remembered(form) }}`.
    #[must_use]
    pub fn remember(mut self) -> Self {
        let shown: Vec<_> = self.values.iter().map(|(name, value)| (was(name), value.clone())).collect();
        self.values.extend(shown);
        self
    }

    /// Brings what was typed together with what stands there now, which somebody else may have changed since the page
    /// was shown: fields that nobody typed into become what they are now, and one that both changed is marked with what
    /// the other wrote; saving once more then keeps what is typed.
    ///
    /// ```
    /// use troth_web::Form;
    /// let mut mine = Form::with([("name", "Ada"), ("was-name", "Ada"), ("team", "South"), ("was-team", "North")]);
    /// mine.meet(&Form::with([("name", "Ada Berg"), ("team", "North")]));
    /// assert!(mine.is_right() && mine.text("team") == "South" && mine.text("name") == "Ada Berg");
    /// ```
    pub fn meet(&mut self, now: &Self) {
        // Browsers send lines apart as the standard of forms has it.
        let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        for (name, value) in &self.values.clone() {
            if name.starts_with(WAS) {
                continue;
            }
            let before = self.values.get(&was(name)).map(|before| plain(before));
            let stands = plain(now.raw(name));
            if before.as_deref() == Some(&plain(value)) {
                self.values.insert(name.clone(), now.raw(name).to_owned());
            } else if before.is_some_and(|before| before != stands) && stands != plain(value) {
                let stands: String = stands.chars().take(LONGEST_SHOWN).collect();
                self.wrong(name, Message::new("web-field-meanwhile").with("value", stands));
            }
            self.values.insert(was(name), now.raw(name).to_owned());
        }
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

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn of_two_values_of_one_name_the_last_counts() {
        assert_eq!(Form::with([("to", "/a"), ("to", "/b")]).text("to"), "/b");
    }

    #[test]
    fn lines_that_a_browser_wrote_otherwise_are_the_same() {
        let mut form = Form::with([("text", "a\r\nb "), ("was-text", "a\r\nb")]);
        form.meet(&Form::with([("text", "a\nb\nc")]));
        assert!(form.is_right() && form.raw("text") == "a\nb\nc" && form.raw("was-text") == "a\nb\nc");
    }
}
