//! The records through their public verbs, on both engines.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod damaged;
mod export;
mod fuzz;
mod hostile;
mod lookup;
mod people;
mod rate;
mod undo;
mod upgrade;
