//! The mail crate as whoever sends letters uses it, on both engines, with a real server on the loopback.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod send;
