//! What a person has agreed to, with its history, and one more entry.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, ContactId, Id, Instant, Message, Purpose};
use troth_store::Consent;
use troth_web::{Error, Form, Page, View};

use super::edit::by;
use crate::entity::{ByHand, Entity, contact::Person};
use crate::import::DateForm;
use crate::{EDIT, store, verbs};

/// What a person has agreed to.
#[derive(Debug, Serialize)]
pub(crate) struct ConsentPage {
    contact: ContactId,
    account: AccountId,
    name: String,
    purposes: [&'static str; 4],
    entries: Vec<Entry>,
    may: bool,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Entry {
    purpose: &'static str,
    given: bool,
    at: Instant,
    obtained: String,
}

impl From<Consent> for Entry {
    fn from(entry: Consent) -> Self {
        Self { purpose: entry.purpose.key(), given: entry.given, at: entry.at, obtained: entry.obtained }
    }
}

impl Page for ConsentPage {
    const TEMPLATE: &str = "records/consent.html";

    fn sample() -> Self {
        let entry = |given| Entry {
            purpose: "news",
            given,
            at: Instant::from_micros(1_767_690_000_000_000),
            obtained: "Form at the counter".into(),
        };
        let mut form = Form::with([("purpose", "survey"), ("given", "yes")]);
        form.wrong("obtained", Message::new("web-field-empty"));
        Self {
            contact: ContactId::from_raw(1),
            account: AccountId::from_raw(1),
            name: "Eva Lind".into(),
            purposes: Purpose::ALL.map(Purpose::key),
            entries: vec![entry(false), entry(true)],
            may: true,
            form,
        }
    }
}

async fn consent_page(view: &View, id: &str, status: StatusCode, form: Form) -> Result<Response, Error> {
    let contact: ContactId = id.parse().map_err(|_| Error::NotFound)?;
    let (person, entries) = view
        .app()
        .store()
        .read(move |db| {
            let row = Person::TABLE.find(db, contact.raw())?;
            let row = row.ok_or_else(|| troth_store::Error::NotFound(format!("person {contact}")))?;
            let person = Person::read(&row)?;
            store::get_account(db, person.account)?;
            Ok::<_, troth_store::Error>((person, db.list_consents(contact)?))
        })
        .await?;
    if let Some(stays) = person.merged_into {
        return Ok(view.go(&format!("/records/contacts/{stays}/consent")));
    }
    view.page_with(
        status,
        &ConsentPage {
            contact,
            account: person.account,
            name: person.name,
            purposes: Purpose::ALL.map(Purpose::key),
            entries: entries.into_iter().map(Entry::from).collect(),
            may: view.may(&EDIT),
            form,
        },
    )
}

pub(super) async fn get_consent(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    consent_page(&view, &id, StatusCode::OK, Form::with([("given", "yes")])).await
}

pub(super) async fn post_consent(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let contact: ContactId = id.parse().map_err(|_| Error::NotFound)?;
    let purpose = Purpose::find(form.text("purpose"));
    let given = match form.text("given") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let words = |words: String| Message::new("records-wrong-choice").with("words", words);
    if purpose.is_none() {
        form.wrong("purpose", words(Purpose::ALL.map(Purpose::key).join(", ")));
    }
    if given.is_none() {
        form.wrong("given", words("yes, no".into()));
    }
    let zone = view.app().zone();
    let at = Some(form.text("at")).filter(|at| !at.is_empty()).map(|at| DateForm::Iso.read(at, &zone));
    if let Some(Err(_)) = at {
        form.wrong("at", Message::new("records-wrong-day"));
    }
    let at = at.and_then(Result::ok);
    if let (true, Some(purpose), Some(given)) = (form.is_right(), purpose, given) {
        let obtained = form.text("obtained").to_owned();
        let store = view.app().store();
        match verbs::record_consent(store, by(&view), contact, (purpose, given), at, &obtained).await {
            Ok(_) => {
                let back = format!("/records/contacts/{contact}/consent");
                return Ok(view.go_saying(&back, &Message::new("records-saved")));
            }
            Err(error) => form.refused(error)?,
        }
    }
    consent_page(&view, &id, StatusCode::UNPROCESSABLE_ENTITY, form).await
}
