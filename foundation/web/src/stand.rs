//! Work that stands by itself, whatever a run proposed: each part says what is worth doing now, and what it says no more is settled.
//!
//! Looked at every hour for every part, and at once where something happened that a part [listens](troth_store::Listener) for: of the one
//! customer it happened to, where the event names one. Cost: what each part says its own look costs, and its open items.

use serde::Deserialize;
use troth_core::{AccountId, Actor};
use troth_store::{Db, Job, JobError, Tx, WorkAsked};

use crate::App;

/// The job that looks; listeners of parts that bring work name it.
pub const STAND: &str = "web.stand";
/// Looks at everything so often.
pub(crate) const EVERY_SECONDS: i64 = 3_600;

#[derive(Debug, Default, Deserialize)]
struct Happened {
    /// Whom it happened to.
    account: Option<AccountId>,
}

/// Puts what the parts say now in the place of what they said before.
pub(crate) async fn stand(app: App, job: Job) -> Result<(), JobError> {
    let only = serde_json::from_str::<Happened>(&job.payload).unwrap_or_default().account;
    let asked = WorkAsked { now: app.now(), account: only };
    let works: Vec<_> =
        app.registry().parts().iter().filter_map(|part| Some((part.name, part.work?))).collect();
    for (part, work) in works {
        let proposals = app.store().read(move |db: &mut Db<'_>| work(db, asked)).await?;
        let put = move |tx: &mut Tx<'_>| tx.stand(part, only, &proposals);
        app.store().write(app.now(), Actor::System, put).await?;
    }
    Ok(())
}
