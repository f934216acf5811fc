//! Pieces that depend on the number of purchases only.

use super::history::Histories;
use crate::special::{digamma, ln_rising, trigamma};

/// `ln Γ(a + x) − ln Γ(a)` with first and second derivative in `a`.
pub(super) fn rising(a: f64, x: f64) -> [f64; 3] {
    if x == 0.0 {
        return [0.0; 3];
    }
    [ln_rising(a, x), digamma(a + x) - digamma(a), trigamma(a + x) - trigamma(a)]
}

/// Expected number of purchases made in the future by a customer who is there now.
///
/// Future purchase *attempts* `J` are negative binomial: shape `shape`, `z = t/(α + T + t)`. The customer makes the `k`-th of them if the
/// first `k − 1` did not end in leaving, which has probability `(b)ₖ₋₁/(a + b)ₖ₋₁`. So the expectation is
/// `Σⱼ P(J = j) Σ_{k<j} (b)ₖ/(a + b)ₖ`: every term is positive, and nothing happens at `a = 1`, where the form with a hypergeometric
/// function (Fader, Hardie & Lee 2005a, equation 10) divides zero by zero. Proof in `docs/METHODS.md`.
pub(super) fn expected_while_dropping(shape: f64, growth: f64, a: f64, b: f64) -> f64 {
    if growth <= 0.0 {
        return 0.0;
    }
    let z = growth / (1.0 + growth);
    // Terms die out like z^j times a power; beyond this many, integrate instead.
    if (shape * growth + 40.0) * (1.0 + growth) > 200_000.0 || shape * growth > 20_000.0 {
        return expected_by_integral(shape, growth, a, b);
    }
    let (mut mass, mut total, mut sum) = (1.0_f64, 1.0_f64, 0.0_f64);
    let (mut stays, mut made) = (1.0_f64, 0.0_f64);
    let mut j = 0.0_f64;
    loop {
        // made = Σ_{k ≤ j} stays_k, the purchases made out of j + 1 attempts.
        made += stays;
        stays *= (b + j) / (a + b + j);
        mass *= (shape + j) / (j + 1.0) * z;
        j += 1.0;
        total += mass;
        sum += mass * made;
        let ratio = (shape + j) / (j + 1.0) * z;
        // Once terms shrink, the rest is below a geometric series (made grows by at most 1 a term).
        if ratio < 1.0 {
            let rest = mass * (made + 1.0 / (1.0 - ratio)) / (1.0 - ratio);
            let settled = rest <= 1e-17 * sum && mass <= 1e-17 * total * (1.0 - ratio);
            // The smallest numbers there are round to themselves and would never end.
            if settled || mass < f64::MIN_POSITIVE {
                return sum / total;
            }
        }
        if total > 1e250 {
            mass *= 1e-250;
            total *= 1e-250;
            sum *= 1e-250;
        }
    }
}

/// The same as `E[(1 − (1 + growth·p)^−shape)/p]` over `p ~ Beta(a, b)`: for very many future purchases.
fn expected_by_integral(shape: f64, growth: f64, a: f64, b: f64) -> f64 {
    let constant = crate::special::ln_beta(a, b);
    crate::special::integrate(1.0, |p, q| {
        let purchases = -(-shape * (growth * p).ln_1p()).exp_m1();
        ((a - 2.0) * p.ln() + (b - 1.0) * q.ln() - constant).exp() * purchases
    })
}

/// Time per repeat purchase over all customers: sets the scale of start values.
pub(super) fn mean_gap(data: &Histories) -> f64 {
    let watched: f64 = data.cells().iter().map(|h| h.weight * h.age).sum();
    (watched / data.purchases()).max(f64::MIN_POSITIVE)
}
