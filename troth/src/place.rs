//! Where the records are, and opening them with every capability's part.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use troth_core::Instant;
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

    /// Opens the records.
    pub async fn open(&self) -> anyhow::Result<Store> {
        let shown = match self.location() {
            Location::Folder(folder) => folder.display().to_string(),
            // A URL may hold a password.
            Location::Url(_) => "the PostgreSQL database".into(),
        };
        Store::open(&self.location(), crate::wiring::parts(), Arc::new(SystemClock))
            .await
            .with_context(|| format!("cannot open {shown}"))
    }
}

/// The business's present moment.
pub async fn now(store: &Store) -> anyhow::Result<Instant> {
    Ok(crate::demo::clock_of(store).await?.now())
}
