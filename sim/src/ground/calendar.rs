//! Days, seasons and the price of money: what is the same for everybody.
//!
//! Made once, far ahead, so that nothing of it depends on how far a business is told.

use troth_core::Day;

use crate::plan::{LONGEST, Plan};
use crate::random::{Purpose, Stream, Who};
use crate::row::Moment;
use crate::truth::{Money, Season, Truth};

/// The calendar of a business.
pub(crate) struct Calendar {
    start: Day,
    /// Weeks of buying passed by the beginning of each day from the start: a week of a high season counts for more than one.
    passed: Vec<f64>,
    /// Height of the season on each day, from −1 to 1.
    wave: Vec<f64>,
    /// Months since the start that each day lies in.
    month: Vec<usize>,
    /// What goods cost in each month, 1 at the start.
    price: Vec<f64>,
    /// How far interest lies from its mean in each month.
    interest: Vec<f64>,
    closed_on_sunday: bool,
}

impl Calendar {
    pub(crate) fn of(plan: &Plan, truth: &Truth) -> Self {
        let first = plan.start.month().number();
        let days = 0..LONGEST;
        let month: Vec<usize> = days
            .clone()
            .map(|day| usize::try_from(plan.start.plus(day).month().number() - first).unwrap_or(0))
            .collect();
        let wave: Vec<f64> = days.map(|day| wave(plan.start.plus(day), truth.season)).collect();
        let mut passed = vec![0.0];
        let mut sum = 0.0;
        for height in &wave {
            sum += (1.0 + truth.season.height * height) / 7.0;
            passed.push(sum);
        }
        let months = month.last().map_or(1, |last| last + 1);
        let (price, interest) = money(plan.seed, truth.money, months);
        let closed_on_sunday = truth.season.closed_on_sunday;
        Self { start: plan.start, passed, wave, month, price, interest, closed_on_sunday }
    }

    /// Days since the start at which so many weeks of buying have passed since `at`; beyond the calendar's end where they never do.
    pub(crate) fn after(&self, at: f64, weeks: f64) -> f64 {
        let target = self.passed_at(at) + weeks;
        let next = self.passed.partition_point(|passed| *passed <= target);
        let Some(until) = self.passed.get(next) else { return self.passed.len() as f64 };
        let from = self.passed[next - 1];
        (next - 1) as f64 + (target - from) / (until - from)
    }

    fn passed_at(&self, at: f64) -> f64 {
        let day = whole(at).min(self.passed.len() - 2);
        self.passed[day] + (at - day as f64).clamp(0.0, 1.0) * (self.passed[day + 1] - self.passed[day])
    }

    /// The day so many days after the start.
    pub(crate) fn day(&self, at: f64) -> Day {
        self.start.plus(i64::try_from(whole(at)).unwrap_or(LONGEST))
    }

    /// Days since the start.
    pub(crate) fn since(&self, day: Day) -> f64 {
        (day.number() - self.start.number()) as f64
    }

    /// The day on which somebody buys who would on this one.
    pub(crate) fn open(&self, day: Day) -> Day {
        // 1970-01-01 was a Thursday.
        let sunday = (day.number() + 4).rem_euclid(7) == 0;
        if self.closed_on_sunday && sunday { day.plus(1) } else { day }
    }

    fn place(&self, day: Day) -> usize {
        usize::try_from(day.number() - self.start.number()).unwrap_or(0).min(self.wave.len() - 1)
    }

    /// Height of the season, from −1 to 1.
    pub(crate) fn wave(&self, day: Day) -> f64 {
        self.wave[self.place(day)]
    }

    /// Months since the start.
    pub(crate) fn month(&self, day: Day) -> usize {
        self.month[self.place(day)]
    }

    /// What goods cost, 1 at the start.
    pub(crate) fn price(&self, day: Day) -> f64 {
        self.price[self.month(day)]
    }

    /// How many points interest lies above its mean.
    pub(crate) fn interest(&self, day: Day) -> f64 {
        self.interest[self.month(day)] * 100.0
    }
}

/// A moment of a working day: from nine to six, more often around noon.
pub(crate) fn at(day: Day, own: &mut Stream) -> Moment {
    let minute = 540.0 + 270.0 * (own.uniform() + own.uniform());
    Moment { day, minute: u16::try_from(whole(minute)).unwrap_or(540) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a number of days")]
pub(crate) fn whole(at: f64) -> usize {
    at.clamp(0.0, 1e9) as usize
}

fn wave(day: Day, season: Season) -> f64 {
    let of_year = f64::from(day.date().day_of_year());
    libm::cos(core::f64::consts::TAU * (of_year - f64::from(season.peak)) / 365.25)
}

/// Prices and distance of interest from its mean, month by month.
fn money(seed: u64, money: Money, months: usize) -> (Vec<f64>, Vec<f64>) {
    let mut own = Stream::new(seed, Purpose::Calendar, Who::founder(0));
    let monthly = libm::pow(1.0 + money.inflation, 1.0 / 12.0);
    let (mut price, mut away) = (1.0, 0.0);
    (0..months)
        .map(|_| {
            let now = (price, away);
            price *= monthly;
            away = money.lasting * away + money.wandering * own.normal();
            now
        })
        .unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, World};

    fn calendar(world: World) -> Calendar {
        let plan = Plan::new(Kind::Shop, world, 1, 10);
        Calendar::of(&plan, &Truth::of(&plan))
    }

    #[test]
    fn without_seasons_a_week_is_a_week() {
        let calendar = calendar(World::Ideal);
        assert!((calendar.after(3.25, 2.0) - 17.25).abs() < 1e-9);
        assert!((calendar.after(3.25, 1e9) - calendar.passed.len() as f64).abs() < 1.0, "beyond the end");
    }

    #[test]
    fn a_season_moves_purchases_and_makes_none() {
        let calendar = calendar(World::Life);
        let year = calendar.passed_at(365.25 * 4.0) - calendar.passed_at(0.0);
        assert!((year - 365.25 * 4.0 / 7.0).abs() < 0.5, "{year}");
        // A week of buying takes less time in December than in June.
        assert!(calendar.after(340.0, 1.0) - 340.0 < 6.0 && calendar.after(160.0, 1.0) - 160.0 > 9.0);
        // 2024-01-07 was a Sunday.
        assert_eq!(calendar.open(Day::from_number(19_729)).number(), 19_730);
    }
}
