//! Repeat buying without a contract: customers leave silently, so whether they are still there is a probability.
//!
//! A customer is summarised by [`History`]: how many *repeat* purchases, when the last one was, and for how long
//! the customer has been watched, both counted from the first purchase. [`Histories::check`] validates and compresses; a
//! model such as [`BgNbd`] is fitted to the result and answers with an [`Estimate`](crate::Estimate).
//!
//! ```
//! use troth_stats::repeat::{BgNbd, Histories, History};
//!
//! // frequency, recency and age in weeks, and how many customers share them
//! let customers = [
//!     History { frequency: 0, recency: 0.0, age: 39.0, weight: 600.0 },
//!     History { frequency: 1, recency: 3.0, age: 38.0, weight: 140.0 },
//!     History { frequency: 1, recency: 20.0, age: 38.0, weight: 60.0 },
//!     History { frequency: 2, recency: 30.0, age: 39.0, weight: 80.0 },
//!     History { frequency: 4, recency: 12.0, age: 38.0, weight: 60.0 },
//!     History { frequency: 7, recency: 35.0, age: 38.0, weight: 30.0 },
//! ];
//! let model = BgNbd::fit(&Histories::check(&customers)?, None)?;
//! let alive = model.alive(&customers[3])?;
//! let next = model.purchases(&customers[5], 13.0)?;
//! assert!(alive.low < alive.value && alive.value < alive.high);
//! assert!(next.value > 1.0);
//! # Ok::<(), troth_stats::Error>(())
//! ```

mod beta_binomial;
mod beta_geometric;
mod counts;
mod history;
mod model;
mod pareto;
mod poisson;
mod regular;
mod spend;
mod transactions;
mod value;

pub use beta_binomial::BetaBinomial;
pub use beta_geometric::{BetaGeometric, ModifiedBetaGeometric};
pub use history::{Histories, History};
pub use model::{Expectation, Family, Model, Outlook};
pub use pareto::Pareto;
pub use poisson::Poisson;
pub use regular::MbgCnbd;
pub use spend::{GammaGamma, Spend, Spends};
pub use transactions::{Customer, Transactions, histories};
pub use value::{Discount, discounted_purchases, lifetime_value};

/// BG/NBD: purchases are Poisson at a rate that differs by customer (gamma), and after each *repeat* purchase the customer leaves
/// with a probability that differs by customer (beta). Fader, Hardie & Lee (2005a). Parameters `r, alpha, a, b`.
pub type BgNbd = Model<BetaGeometric>;

/// MBG/NBD: as [`BgNbd`], but a customer may leave right after the first purchase, too. Batislam, Denizel & Filiztekin (2007).
pub type MbgNbd = Model<ModifiedBetaGeometric>;

/// Pareto/NBD: purchases are Poisson, leaving may happen at any time, both at rates that differ by customer (gamma).
/// Schmittlein, Morrison & Colombo (1987). Parameters `r, alpha, s, beta`.
pub type ParetoNbd = Model<Pareto>;

/// NBD: nobody leaves; the baseline to beat. Ehrenberg (1959). Parameters `r, alpha`.
pub type Nbd = Model<Poisson>;

/// BG/BB: purchases at regular opportunities (yearly donations, monthly visits). Time counts opportunities: `recency` is the last
/// one used, `age` their number, both whole. Fader, Hardie & Shang (2010). Parameters `alpha, beta, gamma, delta`.
pub type BgBb = Model<BetaBinomial>;
