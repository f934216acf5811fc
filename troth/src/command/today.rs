//! `troth today`

use serde::Serialize;
use troth_core::{Day, Money};
use troth_web::Language;

use super::{print_json, say};
use crate::place::Place;
use crate::program;

/// Today's work items.
#[derive(Debug, clap::Args)]
pub(crate) struct Today {
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct List {
    as_of: Option<Day>,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    kind: String,
    subject: Subject,
    sentence: String,
    reasons: Vec<String>,
    worth: Option<Money>,
    chance: Option<f64>,
    due: Option<String>,
    action: String,
}

#[derive(Serialize)]
struct Subject {
    id: String,
    external_key: Option<String>,
    name: String,
}

impl Today {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let clock = crate::demo::clock_of(&store).await?;
        let now = clock.now();
        let (entries, as_of) = store
            .read(move |db| {
                let entries = troth_today::list_entries(db, now, 200, troth_today::Whose::Everybody)?;
                Ok::<_, troth_measure::Error>((
                    entries,
                    troth_measure::find_report(db)?.map(|report| report.as_of),
                ))
            })
            .await?;
        let (app, _) = program::start(store, &place.data, clock).await?;
        let words = |message: &troth_core::Message| app.templates().say(Language::English, message);
        let items: Vec<Item> = entries
            .into_iter()
            .map(|entry| Item {
                id: entry.id.to_string(),
                kind: entry.kind,
                sentence: format!("{} {}", entry.name, words(&entry.sentence)),
                subject: Subject {
                    id: entry.account.to_string(),
                    external_key: entry.external_key,
                    name: entry.name,
                },
                reasons: entry.reasons.iter().map(words).collect(),
                worth: entry.worth,
                chance: entry.chance,
                due: entry.due.map(|due| due.to_string()),
                action: format!("{}: {}", words(&entry.action.label), entry.action.href),
            })
            .collect();
        app.store().close().await;
        if self.json {
            return print_json(&List { as_of, items });
        }
        if items.is_empty() {
            say("nothing presses today")?;
        }
        for item in &items {
            say(&item.sentence)?;
            for reason in &item.reasons {
                say(format!("    {reason}"))?;
            }
        }
        Ok(())
    }
}
