//! `troth run`

use troth_core::{Clock, Day, Message};
use troth_measure::Contracts;
use troth_web::Language;

use super::{print_json, progress, say};
use crate::clock::SystemClock;
use crate::place::Place;
use crate::program;

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
        let zone = store.business().await?.zone;
        let clock = crate::demo::clock_of(&store).await?;
        let as_of = self.as_of.unwrap_or_else(|| zone.day_of(clock.now()));
        let mut shown = |step: &str, count: u64| {
            progress(&if count > 0 { format!("{step}: {count} customers") } else { step.to_owned() });
        };
        let report = troth_measure::run(&store, clock.now(), as_of, &mut shown).await;
        progress("");
        let report = match report {
            Ok(report) => report,
            Err(error) => {
                store.close().await;
                return Err(error.into());
            }
        };
        let seconds = (SystemClock.now().micros() - started.micros()) as f64 / 1e6;
        let (app, _) = program::start(store, &place.data, clock, program::Reach::default()).await?;
        app.store().close().await;
        let said = |warn: &Message| app.templates().say(Language::English, warn);
        let of_purchases: Vec<String> = report.warns().map(|warn| said(&warn)).collect();
        let mut warns = of_purchases.clone();
        warns.extend(report.contracts.iter().flat_map(Contracts::every_warn).map(said));
        if self.json {
            let mut value = serde_json::to_value(&report)?;
            value["seconds"] = seconds.into();
            value["warns"] = warns.into();
            if report.backtest.is_some() {
                value["backtest"]["warns"] = of_purchases.into();
            }
            return print_json(&value);
        }
        let share = &report.at_risk.share;
        let customers = report.chosen().map_or(0, |fit| fit.n);
        let contracts = report.contracts.as_ref().map_or(0, |contracts| contracts.running);
        let measured = [(customers, "customers fitted"), (contracts, "contracts that run")];
        let measured: Vec<String> =
            measured.iter().filter(|one| one.0 > 0).map(|(count, what)| format!("{count} {what}")).collect();
        say(format!("as of {}: {}, in {seconds:.1} s", report.as_of, measured.join(" and ")))?;
        say(format!(
            "at risk: {:.0} of {}, {:.0} % [{:.0}, {:.0}] ({}, {})",
            report.at_risk.customers.value,
            share.n,
            share.value * 100.0,
            share.low.unwrap_or(share.value) * 100.0,
            share.high.unwrap_or(share.value) * 100.0,
            share.grade.key(),
            share.method
        ))?;
        if let Some(worth) = report.worth.as_ref().map(|worth| &worth.base)
            && let troth_core::Unit::Money(currency) = worth.unit
        {
            let unit = 10f64.powi(i32::try_from(currency.exponent())?);
            let [value, low, high] =
                [Some(worth.value), worth.low, worth.high].map(|end| end.unwrap_or(worth.value) / unit);
            say(format!(
                "worth of {} customers: {currency} {value:.0} [{low:.0}, {high:.0}] ({}, {})",
                worth.n,
                worth.grade.key(),
                worth.method
            ))?;
        }
        if let Some(contracts) = &report.contracts {
            let renewed = contracts.renewed.as_ref().map_or_else(
                || "no renewal fell due in the last year".to_owned(),
                |renewed| {
                    let made = renewed.value * 100.0;
                    format!("{made:.0} % of {} renewals of the last year were made", renewed.n)
                },
            );
            say(format!("contracts: {renewed}; {} fall due soon", contracts.due))?;
        }
        if let Some(test) = &report.backtest {
            say(format!(
                "back-test since {}: {:.0} purchases expected, {} came ({:+.1} %), by {}",
                test.cut,
                test.expected,
                test.actual,
                test.error * 100.0,
                test.model
            ))?;
        }
        for warn in warns {
            say(format!("warning: {warn}"))?;
        }
        Ok(())
    }
}
