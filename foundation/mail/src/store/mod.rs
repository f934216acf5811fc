//! Letters, messages and addresses in the database.

mod claim;
mod message;
mod privacy;
mod setting;
mod suppression;

use troth_core::{Id, MessageId};
use troth_store::{Belonging, Folder, Part};

pub use claim::list_capped;
pub(crate) use claim::{Asking, Claimed, claim, note};
pub use message::{
    Fates, SEND, count_fates, find_left, find_letter, get_message, list_messages, list_sent, note_left,
    queue, resume_letter, retry_unsure, stop_letter, take_back, wake,
};
pub use privacy::forget_addresses;
pub use setting::{Trouble, find_server, find_trouble, get_policy, put_policy, put_server};
pub(crate) use setting::{clear_trouble, keep_secret, put_trouble};
pub use suppression::{list_suppressed, list_suppressions, release, suppress};

#[derive(rust_embed::Embed)]
#[folder = "migrations"]
struct Migrations;

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

/// Templates of the pages about mail, which `troth-web` serves.
pub const TEMPLATES: Folder = Folder::of::<Templates>();

/// Their texts.
pub const LOCALES: Folder = Folder::of::<Locales>();

/// Messages belong to whom they went to.
const BELONGINGS: &[Belonging] =
    &[Belonging::through("mail_message", "contact_id", "contact").shown_as(MessageId::PREFIX)];

/// The tables of this crate.
pub fn part() -> Part {
    Part {
        privacy: Some(privacy::PRIVACY),
        belongings: BELONGINGS,
        ..Part::new("mail", Folder::of::<Migrations>())
    }
}
