//! One record of the relationship: customers and their people, what they bought and agreed to, what happened with them,
//! who of us looks after them, and the files it comes from.
//!
//! Words: an *account* is a customer (an organisation, a household or a person); a *contact* is a person there; a
//! *purchase* is what it bought or brought back; an *interaction* is a moment of truth, by whatever function; a *batch*
//! is one import of one file. Where the business sells to people, a customer is a person with one contact.

mod api;
mod business;
mod duplicate;
mod entity;
mod error;
mod export;
mod import;
mod jobs;
mod model;
mod pages;
mod privacy;
mod said;
mod segment;
mod store;
mod timeline;
mod verbs;

use troth_core::{
    BusinessChanged, CustomersMerged, DIM_ACCOUNT, DIM_CONTACT, DIM_STAFF, DIM_TEAM, DuplicatesSought, Event,
    FACT_CONTRACT, FACT_INTERACTION, FACT_PURCHASE, ImportApplied, MergeUndone, PeopleMerged, Permission,
    Role,
};
use troth_store::export::ExportKind;
use troth_store::import::ImportKind;
use troth_store::{Every, FactView, Folder, Listener, Part};
use troth_web::{Capability, Command, JobKind, Navigation, Need, Stop};

pub use duplicate::search::find_duplicates;
pub use error::Error;
pub use export::{ExportFormat, Exported, export_all};
pub use import::{
    APPLY_JOB, Cell, Checked, CheckedSaid, DateForm, Format, Found, Imported, Mapping, Opening, Options,
    Progress, Row, Source, UNDO_JOB, UPLOAD_JOB, Whom, apply_import, changed_by, check_file, enter_whom,
    find_kind, find_whom, import_file, in_english, stage_file, take_back, undo_import,
};
pub use jobs::{WORDS_JOB, enter_words};
pub use model::{
    Account, AccountKind, AccountRow, BuyingRole, Channel, Contact, Contract, Direction, Effect, Function,
    Interaction, Level, Note, Period, Staff, Standing, Structure, Team, fold,
};
pub use privacy::{DataSubject, erase_person, find_data_subject, tell_person, weigh_person};
pub use segment::{
    Filter, Segment, Test, count_members, each_member, fields as segment_fields, get_segment, is_member,
    list_members, list_segments,
};
pub use store::met::{Known, list_known};
pub use store::staff::{Member, find_staff, find_staff_by_email, find_team, list_teams};
pub use store::{
    AccountFilter, AccountSort, Said, count_accounts, find_account, get_account, list_accounts, list_bought,
    list_values, names_of,
};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

/// The kinds of file that are read, in the order in which a business has use of them.
const IMPORTS: &[ImportKind] = &[
    import::kind::<entity::purchase::Purchase>(),
    import::kind::<entity::account::Customer>(),
    import::kind::<entity::contact::Person>(),
    import::kind::<entity::interaction::Moment>(),
    import::kind::<entity::contract::Agreement>(),
    import::kind::<entity::staff::Staff>(),
    import::kind::<entity::team::Team>(),
    import::kind::<entity::rate::DayRate>(),
];

/// What can be taken out, in the order in which it is read in again.
const EXPORTS: &[ExportKind] = &[
    export::kind::<entity::team::Team>(),
    export::kind::<entity::staff::Staff>(),
    export::kind::<entity::rate::DayRate>(),
    export::kind::<entity::account::Customer>(),
    export::kind::<entity::contact::Person>(),
    export::kind::<entity::purchase::Purchase>(),
    export::kind::<entity::interaction::Moment>(),
    export::kind::<entity::contract::Agreement>(),
    export::NOTES,
    export::CONSENTS,
];

/// What the records export to the store.
pub fn part() -> Part {
    Part {
        facts: &[
            FactView { fact: &DIM_ACCOUNT, select: include_str!("../facts/dim_account.sql") },
            FactView { fact: &DIM_CONTACT, select: include_str!("../facts/dim_contact.sql") },
            FactView { fact: &DIM_STAFF, select: include_str!("../facts/dim_staff.sql") },
            FactView { fact: &DIM_TEAM, select: include_str!("../facts/dim_team.sql") },
            FactView { fact: &FACT_CONTRACT, select: include_str!("../facts/fact_contract.sql") },
            FactView { fact: &FACT_INTERACTION, select: include_str!("../facts/fact_interaction.sql") },
            FactView { fact: &FACT_PURCHASE, select: include_str!("../facts/fact_purchase.sql") },
        ],
        listeners: &[
            Listener { event: BusinessChanged::KIND, job: DAYS_JOB },
            Listener { event: DuplicatesSought::KIND, job: DUPLICATES_JOB },
            Listener { event: ImportApplied::KIND, job: DUPLICATES_JOB },
            Listener { event: CustomersMerged::KIND, job: DUPLICATES_JOB },
            Listener { event: PeopleMerged::KIND, job: DUPLICATES_JOB },
            Listener { event: MergeUndone::KIND, job: DUPLICATES_JOB },
        ],
        imports: IMPORTS,
        exports: EXPORTS,
        timeline: Some(timeline::TIMELINE),
        search: Some(store::search_hits),
        segments: segment::store::FIELDS,
        privacy: Some(privacy::PRIVACY),
        belongings: store::reach::BELONGINGS,
        ..Part::new("records", Folder::of::<Migrations>())
    }
}

/// Seeing customers.
pub const SEE: Permission = Permission { key: "records.see", roles: &Role::ALL };

/// Entering and changing customers, people, contracts, interactions, notes and consent.
pub const EDIT: Permission =
    Permission { key: "records.edit", roles: &[Role::Owner, Role::Manager, Role::Staff] };

/// Entering and changing staff and teams.
pub const MANAGE_STAFF: Permission =
    Permission { key: "records.manage_staff", roles: &[Role::Owner, Role::Manager] };

/// Merging records of one customer, and parting them again.
pub const MERGE: Permission = Permission { key: "records.merge", roles: &[Role::Owner, Role::Manager] };

/// Reading files in, and taking them back.
pub const IMPORT: Permission = Permission { key: "records.import", roles: &[Role::Owner, Role::Manager] };

/// Taking everything out as files. Analysts get it without names, addresses and texts.
pub const EXPORT: Permission =
    Permission { key: "records.export", roles: &[Role::Owner, Role::Manager, Role::Analyst] };

/// With names, addresses and texts.
pub const EXPORT_PERSONAL: Permission =
    Permission { key: "records.export_personal", roles: &[Role::Owner, Role::Manager] };

/// Taking out everything that is held of one customer or person, to give it to them.
pub const TELL: Permission = Permission { key: "records.tell", roles: &[Role::Owner, Role::Manager] };

/// Erasing a customer or a person for good.
pub const ERASE: Permission = Permission { key: "records.erase", roles: &[Role::Owner] };

/// Saying what the business is called, where its day begins, and what it counts in.
pub const MANAGE_BUSINESS: Permission = Permission { key: "records.manage_business", roles: &[Role::Owner] };

/// The job that looks for duplicates.
pub const DUPLICATES_JOB: &str = "records.find_duplicates";

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
    with_jobs(Capability::new(part()))
        .permissions(&[
            SEE,
            EDIT,
            MANAGE_STAFF,
            MERGE,
            IMPORT,
            EXPORT,
            EXPORT_PERSONAL,
            TELL,
            ERASE,
            MANAGE_BUSINESS,
        ])
        .pages(pages::routes())
        .api(api::routes())
        .navigation(Navigation {
            text: "records-title",
            href: "/records",
            need: Need::Permission(SEE),
            order: 20,
        })
        .stop(Stop {
            text: "records-tour-import",
            href: "/records/import",
            find: None,
            need: Need::Permission(IMPORT),
            order: 50,
        })
        .stop(Stop {
            text: "records-tour-lookup",
            href: "/records/lookup",
            find: None,
            need: Need::Permission(SEE),
            order: 40,
        })
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .sample::<pages::CustomersPage>()
        .sample::<pages::CustomerPage>()
        .sample::<pages::lookup::LookupPage>()
        .command(Command {
            text: "records-lookup-title",
            href: "/records/lookup",
            need: Need::Permission(SEE),
        })
        .sample::<pages::EditPage>()
        .sample::<pages::NotePage>()
        .sample::<pages::ConsentPage>()
        .sample::<pages::StaffPage>()
        .sample::<pages::LoginPage>()
        .sample::<segment::pages::SegmentsPage>()
        .sample::<segment::pages::SegmentPage>()
        .sample::<segment::pages::BuildPage>()
        .navigation(Navigation {
            text: "records-segments-title",
            href: "/records/segments",
            need: Need::Permission(SEE),
            order: 25,
        })
        .navigation(Navigation {
            text: "records-staff-title",
            href: "/records/staff",
            need: Need::Permission(SEE),
            order: 80,
        })
        .command(Command { text: "records-new-accounts", href: "/records/new", need: Need::Permission(EDIT) })
        .command(Command {
            text: "records-business-title",
            href: "/records/business",
            need: Need::Permission(MANAGE_BUSINESS),
        })
        .sample::<business::BusinessPage>()
        .command(Command {
            text: "records-import-go",
            href: "/records/import",
            need: Need::Permission(IMPORT),
        })
        .command(Command {
            text: "records-export-title",
            href: "/records/export",
            need: Need::Permission(EXPORT),
        })
        .sample::<export::pages::ExportPage>()
        .sample::<import::pages::ImportPage>()
        .sample::<import::pages::UploadPage>()
        .sample::<privacy::pages::DataPage>()
        .sample::<duplicate::pages::DuplicatesPage>()
        .sample::<duplicate::pages::DuplicatePage>()
        .command(Command {
            text: "records-duplicates-title",
            href: "/records/duplicates",
            need: Need::Permission(MERGE),
        })
}

/// What it does in the background.
fn with_jobs(capability: Capability) -> Capability {
    capability
        .job(JobKind::new(APPLY_JOB, jobs::apply))
        .job(JobKind::new(UPLOAD_JOB, jobs::upload))
        .job(JobKind::new(import::upload::CHECK_JOB, jobs::check))
        .job(JobKind::new(import::upload::CLEAR_JOB, jobs::clear).every(Every::Day { minute: 3 * 60 }))
        .job(JobKind::new(UNDO_JOB, jobs::undo))
        .job(JobKind::new(WORDS_JOB, jobs::enter_all_words))
        .job(JobKind::new(DAYS_JOB, jobs::rebuild_days))
        .job(JobKind::new(DUPLICATES_JOB, jobs::find_duplicates).every(Every::Day { minute: 2 * 60 + 30 }))
        .job(JobKind::new(privacy::FORGET_JOB, jobs::forget))
}
