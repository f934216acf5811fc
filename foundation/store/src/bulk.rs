//! Many rows into one table at once.

use sqlx::Arguments;
use sqlx::postgres::{PgArguments, PgConnection};
use tokio::runtime::Handle;

use crate::Error;
use crate::db::{Conn, Db, SqliteConn};
use crate::value::{Column, Kind, Value};

/// Bytes that are gathered before they are sent.
const PIECE: usize = 1 << 16;

impl Db<'_> {
    /// Inserts many rows: by one prepared statement on SQLite; on PostgreSQL by `COPY`, or as arrays in one statement where
    /// rows that are there already are to be expected.
    pub(crate) fn insert_many(
        &mut self,
        table: &str,
        columns: &[(&str, Kind)],
        conflict: &str,
        rows: &[Vec<Value>],
    ) -> Result<u64, Error> {
        let outcome = self.insert_rows(table, columns, conflict, rows);
        self.noting(outcome)
    }

    /// Inserts rows on SQLite as long as they are new: all, or none of them.
    pub(crate) fn insert_while_new(
        &mut self,
        table: &str,
        columns: &[(&str, Kind)],
        rows: &[Vec<Value>],
    ) -> Result<bool, Error> {
        let Conn::Sqlite(conn) = &self.conn else { return Ok(false) };
        let outcome = while_new(conn, table, columns, rows);
        self.noting(outcome)
    }

    fn insert_rows(
        &mut self,
        table: &str,
        columns: &[(&str, Kind)],
        conflict: &str,
        rows: &[Vec<Value>],
    ) -> Result<u64, Error> {
        if rows.is_empty() {
            return Ok(0);
        }
        let names = names(table, columns, rows)?;
        match &mut self.conn {
            Conn::Sqlite(conn) => one_by_one(conn, table, &names, conflict, rows),
            Conn::Postgres(conn, handle) if conflict.is_empty() => {
                handle.block_on(copy(conn, table, &names, columns, rows))
            }
            Conn::Postgres(conn, handle) => as_arrays(conn, handle, table, &names, columns, conflict, rows),
        }
    }
}

/// The columns as they stand in a statement, once the rows are seen to have as many.
fn names(table: &str, columns: &[(&str, Kind)], rows: &[Vec<Value>]) -> Result<String, Error> {
    rows.iter().flatten().try_for_each(Value::check)?;
    if let Some(row) = rows.iter().find(|row| row.len() != columns.len()) {
        return Err(Error::Value(format!(
            "a row of {} values for {} columns of {table}",
            row.len(),
            columns.len()
        )));
    }
    Ok(columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "))
}

/// Inserts rows until one is not new, and takes those before it out again.
fn while_new(
    conn: &SqliteConn,
    table: &str,
    columns: &[(&str, Kind)],
    rows: &[Vec<Value>],
) -> Result<bool, Error> {
    let (names, marks) = (names(table, columns, rows)?, vec!["?"; columns.len()].join(", "));
    let sql = format!("INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING");
    let mut insert = conn.inner.prepare_cached(&sql)?;
    for (place, row) in rows.iter().enumerate() {
        if insert.execute(rusqlite::params_from_iter(row))? == 1 {
            continue;
        }
        let mut take_out =
            conn.inner.prepare_cached(&format!("DELETE FROM {table} WHERE {} = ?", columns[0].0))?;
        for row in &rows[..place] {
            take_out.execute([&row[0]])?;
        }
        return Ok(false);
    }
    Ok(true)
}

fn one_by_one(
    conn: &SqliteConn,
    table: &str,
    names: &str,
    conflict: &str,
    rows: &[Vec<Value>],
) -> Result<u64, Error> {
    let marks = vec!["?"; rows[0].len()].join(", ");
    let sql = format!("INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}");
    let mut statement = conn.inner.prepare_cached(&sql)?;
    let mut changed = 0;
    for row in rows {
        changed += statement.execute(rusqlite::params_from_iter(row))?;
    }
    Ok(changed as u64)
}

/// Columns must be of the types of [`Kind`]: the binary form is read without conversion.
async fn copy(
    conn: &mut PgConnection,
    table: &str,
    names: &str,
    columns: &[(&str, Kind)],
    rows: &[Vec<Value>],
) -> Result<u64, Error> {
    let statement = format!("COPY {table} ({names}) FROM STDIN (FORMAT binary)");
    let mut stream = conn.copy_in_raw(&statement).await?;
    let mut piece = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0".to_vec();
    for row in rows {
        let written = write_row(&mut piece, columns, row);
        if let Err(error) = written {
            stream.abort(error.to_string()).await?;
            return Err(error);
        }
        if piece.len() >= PIECE {
            stream.send(std::mem::take(&mut piece)).await?;
        }
    }
    piece.extend((-1i16).to_be_bytes());
    stream.send(piece).await?;
    Ok(stream.finish().await?)
}

/// A row as PostgreSQL's binary `COPY` wants it: the number of fields, then length and bytes of each.
fn write_row(piece: &mut Vec<u8>, columns: &[(&str, Kind)], row: &[Value]) -> Result<(), Error> {
    let long = |_| Error::Value("a row is too long".into());
    piece.extend(i16::try_from(row.len()).map_err(long)?.to_be_bytes());
    for (value, (name, kind)) in row.iter().zip(columns) {
        let mut field = |bytes: &[u8]| {
            piece.extend(i32::try_from(bytes.len()).map_err(long)?.to_be_bytes());
            piece.extend(bytes);
            Ok::<_, Error>(())
        };
        match (value, kind) {
            (Value::Null(_), _) => piece.extend((-1i32).to_be_bytes()),
            (Value::Int(number), Kind::Int) => field(&number.to_be_bytes())?,
            (Value::Real(number), Kind::Real) => field(&number.to_be_bytes())?,
            (Value::Text(text), Kind::Text) => field(text.as_bytes())?,
            (Value::Bool(truth), Kind::Bool) => field(&[u8::from(*truth)])?,
            (Value::Int(number @ (0 | 1)), Kind::Bool) => field(&[u8::from(*number == 1)])?,
            (Value::Bytes(bytes), Kind::Bytes) => field(bytes)?,
            (value, kind) => {
                return Err(Error::Value(format!("{value:?} in the column {name} of {kind:?}")));
            }
        }
    }
    Ok(())
}

fn as_arrays(
    conn: &mut PgConnection,
    handle: &Handle,
    table: &str,
    names: &str,
    columns: &[(&str, Kind)],
    conflict: &str,
    rows: &[Vec<Value>],
) -> Result<u64, Error> {
    let mut arguments = PgArguments::default();
    let mut arrays = Vec::new();
    for (index, (_, kind)) in columns.iter().enumerate() {
        let column = rows.iter().map(|row| &row[index]);
        arrays.push(format!("${}::{}[]", index + 1, bind_array(&mut arguments, *kind, column)?));
    }
    let sql = format!(
        "INSERT INTO {table} ({names}) SELECT * FROM UNNEST({}) AS q WHERE TRUE {conflict}",
        arrays.join(", ")
    );
    let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments);
    Ok(handle.block_on(query.execute(conn))?.rows_affected())
}

/// Binds one column of many rows as an array and names its element type.
fn bind_array<'v>(
    arguments: &mut PgArguments,
    kind: Kind,
    column: impl Iterator<Item = &'v Value>,
) -> Result<&'static str, Error> {
    fn gather<'v, T: Column>(column: impl Iterator<Item = &'v Value>) -> Result<Vec<Option<T>>, Error> {
        let wrong = |value| Error::Value(format!("{value:?} in a column of {:?}", T::KIND));
        column.map(|value| Option::<T>::from_value(value).ok_or_else(|| wrong(value))).collect()
    }
    let (added, name) = match kind {
        Kind::Int => (arguments.add(gather::<i64>(column)?), "bigint"),
        Kind::Real => (arguments.add(gather::<f64>(column)?), "double precision"),
        Kind::Text => (arguments.add(gather::<String>(column)?), "text"),
        Kind::Bool => (arguments.add(gather::<bool>(column)?), "boolean"),
        Kind::Bytes => (arguments.add(gather::<Vec<u8>>(column)?), "bytea"),
    };
    added.map_err(|error| Error::Value(error.to_string()))?;
    Ok(name)
}
