//! Migrations and fact views, brought up to date under one lock when the store opens.
//!
//! One transaction: drop the fact views, apply what is new (foundation first, then `records`, then by name), create the
//! views, compare their columns with the declaration. Nothing is touched when nothing differs, so that a command may
//! run beside a server.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use troth_core::{ColumnType, Instant};

use crate::backup::Applied;
use crate::part::{FactView, Part};
use crate::{Db, Engine, Error, params};

struct Migration {
    owner: &'static str,
    number: i64,
    name: String,
    sql: String,
    checksum: String,
}

const FOUNDATION: [&str; 3] = ["store", "web", "mail"];

/// The order in which crates migrate.
fn rank(name: &str) -> (usize, &str) {
    let place = FOUNDATION.iter().position(|known| *known == name);
    (place.unwrap_or(FOUNDATION.len() + usize::from(name != "records")), name)
}

fn collect(parts: &[Part], engine: Engine) -> Result<Vec<Migration>, Error> {
    let mut ordered: Vec<&Part> = parts.iter().collect();
    ordered.sort_by_key(|part| rank(part.name));
    let mut all = Vec::new();
    for part in ordered {
        let mut files: BTreeMap<i64, (String, bool)> = BTreeMap::new();
        for file in part.migrations.names() {
            let wrong =
                || Error::Declaration(format!("{}/migrations/{file} is not named NNNN_name.sql", part.name));
            let (stem, of_engine) = match file.strip_suffix(".sql").ok_or_else(wrong)?.rsplit_once('.') {
                Some((_, "sqlite")) if engine != Engine::Sqlite => continue,
                Some((_, "postgres")) if engine != Engine::Postgres => continue,
                Some((stem, "sqlite" | "postgres")) => (stem, true),
                Some(_) => return Err(wrong()),
                None => (file.strip_suffix(".sql").ok_or_else(wrong)?, false),
            };
            let number =
                stem.split_once('_').and_then(|(number, _)| number.parse().ok()).ok_or_else(wrong)?;
            match files.get(&number) {
                Some((other, other_of_engine)) if *other_of_engine == of_engine => {
                    return Err(Error::Declaration(format!(
                        "{}: {other} and {file} have one number",
                        part.name
                    )));
                }
                Some((_, true)) => {}
                _ => {
                    files.insert(number, (file, of_engine));
                }
            }
        }
        for (number, (name, _)) in files {
            let sql = part.migrations.text(&name).unwrap_or_default();
            let checksum = hash(&[&sql]);
            all.push(Migration { owner: part.name, number, name, sql, checksum });
        }
    }
    Ok(all)
}

fn hash(texts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text.as_bytes());
    }
    digest.finalize().iter().take(16).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Brings the database up to date. The caller holds the start lock and an open transaction.
pub(crate) fn migrate(db: &mut Db<'_>, parts: &[Part], wall: Instant) -> Result<(), Error> {
    db.script(&translate(JOURNAL, db.engine()))?;
    let mut applied: BTreeMap<(String, i64), String> = BTreeMap::new();
    for row in db.query("SELECT owner, number, checksum FROM migration", &[])? {
        applied.insert((row.get(0)?, row.get(1)?), row.get(2)?);
    }
    let views: Vec<&FactView> = parts.iter().flat_map(|part| part.facts).collect();
    let views_checksum =
        hash(&views.iter().flat_map(|view| [view.fact.name, view.select]).collect::<Vec<_>>());
    let views_known = applied.remove(&(VIEWS.to_owned(), 0));
    let mut fresh = Vec::new();
    for migration in collect(parts, db.engine())? {
        match applied.remove(&(migration.owner.to_owned(), migration.number)) {
            None => fresh.push(migration),
            Some(checksum) if checksum == migration.checksum => {}
            Some(_) => {
                return Err(Error::ChangedMigration(format!("{}/{}", migration.owner, migration.name)));
            }
        }
    }
    if let Some(((owner, number), _)) = applied.pop_first() {
        return Err(Error::NewerDatabase(format!(
            "it knows migration {owner}/{number:04}, this program does not"
        )));
    }
    if fresh.is_empty() && views_known.as_deref() == Some(&views_checksum) {
        return Ok(());
    }
    drop_views(db)?;
    fresh.iter().try_for_each(|migration| apply(db, migration, wall))?;
    for view in views {
        db.script(&format!("CREATE VIEW {} AS {}", view.fact.name, view.select))
            .map_err(|error| Error::FactView(format!("{} cannot be made: {error}", view.fact.name)))?;
        check_view(db, view)?;
    }
    record(db, VIEWS, 0, "fact views", &views_checksum, wall)
}

/// Where migrations are noted.
const JOURNAL: &str = "CREATE TABLE IF NOT EXISTS migration (\
     owner TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL, \
     PRIMARY KEY (owner, number))";

fn apply(db: &mut Db<'_>, migration: &Migration, wall: Instant) -> Result<(), Error> {
    let sql = translate(&migration.sql, db.engine());
    db.script(&sql)
        .map_err(|error| Error::Other(format!("{}/{}: {error}", migration.owner, migration.name)))?;
    record(db, migration.owner, migration.number, &migration.name, &migration.checksum, wall)
}

/// Makes the tables of an empty database as a backup had them: with just these migrations and without fact views.
pub(crate) fn migrate_to(
    db: &mut Db<'_>,
    parts: &[Part],
    wanted: &[Applied],
    engine: &str,
    wall: Instant,
) -> Result<(), Error> {
    db.script(&translate(JOURNAL, db.engine()))?;
    let here = if db.engine() == Engine::Sqlite { "sqlite" } else { "postgres" };
    let mut wanted: BTreeMap<(&str, i64), &str> =
        wanted.iter().map(|one| ((one.owner.as_str(), one.number), one.checksum.as_str())).collect();
    let mut known = Vec::new();
    for migration in collect(parts, db.engine())? {
        let Some(checksum) = wanted.remove(&(migration.owner, migration.number)) else { continue };
        // A migration may have a text for each engine.
        if engine == here && checksum != migration.checksum {
            return Err(Error::ChangedMigration(format!("{}/{}", migration.owner, migration.name)));
        }
        known.push(migration);
    }
    if engine != here {
        // What only the other engine needed.
        let other = if here == "sqlite" { Engine::Postgres } else { Engine::Sqlite };
        for migration in collect(parts, other)? {
            wanted.remove(&(migration.owner, migration.number));
        }
    }
    if let Some(((owner, number), _)) = wanted.first_key_value() {
        return Err(Error::NewerDatabase(format!(
            "the backup knows migration {owner}/{number:04}, this program does not"
        )));
    }
    known.iter().try_for_each(|migration| apply(db, migration, wall))
}

/// Whether migrations wait for a database that has had some before.
pub(crate) fn is_due(db: &mut Db<'_>, parts: &[Part]) -> Result<bool, Error> {
    let known = db.pick(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'migration'",
    );
    if db.query_opt(known, &[])?.is_none() {
        return Ok(false);
    }
    let applied = db.query("SELECT owner, number FROM migration WHERE number > 0", &[])?;
    let applied = applied
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect::<Result<BTreeSet<(String, i64)>, Error>>()?;
    let all = collect(parts, db.engine())?;
    Ok(!applied.is_empty() && all.iter().any(|one| !applied.contains(&(one.owner.to_owned(), one.number))))
}

/// Owner under which the checksum of all fact views is kept.
const VIEWS: &str = "(views)";

fn record(
    db: &mut Db<'_>,
    owner: &str,
    number: i64,
    name: &str,
    checksum: &str,
    wall: Instant,
) -> Result<(), Error> {
    db.run(
        "INSERT INTO migration (owner, number, name, checksum, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (owner, number) DO UPDATE SET checksum = excluded.checksum, at = excluded.at",
        params![owner, number, name, checksum, wall],
    )?;
    Ok(())
}

fn drop_views(db: &mut Db<'_>) -> Result<(), Error> {
    let names = db.pick(
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND (name LIKE 'fact\\_%' ESCAPE '\\' OR name LIKE 'dim\\_%' ESCAPE '\\')",
        "SELECT table_name::text FROM information_schema.views WHERE table_schema = current_schema() \
         AND (table_name LIKE 'fact\\_%' OR table_name LIKE 'dim\\_%')",
    );
    for row in db.query(names, &[])? {
        db.script(&format!("DROP VIEW {}", row.text(0)?))?;
    }
    Ok(())
}

fn check_view(db: &mut Db<'_>, view: &FactView) -> Result<(), Error> {
    let name = view.fact.name;
    let columns = db.pick(
        "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
        "SELECT column_name::text, data_type::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
    );
    let found = db.query(columns, params![name])?;
    let declared: Vec<&str> = view.fact.columns.iter().map(|column| column.name).collect();
    let names = found.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
    if names != declared {
        return Err(Error::FactView(format!("{name} has the columns {names:?}; declared are {declared:?}")));
    }
    for (row, column) in found.iter().zip(view.fact.columns) {
        let kind = row.text(1)?.to_ascii_lowercase();
        let fits = match column.kind {
            ColumnType::BigInt => matches!(kind.as_str(), "bigint" | "integer" | "int" | ""),
            ColumnType::Double => matches!(kind.as_str(), "double precision" | "real" | ""),
            ColumnType::Text => matches!(kind.as_str(), "text" | ""),
            ColumnType::Boolean => matches!(kind.as_str(), "boolean" | "integer" | ""),
        };
        // SQLite does not know the type of an expression and leaves it empty; PostgreSQL always does.
        if !fits {
            return Err(Error::FactView(format!(
                "{name}.{} is {kind}; declared is {:?}",
                column.name, column.kind
            )));
        }
    }
    Ok(())
}

/// Writes a migration as its engine wants it. SQLite: strict tables and its own type names, so that a text can never
/// land in a number; a `BIGINT PRIMARY KEY` becomes the row id. PostgreSQL: texts in byte order, and its name for bytes.
fn translate(sql: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(sql.len() + 256);
    for statement in statements(sql) {
        let mut text = statement.trim().to_owned();
        if text.is_empty() {
            continue;
        }
        let words: &[(&str, &str)] = match engine {
            Engine::Sqlite => &[("BIGINT", "INTEGER"), ("DOUBLE PRECISION", "REAL"), ("BOOLEAN", "INTEGER")],
            Engine::Postgres => &[("TEXT", "TEXT COLLATE \"C\""), ("BLOB", "BYTEA")],
        };
        let defines = ["CREATE TABLE", "ALTER TABLE"].iter().any(|start| text.starts_with(start));
        if defines {
            for (from, to) in words {
                text = replace_word(&text, from, to);
            }
        }
        if engine == Engine::Sqlite && text.starts_with("CREATE TABLE") {
            text.push_str(if text.ends_with("WITHOUT ROWID") { ", STRICT" } else { " STRICT" });
        }
        if engine == Engine::Postgres {
            text = text.trim_end_matches("WITHOUT ROWID").to_owned();
        }
        out.push_str(&text);
        out.push_str(";\n");
    }
    out
}

/// Splits at semicolons outside quotes and `$$`; comments to the end of a line are left out.
fn statements(sql: &str) -> Vec<String> {
    let (mut all, mut now, mut quoted, mut dollars) = (Vec::new(), String::new(), false, false);
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' if !dollars => quoted = !quoted,
            '$' if !quoted && letters.peek() == Some(&'$') => {
                letters.next();
                dollars = !dollars;
                now.push('$');
            }
            '-' if !quoted && !dollars && letters.peek() == Some(&'-') => {
                while letters.next_if(|letter| *letter != '\n').is_some() {}
                continue;
            }
            ';' if !quoted && !dollars => {
                all.push(std::mem::take(&mut now));
                continue;
            }
            _ => {}
        }
        now.push(letter);
    }
    all.push(now);
    all
}

fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let inner = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '\'';
        let whole = !before.ends_with(inner) && !after.starts_with(inner);
        out.push_str(before);
        out.push_str(if whole { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_what_each_engine_wants() {
        let sql = "-- a; comment\nCREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT NOT NULL DEFAULT 'TEXT;', b BLOB);\nCREATE INDEX i ON t (name)";
        assert_eq!(
            translate(sql, Engine::Sqlite),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'TEXT;', b BLOB) STRICT;\nCREATE INDEX i ON t (name);\n"
        );
        assert_eq!(
            translate(sql, Engine::Postgres),
            "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT COLLATE \"C\" NOT NULL DEFAULT 'TEXT;', b BYTEA);\nCREATE INDEX i ON t (name);\n"
        );
        let rowless = "CREATE TABLE t (a BIGINT PRIMARY KEY) WITHOUT ROWID";
        assert!(translate(rowless, Engine::Sqlite).ends_with("WITHOUT ROWID, STRICT;\n"));
        assert!(!translate(rowless, Engine::Postgres).contains("ROWID"));
    }

    #[test]
    fn foundation_comes_first_then_records_then_names() {
        let mut names = ["today", "records", "amplify", "web", "store"];
        names.sort_by_key(|name| rank(name));
        assert_eq!(names, ["store", "web", "records", "amplify", "today"]);
    }
}
