//! Getting events to addresses, in the background. A program that ends between a message and the note of its answer sends the message again,
//! under the same id.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use troth_core::Event as _;
use troth_core::{Actor, DeliveryId, EventId, Instant, WebhookStopped, WebhookTested};
use troth_store::{Job, JobError, Tx};
use url::Url;

use super::model::{
    Delivery, KEPT_DAYS, PATIENCE_SECONDS, PATIENCE_TRIES, TRIES, Try, Webhook, body_of, headers,
    pause_seconds,
};
use super::store;
use super::verbs::queue;
use crate::App;
use crate::outward::{Answered, Outgoing, Problem};

#[derive(serde::Deserialize)]
struct Happened {
    event: EventId,
}

#[derive(serde::Deserialize)]
struct Due {
    delivery: DeliveryId,
}

/// Makes a delivery of an event for each address that is told events of its kind.
pub(super) async fn fan_out(app: App, job: Job) -> Result<(), JobError> {
    let Happened { event } = serde_json::from_str(&job.payload)?;
    let fan_out = move |tx: &mut Tx<'_>| {
        let Some(entry) = tx.find_event(event)? else { return Ok(()) };
        // That goes to the one that is tested, which its verb sees to.
        if entry.kind == WebhookTested::KIND {
            return Ok(());
        }
        for webhook in store::list_webhooks(tx)?.iter().filter(|one| one.wants(&entry.kind)) {
            if let Some(delivery) = store::insert_delivery(tx, webhook.id, event, &entry.kind)? {
                queue(tx, delivery, None)?;
            }
        }
        Ok::<_, troth_store::Error>(())
    };
    Ok(app.store().write(app.wall(), Actor::System, fan_out).await?)
}

/// Tries a delivery, and notes what came of it.
pub(super) async fn deliver(app: App, job: Job) -> Result<(), JobError> {
    let Due { delivery: id } = serde_json::from_str(&job.payload)?;
    let read = move |db: &mut troth_store::Db<'_>| {
        let delivery = store::get_delivery(db, id)?;
        let webhook = store::find_webhook(db, delivery.webhook)?;
        let entry = db.find_event(delivery.event)?;
        Ok::<_, troth_store::Error>((delivery, webhook, entry))
    };
    let (delivery, Some(webhook), Some(entry)) = app.store().read(read).await? else { return Ok(()) };
    let (wall, tested) = (app.wall(), delivery.kind == WebhookTested::KIND);
    if delivery.state != "waiting" || delivery.next_at.is_some_and(|at| at > wall) {
        return Ok(());
    }
    if webhook.removed || (!webhook.enabled && !tested) {
        let stop = move |tx: &mut Tx<'_>| store::put_delivery(tx, id, "stopped", delivery.tries, None);
        return Ok(app.store().write(wall, Actor::System, stop).await?);
    }
    // Another delivery finds out whether the address is there again.
    if let Some(until) = webhook.wait_until.filter(|until| *until > wall && !tested) {
        let wait = move |tx: &mut Tx<'_>| {
            store::put_delivery(tx, id, "waiting", delivery.tries, Some(until))?;
            queue(tx, id, Some(until))
        };
        return Ok(app.store().write(wall, Actor::System, wait).await?);
    }
    let body = body_of(&entry);
    let message = Outgoing {
        method: Method::POST,
        url: Url::parse(&webhook.url)?,
        own_network: webhook.own_network,
        headers: sent_with(headers(&webhook, delivery.event, &body, wall))?,
        body: body.into_bytes(),
        most: ANSWER,
    };
    let answer = app.sender().send(message).await;
    let tried = tried(wall, app.wall(), answer);
    let note = move |tx: &mut Tx<'_>| note(tx, &delivery, &tried);
    Ok(app.store().write(app.wall(), Actor::System, note).await?)
}

/// As much of an answer is kept, in bytes.
const ANSWER: usize = 1_000;

fn sent_with(named: [(&'static str, String); 3]) -> Result<HeaderMap, JobError> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in named {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value)?);
    }
    Ok(headers)
}

fn tried(began: Instant, ended: Instant, answer: Result<Answered, Problem>) -> Try {
    let millis = (ended.micros() - began.micros()).max(0) / 1_000;
    match answer {
        Ok(Answered { status, body, .. }) => {
            let answer = String::from_utf8_lossy(&body).replace('\0', "").chars().take(ANSWER).collect();
            Try { at: began, millis, status: Some(status.into()), answer, problem: None }
        }
        Err(problem) => Try {
            at: began,
            millis,
            status: None,
            answer: String::new(),
            problem: Some(problem.key().to_owned()),
        },
    }
}

/// Notes a try: done, tried again later, given up; and what it says of the address.
fn note(tx: &mut Tx<'_>, delivery: &Delivery, tried: &Try) -> Result<(), troth_store::Error> {
    let (id, tries, wall) = (delivery.id, delivery.tries + 1, tx.wall());
    store::insert_try(tx, id, tried)?;
    let Some(webhook) = store::find_webhook(tx, delivery.webhook)? else { return Ok(()) };
    if tried.status.is_some_and(|status| (200..300).contains(&status)) {
        store::put_delivery(tx, id, "delivered", tries, None)?;
        return store::put_failures(tx, webhook.id, 0, None, None);
    }
    // Whoever tests looks at the answer themselves.
    if delivery.kind == WebhookTested::KIND {
        return store::put_delivery(tx, id, "failed", tries, None);
    }
    if let Some(why) = stops(&webhook, tried, wall) {
        store::put_delivery(tx, id, "stopped", tries, None)?;
        if webhook.enabled {
            store::put_enabled(tx, webhook.id, false, Some(why))?;
            store::wish(tx)?;
            tx.append(&WebhookStopped { webhook: webhook.id, why: why.to_owned() })?;
        }
        return Ok(());
    }
    let failures = webhook.failures + 1;
    let wait_until = wall.plus_seconds(pause_seconds(failures));
    store::put_failures(tx, webhook.id, failures, webhook.failing_since.or(Some(wall)), Some(wait_until))?;
    if tries >= TRIES {
        return store::put_delivery(tx, id, "failed", tries, None);
    }
    let next = wall.plus_seconds(pause_seconds(tries)).max(wait_until);
    store::put_delivery(tx, id, "waiting", tries, Some(next))?;
    queue(tx, id, Some(next))
}

/// Why an address is told nothing any more after this try.
fn stops(webhook: &Webhook, tried: &Try, wall: Instant) -> Option<&'static str> {
    if tried.status == Some(410) {
        return Some("gone");
    }
    let long = webhook.failing_since.is_some_and(|since| since.plus_seconds(PATIENCE_SECONDS) <= wall);
    (long && webhook.failures + 1 >= PATIENCE_TRIES).then_some("failing")
}

/// Forgets deliveries of the month before last, some at a time.
pub(super) async fn clear(app: App, _: Job) -> Result<(), JobError> {
    let before = app.wall().plus_seconds(-KEPT_DAYS * 86_400);
    while app.store().write(app.wall(), Actor::System, move |tx| store::clear(tx, before, 1_000)).await? > 0 {
    }
    Ok(())
}
