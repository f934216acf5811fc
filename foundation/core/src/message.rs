//! A sentence before it has a language: the key of a text and its arguments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::time::{Day, Instant};

/// What can be put into a sentence; each is shown in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// A name or other text, shown as it is.
    Text(String),
    /// A number.
    Number(f64),
    /// A fraction of one, shown as per cent.
    Share(f64),
    /// An amount.
    Money(Money),
    /// A day.
    Day(Day),
    /// A moment.
    Instant(Instant),
    /// A sentence, or part of one, within another.
    Message(Message),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for Argument {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}
impl From<Money> for Argument {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}
impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}
impl From<Day> for Argument {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

/// A sentence without a language. Stored with work items and figures, so that each reader gets their own.
///
/// ```
/// use troth_core::Message;
/// let message = Message::new("measure-reason-silent").with("weeks", 19).with("name", "0042");
/// assert_eq!(message.key, "measure-reason-silent");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Key of the text in `locales/`.
    pub key: String,
    /// Its arguments by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, Argument>,
}

impl Message {
    /// A message without arguments.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), arguments: BTreeMap::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Argument>) -> Self {
        self.arguments.insert(name.to_owned(), value.into());
        self
    }
}

impl From<i32> for Argument {
    fn from(number: i32) -> Self {
        Self::Number(f64::from(number))
    }
}
