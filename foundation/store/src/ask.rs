//! A question in SQL that somebody typed: read on a connection of its own that can only read, within a time and up to so many rows.
//!
//! What it may read is for whoever asks to see to: this sends the text as it is.

use std::time::Duration;

use sqlx::{Column as _, Executor as _, SqlSafeStr as _, Statement as _, TypeInfo as _};

use crate::db::{Conn, Db};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::value::Row;
use crate::{Error, Store};

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, up to so many.
    pub rows: Vec<Row>,
    /// Whether there are more.
    pub more: bool,
}

impl Store {
    /// Asks; [`Error::Timeout`] when it takes longer than this. Cost: the question's own; memory: the rows that are handed over.
    pub async fn ask(&self, sql: String, limit: Duration, most: usize) -> Result<Asked, Error> {
        match self.sides() {
            (Some(sqlite), _) => ask_sqlite(sqlite, sql, limit, most).await,
            (_, Some(postgres)) => ask_postgres(postgres, sql, limit, most).await,
            _ => Err(Error::Closed),
        }
    }
}

impl Db<'_> {
    /// Whether a table, a view or a part of the engine's own has this name, whatever its case.
    pub fn is_relation(&mut self, name: &str) -> Result<bool, Error> {
        let name = name.to_lowercase();
        if ["sqlite_", "pragma_", "pg_"].iter().any(|own| name.starts_with(own)) {
            return Ok(true);
        }
        let sql = self.pick(
            "SELECT COUNT(*) FROM (SELECT name FROM sqlite_master UNION ALL SELECT name FROM pragma_module_list) known \
             WHERE lower(known.name) = $1",
            "SELECT COUNT(*) FROM pg_catalog.pg_class WHERE lower(CAST(relname AS TEXT)) = $1",
        );
        Ok(self.scalar::<i64>(sql, &[name.into()])? > 0)
    }
}

async fn ask_sqlite(sqlite: &Sqlite, sql: String, limit: Duration, most: usize) -> Result<Asked, Error> {
    let conn = sqlite.reader()?;
    // What somebody sorts may be large.
    conn.inner.execute_batch("PRAGMA temp_store = file")?;
    let interrupt = conn.inner.get_interrupt_handle();
    let mut asking = tokio::task::spawn_blocking(move || {
        let columns = conn.columns(&sql)?;
        answer(&mut Db::new(Conn::Sqlite(&conn)), &sql, columns, most)
    });
    let in_time = tokio::time::timeout(limit, &mut asking).await;
    let done = if let Ok(done) = in_time {
        done
    } else {
        interrupt.interrupt();
        asking.await
    };
    done.unwrap_or(Err(Error::Panicked))
}

async fn ask_postgres(
    postgres: &Postgres,
    sql: String,
    limit: Duration,
    most: usize,
) -> Result<Asked, Error> {
    let asking = move |db: &mut Db<'_>| {
        db.script(&format!("SET LOCAL statement_timeout = {}", limit.as_millis().max(1)))?;
        let described = describe(db, &sql)?;
        let columns: Vec<String> = described.iter().map(|(name, _)| name.clone()).collect();
        let read = readable(&sql, &described);
        answer(db, &read, columns, most)
    };
    postgres.read(asking).await
}

fn answer(db: &mut Db<'_>, sql: &str, columns: Vec<String>, most: usize) -> Result<Asked, Error> {
    let (mut rows, mut more) = (Vec::new(), false);
    let asked = db.rows(sql, &[], &mut |row| {
        more = rows.len() == most;
        if !more {
            rows.push(row.clone());
        }
        !more
    });
    db.noting::<_, Error>(asked)?;
    Ok(Asked { columns, rows, more })
}

/// Names and types of the columns.
fn describe(db: &mut Db<'_>, sql: &str) -> Result<Vec<(String, String)>, Error> {
    let Conn::Postgres(conn, handle) = &mut db.conn else { return Err(Error::Closed) };
    let prepared =
        handle.block_on((&mut **conn).prepare(sqlx::AssertSqlSafe(sql.to_owned()).into_sql_str()))?;
    let column =
        |column: &sqlx::postgres::PgColumn| (column.name().to_owned(), column.type_info().name().to_owned());
    Ok(prepared.columns().iter().map(column).collect())
}

/// The question with columns of other types as numbers or text: a sum of whole numbers is NUMERIC.
fn readable(sql: &str, described: &[(String, String)]) -> String {
    const READ: [&str; 8] = ["INT8", "INT4", "INT2", "FLOAT8", "TEXT", "VARCHAR", "BOOL", "NAME"];
    if described.iter().all(|(_, kind)| READ.contains(&kind.as_str())) {
        return sql.to_owned();
    }
    let names: Vec<String> = (1..=described.len()).map(|place| format!("c{place}")).collect();
    let columns: Vec<String> = (names.iter().zip(described))
        .map(|(name, (_, kind))| match kind.as_str() {
            kind if READ.contains(&kind) => name.clone(),
            "NUMERIC" | "FLOAT4" => format!("CAST({name} AS DOUBLE PRECISION)"),
            _ => format!("CAST({name} AS TEXT)"),
        })
        .collect();
    format!("SELECT {} FROM ({sql}) asked ({})", columns.join(", "), names.join(", "))
}
