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
mod registry;
mod route;
mod support;
mod tour;
mod webhook;
