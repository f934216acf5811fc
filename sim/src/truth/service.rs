//! What is true of problems and what is done about them.
//!
//! Everything that touches staying does so in one way: a customer whose chance of leaving at an occasion would be `p` leaves with
//! `p + c p (1 − p)`, where `c` is the sum of what happened there. Over what happens at an occasion `c` has mean zero in the ideal world,
//! so that whoever does not see it sees exactly the model's `p`.

use serde::Serialize;

/// What goes wrong, what is done about it, and what it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Service {
    /// Sorts of problems.
    pub problems: Vec<Problem>,
    /// What is done about those we hear of.
    pub recovery: Recovery,
    /// What an occasion without a problem does to leaving: it makes up for the others.
    pub without_problem: f64,
    /// Thank-you notes.
    pub thanks: Thanks,
    /// By how much more often things go wrong at the season's peak, as a share.
    pub season: f64,
    /// What a standard deviation of kindness of the member of staff does to leaving.
    pub kindness: f64,
    /// What a standard deviation of the team's morale in that month does to leaving.
    pub morale: f64,
}

/// A sort of problem.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Problem {
    /// Its name.
    pub name: &'static str,
    /// The chance of it at an occasion: a visit in a shop, a year of a contract.
    pub chance: f64,
    /// The chance that the customer tells us.
    pub told: f64,
    /// What it does to leaving if it is not told, or told and put right badly.
    pub leaving: f64,
    /// What it does to what the customer feels, in standard deviations.
    pub felt: f64,
}

/// How those problems end that we hear of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recovery {
    /// Share put right spectacularly.
    pub spectacular: f64,
    /// Share put right adequately.
    pub adequate: f64,
    /// What a problem does to leaving once put right spectacularly: less than none at all.
    pub leaving_spectacular: f64,
    /// Share of what the problem does to leaving that is left once put right adequately.
    pub left_adequate: f64,
    /// Mean hours until a first answer.
    pub answer_hours: f64,
}

/// Thank-you notes, given at random: whoever compares learns their effect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thanks {
    /// Share of occasions after which one is sent.
    pub share: f64,
    /// What it does to leaving.
    pub leaving: f64,
    /// What its absence does: it makes up for the presence.
    pub leaving_without: f64,
}

impl Service {
    pub(super) fn of(shop: bool, life: bool) -> Self {
        let problem = |name, chance, told, leaving, felt| Problem { name, chance, told, leaving, felt };
        // Mistreatment, poor quality and incompetence are told by 5 to 30 % of consumers, a loss of money by half or more (Goodman 1999).
        let problems = if shop {
            vec![
                problem("late", 0.05, 0.15, 0.45, -0.7),
                problem("wrong", 0.03, 0.25, 0.50, -0.8),
                problem("unfriendly", 0.04, 0.05, 0.80, -1.4),
                problem("broken", 0.02, 0.30, 0.60, -1.0),
                problem("bill", 0.01, 0.50, 0.55, -0.9),
            ]
        } else {
            vec![
                problem("late", 0.14, 0.45, 0.45, -0.7),
                problem("wrong", 0.08, 0.50, 0.50, -0.8),
                problem("unfriendly", 0.05, 0.10, 0.80, -1.4),
                problem("broken", 0.10, 0.60, 0.60, -1.0),
                problem("bill", 0.06, 0.50, 0.40, -0.6),
            ]
        };
        let recovery = Recovery {
            spectacular: 0.25,
            adequate: 0.45,
            leaving_spectacular: -0.25,
            left_adequate: 0.25,
            answer_hours: 9.0,
        };
        let (share, leaving) = (0.5, -0.15);
        let leaving_without = -leaving * share / (1.0 - share);
        let mut service = Self {
            problems,
            recovery,
            without_problem: 0.0,
            thanks: Thanks { share, leaving, leaving_without },
            season: if life { 0.5 } else { 0.0 },
            kindness: if life { -0.1 } else { 0.0 },
            morale: if life { -0.15 } else { 0.0 },
        };
        let with: f64 = service.problems.iter().map(|one| one.chance * service.mean_leaving(one)).sum();
        service.without_problem = -with / (1.0 - service.share_with_problem());
        service
    }

    /// The chance that something goes wrong at an occasion.
    pub fn share_with_problem(&self) -> f64 {
        self.problems.iter().map(|one| one.chance).sum()
    }

    /// The chance that a problem is told to us.
    pub fn share_told(&self) -> f64 {
        let told: f64 = self.problems.iter().map(|one| one.chance * one.told).sum();
        told / self.share_with_problem()
    }

    /// What a sort of problem does to leaving, over what becomes of it.
    fn mean_leaving(&self, problem: &Problem) -> f64 {
        let recovery = &self.recovery;
        let poor = 1.0 - recovery.spectacular - recovery.adequate;
        let told = recovery.spectacular * recovery.leaving_spectacular
            + recovery.adequate * recovery.left_adequate * problem.leaving
            + poor * problem.leaving;
        problem.told * told + (1.0 - problem.told) * problem.leaving
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_at_an_occasion_does_nothing_to_leaving_on_the_mean() {
        for shop in [true, false] {
            let service = Service::of(shop, false);
            let with: f64 = service.problems.iter().map(|one| one.chance * service.mean_leaving(one)).sum();
            let mean = with + (1.0 - service.share_with_problem()) * service.without_problem;
            assert!(mean.abs() < 1e-12, "{mean}");
            let thanks = service.thanks;
            let mean = thanks.share * thanks.leaving + (1.0 - thanks.share) * thanks.leaving_without;
            assert!(mean.abs() < 1e-12, "{mean}");
            // Beyond one, a chance would leave 0 to 1.
            let most = service.problems.iter().map(|one| one.leaving).fold(0.0, f64::max);
            assert!(most + thanks.leaving_without <= 1.0);
            let least = service.without_problem.min(service.recovery.leaving_spectacular);
            assert!(least + thanks.leaving >= -1.0);
        }
    }

    #[test]
    fn most_problems_are_told_to_nobody() {
        assert!(Service::of(true, true).share_told() < 0.3);
        assert!(Service::of(false, true).share_told() < 0.6);
    }
}
