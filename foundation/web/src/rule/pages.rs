//! The page on which an owner says what everybody has to keep to.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::Message;

use super::{Rules, RulesChange, change_rules};
use crate::user::{count_unlinked_staff, count_without_factor};
use crate::{App, Error, Form, Page, View, Who};

/// The rules, and whom they would touch.
#[derive(Debug, Serialize)]
pub(crate) struct RulesPage {
    form: Form,
    /// Users with the role staff of whom nobody said which member of staff they are.
    unlinked: i64,
    /// Users who give no code.
    without_factor: i64,
}

impl Page for RulesPage {
    const TEMPLATE: &str = "web/rules.html";

    fn sample() -> Self {
        let mut form = Form::with([("team_only", "yes"), ("two_factor", "yes")]);
        form.wrong("two_factor", Message::new("web-rules-own-first"));
        Self { form, unlinked: 2, without_factor: 1 }
    }
}

fn shown(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

async fn page(app: &App, form: Option<Form>) -> Result<RulesPage, Error> {
    let (rules, unlinked, without_factor) = app
        .store()
        .read(|db| Ok::<_, Error>((Rules::read(db)?, count_unlinked_staff(db)?, count_without_factor(db)?)))
        .await?;
    let form = form.unwrap_or_else(|| {
        Form::with([("team_only", shown(rules.team_only)), ("two_factor", shown(rules.two_factor))])
    });
    Ok(RulesPage { form, unlinked, without_factor })
}

pub(super) async fn get_rules(State(app): State<App>, view: View) -> Result<Response, Error> {
    view.page(&page(&app, None).await?)
}

pub(super) async fn post_rules(
    State(app): State<App>,
    view: View,
    who: Who,
    mut form: Form,
) -> Result<Response, Error> {
    let mut chosen = |field: &str| match form.text(field) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            form.wrong(field, Message::new("web-rules-choose"));
            None
        }
    };
    let change = RulesChange { team_only: chosen("team_only"), two_factor: chosen("two_factor") };
    if form.is_right() {
        match change_rules(&app, who.actor(), who.user, change).await {
            Ok(_) => return Ok(view.go_saying("/users/rules", &Message::new("web-rules-saved"))),
            Err(error) => form.refused(error)?,
        }
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&app, Some(form)).await?)
}
