//! Numbers, money and dates as a person of that language writes them.

use std::sync::LazyLock;

use icu::calendar::Date;
use icu::datetime::fieldsets::{T, YMD, YMDT};
use icu::datetime::input::{DateTime, Time};
use icu::datetime::options::TimePrecision;
use icu::datetime::{DateTimeFormatter, NoCalendarFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::experimental::dimension::currency::CurrencyType;
use icu::experimental::dimension::currency::formatter::CurrencyFormatter;
use icu::experimental::dimension::currency::options::CurrencyFormatterOptions;
use icu::experimental::dimension::percent::formatter::PercentFormatter;
use icu::experimental::dimension::percent::options::PercentFormatterOptions;
use icu::experimental::relativetime::options::Numeric;
use icu::experimental::relativetime::{RelativeTimeFormatter, RelativeTimeFormatterOptions};
use jiff::civil;

use crate::Language;

/// The formatters of one language.
pub struct Formats {
    language: Language,
    number: DecimalFormatter,
    percent: PercentFormatter<DecimalFormatter>,
    day: DateTimeFormatter<YMD>,
    instant: DateTimeFormatter<YMDT>,
    time: NoCalendarFormatter<T>,
    relative: RelativeTimeFormatter,
}

impl Formats {
    /// The formatters of a language, made on first use.
    pub fn of(language: Language) -> &'static Self {
        static ENGLISH: LazyLock<Formats> = LazyLock::new(|| Formats::new(Language::English));
        static GERMAN: LazyLock<Formats> = LazyLock::new(|| Formats::new(Language::German));
        static MIRROR: LazyLock<Formats> = LazyLock::new(|| Formats::new(Language::Mirror));
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Mirror => &MIRROR,
        }
    }

    #[expect(
        clippy::expect_used,
        reason = "the data of every offered language is compiled in; a test makes each"
    )]
    fn new(language: Language) -> Self {
        let locale = language.locale();
        let relative = RelativeTimeFormatterOptions::default().with_numeric(Numeric::Auto);
        Self {
            language,
            number: DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default())
                .expect("numbers"),
            percent: PercentFormatter::try_new((&locale).into(), PercentFormatterOptions::default())
                .expect("percentages"),
            day: DateTimeFormatter::try_new((&locale).into(), YMD::medium()).expect("days"),
            instant: DateTimeFormatter::try_new(
                (&locale).into(),
                YMD::medium().with_time(TimePrecision::Minute),
            )
            .expect("instants"),
            time: NoCalendarFormatter::try_new(
                (&locale).into(),
                T::short().with_time_precision(TimePrecision::Minute),
            )
            .expect("times"),
            relative: RelativeTimeFormatter::try_new_long_day((&locale).into(), relative)
                .expect("relative days"),
        }
    }

    /// The language these are for.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A number with this many digits after the separator.
    pub fn number(&self, value: f64, digits: usize) -> String {
        decimal(value, digits).map_or_else(not_a_number, |d| self.number.format_to_string(&d))
    }

    /// A share as a percentage: `0.614` is `61 %`.
    pub fn percent(&self, share: f64, digits: usize) -> String {
        decimal(share * 100.0, digits).map_or_else(not_a_number, |d| self.percent.format(&d).to_string())
    }

    /// An amount of `minor` units of a currency with `digits` minor digits.
    pub fn money(&self, minor: i64, digits: i16, currency: &str) -> String {
        let mut amount = Decimal::from(minor);
        amount.multiply_pow10(-digits);
        CurrencyType::try_from_str(currency)
            .ok()
            .and_then(|code| {
                CurrencyFormatter::try_new_symbol_narrow(
                    (&self.language.locale()).into(),
                    code,
                    CurrencyFormatterOptions::default(),
                )
                .ok()
            })
            .map_or_else(
                || format!("{} {currency}", self.number.format_to_string(&amount)),
                |formatter| formatter.format_fixed_decimal(&amount).to_string(),
            )
    }

    /// An amount in whole units: for estimates, whose cents mean nothing.
    pub fn money_whole(&self, major: f64, digits: i16, currency: &str) -> String {
        let whole = major.round();
        #[expect(clippy::cast_possible_truncation, reason = "a float saturates; no business has 2^63 cents")]
        let minor = (whole * 10f64.powi(digits.into())) as i64;
        // The formatter always writes the currency's decimals; the number inside its answer is written without.
        let long = self.number(whole.abs(), usize::try_from(digits).unwrap_or_default());
        self.money(minor, digits, currency).replace(&long, &self.number(whole.abs(), 0))
    }

    /// A day: `22 Nov 2026`.
    pub fn day(&self, day: civil::Date) -> String {
        iso(day).map_or_else(|| day.to_string(), |d| self.day.format(&d).to_string())
    }

    /// A moment in the business's zone, to the minute.
    pub fn instant(&self, at: civil::DateTime) -> String {
        match (iso(at.date()), clock(at.time())) {
            (Some(date), Some(time)) => self.instant.format(&DateTime { date, time }).to_string(),
            _ => at.to_string(),
        }
    }

    /// The time of a day, to the minute.
    pub fn time(&self, at: civil::Time) -> String {
        clock(at).map_or_else(|| at.to_string(), |time| self.time.format(&time).to_string())
    }

    /// A day as seen from another: `tomorrow`, `3 days ago`; beyond 30 days, the day itself.
    pub fn relative_day(&self, day: civil::Date, today: civil::Date) -> String {
        let apart = today.until(day).map_or(i32::MAX, |span| span.get_days());
        if apart.abs() > 30 { self.day(day) } else { self.relative.format(Decimal::from(apart)).to_string() }
    }
}

fn decimal(value: f64, digits: usize) -> Option<Decimal> {
    // A negative number that rounds to zero is zero: "-0" is no answer.
    let text = format!("{value:.digits$}");
    let zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if zero { text.trim_start_matches('-') } else { &text }.parse().ok()
}

fn not_a_number() -> String {
    "–".to_owned()
}

fn iso(day: civil::Date) -> Option<Date<icu::calendar::Iso>> {
    Date::try_new_iso(day.year().into(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

fn clock(time: civil::Time) -> Option<Time> {
    let field = |value: i8| u8::try_from(value).ok();
    Time::try_new(field(time.hour())?, field(time.minute())?, field(time.second())?, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::Formats;
    use crate::Language;

    #[test]
    fn each_language_has_its_own_hand() {
        let mut lines = Vec::new();
        for language in Language::ALL {
            let f = Formats::of(language);
            let today = date(2026, 11, 22);
            lines.push(format!("{language}"));
            lines.push(f.number(1_234_567.891, 1));
            lines.push(f.number(-0.001, 0));
            lines.push(f.number(f64::NAN, 0));
            lines.push(f.percent(0.6149, 0));
            lines.push(f.money(123_456, 2, "EUR"));
            lines.push(f.money(-1_250, 2, "USD"));
            lines.push(f.money(9_000, 0, "JPY"));
            lines.push(f.money_whole(-48_119.6, 2, "EUR"));
            lines.push(f.money_whole(9_000.4, 0, "JPY"));
            lines.push(f.money(100, 2, "?!"));
            lines.push(f.day(today));
            lines.push(f.instant(datetime(2026, 11, 22, 17, 5, 0, 0)));
            lines.push(f.time(civil_time(9, 30)));
            for other in [today, date(2026, 11, 23), date(2026, 11, 19), date(2026, 12, 2), date(2027, 3, 1)]
            {
                lines.push(f.relative_day(other, today));
            }
            lines.push(String::new());
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    fn civil_time(hour: i8, minute: i8) -> jiff::civil::Time {
        jiff::civil::time(hour, minute, 0, 0)
    }
}
