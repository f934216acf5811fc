//! What becomes of customers: one founder after another, with all who come through him.

mod came;
mod maker;
mod met;
mod occasion;
mod person;
mod shop;
mod survey;

pub(crate) use maker::CURRENCIES;
pub(crate) use shop::{HOME, minor};

use troth_core::Day;

use crate::ground::Ground;
use crate::plan::Kind;
use crate::random::{Purpose, Stream, Who};
use crate::row::Rows;

/// Numbers of those who were customers before the records begin.
const FORMER: u64 = 1 << 40;

/// Somebody who comes.
pub(crate) struct Coming {
    pub(crate) who: Who,
    pub(crate) key: String,
    /// Days since the start; none for an old customer who stays away.
    pub(crate) at: Option<f64>,
    pub(crate) generation: u32,
    /// Through whom.
    pub(crate) by: Option<Through>,
    pub(crate) former: Option<came::Former>,
}

/// Through whom somebody came.
pub(crate) struct Through {
    pub(crate) key: String,
    pub(crate) who: Who,
    /// Whether it is the same person with a second card.
    pub(crate) made_up: bool,
}

/// How many founders have come by the end of a day: those who come by themselves, and old customers.
pub(crate) fn founders(ground: &Ground, until: Day) -> impl Iterator<Item = u64> + use<> {
    let plan = &ground.plan;
    let pace = plan.founders() as f64 / plan.days();
    let beyond = (until.number() - plan.today.number()).max(0) as f64;
    // One more than the pace allows: the last comes somewhere within his part of the day.
    let more = crate::ground::calendar::whole((beyond + 1.0) * pace) as u64 + 1;
    (0..plan.founders() + if beyond > 0.0 { more } else { 0 }).chain(FORMER..FORMER + plan.former())
}

/// Everything of a founder, and of all who came through him, until the end of a day.
pub(crate) fn tell(ground: &Ground, founder: u64, until: Day) -> Rows {
    let mut rows = Rows::default();
    let mut coming = vec![first(ground, founder)];
    while let Some(next) = coming.pop() {
        // Old customers are known from the start, whenever they come back.
        let known = next.at.filter(|_| next.former.is_none());
        if known.is_some_and(|at| ground.calendar.day(at) > until) {
            continue;
        }
        let mut brought = match ground.plan.kind {
            Kind::Shop => shop::tell(ground, &next, until, &mut rows),
            Kind::Maker => maker::tell(ground, &next, until, &mut rows),
        };
        brought.reverse();
        coming.extend(brought);
    }
    rows.between(ground.plan.start, until);
    rows
}

fn first(ground: &Ground, founder: u64) -> Coming {
    let who = Who::founder(founder);
    if founder >= FORMER {
        let former = came::Former::drawn(ground, who);
        let key = format!("A{:07}", founder - FORMER + 1);
        return Coming { who, key, at: former.back, generation: 0, by: None, former: Some(former) };
    }
    let mut own = Stream::new(ground.plan.seed, Purpose::Arrival, who);
    let days = ground.plan.days();
    let at = match founder.checked_sub(ground.plan.founders()) {
        None => own.uniform() * days,
        Some(later) => days + 1.0 + (later as f64 + own.uniform()) * days / ground.plan.founders() as f64,
    };
    Coming { who, key: format!("K{:07}", founder + 1), at: Some(at), generation: 0, by: None, former: None }
}
