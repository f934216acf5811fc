//! What a form or a program says of a thing, read by the same rules as a file.

use std::collections::BTreeMap;

use serde::Serialize;
use troth_core::{Currency, Day, Message, Money};
use troth_store::Store;
use troth_store::import::{Field, FieldType, FieldValue, StagedRow};
use troth_web::{Error, FieldError, Form};

use crate::entity::{ByHand, Entity, Target};
use crate::import::DateForm;
use crate::import::ground::Ground;
use crate::import::value::{How, Mark, read};

/// Texts by field. A field that is not there stays as it is; an empty text takes the value away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said(BTreeMap<String, String>);

impl Said {
    /// What a form says: every field of it.
    pub(crate) fn in_form<E: Entity>(form: &Form) -> Self {
        let fields = E::FIELDS.iter().filter(|field| form.has(field.name));
        Self(fields.map(|field| (field.name.to_owned(), form.text(field.name).to_owned())).collect())
    }

    /// What a body of JSON says; `null` says nothing, a list stands line by line.
    pub(crate) fn in_json(body: &impl Serialize) -> Self {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(body) else {
            return Self::default();
        };
        let text = |value: serde_json::Value| match value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Array(lines) => {
                Some(lines.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join("\n"))
            }
            other => Some(other.to_string()),
        };
        Self(fields.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
    }

    /// The same with one more field.
    #[must_use]
    pub(crate) fn with(mut self, field: &str, text: impl Into<String>) -> Self {
        self.0.insert(field.to_owned(), text.into());
        self
    }

    /// What it is read against: the rates too, where it is in another currency.
    pub(crate) async fn ground(&self, store: &Store) -> Result<Ground, Error> {
        let business = store.business().await?;
        if self.currency().is_none_or(|currency| currency == business.currency) {
            return Ok(Ground::of(business));
        }
        Ok(Ground::find(store, None).await?)
    }

    fn currency(&self) -> Option<Currency> {
        self.0.get("currency").and_then(|code| code.trim().parse().ok())
    }

    /// Reads it as a row; every wrong field is named.
    pub(crate) fn row<E: ByHand>(
        &self,
        ground: &Ground,
        mark: Mark,
        change: bool,
    ) -> Result<StagedRow, Error> {
        let business = &ground.business;
        let mut wrong = Vec::new();
        let mut refuse = |field: &Field, message: Message| {
            wrong.push(FieldError { field: field.name.to_owned(), message });
        };
        let currency = self.currency().unwrap_or(business.currency);
        let how = How { form: &DateForm::Iso, zone: &business.zone, mark, currency, own: false };
        let mut values = Vec::with_capacity(E::FIELDS.len());
        for (place, field) in E::FIELDS.iter().enumerate() {
            let said = self.0.get(field.name).map(|text| text.trim()).filter(|_| field.name != "key");
            let target = E::REFERENCES.iter().find(|(field, _)| *field == place).map(|(_, target)| *target);
            let asked = field.name != "key" && (field.required || E::ASKED.contains(&field.name));
            let value = match (said, target) {
                (None | Some(""), _) if asked && !(change && said.is_none()) => {
                    refuse(field, Message::new("web-field-empty"));
                    None
                }
                (None, _) => None,
                (Some(""), _) => change.then_some(FieldValue::Empty),
                (Some(text), Some(target)) => {
                    named(target, text).map_err(|message| refuse(field, message)).ok()
                }
                (Some(text), None) => read(field.kind, text, &how).unwrap_or_else(|_| {
                    refuse(field, reason(field.kind));
                    None
                }),
            };
            values.push(value);
        }
        if wrong.is_empty()
            && currency != business.currency
            && let Err(error) = convert(E::FIELDS, &mut values, ground, currency)
        {
            wrong.push(error);
        }
        if wrong.is_empty() {
            let row = StagedRow::new(0, values);
            match E::check(&row, business.people || change) {
                Ok(()) => return Ok(row),
                Err(broken) => wrong
                    .push(FieldError { field: broken.field.to_owned(), message: Message::new(broken.text) }),
            }
        }
        Err(Error::Fields(wrong))
    }
}

/// Amounts in another currency, converted as those of a file are: at the rate of the row's first day.
fn convert(
    fields: &[Field],
    values: &mut [Option<FieldValue>],
    ground: &Ground,
    currency: Currency,
) -> Result<(), FieldError> {
    let wrong = |field: &str, message: Message| FieldError { field: field.to_owned(), message };
    let day = fields.iter().position(|field| field.kind == FieldType::Day);
    for place in 0..fields.len() {
        let (FieldType::Amount, Some(FieldValue::Int(minor))) = (fields[place].kind, &values[place]) else {
            continue;
        };
        let (minor, Some(day)) = (*minor, day) else { continue };
        let Some(FieldValue::Int(number)) = values[day] else {
            return Err(wrong(fields[day].name, Message::new("records-wrong-currency-day")));
        };
        let day = Day::from_number(number);
        let converted = ground.convert(Money::new(minor, currency), day).map_err(|_| {
            let message = Message::new("records-wrong-currency").with("currency", currency.code());
            wrong("currency", message.with("reporting", ground.business.currency.code()).with("day", day))
        })?;
        values[place] = Some(FieldValue::Converted(converted.minor, minor));
    }
    Ok(())
}

/// The id of what a field names.
fn named(target: Target, text: &str) -> Result<FieldValue, Message> {
    target.parse(text).map(FieldValue::Int).ok_or_else(|| Message::new("records-wrong-named"))
}

/// How to mend a value, in the reader's language.
pub(crate) fn reason(kind: FieldType) -> Message {
    match kind {
        FieldType::Text(limit) => {
            Message::new("records-wrong-text").with("limit", i64::try_from(limit).unwrap_or(i64::MAX))
        }
        FieldType::Key => Message::new("records-wrong-text").with("limit", 200),
        FieldType::Moment => Message::new("records-wrong-moment"),
        FieldType::Day => Message::new("records-wrong-day"),
        FieldType::Amount => Message::new("records-wrong-amount"),
        FieldType::Currency | FieldType::Code => Message::new("records-business-currency-wrong"),
        FieldType::Thousandths | FieldType::Rate => Message::new("records-wrong-number"),
        FieldType::Months => Message::new("records-wrong-months"),
        FieldType::Choice(words) => Message::new("records-wrong-choice").with("words", words.join(", ")),
        FieldType::Emails => Message::new("records-wrong-email"),
        FieldType::Phones => Message::new("records-wrong-phone"),
        FieldType::Language => Message::new("records-wrong-language"),
        FieldType::Times(most) => Message::new("records-wrong-times").with("most", i64::from(most)),
    }
}
