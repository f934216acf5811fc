//! Sending what is due, in the background.

use troth_mail::{Outbox, find_server, send_due};
use troth_store::{Job, JobError};

use crate::App;

/// Sends everything that is due; nothing where no server is named, or nobody has said where links in messages lead.
pub(super) async fn send(app: App, _: Job) -> Result<(), JobError> {
    let base = app.config().public_url.clone();
    let Some(server) = app.store().read(find_server).await? else { return Ok(()) };
    if base.is_empty() {
        return Ok(());
    }
    let outbox = Outbox {
        store: app.store(),
        clocks: app.clocks(),
        base: &base,
        fresh: app.random(),
        kinds: app.registry().letters(),
    };
    let round = send_due(outbox, &server).await?;
    if let Some(trouble) = round.trouble {
        // It is on the page, and tried again in a moment: nobody is woken by a job that failed.
        tracing::warn!(%trouble, "the mail server takes nothing");
    }
    Ok(())
}
