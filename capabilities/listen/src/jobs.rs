//! Background jobs of surveys.

use troth_core::AskingId;
use troth_store::{Job, JobError};
use troth_web::App;

use crate::verbs::{asking, voice};

#[derive(serde::Deserialize)]
struct Payload {
    asking: AskingId,
}

/// Goes on with preparing an asking.
pub(crate) async fn prepare(app: App, job: Job) -> Result<(), JobError> {
    let id = serde_json::from_str::<Payload>(&job.payload)?.asking;
    Ok(asking::prepare(&app, id).await?)
}

/// Lets what was held while an asking was stopped go on.
pub(crate) async fn wake(app: App, job: Job) -> Result<(), JobError> {
    let id = serde_json::from_str::<Payload>(&job.payload)?.asking;
    Ok(asking::wake(&app, id).await?)
}

/// Writes letters about what somebody told.
pub(crate) async fn write_about_voice(app: App, job: Job) -> Result<(), JobError> {
    Ok(voice::write_letters(&app, serde_json::from_str(&job.payload)?).await?)
}

/// Reminds who is to be reminded.
pub(crate) async fn remind(app: App, _: Job) -> Result<(), JobError> {
    Ok(asking::remind(&app).await?)
}
