//! Writing a backup.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::format::line;
use super::table::{self, Table};
use super::{Applied, Kept, Manifest, Progress};
use crate::{Db, Engine, Error};

/// How often progress is told.
const EVERY: u64 = 10_000;

pub(super) fn write(db: &mut Db<'_>, path: &Path, now: i64, shown: Progress<'_>) -> Result<Manifest, Error> {
    let shown_path = path.display().to_string();
    let fault = |source: std::io::Error| Error::File { path: shown_path.clone(), source };
    if path.exists() {
        return Err(fault(std::io::Error::other("there is a file of this name already; choose another")));
    }
    let part = path.with_extension("part");
    let file = File::create(&part).map_err(fault)?;
    let done = fill(db, file, now, shown, &fault);
    let manifest = match done {
        Ok(manifest) => manifest,
        Err(error) => {
            // What was written so far is no backup.
            drop(std::fs::remove_file(&part));
            return Err(error);
        }
    };
    std::fs::rename(&part, path).map_err(fault)?;
    // The name, too, is on disk before anybody relies on it.
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
    }
    Ok(manifest)
}

fn fill(
    db: &mut Db<'_>,
    file: File,
    now: i64,
    shown: Progress<'_>,
    fault: &dyn Fn(std::io::Error) -> Error,
) -> Result<Manifest, Error> {
    let packed = |error: zip::result::ZipError| fault(error.into());
    let mut archive = ZipWriter::new(BufWriter::new(file));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(true);
    let mut tables = Vec::new();
    let mut done = 0;
    for table in table::list(db)? {
        archive.start_file(format!("{}.jsonl", table.name), options).map_err(packed)?;
        let (rows, sha256) = rows(db, &table, |text| {
            done += 1;
            if done % EVERY == 0 {
                shown(done);
            }
            archive.write_all(text.as_bytes()).map_err(fault)
        })?;
        let columns = table.columns.into_iter().map(|(name, _)| name).collect();
        tables.push(Kept { name: table.name, columns, rows, sha256 });
    }
    let migrations = db
        .query("SELECT owner, number, checksum FROM migration WHERE number > 0 ORDER BY owner, number", &[])?
        .iter()
        .map(|row| Ok(Applied { owner: row.get(0)?, number: row.get(1)?, checksum: row.get(2)? }))
        .collect::<Result<Vec<_>, Error>>()?;
    let engine = match db.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let manifest = Manifest { format: 1, made_at: now, engine: engine.into(), migrations, tables };
    archive.start_file(super::read::MANIFEST, options).map_err(packed)?;
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| Error::Other(error.to_string()))?;
    archive.write_all(text.as_bytes()).map_err(fault)?;
    let file = archive.finish().map_err(packed)?.into_inner().map_err(|error| fault(error.into_error()))?;
    file.sync_all().map_err(fault)?;
    Ok(manifest)
}

/// Every row of a table as its line; how many there are, and the fingerprint of all lines.
pub(super) fn rows(
    db: &mut Db<'_>,
    table: &Table,
    mut take: impl FnMut(&str) -> Result<(), Error>,
) -> Result<(u64, String), Error> {
    let (mut digest, mut count, mut text) = (Sha256::new(), 0, String::new());
    db.each(&table.select(), &[], |row| {
        line(row, &mut text)?;
        digest.update(text.as_bytes());
        count += 1;
        take(&text)
    })?;
    let sha256 = digest.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    Ok((count, sha256))
}
