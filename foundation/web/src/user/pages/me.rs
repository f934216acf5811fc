//! Oneself: where one is signed in, and the password.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Message, SessionId};

use crate::audit::READ_AUDIT;
use crate::user::store::{self, SessionRow};
use crate::user::verbs;
use crate::visit::By;
use crate::{App, Error, Form, Page, View, Who};

/// Oneself: how one reads, and where one is signed in.
#[derive(Debug, Serialize)]
pub(crate) struct MePage {
    name: String,
    email: String,
    role: &'static str,
    sessions: Vec<SessionRow>,
    current: Option<SessionId>,
    /// Whether a password was chosen.
    password: bool,
    two_factor: bool,
    /// Whether the log is theirs to read.
    log: bool,
}

impl Page for MePage {
    const TEMPLATE: &str = "web/me.html";

    fn sample() -> Self {
        use troth_core::{Id, Instant};
        let at = Instant::from_micros(1_795_344_000_000_000);
        let session = |number, agent: &str| SessionRow {
            id: SessionId::from_raw(number),
            agent: agent.to_owned(),
            created_at: at,
            seen_at: at,
        };
        Self {
            name: "Ada Lovelace".to_owned(),
            email: "ada@analytical.example".to_owned(),
            role: "owner",
            sessions: vec![session(1, "Firefox, Linux"), session(2, "Safari, iPhone")],
            current: Some(SessionId::from_raw(1)),
            password: true,
            two_factor: false,
            log: true,
        }
    }
}

pub(in crate::user) async fn get_me(State(app): State<App>, view: View, who: Who) -> Result<Response, Error> {
    let (user, wall) = (who.user, app.wall());
    let (known, sessions) = app
        .store()
        .read(move |db| {
            let known = store::find_user(db, user)?.ok_or(Error::NotFound)?;
            Ok::<_, Error>((known, store::list_sessions(db, user, wall)?))
        })
        .await?;
    let current = here(&who);
    view.page(&MePage {
        name: who.name,
        email: known.email,
        role: who.role.key(),
        sessions,
        current,
        password: known.password,
        two_factor: known.two_factor,
        log: view.may(&READ_AUDIT),
    })
}

/// The session this is asked from.
fn here(who: &Who) -> Option<SessionId> {
    match who.by {
        By::Session(session) => Some(session),
        By::Token(_) => None,
    }
}

pub(in crate::user) async fn post_end_session(
    State(app): State<App>,
    view: View,
    who: Who,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let session = id.parse().map_err(|_| Error::NotFound)?;
    verbs::end_session(&app, who.user, session).await?;
    Ok(view.go_saying("/me", &Message::new("web-session-ended")))
}

/// A new password.
#[derive(Debug, Serialize)]
pub(crate) struct PasswordPage {
    form: Form,
    /// Whether there is one already, which is asked for.
    chosen: bool,
}

impl Page for PasswordPage {
    const TEMPLATE: &str = "web/password.html";

    fn sample() -> Self {
        let mut form = Form::new();
        form.wrong("present", Message::new("web-password-not-this"));
        Self { form, chosen: true }
    }
}

async fn has_password(app: &App, who: &Who) -> Result<bool, Error> {
    let user = who.user;
    Ok(app.store().read(move |db| store::find_password(db, user)).await?.is_some())
}

pub(in crate::user) async fn get_password(
    State(app): State<App>,
    view: View,
    who: Who,
) -> Result<Response, Error> {
    view.page(&PasswordPage { form: Form::new(), chosen: has_password(&app, &who).await? })
}

pub(in crate::user) async fn post_password(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    let (present, wanted) = (form.raw("present").to_owned(), form.raw("password").to_owned());
    form.forget("present");
    form.forget("password");
    match verbs::change_password(&app, who.user, here(&who), present, wanted).await {
        Ok(()) => Ok(view.go_saying("/me", &Message::new("web-password-changed"))),
        Err(error) => {
            form.refused(error)?;
            let chosen = has_password(&app, &who).await?;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &PasswordPage { form, chosen })
        }
    }
}
