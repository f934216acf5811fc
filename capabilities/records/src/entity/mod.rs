//! What the records know of: each thing's table, fields and rules, said once. Files, forms and programs all come in
//! through here; [`crate::import`] applies whole files of it, [`crate::verbs`] one thing at a time.

pub(crate) mod account;
pub(crate) mod contact;
pub(crate) mod contract;
pub(crate) mod interaction;
pub(crate) mod purchase;
pub(crate) mod rate;
pub(crate) mod staff;
pub(crate) mod team;

use std::collections::HashMap;

use troth_core::{Currency, Day, EventId, Id, Zone};
use troth_store::export::Given;
use troth_store::import::{Broken, Field, FieldType, FieldValue, StagedRow};
use troth_store::{Column, Error, Row, Tx, Value};

use crate::store::export::Kept;
use crate::store::table::Table;

/// A thing that the records know of.
pub(crate) trait Entity: Send + Sync + 'static {
    /// Its id.
    type Id: Id + std::fmt::Display + std::str::FromStr;
    /// The name of its import, plural.
    const NAME: &'static str;
    /// What one row of a file of it is.
    const ROW: &'static str;
    /// Its fields, in files, forms and the API.
    const FIELDS: &'static [Field];
    /// Fields that name another thing.
    const REFERENCES: &'static [(usize, Target)];
    /// Its table.
    const TABLE: &'static Table;

    /// Fields that name a person, say how to reach one, or hold what somebody wrote.
    const PERSONAL: &'static [&'static str] = &[];

    /// The fields of a row that is there, in their order: read again, they are the row.
    fn give(row: &Kept<'_>) -> Vec<Given>;

    /// Writes a row's values into the columns; what the row leaves out stays as it is.
    fn fill(draft: &mut Draft, row: &StagedRow, around: &Around) -> Result<(), Error>;

    /// Refuses a row whose values do not go together. `alone` says whether a person may stand without a customer.
    fn check(_row: &StagedRow, _alone: bool) -> Result<(), Broken> {
        Ok(())
    }

    /// What else has to be there before these rows are: a customer for each person that is one.
    fn before(_rows: &[StagedRow]) -> Vec<StagedRow> {
        Vec::new()
    }
}

/// A thing that people enter and change by hand too, and look at one by one.
pub(crate) trait ByHand: Entity {
    /// What is read of it.
    type Model: Send + 'static;
    /// Fields that somebody who enters one fills in, though a file may leave them out.
    const ASKED: &'static [&'static str];

    /// Appends the event of a row that somebody entered, or changed in these fields.
    fn announce(
        tx: &mut Tx<'_>,
        id: Self::Id,
        draft: &Draft,
        changed: Option<Vec<String>>,
    ) -> Result<EventId, Error>;

    /// Reads a row of [`Table::select`].
    fn read(row: &Row) -> Result<Self::Model, Error>;
}

/// What a field can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Team,
    Staff,
    Account,
    Contact,
}

impl Target {
    /// The table of such things.
    pub(crate) const fn table(self) -> &'static Table {
        match self {
            Self::Team => team::Team::TABLE,
            Self::Staff => staff::Staff::TABLE,
            Self::Account => account::Customer::TABLE,
            Self::Contact => contact::Person::TABLE,
        }
    }

    /// A fresh id.
    pub(crate) fn new_id(self, tx: &Tx<'_>) -> i64 {
        match self {
            Self::Team => tx.new_id::<troth_core::TeamId>().raw(),
            Self::Staff => tx.new_id::<troth_core::StaffId>().raw(),
            Self::Account => tx.new_id::<troth_core::AccountId>().raw(),
            Self::Contact => tx.new_id::<troth_core::ContactId>().raw(),
        }
    }

    /// The id as people and programs write it.
    pub(crate) fn show(self, id: i64) -> String {
        match self {
            Self::Team => troth_core::TeamId::from_raw(id).to_string(),
            Self::Staff => troth_core::StaffId::from_raw(id).to_string(),
            Self::Account => troth_core::AccountId::from_raw(id).to_string(),
            Self::Contact => troth_core::ContactId::from_raw(id).to_string(),
        }
    }

    /// What a table holds, where it can be named and erased.
    pub(crate) fn of_table(table: &Table) -> Option<Self> {
        [Self::Account, Self::Contact].into_iter().find(|target| target.table() == table)
    }

    /// What a column of a table names.
    pub(crate) fn of_column(table: &Table, column: &str) -> Option<Self> {
        match column {
            "merged_into" => Self::of_table(table),
            "account_id" => Some(Self::Account),
            "contact_id" => Some(Self::Contact),
            "staff_id" | "owner_id" => Some(Self::Staff),
            "team_id" => Some(Self::Team),
            _ => None,
        }
    }

    /// The number of an id as people and programs write it.
    pub(crate) fn parse(self, text: &str) -> Option<i64> {
        match self {
            Self::Team => text.parse::<troth_core::TeamId>().ok().map(Id::raw),
            Self::Staff => text.parse::<troth_core::StaffId>().ok().map(Id::raw),
            Self::Account => text.parse::<troth_core::AccountId>().ok().map(Id::raw),
            Self::Contact => text.parse::<troth_core::ContactId>().ok().map(Id::raw),
        }
    }
}

/// What rows are written under: the business, and the ids of what they name.
#[derive(Debug)]
pub(crate) struct Around {
    pub(crate) zone: Zone,
    pub(crate) currency: Currency,
    pub(crate) people: bool,
    pub(crate) today: Day,
    pub(crate) ids: HashMap<(Target, String), i64>,
}

impl Around {
    /// What a field names: nothing where the row says nothing, zero where it is not known yet.
    pub(crate) fn named(&self, target: Target, row: &StagedRow, field: usize) -> Option<Value> {
        match row.values.get(field)?.as_ref()? {
            FieldValue::Int(id) => Some(Value::Int(*id)),
            FieldValue::Empty => Some(Value::Null(troth_store::Kind::Int)),
            FieldValue::Text(key) => {
                Some(Value::Int(self.ids.get(&(target, key.clone())).copied().unwrap_or_default()))
            }
            FieldValue::Moment(_) | FieldValue::Converted(..) => None,
        }
    }
}

/// The columns of a row as they will be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    table: &'static Table,
    pub(crate) values: Vec<Value>,
    /// Whether the row is new.
    pub(crate) fresh: bool,
}

impl Draft {
    /// A new row.
    pub(crate) fn new(table: &'static Table) -> Self {
        let values = table.columns.iter().map(|(_, kind)| Value::Null(*kind)).collect();
        Self { table, values, fresh: true }
    }

    /// A row that is there.
    pub(crate) fn of(table: &'static Table, values: Vec<Value>) -> Self {
        Self { table, values, fresh: false }
    }

    /// Writes a column.
    pub(crate) fn put(&mut self, column: &str, value: impl Into<Value>) {
        if let Some(place) = self.table.place(column) {
            self.values[place] = value.into();
        }
    }

    /// Writes a column where the row says something.
    pub(crate) fn take(&mut self, column: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.put(column, value);
        }
    }

    /// Writes a column of a new row that the row said nothing of.
    pub(crate) fn default(&mut self, column: &str, value: impl Into<Value>) {
        if matches!(self.value(column), Some(Value::Null(_))) {
            self.put(column, value);
        }
    }

    fn value(&self, column: &str) -> Option<&Value> {
        self.table.place(column).map(|place| &self.values[place])
    }

    /// What a column holds.
    pub(crate) fn get<T: Column>(&self, column: &str) -> Option<T> {
        self.value(column).and_then(T::from_value)
    }

    /// The columns in which it differs from another, but for those that are made of others.
    pub(crate) fn differs_from(&self, before: &[Value]) -> Vec<(&'static str, Value)> {
        let pairs = self.table.columns.iter().zip(before).zip(&self.values);
        pairs
            .filter(|((_, old), new)| old != new)
            .map(|((column, old), _)| (column.0, old.clone()))
            .filter(|(name, _)| !name.ends_with("_key"))
            .collect()
    }
}

/// A field as it goes into a column: nothing where the row says nothing, NULL where it was taken away.
pub(crate) fn text(row: &StagedRow, field: usize) -> Option<Value> {
    match row.values.get(field)?.as_ref()? {
        FieldValue::Text(text) => Some(Value::Text(text.clone())),
        FieldValue::Empty => Some(Value::Null(troth_store::Kind::Text)),
        _ => None,
    }
}

/// The same for numbers.
pub(crate) fn number(row: &StagedRow, field: usize) -> Option<Value> {
    match row.values.get(field)?.as_ref()? {
        FieldValue::Int(number) | FieldValue::Moment(number) | FieldValue::Converted(number, _) => {
            Some(Value::Int(*number))
        }
        FieldValue::Empty => Some(Value::Null(troth_store::Kind::Int)),
        FieldValue::Text(_) => None,
    }
}

pub(crate) const fn field(
    name: &'static str,
    kind: FieldType,
    required: bool,
    headings: &'static [&'static str],
    meaning: &'static str,
) -> Field {
    Field { name, kind, required, headings, meaning }
}

/// The longest name, key or title.
pub(crate) const NAME: FieldType = FieldType::Text(200);

/// The key of a thing in the source.
pub(crate) const KEYED: FieldType = FieldType::Key;

/// The field that names the one that stayed, where two were merged: its keys find that one.
pub(crate) const MERGED_INTO: &str = "merged_into";

/// A required value that was not staged: checked rows always have it.
pub(crate) fn missing(row: &StagedRow) -> Error {
    Error::Value(format!("line {} was staged without a required value", row.line))
}
