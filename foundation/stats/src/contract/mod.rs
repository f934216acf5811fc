//! Contracts: the end of a relation is seen, if it came before the end of observation.
//!
//! A relation is a [`Span`]: watched from `entry` (0, or later if it was picked up late) to `exit`, where it ended
//! (`event`) or was still there. [`Curve`] describes, [`log_rank`] compares groups, [`Cox`] and [`Accelerated`] explain,
//! [`ShiftedBetaGeometric`] projects yearly or monthly renewals beyond the data.

mod accelerated;
mod cox;
mod curve;
mod design;
mod log_rank;
mod shifted_beta_geometric;
mod span;

pub use accelerated::{Accelerated, Distribution};
pub use cox::{Coefficient, Concordance, Cox, CoxData, ExactCox, Proportionality, Survival, Test, Ties};
pub use curve::{Curve, HazardTies, Scale, Step};
pub use design::Covariates;
pub use log_rank::{LogRank, log_rank};
pub use shifted_beta_geometric::{Cohort, Cohorts, ShiftedBetaGeometric};
pub use span::Span;
