//! Headers that keep a page from doing what it was not made for, and the check that a form is our own.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE64;

use crate::App;

/// What the scripts of one answer are marked with; nothing else may run.
#[derive(Debug, Clone)]
pub(crate) struct Nonce(pub(crate) String);

/// In which pages an answer may stand, said by its handler among the extensions of the answer; without a word, in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framed {
    /// In a page of this program.
    Here,
    /// In any page: only for what nobody is signed in for.
    Anywhere,
}

impl Framed {
    /// Who may hold it, as policies name them.
    fn ancestors(framed: Option<Self>) -> &'static str {
        match framed {
            None => "'none'",
            Some(Self::Here) => "'self'",
            Some(Self::Anywhere) => "*",
        }
    }
}

const FIXED: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Sets the headers, where the handler has not set its own.
pub(crate) async fn headers(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let nonce = BASE64.encode(&app.random::<16>());
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let framed = response.extensions_mut().remove::<Framed>();
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        // The older header has no word for what may stand anywhere; the policy has.
        if framed.is_none() || name != X_FRAME_OPTIONS {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
    }
    if let Ok(policy) = HeaderValue::from_str(&content_policy(&nonce, framed)) {
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if app.config().secure() {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    // What somebody saw while signed in is not left in a shared browser.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn content_policy(nonce: &str, framed: Option<Framed>) -> String {
    let ancestors = Framed::ancestors(framed);
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; \
         frame-ancestors {ancestors}"
    )
}

/// Whether a request that changes something may have been made by another site through somebody's browser.
///
/// Browsers say where a request comes from: `Sec-Fetch-Site`, and the older ones `Origin`. A request that carries
/// neither comes from a program, which has no cookies to misuse.
pub(crate) fn foreign(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return false;
    }
    let header = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header(&HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    match header(&ORIGIN) {
        None => false,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_none() || host != header(&HOST)
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, Method};

    use super::foreign;

    fn post(headers: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap =
            headers.iter().map(|(k, v)| (HeaderName::from_static(k), v.parse().unwrap())).collect();
        foreign(&Method::POST, &headers)
    }

    #[test]
    fn a_form_of_another_site_is_foreign() {
        assert!(post(&[("sec-fetch-site", "cross-site")]));
        assert!(post(&[("sec-fetch-site", "same-site"), ("host", "a"), ("origin", "http://a")]));
        assert!(post(&[("origin", "https://evil.example"), ("host", "troth.example")]));
        assert!(post(&[("origin", "null"), ("host", "troth.example")]));
    }

    #[test]
    fn our_own_forms_and_programs_are_not() {
        assert!(!post(&[("sec-fetch-site", "same-origin")]));
        assert!(!post(&[("origin", "http://troth.example:8080"), ("host", "troth.example:8080")]));
        assert!(!post(&[("host", "troth.example")]));
        let mut cross = HeaderMap::new();
        cross.insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert!(!foreign(&Method::GET, &cross), "a link from elsewhere may lead here");
    }
}
