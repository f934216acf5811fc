//! Saving, changing, removing segments.

use troth_core::{Message, SegmentChanged, SegmentCreated, SegmentId, SegmentRemoved};
use troth_store::{SegmentField, Store, Tx};
use troth_web::{Error, FieldError};

use super::model::{Filter, Segment};
use super::store;
use crate::verbs::By;

/// Saves a filter under a name: a new one, or in place of an old one.
pub(crate) async fn save(
    saved: &Store,
    by: By,
    id: Option<SegmentId>,
    name: Option<String>,
    filter: Option<Filter>,
) -> Result<SegmentId, Error> {
    let fields = store::fields(saved.parts());
    saved
        .write(by.now, by.actor, move |tx| {
            let known = id.map(|id| store::get_segment(tx, id)).transpose()?;
            if known.as_ref().is_some_and(|segment| segment.removed_at.is_some()) {
                return Err(Error::Conflict(Message::new("records-segment-is-removed")));
            }
            let before = known.clone();
            let name =
                name.clone().or_else(|| known.as_ref().map(|one| one.name.clone())).unwrap_or_default();
            let filter = filter.clone().or_else(|| known.map(|one| one.filter));
            let filter = filter.unwrap_or(Filter::All { all: Vec::new() });
            check(tx, &fields, id, name.trim(), &filter)?;
            let segment = Segment {
                id: id.unwrap_or_else(|| tx.new_id()),
                name: name.trim().to_owned(),
                filter,
                changed_at: tx.now(),
                removed_at: None,
            };
            let same = |one: &Segment| one.name == segment.name && one.filter == segment.filter;
            if before.as_ref().is_some_and(same) {
                return Ok(segment.id);
            }
            store::put(tx, &segment)?;
            match before {
                None => tx.append(&SegmentCreated { segment: segment.id })?,
                Some(_) => tx.append(&SegmentChanged { segment: segment.id })?,
            };
            Ok(segment.id)
        })
        .await
}

fn check(
    tx: &mut Tx<'_>,
    fields: &[SegmentField],
    id: Option<SegmentId>,
    name: &str,
    filter: &Filter,
) -> Result<(), Error> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, message| wrong.push(FieldError { field: field.into(), message });
    if name.is_empty() {
        refuse("name", Message::new("web-field-empty"));
    } else if name.chars().count() > 100 {
        refuse("name", Message::new("records-wrong-text").with("limit", 100));
    } else if store::find_named(tx, name, id)? {
        refuse("name", Message::new("records-segment-named"));
    }
    if let Err(message) = filter.check(fields, tx.business()?.currency) {
        refuse("filter", message);
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Fields(wrong)) }
}

/// Takes a segment away, or brings it back; a second time changes nothing.
pub(crate) async fn remove(saved: &Store, by: By, id: SegmentId, removed: bool) -> Result<(), Error> {
    saved
        .write(by.now, by.actor, move |tx| {
            let mut segment = store::get_segment(tx, id)?;
            if segment.removed_at.is_some() != removed {
                if !removed && store::find_named(tx, &segment.name, Some(id))? {
                    return Err(Error::Conflict(Message::new("records-segment-named")));
                }
                segment.removed_at = removed.then(|| tx.now());
                store::put(tx, &segment)?;
                tx.append(&SegmentRemoved { segment: id, removed })?;
            }
            Ok(())
        })
        .await
}
