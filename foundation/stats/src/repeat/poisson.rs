//! NBD: Poisson purchases at a gamma rate, nobody leaves.

use super::counts::{mean_gap, rising};
use super::history::{Histories, History};
use super::model::Family;
use crate::fitted::InLogs;
use crate::optimise::Likelihood;
use crate::parallel::sums;
use crate::special::ln_rising;

/// The family of the NBD.
///
/// Ehrenberg, A. S. C. (1959), "The pattern of consumer purchases", Applied Statistics 8(1):26–41. The likelihood is that of the
/// purchase times, `Γ(r+x)/Γ(r) α^r (α+T)^−(r+x)`, so that it compares with those of the models in which customers leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Poisson;

impl Family for Poisson {
    const NAME: &'static str = "NBD";
    const PARAMETERS: &'static [&'static str] = &["r", "alpha"];

    fn likelihood(data: &Histories) -> Box<dyn Likelihood + Send + Sync + '_> {
        Box::new(InLogs::<2, _>::new(move |p: &[f64]| {
            let (r, alpha) = (p[0], p[1]);
            sums::<6, _>(data.cells(), |h, s| {
                let x = h.frequency as f64;
                let [g, g1, g2] = rising(r, x);
                let (k, at, w) = (r + x, alpha + h.age, h.weight);
                // r ln α − (r + x) ln(α + T), without cancellation for short histories
                let gap = (h.age / alpha).ln_1p();
                s[0] += w * (g - r * gap - x * at.ln());
                s[1] += w * (g1 - gap);
                s[2] += w * (r / alpha - k / at);
                s[3] += w * g2;
                s[4] += w * (1.0 / alpha - 1.0 / at);
                s[5] += w * (k / (at * at) - r / (alpha * alpha));
            })
            .to_vec()
        }))
    }

    fn starts(data: &Histories) -> Vec<Vec<f64>> {
        [1.0, 0.2, 5.0].map(|r| vec![r, r * mean_gap(data)]).to_vec()
    }

    fn alive(_: &[f64], _: &History) -> f64 {
        1.0
    }

    fn while_there(p: &[f64], x: f64, age: f64, t: f64) -> f64 {
        (p[0] + x) / (p[1] + age) * t
    }

    fn purchases_of_new(p: &[f64], t: f64) -> f64 {
        p[0] / p[1] * t
    }

    fn mass(p: &[f64], t: f64, x: u64) -> f64 {
        let x = x as f64;
        let z = t / (p[1] + t);
        let power = if x > 0.0 { x * z.ln() } else { 0.0 };
        (ln_rising(p[0], x) - ln_rising(1.0, x) - p[0] * (t / p[1]).ln_1p() + power).exp()
    }
}
