//! Segments: live, saved filters over what every capability declares of customers.

pub(crate) mod api;
mod model;
pub(crate) mod pages;
pub(crate) mod store;
mod verbs;

pub use model::{Filter, Segment, Test};
pub use store::{count_members, each_member, fields, get_segment, is_member, list_members, list_segments};
