//! Addresses and deliveries in the database.

use troth_core::{DeliveryId, EventId, Id, Instant, TryId, WebhookId};
use troth_store::{Db, Error, Row, Tx, params};

use super::FAN_OUT;
use super::model::{Delivery, Draft, Try, Webhook};

const WEBHOOK: &str = "id, name, url, kinds, own_network, secret, old_secret, old_until, failures, failing_since, wait_until, \
                       disabled_at, disabled_why, removed_at";

fn moment(row: &Row, place: usize) -> Result<Option<Instant>, Error> {
    Ok(row.get::<Option<i64>>(place)?.map(Instant::from_micros))
}

fn webhook(row: &Row) -> Result<Webhook, Error> {
    Ok(Webhook {
        id: row.id(0)?,
        name: row.get(1)?,
        url: row.get(2)?,
        kinds: row.text(3)?.split_whitespace().map(str::to_owned).collect(),
        own_network: row.get(4)?,
        secret: row.get(5)?,
        old: row.get::<Option<String>>(6)?.zip(moment(row, 7)?),
        failures: row.get(8)?,
        failing_since: moment(row, 9)?,
        wait_until: moment(row, 10)?,
        enabled: moment(row, 11)?.is_none(),
        stopped: row.get(12)?,
        removed: moment(row, 13)?.is_some(),
    })
}

/// Every address, by name: few.
pub(super) fn list_webhooks(db: &mut Db<'_>) -> Result<Vec<Webhook>, Error> {
    let sql =
        format!("SELECT {WEBHOOK} FROM web_webhook WHERE removed_at IS NULL ORDER BY name, id LIMIT 1000");
    db.query(&sql, &[])?.iter().map(webhook).collect()
}

/// An address, one that was removed too.
pub(super) fn find_webhook(db: &mut Db<'_>, id: WebhookId) -> Result<Option<Webhook>, Error> {
    let sql = format!("SELECT {WEBHOOK} FROM web_webhook WHERE id = $1");
    db.query_opt(&sql, params![id.raw()])?.as_ref().map(webhook).transpose()
}

/// An address that stands.
pub(super) fn get_webhook(db: &mut Db<'_>, id: WebhookId) -> Result<Webhook, Error> {
    let found = find_webhook(db, id)?.filter(|webhook| !webhook.removed);
    found.ok_or_else(|| Error::NotFound(format!("webhook {id}")))
}

pub(super) fn insert_webhook(tx: &mut Tx<'_>, draft: &Draft, secret: &str) -> Result<WebhookId, Error> {
    let (id, wall): (WebhookId, _) = (tx.new_id(), tx.wall());
    tx.execute(
        "INSERT INTO web_webhook (id, name, url, kinds, own_network, secret, created_at, failures) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
        params![
            id.raw(),
            draft.name.as_str(),
            draft.url.as_str(),
            draft.kinds.join(" "),
            draft.own_network,
            secret,
            wall
        ],
    )?;
    Ok(id)
}

pub(super) fn put_draft(tx: &mut Tx<'_>, id: WebhookId, draft: &Draft) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_webhook SET name = $2, url = $3, kinds = $4, own_network = $5 WHERE id = $1",
        params![id.raw(), draft.name.as_str(), draft.url.as_str(), draft.kinds.join(" "), draft.own_network],
    )?;
    Ok(())
}

/// A new secret; the one before signs too until a moment.
pub(super) fn put_secret(tx: &mut Tx<'_>, id: WebhookId, secret: &str, until: Instant) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_webhook SET old_secret = secret, old_until = $3, secret = $2 WHERE id = $1",
        params![id.raw(), secret, until],
    )?;
    Ok(())
}

/// Switches an address on or off; what went wrong before is forgotten.
pub(super) fn put_enabled(
    tx: &mut Tx<'_>,
    id: WebhookId,
    enabled: bool,
    why: Option<&str>,
) -> Result<(), Error> {
    let at = (!enabled).then(|| tx.wall().micros());
    tx.execute(
        "UPDATE web_webhook SET disabled_at = $2, disabled_why = $3, failures = 0, failing_since = NULL, wait_until = NULL WHERE id = $1",
        params![id.raw(), at, why],
    )?;
    Ok(())
}

pub(super) fn put_removed(tx: &mut Tx<'_>, id: WebhookId) -> Result<(), Error> {
    let wall = tx.wall();
    tx.execute(
        "UPDATE web_webhook SET removed_at = $2, secret = '', old_secret = NULL WHERE id = $1",
        params![id.raw(), wall],
    )?;
    Ok(())
}

/// How it goes with an address: nothing failed since the last success, or so many tries since a moment.
pub(super) fn put_failures(
    tx: &mut Tx<'_>,
    id: WebhookId,
    failures: i64,
    since: Option<Instant>,
    wait_until: Option<Instant>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_webhook SET failures = $2, failing_since = $3, wait_until = $4 WHERE id = $1",
        params![id.raw(), failures, since.map(Instant::micros), wait_until.map(Instant::micros)],
    )?;
    Ok(())
}

/// Has exactly those events announced that some address is told.
pub(super) fn wish(tx: &mut Tx<'_>) -> Result<(), Error> {
    let webhooks: Vec<Webhook> = list_webhooks(tx)?.into_iter().filter(|one| one.enabled).collect();
    let mut kinds: Vec<&str> = webhooks.iter().flat_map(|one| one.kinds.iter().map(String::as_str)).collect();
    if webhooks.iter().any(|one| one.kinds.is_empty()) {
        kinds = vec!["*"];
    }
    kinds.sort_unstable();
    kinds.dedup();
    tx.wish_events(FAN_OUT, &kinds)
}

const DELIVERY: &str = "id, webhook_id, event_id, kind, state, tries, created_at, next_at";

fn delivery(row: &Row) -> Result<Delivery, Error> {
    Ok(Delivery {
        id: row.id(0)?,
        webhook: row.id(1)?,
        event: row.id(2)?,
        kind: row.get(3)?,
        state: row.get(4)?,
        tries: row.get(5)?,
        created_at: row.instant(6)?,
        next_at: moment(row, 7)?,
    })
}

/// Enters a delivery; nothing where there is one of the event to the address.
pub(super) fn insert_delivery(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    event: EventId,
    kind: &str,
) -> Result<Option<DeliveryId>, Error> {
    let (id, wall): (DeliveryId, _) = (tx.new_id(), tx.wall());
    let entered = tx.execute(
        "INSERT INTO web_webhook_delivery (id, webhook_id, event_id, kind, state, tries, created_at, next_at) \
         VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5) ON CONFLICT DO NOTHING",
        params![id.raw(), webhook.raw(), event.raw(), kind, wall],
    )?;
    Ok((entered == 1).then_some(id))
}

pub(super) fn get_delivery(db: &mut Db<'_>, id: DeliveryId) -> Result<Delivery, Error> {
    let sql = format!("SELECT {DELIVERY} FROM web_webhook_delivery WHERE id = $1");
    let found = db.query_opt(&sql, params![id.raw()])?.as_ref().map(delivery).transpose()?;
    found.ok_or_else(|| Error::NotFound(format!("delivery {id}")))
}

/// A page of the deliveries to an address, the latest first, each with its last try.
pub(super) fn list_deliveries(
    db: &mut Db<'_>,
    webhook: WebhookId,
    before: Option<DeliveryId>,
    limit: usize,
) -> Result<Vec<(Delivery, Option<Try>)>, Error> {
    let sql = format!(
        "SELECT {DELIVERY} FROM web_webhook_delivery WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = db.query(&sql, params![webhook.raw(), before.map_or(i64::MAX, Id::raw), limit])?;
    let deliveries: Vec<Delivery> = rows.iter().map(delivery).collect::<Result<_, _>>()?;
    deliveries.into_iter().map(|one| Ok((one.clone(), list_tries(db, one.id, 1)?.pop()))).collect()
}

/// Tries of a delivery, the latest first.
pub(super) fn list_tries(db: &mut Db<'_>, delivery: DeliveryId, limit: i64) -> Result<Vec<Try>, Error> {
    let sql = "SELECT at, millis, status, answer, problem FROM web_webhook_try WHERE delivery_id = $1 ORDER BY id DESC LIMIT $2";
    let read = |row: &Row| {
        Ok(Try {
            at: row.instant(0)?,
            millis: row.get(1)?,
            status: row.get(2)?,
            answer: row.get(3)?,
            problem: row.get(4)?,
        })
    };
    db.query(sql, params![delivery.raw(), limit])?.iter().map(read).collect()
}

pub(super) fn insert_try(tx: &mut Tx<'_>, delivery: DeliveryId, tried: &Try) -> Result<(), Error> {
    let id: TryId = tx.new_id();
    tx.execute(
        "INSERT INTO web_webhook_try (id, delivery_id, at, millis, status, answer, problem) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            id.raw(),
            delivery.raw(),
            tried.at,
            tried.millis,
            tried.status,
            tried.answer.as_str(),
            tried.problem.as_deref()
        ],
    )?;
    Ok(())
}

/// Writes where a delivery stands.
pub(super) fn put_delivery(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    state: &str,
    tries: i64,
    next_at: Option<Instant>,
) -> Result<(), Error> {
    tx.execute(
        "UPDATE web_webhook_delivery SET state = $2, tries = $3, next_at = $4 WHERE id = $1",
        params![id.raw(), state, tries, next_at.map(Instant::micros)],
    )?;
    Ok(())
}

/// Forgets up to `limit` deliveries that were made before a moment and wait for nothing; how many.
pub(super) fn clear(tx: &mut Tx<'_>, before: Instant, limit: i64) -> Result<u64, Error> {
    let sql = "SELECT id FROM web_webhook_delivery WHERE created_at < $1 AND state <> 'waiting' ORDER BY created_at LIMIT $2";
    let rows = tx.query(sql, params![before, limit])?;
    let ids = rows.iter().map(|row| row.get(0)).collect::<Result<Vec<i64>, _>>()?;
    tx.execute_among("DELETE FROM web_webhook_try WHERE delivery_id {among}", &[], &ids)?;
    tx.execute_among("DELETE FROM web_webhook_delivery WHERE id {among}", &[], &ids)
}
