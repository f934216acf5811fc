//! A measured number as a person reads it: value, interval as a whisker, count, grade.

use serde::Serialize;
use troth_core::{Figure, Unit};

use crate::Formats;

/// Width of the whisker's drawing, in units of its own view box; the margin keeps end marks inside.
const WIDTH: f64 = 100.0;
const MARGIN: f64 = 2.0;

/// What the `figure` component shows.
#[derive(Debug, Serialize, PartialEq)]
pub(crate) struct Parts {
    value: String,
    low: Option<String>,
    high: Option<String>,
    /// Where value and ends stand on the drawing, if there is an interval.
    whisker: Option<Whisker>,
    grade: &'static str,
    /// Key of the text that says what the unit is, for screen readers and plain sentences.
    unit: &'static str,
}

#[derive(Debug, Serialize, PartialEq)]
pub(crate) struct Whisker {
    low: f64,
    value: f64,
    high: f64,
    /// Where zero stands, when it lies inside.
    zero: Option<f64>,
}

pub(crate) fn parts(formats: &Formats, figure: &Figure) -> Parts {
    let write = |value| write(formats, value, figure);
    Parts {
        value: write(figure.value),
        low: figure.low.map(write),
        high: figure.high.map(write),
        whisker: whisker(figure),
        grade: figure.grade.key(),
        unit: match figure.unit {
            Unit::Share => "share",
            Unit::Count => "count",
            Unit::Money(_) => "money",
            Unit::Days => "days",
            Unit::Number => "number",
        },
    }
}

fn write(formats: &Formats, value: f64, figure: &Figure) -> String {
    match figure.unit {
        Unit::Share => formats.percent(value, share_digits(figure)),
        Unit::Money(currency) => {
            let digits = i16::try_from(currency.exponent()).unwrap_or_default();
            formats.money_whole(value / 10f64.powi(digits.into()), digits, currency.code())
        }
        Unit::Count | Unit::Days => formats.number(value, 0),
        Unit::Number => formats.number(value, if value.abs() < 10.0 { 2 } else { 1 }),
    }
}

/// A decimal is shown only where the interval is narrow enough to bear it.
fn share_digits(figure: &Figure) -> usize {
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if high - low < 0.02 => 1,
        _ => 0,
    }
}

/// Shares stand on an axis from nothing to all; other figures on one that holds zero and the interval.
fn whisker(figure: &Figure) -> Option<Whisker> {
    let (low, high) = (figure.low?, figure.high?);
    let (from, to) = match figure.unit {
        Unit::Share if low >= 0.0 && high <= 1.0 => (0.0, 1.0),
        _ => (low.min(0.0), high.max(0.0)),
    };
    if to <= from || ![low, high, figure.value].iter().all(|v| v.is_finite()) {
        return None;
    }
    let place = |value: f64| {
        let share = (value.clamp(from, to) - from) / (to - from);
        (10.0 * (MARGIN + share * (WIDTH - 2.0 * MARGIN))).round() / 10.0
    };
    let zero = (from < 0.0 && to > 0.0).then(|| place(0.0));
    Some(Whisker { low: place(low), value: place(figure.value), high: place(high), zero })
}

/// Points of a small line through these values, in a box of 64 by 20 with a margin of two.
pub(crate) fn spark(values: &[f64]) -> String {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (width, height) = (60.0, 16.0);
    let across = (values.len().max(2) - 1) as f64;
    let place = |(index, value): (usize, &f64)| {
        // A line that never moves runs through the middle.
        let up = if high > low { (value - low) / (high - low) } else { 0.5 };
        format!("{:.1},{:.1}", 2.0 + width * index as f64 / across, 2.0 + height * (1.0 - up))
    };
    values.iter().enumerate().map(place).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use troth_core::{Currency, Figure, Grade, Instant, Unit};

    use super::{parts, spark, whisker};
    use crate::{Formats, Language};

    fn figure(value: f64, unit: Unit) -> Figure {
        Figure::new(value, unit, 120, Grade::Counted, "wilson", Instant::from_micros(0))
    }

    #[test]
    fn a_share_is_drawn_between_nothing_and_all() {
        let drawn = whisker(&figure(0.5, Unit::Share).between(0.25, 1.0)).unwrap();
        assert_eq!((drawn.low, drawn.value, drawn.high, drawn.zero), (26.0, 50.0, 98.0, None));
    }

    #[test]
    fn a_difference_shows_where_zero_is() {
        let drawn = whisker(&figure(-0.1, Unit::Number).between(-0.3, 0.1)).unwrap();
        assert_eq!(drawn.zero, Some(74.0));
    }

    #[test]
    fn without_an_interval_nothing_is_drawn() {
        assert_eq!(whisker(&figure(0.5, Unit::Share)), None);
        assert_eq!(whisker(&figure(0.5, Unit::Share).between(f64::NAN, 1.0)), None);
    }

    #[test]
    fn a_small_line_fills_its_box_and_a_still_one_runs_through_the_middle() {
        assert_eq!(spark(&[1.0, 3.0, 2.0]), "2.0,18.0 32.0,2.0 62.0,10.0");
        assert_eq!(spark(&[5.0, 5.0]), "2.0,10.0 62.0,10.0");
    }

    #[test]
    fn decimals_are_shown_only_where_the_interval_bears_them() {
        let english = Formats::of(Language::English);
        assert_eq!(parts(english, &figure(0.4218, Unit::Share).between(0.33, 0.51)).value, "42%");
        assert_eq!(parts(english, &figure(0.4218, Unit::Share).between(0.419, 0.425)).value, "42.2%");
        let money = parts(english, &figure(123_456.4, Unit::Money(Currency::EUR)));
        assert_eq!(money.value, "€1,235");
    }
}
