//! What can be done with addresses: one transaction and one event each.

use troth_core::{
    Actor, DeliveryId, Event, Message, WebhookChanged, WebhookCreated, WebhookId, WebhookRemoved,
    WebhookReplayed, WebhookTested,
};
use troth_store::{NewJob, Tx};

use super::DELIVER;
use super::model::{Draft, OVERLAP_SECONDS, Webhook, secret_of};
use super::store;
use crate::{App, Error};

/// Addresses that there can be.
const MOST: usize = 100;

/// Tells an address from now on; its id and its secret.
pub(super) async fn create(app: &App, actor: Actor, draft: Draft) -> Result<(WebhookId, String), Error> {
    let draft = draft.check()?;
    let secret = secret_of(app.random());
    let told = secret.clone();
    let id = app
        .store()
        .write(app.now(), actor, move |tx| {
            if store::list_webhooks(tx)?.len() >= MOST {
                return Err(Error::Conflict(Message::new("web-webhook-too-many")));
            }
            let webhook = store::insert_webhook(tx, &draft, &secret)?;
            store::wish(tx)?;
            tx.append(&WebhookCreated { webhook })?;
            Ok(webhook)
        })
        .await?;
    Ok((id, told))
}

/// Changes what is said of an address; nothing happens where nothing differs.
pub(super) async fn change(app: &App, actor: Actor, id: WebhookId, draft: Draft) -> Result<(), Error> {
    let draft = draft.check()?;
    app.store()
        .write(app.now(), actor, move |tx| {
            let known = store::get_webhook(tx, id)?;
            let differs = [
                ("name", known.name != draft.name),
                ("url", known.url != draft.url),
                ("kinds", known.kinds != draft.kinds),
                ("own_network", known.own_network != draft.own_network),
            ];
            let fields = differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field);
            announce(tx, id, &fields.collect::<Vec<_>>(), |tx| store::put_draft(tx, id, &draft))
        })
        .await
}

/// Switches an address on or off.
pub(super) async fn enable(app: &App, actor: Actor, id: WebhookId, enabled: bool) -> Result<(), Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            let same = store::get_webhook(tx, id)?.enabled == enabled;
            let fields: &[&str] = if same { &[] } else { &["enabled"] };
            announce(tx, id, fields, |tx| store::put_enabled(tx, id, enabled, None))
        })
        .await
}

/// Gives an address a new secret; the one before signs too for a day, so that the other side can change over.
pub(super) async fn rotate(app: &App, actor: Actor, id: WebhookId) -> Result<String, Error> {
    let secret = secret_of(app.random());
    let (told, until) = (secret.clone(), app.wall().plus_seconds(OVERLAP_SECONDS));
    app.store()
        .write(app.now(), actor, move |tx| {
            store::get_webhook(tx, id)?;
            announce(tx, id, &["secret"], |tx| store::put_secret(tx, id, &secret, until))
        })
        .await?;
    Ok(told)
}

fn announce(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    fields: &[&str],
    put: impl FnOnce(&mut Tx<'_>) -> Result<(), troth_store::Error>,
) -> Result<(), Error> {
    if fields.is_empty() {
        return Ok(());
    }
    put(tx)?;
    store::wish(tx)?;
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    tx.append(&WebhookChanged { webhook, fields })?;
    Ok(())
}

/// Tells an address nothing any more, and forgets its secret.
pub(super) async fn remove(app: &App, actor: Actor, id: WebhookId) -> Result<(), Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            store::get_webhook(tx, id)?;
            store::put_removed(tx, id)?;
            store::wish(tx)?;
            tx.append(&WebhookRemoved { webhook: id })?;
            Ok(())
        })
        .await
}

/// Tells an address that it is being tested, also one that is switched off; tried once.
pub(super) async fn test(app: &App, actor: Actor, id: WebhookId) -> Result<DeliveryId, Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            let webhook = store::get_webhook(tx, id)?.id;
            let event = tx.append(&WebhookTested { webhook })?;
            let delivery = store::insert_delivery(tx, webhook, event, WebhookTested::KIND)?;
            let delivery = delivery.ok_or(Error::NotFound)?;
            queue(tx, delivery, None)?;
            Ok(delivery)
        })
        .await
}

/// Tells an event once more, under the same id.
pub(super) async fn replay(app: &App, actor: Actor, id: DeliveryId) -> Result<Webhook, Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            let delivery = store::get_delivery(tx, id)?;
            let webhook = store::get_webhook(tx, delivery.webhook)?;
            if !webhook.enabled && delivery.kind != WebhookTested::KIND {
                return Err(Error::Conflict(Message::new("web-webhook-is-off")));
            }
            if delivery.state == "waiting" {
                return Err(Error::Conflict(Message::new("web-webhook-is-waiting")));
            }
            let wall = tx.wall();
            store::put_delivery(tx, id, "waiting", 0, Some(wall))?;
            queue(tx, id, None)?;
            tx.append(&WebhookReplayed { webhook: webhook.id, delivery: id })?;
            Ok(webhook)
        })
        .await
}

/// Queues a try of a delivery, now or later.
pub(super) fn queue(
    tx: &mut Tx<'_>,
    delivery: DeliveryId,
    at: Option<troth_core::Instant>,
) -> Result<(), troth_store::Error> {
    let at = at.unwrap_or_else(|| tx.wall());
    let job = NewJob::new(DELIVER).payload(format!(r#"{{"delivery":"{delivery}"}}"#)).run_at(at);
    tx.enqueue(&job)?;
    Ok(())
}
