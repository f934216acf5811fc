//! `troth backup` and `troth restore`

use std::path::PathBuf;

use anyhow::Context;
use troth_core::{Actor, Clock, Day, SettingChanged, Zone};
use troth_store::{Store, backup};

use super::{print_json, progress, say};
use crate::clock::SystemClock;
use crate::place::{self, Place};

/// When the last backup was made, in microseconds since 1970.
pub(super) const LAST: &str = "backup.last";

/// Writes everything in the records to one file, while the program runs.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The file, which must not be there yet; or a folder, in which it is named for the day.
    file: PathBuf,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

/// Fills an empty data folder or database from a backup, and reads all of it back before it is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup.
    file: PathBuf,
    /// Reads the backup through and compares it with what it says of itself; restores nothing.
    #[arg(long)]
    check: bool,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

fn count(what: &'static str) -> impl FnMut(u64) + Send + 'static {
    move |rows| progress(&format!("{what}: {rows} rows"))
}

impl Backup {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let file = if self.file.is_dir() { self.file.join(named_for_today()) } else { self.file };
        let made = store.backup(file.clone(), count("backup")).await;
        progress("");
        let noted = match made {
            Ok(made) => {
                let (now, wall) = (place::now(&store).await?, SystemClock.now());
                let note = store.write(now, Actor::System, move |tx| {
                    tx.set_setting(LAST, &wall.micros().to_string())?;
                    tx.append(&SettingChanged { key: LAST.into() })?;
                    Ok::<_, troth_store::Error>(())
                });
                note.await.map(|()| made)
            }
            Err(error) => Err(error),
        };
        store.close().await;
        let made = noted.context("the backup was not made")?;
        if self.json {
            return print_json(
                &serde_json::json!({ "file": file, "tables": made.tables.len(), "rows": made.rows() }),
            );
        }
        say(format!("{} rows of {} tables are in {}", made.rows(), made.tables.len(), file.display()))
    }
}

/// `troth-2026-01-31-141503.troth`: the moment in UTC, so that names sort.
fn named_for_today() -> String {
    let now = SystemClock.now();
    let day: Day = Zone::UTC.day_of(now);
    let seconds = now.micros().div_euclid(1_000_000).rem_euclid(86_400);
    format!("troth-{day}-{:02}{:02}{:02}.troth", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

impl Restore {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let file = self.file.clone();
        let made = if self.check {
            tokio::task::spawn_blocking(move || backup::check(&file)).await??
        } else {
            let made = Store::restore(
                &place.location(),
                crate::wiring::parts(),
                SystemClock.now(),
                file,
                count("restore"),
            )
            .await;
            progress("");
            let made = made.context("nothing was restored")?;
            // Brings the tables up to date and says whether the records open.
            place.open().await?.close().await;
            made
        };
        if self.json {
            return print_json(
                &serde_json::json!({ "checked": self.check, "tables": made.tables.len(), "rows": made.rows() }),
            );
        }
        let done = if self.check { "are whole" } else { "were restored and read back" };
        say(format!("{} rows of {} tables {done}", made.rows(), made.tables.len()))
    }
}
