//! Users, their sessions, links and tokens, and the pages every installation has.

mod command;
mod identify;
mod model;
mod pages;
mod store;
mod verbs;

use troth_core::{Permission, Role};
use troth_store::import::Held;
use troth_store::{Folder, Part};

pub(crate) use identify::identify;
pub use model::{NewUser, Secret, hash_secret};
pub use store::{SessionRow, find_email, find_user_by_email};
pub use verbs::{create_user, end_session, make_first_link, make_sign_in_link, make_token};

use crate::{Capability, Command, Need, Routes, asset, observe};

#[derive(rust_embed::Embed)]
#[folder = "migrations"]
struct Migrations;

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

/// Reading what `/metrics` counts.
pub const READ_METRICS: Permission =
    Permission { key: "web.read_metrics", roles: &[Role::Owner, Role::Manager, Role::Analyst] };

/// The tables of this crate.
pub fn part() -> Part {
    Part {
        holds: &[Held { table: "staff", by: "web_user", column: "staff_id" }],
        ..Part::new(crate::NAME, Folder::of::<Migrations>())
    }
}

/// What this crate itself brings.
pub(crate) fn capability() -> Capability {
    Capability::new(part())
        .permissions(&[READ_METRICS])
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .pages(routes())
        .command(Command { text: "web-me-title", href: "/me", need: Need::SignedIn })
        .command(Command { text: "web-reference-title", href: "/reference", need: Need::SignedIn })
        .command(Command { text: "web-keys-title", href: "/keys", need: Need::Public })
        .sample::<pages::SignInPage>()
        .sample::<pages::StartPage>()
        .sample::<pages::EnterPage>()
        .sample::<pages::MePage>()
        .sample::<pages::KeysPage>()
        .sample::<command::CommandPage>()
        .sample::<crate::answer::ErrorPage>()
        .sample::<crate::reference::ReferencePage>()
        .sample::<crate::component::ComponentPage>()
}

fn routes() -> Routes {
    Routes::new()
        .get("/", Need::SignedIn, pages::get_home)
        .get("/sign-in", Need::Public, pages::get_sign_in)
        .post("/sign-in", Need::Public, pages::post_sign_in)
        .post("/sign-out", Need::SignedIn, pages::post_sign_out)
        .get("/start/{token}", Need::Public, pages::get_start)
        .post("/start/{token}", Need::Public, pages::post_start)
        .get("/enter/{token}", Need::Public, pages::get_enter)
        .post("/enter/{token}", Need::Public, pages::post_enter)
        .get("/me", Need::SignedIn, pages::get_me)
        .post("/me/sessions/{id}/end", Need::SignedIn, pages::post_end_session)
        .post("/preferences", Need::Public, pages::post_preferences)
        .get("/keys", Need::Public, pages::get_keys)
        .get("/command", Need::SignedIn, command::get_page)
        .get("/command/find", Need::SignedIn, command::get_found)
        .get("/assets/{*path}", Need::Public, asset::get_asset)
        .get("/healthz", Need::Public, pages::get_health)
        .get("/metrics", Need::Permission(READ_METRICS), observe::get_metrics)
        .get("/reference", Need::SignedIn, crate::reference::get_page)
        .get("/reference/components", Need::SignedIn, crate::component::get_page)
        .get("/api/v1/openapi.json", Need::Public, crate::reference::get_document)
}
