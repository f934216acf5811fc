//! The page from which somebody is told what is held of them, and erased.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Day, Id, Message};
use troth_web::{Error, Form, Page, View};

use super::api::{customer, person, sent};
use super::{DataSubject, Preview, tables};
use crate::ERASE;
use crate::api::by;

/// What is held of somebody, and what erasing would take.
#[derive(Debug, Serialize)]
pub(crate) struct DataPage {
    /// Where the page is.
    here: String,
    /// Whether it is a person at a customer, and not the customer.
    person: bool,
    name: String,
    account: AccountId,
    erased: Option<Day>,
    /// What goes: key of the text, and how many rows.
    going: Vec<Going>,
    alike: Vec<Alike>,
    unnamed: i64,
    at_work: bool,
    may_erase: bool,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Going {
    text: &'static str,
    rows: i64,
}

#[derive(Debug, Serialize)]
struct Alike {
    id: AccountId,
    name: String,
}

impl Page for DataPage {
    const TEMPLATE: &str = "records/data.html";

    fn sample() -> Self {
        let mut form = Form::new();
        form.wrong("sure", Message::new("records-erase-sure-missing"));
        Self {
            here: "/records/contacts/con_0000000000001".into(),
            person: true,
            name: "Eva Lind".into(),
            account: AccountId::from_raw(1),
            erased: None,
            going: vec![Going { text: "records-privacy-note", rows: 2 }],
            alike: vec![Alike { id: AccountId::from_raw(2), name: "E. Lind".into() }],
            unnamed: 3,
            at_work: true,
            may_erase: true,
            form,
        }
    }
}

async fn show(view: &View, who: DataSubject, status: StatusCode, form: Form) -> Result<Response, Error> {
    let store = view.app().store();
    let Preview { subject, weight, alike, unnamed, at_work } =
        super::preview(store, by(view.app(), view.visit()), who).await?;
    let here = path(subject.who);
    if path(who) != here {
        return Ok(view.go(&format!("{here}/data")));
    }
    let tables = tables(store);
    let text = |name: &str| tables.iter().find(|table| table.name == name).map(|table| table.text);
    let mut going: Vec<Going> = Vec::new();
    for (table, rows) in weight {
        let Some(text) = text(table) else { continue };
        match going.iter_mut().find(|one| one.text == text) {
            Some(one) => one.rows += rows,
            None => going.push(Going { text, rows }),
        }
    }
    view.page_with(
        status,
        &DataPage {
            here,
            person: matches!(subject.who, DataSubject::Person(_)),
            name: subject.name,
            account: subject.account,
            erased: subject.erased,
            going,
            alike: alike.into_iter().map(|(id, name)| Alike { id, name }).collect(),
            unnamed,
            at_work,
            may_erase: view.may(&ERASE),
            form,
        },
    )
}

fn path(who: DataSubject) -> String {
    match who {
        DataSubject::Customer(id) => format!("/records/{id}"),
        DataSubject::Person(id) => format!("/records/contacts/{id}"),
    }
}

async fn post(view: View, who: DataSubject, mut form: Form) -> Result<Response, Error> {
    if form.text("sure") != "yes" {
        form.wrong("sure", Message::new("records-erase-sure-missing"));
        return show(&view, who, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    let actor = by(view.app(), view.visit()).actor;
    match super::erase_person(view.app(), actor, who, view.language()).await {
        Ok(_) => Ok(view.go_saying(&format!("{}/data", path(who)), &Message::new("records-erase-done"))),
        Err(error) => {
            form.refused(error)?;
            show(&view, who, StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

pub(crate) async fn get_of_customer(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    show(&view, customer(&id)?, StatusCode::OK, Form::new()).await
}

pub(crate) async fn get_of_person(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    show(&view, person(&id)?, StatusCode::OK, Form::new()).await
}

pub(crate) async fn get_archive_of_customer(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    sent(view.app(), view.visit(), customer(&id)?).await
}

pub(crate) async fn get_archive_of_person(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    sent(view.app(), view.visit(), person(&id)?).await
}

pub(crate) async fn post_of_customer(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    post(view, customer(&id)?, form).await
}

pub(crate) async fn post_of_person(
    view: View,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    post(view, person(&id)?, form).await
}
