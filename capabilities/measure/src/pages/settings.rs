//! What measuring rests on that only the business knows.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Message};
use troth_web::{Error, Form, Page, View, Who};

use crate::model::Settings;
use crate::{store, verbs};

/// Discount and the day from which on contracts are whole.
#[derive(Debug, Serialize)]
pub(crate) struct SettingsPage {
    form: Form,
}

impl Page for SettingsPage {
    const TEMPLATE: &str = "measure/settings.html";

    fn sample() -> Self {
        let mut form = Form::with([("discount", "110"), ("since", "soon")]);
        form.wrong("discount", Message::new("measure-settings-discount-wrong"));
        form.wrong("since", Message::new("measure-settings-since-wrong"));
        Self { form }
    }
}

pub(super) async fn get_settings(view: View) -> Result<Response, Error> {
    let settings = view.app().store().read(store::setting::get).await?;
    let since = settings.contracts_since.map_or_else(String::new, |day| day.to_string());
    view.page(&SettingsPage { form: Form::with([("discount", settings.percent()), ("since", since)]) })
}

pub(super) async fn post_settings(view: View, mut form: Form) -> Result<Response, Error> {
    let app = view.app();
    let settings = Settings::said(form.text("discount"), form.text("since"), app.now());
    match settings {
        Ok(settings) => {
            let actor = view.visit().who().map_or(Actor::System, Who::actor);
            verbs::change_settings(app.store(), app.now(), actor, settings).await?;
            Ok(view.go_saying("/measure/settings", &Message::new("measure-settings-saved")))
        }
        Err(wrong) => {
            for field in wrong {
                form.wrong(field, Message::new(format!("measure-settings-{field}-wrong")));
            }
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &SettingsPage { form })
        }
    }
}
