//! `troth person`

use std::path::PathBuf;

use anyhow::Context;
use troth_core::Actor;
use troth_records::{DataSubject, erase_person, find_data_subject, tell_person, weigh_person};
use troth_web::{App, Language};

use super::user::{say_wrong, with_app};
use super::{print_json, say};
use crate::place::Place;

/// What is held of one customer or person: given to them, or erased.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Person {
    /// Writes everything that is held of somebody into one archive.
    Export {
        /// Whom: the id of a customer (acc_…) or of a person there (con_…), or an e-mail address.
        whom: String,
        /// The archive, which must not be there yet; or a folder, in which it is named for them.
        file: PathBuf,
        /// One JSON object on stdout.
        #[arg(long)]
        json: bool,
    },
    /// Erases somebody for good: names, addresses and texts go; purchases, sums and days stay.
    Erase {
        /// Whom: the id of a customer (acc_…) or of a person there (con_…), or an e-mail address.
        whom: String,
        /// Says what would go, and changes nothing.
        #[arg(long)]
        dry_run: bool,
        /// One JSON object on stdout.
        #[arg(long)]
        json: bool,
    },
}

impl Person {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        with_app(place, async |app| match self {
            Self::Export { whom, file, json } => {
                let who = find(app, &whom).await?;
                let told = tell_person(app, Actor::System, who, Language::English).await;
                let (name, bytes) = told.map_err(|error| say_wrong(app, error))?;
                let file = if file.is_dir() { file.join(name) } else { file };
                let made = std::fs::OpenOptions::new().write(true).create_new(true).open(&file);
                let mut to = made.with_context(|| format!("cannot write {}", file.display()))?;
                std::io::Write::write_all(&mut to, &bytes)?;
                if json {
                    return print_json(&serde_json::json!({ "file": file, "bytes": bytes.len() }));
                }
                say(format!("everything held of {whom} is in {}", file.display()))
            }
            Self::Erase { whom, dry_run, json } => {
                let who = find(app, &whom).await?;
                let weight = if dry_run {
                    weigh_person(app, who).await
                } else {
                    erase_person(app, Actor::System, who, Language::English).await
                };
                let weight = weight.map_err(|error| say_wrong(app, error))?;
                if json {
                    let rows: serde_json::Map<String, serde_json::Value> =
                        weight.iter().map(|(table, rows)| ((*table).to_owned(), (*rows).into())).collect();
                    return print_json(&serde_json::json!({ "done": !dry_run, "rows": rows }));
                }
                for (table, rows) in &weight {
                    say(format!("{table}: {rows} rows"))?;
                }
                let ended = match (weight.is_empty(), dry_run) {
                    (true, _) => "nothing is left to erase",
                    (false, true) => "this would go or be emptied; nothing was changed",
                    (false, false) => "erased for good; what was counted stays",
                };
                say(ended)
            }
        })
        .await
    }
}

async fn find(app: &App, whom: &str) -> anyhow::Result<DataSubject> {
    let found = find_data_subject(app, whom).await.map_err(|error| say_wrong(app, error))?;
    found.with_context(|| format!("nobody is known as {whom} alone; use an id such as acc_… or con_…, from the address of their page"))
}
