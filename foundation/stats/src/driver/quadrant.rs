//! Importance against performance: Martilla & James (1977), Journal of Marketing 41:77.

use crate::{
    Error,
    error::{Result, finite_rows, same_length},
};

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quadrant {
    /// Important and below par.
    ConcentrateHere,
    /// Important and at least at par.
    KeepUp,
    /// Less important and below par.
    LowPriority,
    /// Less important and at least at par.
    PossibleOverkill,
}

impl Quadrant {
    /// The name in the literature.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConcentrateHere => "concentrate here",
            Self::KeepUp => "keep up",
            Self::LowPriority => "low priority",
            Self::PossibleOverkill => "possible overkill",
        }
    }
}

/// Sorts items by importance and performance. `thresholds` are the lines for importance and performance; `None` draws them at the two means,
/// so some items fall below by construction.
///
/// ```
/// use troth_stats::driver::quadrant::{Quadrant, quadrants};
/// let found = quadrants(&[0.4, 0.1], &[6.0, 8.0], None)?;
/// assert_eq!(found, [Quadrant::ConcentrateHere, Quadrant::PossibleOverkill]);
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn quadrants(
    importance: &[f64],
    performance: &[f64],
    thresholds: Option<(f64, f64)>,
) -> Result<Vec<Quadrant>> {
    finite_rows("importance", importance)?;
    finite_rows("performance", performance)?;
    same_length("performance", performance.len(), "importance", importance.len())?;
    if importance.is_empty() {
        return Err(Error::Empty { input: "importance", why: "there is no item to sort" });
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (line, par) = thresholds.unwrap_or_else(|| (mean(importance), mean(performance)));
    for (input, value) in [("importance threshold", line), ("performance threshold", par)] {
        if value.is_nan() {
            return Err(Error::Value { input, value, why: "it must be a number" });
        }
    }
    Ok(importance
        .iter()
        .zip(performance)
        .map(|(i, p)| match (*i >= line, *p >= par) {
            (true, false) => Quadrant::ConcentrateHere,
            (true, true) => Quadrant::KeepUp,
            (false, false) => Quadrant::LowPriority,
            (false, true) => Quadrant::PossibleOverkill,
        })
        .collect())
}
