//! The second factor of one's own account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::Message;

use crate::rule::Rules;
use crate::user::{factor, store, verbs};
use crate::{App, Error, Form, Page, Picture, View, Who};

/// Off, waiting for its first code, or on.
#[derive(Debug, Serialize)]
pub(crate) struct FactorPage {
    form: Form,
    on: bool,
    /// Whether everybody has to give a code.
    demanded: bool,
    /// Recovery codes that are left.
    left: i64,
    /// While it waits: the secret to type, and its picture.
    secret: Option<String>,
    picture: Option<Picture>,
    /// Recovery codes, told this once.
    codes: Vec<String>,
}

impl Page for FactorPage {
    const TEMPLATE: &str = "web/factor.html";

    fn sample() -> Self {
        Self {
            form: Form::new(),
            on: false,
            demanded: true,
            left: 0,
            secret: Some("JBSW Y3DP EHPK 3PXP".into()),
            picture: Picture::code("JBSW Y3DP EHPK 3PXP").ok(),
            codes: vec!["ab2c-de3f-gh4i-jk5l".into()],
        }
    }
}

async fn page(app: &App, who: &Who, form: Form, codes: Vec<String>) -> Result<FactorPage, Error> {
    let user = who.user;
    let (known, left, email, rules) = app
        .store()
        .read(move |db| {
            let known = store::find_factor(db, user)?;
            let left = store::count_recovery_codes(db, user)?;
            Ok::<_, Error>((known, left, store::find_email(db, user)?, Rules::read(db)?))
        })
        .await?;
    let on = known.as_ref().is_some_and(|known| known.since.is_some());
    let (mut secret, mut picture) = (None, None);
    if let Some(waiting) = known.filter(|known| known.since.is_none()) {
        let (_, drawn) = factor::address(&waiting.secret, &email, &app.business())?;
        let groups: Vec<String> = waiting
            .secret
            .as_bytes()
            .chunks(4)
            .map(|four| String::from_utf8_lossy(four).into_owned())
            .collect();
        (secret, picture) = (Some(groups.join(" ")), Some(drawn));
    }
    let demanded = rules.two_factor;
    Ok(FactorPage { form, on, demanded, left, secret, picture, codes })
}

pub(in crate::user) async fn get_factor(
    State(app): State<App>,
    view: View,
    who: Who,
) -> Result<Response, Error> {
    view.page(&page(&app, &who, Form::new(), Vec::new()).await?)
}

pub(in crate::user) async fn post_begin_factor(
    State(app): State<App>,
    view: View,
    who: Who,
) -> Result<Response, Error> {
    verbs::begin_factor(&app, who.user).await?;
    Ok(view.go("/me/two-factor"))
}

pub(in crate::user) async fn post_confirm_factor(
    State(app): State<App>,
    view: View,
    who: Who,
    form: Form,
) -> Result<Response, Error> {
    let told = verbs::confirm_factor(&app, who.user, form.text("code").to_owned()).await;
    codes_or_refusal(&app, &view, &who, form, told).await
}

pub(in crate::user) async fn post_recovery_codes(
    State(app): State<App>,
    view: View,
    who: Who,
    form: Form,
) -> Result<Response, Error> {
    let told = verbs::renew_recovery_codes(&app, who.user, form.text("code").to_owned()).await;
    codes_or_refusal(&app, &view, &who, form, told).await
}

/// Codes are told on the answer itself: they stand nowhere else.
async fn codes_or_refusal(
    app: &App,
    view: &View,
    who: &Who,
    mut form: Form,
    told: Result<Vec<String>, Error>,
) -> Result<Response, Error> {
    form.forget("code");
    match told {
        Ok(codes) => view.page(&page(app, who, form, codes).await?),
        Err(error) => {
            form.refused(error)?;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(app, who, form, Vec::new()).await?)
        }
    }
}

pub(in crate::user) async fn post_stop_factor(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    let code = form.text("code").to_owned();
    form.forget("code");
    match verbs::stop_factor(&app, who.user, code).await {
        Ok(()) => Ok(view.go_saying("/me", &Message::new("web-factor-stopped"))),
        Err(error) => {
            form.refused(error)?;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&app, &who, form, Vec::new()).await?)
        }
    }
}
