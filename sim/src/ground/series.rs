//! What is counted by day and by month, whoever the customer is: waiting, the pulse of the staff, costs; and what stands for good.
//!
//! Cost: with the days asked for. Each day and team has a stream of its own.

use troth_core::Day;

use super::Ground;
use crate::plan::{Kind, LONGEST};
use crate::random::{Purpose, Stream, Who};
use crate::row::{Amount, Cause, Cost, Daily, Known, Number, PulseAnswer, Rows, Standard};

/// Causes with what is given to each in a year, in whole dollars.
pub(crate) const CAUSES: [(&str, &str, i64); 4] = [
    ("garden", "The neighbourhood garden", 1_200),
    ("books", "Books for the school", 800),
    ("meals", "Warm meals in winter", 2_000),
    ("river", "A clean river", 600),
];

/// Causes and touchpoints, known from the start; and the series from one day to another.
pub(crate) fn rows(ground: &Ground, (from, to): (Day, Day), rows: &mut Rows) {
    let start = ground.plan.start;
    rows.causes.extend(CAUSES.map(|(key, name, dollars)| Known {
        day: start,
        row: Cause { key: key.to_owned(), name, budget: Amount(dollars * 100) },
    }));
    rows.touchpoints.extend(ground.truth.voice.touchpoints.iter().map(|touchpoint| Known {
        day: start,
        row: Standard {
            key: touchpoint.key.to_owned(),
            name: touchpoint.name,
            stage: touchpoint.stage,
            standard_minutes: touchpoint.standard_minutes,
        },
    }));
    let first = from.max(start).number();
    for number in first..=to.number().min(start.number() + LONGEST) {
        let day = Day::from_number(number);
        if ground.plan.kind == Kind::Shop && ground.calendar.open(day) == day {
            waiting(ground, day, rows);
        }
        if day.date().day() == 1 {
            pulse(ground, day, rows);
            costs(ground, day, rows);
        }
    }
}

fn stream(ground: &Ground, purpose: Purpose, number: usize, day: Day) -> Stream {
    let who = Who { founder: number as u64, path: day.number().cast_unsigned() };
    Stream::new(ground.plan.seed, purpose, who)
}

fn waiting(ground: &Ground, day: Day, rows: &mut Rows) {
    let pair = &ground.truth.voice.pair;
    for (number, team) in ground.company.teams.iter().enumerate() {
        let mut own = stream(ground, Purpose::Waiting, number, day);
        let mean = pair.waiting * (1.0 + pair.waiting_season * ground.calendar.wave(day));
        let waiting = Number((mean + pair.waiting_spread * own.normal()).max(0.0));
        let row = Daily { key: format!("{}-{day}", team.key), team: team.key.clone(), day, waiting };
        rows.daily.push(Known { day, row });
    }
}

fn pulse(ground: &Ground, day: Day, rows: &mut Rows) {
    let pulse = &ground.truth.voice.pulse;
    let month = ground.calendar.month(day);
    for (number, team) in ground.company.teams.iter().enumerate() {
        let mut own = stream(ground, Purpose::Pulse, number, day);
        let mean = pulse.mean + pulse.morale * ground.company.morale(number, month);
        for person in 1..=ground.company.size(number) {
            let (answers, answer) = (own.chance(pulse.answers), mean + pulse.spread * own.normal());
            if answers {
                let key = format!("{}-{day}-{person}", team.key);
                let answer = scale(answer, 0, 10);
                rows.pulse
                    .push(Known { day, row: PulseAnswer { key, team: team.key.clone(), on: day, answer } });
            }
        }
    }
}

fn costs(ground: &Ground, day: Day, rows: &mut Rows) {
    let mut own = stream(ground, Purpose::Cost, 0, day);
    let each = if ground.plan.kind == Kind::Shop { 1.5 } else { 60.0 };
    for (purpose, share) in [("marketing", 0.6), ("service", 0.4)] {
        let month = ground.plan.customers as f64 * each * share / 12.0 * ground.calendar.price(day);
        let amount = crate::life::minor(month * (0.8 + 0.4 * own.uniform()));
        let key = format!("{purpose}-{day}");
        rows.costs.push(Known { day, row: Cost { key, month: day, purpose, amount } });
    }
}

/// A whole number on a scale.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the scale")]
pub(crate) fn scale(value: f64, low: u32, high: u32) -> u32 {
    (value + 0.5).floor().clamp(f64::from(low), f64::from(high)) as u32
}
