//! What can be done: saying what only the business knows.

use troth_core::{Actor, Instant, SettingChanged};
use troth_store::Store;

use crate::model::Settings;
use crate::{Error, store};

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
