//! Rows that have one of many keys: one statement instead of one for each key.
//!
//! PostgreSQL plans such a statement each time, without looking at the keys. A plan kept from when a table was small would read all of
//! it for ever, while an import makes it large; and one made for a thousand keys reads all of a table of a hundred thousand rows,
//! as if each look into an index were a movement of a disk.

use std::cell::Cell;

use sqlx::Arguments as _;

use crate::db::{Conn, Db, arguments, each_of_postgres};
use crate::value::{Row, Value};
use crate::{Engine, Error};

/// Keys of one statement on SQLite.
const PIECE: usize = 256;

/// Many keys.
#[derive(Debug, Clone, Copy)]
pub enum Among<'k> {
    /// Of text.
    Texts(&'k [&'k str]),
    /// Ids and other numbers.
    Ids(&'k [i64]),
}

impl<'k> From<&'k [&'k str]> for Among<'k> {
    fn from(keys: &'k [&'k str]) -> Self {
        Self::Texts(keys)
    }
}
impl<'k> From<&'k Vec<&'k str>> for Among<'k> {
    fn from(keys: &'k Vec<&'k str>) -> Self {
        Self::Texts(keys)
    }
}
impl<'k> From<&'k [i64]> for Among<'k> {
    fn from(keys: &'k [i64]) -> Self {
        Self::Ids(keys)
    }
}
impl<'k> From<&'k Vec<i64>> for Among<'k> {
    fn from(keys: &'k Vec<i64>) -> Self {
        Self::Ids(keys)
    }
}

impl Among<'_> {
    const fn len(self) -> usize {
        match self {
            Self::Texts(keys) => keys.len(),
            Self::Ids(keys) => keys.len(),
        }
    }

    fn value(self, place: usize) -> Value {
        match self {
            Self::Texts(keys) => keys[place].into(),
            Self::Ids(keys) => Value::Int(keys[place]),
        }
    }

    /// Calls `f` with parameters for each piece. A shorter one repeats its last key, so that one prepared statement serves all.
    fn pieces(self, params: &[Value], mut f: impl FnMut(&[Value]) -> Result<(), Error>) -> Result<(), Error> {
        let mut values = params.to_vec();
        for from in (0..self.len()).step_by(PIECE) {
            values.truncate(params.len());
            values.extend((from..from + PIECE).map(|place| self.value(place.min(self.len() - 1))));
            f(&values)?;
        }
        Ok(())
    }

    /// The text with the comparison in the place of `{among}`.
    fn text(self, sql: &str, engine: Engine, params: usize) -> String {
        let of = match self {
            Self::Texts(_) => "text",
            Self::Ids(_) => "bigint",
        };
        let comparison = match engine {
            Engine::Sqlite => format!("IN ({})", vec!["?"; PIECE].join(", ")),
            Engine::Postgres => format!("= ANY(${}::{of}[])", params + 1),
        };
        sql.replace("{among}", &comparison)
    }

    fn arguments(self, params: &[Value]) -> Result<sqlx::postgres::PgArguments, Error> {
        let mut arguments = arguments(params)?;
        let added = match self {
            Self::Texts(keys) => arguments.add(keys),
            Self::Ids(keys) => arguments.add(keys),
        };
        added.map_err(|error| Error::Value(error.to_string()))?;
        Ok(arguments)
    }
}

impl Db<'_> {
    /// Calls `f` with each row that has one of these keys. `{among}` in the text stands for the comparison, as in
    /// `WHERE external_key {among}`; it stands there once, and no parameter comes after it. One statement on PostgreSQL, one for
    /// each 256 keys on SQLite, instead of one for each key.
    pub fn each_among<'k, E: From<Error>>(
        &mut self,
        sql: &str,
        params: &[Value],
        keys: impl Into<Among<'k>>,
        mut f: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let keys = keys.into();
        if keys.len() == 0 {
            return Ok(());
        }
        let sql = keys.text(sql, self.engine(), params.len());
        let (mut stopped, halted) = (None, Cell::new(false));
        let mut one = |row: &Row| {
            halted.set(f(row).map_err(|error| stopped = Some(error)).is_err());
            !halted.get()
        };
        let outcome = if self.engine() == Engine::Sqlite {
            keys.pieces(
                params,
                |values| if halted.get() { Ok(()) } else { self.rows(&sql, values, &mut one) },
            )
        } else {
            self.rows_among(&sql, params, keys, &mut one)
        };
        self.noting(outcome)?;
        stopped.map_or(Ok(()), Err)
    }

    /// The rows of an answer that is cut short, each found by looks into indexes. PostgreSQL thinks that so few rows are found at the
    /// end of so many conditions that it would rather read whole tables first.
    pub fn query_by_index(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
        let postgres = self.engine() == Engine::Postgres;
        if postgres {
            self.script("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")?;
        }
        let rows = self.query(sql, params)?;
        if postgres {
            self.script("SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")?;
        }
        Ok(rows)
    }

    /// Runs a statement for rows with one of these keys, as [`Db::each_among`] reads them; how many it changed.
    pub(crate) fn run_among(&mut self, sql: &str, params: &[Value], keys: Among<'_>) -> Result<u64, Error> {
        if keys.len() == 0 {
            return Ok(0);
        }
        let sql = keys.text(sql, self.engine(), params.len());
        self.plan_without_values(true)?;
        if let Conn::Postgres(conn, handle) = &mut self.conn {
            let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), keys.arguments(params)?).persistent(false);
            let outcome = handle.block_on(query.execute(&mut **conn)).map_err(Error::from);
            let changed = self.noting::<_, Error>(outcome.map(|done| done.rows_affected()))?;
            self.plan_without_values(false)?;
            return Ok(changed);
        }
        let mut changed = 0;
        keys.pieces(params, |values| {
            changed += self.run(&sql, values)?;
            Ok(())
        })?;
        Ok(changed)
    }

    fn rows_among(
        &mut self,
        sql: &str,
        params: &[Value],
        keys: Among<'_>,
        f: &mut dyn FnMut(&Row) -> bool,
    ) -> Result<(), Error> {
        self.plan_without_values(true)?;
        let Conn::Postgres(conn, handle) = &mut self.conn else { return Ok(()) };
        let arguments = keys.arguments(params)?;
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments).persistent(false);
        let mut rows = query.fetch(&mut **conn);
        each_of_postgres(&mut rows, handle, f)?;
        drop(rows);
        self.plan_without_values(false)
    }

    fn plan_without_values(&mut self, wanted: bool) -> Result<(), Error> {
        match (self.engine(), wanted) {
            (Engine::Sqlite, _) => Ok(()),
            (Engine::Postgres, true) => self.script("SET LOCAL plan_cache_mode = force_generic_plan"),
            (Engine::Postgres, false) => self.script("SET LOCAL plan_cache_mode = auto"),
        }
    }
}
