//! The tables of the records, read and written in one way: an id, the key in a source, columns, and the import that
//! entered the row (none where somebody did by hand).

use std::collections::HashMap;

use troth_core::{BatchId, Id};
use troth_store::{Db, Error, Kind, Row, Tx, Value, params};

use super::lookup;

/// A table of the records.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Its name; also the word in `import_before`.
    pub(crate) name: &'static str,
    /// Its columns but for `id`, `source`, `external_key` and `batch_id`.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// Whether the last column stands apart in `NAME_text`, so that counting never reads it.
    pub(crate) apart: bool,
}

/// Columns that stand before a table's own in every row read.
pub(crate) const BEFORE: usize = 3;

impl Table {
    fn own(&self) -> &'static [(&'static str, Kind)] {
        &self.columns[..self.columns.len() - usize::from(self.apart)]
    }

    /// The place of a column.
    pub(crate) fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|(name, _)| *name == column)
    }

    /// `SELECT id, source, external_key, columns… FROM …`, to be gone on with.
    pub(crate) fn select(&self) -> String {
        let name = self.name;
        let mut columns: Vec<String> =
            self.own().iter().map(|(column, _)| format!("{name}.{column}")).collect();
        let mut from = name.to_owned();
        if self.apart {
            columns.push(format!("{name}_text.text"));
            from = format!("{name} LEFT JOIN {name}_text ON {name}_text.id = {name}.id");
        }
        format!("SELECT {name}.id, {name}.source, {name}.external_key, {} FROM {from}", columns.join(", "))
    }

    /// The values of a row read with [`Table::select`].
    pub(crate) fn values(&self, row: &Row) -> Vec<Value> {
        let values = row.values()[BEFORE..].iter().zip(self.columns);
        values
            .map(|(value, (_, kind))| match value {
                Value::Null(_) => Value::Null(*kind),
                other => other.clone(),
            })
            .collect()
    }

    /// The row with this id.
    pub(crate) fn find(&self, db: &mut Db<'_>, id: i64) -> Result<Option<Row>, Error> {
        let sql = format!("{} WHERE {}.id = $1", self.select(), self.name);
        db.query_opt(&sql, params![id])
    }

    /// A page of rows by id: all, or those of one customer and of the records that went into it. People who went into
    /// others are left out of a customer's.
    pub(crate) fn list(
        &self,
        db: &mut Db<'_>,
        account: Option<i64>,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Row>, Error> {
        let (name, mut params) = (self.name, params![after, limit].to_vec());
        let of = account.map_or_else(String::new, |account| {
            params.push(account.into());
            let standing = self.place("merged_into").map_or("", |_| " AND contact.merged_into IS NULL");
            format!(" AND {name}.account_id IN ({}){standing}", super::family("$3"))
        });
        let sql = format!("{} WHERE {name}.id > $1{of} ORDER BY {name}.id LIMIT $2", self.select());
        db.query(&sql, &params)
    }

    /// The rows of a source with these keys: key, id and values. One lookup for many keys.
    pub(crate) fn known(
        &self,
        db: &mut Db<'_>,
        source: &str,
        keys: &[&str],
    ) -> Result<HashMap<String, (i64, Vec<Value>)>, Error> {
        let name = self.name;
        let sql = format!("{} WHERE {name}.source = $1 AND {name}.external_key {{among}}", self.select());
        let mut known = HashMap::with_capacity(keys.len());
        db.each_among(&sql, params![source], keys, |row| {
            known.insert(row.text(2)?.to_owned(), (row.get(0)?, self.values(row)));
            Ok::<_, Error>(())
        })?;
        Ok(known)
    }

    /// The ids of the rows of a source with these keys.
    pub(crate) fn find_keys(
        &self,
        db: &mut Db<'_>,
        source: &str,
        keys: &[&str],
    ) -> Result<HashMap<String, i64>, Error> {
        let sql = format!(
            "SELECT external_key, id FROM {} WHERE source = $1 AND external_key {{among}}",
            self.name
        );
        let mut found = HashMap::with_capacity(keys.len());
        db.each_among(&sql, params![source], keys, |row| {
            found.insert(row.text(0)?.to_owned(), row.get(1)?);
            Ok::<_, Error>(())
        })?;
        Ok(found)
    }

    /// The only row whose column has this value.
    pub(crate) fn find_only(&self, db: &mut Db<'_>, column: &str, value: &str) -> Result<Option<i64>, Error> {
        let sql = format!("SELECT id FROM {} WHERE {column} = $1 ORDER BY id LIMIT 2", self.name);
        let rows = db.query(&sql, params![value])?;
        if let [row] = rows.as_slice() { row.get(0).map(Some) } else { Ok(None) }
    }

    /// Enters rows: id, source and key of each with its values.
    pub(crate) fn insert(
        &self,
        tx: &mut Tx<'_>,
        batch: Option<BatchId>,
        rows: Vec<Fresh>,
    ) -> Result<(), Error> {
        let words =
            rows.iter().map(|row| (row.id, row.key.as_ref().map(|(_, key)| key.as_str()), &*row.values));
        lookup::enter(tx, self, words)?;
        let (columns, rows, texts) = self.stored(batch, rows);
        tx.insert_many(self.name, &columns, "", &rows)?;
        self.insert_texts(tx, &texts)
    }

    /// Enters rows that are thought to be new: all of them; none, and `false`, where the key of one is there. For tables that
    /// nobody looks things up in.
    pub(crate) fn insert_new(
        &self,
        tx: &mut Tx<'_>,
        batch: BatchId,
        rows: Vec<Fresh>,
    ) -> Result<bool, Error> {
        let (columns, rows, texts) = self.stored(Some(batch), rows);
        let new = tx.insert_new(self.name, &columns, &rows)?;
        if new {
            self.insert_texts(tx, &texts)?;
        }
        Ok(new)
    }

    /// Columns and rows as they are stored, and the rows of the table of texts.
    fn stored(&self, batch: Option<BatchId>, rows: Vec<Fresh>) -> Stored {
        let mut columns = vec![("id", Kind::Int), ("source", Kind::Text), ("external_key", Kind::Text)];
        columns.extend(self.own());
        columns.push(("batch_id", Kind::Int));
        let batch = batch.map_or(0, Id::raw);
        let mut texts = Vec::new();
        let rows: Vec<Vec<Value>> = rows
            .into_iter()
            .map(|Fresh { id, key, values: mut own }| {
                if self.apart {
                    let text = own.pop().unwrap_or(Value::Null(Kind::Text));
                    if matches!(text, Value::Text(_)) {
                        texts.push(vec![id.into(), text]);
                    }
                }
                let (source, key) = key.unzip();
                let mut values = Vec::with_capacity(columns.len());
                values.extend([id.into(), source.into(), key.into()]);
                values.append(&mut own);
                values.push(batch.into());
                values
            })
            .collect();
        (columns, rows, texts)
    }

    fn insert_texts(&self, tx: &mut Tx<'_>, texts: &[Vec<Value>]) -> Result<(), Error> {
        if !texts.is_empty() {
            let columns = [("id", Kind::Int), ("text", Kind::Text)];
            tx.insert_many(&format!("{}_text", self.name), &columns, "", texts)?;
        }
        Ok(())
    }

    /// Writes every column of a row.
    pub(crate) fn put(&self, tx: &mut Tx<'_>, id: i64, values: &[Value]) -> Result<(), Error> {
        let key = lookup::leave(tx, self, id)?;
        lookup::enter(tx, self, std::iter::once((id, key.as_deref(), values)))?;
        let sets: Vec<String> =
            self.own().iter().zip(2..).map(|((column, _), mark)| format!("{column} = ${mark}")).collect();
        let sql = format!("UPDATE {} SET {} WHERE id = $1", self.name, sets.join(", "));
        let mut params = vec![Value::Int(id)];
        params.extend_from_slice(&values[..self.own().len()]);
        tx.execute(&sql, &params)?;
        if self.apart {
            let text = values.last().filter(|value| matches!(value, Value::Text(_)));
            match text {
                Some(text) => tx.execute(
                    &format!(
                        "INSERT INTO {}_text (id, text) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
                        self.name
                    ),
                    &[Value::Int(id), text.clone()],
                )?,
                None => tx.execute(&format!("DELETE FROM {}_text WHERE id = $1", self.name), params![id])?,
            };
        }
        Ok(())
    }

    /// Makes a row somebody's own: no import takes it back, or back to what it was, any more.
    pub(crate) fn claim(&self, tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
        let sql = format!("UPDATE {} SET batch_id = 0 WHERE id = $1 AND batch_id <> 0", self.name);
        tx.execute(&sql, params![id])?;
        tx.execute("DELETE FROM import_before WHERE entity = $1 AND entity_id = $2", params![self.name, id])?;
        Ok(())
    }
}

/// Columns, rows, rows of the table of texts.
type Stored = (Vec<(&'static str, Kind)>, Vec<Vec<Value>>, Vec<Vec<Value>>);

/// A row to be entered.
pub(crate) struct Fresh {
    pub(crate) id: i64,
    /// Source and key; none where somebody enters it by hand.
    pub(crate) key: Option<(String, String)>,
    pub(crate) values: Vec<Value>,
}
