//! Kano's method: which features are expected, which are rewarded in proportion, which delight. Kano, Seraku, Takahashi & Tsuji (1984); the table
//! and the coefficients as in Berger et al. (1993), *Kano's methods for understanding customer-defined quality*, Center for Quality of
//! Management Journal 2(4).

use crate::{
    Error, Estimate,
    error::{Result, same_length},
    share::{Count, Method},
};

/// What a feature is to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Its absence annoys, its presence is taken for granted.
    MustBe,
    /// The more the better.
    OneDimensional,
    /// Its presence delights, its absence is not minded.
    Attractive,
    /// Neither matters.
    Indifferent,
    /// Its absence is preferred.
    Reverse,
    /// The two answers contradict each other.
    Questionable,
}

impl Category {
    /// All, in the order in which ties are decided: what would hurt most if overlooked comes first (Berger et al. 1993, M > O > A > I).
    pub const ALL: [Self; 6] = [
        Self::MustBe,
        Self::OneDimensional,
        Self::Attractive,
        Self::Indifferent,
        Self::Reverse,
        Self::Questionable,
    ];

    /// Reads the evaluation table. Answers go from 1 ("I like it that way") over 2 ("it must be that way"), 3 ("I am neutral") and
    /// 4 ("I can live with it that way") to 5 ("I dislike it that way").
    ///
    /// ```
    /// use troth_stats::driver::kano::Category;
    /// assert_eq!(Category::of(1, 5)?, Category::OneDimensional);
    /// assert_eq!(Category::of(3, 5)?, Category::MustBe);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    pub fn of(functional: u8, dysfunctional: u8) -> Result<Self> {
        for (input, answer) in [("functional", functional), ("dysfunctional", dysfunctional)] {
            if !(1..=5).contains(&answer) {
                let why = "an answer is a whole number from 1 to 5";
                return Err(Error::Value { input, value: f64::from(answer), why });
            }
        }
        Ok(match (functional, dysfunctional) {
            (1, 1) | (5, 5) => Self::Questionable,
            (1, 5) => Self::OneDimensional,
            (1, _) => Self::Attractive,
            (5, _) | (_, 1) => Self::Reverse,
            (_, 5) => Self::MustBe,
            _ => Self::Indifferent,
        })
    }

    /// One letter, as in the literature.
    pub fn letter(self) -> char {
        match self {
            Self::MustBe => 'M',
            Self::OneDimensional => 'O',
            Self::Attractive => 'A',
            Self::Indifferent => 'I',
            Self::Reverse => 'R',
            Self::Questionable => 'Q',
        }
    }
}

/// What customers say about one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// How many customers put it in each category, in the order of [`Category::ALL`].
    pub counts: [u64; 6],
    /// The most frequent category; ties go to the one first in [`Category::ALL`].
    pub category: Category,
    /// Whether the lead of that category over the next is more than chance at 90 %: Fong (1996), Center for Quality of Management
    /// Journal 5(3): `a − b > 1.65·√((a+b)(2n−a−b)/2n)`.
    pub clear: bool,
    /// `(A+O)/(A+O+M+I)`: how much its presence can raise satisfaction, with Wilson's interval. `None` where nobody is in these four.
    pub better: Option<Estimate>,
    /// `−(O+M)/(A+O+M+I)`: how much its absence can lower it, with Wilson's interval.
    pub worse: Option<Estimate>,
}

/// Evaluates one feature from the answers of the same customers to both questions.
///
/// ```
/// use troth_stats::driver::kano::{Category, evaluate};
/// let feature = evaluate(&[1, 1, 3, 2], &[5, 5, 5, 3], 0.95)?;
/// assert_eq!(feature.category, Category::OneDimensional);
/// assert_eq!(feature.better.map(|b| b.value), Some(0.5));
/// assert_eq!(feature.worse.map(|w| w.value), Some(-0.75));
/// # Ok::<(), troth_stats::Error>(())
/// ```
pub fn evaluate(functional: &[u8], dysfunctional: &[u8], level: f64) -> Result<Feature> {
    same_length("dysfunctional", dysfunctional.len(), "functional", functional.len())?;
    if functional.is_empty() {
        return Err(Error::Empty { input: "functional", why: "a feature needs an answer" });
    }
    let mut counts = [0_u64; 6];
    for (f, d) in functional.iter().zip(dysfunctional) {
        counts[Category::of(*f, *d)? as usize] += 1;
    }
    let [must, one, attractive, indifferent, ..] = counts;
    let mut order = [0, 1, 2, 3, 4, 5];
    order.sort_by_key(|&c| (std::cmp::Reverse(counts[c]), c));
    let (a, b) = (counts[order[0]] as f64, counts[order[1]] as f64);
    let n = functional.len() as f64;
    let clear = a - b > 1.65 * ((a + b) * (2.0 * n - a - b) / (2.0 * n)).sqrt();
    let base = must + one + attractive + indifferent;
    let share = |successes: u64| -> Result<Option<Estimate>> {
        if base == 0 {
            return Ok(None);
        }
        Count { successes, trials: base }.check()?.interval(Method::Wilson, level).map(Some)
    };
    let worse = share(one + must)?.map(|e| Estimate { value: -e.value, low: -e.high, high: -e.low, ..e });
    let category = Category::ALL[order[0]];
    Ok(Feature { counts, category, clear, better: share(attractive + one)?, worse })
}
