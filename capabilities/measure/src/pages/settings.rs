//! What measuring rests on that only the business knows.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Id, Message, SegmentId};
use troth_store::Db;
use troth_web::{Error, Form, Page, View, Who};

use crate::model::{SEGMENT_FIELDS, Settings};
use crate::{store, verbs};

/// Discount, the day from which on contracts are whole, and segments with models of their own.
#[derive(Debug, Serialize)]
pub(crate) struct SettingsPage {
    form: Form,
    /// Segments that can be chosen.
    choices: Vec<Choice>,
    /// The fields to choose them in: those filled in, and one more.
    fields: Vec<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl SettingsPage {
    fn of(form: Form, choices: Vec<Choice>) -> Self {
        let filled = SEGMENT_FIELDS.iter().filter(|field| !form.text(field).is_empty()).count();
        let fields = if choices.is_empty() { 0 } else { (filled + 1).min(SEGMENT_FIELDS.len()) };
        Self { form, choices, fields: SEGMENT_FIELDS[..fields].to_vec() }
    }
}

impl Page for SettingsPage {
    const TEMPLATE: &str = "measure/settings.html";

    fn sample() -> Self {
        let segment = SegmentId::from_raw(1).to_string();
        let mut form = Form::with([("discount", "110"), ("since", "soon"), ("segment-1", segment.as_str())]);
        form.wrong("discount", Message::new("measure-settings-discount-wrong"));
        form.wrong("since", Message::new("measure-settings-since-wrong"));
        form.wrong("segment-1", Message::new("measure-settings-segment-wrong"));
        Self::of(form, vec![Choice { value: segment, label: "Regulars".into() }])
    }
}

fn choices(db: &mut Db<'_>, fields: &[troth_store::SegmentField]) -> Result<Vec<Choice>, crate::Error> {
    let choice =
        |segment: troth_records::Segment| Choice { value: segment.id.to_string(), label: segment.name };
    Ok(store::group::list_choices(db, fields)?.into_iter().map(choice).collect())
}

pub(super) async fn get_settings(view: View) -> Result<Response, Error> {
    let fields = troth_records::segment_fields(view.app().store().parts());
    let (settings, chosen, choices) = view
        .app()
        .store()
        .read(move |db| {
            let chosen = store::group::list_chosen(db, &fields)?;
            Ok::<_, crate::Error>((store::setting::get(db)?, chosen, choices(db, &fields)?))
        })
        .await?;
    let since = settings.contracts_since.map_or_else(String::new, |day| day.to_string());
    let mut values = vec![("discount", settings.percent()), ("since", since)];
    values.extend(SEGMENT_FIELDS.into_iter().zip(chosen.iter().map(|segment| segment.id.to_string())));
    view.page(&SettingsPage::of(Form::with(values), choices))
}

pub(super) async fn post_settings(view: View, mut form: Form) -> Result<Response, Error> {
    let app = view.app();
    let fields = troth_records::segment_fields(app.store().parts());
    let choices = app.store().read(move |db| choices(db, &fields)).await?;
    for field in SEGMENT_FIELDS {
        let said = form.text(field);
        if !said.is_empty() && !choices.iter().any(|choice| choice.value == said) {
            form.wrong(field, Message::new("measure-settings-segment-wrong"));
        }
    }
    let segments = SEGMENT_FIELDS.map(|field| form.text(field));
    let settings = Settings::said(form.text("discount"), form.text("since"), &segments, app.now());
    match settings {
        Ok(settings) if form.is_right() => {
            let actor = view.visit().who().map_or(Actor::System, Who::actor);
            verbs::change_settings(app.store(), app.now(), actor, settings).await?;
            return Ok(view.go_saying("/measure/settings", &Message::new("measure-settings-saved")));
        }
        Ok(_) => {}
        Err(wrong) => {
            for field in wrong.into_iter().filter(|field| !field.starts_with("segment-")) {
                form.wrong(field, Message::new(format!("measure-settings-{field}-wrong")));
            }
        }
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &SettingsPage::of(form, choices))
}
