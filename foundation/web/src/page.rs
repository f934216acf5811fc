//! A page: a typed context with a sample, and the template it fills.

use axum::extract::FromRequestParts;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use data_encoding::HEXLOWER;
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;
use troth_core::{AccountId, Message, Permission};
use troth_store::Db;

use crate::visit::Details;
use crate::{
    App, Asset, Error, Form, Language, Measured, Panel, Piece, Place, Rate, Theme, Visit, cookie, tour,
};

/// What a template is filled with.
///
/// ```
/// #[derive(serde::Serialize)]
/// struct Hello { name: String }
///
/// impl troth_web::Page for Hello {
///     const TEMPLATE: &str = "hello/hello.html";
///     fn sample() -> Self { Self { name: "Ada".into() } }
/// }
/// ```
pub trait Page: Serialize {
    /// Path of the template: `today/list.html`.
    const TEMPLATE: &str;

    /// A context such as a person would meet; every test of all pages renders it.
    fn sample() -> Self;
}

/// A page of the registry, for the test that renders each.
#[derive(Clone, Copy)]
pub struct Sample {
    /// Its template.
    pub template: &'static str,
    pub(crate) context: fn() -> Value,
}

impl Sample {
    /// The sample of a page.
    pub fn of<P: Page>() -> Self {
        Self { template: P::TEMPLATE, context: || Value::from_serialize(P::sample()) }
    }
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.template)
    }
}

/// What a handler of pages answers with: it knows the request and the program.
#[derive(Debug, Clone)]
pub struct View {
    app: App,
    visit: Visit,
}

impl View {
    pub(crate) fn new(app: App, visit: Visit) -> Self {
        Self { app, visit }
    }

    /// The program.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The request.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The language of the reader.
    pub fn language(&self) -> Language {
        self.visit.language()
    }

    /// Whether the reader is signed in and has this permission.
    pub fn may(&self, permission: &Permission) -> bool {
        self.visit.who().is_some_and(|who| who.may(permission))
    }

    /// The page.
    pub fn page<P: Page>(&self, page: &P) -> Result<Response, Error> {
        self.page_with(StatusCode::OK, page)
    }

    /// The page with another status, for example a form that came back with mistakes.
    pub fn page_with<P: Page>(&self, status: StatusCode, page: &P) -> Result<Response, Error> {
        let html = render(&self.app, self.visit.details(), P::TEMPLATE, &Value::from_serialize(page))?;
        let mut response = (status, Html(html)).into_response();
        if self.visit.details().notice.is_some() {
            append_cookie(&mut response, &cookie::clear(self.app.config(), cookie::NOTICE));
        }
        Ok(response)
    }

    /// A piece of a page: a panel, a list that is swapped in place.
    pub fn piece<P: Page>(&self, piece: &P) -> Result<String, Error> {
        self.render_piece(&Piece::of(piece))
    }

    /// The figures of every capability that this reader may see. Call it inside the one read of the page.
    pub fn load_figures(&self, db: &mut Db<'_>) -> Result<Vec<Figured>, troth_store::Error> {
        let mut figures = Vec::new();
        for headline in self.app.registry().figures() {
            if headline.need.check(&self.visit).is_ok()
                && let Some(measured) = (headline.load)(db, self.app.now())?
            {
                figures.push(Figured { text: headline.text, measured });
            }
        }
        Ok(figures)
    }

    /// The panels of a customer's page that this reader may see. Call it inside the one read of the page.
    pub fn load_panels(
        &self,
        db: &mut Db<'_>,
        account: AccountId,
    ) -> Result<Vec<(Panel, Piece)>, troth_store::Error> {
        let mut panels = Vec::new();
        for panel in self.app.registry().panels() {
            if panel.need.check(&self.visit).is_ok()
                && let Some(piece) = (panel.load)(db, account, self.app.now())?
            {
                panels.push((*panel, piece));
            }
        }
        Ok(panels)
    }

    /// Loaded panels of one place as HTML, to be put into the page.
    pub fn show_panels(&self, panels: &[(Panel, Piece)], place: Place) -> Result<Vec<ShownPanel>, Error> {
        let here = panels.iter().filter(|(panel, _)| panel.place == place);
        here.map(|(panel, piece)| {
            let html = self.render_piece(piece)?;
            Ok(ShownPanel { text: panel.text, html: Value::from_safe_string(html) })
        })
        .collect()
    }

    /// A path of this program as it can be sent on: with the public address, or else the one it was asked by.
    pub fn whole_address(&self, path: &str) -> String {
        match self.app.config().public_url.as_str() {
            "" => format!("http://{}{path}", self.visit.details().host),
            address => format!("{}{path}", address.trim_end_matches('/')),
        }
    }

    /// Refuses whoever asks too often from one place: for forms of which strangers need to send fewer than [`Config::public_rate`] allows.
    ///
    /// [`Config::public_rate`]: crate::Config
    pub fn slow_down(&self, what: &str, rate: Rate) -> Result<(), Error> {
        let key = format!("{what} {:?}", self.visit.details().address);
        self.app.throttle().take(&key, rate, self.app.wall())
    }

    /// What a browser is known by where nobody signs in; nothing where it never did anything that counts once.
    pub fn known_browser<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        cookie::find(self.app.config(), headers, cookie::BROWSER).filter(|mark| is_mark(mark))
    }

    /// The same, made and kept with the answer where it is not known yet.
    pub fn know_browser(&self, headers: &HeaderMap, response: &mut Response) -> String {
        if let Some(mark) = self.known_browser(headers) {
            return mark.to_owned();
        }
        let mark = HEXLOWER.encode(&self.app.random::<16>());
        append_cookie(response, &cookie::keep(self.app.config(), cookie::BROWSER, &mark));
        mark
    }

    /// On to another page, after a form.
    pub fn go(&self, to: &str) -> Response {
        Redirect::to(to).into_response()
    }

    /// Back to the page that a form was sent from, named by its field `to`, which says this once.
    pub fn go_back(&self, form: &Form, notice: &Message) -> Response {
        self.go_saying(inside(form.text("to")), notice)
    }

    /// On to another page, which says this once.
    pub fn go_saying(&self, to: &str, notice: &Message) -> Response {
        let mut response = self.go(to);
        append_cookie(&mut response, &cookie::notice(self.app.config(), notice));
        response
    }

    fn render_piece(&self, piece: &Piece) -> Result<String, Error> {
        let visit = self.visit.details();
        fill(&self.app, visit, piece.template, &surroundings(&self.app, visit), &piece.context)
    }
}

/// A figure with the key of its label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figured {
    /// Key of its label's text.
    pub text: &'static str,
    /// The figure and its sentence.
    #[serde(flatten)]
    pub measured: Measured,
}

/// A panel as the template puts it into the page.
#[derive(Debug, Clone, Serialize)]
pub struct ShownPanel {
    /// Key of its heading's text.
    pub text: &'static str,
    /// What it shows.
    pub html: Value,
}

impl FromRequestParts<App> for View {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self::new(app.clone(), Visit::from_request_parts(parts, app).await?))
    }
}

/// Fills a template: what the page brings, and `view` for the layout.
pub(crate) fn render(app: &App, visit: &Details, template: &str, page: &Value) -> Result<String, Error> {
    let (who, view) = (visit.who.as_ref(), surroundings(app, visit));
    let strips = app.registry().strips().iter().filter(|strip| strip.need.admits(who));
    let strips: Vec<Value> = strips
        .filter_map(|strip| (strip.show)(app, who))
        .map(|piece| fill(app, visit, piece.template, &view, &piece.context).map(Value::from_safe_string))
        .collect::<Result<_, _>>()?;
    fill(app, visit, template, &context! { strips => strips, ..view }, page)
}

fn fill(app: &App, visit: &Details, template: &str, view: &Value, page: &Value) -> Result<String, Error> {
    app.templates().render(visit.language, template, context! { view => view.clone(), ..page.clone() })
}

/// What a template knows of the visit, whatever the page.
fn surroundings(app: &App, visit: &Details) -> Value {
    let who = visit.who.as_ref();
    let registry = app.registry();
    context! {
        business => app.business(),
        language => visit.language.tag(),
        direction => visit.language.direction(),
        languages => Language::OFFERED.map(|l| context! { tag => l.tag(), name => l.name() }),
        theme => visit.theme.key(),
        themes => Theme::ALL.map(Theme::key),
        nonce => visit.nonce,
        request_id => visit.request_id,
        path => visit.path,
        query => visit.query,
        notice => visit.notice.as_ref().map(Value::from_serialize),
        who => who.map(|w| context! { name => w.name, role => w.role.key() }),
        navigation => registry.navigation_for(who, &visit.path),
        tour => tour::shown(app, who, &visit.tour, &visit.path),
        assets => context! {
            style => Asset::path("app.css"),
            script => Asset::path("app.js"),
            icon => Asset::path("icon.svg"),
        },
    }
}

/// A path of this program; anything that might lead elsewhere becomes the beginning.
pub(crate) fn inside(to: &str) -> &str {
    let leads_out = to.starts_with("//") || to.contains('\\') || to.chars().any(char::is_control);
    if to.starts_with('/') && !leads_out { to } else { "/" }
}

/// Whether it is one of ours: 128 bits.
fn is_mark(mark: &str) -> bool {
    mark.len() == 32 && mark.bytes().all(|letter| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter))
}

pub(crate) fn append_cookie(response: &mut Response, cookie: &str) {
    match HeaderValue::from_str(cookie) {
        Ok(value) => {
            response.headers_mut().append(SET_COOKIE, value);
        }
        Err(problem) => tracing::error!(%problem, "a cookie could not be written"),
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn the_way_back_never_leads_out() {
        assert_eq!(inside("/today?sort=-worth"), "/today?sort=-worth");
        for out in ["https://evil.example", "//evil.example", "/\\evil.example", "", "today", "/a\nb"] {
            assert_eq!(inside(out), "/", "{out}");
        }
    }
}
