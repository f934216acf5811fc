//! Tests of the store, each on both engines.

mod event;
mod job;
mod migrate;
mod node;
mod pitfall;
mod work;
mod write;
