//! The pages every installation has: first start, sign-in, keys.

mod factor;
mod manage;
mod me;
mod token;

use axum::extract::{Path, Query, State};
use axum::http::header::{HeaderMap, USER_AGENT};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use troth_core::Message;

use super::identify::session_cookie;
use super::model::{Secret, hash_secret, owner_of};
use super::store;
use super::verbs::{self, Entered};
use crate::page::{append_cookie, inside};
use crate::visit::By;
use crate::{App, Error, Form, Language, Page, Theme, View, Who, cookie};

pub(super) use factor::{
    FactorPage, get_factor, post_begin_factor, post_confirm_factor, post_recovery_codes, post_stop_factor,
};
pub(crate) use manage::text_of;
pub(super) use manage::{
    InvitePage, RightsPage, UserPage, UsersPage, get_invite, get_rights, get_user, get_users,
    post_change_user, post_end_sessions, post_invite, post_invite_again, post_reset_factor,
};
pub(super) use me::{MePage, PasswordPage, get_me, get_password, post_end_session, post_password};
pub(super) use token::{TokensPage, get_tokens, post_revoke_token, post_token};

/// `GET /`: everybody begins at their first page.
pub(super) async fn get_home(view: View) -> Response {
    let home = view.app().registry().home(view.visit()).unwrap_or("/me");
    view.go(home)
}

/// The way in.
#[derive(Debug, Serialize)]
pub(crate) struct SignInPage {
    form: Form,
    /// Nobody has been made yet: the link of the first start comes first.
    empty: bool,
    /// The house that signs people in too.
    provider: Option<String>,
}

impl Page for SignInPage {
    const TEMPLATE: &str = "web/sign_in.html";

    fn sample() -> Self {
        let mut form = Form::with([("email", "ada@analytical.example"), ("to", "/today")]);
        form.problem(Message::new("web-sign-in-wrong"));
        Self { form, empty: false, provider: Some("Our house".into()) }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    to: String,
}

pub(super) async fn get_sign_in(
    State(app): State<App>,
    view: View,
    Query(back): Query<Back>,
) -> Result<Response, Error> {
    if view.visit().who().is_some() {
        return Ok(view.go(inside(&back.to)));
    }
    let (some, provider) = app
        .store()
        .read(|db| Ok::<_, Error>((store::has_users(db)?, crate::provider::find_name(db)?)))
        .await?;
    view.page(&SignInPage { form: Form::with([("to", inside(&back.to))]), empty: !some, provider })
}

pub(super) async fn post_sign_in(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Error> {
    let email = form.required("email");
    let password = form.raw("password").to_owned();
    form.forget("password");
    if password.is_empty() {
        form.wrong("password", Message::new("web-field-empty"));
    }
    if form.is_right() {
        let from = view.visit().details().address;
        match verbs::sign_in(&app, from, &email, password, agent(&headers)).await {
            Ok(entered) => return Ok(let_in(&view, &entered, inside(form.text("to")))),
            Err(error) => form.refused(error)?,
        }
    }
    let provider = app.store().read(crate::provider::find_name).await?;
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &SignInPage { form, empty: false, provider })
}

pub(super) async fn post_sign_out(State(app): State<App>, view: View, who: Who) -> Result<Response, Error> {
    if let By::Session(session) = who.by {
        verbs::end_session(&app, who.user, session).await?;
    }
    let mut response = view.go_saying("/sign-in", &Message::new("web-signed-out"));
    append_cookie(&mut response, &cookie::clear(app.config(), cookie::SESSION));
    // What this browser has kept of the pages goes with the session.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

/// The first start: who owns this installation.
#[derive(Debug, Serialize)]
pub(crate) struct StartPage {
    form: Form,
    token: String,
}

impl Page for StartPage {
    const TEMPLATE: &str = "web/start.html";

    fn sample() -> Self {
        let mut form = Form::with([("name", "Ada Lovelace"), ("email", "ada@")]);
        form.wrong("email", Message::new("web-email-wrong"));
        form.wrong("password", Message::new("web-password-short"));
        Self { form, token: "c2VjcmV0".to_owned() }
    }
}

pub(super) async fn get_start(
    State(app): State<App>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let (hash, wall) = (hash_secret(&token), app.wall());
    let holds = app.store().read(move |db| store::first_link_holds(db, &hash, wall)).await?;
    if !holds {
        return Err(Error::Conflict(Message::new("web-link-used")));
    }
    view.page(&StartPage { form: Form::new(), token })
}

pub(super) async fn post_start(
    State(app): State<App>,
    view: View,
    Path(token): Path<String>,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Error> {
    let owner = owner_of(&form);
    form.forget("password");
    match verbs::create_owner(&app, &token, owner, agent(&headers)).await {
        Ok(secret) => Ok(signed_in(&view, &secret, "/")),
        Err(error) => {
            form.refused(error)?;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &StartPage { form, token })
        }
    }
}

/// A link that signs in once. Mail programs open links to look at them: only the button uses it up.
#[derive(Debug, Serialize)]
pub(crate) struct EnterPage {
    name: String,
    token: String,
}

impl Page for EnterPage {
    const TEMPLATE: &str = "web/enter.html";

    fn sample() -> Self {
        Self { name: "Ada Lovelace".to_owned(), token: "c2VjcmV0".to_owned() }
    }
}

pub(super) async fn get_enter(
    State(app): State<App>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let (hash, wall) = (hash_secret(&token), app.wall());
    let found = app.store().read(move |db| store::find_link_user(db, &hash, wall)).await?;
    let Some((_, name)) = found else {
        return Err(Error::Conflict(Message::new("web-link-used")));
    };
    view.page(&EnterPage { name, token })
}

pub(super) async fn post_enter(
    State(app): State<App>,
    view: View,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let entered = verbs::enter(&app, &token, agent(&headers)).await?;
    Ok(let_in(&view, &entered, "/"))
}

/// The code of the second factor, after the password.
#[derive(Debug, Serialize)]
pub(crate) struct CodePage {
    form: Form,
}

impl Page for CodePage {
    const TEMPLATE: &str = "web/code.html";

    fn sample() -> Self {
        let mut form = Form::with([("to", "/today")]);
        form.problem(Message::new("web-code-wrong"));
        Self { form }
    }
}

pub(super) async fn get_code(
    view: View,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response, Error> {
    if cookie::find(view.app().config(), &headers, cookie::HALF).is_none_or(str::is_empty) {
        return Ok(view.go("/sign-in"));
    }
    view.page(&CodePage { form: Form::with([("to", inside(&back.to))]) })
}

pub(super) async fn post_code(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, Error> {
    let code = form.required("code");
    form.forget("code");
    let half = cookie::find(app.config(), &headers, cookie::HALF).unwrap_or_default().to_owned();
    if form.is_right() {
        match verbs::give_code(&app, &half, code, agent(&headers)).await {
            Ok(secret) => {
                let mut response = signed_in(&view, &secret, inside(form.text("to")));
                append_cookie(&mut response, &cookie::clear(app.config(), cookie::HALF));
                return Ok(response);
            }
            // Too late, or nobody has said a password here.
            Err(Error::SignIn) => return Ok(view.go_saying("/sign-in", &Message::new("web-code-late"))),
            Err(error) => form.refused(error)?,
        }
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &CodePage { form })
}

/// Language and theme: kept with the user, or in the browser of a stranger.
pub(super) async fn post_preferences(
    State(app): State<App>,
    view: View,
    form: Form,
) -> Result<Response, Error> {
    let language = Language::from_tag(form.text("language")).filter(|l| Language::OFFERED.contains(l));
    let theme = Theme::find(form.text("theme"));
    let mut response = view.go(inside(form.text("to")));
    let chosen = [
        language.map(|l| ("language", cookie::LANGUAGE, l.tag())),
        theme.map(|t| ("theme", cookie::THEME, t.key())),
    ];
    for (name, cookie_name, value) in chosen.into_iter().flatten() {
        append_cookie(&mut response, &cookie::keep(app.config(), cookie_name, value));
        if let Some(who) = view.visit().who() {
            verbs::set_preference(&app, who.user, name, value).await?;
        }
    }
    Ok(response)
}

/// What the keys do.
#[derive(Debug, Serialize)]
pub(crate) struct KeysPage {}

impl Page for KeysPage {
    const TEMPLATE: &str = "web/keys.html";

    fn sample() -> Self {
        Self {}
    }
}

pub(super) async fn get_keys(view: View) -> Result<Response, Error> {
    view.page(&KeysPage {})
}

/// Whether the records answer.
pub(super) async fn get_health(State(app): State<App>) -> Response {
    match app.store().read(|db| db.scalar::<i64>("SELECT CAST(1 AS BIGINT)", &[])).await {
        Ok(_) => "ok\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the records do not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

fn signed_in(view: &View, secret: &Secret, to: &str) -> Response {
    let mut response = view.go(to);
    append_cookie(&mut response, &session_cookie(view.app(), secret.reveal()));
    response
}

/// On with a session, or to the page that asks for a code.
pub(crate) fn let_in(view: &View, entered: &Entered, to: &str) -> Response {
    match entered {
        Entered::Session(secret) => signed_in(view, secret, to),
        Entered::Code(secret) => {
            let mut response = view.go(&format!("/sign-in/code?to={}", crate::table::escape(to)));
            append_cookie(
                &mut response,
                &cookie::set(view.app().config(), cookie::HALF, secret.reveal(), 600),
            );
            response
        }
    }
}

/// Browser and system, as far as the browser says: enough to tell one's own devices apart, too little to follow anyone.
pub(crate) fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The order matters: Edge calls itself Chrome, and Chrome calls itself Safari.
    let browsers = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name)
    };
    let named: Vec<_> = [find(&browsers), find(&systems)].into_iter().flatten().collect();
    named.join(", ")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::agent;

    #[test]
    fn a_device_is_named_and_no_more() {
        let mut headers = HeaderMap::new();
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0";
        headers.insert("user-agent", edge.parse().unwrap());
        assert_eq!(agent(&headers), "Edge, Windows");
        assert_eq!(agent(&HeaderMap::new()), "");
    }
}
