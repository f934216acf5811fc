//! An occasion: a visit to a shop, a year of a contract. What goes wrong there, what is done about it, and what that does.

use crate::random::Stream;
use crate::truth::Service;

/// How a problem ended that we heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Poor,
    Adequate,
    Spectacular,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Occasion {
    /// Which sort of problem, if any.
    pub(super) problem: Option<usize>,
    /// How it ended, if it was told.
    pub(super) ending: Option<Ending>,
    pub(super) thanked: bool,
    /// What it does to leaving: see [`leaves`].
    pub(super) leaving: f64,
    /// What the customer felt, in standard deviations.
    pub(super) felt: f64,
}

/// Circumstances of an occasion.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// Height of the season.
    pub(super) wave: f64,
    pub(super) kindness: f64,
    pub(super) morale: f64,
}

/// What a standard deviation of kindness and of morale does to what is felt.
pub(super) const FELT: (f64, f64) = (0.3, 0.25);

impl Occasion {
    pub(super) fn drawn(service: &Service, around: Around, own: &mut Stream) -> Self {
        let more = 1.0 + service.season * around.wave;
        let mut left = own.uniform();
        let problem = service.problems.iter().position(|problem| {
            left -= problem.chance * more;
            left < 0.0
        });
        let (told, ended, thanked) = (own.uniform(), own.uniform(), own.chance(service.thanks.share));
        let recovery = &service.recovery;
        let ending = problem.filter(|problem| told < service.problems[*problem].told).map(|_| {
            if ended < recovery.spectacular {
                Ending::Spectacular
            } else if ended < recovery.spectacular + recovery.adequate {
                Ending::Adequate
            } else {
                Ending::Poor
            }
        });
        let (leaving, felt) = problem.map_or((service.without_problem, 0.0), |number| {
            let problem = &service.problems[number];
            match ending {
                None | Some(Ending::Poor) => (problem.leaving, problem.felt),
                Some(Ending::Adequate) => (recovery.left_adequate * problem.leaving, 0.3 * problem.felt),
                Some(Ending::Spectacular) => (recovery.leaving_spectacular, 0.5),
            }
        });
        let thanks = if thanked { service.thanks.leaving } else { service.thanks.leaving_without };
        Self {
            problem,
            ending,
            thanked,
            leaving: leaving + thanks + service.kindness * around.kindness + service.morale * around.morale,
            felt: felt + FELT.0 * around.kindness + FELT.1 * around.morale,
        }
    }
}

/// The chance of leaving where it would be `p` and `c` happened: between 0 and 1 for every `c` from −1 to 1.
pub(super) fn leaves(p: f64, c: f64) -> f64 {
    p + c.clamp(-1.0, 1.0) * p * (1.0 - p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Who};
    use crate::{Kind, Plan, Truth, World};

    #[test]
    fn occasions_go_as_the_truth_says_and_do_nothing_to_leaving_on_the_mean() {
        let truth = Truth::of(&Plan::new(Kind::Shop, World::Ideal, 1, 10));
        let service = &truth.service;
        let mut own = Stream::new(1, Purpose::Service, Who::founder(1));
        let n = 200_000;
        let occasions: Vec<_> =
            (0..n).map(|_| Occasion::drawn(service, Around::default(), &mut own)).collect();
        let share = |test: &dyn Fn(&Occasion) -> bool| {
            occasions.iter().filter(|occasion| test(occasion)).count() as f64 / f64::from(n)
        };
        let near = |one: f64, two: f64| assert!((one - two).abs() < 0.005, "{one}, not {two}");
        near(share(&|one| one.problem.is_some()), service.share_with_problem());
        near(share(&|one| one.ending.is_some()), service.share_with_problem() * service.share_told());
        near(share(&|one| one.thanked), service.thanks.share);
        near(occasions.iter().map(|one| one.leaving).sum::<f64>() / f64::from(n), 0.0);
    }

    #[test]
    fn a_chance_of_leaving_stays_one() {
        for p in [0.0, 0.01, 0.5, 1.0] {
            for c in [-3.0, -1.0, 0.0, 0.8, 5.0] {
                assert!((0.0..=1.0).contains(&leaves(p, c)));
            }
            assert!((leaves(p, 0.0) - p).abs() < 1e-15);
        }
    }
}
