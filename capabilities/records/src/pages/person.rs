//! Entering and changing a customer: where the business sells to people, the customer and the person are one form.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use troth_core::{AccountId, Id, Message};
use troth_store::Business;
use troth_web::{Error, Form, View};

use super::edit::{Choices, Editable, Sheet, Surroundings, by, fields_of, mark};
use crate::entity::{ByHand, Entity, account::Customer, contact::Person};
use crate::import::ground::Ground;
use crate::model::{Account, AccountKind, Contact};
use crate::said::Said;
use crate::{store, verbs};

/// The form; the person's fields stand in it where the customer is one.
fn sheet(view: &View, account: Option<&Account>, as_person: bool, choices: &Choices) -> Sheet {
    let fields = if as_person {
        let mut fields = fields_of::<Person>(view, Person::asked(true), choices);
        fields.extend(fields_of::<Customer>(view, &["team", "owner"], choices));
        fields
    } else {
        fields_of::<Customer>(view, &["name", "kind", "team", "owner", "structure"], choices)
    };
    let (title, back) = match account {
        None => ("records-new-accounts", "/records".to_owned()),
        Some(account) => ("records-change-accounts", format!("/records/{}", account.id)),
    };
    let action = account
        .map_or_else(|| "/records/new".to_owned(), |account| format!("/records/{}/change", account.id));
    Sheet {
        title: Message::new(title),
        of: account.map(|account| account.name.clone()),
        back,
        action,
        fields,
    }
}

async fn new_sheet(view: &View) -> Result<(Sheet, Business), Error> {
    let today = view.app().zone().day_of(view.app().now());
    let (business, choices) = view
        .app()
        .store()
        .read(move |db| Ok::<_, troth_store::Error>((db.business()?, Choices::load(db, today, None)?)))
        .await?;
    Ok((sheet(view, None, business.people, &choices), business))
}

pub(super) async fn get_new(view: View) -> Result<Response, Error> {
    let (sheet, _) = new_sheet(&view).await?;
    sheet.page(&view, StatusCode::OK, Form::with([("kind", AccountKind::Organisation.key())]))
}

pub(super) async fn post_new(view: View, mut form: Form) -> Result<Response, Error> {
    let (sheet, business) = new_sheet(&view).await?;
    let people = business.people;
    let ground = Ground::of(business);
    let entered = if people {
        let (customer, person) = (Said::in_form::<Customer>(&form), Said::in_form::<Person>(&form));
        match (customer.row::<Customer>(&ground, None, false), person.row::<Person>(&ground, None, false)) {
            (Ok(customer), Ok(person)) => {
                verbs::create_person(view.app().store(), by(&view), customer, person).await.map(|(id, _)| id)
            }
            (Err(error), Ok(_)) | (_, Err(error)) => Err(error),
        }
    } else {
        match Said::in_form::<Customer>(&form).row::<Customer>(&ground, None, false) {
            Ok(row) => verbs::create::<Customer>(view.app().store(), by(&view), row).await,
            Err(error) => Err(error),
        }
    };
    match entered {
        Ok(id) => Ok(view.go_saying(&format!("/records/{id}"), &Message::new("records-saved"))),
        Err(error) => {
            form.refused(error)?;
            sheet.page(&view, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}

/// The customer, and the person it is where the business sells to people.
struct Loaded {
    account: Account,
    person: Option<Contact>,
    business: Business,
    choices: Choices,
    /// The rows as they were read.
    seen: verbs::Seen,
}

async fn load(view: &View, id: &str) -> Result<Loaded, Error> {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let today = view.app().zone().day_of(view.app().now());
    view.app()
        .store()
        .read(move |db| {
            let row = Customer::TABLE.find(db, id.raw())?;
            let row = row.ok_or_else(|| troth_store::Error::NotFound(id.to_string()))?;
            let first = Person::TABLE.list(db, Some(id.raw()), 0, 1)?;
            let mut seen = vec![Customer::TABLE.values(&row)];
            seen.extend(first.first().map(|row| Person::TABLE.values(row)));
            Ok(Loaded {
                account: store::get_account(db, id)?,
                person: first.first().map(Person::read).transpose()?,
                business: db.business()?,
                choices: Choices::load(db, today, None)?,
                seen,
            })
        })
        .await
        .map_err(|error: troth_store::Error| error.into())
}

fn is_person(account: &Account, business: &Business) -> bool {
    business.people && account.kind == AccountKind::Person
}

/// What the form shows of them.
fn shown(view: &View, account: &Account, person: Option<&Contact>, business: &Business) -> Form {
    let mut values = vec![
        ("name", account.name.clone()),
        ("kind", account.kind.key().to_owned()),
        ("team", account.team.map(|team| team.to_string()).unwrap_or_default()),
        ("owner", account.owner.map(|owner| owner.to_string()).unwrap_or_default()),
        ("structure", account.structure.map(|one| one.key().to_owned()).unwrap_or_default()),
    ];
    if let Some(person) = person.filter(|_| is_person(account, business)) {
        let surroundings = Surroundings { zone: business.zone.clone(), mark: mark(view) };
        values.extend(Person::show(person, &surroundings));
    }
    Form::with(values).remember()
}

pub(super) async fn get_change(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let Loaded { account, person, business, choices, .. } = load(&view, &id).await?;
    if let Some(stays) = account.merged_into {
        return Ok(view.go(&format!("/records/{stays}/change")));
    }
    let form = shown(&view, &account, person.as_ref(), &business);
    let as_person = is_person(&account, &business);
    sheet(&view, Some(&account), as_person, &choices).page(&view, StatusCode::OK, form)
}

pub(super) async fn post_change(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let Loaded { account, person, business, choices, seen } = load(&view, &id).await?;
    let as_person = is_person(&account, &business);
    let sheet = sheet(&view, Some(&account), as_person, &choices);
    form.meet(&shown(&view, &account, person.as_ref(), &business));
    if !form.is_right() {
        return sheet.page(&view, StatusCode::CONFLICT, form);
    }
    let app = view.app();
    let ground = Ground::of(business);
    let changed = match Said::in_form::<Customer>(&form).row::<Customer>(&ground, None, true) {
        Ok(customer) if as_person => {
            match Said::in_form::<Person>(&form).row::<Person>(&ground, None, true) {
                Ok(person) => {
                    verbs::change_person(app.store(), by(&view), account.id, customer, person, seen).await
                }
                Err(error) => Err(error),
            }
        }
        Ok(customer) => {
            let seen = seen.into_iter().next();
            verbs::change::<Customer>(app.store(), by(&view), account.id, customer, seen).await
        }
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(view.go_saying(&sheet.back, &Message::new("records-saved"))),
        Err(error) => {
            form.refused(error)?;
            sheet.page(&view, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}
