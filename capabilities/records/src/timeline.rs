//! What the records put on a customer's timeline: purchases, interactions, notes, contracts.

use troth_core::{Id, Instant, Message, Money};
use troth_store::{Db, Error, Row, Timeline, TimelineAsked, TimelineEntry, params};

use crate::entity::{ByHand, Entity, contract::Agreement};
use crate::model::Contract;
use crate::store::note;

pub(crate) const TIMELINE: Timeline = Timeline {
    kinds: &[
        ("purchase", "records-timeline-purchases"),
        ("interaction", "records-timeline-interactions"),
        ("note", "records-timeline-notes"),
        ("contract", "records-timeline-contracts"),
    ],
    entries,
};

/// The latest entries asked for. Each sort is asked for a page by its index, and the pages are merged.
fn entries(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let mut all = Vec::new();
    if asked.wants("interaction") {
        all.extend(interactions(db, asked)?);
    }
    if asked.function.is_none() {
        if asked.wants("purchase") {
            all.extend(purchases(db, asked)?);
        }
        if asked.wants("note") {
            all.extend(notes(db, asked)?);
        }
        if asked.wants("contract") {
            all.extend(contracts(db, asked)?);
        }
    }
    Ok(latest(all, asked.limit))
}

/// The latest of these entries.
pub(crate) fn latest(mut entries: Vec<TimelineEntry>, limit: usize) -> Vec<TimelineEntry> {
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    entries.truncate(limit);
    entries
}

fn most(asked: &TimelineAsked) -> i64 {
    i64::try_from(asked.limit).unwrap_or(i64::MAX)
}

fn purchases(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let rows = db.query(
        "SELECT at, id, original_amount, original_currency, product FROM purchase \
         WHERE account_id = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
        params![asked.account.raw(), asked.before.0, asked.before.1, most(asked)],
    )?;
    rows.iter().map(purchase).collect()
}

fn purchase(row: &Row) -> Result<TimelineEntry, Error> {
    let currency =
        row.text(3)?.parse().map_err(|_| Error::Decode("a purchase has no known currency".into()))?;
    let minor: i64 = row.get(2)?;
    let product: Option<String> = row.get(4)?;
    let key = match (minor < 0, product.is_some()) {
        (false, false) => "records-timeline-bought",
        (false, true) => "records-timeline-bought-product",
        (true, false) => "records-timeline-returned",
        (true, true) => "records-timeline-returned-product",
    };
    let sentence = Message::new(key).with("amount", Money::new(minor.saturating_abs(), currency));
    let sentence = product.into_iter().fold(sentence, |sentence, product| sentence.with("product", product));
    Ok(TimelineEntry {
        at: row.instant(0)?,
        kind: "purchase",
        id: row.get(1)?,
        sentence,
        text: None,
        href: None,
    })
}

fn interactions(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let rows = db.query(
        "SELECT interaction.at, interaction.id, interaction.function, interaction.channel, interaction.effect, contact.name, \
         staff.name, interaction_text.text FROM interaction LEFT JOIN contact said ON said.id = interaction.contact_id \
         LEFT JOIN contact ON contact.id = COALESCE(said.merged_into, said.id) \
         LEFT JOIN staff ON staff.id = interaction.staff_id LEFT JOIN interaction_text ON interaction_text.id = interaction.id \
         WHERE interaction.account_id = $1 AND (interaction.at, interaction.id) < ($2, $3) \
         AND ($5 = '' OR interaction.function = $5) ORDER BY interaction.at DESC, interaction.id DESC LIMIT $4",
        params![
            asked.account.raw(),
            asked.before.0,
            asked.before.1,
            most(asked),
            asked.function.as_deref().unwrap_or_default()
        ],
    )?;
    rows.iter()
        .map(|row| {
            let (contact, staff) = (row.get::<Option<String>>(5)?, row.get::<Option<String>>(6)?);
            let people: Vec<String> = [contact, staff].into_iter().flatten().collect();
            let key = if people.is_empty() {
                "records-timeline-interaction"
            } else {
                "records-timeline-interaction-with"
            };
            let sentence = Message::new(key)
                .with("function", row.text(2)?)
                .with("channel", row.text(3)?)
                .with("effect", row.text(4)?)
                .with("people", people.join(", "));
            let id: troth_core::InteractionId = row.id(1)?;
            Ok(TimelineEntry {
                at: row.instant(0)?,
                kind: "interaction",
                id: id.raw(),
                sentence,
                text: row.get(7)?,
                href: Some(format!("/records/interactions/{id}")),
            })
        })
        .collect()
}

fn notes(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let notes = note::list(db, asked.account, asked.before, asked.limit)?;
    let entry = |note: crate::model::Note| TimelineEntry {
        at: note.written_at,
        kind: "note",
        id: note.id.raw(),
        sentence: Message::new("records-timeline-note"),
        text: Some(note.text),
        href: Some(format!("/records/notes/{}", note.id)),
    };
    Ok(notes.into_iter().map(entry).collect())
}

/// Contracts of one customer that are looked at.
pub(crate) const CONTRACTS: i64 = 200;

/// A contract stands on the line when it began, and when it was ended.
fn contracts(db: &mut Db<'_>, asked: &TimelineAsked) -> Result<Vec<TimelineEntry>, Error> {
    let zone = db.business()?.zone;
    let rows = Agreement::TABLE.list(db, Some(asked.account.raw()), 0, CONTRACTS)?;
    let mut entries = Vec::new();
    for row in &rows {
        let contract: Contract = Agreement::read(row)?;
        // Records that went into the customer are asked for one by one.
        if contract.account != asked.account {
            continue;
        }
        let named = |key: &str| {
            let name = contract.name.clone().or(contract.external_key.clone()).unwrap_or_default();
            Message::new(key).with("name", name)
        };
        let entry = |at: Instant, id: i64, sentence: Message, text: Option<String>| TimelineEntry {
            at,
            kind: "contract",
            id,
            sentence,
            text,
            href: Some(format!("/records/contracts/{}", contract.id)),
        };
        let id = contract.id.raw();
        entries.push(entry(
            zone.start_of(contract.started),
            id,
            named("records-timeline-contract-began"),
            None,
        ));
        if let Some(ended) = contract.ended {
            let sentence = named("records-timeline-contract-ended");
            entries.push(entry(zone.start_of(ended), id + 1, sentence, contract.reason.clone()));
        }
    }
    entries.retain(|entry| (entry.at, entry.id) < asked.before);
    Ok(latest(entries, asked.limit))
}
