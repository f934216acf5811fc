//! Background jobs of the records.

use troth_core::{Actor, BatchId};
use troth_store::{Job, JobError};
use troth_web::App;

#[derive(serde::Deserialize)]
struct Payload {
    batch: BatchId,
}

/// Goes on with an import whose program stopped. One that is done, or undone meanwhile, needs nothing.
pub(crate) async fn apply(app: App, job: Job) -> Result<(), JobError> {
    let batch = serde_json::from_str::<Payload>(&job.payload)?.batch;
    match crate::apply_import(app.store(), app.now(), Actor::System, batch, &mut |_, _| {}).await {
        Ok(()) | Err(crate::Error::State(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Goes on with taking an import back.
pub(crate) async fn undo(app: App, job: Job) -> Result<(), JobError> {
    let batch = serde_json::from_str::<Payload>(&job.payload)?.batch;
    match crate::undo_import(app.store(), app.now(), Actor::System, batch).await {
        Ok(_) | Err(crate::Error::State(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
