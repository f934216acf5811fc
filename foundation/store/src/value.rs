//! What goes into a statement and what comes out of it: the same few types on both engines.

use crate::Error;
use troth_core::Id;

/// The type of a column, so that a NULL has one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// 64-bit integer; the only integer there is.
    Int,
    /// Double precision.
    Real,
    /// Text.
    Text,
    /// Truth value.
    Bool,
    /// Bytes.
    Bytes,
}

/// A value bound to a statement or read from a row.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Value {
    /// No value, of this type.
    Null(Kind),
    /// A 64-bit integer.
    Int(i64),
    /// A double; NaN is refused, because SQLite would store NULL.
    Real(f64),
    /// A text; NUL is refused, because PostgreSQL would refuse it.
    Text(String),
    /// A truth value.
    Bool(bool),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Value {
    /// Refuses what one of the engines would change or reject, so that both behave alike.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Real(number) if number.is_nan() => Err(Error::Unfit("NaN")),
            Self::Text(text) if text.contains('\0') => Err(Error::Unfit("a text with a NUL character")),
            _ => Ok(()),
        }
    }
}

/// Rust types that a column can hold.
pub trait Column: Sized {
    /// The column type.
    const KIND: Kind;
    /// As a bound value.
    fn into_value(self) -> Value;
    /// From a value read; `None` when it is of another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! columns {
    ($($type:ty = $kind:ident, $read:expr;)*) => {$(
        impl Column for $type {
            const KIND: Kind = Kind::$kind;
            fn into_value(self) -> Value { Value::$kind(self) }
            fn from_value(value: &Value) -> Option<Self> { let read: fn(&Value) -> Option<$type> = $read; read(value) }
        }
        impl From<$type> for Value {
            fn from(value: $type) -> Self { value.into_value() }
        }
    )*};
}

columns! {
    i64 = Int, |value| match value { Value::Int(number) => Some(*number), _ => None };
    f64 = Real, |value| match value { Value::Real(number) => Some(*number), _ => None };
    String = Text, |value| match value { Value::Text(text) => Some(text.clone()), _ => None };
    bool = Bool, |value| match value {
        Value::Bool(truth) => Some(*truth),
        // SQLite keeps truth values as integers.
        Value::Int(number @ (0 | 1)) => Some(*number == 1),
        _ => None,
    };
    Vec<u8> = Bytes, |value| match value { Value::Bytes(bytes) => Some(bytes.clone()), _ => None };
}

impl<T: Column> Column for Option<T> {
    const KIND: Kind = T::KIND;
    fn into_value(self) -> Value {
        self.map_or(Value::Null(T::KIND), Column::into_value)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null(_) => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}
impl<T: Column> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.into_value()
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map(str::to_owned).into_value()
    }
}
impl From<troth_core::Instant> for Value {
    fn from(instant: troth_core::Instant) -> Self {
        Self::Int(instant.micros())
    }
}
impl From<troth_core::Day> for Value {
    fn from(day: troth_core::Day) -> Self {
        Self::Int(day.number())
    }
}

/// Parameters of a statement: `params![account.raw(), "text", None::<i64>]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] as &[$crate::Value] };
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// The value of column `index`, counted from zero.
    ///
    /// # Errors
    /// [`Error::Decode`] when there is no such column or it holds another type (cast it in the SQL).
    pub fn get<T: Column>(&self, index: usize) -> Result<T, Error> {
        let value =
            self.values.get(index).ok_or_else(|| Error::Decode(format!("there is no column {index}")))?;
        T::from_value(value).ok_or_else(|| {
            Error::Decode(format!("column {index} holds {value:?}, not {:?}; cast it in the SQL", T::KIND))
        })
    }

    /// The text of column `index` without copying it.
    pub fn text(&self, index: usize) -> Result<&str, Error> {
        match self.values.get(index) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(Error::Decode(format!("column {index} holds {other:?}, not Text"))),
        }
    }

    /// The id in column `index`.
    pub fn id<I: Id>(&self, index: usize) -> Result<I, Error> {
        self.get(index).map(I::from_raw)
    }

    /// The id in column `index`, where it may be empty.
    pub fn optional_id<I: Id>(&self, index: usize) -> Result<Option<I>, Error> {
        Ok(self.get::<Option<i64>>(index)?.map(I::from_raw))
    }

    /// The moment in column `index`.
    pub fn instant(&self, index: usize) -> Result<troth_core::Instant, Error> {
        self.get(index).map(troth_core::Instant::from_micros)
    }

    /// Every value, in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}
