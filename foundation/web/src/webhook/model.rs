//! What an address is told, and how it knows that it comes from here; pure.

use data_encoding::BASE64;
use ring::hmac;
use serde::Serialize;
use serde_json::{Value, json};
use troth_core::{DeliveryId, EVENT_KINDS, EventId, Instant, Message, WebhookId, join_id};
use troth_store::Entry;
use url::{Host, Url};
use utoipa::ToSchema;

use crate::Error;
use crate::error::FieldError;
use crate::outward::may_reach;

/// Before every secret (Standard Webhooks).
const SECRET: &str = "whsec_";

/// How long an old secret signs beside the new one.
pub(super) const OVERLAP_SECONDS: i64 = 86_400;
/// A delivery is given up after so many tries, about a day.
pub(super) const TRIES: i64 = 30;
/// An address is told nothing any more when nothing went well for so long, and so often.
pub(super) const PATIENCE_SECONDS: i64 = 86_400;
pub(super) const PATIENCE_TRIES: i64 = 10;
/// Deliveries are forgotten after so many days.
pub(super) const KEPT_DAYS: i64 = 30;

/// An address that is told what happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Webhook {
    /// Which.
    #[schema(value_type = String)]
    pub(crate) id: WebhookId,
    /// What it is called.
    pub(crate) name: String,
    /// Where messages go.
    pub(crate) url: String,
    /// Kinds of events it is told; empty: all.
    pub(crate) kinds: Vec<String>,
    /// Whether it stands in the business's own network, where addresses are private and HTTP will do.
    pub(crate) own_network: bool,
    /// Whether it is told anything.
    pub(crate) enabled: bool,
    /// Why not, where nobody switched it off: `failing` (nothing went well for a day) or `gone` (it answered 410).
    pub(crate) stopped: Option<String>,
    /// Since when nothing has gone well.
    #[schema(value_type = Option<String>)]
    pub(crate) failing_since: Option<Instant>,
    #[serde(skip)]
    pub(crate) failures: i64,
    #[serde(skip)]
    pub(crate) wait_until: Option<Instant>,
    #[serde(skip)]
    pub(crate) secret: String,
    /// The secret before, while it signs too.
    #[serde(skip)]
    pub(crate) old: Option<(String, Instant)>,
    #[serde(skip)]
    pub(crate) removed: bool,
}

impl Webhook {
    /// Whether it is told events of this kind.
    pub(super) fn wants(&self, kind: &str) -> bool {
        self.enabled && (self.kinds.is_empty() || self.kinds.iter().any(|one| one == kind))
    }
}

/// One event on its way to one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub(crate) struct Delivery {
    /// Which.
    #[schema(value_type = String)]
    pub(crate) id: DeliveryId,
    /// To which address.
    #[schema(value_type = String)]
    pub(crate) webhook: WebhookId,
    /// The event; also the `webhook-id` of the message.
    #[schema(value_type = String)]
    pub(crate) event: EventId,
    /// Its kind.
    pub(crate) kind: String,
    /// `waiting`, `delivered`, `failed` (given up), or `stopped` (the address was switched off meanwhile).
    pub(crate) state: String,
    /// How often it was tried.
    pub(crate) tries: i64,
    /// When it happened.
    #[schema(value_type = String)]
    pub(crate) created_at: Instant,
    /// When it is tried next.
    #[schema(value_type = Option<String>)]
    pub(crate) next_at: Option<Instant>,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WebhookTry)]
pub(crate) struct Try {
    /// When.
    #[schema(value_type = String)]
    pub(crate) at: Instant,
    /// How long it took.
    pub(crate) millis: i64,
    /// The status that was answered.
    pub(crate) status: Option<i64>,
    /// The beginning of the answer.
    pub(crate) answer: String,
    /// What kept an answer from coming: `private`, `unknown`, `refused`, `slow`, `tls` or `broken`.
    pub(crate) problem: Option<String>,
}

/// What is said of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) kinds: Vec<String>,
    pub(super) own_network: bool,
}

impl Draft {
    /// Refuses what cannot be an address, or names kinds that do not exist; the rest in order.
    pub(super) fn check(mut self) -> Result<Self, Error> {
        let mut wrong = Vec::new();
        let mut refuse = |field: &str, key: &str| {
            wrong.push(FieldError { field: field.to_owned(), message: Message::new(key) });
        };
        self = Self { name: self.name.trim().into(), url: self.url.trim().into(), ..self };
        if self.name.is_empty() || self.name.chars().count() > 100 {
            refuse("name", "web-webhook-name-wrong");
        }
        match read_url(&self.url, self.own_network) {
            Ok(url) => self.url = url.into(),
            Err(key) => refuse("url", key),
        }
        self.kinds.sort_unstable();
        self.kinds.dedup();
        if self.kinds.iter().any(|kind| !EVENT_KINDS.contains(&kind.as_str())) {
            refuse("kinds", "web-webhook-kinds-wrong");
        }
        if wrong.is_empty() { Ok(self) } else { Err(Error::Fields(wrong)) }
    }
}

/// An address as it may be entered, or the key of what to say.
fn read_url(text: &str, own_network: bool) -> Result<Url, &'static str> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= 2_000).ok_or("web-webhook-url-wrong")?;
    let address = match url.host() {
        None => return Err("web-webhook-url-wrong"),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(address)) => Some(address.into()),
        Some(Host::Ipv6(address)) => Some(address.into()),
    };
    match url.scheme() {
        "https" => {}
        "http" if own_network => {}
        "http" => return Err("web-webhook-url-open"),
        _ => return Err("web-webhook-url-wrong"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("web-webhook-url-password");
    }
    if address.is_some_and(|address| !may_reach(address, own_network)) {
        return Err("web-webhook-url-private");
    }
    Ok(url)
}

/// A secret of these bytes, as both sides write it.
pub(super) fn secret_of(bytes: [u8; 32]) -> String {
    format!("{SECRET}{}", BASE64.encode(&bytes))
}

/// The signature of a message: `v1,` and the HMAC-SHA256 of id, moment and body. Nothing where the secret is none.
fn sign(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = BASE64.decode(secret.strip_prefix(SECRET)?.as_bytes()).ok()?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", BASE64.encode(tag.as_ref())))
}

/// The three headers of a message, signed with every secret that holds.
pub(super) fn headers(
    webhook: &Webhook,
    event: EventId,
    body: &str,
    wall: Instant,
) -> [(&'static str, String); 3] {
    let (id, seconds) = (event.to_string(), wall.micros().div_euclid(1_000_000));
    let old = webhook.old.as_ref().filter(|(_, until)| *until > wall).map(|(secret, _)| secret);
    let secrets = std::iter::once(&webhook.secret).chain(old);
    let signatures: Vec<String> = secrets.filter_map(|secret| sign(secret, &id, seconds, body)).collect();
    [
        ("webhook-id", id),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ]
}

/// What is told of an event: the same every time.
pub(super) fn body_of(entry: &Entry) -> String {
    let by = match entry.actor_kind.as_str() {
        "user" => join_id("usr", entry.actor_id),
        "token" => join_id("tok", entry.actor_id),
        other => other.to_owned(),
    };
    let about = match entry.subject_kind.as_str() {
        "workspace" => entry.subject_kind.clone(),
        prefix => join_id(prefix, entry.subject_id),
    };
    let details: Value = serde_json::from_str(&entry.payload).unwrap_or_default();
    json!({
        "type": entry.kind,
        "timestamp": entry.at.to_string(),
        "data": { "id": join_id("evt", entry.id), "by": by, "about": about, "details": details },
    })
    .to_string()
}

/// The pause after so many failures: 5, 10, 20 … seconds, an hour at most.
pub(super) fn pause_seconds(failures: i64) -> i64 {
    let doubled =
        1_i64.checked_shl(u32::try_from(failures.clamp(1, 40) - 1).unwrap_or(0)).unwrap_or(i64::MAX);
    doubled.saturating_mul(5).min(3_600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_signed_as_the_standard_has_it() {
        // The example of the reference libraries.
        let signature = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(sign("secret", "a", 1, "b"), None);
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!([1, 2, 3, 10, 11, 99].map(pause_seconds), [5, 10, 20, 2_560, 3_600, 3_600]);
        let whole: i64 = (1..TRIES).map(pause_seconds).sum();
        assert!((70_000..86_400).contains(&whole), "about a day: {whole}");
    }

    #[test]
    fn an_address_is_https_and_of_the_public_net_unless_somebody_says_otherwise() {
        for (text, own, answer) in [
            ("https://shop.example/hook?x=1", false, Ok(())),
            ("http://shop.example/hook", false, Err("web-webhook-url-open")),
            ("http://shop.example/hook", true, Ok(())),
            ("https://10.0.0.1/", false, Err("web-webhook-url-private")),
            ("https://10.0.0.1/", true, Ok(())),
            ("https://0x7f.1/", false, Err("web-webhook-url-private")),
            ("https://[::1]/", false, Err("web-webhook-url-private")),
            ("https://169.254.169.254/", true, Err("web-webhook-url-private")),
            ("https://ada:secret@shop.example/", false, Err("web-webhook-url-password")),
            ("ftp://shop.example/", true, Err("web-webhook-url-wrong")),
            ("shop.example", false, Err("web-webhook-url-wrong")),
            ("", false, Err("web-webhook-url-wrong")),
        ] {
            assert_eq!(read_url(text, own).map(|_| ()), answer, "{text} {own}");
        }
    }
}
