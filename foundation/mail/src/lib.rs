//! Messages out and back: letters to people, whom they may reach and when, the way to them by SMTP, and what comes back.
//!
//! A capability writes a [`Letter`] once and queues it for many people, in its own transaction ([`queue`]). Everything else happens at the
//! moment of sending, whoever asked: consent, addresses that nothing is sent to, how many of a kind a person gets, quiet hours where
//! they live ([`Policy`]), and what the capability that wrote the letter says of it then ([`LetterKind`]). A message is marked before it is handed over and again after, so that nobody gets it twice: of one that was under way when
//! the program died it is said that nobody knows.
//!
//! Cost: queueing grows with the people; sending with what is due; each message asks a few rows by key or index.

mod compose;
mod error;
mod kind;
mod model;
mod policy;
mod returned;
mod send;
mod server;
mod store;
mod token;

pub use compose::fill;
pub use error::Error;
pub use kind::{LetterKind, Outgoing, Verdict};
pub use model::{Addressee, Letter, Message, Reason, Sent, State, Suppression};
pub use policy::Policy;
pub use returned::{Returned, read_returned};
pub use send::{Outbox, Round, send_due, send_test};
pub use server::{Outcome, Security, Server};
pub use store::{
    Fates, LOCALES, SEND, TEMPLATES, Trouble, count_fates, find_left, find_letter, find_server, find_trouble,
    forget_addresses, get_message, get_policy, list_capped, list_messages, list_sent, list_suppressed,
    list_suppressions, note_left, part, put_policy, put_server, queue, release, resume_letter, retry_unsure,
    stop_letter, suppress, take_back, wake,
};
pub use token::{leave_token, read_leave_token};
