//! `troth run`

use troth_core::{Clock, Day};

use super::{print_json, progress, say};
use crate::clock::SystemClock;
use crate::place::{Place, now};

/// The morning run.
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// Ignore everything after the end of this day (YYYY-MM-DD); today if not given.
    #[arg(long, value_parser = |text: &str| Day::parse(text, "%Y-%m-%d"))]
    as_of: Option<Day>,
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

impl Run {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let started = SystemClock.now();
        let zone = store.read(|db| db.business()).await?.zone;
        let as_of = self.as_of.unwrap_or_else(|| zone.day_of(now()));
        let mut shown = |step: &str, count: u64| {
            progress(&if count > 0 { format!("{step}: {count} customers") } else { step.to_owned() });
        };
        let report = troth_measure::run(&store, now(), as_of, &mut shown).await;
        progress("");
        store.close().await;
        let report = report?;
        let seconds = (SystemClock.now().micros() - started.micros()) as f64 / 1e6;
        if self.json {
            let mut value = serde_json::to_value(&report)?;
            value["seconds"] = seconds.into();
            return print_json(&value);
        }
        let share = &report.at_risk.share;
        say(format!(
            "as of {}: {} customers fitted in {seconds:.1} s",
            report.as_of,
            report.fits.first().map_or(0, |fit| fit.n)
        ))?;
        say(format!(
            "at risk: {} of {} who came back, {:.0} % [{:.0}, {:.0}] ({}, {})",
            report.at_risk.customers.value,
            share.n,
            share.value * 100.0,
            share.low.unwrap_or(share.value) * 100.0,
            share.high.unwrap_or(share.value) * 100.0,
            share.grade.key(),
            share.method
        ))?;
        Ok(())
    }
}
