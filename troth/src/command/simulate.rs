//! `troth simulate`

use std::path::PathBuf;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use troth_core::Day;
use troth_sim::{Business, Kind, Plan, World};

use super::{print_json, say};

/// A made-up business of which everything is known, as files for `troth import`, with the truth beside them.
#[derive(Debug, clap::Args)]
pub(crate) struct Simulate {
    /// What sort of business.
    #[arg(long, default_value = "shop", value_parser = named(Kind::ALL))]
    kind: Kind,
    /// How it goes there: as the models assume, or as in life.
    #[arg(long, default_value = "life", value_parser = named(World::ALL))]
    world: World,
    /// About how many customers.
    #[arg(long, default_value_t = 5_000)]
    customers: u64,
    /// The same seed gives the same business, everywhere.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The last day that is told; 2026-06-30 if not given. A later day tells the same, and more.
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Leave out of the files by what old customers were chosen for the win-back, so that nobody can adjust for it.
    #[arg(long)]
    unrecorded: bool,
    /// The folder for the files.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

/// One of a few words, each of which means something.
fn named<T: Copy + Send + Sync + 'static>(all: [(&'static str, T); 2]) -> impl TypedValueParser<Value = T> {
    let meaning = move |word: String| {
        all.iter().find(|one| one.0 == word).map(|one| one.1).ok_or("there is no such word")
    };
    PossibleValuesParser::new(all.map(|one| one.0)).try_map(meaning)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text, "%Y-%m-%d").map_err(|error| error.to_string())
}

impl Simulate {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let plan = Plan {
            recorded: !self.unrecorded,
            ..Plan::new(self.kind, self.world, self.seed, self.customers)
        };
        let business = Business::new(plan)?;
        let written = business.write(plan.start, self.until.unwrap_or(plan.today), &self.out)?;
        if self.json {
            return print_json(&serde_json::json!({ "folder": self.out, "rows": written.rows }));
        }
        for (name, rows) in &written.rows {
            say(format!("{rows:>9} {name}.csv"))?;
        }
        let folder = self.out.to_str().context("the folder's name is not UTF-8")?;
        say(format!("in {folder}, with truth.json"))
    }
}
