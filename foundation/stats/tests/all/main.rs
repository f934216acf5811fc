//! All tests that need more than one module, in one binary.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::pedantic, reason = "reference values are copied with all their digits")]

mod comparison;
mod driver;
mod golden;
mod regression;
mod repeat_bg_nbd;
mod score;
mod share;
mod special;
mod survey;
