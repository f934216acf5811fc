//! `troth import`

use std::path::PathBuf;

use anyhow::{Context, bail};
use troth_core::{Actor, BatchId};
use troth_records::Options;

use super::{print_json, progress, say};
use crate::place::{Place, now};

/// Reads a file into the records.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["file", "undo"])))]
pub(crate) struct Import {
    /// What the file holds, for example purchases.
    kind: String,
    /// The file: CSV, Excel (.xlsx, .xls), `LibreOffice` (.ods) or Parquet, with a line of headings.
    file: Option<PathBuf>,
    /// Which column holds a field; once for each field that its heading does not tell.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Of a file with a column for each question: which question a column answers; once for each.
    #[arg(long, value_name = "COLUMN=QUESTION", value_parser = question)]
    question: Vec<(String, String)>,
    /// The column that says how many answered as a row says; the same as --map weight=COLUMN.
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// How dates are written, for example %d.%m.%Y; ISO 8601 if not given.
    #[arg(long, value_name = "FORM")]
    date_format: Option<String>,
    /// The outside system whose keys the file uses.
    #[arg(long, default_value = "file")]
    source: String,
    /// What stands before the decimals, `,` or `.`; numbers that can be read in two ways are refused without it.
    #[arg(long, value_name = "MARK", value_parser = mark)]
    decimal: Option<char>,
    /// The encoding of the file, for example windows-1252; found out and said if not given.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The sheet of a workbook; the first one if not given.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Writes the rows that are wrong into this CSV file, with the reason in a column.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Leave out rows that are wrong instead of refusing the file.
    #[arg(long)]
    skip_wrong: bool,
    /// Check the file and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
    /// Take an import back.
    #[arg(long, value_name = "BATCH")]
    undo: Option<BatchId>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("write FIELD=COLUMN, for example customer=id")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

fn question(text: &str) -> Result<(String, String), String> {
    // Headings may hold anything; names of questions hold no such mark.
    let (column, name) = text.rsplit_once('=').ok_or("write COLUMN=QUESTION, for example Q1=nps")?;
    Ok((column.trim().to_owned(), name.trim().to_owned()))
}

fn mark(text: &str) -> Result<char, String> {
    match text {
        "," => Ok(','),
        "." => Ok('.'),
        _ => Err("write , or .".into()),
    }
}

/// How the file is written, where that is not the plain case.
fn written(found: &troth_records::Found) -> Option<String> {
    let others = || match found.sheets.len() {
        0 | 1 => String::new(),
        _ => format!(" of {} (another one with --sheet NAME)", found.sheets.join(", ")),
    };
    match (&found.encoding, found.delimiter, &found.sheet) {
        (Some(encoding), Some(delimiter), _) if encoding != "UTF-8" || delimiter != ',' => {
            let separator = if delimiter == '\t' { "tabs".to_owned() } else { format!("`{delimiter}`") };
            Some(format!("read as {encoding}, columns separated by {separator}"))
        }
        (.., Some(sheet)) => Some(format!("read from the sheet {sheet}{}", others())),
        _ => None,
    }
}

impl Import {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let done = self.within(&store).await;
        store.close().await;
        done
    }

    async fn within(self, store: &troth_store::Store) -> anyhow::Result<()> {
        let Some(kind) = troth_records::find_kind(store, &self.kind) else {
            let known: Vec<&str> =
                store.parts().iter().flat_map(|part| part.imports).map(|kind| kind.name).collect();
            bail!("there is no import of {}; there is: {}", self.kind, known.join(", "));
        };
        if let Some(batch) = self.undo {
            let taken_back =
                troth_records::undo_import(store, now(store).await?, Actor::System, batch).await?;
            if self.json {
                return print_json(&serde_json::json!({ "batch": batch, "taken_back": taken_back }));
            }
            say(format!("{taken_back} records are as before"))?;
            return Ok(());
        }
        let file = self.file.context("which file?")?;
        let mut map = self.map;
        map.extend(self.weight.map(|column| ("weight".to_owned(), column)));
        let options = Options {
            map,
            named: self.question,
            date_form: self.date_format,
            source: self.source,
            skip_wrong: self.skip_wrong,
            decimal: self.decimal,
            encoding: self.encoding,
            sheet: self.sheet,
            errors: self.errors,
            keyed: false,
        };
        if self.dry_run {
            let checked = troth_records::check_file(store, &kind, &file, &options, &mut |_, _| {}).await?;
            if self.json {
                return print_json(&checked.said(troth_records::in_english));
            }
            if let Some(written) = written(&checked.found) {
                say(written)?;
            }
            let would = checked.would;
            say(format!(
                "{} rows: {} new, {} changed, {} the same, {} wrong; nothing was imported",
                checked.rows, would.new, would.changed, would.same, checked.wrong
            ))?;
            if let Some(first) = checked.first_wrong {
                say(format!("the first: {}", troth_records::in_english(&first)))?;
            }
            return Ok(());
        }
        let mut shown = |done: u64, of: u64| progress(&format!("{done} chunks of {of}"));
        let imported = troth_records::import_file(
            store,
            now(store).await?,
            Actor::System,
            &kind,
            &file,
            &options,
            &mut shown,
        )
        .await?;
        progress("");
        if self.json {
            return print_json(&imported);
        }
        if let Some(written) = imported.found.as_ref().and_then(written) {
            say(written)?;
        }
        let applied = imported.applied;
        say(format!(
            "{}: {} rows: {} new, {} changed, {} the same, {} left out ({})",
            imported.kind,
            imported.rows,
            applied.new,
            applied.changed,
            applied.same,
            imported.wrong,
            imported.batch
        ))?;
        Ok(())
    }
}
