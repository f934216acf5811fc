//! Points that businesses give, and the verdict on each row.

use serde::Serialize;
use troth_sim::World;

use super::Row;
use super::told::Group;

/// What an estimate must keep. A bound counts as broken where it is by more than three standard errors of the businesses themselves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The greatest mean error.
    pub(super) bias: f64,
    /// The least and the greatest share of intervals of 95 % that hold the truth.
    pub(super) covers: Option<(f64, f64)>,
    /// The least or the greatest score, where the row has one.
    pub(super) score: Option<Score>,
}

/// What a row is scored by, beside its error.
#[derive(Debug, Clone, Copy)]
pub(super) enum Score {
    /// At least so much.
    AtLeast(&'static str, f64),
    /// At most so much.
    AtMost(&'static str, f64),
}

/// What one business says of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    row: &'static str,
    error: f64,
    covered: Option<f64>,
    score: Option<f64>,
}

/// What one business says of all rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Points(Vec<Point>);

impl Points {
    /// An estimate whose error is known.
    pub(super) fn error(&mut self, row: &'static str, error: f64) {
        self.0.push(Point { row, error, covered: None, score: None });
    }

    /// The same with the share of intervals that hold the truth: 0 or 1 for one interval.
    pub(super) fn covered(&mut self, row: &'static str, error: f64, covered: f64) {
        self.0.push(Point { row, error, covered: Some(covered), score: None });
    }

    /// The same with a score.
    pub(super) fn scored(&mut self, row: &'static str, error: f64, covered: Option<f64>, score: f64) {
        self.0.push(Point { row, error, covered, score: Some(score) });
    }
}

/// 1 where an interval holds the truth, else 0.
pub(super) fn holds(low: f64, high: f64, truth: f64) -> f64 {
    f64::from(u8::from(low <= truth && truth <= high))
}

/// What is found of one row in one world.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Verdict {
    /// What is estimated.
    pub(crate) estimate: &'static str,
    /// In which world.
    pub(crate) world: World,
    /// How many businesses said something of it.
    pub(crate) businesses: usize,
    /// What errors are measured in.
    pub(crate) error_in: &'static str,
    /// Mean error, and its standard error over businesses.
    pub(crate) bias: f64,
    /// The latter.
    pub(crate) bias_error: f64,
    /// The greatest that is allowed.
    pub(crate) bias_bound: f64,
    /// Standard deviation of the error over businesses.
    pub(crate) spread: f64,
    /// Share of intervals of 95 % that hold the truth.
    pub(crate) coverage: Option<f64>,
    /// The least and the greatest that is allowed.
    pub(crate) coverage_bound: Option<(f64, f64)>,
    /// What it is scored by, how it scores, and the bound.
    pub(crate) score: Option<(&'static str, f64, f64)>,
    /// Whether all bounds are kept.
    pub(crate) passed: bool,
}

/// Mean, and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    (mean, (variance / n).sqrt())
}

/// How many standard errors count as chance.
const CHANCE: f64 = 3.0;

/// The verdicts on a row, world by world.
pub(super) fn verdicts(row: &Row, points: &[(Group, Points)]) -> Vec<Verdict> {
    row.bounds.iter().map(|(world, bounds)| verdict(row, *world, bounds, points)).collect()
}

fn verdict(row: &Row, world: World, bounds: &Bounds, points: &[(Group, Points)]) -> Verdict {
    let of_world = points.iter().filter(|(group, _)| group.world == world);
    let own: Vec<&Point> =
        of_world.flat_map(|(_, points)| &points.0).filter(|point| point.row == row.name).collect();
    let errors: Vec<f64> = own.iter().map(|point| point.error).collect();
    let covered: Vec<f64> = own.iter().filter_map(|point| point.covered).collect();
    let scores: Vec<f64> = own.iter().filter_map(|point| point.score).collect();
    let (bias, bias_error) = mean(&errors);
    let mut passed = !own.is_empty() && bias.is_finite() && bias.abs() <= bounds.bias + CHANCE * bias_error;
    if let Some((least, most)) = bounds.covers {
        let (share, error) = mean(&covered);
        // A share that is 0 or 1 everywhere has no spread; it is still that of so many.
        let n = (covered.len() as f64).max(1.0);
        let reach = |bound: f64| CHANCE * error.max(0.5 * (bound * (1.0 - bound) / n).sqrt());
        passed &= !covered.is_empty() && share >= least - reach(least) && share <= most + reach(most);
    }
    let score = bounds.score.map(|wanted| {
        let (found, error) = mean(&scores);
        let (name, bound, kept) = match wanted {
            Score::AtLeast(name, least) => (name, least, found >= least - CHANCE * error),
            Score::AtMost(name, most) => (name, most, found <= most + CHANCE * error),
        };
        passed &= !scores.is_empty() && kept;
        (name, found, bound)
    });
    Verdict {
        estimate: row.name,
        world,
        businesses: own.len(),
        error_in: row.error,
        bias,
        bias_error,
        bias_bound: bounds.bias,
        spread: bias_error * (own.len() as f64).sqrt(),
        coverage: (!covered.is_empty()).then(|| mean(&covered).0),
        coverage_bound: bounds.covers,
        score,
        passed,
    }
}

impl Verdict {
    /// The headings of a table of verdicts.
    pub(crate) const HEADINGS: &'static str = "estimate | world | businesses | bias | its error | allowed | coverage of 95 % | allowed | score | allowed | verdict";

    /// As a row of that table.
    pub(crate) fn line(&self) -> String {
        let number = |number: f64| format!("{number:.4}");
        let share = |share: f64| format!("{:.1} %", 100.0 * share);
        let world = World::ALL.iter().find(|world| world.1 == self.world).map_or("", |world| world.0);
        let coverage = self.coverage.map_or_else(String::new, share);
        let bounds = self.coverage_bound;
        let bounds =
            bounds.map_or_else(String::new, |(low, high)| format!("{} to {}", share(low), share(high)));
        let score =
            self.score.map_or_else(String::new, |(name, score, _)| format!("{name} {}", number(score)));
        let least = self.score.map_or_else(String::new, |(.., bound)| number(bound));
        let cells = [
            format!("{} ({})", self.estimate, self.error_in),
            world.to_owned(),
            self.businesses.to_string(),
            number(self.bias),
            number(self.bias_error),
            number(self.bias_bound),
            coverage,
            bounds,
            score,
            least,
            if self.passed { "pass" } else { "FAIL" }.to_owned(),
        ];
        cells.join(" | ")
    }
}

#[cfg(test)]
mod tests {
    use troth_sim::Kind;

    use super::*;

    const ROW: Row = Row {
        name: "a thing",
        error: "points",
        bounds: &[(
            World::Ideal,
            Bounds { bias: 0.1, covers: Some((0.92, 0.98)), score: Some(Score::AtLeast("AUC", 0.7)) },
        )],
    };

    fn judged(error: impl Fn(usize) -> f64, covered: impl Fn(usize) -> f64, score: f64) -> bool {
        let group =
            Group { kind: Kind::Shop, world: World::Ideal, recorded: true, customers: 1, measured: false };
        let points: Vec<(Group, Points)> = (0..200)
            .map(|business| {
                let mut points = Points::default();
                points.scored("a thing", error(business), Some(covered(business)), score);
                (group, points)
            })
            .collect();
        verdicts(&ROW, &points)[0].passed
    }

    #[test]
    fn each_bound_fails_by_itself() {
        let noise = |business: usize| if business.is_multiple_of(2) { 0.05 } else { -0.05 };
        let nominal = |business: usize| f64::from(u8::from(!business.is_multiple_of(20)));
        assert!(judged(noise, nominal, 0.8));
        assert!(!judged(|business| 0.2 + noise(business), nominal, 0.8), "biased");
        assert!(
            !judged(noise, |business| f64::from(u8::from(!business.is_multiple_of(5))), 0.8),
            "covers too seldom"
        );
        assert!(!judged(noise, |_| 1.0, 0.8), "covers too often");
        assert!(!judged(noise, nominal, 0.6), "ranks badly");
        assert!(!judged(|_| f64::NAN, nominal, 0.8), "nothing can be told");
        let none = verdicts(&ROW, &[]);
        assert!(!none[0].passed, "nobody looked");
    }
}
