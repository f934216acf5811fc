//! The page of the business.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Currency, Message, Zone};
use troth_store::Business;
use troth_web::{Error, Form, Page, View, Who};

use super::verbs;

/// Name, zone and currency.
#[derive(Debug, Serialize)]
pub(crate) struct BusinessPage {
    form: Form,
}

impl Page for BusinessPage {
    const TEMPLATE: &str = "records/business.html";

    fn sample() -> Self {
        let mut form = Form::with([
            ("name", "The record shop"),
            ("zone", "Europe/Berlyn"),
            ("currency", "EUR"),
            ("customers", "people"),
        ]);
        form.wrong("zone", Message::new("records-business-zone-wrong"));
        Self { form }
    }
}

fn customers(people: bool) -> &'static str {
    if people { "people" } else { "organisations" }
}

pub(crate) async fn get_business(view: View) -> Result<Response, Error> {
    let business = view.app().store().business().await?;
    let (zone, currency) = (business.zone.name().to_owned(), business.currency.code().to_owned());
    view.page(&BusinessPage {
        form: Form::with([
            ("name", business.name),
            ("zone", zone),
            ("currency", currency),
            ("customers", customers(business.people).to_owned()),
        ]),
    })
}

pub(crate) async fn post_business(view: View, mut form: Form) -> Result<Response, Error> {
    let name: String = form.required("name").chars().take(100).collect();
    let zone = Zone::find(form.text("zone"));
    let currency = form.text("currency").parse::<Currency>();
    if zone.is_err() {
        form.wrong("zone", Message::new("records-business-zone-wrong"));
    }
    if currency.is_err() {
        form.wrong("currency", Message::new("records-business-currency-wrong"));
    }
    if let (true, Ok(zone), Ok(currency)) = (form.is_right(), zone, currency) {
        let app = view.app();
        let actor = view.visit().who().map_or(Actor::System, Who::actor);
        let people = match form.text("customers") {
            "people" => true,
            "organisations" => false,
            _ => app.store().business().await?.people,
        };
        let business = Business { name: name.clone(), zone: zone.clone(), currency, people };
        match verbs::change_business(app.store(), app.now(), actor, business).await {
            Ok(()) => {
                app.show_business(name, zone);
                return Ok(view.go_saying("/records/business", &Message::new("records-business-saved")));
            }
            Err(error) => form.refused(error)?,
        }
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &BusinessPage { form })
}
