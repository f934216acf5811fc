//! `troth sql`

mod print;
mod read;

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context;
use troth_core::FACTS;
use troth_store::{Error, Store};

use super::Usage;
use crate::place::Place;
use print::Format;

/// A question of your own in SQL, over the fact views that `docs/FACTS.md` lists. Nothing can be changed, and no other table is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Sql {
    /// One SELECT, for example `SELECT month, SUM(amount) FROM fact_purchase GROUP BY month`.
    question: String,
    /// table, csv, json or parquet.
    #[arg(long, value_name = "FORMAT", value_parser = Format::find, default_value = "table")]
    format: Format,
    /// At most so many rows.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    rows: u32,
    /// Given up after so long.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
}

impl Sql {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        use std::io::IsTerminal;
        let question = read::read(&self.question).map_err(Usage::error)?;
        if self.format == Format::Parquet && std::io::stdout().is_terminal() {
            return Err(Usage::error("a Parquet file is nothing to look at: send it to one, with > FILE"));
        }
        let store = place.open().await?;
        let answered = self.ask(&store, question).await;
        store.close().await;
        let answered = answered?;
        let more = answered.more;
        print::print(self.format, &answered)?;
        if more {
            eprintln!("troth: stopped after {} rows; there are more, ask for them with --rows", self.rows);
        }
        Ok(())
    }

    async fn ask(&self, store: &Store, question: read::Question) -> anyhow::Result<troth_store::Asked> {
        if let Some(name) = find_taken(store, question.parts).await? {
            return Err(Usage::error(format!(
                "WITH {name}: there is a table of this name; call it something else"
            )));
        }
        let most = usize::try_from(self.rows)?;
        match store.ask(question.sql, Duration::from_secs(self.seconds), most).await {
            Err(Error::Timeout) => anyhow::bail!(
                "the question took longer than {} seconds and was given up; narrow it, or allow more with --seconds",
                self.seconds
            ),
            other => other.context("the question cannot be answered"),
        }
    }
}

/// A name that a question gives to a part of itself and that is a table's: where the part is not in sight, the table would be read.
async fn find_taken(store: &Store, parts: BTreeSet<String>) -> anyhow::Result<Option<String>> {
    let taken = store.read(move |db| {
        for name in parts {
            // A fact view under its own name is no harm.
            if FACTS.iter().all(|fact| fact.name != name) && db.is_relation(&name)? {
                return Ok(Some(name));
            }
        }
        Ok::<_, Error>(None)
    });
    Ok(taken.await?)
}
