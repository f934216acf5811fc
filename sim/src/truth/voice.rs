//! What is true of what customers and staff say, and of what is promised and measured.

use serde::Serialize;

/// Surveys: who answers, and how answers stray from what is felt.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Survey {
    /// Share of visits after which a customer of a shop is asked; at a maker, every person is asked once a year.
    pub asked: f64,
    /// Logarithm of the odds that somebody answers who feels neither way.
    pub answers: f64,
    /// What each standard deviation of feeling, either way, adds to it: those who feel strongly answer.
    pub answers_feeling: f64,
    /// What being asked face to face adds to an answer, in standard deviations: people are polite.
    pub polite: f64,
    /// Share who say they cannot say whether they would buy again.
    pub undecided: f64,
    /// How much better operators feel than managers, in standard deviations.
    pub operations: f64,
    /// Share of persons at a maker's customers who deny having had an alternative.
    pub no_alternative: f64,
    /// What a standard deviation of the odds of staying adds to the intention to buy again; the rest of it is feeling and chance.
    pub intention: f64,
    /// Share of the last occasion's feeling that is left at the next.
    pub lasting: f64,
    /// Mean of an expectation, on a scale from 1 to 7.
    pub expected: f64,
}

/// What is promised to customers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Promise {
    /// Share of occasions with a promise.
    pub share: f64,
    /// Logarithm of the odds that one is kept.
    pub kept: f64,
    /// What a standard deviation of the team's morale adds to it.
    pub morale: f64,
    /// Share of those not kept that are moved in time, with the customer's consent.
    pub renegotiated: f64,
    /// What a broken one does to what is felt, in standard deviations; on staying promises have no effect.
    pub broken_felt: f64,
}

/// Questions customers ask, and how soon they are answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Message {
    /// Share of occasions with a question.
    pub share: f64,
    /// Median minutes until an answer.
    pub median_minutes: f64,
    /// Standard deviation of its logarithm.
    pub spread: f64,
    /// Share that is never answered.
    pub unanswered: f64,
}

/// A moment of the journey that has a standard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Touchpoint {
    /// Its key in the files.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// The stage of the journey.
    pub stage: &'static str,
    /// Minutes within which it should be done.
    pub standard_minutes: u32,
    /// Median minutes it takes.
    pub median_minutes: f64,
    /// Standard deviation of the logarithm.
    pub spread: f64,
    /// Share of times the standard is met.
    pub met: f64,
}

/// What is said without being asked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spoken {
    /// The chance of a review after an occasion, of somebody who feels neither way.
    pub review: f64,
    /// What each standard deviation of feeling, either way, multiplies it by, as a logarithm.
    pub review_feeling: f64,
    /// The chance of praise of a member of staff of average kindness.
    pub praise: f64,
    /// What each standard deviation of kindness multiplies it by, as a logarithm.
    pub praise_kindness: f64,
    /// The chance of a suggestion.
    pub suggestion: f64,
    /// Share of suggestions that are granted.
    pub granted: f64,
    /// The chance that a new or a lost customer says why.
    pub reason: f64,
    /// Share of customers who care for one of the causes.
    pub cares: f64,
}

/// Ice cream and drownings: the season drives both how long people wait and how much they buy; neither does anything to the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pair {
    /// Mean minutes of waiting.
    pub waiting: f64,
    /// How much longer the wait is at the season's peak, as a share.
    pub waiting_season: f64,
    /// Standard deviation of a day's mean.
    pub waiting_spread: f64,
    /// What waiting does to buying: nothing.
    pub effect: f64,
    /// What the season's peak takes from how content people say they are, in standard deviations; waiting takes nothing of it.
    pub mood: f64,
}

/// What staff say of their work, each month, without a name.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pulse {
    /// Share of staff who answer.
    pub answers: f64,
    /// Mean answer on a scale from 0 to 10.
    pub mean: f64,
    /// What a standard deviation of the team's morale adds to it.
    pub morale: f64,
    /// Standard deviation of a person's answer around the team's.
    pub spread: f64,
}

/// Everything said, promised and measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice {
    /// Surveys.
    pub survey: Survey,
    /// Promises.
    pub promise: Promise,
    /// Questions and answers.
    pub message: Message,
    /// Moments with a standard.
    pub touchpoints: Vec<Touchpoint>,
    /// Reviews, praise, suggestions, reasons.
    pub spoken: Spoken,
    /// A service metric and loyalty, both driven by the season.
    pub pair: Pair,
    /// The pulse of the staff.
    pub pulse: Pulse,
}

impl Voice {
    pub(super) fn of(shop: bool, life: bool) -> Self {
        let if_life = |value: f64| if life { value } else { 0.0 };
        Self {
            survey: Survey {
                asked: 0.12,
                answers: -1.0,
                answers_feeling: if_life(0.7),
                polite: if_life(0.5),
                undecided: if_life(0.12),
                operations: if shop { 0.0 } else { 0.6 },
                no_alternative: 0.2,
                intention: if life { 0.4 } else { 0.6 },
                lasting: 0.6,
                expected: 5.2,
            },
            promise: Promise { share: 0.06, kept: 1.6, morale: 0.35, renegotiated: 0.4, broken_felt: -0.6 },
            message: Message { share: 0.05, median_minutes: 150.0, spread: 1.1, unanswered: 0.04 },
            touchpoints: if shop {
                vec![
                    touchpoint("greeting", "Greeted at the door", "arrive", (2, 1.0, 0.8)),
                    touchpoint("till", "Paid at the till", "buy", (5, 3.0, 0.6)),
                    touchpoint("order", "Order ready to collect", "receive", (2_880, 1_700.0, 0.7)),
                ]
            } else {
                vec![
                    touchpoint("quote", "Quote sent", "choose", (1_440, 900.0, 0.7)),
                    touchpoint("delivery", "Part delivered", "receive", (4_320, 2_900.0, 0.5)),
                    touchpoint("call", "Technician on the line", "use", (60, 35.0, 0.9)),
                    touchpoint("invoice", "Invoice right and sent", "pay", (7_200, 4_000.0, 0.6)),
                ]
            },
            spoken: Spoken {
                review: 0.012,
                review_feeling: 0.6,
                praise: 0.02,
                praise_kindness: 0.7,
                suggestion: 0.012,
                granted: 0.35,
                reason: 0.25,
                cares: 0.2,
            },
            pair: Pair {
                waiting: 4.0,
                waiting_season: 0.4,
                waiting_spread: 0.6,
                effect: 0.0,
                mood: if_life(0.5),
            },
            pulse: Pulse { answers: 0.7, mean: 6.8, morale: 1.1, spread: 1.5 },
        }
    }
}

fn touchpoint(
    key: &'static str,
    name: &'static str,
    stage: &'static str,
    (standard_minutes, median_minutes, spread): (u32, f64, f64),
) -> Touchpoint {
    // The time it takes is log-normal.
    let score = libm::log(f64::from(standard_minutes) / median_minutes) / spread;
    let met = 0.5 * libm::erfc(-score / core::f64::consts::SQRT_2);
    Touchpoint { key, name, stage, standard_minutes, median_minutes, spread, met }
}
