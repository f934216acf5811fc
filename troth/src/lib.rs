//! Troth: the program as a library, for its binary, its tests and its benchmarks.

pub mod clock;
pub mod command;
pub mod demo;
pub mod place;
pub mod program;
pub mod wiring;
