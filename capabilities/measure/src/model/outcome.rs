//! What became of work that somebody acted on; pure.

use serde::{Deserialize, Serialize};
use troth_core::Figure;

/// Days after an action in which what the customer did is counted.
pub(crate) const HORIZON: i64 = 90;

/// What customers did after work of one sort was done, or found not useful.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What sort of work: `at_risk` or `renewal`.
    pub kind: String,
    /// `done` or `not-useful`.
    pub decision: String,
    /// Days after the action that are counted.
    pub days: i64,
    /// Actions whose days are over.
    pub acted: u64,
    /// Of them, how many customers bought (or renewed).
    pub came: u64,
    /// Of them, how many ended a contract.
    pub left: u64,
    /// Actions whose days still run.
    pub watched: u64,
    /// Of those, how many customers have bought or renewed already.
    pub already: u64,
    /// The share that came, of those whose days are over: what happened, not what the action brought about.
    pub share: Option<Figure>,
}
