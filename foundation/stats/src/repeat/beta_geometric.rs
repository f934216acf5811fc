//! BG/NBD and MBG/NBD: leaving happens right after a purchase.
//!
//! Both are one computation. In the BG/NBD a customer may leave after each repeat purchase, in the MBG/NBD after the first one, too:
//! `b` purchases without leaving are counted from `x − 1` or from `x`.

use super::counts::{expected_while_dropping, mean_gap, rising};
use super::history::{Histories, History};
use super::model::Family;
use crate::fitted::InLogs;
use crate::optimise::Likelihood;
use crate::parallel::sums;
use crate::special::{beta_inc, ln_beta, ln_rising};

/// The family of the BG/NBD.
///
/// Fader, P. S., Hardie, B. G. S., Lee, K. L. (2005a), "Counting your customers the easy way", Marketing Science 24(2):275–284.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetaGeometric;

/// The family of the MBG/NBD.
///
/// Batislam, E. P., Denizel, M., Filiztekin, A. (2007), "Empirical validation and comparison of models for customer
/// base analysis", International Journal of Research in Marketing 24(3):201–209.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModifiedBetaGeometric;

/// `1` if a customer may leave at time zero.
trait Chance {
    const FIRST: f64;
}
impl Chance for BetaGeometric {
    const FIRST: f64 = 0.0;
}
impl Chance for ModifiedBetaGeometric {
    const FIRST: f64 = 1.0;
}

/// Cells grouped by frequency for the gamma functions, and by time for the logarithms.
struct Sample {
    cells: Vec<Cell>,
    /// Distinct frequencies with their weights.
    frequencies: Vec<(f64, f64)>,
    customers: f64,
    first: f64,
}

struct Cell {
    x: f64,
    t_x: f64,
    age: f64,
    weight: f64,
}

impl Sample {
    fn new(data: &Histories, first: f64) -> Self {
        let mut frequencies: Vec<(f64, f64)> = Vec::new();
        for h in data.cells() {
            let x = h.frequency as f64;
            match frequencies.last_mut() {
                Some((last, weight)) if *last == x => *weight += h.weight,
                _ => frequencies.push((x, h.weight)),
            }
        }
        let cells = data
            .cells()
            .iter()
            .map(|h| Cell { x: h.frequency as f64, t_x: h.recency, age: h.age, weight: h.weight })
            .collect();
        Self { cells, frequencies, customers: data.customers(), first }
    }

    /// Value, gradient and Hessian (upper triangle by rows) in `r, alpha, a, b`.
    ///
    /// Fader, Hardie & Lee (2005a), likelihood of a randomly chosen customer, arranged so that nothing overflows:
    /// `ln L = ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+y)/B(a, b) + ln[(α+T)^−(r+x) + a/(b+y−1) (α+t_x)^−(r+x)]`,
    /// `y = x` for the BG/NBD (second term only for `x > 0`), `y = x + 1` for the MBG/NBD.
    fn derivatives(&self, p: &[f64]) -> [f64; 15] {
        let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
        let first = self.first;
        let (ln_a, ln_alpha) = (a.ln(), alpha.ln());
        let mut out = sums::<15, _>(&self.cells, |c, s| {
            let k = r + c.x;
            let (at, ln_at) = (alpha + c.age, (alpha + c.age).ln());
            let stay = -k * ln_at;
            let w = c.weight;
            if c.x == 0.0 && first == 0.0 {
                s[0] += w * stay;
                s[1] -= w * ln_at;
                s[2] -= w * k / at;
                s[6] -= w / at;
                s[9] += w * k / (at * at);
                return;
            }
            let (ax, by) = (alpha + c.t_x, b + c.x - 1.0 + first);
            let ln_ax = ax.ln();
            let leave = ln_a - by.ln() - k * ln_ax;
            let gap = leave - stay;
            // Shares of having left and of staying, and the log of their sum, from one exponential.
            let (total, left) = if gap > 0.0 {
                let e = (-gap).exp();
                (leave + e.ln_1p(), 1.0 / (1.0 + e))
            } else {
                let e = gap.exp();
                (stay + e.ln_1p(), e / (1.0 + e))
            };
            let stays = 1.0 - left;
            let both = w * left * stays;
            let (dr, dalpha) = (ln_at - ln_ax, k / at - k / ax);
            let (da, db) = (1.0 / a, -1.0 / by);
            s[0] += w * total;
            s[1] -= w * (stays * ln_at + left * ln_ax);
            s[2] -= w * k * (stays / at + left / ax);
            s[3] += w * left * da;
            s[4] += w * left * db;
            // Second derivatives: rr rα ra rb, αα αa αb, aa ab, bb.
            s[5] += both * dr * dr;
            s[6] += both * dr * dalpha - w * (stays / at + left / ax);
            s[7] += both * dr * da;
            s[8] += both * dr * db;
            s[9] += both * dalpha * dalpha + w * k * (stays / (at * at) + left / (ax * ax));
            s[10] += both * dalpha * da;
            s[11] += both * dalpha * db;
            s[12] += both * da * da - w * left * da * da;
            s[13] += both * da * db;
            s[14] += both * db * db + w * left * db * db;
        });
        for &(x, w) in &self.frequencies {
            let y = x + first;
            let [g, g1, g2] = rising(r, x);
            let [s, s1, s2] = rising(b, y);
            let [t, t1, t2] = rising(a + b, y);
            out[0] += w * (g + s - t);
            out[1] += w * g1;
            out[3] -= w * t1;
            out[4] += w * (s1 - t1);
            out[5] += w * g2;
            out[12] -= w * t2;
            out[13] -= w * t2;
            out[14] += w * (s2 - t2);
        }
        let n = self.customers;
        out[0] += n * r * ln_alpha;
        out[1] += n * ln_alpha;
        out[2] += n * r / alpha;
        out[6] += n / alpha;
        out[9] -= n * r / (alpha * alpha);
        out
    }
}

/// Odds of having left, times `((α + T)/(α + t_x))^(r + x)`: Fader & Hardie (2008), "Computing P(alive) using the BG/NBD model".
fn alive(p: &[f64], h: &History, first: f64) -> f64 {
    let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
    let x = h.frequency as f64;
    if x == 0.0 && first == 0.0 {
        return 1.0;
    }
    let silence = ((h.age - h.recency) / (alpha + h.recency)).ln_1p();
    let odds = (a / (b + x - 1.0 + first)).ln() + (r + x) * silence;
    crate::special::logistic(-odds)
}

fn while_there(p: &[f64], x: f64, age: f64, t: f64, first: f64) -> f64 {
    let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
    expected_while_dropping(r + x, t / (alpha + age), a, b + x + first)
}

fn purchases_of_new(p: &[f64], t: f64, first: f64) -> f64 {
    let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
    let still = if first > 0.0 { b / (a + b) } else { 1.0 };
    still * expected_while_dropping(r, t / alpha, a, b + first)
}

/// Fader, Hardie & Lee (2005a), equation 8; the bracket is the upper tail of a negative binomial, an incomplete beta function.
fn mass(p: &[f64], t: f64, x: u64, first: f64) -> f64 {
    let (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
    let x = x as f64;
    let z = t / (alpha + t);
    let stays = ln_beta(a, b + x + first) - ln_beta(a, b);
    // ln C(r + x − 1, x) with z^x (1 − z)^r
    let count =
        ln_rising(r, x) - ln_rising(1.0, x) + r * (-z).ln_1p() + if x > 0.0 { x * z.ln() } else { 0.0 };
    let mut mass = (stays + count).exp();
    let tests = x + first;
    if tests > 0.0 {
        let leaves = ln_beta(a + 1.0, b + tests - 1.0) - ln_beta(a, b);
        let reached = if x == 0.0 { 1.0 } else { beta_inc(x, r, z) };
        mass += leaves.exp() * reached;
    }
    mass
}

fn starts(data: &Histories) -> Vec<Vec<f64>> {
    let unit = mean_gap(data);
    [(0.5, 0.8, 2.0), (0.2, 0.2, 1.0), (2.0, 0.5, 5.0)].map(|(r, a, b)| vec![r, r * unit, a, b]).to_vec()
}

macro_rules! family {
    ($family:ty, $name:literal) => {
        impl Family for $family {
            const NAME: &'static str = $name;
            const PARAMETERS: &'static [&'static str] = &["r", "alpha", "a", "b"];

            fn likelihood(data: &Histories) -> Box<dyn Likelihood + Send + Sync + '_> {
                let sample = Sample::new(data, <Self as Chance>::FIRST);
                Box::new(InLogs::<4, _>::new(move |p: &[f64]| sample.derivatives(p).to_vec()))
            }
            fn starts(data: &Histories) -> Vec<Vec<f64>> {
                starts(data)
            }
            fn alive(p: &[f64], h: &History) -> f64 {
                alive(p, h, <Self as Chance>::FIRST)
            }
            fn while_there(p: &[f64], x: f64, age: f64, t: f64) -> f64 {
                while_there(p, x, age, t, <Self as Chance>::FIRST)
            }
            fn purchases_of_new(p: &[f64], t: f64) -> f64 {
                purchases_of_new(p, t, <Self as Chance>::FIRST)
            }
            fn mass(p: &[f64], t: f64, x: u64) -> f64 {
                mass(p, t, x, <Self as Chance>::FIRST)
            }
        }
    };
}

family!(BetaGeometric, "BG/NBD");
family!(ModifiedBetaGeometric, "MBG/NBD");
