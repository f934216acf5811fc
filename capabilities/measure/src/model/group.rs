//! What a run found of one segment.

use serde::{Deserialize, Serialize};
use troth_core::{Figure, Message, SegmentId};

use super::{AtRisk, CohortCurve, Fit};

/// A chosen segment, or everybody else. Each customer counts in exactly one: the first chosen segment that holds them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Which segment; none for everybody else.
    pub segment: Option<SegmentId>,
    /// What it is called; empty for everybody else.
    pub name: String,
    /// Customers who bought or have a running contract.
    pub customers: u64,
    /// The models of its own that score its customers.
    pub models: Vec<Fit>,
    /// Why it has none of purchases, and leans on the model of all; nothing where it has one, or nobody bought.
    pub leans: Option<Message>,
    /// Its customers at risk; none where they are too few to be spoken of.
    pub at_risk: Option<AtRisk>,
    /// What its customers are worth; none where they are too few to be spoken of.
    pub worth: Option<Figure>,
    /// Share of its renewals of the last year that was made; none where none fell due, or too few.
    pub renewed: Option<Figure>,
    /// How long its contracts last; none without any, or where they are too few to be spoken of.
    #[serde(default)]
    pub retention: Option<CohortCurve>,
}
