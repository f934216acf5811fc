//! The nightly run.

use troth_core::Zone;
use troth_store::{Job, JobError};
use troth_web::App;

use crate::Error;

/// Runs as of today in the business zone. A business without
/// purchases has nothing to run; where they determine no model the run has said so, and would say it again.
pub(crate) async fn run_nightly(app: App, _: Job) -> Result<(), JobError> {
    let zone = app.store().read(|db| db.find_setting("business.zone")).await?;
    let zone = zone.map_or(Ok(Zone::UTC), |name| Zone::find(&name))?;
    let now = app.now();
    match crate::run(app.store(), now, zone.day_of(now), &mut |_, _| {}).await {
        Ok(_) | Err(Error::Nothing(_) | Error::Fit(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
