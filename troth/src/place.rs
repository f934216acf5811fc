//! Where the records are, and opening them with every capability's part.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use troth_core::{Clock, Instant};
use troth_store::{Location, Store};

use crate::clock::SystemClock;

/// Where the records are.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Data folder; `$TROTH_DATA` or ./troth-data if not given.
    #[arg(long, global = true, env = "TROTH_DATA", default_value = "troth-data")]
    pub data: PathBuf,
    /// PostgreSQL instead of the file in the data folder: `postgres://user@host/name`.
    #[arg(long, global = true, env = "TROTH_DATABASE_URL")]
    pub database_url: Option<String>,
}

impl Place {
    /// The records' location.
    pub fn location(&self) -> Location {
        self.database_url.clone().map_or_else(|| Location::Folder(self.data.clone()), Location::Url)
    }

    /// Opens the records. What was written by an earlier version is backed up before its tables are changed.
    pub async fn open(&self) -> anyhow::Result<Store> {
        let shown = match self.location() {
            Location::Folder(folder) => folder.display().to_string(),
            // A URL may hold a password.
            Location::Url(_) => "the PostgreSQL database".into(),
        };
        self.keep_before_migrations().await.with_context(|| format!("cannot open {shown}"))?;
        Store::open(&self.location(), crate::wiring::parts(), Arc::new(SystemClock))
            .await
            .with_context(|| format!("cannot open {shown}"))
    }
}

impl Place {
    /// A backup in `backups/` of the data folder, when opening would change the tables of records that are there. Without one nothing is changed.
    async fn keep_before_migrations(&self) -> anyhow::Result<()> {
        if !Store::is_migration_due(&self.location(), crate::wiring::parts()).await? {
            return Ok(());
        }
        let folder = self.data.join("backups");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let wall = SystemClock.now();
        let file = folder.join(format!("before-{}-{}.troth", env!("CARGO_PKG_VERSION"), wall.micros()));
        Store::backup_unopened(&self.location(), wall, file.clone())
            .await
            .context("the backup before an upgrade failed; free some space and start again")?;
        tracing::info!(file = %file.display(), "backed up before an upgrade");
        Ok(())
    }
}

/// The business's present moment.
pub async fn now(store: &Store) -> anyhow::Result<Instant> {
    Ok(crate::demo::clock_of(store).await?.now())
}
