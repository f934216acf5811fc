//! Charts: a table that is on the page anyway, from which the browser draws.

use serde::Serialize;
use troth_core::{Day, Message};

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A line through the values, with a band where there are intervals.
    Line,
    /// A bar for each value, one below the other.
    Bar,
    /// A column for each value, side by side: what was counted in each month.
    Column,
    /// A point for each value, with its interval as a whisker.
    Point,
    /// A point for each of several things on two measures, with lines at the means. The first word of its series is written beside it.
    Map,
}

/// What the values are, and so how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Plain numbers.
    Number,
    /// Fractions of one.
    Share,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum At {
    /// On a day.
    Day(Day),
    /// At a number.
    Number(f64),
    /// At a name.
    Name(String),
}

/// A row of the table: where, and the value with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Where it stands.
    pub at: At,
    /// Which line or group it belongs to; empty when there is one.
    pub series: String,
    /// The value; none where nothing is known.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
}

impl Point {
    /// A value without an interval, in the only series.
    pub fn new(at: At, value: f64) -> Self {
        Self { at, series: String::new(), value: Some(value), low: None, high: None }
    }

    /// The same point in a series.
    #[must_use]
    pub fn of(mut self, series: impl Into<String>) -> Self {
        self.series = series.into();
        self
    }

    /// The same point with its interval.
    #[must_use]
    pub fn between(mut self, low: f64, high: f64) -> Self {
        self.low = Some(low);
        self.high = Some(high);
        self
    }
}

/// A chart and its table.
///
/// ```
/// use troth_core::Message;
/// use troth_web::chart::{At, Chart, Measure, Point, Shape};
/// let points = vec![Point::new(At::Number(1.0), 0.5), Point::new(At::Number(2.0), 0.4)];
/// let chart = Chart::new(Shape::Line, Measure::Share, Message::new("measure-retention"), points)
///     .axes(Message::new("measure-month"), Message::new("measure-kept"));
/// assert_eq!(chart.points.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// How it is drawn.
    pub shape: Shape,
    /// What the values are.
    pub measure: Measure,
    /// What it shows, as a caption.
    pub caption: Message,
    /// What stands along the bottom.
    pub x: Option<Message>,
    /// What stands along the side.
    pub y: Option<Message>,
    /// The values.
    pub points: Vec<Point>,
    /// Whether points belong to named series.
    pub series: bool,
    /// Whether points have intervals.
    pub intervals: bool,
}

impl Chart {
    /// A chart of these points.
    pub fn new(shape: Shape, measure: Measure, caption: Message, points: Vec<Point>) -> Self {
        let series = points.iter().any(|point| !point.series.is_empty());
        let intervals = points.iter().any(|point| point.low.is_some() && point.high.is_some());
        Self { shape, measure, caption, x: None, y: None, points, series, intervals }
    }

    /// The same chart with its axes named.
    #[must_use]
    pub fn axes(mut self, x: Message, y: Message) -> Self {
        self.x = Some(x);
        self.y = Some(y);
        self
    }
}
