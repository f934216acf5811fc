//! Tokens of one's own programs.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::Message;

use super::manage::text_of;
use crate::user::store::{self, TokenRow};
use crate::user::token::NewToken;
use crate::user::verbs;
use crate::{App, Error, Form, Page, View, Who};

/// What one's programs hold, and a form for one more.
#[derive(Debug, Serialize)]
pub(crate) struct TokensPage {
    tokens: Vec<TokenRow>,
    form: Form,
    rights: Vec<Scope>,
    /// A token that was just made, told this once.
    told: Option<String>,
}

#[derive(Debug, Serialize)]
struct Scope {
    key: &'static str,
    text: String,
    chosen: bool,
}

impl Page for TokensPage {
    const TEMPLATE: &str = "web/tokens.html";

    fn sample() -> Self {
        use troth_core::{Id, Instant, TokenId, UserId};
        let token = TokenRow {
            id: TokenId::from_raw(1),
            name: "Till".into(),
            user: UserId::from_raw(1),
            user_name: "Ada Lovelace".into(),
            scopes: Some(vec!["web.read_metrics".into()]),
            created_at: Instant::from_micros(1_795_344_000_000_000),
            expires_at: None,
        };
        let right = Scope { key: "web.read_metrics", text: "web-may-read-metrics".into(), chosen: true };
        Self { tokens: vec![token], form: Form::new(), rights: vec![right], told: Some("c2VjcmV0".into()) }
    }
}

async fn page(app: &App, who: &Who, form: Form, told: Option<String>) -> Result<TokensPage, Error> {
    let (user, wall) = (who.user, app.wall());
    let tokens = app.store().read(move |db| store::list_tokens(db, Some(user), wall)).await?;
    let mine = app.registry().permissions().iter().filter(|one| who.may(one));
    let rights =
        mine.map(|one| Scope { key: one.key, text: text_of(one), chosen: form.has(one.key) }).collect();
    Ok(TokensPage { tokens, form, rights, told })
}

pub(in crate::user) async fn get_tokens(
    State(app): State<App>,
    view: View,
    who: Who,
) -> Result<Response, Error> {
    view.page(&page(&app, &who, Form::with([("days", "90")]), None).await?)
}

pub(in crate::user) async fn post_token(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    let scopes: Vec<String> = app
        .registry()
        .permissions()
        .iter()
        .filter(|one| form.has(one.key))
        .map(|one| one.key.to_owned())
        .collect();
    let expires_at = match form.text("days") {
        "" => None,
        days => {
            let days = days.parse::<i64>().ok().filter(|days| (1..=3650).contains(days));
            if days.is_none() {
                form.wrong("days", Message::new("web-token-days-wrong"));
            }
            days.map(|days| app.wall().plus_seconds(days * 86_400))
        }
    };
    if form.is_right() {
        let name = form.text("name").to_owned();
        let token = NewToken { user: who.user, name, role: who.role, scopes: Some(scopes), expires_at };
        match verbs::make_token(&app, who.actor(), token).await {
            Ok((_, secret)) => {
                let fresh = Form::with([("days", "90")]);
                return view.page(&page(&app, &who, fresh, Some(secret.reveal().to_owned())).await?);
            }
            Err(error) => form.refused(error)?,
        }
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&app, &who, form, None).await?)
}

pub(in crate::user) async fn post_revoke_token(
    State(app): State<App>,
    view: View,
    who: Who,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let of = (!who.may(&crate::user::MANAGE_USERS)).then_some(who.user);
    verbs::revoke_token(&app, who.actor(), of, id).await?;
    Ok(view.go_saying("/me/tokens", &Message::new("web-token-revoked")))
}
