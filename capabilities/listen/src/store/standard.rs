//! What touchpoints are held to, in the database, and what the records say of how soon customers were answered.

use troth_core::{Day, Id, Instant, StaffId, TouchpointId};
use troth_store::{Db, Error, Tx, params};

use crate::model::{Plan, Standard, Within};

pub(crate) fn put_standard(tx: &mut Tx<'_>, id: TouchpointId, standard: &Standard) -> Result<(), Error> {
    let within = standard.within.as_ref();
    tx.execute(
        "UPDATE touchpoint SET standard = $2, within = $3, unit = $4, function = $5 WHERE id = $1",
        params![
            id.raw(),
            standard.sentence.as_str(),
            within.map(|within| within.amount),
            within.map(|within| within.unit.key()),
            within.map(|within| within.function.as_str())
        ],
    )?;
    Ok(())
}

pub(crate) fn put_plan(tx: &mut Tx<'_>, id: TouchpointId, plan: &Plan) -> Result<(), Error> {
    tx.execute(
        "UPDATE touchpoint SET improvement = $2, improvement_staff_id = $3, improvement_day = $4 WHERE id = $1",
        params![id.raw(), plan.text.as_str(), plan.staff.map(Id::raw), plan.day.map(Day::number)],
    )?;
    Ok(())
}

/// Staff who can do something, by name.
pub(crate) fn list_staff(db: &mut Db<'_>) -> Result<Vec<(StaffId, String)>, Error> {
    let sql = "SELECT id, name FROM staff ORDER BY name_key, id LIMIT 500";
    db.query(sql, &[])?.iter().map(|row| Ok((row.id(0)?, row.get(1)?))).collect()
}

/// Contacts of a function that somebody began, by customer and time, since a day. Cost: one pass over interactions, in the order of the index by customer.
pub(crate) fn each_contact(
    db: &mut Db<'_>,
    within: &Within,
    since: Day,
    mut f: impl FnMut(i64, Instant, bool),
) -> Result<(), Error> {
    let sql = "SELECT account_id, at, direction FROM fact_interaction WHERE function = $1 AND day >= $2 AND direction IS NOT NULL \
               ORDER BY account_id, at, interaction_id";
    db.each(sql, params![within.function.as_str(), since], |row| {
        f(row.get(0)?, row.instant(1)?, row.text(2)? == "inbound");
        Ok::<_, Error>(())
    })
}
