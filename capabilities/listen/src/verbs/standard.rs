//! What touchpoints are held to, and how they stand: the journey map.

use serde::Serialize;
use troth_core::few::MINIMUM;
use troth_core::{Calendar, Day, Figure, Instant, Message, TouchpointChanged, TouchpointId};
use troth_store::{Db, Store};
use troth_web::Error;

use super::{By, refuse};
use crate::model::{
    Answering, Kind, LONGEST_STANDARD, MOST_WITHIN, Plan, Standard, Tally, share, size, went_well,
};
use crate::store::journey::{TiedItem, get_touchpoint, list_journey, list_tied_items};
use crate::store::result::{by_month, differences};
use crate::store::standard::{each_contact, list_staff, put_plan, put_standard};

/// Days of interactions that are looked back.
const DAYS: i64 = 365;

fn check_sentence(field: &str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.chars().count() > LONGEST_STANDARD || text.contains('\0') {
        let limit = i64::try_from(LONGEST_STANDARD).unwrap_or(i64::MAX);
        return Err(refuse(field, Message::new("listen-wrong-text").with("limit", limit)));
    }
    Ok(text.to_owned())
}

/// Says what a touchpoint is held to, in words and where it can be measured in time.
pub(crate) async fn set_standard(
    to: &Store,
    by: By,
    id: TouchpointId,
    standard: Standard,
) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        let before = get_touchpoint(tx, id)?;
        let sentence = check_sentence("standard", &standard.sentence)?;
        if let Some(within) = &standard.within {
            if !(1..=MOST_WITHIN).contains(&within.amount) {
                return Err(refuse("within", Message::new("listen-wrong-within").with("limit", MOST_WITHIN)));
            }
            if troth_records::Function::find(&within.function).is_none() {
                return Err(refuse("function", Message::new("listen-wrong-function")));
            }
        }
        let standard = Standard { sentence, within: standard.within.clone() };
        if standard != before.standard {
            put_standard(tx, id, &standard)?;
            tx.append(&TouchpointChanged { touchpoint: id, fields: vec!["standard".into()] })?;
        }
        Ok(())
    })
    .await
}

/// Says what is done to make a touchpoint better, by whom, until when.
pub(crate) async fn set_plan(to: &Store, by: By, id: TouchpointId, plan: Plan) -> Result<(), Error> {
    to.write(by.now, by.actor, move |tx| {
        let before = get_touchpoint(tx, id)?;
        let plan = Plan { text: check_sentence("improvement", &plan.text)?, ..plan };
        if let Some(staff) = plan.staff
            && troth_records::find_staff(tx, staff)?.is_none()
        {
            return Err(refuse("staff", Message::new("listen-wrong-staff")));
        }
        if plan != before.plan {
            put_plan(tx, id, &plan)?;
            tx.append(&TouchpointChanged { touchpoint: id, fields: vec!["improvement".into()] })?;
        }
        Ok(())
    })
    .await
}

/// The journey map: how each touchpoint stands.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct JourneyMap {
    /// The least number of which anything is told.
    pub(crate) minimum: u64,
    /// The touchpoints that are used, in the order of the way.
    pub(crate) touchpoints: Vec<Standing>,
}

/// How a touchpoint stands.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = TouchpointStanding)]
pub(crate) struct Standing {
    /// Which.
    #[schema(value_type = String)]
    pub(crate) touchpoint: TouchpointId,
    /// What it is called.
    pub(crate) name: String,
    /// What its stage is called.
    pub(crate) stage: String,
    /// What it is held to.
    pub(crate) standard: Standard,
    /// How often the standard was met in the last 365 days; none where it cannot be measured, and of too few.
    #[schema(value_type = Option<Object>)]
    pub(crate) met: Option<Figure>,
    /// How often it went well as customers answered; none where nobody asks, and of too few.
    #[schema(value_type = Option<Object>)]
    pub(crate) well: Option<Figure>,
    /// Whether any question asks about it.
    pub(crate) is_asked: bool,
    /// What is done to make it better.
    pub(crate) plan: Plan,
    /// Who does it.
    pub(crate) staff: Option<String>,
}

/// How often it went well by the answers to one question; nothing of too few, which could be worked out from others.
fn well_by(
    db: &mut Db<'_>,
    item: &TiedItem,
    items: &[TiedItem],
) -> Result<Option<(u64, u64)>, troth_store::Error> {
    let Some(kind) = Kind::find(&item.kind) else { return Ok(None) };
    let found = if kind == Kind::Gap {
        // The pair is counted once, where it was found.
        let expected = items.iter().find(|other| {
            other.survey == item.survey && other.question == item.question && other.part == "expected"
        });
        let (Some(expected), "found") = (expected, item.part.as_str()) else { return Ok(None) };
        let gaps = differences(db, expected.item, item.item)?;
        Some((gaps.range(0..).map(|(_, count)| count).sum(), size(&gaps)))
    } else {
        let mut tally = Tally::new();
        for (value, count) in by_month(db, item.item)?.into_values().flatten() {
            *tally.entry(value).or_default() += count;
        }
        went_well(kind, &tally)
    };
    Ok(found.filter(|(_, n)| *n >= MINIMUM))
}

/// Reads how each touchpoint stands. Cost: one pass over the interactions for each measured standard, and over the answers to each tied question.
pub(crate) fn load_map(
    db: &mut Db<'_>,
    (today, as_of): (Day, Instant),
) -> Result<JourneyMap, troth_store::Error> {
    let calendar = Calendar::office(db.business()?.zone);
    let items = list_tied_items(db)?;
    let staff = list_staff(db)?;
    let figure = |(count, n): (u64, u64), method: &str| {
        let figure = (n >= MINIMUM).then(|| share(count, n, as_of)).flatten();
        figure.map(|figure| Figure { method: method.to_owned(), ..figure })
    };
    let mut touchpoints = Vec::new();
    for stage in list_journey(db)?.into_iter().filter(|stage| !stage.retired) {
        for one in stage.touchpoints.into_iter().filter(|one| !one.retired) {
            let mut met = None;
            if let Some(within) = &one.standard.within {
                let mut counted = Answering::new(within, &calendar, as_of);
                each_contact(db, within, today.plus(-DAYS), |customer, at, inbound| {
                    counted.add(customer, at, inbound);
                })?;
                met = figure(counted.finish(), "journey-standard");
            }
            let (mut well, mut is_asked) = ((0, 0), false);
            for item in items.iter().filter(|item| item.touchpoint == one.id) {
                is_asked = true;
                if let Some((count, n)) = well_by(db, item, &items)? {
                    well = (well.0 + count, well.1 + n);
                }
            }
            let named = one.plan.staff.and_then(|id| staff.iter().find(|(known, _)| *known == id));
            touchpoints.push(Standing {
                touchpoint: one.id,
                name: one.name,
                stage: stage.name.clone(),
                standard: one.standard,
                met,
                well: figure(well, "journey-well"),
                is_asked,
                staff: named.map(|(_, name)| name.clone()),
                plan: one.plan,
            });
        }
    }
    Ok(JourneyMap { minimum: MINIMUM, touchpoints })
}
