//! Time: instants in UTC microseconds, days and months in the business zone, and business calendars.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A length of time in microseconds.
pub type Micros = i64;

const SECOND: Micros = 1_000_000;

/// Why a time cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// No such zone.
    #[error("`{0}` is not a time zone such as Europe/Berlin")]
    Zone(String),
    /// Not a date of the form asked for.
    #[error("`{text}` is not a date of the form {form}")]
    Date {
        /// What was given.
        text: String,
        /// What was expected.
        form: String,
    },
    /// A calendar in which nobody ever works.
    #[error("a business calendar needs at least one working hour a week")]
    NeverOpen,
}

/// A moment: microseconds since 1970-01-01T00:00Z.
///
/// ```
/// use troth_core::Instant;
/// assert_eq!(Instant::from_micros(0).to_string(), "1970-01-01T00:00:00Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The moment this many microseconds after 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The moment so much later (earlier if negative); stops at the ends of time.
    #[must_use]
    pub const fn plus(self, micros: Micros) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The moment so many seconds later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus(seconds.saturating_mul(SECOND))
    }

    /// As `jiff` has it; moments outside the years −9999 to 9999 stop there.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl From<jiff::Timestamp> for Instant {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}
impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        jiff::Timestamp::deserialize(deserializer).map(Self::from)
    }
}

/// A day of the calendar: days since 1970-01-01.
///
/// ```
/// use troth_core::Day;
/// let day = Day::parse("19970930", "%Y%m%d").unwrap();
/// assert_eq!(day.to_string(), "1997-09-30");
/// assert_eq!(day.month().number(), 1997 * 12 + 8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The day this many days after 1970-01-01.
    pub const fn from_number(days: i64) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01, as stored.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Reads a day in a `strptime` form such as `%Y-%m-%d`.
    pub fn parse(text: &str, form: &str) -> Result<Self, TimeError> {
        Date::strptime(form, text.trim())
            .map(Self::from)
            .map_err(|_| TimeError::Date { text: text.chars().take(40).collect(), form: form.to_owned() })
    }

    /// As `jiff` has it.
    pub fn date(self) -> Date {
        let epoch = jiff::civil::date(1970, 1, 1);
        let end = if self.0 < 0 { Date::MIN } else { Date::MAX };
        i32::try_from(self.0)
            .ok()
            .and_then(|days| epoch.checked_add(jiff::Span::new().days(days)).ok())
            .unwrap_or(end)
    }

    /// The month it lies in.
    pub fn month(self) -> Month {
        let date = self.date();
        Month(i64::from(date.year()) * 12 + i64::from(date.month()) - 1)
    }

    /// The day so many days later.
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The same day so many months later, or the last of a month too short for it; it stops where the calendar does.
    ///
    /// ```
    /// use troth_core::Day;
    /// let day = |text| Day::parse(text, "%Y-%m-%d").unwrap();
    /// assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
    /// ```
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        let end = if months < 0 { Date::MIN } else { Date::MAX };
        let span = jiff::Span::new().try_months(months);
        Self::from(span.and_then(|span| self.date().checked_add(span)).unwrap_or(end))
    }

    /// How many whole months lie between this day and another, below zero where that comes before: the largest number for which
    /// [`Day::plus_months`] does not pass it.
    pub fn months_until(self, other: Self) -> i64 {
        let (from, to) = (self.date(), other.date());
        let months = other.month().number() - self.month().number();
        if from.day().min(to.days_in_month()) > to.day() { months - 1 } else { months }
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        let since = date.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1)));
        Self(since.map_or(0, |span| i64::from(span.get_days())))
    }
}
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.date().fmt(f)
    }
}
impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text, "%Y-%m-%d").map_err(serde::de::Error::custom)
    }
}

/// A month of the calendar: year × 12 + month − 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i64);

impl Month {
    /// The number as stored.
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// The zone a business lives in: says which day an instant falls on.
///
/// ```
/// use troth_core::{Day, Instant, Zone};
/// let zone = Zone::find("America/New_York").unwrap();
/// let day = zone.day_of("2026-01-01T03:00:00Z".parse::<jiff::Timestamp>().unwrap().into());
/// assert_eq!(day.to_string(), "2025-12-31");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone with this IANA name.
    pub fn find(name: &str) -> Result<Self, TimeError> {
        TimeZone::get(name).map(Self).map_err(|_| TimeError::Zone(name.chars().take(60).collect()))
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// As `jiff` has it.
    pub const fn inner(&self) -> &TimeZone {
        &self.0
    }

    /// The day on which an instant falls here.
    pub fn day_of(&self, at: Instant) -> Day {
        self.0.to_datetime(at.timestamp()).date().into()
    }

    /// The first instant of a day here.
    pub fn start_of(&self, day: Day) -> Instant {
        self.at(day, Time::midnight())
    }

    /// The last microsecond of a day here.
    pub fn end_of(&self, day: Day) -> Instant {
        self.start_of(day.plus(1)).plus(-1)
    }

    /// The instant at which clocks here show so many minutes after midnight (0 to 1439), whatever summer time does.
    pub fn at_minute(&self, day: Day, minute: i64) -> Instant {
        let minute = minute.clamp(0, 1439);
        let part = |number: i64| i8::try_from(number).unwrap_or(0);
        self.at(day, jiff::civil::time(part(minute / 60), part(minute % 60), 0, 0))
    }

    /// The instant at which clocks here show this time of this day; in a gap, the first moment after it.
    pub fn at(&self, day: Day, time: Time) -> Instant {
        let zoned = self.0.to_ambiguous_zoned(day.date().to_datetime(time)).compatible();
        zoned.map_or(Instant(i64::MAX), |zoned| zoned.timestamp().into())
    }
}

/// When a business works: opening hours by weekday, and holidays. Standards such as "reply within four working
/// hours" are counted on it.
///
/// ```
/// use troth_core::{Calendar, Day, Zone};
/// let calendar = Calendar::office(Zone::UTC);
/// let friday = Day::parse("2026-11-20", "%Y-%m-%d").unwrap();
/// assert_eq!(calendar.next_working_day(friday).to_string(), "2026-11-23");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    zone: Zone,
    /// Opening and closing for Monday to Sunday; none where closed.
    hours: [Option<(Time, Time)>; 7],
    holidays: BTreeSet<Day>,
}

impl Calendar {
    /// A calendar with the same opening hours each given weekday.
    pub fn new(
        zone: Zone,
        hours: [Option<(Time, Time)>; 7],
        holidays: impl IntoIterator<Item = Day>,
    ) -> Result<Self, TimeError> {
        let hours = hours.map(|span| span.filter(|(open, close)| open < close));
        if hours.iter().all(Option::is_none) {
            return Err(TimeError::NeverOpen);
        }
        Ok(Self { zone, hours, holidays: holidays.into_iter().collect() })
    }

    /// Monday to Friday, nine to five.
    pub fn office(zone: Zone) -> Self {
        let day = Some((jiff::civil::time(9, 0, 0, 0), jiff::civil::time(17, 0, 0, 0)));
        Self { zone, hours: [day, day, day, day, day, None, None], holidays: BTreeSet::new() }
    }

    /// The zone it is in.
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether anybody works on this day.
    pub fn works_on(&self, day: Day) -> bool {
        self.span(day).is_some()
    }

    /// The first working day after this one. Looks a century ahead at most, should holidays fill it.
    pub fn next_working_day(&self, day: Day) -> Day {
        (1..36_525).map(|ahead| day.plus(ahead)).find(|day| self.works_on(*day)).unwrap_or(day.plus(36_525))
    }

    /// The moment at which so much working time has passed since `start`.
    pub fn add_working(&self, start: Instant, working: Micros) -> Instant {
        let mut left = working.max(0);
        let mut day = self.zone.day_of(start);
        for _ in 0..36_525 {
            if let Some((open, close)) = self.span(day) {
                let from = open.max(start);
                let there = (close.micros() - from.micros()).max(0);
                if there > 0 && left <= there {
                    return from.plus(left);
                }
                left -= there;
            }
            day = day.plus(1);
        }
        self.zone.end_of(day)
    }

    /// How much working time lies between two moments; zero if `end` is not after `start`.
    pub fn working_between(&self, start: Instant, end: Instant) -> Micros {
        if end <= start {
            return 0;
        }
        let (first, last) = (self.zone.day_of(start).number(), self.zone.day_of(end).number());
        let within = |day| {
            let (open, close) = self.span(Day::from_number(day))?;
            Some((close.min(end).micros() - open.max(start).micros()).max(0))
        };
        (first..=last).filter_map(within).sum()
    }

    fn span(&self, day: Day) -> Option<(Instant, Instant)> {
        if self.holidays.contains(&day) {
            return None;
        }
        let weekday: Weekday = day.date().weekday();
        let (open, close) = self.hours[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]?;
        Some((self.zone.at(day, open), self.zone.at(day, close)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn working_time_skips_nights_weekends_and_holidays() {
        let zone = Zone::find("Europe/Berlin").unwrap();
        let monday = Day::parse("2026-11-23", "%Y-%m-%d").unwrap();
        let office = Calendar::office(zone.clone());
        let calendar = Calendar::new(zone, office.hours, [monday]).unwrap();
        let friday_four = at("2026-11-20T15:00:00Z");
        let due = calendar.add_working(friday_four, 4 * 3600 * SECOND);
        assert_eq!(due, at("2026-11-24T11:00:00Z"), "one hour on Friday, three on Tuesday");
        assert_eq!(calendar.working_between(friday_four, due), 4 * 3600 * SECOND);
        assert_eq!(calendar.working_between(due, friday_four), 0);
    }

    #[test]
    fn a_day_has_the_hours_its_zone_gives_it() {
        let zone = Zone::find("Europe/Berlin").unwrap();
        let spring = Day::parse("2026-03-29", "%Y-%m-%d").unwrap();
        let length = zone.end_of(spring).micros() + 1 - zone.start_of(spring).micros();
        assert_eq!(length, 23 * 3600 * SECOND);
        assert_eq!(zone.day_of(zone.start_of(spring)), spring);
        assert_eq!(zone.day_of(zone.end_of(spring)), spring);
    }

    #[test]
    fn a_calendar_without_hours_is_refused() {
        assert_eq!(Calendar::new(Zone::UTC, [None; 7], []), Err(TimeError::NeverOpen));
    }

    proptest::proptest! {
        #[test]
        fn adding_and_measuring_working_time_agree(start in 0..2_000_000_000i64, minutes in 0..10_000i64) {
            let calendar = Calendar::office(Zone::find("Europe/Berlin").unwrap());
            let start = Instant::from_micros(start * SECOND);
            let end = calendar.add_working(start, minutes * 60 * SECOND);
            proptest::prop_assert_eq!(calendar.working_between(start, end), minutes * 60 * SECOND);
        }

        #[test]
        fn days_count_as_the_calendar_does(number in -700_000..2_000_000i64) {
            let day = Day::from_number(number);
            proptest::prop_assert_eq!(Day::from(day.date()), day);
        }

        #[test]
        fn whole_months_are_the_most_that_do_not_pass_the_day(from in -40_000i64..40_000, to in -40_000i64..40_000) {
            let (from, to) = (Day::from_number(from), Day::from_number(to));
            let months = from.months_until(to);
            proptest::prop_assert!(from.plus_months(months) <= to && from.plus_months(months + 1) > to);
        }
    }
}
