//! Randomness that is passed in: a seeded generator whose numbers are the same on every machine and thread count.
//!
//! `ChaCha12` from the `rand_chacha` crate, because it gives 2^64 independent streams for one seed: a bootstrap
//! takes one stream per replicate, so its answer does not depend on how replicates were spread over threads.
//! Distributions come from `rand_distr`, re-exported here.

use rand_chacha::rand_core::{Rng, SeedableRng};

/// The generator of this crate.
pub type Generator = rand_chacha::ChaCha12Rng;

pub use rand_distr;

/// A generator for a seed.
///
/// ```
/// use troth_stats::random::{seeded, uniform};
/// assert_eq!(uniform(&mut seeded(7)).to_bits(), uniform(&mut seeded(7)).to_bits());
/// ```
pub fn seeded(seed: u64) -> Generator {
    Generator::seed_from_u64(seed)
}

/// Stream `index` of a seed: independent of every other stream of it.
///
/// ```
/// use troth_stats::random::{stream, uniform};
/// assert_ne!(uniform(&mut stream(7, 0)).to_bits(), uniform(&mut stream(7, 1)).to_bits());
/// ```
pub fn stream(seed: u64, index: u64) -> Generator {
    let mut generator = seeded(seed);
    generator.set_stream(index);
    generator
}

/// Uniform on [0, 1), 53 bits.
pub fn uniform(generator: &mut Generator) -> f64 {
    (generator.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// Uniform on `0..n` without bias (Lemire 2019, "Fast random integer generation in an interval"). `n` of 0 gives 0.
///
/// ```
/// use troth_stats::random::{below, seeded};
/// assert!(below(&mut seeded(1), 6) < 6);
/// ```
#[expect(
    clippy::cast_possible_truncation,
    reason = "the halves of the product are meant, and the result is below n"
)]
pub fn below(generator: &mut Generator, n: usize) -> usize {
    let n = n as u64;
    if n == 0 {
        return 0;
    }
    loop {
        let product = u128::from(generator.next_u64()) * u128::from(n);
        let low = product as u64;
        if low >= n || low >= n.wrapping_neg() % n {
            return (product >> 64) as usize;
        }
    }
}

/// Shuffles in place (Fisher-Yates).
///
/// ```
/// let mut cards = [1, 2, 3, 4];
/// troth_stats::random::shuffle(&mut troth_stats::random::seeded(3), &mut cards);
/// assert_eq!(cards.iter().sum::<i32>(), 10);
/// ```
pub fn shuffle<T>(generator: &mut Generator, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        let j = below(generator, i + 1);
        items.swap(i, j);
    }
}
