//! The business itself: what it is called, where its day begins, what it counts in.

mod pages;
mod verbs;

pub(crate) use pages::{BusinessPage, get_business, post_business};
