//! The way in and out of every request: who asks, is the form our own, and how an error looks.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE, HOST, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use minijinja::value::Value;
use serde::Serialize;
use serde_json::json;
use troth_core::Message;

use crate::error::Carried;
use crate::observe::RequestId;
use crate::page::{append_cookie, render};
use crate::route::Family;
use crate::secure::{Nonce, foreign};
use crate::throttle::{Left, Rate};
use crate::tour::Along;
use crate::user::identify;
use crate::visit::{By, Details};
use crate::{App, Error, Language, Page, Theme, Visit, cookie, table};

/// Finds out who asks, refuses foreign forms, runs the route and gives errors their looks.
pub(crate) async fn enter(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let family = Family::of(parts.uri.path());
    let (visit, outcome) = arrive(&app, &parts).await;
    parts.extensions.insert(visit.clone());
    // The guard of each route asks the records too.
    parts.extensions.insert(app.clone());
    let outcome = outcome.and_then(|renewed| admit(&app, &visit, &parts).map(|()| renewed));
    let rate = Rate { count: app.config().api_rate, seconds: 60 };
    let left = (family == Family::Api && outcome.is_ok()).then(|| count(&app, &visit, rate));
    let (left, outcome) = match left {
        Some(Err(error)) => (Some(Left { count: 0, seconds: waits(&error) }), Err(error)),
        Some(Ok(left)) => (Some(left), outcome),
        None => (None, outcome),
    };
    let response = match outcome {
        Err(error) => error.into_response(),
        Ok(renewed) => {
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if let Some(cookie) = renewed {
                append_cookie(&mut response, &cookie);
            }
            response
        }
    };
    let mut shown = present(&app, &visit, family, response);
    if let Some(Left { count, seconds }) = left {
        let told = [
            (POLICY, format!("\"api\";q={};w={}", rate.count, rate.seconds)),
            (LEFT, format!("\"api\";r={count};t={seconds}")),
        ];
        for (name, value) in told {
            shown.headers_mut().extend(HeaderValue::from_str(&value).ok().map(|value| (name, value)));
        }
    }
    shown
}

/// How often the API may be asked, and what is left of it (draft-ietf-httpapi-ratelimit-headers).
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

/// Counts a request to the API: by token, by user, or by address where nobody is signed in.
fn count(app: &App, visit: &Visit, rate: Rate) -> Result<Left, Error> {
    let key = match visit.who().map(|who| (who.by, who.user)) {
        Some((By::Token(token), _)) => format!("api {token}"),
        Some((By::Session(_), user)) => format!("api {user}"),
        None => format!("api {:?}", visit.details().address),
    };
    app.throttle().count(&key, rate, app.wall())
}

fn waits(error: &Error) -> u64 {
    if let Error::TooMany { seconds } = error { *seconds } else { 0 }
}

/// Refuses forms that another site sends through somebody's browser, and strangers who send too many.
fn admit(app: &App, visit: &Visit, parts: &Parts) -> Result<(), Error> {
    if foreign(&parts.method, &parts.headers) {
        return Err(Error::Foreign);
    }
    if parts.method.is_safe() || visit.who().is_some() {
        return Ok(());
    }
    let key = format!("form {:?}", visit.details().address);
    app.throttle().take(&key, Rate { count: app.config().public_rate, seconds: 60 }, app.wall())
}

/// The other end of the connection; behind a proxy of ours, what the proxy says that was.
fn address(app: &App, parts: &Parts) -> Option<IpAddr> {
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if !app.config().behind_proxy {
        return connected;
    }
    // Whoever asks can write the header too; only the last entry is the proxy's own.
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    forwarded.rsplit(',').next().and_then(|last| last.trim().parse().ok()).or(connected)
}

/// The visit, and a cookie to renew; a visit without anybody when the records could not be asked.
async fn arrive(app: &App, parts: &Parts) -> (Visit, Result<Option<String>, Error>) {
    let headers = &parts.headers;
    let path = parts.uri.path();
    // Files and health are for everybody, and must answer while the records cannot.
    let found = if path.starts_with("/assets/") || path == "/healthz" {
        Ok(None)
    } else {
        identify(app, headers).await
    };
    let (known, outcome) = match found {
        Ok(Some(known)) => (Some((known.who, known.language, known.theme, known.tour)), Ok(known.renewed)),
        Ok(None) => (None, Ok(None)),
        Err(error) => (None, Err(error)),
    };
    let (who, chosen_language, chosen_theme, tour) = known
        .map_or((None, None, None, Along::Closed), |(who, language, theme, tour)| {
            (Some(who), language, theme, tour)
        });
    let language = asked_language(app, &parts.uri)
        .or(chosen_language)
        .or_else(|| cookie::find(app.config(), headers, cookie::LANGUAGE).and_then(Language::from_tag))
        .filter(|l| *l != Language::Mirror || app.config().preview)
        .unwrap_or_else(|| {
            let accept = headers.get("accept-language").and_then(|value| value.to_str().ok());
            Language::negotiate(accept.unwrap_or_default())
        });
    let theme = chosen_theme
        .or_else(|| cookie::find(app.config(), headers, cookie::THEME).and_then(Theme::find))
        .unwrap_or_default();
    let visit = Visit::new(Details {
        who,
        language,
        theme,
        nonce: parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
        request_id: parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        address: address(app, parts),
        host: headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        notice: cookie::read_notice(app.config(), headers),
        tour,
    });
    (visit, outcome)
}

/// `?lang=de` in the address.
fn asked_language(app: &App, uri: &Uri) -> Option<Language> {
    let query = uri.query()?;
    let tag = query.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Language::from_tag(tag).filter(|language| app.config().preview || Language::OFFERED.contains(language))
}

/// An error page.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorPage {
    word: &'static str,
    status: u16,
    message: Option<Message>,
    request_id: String,
}

impl Page for ErrorPage {
    const TEMPLATE: &str = "web/error.html";

    fn sample() -> Self {
        Self { word: "not-found", status: 404, message: None, request_id: "5d41402abc4b2a76".to_owned() }
    }
}

/// Turns an error on its way out into a page or a problem; anything else goes out as it is.
fn present(app: &App, visit: &Visit, family: Family, mut response: Response) -> Response {
    let carried = response.extensions_mut().remove::<Carried>().map(|carried| carried.0);
    let error = match carried {
        Some(error) => error,
        None if is_bare(&response) => std::sync::Arc::new(Error::Status(response.status())),
        None => return response,
    };
    let status = error.status();
    if status.is_server_error() {
        let request = &visit.details().request_id;
        tracing::error!(%request, status = status.as_u16(), error = %chain(&*error), "a request failed");
    }
    if matches!(*error, Error::Forbidden | Error::Foreign | Error::TooMany { .. }) {
        let (request, user) = (&visit.details().request_id, visit.who().map(|who| who.user.to_string()));
        tracing::warn!(%request, user = user.as_deref(), from = ?visit.details().address, reason = %error, "a request was turned away");
    }
    let mut shown = match family {
        Family::Api => problem(app, visit, &error),
        Family::Page => page(app, visit, &error),
    };
    for name in [ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    if let Error::TooMany { seconds } = *error {
        shown.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    shown
}

/// Whether it is a refusal of axum or of a layer, not yet worded for anybody.
fn is_bare(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    (status.is_client_error() || status.is_server_error())
        && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn page(app: &App, visit: &Visit, error: &Error) -> Response {
    let details = visit.details();
    if matches!(error, Error::SignIn) {
        let back = if details.query.is_empty() {
            details.path.clone()
        } else {
            format!("{}?{}", details.path, details.query)
        };
        let to =
            if back == "/" { "/sign-in".to_owned() } else { format!("/sign-in?to={}", table::escape(&back)) };
        let location = HeaderValue::from_str(&to).unwrap_or(HeaderValue::from_static("/sign-in"));
        return (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
    }
    if matches!(error, Error::OwesFactor) {
        let there = HeaderValue::from_static("/me/two-factor");
        return (StatusCode::SEE_OTHER, [(LOCATION, there)]).into_response();
    }
    let context = ErrorPage {
        word: error.word(),
        status: error.status().as_u16(),
        message: error.message().cloned(),
        request_id: details.request_id.clone(),
    };
    match render(app, details, ErrorPage::TEMPLATE, &Value::from_serialize(context)) {
        Ok(html) => (error.status(), Html(html)).into_response(),
        Err(failure) => {
            tracing::error!(error = %chain(&failure), "the error page itself failed");
            error.status().into_response()
        }
    }
}

impl App {
    /// An error as `problem+json` says it, in the language of whoever asks; part of an answer to many things at once.
    pub fn problem(&self, visit: &Visit, error: &Error) -> serde_json::Value {
        let (language, word) = (visit.language(), error.word());
        let say = |message: &Message| self.templates().say(language, message);
        let title = say(&Message::new(format!("web-error-{word}")));
        let mut body = json!({
            "type": format!("urn:troth:{word}"),
            "title": title,
            "status": error.status().as_u16(),
            "detail": error.message().map_or_else(|| say(&Message::new(format!("web-error-{word}-help"))), say),
            "request": visit.details().request_id,
        });
        if let Error::Fields(fields) = error {
            body["errors"] = fields
                .iter()
                .map(|e| json!({ "field": e.field, "key": e.message.key, "detail": say(&e.message) }))
                .collect();
        }
        body
    }
}

fn problem(app: &App, visit: &Visit, error: &Error) -> Response {
    let body = app.problem(visit, error);
    let kind = HeaderValue::from_static("application/problem+json");
    let mut response = (error.status(), [(CONTENT_TYPE, kind)], body.to_string()).into_response();
    if matches!(error, Error::SignIn) {
        response.headers_mut().insert("www-authenticate", HeaderValue::from_static("Bearer"));
    }
    response
}

/// An error and what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}
