//! What whoever wrote a letter says when one of its messages is about to go out.

use std::collections::BTreeMap;

use troth_core::{ContactId, LetterId};
use troth_store::{Error, Tx};

use crate::model::Reason;
use crate::token::link_code;

/// A message that may go out now, as far as mail can tell.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'o> {
    /// Its letter.
    pub letter: LetterId,
    /// Whom it goes to; none: somebody who is no person in the records.
    pub contact: Option<ContactId>,
    /// Where the business's pages are reached, without a slash at the end.
    pub base: &'o str,
    secret: &'o [u8],
}

impl<'o> Outgoing<'o> {
    pub(crate) const fn new(
        (letter, contact): (LetterId, Option<ContactId>),
        base: &'o str,
        secret: &'o [u8],
    ) -> Self {
        Self { letter, contact, base, secret }
    }

    /// A code of 128 bits for a link out: made from what it is for and a secret of the installation, so that it need not be kept to be said
    /// again.
    pub fn code(&self, what: &str) -> String {
        link_code(self.secret, what)
    }
}

/// Whether a message goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes; gaps are filled with these, too.
    Go(BTreeMap<String, String>),
    /// No, for this reason.
    Hold(Reason),
}

/// A kind of letters, brought by the capability that writes them.
#[derive(Debug, Clone, Copy)]
pub struct LetterKind {
    /// What stands in [`crate::Letter::kind`]; unique.
    pub name: &'static str,
    /// Asked in the transaction that claims a message: what holds then counts, whatever was so when it was queued. A few look-ups by key.
    pub look: fn(&mut Tx<'_>, &Outgoing<'_>) -> Result<Verdict, Error>,
}
