//! The demo: a business to look at, whose time runs a day in a minute and can be told to stand.
//!
//! Words: its *pace* is how its time goes on ([`troth_core::Pace`]); a folder that has one is a folder of the demo, and every
//! command on it lives in the demo's time.

mod pages;
mod time;

use troth_core::{Permission, Role};
use troth_store::{Folder, Part};
use troth_web::{Capability, Need, Strip};

pub use time::{begin, clock_of, find_pace, keep_time, set_paused};

/// Telling the demo's time to stand or to go on.
pub const PAUSE: Permission = Permission { key: "demo.pause", roles: &[Role::Owner] };

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

/// The descriptor. In a real business it shows nothing, and its routes lead nowhere.
pub fn capability() -> Capability {
    Capability::new(Part::new("demo", Folder::EMPTY))
        .permissions(&[PAUSE])
        .pages(pages::routes())
        .strip(Strip { need: Need::SignedIn, show: pages::show_time })
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .sample::<pages::TimeStrip>()
}
