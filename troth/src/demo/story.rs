//! What happens in the demo: a simulated business (`troth_sim`), told day by day as the files that an import reads.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use troth_core::{Actor, BusinessChanged, Day, Instant, SettingChanged, Zone};
use troth_records::Options;
use troth_sim::{Business, FILES, Kind, Plan, World};
use troth_store::{Db, Error, Job, JobError, Store, Tx};
use troth_web::App;

use super::time;

/// The setting that says which story it is, and up to which day it has been told.
const STORY: &str = "demo.story";
/// The minute of the day after which nothing happens any more that the day's files tell of: the shop is closed.
pub(super) const CLOSED: i64 = 22 * 60;
/// The minute of the morning on which the demo begins.
const MORNING: i64 = 9 * 60;

/// Which business, and how much of its story is in the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// `shop` or `maker`.
    pub kind: String,
    /// About how many customers it has when the demo begins.
    pub customers: u64,
    /// The seed of everything that happens.
    pub seed: u64,
    /// The last day that has been told; none before the first.
    pub told: Option<Day>,
}

impl Story {
    fn plan(&self) -> anyhow::Result<Plan> {
        let kind = Kind::ALL.iter().find(|(name, _)| *name == self.kind);
        let (_, kind) = kind.with_context(|| format!("the setting {STORY} names no business"))?;
        Ok(Plan::new(*kind, World::Life, self.seed, self.customers))
    }

    /// What the business is called.
    fn name(&self) -> &'static str {
        if self.kind == "maker" { "Alder Machines" } else { "The corner shop" }
    }

    /// The zone of all that is told; the simulated calendar knows no other.
    fn morning(&self) -> anyhow::Result<Instant> {
        Ok(Zone::UTC.at_minute(self.plan()?.today.plus(1), MORNING))
    }
}

/// The story of these records; none where they are those of a real business.
pub fn find_story(db: &mut Db<'_>) -> Result<Option<Story>, Error> {
    let read = |text: String| {
        serde_json::from_str(&text).map_err(|error| Error::Value(format!("the setting {STORY}: {error}")))
    };
    db.find_setting(STORY)?.map(read).transpose()
}

fn put_story(tx: &mut Tx<'_>, story: &Story) -> Result<(), Error> {
    let text = serde_json::to_string(story).map_err(|error| Error::Value(error.to_string()))?;
    tx.set_setting(STORY, &text)?;
    tx.append(&SettingChanged { key: STORY.into() })?;
    Ok(())
}

/// Builds the business of a story in empty records: everything up to the evening before it begins, and the first morning run. What was
/// built before is left as it is, what was stopped half-way is gone on with. `progress` is told what is being done.
pub async fn build(
    store: &Store,
    wanted: Story,
    progress: &mut (dyn FnMut(&str) + Send),
) -> anyhow::Result<()> {
    let known = store.read(|db| Ok::<_, Error>((find_story(db)?, time::find_pace(db)?.is_some()))).await?;
    let mut story = if let (Some(story), built) = known {
        let same =
            (&story.kind, story.customers, story.seed) == (&wanted.kind, wanted.customers, wanted.seed);
        anyhow::ensure!(
            same,
            "this data folder holds another demo (--kind {} --customers {} --seed {}); give this one a folder of its own with --data",
            story.kind,
            story.customers,
            story.seed
        );
        if built {
            return Ok(());
        }
        story
    } else {
        let customers = store.read(|db| troth_records::count_accounts(db, i64::MAX)).await?;
        anyhow::ensure!(
            customers == 0,
            "this data folder holds real customers; give the demo a folder of its own with --data"
        );
        wanted
    };
    let (morning, day) = (story.morning()?, story.plan()?.today);
    let begun = story.clone();
    store
        .write(morning, Actor::System, move |tx| {
            let mut business = tx.business()?;
            (business.name, business.people) = (begun.name().to_owned(), begun.kind == "shop");
            let settings = tx.put_business(&business)?;
            if !settings.is_empty() {
                tx.append(&BusinessChanged { settings })?;
            }
            put_story(tx, &begun)
        })
        .await?;
    if story.told.is_none_or(|told| told < day) {
        tell(store, morning, &mut story, day, progress).await?;
    }
    let as_of = day.plus(1);
    troth_measure::run(store, morning, as_of, &mut |step, _| progress(&format!("first morning run: {step}")))
        .await?;
    store.write(morning, Actor::System, move |tx| time::begin(tx, morning)).await?;
    Ok(())
}

/// Tells a story up to the end of a day: what became known since the last time is imported, file by file. Imported twice it is the same,
/// so a program that dies in between does it again. Cost: with customers told of so far, a few milliseconds a thousand.
async fn tell(
    store: &Store,
    now: Instant,
    story: &mut Story,
    until: Day,
    progress: &mut (dyn FnMut(&str) + Send),
) -> anyhow::Result<()> {
    let plan = story.plan()?;
    let from = story.told.map_or(plan.start, |told| told.plus(1));
    progress("the story is told");
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_owned();
    tokio::task::spawn_blocking(move || Business::new(plan)?.write(from, until, &path)).await??;
    for file in FILES {
        let Some(kind) = troth_records::find_kind(store, file.name) else { continue };
        let path = folder.path().join(format!("{}.csv", file.name));
        if !path.exists() {
            continue;
        }
        let mut shown = |done: u64, of: u64| progress(&format!("{}: {done} of {of}", file.name));
        let options = Options { source: "demo".into(), ..Options::default() };
        troth_records::import_file(store, now, Actor::System, &kind, &path, &options, &mut shown).await?;
    }
    story.told = Some(until);
    let told = story.clone();
    store.write(now, Actor::System, move |tx| put_story(tx, &told)).await?;
    Ok(())
}

/// The job of each evening: the day's files are imported. Days that were missed are told with it.
pub(super) async fn tell_day(app: App, _: Job) -> Result<(), JobError> {
    let Some(mut story) = app.store().read(find_story).await? else { return Ok(()) };
    let now = app.now();
    let closed = Zone::UTC.day_of(now.plus_seconds(-60 * CLOSED));
    if story.told.is_none_or(|told| told >= closed) {
        return Ok(());
    }
    match tell(app.store(), now, &mut story, closed, &mut |_| {}).await {
        Ok(()) => Ok(()),
        Err(error) if error.is::<troth_sim::Error>() => {
            tracing::info!(%error, "the demo's story is at its end");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
