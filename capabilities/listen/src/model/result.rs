//! What the answers to a question come to: a score with its interval, what is compared with what, and what is too small to show.

use std::collections::BTreeMap;

use troth_core::{Figure, Grade, Instant, Unit};
use troth_stats::comparison::{self, Pair};
use troth_stats::score::mean;
use troth_stats::score::nps::{self, Answers as NpsAnswers, Nps};
use troth_stats::score::reliability::{Items, Missing};
use troth_stats::share::{Count, Method, Share};
use troth_stats::{Error, Estimate};

use super::form::Kind;

/// Coverage of every interval.
pub(super) const LEVEL: f64 = 0.95;

/// How often each number was answered.
pub(crate) type Tally = BTreeMap<i64, u64>;

/// How many answers there are.
pub(crate) fn size(tally: &Tally) -> u64 {
    tally.values().sum()
}

/// What one figure is made of, by the kind of question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Score {
    /// Promoters less detractors.
    Nps(Nps),
    /// The share of those at the upper end.
    Top(Share),
}

/// From which number on an answer counts as one at the upper end.
const fn top(kind: Kind) -> Option<i64> {
    match kind {
        Kind::Recommend => Some(3),
        Kind::Csat => Some(4),
        Kind::Again | Kind::Ces => Some(5),
        _ => None,
    }
}

/// What an answer is worth to the score of its kind: a promoter 1 and a detractor −1, or 1 at the upper end.
pub(super) fn worth(kind: Kind, answer: i64) -> Option<f64> {
    match (kind, top(kind)) {
        (Kind::Nps, _) => Some(f64::from(i8::from(answer >= 9) - i8::from(answer <= 6))),
        (_, Some(top)) => Some(f64::from(u8::from(answer >= top))),
        _ => None,
    }
}

/// In what the score of a kind is told, and what a worth of 1 is there.
pub(super) const fn unit_of(kind: Kind) -> (Unit, f64) {
    if matches!(kind, Kind::Nps) { (Unit::Number, 100.0) } else { (Unit::Share, 1.0) }
}

impl Score {
    /// The score of a kind of question that has one.
    pub(crate) fn of(kind: Kind, tally: &Tally) -> Option<Self> {
        let within = |from: i64, to: i64| tally.range(from..=to).map(|(_, count)| count).sum::<u64>();
        if kind == Kind::Nps {
            let answers =
                NpsAnswers { detractors: within(0, 6), passives: within(7, 8), promoters: within(9, 10) };
            return answers.check().ok().map(Self::Nps);
        }
        let from = top(kind)?;
        Count { successes: within(from, i64::MAX), trials: size(tally) }.check().ok().map(Self::Top)
    }

    fn estimate(self) -> Result<Estimate, Error> {
        match self {
            Self::Nps(nps) => nps.interval(nps::Method::Score, LEVEL),
            Self::Top(share) => interval(share),
        }
    }

    /// As it leaves the program: a net promoter score from −100 to 100, others as shares.
    pub(crate) fn figure(self, as_of: Instant) -> Option<Figure> {
        let estimate = self.estimate().ok()?;
        let (unit, scale, method) = match self {
            Self::Nps(_) => (Unit::Number, 100.0, "survey-nps"),
            Self::Top(_) => (Unit::Share, 1.0, "survey-top"),
        };
        Some(figure(estimate, unit, scale, method, as_of))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of answers")]
pub(super) fn figure(estimate: Estimate, unit: Unit, scale: f64, method: &str, as_of: Instant) -> Figure {
    Figure::new(estimate.value * scale, unit, estimate.n as u64, Grade::Counted, method, as_of)
        .between(estimate.low * scale, estimate.high * scale)
}

/// Few answers must not mislead: below this many, an interval that never claims too much.
const FEW: u64 = 20;

fn interval(share: Share) -> Result<Estimate, Error> {
    let method = if share.trials() < FEW { Method::ClopperPearson } else { Method::Wilson };
    share.interval(method, LEVEL)
}

/// A share of all who answered.
pub(crate) fn share(count: u64, of: u64, as_of: Instant) -> Option<Figure> {
    let share = interval(Count { successes: count, trials: of }.check().ok()?).ok()?;
    Some(figure(share, Unit::Share, 1.0, "survey-share", as_of))
}

/// A mean on a scale.
pub(crate) fn mean_of(tally: &Tally, (low, high): (i64, i64), as_of: Instant) -> Option<Figure> {
    let counts: Vec<(f64, u64)> = tally.iter().map(|(value, count)| (*value as f64, *count)).collect();
    let mean = mean::of_counts(&counts, (low as f64, high as f64), LEVEL).ok()?;
    Some(figure(mean, Unit::Number, 1.0, "survey-mean", as_of))
}

/// Fewer whole answers than this say nothing of a scale.
const WHOLE: usize = 20;

/// How far rows measure one thing (Cronbach's alpha), of those who answered them all; none of too few, and where nothing varies.
pub(crate) fn reliability(columns: &[Vec<f64>], as_of: Instant) -> Option<Figure> {
    let responses = columns.first().map_or(0, Vec::len);
    let whole = (0..responses).filter(|place| columns.iter().all(|column| !column[*place].is_nan()));
    if whole.count() < WHOLE {
        return None;
    }
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let items = Items { columns: &columns, missing: Missing::Listwise };
    let alpha = items.reliability(LEVEL).ok()?.alpha;
    Some(figure(alpha, Unit::Number, 1.0, "survey-alpha", as_of))
}

/// All pairs of groups, corrected for how many there are (Holm).
pub(crate) fn compare(scores: &[Score]) -> Vec<Pair> {
    let shares: Vec<Share> = scores
        .iter()
        .filter_map(|score| if let Score::Top(share) = score { Some(*share) } else { None })
        .collect();
    if shares.len() == scores.len() {
        return comparison::shares(&shares, LEVEL).unwrap_or_default();
    }
    let mut pairs = Vec::new();
    for (first, one) in scores.iter().enumerate() {
        for (second, other) in scores.iter().enumerate().skip(first + 1) {
            if let (Score::Nps(one), Score::Nps(other)) = (one, other)
                && let Ok(found) = nps::compare(*one, *other, LEVEL)
            {
                let (difference, p_value) = (found.score, found.p_value);
                pairs.push(Pair {
                    first,
                    second,
                    difference,
                    p_value,
                    holm: p_value,
                    benjamini_hochberg: p_value,
                });
            }
        }
    }
    let alone: Vec<f64> = pairs.iter().map(|pair| pair.p_value).collect();
    let (holm, benjamini_hochberg) = (
        comparison::holm(&alone).unwrap_or_default(),
        comparison::benjamini_hochberg(&alone).unwrap_or_default(),
    );
    for (place, pair) in pairs.iter_mut().enumerate() {
        pair.holm = holm.get(place).copied().unwrap_or(1.0);
        pair.benjamini_hochberg = benjamini_hochberg.get(place).copied().unwrap_or(1.0);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_the_score_its_field_knows() {
        let tally = Tally::from([(10, 3), (8, 1), (2, 1)]);
        let at = Instant::from_micros(0);
        let nps = Score::of(Kind::Nps, &tally).unwrap().figure(at).unwrap();
        assert!((nps.value - 40.0).abs() < 1e-9 && nps.low.unwrap() > -100.0 && nps.n == 5);
        let csat = Score::of(Kind::Csat, &Tally::from([(5, 1), (4, 1), (1, 2)])).unwrap().figure(at).unwrap();
        assert_eq!((csat.value, csat.unit), (0.5, Unit::Share));
        assert_eq!(Score::of(Kind::Single, &tally), None);
        assert_eq!(Score::of(Kind::Nps, &Tally::new()), None);
    }

    #[test]
    fn groups_are_compared_with_a_correction_for_how_many_there_are() {
        let group = |promoters, detractors| {
            Score::Nps(NpsAnswers { promoters, passives: 20, detractors }.check().unwrap())
        };
        let pairs = compare(&[group(60, 20), group(20, 60), group(58, 22)]);
        assert_eq!(pairs.len(), 3);
        assert!(
            pairs[0].holm < 0.001
                && pairs[1].holm > 0.5
                && pairs.iter().all(|pair| pair.holm >= pair.p_value)
        );
    }
}
