//! The demo's time in the records: one setting, renewed while a program keeps time going.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use troth_core::{Actor, Clock, Instant, Pace, PacedClock, SettingChanged};
use troth_store::{Db, Error, Store, Tx};

use crate::clock::SystemClock;

/// The setting that says how time goes on.
const PACE: &str = "demo.pace";
/// How often a program says that it keeps time going …
const RENEW: Duration = Duration::from_secs(5);
/// … and for how long that holds. After a kill, time goes on for this long at most: a quarter of a day.
const LEASE_SECONDS: i64 = 15;

/// How time goes on; none where the records are those of a real business.
pub fn find_pace(db: &mut Db<'_>) -> Result<Option<Pace>, Error> {
    let read = |text: String| {
        serde_json::from_str(&text).map_err(|error| Error::Value(format!("the setting {PACE}: {error}")))
    };
    db.find_setting(PACE)?.map(read).transpose()
}

fn put_pace(tx: &mut Tx<'_>, pace: &Pace) -> Result<(), Error> {
    let text = serde_json::to_string(pace).map_err(|error| Error::Value(error.to_string()))?;
    tx.set_setting(PACE, &text)
}

/// Makes these records a demo's, whose time stands at this moment until somebody keeps it going.
pub fn begin(tx: &mut Tx<'_>, at: Instant) -> Result<Pace, Error> {
    let pace = Pace::standing(at, tx.wall());
    put_pace(tx, &pace)?;
    tx.append(&SettingChanged { key: PACE.into() })?;
    Ok(pace)
}

/// The business's clock: the demo's in a folder of the demo, the time of day otherwise.
pub async fn clock_of(store: &Store) -> Result<Arc<dyn Clock>, Error> {
    Ok(match store.read(find_pace).await? {
        Some(pace) => Arc::new(PacedClock::new(pace, Arc::new(SystemClock))),
        None => Arc::new(SystemClock),
    })
}

/// Lets time stand, or go on. Without effect where there is nothing to change; whether this is a demo at all.
pub async fn set_paused(store: &Store, clock: &dyn Clock, actor: Actor, paused: bool) -> Result<bool, Error> {
    let changed = store
        .write(clock.now(), actor, move |tx| {
            let Some(pace) = find_pace(tx)? else { return Ok::<_, Error>(None) };
            if pace.paused == paused {
                return Ok(Some(pace));
            }
            let pace = pace.with_paused(paused, tx.wall(), LEASE_SECONDS);
            put_pace(tx, &pace)?;
            tx.append(&SettingChanged { key: PACE.into() })?;
            Ok(Some(pace))
        })
        .await?;
    if let (Some(clock), Some(pace)) = (clock.paced(), changed) {
        clock.set(pace);
    }
    Ok(changed.is_some())
}

/// Changes the lease alone, which is no event, and lets the clock know what the records say by now: another program may have
/// paused it.
async fn renew(store: &Store, clock: &PacedClock, stopped: bool) -> Result<(), Error> {
    let pace = store
        .write(clock.now(), Actor::System, move |tx| {
            let Some(pace) = find_pace(tx)? else { return Ok::<_, Error>(None) };
            let wall = tx.wall();
            let renewed = if stopped { pace.stopped(wall) } else { pace.kept(wall, LEASE_SECONDS) };
            if renewed != pace {
                put_pace(tx, &renewed)?;
            }
            Ok(Some(renewed))
        })
        .await?;
    if let Some(pace) = pace {
        clock.set(pace);
    }
    Ok(())
}

/// Keeps the demo's time going until `stop` turns true, and lets it stand then. Returns at once where time is the time of
/// day.
pub async fn keep_time(store: Store, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let Some(paced) = clock.paced() else { return };
    let mut ticks = tokio::time::interval(RENEW);
    while !*stop.borrow() {
        tokio::select! {
            _ = ticks.tick() => {
                if let Err(error) = renew(&store, paced, false).await {
                    tracing::warn!(%error, "the demo's time was not kept going; tried again in five seconds");
                }
            }
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
    if let Err(error) = renew(&store, paced, true).await {
        tracing::warn!(%error, "the demo's time stands a few seconds later than it could");
    }
}
