//! One record of the relationship: customers, what they bought, and the files it comes from.
//!
//! Words: an *account* is a customer (an organisation, a household or a person); a *purchase* is what it bought or
//! brought back; a *batch* is one import of one file.

mod api;
mod business;
mod error;
mod import;
mod jobs;
mod model;
mod pages;
mod purchase;
mod store;
mod timeline;

use troth_core::{BusinessChanged, DIM_ACCOUNT, Event, FACT_PURCHASE, Permission, Role};
use troth_store::{FactView, Folder, Listener, Part};
use troth_web::{Capability, Command, JobKind, Navigation, Need};

pub use error::Error;
pub use import::{
    APPLY_JOB, Cell, Checked, DateForm, Format, Found, Imported, Mapping, Opening, Options, Progress, Row,
    Source, UNDO_JOB, UPLOAD_JOB, apply_import, check_file, find_kind, harmless, import_file, stage_file,
    undo_import,
};
pub use model::{Account, AccountKind, AccountRow, fold};
pub use store::{count_accounts, find_account, get_account, list_accounts, names_of, search_accounts};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

/// What the records export to the store.
pub fn part() -> Part {
    Part {
        facts: &[
            FactView { fact: &DIM_ACCOUNT, select: include_str!("../facts/dim_account.sql") },
            FactView { fact: &FACT_PURCHASE, select: include_str!("../facts/fact_purchase.sql") },
        ],
        listeners: &[Listener { event: BusinessChanged::KIND, job: DAYS_JOB }],
        imports: &[purchase::KIND],
        timeline: Some(timeline::entries),
        search: Some(store::search_hits),
        ..Part::new("records", Folder::of::<Migrations>())
    }
}

/// Seeing customers.
pub const SEE: Permission = Permission { key: "records.see", roles: &Role::ALL };

/// Reading files in, and taking them back.
pub const IMPORT: Permission = Permission { key: "records.import", roles: &[Role::Owner, Role::Manager] };

/// Saying what the business is called, where its day begins, and what it counts in.
pub const MANAGE_BUSINESS: Permission = Permission { key: "records.manage_business", roles: &[Role::Owner] };

/// The job that writes days anew.
const DAYS_JOB: &str = "records.rebuild_days";

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

/// The descriptor.
pub fn capability() -> Capability {
    Capability::new(part())
        .permissions(&[SEE, IMPORT, MANAGE_BUSINESS])
        .pages(pages::routes())
        .api(api::routes())
        .navigation(Navigation {
            text: "records-title",
            href: "/records",
            need: Need::Permission(SEE),
            order: 20,
        })
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .sample::<pages::CustomersPage>()
        .sample::<pages::CustomerPage>()
        .command(Command {
            text: "records-business-title",
            href: "/records/business",
            need: Need::Permission(MANAGE_BUSINESS),
        })
        .sample::<business::BusinessPage>()
        .job(JobKind::new(APPLY_JOB, jobs::apply))
        .command(Command {
            text: "records-import-go",
            href: "/records/import",
            need: Need::Permission(IMPORT),
        })
        .sample::<import::pages::ImportPage>()
        .sample::<import::pages::UploadPage>()
        .job(JobKind::new(UPLOAD_JOB, jobs::upload))
        .job(JobKind::new(UNDO_JOB, jobs::undo))
        .job(JobKind::new(DAYS_JOB, jobs::rebuild_days))
}
