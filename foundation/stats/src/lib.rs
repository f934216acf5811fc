//! Statistics of customer loyalty.
//!
//! | room | what it answers |
//! | --- | --- |
//! | [`repeat`] | who still buys, how often, and what that is worth: BG/NBD and its relatives, spend per purchase |
//! | [`share`] | shares of a whole, their differences and their intervals |
//! | [`score`] | net promoter score, means on a scale, reliability of a set of questions, gaps |
//! | [`survey`] | weights, strata, post-stratification, raking, with the errors of the design |
//! | [`comparison`] | many groups at once, and trends |
//! | [`regression`] | least squares, logit, ordered answers, ridge and lasso |
//! | [`driver`] | what drives an outcome: Shapley's values, relative weights, dominance, Kano |
//! | [`effect`] | what an action changed: experiments, sequential looks, difference in differences, weighting, matching |
//! | [`grouping`] | groups of similar customers, and what distinguishes them |
//! | [`contract`] | how long relations last where their end is seen, and what shortens them |
//! | [`quality`] | was a forecast right: calibration, ranking, lift, back-tests |
//! | [`economics`] | what customers, referrals and complaints are worth |
//!
//! Shared by all rooms: [`Estimate`] (a number with its uncertainty), [`Error`], [`special`] functions, [`optimise`],
//! [`linalg`], [`random`].
//!
//! # Conventions
//! * Data come as slices of plain structs or numbers. `check` turns them into validated, compressed data; only those can be fitted.
//! * Identical observations are compressed to one with a weight, so a fit costs as much as there are *distinct* ones.
//! * Time has no fixed unit: a model fitted in weeks answers in weeks.
//! * A number that cannot be computed is an [`Error`], never a NaN.
//! * Nothing here reads files, clocks or the environment; randomness comes from a seed that is passed in.
//! * Sums over many observations run on all cores and give the same bits on any number of threads.

#![expect(
    clippy::float_cmp,
    reason = "exact comparisons with 0, 1 and values copied unchanged are meant as such"
)]

pub mod comparison;
pub mod contract;
pub mod driver;
pub mod economics;
pub mod effect;
pub mod error;
pub mod estimate;
mod fitted;
pub mod grouping;
pub mod linalg;
pub mod optimise;
mod parallel;
pub mod quality;
pub mod random;
pub mod regression;
pub mod repeat;
pub mod score;
pub mod share;
pub mod special;
pub mod survey;

pub use error::{Error, Result};
pub use estimate::Estimate;
pub use fitted::Parameter;
pub use optimise::Convergence;

/// The example of the README is a test, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
