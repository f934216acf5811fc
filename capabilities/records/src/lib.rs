//! One record of the relationship: customers, what they bought, and the files it comes from.
//!
//! Words: an *account* is a customer (an organisation, a household or a person); a *purchase* is what it bought or
//! brought back; a *batch* is one import of one file.

mod error;
mod import;
mod model;
mod purchase;
mod store;
mod timeline;

use troth_core::{DIM_ACCOUNT, FACT_PURCHASE};
use troth_store::{FactView, Folder, Part};

pub use error::Error;
pub use import::{
    APPLY_JOB, Checked, DateForm, Imported, Mapping, Options, Progress, apply_import, check_file, find_kind,
    import_file, undo_import,
};
pub use model::{Account, AccountKind, AccountRow, fold};
pub use store::{count_accounts, find_account, get_account, list_accounts, names_of, search_accounts};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

/// What the records export to the store.
pub const fn part() -> Part {
    Part {
        facts: &[
            FactView { fact: &DIM_ACCOUNT, select: include_str!("../facts/dim_account.sql") },
            FactView { fact: &FACT_PURCHASE, select: include_str!("../facts/fact_purchase.sql") },
        ],
        imports: &[purchase::KIND],
        timeline: Some(timeline::entries),
        search: Some(store::search_hits),
        ..Part::new("records", Folder::of::<Migrations>())
    }
}
