//! Records of one customer, or of one person, that were entered twice: found, proposed with reasons, merged with a choice
//! for each field, and parted again.
//!
//! A merge moves nothing: the record that goes points at the one that stays (`merged_into`), and whoever reads follows.
//! So purchases and keys of both go on leading to the same place, and taking a merge back is letting go of that
//! pointer. Pointers never chain.

pub(crate) mod api;
mod likeness;
mod mark;
pub(crate) mod merge;
pub(crate) mod model;
pub(crate) mod pages;
pub(crate) mod search;
pub(crate) mod store;
pub(crate) mod verbs;
