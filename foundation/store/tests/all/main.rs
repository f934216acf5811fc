//! Tests of the store, each on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod backup;
mod event;
mod job;
mod kill;
mod migrate;
mod node;
mod once;
mod pitfall;
mod work;
mod write;
