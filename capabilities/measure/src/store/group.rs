//! The segments that have models of their own.

use troth_records::{Segment, get_segment, list_segments};
use troth_store::{Db, SegmentField};

use crate::Error;

/// Those that can be chosen: all that stand, but for those that ask for what models foretell.
pub(crate) fn list_choices(db: &mut Db<'_>, fields: &[SegmentField]) -> Result<Vec<Segment>, Error> {
    let mut choices = list_segments(db)?;
    choices.retain(|segment| !segment.filter.asks_for_outcomes(fields));
    Ok(choices)
}

/// Those that were chosen, in order; one that was removed since, or asks otherwise now, is passed over.
pub(crate) fn list_chosen(db: &mut Db<'_>, fields: &[SegmentField]) -> Result<Vec<Segment>, Error> {
    let mut chosen = Vec::new();
    for id in super::setting::get(db)?.segments {
        let segment = get_segment(db, id)?;
        if segment.removed_at.is_none() && !segment.filter.asks_for_outcomes(fields) {
            chosen.push(segment);
        }
    }
    Ok(chosen)
}
