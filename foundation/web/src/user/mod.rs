//! Users, their sessions, links and tokens, and the pages every installation has.

mod api;
mod command;
mod factor;
mod identify;
mod model;
mod pages;
mod store;
mod token;
mod verbs;

use troth_core::{Permission, Role};
use troth_store::import::Held;
use troth_store::job::Every;
use troth_store::{Folder, Part};

pub(crate) use identify::identify;
pub use model::{NewUser, Secret, hash_secret};
pub(crate) use pages::{agent, let_in, text_of};
pub use store::{SessionRow, TokenRow, UserRow, find_email, find_user, find_user_by_email, list_users};
pub(crate) use store::{
    count_unlinked_staff, count_without_factor, email_is_taken, find_factor, has_other_owner, insert_user,
    update_role,
};
pub use token::NewToken;
pub(crate) use token::Within;
pub use verbs::{
    UserChange, change_user, create_user, end_session, end_sessions, invite_again, link_staff,
    make_first_link, make_sign_in_link, make_token, reset_factor, revoke_token,
};
pub(crate) use verbs::{open, set_preference};

use crate::audit::READ_AUDIT;
use crate::webhook::MANAGE_WEBHOOKS;
use crate::{ApiRoutes, Capability, Command, JobKind, Navigation, Need, Routes, asset, observe, tour};

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

/// Saying who may sign in, and what they may do.
pub const MANAGE_USERS: Permission = Permission { key: "web.manage_users", roles: &[Role::Owner] };

/// The tables of this crate.
pub fn part() -> Part {
    Part {
        holds: &[Held { table: "staff", by: "web_user", column: "staff_id" }],
        ..Part::new(crate::NAME, Folder::of::<Migrations>())
    }
}

/// What this crate itself brings.
pub(crate) fn capability() -> Capability {
    crate::webhook::with(Capability::new(part()))
        .permissions(&[READ_METRICS, MANAGE_USERS, READ_AUDIT, MANAGE_WEBHOOKS])
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .pages(crate::provider::page_routes(crate::rule::page_routes(crate::webhook::page_routes(routes()))))
        .api(endpoints())
        .navigation(Navigation {
            text: "web-users-title",
            href: "/users",
            need: Need::Permission(MANAGE_USERS),
            order: 90,
        })
        .job(
            JobKind::new(crate::STAND, crate::stand::stand)
                .every(Every::Seconds(crate::stand::EVERY_SECONDS)),
        )
        .command(Command { text: "web-me-title", href: "/me", need: Need::SignedIn })
        .command(Command { text: "web-password-title", href: "/me/password", need: Need::SignedIn })
        .command(Command { text: "web-factor-title", href: "/me/two-factor", need: Need::SignedIn })
        .command(Command { text: "web-tokens-title", href: "/me/tokens", need: Need::SignedIn })
        .command(Command { text: "web-users-title", href: "/users", need: Need::Permission(MANAGE_USERS) })
        .command(Command {
            text: "web-rules-title",
            href: "/users/rules",
            need: Need::Permission(MANAGE_USERS),
        })
        .command(Command {
            text: "web-provider-title",
            href: "/users/provider",
            need: Need::Permission(MANAGE_USERS),
        })
        .command(Command { text: "web-audit-title", href: "/audit", need: Need::Permission(READ_AUDIT) })
        .command(Command { text: "web-rights-title", href: "/users/rights", need: Need::SignedIn })
        .command(Command { text: "web-reference-title", href: "/reference", need: Need::SignedIn })
        .command(Command { text: "web-tour-title", href: "/tour", need: Need::SignedIn })
        .command(Command { text: "web-keys-title", href: "/keys", need: Need::Public })
        .sample::<pages::SignInPage>()
        .sample::<pages::StartPage>()
        .sample::<pages::EnterPage>()
        .sample::<pages::MePage>()
        .sample::<pages::CodePage>()
        .sample::<pages::PasswordPage>()
        .sample::<pages::FactorPage>()
        .sample::<pages::TokensPage>()
        .sample::<pages::UsersPage>()
        .sample::<pages::InvitePage>()
        .sample::<pages::UserPage>()
        .sample::<pages::RightsPage>()
        .sample::<crate::rule::RulesPage>()
        .sample::<crate::provider::ProviderPage>()
        .sample::<crate::audit::AuditPage>()
        .sample::<pages::KeysPage>()
        .sample::<tour::TourPage>()
        .sample::<command::CommandPage>()
        .sample::<crate::answer::ErrorPage>()
        .sample::<crate::reference::ReferencePage>()
        .sample::<crate::component::ComponentPage>()
}

/// The endpoints of every room.
fn endpoints() -> ApiRoutes {
    let routes = crate::webhook::api_routes(crate::audit::api_routes(api::routes()));
    crate::provider::api_routes(crate::rule::api_routes(routes))
}

fn routes() -> Routes {
    Routes::new()
        .get("/", Need::SignedIn, pages::get_home)
        .get("/sign-in", Need::Public, pages::get_sign_in)
        .post("/sign-in", Need::Public, pages::post_sign_in)
        .get("/sign-in/code", Need::Public, pages::get_code)
        .post("/sign-in/code", Need::Public, pages::post_code)
        .post("/sign-out", Need::Known, pages::post_sign_out)
        .get("/start/{token}", Need::Public, pages::get_start)
        .post("/start/{token}", Need::Public, pages::post_start)
        .get("/enter/{token}", Need::Public, pages::get_enter)
        .post("/enter/{token}", Need::Public, pages::post_enter)
        .get("/me", Need::SignedIn, pages::get_me)
        .post("/me/sessions/{id}/end", Need::SignedIn, pages::post_end_session)
        .get("/me/password", Need::SignedIn, pages::get_password)
        .post("/me/password", Need::SignedIn, pages::post_password)
        .get("/me/two-factor", Need::Known, pages::get_factor)
        .post("/me/two-factor/begin", Need::Known, pages::post_begin_factor)
        .post("/me/two-factor/confirm", Need::Known, pages::post_confirm_factor)
        .post("/me/two-factor/codes", Need::SignedIn, pages::post_recovery_codes)
        .post("/me/two-factor/stop", Need::SignedIn, pages::post_stop_factor)
        .get("/me/tokens", Need::SignedIn, pages::get_tokens)
        .post("/me/tokens", Need::SignedIn, pages::post_token)
        .post("/me/tokens/{id}/revoke", Need::SignedIn, pages::post_revoke_token)
        .get("/users", Need::Permission(MANAGE_USERS), pages::get_users)
        .get("/users/new", Need::Permission(MANAGE_USERS), pages::get_invite)
        .post("/users/new", Need::Permission(MANAGE_USERS), pages::post_invite)
        .get("/users/rights", Need::SignedIn, pages::get_rights)
        .get("/users/{id}", Need::Permission(MANAGE_USERS), pages::get_user)
        .post("/users/{id}", Need::Permission(MANAGE_USERS), pages::post_change_user)
        .post("/users/{id}/link", Need::Permission(MANAGE_USERS), pages::post_invite_again)
        .post("/users/{id}/sessions/end", Need::Permission(MANAGE_USERS), pages::post_end_sessions)
        .post("/users/{id}/two-factor/reset", Need::Permission(MANAGE_USERS), pages::post_reset_factor)
        .get("/audit", Need::Permission(READ_AUDIT), crate::audit::get_audit)
        .get("/audit.csv", Need::Permission(READ_AUDIT), crate::audit::get_file)
        .post("/preferences", Need::Public, pages::post_preferences)
        .get("/keys", Need::Public, pages::get_keys)
        .get("/tour", Need::SignedIn, tour::get_tour)
        .post("/tour", Need::SignedIn, tour::post_tour)
        .get("/command", Need::SignedIn, command::get_page)
        .get("/command/find", Need::SignedIn, command::get_found)
        .get("/assets/{*path}", Need::Public, asset::get_asset)
        .get("/healthz", Need::Public, pages::get_health)
        .get("/metrics", Need::Permission(READ_METRICS), observe::get_metrics)
        .get("/reference", Need::SignedIn, crate::reference::get_page)
        .get("/reference/components", Need::SignedIn, crate::component::get_page)
        .get("/api/v1/openapi.json", Need::Public, crate::reference::get_document)
}
