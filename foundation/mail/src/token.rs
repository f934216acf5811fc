//! Links in messages by which a person says no to further ones: made from the message's id and a secret of the installation, kept nowhere.

use ring::hmac;
use troth_core::MessageId;

/// How much of the code stands in a link: 128 bits.
const KEPT: usize = 16;

/// The code for what a link is for: the same each time, and nobody makes it up.
pub(crate) fn link_code(secret: &[u8], what: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, what.as_bytes());
    tag.as_ref().iter().take(KEPT).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn code(secret: &[u8], message: MessageId) -> String {
    link_code(secret, &format!("leave {message}"))
}

/// What stands at the end of the link of a message.
pub fn leave_token(secret: &[u8], message: MessageId) -> String {
    format!("{message}-{}", code(secret, message))
}

/// The message whose link this is; nothing where somebody made it up.
pub fn read_leave_token(secret: &[u8], token: &str) -> Option<MessageId> {
    let (message, said) = token.rsplit_once('-')?;
    let message: MessageId = message.parse().ok()?;
    let right = code(secret, message);
    // In constant time: each byte is looked at.
    let same = right.len() == said.len()
        && right.bytes().zip(said.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0;
    same.then_some(message)
}

#[cfg(test)]
mod tests {
    use troth_core::Id as _;

    use super::*;

    #[test]
    fn a_link_says_which_message_and_cannot_be_made_up() {
        let (message, other) = (MessageId::from_raw(12), MessageId::from_raw(13));
        let token = leave_token(b"secret", message);
        assert_eq!(read_leave_token(b"secret", &token), Some(message));
        assert_eq!(read_leave_token(b"other", &token), None);
        let code = token.rsplit_once('-').unwrap().1;
        assert_eq!(read_leave_token(b"secret", &format!("{other}-{code}")), None);
        for wrong in ["", "-", "x", &token[1..], &token[..token.len() - 1]] {
            assert_eq!(read_leave_token(b"secret", wrong), None, "{wrong}");
        }
    }
}
