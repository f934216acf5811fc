//! What can be done: saying what only the business knows, and asking for figures now.

use troth_core::{Actor, Instant, RunAsked, SettingChanged};
use troth_store::Store;

use crate::model::Settings;
use crate::{Error, RUN_JOB, store};

/// Changes what measuring rests on; the next run goes by it.
pub(crate) async fn change_settings(
    store: &Store,
    now: Instant,
    actor: Actor,
    settings: Settings,
) -> Result<(), Error> {
    store
        .write(now, actor, move |tx| {
            for key in store::setting::put(tx, &settings)? {
                tx.append(&SettingChanged { key: key.to_owned() })?;
            }
            Ok(())
        })
        .await
}

/// Has everything computed now, as far as the records go; whether it was not under way already.
pub(crate) async fn ask_run(store: &Store, now: Instant, actor: Actor) -> Result<bool, Error> {
    store
        .write(now, actor, |tx| {
            let idle = !tx.is_job_at_work(RUN_JOB)?;
            if idle {
                tx.append(&RunAsked {})?;
            }
            Ok(idle)
        })
        .await
}
