//! The page on which an owner sets the house up, the way there and the way back.

use axum::extract::{Query, State};
use axum::http::header::HeaderMap;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use troth_core::{Actor, Message, Role};

use super::model::Provider;
use super::oidc::{self, Away};
use super::{store, verbs};
use crate::page::{append_cookie, inside};
use crate::user::{MANAGE_USERS, agent, let_in, open};
use crate::{App, Error, Form, Need, Page, Routes, View, Who, cookie};

/// Where the house sends people back to.
const BACK: &str = "/sign-in/with/back";

/// The pages.
pub(crate) fn page_routes(routes: Routes) -> Routes {
    let need = Need::Permission(MANAGE_USERS);
    routes
        .get("/users/provider", need, get_provider)
        .post("/users/provider", need, post_provider)
        .post("/users/provider/remove", need, post_remove)
        .get("/sign-in/with", Need::Public, get_begin)
        .get(BACK, Need::Public, get_back)
}

/// The house as it is set up.
#[derive(Debug, Serialize)]
pub(crate) struct ProviderPage {
    form: Form,
    /// Whether there is one.
    known: bool,
    /// The address that has to be entered there.
    back: String,
    roles: [&'static str; 5],
}

impl Page for ProviderPage {
    const TEMPLATE: &str = "web/provider.html";

    fn sample() -> Self {
        let mut form =
            Form::with([("name", "Our house"), ("issuer", "http://id.example"), ("make_users", "no")]);
        form.wrong("issuer", Message::new("web-provider-issuer-wrong"));
        form.problem(Message::new("web-provider-away").with("why", "refused"));
        let back = format!("https://troth.example{BACK}");
        Self { form, known: true, back, roles: Role::ALL.map(Role::key) }
    }
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

async fn page(app: &App, view: &View, form: Option<Form>) -> Result<ProviderPage, Error> {
    let known = app.store().read(store::find).await?;
    let form = form.unwrap_or_else(|| match &known {
        None => Form::with([("make_users", "no"), ("own_network", "no")]),
        Some(known) => Form::with([
            ("name", known.name.clone()),
            ("issuer", known.issuer.clone()),
            ("client_id", known.client_id.clone()),
            ("groups_claim", known.groups_claim.clone()),
            ("roles", known.roles.clone()),
            ("make_users", yes(known.make_users)),
            ("own_network", yes(known.own_network)),
        ]),
    });
    let back = view.whole_address(BACK);
    Ok(ProviderPage { form, known: known.is_some(), back, roles: Role::ALL.map(Role::key) })
}

async fn get_provider(State(app): State<App>, view: View) -> Result<Response, Error> {
    view.page(&page(&app, &view, None).await?)
}

async fn post_provider(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    let said = |field: &str| form.text(field).to_owned();
    let provider = Provider {
        name: said("name"),
        issuer: said("issuer"),
        client_id: said("client_id"),
        secret: said("secret"),
        groups_claim: said("groups_claim"),
        roles: form.raw("roles").replace("\r\n", "\n"),
        make_users: form.text("make_users") == "yes",
        own_network: form.text("own_network") == "yes",
    };
    form.forget("secret");
    match verbs::set_up(&app, who.actor(), provider, &view.whole_address(BACK)).await {
        Ok(_) => Ok(view.go_saying("/users/provider", &Message::new("web-provider-saved"))),
        Err(error) => {
            form.refused(error)?;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&app, &view, Some(form)).await?)
        }
    }
}

async fn post_remove(State(app): State<App>, view: View, who: Who) -> Result<Response, Error> {
    let actor: Actor = who.actor();
    verbs::remove(&app, actor).await?;
    Ok(view.go_saying("/users/provider", &Message::new("web-provider-removed")))
}

#[derive(Debug, Deserialize)]
struct To {
    #[serde(default)]
    to: String,
}

/// Sends somebody to the house. Nothing is kept here: what must be known when they come back stands in a cookie of their browser.
async fn get_begin(State(app): State<App>, view: View, Query(to): Query<To>) -> Result<Response, Error> {
    let provider = app.store().read(store::find).await?.ok_or(Error::NotFound)?;
    match oidc::begin(&app, &provider, &view.whole_address(BACK), inside(&to.to)).await {
        Ok((url, away)) => {
            let there = HeaderValue::from_str(url.as_str()).map_err(Error::internal)?;
            let mut response = (StatusCode::SEE_OTHER, [("location", there)]).into_response();
            append_cookie(
                &mut response,
                &cookie::set(app.config(), cookie::AWAY, &away.write(), Away::kept()),
            );
            Ok(response)
        }
        Err(trouble) => {
            tracing::warn!(error = %trouble, "the house that signs people in does not answer");
            Ok(view.go_saying("/sign-in", &Message::new("web-provider-not-now")))
        }
    }
}

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
}

/// Takes somebody in who comes back. The one page that changes something without a form: the state binds it to the browser that
/// set out, and a code works once.
async fn get_back(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response, Error> {
    let from = view.visit().details().address;
    app.throttle().take(&format!("house {from:?}"), verbs::TRIES, app.wall())?;
    let kept =
        cookie::find(app.config(), &headers, cookie::AWAY).and_then(|kept| Away::read(kept, app.wall()));
    let away = kept.filter(|away| away.is_answered_by(&answer.state));
    let provider = app.store().read(store::find).await?.ok_or(Error::NotFound)?;
    let mut response = match away {
        None => view.go_saying("/sign-in", &Message::new("web-provider-again")),
        Some(_) if !answer.error.is_empty() || answer.code.is_empty() => {
            view.go_saying("/sign-in", &Message::new("web-provider-refused"))
        }
        Some(away) => {
            let back = view.whole_address(BACK);
            match oidc::finish(&app, &provider, &back, &away, answer.code).await {
                Err(trouble) => {
                    tracing::warn!(error = %trouble, from = ?from, "a sign-in by another house was refused");
                    view.go_saying("/sign-in", &Message::new("web-provider-refused"))
                }
                Ok(claims) => match verbs::meet(&app, provider, claims).await {
                    Ok(user) => {
                        let_in(&view, &open(&app, user, None, agent(&headers)).await?, inside(&away.to))
                    }
                    Err(Error::Wrong(message)) => view.go_saying("/sign-in", &message),
                    Err(error) => return Err(error),
                },
            }
        }
    };
    append_cookie(&mut response, &cookie::clear(app.config(), cookie::AWAY));
    Ok(response)
}
