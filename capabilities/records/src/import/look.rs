//! A file that was sent, as it is shown before it is imported: what it looks like, which column each field is, what the
//! dry run found, what became of it.

use std::ops::ControlFlow;
use std::path::Path;

use troth_core::{BatchId, Message};
use troth_store::Store;
use troth_store::import::ImportKind;

use super::mapping::propose;
use super::upload::{Summary, Upload, find_import, find_last_reading};
use super::{Found, Options, Source, find_kind};
use crate::Error;

/// Rows shown of a file before it is imported.
const FIRST_ROWS: usize = 5;

/// The first rows of a file, and which column each field seems to be.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) found: Found,
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) proposed: Vec<Option<String>>,
}

/// Looks at the beginning of a file.
fn look(kind: &ImportKind, file: &Path, reading: &Options, limit: usize) -> Result<Look, Error> {
    let source = Source::open(file, reading.opening())?;
    let (found, headings) = (source.found().clone(), source.headings().to_vec());
    let mut rows = Vec::new();
    source.each(|row| {
        rows.push((0..headings.len()).map(|column| row.shown(column).chars().take(60).collect()).collect());
        let enough = rows.len() == limit;
        Ok::<_, Error>(if enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let proposed = propose(kind, &headings);
    Ok(Look { found, headings, rows, proposed })
}

/// A field, and the column that it is or seems to be.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) column: Option<String>,
}

/// How an upload stands.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) upload: Upload,
    /// What it looks like, while it waits.
    pub(crate) seen: Option<Look>,
    pub(crate) fields: Vec<Chosen>,
    /// How it is read: as was said of it, or of the last file of its kind and source.
    pub(crate) reading: Options,
    pub(crate) problem: Option<Message>,
    pub(crate) import: Option<Summary>,
    pub(crate) has_errors: bool,
}

/// How an upload stands; `sheet` is another one to be looked at.
pub(crate) async fn stand(
    store: &Store,
    folder: &Path,
    upload: Upload,
    sheet: Option<String>,
) -> Result<Standing, Error> {
    let kind = kind_of(store, &upload)?;
    let (name, from, batch) = (upload.kind.clone(), upload.source.clone(), upload.batch);
    let (last, import) = store
        .read(move |db| {
            let import = batch.map(|batch: BatchId| find_import(db, batch)).transpose()?.flatten();
            Ok::<_, troth_store::Error>((find_last_reading(db, &name, &from)?, import))
        })
        .await?;
    let (file, has_errors) = (upload.file(folder), upload.errors(folder).exists());
    let mut reading = upload.reading.clone().or(last).unwrap_or_default();
    let (sheet, encoding) = (sheet.or_else(|| reading.sheet.clone()), reading.encoding.take());
    let opening = Options { encoding, sheet, ..Options::default() };
    let path = file.clone();
    let looked = if upload.state == "waiting" && file.exists() {
        let looked = tokio::task::spawn_blocking(move || {
            let seen = look(&kind, &file, &opening, FIRST_ROWS);
            // A file may have other sheets than the last one, or none.
            match seen {
                Err(_) if opening.sheet.is_some() || opening.encoding.is_some() => {
                    let opening = Options { encoding: None, ..opening };
                    let seen = look(&kind, &file, &opening, FIRST_ROWS);
                    (seen.or_else(|_| look(&kind, &file, &Options::default(), FIRST_ROWS)), None)
                }
                seen => (seen, opening.encoding),
            }
        });
        Some(looked.await.map_err(|_| Error::State("reading the file failed".into()))?)
    } else {
        None
    };
    let (mut seen, mut fields, mut problem) = (None, Vec::new(), upload.problem.clone());
    match looked {
        Some((Ok(look), encoding)) => {
            reading.encoding = encoding;
            reading.sheet.clone_from(&look.found.sheet);
            fields = chosen(&kind, &look, &reading);
            seen = Some(look);
        }
        Some((Err(error), _)) => problem = Some(error.of_sent(&path, &upload.file_name)),
        None => {}
    }
    Ok(Standing { upload, seen, fields, reading, problem, import, has_errors })
}

/// The kind of an upload's file.
pub(crate) fn kind_of(store: &Store, upload: &Upload) -> Result<ImportKind, Error> {
    let kind = find_kind(store, &upload.kind);
    kind.ok_or_else(|| Error::State(format!("this program knows no import of {}", upload.kind)))
}

/// Fields with their columns: as said before where the file has such a column, else as proposed.
fn chosen(kind: &ImportKind, look: &Look, reading: &Options) -> Vec<Chosen> {
    let said = |name: &str| {
        let column = reading.map.iter().find(|(field, _)| field == name).map(|(_, column)| column.clone());
        column.filter(|column| look.headings.contains(column))
    };
    let fields = kind.fields.iter().zip(&look.proposed);
    fields
        .map(|(field, proposed)| Chosen {
            name: field.name,
            required: field.required,
            column: said(field.name).or_else(|| proposed.clone()),
        })
        .collect()
}
