//! A business with known truth.
//!
//! No estimate can be trusted that was never held against a truth. This crate makes businesses of which everything is known: how often
//! each customer would buy, who has left, what a problem does to staying, how many customers one brings. What such a business would
//! have in its records comes as rows, or as the files that `troth import` reads; what is true of it comes beside them.
//!
//! ```
//! use troth_sim::{Business, Kind, Plan, World};
//!
//! let business = Business::new(Plan::new(Kind::Shop, World::Ideal, 7, 200))?;
//! let plan = business.plan();
//! // Everything up to a day, in memory …
//! let rows = business.between(plan.start, plan.today)?;
//! assert!(rows.accounts.len() > 150);
//! // … or only what became known the day after, for a business that goes on living …
//! let tomorrow = plan.today.plus(1);
//! let news = business.between(tomorrow, tomorrow)?;
//! assert!(news.len() < rows.len());
//! // … or as files: `purchases.csv`, `accounts.csv` and so on, and `truth.json`.
//! let folder = std::env::temp_dir().join("troth-sim-example");
//! let written = business.write(plan.start, plan.today, &folder)?;
//! assert_eq!(written.rows["purchases"], rows.purchases.len() as u64);
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # Ok::<(), troth_sim::Error>(())
//! ```
//!
//! Three promises hold. *The same everywhere*: a [`Plan`] gives the same bytes on every machine. *The past stays*: what is told up to a
//! day does not depend on how far one looks, so a day's news are the rows `between` that day and itself; rows that say something anew
//! (a contract ended, a member of staff left) come again under their key, and an import takes them for changes. *Customers are
//! independent*: each has random streams of his own, so a million are made one by one.
//!
//! Words: a *founder* came by himself; who came through others is told with him. An *occasion* is a visit to a shop or a year of a
//! contract: there something goes wrong or not. `docs/SIMULATION.md` says every file, column and number.

mod business;
mod error;
mod ground;
mod life;
mod plan;
mod random;
pub mod row;
mod text;
mod truth;
mod write;

pub use business::Business;
pub use error::Error;
pub use plan::{Kind, Plan, World};
pub use row::{FILES, Known, Rows};
pub use truth::*;
pub use write::Written;
