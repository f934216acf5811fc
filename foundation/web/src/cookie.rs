//! Cookies: which there are, and how they are written and read.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use data_encoding::BASE64URL_NOPAD;
use troth_core::Message;

use crate::Config;

/// The token of a session.
pub(crate) const SESSION: &str = "troth_session";
/// Somebody who has yet to give a code.
pub(crate) const HALF: &str = "troth_half_session";
/// Somebody who is away at the house that says who they are.
pub(crate) const AWAY: &str = "troth_away";
/// What the next page says once.
pub(crate) const NOTICE: &str = "troth_notice";
/// A browser of somebody who is not signed in, once they did something that counts once for each.
pub(crate) const BROWSER: &str = "troth_browser";
/// Language and theme of somebody who is not signed in.
pub(crate) const LANGUAGE: &str = "troth_language";
pub(crate) const THEME: &str = "troth_theme";

const YEAR: i64 = 365 * 24 * 3600;

/// What a cookie is called: over HTTPS with the mark for which browsers take it from this host alone, and never in the clear.
fn called(config: &Config, name: &str) -> String {
    if config.secure() { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie of the request.
pub(crate) fn find<'h>(config: &Config, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let name = called(config, name);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A cookie that only the server reads, kept for so many seconds.
pub(crate) fn set(config: &Config, name: &str, value: &str, seconds: i64) -> String {
    let secure = if config.secure() { "; Secure" } else { "" };
    let name = called(config, name);
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

pub(crate) fn clear(config: &Config, name: &str) -> String {
    set(config, name, "", 0)
}

pub(crate) fn keep(config: &Config, name: &str, value: &str) -> String {
    set(config, name, value, YEAR)
}

pub(crate) fn notice(config: &Config, message: &Message) -> String {
    let json = serde_json::to_vec(message).unwrap_or_default();
    set(config, NOTICE, &BASE64URL_NOPAD.encode(&json), 60)
}

pub(crate) fn read_notice(config: &Config, headers: &HeaderMap) -> Option<Message> {
    let json = BASE64URL_NOPAD.decode(find(config, headers, NOTICE)?.as_bytes()).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use troth_core::Message;

    use super::{NOTICE, find, notice, read_notice};
    use crate::Config;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookie.parse().unwrap());
        headers
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = headers("a=1; troth_session2=no; troth_session=yes");
        assert_eq!(find(&Config::default(), &headers, "troth_session"), Some("yes"));
        assert_eq!(find(&Config::default(), &headers, "session"), None);
    }

    #[test]
    fn a_notice_comes_back_as_it_went() {
        let said = Message::new("done").with("name", "Zoë; a=b");
        let cookie = notice(&Config::default(), &said);
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(read_notice(&Config::default(), &headers(pair)), Some(said));
        assert_eq!(read_notice(&Config::default(), &headers(&format!("{NOTICE}=garbage"))), None);
    }

    #[test]
    fn over_https_a_cookie_never_leaves_in_the_clear() {
        let config = Config { public_url: "https://troth.example".into(), ..Config::default() };
        let cookie = notice(&config, &Message::new("x"));
        assert!(cookie.starts_with("__Host-troth_notice=") && cookie.ends_with("; Secure"), "{cookie}");
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(read_notice(&config, &headers(pair)), Some(Message::new("x")));
        // A neighbour in the domain can set a cookie of the plain name; it counts for nothing.
        assert_eq!(find(&config, &headers("troth_session=planted"), super::SESSION), None);
        assert!(!notice(&Config::default(), &Message::new("x")).contains("Secure"));
    }
}
