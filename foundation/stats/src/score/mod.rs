//! Scores people give: net promoter score, means on a bounded scale, the reliability of a set of questions, and the gap
//! between what was expected and what was perceived.

pub mod gap;
pub mod mean;
pub mod nps;
pub mod omega;
pub mod reliability;
