//! `troth export`

use std::path::PathBuf;

use troth_core::Actor;
use troth_records::ExportFormat;

use super::{print_json, say};
use crate::place::{Place, now};

/// Writes everything in the records into a folder, one file for each kind, all of the same moment.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The folder; made when it is not there. No file in it is written over.
    folder: PathBuf,
    /// How the files are written.
    #[arg(long, value_name = "FORMAT", value_parser = format, default_value = "csv")]
    format: ExportFormat,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

fn format(text: &str) -> Result<ExportFormat, String> {
    ExportFormat::find(text).ok_or_else(|| "write csv or parquet".into())
}

impl Export {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let done =
            troth_records::export_all(&store, now(&store).await?, Actor::System, &self.folder, self.format)
                .await;
        store.close().await;
        let files = done?;
        if self.json {
            return print_json(&serde_json::json!({ "format": self.format.key(), "files": files }));
        }
        for one in files {
            say(format!("{}: {} rows", one.file.display(), one.rows))?;
        }
        Ok(())
    }
}
