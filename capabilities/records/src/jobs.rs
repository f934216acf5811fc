//! Background jobs of the records.

use troth_core::{Actor, BatchId, Instant};
use troth_store::{Job, JobError, Store, Tx};
use troth_web::App;

use crate::entity::{Entity, account::Customer, contact::Person};
use crate::store::lookup;

/// The job that enters words for records that are older than look-up; a migration queues it.
pub const WORDS_JOB: &str = "records.enter_words";

#[derive(serde::Deserialize)]
struct Payload {
    batch: BatchId,
}

/// Rows whose day is looked at in one transaction.
const CHUNK: i64 = 5_000;
/// Customers or people whose words are entered in one transaction.
const WORDS: i64 = 500;

/// Writes days and months anew after the business zone has changed. Chunk by chunk; what is right already stays.
pub(crate) async fn rebuild_days(app: App, _: Job) -> Result<(), JobError> {
    let zone = app.store().business().await?.zone;
    for table in crate::store::DATED {
        let mut after = Some(0);
        while let Some(last) = after {
            let zone = zone.clone();
            let rebuild = move |tx: &mut Tx<'_>| crate::store::rebuild_days(tx, table, &zone, last, CHUNK);
            after = app.store().write(app.now(), Actor::System, rebuild).await?;
        }
    }
    Ok(())
}

/// Enters the words by which customers and people are looked up, where they have none: records that are older than look-up.
/// Chunk by chunk; those that have theirs are only looked at.
pub async fn enter_words(store: &Store, now: Instant) -> Result<(), troth_store::Error> {
    for table in [Customer::TABLE, Person::TABLE] {
        let mut after = Some(0);
        while let Some(last) = after {
            let enter = move |tx: &mut Tx<'_>| lookup::enter_missing(tx, table, last, WORDS);
            after = store.write(now, Actor::System, enter).await?;
        }
    }
    Ok(())
}

/// The same as a job.
pub(crate) async fn enter_all_words(app: App, _: Job) -> Result<(), JobError> {
    Ok(enter_words(app.store(), app.now()).await?)
}

/// Compares whoever was written of since the last time with the others.
pub(crate) async fn find_duplicates(app: App, _: Job) -> Result<(), JobError> {
    let looked = crate::duplicate::search::find_duplicates(app.store(), app.now()).await?;
    tracing::debug!(looked, "customers were compared with others");
    Ok(())
}

/// Goes on with an import whose program stopped. One that is done, or undone meanwhile, needs nothing.
pub(crate) async fn apply(app: App, job: Job) -> Result<(), JobError> {
    let batch = serde_json::from_str::<Payload>(&job.payload)?.batch;
    match crate::apply_import(app.store(), app.now(), Actor::System, batch, &mut |_, _| {}).await {
        Ok(()) | Err(crate::Error::State(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Goes on with taking an import back. One that is undone meanwhile, by whoever queued this, needs nothing.
pub(crate) async fn undo(app: App, job: Job) -> Result<(), JobError> {
    let batch = serde_json::from_str::<Payload>(&job.payload)?.batch;
    match crate::undo_import(app.store(), app.now(), Actor::System, batch).await {
        Ok(_) | Err(crate::Error::State(_) | crate::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Checks a large file that somebody has sent.
pub(crate) async fn check(app: App, job: Job) -> Result<(), JobError> {
    let id = serde_json::from_str::<Payload>(&job.payload)?.batch;
    let folder = &app.config().uploads;
    match crate::import::upload::check_upload(app.store(), app.now(), Actor::System, folder, id).await {
        // Somebody cleared it away meanwhile.
        Ok(()) | Err(crate::Error::Store(troth_store::Error::NotFound(_))) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Clears away files that nobody came back for.
pub(crate) async fn clear(app: App, _: Job) -> Result<(), JobError> {
    let cleared =
        crate::import::upload::clear_uploads(app.store(), app.wall(), &app.config().uploads).await?;
    tracing::debug!(cleared, "files of uploads cleared away");
    Ok(())
}

/// Clears away files that may name somebody who was erased, should the program have ended before it could.
pub(crate) async fn forget(app: App, _: Job) -> Result<(), JobError> {
    crate::import::upload::forget_uploads(app.store(), &app.config().uploads).await?;
    Ok(())
}

/// Imports a file that somebody has sent.
pub(crate) async fn upload(app: App, job: Job) -> Result<(), JobError> {
    let id = serde_json::from_str::<Payload>(&job.payload)?.batch;
    let folder = &app.config().uploads;
    crate::import::upload::import_upload(app.store(), app.now(), Actor::System, folder, id).await?;
    Ok(())
}
