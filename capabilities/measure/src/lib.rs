//! Measuring: who is about to be lost, what they are worth, and the work that follows.
//!
//! Words: a *run* refreshes everything as of a day; a *history* is how often, how lately and for how long a customer
//! has bought; *at risk* is a customer who used to come back and, by the model, has more likely left than not.

mod error;
mod metric;
mod model;
mod run;
mod store;

use troth_store::{Folder, Part};

pub use error::Error;
pub use metric::{REPEAT_CUSTOMERS, REPEAT_HISTORIES};
pub use model::{AtRisk, Fit, Parameter, Report};
pub use run::{RUN_JOB, RunProgress, run};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

/// What measuring exports to the store.
pub const fn part() -> Part {
    Part {
        metrics: &[REPEAT_HISTORIES, REPEAT_CUSTOMERS],
        ..Part::new("measure", Folder::of::<Migrations>())
    }
}
