//! `troth today`

use serde::Serialize;
use troth_core::{Day, Money};
use troth_store::Db;
use troth_today::Whose;
use troth_web::Language;

use super::{print_json, say};
use crate::place::Place;
use crate::program;

/// The most teams that are looked through by name.
const TEAMS: i64 = 500;

/// Today's work items.
#[derive(Debug, clap::Args)]
pub(crate) struct Today {
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
    /// Only customers whose tie this member of staff holds: their id or e-mail address.
    #[arg(long, value_name = "WHO", conflicts_with = "team")]
    person: Option<String>,
    /// Only customers this team looks after: its id or name.
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
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

/// Whose work is asked for, or what to ask instead.
fn whose(
    db: &mut Db<'_>,
    person: Option<&str>,
    team: Option<&str>,
) -> Result<anyhow::Result<Whose>, troth_store::Error> {
    if let Some(asked) = person {
        let known = match asked.parse() {
            Ok(id) => troth_records::find_staff(db, id)?,
            Err(_) => troth_records::find_staff_by_email(db, &asked.to_lowercase())?,
        };
        let missing = || {
            anyhow::anyhow!(
                "no member of staff is known by `{asked}`; give an e-mail address or an id (stf_…)"
            )
        };
        return Ok(known.map(|(staff, ..)| Whose::Staff(staff)).ok_or_else(missing));
    }
    let Some(asked) = team else { return Ok(Ok(Whose::Everybody)) };
    let teams = troth_records::list_teams(db, TEAMS)?;
    let known = teams
        .iter()
        .find(|(id, name)| id.to_string() == asked || name.to_lowercase() == asked.to_lowercase());
    let names = || teams.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let missing = || anyhow::anyhow!("there is no team `{asked}`; there is: {}", names());
    Ok(known.map(|(team, _)| Whose::Team(*team)).ok_or_else(missing))
}

impl Today {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let clock = crate::demo::clock_of(&store).await?;
        let now = clock.now();
        let (person, team) = (self.person, self.team);
        let whose = store.read(move |db| whose(db, person.as_deref(), team.as_deref())).await?;
        let Ok(whose) = whose else {
            store.close().await;
            return whose.map(drop);
        };
        let (entries, as_of) = store
            .read(move |db| {
                let entries = troth_today::list_entries(db, now, 200, whose)?;
                Ok::<_, troth_measure::Error>((
                    entries,
                    troth_measure::find_report(db)?.map(|report| report.as_of),
                ))
            })
            .await?;
        let (app, _) = program::start(store, &place.data, clock, program::Reach::default()).await?;
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
