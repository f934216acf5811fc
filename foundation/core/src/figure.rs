//! A measured number, as it leaves the program: never without its count, interval, grade and method.

use serde::{Deserialize, Serialize};

use crate::money::Currency;
use crate::time::Instant;

/// How much a figure may be believed, and in what sense (MISSION, evidence grades).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// A count, share or mean of what was recorded.
    Counted,
    /// Two things move together; nothing is said about cause.
    Associated,
    /// An effect estimated from records, known confounders adjusted for.
    Adjusted,
    /// An effect measured against a random hold-out.
    Randomised,
    /// A forecast from a fitted model.
    Modelled,
}

impl Grade {
    /// Every grade, weakest claim first as on the legend.
    pub const ALL: [Self; 5] =
        [Self::Counted, Self::Associated, Self::Adjusted, Self::Randomised, Self::Modelled];

    /// The word stored and shown in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Associated => "associated",
            Self::Adjusted => "adjusted",
            Self::Randomised => "randomised",
            Self::Modelled => "modelled",
        }
    }
}

/// What a figure counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A fraction of one, shown as per cent.
    Share,
    /// A number of things.
    Count,
    /// Minor units of a currency.
    Money(Currency),
    /// Days.
    Days,
    /// A plain number, such as a score.
    Number,
}

/// The only way a measured number leaves the program.
///
/// ```
/// use troth_core::{Figure, Grade, Instant, Unit};
/// let figure = Figure::new(0.42, Unit::Share, 120, Grade::Counted, "wilson", Instant::from_micros(0)).between(0.33, 0.51);
/// assert_eq!(figure.low, Some(0.33));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The estimate, in `unit`.
    pub value: f64,
    /// Lower end of the interval; absent where none can be given (the method says why).
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// What `value`, `low` and `high` are in.
    pub unit: Unit,
    /// How many observations it rests on.
    pub n: u64,
    /// What kind of claim it is.
    pub grade: Grade,
    /// Key of the method in `docs/METHODS.md`.
    pub method: String,
    /// The moment up to which records were used.
    pub as_of: Instant,
}

impl Figure {
    /// A figure without an interval yet.
    pub fn new(
        value: f64,
        unit: Unit,
        n: u64,
        grade: Grade,
        method: impl Into<String>,
        as_of: Instant,
    ) -> Self {
        Self { value, low: None, high: None, unit, n, grade, method: method.into(), as_of }
    }

    /// The same figure with its interval.
    #[must_use]
    pub fn between(mut self, low: f64, high: f64) -> Self {
        self.low = Some(low);
        self.high = Some(high);
        self
    }
}
