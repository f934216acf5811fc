//! All tests that need more than one module, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::excessive_precision,
    reason = "a test fails by panicking; references keep all their digits"
)]
#![expect(clippy::pedantic, reason = "reference values are copied with all their digits")]

mod comparison;
mod contract;
mod coverage;
mod coverage_answers;
mod cox_exact;
mod driver;
mod economics;
mod effect;
mod fuzz;
mod golden;
mod grouping;
mod laws;
mod quality;
mod regression;
mod regression_laws;
mod repeat_bg_nbd;
mod repeat_others;
mod repeat_regular;
mod reproduces;
mod reproduces_answers;
mod score;
mod share;
mod simulate;
mod special;
mod survey;
mod torture;
