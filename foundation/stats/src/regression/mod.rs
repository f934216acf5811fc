//! What goes with what, other things equal: least squares, yes-or-no and ordered outcomes, and penalised paths.
//!
//! | model | for | file of its errors |
//! | --- | --- | --- |
//! | [`Ols`] | numbers | classical, HC0–HC4, clustered one and two ways: [`Covariance`] |
//! | [`Binary`] | yes or no, by logit or probit; [`CheckedBinary::fit_firth`] where groups are separated | the same |
//! | [`Ordinal`] | ordered answers (1–5, 0–10), by logit, probit or complementary log-log | observed information |
//! | [`Path`] | many columns: ridge, lasso and mixtures, penalty chosen by cross-validation | none exist |
//!
//! All take a [`Design`]: one slice per column, and whether an intercept comes first. Coefficients are in that order.

mod binary;
mod covariance;
mod design;
mod firth;
mod link;
mod ols;
mod ordinal;
mod path;
mod sums;

pub use binary::{Binary, BinaryModel, CheckedBinary};
pub use covariance::Covariance;
pub use design::Design;
pub use firth::FirthModel;
pub use link::Link;
pub use ols::{CheckedOls, Ols, OlsModel};
pub use ordinal::{CheckedOrdinal, NominalTest, Ordinal, OrdinalModel};
pub use path::{CheckedPath, CrossValidated, Path, PathModel, Step};

pub(crate) use design::{Rows, dot};
pub(crate) use ols::least_squares;
pub(crate) use path::parts;
pub(crate) use sums::{add_outer, over_rows, symmetric, triangle};
