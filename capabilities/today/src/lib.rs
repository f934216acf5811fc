//! Today: a short list of what is worth doing, in order, and three figures that matter.
//!
//! Words: a *work item* is something that a capability proposes; a *decision* is what somebody did about it: done,
//! snoozed (comes back), or not useful (with why). Every decision is recorded and can be taken back.

mod api;
mod error;
mod model;
mod pages;
mod store;
mod verbs;

use troth_core::{FACT_ACTION, Permission, Role};
use troth_store::{FactView, Folder, Part};
use troth_web::{Capability, Navigation, Need, Stop};

pub use error::Error;
pub use model::{Entry, Snooze, Whose};
pub use verbs::{decide, list_entries};

/// Seeing the list.
pub const SEE: Permission = Permission {
    key: "today.see",
    roles: &[Role::Owner, Role::Manager, Role::Staff, Role::Analyst, Role::ReadOnly],
};
/// Deciding about work.
pub const DECIDE: Permission =
    Permission { key: "today.decide", roles: &[Role::Owner, Role::Manager, Role::Staff] };

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

/// What today exports to the store. It has no tables of its own: work items belong to the store, because everybody proposes them.
pub fn part() -> Part {
    Part {
        facts: &[FactView { fact: &FACT_ACTION, select: include_str!("../facts/fact_action.sql") }],
        ..Part::new("today", Folder::EMPTY)
    }
}

/// The descriptor.
pub fn capability() -> Capability {
    Capability::new(part())
        .permissions(&[SEE, DECIDE])
        .pages(pages::routes())
        .api(api::routes())
        .navigation(Navigation {
            text: "today-title",
            href: "/today",
            need: Need::Permission(SEE),
            order: 10,
        })
        .stop(Stop { text: "today-tour", href: "/today", find: None, need: Need::Permission(SEE), order: 10 })
        .stop(Stop {
            text: "today-tour-customer",
            href: "/records",
            find: Some(verbs::find_first_customer),
            need: Need::Permission(SEE),
            order: 20,
        })
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .sample::<pages::TodayPage>()
}
