//! The pages through the real router, on both engines where a table is touched.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod audit;
mod door;
mod error;
mod garden;
mod mail;
mod once;
mod own;
mod page;
mod provider;
mod registry;
mod route;
mod rule;
mod support;
mod tour;
mod webhook;
