//! `troth simulate`

use std::path::PathBuf;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use troth_core::Day;
use troth_sim::{Business, Kind, Plan, World};

use super::{print_json, progress, say};
use crate::check::{Verdict, check};

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
    #[arg(long, value_name = "DIR", required_unless_present = "check")]
    out: Option<PathBuf>,
    /// Hold every estimate that Troth makes against businesses made in memory, instead of writing one.
    #[arg(long, conflicts_with_all = ["kind", "world", "customers", "seed", "until", "unrecorded", "out"])]
    check: bool,
    /// How many businesses of each sort are checked.
    #[arg(long, default_value_t = 200, requires = "check", value_parser = clap::value_parser!(u64).range(2..=100_000))]
    businesses: u64,
    /// Check only estimates with these words in their name.
    #[arg(long, value_name = "WORDS", requires = "check")]
    estimate: Option<String>,
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
        let Some(out) = self.out else { return report(self.businesses, self.estimate.as_deref(), self.json) };
        let plan = Plan {
            recorded: !self.unrecorded,
            ..Plan::new(self.kind, self.world, self.seed, self.customers)
        };
        let business = Business::new(plan)?;
        let written = business.write(plan.start, self.until.unwrap_or(plan.today), &out)?;
        if self.json {
            return print_json(&serde_json::json!({ "folder": out, "rows": written.rows }));
        }
        for (name, rows) in &written.rows {
            say(format!("{rows:>9} {name}.csv"))?;
        }
        let folder = out.to_str().context("the folder's name is not UTF-8")?;
        say(format!("in {folder}, with truth.json"))
    }
}

/// Prints the validity report; fails where a bound is broken.
fn report(businesses: u64, words: Option<&str>, json: bool) -> anyhow::Result<()> {
    let told = |done, of| progress(&format!("{done} businesses of {of}"));
    let verdicts = check(businesses, words.unwrap_or_default(), told)?;
    progress("");
    if json {
        print_json(&serde_json::json!({ "businesses": businesses, "rows": verdicts }))?;
    } else {
        say(format!("| {} |", Verdict::HEADINGS))?;
        say(format!("|{}", " --- |".repeat(Verdict::HEADINGS.split('|').count())))?;
        for verdict in &verdicts {
            say(format!("| {} |", verdict.line()))?;
        }
    }
    let failed: Vec<&str> = verdicts.iter().filter(|one| !one.passed).map(|one| one.estimate).collect();
    anyhow::ensure!(failed.is_empty(), "bounds are broken by: {}", failed.join("; "));
    Ok(())
}
