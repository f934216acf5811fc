//! Notes: written on a customer's page, written anew, taken away and brought back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Id, Message, NoteId};
use troth_web::{Error, Form, Page, View};

use super::customer::customer_page;
use super::edit::by;
use crate::store::note;
use crate::verbs;

/// A note to be written anew.
#[derive(Debug, Serialize)]
pub(crate) struct NotePage {
    id: NoteId,
    account: AccountId,
    form: Form,
}

impl Page for NotePage {
    const TEMPLATE: &str = "records/note.html";

    fn sample() -> Self {
        let mut form = Form::with([("text", "Prefers a call before nine.")]);
        form.wrong("text", Message::new("web-field-empty"));
        Self { id: NoteId::from_raw(1), account: AccountId::from_raw(1), form }
    }
}

pub(super) async fn post_new(view: View, Path(id): Path<String>, mut form: Form) -> Result<Response, Error> {
    let account: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    match verbs::write_note(view.app().store(), by(&view), account, None, form.text("text")).await {
        Ok(_) => Ok(view.go(&format!("/records/{account}#timeline"))),
        Err(error) => {
            form.refused(error)?;
            customer_page(
                &view,
                account,
                &super::customer::Asked::default(),
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
            )
            .await
        }
    }
}

fn parse(id: &str) -> Result<NoteId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(super) async fn get_note(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let note = view.app().store().read(move |db| note::get(db, id)).await?;
    view.page(&NotePage { id, account: note.account, form: Form::with([("text", note.text)]) })
}

pub(super) async fn post_note(view: View, Path(id): Path<String>, mut form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    match verbs::change_note(view.app().store(), by(&view), id, form.text("text")).await {
        Ok(note) => Ok(view.go_saying(&format!("/records/{}", note.account), &Message::new("records-saved"))),
        Err(error) => {
            form.refused(error)?;
            let account = view.app().store().read(move |db| note::get(db, id)).await?.account;
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &NotePage { id, account, form })
        }
    }
}

/// Takes a note away; the page it goes back to offers to bring it back.
pub(super) async fn post_remove(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let note = verbs::remove_note(view.app().store(), by(&view), parse(&id)?, true).await?;
    Ok(view.go(&format!("/records/{}?removed={}", note.account, note.id)))
}

pub(super) async fn post_restore(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let note = verbs::remove_note(view.app().store(), by(&view), parse(&id)?, false).await?;
    Ok(view.go_saying(&format!("/records/{}", note.account), &Message::new("records-note-is-back")))
}
