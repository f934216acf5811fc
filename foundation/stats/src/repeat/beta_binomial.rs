//! BG/BB: purchases at regular opportunities.

use super::counts::rising;
use super::history::{Histories, History};
use super::model::{Family, Model};
use crate::error::{Error, Result, positive};
use crate::estimate::Estimate;
use crate::optimise::Likelihood;
use crate::special::{integrate, ln_add, ln_beta, ln_choose};

/// The family of the BG/BB.
///
/// Fader, P. S., Hardie, B. G. S., Shang, J. (2010), "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science
/// 29(6):1086–1108. "Alive" means alive at the *next* opportunity, `n + 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetaBinomial;

/// Log-likelihood of one history with its gradient, and the logarithm of the part in which the customer is still there.
///
/// Fader, Hardie & Shang (2010), likelihood. The terms of its sum follow from one another by a product, so
/// gamma functions are needed for the first one only.
fn history(p: &[f64], x: f64, t_x: f64, n: f64) -> (f64, [f64; 4], f64) {
    let (alpha, beta, gamma, delta) = (p[0], p[1], p[2], p[3]);
    let bought = rising(alpha, x);
    // ln of B(α+x, β+m)/B(α, β) and its gradient, m misses among x + m opportunities.
    let choice = |m: f64| {
        let (miss, all) = (rising(beta, m), rising(alpha + beta, x + m));
        (bought[0] + miss[0] - all[0], bought[1] - all[1], miss[1] - all[1])
    };
    let there = {
        let (ln, da, db) = choice(n - x);
        let (stay, all) = (rising(delta, n), rising(gamma + delta, n));
        (ln + stay[0] - all[0], [da, db, -all[1], stay[1] - all[1]])
    };
    if t_x >= n {
        return (there.0, there.1, there.0);
    }
    let (ln, da, db) = choice(t_x - x);
    let (stay, all) = (rising(delta, t_x), rising(gamma + delta, t_x + 1.0));
    let mut term = ln + gamma.ln() + stay[0] - all[0];
    let mut slope = [da, db, 1.0 / gamma - all[1], stay[1] - all[1]];
    let (mut total, mut mean) = (there.0, there.1);
    let mut i = t_x;
    while i < n {
        let sum = ln_add(total, term);
        let share = (term - sum).exp();
        for (m, s) in mean.iter_mut().zip(slope) {
            *m += share * (s - *m);
        }
        total = sum;
        let (miss, try_) = (beta + i - x, alpha + beta + i);
        let (stay, live) = (delta + i, gamma + delta + i + 1.0);
        term += miss.ln() - try_.ln() + stay.ln() - live.ln();
        slope[0] -= 1.0 / try_;
        slope[1] += 1.0 / miss - 1.0 / try_;
        slope[2] -= 1.0 / live;
        slope[3] += 1.0 / stay - 1.0 / live;
        i += 1.0;
    }
    (total, mean, there.0)
}

fn of(p: &[f64], h: &History) -> (f64, [f64; 4], f64) {
    history(p, h.frequency as f64, h.recency, h.age)
}

struct Sample<'a>(&'a Histories);

impl Likelihood for Sample<'_> {
    fn dimension(&self) -> usize {
        4
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        let p: Vec<f64> = theta.iter().map(|t| t.exp()).collect();
        let sums = crate::parallel::sums::<5, _>(self.0.cells(), |h, s| {
            let (ln, slope, _) = of(&p, h);
            s[0] += h.weight * ln;
            for i in 0..4 {
                s[1 + i] += h.weight * slope[i];
            }
        });
        for i in 0..4 {
            gradient[i] = sums[1 + i] * p[i];
        }
        sums[0]
    }
}

impl Family for BetaBinomial {
    const NAME: &'static str = "BG/BB";
    const PARAMETERS: &'static [&'static str] = &["alpha", "beta", "gamma", "delta"];
    const DISCRETE: bool = true;

    fn likelihood(data: &Histories) -> Box<dyn Likelihood + Send + Sync + '_> {
        Box::new(Sample(data))
    }

    fn starts(_: &Histories) -> Vec<Vec<f64>> {
        vec![vec![1.0, 1.0, 0.5, 2.0], vec![0.5, 2.0, 1.0, 5.0], vec![2.0, 0.5, 0.3, 1.0]]
    }

    fn alive(p: &[f64], h: &History) -> f64 {
        let (total, _, there) = of(p, h);
        let (gamma, delta) = (p[2], p[3]);
        (there - total).exp() * (delta + h.age) / (gamma + delta + h.age)
    }

    /// Fader, Hardie & Shang (2010), conditional expectation, summed opportunity by opportunity: nothing happens at `γ = 1`.
    fn while_there(p: &[f64], x: f64, age: f64, t: f64) -> f64 {
        let (alpha, beta, gamma, delta) = (p[0], p[1], p[2], p[3]);
        let chance = (alpha + x) / (alpha + beta + age);
        // Whoever is there at the next opportunity: that chance is the first factor of `alive`.
        let (mut stays, mut sum, mut j) = (1.0, 0.0, 0.0);
        while j < t {
            sum += stays;
            j += 1.0;
            stays *= (delta + age + j) / (gamma + delta + age + j);
        }
        chance * sum
    }

    fn purchases_of_new(p: &[f64], t: f64) -> f64 {
        Self::purchases(p, &History::new(0, 0.0, 0.0), t)
    }

    /// Fader, Hardie & Shang (2010), distribution of the number of purchases.
    fn mass(p: &[f64], t: f64, x: u64) -> f64 {
        let (alpha, beta, gamma, delta) = (p[0], p[1], p[2], p[3]);
        let x = x as f64;
        if x > t {
            return 0.0;
        }
        let (choice, life) = (ln_beta(alpha, beta), ln_beta(gamma, delta));
        let there =
            ln_choose(t, x) + ln_beta(alpha + x, beta + t - x) - choice + ln_beta(gamma, delta + t) - life;
        let mut mass = there.exp();
        let mut i = x;
        while i < t {
            let ln = ln_choose(i, x) + ln_beta(alpha + x, beta + i - x) - choice;
            mass += (ln + ln_beta(gamma + 1.0, delta + i) - life).exp();
            i += 1.0;
        }
        mass
    }

    fn fault(h: &History) -> Option<(&'static str, f64, &'static str)> {
        let x = h.frequency as f64;
        if h.age.fract() != 0.0 || h.age > 1e6 {
            Some(("age", h.age, "it must be a whole number of opportunities, a million at most"))
        } else if h.recency.fract() != 0.0 {
            Some(("recency", h.recency, "it must be the number of the last opportunity used, whole"))
        } else if x > h.recency {
            Some(("frequency", x, "there cannot be more purchases than opportunities up to the last one"))
        } else {
            None
        }
    }

    fn span(t: f64) -> Result<f64> {
        if t >= 0.0 && t.fract() == 0.0 && t <= 1e6 {
            Ok(t)
        } else {
            Err(Error::Value {
                input: "t",
                value: t,
                why: "it must be a whole number of opportunities, a million at most",
            })
        }
    }
}

impl Model<BetaBinomial> {
    /// Discounted expected residual transactions: all future purchases, the next opportunity discounted by `1/(1+d)`.
    ///
    /// Fader, Hardie & Shang (2010), DERT; its hypergeometric function is the mean of `(1−θ)/(d+θ)` over a beta distribution.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history or a rate that is not above zero.
    pub fn discounted_residual(&self, history: &History, d: f64) -> Result<Estimate> {
        let h = Self::usable(history)?;
        positive("d", d)?;
        self.fitted.amount("discounted residual purchases", |p| {
            let (total, _, there) = of(p, &h);
            let chance = (p[0] + h.frequency as f64) / (p[0] + p[1] + h.age);
            let (a, b) = (p[2], p[3] + h.age);
            let constant = ln_beta(a, b);
            let periods = integrate(1.0, |theta, stays| {
                ((a - 1.0) * theta.ln() + b * stays.ln() - constant).exp() / (d + theta)
            });
            (there - total).exp() * chance * periods
        })
    }

    /// Posterior means of the customer's chance to buy when there, and of the chance to leave before an opportunity.
    ///
    /// Fader, Hardie & Shang (2010), posterior moments of order 1.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history.
    pub fn chances(&self, history: &History) -> Result<(Estimate, Estimate)> {
        let h = Self::usable(history)?;
        let moved = |p: &[f64], i: usize, j: usize| {
            let mut up = p.to_vec();
            up[i] += 1.0;
            p[i] / (p[i] + p[j]) * (of(&up, &h).0 - of(p, &h).0).exp()
        };
        Ok((
            self.fitted.probability("the chance to buy", |p| moved(p, 0, 1))?,
            self.fitted.probability("the chance to leave", |p| moved(p, 2, 3))?,
        ))
    }
}
