//! Tests of the store, each on both engines.

mod write;
