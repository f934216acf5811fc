//! Randomness: one stream for each purpose of each customer, so that customers do not depend on one another, on how many there are, or
//! on how far ahead one looks.
//!
//! Draws are arithmetic and functions of `libm`, never of the platform, so that every machine gets the same numbers. `rand_distr` takes
//! the platform's functions as soon as any crate of the build asks `num-traits` for them, so the few distributions needed stand here.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream is for. The numbers are part of the seed: they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Purpose {
    Calendar = 1,
    Staff = 2,
    Team = 3,
    Arrival = 10,
    Person = 11,
    Buying = 12,
    Spending = 13,
    Service = 14,
    Words = 15,
    Referral = 16,
    Tie = 17,
    Voice = 18,
    Deed = 19,
    Waiting = 20,
    Pulse = 21,
    Cost = 22,
}

/// Whose a stream is: a founder, or one of those who came through him, told by the path of births.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) founder: u64,
    pub(crate) path: u64,
}

impl Who {
    pub(crate) const fn founder(founder: u64) -> Self {
        Self { founder, path: 0 }
    }

    /// The `number`-th that this one brings.
    pub(crate) const fn child(self, number: u64) -> Self {
        Self { path: mix(self.path ^ mix(number.wrapping_add(1))), ..self }
    }
}

/// Finaliser of `SplitMix64` (Steele, Lea and Flood 2014): a bijection, so different paths stay different.
const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A stream of draws.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    pub(crate) fn new(seed: u64, purpose: Purpose, who: Who) -> Self {
        let mut key = [0; 32];
        for (part, number) in key.chunks_exact_mut(8).zip([seed, purpose as u64, who.founder, who.path]) {
            part.copy_from_slice(&number.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// Uniform on [0, 1), 53 bits.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform on (0, 1]: a logarithm of it is finite.
    fn positive(&mut self) -> f64 {
        1.0 - self.uniform()
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Uniform on `0..n`; the bias of a product is below 2^-53 of n, which no sample shows.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the product is below n")]
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// An index with a chance in proportion to its weight; the last where the weights do not add up.
    pub(crate) fn weighted(&mut self, weights: impl ExactSizeIterator<Item = f64> + Clone) -> usize {
        let last = weights.len().saturating_sub(1);
        let total: f64 = weights.clone().sum();
        let mut left = self.uniform() * total;
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        last
    }

    /// Exponential with mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        -libm::log(self.positive())
    }

    /// Standard normal (Box and Muller 1958). The second of the pair is not kept: a draw never depends on the one before it.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.positive())).sqrt();
        radius * libm::cos(core::f64::consts::TAU * self.uniform())
    }

    /// Gamma with this shape and rate 1 (Marsaglia and Tsang 2000; below shape 1 by their note on boosting).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.positive(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v > 0.0 {
                let v = v * v * v;
                if libm::log(self.positive()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                    return d * v;
                }
            }
        }
    }

    /// Beta: the share of one gamma in two.
    pub(crate) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        // Both underflow only for tiny parameters; then the mean is as good as any.
        if x + y > 0.0 { x / (x + y) } else { a / (a + b) }
    }

    /// Poisson by waiting times: exact, and quick for the small means it is asked for.
    pub(crate) fn poisson(&mut self, mean: f64) -> u64 {
        let (mut count, mut passed) = (0, self.exponential());
        while passed < mean {
            count += 1;
            passed += self.exponential();
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: usize = 40_000;

    fn stream(founder: u64) -> Stream {
        Stream::new(7, Purpose::Buying, Who::founder(founder))
    }

    /// Mean and variance of draws, compared within five standard errors.
    fn moments(name: &str, mean: f64, variance: f64, mut draw: impl FnMut(&mut Stream) -> f64) {
        let mut own = stream(1);
        let draws: Vec<f64> = (0..DRAWS).map(|_| draw(&mut own)).collect();
        let n = DRAWS as f64;
        let found = draws.iter().sum::<f64>() / n;
        let spread = draws.iter().map(|x| (x - found).powi(2)).sum::<f64>() / n;
        let fourth = draws.iter().map(|x| (x - found).powi(4)).sum::<f64>() / n;
        assert!((found - mean).abs() < 5.0 * (variance / n).sqrt(), "{name}: mean {found}, not {mean}");
        let error = ((fourth - spread * spread) / n).sqrt();
        assert!((spread - variance).abs() < 5.0 * error, "{name}: variance {spread}, not {variance}");
    }

    #[test]
    fn draws_have_the_mean_and_the_variance_of_their_distribution() {
        moments("uniform", 0.5, 1.0 / 12.0, Stream::uniform);
        moments("exponential", 1.0, 1.0, Stream::exponential);
        moments("normal", 0.0, 1.0, Stream::normal);
        for shape in [0.243, 1.0, 6.25] {
            moments("gamma", shape, shape, |own| own.gamma(shape));
        }
        for (a, b) in [(0.793, 2.426), (0.668, 3.806), (3.0, 2.0)] {
            let all: f64 = a + b;
            moments("beta", a / all, a * b / (all * all * (all + 1.0)), |own| own.beta(a, b));
        }
        for mean in [0.2, 3.5] {
            moments("poisson", mean, mean, |own| own.poisson(mean) as f64);
        }
        moments("below", 2.0, 2.0, |own| own.below(5) as f64);
        moments("weighted", 1.6, 0.44, |own| own.weighted([1.0, 2.0, 7.0].into_iter()) as f64);
    }

    /// Greatest distance to a distribution function; 1.95/√n is passed once in a thousand times (Kolmogorov 1933).
    fn distance(mut draws: Vec<f64>, law: impl Fn(f64) -> f64) -> f64 {
        draws.sort_by(f64::total_cmp);
        let n = draws.len() as f64;
        let gaps = draws.iter().enumerate().map(|(place, x)| {
            let (below, at) = (place as f64 / n, (place as f64 + 1.0) / n);
            (law(*x) - below).abs().max((at - law(*x)).abs())
        });
        gaps.fold(0.0, f64::max) * n.sqrt()
    }

    #[test]
    fn draws_follow_their_distribution_function() {
        let mut own = stream(2);
        let mut draws = |draw: fn(&mut Stream) -> f64| (0..DRAWS).map(|_| draw(&mut own)).collect::<Vec<_>>();
        assert!(distance(draws(Stream::uniform), |x| x) < 1.95);
        assert!(distance(draws(Stream::exponential), |x| 1.0 - libm::exp(-x)) < 1.95);
        let normal = |x: f64| 0.5 * libm::erfc(-x / core::f64::consts::SQRT_2);
        assert!(distance(draws(Stream::normal), normal) < 1.95);
        // Gamma with shape 2 and Beta(1, 3) have plain distribution functions.
        assert!(distance(draws(|own| own.gamma(2.0)), |x| 1.0 - (1.0 + x) * libm::exp(-x)) < 1.95);
        assert!(distance(draws(|own| own.beta(1.0, 3.0)), |x| 1.0 - (1.0 - x).powi(3)) < 1.95);
        // Shape 1/2 is half the square of a normal.
        let half = |x: f64| 1.0 - libm::erfc(x.sqrt());
        assert!(distance(draws(|own| own.gamma(0.5)), half) < 1.95);
    }

    #[test]
    fn streams_differ_by_each_part_of_their_name_and_by_nothing_else() {
        let one = |seed, purpose, who| Stream::new(seed, purpose, who).uniform().to_bits();
        let who = Who::founder(1);
        let first = one(7, Purpose::Buying, who);
        assert_eq!(first, one(7, Purpose::Buying, who));
        for other in [
            one(8, Purpose::Buying, who),
            one(7, Purpose::Service, who),
            one(7, Purpose::Buying, Who::founder(2)),
            one(7, Purpose::Buying, who.child(0)),
        ] {
            assert_ne!(first, other);
        }
        assert_ne!(who.child(0).child(1), who.child(1).child(0));
        // A number known for good: it must not change between machines or releases.
        assert_eq!(Stream::new(1, Purpose::Calendar, Who::founder(0)).0.next_u64(), FIRST);
    }

    const FIRST: u64 = 4_344_717_217_939_160_907;
}
