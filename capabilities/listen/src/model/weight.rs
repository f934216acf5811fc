//! Weights that make those who answered resemble those who were asked.

use troth_core::{Figure, Instant};
use troth_stats::survey::{Margin, Sample, Survey};

use super::form::Kind;
use super::result::{LEVEL, figure, unit_of, worth};

/// Of fewer people no weights are made: a few of them would speak for all.
pub(crate) const FEWEST: usize = 30;
/// A group with fewer who answered is joined with others: one person must not speak for hundreds.
const CELL: usize = 5;
/// No weight is more than so many times the mean.
const HEAVIEST: f64 = 5.0;

/// A property by which the asked can be told apart: how many were asked of each group, and the group of each who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) asked: Vec<u64>,
    pub(crate) of: Vec<usize>,
}

/// The cell of each person, and how many were asked of each cell.
type Cells = (Vec<usize>, Vec<f64>);

impl Recorded {
    /// Groups of whom too few answered become one; `None` where one group is left.
    fn joined(&self) -> Option<Cells> {
        let mut answered = vec![0_usize; self.asked.len()];
        for group in &self.of {
            answered[*group] += 1;
        }
        // The smallest first, until what is joined is large enough itself.
        let mut order: Vec<usize> = (0..answered.len()).filter(|group| self.asked[*group] > 0).collect();
        order.sort_by_key(|group| (answered[*group], *group));
        let (mut together, mut sum) = (0, 0);
        for group in &order {
            if answered[*group] >= CELL && (sum >= CELL || together == 0) {
                break;
            }
            together += 1;
            sum += answered[*group];
        }
        let mut cell = vec![0; answered.len()];
        let first = usize::from(together > 0);
        for (place, group) in order.iter().enumerate() {
            cell[*group] = if place < together { 0 } else { place - together + first };
        }
        let cells = order.len() - together + first;
        if cells < 2 {
            return None;
        }
        let mut totals = vec![0.0; cells];
        for group in order {
            totals[cell[group]] += self.asked[group] as f64;
        }
        Some((self.of.iter().map(|group| cell[*group]).collect(), totals))
    }
}

/// A weight for each person who answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    of: Vec<f64>,
    /// By which properties, as places in what was given.
    pub(crate) by: Vec<usize>,
    /// People with the same weight who would tell as much (Kish).
    pub(crate) effective: f64,
    /// The largest weight beside the mean.
    pub(crate) largest: f64,
    /// How many weights were cut.
    pub(crate) trimmed: usize,
}

/// Rakes the answers to the asked over all that is known of them (Deming and Stephan 1940); where properties contradict each other the last
/// is left out. `None` where nothing tells the asked apart, or too few answered.
pub(crate) fn weigh(known: &[Recorded], people: usize) -> Option<Weights> {
    if people < FEWEST {
        return None;
    }
    let usable: Vec<(usize, Cells)> =
        known.iter().enumerate().filter_map(|(place, one)| Some((place, one.joined()?))).collect();
    let even = vec![1.0; people];
    let start = Sample { weights: &even, ..Sample::default() }.check().ok()?;
    let (by, raked): (Vec<usize>, Survey) = (1..=usable.len()).rev().find_map(|count| {
        let margins: Vec<Margin<'_>> =
            usable[..count].iter().map(|(_, (cells, totals))| Margin { cells, totals }).collect();
        let raked = start.rake(&margins).ok()?;
        Some((usable[..count].iter().map(|(place, _)| *place).collect(), raked))
    })?;
    let mean = raked.weights().iter().sum::<f64>() / people as f64;
    let weights: Vec<f64> = raked.weights().iter().map(|weight| (weight / mean).min(HEAVIEST)).collect();
    let trimmed = raked.weights().iter().filter(|weight| **weight / mean > HEAVIEST).count();
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let effective = Sample { weights: &weights, ..Sample::default() }.check().ok()?.effective_rows();
    Some(Weights { of: weights, by, effective, largest, trimmed })
}

impl Weights {
    /// The score of answers, `None` for people who did not give one. The interval takes the weights as given: it is that of the
    /// design (linearised), and wider by its effect.
    pub(crate) fn score(&self, kind: Kind, answers: &[Option<i64>], as_of: Instant) -> Option<Figure> {
        let mut given = Vec::new();
        for (answer, weight) in answers.iter().zip(&self.of) {
            if let Some(answer) = answer {
                given.push((worth(kind, *answer)?, *weight));
            }
        }
        if given.len() < FEWEST {
            return None;
        }
        let (values, weights): (Vec<f64>, Vec<f64>) = given.into_iter().unzip();
        let mut mean =
            Sample { weights: &weights, ..Sample::default() }.check().ok()?.mean(&values, LEVEL).ok()?;
        // Where all answered alike, weights change nothing, and there is no spread to make an interval of.
        if mean.high <= mean.low {
            return None;
        }
        let (unit, scale) = unit_of(kind);
        let low = if kind == Kind::Nps { -1.0 } else { 0.0 };
        (mean.low, mean.high) = (mean.low.max(low), mean.high.min(1.0));
        Some(figure(mean, unit, scale, "survey-weighted", as_of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Instant {
        Instant::from_micros(0)
    }

    #[test]
    fn whoever_answered_less_often_counts_more() {
        // 100 of each were asked; 40 of one group answered, 10 of the other: 9 each of the satisfied in the second.
        let known =
            Recorded { asked: vec![100, 100], of: (0..50).map(|person| usize::from(person >= 40)).collect() };
        let weights = weigh(&[known], 50).unwrap();
        let answers: Vec<Option<i64>> = (0..50)
            .map(|person| {
                Some(if person < 40 {
                    1 + 4 * (person % 2)
                } else {
                    5 * i64::from(person < 49) + i64::from(person == 49)
                })
            })
            .collect();
        let score = weights.score(Kind::Csat, &answers, at()).unwrap();
        assert!((score.value - 0.7).abs() < 1e-9, "half of one half, nine tenths of the other: {score:?}");
        assert!(
            (weights.effective - 2500.0 / (40.0 * 0.625 * 0.625 + 10.0 * 6.25)).abs() < 1e-9,
            "{weights:?}"
        );
        let even = (0.58_f64 * 0.42 / 50.0).sqrt();
        assert!((score.high.unwrap() - score.low.unwrap()) / 2.0 > 2.0 * even, "wider than without weights");
        assert_eq!((score.n, score.method.as_str(), weights.trimmed), (50, "survey-weighted", 0));
    }

    #[test]
    fn groups_of_whom_few_answered_are_joined_and_no_weight_is_beyond_bounds() {
        let of = |sizes: &[usize]| -> Vec<usize> {
            sizes.iter().enumerate().flat_map(|(group, size)| std::iter::repeat_n(group, *size)).collect()
        };
        let known = Recorded { asked: vec![100, 50, 50, 10], of: of(&[40, 1, 0, 9]) };
        let (cells, totals) = known.joined().unwrap();
        assert_eq!(totals, [110.0, 100.0], "one, none and nine together are large enough");
        assert_eq!((cells[0], cells[40], cells[49]), (1, 0, 0));
        let heavy = Recorded { asked: vec![100, 900], of: of(&[95, 5]) };
        let weights = weigh(&[heavy], 100).unwrap();
        assert_eq!((weights.largest, weights.trimmed), (5.0, 5), "18 times the mean were too much");
        let alone = Recorded { asked: vec![100], of: of(&[40]) };
        assert_eq!(weigh(std::slice::from_ref(&alone), 40), None, "nothing tells them apart");
        assert_eq!(weigh(&[Recorded { asked: vec![50, 50], of: of(&[20, 9]) }], 29), None, "too few");
        assert_eq!(alone.joined(), None);
    }

    #[test]
    fn several_properties_come_out_right_together() {
        let first = Recorded { asked: vec![60, 40], of: (0..60).map(|person| person % 2).collect() };
        let second = Recorded {
            asked: vec![20, 80],
            of: (0..60).map(|person| usize::from(person % 3 == 0)).collect(),
        };
        let weights = weigh(&[first.clone(), second], 60).unwrap();
        assert_eq!(weights.by, [0, 1]);
        let share: f64 = (0..60).filter(|person| person % 2 == 0).map(|person| weights.of[person]).sum();
        assert!((share / 60.0 - 0.6).abs() < 1e-6);
    }
}
