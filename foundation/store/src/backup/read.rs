//! Reading a backup.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};
use troth_core::Instant;
use zip::ZipArchive;

use super::format::{LONGEST, values};
use super::table::{self, Table};
use super::write::rows;
use super::{Kept, Manifest, Progress};
use crate::part::Part;
use crate::{Db, Engine, Error, Kind, migrate};

pub(super) const MANIFEST: &str = "manifest.json";
/// The manifest is small; a larger one is no manifest.
const LARGEST_MANIFEST: u64 = 16 * 1024 * 1024;
/// Rows that are inserted at once.
const AT_ONCE: usize = 1_000;

type Archive = ZipArchive<BufReader<File>>;

fn open(path: &Path) -> Result<(Archive, Manifest), Error> {
    let fault = |source| Error::File { path: path.display().to_string(), source };
    let none = |why: &str| fault(std::io::Error::other(format!("it is no backup of Troth: {why}")));
    let file = File::open(path).map_err(fault)?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| none(&error.to_string()))?;
    let mut text = String::new();
    archive
        .by_name(MANIFEST)
        .map_err(|error| none(&error.to_string()))?
        .take(LARGEST_MANIFEST)
        .read_to_string(&mut text)
        .map_err(|error| none(&error.to_string()))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| none(&error.to_string()))?;
    if manifest.format != 1 {
        return Err(none(&format!("its form is {}; this program reads form 1", manifest.format)));
    }
    Ok((archive, manifest))
}

/// Reads a backup through without restoring it: whether every row is there and unchanged.
///
/// # Errors
/// [`Error::File`] where it is none, or is damaged.
pub fn check(path: &Path) -> Result<Manifest, Error> {
    let (mut archive, manifest) = open(path)?;
    for kept in &manifest.tables {
        each_line(&mut archive, path, kept, |_| Ok(()))?;
    }
    Ok(manifest)
}

/// The lines of a table, which are compared with what the manifest says of them.
fn each_line(
    archive: &mut Archive,
    path: &Path,
    kept: &Kept,
    mut take: impl FnMut(&str) -> Result<(), Error>,
) -> Result<(), Error> {
    let fault = |source| Error::File { path: path.display().to_string(), source };
    let damaged = || {
        fault(std::io::Error::other(format!("the rows of {} are damaged; take another backup", kept.name)))
    };
    let member = archive.by_name(&format!("{}.jsonl", kept.name)).map_err(|_| damaged())?;
    let mut lines = BufReader::new(member);
    let (mut digest, mut count, mut line) = (Sha256::new(), 0, String::new());
    loop {
        line.clear();
        let read = lines.by_ref().take(LONGEST).read_line(&mut line).map_err(|_| damaged())?;
        if read == 0 {
            break;
        }
        digest.update(line.as_bytes());
        count += 1;
        if count > kept.rows {
            return Err(damaged());
        }
        take(&line)?;
    }
    let sha256 = digest.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    if count == kept.rows && sha256 == kept.sha256 { Ok(()) } else { Err(damaged()) }
}

pub(super) fn restore(
    db: &mut Db<'_>,
    path: &Path,
    parts: &[Part],
    now: Instant,
    shown: Progress<'_>,
) -> Result<Manifest, Error> {
    let (mut archive, manifest) = open(path)?;
    migrate::migrate_to(db, parts, &manifest.migrations, &manifest.engine, now)?;
    let tables = table::list(db)?;
    let bonds = loosen(db)?;
    let mut done = 0;
    for table in &tables {
        let kept = matching(&manifest, table)?;
        // A migration may have put rows there.
        db.run(&format!("DELETE FROM {}", table.name), &[])?;
        fill(db, &mut archive, path, table, kept, &mut |rows| {
            done += rows;
            shown(done);
        })?;
    }
    if let Some(lost) =
        manifest.tables.iter().find(|kept| !tables.iter().any(|table| table.name == kept.name))
    {
        return Err(Error::NewerDatabase(format!(
            "the backup has a table {} that this program does not know",
            lost.name
        )));
    }
    fasten(db, &bonds)?;
    for table in &tables {
        let kept = matching(&manifest, table)?;
        let (count, sha256) = rows(db, table, |_| Ok(()))?;
        if count != kept.rows || sha256 != kept.sha256 {
            return Err(Error::Other(format!(
                "{} did not come back as it was; nothing was restored",
                table.name
            )));
        }
    }
    Ok(manifest)
}

fn matching<'m>(manifest: &'m Manifest, table: &Table) -> Result<&'m Kept, Error> {
    let kept = manifest.tables.iter().find(|kept| kept.name == table.name);
    let same = |kept: &&Kept| kept.columns.iter().eq(table.columns.iter().map(|(name, _)| name));
    kept.filter(same).ok_or_else(|| {
        Error::Other(format!("the backup's table {} is not the one that its migrations make", table.name))
    })
}

fn fill(
    db: &mut Db<'_>,
    archive: &mut Archive,
    path: &Path,
    table: &Table,
    kept: &Kept,
    shown: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    let columns: Vec<(&str, Kind)> =
        table.columns.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    let kinds: Vec<Kind> = table.columns.iter().map(|(_, kind)| *kind).collect();
    let mut waiting = Vec::with_capacity(AT_ONCE);
    let mut insert = |db: &mut Db<'_>, waiting: &mut Vec<Vec<crate::Value>>| {
        db.insert_many(&table.name, &columns, "", waiting)?;
        shown(waiting.len() as u64);
        waiting.clear();
        Ok::<_, Error>(())
    };
    each_line(archive, path, kept, |line| {
        waiting.push(values(line, &kinds)?);
        if waiting.len() == AT_ONCE { insert(db, &mut waiting) } else { Ok(()) }
    })?;
    if waiting.is_empty() { Ok(()) } else { insert(db, &mut waiting) }
}

/// Takes the foreign keys away, because rows point at rows that come later. SQLite has them switched off by the caller.
fn loosen(db: &mut Db<'_>) -> Result<Vec<String>, Error> {
    if db.engine() == Engine::Sqlite {
        return Ok(Vec::new());
    }
    let bonds = db.query(
        "SELECT c.conrelid::regclass::text, c.conname::text, pg_get_constraintdef(c.oid)::text FROM pg_constraint c \
         JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY c.conname",
        &[],
    )?;
    let mut again = Vec::new();
    for bond in &bonds {
        let (table, name, rule) = (bond.text(0)?, bond.text(1)?, bond.text(2)?);
        db.script(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))?;
        again.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {rule}"));
    }
    Ok(again)
}

/// Puts the foreign keys back, which checks every row.
fn fasten(db: &mut Db<'_>, bonds: &[String]) -> Result<(), Error> {
    if db.engine() == Engine::Sqlite {
        let lost = db.query("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", &[])?;
        return match lost.first() {
            Some(row) => Err(Error::ForeignKey(format!(" in {}", row.text(0)?))),
            None => Ok(()),
        };
    }
    bonds.iter().try_for_each(|bond| db.script(bond))
}
