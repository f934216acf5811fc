//! One connection of either engine, and statements on it.
//!
//! Statements are one text for both engines with `$1`-style parameters. The few places where the engines must differ
//! are named here: [`Db::pick`].

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgConnection, PgRow};
use sqlx::{Arguments, Column as _, Row as _, TypeInfo, ValueRef};
use tokio::runtime::Handle;

use crate::value::{Column, Kind, Row, Value};
use crate::{Engine, Error};

pub(crate) enum Conn<'c> {
    Sqlite(&'c SqliteConn),
    Postgres(&'c mut PgConnection, &'c Handle),
}

/// A SQLite connection with the statements it has translated.
pub(crate) struct SqliteConn {
    pub(crate) inner: rusqlite::Connection,
    texts: RefCell<HashMap<Box<str>, Arc<str>>>,
}

impl SqliteConn {
    pub(crate) fn new(inner: rusqlite::Connection) -> Self {
        inner.set_prepared_statement_cache_capacity(256);
        Self { inner, texts: RefCell::default() }
    }

    /// Names of the columns of an answer.
    pub(crate) fn columns(&self, sql: &str) -> Result<Vec<String>, Error> {
        Ok(self.prepare(sql)?.column_names().into_iter().map(str::to_owned).collect())
    }

    fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>, Error> {
        let known = self.texts.borrow().get(sql).cloned();
        let text = known.unwrap_or_else(|| {
            let text: Arc<str> = question_marks(sql).into();
            let mut texts = self.texts.borrow_mut();
            if texts.len() >= 1024 {
                texts.clear();
            }
            texts.insert(sql.into(), Arc::clone(&text));
            text
        });
        Ok(self.inner.prepare_cached(&text)?)
    }
}

/// `$1` names a parameter on SQLite, numbered by first appearance; `?1` is the number itself.
fn question_marks(sql: &str) -> String {
    let mut quoted = false;
    let mut text = String::with_capacity(sql.len());
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        quoted ^= letter == '\'';
        let parameter = letter == '$' && !quoted && letters.peek().is_some_and(char::is_ascii_digit);
        text.push(if parameter { '?' } else { letter });
    }
    text
}

/// A connection that can be read from. Made by [`Store::read`](crate::Store::read).
pub struct Db<'c> {
    pub(crate) conn: Conn<'c>,
    /// Whether a statement met somebody else's change: the transaction must be run again, whatever the closure says.
    pub(crate) conflicted: bool,
}

impl<'c> Db<'c> {
    pub(crate) const fn new(conn: Conn<'c>) -> Self {
        Self { conn, conflicted: false }
    }

    pub(crate) fn noting<T, E: From<Error>>(&mut self, outcome: Result<T, Error>) -> Result<T, E> {
        outcome.map_err(|error| {
            self.conflicted |= matches!(error, Error::Retry);
            E::from(error)
        })
    }

    /// Which engine this is.
    pub const fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(..) => Engine::Postgres,
        }
    }

    /// The one branch between dialects: the text for SQLite or the one for PostgreSQL.
    pub const fn pick<'t>(&self, sqlite: &'t str, postgres: &'t str) -> &'t str {
        match self.conn {
            Conn::Sqlite(_) => sqlite,
            Conn::Postgres(..) => postgres,
        }
    }

    /// Every row of the answer. Bound it in the SQL; for answers of any length use [`Db::each`].
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(row.clone());
            Ok::<_, Error>(())
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    pub fn query_opt(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, Error> {
        // Read to the end: SQLite reports some errors of RETURNING only there.
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// The first row; [`Error::NotFound`] when there is none.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, Error> {
        self.query_opt(sql, params)?.ok_or_else(|| Error::NotFound("the row".into()))
    }

    /// The first column of the first row.
    pub fn scalar<T: Column>(&mut self, sql: &str, params: &[Value]) -> Result<T, Error> {
        self.query_one(sql, params)?.get(0)
    }

    /// Calls `f` with each row as it arrives; memory does not grow with the answer.
    pub fn each<E: From<Error>>(
        &mut self,
        sql: &str,
        params: &[Value],
        mut f: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = None;
        let outcome =
            self.rows(sql, params, &mut |row| f(row).map_err(|error| stopped = Some(error)).is_ok());
        self.noting(outcome)?;
        stopped.map_or(Ok(()), Err)
    }

    /// Calls `f` with each row until it says no.
    pub(crate) fn rows(
        &mut self,
        sql: &str,
        params: &[Value],
        f: &mut dyn FnMut(&Row) -> bool,
    ) -> Result<(), Error> {
        params.iter().try_for_each(Value::check)?;
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare(sql)?;
                let width = statement.column_count();
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                let mut row = Row::default();
                while let Some(next) = rows.next()? {
                    row.values.clear();
                    for index in 0..width {
                        row.values.push(from_sqlite(next.get_ref(index)?)?);
                    }
                    if !f(&row) {
                        break;
                    }
                }
                Ok(())
            }
            Conn::Postgres(conn, handle) => {
                let arguments = arguments(params)?;
                let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments);
                each_of_postgres(&mut query.fetch(&mut **conn), handle, f)
            }
        }
    }

    pub(crate) fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        let outcome = self.execute_statement(sql, params);
        self.noting(outcome)
    }

    fn execute_statement(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        params.iter().try_for_each(Value::check)?;
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let changed = conn.prepare(sql)?.execute(rusqlite::params_from_iter(params))?;
                Ok(changed as u64)
            }
            Conn::Postgres(conn, handle) => {
                let arguments = arguments(params)?;
                let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments);
                Ok(handle.block_on(query.execute(&mut **conn))?.rows_affected())
            }
        }
    }

    /// Several statements without parameters: definitions and transaction control.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Error> {
        let outcome = match &mut self.conn {
            Conn::Sqlite(conn) => conn.inner.execute_batch(sql).map_err(Error::from),
            Conn::Postgres(conn, handle) => {
                let script = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut **conn);
                handle.block_on(script).map(|_| ()).map_err(Error::from)
            }
        };
        self.noting(outcome)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null(_) => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bool(truth) => ValueRef::Integer(i64::from(*truth)),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Result<Value, Error> {
    use rusqlite::types::ValueRef;
    Ok(match value {
        // The type of an empty column is not known here; reading asks for it anyway.
        ValueRef::Null => Value::Null(Kind::Text),
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|_| Error::Decode("a text is not UTF-8".into()))?;
            Value::Text(text.to_owned())
        }
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

pub(crate) fn each_of_postgres(
    rows: &mut (impl TryStreamExt<Ok = PgRow, Error = sqlx::Error> + Unpin),
    handle: &Handle,
    f: &mut dyn FnMut(&Row) -> bool,
) -> Result<(), Error> {
    let mut row = Row::default();
    while let Some(next) = handle.block_on(rows.try_next())? {
        row.values.clear();
        for index in 0..next.len() {
            row.values.push(from_postgres(&next, index)?);
        }
        if !f(&row) {
            break;
        }
    }
    Ok(())
}

fn from_postgres(row: &PgRow, index: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Null(Kind::Text));
    }
    Ok(match raw.type_info().name() {
        "INT8" => Value::Int(row.try_get(index)?),
        "INT4" => Value::Int(i64::from(row.try_get::<i32, _>(index)?)),
        "INT2" => Value::Int(i64::from(row.try_get::<i16, _>(index)?)),
        "FLOAT8" => Value::Real(row.try_get(index)?),
        "TEXT" | "VARCHAR" | "CHAR" | "NAME" | "UNKNOWN" => Value::Text(row.try_get(index)?),
        "BOOL" => Value::Bool(row.try_get(index)?),
        "BYTEA" => Value::Bytes(row.try_get(index)?),
        other => {
            let column = row.column(index).name();
            return Err(Error::Decode(format!(
                "column {column} is {other}; cast it to BIGINT or DOUBLE PRECISION"
            )));
        }
    })
}

pub(crate) fn arguments(params: &[Value]) -> Result<PgArguments, Error> {
    let mut arguments = PgArguments::default();
    for value in params {
        match value {
            Value::Null(Kind::Int) => arguments.add(None::<i64>),
            Value::Null(Kind::Real) => arguments.add(None::<f64>),
            Value::Null(Kind::Text) => arguments.add(None::<String>),
            Value::Null(Kind::Bool) => arguments.add(None::<bool>),
            Value::Null(Kind::Bytes) => arguments.add(None::<Vec<u8>>),
            Value::Int(number) => arguments.add(*number),
            Value::Real(number) => arguments.add(*number),
            Value::Text(text) => arguments.add(text),
            Value::Bool(truth) => arguments.add(*truth),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(|error| Error::Value(error.to_string()))?;
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    #[test]
    fn parameters_keep_their_numbers_and_texts_their_dollars() {
        assert_eq!(
            super::question_marks("SELECT $2, '$1', $1, 'it''s $3'"),
            "SELECT ?2, '$1', ?1, 'it''s $3'"
        );
    }
}
