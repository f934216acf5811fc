//! A letter and one of those it goes to become a message as servers take it (RFC 5322, MIME); pure.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use troth_core::{Instant, MessageId};

use crate::Error;
use crate::model::{Letter, read_address};

/// The gaps of a text: `{word}`, small letters, digits and underscores, a letter first.
pub(crate) fn gaps_of(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|(_, gap)| gap)
}

/// A text as plain pieces, each with the gap that follows it.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let is_word = |word: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        word.len() <= 40 && word.starts_with(|c: char| c.is_ascii_lowercase()) && word.bytes().all(inner)
    };
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|at| from + at) {
            let end = text[open..].find('}').map(|at| open + at);
            if let Some(end) = end.filter(|end| is_word(&text[open + 1..*end])) {
                rest = Some(&text[end + 1..]);
                return Some((&text[..open], Some(&text[open + 1..end])));
            }
            from = open + 1;
        }
        rest = None;
        Some((text, None))
    })
}

/// Fills the gaps of a text; `escape` for HTML. A gap that nothing fills is left out.
///
/// ```
/// let fields = [("name".to_owned(), "Ada <3".to_owned())].into();
/// assert_eq!(troth_mail::fill("Hello {name} {5}", &fields, false), "Hello Ada <3 {5}");
/// assert_eq!(troth_mail::fill("<p>{name}{nobody}</p>", &fields, true), "<p>Ada &lt;3</p>");
/// ```
pub fn fill(text: &str, fields: &BTreeMap<String, String>, escape: bool) -> String {
    let mut filled = String::with_capacity(text.len());
    for (plain, gap) in pieces(text) {
        filled.push_str(plain);
        let Some(value) = gap.and_then(|gap| fields.get(gap)) else { continue };
        if escape {
            // A slash is harmless there, and links stay readable to whatever looks through mail.
            filled.push_str(&minijinja::HtmlEscape(value).to_string().replace("&#x2f;", "/"));
        } else {
            filled.push_str(value);
        }
    }
    filled
}

/// Everything about one message but its letter.
#[derive(Debug, Clone)]
pub(crate) struct Posted<'p> {
    pub(crate) message: MessageId,
    /// The address it goes to.
    pub(crate) to: &'p str,
    /// What fills the gaps.
    pub(crate) fields: BTreeMap<String, String>,
    /// The address it comes from.
    pub(crate) from: &'p str,
    /// Where the person says no to further ones; nothing for a test of the server.
    pub(crate) leave: Option<String>,
    /// When it is sent, by the wall.
    pub(crate) at: Instant,
}

/// Nothing that fills a gap may begin a new line of the head.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// The message, and where it goes to and comes from.
pub(crate) fn compose(letter: &Letter, mut posted: Posted<'_>) -> Result<(Envelope, Vec<u8>), Error> {
    let address = |what, text: &str| read_address(text).map_err(|why| Error::Wrong(what, why));
    let from = address("address of the sender", posted.from)?;
    let to = address("address", posted.to)?;
    let reply_to = address("address for answers", &letter.reply_to)?;
    let name = posted.fields.get("name").map(|name| one_line(name)).filter(|name| !name.is_empty());
    let id = format!("<{}@{}>", posted.message, from.domain());
    if let Some(leave) = &posted.leave {
        posted.fields.insert("unsubscribe".into(), leave.clone());
    }
    let subject = one_line(&fill(&letter.subject, &posted.fields, false));
    let seconds = Duration::from_micros(posted.at.micros().max(0).unsigned_abs());
    let mut builder = lettre::Message::builder()
        .from(Mailbox::new(Some(letter.from_name.trim().to_owned()), from))
        .reply_to(Mailbox::new(Some(letter.from_name.trim().to_owned()), reply_to))
        .to(Mailbox::new(name, to))
        .subject(subject)
        .message_id(Some(id))
        .date(SystemTime::UNIX_EPOCH + seconds);
    if let Some(leave) = &posted.leave {
        let value =
            |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        // One click, as RFC 8058 has it.
        builder = builder
            .raw_header(value("List-Unsubscribe", format!("<{leave}>")))
            .raw_header(value("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
    }
    let text = fill(&letter.body, &posted.fields, false);
    let built = match &letter.html {
        Some(html) => {
            builder.multipart(MultiPart::alternative_plain_html(text, fill(html, &posted.fields, true)))
        }
        None => builder.singlepart(SinglePart::plain(text)),
    };
    let message = built.map_err(|error| Error::Wrong("message", error.to_string()))?;
    Ok((message.envelope().clone(), message.formatted()))
}

#[cfg(test)]
mod tests {
    use troth_core::{Id as _, Purpose};

    use super::*;

    fn letter() -> Letter {
        Letter {
            key: "test:1".into(),
            kind: String::new(),
            about: "test".into(),
            purpose: Purpose::Survey,
            language: "de".into(),
            from_name: "Ada Bérg".into(),
            reply_to: "ada@shop.example".into(),
            subject: "Wie war es, {name}?".into(),
            body: "Hallo {name}, {link}\n\n{unsubscribe}".into(),
            html: Some("<p>Hallo {name}</p><a href=\"{unsubscribe}\">Keine mehr</a>".into()),
        }
    }

    fn posted(name: &str) -> Posted<'static> {
        Posted {
            message: MessageId::from_raw(5),
            to: "grete@kunde.example",
            fields: [
                ("name".to_owned(), name.to_owned()),
                ("link".to_owned(), "https://x.example/a".to_owned()),
            ]
            .into(),
            from: "post@shop.example",
            leave: Some("https://x.example/mail/leave/msg_5-0".into()),
            at: Instant::from_micros(1_767_690_000_000_000),
        }
    }

    /// The message as a mail program reads it.
    fn read(letter: &Letter, posted: Posted<'_>) -> (Envelope, String) {
        let (envelope, bytes) = compose(letter, posted).unwrap();
        (envelope, String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_message_comes_from_a_person_and_can_be_left_with_one_click() {
        let (envelope, raw) = read(&letter(), posted("Grete"));
        assert_eq!(envelope.to()[0].to_string(), "grete@kunde.example");
        assert_eq!(envelope.from().unwrap().to_string(), "post@shop.example");
        let parsed = mailparse::parse_mail(raw.as_bytes()).unwrap();
        let header =
            |name: &str| mailparse::MailHeaderMap::get_first_value(&parsed.headers[..], name).unwrap();
        assert_eq!(header("From"), "Ada Bérg <post@shop.example>");
        assert_eq!(header("Reply-To"), "Ada Bérg <ada@shop.example>");
        assert_eq!(header("Subject"), "Wie war es, Grete?");
        assert_eq!(header("List-Unsubscribe"), "<https://x.example/mail/leave/msg_5-0>");
        assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(header("Message-ID"), format!("<{}@shop.example>", MessageId::from_raw(5)));
        assert_eq!(header("Date"), "Tue, 06 Jan 2026 09:00:00 +0000");
        let parts: Vec<String> = parsed.subparts.iter().map(|part| part.get_body().unwrap()).collect();
        assert!(parts[0].contains("Hallo Grete, https://x.example/a"), "{parts:?}");
        assert!(parts[1].contains("<p>Hallo Grete</p>"), "{parts:?}");
    }

    #[test]
    fn what_fills_a_gap_adds_no_line_to_the_head_and_no_markup_to_the_text() {
        let (_, raw) = read(&letter(), posted("Grete\r\nBcc: all@shop.example <b>"));
        let parsed = mailparse::parse_mail(raw.as_bytes()).unwrap();
        assert!(parsed.headers.iter().all(|header| header.get_key() != "Bcc"), "{raw}");
        assert!(parsed.subparts[1].get_body().unwrap().contains("&lt;b&gt;"));
    }

    #[test]
    fn braces_that_are_no_gap_stay() {
        let fields = [("a".to_owned(), "1".to_owned())].into();
        assert_eq!(fill("{ {a} {A} {{a}} } {", &fields, false), "{ 1 {A} {1} } {");
        assert_eq!(gaps_of("{a}{b_2}{ c}{}").collect::<Vec<_>>(), ["a", "b_2"]);
    }
}
