//! Which customers whoever asks may see: the one filter for staff who are limited to their team.
//!
//! Each part says which of its tables belong to customers and how. What is read within [`Reach::scope`] goes over connections on
//! which every such table is hidden behind a view of the same name that shows only what is in reach; fact views are made anew
//! above them. So no query knows of it and none can forget it. What is written within it is looked at before the commit: every
//! record that the transaction's events name must be in reach, or nothing is kept. Cost: a look at the customer by key for each
//! row that is looked at.

use troth_core::{Id, StaffId, split_id};

use crate::part::Part;
use crate::{Db, Engine, Error, Tx};

tokio::task_local! {
    static REACH: Reach;
}

/// What a member of staff sees: the customers of their team, and those whose tie they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach(Option<StaffId>);

/// A table whose rows belong to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belonging {
    /// The table.
    pub table: &'static str,
    /// What ids of its rows begin with, where they are shown.
    pub prefix: Option<&'static str>,
    /// How its rows are found to be in reach.
    pub by: By,
}

/// How rows are found to be in reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A condition over the table; `{staff}` stands for whoever asks, `{main}.` before every table it names.
    Itself(&'static str),
    /// By the row of this table whose id is in this column.
    Column(&'static str, &'static str),
}

impl Belonging {
    /// A table whose rows are reached through a column that names a row of another.
    pub const fn through(table: &'static str, column: &'static str, other: &'static str) -> Self {
        Self { table, prefix: None, by: By::Column(column, other) }
    }

    /// The same, with what its ids begin with.
    #[must_use]
    pub const fn shown_as(self, prefix: &'static str) -> Self {
        Self { prefix: Some(prefix), ..self }
    }
}

impl Reach {
    /// What this member of staff sees; whoever is none sees no customer.
    pub const fn of(staff: Option<StaffId>) -> Self {
        Self(staff)
    }

    /// Who asks.
    pub const fn staff(self) -> Option<StaffId> {
        self.0
    }

    /// Does work that sees, and changes, only what is in reach.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        REACH.scope(self, work).await
    }

    /// The same for one step of something that goes on later: a file that is sent piece by piece.
    pub fn during<T>(self, step: impl FnOnce() -> T) -> T {
        REACH.sync_scope(self, step)
    }

    /// What the present task may see; nothing said: everything.
    pub(crate) fn current() -> Option<Self> {
        REACH.try_with(|reach| *reach).ok()
    }

    fn raw(self) -> i64 {
        self.0.map_or(0, Id::raw)
    }

    /// Sets, on a connection that sees only what is in reach, whose reach it is.
    pub(crate) fn ask(self, db: &mut Db<'_>) -> Result<(), Error> {
        match db.engine() {
            Engine::Sqlite => db.script(&format!(
                "PRAGMA query_only = OFF; UPDATE temp.reach SET staff = {}; PRAGMA query_only = ON",
                self.raw()
            )),
            Engine::Postgres => db.script(&format!("SET LOCAL troth.staff = '{}'", self.raw())),
        }
    }

    /// Fails with [`Error::NotFound`] where one of these ids, as they are shown, belongs to somebody out of reach, or to nobody.
    pub(crate) fn check<'i>(
        self,
        db: &mut Db<'_>,
        parts: &[Part],
        ids: impl IntoIterator<Item = &'i str>,
    ) -> Result<(), Error> {
        for shown in ids {
            let Some((prefix, id)) = split_id(shown) else { continue };
            let belonging = all(parts).find(|belonging| belonging.prefix == Some(prefix));
            let Some(belonging) = belonging else { continue };
            let main = main(db)?;
            let (table, within) = (belonging.table, within(parts, belonging, &main, &self.raw().to_string()));
            let sql = format!("SELECT 1 FROM {main}.{table} AS {table} WHERE {table}.id = $1 AND {within}");
            if db.query_opt(&sql, &[id.into()])?.is_none() {
                return Err(Error::NotFound(shown.to_owned()));
            }
        }
        Ok(())
    }
}

fn all(parts: &[Part]) -> impl Iterator<Item = &Belonging> {
    parts.iter().flat_map(|part| part.belongings)
}

/// Where the tables themselves are.
fn main(db: &mut Db<'_>) -> Result<String, Error> {
    match db.engine() {
        Engine::Sqlite => Ok("main".to_owned()),
        Engine::Postgres => db.scalar("SELECT CAST(quote_ident(current_schema()) AS TEXT)", &[]),
    }
}

/// The condition under which a row of a table is in reach.
fn within(parts: &[Part], belonging: &Belonging, main: &str, staff: &str) -> String {
    match belonging.by {
        By::Itself(condition) => {
            format!("({})", condition.replace("{main}", main).replace("{staff}", staff))
        }
        By::Column(column, other) => {
            let of = all(parts).find(|known| known.table == other);
            // A declaration that names no table shows nothing, rather than everything.
            let inner = of.map_or_else(|| "1 = 0".to_owned(), |of| within(parts, of, main, staff));
            let table = belonging.table;
            format!(
                "EXISTS (SELECT 1 FROM {main}.{other} AS {other} WHERE {other}.id = {table}.{column} AND {inner})"
            )
        }
    }
}

/// What makes a connection one that sees only what is in reach.
pub(crate) fn script(parts: &[Part], engine: Engine, main: &str) -> String {
    let (mut script, staff) = match engine {
        Engine::Sqlite => (
            "CREATE TEMP TABLE reach (staff BIGINT NOT NULL); INSERT INTO temp.reach (staff) VALUES (0);\n"
                .to_owned(),
            "(SELECT reach.staff FROM temp.reach)",
        ),
        // Nobody is asked for before somebody is: the setting is made in each transaction.
        Engine::Postgres => (
            String::new(),
            "(SELECT CAST(COALESCE(NULLIF(current_setting('troth.staff', true), ''), '0') AS BIGINT))",
        ),
    };
    for belonging in all(parts) {
        let (table, within) = (belonging.table, within(parts, belonging, main, staff));
        script += "CREATE TEMP VIEW ";
        script +=
            &[table, " AS SELECT ", table, ".* FROM ", main, ".", table, " AS ", table, " WHERE "].concat();
        script += &within;
        script += ";\n";
    }
    for view in parts.iter().flat_map(|part| part.facts) {
        script += &["CREATE TEMP VIEW ", view.fact.name, " AS ", view.select, ";\n"].concat();
    }
    script
}

impl Tx<'_> {
    /// Whose reach bounds this change; none: nobody's.
    pub const fn reach(&self) -> Option<Reach> {
        self.reach
    }
}
