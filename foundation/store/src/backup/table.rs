//! What tables there are, on either engine.

use crate::{Db, Error, Kind, params};

/// Left out of a backup: who runs at the moment, and what the manifest says anyway.
const LEFT_OUT: [&str; 2] = ["node", "migration"];

/// A table as the database knows it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
    /// The columns of its primary key in their order; all columns where it has none.
    pub(super) key: Vec<String>,
}

impl Table {
    /// Its rows in the order of its key.
    pub(super) fn select(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        format!("SELECT {} FROM {} ORDER BY {}", names.join(", "), self.name, self.key.join(", "))
    }
}

/// Every table, by name.
pub(super) fn list(db: &mut Db<'_>) -> Result<Vec<Table>, Error> {
    let names = db.pick(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() \
         AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE \"C\"",
    );
    let names =
        db.query(names, &[])?.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, _>>()?;
    names
        .into_iter()
        .filter(|name| !LEFT_OUT.contains(&name.as_str()))
        .map(|name| describe(db, name))
        .collect()
}

fn describe(db: &mut Db<'_>, name: String) -> Result<Table, Error> {
    let columns = db.pick(
        "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
        "SELECT column_name::text, data_type::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
    );
    let columns = db
        .query(columns, params![name.as_str()])?
        .iter()
        .map(|row| Ok((row.get::<String>(0)?, kind(row.text(1)?)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let key = db.pick(
        "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
        "SELECT k.column_name::text FROM information_schema.key_column_usage k \
         JOIN information_schema.table_constraints c ON c.constraint_name = k.constraint_name \
         AND c.table_schema = k.table_schema AND c.table_name = k.table_name \
         WHERE c.constraint_type = 'PRIMARY KEY' AND k.table_schema = current_schema() AND k.table_name = $1 \
         ORDER BY k.ordinal_position",
    );
    let mut key = db
        .query(key, params![name.as_str()])?
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<Vec<String>, _>>()?;
    if key.is_empty() {
        key = columns.iter().map(|(column, _)| column.clone()).collect();
    }
    Ok(Table { name, columns, key })
}

/// The types that `docs/CONTRIBUTING.md` allows in a migration, as each engine calls them.
fn kind(declared: &str) -> Result<Kind, Error> {
    match declared.to_ascii_lowercase().as_str() {
        "integer" | "bigint" => Ok(Kind::Int),
        "real" | "double precision" => Ok(Kind::Real),
        "text" => Ok(Kind::Text),
        "boolean" => Ok(Kind::Bool),
        "blob" | "bytea" => Ok(Kind::Bytes),
        other => Err(Error::Decode(format!("a column of type {other} cannot be backed up"))),
    }
}
