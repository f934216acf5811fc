//! What is true of staying and coming: renewals, seasons, money, the win-back, referrals.

use serde::Serialize;

/// The shifted beta geometric model (Fader and Hardie 2007): at each renewal a customer leaves with a chance of his own, Beta over customers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Renewal {
    /// First parameter of the chances.
    pub alpha: f64,
    /// Second one.
    pub beta: f64,
    /// Months from one renewal to the next.
    pub months: u32,
    /// By how much a point of interest above its mean makes leaving more likely (see `service.problems.leaving` for the scale).
    pub money: f64,
    /// By how much it does when the member of staff who held the tie has left since the last renewal.
    pub key_person: f64,
}

/// The year: a wave over buying, and over what goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Season {
    /// How far the rate of buying rises above its mean at the peak, as a share.
    pub height: f64,
    /// The day of the year of the peak.
    pub peak: u32,
    /// Whether nobody can buy on a Sunday; who would have comes on Monday.
    pub closed_on_sunday: bool,
}

/// The price of money and of goods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Money {
    /// By what share prices rise in a year.
    pub inflation: f64,
    /// Mean rate of interest a year.
    pub interest: f64,
    /// How far it wanders in a month, one standard deviation.
    pub wandering: f64,
    /// Share of last month's distance from the mean that is left a month later.
    pub lasting: f64,
}

impl Money {
    pub(super) fn of(life: bool) -> Self {
        Self {
            inflation: if life { 0.03 } else { 0.0 },
            interest: 0.03,
            wandering: if life { 0.0025 } else { 0.0 },
            lasting: 0.95,
        }
    }
}

/// Customers from before the records begin, some of whom were written to. The worst were chosen: those long away, with bad memories.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WinBack {
    /// Logarithm of the odds of being chosen of somebody average.
    pub chosen: f64,
    /// What each standard deviation of months away adds to it.
    pub chosen_away: f64,
    /// What each problem they had adds to it.
    pub chosen_problem: f64,
    /// Logarithm of the odds of coming back within `days`, of somebody average who was not written to.
    pub back: f64,
    /// What each standard deviation of months away adds to it.
    pub back_away: f64,
    /// What each problem they had adds to it.
    pub back_problem: f64,
    /// What the letter adds to it: it helps.
    pub effect: f64,
    /// Mean number of problems they had.
    pub problems: f64,
    /// Days within which a letter is answered.
    pub days: u32,
}

impl WinBack {
    pub(super) fn of() -> Self {
        Self {
            chosen: -1.6,
            chosen_away: 1.1,
            chosen_problem: 1.0,
            back: -0.6,
            back_away: -0.9,
            back_problem: -0.9,
            effect: 0.6,
            problems: 0.8,
            days: 90,
        }
    }
}

/// Customers who bring customers: a branching process.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Referral {
    /// How many new customers one brings in a lifetime, on the mean.
    pub reproduction: f64,
    /// Dispersion of the negative binomial number of them: the smaller, the more hangs on few.
    pub dispersion: f64,
    /// Mean weeks from coming to bringing somebody; the delay is exponential.
    pub delay_weeks: f64,
    /// Share of referrals that are somebody's second card, for the reward.
    pub fraud: f64,
}
